package localsgd

import (
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// merging is the work on one merge of each table.
type merging struct {
	in, out side
	windows Windows
}

// side is one table in a merge.
type side struct {
	base     blas32.General // the rows as they were when they were merged last
	shares   []float32      // by row: part of the windows that train it
	trained  []int32        // the rows that any window trains
	rare     []bool
	frequent []int32 // those that are trained and not rare
	whole    bool    // all rows take part
	bowl     bowl    // that its rows are in
	path     float64 // sum of the rates of a part's windows since the last merge
	apart    float64 // and since the last one of rare rows
}

// newSide takes a row for a frequent one that makes up so much of the inputs; if it is
// not said how much each does, it is its share.
func newSide(shares, makes []float32, often float32) side {
	if makes == nil {
		makes = shares
	}
	s := side{shares: shares, rare: make([]bool, len(shares))}
	for id, share := range shares {
		s.rare[id] = makes[id] < often
		if share > 0 {
			s.trained = append(s.trained, int32(id))
		}
		if !s.rare[id] {
			s.frequent = append(s.frequent, int32(id))
		}
	}
	return s
}

// takes says whether a row takes part in the next merge.
func (s *side) takes(id int) bool { return s.shares[id] > 0 && (s.whole || !s.rare[id]) }

// members are the rows that take part in the next merge.
func (s *side) members() []int32 {
	if s.whole {
		return s.trained
	}
	return s.frequent
}

// pathOf returns the sum of the rates of a part's windows since a row was merged.
func (s *side) pathOf(id int) float64 {
	if s.rare[id] {
		return s.apart
	}
	return s.path
}

// prepare finds out which rows take part in the next merge.
func (g *merging) prepare(p *Part) {
	if g.in.shares == nil {
		g.windows = p.tables.Expected()
		g.in, g.out = newSide(g.windows.In, g.windows.Makes, frequent(p.of)), newSide(g.windows.Out, nil, frequent(p.of))
	}
	g.in.base, g.out.base = p.in.base, p.out.base
	g.in.whole = p.whole()
	g.out.whole = g.in.whole
}

// look finds the bowls that the rows are in, every n-th of the two from the i-th on.
// They follow from where the rows were when they were merged last.
func (g *merging) look(i, n int) {
	for ; i < 2; i += n {
		if i == 0 {
			g.in.bowl = newBowl(vectorsOf(g.out.base), g.out.shares, 1)
		} else {
			vectors, shares := g.inputs()
			scale := 1.
			if g.windows.Together {
				scale = 1 / max(1, sumOf(shares))
			}
			g.out.bowl = newBowl(vectors, shares, scale)
		}
	}
}

// inputs are what the rows of Out are multiplied with.
func (g *merging) inputs() (vectors, []float32) {
	rows := vectorsOf(g.in.base)
	if w := &g.windows; w.Input != nil {
		return vectors{len(w.Inputs), rows.dim, func(dst []float32, i int) {
			w.Input(dst, func(i int) []float32 { return rowOf(g.in.base, i) }, i)
		}}, w.Inputs
	}
	return rows, g.in.shares
}

// reach finds out how far the rows can have gone. The sum of the rates is that of
// all windows of all parts.
func (g *merging) reach(p *Part, travel float64) {
	n := float64(p.of)
	g.in.path, g.in.apart = travel/n, (p.apart+travel)/n
	g.out.path, g.out.apart = g.in.path, g.in.apart
}

// mergedTogether is how many rows are merged at once. It is part of the result:
// a product of matrices rounds otherwise at its edges.
const mergedTogether = 64

// merge moves every n-th block of the rows that take part from the i-th on, in the
// parts' tables and where it is remembered what they were.
func (s *side) merge(all []moves, tables []*embedding.Table, i, n int) {
	b, rows := newMergeBlock(s), s.members()
	for from := i * mergedTogether; from < len(rows); from += n * mergedTogether {
		b.sum(all, rows[from:min(from+mergedTogether, len(rows))])
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

// mergeBlock is what all parts have done to a few rows.
type mergeBlock struct {
	side  *side
	rows  []int
	parts []int          // how many have trained the row
	sums  blas32.General // by how much it moves
	along blas32.General // of that, along the steepest axes, which are its rows
}

func newMergeBlock(s *side) *mergeBlock {
	matrix := func(rows, cols int) blas32.General {
		return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float32, rows*cols)}
	}
	return &mergeBlock{side: s, sums: matrix(mergedTogether, s.base.Cols), along: matrix(s.bowl.axes.Rows, mergedTogether)}
}

func (b *mergeBlock) sum(all []moves, ids []int32) {
	b.rows, b.parts = b.rows[:0], b.parts[:0]
	for _, member := range ids {
		id := int(member)
		sum, parts := rowOf(b.sums, len(b.rows)), 0
		for _, m := range all {
			move := m.of(id)
			switch {
			case move == nil:
				continue
			case parts == 0:
				copy(sum, move)
			default:
				vec.Add(sum, move)
			}
			parts++
		}
		if parts > 0 {
			b.rows, b.parts = append(b.rows, id), append(b.parts, parts)
		}
	}
	b.sums.Rows, b.along.Cols = len(b.rows), len(b.rows)
}

// damp multiplies the sums by s, along each axis of the bowl.
func (b *mergeBlock) damp() {
	bowl := &b.side.bowl
	blas32.Gemm(blas.NoTrans, blas.Trans, 1, bowl.axes, b.sums, 0, b.along)
	for k, id := range b.rows {
		parts, path := b.parts[k], float64(b.side.shares[id])*b.side.pathOf(id)
		rest := damping(parts, path*bowl.rest)
		vec.Scale(rest, rowOf(b.sums, k))
		for i, c := range bowl.curvatures {
			rowOf(b.along, i)[k] *= damping(parts, path*c) - rest
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
