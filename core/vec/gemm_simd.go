//go:build goexperiment.simd && go1.27

package vec

import "simd"

// Four rows of two vectors keep eight sums in registers: enough to hide how long
// a multiplication takes, and few enough for the sixteen registers that code
// from WebAssembly gets.
func tile32() tileKernel[float32] {
	return tileKernel[float32]{4, 2 * Lanes(), addTile32, panels32}
}

func tile64() tileKernel[float64] {
	return tileKernel[float64]{4, Lanes(), addTile64, panels64} // a vector holds half as many
}

func addTile32(c []float32, stride int, a, b []float32) {
	var zero simd.Float32s
	w := zero.Len()
	r0, r1, r2, r3 := c, c[stride:], c[2*stride:], c[3*stride:]
	c00, c01 := simd.LoadFloat32s(r0), simd.LoadFloat32s(r0[w:])
	c10, c11 := simd.LoadFloat32s(r1), simd.LoadFloat32s(r1[w:])
	c20, c21 := simd.LoadFloat32s(r2), simd.LoadFloat32s(r2[w:])
	c30, c31 := simd.LoadFloat32s(r3), simd.LoadFloat32s(r3[w:])
	for len(a) >= 4 && len(b) >= 2*w {
		b0, b1 := simd.LoadFloat32s(b), simd.LoadFloat32s(b[w:])
		v := simd.BroadcastFloat32s(a[0])
		c00, c01 = v.MulAdd(b0, c00), v.MulAdd(b1, c01)
		v = simd.BroadcastFloat32s(a[1])
		c10, c11 = v.MulAdd(b0, c10), v.MulAdd(b1, c11)
		v = simd.BroadcastFloat32s(a[2])
		c20, c21 = v.MulAdd(b0, c20), v.MulAdd(b1, c21)
		v = simd.BroadcastFloat32s(a[3])
		c30, c31 = v.MulAdd(b0, c30), v.MulAdd(b1, c31)
		a, b = a[4:], b[2*w:]
	}
	c00.Store(r0)
	c01.Store(r0[w:])
	c10.Store(r1)
	c11.Store(r1[w:])
	c20.Store(r2)
	c21.Store(r2[w:])
	c30.Store(r3)
	c31.Store(r3[w:])
	leaveSIMD()
}

func addTile64(c []float64, stride int, a, b []float64) {
	var zero simd.Float64s
	w := zero.Len()
	r0, r1, r2, r3 := c, c[stride:], c[2*stride:], c[3*stride:]
	c00, c01 := simd.LoadFloat64s(r0), simd.LoadFloat64s(r0[w:])
	c10, c11 := simd.LoadFloat64s(r1), simd.LoadFloat64s(r1[w:])
	c20, c21 := simd.LoadFloat64s(r2), simd.LoadFloat64s(r2[w:])
	c30, c31 := simd.LoadFloat64s(r3), simd.LoadFloat64s(r3[w:])
	for len(a) >= 4 && len(b) >= 2*w {
		b0, b1 := simd.LoadFloat64s(b), simd.LoadFloat64s(b[w:])
		v := simd.BroadcastFloat64s(a[0])
		c00, c01 = v.MulAdd(b0, c00), v.MulAdd(b1, c01)
		v = simd.BroadcastFloat64s(a[1])
		c10, c11 = v.MulAdd(b0, c10), v.MulAdd(b1, c11)
		v = simd.BroadcastFloat64s(a[2])
		c20, c21 = v.MulAdd(b0, c20), v.MulAdd(b1, c21)
		v = simd.BroadcastFloat64s(a[3])
		c30, c31 = v.MulAdd(b0, c30), v.MulAdd(b1, c31)
		a, b = a[4:], b[2*w:]
	}
	c00.Store(r0)
	c01.Store(r0[w:])
	c10.Store(r1)
	c11.Store(r1[w:])
	c20.Store(r2)
	c21.Store(r2[w:])
	c30.Store(r3)
	c31.Store(r3[w:])
	leaveSIMD()
}
