package vec

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"
)

// RowSum stores the weighted sum of chosen rows of x in dst,
//
//	dst = alpha·Σᵢ x[xs[i]],
//
// which is a bag of embeddings: alpha is 1 for its sum, 1/len(xs) for its mean.
// dst has x's Cols. No rows give zeros.
func RowSum(dst []float32, alpha float32, x blas32.General, xs []int32) {
	if len(dst) != x.Cols {
		panic(fmt.Sprintf("vec: the sum of rows of %d in a slice of %d", x.Cols, len(dst)))
	}
	rowSum(dst, alpha, x, xs)
}

// AddToRows adds alpha·v to each of the chosen rows of x, the backward pass that
// belongs to RowSum. A row that stands repeatedly in xs gets it as often.
func AddToRows(x blas32.General, xs []int32, alpha float32, v []float32) {
	if len(v) != x.Cols {
		panic(fmt.Sprintf("vec: a slice of %d for rows of %d", len(v), x.Cols))
	}
	addToRows(x, xs, alpha, v)
}

// BagUpdates is RowUpdates for one vector that is no row of a table, whose own
// update is stored apart:
//
//	dst = Σⱼ g[j]·y[ys[j]]
//	y[ys[j]] += g[j]·v
//
// with the values before the call on the right. The rows ys must differ from
// each other; dst, v and y must not overlap.
func BagUpdates(dst, v []float32, y blas32.General, ys []int32, g []float32) {
	if len(dst) != y.Cols || len(v) != y.Cols || len(g) < len(ys) {
		panic(fmt.Sprintf("vec: slices of %d and %d and %d factors for %d rows of %d", len(dst), len(v), len(g), len(ys), y.Cols))
	}
	bagUpdates(dst, v, y, ys, g)
}

func rowSumScalar(dst []float32, alpha float32, x blas32.General, xs []int32) {
	sumColumns(dst, alpha, x, xs, 0)
}

// sumColumns is RowSum on the columns that begin at from.
func sumColumns(dst []float32, alpha float32, x blas32.General, xs []int32, from int) {
	rest := dst[from:]
	clear(rest)
	for _, i := range xs {
		addScaledScalar(rest, 1, row(&x, i)[from:])
	}
	scaleScalar(alpha, rest)
}

func addToRowsScalar(x blas32.General, xs []int32, alpha float32, v []float32) {
	for _, i := range xs {
		addScaledScalar(row(&x, i), alpha, v)
	}
}

func bagUpdatesScalar(dst, v []float32, y blas32.General, ys []int32, g []float32) {
	bagColumns(dst, v, y, ys, g, 0)
}

// bagColumns is BagUpdates on the columns that begin at from.
func bagColumns(dst, v []float32, y blas32.General, ys []int32, g []float32, from int) {
	rest := dst[from:]
	clear(rest)
	for j, yj := range ys {
		r := row(&y, yj)[from:]
		addScaledScalar(rest, g[j], r)
		addScaledScalar(r, g[j], v[from:])
	}
}
