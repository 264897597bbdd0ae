package project

import (
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A Placer is a map on which further rows can be given places while all that is
// there stays where it is.
type Placer interface {
	Projection
	// Place begins to place the rows of m, which have the dimension of the map's,
	// on the map as it is now.
	Place(m blas32.General) (*Placement, error)
	// ByDirection says that the length of a row does not count.
	ByDirection() bool
}

// A Placement finds places for further rows on a map that itself stays as it is.
//
// Where the map is linear, they are where the same axes put them. Among
// neighbours each begins in the middle of its own among the map's rows, by their
// weights, and then moves as the map's points did, without moving them and
// without regard to the other new ones. What is unlike all rows of such a map has
// a place among the least unlike nonetheless.
//
// McInnes, Healy and Melville, "UMAP", 2018, on transforming new data; Poličar,
// Stražar and Zupan, "Embedding to reference t-SNE space addresses batch effects
// in single-cell classification", 2021.
type Placement struct {
	course course
	y      []float32
	done   bool
}

// newPlacement returns one of so many rows, on a map of d numbers a row and k
// coordinates a point; shown says whether the map has points yet.
func newPlacement(m blas32.General, d, k int, shown bool) (*Placement, error) {
	if !shown || m.Cols != d || m.Rows < 1 {
		return nil, &PlaceError{Rows: m.Rows, Dim: m.Cols, Want: d, Shown: shown}
	}
	return &Placement{y: make([]float32, m.Rows*k)}, nil
}

// A PlaceError says why rows have no place on a map: they are none, there is no
// map yet, or its rows have another dimension.
type PlaceError struct {
	Rows, Dim, Want int
	Shown           bool
}

func (e *PlaceError) Error() string {
	if !e.Shown {
		return "placing rows: the map has no points yet"
	}
	return fmt.Sprintf("placing rows: %d of %d numbers, want 1 or more of %d", e.Rows, e.Dim, e.Want)
}

func (p *Placement) end() error { p.done = true; return nil }

// Step works for about so many units and returns whether all rows are placed.
func (p *Placement) Step(units int) (bool, error) {
	for left := float64(units); left > 0 && !p.done; {
		spent, _, err := p.course.step(p.course.things(left))
		if err != nil {
			return false, fmt.Errorf("placing rows: %w", err)
		}
		left -= spent
	}
	return p.done, nil
}

// Stage says what Step works on.
func (p *Placement) Stage() Stage { return Stage{p.course.id, p.course.next, p.course.n} }

// Coordinates returns those of the new rows, once all are placed.
func (p *Placement) Coordinates() []float32 { return p.y }

// along is where a linear map that is shown puts a row.
type along func(at, row []float32)

// place begins to place rows along axes.
func (a along) place(m blas32.General, d, k int) (*Placement, error) {
	p, err := newPlacement(m, d, k, a != nil)
	if err != nil {
		return nil, err
	}
	p.course.begin(stage{id: "rows", n: m.Rows, do: func(from, to int) {
		for i := from; i < to; i++ {
			a(p.y[i*k:(i+1)*k], m.Data[i*m.Stride:][:d])
		}
	}, end: p.end})
	return p, nil
}

// Place implements Placer.
func (l *layout) Place(m blas32.General) (*Placement, error) {
	k := l.k
	p, err := newPlacement(m, l.m.Cols, k, l.rounds > 0)
	if err != nil {
		return nil, err
	}
	// The map goes on meanwhile, perhaps with more rows: it is placed on as it is.
	y := slices.Clone(l.y[:min(len(l.y)/k, l.points.x.Rows)*k])
	n := len(y) / k
	rows, queries := l.points, l.points
	rows.x.Rows, rows.half = n, rows.half[:n]
	queries.x, queries.half = blas32.General{Cols: rows.x.Cols}, nil // the mean and the whitening are the map's
	var found neighbors
	var w []float32
	settle := stage{id: "rounds", n: m.Rows, cost: l.kind.effort(n), do: func(from, to int) {
		for i := from; i < to; i++ {
			at, near := p.y[i*k:(i+1)*k], found.of(i)
			clear(w)
			l.kind.weights(w, near)
			middlemost(at, y, near, w)
			l.kind.settle(at, y, near, w, uint64(i))
		}
	}, end: p.end}
	p.course.begin(queries.prepare(m, func() error {
		found.find(&p.course, &queries, &rows, l.kind.neighbors(n), func() error {
			w = make([]float32, found.k)
			p.course.begin(settle)
			return nil
		})
		return nil
	}))
	return p, nil
}

// middlemost stores the place of that of the nearest few neighbours which is least
// far from all of them, Σⱼ wⱼ·ln(1+d²). The mean would be between the parts of a map
// where these have come apart, near none of them.
func middlemost(at, y []float32, found []neighbor, w []float32) {
	const few = 15
	k, least := len(at), math.Inf(1)
	for _, candidate := range found[:min(few, len(found))] {
		a := y[int(candidate.id)*k:][:k]
		var far float64
		for j, to := range found {
			far += float64(w[j]) * math.Log1p(float64(vec.SquaredDistance(a, y[int(to.id)*k:][:k])))
		}
		if far < least {
			least = far
			copy(at, a)
		}
	}
}

// ByDirection implements Placer.
func (l *layout) ByDirection() bool {
	return l.points.byDirection() && l.points.whiten == nil && l.points.sphere == nil
}

// effort is what it costs to place a point among n.
func (t *TSNE) effort(n int) float64 { return placingRounds * float64(n) / 300 }

const placingRounds = 50

// weights has a lower perplexity than the map's: where its nearest rows are tells
// more of one new row's place than the outline of a whole group.
func (t *TSNE) weights(w []float32, found []neighbor) {
	const perplexity = 5
	newConditional(t.s.Metric, len(found)).add(w, found, attainable(min(perplexity, t.s.Perplexity), len(found)+1), 1)
}

// settle goes down the gradient of the point's own divergence,
//
//	Σⱼ (pⱼ−qⱼ)·(y−yⱼ)/(1+‖y−yⱼ‖²), q[j] = 1/(1+‖y−yⱼ‖²)/z
func (t *TSNE) settle(at, y []float32, found []neighbor, w []float32, _ uint64) {
	const rate = .5
	repel := make([]float32, t.k)
	for range placingRounds {
		z := repelFrom(repel, at, y, t.k)
		var step [3]float32
		for j, to := range found {
			other := y[int(to.id)*t.k:][:t.k]
			p := w[j] / (1 + vec.SquaredDistance(at, other))
			for e, v := range other {
				step[e] += p * (at[e] - v)
			}
		}
		for e := range at {
			at[e] -= rate * (step[e] - repel[e]/float32(z))
		}
	}
}

// transformRounds is how often UMAP looks at the edges of a new point.
const transformRounds = 100

func (u *UMAP) effort(int) float64 { return transformRounds }

// weights are those of UMAP's own transform: the nearest is at no distance but its
// own, so that a row that is in the map already is drawn to itself the most.
func (u *UMAP) weights(w []float32, found []neighbor) { fuzzyFrom(0, w, found) }

// settle takes the edges of one point as often as rounds would.
func (u *UMAP) settle(at, y []float32, found []neighbor, w []float32, i uint64) {
	n := len(y) / u.k
	draw := u.s.Seed + i
	var largest float32
	for _, v := range w {
		largest = max(largest, v)
	}
	due := make([]float32, len(w))
	pull := func(c *curve, other int, rate float32) {
		b := y[other*u.k:][:u.k]
		g := rate * c.at(vec.SquaredDistance(at, b))
		for e, v := range b {
			at[e] += g * (at[e] - v)
		}
	}
	for round := range transformRounds {
		rate := float32(u.s.Rate/4) * (1 - float32(round)/transformRounds)
		for j, to := range found {
			if due[j] += w[j]; due[j] < largest {
				continue
			}
			due[j] -= largest
			pull(u.attract, int(to.id), rate)
			for range u.s.Negatives {
				draw = draw*6364136223846793005 + 1442695040888963407
				pull(u.repel, int(draw>>32*uint64(n)>>32), rate)
			}
		}
	}
}
