package optim

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

// Penalty is what a loss adds for large weights:
//
//	L1·Σ|w| + L2·Σw²
//
// as Keras's regularizers have it. WeightDecay λ of an optimizer is the L2 of
// λ/2.
type Penalty struct{ L1, L2 float32 }

// Value returns the penalty of the whole table.
func (p Penalty) Value(t *embedding.Table) float64 {
	var magnitudes, squares float64
	for i := range t.Rows() {
		for _, v := range t.Row(i) {
			magnitudes += math.Abs(float64(v))
			squares += float64(v) * float64(v)
		}
	}
	return float64(p.L1)*magnitudes + float64(p.L2)*squares
}

// AddTo adds the penalty's gradient, L1·sign(w) + 2·L2·w, to one of the table's
// shape.
func (p Penalty) AddTo(grad blas32.General, t *embedding.Table) error {
	if err := checkDense(nil, t, grad); err != nil {
		return fmt.Errorf("penalty: %w", err)
	}
	for i := range t.Rows() {
		p.addRow(grad.Data[i*grad.Stride:i*grad.Stride+grad.Cols], t.Row(i))
	}
	return nil
}

// AddSparse adds the penalty's gradient on the rows of a sparse one, which must
// be coalesced so that no row is penalised twice. Rows outside the batch are
// not penalised in this step.
func (p Penalty) AddSparse(grad embedding.SparseGrad, t *embedding.Table) error {
	if err := checkSparse(nil, t, grad); err != nil {
		return fmt.Errorf("penalty: %w", err)
	}
	if !grad.Coalesced() {
		return fmt.Errorf("penalty: the gradient of %d rows is not coalesced", len(grad.Rows))
	}
	for k, row := range grad.Rows {
		p.addRow(grad.Row(k), t.Row(int(row)))
	}
	return nil
}

func (p Penalty) addRow(grad, w []float32) {
	for i, v := range w {
		grad[i] += 2 * p.L2 * v
		switch {
		case v > 0:
			grad[i] += p.L1
		case v < 0:
			grad[i] -= p.L1
		}
	}
}
