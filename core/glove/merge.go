package glove

import (
	"fmt"
	"slices"
)

// A Merging adds the counts of two texts up, piece by piece.
type Merging struct {
	first, second *Counts
	ids           []int32 // that the second's words have in the sum
	renamed       int     // rows of the second that were
	more          [][]entry
	sum           *Counts
}

type entry struct {
	column int32
	x      float32
}

// NewMerging begins the sum of c and the counts of another text, whose word i is
// word ids[i] of the result, as Vocabulary.Join numbers them; ids that c has not
// are new words, and the result has rows up to the largest.
func NewMerging(c, other *Counts, ids []int32) (*Merging, error) {
	if len(ids) != other.Words() {
		return nil, fmt.Errorf("merge co-occurrences: %d ids for %d words", len(ids), other.Words())
	}
	words, taken := c.Words(), map[int32]bool{}
	for k, id := range ids {
		if id < 0 || taken[id] {
			return nil, fmt.Errorf("merge co-occurrences: word %d becomes %d, which is negative or taken", k, id)
		}
		taken[id] = true
		words = max(words, int(id)+1)
	}
	for id := int32(c.Words()); int(id) < words; id++ {
		if !taken[id] {
			return nil, fmt.Errorf("merge co-occurrences: none of %d words becomes %d, but one a larger id", len(ids), id)
		}
	}
	return &Merging{first: c, second: other, ids: ids, more: make([][]entry, words), sum: newCounts(words)}, nil
}

// Merge goes on by about so many entries and whole rows, and says whether anything
// is left.
func (m *Merging) Merge(entries int) (more bool) {
	for ; entries > 0 && m.renamed < m.second.Words(); m.renamed++ {
		entries -= m.rename(m.renamed)
	}
	for entries > 0 && m.renamed == m.second.Words() && m.sum.Words() < len(m.more) {
		entries -= m.add(m.sum.Words())
	}
	return m.sum.Words() < len(m.more)
}

// Counts returns the sum once Merge has said that nothing is left.
func (m *Merging) Counts() *Counts { return m.sum }

// rename moves a row of the second to where it will be.
func (m *Merging) rename(i int) (entries int) {
	m.second.Half(i, func(columns []int32, x []float32) {
		for k, j := range columns {
			a, b := min(m.ids[i], m.ids[j]), max(m.ids[i], m.ids[j])
			m.more[a] = append(m.more[a], entry{b, x[k]})
		}
		entries += len(columns)
	})
	return entries + 1
}

// add adds up a row of both.
func (m *Merging) add(i int) (entries int) {
	row := m.more[i]
	if i < m.first.Words() {
		m.first.Half(i, func(columns []int32, x []float32) {
			for k, j := range columns {
				row = append(row, entry{j, x[k]})
			}
		})
	}
	slices.SortFunc(row, func(a, b entry) int { return int(a.column) - int(b.column) })
	for k := 0; k < len(row); k++ {
		e := row[k]
		if k+1 < len(row) && row[k+1].column == e.column {
			k++
			e.x += row[k].x
		}
		m.sum.add(e.column, e.x)
	}
	m.sum.endRow()
	m.more[i] = nil
	return len(row) + 1
}
