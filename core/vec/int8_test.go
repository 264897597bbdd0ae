package vec

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

func TestDotsInt8(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, cols := range []int{0, 1, 15, 16, 31, 32, 63, 64, 96, 100, 128, 320} {
		for round := range 3 {
			codes := make([]int8, 9*cols)
			for i := range codes {
				codes[i] = int8(rng.IntN(255) - 127)
				if round == 2 {
					codes[i] = -127 // the largest sums
				}
			}
			x := codes[8*cols:]
			for n := range 9 {
				rows := distinct(n, 9, rng)
				want := make([]int32, n)
				for i, r := range rows {
					for k, v := range x {
						want[i] += int32(v) * int32(codes[int(r)*cols+k])
					}
				}
				got, scalar := make([]int32, n), make([]int32, n)
				DotsInt8(got, codes, rows, x)
				dotsInt8Scalar(scalar, codes, rows, x)
				if !slices.Equal(got, want) || !slices.Equal(scalar, want) {
					t.Fatalf("%d rows of %d codes: %v, scalar %v, want %v", n, cols, got, scalar, want)
				}
			}
		}
	}
}

// BenchmarkDotsAt compares codes with numbers, of rows that lie anywhere.
func BenchmarkDotsAt(b *testing.B) {
	for _, rows := range []int{10000, 100000} {
		m := blas32.General{Rows: rows, Cols: 128, Stride: 128, Data: make([]float32, rows*128)}
		codes := make([]int8, rows*128)
		ids := make([]int32, 1<<14)
		for i := range ids {
			ids[i] = int32(rand.IntN(rows))
		}
		dst, sums := make([]float32, 32), make([]int32, 32)
		at := 0
		b.Run(fmt.Sprint(rows, "/float32"), func(b *testing.B) {
			for b.Loop() {
				DotsAt(dst, m, ids[at:at+32], m.Data[:128])
				at = (at + 32) % (1<<14 - 32)
			}
		})
		b.Run(fmt.Sprint(rows, "/int8"), func(b *testing.B) {
			for b.Loop() {
				DotsInt8(sums, codes, ids[at:at+32], codes[:128])
				at = (at + 32) % (1<<14 - 32)
			}
		})
	}
}
