package project

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"nearspace/core/vec"
)

// exactDim is up to which dimension PCA decomposes the whole covariance, in one
// piece of work; beyond, it iterates.
const exactDim = 128

// rounds is how often the iteration passes over the rows, extra how many columns
// it carries beyond those asked for.
const (
	rounds = 8
	extra  = 10
)

// A PCA is the axes along which rows vary most. It is found by Step; the fields
// are set once that has returned true. When the rows change it begins anew, and
// shows the last map meanwhile.
type PCA struct {
	Mean      []float32
	Axes      blas32.General // k × d: axis j is row j, of unit length, its largest part positive
	Variances []float64      // of the rows along each axis, falling
	Total     float64        // variance of all dimensions
	// Sphere, which may be empty, has the axes be those of rows on a sphere, which is
	// then set by Step too; nil: of the rows as they are.
	Sphere *Sphere

	m      blas32.General
	k      int
	rng    *rand.Rand
	phase  phase
	next   int // row
	round  int
	whole  *covariance // of few dimensions
	basis  columns     // of many
	sums   moments
	row    []float32 // scratch: a centred row
	on     []float32 // scratch: a row on the sphere
	y      []float32 // scratch: its place in the basis
	coords []float32
	coming []float32 // of the rows that have been placed
}

type phase int

const (
	sphering phase = iota
	centring
	gathering
	placing
	placed
)

// NewPCA begins the search for the k leading axes of rows. Up to 128 dimensions
// their covariance is decomposed as it is; beyond, subspace iteration finds the
// leading axes from a random start, to which the seed belongs.
func NewPCA(k int, seed uint64) *PCA {
	return &PCA{k: k, rng: rand.New(rand.NewPCG(seed, 0x9ca))}
}

// FitPCA is NewPCA with all its steps.
func FitPCA(m blas32.General, k int, seed uint64) (*PCA, error) {
	p := NewPCA(k, seed)
	for done := false; !done; {
		var err error
		if done, err = p.Step(m, m.Rows); err != nil {
			return nil, err
		}
	}
	return p, nil
}

// Renew begins anew.
func (p *PCA) Renew() { p.m = blas32.General{} }

// Settled says that the axes are known and all rows placed.
func (p *PCA) Settled() bool { return p.phase == placed && p.m.Rows > 0 }

// Dimensions returns how many axes there are.
func (p *PCA) Dimensions() int { return p.k }

// Stage says how far the pass over the rows is.
func (p *PCA) Stage() Stage { return Stage{"rows", p.next, p.m.Rows} }

// Step looks at the next so many rows in one of the passes over them, and
// returns whether the last pass has ended. A row that is not finite is a
// *ValueError.
func (p *PCA) Step(m blas32.General, rows int) (bool, error) {
	if m.Rows != p.m.Rows || m.Cols != p.m.Cols {
		if m.Rows < 2 || m.Cols < 1 {
			return false, fmt.Errorf("pca: %d × %d numbers have no axes", m.Rows, m.Cols)
		}
		p.k = min(p.k, m.Cols)
		p.phase, p.next, p.round, p.whole = centring, 0, 0, nil
		if p.Sphere != nil {
			p.phase, *p.Sphere, p.on = sphering, Sphere{}, make([]float32, m.Cols)
		}
		p.Mean, p.row = make([]float32, m.Cols), make([]float32, m.Cols)
		p.sums = newMoments(m.Cols, 0)
	}
	p.m = m
	if p.phase == placed {
		return false, nil
	}
	for end := min(p.m.Rows, p.next+rows); p.next < end; p.next++ {
		if err := p.visit(p.next); err != nil {
			return false, fmt.Errorf("pca: %w", err)
		}
	}
	if p.next < p.m.Rows {
		return false, nil
	}
	p.next = 0
	if err := p.turn(); err != nil {
		return false, fmt.Errorf("pca: %w", err)
	}
	return p.phase == placed, nil
}

func (p *PCA) visit(i int) error {
	row := p.m.Data[i*p.m.Stride:][:p.m.Cols]
	switch p.phase {
	case sphering:
		if err := checkFinite(i, row); err != nil {
			return err
		}
		p.Sphere.add(row)
		return nil
	case placing:
		p.Transform(p.coming[i*p.k:(i+1)*p.k], row)
		return nil
	}
	row = p.seen(row)
	switch p.phase {
	case centring:
		if err := checkFinite(i, row); err != nil {
			return err
		}
		p.sums.add(row, 1, 0, nil)
	case gathering:
		if p.whole != nil {
			p.whole.add(row)
			return nil
		}
		copy(p.row, row)
		vec.AddScaled(p.row, -1, p.Mean)
		vec.Dots(p.y, p.basis.matrix(), 0, p.row)
		p.sums.add(p.row, 1, vec.Dot(p.row, p.row), p.y)
	}
	return nil
}

