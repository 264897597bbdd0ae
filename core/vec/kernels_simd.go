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
