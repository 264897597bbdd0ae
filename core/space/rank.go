package space

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// Scores returns the scores between rows by a metric, a line for each of the
// rows from, a column for each of to.
func (s *Space) Scores(from, to []int, metric Metric) blas32.General {
	m := blas32.General{Rows: len(from), Cols: len(to), Stride: max(1, len(to)), Data: make([]float32, len(from)*len(to))}
	for i, a := range from {
		for j, b := range to {
			m.Data[i*m.Stride+j] = float32(s.score(a, b, metric))
		}
	}
	return m
}

func (s *Space) score(a, b int, metric Metric) float64 {
	switch metric {
	case Dot:
		return float64(vec.Dot(s.Row(a), s.Row(b)))
	case Euclidean:
		return math.Sqrt(float64(vec.SquaredDistance(s.Row(a), s.Row(b))))
	}
	return s.Similarity(a, b)
}

// ScoresWith stores the scores of the rows first, first+1, … with a query by a
// metric in dst.
func (s *Space) ScoresWith(dst []float32, first int, query []float32, metric Metric) {
	switch metric {
	case Dot:
		vec.Dots(dst, s.vectors, first, query)
	case Euclidean:
		vec.SquaredDistances(dst, s.vectors, first, query)
		for i, d := range dst {
			dst[i] = float32(math.Sqrt(float64(d)))
		}
	default:
		s.Along(dst, first, query)
		if norm := vec.Norm(query); norm > 0 {
			vec.Scale(1/norm, dst)
		}
	}
}

// CloserThan returns the rows nearer to a than b is, by cosine, lowest id first.
// It calls pace now and then, and ends with the error that pace returns.
func (s *Space) CloserThan(a, b int, pace func() error) ([]int, error) {
	const slice = 4096
	cosines := make([]float32, slice)
	unit := make([]float32, s.Dim())
	s.Unit(unit, a)
	var limit [1]float32
	s.Along(limit[:], b, unit)
	var closer []int
	for from := 0; from < s.Len(); from += slice {
		n := min(slice, s.Len()-from)
		s.Along(cosines[:n], from, unit)
		for i, c := range cosines[:n] {
			if id := from + i; c > limit[0] && id != a && id != b && s.Has(id) {
				closer = append(closer, id)
			}
		}
		if err := pace(); err != nil {
			return nil, err
		}
	}
	return closer, nil
}

// Rank returns the place of b among the rows nearest to a by cosine, 1 for the
// nearest.
func (s *Space) Rank(a, b int, pace func() error) (int, error) {
	closer, err := s.CloserThan(a, b, pace)
	if err != nil {
		return 0, err
	}
	return len(closer) + 1, nil
}
