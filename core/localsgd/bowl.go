package localsgd

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

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

// vectors are those of one table's side.
type vectors struct {
	count, dim int
	of         func(dst []float32, i int)
}

func vectorsOf(m blas32.General) vectors {
	return vectors{m.Rows, m.Cols, func(dst []float32, i int) { copy(dst, rowOf(m, i)) }}
}

// newBowl returns the bowl that comes from the vectors x of one side and from the
// part of the windows that each is in, u·scale·Σ shares·x·xᵀ.
func newBowl(v vectors, shares []float32, scale float64) bowl {
	dim, all := v.dim, sumOf(shares)
	var used float64
	x := blas32.General{Cols: dim, Stride: dim}
	for i, n := range shares {
		if share := float64(n); share > 0 && (v.count < 1/rowsInBowl || share >= all*rowsInBowl) {
			used += share
			x.Data = append(x.Data, make([]float32, dim)...)
			last := x.Data[len(x.Data)-dim:]
			v.of(last, i)
			vec.Scale(float32(math.Sqrt(share)), last)
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
	r := rand.New(rand.NewPCG(1, 1))
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
