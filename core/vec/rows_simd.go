//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"

	"gonum.org/v1/gonum/blas/blas32"
)

// Six targets, the usual positive and five negatives, have kernels of their own
// that keep six rows in registers.
const blockTargets = 6

func rowDots(dst []float32, x blas32.General, xs []int32, y blas32.General, ys []int32) {
	i := 0
	if len(ys) == blockTargets {
		for ; i+2 <= len(xs); i += 2 {
			dots2x6((*[12]float32)(dst[i*6:]), row(&x, xs[i]), row(&x, xs[i+1]), y, (*[6]int32)(ys))
		}
	}
	for ; i < len(xs); i++ {
		a := row(&x, xs[i])
		d := dst[i*len(ys) : (i+1)*len(ys)]
		if len(ys) < 4 {
			for j, yj := range ys {
				d[j] = dot(a, row(&y, yj))
			}
			continue
		}
		for j := 0; j < len(ys); j += 4 {
			j := min(j, len(ys)-4) // the last four overlap those before
			dots1x4((*[4]float32)(d[j:]), a, row(&y, ys[j]), row(&y, ys[j+1]), row(&y, ys[j+2]), row(&y, ys[j+3]))
		}
	}
}

func dots1x4(dst *[4]float32, a, b0, b1, b2, b3 []float32) {
	var s0, s1, s2, s3 simd.Float32s
	w, n := s0.Len(), len(a)
	b0, b1, b2, b3 = b0[:n:n], b1[:n:n], b2[:n:n], b3[:n:n]
	k := 0
	for ; k <= n-w; k += w {
		v := simd.LoadFloat32s(a[k:])
		s0 = v.MulAdd(simd.LoadFloat32s(b0[k:]), s0)
		s1 = v.MulAdd(simd.LoadFloat32s(b1[k:]), s1)
		s2 = v.MulAdd(simd.LoadFloat32s(b2[k:]), s2)
		s3 = v.MulAdd(simd.LoadFloat32s(b3[k:]), s3)
	}
	sum4(dst, s0, s1, s2, s3)
	leaveSIMD()
	for ; k < n; k++ {
		dst[0] += a[k] * b0[k]
		dst[1] += a[k] * b1[k]
		dst[2] += a[k] * b2[k]
		dst[3] += a[k] * b3[k]
	}
}

func dots2x6(dst *[12]float32, a, b []float32, y blas32.General, ys *[6]int32) {
	n := len(a)
	b = b[:n:n]
	c0, c1, c2 := row(&y, ys[0])[:n:n], row(&y, ys[1])[:n:n], row(&y, ys[2])[:n:n]
	c3, c4, c5 := row(&y, ys[3])[:n:n], row(&y, ys[4])[:n:n], row(&y, ys[5])[:n:n]
	var a0, a1, a2, a3, a4, a5 simd.Float32s
	var b0, b1, b2, b3, b4, b5 simd.Float32s
	w := a0.Len()
	k := 0
	for ; k <= n-w; k += w {
		u := simd.LoadFloat32s(a[k:])
		v := simd.LoadFloat32s(b[k:])
		t := simd.LoadFloat32s(c0[k:])
		a0, b0 = u.MulAdd(t, a0), v.MulAdd(t, b0)
		t = simd.LoadFloat32s(c1[k:])
		a1, b1 = u.MulAdd(t, a1), v.MulAdd(t, b1)
		t = simd.LoadFloat32s(c2[k:])
		a2, b2 = u.MulAdd(t, a2), v.MulAdd(t, b2)
		t = simd.LoadFloat32s(c3[k:])
		a3, b3 = u.MulAdd(t, a3), v.MulAdd(t, b3)
		t = simd.LoadFloat32s(c4[k:])
		a4, b4 = u.MulAdd(t, a4), v.MulAdd(t, b4)
		t = simd.LoadFloat32s(c5[k:])
		a5, b5 = u.MulAdd(t, a5), v.MulAdd(t, b5)
	}
	sum4((*[4]float32)(dst[0:]), a0, a1, a2, a3)
	sum4((*[4]float32)(dst[4:]), a4, a5, b0, b1)
	sum4((*[4]float32)(dst[8:]), b2, b3, b4, b5)
	leaveSIMD()
	for ; k < n; k++ {
		for j, c := range [...][]float32{c0, c1, c2, c3, c4, c5} {
			dst[j] += a[k] * c[k]
			dst[6+j] += b[k] * c[k]
		}
	}
}

