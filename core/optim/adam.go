package optim

import (
	"errors"
	"io"
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// Adam divides a running mean of gradients, m, by the root of one of their
// squares, v, both corrected for having begun at zero:
//
//	m ← β₁m + (1−β₁)g,  v ← β₂v + (1−β₂)g²
//	w ← w − lr·(m/(1−β₁ᵗ))/(√(v/(1−β₂ᵗ)) + ε)
//
// Its sparse step is this rule on the rows of the gradient, with the table's
// step count. Kingma and Ba, "Adam: A Method for Stochastic Optimization", 2015.
type Adam struct {
	LearningRate float32
	Beta1, Beta2 float32 // 0.9, 0.999
	Epsilon      float32 // 1e-8
	WeightDecay  float32
	memory
}

func (o *Adam) name() string { return "adam" }

func (o *Adam) remembers(dim int) (int, float32) { return 2 * dim, 0 }

func (o *Adam) check() error {
	return checkAdam(o.LearningRate, o.Beta1, o.Beta2, o.Epsilon, o.WeightDecay)
}

func checkAdam(rate, beta1, beta2, epsilon, decay float32) error {
	if err := checkShare("beta1", beta1); err != nil {
		return err
	}
	if err := checkShare("beta2", beta2); err != nil {
		return err
	}
	if err := checkPositive("epsilon", or(epsilon, 1)); err != nil {
		return err
	}
	return checkRate(rate, decay)
}

func (o *Adam) row(t int) func(w, g, memory []float32) {
	m, decay := newMoments(o.Beta1, o.Beta2, o.Epsilon), o.WeightDecay
	rate, scale := m.corrected(o.LearningRate, t)
	return func(w, g, memory []float32) {
		mean, square := memory[:len(w)], memory[len(w):]
		for i := range w {
			gi := g[i] + decay*w[i]
			mean[i] = m.beta1*mean[i] + (1-m.beta1)*gi
			square[i] = m.beta2*square[i] + (1-m.beta2)*gi*gi
			w[i] -= rate * mean[i] / (scale*sqrt(square[i]) + m.epsilon)
		}
	}
}

// Step implements [Optimizer].
func (o *Adam) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *Adam) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *Adam) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *Adam) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *Adam) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }

// moments are Adam's settings with their defaults.
type moments struct{ beta1, beta2, epsilon float32 }

func newMoments(beta1, beta2, epsilon float32) moments {
	return moments{or(beta1, .9), or(beta2, .999), or(epsilon, 1e-8)}
}

// corrected returns lr/(1−β₁ᵗ) and 1/√(1−β₂ᵗ).
func (m moments) corrected(rate float32, t int) (meanRate, squareScale float32) {
	c1 := 1 - math.Pow(float64(m.beta1), float64(t))
	c2 := 1 - math.Pow(float64(m.beta2), float64(t))
	return float32(float64(rate) / c1), float32(1 / math.Sqrt(c2))
}

// AdamW is Adam with decoupled weight decay: before each step w ← w − lr·λ·w,
// and the moments do not see it. Loshchilov and Hutter, "Decoupled Weight Decay
// Regularization", 2019.
type AdamW struct {
	LearningRate float32
	Beta1, Beta2 float32 // 0.9, 0.999
	Epsilon      float32 // 1e-8
	WeightDecay  float32 // λ; 0.01. Adam is the rule without
	memory
}

func (o *AdamW) name() string { return "adamw" }

func (o *AdamW) remembers(dim int) (int, float32) { return 2 * dim, 0 }

func (o *AdamW) check() error {
	return checkAdam(o.LearningRate, o.Beta1, o.Beta2, o.Epsilon, o.WeightDecay)
}

func (o *AdamW) row(t int) func(w, g, memory []float32) {
	adam := Adam{LearningRate: o.LearningRate, Beta1: o.Beta1, Beta2: o.Beta2, Epsilon: o.Epsilon}
	update, keep := adam.row(t), 1-o.LearningRate*or(o.WeightDecay, .01)
	return func(w, g, memory []float32) {
		vec.Scale(keep, w)
		update(w, g, memory)
	}
}

