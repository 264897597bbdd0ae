//go:build !(goexperiment.simd && go1.27)

package vec

func tile32() tileKernel[float32] {
	return tileKernel[float32]{4, 2, addTileScalar[float32], panels32}
}

func tile64() tileKernel[float64] {
	return tileKernel[float64]{4, 2, addTileScalar[float64], panels64}
}
