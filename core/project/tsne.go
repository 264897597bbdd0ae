package project

import (
	"math"

	"nearspace/core/vec"
)

// A TSNE is a map by t-distributed stochastic neighbour embedding. With p the
// symmetrised affinities of the rows (conditional) and q those of the points,
//
//	q[i,j] = 1/(1+‖yᵢ−yⱼ‖²)/z,  loss = KL(P‖Q) = Σ p·ln(p/q)
//	∂loss/∂yᵢ = 4·Σⱼ (p[i,j]−q[i,j])·(yᵢ−yⱼ)/(1+‖yᵢ−yⱼ‖²)
//
// it goes down the gradient with momentum and a gain for each coordinate. In the
// first 250 rounds attraction is exaggerated, unless they go on from another map.
//
// Van der Maaten and Hinton, "Visualizing data using t-SNE", 2008; Kobak and
// Berens, "The art of using t-SNE for single-cell transcriptomics", 2019, on
// start and rate.
type TSNE struct {
	layout
	p              *graph
	repulsion      repulsion
	velocity, gain []float32
	attract, repel []float32
	z              float64
	loss           float64
}

const (
	exaggeratedRounds = 250
	lossRounds        = 50  // between two values of the loss
	renewedRounds     = 100 // that follow when the rows have changed
)

// NewTSNE returns a map that has done no work yet.
func NewTSNE(s Settings) *TSNE {
	s.Perplexity = or(s.Perplexity, 30)
	s.Exaggeration = or(s.Exaggeration, 12)
	s.Angle = or(s.Angle, .5)
	s.Rounds = or(s.Rounds, 1000)
	s.Start = or(s.Start, StartPCA)
	t := &TSNE{loss: math.NaN()}
	t.init(s, t)
	return t
}

// or returns v, or what stands for it if it is zero.
func or[T comparable](v, none T) T {
	var zero T
	if v == zero {
		return none
	}
	return v
}

// Loss returns the Kullback–Leibler divergence of the last 50th round, NaN before
// the first.
func (t *TSNE) Loss() float64 { return t.loss }

// attainable returns what can be had of one with n rows: a third of the others.
func attainable(perplexity float64, n int) float64 {
	return max(1, min(perplexity, float64(n-1)/3))
}

func (t *TSNE) neighbors(n int) int {
	return min(n-1, int(3*attainable(max(t.s.Perplexity, t.s.SecondPerplexity), n))+1)
}

// weigh computes the affinities, p[i,j] = (p[j|i] + p[i|j])/2n.
func (t *TSNE) weigh(g *neighbors, end func(*graph) error) stage {
	n := g.rows()
	c := newConditional(t.s.Metric, g.k)
	p := make([]float32, len(g.items))
	scales := []float64{attainable(t.s.Perplexity, n)}
	if t.s.SecondPerplexity > 0 {
		scales = append(scales, attainable(t.s.SecondPerplexity, n))
	}
	return stage{id: "graph", n: n, cost: float64(g.k) / 10, do: func(from, to int) {
		for i := from; i < to; i++ {
			for _, perplexity := range scales {
				c.add(p[i*g.k:(i+1)*g.k], g.of(i), perplexity, 1/float64(len(scales)))
			}
		}
	}, end: func() error {
		scale := 1 / float32(2*n)
		symmetrise(&t.search, g, p, func(a, b float32) float32 { return (a + b) * scale }, func(g *graph) error {
			if t.s.Supervision > 0 {
				supervise(g, t.s.Labels, t.s.Supervision)
				var sum float64
				for _, v := range g.values {
					sum += float64(v)
				}
				for i := range g.values {
					g.values[i] /= float32(sum)
				}
			}
			return end(g)
		})
		return nil
	}}
}

// take begins to work with new affinities.
func (t *TSNE) take(g *graph) {
	n := g.rows()
	if t.p == nil || t.p.rows() != n {
		t.repulsion = t.forces(n)
	}
	t.p = g
	size := n * t.k
	for len(t.gain) < size {
		t.velocity, t.gain = append(t.velocity, 0), append(t.gain, 1)
	}
	t.velocity, t.gain = t.velocity[:size], t.gain[:size]
	t.attract, t.repel = make([]float32, size), make([]float32, size)
}

// forces chooses how repulsion is computed.
func (t *TSNE) forces(n int) repulsion {
	method := t.s.Forces
	if method == "" {
		switch {
		case n <= 1000:
			method = ForcesExact
		case t.k == 2 && n >= 2000: // fewer points lie too far from each other for it
			method = ForcesGrid
		default:
			method = ForcesTree
		}
	}
	switch method {
	case ForcesExact:
		return exactRepulsion{}
	case ForcesGrid:
		if t.k == 2 {
			return &gridRepulsion{}
		}
	}
	return &treeRepulsion{angle: float32(t.s.Angle)}
}

