package embedding

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// errSparseFrequency is torch's refusal: how often an id occurs is known only
// once its rows have been added up.
var errSparseFrequency = errors.New("gradients scaled by frequency are not sparse: use a dense gradient")

// Backward returns the gradient of the table for the gradient of what Lookup
// returned for the ids, in the order of the ids: a repeated id has a row for
// each time it occurs, the padding row has none, a frozen table has none at all.
func (t *Table) Backward(ids []int32, grad []float32) (SparseGrad, error) {
	var g SparseGrad
	err := t.BackwardTo(&g, ids, grad)
	return g, err
}

// BackwardTo is Backward into a gradient whose memory is used again.
func (t *Table) BackwardTo(dst *SparseGrad, ids []int32, grad []float32) error {
	dst.reset(t.Dim())
	if err := t.checkBatch(grad, ids); err != nil {
		return fmt.Errorf("gradient of a lookup: %w", err)
	}
	if t.ScaleGradByFreq {
		return fmt.Errorf("gradient of a lookup: %w", errSparseFrequency)
	}
	t.gradient(dst, ids, grad)
	return nil
}

func (t *Table) gradient(dst *SparseGrad, ids []int32, grad []float32) {
	if t.padding() < 0 && t.MaxNorm.Mode != OnRead && !t.Frozen {
		dst.Rows = append(dst.Rows, ids...)
		dst.Values = append(dst.Values, grad...)
		return
	}
	for k, id := range ids {
		t.push(dst, id, 1, grad[k*t.Dim():(k+1)*t.Dim()])
	}
}

// push appends the gradient of a row for alpha·grad of what a lookup read there.
func (t *Table) push(dst *SparseGrad, id int32, alpha float32, grad []float32) {
	if t.Frozen || int(id) == t.padding() {
		return
	}
	dst.Rows = append(dst.Rows, id)
	dst.Values = append(dst.Values, grad...)
	last := dst.Row(len(dst.Rows) - 1)
	if alpha != 1 {
		vec.Scale(alpha, last)
	}
	if t.MaxNorm.Mode == OnRead {
		t.MaxNorm.boundGrad(last, t.Row(int(id)))
	}
}

// BackwardDense adds the gradient to dst, a matrix of the table's shape. It is
// what Backward is tested against, and knows ScaleGradByFreq.
func (t *Table) BackwardDense(dst blas32.General, ids []int32, grad []float32) error {
	if err := t.checkBatch(grad, ids); err != nil {
		return fmt.Errorf("dense gradient of a lookup: %w", err)
	}
	if err := t.checkShape(dst); err != nil {
		return fmt.Errorf("dense gradient of a lookup: %w", err)
	}
	g := SparseGrad{Dim: t.Dim()}
	t.gradient(&g, ids, grad)
	t.addDense(dst, g)
	return nil
}

func (t *Table) addDense(dst blas32.General, g SparseGrad) {
	if !t.ScaleGradByFreq {
		g.AddTo(dst)
		return
	}
	times := make([]float32, t.Rows())
	for _, row := range g.Rows {
		times[row]++
	}
	for k, row := range g.Rows {
		vec.AddScaled(rowOf(dst, int(row)), 1/times[row], g.Row(k))
	}
}

func rowOf(m blas32.General, i int) []float32 {
	start := i * m.Stride
	return m.Data[start : start+m.Cols : start+m.Cols]
}
