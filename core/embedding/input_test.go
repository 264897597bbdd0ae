package embedding

import (
	"math"
	"slices"
	"testing"
)

func TestLayerNorm(t *testing.T) {
	n := NewLayerNorm(4, 1e-5)
	x, y := []float32{1, 2, 3, 6, -5, 0, 5, 0}, make([]float32, 8)
	must(t, n.Forward(y, x))
	wantClose(t, "first", y[:4], []float32{-1.0690, -.5345, 0, 1.6036}, 1e-4)

	copy(n.Gain.Row(0), randomVector(4))
	copy(n.Bias.Row(0), randomVector(5))
	grad, dx := randomVector(8), make([]float32, 8)
	grads, err := n.Backward(dx, x, grad)
	must(t, err)
	loss := func() float64 {
		must(t, n.Forward(y, x))
		return weigh(y, grad)
	}
	gradCheck(t, "x", x, dx, loss)
	gradCheckTable(t, "gain", n.Gain, grads[0], loss)
	gradCheckTable(t, "bias", n.Bias, grads[1], loss)
	wantError(t, n.Forward(y[:6], x[:6]), "layer norm: 6 numbers for 6, in vectors of 4")
	_, err = n.Backward(dx[:4], x, grad)
	wantError(t, err, "gradient of layer norm: 4 numbers for 8, in vectors of 4")
}

func TestBERTInput(t *testing.T) {
	b := NewBERTInput(20, 6, seeded())
	if b.Position.Rows() != 512 || b.TokenType.Rows() != 2 || b.Norm.Epsilon != 1e-12 || b.Word.Row(0)[0] != 0 {
		t.Error("not BERT's sizes")
	}
	// Weights large enough for differences to see the curvature of the norm.
	for _, table := range b.Tables()[:3] {
		table.Normal(1, seeded())
	}
	ids, types := []int32{3, 7, 0, 3, 9, 1}, []int32{0, 0, 1, 0, 1, 1}
	y, grad := make([]float32, 36), randomVector(36)
	must(t, b.Forward(y, ids, types, 3))

	sum := make([]float32, 6)
	for d := range sum {
		sum[d] = b.Word.Row(9)[d] + b.Position.Row(1)[d] + b.TokenType.Row(1)[d]
	}
	must(t, b.Norm.Forward(sum, sum))
	wantClose(t, "fifth", y[24:30], sum, 1e-6)

	grads, err := b.Backward(ids, types, 3, grad)
	must(t, err)
	b.Position.Weights.Rows = 3 // the others are not looked up
	b.Word.PaddingIdx = nil
	if slices.Contains(grads[0].Rows, 0) {
		t.Error("the padding row has a gradient")
	}
	whole, err := b.Backward(ids, types, 3, grad)
	must(t, err)
	for k, table := range b.Tables() {
		gradCheckTable(t, "bert", table, whole[k], func() float64 {
			must(t, b.Forward(y, ids, types, 3))
			return weigh(y, grad)
		})
	}
	wantError(t, b.Forward(y, ids, types[:5], 3), "bert input: 5 token types for 6 ids")
	wantError(t, b.Forward(y, ids, types, 4), "bert input: 6 ids in sequences of 4")
	wantError(t, b.Forward(y, ids, types, 6), "id 3 at place 3 is outside 0 to 2")
}

func TestGPT2InputAndItsTiedWeights(t *testing.T) {
	g := NewGPT2Input(9, 4, seeded())
	if g.Position.Rows() != 1024 || spread(g.Word) < 1.5*spread(g.Position) {
		t.Error("not GPT-2's sizes")
	}
	g.Word.Normal(1, seeded())
	g.Position = random(3, 4)
	ids, length := []int32{8, 2, 2, 5, 0, 8}, 3
	x, logits, grad := make([]float32, 24), make([]float32, 54), randomVector(54)
	forward := func() float64 {
		must(t, g.Forward(x, ids, length))
		must(t, g.Word.Logits(logits, x))
		return weigh(logits, grad)
	}
	forward()
	dx, dWord := make([]float32, 24), dense(9, 4)
	must(t, g.Word.LogitsBackward(dx, dWord, x, grad))
	grads, err := g.Backward(ids, length, dx)
	must(t, err)
	grads[0].AddTo(dWord)
	for i := range 9 {
		gradCheck(t, "tied words", g.Word.Row(i), rowOf(dWord, i), forward)
	}
	gradCheckTable(t, "positions", g.Position, grads[1], forward)

	wantError(t, g.Word.Logits(logits[:53], x), "logits: 53 scores of 9 rows for 24 numbers in vectors of 4")
	wantError(t, g.Word.LogitsBackward(dx[:1], dWord, x, grad), "gradient of logits: 1 numbers for the gradient of 24")
	wantError(t, g.Forward(x, ids, 0), "gpt-2 input: 6 ids in sequences of 0")
}

func spread(t *Table) float64 {
	var sum float64
	for i := range t.Rows() {
		for _, v := range t.Row(i) {
			sum += float64(v) * float64(v)
		}
	}
	return math.Sqrt(sum / float64(t.Rows()*t.Dim()))
}
