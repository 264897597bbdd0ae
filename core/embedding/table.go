package embedding

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A Table is the weight matrix of an embedding layer and what makes it a layer.
// Its fields may be changed between calls; a lookup of a table with in-place
// max-norm changes the weights, any other only reads.
type Table struct {
	// Weights is Rows × Cols. Its stride is the columns rounded up to whole
	// vectors of the machine; the elements between are zero and stay so.
	Weights blas32.General
	// PaddingIdx is a row whose gradient is dropped: ids that only fill up a
	// batch point to it. It is read like any other and is zero only if nobody
	// gave it values; initialisers leave it zero. A negative one counts from
	// the end. nil: no such row.
	PaddingIdx *int
	// Frozen tables are read but get no gradient.
	Frozen bool
	// MaxNorm bounds the length of the rows.
	MaxNorm MaxNorm
	// ScaleGradByFreq divides the gradient of an id by how often it occurs in
	// the batch. Only dense gradients have that.
	ScaleGradByFreq bool

	touched []int32 // scratch: the distinct rows of a lookup
}

// NewTable returns a table of zeros.
func NewTable(rows, dim int) *Table {
	stride := (dim + vec.Lanes() - 1) / vec.Lanes() * vec.Lanes()
	return &Table{Weights: blas32.General{
		Rows: rows, Cols: dim, Stride: stride, Data: make([]float32, rows*stride),
	}}
}

// FromPretrained returns a frozen table with a copy of the weights. A padding
// row that is set afterwards keeps its values.
func FromPretrained(weights blas32.General) (*Table, error) {
	if weights.Rows < 0 || weights.Cols < 1 || weights.Stride < weights.Cols {
		return nil, fmt.Errorf("pretrained table: %d × %d numbers with a stride of %d", weights.Rows, weights.Cols, weights.Stride)
	}
	t := NewTable(weights.Rows, weights.Cols)
	if err := t.SetWeights(weights); err != nil {
		return nil, fmt.Errorf("pretrained table: %w", err)
	}
	t.Frozen = true
	return t, nil
}

// SetWeights copies the weights, which have the table's shape.
func (t *Table) SetWeights(weights blas32.General) error {
	if err := t.checkShape(weights); err != nil {
		return fmt.Errorf("set weights: %w", err)
	}
	for i := range t.Rows() {
		copy(t.Row(i), weights.Data[i*weights.Stride:])
	}
	return nil
}

// Rows returns V, the number of ids.
func (t *Table) Rows() int { return t.Weights.Rows }

// Dim returns D, the length of each vector.
func (t *Table) Dim() int { return t.Weights.Cols }

// Bytes returns the size of the weights without the elements of padding.
func (t *Table) Bytes() int { return 4 * t.Rows() * t.Dim() }

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

// Check reports what is wrong with the fields: a padding row outside the table,
// or a max-norm that is none. Lookups and gradients check it as well.
func (t *Table) Check() error {
	if p := t.PaddingIdx; p != nil && (*p >= t.Rows() || *p < -t.Rows()) {
		return fmt.Errorf("padding row %d is outside a table of %d rows", *p, t.Rows())
	}
	return t.MaxNorm.check()
}

// Lookup copies the rows of the ids into dst, which has len(ids)·Dim elements.
// The padding row is copied like any other.
func (t *Table) Lookup(dst []float32, ids []int32) error {
	if err := t.checkBatch(dst, ids); err != nil {
		return fmt.Errorf("look up: %w", err)
	}
	t.boundTouched(ids)
	t.read(dst, ids)
	return nil
}

func (t *Table) read(dst []float32, ids []int32) {
	dim, stride, w := t.Weights.Cols, t.Weights.Stride, t.Weights.Data
	for k, id := range ids {
		at := int(id) * stride
		copy(dst[k*dim:(k+1)*dim], w[at:at+dim])
	}
	if t.MaxNorm.Mode == OnRead {
		for k := range ids {
			t.MaxNorm.bound(dst[k*dim : (k+1)*dim])
		}
	}
}

// value returns a row as a lookup reads it: the row itself, or a copy in buf
// where reading changes it.
func (t *Table) value(buf []float32, id int32) []float32 {
	row := t.Row(int(id))
	if t.MaxNorm.Mode != OnRead {
		return row
	}
	copy(buf, row)
	t.MaxNorm.bound(buf)
	return buf
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

func (t *Table) checkBatch(x []float32, ids []int32) error {
	if err := t.Check(); err != nil {
		return err
	}
	if len(x) != len(ids)*t.Dim() {
		return fmt.Errorf("%d numbers for %d ids of dimension %d", len(x), len(ids), t.Dim())
	}
	return t.checkIDs(ids)
}

func (t *Table) checkIDs(ids []int32) error { return checkIDs(ids, t.Rows()) }

func checkIDs(ids []int32, rows int) error {
	for k, id := range ids {
		if id < 0 || int(id) >= rows {
			return &RangeError{Place: k, ID: int(id), Rows: rows}
		}
	}
	return nil
}

func (t *Table) checkShape(m blas32.General) error {
	if m.Rows != t.Rows() || m.Cols != t.Dim() {
		return fmt.Errorf("%d × %d numbers for a table of %d × %d", m.Rows, m.Cols, t.Rows(), t.Dim())
	}
	if m.Stride < m.Cols || m.Rows > 0 && len(m.Data) < (m.Rows-1)*m.Stride+m.Cols {
		return fmt.Errorf("%d × %d numbers with a stride of %d in a slice of %d", m.Rows, m.Cols, m.Stride, len(m.Data))
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
