//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"

	"gonum.org/v1/gonum/blas/blas32"
)

func rowSum(dst []float32, alpha float32, x blas32.General, xs []int32) {
	done := rowSumLanes(dst, alpha, x, xs)
	leaveSIMD()
	if done < len(dst) {
		sumColumns(dst, alpha, x, xs, done)
	}
}

// rowSumLanes goes down all rows with four vectors of columns, then the next
// four.
func rowSumLanes(dst []float32, alpha float32, x blas32.General, xs []int32) int {
	a := simd.BroadcastFloat32s(alpha)
	w, n := a.Len(), len(dst)
	k := 0
	for ; k <= n-4*w; k += 4 * w {
		var s0, s1, s2, s3 simd.Float32s
		for _, i := range xs {
			r := x.Data[int(i)*x.Stride+k:]
			r = r[: 4*w : 4*w]
			s0 = s0.Add(simd.LoadFloat32s(r))
			s1 = s1.Add(simd.LoadFloat32s(r[w:]))
			s2 = s2.Add(simd.LoadFloat32s(r[2*w:]))
			s3 = s3.Add(simd.LoadFloat32s(r[3*w:]))
		}
		out := dst[k : k+4*w : k+4*w]
		s0.Mul(a).Store(out)
		s1.Mul(a).Store(out[w:])
		s2.Mul(a).Store(out[2*w:])
		s3.Mul(a).Store(out[3*w:])
	}
	for ; k <= n-w; k += w {
		var s simd.Float32s
		for _, i := range xs {
			s = s.Add(simd.LoadFloat32s(x.Data[int(i)*x.Stride+k:]))
		}
		s.Mul(a).Store(dst[k:])
	}
	return k
}

func addToRows(x blas32.General, xs []int32, alpha float32, v []float32) {
	done := 0
	for _, i := range xs {
		done = addScaledLanes(row(&x, i), alpha, v)
	}
	leaveSIMD()
	if done < len(v) {
		for _, i := range xs {
			addScaledScalar(row(&x, i)[done:], alpha, v[done:])
		}
	}
}

func bagUpdates(dst, v []float32, y blas32.General, ys []int32, g []float32) {
	var done int
	if len(ys) == 0 {
		clear(dst)
		return
	}
	for j := 0; j < len(ys); j += blockTargets {
		ids := block(ys[j:])
		var factors [blockTargets]float32
		copy(factors[:], g[j:min(j+blockTargets, len(ys))])
		done = bag6(dst, v, y, &ids, &factors, j > 0)
	}
	leaveSIMD()
	if done < len(dst) {
		bagColumns(dst, v, y, ys, g, done)
	}
}

// bag6 returns how many columns it has done. Like update6 it stores the first
// target last.
func bag6(dst, v []float32, y blas32.General, ys *[6]int32, g *[6]float32, add bool) int {
	n := len(dst)
	v = v[:n:n]
	y0, y1, y2 := row(&y, ys[0])[:n:n], row(&y, ys[1])[:n:n], row(&y, ys[2])[:n:n]
	y3, y4, y5 := row(&y, ys[3])[:n:n], row(&y, ys[4])[:n:n], row(&y, ys[5])[:n:n]
	g0, g1, g2 := simd.BroadcastFloat32s(g[0]), simd.BroadcastFloat32s(g[1]), simd.BroadcastFloat32s(g[2])
	g3, g4, g5 := simd.BroadcastFloat32s(g[3]), simd.BroadcastFloat32s(g[4]), simd.BroadcastFloat32s(g[5])
	w := g0.Len()
	k := 0
	for ; k <= n-w; k += w {
		u := simd.LoadFloat32s(v[k:])
		v0, v1, v2 := simd.LoadFloat32s(y0[k:]), simd.LoadFloat32s(y1[k:]), simd.LoadFloat32s(y2[k:])
		v3, v4, v5 := simd.LoadFloat32s(y3[k:]), simd.LoadFloat32s(y4[k:]), simd.LoadFloat32s(y5[k:])
		s, t := g0.Mul(v0), g1.Mul(v1)
		if add {
			s = s.Add(simd.LoadFloat32s(dst[k:]))
		}
		s, t = g2.MulAdd(v2, s), g3.MulAdd(v3, t)
		s, t = g4.MulAdd(v4, s), g5.MulAdd(v5, t)
		s.Add(t).Store(dst[k:])
		g5.MulAdd(u, v5).Store(y5[k:])
		g4.MulAdd(u, v4).Store(y4[k:])
		g3.MulAdd(u, v3).Store(y3[k:])
		g2.MulAdd(u, v2).Store(y2[k:])
		g1.MulAdd(u, v1).Store(y1[k:])
		g0.MulAdd(u, v0).Store(y0[k:])
	}
	return k
}
