package vec

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"
)

// MaxRows is the largest number of rows that RowDots and RowUpdates take on
// either side: their scratch then fits the stack.
const MaxRows = 64

// RowDots computes the products of chosen rows of x with chosen rows of y,
//
//	dst[i·len(ys)+j] = x[xs[i]] · y[ys[j]],
//
// a small matrix product whose operands lie scattered in two tables. It is the
// forward pass of every model that scores a few embeddings against a few
// others. x and y have equal Cols; dst has at least len(xs)·len(ys) elements.
func RowDots(dst []float32, x blas32.General, xs []int32, y blas32.General, ys []int32) {
	checkRows(dst, x, xs, y, ys)
	rowDots(dst, x, xs, y, ys)
}

// RowUpdates is the backward pass that belongs to RowDots, both sides at once:
//
//	x[xs[i]] += Σⱼ g[i·len(ys)+j] · y[ys[j]]
//	y[ys[j]] += Σᵢ g[i·len(ys)+j] · x[xs[i]]
//
// with the values before the call on the right. The rows ys must differ from
// each other, and x and y must not overlap. A row that stands repeatedly in xs
// gets all its updates, and y sees it as its earlier ones have left it.
func RowUpdates(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32) {
	checkRows(g, x, xs, y, ys)
	rowUpdates(x, xs, y, ys, g)
}

func checkRows(g []float32, x blas32.General, xs []int32, y blas32.General, ys []int32) {
	switch {
	case x.Cols != y.Cols:
		panic(fmt.Sprintf("vec: rows of %d and of %d columns", x.Cols, y.Cols))
	case len(xs) > MaxRows || len(ys) > MaxRows:
		panic(fmt.Sprintf("vec: %d × %d rows, at most %d on a side", len(xs), len(ys), MaxRows))
	case len(g) < len(xs)*len(ys):
		panic(fmt.Sprintf("vec: %d products for %d × %d rows", len(g), len(xs), len(ys)))
	}
}

// row returns row i of m, cut so that the compiler knows its length.
func row(m *blas32.General, i int32) []float32 {
	start := int(i) * m.Stride
	return m.Data[start : start+m.Cols : start+m.Cols]
}

func rowDotsScalar(dst []float32, x blas32.General, xs []int32, y blas32.General, ys []int32) {
	for i, xi := range xs {
		a := row(&x, xi)
		for j, yj := range ys {
			b := row(&y, yj)[:len(a)]
			var s float32
			for k, v := range a {
				s += v * b[k]
			}
			dst[i*len(ys)+j] = s
		}
	}
}

func rowUpdatesScalar(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32) {
	updateColumns(x, xs, y, ys, g, 0)
}

// updateColumns is RowUpdates on the columns that begin at from.
func updateColumns(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32, from int) {
	var next [MaxRows]float32 // y's new values of one column
	for k := from; k < x.Cols; k++ {
		for j, yj := range ys {
			next[j] = y.Data[int(yj)*y.Stride+k]
		}
		for i, xi := range xs {
			at := int(xi)*x.Stride + k
			v := x.Data[at]
			sum := v
			for j, yj := range ys {
				gij := g[i*len(ys)+j]
				sum += gij * y.Data[int(yj)*y.Stride+k]
				next[j] += gij * v
			}
			x.Data[at] = sum
		}
		for j, yj := range ys {
			y.Data[int(yj)*y.Stride+k] = next[j]
		}
	}
}
