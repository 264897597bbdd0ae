package space

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/neighbor"
	"nearspace/core/vec"
)

// ErrNoPath says that no steps between near rows lead from one row to another.
var ErrNoPath = errors.New("no path of near rows leads there")

const (
	// mostBetween is how many rows a path is looked for over at first: on real word
	// vectors it is then nearly always the one that it were over all.
	mostBetween = 1000
	// leastScale is the scale of a row with k equal ones.
	leastScale = 1e-3
)

// Path returns the way from one row to another by steps between near rows on which
//
//	Σ 1 + d(x,y)²/(σ(x)·σ(y)) + Σ (d(from,x) + d(x,to))/d(from,to) − 1
//
// is least: the first sum is over its steps, the second over the rows between the
// ends, and d is the angle for Cosine, the distance for Euclidean. Rows are near if
// one is among the k nearest of the other among those that a filter wants; nil wants
// all, and for Cosine a row of zeros is none. σ(x) is how far the k-th nearest of x is: a step of about that costs least for
// its length, and rows that are near to everything are not on the way to everything
// (Zelnik-Manor and Perona, "Self-tuning spectral clustering", 2004). The second sum
// is how far rows lie out of the way. Only over the rows of which that is least does
// the path lead, a thousand of them, or more where no path does. It is the same the
// other way round.
//
// Each row of the path has the score to the one before, the first that to itself.
// The cost is that of a thousand searches at once. Path calls pace every millisecond
// or so, and ends with the error that pace returns.
func (s *Space) Path(from, to, k int, metric Metric, wants Filter, pace func() error) ([]Neighbor, error) {
	p := &paths{space: s, metric: metric, wants: func(id int) bool {
		directed := metric != Cosine || vec.Norm(s.Row(id)) > 0
		return s.Has(id) && directed && (wants == nil || wants(id))
	}}
	for most := mostBetween; ; most *= 4 {
		if err := p.between(from, to, most, pace); err != nil {
			return nil, err
		}
		if err := p.join(k, pace); err != nil {
			return nil, err
		}
		if path := p.shortest(from, to); path != nil {
			return path, nil
		}
		if most >= s.Len() {
			return nil, ErrNoPath
		}
	}
}

// paths are the rows that a path may lead over, and the steps between them.
type paths struct {
	space  *Space
	metric Metric
	wants  Filter

	rows   []int       // their ids, the least out of the way first
	place  map[int]int // of an id among them
	detour []float64   // as shares of the way
	steps  [][]step
}

type step struct {
	to     int // a place
	length float64
}

// score is that of one row to another, apart how far they are from each other.
func (p *paths) score(a, b int) float64 {
	if p.metric == Euclidean {
		return math.Sqrt(float64(vec.SquaredDistance(p.space.Row(a), p.space.Row(b))))
	}
	return p.space.Similarity(a, b)
}

func (p *paths) apart(a, b int) float64 {
	if p.metric == Euclidean {
		return p.score(a, b)
	}
	return angle(p.score(a, b))
}

func angle(cosine float64) float64 { return math.Acos(math.Max(-1, math.Min(1, cosine))) }

// between chooses the rows least out of the way, the ends among them.
func (p *paths) between(from, to, most int, pace func() error) error {
	straight := math.Max(leastScale, p.apart(from, to))
	best := neighbor.Top{K: most}
	for id := range p.space.Len() {
		switch {
		case id == from || id == to:
			best.Add(Neighbor{ID: id, Score: math.Inf(1)})
		case p.wants(id):
			best.Add(Neighbor{ID: id, Score: 1 - (p.apart(from, id)+p.apart(id, to))/straight})
		}
		if id%4096 == 0 {
			if err := pace(); err != nil {
				return err
			}
		}
	}
	p.rows, p.place, p.detour = nil, map[int]int{}, nil
	for place, n := range best.Sorted() {
		p.rows = append(p.rows, n.ID)
		p.place[n.ID] = place
		p.detour = append(p.detour, math.Max(0, -n.Score)) // 0 of the ends
	}
	return nil
}

// join finds the steps between them: the k nearest to each are looked for among all
// rows.
func (p *paths) join(k int, pace func() error) error {
	queries := blas32.General{Rows: len(p.rows), Cols: p.space.Dim(), Stride: p.space.Dim()}
	for _, id := range p.rows {
		queries.Data = append(queries.Data, p.space.Row(id)...)
	}
	near, err := p.space.exact().Each(queries, k, p.metric, func(query, row int) bool { return row != p.rows[query] && p.wants(row) }, pace)
	if err != nil {
		return err
	}
	scale := make([]float64, len(near))
	for place, found := range near {
		scale[place] = leastScale
		if len(found) > 0 {
			scale[place] = math.Max(leastScale, p.apart(p.rows[place], found[len(found)-1].ID))
		}
	}
	p.steps = make([][]step, len(near))
	for a, found := range near {
		for _, n := range found {
			if b, there := p.place[n.ID]; there {
				apart := p.apart(p.rows[a], n.ID)
				length := 1 + apart*apart/scale[a]/scale[b]
				p.steps[a] = append(p.steps[a], step{b, length + p.detour[b]})
				p.steps[b] = append(p.steps[b], step{a, length + p.detour[a]})
			}
		}
	}
	return nil
}

// shortest returns the way of least length (Dijkstra, 1959), nil if there is none.
func (p *paths) shortest(from, to int) []Neighbor {
	length, before := slices.Repeat([]float64{math.Inf(1)}, len(p.rows)), make([]int, len(p.rows))
	done := make([]bool, len(p.rows))
	start, end := p.place[from], p.place[to]
	length[start] = 0
	for !done[end] {
		at := -1
		for place, l := range length {
			if !done[place] && !math.IsInf(l, 1) && (at < 0 || l < length[at]) {
				at = place
			}
		}
		if at < 0 {
			return nil
		}
		done[at] = true
		for _, next := range p.steps[at] {
			if l := length[at] + next.length; l < length[next.to] {
				length[next.to], before[next.to] = l, at
			}
		}
	}
	way := []int{end}
	for way[0] != start {
		way = slices.Insert(way, 0, before[way[0]])
	}
	path := make([]Neighbor, len(way))
	for i, place := range way {
		path[i] = Neighbor{ID: p.rows[place], Score: p.score(p.rows[place], p.rows[way[max(0, i-1)]])}
	}
	return path
}
