package embedding

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A Table is the weight matrix of an embedding layer and what makes it a layer.
type Table struct {
	// Weights is Rows × Cols. Its stride is the columns rounded up to whole
	// vectors of the machine; the elements between are zero and stay so.
	Weights blas32.General
	// PaddingIdx is a row whose gradient is dropped: ids that only fill up a
	// batch point to it. A negative one counts from the end. nil: no such row.
	PaddingIdx *int
	// Frozen tables are read but get no gradient.
	Frozen bool
}

// NewTable returns a table of zeros.
func NewTable(rows, dim int) *Table {
	stride := (dim + vec.Lanes() - 1) / vec.Lanes() * vec.Lanes()
	return &Table{Weights: blas32.General{
		Rows: rows, Cols: dim, Stride: stride, Data: make([]float32, rows*stride),
	}}
}

// Rows returns V, the number of ids.
func (t *Table) Rows() int { return t.Weights.Rows }

// Dim returns D, the length of each vector.
func (t *Table) Dim() int { return t.Weights.Cols }

// Row returns row i itself, not a copy.
func (t *Table) Row(i int) []float32 {
	start := i * t.Weights.Stride
	return t.Weights.Data[start : start+t.Weights.Cols : start+t.Weights.Cols]
}

// Padded returns the weights with the columns of padding counted in: kernels
// that take whole vectors then have no rest.
func (t *Table) Padded() blas32.General {
	w := t.Weights
	w.Cols = w.Stride
	return w
}

// Lookup copies the rows of the ids into dst, which has len(ids)·Dim elements.
// The padding row is copied like any other.
func (t *Table) Lookup(dst []float32, ids []int32) error {
	if err := t.checkIDs(ids); err != nil {
		return fmt.Errorf("look up: %w", err)
	}
	for k, id := range ids {
		copy(dst[k*t.Dim():(k+1)*t.Dim()], t.Row(int(id)))
	}
	return nil
}

// Backward returns the gradient of the table for the gradient of what Lookup
// returned for the ids, in the order of the ids: a repeated id has a row for
// each time it occurs, the padding row has none, a frozen table has none at all.
func (t *Table) Backward(ids []int32, grad []float32) (SparseGrad, error) {
	dim := t.Dim()
	if len(grad) != len(ids)*dim {
		return SparseGrad{}, fmt.Errorf("gradient of a lookup: %d numbers for %d ids of dimension %d", len(grad), len(ids), dim)
	}
	if err := t.checkIDs(ids); err != nil {
		return SparseGrad{}, fmt.Errorf("gradient of a lookup: %w", err)
	}
	g := SparseGrad{Dim: dim}
	if t.Frozen {
		return g, nil
	}
	padding := t.padding()
	for k, id := range ids {
		if int(id) == padding {
			continue
		}
		g.Rows = append(g.Rows, id)
		g.Values = append(g.Values, grad[k*dim:(k+1)*dim]...)
	}
	return g, nil
}

// padding returns the padding row counted from the start, or -1.
func (t *Table) padding() int {
	switch {
	case t.PaddingIdx == nil:
		return -1
	case *t.PaddingIdx < 0:
		return *t.PaddingIdx + t.Rows()
	}
	return *t.PaddingIdx
}

func (t *Table) checkIDs(ids []int32) error {
	for k, id := range ids {
		if id < 0 || int(id) >= t.Rows() {
			return &RangeError{Place: k, ID: int(id), Rows: t.Rows()}
		}
	}
	return nil
}

// RangeError says which id points outside the table.
type RangeError struct {
	Place int // among the ids
	ID    int
	Rows  int
}

func (e *RangeError) Error() string {
	return fmt.Sprintf("id %d at place %d is outside 0 to %d", e.ID, e.Place, e.Rows-1)
}
