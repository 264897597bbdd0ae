//go:build !(goexperiment.simd && go1.27)

package vec

// Variant names the kernels that this build uses.
const Variant = "scalar"

// Lanes returns how many float32 a vector register holds; tables pad their rows
// to multiples of it.
func Lanes() int { return 1 }

func dot(x, y []float32) float32                           { return dotScalar(x, y) }
func squaredDistance(x, y []float32) float32               { return squaredDistanceScalar(x, y) }
func scale(alpha float32, dst []float32)                   { scaleScalar(alpha, dst) }
func addScaled(dst []float32, alpha float32, x []float32)  { addScaledScalar(dst, alpha, x) }
func dots1x4(dst *[4]float32, a, b0, b1, b2, b3 []float32) { dots1x4Scalar(dst, a, b0, b1, b2, b3) }
func addRows(dst []float32, alpha *[4]float32, a0, a1, a2, a3 []float32) {
	addRowsScalar(dst, alpha, a0, a1, a2, a3)
}

func dot64(x, y []float64) float64                          { return dotScalar(x, y) }
func addScaled64(dst []float64, alpha float64, x []float64) { addScaledScalar(dst, alpha, x) }
func dots64(dst *[4]float64, x, a0, a1, a2, a3 []float64)   { dots1x4Scalar(dst, x, a0, a1, a2, a3) }
func addRows64(dst []float64, alpha *[4]float64, a0, a1, a2, a3 []float64) {
	addRowsScalar(dst, alpha, a0, a1, a2, a3)
}
