//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"

	"gonum.org/v1/gonum/blas/blas32"
)

// Targets are worked on in blocks of six, the usual positive and five negatives,
// which are kept in registers.
const blockTargets = 6

// block returns the first six of the targets; those that are missing are the
// first of them again.
func block(ys []int32) (ids [blockTargets]int32) {
	for j := range ids {
		if ids[j] = ys[0]; j < len(ys) {
			ids[j] = ys[j]
		}
	}
	return ids
}

func rowDots(dst []float32, x blas32.General, xs []int32, y blas32.General, ys []int32) {
	if len(xs) == 0 {
		return
	}
	for j := 0; j < len(ys); j += blockTargets {
		ids := block(ys[j:])
		dots6(dst[j:], len(ys), min(blockTargets, len(ys)-j), x, xs, y, &ids)
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

func rowUpdates(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32) {
	if len(xs) == 0 || len(ys) == 0 {
		return
	}
	var done int
	if len(ys) == blockTargets {
		done = update6(x, xs, y, (*[blockTargets]int32)(ys), g)
	} else {
		done = updateMany(x, xs, y, ys, g)
	}
	leaveSIMD()
	if done < x.Cols {
		updateColumns(x, xs, y, ys, g, done)
	}
}

// addBoth returns n + g·u, for the target, and s + g·v, for the row of x.
func addBoth(g float32, u, v, n, s simd.Float32s) (simd.Float32s, simd.Float32s) {
	b := simd.BroadcastFloat32s(g)
	return b.MulAdd(u, n), b.MulAdd(v, s)
}
