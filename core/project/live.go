package project

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"nearspace/core/vec"
)

// A Live is a map of rows that change. An update is two passes over the rows, in
// as many steps as one likes; Coordinates are those of the last whole update.
//
// Rows are taken at unit length unless Raw is set, so that near on the map is
// near by cosine, as in every question, and so that frequent words, whose
// vectors grow long, do not push all others into one spot. A row of zeros or one
// that is not finite is put in the middle.
//
// Coordinates are divided by a spread that follows the rows slowly: nine of ten
// points lie within about 1 of the middle, however long the vectors grow.
type Live struct {
	Raw bool // take rows as they are, not at unit length

	m     blas32.General
	k     int
	rng   *rand.Rand
	basis columns // d × p: k axes and a few more, which make them converge
	axes  columns // d × k of the last update; data nil before the first
	sums  moments

	next    int // row
	placing bool
	changed bool      // since the update began
	y       []float32 // n × p, the rows in the basis; the first NaN where a row has no place
	turn    []float32 // p × k, from the basis to the axes
	centre  []float32 // k, of the map
	spread  float64
	coords  []float32 // n × k
	coming  []float32 // those of the update under way
	share   []float64
	moved   float64
	shown   along // where the map that is shown puts rows
}

const (
	spare     = 4  // columns that the iteration carries beyond those one sees
	blockRows = 64 // rows whose products are taken together
)

// NewLive returns a map of k coordinates for rows of dimension d.
func NewLive(d, k int, seed uint64) *Live {
	p := min(d, k+spare)
	rng := rand.New(rand.NewPCG(seed, 0x11fe))
	return &Live{k: min(k, d), rng: rng, basis: randomColumns(d, p, rng), sums: newMoments(d, p)}
}

// Dimensions returns k.
func (l *Live) Dimensions() int { return l.k }

// Coordinates returns n × k numbers, valid until the next update ends; none
// before the first.
func (l *Live) Coordinates() []float32 { return l.coords }

// Renew says that the rows have changed, so that another update is due. While a
// run trains, an update that never ends would show nothing: what is read is what
// the rows are then.
func (l *Live) Renew() { l.changed = true }

// Settled says that the last update moved nothing that could be seen.
func (l *Live) Settled() bool {
	const still = 1e-5
	return !l.changed && l.next == 0 && !l.placing && l.coords != nil && l.moved < still
}

// Stage says how far the pass over the rows is.
func (l *Live) Stage() Stage { return Stage{"rows", l.next, l.m.Rows} }

// Spread returns what coordinates were divided by.
func (l *Live) Spread() float64 { return l.spread }

// Explained returns the share of the variance along each axis.
func (l *Live) Explained() []float64 { return l.share }

// Moved returns how far the last update turned and scaled the map: the largest
// squared sine of an angle between an old axis and its new place, or the squared
// change of the spread as a share of it if that is more. It tells when a map of
// rows at rest has settled.
func (l *Live) Moved() float64 { return l.moved }

// Step looks at the next so many rows of m, and up to 63 more, and returns
// whether they ended an update: the coordinates are new then. If m has more or
// fewer rows than before, the update begins anew.
func (l *Live) Step(m blas32.General, rows int) (bool, error) {
	if m.Rows != l.m.Rows {
		l.next, l.placing = 0, false
	}
	l.m = m
	if l.next == 0 && !l.placing {
		l.changed = false
		l.sums.reset()
		l.y = slices.Grow(l.y[:0], l.m.Rows*l.basis.p)[:l.m.Rows*l.basis.p]
		l.coming = slices.Grow(l.coming[:0], l.m.Rows*l.k)[:l.m.Rows*l.k]
	}
	visit := l.gather
	if l.placing {
		visit = l.place
	}
	for end := min(l.m.Rows, l.next+rows); l.next < end; {
		n := min(blockRows, l.m.Rows-l.next)
		visit(l.next, n)
		l.next += n
	}
	if l.next < l.m.Rows {
		return false, nil
	}
	l.next = 0
	if !l.placing {
		l.placing = true
		return false, l.solve()
	}
	l.placing = false
	l.coords, l.coming = l.coming, l.coords
	l.shown = l.along()
	return true, nil
}

