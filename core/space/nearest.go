package space

import "nearspace/core/neighbor"

// A Metric says what near means.
type Metric = neighbor.Metric

// The metrics.
const (
	Cosine    = neighbor.Cosine    // x·y/(‖x‖·‖y‖), the larger the nearer
	Dot       = neighbor.Dot       // x·y, the larger the nearer
	Euclidean = neighbor.Euclidean // ‖x−y‖, the smaller the nearer
)

// A Neighbor is a row and its score by the metric.
type Neighbor = neighbor.Neighbor

// Nearest returns the k rows nearest to the query, the nearest first, of equally
// near ones the lower id. Rows in exclude and rows whose score is no number are
// left out.
func (s *Space) Nearest(query []float32, k int, metric Metric, exclude []int) []Neighbor {
	search := s.Search(query, k, metric, exclude)
	for !search.Step(s.Len()) {
	}
	return search.Result()
}

// A Search is Nearest in slices.
type Search struct {
	space   *Space
	rows    *neighbor.Search
	exclude map[int]bool
	wants   Filter
}

// Search begins a search. The query is copied.
func (s *Space) Search(query []float32, k int, metric Metric, exclude []int) *Search {
	q := &Search{space: s, exclude: make(map[int]bool, len(exclude))}
	for _, id := range exclude {
		q.exclude[id] = true
	}
	q.rows = s.exact().Search(query, k, metric, func(id int) bool {
		return s.Has(id) && !q.exclude[id] && (q.wants == nil || q.wants(id))
	})
	return q
}

// Where restricts the search to the rows that a filter wants. It asks only about
// rows near enough to be found.
func (q *Search) Where(wants Filter) *Search {
	q.wants = wants
	return q
}

// Step looks at so many rows and returns whether all have been seen.
func (q *Search) Step(rows int) bool {
	q.space.exact()
	return q.rows.Step(rows)
}

// Result returns what was found so far.
func (q *Search) Result() []Neighbor { return q.rows.Result() }

// A Reach finds all rows as near as a bound, in slices.
type Reach struct {
	space *Space
	rows  *neighbor.Reach
}

// Reach begins to look for all rows whose score is at least a bound, at most it for
// Euclidean, among those that a filter wants; nil wants all.
func (s *Space) Reach(query []float32, bound float64, metric Metric, wants Filter) *Reach {
	return &Reach{s, s.exact().Reach(query, bound, metric, func(id int) bool { return s.Has(id) && (wants == nil || wants(id)) })}
}

// Step looks at so many rows and returns whether all have been seen.
func (r *Reach) Step(rows int) bool {
	r.space.exact()
	return r.rows.Step(rows)
}

// Result returns what was found so far, the nearest first.
func (r *Reach) Result() []Neighbor { return r.rows.Result() }

// Scores returns between which scores the wanted rows lie.
func (r *Reach) Scores() (least, most float64) { return r.rows.Scores() }

// exact returns the search among the rows as they are now.
func (s *Space) exact() *neighbor.Exact {
	switch {
	case s.rows == nil:
		s.rows = neighbor.NewExact(s.vectors)
	case s.rowsVersion != s.version:
		s.rows.Reset(s.vectors)
	}
	s.rowsVersion = s.version
	return s.rows
}
