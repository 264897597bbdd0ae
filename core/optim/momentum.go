package optim

import (
	"io"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

// Momentum is gradient descent with a heavy ball, b being the running sum of
// gradients:
//
//	b ← μb + g
//	w ← w − lr·b,  or with Nesterov: w ← w − lr·(g + μb)
//
// Polyak, "Some methods of speeding up the convergence of iteration methods",
// 1964; Nesterov's in the form of Sutskever, Martens, Dahl and Hinton, "On the
// importance of initialization and momentum in deep learning", 2013.
type Momentum struct {
	LearningRate float32
	Momentum     float32 // μ; 0.9
	Nesterov     bool
	WeightDecay  float32
	memory
}

func (o *Momentum) name() string { return "momentum" }

func (o *Momentum) remembers(dim int) (int, float32) { return dim, 0 }

func (o *Momentum) check() error {
	if err := checkShare("momentum", o.Momentum); err != nil {
		return err
	}
	return checkRate(o.LearningRate, o.WeightDecay)
}

func (o *Momentum) row(int) func(w, g, memory []float32) {
	rate, mu, decay, ahead := o.LearningRate, or(o.Momentum, .9), o.WeightDecay, o.Nesterov
	return func(w, g, b []float32) {
		for i := range w {
			gi := g[i] + decay*w[i]
			b[i] = mu*b[i] + gi
			if ahead {
				w[i] -= rate * (gi + mu*b[i])
			} else {
				w[i] -= rate * b[i]
			}
		}
	}
}

// Step implements [Optimizer].
func (o *Momentum) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *Momentum) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *Momentum) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *Momentum) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *Momentum) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }
