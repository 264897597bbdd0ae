package neighbor

import (
	"cmp"
	"math"
	"slices"

	"nearspace/core/vec"
)

// A Reach finds every row whose score is at least a bound, at most it for
// Euclidean, in slices, and between which scores all rows lie.
type Reach struct {
	search *Search
	bound  float64 // of scores
	found  []Neighbor
	least  float64 // of scores
	most   float64
}

// Reach begins to look for all rows that are as near to the query as a bound says,
// among those that wants says are wanted; nil wants all. The query is copied.
func (e *Exact) Reach(query []float32, bound float64, metric Metric, wants func(row int) bool) *Reach {
	return &Reach{search: e.Search(query, 1, metric, wants), bound: bound, least: math.Inf(1), most: math.Inf(-1)}
}

// Step looks at so many rows and returns whether all have been seen.
func (r *Reach) Step(rows int) bool {
	s := r.search
	e := s.exact
	length := float64(inverse(vec.Norm(s.query)))
	for end := min(e.m.Rows, s.next+rows); s.next < end; {
		scores, from := s.block(end)
		factors := e.factors(from, len(scores), s.metric)
		for i, v := range scores {
			n := Neighbor{from + i, float64(v * factors[i])}
			if n.Score != n.Score || s.wants != nil && !s.wants(n.ID) {
				continue
			}
			n.Score = scoreOf(n.Score, s.metric, length)
			r.least, r.most = math.Min(r.least, n.Score), math.Max(r.most, n.Score)
			if s.metric == Euclidean && n.Score <= r.bound || s.metric != Euclidean && n.Score >= r.bound {
				r.found = append(r.found, n)
			}
		}
	}
	return s.next >= e.m.Rows
}

// Result returns what was found so far, the nearest first, of equally near rows the
// lower number.
func (r *Reach) Result() []Neighbor {
	slices.SortFunc(r.found, func(a, b Neighbor) int {
		nearer := cmp.Compare(b.Score, a.Score)
		if r.search.metric == Euclidean {
			nearer = -nearer
		}
		return cmp.Or(nearer, cmp.Compare(a.ID, b.ID))
	})
	return r.found
}

// Scores returns the least and the largest score of the wanted rows seen so far,
// zeros if there was none.
func (r *Reach) Scores() (least, most float64) {
	if r.least > r.most {
		return 0, 0
	}
	return r.least, r.most
}
