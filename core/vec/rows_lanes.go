//go:build goexperiment.simd && go1.27 && !wasm

package vec

import (
	"simd"

	"gonum.org/v1/gonum/blas/blas32"
)

// dots6 stores the products of the rows with six targets, those of a row n after
// those of the row before. Of them so many count.
func dots6(dst []float32, n, count int, x blas32.General, xs []int32, y blas32.General, ys *[blockTargets]int32) {
	var aside [2 * blockTargets]float32
	many := manyRegisters()
	for i := 0; i < len(xs); i += 2 {
		next := min(i+1, len(xs)-1) // the last row, if it is odd, beside itself
		out, inPlace := &aside, n == blockTargets && next > i
		if inPlace {
			out = (*[2 * blockTargets]float32)(dst[i*n:])
		}
		a, b := row(&x, xs[i]), row(&x, xs[next])
		if many {
			dots2x6(out, a, b, y, ys)
		} else {
			dots2x3((*[9]float32)(out[:9]), a, b, row(&y, ys[0]), row(&y, ys[1]), row(&y, ys[2]))
			dots2x3((*[9]float32)(out[3:]), a, b, row(&y, ys[3]), row(&y, ys[4]), row(&y, ys[5]))
		}
		if !inPlace {
			copy(dst[i*n:i*n+count], out[:blockTargets])
			copy(dst[next*n:next*n+count], out[blockTargets:])
		}
	}
}

// dots2x6 keeps twelve sums in registers. Those of b stand six places after
// those of a.
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

// dots2x3 is half of dots2x6, for few registers.
func dots2x3(dst *[9]float32, a, b, c0, c1, c2 []float32) {
	n := len(a)
	b, c0, c1, c2 = b[:n:n], c0[:n:n], c1[:n:n], c2[:n:n]
	var a0, a1, a2, b0, b1, b2, zero simd.Float32s
	w := zero.Len()
	k := 0
	for ; k <= n-w; k += w {
		u, v := simd.LoadFloat32s(a[k:]), simd.LoadFloat32s(b[k:])
		t := simd.LoadFloat32s(c0[k:])
		a0, b0 = u.MulAdd(t, a0), v.MulAdd(t, b0)
		t = simd.LoadFloat32s(c1[k:])
		a1, b1 = u.MulAdd(t, a1), v.MulAdd(t, b1)
		t = simd.LoadFloat32s(c2[k:])
		a2, b2 = u.MulAdd(t, a2), v.MulAdd(t, b2)
	}
	var sums [8]float32
	sum4((*[4]float32)(sums[0:]), a0, a1, a2, zero)
	sum4((*[4]float32)(sums[4:]), b0, b1, b2, zero)
	leaveSIMD()
	*(*[3]float32)(dst[0:]), *(*[3]float32)(dst[6:]) = [3]float32(sums[0:]), [3]float32(sums[4:])
	for ; k < n; k++ {
		for j, c := range [...][]float32{c0, c1, c2} {
			dst[j] += a[k] * c[k]
			dst[6+j] += b[k] * c[k]
		}
	}
}

// update6 returns how many columns it has done. It stores the first target last:
// the others may be that row again, with gradients of 0. (Only an infinity in it
// shows: it becomes a NaN in x.)
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
		rest := g
		for _, xi := range xs {
			at := x.Data[int(xi)*x.Stride+k:]
			gi := (*[6]float32)(rest)
			rest = rest[6:]
			u := simd.LoadFloat32s(at)
			s := u
			n0, s = addBoth(gi[0], u, v0, n0, s)
			n1, s = addBoth(gi[1], u, v1, n1, s)
			n2, s = addBoth(gi[2], u, v2, n2, s)
			n3, s = addBoth(gi[3], u, v3, n3, s)
			n4, s = addBoth(gi[4], u, v4, n4, s)
			n5, s = addBoth(gi[5], u, v5, n5, s)
			s.Store(at)
		}
		n5.Store(y5[k:])
		n4.Store(y4[k:])
		n3.Store(y3[k:])
		n2.Store(y2[k:])
		n1.Store(y1[k:])
		n0.Store(y0[k:])
	}
	return k
}
