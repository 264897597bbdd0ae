//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"
	"simd/archsimd"
)

// widensInt8 tells whether addInt8 does something.
func widensInt8() bool { return true }

// addInt8 adds the products of a and b, in any order, to the lanes of s. Two
// products, each at most 127², fit int16.
func addInt8(s simd.Int32s, a, b simd.Int8s) simd.Int32s {
	x, y := a.ToArch().(archsimd.Int8x16), b.ToArch().(archsimd.Int8x16)
	p := x.MulWidenLo(y).Add(x.MulWidenHi(y))
	sum := s.ToArch().(archsimd.Int32x4).Add(p.ExtendLo4ToInt32()).Add(p.ExtendHi4ToInt32())
	return simd.Int32sFromArch(sum)
}

// sumInt32 stores the sums over the lanes of four vectors.
func sumInt32(dst *[4]int32, a, b, c, d simd.Int32s) {
	dst[0], dst[1], dst[2], dst[3] = lanesInt32(a), lanesInt32(b), lanesInt32(c), lanesInt32(d)
}

func lanesInt32(v simd.Int32s) int32 {
	lanes := v.ToArch().(archsimd.Int32x4)
	return lanes.GetElem(0) + lanes.GetElem(1) + lanes.GetElem(2) + lanes.GetElem(3)
}
