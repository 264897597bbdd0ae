//go:build !(goexperiment.simd && go1.27)

package vec

func fitRow(x, y *Factor, i int32, js []int32, targets, weights []float32, rate float32) float64 {
	return fitRowScalar(x, y, i, js, targets, weights, rate)
}
