package project

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// Correlation is a metric of maps: the cosine of rows whose own mean is taken
// away.
const Correlation space.Metric = "correlation"

// points are rows made ready for a metric: at unit length for Cosine, centred
// and at unit length for Correlation, without the mean of all for Euclidean,
// which leaves their distances and takes less rounding. The larger
// x·y + half(y), the nearer is y to x.
//
// The distance of Cosine and Correlation is 1 − x·y; that of Dot is how much
// less x·y is than x's product with its nearest.
type points struct {
	metric space.Metric
	sphere *Sphere    // first of all; nil: none, or that of the whitening
	whiten *Whitening // then; nil: none
	x      blas32.General
	half   []float32 // −½‖x‖² for distances, 0 for products
	mean   []float32
}

// prepare returns the stage that takes over the rows of m. A row that is not
// finite becomes zeros.
func (p *points) prepare(m blas32.General, end func() error) stage {
	d := m.Cols
	if p.whiten != nil {
		d = p.whiten.Dimensions()
	}
	if p.x.Cols != d {
		p.mean = nil
	}
	if p.x.Rows != m.Rows || p.x.Cols != d {
		p.x = blas32.General{Rows: m.Rows, Cols: d, Stride: d, Data: make([]float32, m.Rows*d)}
		p.half = make([]float32, m.Rows)
	}
	if p.mean == nil && p.metric == space.Euclidean {
		p.mean = p.middle(m)
	}
	return stage{id: "prepare", n: m.Rows, do: func(from, to int) {
		for i := from; i < to; i++ {
			x := p.x.Data[i*d : (i+1)*d]
			p.take(x, m.Data[i*m.Stride:][:m.Cols])
			if p.metric != space.Dot {
				p.half[i] = -vec.Dot(x, x) / 2
			}
		}
	}, end: end}
}

// middle returns about the mean, by some thousand rows.
func (p *points) middle(m blas32.General) []float32 {
	mean := make([]float32, p.x.Cols)
	x := make([]float32, p.x.Cols)
	apart := 1 + m.Rows/2000
	n := (m.Rows + apart - 1) / apart
	for i := 0; i < m.Rows; i += apart {
		p.take(x, m.Data[i*m.Stride:][:m.Cols])
		vec.AddScaled(mean, 1/float32(n), x)
	}
	return mean
}

// take stores a row as the metric wants it.
func (p *points) take(dst, row []float32) {
	switch {
	case p.whiten != nil:
		p.whiten.Transform(dst, row)
	case p.sphere != nil:
		p.sphere.Transform(dst, row)
	default:
		copy(dst, row)
	}
	switch p.metric {
	case space.Euclidean:
		if p.mean != nil {
			vec.AddScaled(dst, -1, p.mean)
		}
	case Correlation:
		var sum float32
		for _, v := range dst {
			sum += v
		}
		for i := range dst {
			dst[i] -= sum / float32(len(dst))
		}
	}
	n := vec.Norm(dst)
	switch {
	case n-n != 0:
		clear(dst)
	case n > 0 && p.byDirection():
		vec.Scale(1/n, dst)
	}
}

// byDirection says that the metric looks at directions alone.
func (p *points) byDirection() bool { return p.metric == space.Cosine || p.metric == Correlation }

func (p *points) row(i int) []float32 { return p.x.Data[i*p.x.Stride:][:p.x.Cols] }

// distance returns the metric's distance of two rows; that of Dot is −x·y.
func (p *points) distance(x, y []float32) float32 {
	switch p.metric {
	case space.Euclidean:
		return float32(math.Sqrt(float64(vec.SquaredDistance(x, y))))
	case space.Dot:
		return -vec.Dot(x, y)
	}
	return vec.SquaredDistance(x, y) / 2 // 1 − x·y of unit vectors, without cancellation
}
