package optim

import (
	"fmt"
	"io"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// SGD is stochastic gradient descent:
//
//	w ← w − lr·g
//
// Its rule is linear in g, so rows that occur repeatedly need no adding up
// first, and it remembers nothing.
type SGD struct {
	LearningRate float32
	WeightDecay  float32
}

func (o SGD) check() error { return checkRate(o.LearningRate, o.WeightDecay) }

// Step implements [Optimizer].
func (o SGD) Step(t *embedding.Table, g blas32.General) error {
	if err := checkDense(o.check(), t, g); err != nil {
		return fmt.Errorf("sgd: %w", err)
	}
	if t.Frozen {
		return nil
	}
	for i := range t.Rows() {
		o.update(t.Row(i), g.Data[i*g.Stride:i*g.Stride+g.Cols])
	}
	t.Constrain()
	return nil
}

// StepSparse implements [Optimizer]. With weight decay, a gradient that is not
// coalesced costs a copy of it.
func (o SGD) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	if err := checkSparse(o.check(), t, g); err != nil {
		return fmt.Errorf("sgd: %w", err)
	}
	if t.Frozen {
		return nil
	}
	if o.WeightDecay != 0 && !g.Coalesced() {
		g = g.Coalesce()
	}
	for k, row := range g.Rows {
		o.update(t.Row(int(row)), g.Row(k))
	}
	t.ConstrainRows(g.Rows)
	return nil
}

func (o SGD) update(w, g []float32) {
	if o.WeightDecay != 0 {
		vec.Scale(1-o.LearningRate*o.WeightDecay, w)
	}
	vec.AddScaled(w, -o.LearningRate, g)
}

// SetLearningRate implements [Optimizer].
func (o *SGD) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer]: there is nothing to write.
func (o SGD) Save(io.Writer, *embedding.Table) error { return nil }

// Load implements [Optimizer]: there is nothing to read.
func (o SGD) Load(io.Reader, *embedding.Table) error { return nil }

// Row implements [Optimizer]: there is nothing to see.
func (o SGD) Row(*embedding.Table, int) []float32 { return nil }

// Inherit implements [Optimizer]: there is nothing to take over.
func (o SGD) Inherit(*embedding.Table, Optimizer, *embedding.Table) error { return nil }

// Remap implements [Optimizer]: there is nothing to move.
func (o SGD) Remap(*embedding.Table, []int32) {}
