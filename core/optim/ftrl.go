package optim

import (
	"fmt"
	"io"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

// FTRL follows the regularised leader, which with L1 leaves weights at exactly
// zero:
//
//	z ← z + g − (√(n+g²) − √n)/lr·w,  n ← n + g²
//	w ← 0 if |z| ≤ λ₁, else −(z − sign(z)·λ₁)/((β+√n)/lr + λ₂)
//
// Weights are held to zero, not to their first values, which the first step of
// a row forgets; a dense step takes that step on all rows. McMahan and others,
// "Ad Click Prediction: a View from the Trenches", 2013.
type FTRL struct {
	LearningRate float32 // must be positive
	Beta         float32 // 1
	L1, L2       float32
	memory
}

func (o *FTRL) name() string { return "ftrl" }

func (o *FTRL) remembers(dim int) (int, float32) { return 2 * dim, 0 }

func (o *FTRL) check() error {
	if err := checkPositive("learning rate", o.LearningRate); err != nil {
		return err
	}
	if !(o.Beta >= 0 && o.L1 >= 0 && o.L2 >= 0) {
		return fmt.Errorf("beta %v, l1 %v and l2 %v are not all from 0 on", o.Beta, o.L1, o.L2)
	}
	return nil
}

func (o *FTRL) row(int) func(w, g, memory []float32) {
	rate, beta, l1, l2 := o.LearningRate, or(o.Beta, 1), o.L1, o.L2
	return func(w, g, memory []float32) {
		z, n := memory[:len(w)], memory[len(w):]
		for i, gi := range g {
			root := sqrt(n[i] + gi*gi)
			z[i] += gi - (root-sqrt(n[i]))/rate*w[i]
			n[i] += gi * gi
			switch slope := (beta+root)/rate + l2; {
			case z[i] > l1:
				w[i] = -(z[i] - l1) / slope
			case z[i] < -l1:
				w[i] = -(z[i] + l1) / slope
			default:
				w[i] = 0
			}
		}
	}
}

// Step implements [Optimizer].
func (o *FTRL) Step(t *embedding.Table, g blas32.General) error { return o.stepDense(o, t, g) }

// StepSparse implements [Optimizer].
func (o *FTRL) StepSparse(t *embedding.Table, g embedding.SparseGrad) error {
	return o.stepSparse(o, t, g)
}

// SetLearningRate implements [Optimizer].
func (o *FTRL) SetLearningRate(rate float64) { o.LearningRate = float32(rate) }

// Save implements [Optimizer].
func (o *FTRL) Save(w io.Writer, t *embedding.Table) error { return o.save(w, o, t) }

// Load implements [Optimizer].
func (o *FTRL) Load(r io.Reader, t *embedding.Table) error { return o.load(r, o, t) }
