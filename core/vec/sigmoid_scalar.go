//go:build !(goexperiment.simd && go1.27)

package vec

func sigmoid(dst, x []float32) { sigmoidScalar(dst, x) }
