package project

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A Placement finds places for further rows on a map that itself stays as it is:
// each begins in the middle of its neighbours among the map's rows, by their
// weights, and then moves as the map's own points did, without moving them and
// without regard to the other new ones.
type Placement struct {
	l      *layout
	q      points
	found  neighbors
	course course
	y      []float32
	done   bool
}

// Place begins to place the rows of m, which have the dimension of the map's.
func (l *layout) Place(m blas32.General) (*Placement, error) {
	if l.rounds == 0 || m.Cols != l.m.Cols || m.Rows < 1 {
		return nil, fmt.Errorf("map: %d × %d numbers cannot be placed on a map of %d × %d after %d rounds", m.Rows, m.Cols, l.m.Rows, l.m.Cols, l.rounds)
	}
	p := &Placement{l: l, q: l.points, y: make([]float32, m.Rows*l.k)}
	p.q.x, p.q.half = blas32.General{Cols: l.points.x.Cols}, nil // the mean and the whitening are the map's
	n := len(l.y) / l.k
	settle := stage{id: "rounds", n: m.Rows, cost: l.kind.effort(n), do: func(from, to int) {
		w := make([]float32, p.found.k)
		for i := from; i < to; i++ {
			at, found := p.y[i*l.k:(i+1)*l.k], p.found.of(i)
			clear(w)
			l.kind.weights(w, found)
			var sum float32
			for _, v := range w {
				sum += v
			}
			for j, to := range found {
				vec.AddScaled(at, w[j]/sum, l.y[int(to.id)*l.k:][:l.k])
			}
			l.kind.settle(at, found, w, uint64(i))
		}
	}, end: func() error { p.done = true; return nil }}
	p.course.begin(p.q.prepare(m, func() error {
		p.found.find(&p.course, &p.q, &l.points, l.kind.neighbors(n), func() error {
			p.course.begin(settle)
			return nil
		})
		return nil
	}))
	return p, nil
}

// Step works for about so many units and returns whether all rows are placed.
func (p *Placement) Step(units int) (bool, error) {
	for left := float64(units); left > 0 && !p.done; {
		spent, _, err := p.course.step(p.course.things(left))
		if err != nil {
			return false, err
		}
		left -= spent
	}
	return p.done, nil
}

// Coordinates returns those of the new rows.
func (p *Placement) Coordinates() []float32 { return p.y }

// effort is what it costs to place a point among n.
func (t *TSNE) effort(n int) float64 { return placingRounds * float64(n) / 300 }

const placingRounds = 50

func (t *TSNE) weights(w []float32, found []neighbor) {
	newConditional(t.s.Metric, len(found)).add(w, found, attainable(t.s.Perplexity, len(found)+1), 1)
}

// settle goes down the gradient of the point's own divergence,
//
//	Σⱼ (pⱼ−qⱼ)·(y−yⱼ)/(1+‖y−yⱼ‖²), q[j] = 1/(1+‖y−yⱼ‖²)/z
func (t *TSNE) settle(at []float32, found []neighbor, w []float32, _ uint64) {
	const rate = .5
	repel := make([]float32, t.k)
	for range placingRounds {
		z := repelFrom(repel, at, t.y, t.k)
		var step [3]float32
		for j, to := range found {
			other := t.y[int(to.id)*t.k:][:t.k]
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

func (u *UMAP) effort(int) float64 { return placingRounds }

func (u *UMAP) weights(w []float32, found []neighbor) { fuzzy(w, found) }

// settle takes the edges of one point as often as rounds would.
func (u *UMAP) settle(at []float32, found []neighbor, w []float32, i uint64) {
	n := len(u.y) / u.k
	draw := u.s.Seed + i
	var largest float32
	for _, v := range w {
		largest = max(largest, v)
	}
	due := make([]float32, len(w))
	pull := func(c *curve, other int, rate float32) {
		b := u.y[other*u.k:][:u.k]
		g := rate * c.at(vec.SquaredDistance(at, b))
		for e, v := range b {
			at[e] += g * (at[e] - v)
		}
	}
	for round := range placingRounds {
		rate := float32(u.s.Rate/4) * (1 - float32(round)/placingRounds)
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
