package embedding

import (
	"fmt"
	"math"
)

// A Layer turns ids into vectors. A Table is one, and so is each of its
// compressed forms.
type Layer interface {
	Rows() int
	Dim() int
	Bytes() int // of what is stored
	Lookup(dst []float32, ids []int32) error
}

// A Trainable is a layer made of tables. BackwardTo stores the gradient of each
// of Tables in dst, whose memory is used again.
type Trainable interface {
	Layer
	Tables() []*Table
	BackwardTo(dst []SparseGrad, ids []int32, grad []float32) error
}

// Savings is what a compressed layer costs and spares against a table.
type Savings struct {
	Bytes, Original int
	RMSE            float64 // root of the mean squared error of a number
	Largest         float64 // error of a number
	Relative        float64 // ‖W − Ŵ‖/‖W‖ (Frobenius)
}

// Saved returns how many bytes the compressed layer has less.
func (s Savings) Saved() int { return s.Original - s.Bytes }

// Compare reads all rows of both.
func Compare(compressed Layer, original *Table) (Savings, error) {
	s := Savings{Bytes: compressed.Bytes(), Original: original.Bytes()}
	if compressed.Rows() != original.Rows() || compressed.Dim() != original.Dim() {
		return s, fmt.Errorf("compare a layer of %d × %d with a table of %d × %d", compressed.Rows(), compressed.Dim(), original.Rows(), original.Dim())
	}
	row := make([]float32, original.Dim())
	var errors, squares float64
	for i := range original.Rows() {
		if err := compressed.Lookup(row, []int32{int32(i)}); err != nil {
			return s, fmt.Errorf("compare row %d: %w", i, err)
		}
		for d, w := range original.Row(i) {
			e := float64(row[d]) - float64(w)
			errors, squares = errors+e*e, squares+float64(w)*float64(w)
			s.Largest = max(s.Largest, math.Abs(e))
		}
	}
	s.RMSE = math.Sqrt(errors / float64(max(1, original.Rows()*original.Dim())))
	if squares > 0 {
		s.Relative = math.Sqrt(errors / squares)
	}
	return s, nil
}

// checkLookup and checkBackward report what is wrong with a batch of a layer.
// Parts have no max-norm when they are read: what would be bounded is not what
// the layer returns.
func checkLookup(l Layer, x []float32, ids []int32) error {
	if composed, ok := l.(Trainable); ok {
		for k, t := range composed.Tables() {
			if m := t.MaxNorm; m.Mode == OnRead || m.Mode == InPlace {
				return fmt.Errorf("part %d has a max-norm of %v, which composed layers do not read by", k, m.Max)
			}
		}
	}
	if len(x) != len(ids)*l.Dim() {
		return fmt.Errorf("%d numbers for %d ids of dimension %d", len(x), len(ids), l.Dim())
	}
	return checkIDs(ids, l.Rows())
}

func checkBackward(l Trainable, dst []SparseGrad, x []float32, ids []int32) error {
	tables := l.Tables()
	if len(dst) != len(tables) {
		return fmt.Errorf("%d gradients for %d tables", len(dst), len(tables))
	}
	for k, t := range tables {
		dst[k].reset(t.Dim())
		if t.ScaleGradByFreq {
			return errSparseFrequency
		}
	}
	return checkLookup(l, x, ids)
}

func bytesOf(tables []*Table) int {
	n := 0
	for _, t := range tables {
		n += t.Bytes()
	}
	return n
}

// fitSums changes shared rows so that sums of them come nearest to the rows of
// t, in the least squares: one row after the other takes the mean of what its
// members lack. users[j] lists the rows of t that shared row j is part of.
func fitSums(t *Table, shared [][]float32, users [][]int32, rounds int) {
	lack := NewTable(t.Rows(), t.Dim())
	copy(lack.Weights.Data, t.Weights.Data)
	for j, row := range shared {
		for _, i := range users[j] {
			for d, v := range row {
				lack.Row(int(i))[d] -= v
			}
		}
	}
	step := make([]float64, t.Dim())
	for range rounds {
		for j, row := range shared {
			if len(users[j]) == 0 {
				continue
			}
			clear(step)
			for _, i := range users[j] {
				for d, v := range lack.Row(int(i)) {
					step[d] += float64(v)
				}
			}
			for d := range row {
				step[d] /= float64(len(users[j]))
				row[d] += float32(step[d])
			}
			for _, i := range users[j] {
				for d, v := range step {
					lack.Row(int(i))[d] -= float32(v)
				}
			}
		}
	}
}
