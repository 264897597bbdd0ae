package space

import (
	"fmt"
	"slices"
	"strings"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/neighbor"
)

// A Role says what a space's rows are for in their model. A model may have roles
// of its own.
type Role string

const (
	Input  Role = "input"  // vectors of what is looked up
	Output Role = "output" // vectors of what is predicted
	Users  Role = "users"
	Items  Role = "items"
)

// A Space is rows with labels. Rows are named by their ids, 0 to Len()−1, which
// they keep: new rows get new ids, and that of a removed row is not used again.
type Space struct {
	Name   string
	Role   Role
	Counts []float32 // how often each row occurs; nil if unknown
	Edges  []Edge

	labels  []string
	vectors blas32.General
	removed []bool // nil: none
	columns []namedColumn
	version uint64

	byLabel map[string]int32
	indexed int // rows that byLabel has

	rows        *neighbor.Exact // nil: nothing was searched yet
	rowsVersion uint64
}

// An Edge joins two rows.
type Edge struct {
	From, To int32
	Kind     string
	Weight   float32
}

// New returns a space over the matrix itself, not a copy of it. There is a label
// for each row; of equal labels the first is found.
func New(name string, role Role, labels []string, vectors blas32.General) *Space {
	if len(labels) != vectors.Rows {
		panic(fmt.Sprintf("space: %d labels for %d rows", len(labels), vectors.Rows))
	}
	return &Space{Name: name, Role: role, labels: labels, vectors: vectors, version: 1}
}

// Len returns the number of ids, those of removed rows included.
func (s *Space) Len() int { return s.vectors.Rows }

// Dim returns the length of each row.
func (s *Space) Dim() int { return s.vectors.Cols }

// Vectors returns the matrix of the rows, which must not be changed.
func (s *Space) Vectors() blas32.General { return s.vectors }

// Label returns the label of a row.
func (s *Space) Label(id int) string { return s.labels[id] }

// Labels returns all labels by id; they must not be changed.
func (s *Space) Labels() []string { return s.labels }

// Row returns a row itself, not a copy.
func (s *Space) Row(id int) []float32 {
	start := id * s.vectors.Stride
	return s.vectors.Data[start : start+s.vectors.Cols : start+s.vectors.Cols]
}

// Touch says that rows have changed.
func (s *Space) Touch() { s.version++ }

// Version grows with each change of the rows.
func (s *Space) Version() uint64 { return s.version }

// Append adds rows. The matrix is the whole one: the rows there were, then one
// for each new label. Counts and columns are unknown for them.
func (s *Space) Append(labels []string, vectors blas32.General) {
	if vectors.Rows != s.Len()+len(labels) || vectors.Cols != s.Dim() {
		panic(fmt.Sprintf("space: %d × %d rows and %d labels appended give no %d × %d", s.Len(), s.Dim(), len(labels), vectors.Rows, vectors.Cols))
	}
	rows := make([]int, vectors.Rows)
	for i := range rows {
		rows[i] = i
		if i >= s.Len() {
			rows[i] = unknown
		}
	}
	s.columns = slices.Clone(s.columns)
	for i, c := range s.columns {
		s.columns[i].values, _ = c.values.join(rows, c.values, nil)
	}
	if s.Counts != nil {
		s.Counts = pick(s.Counts, rows, 0)
	}
	if s.removed != nil {
		s.removed = append(s.removed, make([]bool, len(labels))...)
	}
	s.labels = slices.Concat(s.labels, labels)
	s.vectors = vectors
	s.version++
}

// Remove takes rows out: no question finds them any more.
func (s *Space) Remove(ids ...int) {
	if s.removed == nil {
		s.removed = make([]bool, s.Len())
	}
	for _, id := range ids {
		s.removed[id] = true
	}
	s.byLabel, s.indexed = nil, 0
	s.version++
}

// Has returns whether there is a row of this id.
func (s *Space) Has(id int) bool {
	return id >= 0 && id < s.Len() && (s.removed == nil || !s.removed[id])
}

// Find returns the row of a label; if none has it just so, one that is equal but
// for upper and lower case.
func (s *Space) Find(label string) (id int, ok bool) {
	s.index(s.Len())
	for _, l := range []string{label, strings.ToLower(label)} {
		if i, known := s.byLabel[l]; known {
			return int(i), true
		}
	}
	return 0, false
}

// Index builds what Find looks up, and calls pace now and then. Without it the
// first Find does so at one go: half a second in a browser for a million labels.
func (s *Space) Index(pace func() error) error {
	for s.indexed < s.Len() {
		s.index(s.indexed + 8192)
		if err := pace(); err != nil {
			return err
		}
	}
	return nil
}

// index takes up the rows before end: each by its label and, where no other row
// is called so, by its label in lower case.
func (s *Space) index(end int) {
	if s.byLabel == nil {
		s.byLabel = make(map[string]int32, s.Len())
	}
	for ; s.indexed < min(end, s.Len()); s.indexed++ {
		label, id := s.labels[s.indexed], int32(s.indexed)
		if label == "" || !s.Has(s.indexed) {
			continue
		}
		if other, known := s.byLabel[label]; !known || s.labels[other] != label {
			s.byLabel[label] = id
		}
		if lower := strings.ToLower(label); lower != label {
			if _, known := s.byLabel[lower]; !known {
				s.byLabel[lower] = id
			}
		}
	}
}

// An UnknownLabelError lists all labels of a question that a space lacks, each
// of the first few with similar ones that it has.
type UnknownLabelError struct {
	Labels      []string
	Suggestions [][]string
}

func (e *UnknownLabelError) Error() string {
	return fmt.Sprintf("not among the labels: %s", strings.Join(e.Labels, ", "))
}

// FindAll returns the rows of labels, or an *UnknownLabelError.
func (s *Space) FindAll(labels []string) ([]int, error) {
	const suggested = 5 // labels: each takes a walk through the space
	ids := make([]int, len(labels))
	var unknown UnknownLabelError
	for i, l := range labels {
		id, ok := s.Find(l)
		if !ok {
			var similar []string
			if len(unknown.Labels) < suggested {
				similar = s.similarSpelling(l, 3)
			}
			unknown.Labels = append(unknown.Labels, l)
			unknown.Suggestions = append(unknown.Suggestions, similar)
		}
		ids[i] = id
	}
	if unknown.Labels != nil {
		return nil, &unknown
	}
	return ids, nil
}
