package cluster

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// Silhouette returns the mean over rows of
//
//	(b − a) / max(a, b)
//
// with a the mean distance to the other rows of the own group and b the least mean
// distance to those of another: 1 where groups lie far apart, 0 where they touch,
// less where rows would rather be elsewhere. A row alone in its group counts 0, one
// in no group not at all. Of more than so many rows only that many, spread evenly,
// are asked, but held against all. Of fewer than two groups it is NaN.
//
// Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of
// cluster analysis", 1987.
func Silhouette(x blas32.General, codes []int32, most int, pace Pace) (float64, error) {
	sizes := Sizes(codes)
	if len(codes) != x.Rows {
		return 0, fmt.Errorf("silhouette: %d codes for %d rows", len(codes), x.Rows)
	}
	var rows []int
	for i, c := range codes {
		if c >= 0 {
			rows = append(rows, i)
		}
	}
	if groups(sizes) < 2 {
		return math.NaN(), nil
	}
	asked := min(most, len(rows))
	s := &silhouette{x: x, codes: codes, sizes: sizes, squares: make([]float32, x.Rows), sums: make([]float64, len(sizes))}
	for i := range s.squares {
		s.squares[i] = vec.Dot(row(x, i), row(x, i))
	}
	var sum float64
	for i := range asked {
		sum += s.of(rows[i*len(rows)/asked])
		if err := pace(Stage{"silhouette", i, asked}); err != nil {
			return 0, fmt.Errorf("silhouette: %w", err)
		}
	}
	return sum / float64(asked), nil
}

func groups(sizes []int) (n int) {
	for _, size := range sizes {
		if size > 0 {
			n++
		}
	}
	return n
}

type silhouette struct {
	x        blas32.General
	codes    []int32
	sizes    []int
	squares  []float32 // ‖x‖²
	products [blockRows]float32
	sums     []float64 // of distances to the rows of each group
}

func (s *silhouette) of(i int) float64 {
	own := int(s.codes[i])
	if s.sizes[own] == 1 {
		return 0
	}
	clear(s.sums)
	for from := 0; from < s.x.Rows; from += blockRows {
		b := part(s.x, from, blockRows)
		products := s.products[:b.Rows]
		vec.Dots(products, s.x, from, row(s.x, i))
		for j, p := range products {
			if c := s.codes[from+j]; c >= 0 && from+j != i {
				if square := s.squares[i] + s.squares[from+j] - 2*p; square > 0 {
					s.sums[c] += math.Sqrt(float64(square))
				}
			}
		}
	}
	a, b := s.sums[own]/float64(s.sizes[own]-1), math.Inf(1)
	for c, sum := range s.sums {
		if c != own && s.sizes[c] > 0 && sum/float64(s.sizes[c]) < b {
			b = sum / float64(s.sizes[c])
		}
	}
	if largest := math.Max(a, b); largest > 0 {
		return (b - a) / largest
	}
	return 0
}
