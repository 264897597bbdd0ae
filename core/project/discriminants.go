package project

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// mostClasses is how many classes discriminants take: their decomposition is one
// piece of work.
const mostClasses = 200

// NewDiscriminants returns a map along the axes that tell the classes of rows
// apart best, those of the largest
//
//	between the classes' means / within the classes
//
// variance, each in units of the standard deviation within. Rows with the label
// −1 are of no class. Of C classes come C−1 axes; further coordinates are 0. So
// that there may be fewer rows than dimensions, each dimension's variance within
// is taken as larger by a thousandth of their mean.
//
// With the Cholesky decomposition S = L·Lᵀ of the covariance within, the axes are
// L⁻ᵀ·v for the leading eigenvectors v of B·Bᵀ, where B holds L⁻¹·(mean of a
// class − mean of all), weighted by its size.
//
// Fisher, "The use of multiple measurements in taxonomic problems", 1936; Rao,
// "The utilization of multiple measurements in problems of biological
// classification", 1948.
func NewDiscriminants(labels []int32, k int, metric space.Metric) *Linear {
	return newLinear(k, metric, func(l *Linear, then func() error) error {
		f := &fisher{l: l, labels: labels}
		if err := f.count(); err != nil {
			return fmt.Errorf("discriminants: %w", err)
		}
		f.begin(then)
		return nil
	})
}

type fisher struct {
	l      *Linear
	labels []int32
	sizes  []float64
	sums   []float64 // classes × d
	within *covariance
}

func (f *fisher) class(i int) int {
	if i >= len(f.labels) {
		return -1
	}
	return int(f.labels[i])
}

func (f *fisher) count() error {
	for i := range f.l.m.Rows {
		c := f.class(i)
		if c >= mostClasses {
			return &SettingError{Name: "labels", Value: fmt.Sprint(c), Min: -1, Max: mostClasses - 1}
		}
		for c >= len(f.sizes) {
			f.sizes = append(f.sizes, 0)
		}
		if c >= 0 {
			f.sizes[c]++
		}
	}
	classes, rows := 0, 0.
	for _, n := range f.sizes {
		rows += n
		if n > 0 {
			classes++
		}
	}
	if classes < 2 || rows < 3 {
		return fmt.Errorf("%v rows of %d classes cannot be told apart", rows, classes)
	}
	return nil
}

// begin begins the two passes: for the means, and for the covariance within.
func (f *fisher) begin(then func() error) {
	l := f.l
	d := l.m.Cols
	f.sums = make([]float64, len(f.sizes)*d)
	means := blas32.General{Rows: len(f.sizes), Cols: d, Stride: d, Data: make([]float32, len(f.sums))}
	gather := stage{id: "rows", n: l.m.Rows, cost: float64(d) / 50, do: func(from, to int) {
		for i := from; i < to; i++ {
			if c := f.class(i); c >= 0 {
				l.take.take(l.row, l.m.Data[i*l.m.Stride:][:d])
				f.within.mean = means.Data[c*d : (c+1)*d]
				f.within.add(l.row)
			}
		}
	}, end: func() error {
		if err := f.solve(means); err != nil {
			return fmt.Errorf("discriminants: %w", err)
		}
		return then()
	}}
	l.course.begin(stage{id: "rows", n: l.m.Rows, do: func(from, to int) {
		for i := from; i < to; i++ {
			if c := f.class(i); c >= 0 {
				l.take.take(l.row, l.m.Data[i*l.m.Stride:][:d])
				for j, v := range l.row {
					f.sums[c*d+j] += float64(v)
				}
			}
		}
	}, end: func() error {
		for c, n := range f.sizes {
			for j := range d {
				means.Data[c*d+j] = float32(f.sums[c*d+j] / max(1, n))
			}
		}
		f.within = newCovariance(means.Data[:d])
		l.course.begin(gather)
		return nil
	}})
}

func (f *fisher) solve(means blas32.General) error {
	d, l := means.Cols, f.l
	s, trace := f.within.matrix()
	for j := range d {
		s.Data[j*d+j] += 1e-3*trace/float64(d) + math.SmallestNonzeroFloat32
	}
	if err := cholesky(s); err != nil {
		return err
	}
	mean, all := make([]float64, d), 0.
	for c, n := range f.sizes {
		all += n
		for j := range d {
			mean[j] += f.sums[c*d+j]
		}
	}
	l.Mean = make([]float32, d)
	for j := range mean {
		mean[j] /= all
		l.Mean[j] = float32(mean[j])
	}
	b := newMatrix(len(f.sizes), d) // a row for each class
	for c, n := range f.sizes {
		row := rowOf(b, c, d)
		for j := range row.Data {
			row.Data[j] = (float64(means.Data[c*d+j]) - mean[j]) * math.Sqrt(n/all)
		}
		forward(s, row.Data)
	}
	// The eigenvectors of BBᵀ are Bᵀ times those of the smaller BᵀB.
	gram := newMatrix(b.Rows, b.Rows)
	for i := range b.Rows {
		for j := range b.Rows {
			gram.Data[i*b.Rows+j] = blas64.Dot(rowOf(b, i, d), rowOf(b, j, d))
		}
	}
	vectors, values, err := vec.LeadingEigen(gram, l.k)
	if err != nil {
		return err
	}
	l.Axes = blas32.General{Rows: l.k, Cols: d, Stride: d, Data: make([]float32, l.k*d)}
	for j, value := range values {
		if value <= 1e-12*values[0] {
			continue
		}
		axis := blas64.Vector{N: d, Inc: 1, Data: make([]float64, d)}
		for i, v := range rowOf(vectors, j, b.Rows).Data {
			blas64.Axpy(v/math.Sqrt(value), rowOf(b, i, d), axis)
		}
		backward(s, axis.Data)
		to := l.Axes.Data[j*d : (j+1)*d]
		for i, v := range axis.Data {
			to[i] = float32(v)
		}
		makeLargestPositive(to)
	}
	return nil
}

// cholesky replaces the lower half of a symmetric matrix by L of L·Lᵀ.
func cholesky(a blas64.General) error {
	for i := range a.Rows {
		for j := range i + 1 {
			v := a.Data[i*a.Stride+j] - blas64.Dot(rowOf(a, i, j), rowOf(a, j, j))
			if j < i {
				a.Data[i*a.Stride+j] = v / a.Data[j*a.Stride+j]
				continue
			}
			if !(v > 0) {
				return fmt.Errorf("the variance within the classes is not positive in dimension %d", i)
			}
			a.Data[i*a.Stride+i] = math.Sqrt(v)
		}
	}
	return nil
}

// forward replaces x by L⁻¹·x.
func forward(l blas64.General, x []float64) {
	for i := range x {
		x[i] = (x[i] - blas64.Dot(rowOf(l, i, i), blas64.Vector{N: i, Inc: 1, Data: x})) / l.Data[i*l.Stride+i]
	}
}

// backward replaces x by L⁻ᵀ·x.
func backward(l blas64.General, x []float64) {
	for i := len(x) - 1; i >= 0; i-- {
		x[i] /= l.Data[i*l.Stride+i]
		blas64.Axpy(-x[i], rowOf(l, i, i), blas64.Vector{N: i, Inc: 1, Data: x})
	}
}
