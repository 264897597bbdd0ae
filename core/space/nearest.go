package space

import (
	"math"
	"slices"

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
	for !search.Step(s.Len()) {
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
	wants   Filter
	next    int
	best    top
	dots    []float32
}

// Search begins a search. The query is copied.
func (s *Space) Search(query []float32, k int, metric Metric, exclude []int) *Search {
	search := &Search{
		space: s, query: slices.Clone(query), norm: float64(vec.Norm(query)), metric: metric,
		exclude: make(map[int]bool, len(exclude)), best: top{k: k}, dots: make([]float32, 256),
	}
	for _, id := range exclude {
		search.exclude[id] = true
	}
	return search
}

// Where restricts the search to the rows that a filter wants. It asks only about
// rows near enough to be found.
func (q *Search) Where(wants Filter) *Search {
	q.wants = wants
	return q
}

// Step looks at so many rows and returns whether all have been seen.
func (q *Search) Step(rows int) bool {
	s := q.space
	for end := min(s.Len(), q.next+rows); q.next < end; {
		dots := q.dots[:min(len(q.dots), end-q.next)]
		if q.metric != Euclidean {
			vec.Dots(dots, s.vectors, q.next, q.query)
		}
		for i, dot := range dots {
			n := Neighbor{q.next + i, q.score(q.next+i, float64(dot))}
			if q.best.wants(n) && s.Has(n.ID) && !q.exclude[n.ID] && (q.wants == nil || q.wants(n.ID)) {
				q.best.add(n)
			}
		}
		q.next += len(dots)
	}
	return q.next >= s.Len()
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
		if len(s.norms) != s.Len() {
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
	found := q.best.sorted()
	if q.metric == Euclidean {
		for i := range found {
			found[i].Score = -found[i].Score
		}
	}
	return found
}

// top keeps the k best: those of the largest scores, of equal ones those of the
// lowest ids. items is a binary heap with the worst at the root.
type top struct {
	k     int
	items []Neighbor
}

func worse(a, b Neighbor) bool {
	return a.Score < b.Score || a.Score == b.Score && a.ID > b.ID
}

func (t *top) wants(n Neighbor) bool {
	if len(t.items) < t.k {
		return n.Score == n.Score
	}
	return t.k > 0 && worse(t.items[0], n)
}

func (t *top) add(n Neighbor) {
	if !t.wants(n) {
		return
	}
	if len(t.items) < t.k {
		t.items = append(t.items, n)
		i := len(t.items) - 1
		for i > 0 && worse(n, t.items[(i-1)/2]) {
			t.items[i] = t.items[(i-1)/2]
			i = (i - 1) / 2
		}
		t.items[i] = n
		return
	}
	i := 0
	for {
		child := 2*i + 1
		if child+1 < t.k && worse(t.items[child+1], t.items[child]) {
			child++
		}
		if child >= t.k || !worse(t.items[child], n) {
			break
		}
		t.items[i] = t.items[child]
		i = child
	}
	t.items[i] = n
}

// sorted returns the best, the best first.
func (t *top) sorted() []Neighbor {
	items := slices.Clone(t.items)
	slices.SortFunc(items, func(a, b Neighbor) int {
		if worse(b, a) {
			return -1
		}
		return 1
	})
	return items
}
