package neighbor

import "slices"

// A Metric says what near means.
type Metric string

const (
	Cosine    Metric = "cosine"    // x·y/(‖x‖·‖y‖), the larger the nearer; 0 beside a row of zeros
	Dot       Metric = "dot"       // x·y, the larger the nearer
	Euclidean Metric = "euclidean" // ‖x−y‖, the smaller the nearer
)

// A Neighbor is a row and its score by a metric.
type Neighbor struct {
	ID    int
	Score float64
}

// Top keeps the K best of the neighbours added to it: those of the largest
// scores, of equal ones those of the lowest ids. A score that is no number is
// not kept.
type Top struct {
	K     int
	items []Neighbor // a binary heap with the worst at the root
}

func worse(a, b Neighbor) bool {
	return a.Score < b.Score || a.Score == b.Score && a.ID > b.ID
}

// Wants returns whether Add would keep the neighbour.
func (t *Top) Wants(n Neighbor) bool {
	if len(t.items) < t.K {
		return n.Score == n.Score
	}
	return t.K > 0 && worse(t.items[0], n)
}

// Add keeps the neighbour if it is one of the best so far.
func (t *Top) Add(n Neighbor) {
	switch {
	case !t.Wants(n):
	case len(t.items) < t.K:
		t.items = append(t.items, n)
		t.rise(n)
	default:
		t.sink(n)
	}
}

// rise moves the last item, n, up to its place.
func (t *Top) rise(n Neighbor) {
	i := len(t.items) - 1
	for i > 0 && worse(n, t.items[(i-1)/2]) {
		t.items[i] = t.items[(i-1)/2]
		i = (i - 1) / 2
	}
	t.items[i] = n
}

// sink replaces the root by n and moves it down to its place.
func (t *Top) sink(n Neighbor) {
	i := 0
	for {
		child := 2*i + 1
		if child+1 < len(t.items) && worse(t.items[child+1], t.items[child]) {
			child++
		}
		if child >= len(t.items) || !worse(t.items[child], n) {
			break
		}
		t.items[i] = t.items[child]
		i = child
	}
	t.items[i] = n
}

// Sorted returns the best, the best first.
func (t *Top) Sorted() []Neighbor {
	items := slices.Clone(t.items)
	slices.SortFunc(items, func(a, b Neighbor) int {
		switch {
		case a == b:
			return 0
		case worse(b, a):
			return -1
		}
		return 1
	})
	return items
}
