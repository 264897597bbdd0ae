//go:build !(goexperiment.simd && go1.27)

package vec

import "gonum.org/v1/gonum/blas/blas32"

func rowDots(dst []float32, x blas32.General, xs []int32, y blas32.General, ys []int32) {
	rowDotsScalar(dst, x, xs, y, ys)
}

func rowUpdates(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32) {
	rowUpdatesScalar(x, xs, y, ys, g)
}
