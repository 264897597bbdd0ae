package word2vec

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
)

// kinds are the four models.
var kinds = map[string]Config{
	"skip-gram, negative sampling":    {},
	"skip-gram, hierarchical softmax": {Loss: HierarchicalSoftmax},
	"CBOW, negative sampling":         {Architecture: CBOW},
	"CBOW, hierarchical softmax":      {Architecture: CBOW, Loss: HierarchicalSoftmax},
}

// eachKind runs a test with all four, the other settings being those of c.
func eachKind(t *testing.T, c Config, test func(t *testing.T, c Config)) {
	for name, kind := range kinds {
		c.Architecture, c.Loss = kind.Architecture, kind.Loss
		t.Run(name, func(t *testing.T) { test(t, c) })
	}
}

// textOf returns the sentences as a text.
func textOf(sentences ...[]int32) *corpus.Corpus {
	text := &corpus.Corpus{Vocabulary: &corpus.Vocabulary{}}
	v := text.Vocabulary
	for _, s := range sentences {
		for _, id := range s {
			for len(v.Counts) <= int(id) {
				v.Words = append(v.Words, string(rune('a'+len(v.Counts))))
				v.Counts = append(v.Counts, 0)
			}
			v.Counts[id]++
			v.Total++
		}
		text.IDs = append(text.IDs, s...)
		text.Ends = append(text.Ends, int32(len(text.IDs)))
	}
	return text
}

// sentences returns a text of so many sentences in which the words 0–4 stand
// among themselves, and so do 5–9.
func sentences(n int) *corpus.Corpus {
	rng := NewRandom(99)
	text := make([][]int32, n)
	for s := range text {
		for range 12 {
			text[s] = append(text[s], int32(rng.Below(5))+5*int32(s%2))
		}
	}
	return textOf(text...)
}

func newModelOf(t *testing.T, c Config, text *corpus.Corpus, seed uint64) *Model {
	t.Helper()
	m, err := New(c, text, seed)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func train(t *testing.T, c Config, text *corpus.Corpus, seed uint64, slice int) *Model {
	t.Helper()
	m := newModelOf(t, c, text, seed)
	for m.Train(slice) {
	}
	return m
}

func same(a, b *Model) bool {
	return slices.Equal(a.In.Weights.Data, b.In.Weights.Data) && slices.Equal(a.Out.Weights.Data, b.Out.Weights.Data)
}

func cosine(a, b []float32) float64 {
	var ab, aa, bb float64
	for i := range a {
		ab += float64(a[i]) * float64(b[i])
		aa += float64(a[i]) * float64(a[i])
		bb += float64(b[i]) * float64(b[i])
	}
	return ab / math.Sqrt(aa*bb)
}

// checkCompany checks that words are alike if they stand in the same sentences.
func checkCompany(t *testing.T, m *Model) {
	t.Helper()
	for i := range 10 {
		for j := range i {
			cos := cosine(m.In.Row(i), m.In.Row(j))
			if together := i/5 == j/5; together != (cos > .5) {
				t.Errorf("cosine of %d and %d is %.2f", i, j, cos)
			}
		}
	}
}

func TestWordsOfOneCompanyComeTogether(t *testing.T) {
	eachKind(t, Config{Dim: 8, Window: 3, Sample: -1, Epochs: 10, LearningRate: .05}, func(t *testing.T, c Config) {
		checkCompany(t, train(t, c, sentences(400), 1, 1000))
	})
}

func TestSlicingDoesNotChangeABit(t *testing.T) {
	text := sentences(60)
	eachKind(t, Config{Dim: 9}, func(t *testing.T, c Config) {
		want := train(t, c, text, 5, 1<<30)
		for _, slice := range []int{1, 7, 100} {
			if !same(train(t, c, text, 5, slice), want) {
				t.Errorf("slices of %d centres give other vectors", slice)
			}
		}
		if same(train(t, c, text, 6, 100), want) {
			t.Error("another seed gives the same vectors")
		}
	})
}

func TestASavedModelGoesOnWithTheSameBits(t *testing.T) {
	text := sentences(60)
	eachKind(t, Config{Dim: 9, Epochs: 2}, func(t *testing.T, c Config) {
		want := newModelOf(t, c, text, 5)
		want.Freeze(3, 7)
		for want.Train(100) {
		}
		begun := newModelOf(t, c, text, 5)
		begun.Freeze(3, 7)
		for range 31 {
			begun.Train(5)
		}
		whole := saved(t, begun)
		got := newModelOf(t, c, text, 1234)
		if err := got.Load(bytes.NewReader(whole)); err != nil {
			t.Fatal(err)
		}
		for got.Train(100) {
		}
		if !same(got, want) {
			t.Error("the vectors differ")
		}
		for n := range whole {
			if err := begun.Load(bytes.NewReader(whole[:n])); err == nil {
				t.Fatalf("a save cut off after %d bytes was taken", n)
			}
		}
	})
}

func saved(t *testing.T, m *Model) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestASaveOfAnotherModelIsRefused(t *testing.T) {
	text := sentences(4)
	for from, c := range kinds {
		file := saved(t, newModelOf(t, c, text, 1))
		for to, d := range kinds {
			if err := newModelOf(t, d, text, 1).Load(bytes.NewReader(file)); (err == nil) != (from == to) {
				t.Errorf("%s into %s: %v", from, to, err)
			}
		}
	}
}

func FuzzLoad(f *testing.F) {
	text := sentences(4)
	c := Config{Dim: 2, Round: 10}
	for i := range 2 {
		m, _ := New(c, text, 1)
		m.Shard(i, 2)
		for range 9 {
			m.Train(5)
		}
		var file bytes.Buffer
		m.Save(&file)
		f.Add(file.Bytes())
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		m, _ := New(c, text, 1)
		m.Shard(1, 2)
		if m.Load(bytes.NewReader(file)) == nil {
			for range 100 {
				m.Train(5)
			}
		}
	})
}

