package word2vec

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// Merge gives the model what all shards have learned, its own part included:
// deltas are those of all shards, in their order. After an error the model is as
// it was.
//
// The sum of what k shards did to a row would overshoot where they all have gone
// most of the way to where the row is best, as with frequent words; their mean
// would learn too little everywhere else. Which it is depends on the direction.
// Seen from a row of one table, the loss is a bowl whose curvature comes from the
// other table's rows x that share its windows,
//
//	H = ¼·Σ x·xᵀ, the sum over those of a window on average,
//
// since the second derivative of −log σ(x·c) for c is σ(1−σ)·x·xᵀ, and σ(1−σ) at
// most ¼. Along an axis of curvature λ, u windows go the part 1−ρ of the way to
// the bottom, ρ = exp(−rate·λ·u), and k·u windows one after the other the part
// 1−ρᵏ. So what k shards have found in u windows each is added up and multiplied,
// along each axis of H, by
//
//	s = (1 − ρᵏ) / (k·(1 − ρ)),
//
// which is 1, the sum, for flat axes and rare rows, and 1/k, the mean, for steep
// axes and frequent rows. The steepest axes are taken one by one, all others with
// their mean curvature.
func (m *Model) Merge(deltas ...[]float32) error {
	g := &m.shard.merging
	if err := g.read(m, deltas); err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	m.shard.undo()
	g.combine(m)
	m.take(g)
	return nil
}

// merging is the work on one merge: what each shard has done, and what all have.
type merging struct {
	windows           float64
	inParts, outParts []part
	in, out           moves
}

func (g *merging) read(m *Model, deltas [][]float32) error {
	if len(deltas) != m.shard.of {
		return fmt.Errorf("%d deltas of %d shards", len(deltas), m.shard.of)
	}
	if !m.Due() {
		return errors.New("no merge is due")
	}
	g.windows, g.inParts, g.outParts = 0, make([]part, len(deltas)), make([]part, len(deltas))
	for i, d := range deltas {
		if len(d) == 0 || !(d[0] >= 0) {
			return fmt.Errorf("delta of shard %d: no number of windows", i)
		}
		g.windows += float64(d[0])
		rest, err := g.inParts[i].read(d[1:], m.In)
		if err == nil {
			rest, err = g.outParts[i].read(rest, m.Out)
		}
		if err == nil && len(rest) > 0 {
			err = fmt.Errorf("%d numbers too many", len(rest))
		}
		if err != nil {
			return fmt.Errorf("delta of shard %d: %w", i, err)
		}
	}
	return nil
}

// combine computes by how much each row moves, given one of the models, which are
// all as they were after the last merge.
func (g *merging) combine(m *Model) {
	both(
		func() { g.in.sum(m.In, g.inParts) },
		func() { g.out.sum(m.Out, g.outParts) },
	)
	rate := float64(m.config.rate(float64(m.shard.round) / float64(m.shard.rounds)))
	inputs := g.windows
	if m.config.Architecture == CBOW {
		inputs = g.in.steps() // a window has one input, like one of its rows
	}
	inScale, outScale := rate/max(g.windows, 1), rate/max(inputs, 1)
	var inBowl, outBowl bowl
	both(
		func() { inBowl = newBowl(m.Out, &g.out, inScale) },
		func() { outBowl = newBowl(m.In, &g.in, outScale) },
	)
	both(
		func() { g.in.damp(inBowl) },
		func() { g.out.damp(outBowl) },
	)
}

func both(a, b func()) {
	var wait sync.WaitGroup
	wait.Go(a)
	b()
	wait.Wait()
}

// take moves the rows of a model that is as it was after the last merge.
func (m *Model) take(g *merging) {
	g.in.apply(m.In)
	g.out.apply(m.Out)
	m.shard.in.keep(g.in.rows)
	m.shard.out.keep(g.out.rows)
	m.shard.round++
	m.shard.windows = m.centres
}

// part is what one shard has done to one table.
type part struct {
	rows, steps, values []float32
}

func (p *part) read(d []float32, t *embedding.Table) (rest []float32, err error) {
	if len(d) == 0 || !(d[0] >= 0) || d[0] > float32(t.Rows()) || len(d)-1 < int(d[0])*(2+t.Dim()) {
		return nil, fmt.Errorf("%d numbers are not the changes of a table of %d × %d", len(d), t.Rows(), t.Dim())
	}
	n := int(d[0])
	d = d[1:]
	p.rows, p.steps, p.values = d[:n], d[n:2*n], d[2*n:(2+t.Dim())*n]
	for _, id := range p.rows {
		if !(id >= 0) || id >= float32(t.Rows()) {
			return nil, fmt.Errorf("row %v is outside 0 to %d", id, t.Rows()-1)
		}
	}
	return d[(2+t.Dim())*n:], nil
}

// moves are what all shards have done to a table.
type moves struct {
	rows   []int32
	shards []float32      // how many have trained the row
	counts []float32      // windows that did
	sums   blas32.General // by how much it moves
	along  blas32.General // of that, along the steepest axes
	places []int32        // by row: 1 + its place in rows, or 0
}

func (v *moves) sum(t *embedding.Table, parts []part) {
	if v.places == nil {
		v.places = make([]int32, t.Rows())
	}
	dim := t.Dim()
	v.rows, v.shards, v.counts, v.sums.Data = v.rows[:0], v.shards[:0], v.counts[:0], v.sums.Data[:0]
	var most int
	for _, p := range parts {
		most += len(p.rows)
	}
	v.sums.Data = slices.Grow(v.sums.Data, min(most, t.Rows())*dim)
	for _, p := range parts {
		for i, id := range p.rows {
			values := p.values[i*dim : (i+1)*dim]
			if k := int(v.places[int(id)]) - 1; k >= 0 {
				v.shards[k]++
				v.counts[k] += p.steps[i]
				vec.Add(v.sums.Data[k*dim:(k+1)*dim], values)
				continue
			}
			v.rows = append(v.rows, int32(id))
			v.shards, v.counts = append(v.shards, 1), append(v.counts, p.steps[i])
			v.sums.Data = append(v.sums.Data, values...)
			v.places[int(id)] = int32(len(v.rows))
		}
	}
	for _, id := range v.rows {
		v.places[id] = 0
	}
	v.sums.Rows, v.sums.Cols, v.sums.Stride = len(v.rows), dim, dim
}

