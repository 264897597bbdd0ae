package neighbor

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// block is how many rows are compared at a time: they stay in the second cache.
const block = 256

// An Exact search compares with every row. It is a view of the matrix; what it
// has derived from the rows, their lengths, is computed when it is first needed.
// It must not be used by two goroutines at once.
type Exact struct {
	m        blas32.General
	inverses []float32 // 1/‖row‖, 0 of a row of zeros
	known    []bool    // by block
}

// NewExact returns an exact search among the rows of m.
func NewExact(m blas32.General) *Exact {
	e := &Exact{}
	e.Reset(m)
	return e
}

// Reset says that the rows have changed, or that they are those of m from now
// on.
func (e *Exact) Reset(m blas32.General) {
	e.m = m
	blocks := (m.Rows + block - 1) / block
	e.inverses = slices.Grow(e.inverses[:0], m.Rows)[:m.Rows]
	e.known = slices.Grow(e.known[:0], blocks)[:blocks]
	clear(e.known)
}

// InverseNorms returns 1/‖row‖ of n rows, 0 of a row of zeros. It must not be
// changed.
func (e *Exact) InverseNorms(from, n int) []float32 {
	for b := from / block; b*block < from+n; b++ {
		if e.known[b] {
			continue
		}
		e.known[b] = true
		for i := b * block; i < min((b+1)*block, e.m.Rows); i++ {
			e.inverses[i] = inverse(vec.Norm(e.row(i)))
		}
	}
	return e.inverses[from : from+n]
}

func inverse(norm float32) float32 {
	if norm == 0 {
		return 0
	}
	return 1 / norm
}

func (e *Exact) row(i int) []float32 {
	start := i * e.m.Stride
	return e.m.Data[start : start+e.m.Cols : start+e.m.Cols]
}

// Nearest returns the k rows nearest to the query among those that wants says
// are wanted; nil wants all. The nearest stands first, of equally near ones that
// of the lower number.
func (e *Exact) Nearest(query []float32, k int, metric Metric, wants func(row int) bool) []Neighbor {
	s := e.Search(query, k, metric, wants)
	for !s.Step(e.m.Rows) {
	}
	return s.Result()
}

// A Search is Nearest in slices.
type Search struct {
	exact  *Exact
	query  []float32
	metric Metric
	wants  func(row int) bool
	next   int
	best   Top // by keys
	scores [block]float32
}

// A row's key is what rows are ordered by, the larger the nearer: x·y/‖x‖ for
// cosines, where ‖y‖ changes no order, x·y, or −‖x−y‖².

// Search begins a search. The query is copied.
func (e *Exact) Search(query []float32, k int, metric Metric, wants func(row int) bool) *Search {
	s := &Search{exact: e, query: slices.Clone(query), metric: metric, wants: wants, best: Top{K: k}}
	if norm := vec.Norm(query); metric == Cosine && norm-norm != 0 {
		s.best.K = 0 // near to nothing
	}
	return s
}

// Step looks at so many rows and returns whether all have been seen.
func (s *Search) Step(rows int) bool {
	e := s.exact
	for end := min(e.m.Rows, s.next+rows); s.next < end; {
		scores, from := s.block(end)
		s.best.take(from, scores, e.factors(from, len(scores), s.metric), s.wants)
	}
	return s.next >= e.m.Rows
}

// block returns the products or squared distances of the next rows, and which is
// the first.
func (s *Search) block(end int) (scores []float32, from int) {
	n := min(block, end-s.next)
	scores, from = s.scores[:n], s.next
	s.next += n
	if s.metric == Euclidean {
		vec.SquaredDistances(scores, s.exact.m, from, s.query)
	} else {
		vec.Dots(scores, s.exact.m, from, s.query)
	}
	return scores, from
}

// Result returns what was found so far.
func (s *Search) Result() []Neighbor { return scored(s.best.Sorted(), s.metric, vec.Norm(s.query)) }

var lowest = float32(math.Inf(-1))

var ones, minusOnes = slices.Repeat([]float32{1}, block), slices.Repeat([]float32{-1}, block)

// factors are what products or squared distances of n rows, at most a block, are
// multiplied by to make keys.
func (e *Exact) factors(from, n int, metric Metric) []float32 {
	switch metric {
	case Cosine:
		return e.InverseNorms(from, n)
	case Euclidean:
		return minusOnes[:n]
	}
	return ones[:n]
}

// take adds the rows from, from+1, … with the keys scores[i]·factors[i].
func (t *Top) take(from int, scores, factors []float32, wants func(row int) bool) {
	if len(t.items) == t.K && (t.K == 0 || !(float64(vec.MaxProduct(scores, factors)) > t.items[0].Score)) {
		return
	}
	for i, s := range scores {
		n := Neighbor{from + i, float64(s * factors[i])}
		if t.Wants(n) && (wants == nil || wants(n.ID)) {
			t.Add(n)
		}
	}
}

// scored turns keys into scores.
func scored(found []Neighbor, metric Metric, norm float32) []Neighbor {
	for i := range found {
		found[i].Score = scoreOf(found[i].Score, metric, float64(inverse(norm)))
	}
	return found
}

// scoreOf turns a key into a score; length is the query's, its inverse.
func scoreOf(key float64, metric Metric, length float64) float64 {
	switch metric {
	case Cosine:
		return key * length
	case Euclidean:
		return math.Sqrt(math.Max(0, -key))
	}
	return key
}