// lossOf computes the loss of the window in float64, from the tables alone.
func lossOf(c Config, in, out *embedding.Table, b *block) float64 {
	inputs := make([][]float64, 0, len(b.context))
	sum := make([]float64, in.Dim())
	for _, id := range b.context {
		input := make([]float64, in.Dim())
		for k, v := range in.Row(int(id)) {
			input[k] = float64(v)
			sum[k] += float64(v)
		}
		inputs = append(inputs, input)
	}
	switch {
	case c.Concat:
		joined := make([]float64, out.Dim())
		for i, input := range inputs {
			copy(joined[b.parts[i]*in.Dim():], input)
		}
		inputs = [][]float64{joined}
	case c.Architecture == CBOW:
		if !c.Sum {
			for k := range sum {
				sum[k] /= float64(len(b.context))
			}
		}
		inputs = [][]float64{sum}
	}
	var loss float64
	for _, input := range inputs {
		for j, id := range b.targets {
			var s float64
			for k, v := range out.Row(int(id)) {
				s += input[k] * float64(v)
			}
			// −log of the probability of the label
			p := 1 / (1 + math.Exp(-s))
			if b.labels[j] == 0 {
				p = 1 - p
			}
			loss -= float64(b.times[j]) * math.Log(p)
		}
	}
	return loss
}

// checkGradient trains on one window and compares how the rows move with finite
// differences of the loss. Rows of In move by so many times their gradient.
func checkGradient(t *testing.T, c Config, times float64) {
	t.Helper()
	checkGradientOf(t, newModelOf(t, c, sentences(2), 3), -1, times)
}

// scatter fills both tables with numbers of ±.5.
func scatter(m *Model) {
	rng := NewRandom(4)
	for _, table := range []*embedding.Table{m.In, m.Out} {
		for i := range table.Rows() {
			for k := range table.Row(i) {
				table.Row(i)[k] = rng.Float32() - .5
			}
		}
	}
}

