package project

import (
	"math/rand/v2"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"

	"nearspace/core/vec"
)

// A Live is a map of rows that change. An update is one pass over the rows, in
// as many steps as one likes; Coordinates are those of the last whole update.
//
// Rows are taken at unit length, so that near on the map is near by cosine, as
// in every question, and so that frequent words, whose vectors grow long, do not
// push all others into one spot. A row that is not finite is put at the origin.
type Live struct {
	k     int
	rng   *rand.Rand
	basis columns // d × p: k axes and a few more, which make them converge
	axes  columns // d × k of the last update; data nil before the first
	sums  moments

	next   int // row
	unit   []float32
	y      []float32 // n × p, the rows in the basis
	coords []float32 // n × k
	share  []float64
	moved  float64
}

// spare is how many columns the iteration carries beyond those one sees.
const spare = 4

// NewLive returns a map of k coordinates for rows of dimension d.
func NewLive(d, k int, seed uint64) *Live {
	p := min(d, k+spare)
	rng := rand.New(rand.NewPCG(seed, 0x11fe))
	return &Live{k: min(k, d), rng: rng, basis: randomColumns(d, p, rng), sums: newMoments(d, p), unit: make([]float32, d)}
}

// Dimensions returns k.
func (l *Live) Dimensions() int { return l.k }

// Coordinates returns n × k numbers, valid until the next update ends; none
// before the first.
func (l *Live) Coordinates() []float32 { return l.coords }

// Explained returns the share of the variance along each axis.
func (l *Live) Explained() []float64 { return l.share }

// Moved returns how far the axes turned in the last update: the largest sine of
// an angle between an old axis and the new plane. It tells when a map of rows at
// rest has settled.
func (l *Live) Moved() float64 { return l.moved }

// Step looks at the next so many rows of m and returns true when they were the
// last: the coordinates are new then.
func (l *Live) Step(m blas32.General, rows int) (bool, error) {
	p := l.basis.p
	if len(l.y) != m.Rows*p {
		l.y, l.coords = make([]float32, m.Rows*p), make([]float32, m.Rows*l.k)
		l.next = 0
	}
	if l.next == 0 {
		l.sums.reset()
	}
	basis := l.basis.matrix()
	for end := min(m.Rows, l.next+rows); l.next < end; l.next++ {
		copy(l.unit, m.Data[l.next*m.Stride:][:m.Cols])
		y := l.y[l.next*p : (l.next+1)*p]
		n := vec.Norm(l.unit)
		if !(n > 0) || n-n != 0 {
			clear(y)
			continue
		}
		vec.Scale(1/n, l.unit)
		vec.Dots(y, basis, 0, l.unit)
		l.sums.add(l.unit, y)
	}
	if l.next < m.Rows {
		return false, nil
	}
	l.next = 0
	return true, l.finish()
}

// finish orders the basis by variance (Rayleigh–Ritz), turns the leading axes
// towards the last ones, and takes the next basis.
func (l *Live) finish() error {
	if l.sums.n == 0 {
		clear(l.coords)
		return nil
	}
	vectors, _, err := leading(l.sums.within(), l.k)
	if err != nil {
		return err
	}
	axes := l.basis.times(vectors)
	turn := vectors
	if l.axes.data == nil {
		for j := range l.k {
			before := axes.col(j)[0]
			makeLargestPositive(axes.col(j))
			if axes.col(j)[0] != before {
				turn.SetCol(j, negated(mat.Col(nil, j, turn)))
			}
		}
		l.moved = 1
	} else {
		r, err := procrustes(axes, l.axes)
		if err != nil {
			return err
		}
		turn = new(mat.Dense)
		turn.Mul(vectors, r)
		axes = axes.times(r)
		l.moved = l.distance(axes)
	}
	l.place(turn)
	l.axes = axes
	l.basis = l.sums.image()
	l.basis.orthonormalise(l.rng)
	return nil
}

// distance returns the largest sine between an old axis and its new place.
func (l *Live) distance(axes columns) float64 {
	var largest float64
	for j := range l.k {
		c := float64(vec.Dot(axes.col(j), l.axes.col(j)))
		largest = max(largest, 1-c*c)
	}
	return largest
}

// place computes the coordinates (y−ȳ)·turn, and the share of each axis.
func (l *Live) place(turn *mat.Dense) {
	p, n := l.basis.p, float64(l.sums.n)
	t, centre := make([]float32, p*l.k), make([]float32, l.k)
	for j := range l.k {
		var c float64
		for i := range p {
			t[i*l.k+j] = float32(turn.At(i, j))
			c += turn.At(i, j) * l.sums.sumY[i] / n
		}
		centre[j] = float32(c)
	}
	squares := make([]float64, l.k)
	for row := range len(l.coords) / l.k {
		y := l.y[row*p : (row+1)*p]
		for j := range l.k {
			s := -centre[j]
			for i, v := range y {
				s += v * t[i*l.k+j]
			}
			l.coords[row*l.k+j] = s
			squares[j] += float64(s) * float64(s)
		}
	}
	l.share = make([]float64, l.k)
	if total := l.sums.variance() * l.sums.divisor(); total > 0 {
		for j, s := range squares {
			l.share[j] = s / total
		}
	}
}

func negated(x []float64) []float64 {
	for i := range x {
		x[i] = -x[i]
	}
	return x
}