// along is where the last whole update puts rows.
func (l *Live) along() along {
	axes, centre, spread := l.axes, l.centre, l.spread
	return func(dst, row []float32) {
		square := vec.Dot(row, row)
		if square == 0 || square-square != 0 || spread == 0 {
			clear(dst)
			return
		}
		length := 1.
		if !l.Raw {
			length = math.Sqrt(float64(square))
		}
		for j := range dst {
			dst[j] = float32((float64(vec.Dot(axes.col(j), row))/length - float64(centre[j])) / spread)
		}
	}
}

// ByDirection implements Placer.
func (l *Live) ByDirection() bool { return !l.Raw }

// Place implements Placer: new rows are where the axes put them.
func (l *Live) Place(m blas32.General) (*Placement, error) {
	return l.shown.place(m, l.m.Cols, l.k)
}

// gather computes y = Qᵀx for n rows, and counts them.
func (l *Live) gather(from, n int) {
	p := l.basis.p
	var rows, cols [blockRows]int32
	for i := range n {
		rows[i] = int32(from + i)
	}
	for j := range p {
		cols[j] = int32(j)
	}
	ys := l.y[from*p : (from+n)*p]
	vec.RowDots(ys, l.m, rows[:n], l.basis.matrix(), cols[:p])
	for i := range n {
		x := l.m.Data[(from+i)*l.m.Stride:][:l.m.Cols]
		y := ys[i*p : (i+1)*p]
		square := vec.Dot(x, x)
		if square == 0 || square-square != 0 {
			y[0] = float32(math.NaN())
			continue
		}
		scale := float32(1)
		if !l.Raw {
			scale, square = float32(1/math.Sqrt(float64(square))), 1
			vec.Scale(scale, y)
		}
		l.sums.add(x, scale, square, y)
	}
}

// solve orders the basis by variance (Rayleigh–Ritz), turns the leading axes
// towards the last ones, and takes the next basis.
func (l *Live) solve() error {
	p := l.basis.p
	l.turn, l.centre, l.share = make([]float32, p*l.k), make([]float32, l.k), make([]float64, l.k)
	if l.sums.n == 0 {
		return nil
	}
	within := l.sums.within()
	turn, _, err := vec.LeadingEigen(within, l.k)
	if err != nil {
		return fmt.Errorf("live map: %w", err)
	}
	if l.axes.data == nil {
		l.moved = 1
		axes := l.basis.times(turn)
		for j := range l.k {
			if makeLargestPositive(axes.col(j)) {
				blas64.Scal(-1, rowOf(turn, j, p))
			}
		}
		l.axes = axes
	} else {
		r, err := procrustes(l.basis.times(turn), l.axes, l.rng)
		if err != nil {
			return fmt.Errorf("live map: %w", err)
		}
		turn = product(r, turn)
		axes := l.basis.times(turn)
		l.moved = largestSquaredSine(axes, l.axes)
		l.axes = axes
	}
	total := l.sums.variance()
	for j := range l.k {
		axis := rowOf(turn, j, p)
		for i, v := range axis.Data {
			if total > 0 {
				l.share[j] += v * blas64.Dot(rowOf(within, i, p), axis) / total
			}
			l.turn[i*l.k+j] = float32(v)
		}
		l.centre[j] = float32(blas64.Dot(axis, blas64.Vector{N: p, Inc: 1, Data: l.sums.sumY}) / float64(l.sums.n))
	}
	l.follow(l.measure())
	l.basis = l.sums.image()
	l.basis.orthonormalise(l.rng)
	return nil
}

