package optim

import (
	"fmt"
	"io"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

// Adagrad divides by the root of all squared gradients so far, s:
//
//	s ← s + g²
//	w ← w − lr·g/(√s + ε)
//
// Duchi, Hazan and Singer, "Adaptive Subgradient Methods", 2011.
type Adagrad struct {
	LearningRate float32
	Epsilon      float32 // 1e-10
	First        float32 // what s is at first: 0 in PyTorch, .1 in TensorFlow, 1 in GloVe
	WeightDecay  float32
	memory
}

func (o *Adagrad) name() string { return "adagrad" }

func (o *Adagrad) remembers(dim int) (int, float32) { return dim, o.First }

func (o *Adagrad) check() error {
	return checkAdagrad(o.LearningRate, o.Epsilon, o.First, o.WeightDecay)
}

func checkAdagrad(rate, epsilon, first, decay float32) error {
	if err := checkPositive("epsilon", or(epsilon, 1)); err != nil {
		return err
	}
	if !(first >= 0) {
		return fmt.Errorf("a first sum of squares of %v is below 0", first)
	}
	return checkRate(rate, decay)
}

func (o *Adagrad) row(int) func(w, g, memory []float32) {
	rate, epsilon, decay := o.LearningRate, or(o.Epsilon, 1e-10), o.WeightDecay
	return func(w, g, s []float32) {
		for i := range w {
			gi := g[i] + decay*w[i]
			s[i] += gi * gi
			w[i] -= rate * gi / (sqrt(s[i]) + epsilon)
		}
	}
}

// Step implements [Optimizer].
func (o *Adagrad) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *Adagrad) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *Adagrad) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *Adagrad) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *Adagrad) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }

// RowAdagrad is Adagrad with one number for each row instead of one for each
// weight, so that what is remembered of a table is 1/D of its size:
//
//	s ← s + Σ g²/D
//	w ← w − lr·g/(√s + ε)
//
// Gupta, Bengio and Weston, "Training highly multiclass classifiers", 2014.
type RowAdagrad struct {
	LearningRate float32
	Epsilon      float32 // 1e-8
	First        float32 // what s is at first; 0
	WeightDecay  float32
	memory
}

func (o *RowAdagrad) name() string { return "row-wise adagrad" }

func (o *RowAdagrad) remembers(int) (int, float32) { return 1, o.First }

func (o *RowAdagrad) check() error {
	return checkAdagrad(o.LearningRate, o.Epsilon, o.First, o.WeightDecay)
}

func (o *RowAdagrad) row(int) func(w, g, memory []float32) {
	rate, epsilon, decay := o.LearningRate, or(o.Epsilon, 1e-8), o.WeightDecay
	return func(w, g, s []float32) {
		var sum float32
		for i := range w {
			gi := g[i] + decay*w[i]
			sum += gi * gi
		}
		s[0] += sum / float32(len(w))
		scale := rate / (sqrt(s[0]) + epsilon)
		for i := range w {
			w[i] -= scale * (g[i] + decay*w[i])
		}
	}
}

// Step implements [Optimizer].
func (o *RowAdagrad) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *RowAdagrad) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *RowAdagrad) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *RowAdagrad) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *RowAdagrad) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }
