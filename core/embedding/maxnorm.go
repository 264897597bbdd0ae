package embedding

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/vec"
)

// MaxNorm bounds the p-norm of a table's rows. The libraries mean three
// different things by it; Mode says which.
type MaxNorm struct {
	Mode MaxNormMode
	Max  float32
	P    float64 // order of the norm: 0 stands for 2, math.Inf(1) for the largest magnitude
}

// MaxNormMode says what is bounded, and when.
type MaxNormMode int

const (
	// Unbounded rows are left alone.
	Unbounded MaxNormMode = iota
	// OnRead clips what a lookup returns to w·m/max(‖w‖, m) and leaves the
	// table alone; the gradient goes through the clipping. As
	// tf.nn.embedding_lookup does.
	OnRead
	// InPlace changes the table before a lookup reads it: each distinct row
	// that is looked up, once, to w·m/(‖w‖+1e-7) if ‖w‖ > m. The gradient knows
	// nothing of it. As torch.nn.Embedding does.
	InPlace
	// AfterStep changes the table after an optimizer's step, to w·m/(‖w‖+1e-7)
	// where ‖w‖ > m, as Keras's constraint MaxNorm does with axis=1. A sparse
	// step constrains the rows that it changed; Constrain does the whole table.
	AfterStep
)

const maxNormEpsilon = 1e-7

func (m MaxNorm) check() error {
	switch {
	case m.Mode == Unbounded:
		return nil
	case m.Mode < Unbounded || m.Mode > AfterStep:
		return fmt.Errorf("unknown max-norm mode %d", m.Mode)
	case !(m.Max > 0):
		return fmt.Errorf("max-norm %v is not positive", m.Max)
	case m.P < 0 || math.IsNaN(m.P):
		return fmt.Errorf("max-norm of order %v", m.P)
	}
	return nil
}

// norm returns (Σ |xᵢ|ᵖ)^(1/p).
func (m MaxNorm) norm(x []float32) float32 {
	if m.P == 0 || m.P == 2 {
		return vec.Norm(x)
	}
	var sum, largest float64
	for _, v := range x {
		a := math.Abs(float64(v))
		largest = max(largest, a)
		if !math.IsInf(m.P, 1) {
			sum += math.Pow(a, m.P)
		}
	}
	if math.IsInf(m.P, 1) {
		return float32(largest)
	}
	return float32(math.Pow(sum, 1/m.P))
}

// bound scales a row that is too long, as OnRead has it.
func (m MaxNorm) bound(row []float32) {
	if n := m.norm(row); n > m.Max {
		vec.Scale(m.Max/n, row)
	}
}

// shrink scales a row that is too long, as the two modes have it that change
// the table.
func (m MaxNorm) shrink(row []float32) {
	if n := m.norm(row); n > m.Max {
		vec.Scale(m.Max/(n+maxNormEpsilon), row)
	}
}

// boundGrad turns the gradient of bound's result into that of its argument:
//
//	y = w·m/‖w‖  ⇒  ∂L/∂w = m/‖w‖·(g − (g·w)/‖w‖·∂‖w‖/∂w)
//	∂‖w‖/∂wᵢ = sign(wᵢ)·(|wᵢ|/‖w‖)^(p−1)
//
// For p = ∞ the first of the largest magnitudes has the whole derivative.
func (m MaxNorm) boundGrad(grad, row []float32) {
	n := m.norm(row)
	if n <= m.Max {
		return
	}
	along := vec.Dot(grad, row) / n
	switch {
	case m.P == 0 || m.P == 2:
		vec.AddScaled(grad, -along/n, row)
	case math.IsInf(m.P, 1):
		for i, v := range row {
			if v == n || v == -n {
				grad[i] -= along * v / n
				break
			}
		}
	default:
		for i, v := range row {
			slope := math.Copysign(math.Pow(math.Abs(float64(v))/float64(n), m.P-1), float64(v))
			grad[i] -= along * float32(slope)
		}
	}
	vec.Scale(m.Max/n, grad)
}

// boundTouched is what in-place max-norm does before a lookup. A row may still
// be longer than m by a rounding after it was shrunk, so that each has its turn
// only once.
func (t *Table) boundTouched(ids []int32) {
	if t.MaxNorm.Mode != InPlace {
		return
	}
	t.touched = append(t.touched[:0], ids...)
	slices.Sort(t.touched)
	for k, id := range t.touched {
		if k == 0 || id != t.touched[k-1] {
			t.MaxNorm.shrink(t.Row(int(id)))
		}
	}
}

// Constrain applies AfterStep to the whole table; in other modes it does
// nothing. Optimizers call it after a dense step. One calls it once where first
// values may be too long: from then on sparse steps need only look at the rows
// that they change.
func (t *Table) Constrain() {
	for i := range t.Rows() {
		t.constrainRow(i)
	}
}

// ConstrainRows is Constrain for the rows that a step changed.
func (t *Table) ConstrainRows(rows []int32) {
	if t.MaxNorm.Mode != AfterStep {
		return
	}
	for _, row := range rows {
		t.constrainRow(int(row))
	}
}

func (t *Table) constrainRow(i int) {
	if t.MaxNorm.Mode == AfterStep {
		t.MaxNorm.shrink(t.Row(i))
	}
}
