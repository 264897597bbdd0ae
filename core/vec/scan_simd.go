//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"

	"gonum.org/v1/gonum/blas/blas32"
)

// An ending is the last numbers of x that fill no vector. They are taken as the
// end of the last whole vector there is, whose other lanes, which were counted
// before, are masked.
type ending struct {
	x    [maxLanes]float32
	used [maxLanes]float32 // 1 in the lanes that count
}

// endingOf returns how many numbers come before the ending.
func endingOf(e *ending, x []float32) int {
	w := Lanes()
	left := len(x) % w
	copy(e.x[w-left:], x[len(x)-left:])
	for i := w - left; i < w; i++ {
		e.used[i] = 1
	}
	return len(x) - left
}

func dotsAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	if len(x) < Lanes() {
		dotsAtScalar(dst, m, rows, x)
		return
	}
	var e ending
	whole := endingOf(&e, x)
	eachFour(dst, rows, func(dst []float32, rows []int32) { dotsLanes(dst, m, rows, x, whole, &e) })
	leaveSIMD()
}

func squaredDistancesAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	if len(x) < Lanes() {
		squaredDistancesAtScalar(dst, m, rows, x)
		return
	}
	var e ending
	whole := endingOf(&e, x)
	eachFour(dst, rows, func(dst []float32, rows []int32) { distancesLanes(dst, m, rows, x, whole, &e) })
	leaveSIMD()
}

// eachFour hands on a multiple of four rows, then four once more if some are
// left: the last of them stands in for those that are missing.
func eachFour(dst []float32, rows []int32, do func(dst []float32, rows []int32)) {
	n := len(rows) &^ 3
	if n > 0 {
		do(dst[:n], rows[:n])
	}
	if n == len(rows) {
		return
	}
	var last [4]int32
	for i := range last {
		last[i] = rows[min(n+i, len(rows)-1)]
	}
	var out [4]float32
	do(out[:], last[:])
	copy(dst[n:], out[:])
}

func dotsLanes(dst []float32, m blas32.General, rows []int32, x []float32, whole int, e *ending) {
	var zero simd.Float32s
	w, n := zero.Len(), len(x)
	end, used := simd.LoadFloat32s(e.x[:]), simd.LoadFloat32s(e.used[:]).Greater(zero)
	for i := 0; i <= len(rows)-4; i += 4 {
		r0, r1, r2, r3 := row(&m, rows[i])[:n:n], row(&m, rows[i+1])[:n:n], row(&m, rows[i+2])[:n:n], row(&m, rows[i+3])[:n:n]
		var s0, s1, s2, s3 simd.Float32s
		for k := 0; k <= n-w; k += w {
			v := simd.LoadFloat32s(x[k:])
			s0 = v.MulAdd(simd.LoadFloat32s(r0[k:]), s0)
			s1 = v.MulAdd(simd.LoadFloat32s(r1[k:]), s1)
			s2 = v.MulAdd(simd.LoadFloat32s(r2[k:]), s2)
			s3 = v.MulAdd(simd.LoadFloat32s(r3[k:]), s3)
		}
		if whole < n {
			s0 = end.MulAdd(simd.LoadFloat32s(r0[n-w:]).Masked(used), s0)
			s1 = end.MulAdd(simd.LoadFloat32s(r1[n-w:]).Masked(used), s1)
			s2 = end.MulAdd(simd.LoadFloat32s(r2[n-w:]).Masked(used), s2)
			s3 = end.MulAdd(simd.LoadFloat32s(r3[n-w:]).Masked(used), s3)
		}
		sum4((*[4]float32)(dst[i:]), s0, s1, s2, s3)
	}
}

func distancesLanes(dst []float32, m blas32.General, rows []int32, x []float32, whole int, e *ending) {
	var zero simd.Float32s
	w, n := zero.Len(), len(x)
	end, used := simd.LoadFloat32s(e.x[:]), simd.LoadFloat32s(e.used[:]).Greater(zero)
	for i := 0; i <= len(rows)-4; i += 4 {
		r0, r1, r2, r3 := row(&m, rows[i])[:n:n], row(&m, rows[i+1])[:n:n], row(&m, rows[i+2])[:n:n], row(&m, rows[i+3])[:n:n]
		var s0, s1, s2, s3 simd.Float32s
		for k := 0; k <= n-w; k += w {
			v := simd.LoadFloat32s(x[k:])
			d0, d1 := v.Sub(simd.LoadFloat32s(r0[k:])), v.Sub(simd.LoadFloat32s(r1[k:]))
			d2, d3 := v.Sub(simd.LoadFloat32s(r2[k:])), v.Sub(simd.LoadFloat32s(r3[k:]))
			s0, s1, s2, s3 = d0.MulAdd(d0, s0), d1.MulAdd(d1, s1), d2.MulAdd(d2, s2), d3.MulAdd(d3, s3)
		}
		if whole < n {
			d0, d1 := end.Sub(simd.LoadFloat32s(r0[n-w:])).Masked(used), end.Sub(simd.LoadFloat32s(r1[n-w:])).Masked(used)
			d2, d3 := end.Sub(simd.LoadFloat32s(r2[n-w:])).Masked(used), end.Sub(simd.LoadFloat32s(r3[n-w:])).Masked(used)
			s0, s1, s2, s3 = d0.MulAdd(d0, s0), d1.MulAdd(d1, s1), d2.MulAdd(d2, s2), d3.MulAdd(d3, s3)
		}
		sum4((*[4]float32)(dst[i:]), s0, s1, s2, s3)
	}
}
