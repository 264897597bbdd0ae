package embedding

import (
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A SparseGrad is the gradient of a table: Values[k·Dim:(k+1)·Dim] belongs to row
// Rows[k], and every other row's is zero. A row may occur more than once; its
// gradient is then the sum.
type SparseGrad struct {
	Dim    int
	Rows   []int32
	Values []float32
}

// Row returns the k-th part.
func (g SparseGrad) Row(k int) []float32 { return g.Values[k*g.Dim : (k+1)*g.Dim] }

func (g *SparseGrad) reset(dim int) { g.Dim, g.Rows, g.Values = dim, g.Rows[:0], g.Values[:0] }

// Coalesced reports whether each row stands once, in rising order.
func (g SparseGrad) Coalesced() bool {
	for k := 1; k < len(g.Rows); k++ {
		if g.Rows[k] <= g.Rows[k-1] {
			return false
		}
	}
	return true
}

// Coalesce returns the same gradient with each row once, in rising order. Equal
// rows are added in the order in which they stood.
func (g SparseGrad) Coalesce() SparseGrad {
	var sum SparseGrad
	new(Coalescer).CoalesceTo(&sum, g)
	return sum
}

// A Coalescer adds up equal rows of one gradient after the other without
// allocating. Its zero value is ready.
type Coalescer struct {
	order []uint64 // row and place: sorting them is stable
}

// CoalesceTo is [SparseGrad.Coalesce] into memory that is used again; dst and g
// must not share any.
func (c *Coalescer) CoalesceTo(dst *SparseGrad, g SparseGrad) {
	dst.reset(g.Dim)
	if g.Coalesced() {
		dst.Rows, dst.Values = append(dst.Rows, g.Rows...), append(dst.Values, g.Values...)
		return
	}
	c.order = c.order[:0]
	for k, row := range g.Rows {
		c.order = append(c.order, uint64(row)<<32|uint64(k))
	}
	slices.Sort(c.order)
	for _, o := range c.order {
		row, k := int32(o>>32), int(uint32(o))
		last := len(dst.Rows) - 1
		if last < 0 || dst.Rows[last] != row {
			dst.Rows = append(dst.Rows, row)
			dst.Values = append(dst.Values, g.Row(k)...)
			continue
		}
		vec.Add(dst.Row(last), g.Row(k))
	}
}

// Dense returns the gradient as a rows × Dim matrix, row by row.
func (g SparseGrad) Dense(rows int) []float32 {
	dense := make([]float32, rows*g.Dim)
	g.AddTo(blas32.General{Rows: rows, Cols: g.Dim, Stride: g.Dim, Data: dense})
	return dense
}

// AddTo adds the gradient to a dense one.
func (g SparseGrad) AddTo(dense blas32.General) {
	for k, row := range g.Rows {
		vec.Add(rowOf(dense, int(row)), g.Row(k))
	}
}
