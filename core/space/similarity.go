package space

import (
	"errors"

	"nearspace/core/neighbor"
	"nearspace/core/vec"
)

// ErrNoDirection says that the rows of a question add up to zero, or to what is
// no number, which is near to nothing.
var ErrNoDirection = errors.New("the rows add up to no direction")

// Unit stores the row divided by its length in dst; a row of zeros stays zero.
func (s *Space) Unit(dst []float32, id int) {
	copy(dst, s.Row(id))
	normalise(dst)
}

// normalise returns whether x has a direction; if not, x stays as it is.
func normalise(x []float32) bool {
	n := vec.Norm(x)
	if !(n > 0) || n-n != 0 {
		return false
	}
	vec.Scale(1/n, x)
	return true
}

// Similarity returns the cosine between two rows, 0 if one is zero.
func (s *Space) Similarity(a, b int) float64 {
	return cosine(s.Row(a), s.Row(b))
}

// SetSimilarity returns the cosine between the means of two sets of rows as they
// are, so that long rows count for more, as gensim's n_similarity has it.
func (s *Space) SetSimilarity(a, b []int) float64 {
	return cosine(s.sumOf(a), s.sumOf(b))
}

// sumOf returns the sum of rows as they are.
func (s *Space) sumOf(ids []int) []float32 {
	sum := make([]float32, s.Dim())
	for _, id := range ids {
		vec.Add(sum, s.Row(id))
	}
	return sum
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
	best := neighbor.Top{K: len(ids)}
	for _, id := range ids {
		best.Add(Neighbor{ID: id, Score: -cosine(s.Row(id), mean)})
	}
	odd := best.Sorted()
	for i := range odd {
		odd[i].Score = -odd[i].Score
	}
	return odd
}

// Evaluate returns the expression's direction, Σ weight·row/‖row‖ at unit
// length, and the rows of its labels. It is what gensim's most_similar takes its
// neighbours of, by cosine.
func (s *Space) Evaluate(e Expression) (direction []float32, ids []int, err error) {
	direction, ids, err = s.sum(e, s.Unit)
	if err == nil && !normalise(direction) {
		return nil, nil, ErrNoDirection
	}
	return direction, ids, err
}

// EvaluateRaw returns Σ weight·row with the rows as they are, and the rows of
// the labels: a place, for questions by dot product and distance.
func (s *Space) EvaluateRaw(e Expression) (place []float32, ids []int, err error) {
	return s.sum(e, func(dst []float32, id int) { copy(dst, s.Row(id)) })
}

func (s *Space) sum(e Expression, get func(dst []float32, id int)) ([]float32, []int, error) {
	labels := make([]string, len(e))
	for i, t := range e {
		labels[i] = t.Label
	}
	ids, err := s.FindAll(labels)
	if err != nil {
		return nil, nil, err
	}
	sum, row := make([]float32, s.Dim()), make([]float32, s.Dim())
	for i, t := range e {
		get(row, ids[i])
		vec.AddScaled(sum, float32(t.Weight), row)
	}
	return sum, ids, nil
}

// MostSimilar returns the k rows nearest to an expression by cosine, without the
// rows of its labels.
func (s *Space) MostSimilar(e Expression, k int) ([]Neighbor, error) {
	direction, ids, err := s.Evaluate(e)
	if err != nil {
		return nil, err
	}
	return s.Nearest(direction, k, Cosine, ids), nil
}

// Analogy is the expression b − a + c: it is to c what b is to a (3CosAdd,
// Mikolov, Yih and Zweig, 2013).
func Analogy(a, b, c string) Expression {
	return Expression{{1, b}, {-1, a}, {1, c}}.merge()
}

// Axis returns the direction from one set of rows to another, mean(to) −
// mean(from) of rows at unit length, at unit length.
func (s *Space) Axis(from, to []int) ([]float32, error) {
	axis := s.mean(to)
	vec.AddScaled(axis, -1, s.mean(from))
	if !normalise(axis) {
		return nil, ErrNoDirection
	}
	return axis, nil
}

// Along stores the cosine with an axis of unit length of the rows first, first+1,
// … in dst; of a row of zeros 0.
func (s *Space) Along(dst []float32, first int, axis []float32) {
	vec.Dots(dst, s.vectors, first, axis)
	for i, inverse := range s.exact().InverseNorms(first, len(dst)) {
		dst[i] *= inverse
	}
}
