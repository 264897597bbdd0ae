//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"
	"simd/archsimd"
)

// manyRegisters tells whether there are 32 vector registers and not 16, as
// AVX-512 has.
func manyRegisters() bool { return Lanes() == maxLanes }

// leaveSIMD is called between vector and scalar arithmetic. Go's scalar
// floating point is SSE, which waits for the upper halves of the registers that
// AVX left behind, many cycles for each instruction, until they are cleared.
func leaveSIMD() { archsimd.ClearAVXUpperBits() }

// sum4 stores the sums over the lanes of four vectors.
func sum4(dst *[4]float32, a, b, c, d simd.Float32s) {
	switch a := a.ToArch().(type) {
	case archsimd.Float32x16:
		b, c, d := b.ToArch().(archsimd.Float32x16), c.ToArch().(archsimd.Float32x16), d.ToArch().(archsimd.Float32x16)
		ab := a.GetLo().Add(a.GetHi()).ConcatAddPairsGrouped(b.GetLo().Add(b.GetHi()))
		cd := c.GetLo().Add(c.GetHi()).ConcatAddPairsGrouped(d.GetLo().Add(d.GetHi()))
		s := ab.ConcatAddPairsGrouped(cd)
		s.GetLo().Add(s.GetHi()).StoreArray(dst)
	case archsimd.Float32x8:
		b, c, d := b.ToArch().(archsimd.Float32x8), c.ToArch().(archsimd.Float32x8), d.ToArch().(archsimd.Float32x8)
		s := a.ConcatAddPairsGrouped(b).ConcatAddPairsGrouped(c.ConcatAddPairsGrouped(d))
		s.GetLo().Add(s.GetHi()).StoreArray(dst)
	case archsimd.Float32x4:
		b, c, d := b.ToArch().(archsimd.Float32x4), c.ToArch().(archsimd.Float32x4), d.ToArch().(archsimd.Float32x4)
		a.ConcatAddPairs(b).ConcatAddPairs(c.ConcatAddPairs(d)).StoreArray(dst)
	}
}
