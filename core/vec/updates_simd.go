//go:build goexperiment.simd && go1.27

package vec

import (
	"simd"
	"sync"

	"gonum.org/v1/gonum/blas/blas32"
)

// manyTargets is the size of the blocks in which any number of targets is worked
// on: with six the compiler runs out of registers where not all of them are new.
const manyTargets = 4

// manyScratch is what updateMany keeps aside: the rows of x as they were, and
// the factors of the last block, filled up with zeros.
type manyScratch struct {
	rows   []float32
	padded [MaxRows * manyTargets]float32
}

var manyScratches = sync.Pool{New: func() any { return new(manyScratch) }}

// updateMany is update6 for other numbers of targets than six.
func updateMany(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32) (done int) {
	scratch := manyScratches.Get().(*manyScratch)
	defer manyScratches.Put(scratch)
	old, stride := x.Data, x.Stride
	if len(ys) > manyTargets {
		old, stride = scratch.rows[:0], 0
		for _, xi := range xs {
			old = append(old, row(&x, xi)...)
		}
		scratch.rows = old
	}
	n := len(ys)
	for j := 0; j < n; j += manyTargets {
		ids := [manyTargets]int32{ys[j], ys[j], ys[j], ys[j]}
		factors, apart := g[j:], n
		if rest := copy(ids[:], ys[j:]); rest < manyTargets {
			factors, apart = scratch.padded[:len(xs)*manyTargets], manyTargets
			clear(factors)
			for i := range xs {
				copy(factors[i*manyTargets:], g[i*n+j:(i+1)*n])
			}
		}
		done = update4(old, stride, x, xs, y, &ids, factors, apart)
	}
	return done
}

// update4 adds four targets, which get the rows of old: those of x itself, or if
// the stride is 0, rows that stand one after the other. Row i's factors begin at
// g[i·n]. It stores the first target last (see update6).
func update4(old []float32, stride int, x blas32.General, xs []int32, y blas32.General, ys *[4]int32, g []float32, n int) int {
	cols := x.Cols
	y0, y1 := row(&y, ys[0])[:cols:cols], row(&y, ys[1])[:cols:cols]
	y2, y3 := row(&y, ys[2])[:cols:cols], row(&y, ys[3])[:cols:cols]
	var zero simd.Float32s
	w := zero.Len()
	k := 0
	for ; k <= cols-w; k += w {
		v0, v1, v2, v3 := simd.LoadFloat32s(y0[k:]), simd.LoadFloat32s(y1[k:]), simd.LoadFloat32s(y2[k:]), simd.LoadFloat32s(y3[k:])
		n0, n1, n2, n3 := v0, v1, v2, v3
		for i, xi := range xs {
			at := x.Data[int(xi)*x.Stride+k:]
			from := i*cols + k
			if stride > 0 {
				from = int(xi)*stride + k
			}
			gi := (*[4]float32)(g[i*n:])
			u, s := simd.LoadFloat32s(old[from:]), simd.LoadFloat32s(at)
			n0, s = addBoth(gi[0], u, v0, n0, s)
			n1, s = addBoth(gi[1], u, v1, n1, s)
			n2, s = addBoth(gi[2], u, v2, n2, s)
			n3, s = addBoth(gi[3], u, v3, n3, s)
			s.Store(at)
		}
		n3.Store(y3[k:])
		n2.Store(y2[k:])
		n1.Store(y1[k:])
		n0.Store(y0[k:])
	}
	return k
}
