//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"
	"simd/archsimd"
)

// manyRegisters tells whether there are 32 vector registers and not 16.
func manyRegisters() bool { return false }

// leaveSIMD does something only where scalar and vector units disturb each other.
func leaveSIMD() {}

// sum4 stores the sums over the lanes of four vectors.
func sum4(dst *[4]float32, a, b, c, d simd.Float32s) {
	dst[0], dst[1], dst[2], dst[3] = sum(a), sum(b), sum(c), sum(d)
}

func sum(v simd.Float32s) float32 {
	lanes := v.ToArch().(archsimd.Float32x4)
	return lanes.GetElem(0) + lanes.GetElem(1) + (lanes.GetElem(2) + lanes.GetElem(3))
}
