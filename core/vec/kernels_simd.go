//go:build goexperiment.simd && go1.27

package vec

import "simd"

// Variant names the kernels that this build uses.
const Variant = "simd"

// maxLanes is the width of the widest vectors there are.
const maxLanes = 16

// Lanes returns how many float32 a vector register holds; tables pad their rows
// to multiples of it.
func Lanes() int {
	var v simd.Float32s
	return v.Len()
}

// Each kernel is in two parts, since no scalar arithmetic may mix with that of
// vectors (leaveSIMD): the part over whole vectors returns how far it came.

func dot(x, y []float32) float32 {
	var sums [4]float32
	done := dotLanes(&sums, x, y)
	leaveSIMD()
	s := sums[0] + sums[1] + (sums[2] + sums[3])
	for i, v := range x[done:] {
		s += v * y[done+i]
	}
	return s
}

func dotLanes(sums *[4]float32, x, y []float32) int {
	var s0, s1, s2, s3 simd.Float32s
	w, n := s0.Len(), len(x)
	y = y[:n:n]
	i := 0
	for ; i <= n-4*w; i += 4 * w {
		s0 = simd.LoadFloat32s(x[i:]).MulAdd(simd.LoadFloat32s(y[i:]), s0)
		s1 = simd.LoadFloat32s(x[i+w:]).MulAdd(simd.LoadFloat32s(y[i+w:]), s1)
		s2 = simd.LoadFloat32s(x[i+2*w:]).MulAdd(simd.LoadFloat32s(y[i+2*w:]), s2)
		s3 = simd.LoadFloat32s(x[i+3*w:]).MulAdd(simd.LoadFloat32s(y[i+3*w:]), s3)
	}
	for ; i <= n-w; i += w {
		s0 = simd.LoadFloat32s(x[i:]).MulAdd(simd.LoadFloat32s(y[i:]), s0)
	}
	sum4(sums, s0, s1, s2, s3)
	return i
}

func squaredDistance(x, y []float32) float32 {
	var sums [4]float32
	done := squaredDistanceLanes(&sums, x, y)
	leaveSIMD()
	s := sums[0] + sums[1]
	for i, v := range x[done:] {
		d := v - y[done+i]
		s += d * d
	}
	return s
}

func squaredDistanceLanes(sums *[4]float32, x, y []float32) int {
	var s0, s1, zero simd.Float32s
	w, n := s0.Len(), len(x)
	y = y[:n:n]
	i := 0
	for ; i <= n-2*w; i += 2 * w {
		d0 := simd.LoadFloat32s(x[i:]).Sub(simd.LoadFloat32s(y[i:]))
		d1 := simd.LoadFloat32s(x[i+w:]).Sub(simd.LoadFloat32s(y[i+w:]))
		s0, s1 = d0.MulAdd(d0, s0), d1.MulAdd(d1, s1)
	}
	for ; i <= n-w; i += w {
		d := simd.LoadFloat32s(x[i:]).Sub(simd.LoadFloat32s(y[i:]))
		s0 = d.MulAdd(d, s0)
	}
	sum4(sums, s0, s1, zero, zero)
	return i
}

func scale(alpha float32, dst []float32) {
	done := scaleLanes(alpha, dst)
	leaveSIMD()
	scaleScalar(alpha, dst[done:])
}

func scaleLanes(alpha float32, dst []float32) int {
	a := simd.BroadcastFloat32s(alpha)
	w := a.Len()
	i := 0
	for ; i <= len(dst)-w; i += w {
		simd.LoadFloat32s(dst[i:]).Mul(a).Store(dst[i:])
	}
	return i
}

func addScaled(dst []float32, alpha float32, x []float32) {
	done := addScaledLanes(dst, alpha, x)
	leaveSIMD()
	addScaledScalar(dst[done:], alpha, x[done:])
}

func addScaledLanes(dst []float32, alpha float32, x []float32) int {
	a := simd.BroadcastFloat32s(alpha)
	w, n := a.Len(), len(dst)
	x = x[:n:n]
	i := 0
	for ; i <= n-w; i += w {
		a.MulAdd(simd.LoadFloat32s(x[i:]), simd.LoadFloat32s(dst[i:])).Store(dst[i:])
	}
	return i
}

// addRows adds Σ alpha[i]·aᵢ to dst.
func addRows(dst []float32, alpha *[4]float32, a0, a1, a2, a3 []float32) {
	done := addRowsLanes(dst, alpha, a0, a1, a2, a3)
	leaveSIMD()
	addRowsScalar(dst[done:], alpha, a0[done:], a1[done:], a2[done:], a3[done:])
}

func addRowsLanes(dst []float32, alpha *[4]float32, a0, a1, a2, a3 []float32) int {
	v0, v1 := simd.BroadcastFloat32s(alpha[0]), simd.BroadcastFloat32s(alpha[1])
	v2, v3 := simd.BroadcastFloat32s(alpha[2]), simd.BroadcastFloat32s(alpha[3])
	w, n := v0.Len(), len(dst)
	a0, a1, a2, a3 = a0[:n:n], a1[:n:n], a2[:n:n], a3[:n:n]
	i := 0
	for ; i <= n-w; i += w {
		s := v0.MulAdd(simd.LoadFloat32s(a0[i:]), simd.LoadFloat32s(dst[i:]))
		t := v1.Mul(simd.LoadFloat32s(a1[i:]))
		s = v2.MulAdd(simd.LoadFloat32s(a2[i:]), s)
		t = v3.MulAdd(simd.LoadFloat32s(a3[i:]), t)
		s.Add(t).Store(dst[i:])
	}
	return i
}

