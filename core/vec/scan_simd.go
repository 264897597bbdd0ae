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
	some bool
	x    [maxLanes]float32
	used [maxLanes]float32 // 1 in the lanes that count
}

func (e *ending) of(x []float32) {
	w := Lanes()
	left := len(x) % w
	if e.some = left > 0; !e.some {
		return
	}
	copy(e.x[w-left:], x[len(x)-left:])
	for i := w - left; i < w; i++ {
		e.used[i] = 1
	}
}

func dotsAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	if len(x) < Lanes() {
		dotsAtScalar(dst, m, rows, x)
		return
	}
	var e ending
	e.of(x)
	dotsLanes(dst, m, rows, x, &e)
	leaveSIMD()
}

func squaredDistancesAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	if len(x) < Lanes() {
		squaredDistancesAtScalar(dst, m, rows, x)
		return
	}
	var e ending
	e.of(x)
	distancesLanes(dst, m, rows, x, &e)
	leaveSIMD()
}

// dotsLanes takes four rows at a time. In the last four the last row stands in
// for those that are missing. Two vectors a round are a third faster in
// WebAssembly, where a round begins with a jump through a table.
func dotsLanes(dst []float32, m blas32.General, rows []int32, x []float32, e *ending) {
	var zero simd.Float32s
	w, n, last := zero.Len(), len(x), len(rows)-1
	end, used := simd.LoadFloat32s(e.x[:]), simd.LoadFloat32s(e.used[:]).Greater(zero)
	for i := 0; i <= last; i += 4 {
		r0, r1 := row(&m, rows[i])[:n:n], row(&m, rows[min(i+1, last)])[:n:n]
		r2, r3 := row(&m, rows[min(i+2, last)])[:n:n], row(&m, rows[min(i+3, last)])[:n:n]
		var s0, s1, s2, s3 simd.Float32s
		k := 0
		for ; k <= n-2*w; k += 2 * w {
			v := simd.LoadFloat32s(x[k:])
			s0 = v.MulAdd(simd.LoadFloat32s(r0[k:]), s0)
			s1 = v.MulAdd(simd.LoadFloat32s(r1[k:]), s1)
			s2 = v.MulAdd(simd.LoadFloat32s(r2[k:]), s2)
			s3 = v.MulAdd(simd.LoadFloat32s(r3[k:]), s3)
			v = simd.LoadFloat32s(x[k+w:])
			s0 = v.MulAdd(simd.LoadFloat32s(r0[k+w:]), s0)
			s1 = v.MulAdd(simd.LoadFloat32s(r1[k+w:]), s1)
			s2 = v.MulAdd(simd.LoadFloat32s(r2[k+w:]), s2)
			s3 = v.MulAdd(simd.LoadFloat32s(r3[k+w:]), s3)
		}
		for ; k <= n-w; k += w {
			v := simd.LoadFloat32s(x[k:])
			s0 = v.MulAdd(simd.LoadFloat32s(r0[k:]), s0)
			s1 = v.MulAdd(simd.LoadFloat32s(r1[k:]), s1)
			s2 = v.MulAdd(simd.LoadFloat32s(r2[k:]), s2)
			s3 = v.MulAdd(simd.LoadFloat32s(r3[k:]), s3)
		}
		if e.some {
			s0 = end.MulAdd(simd.LoadFloat32s(r0[n-w:]).Masked(used), s0)
			s1 = end.MulAdd(simd.LoadFloat32s(r1[n-w:]).Masked(used), s1)
			s2 = end.MulAdd(simd.LoadFloat32s(r2[n-w:]).Masked(used), s2)
			s3 = end.MulAdd(simd.LoadFloat32s(r3[n-w:]).Masked(used), s3)
		}
		if i+3 <= last {
			sum4((*[4]float32)(dst[i:]), s0, s1, s2, s3)
		} else {
			var sums [4]float32
			sum4(&sums, s0, s1, s2, s3)
			copy(dst[i:], sums[:])
		}
	}
}

func distancesLanes(dst []float32, m blas32.General, rows []int32, x []float32, e *ending) {
	var zero simd.Float32s
	w, n, last := zero.Len(), len(x), len(rows)-1
	end, used := simd.LoadFloat32s(e.x[:]), simd.LoadFloat32s(e.used[:]).Greater(zero)
	for i := 0; i <= last; i += 4 {
		r0, r1 := row(&m, rows[i])[:n:n], row(&m, rows[min(i+1, last)])[:n:n]
		r2, r3 := row(&m, rows[min(i+2, last)])[:n:n], row(&m, rows[min(i+3, last)])[:n:n]
		var s0, s1, s2, s3 simd.Float32s
		k := 0
		for ; k <= n-2*w; k += 2 * w {
			v := simd.LoadFloat32s(x[k:])
			d0, d1 := v.Sub(simd.LoadFloat32s(r0[k:])), v.Sub(simd.LoadFloat32s(r1[k:]))
			d2, d3 := v.Sub(simd.LoadFloat32s(r2[k:])), v.Sub(simd.LoadFloat32s(r3[k:]))
			s0, s1, s2, s3 = d0.MulAdd(d0, s0), d1.MulAdd(d1, s1), d2.MulAdd(d2, s2), d3.MulAdd(d3, s3)
			v = simd.LoadFloat32s(x[k+w:])
			d0, d1 = v.Sub(simd.LoadFloat32s(r0[k+w:])), v.Sub(simd.LoadFloat32s(r1[k+w:]))
			d2, d3 = v.Sub(simd.LoadFloat32s(r2[k+w:])), v.Sub(simd.LoadFloat32s(r3[k+w:]))
			s0, s1, s2, s3 = d0.MulAdd(d0, s0), d1.MulAdd(d1, s1), d2.MulAdd(d2, s2), d3.MulAdd(d3, s3)
		}
		for ; k <= n-w; k += w {
			v := simd.LoadFloat32s(x[k:])
			d0, d1 := v.Sub(simd.LoadFloat32s(r0[k:])), v.Sub(simd.LoadFloat32s(r1[k:]))
			d2, d3 := v.Sub(simd.LoadFloat32s(r2[k:])), v.Sub(simd.LoadFloat32s(r3[k:]))
			s0, s1, s2, s3 = d0.MulAdd(d0, s0), d1.MulAdd(d1, s1), d2.MulAdd(d2, s2), d3.MulAdd(d3, s3)
		}
		if e.some {
			d0, d1 := end.Sub(simd.LoadFloat32s(r0[n-w:])).Masked(used), end.Sub(simd.LoadFloat32s(r1[n-w:])).Masked(used)
			d2, d3 := end.Sub(simd.LoadFloat32s(r2[n-w:])).Masked(used), end.Sub(simd.LoadFloat32s(r3[n-w:])).Masked(used)
			s0, s1, s2, s3 = d0.MulAdd(d0, s0), d1.MulAdd(d1, s1), d2.MulAdd(d2, s2), d3.MulAdd(d3, s3)
		}
		if i+3 <= last {
			sum4((*[4]float32)(dst[i:]), s0, s1, s2, s3)
		} else {
			var sums [4]float32
			sum4(&sums, s0, s1, s2, s3)
			copy(dst[i:], sums[:])
		}
	}
}
