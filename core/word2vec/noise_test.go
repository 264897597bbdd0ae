package word2vec

import (
	"math"
	"testing"
)

func TestNoiseDrawsByWeight(t *testing.T) {
	weights := []float64{5, 0, 1, 2, 2}
	a := NewNoise(weights)
	g := NewRandom(1)
	const n = 200000
	counts := make([]int, len(weights))
	for range n {
		counts[a.Draw(&g)]++
	}
	for i, w := range weights {
		p := w / 10
		if got := float64(counts[i]) / n; math.Abs(got-p) > 5*math.Sqrt(p*(1-p)/n) {
			t.Errorf("id %d was drawn with probability %.4f, want %.4f", i, got, p)
		}
	}
}

func TestTheExponentOfTheNoise(t *testing.T) {
	text := textOf([]int32{0, 0, 0, 0, 1, 2})
	for exponent, want := range map[float64]float64{0: math.Pow(4, .75), .5: 2, 1: 4, EvenNoise: 1, -1: .25} {
		m := newModelOf(t, Config{Dim: 1, NoiseExponent: exponent}, text, 1)
		counts, rng := make([]float64, 3), NewRandom(2)
		for range 100_000 {
			counts[m.noise.Draw(&rng)]++
		}
		if got := counts[0] / counts[1]; math.Abs(got/want-1) > .05 {
			t.Errorf("exponent %v: the word that occurs four times is drawn %.2f times as often, want %.2f", exponent, got, want)
		}
	}
}

func TestNoiseCanAlwaysDrawAnother(t *testing.T) {
	r := NewRandom(1)
	for _, weights := range [][]float64{{1, 0}, {0, 0}, {math.Inf(1), 1}, {math.NaN(), 1}} {
		noise := NewNoise(weights)
		for range 20 {
			if id := noise.DrawOther(&r, 0); id != 1 {
				t.Errorf("weights %v: %d was drawn, not 1", weights, id)
			}
		}
	}
}