func dot64(x, y []float64) float64 {
	var sums [maxLanes / 2]float64
	done := dot64Lanes(&sums, x, y)
	leaveSIMD()
	s := dotScalar(x[done:], y[done:])
	for _, v := range sums {
		s += v
	}
	return s
}

func dot64Lanes(sums *[maxLanes / 2]float64, x, y []float64) int {
	var s0, s1, s2, s3 simd.Float64s
	w, n := s0.Len(), len(x)
	y = y[:n:n]
	i := 0
	for ; i <= n-4*w; i += 4 * w {
		s0 = simd.LoadFloat64s(x[i:]).MulAdd(simd.LoadFloat64s(y[i:]), s0)
		s1 = simd.LoadFloat64s(x[i+w:]).MulAdd(simd.LoadFloat64s(y[i+w:]), s1)
		s2 = simd.LoadFloat64s(x[i+2*w:]).MulAdd(simd.LoadFloat64s(y[i+2*w:]), s2)
		s3 = simd.LoadFloat64s(x[i+3*w:]).MulAdd(simd.LoadFloat64s(y[i+3*w:]), s3)
	}
	for ; i <= n-w; i += w {
		s0 = simd.LoadFloat64s(x[i:]).MulAdd(simd.LoadFloat64s(y[i:]), s0)
	}
	s0.Add(s1).Add(s2.Add(s3)).Store(sums[:])
	return i
}

func addScaled64(dst []float64, alpha float64, x []float64) {
	done := addScaled64Lanes(dst, alpha, x)
	leaveSIMD()
	addScaledScalar(dst[done:], alpha, x[done:])
}

func addScaled64Lanes(dst []float64, alpha float64, x []float64) int {
	a := simd.BroadcastFloat64s(alpha)
	w, n := a.Len(), len(dst)
	x = x[:n:n]
	i := 0
	for ; i <= n-w; i += w {
		a.MulAdd(simd.LoadFloat64s(x[i:]), simd.LoadFloat64s(dst[i:])).Store(dst[i:])
	}
	return i
}

func dots64(dst *[4]float64, x, a0, a1, a2, a3 []float64) {
	var sums [4][maxLanes / 2]float64
	done := dots64Lanes(&sums, x, a0, a1, a2, a3)
	leaveSIMD()
	dots1x4Scalar(dst, x[done:], a0[done:], a1[done:], a2[done:], a3[done:])
	for i := range sums {
		for _, v := range sums[i] {
			dst[i] += v
		}
	}
}

func dots64Lanes(sums *[4][maxLanes / 2]float64, x, a0, a1, a2, a3 []float64) int {
	var s0, s1, s2, s3 simd.Float64s
	w, n := s0.Len(), len(x)
	a0, a1, a2, a3 = a0[:n:n], a1[:n:n], a2[:n:n], a3[:n:n]
	i := 0
	for ; i <= n-w; i += w {
		v := simd.LoadFloat64s(x[i:])
		s0 = v.MulAdd(simd.LoadFloat64s(a0[i:]), s0)
		s1 = v.MulAdd(simd.LoadFloat64s(a1[i:]), s1)
		s2 = v.MulAdd(simd.LoadFloat64s(a2[i:]), s2)
		s3 = v.MulAdd(simd.LoadFloat64s(a3[i:]), s3)
	}
	s0.Store(sums[0][:])
	s1.Store(sums[1][:])
	s2.Store(sums[2][:])
	s3.Store(sums[3][:])
	return i
}

func addRows64(dst []float64, alpha *[4]float64, a0, a1, a2, a3 []float64) {
	done := addRows64Lanes(dst, alpha, a0, a1, a2, a3)
	leaveSIMD()
	addRowsScalar(dst[done:], alpha, a0[done:], a1[done:], a2[done:], a3[done:])
}

func addRows64Lanes(dst []float64, alpha *[4]float64, a0, a1, a2, a3 []float64) int {
	v0, v1 := simd.BroadcastFloat64s(alpha[0]), simd.BroadcastFloat64s(alpha[1])
	v2, v3 := simd.BroadcastFloat64s(alpha[2]), simd.BroadcastFloat64s(alpha[3])
	w, n := v0.Len(), len(dst)
	a0, a1, a2, a3 = a0[:n:n], a1[:n:n], a2[:n:n], a3[:n:n]
	i := 0
	for ; i <= n-w; i += w {
		s := v0.MulAdd(simd.LoadFloat64s(a0[i:]), simd.LoadFloat64s(dst[i:]))
		t := v1.Mul(simd.LoadFloat64s(a1[i:]))
		s = v2.MulAdd(simd.LoadFloat64s(a2[i:]), s)
		t = v3.MulAdd(simd.LoadFloat64s(a3[i:]), t)
		s.Add(t).Store(dst[i:])
	}
	return i
}