func checkGradientOf(t *testing.T, m *Model, document int32, times float64) {
	t.Helper()
	scatter(m)
	m.document = document
	const rate = 1e-3
	m.sentence, m.place, m.rate = []int32{0, 1, 2, 3, 4}, 2, rate
	oldIn, oldOut := copyOf(m.In), copyOf(m.Out)
	m.window()

	for name, tables := range map[string][2]*embedding.Table{"in": {oldIn, m.In}, "out": {oldOut, m.Out}} {
		old, now := tables[0], tables[1]
		for i := range old.Rows() {
			for k := range old.Row(i) {
				const h = 1e-2
				at := &old.Row(i)[k]
				was := *at
				*at = was + h
				up := lossOf(m.config, oldIn, oldOut, &m.block)
				*at = was - h
				down := lossOf(m.config, oldIn, oldOut, &m.block)
				*at = was
				want := (up - down) / (2 * h)
				if name == "in" {
					want *= times
				}
				got := float64(was-now.Row(i)[k]) / rate
				if math.Abs(got-want) > 3e-3 {
					t.Errorf("%s row %d, column %d: gradient %.4f, finite difference %.4f", name, i, k, got, want)
				}
			}
		}
	}
}

func TestAWindowMovesAlongTheGradient(t *testing.T) {
	eachKind(t, Config{Dim: 7, Window: 2, FixedWindow: true, Negative: 6, Sample: -1, Share: true}, func(t *testing.T, c Config) {
		checkGradient(t, c, 1)
	})
}

func TestWhatCBOWDoesWithTheError(t *testing.T) {
	for _, test := range []struct {
		sum, share bool
		times      float64 // the gradient; the window has four words
	}{
		{false, false, 4},
		{false, true, 1},
		{true, false, 1},
		{true, true, .25},
	} {
		checkGradient(t, Config{Architecture: CBOW, Dim: 7, Window: 2, FixedWindow: true, Sample: -1, Sum: test.sum, Share: test.share}, test.times)
	}
}

func copyOf(t *embedding.Table) *embedding.Table {
	c := embedding.NewTable(t.Rows(), t.Dim())
	copy(c.Weights.Data, t.Weights.Data)
	return c
}

func TestNegativesAreNeverTheCentre(t *testing.T) {
	m := newModelOf(t, Config{Dim: 2, Negative: 30}, sentences(10), 3)
	m.sentence = []int32{7, 3, 7}
	for range 50 {
		m.draw(m.drawn, int(m.rng.Below(3)), m.rng)
		m.rng = m.drawn.rng
		var draws float32
		for j, id := range m.targets {
			if j > 0 && id == m.targets[0] {
				t.Fatalf("centre %d is among %v", m.targets[0], m.targets)
			}
			draws += m.times[j]
		}
		if draws != 31 {
			t.Fatalf("%v words drawn, not 31", draws)
		}
	}
}

func TestWindowsShrinkUnlessTheyAreFixed(t *testing.T) {
	for _, fixed := range []bool{false, true} {
		m := newModelOf(t, Config{Dim: 2, Window: 4, FixedWindow: fixed}, sentences(10), 3)
		m.sentence = []int32{0, 1, 2, 3, 4, 5, 6, 7, 8}
		sizes := map[int]bool{}
		for range 100 {
			m.draw(m.drawn, 4, m.rng)
			m.rng = m.drawn.rng
			sizes[len(m.context)] = true
		}
		want := map[int]bool{8: true}
		if !fixed {
			want = map[int]bool{2: true, 4: true, 6: true, 8: true}
		}
		if fmt.Sprint(sizes) != fmt.Sprint(want) {
			t.Errorf("fixed %v: windows of %v words, want %v", fixed, sizes, want)
		}
	}
}