// seen returns a row as the axes see it.
func (p *PCA) seen(row []float32) []float32 {
	if p.Sphere == nil {
		return row
	}
	p.Sphere.Transform(p.on, row)
	return p.on
}

// turn ends a pass.
func (p *PCA) turn() error {
	d := p.m.Cols
	switch p.phase {
	case sphering:
		p.Sphere.done()
		p.phase = centring
	case centring:
		p.sums.flush()
		for i, s := range p.sums.sumX {
			p.Mean[i] = float32(s / float64(p.sums.n))
		}
		if d <= exactDim {
			p.whole = newCovariance(p.Mean)
		} else {
			p.basis = randomColumns(d, min(d, p.k+extra), p.rng)
			p.sums = newMoments(d, p.basis.p)
			p.y = make([]float32, p.basis.p)
		}
		p.phase = gathering
	case gathering:
		if p.round++; p.whole == nil && p.round < rounds {
			p.basis = p.sums.image()
			p.basis.orthonormalise(p.rng)
			p.sums.reset()
			return nil
		}
		if err := p.solve(); err != nil {
			return err
		}
		p.coming = make([]float32, p.m.Rows*p.k)
		p.phase = placing
	case placing:
		p.coords, p.coming = p.coming, nil
		p.phase = placed
	}
	return nil
}

// solve finds the axes from what was gathered.
func (p *PCA) solve() error {
	var cov blas64.General
	if p.whole != nil {
		p.basis = identity(p.m.Cols)
		cov, p.Total = p.whole.matrix()
	} else {
		cov, p.Total = p.sums.within(), p.sums.variance()
	}
	vectors, variances, err := vec.LeadingEigen(cov, p.k)
	if err != nil {
		return err
	}
	axes := p.basis.times(vectors)
	for j := range p.k {
		makeLargestPositive(axes.col(j))
	}
	p.Axes, p.Variances = axes.matrix(), variances
	p.whole, p.sums, p.basis = nil, moments{}, columns{}
	return nil
}

// Explained returns each axis's share of the whole variance.
func (p *PCA) Explained() []float64 {
	shares := make([]float64, len(p.Variances))
	for j, v := range p.Variances {
		if p.Total > 0 {
			shares[j] = v / p.Total
		}
	}
	return shares
}

// Coordinates returns n × k numbers, each row's place along the axes, none before
// all have been placed.
func (p *PCA) Coordinates() []float32 { return p.coords }

// Loadings returns how much each dimension and each axis have to do with each
// other, k × d: the axis times its standard deviation, which is the covariance of
// the dimension with the place along the axis at unit variance.
func (p *PCA) Loadings() blas32.General {
	l := blas32.General{Rows: p.k, Cols: p.Axes.Cols, Stride: p.Axes.Cols, Data: make([]float32, p.k*p.Axes.Cols)}
	for j, v := range p.Variances {
		vec.AddScaled(l.Data[j*l.Stride:(j+1)*l.Stride], float32(math.Sqrt(v)), p.Axes.Data[j*p.Axes.Stride:][:l.Cols])
	}
	return l
}

// Transform stores the k coordinates of a row: dst[j] = axisⱼ·(row − mean), the row
// on the sphere if there is one.
func (p *PCA) Transform(dst, row []float32) {
	copy(p.row, p.seen(row))
	vec.AddScaled(p.row, -1, p.Mean)
	vec.Dots(dst[:p.k], p.Axes, 0, p.row)
}

func identity(d int) columns {
	c := newColumns(d, d)
	for i := range d {
		c.col(i)[i] = 1
	}
	return c
}

// makeLargestPositive turns an axis round if its largest part is negative, and
// returns whether it was.
func makeLargestPositive(axis []float32) bool {
	var largest float32
	for _, v := range axis {
		if v*v > largest*largest {
			largest = v
		}
	}
	if largest < 0 {
		vec.Scale(-1, axis)
	}
	return largest < 0
}
