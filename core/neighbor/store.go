package neighbor

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A store holds the rows of a graph as they are compared: at unit length for
// cosines, as float32 or as int8 codes, of which each row has a scale:
//
//	x ≈ scale·codes, the largest code ±127.
type store struct {
	metric Metric
	dim    int
	n      int
	rows   blas32.General // padded with zeros to whole vectors of lanes; if there are no codes
	coded  bool
	width  int       // of a row's codes, padded likewise
	codes  []int8    // width a row
	scales []float32 // by row
	halves []float32 // ‖x‖²/2, by row, for distances between codes

	products []int32
}

// A point is a row or a query in the form in which the store compares.
type point struct {
	row         []float32
	codes       []int8
	scale, half float32
}

func newStore(dim int, metric Metric, coded bool) store {
	lanes := vec.Lanes()
	padded := (dim + lanes - 1) / lanes * lanes
	return store{
		metric: metric, dim: dim, coded: coded, width: (dim + 4*lanes - 1) / (4 * lanes) * (4 * lanes),
		rows: blas32.General{Cols: padded, Stride: padded},
	}
}

// point returns a vector as the store compares it.
func (s *store) point(vector []float32) point {
	row := append(make([]float32, 0, s.rows.Cols), vector...)[:s.rows.Cols]
	if norm := vec.Norm(row); s.metric == Cosine && norm > 0 {
		vec.Scale(1/norm, row)
	}
	if !s.coded {
		return point{row: row}
	}
	codes := make([]int8, s.width)
	scale := quantise(codes, row)
	return s.pointOf(codes, scale)
}

// quantise stores the codes of a row and returns its scale.
func quantise(codes []int8, row []float32) (scale float32) {
	var largest float32
	for _, v := range row {
		if v < 0 {
			v = -v
		}
		if v > largest {
			largest = v
		}
	}
	if scale = largest / 127; scale == 0 {
		return 0
	}
	for i, v := range row[:min(len(row), len(codes))] {
		codes[i] = int8(math.RoundToEven(float64(v) / float64(scale)))
	}
	return scale
}

// pointOf returns the point of some codes. For cosines the scale makes it as long
// as 1, whatever rounding did.
func (s *store) pointOf(codes []int8, scale float32) point {
	var square int64
	for _, c := range codes {
		square += int64(c) * int64(c)
	}
	if s.metric == Cosine && square > 0 {
		scale = float32(1 / math.Sqrt(float64(square)))
	}
	return point{codes: codes, scale: scale, half: float32(float64(square) * float64(scale) * float64(scale) / 2)}
}

// add appends a point and returns its number.
func (s *store) add(p point) int32 {
	id := int32(s.n)
	s.n++
	if s.coded {
		s.codes = append(s.codes, p.codes...)
		s.scales = append(s.scales, p.scale)
		s.halves = append(s.halves, p.half)
	} else {
		s.rows.Rows++
		s.rows.Data = append(s.rows.Data, p.row...)
	}
	return id
}

// at returns a row that is there.
func (s *store) at(id int32) point {
	if s.coded {
		return point{codes: s.codes[int(id)*s.width:][:s.width:s.width], scale: s.scales[id], half: s.halves[id]}
	}
	start := int(id) * s.rows.Stride
	return point{row: s.rows.Data[start : start+s.rows.Cols : start+s.rows.Cols]}
}

// keys stores the keys of rows.
func (s *store) keys(dst []float32, query point, ids []int32) {
	switch {
	case s.coded:
		s.products = slices.Grow(s.products[:0], len(ids))[:len(ids)]
		vec.DotsInt8(s.products, s.codes, ids, query.codes)
		s.codedKeys(dst, query, ids)
	case s.metric == Euclidean:
		vec.SquaredDistancesAt(dst, s.rows, ids, query.row)
		vec.Scale(-1, dst)
	default:
		vec.DotsAt(dst, s.rows, ids, query.row)
	}
}

// codedKeys computes x·y = scaleₓ·scaleᵧ·products, and
// −‖x−y‖² = 2·(x·y − ‖x‖²/2 − ‖y‖²/2).
func (s *store) codedKeys(dst []float32, query point, ids []int32) {
	for i, product := range s.products {
		key := float32(product) * query.scale * s.scales[ids[i]]
		if s.metric == Euclidean {
			key = 2 * (key - query.half - s.halves[ids[i]])
		}
		dst[i] = key
	}
}
