package project

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"nearspace/core/vec"
)

// covariance gathers Σ (x−x̄)(x−x̄)ᵀ: block by block in float32, the blocks'
// sums in float64.
type covariance struct {
	mean  []float32
	block blas32.General // centred rows
	part  blas32.Symmetric
	sum   []float64 // d×d, the upper half
	n     int
}

func newCovariance(mean []float32) *covariance {
	const rows = 128
	d := len(mean)
	return &covariance{
		mean:  mean,
		block: blas32.General{Cols: d, Stride: d, Data: make([]float32, rows*d)},
		part:  blas32.Symmetric{N: d, Stride: d, Data: make([]float32, d*d), Uplo: blas.Upper},
		sum:   make([]float64, d*d),
	}
}

func (c *covariance) add(x []float32) {
	centred := c.block.Data[c.block.Rows*c.block.Stride:][:len(x)]
	copy(centred, x)
	vec.AddScaled(centred, -1, c.mean)
	c.n++
	if c.block.Rows++; c.block.Rows*c.block.Stride == len(c.block.Data) {
		c.flush()
	}
}

func (c *covariance) flush() {
	if c.block.Rows == 0 {
		return
	}
	blas32.Syrk(blas.Trans, 1, c.block, 0, c.part)
	d := c.part.N
	for i := range d {
		sum := c.sum[i*d : (i+1)*d]
		for j, v := range c.part.Data[i*d+i : (i+1)*d] {
			sum[i+j] += float64(v)
		}
	}
	c.block.Rows = 0
}

// matrix returns the covariance and its trace.
func (c *covariance) matrix() (cov blas64.General, trace float64) {
	c.flush()
	d := c.part.N
	cov = newMatrix(d, d)
	for i := range d {
		for j := i; j < d; j++ {
			v := c.sum[i*d+j] / float64(c.n-1)
			cov.Data[i*d+j], cov.Data[j*d+i] = v, v
		}
		trace += cov.Data[i*d+i]
	}
	return cov, trace
}
