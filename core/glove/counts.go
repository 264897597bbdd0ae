package glove

import "slices"

// Counts is a symmetric matrix of co-occurrences, words × words. Of the entries
// in row i and column j and the other way round, which are equal, it holds one,
// with j ≥ i.
type Counts struct {
	starts []int // row i's entries are starts[i] up to starts[i+1], by rising column
	chunks []chunk
	half   int // entries held
	equal  int // of them on the diagonal
}

// chunk is some of the entries, so that a growing matrix is never copied.
type chunk struct {
	columns []int32
	x       []float32
}

const (
	chunkBits    = 16
	chunkEntries = 1 << chunkBits
	entryBytes   = 8
)

// Words returns the number of rows.
func (c *Counts) Words() int { return len(c.starts) - 1 }

// NonZeros returns how many entries of the whole matrix are not zero.
func (c *Counts) NonZeros() int { return 2*c.half - c.equal }

// add appends an entry to the last row, which has columns up to j only.
func (c *Counts) add(j int32, x float32) {
	last := len(c.chunks) - 1
	if c.half&(chunkEntries-1) == 0 {
		c.chunks = append(c.chunks, chunk{make([]int32, 0, chunkEntries), make([]float32, 0, chunkEntries)})
		last++
	}
	at := &c.chunks[last]
	at.columns, at.x = append(at.columns, j), append(at.x, x)
	if c.half++; int(j) == len(c.starts)-1 {
		c.equal++
	}
}

// endRow ends the last row.
func (c *Counts) endRow() { c.starts = append(c.starts, c.half) }

func newCounts(words int) *Counts {
	c := &Counts{starts: make([]int, 0, words+1)}
	c.endRow()
	return c
}

// each calls f with the entries from up to end, in pieces that lie in a chunk.
func (c *Counts) each(from, end int, f func(columns []int32, x []float32)) {
	for from < end {
		at := from & (chunkEntries - 1)
		piece := min(end-from, chunkEntries-at)
		k := &c.chunks[from>>chunkBits]
		f(k.columns[at:at+piece], k.x[at:at+piece])
		from += piece
	}
}

// At returns the entry in row i and column j.
func (c *Counts) At(i, j int) float32 {
	i, j = min(i, j), max(i, j)
	var x float32
	c.Half(i, func(columns []int32, values []float32) {
		if k, found := slices.BinarySearch(columns, int32(j)); found {
			x = values[k]
		}
	})
	return x
}

// Row returns the columns and values of all non-zeros of row i, by rising column.
func (c *Counts) Row(i int) (columns []int32, x []float32) {
	for j := range i {
		if v := c.At(j, i); v > 0 {
			columns, x = append(columns, int32(j)), append(x, v)
		}
	}
	c.Half(i, func(js []int32, values []float32) {
		columns, x = append(columns, js...), append(x, values...)
	})
	return columns, x
}

// Half calls f with the columns from i on and the values of row i's non-zeros, by
// rising column, in pieces that must not be changed. Those of all rows are one half
// of the matrix and its diagonal.
func (c *Counts) Half(i int, f func(columns []int32, x []float32)) {
	c.each(c.starts[i], c.starts[i+1], f)
}

// rowOf returns the row of an entry.
func (c *Counts) rowOf(entry int) int {
	i, _ := slices.BinarySearch(c.starts, entry+1)
	return i - 1
}
