//go:build !(goexperiment.simd && go1.27)

package vec

func butterfly2(yr, yi, xr, xi []float32, apart, length int, w *[6]float32) {
	butterfly2Scalar(yr, yi, xr, xi, apart, length, w, 0)
}

func butterfly3(yr, yi, xr, xi []float32, apart, length int, w *[6]float32) {
	butterfly3Scalar(yr, yi, xr, xi, apart, length, w, 0)
}

func butterfly4(yr, yi, xr, xi []float32, apart, length int, w *[6]float32) {
	butterfly4Scalar(yr, yi, xr, xi, apart, length, w, 0)
}
