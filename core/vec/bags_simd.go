//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"

	"gonum.org/v1/gonum/blas/blas32"
)

// Rows of a large table are far apart and seldom in the cache, so that four are
// fetched side by side.

// sumRows adds the rows to dst and returns how many columns it has done.
func sumRows(dst []float32, m blas32.General, ids []int32) int {
	done := sumRowsLanes(dst, m, ids)
	leaveSIMD()
	return done
}

func sumRowsLanes(dst []float32, m blas32.General, ids []int32) int {
	var zero simd.Float32s
	w, n := zero.Len(), len(dst)
	for ; len(ids) >= 4; ids = ids[4:] {
		a, b, c, d := row(&m, ids[0])[:n:n], row(&m, ids[1])[:n:n], row(&m, ids[2])[:n:n], row(&m, ids[3])[:n:n]
		for k := 0; k <= n-w; k += w {
			ab := simd.LoadFloat32s(a[k:]).Add(simd.LoadFloat32s(b[k:]))
			cd := simd.LoadFloat32s(c[k:]).Add(simd.LoadFloat32s(d[k:]))
			simd.LoadFloat32s(dst[k:]).Add(ab.Add(cd)).Store(dst[k:])
		}
	}
	for _, id := range ids {
		a := row(&m, id)[:n:n]
		for k := 0; k <= n-w; k += w {
			simd.LoadFloat32s(dst[k:]).Add(simd.LoadFloat32s(a[k:])).Store(dst[k:])
		}
	}
	return n - n%w
}

// addToRows returns how many columns it has done. One of the four rows is stored
// before the next is loaded: it may be the same.
func addToRows(m blas32.General, ids []int32, x []float32) int {
	done := addToRowsLanes(m, ids, x)
	leaveSIMD()
	return done
}

func addToRowsLanes(m blas32.General, ids []int32, x []float32) int {
	var zero simd.Float32s
	w, n := zero.Len(), len(x)
	for ; len(ids) >= 4; ids = ids[4:] {
		a, b, c, d := row(&m, ids[0])[:n:n], row(&m, ids[1])[:n:n], row(&m, ids[2])[:n:n], row(&m, ids[3])[:n:n]
		for k := 0; k <= n-w; k += w {
			v := simd.LoadFloat32s(x[k:])
			simd.LoadFloat32s(a[k:]).Add(v).Store(a[k:])
			simd.LoadFloat32s(b[k:]).Add(v).Store(b[k:])
			simd.LoadFloat32s(c[k:]).Add(v).Store(c[k:])
			simd.LoadFloat32s(d[k:]).Add(v).Store(d[k:])
		}
	}
	for _, id := range ids {
		a := row(&m, id)[:n:n]
		for k := 0; k <= n-w; k += w {
			simd.LoadFloat32s(a[k:]).Add(simd.LoadFloat32s(x[k:])).Store(a[k:])
		}
	}
	return n - n%w
}
