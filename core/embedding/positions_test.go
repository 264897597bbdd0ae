package embedding

import (
	"math"
	"slices"
	"testing"

	"nearspace/core/vec"
)

func TestSinusoidalPositions(t *testing.T) {
	codes := dense(4, 6)
	Sinusoidal(codes, 3)
	for p := range 4 {
		for i := range 3 {
			angle := float64(3+p) / math.Pow(10000, 2*float64(i)/6)
			wantClose(t, "code", rowOf(codes, p)[2*i:2*i+2], []float32{float32(math.Sin(angle)), float32(math.Cos(angle))}, 1e-7)
		}
	}
}

func TestPositionIDs(t *testing.T) {
	got := make([]int32, 6)
	must(t, PositionIDs(got, 3))
	if !slices.Equal(got, []int32{0, 1, 2, 0, 1, 2}) {
		t.Error(got)
	}
	wantError(t, PositionIDs(got, 4), "positions: 6 places for sequences of 4")
}

func TestRotaryProductsDependOnTheDistance(t *testing.T) {
	for _, layout := range []RotaryLayout{Interleaved, RotateHalf} {
		r := Rotary{Dim: 8, Layout: layout}
		score := func(query, key int32) float32 {
			x := randomVector(16)
			must(t, r.Rotate(x, []int32{query, key}))
			return vec.Dot(x[:8], x[8:])
		}
		if near, far := score(3, 5), score(103, 105); math.Abs(float64(near-far)) > 1e-4 {
			t.Errorf("%s: %v and %v at equal distances", layout, near, far)
		}
		if a, b := score(3, 5), score(3, 6); math.Abs(float64(a-b)) < 1e-3 {
			t.Errorf("%s: %v at two distances", layout, a)
		}
	}
}

func TestTheRotaryLayoutsArePermutationsOfEachOther(t *testing.T) {
	x, y := randomVector(6), make([]float32, 6)
	for i := range 3 {
		y[i], y[i+3] = x[2*i], x[2*i+1]
	}
	must(t, Rotary{Dim: 6, Layout: Interleaved}.Rotate(x, []int32{7}))
	must(t, Rotary{Dim: 6, Layout: RotateHalf}.Rotate(y, []int32{7}))
	for i := range 3 {
		if y[i] != x[2*i] || y[i+3] != x[2*i+1] {
			t.Errorf("pair %d: %v %v, want %v %v", i, y[i], y[i+3], x[2*i], x[2*i+1])
		}
	}
	angle := 7 * math.Pow(10000, -2./6)
	z := []float32{0, 0, 1, 0, 0, 0}
	must(t, Rotary{Dim: 6, Layout: Interleaved}.Rotate(z, []int32{7}))
	wantClose(t, "pair 1", z[2:4], []float32{float32(math.Cos(angle)), float32(math.Sin(angle))}, 1e-6)
}

func TestRotaryHeadsAndGradient(t *testing.T) {
	r := Rotary{Dim: 4, Layout: RotateHalf, Theta: 100}
	x, grad, positions := randomVector(24), randomVector(25)[1:], []int32{0, 4, 9}
	back := slices.Clone(grad)
	must(t, r.Backward(back, positions))
	gradCheck(t, "rotary", x, back, func() float64 {
		y := slices.Clone(x)
		must(t, r.Rotate(y, positions))
		return weigh(y, grad)
	})
	for message, c := range map[string]struct {
		r Rotary
		n int
	}{
		"rotary positions: dimension 3 is not even":                              {Rotary{Dim: 3, Layout: RotateHalf}, 24},
		`rotary positions: layout "" is neither "interleaved" nor "rotate-half"`: {Rotary{Dim: 4}, 24},
		"rotary positions: 20 numbers for 3 positions in heads of 4":             {r, 20},
	} {
		wantError(t, c.r.Rotate(make([]float32, c.n), positions), message)
	}
}

func TestRelativeBuckets(t *testing.T) {
	both := RelativeBias{Table: NewTable(32, 2), Bidirectional: true}
	for distance, want := range map[int]int{0: 0, -1: 1, -7: 7, -8: 8, -11: 8, -12: 9, -16: 10, -32: 12, -64: 14, -128: 15, -5000: 15, 1: 17, 8: 24, 64: 30, 200: 31} {
		if got := both.Bucket(distance); got != want {
			t.Errorf("both directions, %d: bucket %d, want %d", distance, got, want)
		}
	}
	causal := RelativeBias{Table: NewTable(32, 2)}
	for distance, want := range map[int]int{0: 0, 3: 0, -1: 1, -15: 15, -16: 16, -127: 31, -1000: 31} {
		if got := causal.Bucket(distance); got != want {
			t.Errorf("backwards, %d: bucket %d, want %d", distance, got, want)
		}
	}
}

func TestRelativeBiasAndItsGradient(t *testing.T) {
	b := RelativeBias{Table: random(8, 2), MaxDistance: 6, Bidirectional: true}
	y, grad := make([]float32, 2*3*4), randomVector(24)
	must(t, b.Forward(y, 3, 4))
	if got, want := y[(1*3+2)*4+3], b.Table.Row(b.Bucket(1))[1]; got != want {
		t.Errorf("head 1, query 2, key 3: %v, want %v", got, want)
	}
	g, err := b.Backward(3, 4, grad)
	must(t, err)
	gradCheckTable(t, "relative bias", b.Table, g, func() float64 {
		must(t, b.Forward(y, 3, 4))
		return weigh(y, grad)
	})
	wantError(t, b.Forward(y, 3, 3), "relative bias: 24 numbers for 2 heads of 3 queries and 3 keys")
	wantError(t, RelativeBias{Table: NewTable(300, 2)}.Forward(y, 3, 4), "300 buckets for distances up to 128")
}
