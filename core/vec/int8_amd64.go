//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"
	"simd/archsimd"
)

// widensInt8 tells whether addInt8 does something.
func widensInt8() bool { return Lanes() > 4 }

// addInt8 adds the products of a and b, in any order, to the lanes of s.
func addInt8(s simd.Int32s, a, b simd.Int8s) simd.Int32s {
	switch a := a.ToArch().(type) {
	case archsimd.Int8x64:
		b, s := b.ToArch().(archsimd.Int8x64), s.ToArch().(archsimd.Int32x16)
		s = s.Add(a.GetLo().ExtendToInt16().DotProductPairs(b.GetLo().ExtendToInt16()))
		s = s.Add(a.GetHi().ExtendToInt16().DotProductPairs(b.GetHi().ExtendToInt16()))
		return simd.Int32sFromArch(s)
	case archsimd.Int8x32:
		b, s := b.ToArch().(archsimd.Int8x32), s.ToArch().(archsimd.Int32x8)
		s = s.Add(a.GetLo().ExtendToInt16().DotProductPairs(b.GetLo().ExtendToInt16()))
		s = s.Add(a.GetHi().ExtendToInt16().DotProductPairs(b.GetHi().ExtendToInt16()))
		return simd.Int32sFromArch(s)
	}
	return s
}

// sumInt32 stores the sums over the lanes of four vectors.
func sumInt32(dst *[4]int32, a, b, c, d simd.Int32s) {
	switch a := a.ToArch().(type) {
	case archsimd.Int32x16:
		b, c, d := b.ToArch().(archsimd.Int32x16), c.ToArch().(archsimd.Int32x16), d.ToArch().(archsimd.Int32x16)
		ab := a.GetLo().Add(a.GetHi()).ConcatAddPairsGrouped(b.GetLo().Add(b.GetHi()))
		cd := c.GetLo().Add(c.GetHi()).ConcatAddPairsGrouped(d.GetLo().Add(d.GetHi()))
		s := ab.ConcatAddPairsGrouped(cd)
		s.GetLo().Add(s.GetHi()).StoreArray(dst)
	case archsimd.Int32x8:
		b, c, d := b.ToArch().(archsimd.Int32x8), c.ToArch().(archsimd.Int32x8), d.ToArch().(archsimd.Int32x8)
		s := a.ConcatAddPairsGrouped(b).ConcatAddPairsGrouped(c.ConcatAddPairsGrouped(d))
		s.GetLo().Add(s.GetHi()).StoreArray(dst)
	}
}
