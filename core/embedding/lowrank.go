package embedding

import (
	"fmt"

	"nearspace/core/vec"
)

// LowRank is a table as the product of a narrow one and a small matrix that all
// rows share:
//
//	y = A[id]·B,  A of V × r, B of r × D
//
// Lan and others, "ALBERT: A Lite BERT", 2020.
type LowRank struct {
	A, B *Table
}

// NewLowRank returns a layer of zeros. One begins with random numbers in both:
// where both are zero, so are both gradients.
func NewLowRank(ids, rank, dim int) (*LowRank, error) {
	if ids < 1 || rank < 1 || rank > dim {
		return nil, fmt.Errorf("low-rank layer: rank %d for %d ids of dimension %d", rank, ids, dim)
	}
	return &LowRank{A: NewTable(ids, rank), B: NewTable(rank, dim)}, nil
}

// Factorize returns the layer of that rank that comes nearest to a table: its
// singular value decomposition cut off, with B orthonormal (Eckart and Young,
// "The approximation of one matrix by another of lower rank", 1936).
func Factorize(t *Table, rank int) (*LowRank, error) {
	l, err := NewLowRank(t.Rows(), rank, t.Dim())
	if err != nil {
		return nil, err
	}
	_, vectors, err := eigen(crossProduct(t.Weights, t.Weights))
	if err != nil {
		return nil, fmt.Errorf("factorize a table: %w", err)
	}
	for k := range rank {
		for d, v := range vectors.Data[k*vectors.Stride : k*vectors.Stride+t.Dim()] {
			l.B.Row(k)[d] = float32(v)
		}
	}
	for i := range t.Rows() {
		vec.Dots(l.A.Row(i), l.B.Weights, 0, t.Row(i))
	}
	return l, nil
}

func (l *LowRank) Rows() int        { return l.A.Rows() }
func (l *LowRank) Dim() int         { return l.B.Dim() }
func (l *LowRank) Bytes() int       { return bytesOf(l.Tables()) }
func (l *LowRank) Tables() []*Table { return []*Table{l.A, l.B} }

// Lookup stores the vectors of the ids in dst.
func (l *LowRank) Lookup(dst []float32, ids []int32) error {
	if err := checkLookup(l, dst, ids); err != nil {
		return fmt.Errorf("look up low-rank: %w", err)
	}
	clear(dst)
	for k, id := range ids {
		l.addRow(part(dst, k, l.Dim()), 1, id)
	}
	return nil
}

// addRow adds alpha·A[id]·B to y.
func (l *LowRank) addRow(y []float32, alpha float32, id int32) {
	for j, a := range l.A.Row(int(id)) {
		vec.AddScaled(y, alpha*a, l.B.Row(j))
	}
}

// BackwardTo implements [Trainable]: ∂L/∂A[id] = B·g, ∂L/∂B = Σ A[id]ᵀ·g. B's
// gradient has all rows.
func (l *LowRank) BackwardTo(dst []SparseGrad, ids []int32, grad []float32) error {
	if err := checkBackward(l, dst, grad, ids); err != nil {
		return fmt.Errorf("gradient of low-rank: %w", err)
	}
	beginWhole(&dst[1], l.B)
	for k, id := range ids {
		l.pushRow(dst, 1, id, part(grad, k, l.Dim()))
	}
	return nil
}

func (l *LowRank) pushRow(dst []SparseGrad, alpha float32, id int32, grad []float32) {
	if !l.A.Frozen && int(id) != l.A.padding() {
		dst[0].Rows = append(dst[0].Rows, id)
		for j := range l.B.Rows() {
			dst[0].Values = append(dst[0].Values, alpha*vec.Dot(l.B.Row(j), grad))
		}
	}
	if !l.B.Frozen {
		for j, a := range l.A.Row(int(id)) {
			vec.AddScaled(dst[1].Row(j), alpha*a, grad)
		}
	}
}

// beginWhole makes g a gradient of zeros with all rows of a table; of a frozen
// one it has none.
func beginWhole(g *SparseGrad, t *Table) {
	g.reset(t.Dim())
	if t.Frozen {
		return
	}
	for i := range t.Rows() {
		g.Rows = append(g.Rows, int32(i))
		for range t.Dim() {
			g.Values = append(g.Values, 0)
		}
	}
}
