package word2vec

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// Merge gives the model what all shards have learned: deltas are those of all
// shards, in their order. Its own may be nil, since it has that. After an error
// the model is as it was.
//
// The sum of what k shards did to a row would overshoot where they all have gone
// most of the way to where the row is best, as with frequent words; their mean
// would learn too little everywhere else. Which it is depends on the direction.
// Seen from a row of one table, the loss is a bowl whose curvature comes from the
// other table's rows x that share its windows,
//
//	H = u·Σ x·xᵀ, the sum over those of a window on average,
//
// since the second derivative of −log σ(x·c) for c is σ(1−σ)·x·xᵀ. Were u the most
// that σ(1−σ) can be, ¼, the shards would be thought nearer to the bottom than they
// are, and learn as in fewer epochs; with 1/24 they lose least. Along an axis of curvature λ, windows whose rates add up to r go the
// part 1−ρ of the way to the bottom, ρ = exp(−λ·r), and k times as many one after
// the other the part 1−ρᵏ. So what k shards have found in such windows each is added up and
// multiplied, along each axis of H, by
//
//	s = (1 − ρᵏ) / (k·(1 − ρ)),
//
// which is 1, the sum, for flat axes and rare rows, and 1/k, the mean, for steep
// axes and frequent rows. The steepest axes are taken one by one, all others with
// their mean curvature. How many of the windows train a row is not counted but
// expected: it follows from the text.
func (m *Model) Merge(deltas ...[]float32) error {
	travel, in, out, err := m.read(deltas)
	if err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	s := &m.shard
	s.begin()
	g := &s.merging
	g.prepare(m)
	g.look(0, 1)
	g.reach(s, travel)
	g.in.merge(in, []*embedding.Table{m.In}, 0, 1)
	g.out.merge(out, []*embedding.Table{m.Out}, 0, 1)
	s.merged(travel)
	return nil
}

// merged is called after a merge, with the sum of the rates of all shards.
func (s *shard) merged(travel float64) {
	s.apart += travel
	if s.whole() {
		s.apart = 0
	}
	s.round++
	s.travel = 0
}

// read returns the sum of the rates of all windows, and what each shard has done
// to In and to Out.
func (m *Model) read(deltas [][]float32) (travel float64, in, out []moves, err error) {
	if len(deltas) != m.shard.of {
		return 0, nil, nil, fmt.Errorf("%d deltas of %d shards", len(deltas), m.shard.of)
	}
	if !m.Due() {
		return 0, nil, nil, errors.New("no merge is due")
	}
	g := &m.shard.merging
	g.prepare(m)
	in, out = make([]moves, len(deltas)), make([]moves, len(deltas))
	for i, d := range deltas {
		if d == nil && i == m.shard.index {
			travel += float64(float32(m.shard.travel))
			in[i], out[i] = newDifference(&m.shard.in), newDifference(&m.shard.out)
			continue
		}
		if len(d) == 0 || !(d[0] >= 0) {
			return 0, nil, nil, fmt.Errorf("delta of shard %d: no sum of rates", i)
		}
		travel += float64(d[0])
		var toIn, toOut listed
		rest, err := toIn.read(d[1:], m.In, g.in.takes)
		if err == nil {
			rest, err = toOut.read(rest, m.Out, g.out.takes)
		}
		if err == nil && len(rest) > 0 {
			err = fmt.Errorf("%d numbers too many", len(rest))
		}
		if err != nil {
			return 0, nil, nil, fmt.Errorf("delta of shard %d: %w", i, err)
		}
		in[i], out[i] = &toIn, &toOut
	}
	return travel, in, out, nil
}

// moves are what one shard has done to a table. They are asked for in rising
// order.
type moves interface {
	of(id int) []float32 // nil: nothing; valid until the next call
}

// listed are the moves that a delta has.
type listed struct {
	rows, values []float32
	dim          int
}

func (l *listed) read(d []float32, t *embedding.Table, takes func(id int) bool) (rest []float32, err error) {
	dim := t.Dim()
	if len(d) == 0 || !(d[0] >= 0) || d[0] > float32(t.Rows()) || len(d)-1 < int(d[0])*(1+dim) {
		return nil, fmt.Errorf("%d numbers are not the changes of a table of %d × %d", len(d), t.Rows(), dim)
	}
	n := int(d[0])
	d = d[1:]
	*l = listed{d[:n], d[n : (1+dim)*n], dim}
	last := float32(-1)
	for _, id := range l.rows {
		if !(id > last) || id >= float32(t.Rows()) || id != float32(int(id)) {
			return nil, fmt.Errorf("row %v is outside 0 to %d, or not after row %v", id, t.Rows()-1, last)
		}
		if !takes(int(id)) {
			return nil, fmt.Errorf("row %v takes no part in this merge", id)
		}
		last = id
	}
	return d[(1+dim)*n:], nil
}

