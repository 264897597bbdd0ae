package space

import (
	"math"
	"strings"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A Role says what a space's rows are for in their model.
type Role string

const (
	Input  Role = "input"  // vectors of what is looked up
	Output Role = "output" // vectors of what is predicted
)

// A Space is rows with labels. Rows are named by their ids, 0 to Len()−1.
type Space struct {
	Name   string
	Role   Role
	Counts []float32 // how often each row occurs; nil if unknown

	labels  []string
	vectors blas32.General
	version uint64

	byLabel map[string]int32 // built when first asked for
	prefix  *prefixes

	norms        []float32
	normsVersion uint64
}

// New returns a space over the matrix itself, not a copy of it. There is a label
// for each row; of equal labels the first is found.
func New(name string, role Role, labels []string, vectors blas32.General) *Space {
	if len(labels) != vectors.Rows {
		panic("space: as many labels as rows are needed")
	}
	return &Space{Name: name, Role: role, labels: labels, vectors: vectors, version: 1}
}

// Len returns the number of rows.
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

// Version grows with each change.
func (s *Space) Version() uint64 { return s.version }

// Find returns the row of a label; if none has it just so, the first that is
// equal but for upper and lower case.
func (s *Space) Find(label string) (id int, ok bool) {
	if s.byLabel == nil {
		s.byLabel = make(map[string]int32, 2*len(s.labels))
		for _, spelling := range []func(string) string{func(l string) string { return l }, strings.ToLower} {
			for i, l := range s.labels {
				if l = spelling(l); l != "" {
					if _, known := s.byLabel[l]; !known {
						s.byLabel[l] = int32(i)
					}
				}
			}
		}
	}
	for _, l := range []string{label, strings.ToLower(label)} {
		if i, known := s.byLabel[l]; known {
			return int(i), true
		}
	}
	return 0, false
}

// Unit stores the row divided by its length in dst; a row of zeros stays zero.
func (s *Space) Unit(dst []float32, id int) {
	copy(dst, s.Row(id))
	normalise(dst)
}

func normalise(x []float32) {
	if n := vec.Norm(x); n > 0 && !math.IsInf(float64(n), 0) {
		vec.Scale(1/n, x)
	}
}

// Similarity returns the cosine between two rows, 0 if one is zero.
func (s *Space) Similarity(a, b int) float64 {
	return cosine(s.Row(a), s.Row(b))
}

// SetSimilarity returns the cosine between the means of two sets of rows at unit
// length, as gensim's n_similarity.
func (s *Space) SetSimilarity(a, b []int) float64 {
	return cosine(s.mean(a), s.mean(b))
}

func cosine(a, b []float32) float64 {
	n := float64(vec.Norm(a)) * float64(vec.Norm(b))
	if n == 0 {
		return 0
	}
	return float64(vec.Dot(a, b)) / n
}

// mean returns the mean of rows at unit length.
func (s *Space) mean(ids []int) []float32 {
	sum, unit := make([]float32, s.Dim()), make([]float32, s.Dim())
	for _, id := range ids {
		s.Unit(unit, id)
		vec.AddScaled(sum, 1/float32(len(ids)), unit)
	}
	return sum
}

// OddOneOut returns the rows with their cosine to the mean of all of them at
// unit length, the farthest first: it is the one that does not belong.
func (s *Space) OddOneOut(ids []int) []Neighbor {
	mean := s.mean(ids)
	best := newTop(len(ids))
	for _, id := range ids {
		best.add(id, -cosine(s.Row(id), mean))
	}
	odd := best.take()
	for i := range odd {
		odd[i].Score = -odd[i].Score
	}
	return odd
}
