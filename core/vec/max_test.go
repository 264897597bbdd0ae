package vec

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestMaxOfSumsAndProducts(t *testing.T) {
	for _, k := range []struct {
		name         string
		sum, product func(x, y []float32) float32
	}{
		{"scalar", maxSumScalar, maxProductScalar},
		{Variant, MaxSum, MaxProduct},
	} {
		x := make([]float32, 40)
		x[3], x[39] = float32(math.NaN()), 2
		if got := k.sum(x, x); got != 4 {
			t.Errorf("%s: beside a NaN the largest sum is %v", k.name, got)
		}
		rng := rand.New(rand.NewPCG(1, 2))
		for _, n := range lengths() {
			x, y := unaligned(n, rng), unaligned(n, rng)
			sum, product := lowest, lowest
			for i := range x {
				sum, product = max(sum, x[i]+y[i]), max(product, x[i]*y[i])
			}
			if got := k.sum(x, y); got != sum {
				t.Errorf("%s: the largest sum of %d is %v, want %v", k.name, n, got, sum)
			}
			if got := k.product(x, y); got != product {
				t.Errorf("%s: the largest product of %d is %v, want %v", k.name, n, got, product)
			}
		}
	}
}