// Step implements [Optimizer].
func (o *AdamW) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *AdamW) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *AdamW) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *AdamW) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *AdamW) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }

// SparseAdam is torch.optim.SparseAdam, Adam for sparse gradients only, with ε
// elsewhere:
//
//	w ← w − lr·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε)
//
// Moments decay on the rows of the gradient only; t counts the steps of the
// table. The rate must be positive. TensorFlow's LazyAdam is the same rule.
type SparseAdam struct {
	LearningRate float32
	Beta1, Beta2 float32 // 0.9, 0.999
	Epsilon      float32 // 1e-8
	memory
}

func (o *SparseAdam) name() string { return "sparse adam" }

func (o *SparseAdam) remembers(dim int) (int, float32) { return 2 * dim, 0 }

func (o *SparseAdam) check() error {
	if err := checkPositive("learning rate", o.LearningRate); err != nil {
		return err
	}
	return checkAdam(o.LearningRate, o.Beta1, o.Beta2, o.Epsilon, 0)
}

func (o *SparseAdam) row(t int) func(w, g, memory []float32) {
	m := newMoments(o.Beta1, o.Beta2, o.Epsilon)
	meanRate, squareScale := m.corrected(o.LearningRate, t)
	rate := meanRate / squareScale
	return func(w, g, memory []float32) {
		mean, square := memory[:len(w)], memory[len(w):]
		for i, gi := range g {
			mean[i] = m.beta1*mean[i] + (1-m.beta1)*gi
			square[i] = m.beta2*square[i] + (1-m.beta2)*gi*gi
			w[i] -= rate * mean[i] / (sqrt(square[i]) + m.epsilon)
		}
	}
}

// Step refuses: dense gradients are for Adam.
func (o *SparseAdam) Step(*embedding.Table, blas32.General) error {
	return errors.New("sparse adam: takes no dense gradient")
}

// StepSparse implements [Optimizer].
func (o *SparseAdam) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *SparseAdam) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *SparseAdam) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *SparseAdam) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }

// LazyAdam is Adam with a clock for each row: t counts the steps that changed
// the row. A word seen for the first time late in training then has a first step
// of lr as every other had; with the table's clock it would have one of
// lr·(1−β₁)/√(1−β₂), three times that.
type LazyAdam struct {
	LearningRate float32
	Beta1, Beta2 float32 // 0.9, 0.999
	Epsilon      float32 // 1e-8
	WeightDecay  float32
	memory
}

func (o *LazyAdam) name() string { return "lazy adam" }

func (o *LazyAdam) remembers(dim int) (int, float32) { return 2*dim + 1, 0 }

func (o *LazyAdam) check() error {
	return checkAdam(o.LearningRate, o.Beta1, o.Beta2, o.Epsilon, o.WeightDecay)
}

func (o *LazyAdam) row(int) func(w, g, memory []float32) {
	m, lr, decay := newMoments(o.Beta1, o.Beta2, o.Epsilon), o.LearningRate, o.WeightDecay
	return func(w, g, memory []float32) {
		n := len(w)
		mean, square, clock := memory[:n], memory[n:2*n], &memory[2*n]
		*clock = min(*clock+1, 1<<24) // where float32 stops counting, both corrections are long 1
		rate, scale := m.corrected(lr, int(*clock))
		for i := range w {
			gi := g[i] + decay*w[i]
			mean[i] = m.beta1*mean[i] + (1-m.beta1)*gi
			square[i] = m.beta2*square[i] + (1-m.beta2)*gi*gi
			w[i] -= rate * mean[i] / (scale*sqrt(square[i]) + m.epsilon)
		}
	}
}

// Step implements [Optimizer].
func (o *LazyAdam) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *LazyAdam) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *LazyAdam) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *LazyAdam) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *LazyAdam) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }
