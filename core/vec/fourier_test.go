package vec

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand/v2"
	"testing"
)

func TestFourierIsTheSum(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{1, 2, 3, 4, 6, 8, 9, 24, 32, 64, 96} {
		for _, cols := range []int{1, 5, 33} {
			f, err := NewFourier(n)
			if err != nil {
				t.Fatal(err)
			}
			re, im := unaligned(n*cols, rng), unaligned(n*cols, rng)
			want := make([]complex128, n*cols)
			for k := range n {
				for j := range n {
					w := cmplx.Exp(complex(0, -2*math.Pi*float64(j*k%n)/float64(n)))
					for c := range cols {
						want[k*cols+c] += w * complex(float64(re[j*cols+c]), float64(im[j*cols+c]))
					}
				}
			}
			f.Transform(re, im, cols)
			for i, v := range want {
				if d := cmplx.Abs(complex(float64(re[i]), float64(im[i])) - v); d > 1e-5*float64(n) {
					t.Fatalf("%d rows of %d: element %d is off by %v", n, cols, i, d)
				}
			}
		}
	}
}

func TestFourierAndBack(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{12, 512, 768} {
		f, err := NewFourier(n)
		if err != nil {
			t.Fatal(err)
		}
		re, im := unaligned(n*7, rng), unaligned(n*7, rng)
		wantRe, wantIm := append([]float32(nil), re...), append([]float32(nil), im...)
		f.Transform(re, im, 7)
		f.Transform(im, re, 7)
		for i := range re {
			if math.Abs(float64(re[i]/float32(n)-wantRe[i])) > 1e-5 || math.Abs(float64(im[i]/float32(n)-wantIm[i])) > 1e-5 {
				t.Fatalf("%d: element %d comes back as %v, %v", n, i, re[i]/float32(n), im[i]/float32(n))
			}
		}
	}
}

func TestFourierOfOtherLengths(t *testing.T) {
	for _, n := range []int{-4, 0, 5, 14} {
		if _, err := NewFourier(n); err == nil {
			t.Errorf("length %d has a transform", n)
		}
	}
}

func BenchmarkFourier(b *testing.B) {
	for _, n := range []int{512, 768} {
		f, err := NewFourier(n)
		if err != nil {
			b.Fatal(err)
		}
		re, im := make([]float32, n*32), make([]float32, n*32)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				f.Transform(re, im, 32)
			}
			b.ReportMetric(5*float64(n)*math.Log2(float64(n))*32*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
