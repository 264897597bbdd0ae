package project

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/mat"

	"nearspace/core/vec"
)

// exactDim is up to which dimension PCA decomposes the whole covariance.
const exactDim = 256

// A PCA is the axes along which rows vary most.
type PCA struct {
	Mean      []float32
	Axes      blas32.General // k × d: axis j is row j, of unit length, its largest part positive
	Variances []float64      // of the rows along each axis, falling
	Total     float64        // variance of all dimensions
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

// Transform stores the k coordinates of a row.
func (p *PCA) Transform(dst, row []float32) {
	vec.Dots(dst[:p.Axes.Rows], p.Axes, 0, row)
	for j := range p.Axes.Rows {
		dst[j] -= vec.Dot(p.Axes.Data[j*p.Axes.Stride:][:p.Axes.Cols], p.Mean)
	}
}

// NewPCA returns the k leading axes of the rows of m. Up to 256 dimensions it
// decomposes their covariance; beyond, it finds the leading axes by subspace
// iteration from a random start, to which the seed belongs. It calls pace now
// and then; a row that is not finite is a *ValueError.
func NewPCA(m blas32.General, k int, seed uint64, pace func() error) (*PCA, error) {
	if m.Rows < 2 || m.Cols < 1 {
		return nil, fmt.Errorf("pca: %d × %d numbers have no axes", m.Rows, m.Cols)
	}
	k = min(k, m.Cols)
	rng := rand.New(rand.NewPCG(seed, 0x9ca))
	p, rounds := m.Cols, 1
	if m.Cols > exactDim {
		p, rounds = min(m.Cols, k+10), 8
	}
	q := randomColumns(m.Cols, p, rng)
	if p == m.Cols {
		q = identity(m.Cols)
	}
	sums := newMoments(m.Cols, p)
	y := make([]float32, p)
	for round := range rounds {
		sums.reset()
		for i := range m.Rows {
			row := m.Data[i*m.Stride:][:m.Cols]
			if round == 0 {
				if err := checkFinite(i, row); err != nil {
					return nil, fmt.Errorf("pca: %w", err)
				}
			}
			vec.Dots(y, q.matrix(), 0, row)
			sums.add(row, y)
			if i%512 == 511 {
				if err := pace(); err != nil {
					return nil, err
				}
			}
		}
		if round < rounds-1 {
			q = sums.image()
			q.orthonormalise(rng)
		}
	}
	vectors, values, err := leading(sums.within(), k)
	if err != nil {
		return nil, fmt.Errorf("pca: %w", err)
	}
	axes := q.times(vectors)
	for j := range k {
		makeLargestPositive(axes.col(j))
	}
	pca := &PCA{Mean: make([]float32, m.Cols), Axes: axes.matrix(), Variances: values, Total: sums.variance()}
	for i, s := range sums.sumX {
		pca.Mean[i] = float32(s / float64(sums.n))
	}
	return pca, nil
}

func identity(d int) columns {
	c := newColumns(d, d)
	for i := range d {
		c.col(i)[i] = 1
	}
	return c
}

func makeLargestPositive(axis []float32) {
	var largest float32
	for _, v := range axis {
		if v*v > largest*largest {
			largest = v
		}
	}
	if largest < 0 {
		vec.Scale(-1, axis)
	}
}

// procrustes returns the rotation R for which A·R is nearest to B: with the
// singular value decomposition AᵀB = U·S·Vᵀ, R = U·Vᵀ.
func procrustes(a, b columns) (*mat.Dense, error) {
	product := mat.NewDense(a.p, b.p, nil)
	for i := range a.p {
		for j := range b.p {
			product.Set(i, j, float64(vec.Dot(a.col(i), b.col(j))))
		}
	}
	var svd mat.SVD
	if !svd.Factorize(product, mat.SVDFull) {
		return nil, fmt.Errorf("the turn between two bases cannot be found")
	}
	var u, v, r mat.Dense
	svd.UTo(&u)
	svd.VTo(&v)
	r.Mul(&u, v.T())
	return &r, nil
}