// largestSquaredSine is that between two columns of the same place.
func largestSquaredSine(a, b columns) float64 {
	var square float64
	for j := range a.p {
		c := float64(vec.Dot(a.col(j), b.col(j)))
		square = max(square, 1-c*c)
	}
	return square
}

// measure returns the distance from the middle within which nine of ten rows
// lie, by some thousand of them.
func (l *Live) measure() float64 {
	at := make([]float32, l.k)
	var distances []float64
	for row := 0; row < l.m.Rows; row += 1 + l.m.Rows/2000 {
		if l.locate(at, row) {
			distances = append(distances, float64(vec.Norm(at)))
		}
	}
	if distances == nil {
		return 0
	}
	slices.Sort(distances)
	return distances[len(distances)*9/10]
}

// follow moves the spread a fifth of the way, as factors go, to a new one.
func (l *Live) follow(spread float64) {
	switch {
	case l.spread == 0:
		l.spread = spread
	case spread > 0:
		factor := math.Pow(spread/l.spread, .2)
		l.spread *= factor
		l.moved = max(l.moved, (factor-1)*(factor-1))
	}
}

// locate stores (y − ȳ)·turn of a row, if it has a place.
func (l *Live) locate(at []float32, row int) bool {
	p := l.basis.p
	y := l.y[row*p : (row+1)*p]
	if y[0] != y[0] {
		return false
	}
	for j := range at {
		s := -l.centre[j]
		for i, v := range y {
			s += v * l.turn[i*l.k+j]
		}
		at[j] = s
	}
	return true
}

// place computes the coordinates of n rows.
func (l *Live) place(from, n int) {
	scale := float32(0)
	if l.spread > 0 {
		scale = float32(1 / l.spread)
	}
	for row := from; row < from+n; row++ {
		at := l.coming[row*l.k : (row+1)*l.k]
		if !l.locate(at, row) {
			clear(at)
		}
		for j := range at {
			at[j] *= scale
		}
	}
}

// procrustes returns the rotation R for which A·Rᵀ is nearest to B: with the
// singular value decomposition AᵀB = U·S·Vᵀ, R = V·Uᵀ.
func procrustes(a, b columns, rng *rand.Rand) (blas64.General, error) {
	k := a.p
	m := newMatrix(k, 2*k) // AᵀB and an identity, which becomes Uᵀ
	for i := range k {
		for j := range k {
			m.Data[i*m.Stride+j] = float64(vec.Dot(a.col(i), b.col(j)))
		}
		m.Data[i*m.Stride+k+i] = 1
	}
	squares, err := vec.Jacobi(m, k)
	if err != nil {
		return m, err
	}
	v := newColumns(k, k)
	r := newMatrix(k, k)
	for i := range k {
		for j := range k {
			if squares[i] > 0 {
				v.col(i)[j] = float32(m.Data[i*m.Stride+j] / math.Sqrt(squares[i]))
			}
		}
	}
	v.orthonormalise(rng) // one that S has no length for may be any
	for i := range k {
		for j := range k {
			blas64.Axpy(float64(v.col(i)[j]), blas64.Vector{N: k, Inc: 1, Data: m.Data[i*m.Stride+k:]}, rowOf(r, j, k))
		}
	}
	return r, nil
}

// product returns A·B, for a few rows.
func product(a, b blas64.General) blas64.General {
	c := newMatrix(a.Rows, b.Cols)
	for i := range a.Rows {
		for j, v := range rowOf(a, i, a.Cols).Data {
			blas64.Axpy(v, rowOf(b, j, b.Cols), rowOf(c, i, b.Cols))
		}
	}
	return c
}

// rowOf returns the first n columns of row i.
func rowOf(m blas64.General, i, n int) blas64.Vector {
	return blas64.Vector{N: n, Inc: 1, Data: m.Data[i*m.Stride : i*m.Stride+n]}
}

func newMatrix(rows, cols int) blas64.General {
	return blas64.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float64, rows*cols)}
}
