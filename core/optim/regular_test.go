package optim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

func TestClipping(t *testing.T) {
	g := []float32{-3, .5, 2}
	ClipValue(g, 1)
	wantClose(t, "by value", g, []float32{-1, .5, 1}, 0)

	g = []float32{3, 4}
	if norm := ClipNorm(g, 10); norm != 5 || g[0] != 3 {
		t.Errorf("a short gradient of norm %v became %v", norm, g)
	}
	if norm := ClipNorm(g, 1); norm != 5 {
		t.Errorf("norm %v", norm)
	}
	wantClose(t, "by norm", g, []float32{.6, .8}, 1e-6)

	a, b := []float32{2, 4}, []float32{4}
	if norm := ClipGlobalNorm(3, a, b); norm != 6 {
		t.Errorf("global norm %v", norm)
	}
	wantClose(t, "first", a, []float32{1, 2}, 1e-6)
	wantClose(t, "second", b, []float32{2}, 1e-6)
}

func TestPenaltyAndItsGradient(t *testing.T) {
	w, p := table([]float32{1, -2, 0}, []float32{.5, 3, -1}), Penalty{L1: .1, L2: .2}
	if got, want := p.Value(w), .1*7.5+.2*15.25; math.Abs(got-want) > 1e-6 {
		t.Errorf("value %v, want %v", got, want)
	}
	full := blas32.General{Rows: 2, Cols: 3, Stride: 3, Data: make([]float32, 6)}
	must(t, p.AddTo(full, w))
	wantClose(t, "dense", full.Data, []float32{.5, -.9, 0, .3, 1.3, -.5}, 1e-6)
	g := embedding.SparseGrad{Dim: 3, Rows: []int32{1}, Values: []float32{1, 1, 1}}
	must(t, p.AddSparse(g, w))
	wantClose(t, "sparse", g.Values, []float32{1.3, 2.3, .5}, 1e-6)

	twice := embedding.SparseGrad{Dim: 3, Rows: []int32{1, 1}, Values: make([]float32, 6)}
	wantError(t, p.AddSparse(twice, w), "penalty: the gradient of 2 rows is not coalesced")
	full.Rows = 1
	wantError(t, p.AddTo(full, w), "penalty: a gradient of 1 × 3")
}

func TestL2IsWeightDecay(t *testing.T) {
	decayed, penalised := random(3, 2, 1), random(3, 2, 1)
	g := batch(3, 2, 8, 1).Coalesce()
	must(t, SGD{LearningRate: .1, WeightDecay: .2}.StepSparse(decayed, g))
	must(t, Penalty{L2: .1}.AddSparse(g, penalised))
	must(t, SGD{LearningRate: .1}.StepSparse(penalised, g))
	wantClose(t, "weights", decayed.Weights.Data, penalised.Weights.Data, 1e-6)
}

func TestDropoutKeepsTheExpectation(t *testing.T) {
	rng, d := rand.New(rand.NewPCG(1, 2)), Dropout{P: .25}
	x, kept := make([]float32, 100_000), make([]bool, 100_000)
	for i := range x {
		x[i] = 3
	}
	must(t, d.Apply(x, kept, rng))
	var sum float64
	zeros := 0
	for i, v := range x {
		sum += float64(v)
		if !kept[i] {
			zeros++
		}
		if kept[i] != (v == 4) || !kept[i] && v != 0 {
			t.Fatalf("number %d is %v", i, v)
		}
	}
	if mean := sum / 1e5; math.Abs(mean-3) > .03 || zeros < 24_500 || zeros > 25_500 {
		t.Errorf("mean %v, %d zeros", mean, zeros)
	}
	grad := []float32{3, 6}
	must(t, d.Backward(grad, []bool{true, false}))
	wantClose(t, "gradient", grad, []float32{4, 0}, 0)
	wantError(t, Dropout{P: 1}.Apply(x, kept, rng), "dropout: probability 1 is outside 0 to 1")
	wantError(t, d.Backward(grad, kept), "dropout: 100000 places for 2 numbers")
}

func TestWordDropout(t *testing.T) {
	rng, d := rand.New(rand.NewPCG(1, 2)), WordDropout{P: .1, By: 1}
	ids := make([]int32, 10_000)
	for k := range ids {
		ids[k] = 7
	}
	must(t, d.Apply(ids, ids, rng))
	replaced := 0
	for _, id := range ids {
		if id == 1 {
			replaced++
		}
	}
	if replaced < 900 || replaced > 1100 {
		t.Errorf("%d of 10,000 replaced", replaced)
	}
	none := []int32{4, 5}
	must(t, WordDropout{}.Apply(none, none, rng))
	if !slices.Equal(none, []int32{4, 5}) {
		t.Errorf("without dropout: %v", none)
	}
	wantError(t, d.Apply(none[:1], none, rng), "word dropout: 1 places for 2 ids")
	wantError(t, WordDropout{P: -1}.Apply(none, none, rng), "word dropout: probability -1 is outside 0 to 1")
}

func TestSchedules(t *testing.T) {
	for _, c := range []struct {
		name     string
		schedule Schedule
		at       map[float64]float64
	}{
		{"linear", Linear{Start: 1, End: .25}, map[float64]float64{0: 1, .5: .625, 1: .25, 2: .25}},
		{"cosine", Cosine{Start: 1, End: .5}, map[float64]float64{0: 1, .5: .75, 1: .5, 2: .5}},
		{"stairs", Stairs{Start: 1, Factor: .5, Every: 10}, map[float64]float64{0: 1, 9: 1, 10: .5, 29: .25}},
		{"warm-up", WarmUp{Length: .1, Then: Linear{Start: 1, End: 0}}, map[float64]float64{0: 0, .05: .45, .1: .9, .5: .5}},
		{"inverse square root", InverseSqrt{Peak: .1, WarmUp: 100}, map[float64]float64{0: 0, 50: .05, 100: .1, 400: .05}},
	} {
		for done, want := range c.at {
			if got := c.schedule.At(done); math.Abs(got-want) > 1e-12 {
				t.Errorf("%s at %v: %v, want %v", c.name, done, got, want)
			}
		}
	}
}

// BERT's input as it trains: layer, dropout, loss; the gradient through both.
func TestDropoutAfterBERTsInput(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	input := embedding.NewBERTInput(6, 4, rng)
	for _, w := range input.Tables()[:3] {
		w.Normal(1, rng)
	}
	ids, types := []int32{3, 1, 5}, []int32{0, 1, 1}
	x, kept, target := make([]float32, 12), make([]bool, 12), []float32{1, -2, 3, 1, 2, -1, .5, 1, -1, 2, 1, -3}
	forward := func() (loss float64) {
		must(t, input.Forward(x, ids, types, 3))
		must(t, Dropout{P: .3}.Apply(x, kept, rand.New(rand.NewPCG(5, 6))))
		for i, v := range x {
			loss += float64(v) * float64(target[i])
		}
		return loss
	}
	forward()
	grad := slices.Clone(target)
	must(t, Dropout{P: .3}.Backward(grad, kept))
	grads, err := input.Backward(ids, types, 3, grad)
	must(t, err)
	row := input.Word.Row(3)
	const h = 1e-2
	for d, w := range row {
		row[d] = w + h
		above := forward()
		row[d] = w - h
		below := forward()
		row[d] = w
		wantClose(t, "gradient of word 3", grads[0].Row(0)[d:d+1], []float32{float32((above - below) / (2 * h))}, 3e-3)
	}
}