func (l *listed) of(id int) []float32 {
	if len(l.rows) == 0 || int(l.rows[0]) != id {
		return nil
	}
	move := l.values[:l.dim]
	l.rows, l.values = l.rows[1:], l.values[l.dim:]
	return move
}

// difference are the moves since the last merge.
type difference struct {
	changes *changes
	move    []float32
}

func newDifference(c *changes) *difference {
	return &difference{c, make([]float32, c.table.Dim())}
}

func (d *difference) of(id int) []float32 {
	now, then := d.changes.table.Row(id), rowOf(d.changes.base, id)
	if slices.Equal(now, then) {
		return nil
	}
	copy(d.move, now)
	vec.AddScaled(d.move, -1, then)
	return d.move
}

// merging is the work on one merge of each table.
type merging struct {
	in, out side
	inputs  float64 // of a window
}

// side is one table in a merge.
type side struct {
	base   blas32.General // the rows as they were when they were merged last
	shares []float32      // by row: part of the windows that train it
	often  float32        // part of the windows of a row that is not rare
	whole  bool           // all rows take part
	bowl   bowl           // that its rows are in
	path   float64        // sum of the rates of a shard's windows since the last merge
	apart  float64        // and since the last one of rare rows
}

func (s *side) isFrequent(id int) bool { return s.shares[id] >= s.often }

// takes says whether a row takes part in the next merge.
func (s *side) takes(id int) bool { return s.whole || s.isFrequent(id) }

// pathOf returns the sum of the rates of a shard's windows since a row was merged.
func (s *side) pathOf(id int) float64 {
	if s.isFrequent(id) {
		return s.path
	}
	return s.apart
}

// prepare finds out which rows take part in the next merge.
func (g *merging) prepare(m *Model) {
	s := &m.shard
	if g.in.shares == nil {
		g.in.shares, g.out.shares = m.shares()
		g.in.often, g.out.often = frequent(s.of), frequent(s.of)
		g.inputs = 1
		if m.config.Architecture == CBOW { // a window has one input, like one of its rows
			g.inputs = max(1, sumOf(g.in.shares))
		}
	}
	g.in.base, g.out.base = s.in.base, s.out.base
	g.in.whole = s.whole()
	g.out.whole = g.in.whole
}

// look finds the bowls that the rows are in, every n-th of the two from the i-th on.
// They follow from where the rows were when they were merged last.
func (g *merging) look(i, n int) {
	for ; i < 2; i += n {
		if i == 0 {
			g.in.bowl = newBowl(g.out.base, g.out.shares, 1)
		} else {
			g.out.bowl = newBowl(g.in.base, g.in.shares, 1/g.inputs)
		}
	}
}

// reach finds out how far the rows can have gone. The sum of the rates is that of
// all windows of all shards.
func (g *merging) reach(s *shard, travel float64) {
	n := float64(s.of)
	g.in.path, g.in.apart = travel/n, (s.apart+travel)/n
	g.out.path, g.out.apart = g.in.path, g.in.apart
}

// mergedTogether is how many rows are merged at once. It is part of the result:
// a product of matrices rounds otherwise at its edges.
const mergedTogether = 64

// merge moves every n-th block of the table's rows from the i-th on, in the shards'
// tables and where it is remembered what they were. The frequent rows are together,
// and so are spread over all.
func (s *side) merge(all []moves, tables []*embedding.Table, i, n int) {
	b := newMergeBlock(s)
	for from := i * mergedTogether; from < s.base.Rows; from += n * mergedTogether {
		b.sum(all, from, min(from+mergedTogether, s.base.Rows))
		if len(b.rows) == 0 {
			continue
		}
		b.damp()
		for k, id := range b.rows {
			row := rowOf(s.base, id)
			vec.Add(row, rowOf(b.sums, k))
			for _, t := range tables {
				copy(t.Row(id), row)
			}
		}
	}
}

