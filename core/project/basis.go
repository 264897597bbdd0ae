package project

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"nearspace/core/vec"
)

// columns is a d×p basis whose columns lie one after the other, ready for dot
// products with rows.
type columns struct {
	d, p int
	data []float32
}

func newColumns(d, p int) columns { return columns{d, p, make([]float32, d*p)} }

func (c columns) col(j int) []float32 { return c.data[j*c.d : (j+1)*c.d : (j+1)*c.d] }

// matrix returns the columns as rows, for products with a vector.
func (c columns) matrix() blas32.General {
	return blas32.General{Rows: c.p, Cols: c.d, Stride: c.d, Data: c.data}
}

func randomColumns(d, p int, rng *rand.Rand) columns {
	c := newColumns(d, p)
	for i := range c.data {
		c.data[i] = float32(rng.NormFloat64())
	}
	c.orthonormalise(rng)
	return c
}

// orthonormalise is Gram–Schmidt, twice for the sake of rounding. A column that
// depends on those before it is replaced by a random one.
func (c columns) orthonormalise(rng *rand.Rand) {
	for j := range c.p {
		x := c.col(j)
		for tries := 0; ; tries++ {
			before := float64(vec.Norm(x))
			for range 2 {
				for i := range j {
					vec.AddScaled(x, -vec.Dot(c.col(i), x), c.col(i))
				}
			}
			n := float64(vec.Norm(x))
			if n > 1e-5*before && !math.IsInf(n, 0) || j >= c.d || tries > 8 {
				if n > 0 {
					vec.Scale(float32(1/n), x)
				}
				break
			}
			for i := range x {
				x[i] = float32(rng.NormFloat64())
			}
		}
	}
}

// times returns C·Rᵀ, where R is k×p.
func (c columns) times(r blas64.General) columns {
	product := newColumns(c.d, r.Rows)
	for j := range r.Rows {
		for i, v := range rowOf(r, j, c.p).Data {
			vec.AddScaled(product.col(j), float32(v), c.col(i))
		}
	}
	return product
}

// moments gathers, row by row, what the covariance with a basis Q is made of:
// with y = Qᵀx, the sums of x, y, x·yᵀ and y·yᵀ.
type moments struct {
	n       int
	sumX    []float64
	sumY    []float64
	sumXY   []float64 // p columns of d
	sumYY   []float64 // p×p, below the diagonal
	squares float64   // Σ‖x‖²

	partX  []float32 // of the rows since the last flush, in the speed of float32
	partXY columns
	rows   int
}

func newMoments(d, p int) moments {
	return moments{
		sumX: make([]float64, d), sumY: make([]float64, p), sumXY: make([]float64, d*p), sumYY: make([]float64, p*p),
		partX: make([]float32, d), partXY: newColumns(d, p),
	}
}

func (m *moments) reset() {
	for _, s := range [][]float64{m.sumX, m.sumY, m.sumXY, m.sumYY} {
		clear(s)
	}
	clear(m.partX)
	clear(m.partXY.data)
	m.n, m.rows, m.squares = 0, 0, 0
}

// add counts the row scale·x, whose place in the basis is y.
func (m *moments) add(x []float32, scale, square float32, y []float32) {
	vec.AddScaled(m.partX, scale, x)
	for j, v := range y {
		vec.AddScaled(m.partXY.col(j), scale*v, x)
		m.sumY[j] += float64(v)
		for i, u := range y[:j+1] {
			m.sumYY[j*len(y)+i] += float64(u) * float64(v)
		}
	}
	m.squares += float64(square)
	m.n++
	if m.rows++; m.rows == 1024 {
		m.flush()
	}
}

// flush moves the float32 sums into those of float64 before they grow inexact.
func (m *moments) flush() {
	for i, v := range m.partX {
		m.sumX[i] += float64(v)
	}
	for i, v := range m.partXY.data {
		m.sumXY[i] += float64(v)
	}
	clear(m.partX)
	clear(m.partXY.data)
	m.rows = 0
}

// image returns Cov·Q up to a factor: Σ(x−x̄)(y−ȳ)ᵀ.
func (m *moments) image() columns {
	m.flush()
	d, p := len(m.sumX), len(m.sumY)
	c := newColumns(d, p)
	for j := range p {
		mean := m.sumY[j] / float64(m.n)
		for i := range d {
			c.data[j*d+i] = float32(m.sumXY[j*d+i] - m.sumX[i]*mean)
		}
	}
	return c
}

// within returns the covariance of the ys.
func (m *moments) within() blas64.General {
	p := len(m.sumY)
	c := newMatrix(p, p)
	for j := range p {
		for i := range j + 1 {
			v := (m.sumYY[j*p+i] - m.sumY[i]*m.sumY[j]/float64(m.n)) / m.divisor()
			c.Data[i*p+j], c.Data[j*p+i] = v, v
		}
	}
	return c
}

// variance returns the sum of the variances of all dimensions.
func (m *moments) variance() float64 {
	m.flush()
	v := m.squares
	for _, s := range m.sumX {
		v -= s * s / float64(m.n)
	}
	return max(0, v/m.divisor())
}

func (m *moments) divisor() float64 { return max(1, float64(m.n-1)) }

// A ValueError says that a row holds a NaN or an infinity.
type ValueError struct{ Row, Column int }

func (e *ValueError) Error() string {
	return fmt.Sprintf("row %d, column %d is not a finite number", e.Row, e.Column)
}

func checkFinite(id int, x []float32) error {
	if s := vec.Dot(x, x); s-s == 0 {
		return nil
	}
	for k, v := range x {
		if v-v != 0 {
			return &ValueError{id, k}
		}
	}
	return nil
}
