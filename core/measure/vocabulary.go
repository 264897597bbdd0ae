package measure

import (
	"strings"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// Options say which words count. The zero value is gensim's default.
type Options struct {
	MatchCase bool // king and King are two words
	Limit     int  // only the first so many rows count; 0: 300,000
}

// A vocabulary is the rows that count, found by their words. Rows without a
// direction, which are near to nothing, do not.
type vocabulary struct {
	space *space.Space
	exact bool
	first map[string]int32 // word → its first row
	same  []int32          // by row: the first row of its word, −1 if it does not count
}

// paced is how many rows are looked at between two calls of pace.
const paced = 8192

func newVocabulary(s *space.Space, o Options, pace func() error) (*vocabulary, error) {
	if o.Limit <= 0 {
		o.Limit = 300000
	}
	n := min(s.Len(), o.Limit)
	v := &vocabulary{space: s, exact: o.MatchCase, first: make(map[string]int32, n), same: make([]int32, n)}
	for id := range n {
		v.same[id] = -1
		if norm := vec.Norm(s.Row(id)); s.Has(id) && norm > 0 && norm-norm == 0 {
			word := v.word(s.Label(id))
			row, known := v.first[word]
			if !known {
				row = int32(id)
				v.first[word] = row
			}
			v.same[id] = row
		}
		if id%paced == paced-1 {
			if err := pace(); err != nil {
				return nil, err
			}
		}
	}
	return v, nil
}

// word is what labels are compared by.
func (v *vocabulary) word(label string) string {
	if v.exact {
		return label
	}
	return strings.ToUpper(label)
}

// find returns the rows of words, if all of them count.
func (v *vocabulary) find(words ...string) (rows []int32, ok bool) {
	for _, w := range words {
		row, known := v.first[v.word(w)]
		if !known {
			return nil, false
		}
		rows = append(rows, row)
	}
	return rows, true
}
