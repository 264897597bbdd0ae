package space

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/neighbor"
)

// ErrNoPath says that no steps between near rows lead from one row to another.
var ErrNoPath = errors.New("no path of near rows leads there")

const (
	// mostBetween is how many rows a path may lead over: on real word vectors it is
	// then nearly always the one that it were over all.
	mostBetween = 1000
	// leastScale is the scale of a row with k equal ones.
	leastScale = 1e-3
)

// Path returns the way from one row to another by steps between near rows on which
//
//	Σ θ(x,y)²/(σ(x)·σ(y)) + Σ θ(from,x) + θ(x,to) − θ(from,to)
//
// is least: the first sum is over its steps, the second over the rows between the
// ends, and θ is the angle in radians. Rows are near if one is among the k nearest
// of the other by cosine, among those that a filter wants; nil wants all. Squares
// make a few small steps shorter than a large one. The scale σ(x), the angle from x
// to the k-th nearest, keeps rows that are near to everything from being on the way
// to everything (Zelnik-Manor and Perona, "Self-tuning spectral clustering", 2004).
// The second sum is how far a row lies out of the way; only over the rows of which
// that is least, a thousand, does the path lead. It is the same the other way round.
//
// Each row of the path has the cosine to the one before, the first 1. The cost is
// that of a thousand searches at once. Path calls pace every millisecond or so, and
// ends with the error that pace returns.
func (s *Space) Path(from, to, k int, wants Filter, pace func() error) ([]Neighbor, error) {
	if from == to {
		return []Neighbor{{ID: from, Score: 1}}, nil
	}
	p, err := s.between(from, to, wants, pace)
	if err != nil {
		return nil, err
	}
	if err := p.join(k, wants, pace); err != nil {
		return nil, err
	}
	return p.shortest(from, to)
}

func angle(cosine float64) float64 { return math.Acos(math.Max(-1, math.Min(1, cosine))) }

// A way is the rows that a path may lead over, and the steps between them.
type way struct {
	space  *Space
	rows   []int       // their ids, the least out of the way first
	place  map[int]int // of an id among them
	detour []float64   // radians out of the way
	steps  [][]step
}

type step struct {
	to             int // a place
	cosine, length float64
}

// between chooses the rows least out of the way, the ends among them.
func (s *Space) between(from, to int, wants Filter, pace func() error) (*way, error) {
	p := &way{space: s, place: map[int]int{}}
	straight := angle(s.Similarity(from, to))
	best := neighbor.Top{K: mostBetween}
	for id := range s.Len() {
		switch {
		case id == from || id == to:
			best.Add(Neighbor{ID: id, Score: math.Inf(1)})
		case s.Has(id) && (wants == nil || wants(id)):
			best.Add(Neighbor{ID: id, Score: straight - angle(s.Similarity(from, id)) - angle(s.Similarity(id, to))})
		}
		if id%4096 == 0 {
			if err := pace(); err != nil {
				return nil, err
			}
		}
	}
	for place, n := range best.Sorted() {
		p.rows = append(p.rows, n.ID)
		p.place[n.ID] = place
		p.detour = append(p.detour, math.Max(0, -n.Score)) // 0 of the ends
	}
	return p, nil
}

// join finds the steps between the rows of a way: the k nearest to each are looked
// for among all rows.
func (p *way) join(k int, wants Filter, pace func() error) error {
	s := p.space
	queries := blas32.General{Rows: len(p.rows), Cols: s.Dim(), Stride: s.Dim()}
	for _, id := range p.rows {
		queries.Data = append(queries.Data, s.Row(id)...)
	}
	wanted := func(query, row int) bool {
		return row != p.rows[query] && s.Has(row) && (wants == nil || wants(row))
	}
	near, err := s.exact().Each(queries, k, Cosine, wanted, pace)
	if err != nil {
		return err
	}
	scale := make([]float64, len(near))
	for place, found := range near {
		scale[place] = leastScale
		if len(found) > 0 {
			farthest := found[len(found)-1]
			scale[place] = math.Max(leastScale, angle(s.Similarity(p.rows[place], farthest.ID)))
		}
	}
	p.steps = make([][]step, len(near))
	for a, found := range near {
		for _, n := range found {
			b, there := p.place[n.ID]
			if !there {
				continue
			}
			cosine := s.Similarity(p.rows[a], n.ID)
			length := angle(cosine) * angle(cosine) / scale[a] / scale[b]
			p.steps[a] = append(p.steps[a], step{b, cosine, length + p.detour[b]})
			p.steps[b] = append(p.steps[b], step{a, cosine, length + p.detour[a]})
		}
	}
	return nil
}

// shortest finds the way of least length (Dijkstra, 1959).
func (p *way) shortest(from, to int) ([]Neighbor, error) {
	n := len(p.rows)
	length, before, cosine := slices.Repeat([]float64{math.Inf(1)}, n), make([]int, n), make([]float64, n)
	done := make([]bool, n)
	start, end := p.place[from], p.place[to]
	length[start], before[start], cosine[start] = 0, -1, 1
	for !done[end] {
		at := -1
		for place, l := range length {
			if !done[place] && !math.IsInf(l, 1) && (at < 0 || l < length[at]) {
				at = place
			}
		}
		if at < 0 {
			return nil, ErrNoPath
		}
		done[at] = true
		for _, next := range p.steps[at] {
			if l := length[at] + next.length; l < length[next.to] {
				length[next.to], before[next.to], cosine[next.to] = l, at, next.cosine
			}
		}
	}
	var path []Neighbor
	for place := end; place >= 0; place = before[place] {
		path = append(path, Neighbor{ID: p.rows[place], Score: cosine[place]})
	}
	slices.Reverse(path)
	return path, nil
}
