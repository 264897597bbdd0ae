package space

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/blas/blas32"
)

// A Filter says which rows are wanted.
type Filter func(id int) bool

// A ColumnError says that a space has no column of the name that holds what was
// looked for.
type ColumnError struct {
	Name string
	Want string // numbers or categories
}

func (e *ColumnError) Error() string {
	return fmt.Sprintf("there is no column %q of %s", e.Name, e.Want)
}

// Between wants the rows whose number in a column is from low to high, both
// included.
func (s *Space) Between(column string, low, high float64) (Filter, error) {
	numbers, ok := s.Column(column).(Numbers)
	if !ok {
		return nil, &ColumnError{column, "numbers"}
	}
	return func(id int) bool { x := float64(numbers[id]); return low <= x && x <= high }, nil
}

// Among wants the rows whose category in a column is one of the names.
func (s *Space) Among(column string, names ...string) (Filter, error) {
	c, ok := s.Column(column).(Categories)
	if !ok {
		return nil, &ColumnError{column, "categories"}
	}
	return func(id int) bool { return c.Codes[id] != unknown && slices.Contains(names, c.Names[c.Codes[id]]) }, nil
}

// Unlike wants the rows whose label differs from those of some rows in more than
// upper and lower case.
func (s *Space) Unlike(ids []int) Filter {
	labels := make(map[string]bool, len(ids))
	for _, id := range ids {
		labels[strings.ToLower(s.Label(id))] = true
	}
	return func(id int) bool { return !labels[strings.ToLower(s.Label(id))] }
}

// Rows returns the ids that a filter wants; nil wants all.
func (s *Space) Rows(wants Filter) []int {
	var ids []int
	for id := range s.Len() {
		if s.Has(id) && (wants == nil || wants(id)) {
			ids = append(ids, id)
		}
	}
	return ids
}

// Subset returns a space of copies of some rows, in their order, with what is
// known of them and the edges between them.
func (s *Space) Subset(ids []int) *Space {
	sub := join(s, ids, nil, nil)
	for _, c := range s.columns {
		values, _ := c.values.join(ids, c.values, nil)
		sub.columns = append(sub.columns, namedColumn{c.name, values})
	}
	return sub
}

// A MergeError says why two spaces do not go together.
type MergeError struct {
	Dims   [2]int // if they differ
	Column string // else the column that is of two kinds
}

func (e *MergeError) Error() string {
	if e.Column != "" {
		return fmt.Sprintf("column %q is of two kinds", e.Column)
	}
	return fmt.Sprintf("rows of %d and of %d dimensions", e.Dims[0], e.Dims[1])
}

// Merge returns a space of copies of the rows of s and then those of other whose
// label s does not have.
func (s *Space) Merge(other *Space) (*Space, error) {
	if s.Dim() != other.Dim() {
		return nil, fmt.Errorf("merge %s with %s: %w", s.Name, other.Name, &MergeError{Dims: [2]int{s.Dim(), other.Dim()}})
	}
	seen := make(map[string]bool, s.Len())
	fresh := func(t *Space) Filter {
		return func(id int) bool {
			l := t.Label(id)
			known := seen[l]
			seen[l] = true
			return !known
		}
	}
	ids, otherIDs := s.Rows(fresh(s)), other.Rows(fresh(other))
	merged := join(s, ids, other, otherIDs)
	nothing := func(n int) []int { return slices.Repeat([]int{unknown}, n) }
	for _, c := range s.columns {
		from, rows := other.Column(c.name), otherIDs
		if from == nil {
			from, rows = c.values, nothing(len(otherIDs))
		}
		values, ok := c.values.join(ids, from, rows)
		if !ok {
			return nil, fmt.Errorf("merge %s with %s: %w", s.Name, other.Name, &MergeError{Column: c.name})
		}
		merged.columns = append(merged.columns, namedColumn{c.name, values})
	}
	for _, c := range other.columns {
		if s.Column(c.name) == nil {
			values, _ := c.values.join(nothing(len(ids)), c.values, otherIDs)
			merged.columns = append(merged.columns, namedColumn{c.name, values})
		}
	}
	return merged, nil
}

// join copies rows, labels, counts and edges of one space and, unless it is nil,
// another. An edge to a row left out goes to the first that is called so.
func join(s *Space, ids []int, other *Space, otherIDs []int) *Space {
	n := len(ids) + len(otherIDs)
	joined := &Space{
		Name: s.Name, Role: s.Role, version: 1,
		vectors: blas32.General{Rows: n, Cols: s.Dim(), Stride: s.Dim(), Data: make([]float32, 0, n*s.Dim())},
	}
	places := make(map[string]int32, n)
	take := func(from *Space, ids []int) {
		for _, id := range ids {
			label := from.Label(id)
			if _, known := places[label]; !known {
				places[label] = int32(len(joined.labels))
			}
			joined.labels = append(joined.labels, label)
			joined.vectors.Data = append(joined.vectors.Data, from.Row(id)...)
		}
		if from.Counts != nil {
			missing := len(joined.labels) - len(ids) - len(joined.Counts)
			joined.Counts = append(joined.Counts, make([]float32, missing)...)
			joined.Counts = append(joined.Counts, pick(from.Counts, ids, 0)...)
		}
		for _, e := range from.Edges {
			start, known := places[from.Label(int(e.From))]
			end, also := places[from.Label(int(e.To))]
			if known && also {
				joined.Edges = append(joined.Edges, Edge{start, end, e.Kind, e.Weight})
			}
		}
	}
	take(s, ids)
	if other != nil {
		take(other, otherIDs)
	}
	if joined.Counts != nil {
		joined.Counts = append(joined.Counts, make([]float32, n-len(joined.Counts))...)
	}
	return joined
}
