package vec

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"
)

// SumRows stores the sum of chosen rows of m in dst,
//
//	dst = Σᵢ m[ids[i]],
//
// zeros if there are none. A row that stands repeatedly counts as often. dst has
// m.Cols elements and must not overlap m.
func SumRows(dst []float32, m blas32.General, ids []int32) {
	checkLength(len(dst), m)
	clear(dst)
	done := sumRows(dst, m, ids)
	if done == len(dst) {
		return
	}
	for _, id := range ids {
		r := row(&m, id)
		for k := done; k < len(dst); k++ {
			dst[k] += r[k]
		}
	}
}

// AddToRows adds x to chosen rows of m, m[ids[i]] += x, to one that stands
// repeatedly as often. It is the gradient of SumRows.
func AddToRows(m blas32.General, ids []int32, x []float32) {
	checkLength(len(x), m)
	done := addToRows(m, ids, x)
	if done == len(x) {
		return
	}
	for _, id := range ids {
		r := row(&m, id)
		for k := done; k < len(x); k++ {
			r[k] += x[k]
		}
	}
}

func checkLength(n int, m blas32.General) {
	if n != m.Cols {
		panic(fmt.Sprintf("vec: %d numbers beside rows of %d", n, m.Cols))
	}
}