func rowUpdates(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32) {
	var done int
	if len(ys) == blockTargets {
		done = update6(x, xs, y, (*[6]int32)(ys), g)
	} else {
		done = updateAny(x, xs, y, ys, g)
	}
	leaveSIMD()
	if done < x.Cols {
		updateColumns(x, xs, y, ys, g, done)
	}
}

// update6 and updateAny return how many columns they have done.
func update6(x blas32.General, xs []int32, y blas32.General, ys *[6]int32, g []float32) int {
	n := x.Cols
	y0, y1, y2 := row(&y, ys[0])[:n:n], row(&y, ys[1])[:n:n], row(&y, ys[2])[:n:n]
	y3, y4, y5 := row(&y, ys[3])[:n:n], row(&y, ys[4])[:n:n], row(&y, ys[5])[:n:n]
	var zero simd.Float32s
	w := zero.Len()
	k := 0
	for ; k <= n-w; k += w {
		v0, v1, v2 := simd.LoadFloat32s(y0[k:]), simd.LoadFloat32s(y1[k:]), simd.LoadFloat32s(y2[k:])
		v3, v4, v5 := simd.LoadFloat32s(y3[k:]), simd.LoadFloat32s(y4[k:]), simd.LoadFloat32s(y5[k:])
		n0, n1, n2, n3, n4, n5 := v0, v1, v2, v3, v4, v5
		for i, xi := range xs {
			at := x.Data[int(xi)*x.Stride+k:]
			gi := (*[6]float32)(g[i*6:])
			u := simd.LoadFloat32s(at)
			b := simd.BroadcastFloat32s(gi[0])
			n0 = b.MulAdd(u, n0)
			s := b.MulAdd(v0, u)
			b = simd.BroadcastFloat32s(gi[1])
			n1 = b.MulAdd(u, n1)
			t := b.Mul(v1)
			b = simd.BroadcastFloat32s(gi[2])
			n2 = b.MulAdd(u, n2)
			s = b.MulAdd(v2, s)
			b = simd.BroadcastFloat32s(gi[3])
			n3 = b.MulAdd(u, n3)
			t = b.MulAdd(v3, t)
			b = simd.BroadcastFloat32s(gi[4])
			n4 = b.MulAdd(u, n4)
			s = b.MulAdd(v4, s)
			b = simd.BroadcastFloat32s(gi[5])
			n5 = b.MulAdd(u, n5)
			t = b.MulAdd(v5, t)
			s.Add(t).Store(at)
		}
		n0.Store(y0[k:])
		n1.Store(y1[k:])
		n2.Store(y2[k:])
		n3.Store(y3[k:])
		n4.Store(y4[k:])
		n5.Store(y5[k:])
	}
	return k
}

func updateAny(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32) int {
	var next [MaxRows * maxLanes]float32 // y's new values of one strip of columns
	var zero simd.Float32s
	w := zero.Len()
	k := 0
	for ; k <= x.Cols-w; k += w {
		for j, yj := range ys {
			simd.LoadFloat32s(y.Data[int(yj)*y.Stride+k:]).Store(next[j*w:])
		}
		for i, xi := range xs {
			at := x.Data[int(xi)*x.Stride+k:]
			u := simd.LoadFloat32s(at)
			s := u
			for j, yj := range ys {
				b := simd.BroadcastFloat32s(g[i*len(ys)+j])
				s = b.MulAdd(simd.LoadFloat32s(y.Data[int(yj)*y.Stride+k:]), s)
				b.MulAdd(u, simd.LoadFloat32s(next[j*w:])).Store(next[j*w:])
			}
			s.Store(at)
		}
		for j, yj := range ys {
			simd.LoadFloat32s(next[j*w:]).Store(y.Data[int(yj)*y.Stride+k:])
		}
	}
	return k
}
