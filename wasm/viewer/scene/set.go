package scene

import (
	"iter"
	"math/bits"
)

// A Set is a set of rows. The zero Set is empty. What no map has so many rows for is
// no row.
type Set struct{ words []uint64 }

// maxRows bounds the memory of a set.
const maxRows = 1 << 26

// SetOf returns the set of these rows.
func SetOf[T int | int32](rows ...T) Set {
	var s Set
	for _, row := range rows {
		s.Add(int(row))
	}
	return s
}

// Add puts a row into the set.
func (s *Set) Add(row int) {
	if row < 0 || row >= maxRows {
		return
	}
	for len(s.words) <= row>>6 {
		s.words = append(s.words, 0)
	}
	s.words[row>>6] |= 1 << (row & 63)
}

// Has reports whether a row is in the set.
func (s *Set) Has(row int) bool {
	return row >= 0 && row>>6 < len(s.words) && s.words[row>>6]>>(row&63)&1 == 1
}

// Len returns how many rows are in the set.
func (s *Set) Len() int {
	n := 0
	for _, w := range s.words {
		n += bits.OnesCount64(w)
	}
	return n
}

// Rows yields the rows, rising.
func (s *Set) Rows() iter.Seq[int] {
	return func(yield func(int) bool) {
		for i, w := range s.words {
			for ; w != 0; w &= w - 1 {
				if !yield(i<<6 + bits.TrailingZeros64(w)) {
					return
				}
			}
		}
	}
}

// A Change is what a set of rows does to another.
type Change int

// The changes, as the page knows them.
const (
	Replace Change = iota
	Add
	Remove
	Toggle // those that were in it are taken out, the others put in
)

// Changed returns the set as others change it; neither is touched.
func (s *Set) Changed(others Set, how Change) Set {
	if how == Replace {
		return Set{append([]uint64(nil), others.words...)}
	}
	result := Set{make([]uint64, max(len(s.words), len(others.words)))}
	copy(result.words, s.words)
	for i, w := range others.words {
		switch how {
		case Add:
			result.words[i] |= w
		case Remove:
			result.words[i] &^= w
		case Toggle:
			result.words[i] ^= w
		}
	}
	return result
}