func (v *moves) steps() (sum float64) {
	for _, n := range v.counts {
		sum += float64(n)
	}
	return sum
}

// damp multiplies the moves by s, along each axis of the bowl.
func (v *moves) damp(b bowl) {
	n, q := len(v.rows), b.axes.Rows
	if n == 0 {
		return
	}
	if len(v.along.Data) < n*q {
		v.along.Data = make([]float32, n*q)
	}
	v.along.Rows, v.along.Cols, v.along.Stride = n, q, q
	blas32.Gemm(blas.NoTrans, blas.Trans, 1, v.sums, b.axes, 0, v.along)
	dim := v.sums.Cols
	for k := range v.rows {
		shards, windows := float64(v.shards[k]), float64(v.counts[k]/v.shards[k])
		rest := damping(shards, windows*b.rest)
		vec.Scale(rest, v.sums.Data[k*dim:(k+1)*dim])
		for i, c := range b.curvatures {
			v.along.Data[k*q+i] *= damping(shards, windows*c) - rest
		}
	}
	blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, v.along, b.axes, 1, v.sums)
}

func (v *moves) apply(t *embedding.Table) {
	dim := t.Dim()
	for k, id := range v.rows {
		vec.Add(t.Row(int(id)), v.sums.Data[k*dim:(k+1)*dim])
	}
}

// damping returns (1 − ρᵏ)/(k·(1 − ρ)) with ρ = e⁻ˣ.
func damping(k, x float64) float32 {
	if k == 1 {
		return 1
	}
	if k*x < 1e-2 {
		return float32(1 - (k-1)*x/2) // the series; most rows are rare
	}
	return float32(math.Expm1(-k*x) / (k * math.Expm1(-x)))
}

// bowl is rate·H as the rows of one table see it: the steepest axes, one a row,
// their curvatures, and the mean of the others'.
type bowl struct {
	axes       blas32.General
	curvatures []float64
	rest       float64
}

const (
	steepAxes      = 8
	axesIterations = 12
	// Rows that make up less than this part of the other table's steps do not count
	// in H, if the table is large: they are many, and weigh little.
	rowsInBowl = 1. / 8192
)

// newBowl returns the bowl that comes from a table and from how often its rows
// were in the windows, ¼·scale·Σ counts·x·xᵀ.
func newBowl(t *embedding.Table, v *moves, scale float64) bowl {
	dim, all := t.Dim(), v.steps()
	var used float64
	x := blas32.General{Cols: dim, Stride: dim}
	for k, id := range v.rows {
		if n := float64(v.counts[k]); t.Rows() < 1/rowsInBowl || n >= all*rowsInBowl {
			used += n
			x.Data = append(x.Data, t.Row(int(id))...)
			vec.Scale(float32(math.Sqrt(n)), x.Data[len(x.Data)-dim:])
			x.Rows++
		}
	}
	b := bowl{axes: blas32.General{Rows: min(steepAxes, dim), Cols: dim, Stride: dim, Data: make([]float32, min(steepAxes, dim)*dim)}}
	b.curvatures = make([]float64, b.axes.Rows)
	if used == 0 {
		return b
	}
	h := blas32.General{Rows: dim, Cols: dim, Stride: dim, Data: make([]float32, dim*dim)}
	blas32.Gemm(blas.Trans, blas.NoTrans, float32(scale/4*all/used), x, x, 0, h)
	b.find(h)
	return b
}

// find takes the steepest axes of H by orthogonal iteration: Q ← orthonormal(Q·H).
func (b *bowl) find(h blas32.General) {
	r := NewRandom(1)
	for i := range b.axes.Data {
		b.axes.Data[i] = r.Float32() - .5
	}
	next := blas32.General{Rows: b.axes.Rows, Cols: b.axes.Cols, Stride: b.axes.Stride, Data: make([]float32, len(b.axes.Data))}
	for range axesIterations {
		blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, b.axes, h, 0, next)
		orthonormalise(next)
		b.axes, next = next, b.axes
	}
	blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, b.axes, h, 0, next)
	var trace float64
	for i := range h.Rows {
		trace += float64(h.Data[i*h.Stride+i])
	}
	for i := range b.curvatures {
		c := float64(vec.Dot(rowOf(next, i), rowOf(b.axes, i)))
		b.curvatures[i] = max(0, c)
		trace -= c
	}
	b.rest = max(0, trace) / float64(max(1, h.Rows-b.axes.Rows))
}

// orthonormalise makes the rows orthogonal to those before them and of length 1;
// one that depends on them becomes 0.
func orthonormalise(m blas32.General) {
	for i := range m.Rows {
		row := rowOf(m, i)
		length := vec.Norm(row)
		for range 2 { // what is left of a row may be rounding
			for j := range i {
				vec.AddScaled(row, -vec.Dot(row, rowOf(m, j)), rowOf(m, j))
			}
		}
		if left := vec.Norm(row); left > 1e-5*length {
			vec.Scale(1/left, row)
		} else {
			clear(row)
		}
	}
}

func rowOf(m blas32.General, i int) []float32 { return m.Data[i*m.Stride : i*m.Stride+m.Cols] }
