//go:build goexperiment.simd && go1.27 && (amd64 || wasm)

package vec

import "simd"

// Package simd has no products of int8 that are wider than their factors; the
// machines have, in addInt8.

func dotsInt8(dst []int32, codes []int8, rows []int32, x []int8) {
	if w := 4 * Lanes(); !widensInt8() || len(x) == 0 || len(x)%w != 0 {
		dotsInt8Scalar(dst, codes, rows, x)
		return
	}
	dotsInt8Lanes(dst, codes, rows, x)
	leaveSIMD()
}

func dotsInt8Lanes(dst []int32, codes []int8, rows []int32, x []int8) {
	var one simd.Int8s
	w, n, last := one.Len(), len(x), len(rows)-1
	for i := 0; i <= last; i += 4 {
		r0, r1 := codes[int(rows[i])*n:][:n:n], codes[int(rows[min(i+1, last)])*n:][:n:n]
		r2, r3 := codes[int(rows[min(i+2, last)])*n:][:n:n], codes[int(rows[min(i+3, last)])*n:][:n:n]
		var s0, s1, s2, s3 simd.Int32s
		for k := 0; k <= n-w; k += w {
			v := simd.LoadInt8s(x[k:])
			s0 = addInt8(s0, v, simd.LoadInt8s(r0[k:]))
			s1 = addInt8(s1, v, simd.LoadInt8s(r1[k:]))
			s2 = addInt8(s2, v, simd.LoadInt8s(r2[k:]))
			s3 = addInt8(s3, v, simd.LoadInt8s(r3[k:]))
		}
		if i+3 <= last {
			sumInt32((*[4]int32)(dst[i:]), s0, s1, s2, s3)
		} else {
			var sums [4]int32
			sumInt32(&sums, s0, s1, s2, s3)
			copy(dst[i:], sums[:])
		}
	}
}
