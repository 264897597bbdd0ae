package format

import (
	"bytes"
	"hash/maphash"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// rows collects what a file holds: all its memory is allocated by begin, but for
// the letters of the labels and what stands in other columns.
type rows struct {
	dim     int
	data    []float32 // room for all rows
	n       int       // rows read
	labels  []string  // of rows read; may be longer, if they were read first
	letters strings.Builder
	columns []*column

	sifted, kept         int
	seen                 []int32 // rows kept by the hash of their labels, from 1; 0: free
	seed                 maphash.Seed
	duplicates, infinite int
}

// full says that there is no room for another row.
func (r *rows) full() bool { return (r.n+1)*r.dim > len(r.data) }

// row returns row i, read or not.
func (r *rows) row(i int) []float32 { return r.data[i*r.dim : (i+1)*r.dim] }

// next returns the room for the next row, which counts once it is labelled.
func (r *rows) next() []float32 { return r.row(r.n) }

// label names the next row.
func (r *rows) label(name []byte) {
	r.labels = append(r.labels, r.store(name))
	r.n++
}

// store copies a text. Many share one block of memory, so that a label costs
// little more than its letters. Bytes that are no UTF-8 become U+FFFD.
func (r *rows) store(text []byte) string {
	const block = 1 << 16
	if !utf8.Valid(text) {
		text = bytes.ToValidUTF8(text, []byte("\ufffd"))
	}
	if r.letters.Cap()-r.letters.Len() < len(text) {
		r.letters = strings.Builder{}
		r.letters.Grow(max(block, len(text)))
	}
	from := r.letters.Len()
	r.letters.Write(text)
	return r.letters.String()[from:]
}

// number gives rows that have no label their number.
func (r *rows) number() {
	var digits []byte
	for i := len(r.labels); i < r.n; i++ {
		digits = strconv.AppendInt(digits[:0], int64(i), 10)
		r.labels = append(r.labels, r.store(digits))
	}
}

// sift looks at the next rows and leaves out those whose label came before or
// whose numbers are not all finite. It returns whether all have been looked at.
func (r *rows) sift(count int) bool {
	if r.seen == nil {
		r.seed = maphash.MakeSeed()
		r.seen = make([]int32, 1<<bits.Len(uint(r.n+r.n/2)))
	}
	for ; r.sifted < r.n && count > 0; count-- {
		i := r.sifted
		r.sifted++
		if !finite(r.row(i)) {
			r.infinite++
			continue
		}
		label := r.labels[i]
		place := r.place(label)
		if r.seen[place] > 0 {
			r.duplicates++
			continue
		}
		r.seen[place] = int32(r.kept + 1)
		if r.kept < i {
			copy(r.row(r.kept), r.row(i))
			r.labels[r.kept] = label
			for _, c := range r.columns {
				c.codes[r.kept] = c.codes[i]
			}
		}
		r.kept++
	}
	if r.sifted < r.n {
		return false
	}
	r.seen = nil
	return true
}

// place returns where in seen the kept row of a label is, or belongs. A map would
// take 40 bytes a label, a tenth of what vectors of 100 numbers take.
func (r *rows) place(label string) int {
	last := len(r.seen) - 1
	at := int(maphash.String(r.seed, label)) & last
	for r.seen[at] > 0 && r.labels[r.seen[at]-1] != label {
		at = (at + 1) & last
	}
	return at
}

func finite(row []float32) bool {
	for _, x := range row {
		if x-x != 0 {
			return false
		}
	}
	return true
}

// space makes the rows kept a space.
func (r *rows) space(name string) *space.Space {
	n := r.kept
	s := space.New(name, space.Input, r.labels[:n:n], blas32.General{Rows: n, Cols: r.dim, Stride: max(1, r.dim), Data: r.data[:n*r.dim]})
	for _, c := range r.columns {
		c.codes = c.codes[:n]
		values := c.values()
		if counts, ok := values.(space.Numbers); ok && isCount(c.name) && s.Counts == nil && finite(counts) {
			s.Counts = counts
			continue
		}
		s.SetColumn(c.name, values)
	}
	return s
}
