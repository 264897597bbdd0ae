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
	Label  string // else the first label that both have
}

func (e *MergeError) Error() string {
	switch {
	case e.Column != "":
		return fmt.Sprintf("column %q is of two kinds", e.Column)
	case e.Dims[0] != e.Dims[1]:
		return fmt.Sprintf("rows of %d and of %d dimensions", e.Dims[0], e.Dims[1])
	}
	return fmt.Sprintf("both have a row %q", e.Label)
}

// A Conflict says what becomes of rows whose label is taken when spaces merge.
type Conflict int

const (
	KeepFirst Conflict = iota // the row that came first stays
	TakeLast                  // the one that comes last takes its place
	KeepAll                   // all rows stay, as if their labels differed
	Refuse                    // it is an error
)

// Merge returns a space of copies of the rows of s and then those of other.
func (s *Space) Merge(other *Space, conflict Conflict) (*Space, error) {
	merged, err := s.merge(other, conflict)
	if err != nil {
		return nil, fmt.Errorf("merge %s with %s: %w", s.Name, other.Name, err)
	}
	return merged, nil
}

func (s *Space) merge(other *Space, conflict Conflict) (*Space, error) {
	if s.Dim() != other.Dim() {
		return nil, &MergeError{Dims: [2]int{s.Dim(), other.Dim()}}
	}
	ids, otherIDs := s.Rows(nil), other.Rows(nil)
	m := merging{places: make(map[string]int, len(ids)+len(otherIDs))}
	if conflict != KeepAll {
		ids, otherIDs = m.fresh(s, ids), m.fresh(other, otherIDs)
	}
	if conflict == Refuse && m.again != nil {
		return nil, &MergeError{Label: m.again[0].from.Label(m.again[0].id)}
	}
	merged, err := s.append(ids, other, otherIDs)
	if err == nil && conflict == TakeLast {
		m.replace(merged)
	}
	return merged, err
}

// merging is what is known of labels while spaces merge.
type merging struct {
	places map[string]int // of the rows that stay
	again  []repeated
}

// repeated is a row whose label was taken.
type repeated struct {
	from      *Space
	id, place int
}

// fresh returns the rows whose label was not there before.
func (m *merging) fresh(s *Space, ids []int) []int {
	var fresh []int
	for _, id := range ids {
		place, known := m.places[s.Label(id)]
		if known {
			m.again = append(m.again, repeated{s, id, place})
			continue
		}
		m.places[s.Label(id)] = len(m.places)
		fresh = append(fresh, id)
	}
	return fresh
}

// replace gives the rows that stayed what is known of those that came last.
func (m *merging) replace(merged *Space) {
	for _, r := range m.again {
		copy(merged.Row(r.place), r.from.Row(r.id))
		if r.from.Counts != nil {
			merged.Counts[r.place] = r.from.Counts[r.id]
		}
	}
	for i, c := range merged.columns {
		merged.columns[i].values = m.replaceColumn(c)
	}
}

func (m *merging) replaceColumn(c namedColumn) Column {
	n := c.values.Len()
	rows, values := sequence(n), c.values
	for i, r := range m.again {
		if i > 0 && r.from == m.again[i-1].from {
			continue
		}
		from := r.from.Column(c.name)
		if from == nil {
			continue
		}
		var ids []int // of all that come from the same space
		for _, r := range m.again[i:] {
			if r.from == m.again[i].from {
				rows[r.place] = values.Len() + len(ids)
				ids = append(ids, r.id)
			}
		}
		values, _ = values.join(sequence(values.Len()), from, ids)
	}
	values, _ = values.join(rows, values, nil)
	return values
}

// sequence returns the numbers below n.
func sequence(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}

// append returns a space of some rows of s and then some of other, with the
// columns of both.
func (s *Space) append(ids []int, other *Space, otherIDs []int) (*Space, error) {
	merged := join(s, ids, other, otherIDs)
	nothing := func(n int) []int { return slices.Repeat([]int{unknown}, n) }
	for _, c := range s.columns {
		from, rows := other.Column(c.name), otherIDs
		if from == nil {
			from, rows = c.values, nothing(len(otherIDs))
		}
		values, ok := c.values.join(ids, from, rows)
		if !ok {
			return nil, &MergeError{Column: c.name}
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
