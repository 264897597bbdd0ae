package optim

import (
	"io"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

// RMSProp divides by the root of a running mean of squared gradients, v:
//
//	v ← αv + (1−α)g²
//	w ← w − lr·g/(√v + ε)
//
// Tieleman and Hinton, "Lecture 6.5", 2012.
type RMSProp struct {
	LearningRate float32
	Alpha        float32 // 0.99
	Epsilon      float32 // 1e-8
	WeightDecay  float32
	memory
}

func (o *RMSProp) name() string { return "rmsprop" }

func (o *RMSProp) remembers(dim int) (int, float32) { return dim, 0 }

func (o *RMSProp) check() error {
	if err := checkShare("alpha", o.Alpha); err != nil {
		return err
	}
	if err := checkPositive("epsilon", or(o.Epsilon, 1)); err != nil {
		return err
	}
	return checkRate(o.LearningRate, o.WeightDecay)
}

func (o *RMSProp) row(int) func(w, g, memory []float32) {
	rate, alpha, epsilon, decay := o.LearningRate, or(o.Alpha, .99), or(o.Epsilon, 1e-8), o.WeightDecay
	return func(w, g, v []float32) {
		for i := range w {
			gi := g[i] + decay*w[i]
			v[i] = alpha*v[i] + (1-alpha)*gi*gi
			w[i] -= rate * gi / (sqrt(v[i]) + epsilon)
		}
	}
}

// Step implements [Optimizer].
func (o *RMSProp) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *RMSProp) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *RMSProp) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *RMSProp) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *RMSProp) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }
