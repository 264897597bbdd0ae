//go:build !(goexperiment.simd && go1.27)

package vec

import "gonum.org/v1/gonum/blas/blas32"

func rowSum(dst []float32, alpha float32, x blas32.General, xs []int32) {
	rowSumScalar(dst, alpha, x, xs)
}

func addToRows(x blas32.General, xs []int32, alpha float32, v []float32) {
	addToRowsScalar(x, xs, alpha, v)
}

func bagUpdates(dst, v []float32, y blas32.General, ys []int32, g []float32) {
	bagUpdatesScalar(dst, v, y, ys, g)
}