func TestTheFirstLossIsThatOfGuessing(t *testing.T) {
	var text [][]int32
	for range 100 {
		text = append(text, []int32{0, 1, 2, 3, 4, 5, 6, 7}) // a tree of three levels
	}
	eachKind(t, Config{Dim: 20, LearningRate: 1e-9, Sample: -1}, func(t *testing.T, c Config) {
		m := train(t, c, textOf(text...), 3, 100)
		want := 6 * math.Ln2
		if c.Loss == HierarchicalSoftmax {
			want = 3 * math.Ln2
		}
		loss, inputs := m.TakeLoss()
		if inputs == 0 || math.Abs(loss-want) > 1e-3 {
			t.Errorf("loss %.4f of %d inputs, want %.4f", loss, inputs, want)
		}
		if _, inputs := m.TakeLoss(); inputs != 0 {
			t.Errorf("%d inputs were kept", inputs)
		}
	})
}

func TestRatesOfTheReference(t *testing.T) {
	for _, test := range []struct {
		c          Config
		start, end float32
	}{
		{Config{}, .025, .025e-4},
		{Config{Architecture: CBOW}, .05, .05e-4},
		{Config{LearningRate: .1, MinRate: .01}, .1, .01},
	} {
		c := test.c.withDefaults()
		if start, end := c.rate(0), c.rate(1); start != test.start || end != test.end {
			t.Errorf("%+v: from %v to %v, want %v to %v", test.c, start, end, test.start, test.end)
		}
	}
}

func TestBadSettingsAreNamed(t *testing.T) {
	text := sentences(2)
	for _, c := range []Config{
		{Dim: -1}, {Window: MaxWindow + 1}, {Negative: MaxNegative + 1}, {Architecture: 7}, {Loss: -1},
		{LearningRate: -1}, {LearningRate: math.NaN()}, {MinRate: 1}, {MinRate: math.NaN()}, {Epochs: -1}, {Round: -1},
	} {
		if _, err := New(c, text, 1); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

func TestFrozenRowsStay(t *testing.T) {
	eachKind(t, Config{Dim: 5, Sample: -1}, func(t *testing.T, c Config) {
		m := newModelOf(t, c, sentences(20), 3)
		for !m.Filled() {
			m.Train(10)
		}
		if err := m.Freeze(2, 9); err != nil {
			t.Fatal(err)
		}
		before := copyOf(m.In)
		for m.Train(100) {
		}
		for i := range 10 {
			if stays := slices.Equal(before.Row(i), m.In.Row(i)); stays != (i == 2 || i == 9) {
				t.Errorf("row %d stayed: %v", i, stays)
			}
		}
		if err := m.Freeze(10); err == nil {
			t.Error("a row outside the table was frozen")
		}
		if m.Thaw(2, 9); m.Frozen() != nil {
			t.Errorf("rows %v are still frozen", m.Frozen())
		}
	})
}

func TestLookingChangesNothing(t *testing.T) {
	text := sentences(20)
	eachKind(t, Config{Dim: 6, Window: 2, Share: true}, func(t *testing.T, c Config) {
		m := newModelOf(t, c, text, 3)
		for range 40 {
			m.Train(10)
		}
		before := saved(t, m)
		w := m.Look(100)
		if !bytes.Equal(before, saved(t, m)) {
			t.Error("the model changed")
		}
		if len(w.Context) != 4 || w.Centre != text.IDs[100] || c.Loss == NegativeSampling && w.Targets[0] != w.Centre {
			t.Errorf("window %+v", w)
		}
		// Stepping along the gradients lowers the window's loss.
		in, out := copyOf(m.In), copyOf(m.Out)
		b := &block{drawn: &drawn{context: w.Context, targets: w.Targets, labels: w.Labels, times: w.Times}}
		if loss := lossOf(m.config, in, out, b); math.Abs(loss-w.Loss) > 1e-5 {
			t.Errorf("loss %v, want %v", w.Loss, loss)
		}
		for i, id := range w.Context {
			copy(in.Row(int(id)), w.InAfter[i*6:])
		}
		for j, id := range w.Targets {
			copy(out.Row(int(id)), w.OutAfter[j*6:])
		}
		if lower := lossOf(m.config, in, out, b); !(lower < w.Loss) {
			t.Errorf("loss %v after a step, %v before", lower, w.Loss)
		}
	})
}
