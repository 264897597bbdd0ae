//go:build !(goexperiment.simd && go1.27)

package vec

import "gonum.org/v1/gonum/blas/blas32"

func dotsAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	dotsAtScalar(dst, m, rows, x)
}

func squaredDistancesAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	squaredDistancesAtScalar(dst, m, rows, x)
}
