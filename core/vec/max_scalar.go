//go:build !(goexperiment.simd && go1.27)

package vec

func maxSum(x, y []float32) float32     { return maxSumScalar(x, y) }
func maxProduct(x, y []float32) float32 { return maxProductScalar(x, y) }
