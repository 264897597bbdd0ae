//go:build !(goexperiment.simd && go1.27 && (amd64 || wasm))

package vec

func dotsInt8(dst []int32, codes []int8, rows []int32, x []int8) {
	dotsInt8Scalar(dst, codes, rows, x)
}