// scale makes a start small, so that the first rounds order it.
func (t *TSNE) scale(y []float32) {
	if size := spreadOf(y, t.k); size > 0 {
		vec.Scale(float32(1e-4/size), y)
	}
}

// round begins one step down the gradient.
func (t *TSNE) round(c *course, end func() error) {
	n := t.p.rows()
	move := stage{id: "rounds", n: n, cost: .05, do: t.move, end: func() error {
		if err := t.centre(); err != nil {
			return err
		}
		return end()
	}}
	due := (t.rounds+1)%lossRounds == 0
	loss := 0.
	c.begin(stage{id: "rounds", n: n, cost: float64(len(t.p.values)) / float64(n) / 300, do: func(from, to int) {
		t.attraction(from, to)
		if due {
			loss += t.cross(from, to)
		}
	}, end: func() error {
		t.repulsion.begin(c, t.y, t.repel, t.k, func(z float64) error {
			t.z = z
			if due {
				t.loss = loss + math.Log(z)
			}
			c.begin(move)
			return nil
		})
		return nil
	}})
}

// attraction computes Σⱼ p[i,j]·(yᵢ−yⱼ)/(1+‖yᵢ−yⱼ‖²).
func (t *TSNE) attraction(from, to int) {
	if t.k == 3 {
		y, forces := triples(t.y), triples(t.attract)
		for i := from; i < to; i++ {
			var f [3]float32
			a := y[i]
			cols, values := t.p.row(i)
			cols = cols[:len(values)]
			for e, p := range values {
				b := &y[cols[e]]
				dx, dy, dz := a[0]-b[0], a[1]-b[1], a[2]-b[2]
				p /= 1 + dx*dx + dy*dy + dz*dz
				f[0] += p * dx
				f[1] += p * dy
				f[2] += p * dz
			}
			forces[i] = f
		}
		return
	}
	y, forces := pairs(t.y), pairs(t.attract)
	for i := from; i < to; i++ {
		var fx, fy float32
		ax, ay := y[i][0], y[i][1]
		cols, values := t.p.row(i)
		cols = cols[:len(values)]
		for e, p := range values {
			b := &y[cols[e]]
			dx, dy := ax-b[0], ay-b[1]
			p /= 1 + dx*dx + dy*dy
			fx += p * dx
			fy += p * dy
		}
		forces[i] = [2]float32{fx, fy}
	}
}

// cross returns Σ p·ln(p·(1+‖yᵢ−yⱼ‖²)) of some rows, the divergence but for ln z.
func (t *TSNE) cross(from, to int) (sum float64) {
	for i := from; i < to; i++ {
		at := t.y[i*t.k : (i+1)*t.k]
		cols, values := t.p.row(i)
		for e, p := range values {
			square := 1.
			for j, v := range t.y[int(cols[e])*t.k:][:t.k] {
				d := float64(at[j] - v)
				square += d * d
			}
			if p > 0 {
				sum += float64(p) * math.Log(float64(p)*square)
			}
		}
	}
	return sum
}

// move takes a step: a gain grows while its coordinate keeps its direction and
// shrinks when it turns.
func (t *TSNE) move(from, to int) {
	rate, momentum, exaggeration := float32(t.rate()), float32(.8), float32(1)
	if t.rounds < exaggeratedRounds {
		momentum, exaggeration = .5, float32(t.s.Exaggeration)
	}
	scale := float32(1 / t.z)
	for i := from * t.k; i < to*t.k; i++ {
		gradient := 4 * (exaggeration*t.attract[i] - scale*t.repel[i])
		v, gain := t.velocity[i], t.gain[i]
		if v*gradient < 0 {
			gain += .2
		} else {
			gain *= .8
			if gain < .01 {
				gain = .01
			}
		}
		v = momentum*v - rate*gain*gradient
		t.velocity[i], t.gain[i] = v, gain
		t.y[i] += v
	}
}

func (t *TSNE) rate() float64 {
	if t.s.Rate > 0 {
		return t.s.Rate
	}
	return max(float64(t.p.rows())/t.s.Exaggeration/4, 50)
}

// supervise scales the weights between rows of different classes by e^(−far),
// where far grows with the strength from 0 without bound, and by e^(−1) at most
// if a class is unknown. It is UMAP's rule.
func supervise(g *graph, labels []int32, strength float64) {
	far := math.Inf(1)
	if strength < 1 {
		far = 5 * strength / (1 - strength)
	}
	apart, unknown := float32(math.Exp(-far)), float32(math.Exp(-min(far, 1)))
	label := func(i int) int32 {
		if i < len(labels) {
			return labels[i]
		}
		return -1
	}
	for i := range g.rows() {
		cols, values := g.row(i)
		for e, j := range cols {
			switch a, b := label(i), label(int(j)); {
			case a < 0 || b < 0:
				values[e] *= unknown
			case a != b:
				values[e] *= apart
			}
		}
	}
}
