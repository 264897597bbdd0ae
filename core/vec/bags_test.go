package vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Bags around the blocks of four rows, with and without repeated rows.
var bags = [][]int32{nil, {3}, {3, 3}, {0, 1, 2}, {4, 4, 4, 4}, {0, 1, 1, 2, 5}, {6, 5, 4, 3, 2, 1, 0}, {1, 2, 3, 4, 5, 6, 1, 1}}

func TestSumRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, cols := range append(lengths()[:71], 100) {
		m := table(7, cols, rng)
		for _, ids := range bags {
			got := table(1, cols, rng).Data[:cols]
			SumRows(got, m, ids)
			for k := range got {
				var want float64
				for _, id := range ids {
					want += float64(row(&m, id)[k])
				}
				if math.Abs(float64(got[k])-want) > 1e-5 {
					t.Fatalf("%d columns, rows %v: column %d is %v, want %v", cols, ids, k, got[k], want)
				}
			}
		}
	}
}

func TestAddToRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, cols := range append(lengths()[:71], 100) {
		x := table(1, cols, rng).Data[:cols]
		for _, ids := range bags {
			got := table(7, cols, rng)
			want := clone(got)
			AddToRows(got, ids, x)
			for _, id := range ids {
				for k := range x {
					row(&want, id)[k] += x[k]
				}
			}
			for i, v := range want.Data {
				if got.Data[i] != v {
					t.Fatalf("%d columns, rows %v: element %d is %v, want %v", cols, ids, i, got.Data[i], v)
				}
			}
		}
	}
}
