package space

import (
	"math"

	"nearspace/core/vec"
)

// A Metric says what near means.
type Metric string

const (
	Cosine    Metric = "cosine"    // x·y/(‖x‖·‖y‖), the larger the nearer
	Dot       Metric = "dot"       // x·y, the larger the nearer
	Euclidean Metric = "euclidean" // ‖x−y‖, the smaller the nearer
)

// A Neighbor is a row and its score by the metric.
type Neighbor struct {
	ID    int
	Score float64
}

// Nearest returns the k rows nearest to the query, the nearest first, of equally
// near ones the lower id. Rows in exclude and rows whose score is no number are
// left out.
func (s *Space) Nearest(query []float32, k int, metric Metric, exclude []int) []Neighbor {
	search := s.Search(query, k, metric, exclude)
	for !search.Step(1 << 16) {
	}
	return search.Result()
}

// A Search is Nearest in slices.
type Search struct {
	space   *Space
	query   []float32
	norm    float64
	metric  Metric
	exclude map[int]bool
	next    int
	best    top
	dots    []float32
}

// Search begins a search. The query is copied.
func (s *Space) Search(query []float32, k int, metric Metric, exclude []int) *Search {
	search := &Search{
		space: s, query: append([]float32(nil), query...), norm: float64(vec.Norm(query)), metric: metric,
		exclude: make(map[int]bool, len(exclude)), best: newTop(min(k, s.Len())), dots: make([]float32, 256),
	}
	for _, id := range exclude {
		search.exclude[id] = true
	}
	return search
}

// Step looks at so many rows and returns whether all have been seen.
func (q *Search) Step(rows int) bool {
	s := q.space
	for end := min(s.Len(), q.next+rows); q.next < end; {
		n := min(len(q.dots), end-q.next)
		dots := q.dots[:n]
		if q.metric != Euclidean {
			vec.Dots(dots, s.vectors, q.next, q.query)
		}
		for i := range dots {
			id := q.next + i
			if score := q.score(id, float64(dots[i])); q.best.wants(score) && !q.exclude[id] {
				q.best.add(id, score)
			}
		}
		q.next += n
	}
	return q.next == s.Len()
}

// score is the larger the nearer.
func (q *Search) score(id int, dot float64) float64 {
	switch q.metric {
	case Dot:
		return dot
	case Euclidean:
		return -math.Sqrt(float64(vec.SquaredDistance(q.space.Row(id), q.query)))
	}
	n := q.norm * float64(q.space.norm(id))
	if n == 0 {
		return 0
	}
	return dot / n
}

// norm returns the length of a row, computed once a version.
func (s *Space) norm(id int) float32 {
	if s.normsVersion != s.version {
		if s.norms == nil {
			s.norms = make([]float32, s.Len())
		}
		for i := range s.norms {
			s.norms[i] = -1
		}
		s.normsVersion = s.version
	}
	if s.norms[id] < 0 {
		s.norms[id] = vec.Norm(s.Row(id))
	}
	return s.norms[id]
}

// Result returns what was found so far.
func (q *Search) Result() []Neighbor {
	found := q.best.take()
	if q.metric == Euclidean {
		for i := range found {
			found[i].Score = -found[i].Score
		}
	}
	return found
}

// top keeps the k largest scores, sorted, of equal ones the first that came.
type top struct {
	k     int
	items []Neighbor
}

func newTop(k int) top { return top{k, make([]Neighbor, 0, k)} }

func (t *top) wants(score float64) bool {
	return len(t.items) < t.k && score == score || len(t.items) > 0 && score > t.items[len(t.items)-1].Score
}

func (t *top) add(id int, score float64) {
	if !t.wants(score) {
		return
	}
	if len(t.items) < t.k {
		t.items = append(t.items, Neighbor{})
	}
	i := len(t.items) - 1
	for ; i > 0 && t.items[i-1].Score < score; i-- {
		t.items[i] = t.items[i-1]
	}
	t.items[i] = Neighbor{id, score}
}

func (t *top) take() []Neighbor { return append([]Neighbor(nil), t.items...) }