// mergeBlock is what all shards have done to a few rows.
type mergeBlock struct {
	side   *side
	rows   []int
	shards []int          // how many have trained the row
	sums   blas32.General // by how much it moves
	along  blas32.General // of that, along the steepest axes, which are its rows
}

func newMergeBlock(s *side) *mergeBlock {
	matrix := func(rows, cols int) blas32.General {
		return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float32, rows*cols)}
	}
	return &mergeBlock{side: s, sums: matrix(mergedTogether, s.base.Cols), along: matrix(s.bowl.axes.Rows, mergedTogether)}
}

func (b *mergeBlock) sum(all []moves, from, end int) {
	b.rows, b.shards = b.rows[:0], b.shards[:0]
	for id := from; id < end; id++ {
		if !b.side.takes(id) {
			continue
		}
		sum, shards := rowOf(b.sums, len(b.rows)), 0
		for _, m := range all {
			move := m.of(id)
			switch {
			case move == nil:
				continue
			case shards == 0:
				copy(sum, move)
			default:
				vec.Add(sum, move)
			}
			shards++
		}
		if shards > 0 {
			b.rows, b.shards = append(b.rows, id), append(b.shards, shards)
		}
	}
	b.sums.Rows, b.along.Cols = len(b.rows), len(b.rows)
}

// damp multiplies the sums by s, along each axis of the bowl.
func (b *mergeBlock) damp() {
	bowl := &b.side.bowl
	blas32.Gemm(blas.NoTrans, blas.Trans, 1, bowl.axes, b.sums, 0, b.along)
	for k, id := range b.rows {
		shards, path := b.shards[k], float64(b.side.shares[id])*b.side.pathOf(id)
		rest := damping(shards, path*bowl.rest)
		vec.Scale(rest, rowOf(b.sums, k))
		for i, c := range bowl.curvatures {
			rowOf(b.along, i)[k] *= damping(shards, path*c) - rest
		}
	}
	blas32.Gemm(blas.Trans, blas.NoTrans, 1, b.along, bowl.axes, 1, b.sums)
}

// damping returns (1 − ρᵏ)/(k·(1 − ρ)) = (1 + ρ + … + ρᵏ⁻¹)/k with ρ = e⁻ˣ.
func damping(k int, x float64) float32 {
	if n := float64(k); n*x < .02 { // most rows, whose exponentials would take a while
		return float32(1 - (n-1)*x/2*(1-(2*n-1)*x/6))
	}
	rho, sum := math.Exp(-x), 1.
	for range k - 1 {
		sum = sum*rho + 1
	}
	return float32(sum / float64(k))
}

// bowl is H as the rows of one table see it: the steepest axes, one a row,
// their curvatures, and the mean of the others'.
type bowl struct {
	axes       blas32.General
	curvatures []float64
	rest       float64
}

const (
	evenness       = 1. / 24 // u: σ(1−σ), as it were
	steepAxes      = 4
	axesIterations = 12
	// Rows that have less than this part of the other table's windows do not count
	// in H, if the table is large: they are many, and weigh little.
	rowsInBowl = 1. / 512
)

// newBowl returns the bowl that comes from the rows x of a table and from the part
// of the windows that each is in, u·scale·Σ shares·x·xᵀ.
func newBowl(t blas32.General, shares []float32, scale float64) bowl {
	dim, all := t.Cols, sumOf(shares)
	var used float64
	x := blas32.General{Cols: dim, Stride: dim}
	for id, n := range shares {
		if share := float64(n); share > 0 && (t.Rows < 1/rowsInBowl || share >= all*rowsInBowl) {
			used += share
			x.Data = append(x.Data, rowOf(t, id)...)
			vec.Scale(float32(math.Sqrt(share)), x.Data[len(x.Data)-dim:])
			x.Rows++
		}
	}
	b := bowl{axes: blas32.General{Rows: min(steepAxes, dim), Cols: dim, Stride: dim, Data: make([]float32, min(steepAxes, dim)*dim)}}
	b.curvatures = make([]float64, b.axes.Rows)
	if used == 0 {
		return b
	}
	h := blas32.General{Rows: dim, Cols: dim, Stride: dim, Data: make([]float32, dim*dim)}
	blas32.Gemm(blas.Trans, blas.NoTrans, float32(evenness*scale*all/used), x, x, 0, h)
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

func sumOf(x []float32) (sum float64) {
	for _, v := range x {
		sum += float64(v)
	}
	return sum
}
