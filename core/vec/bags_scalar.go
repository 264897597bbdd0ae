//go:build !(goexperiment.simd && go1.27)

package vec

import "gonum.org/v1/gonum/blas/blas32"

func sumRows([]float32, blas32.General, []int32) int { return 0 }

func addToRows(blas32.General, []int32, []float32) int { return 0 }
