package word2vec

import (
	"bytes"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"testing"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
)

// sentences returns a text of so many sentences in which the words 0–4 stand
// among themselves, and so do 5–9.
func sentences(n int) *corpus.Corpus {
	text := &corpus.Corpus{Vocabulary: &corpus.Vocabulary{}}
	rng := NewRandom(99)
	counts := make([]int64, 10)
	for s := range n {
		for range 12 {
			id := int32(rng.Below(5)) + 5*int32(s%2)
			text.IDs = append(text.IDs, id)
			counts[id]++
		}
		text.Ends = append(text.Ends, int32(len(text.IDs)))
	}
	for i, c := range counts {
		text.Vocabulary.Words = append(text.Vocabulary.Words, string(rune('a'+i)))
		text.Vocabulary.Counts = append(text.Vocabulary.Counts, c)
		text.Vocabulary.Total += c
	}
	return text
}

func train(t *testing.T, c Config, text *corpus.Corpus, seed uint64, slice int) *Model {
	t.Helper()
	m, err := New(c, text, seed)
	if err != nil {
		t.Fatal(err)
	}
	for m.Train(slice) {
	}
	return m
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

func TestWordsOfOneCompanyComeTogether(t *testing.T) {
	m := train(t, Config{Dim: 8, Window: 3, Sample: -1, Epochs: 10, LearningRate: .05}, sentences(400), 1, 1000)
	for i := range 10 {
		for j := range i {
			cos := cosine(m.In.Row(i), m.In.Row(j))
			if together := i/5 == j/5; together != (cos > .5) {
				t.Errorf("cosine of %d and %d is %.2f", i, j, cos)
			}
		}
	}
}

func TestSlicingDoesNotChangeABit(t *testing.T) {
	text := sentences(60)
	want := train(t, Config{Dim: 9}, text, 5, 1<<30)
	for _, slice := range []int{1, 7, 100} {
		got := train(t, Config{Dim: 9}, text, 5, slice)
		if !slices.Equal(got.In.Weights.Data, want.In.Weights.Data) || !slices.Equal(got.Out.Weights.Data, want.Out.Weights.Data) {
			t.Errorf("slices of %d centres give other vectors", slice)
		}
	}
	other := train(t, Config{Dim: 9}, text, 6, 100)
	if slices.Equal(other.In.Weights.Data, want.In.Weights.Data) {
		t.Error("another seed gives the same vectors")
	}
}

func TestASavedModelGoesOnWithTheSameBits(t *testing.T) {
	text := sentences(60)
	c := Config{Dim: 9, Epochs: 2}
	want := train(t, c, text, 5, 100)

	begun, err := New(c, text, 5)
	if err != nil {
		t.Fatal(err)
	}
	for range 31 {
		begun.Train(5)
	}
	var file bytes.Buffer
	if err := begun.Save(&file); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	got, err := New(c, text, 1234)
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Load(bytes.NewReader(whole)); err != nil {
		t.Fatal(err)
	}
	for got.Train(100) {
	}
	if !slices.Equal(got.In.Weights.Data, want.In.Weights.Data) {
		t.Error("the vectors differ")
	}
	for n := range whole {
		if err := begun.Load(bytes.NewReader(whole[:n])); err == nil {
			t.Fatalf("a save cut off after %d bytes was taken", n)
		}
	}
}

// lossOf computes the loss of the model's block in float64.
func lossOf(in, out *embedding.Table, context, targets []int32, times []float32) float64 {
	var loss float64
	for _, i := range context {
		for j, o := range targets {
			var s float64
			for k, v := range in.Row(int(i)) {
				s += float64(v) * float64(out.Row(int(o))[k])
			}
			if j == 0 {
				loss += softplus(-s)
			} else {
				loss += float64(times[j]) * softplus(s)
			}
		}
	}
	return loss
}

func TestAWindowMovesAlongTheGradient(t *testing.T) {
	m, err := New(Config{Dim: 7, Window: 2, Negative: 6, Sample: -1}, sentences(2), 3)
	if err != nil {
		t.Fatal(err)
	}
	rng := NewRandom(4)
	for _, table := range []*embedding.Table{m.In, m.Out} {
		for i := range table.Rows() {
			for k := range table.Row(i) {
				table.Row(i)[k] = rng.Float32() - .5
			}
		}
	}
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
				up := lossOf(oldIn, oldOut, m.context, m.targets, m.times)
				*at = was - h
				down := lossOf(oldIn, oldOut, m.context, m.targets, m.times)
				*at = was
				want := (up - down) / (2 * h)
				got := float64(was-now.Row(i)[k]) / rate
				if math.Abs(got-want) > 2e-3 {
					t.Errorf("%s row %d, column %d: gradient %.4f, finite difference %.4f", name, i, k, got, want)
				}
			}
		}
	}
}

func copyOf(t *embedding.Table) *embedding.Table {
	c := embedding.NewTable(t.Rows(), t.Dim())
	copy(c.Weights.Data, t.Weights.Data)
	return c
}

func TestNegativesAreNeverTheCentre(t *testing.T) {
	m, err := New(Config{Dim: 2, Negative: 30}, sentences(10), 3)
	if err != nil {
		t.Fatal(err)
	}
	m.sentence = []int32{7, 3, 7}
	for range 50 {
		m.place = int(m.rng.Below(3))
		m.draw()
		var drawn float32
		for j, id := range m.targets {
			if j > 0 && id == m.targets[0] {
				t.Fatalf("centre %d is among %v", m.targets[0], m.targets)
			}
			drawn += m.times[j]
		}
		if drawn != 31 {
			t.Fatalf("%v words drawn, not 31", drawn)
		}
	}
}

func TestTheFirstLossIsThatOfGuessing(t *testing.T) {
	m, err := New(Config{Dim: 20, LearningRate: 1e-9}, sentences(30), 3)
	if err != nil {
		t.Fatal(err)
	}
	for m.Train(100) {
	}
	loss, pairs := m.TakeLoss()
	if want := 6 * math.Ln2; pairs == 0 || math.Abs(loss-want) > 1e-3 {
		t.Errorf("loss %.4f of %d pairs, want %.4f", loss, pairs, want)
	}
	if _, pairs := m.TakeLoss(); pairs != 0 {
		t.Errorf("%d pairs were kept", pairs)
	}
}

func TestBadSettingsAreNamed(t *testing.T) {
	text := sentences(2)
	for _, c := range []Config{
		{Dim: -1}, {Window: MaxWindow + 1}, {Negative: MaxNegative + 1},
		{LearningRate: -1}, {LearningRate: math.NaN()}, {Epochs: -1},
	} {
		if _, err := New(c, text, 1); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

// BenchmarkText trains one epoch with the defaults on the tokenised text in the
// file that CORPUS names, a sentence a line, to be held against other programs;
// with ARCH=cbow and LOSS=hs, that architecture and that loss.
// If VECTORS names a file, it trains five epochs with the seed SEED and writes
// the vectors there as word2vec's text, to be scored by them.
func BenchmarkText(b *testing.B) {
	name, vectors := os.Getenv("CORPUS"), os.Getenv("VECTORS")
	if name == "" {
		b.Skip("CORPUS names no file")
	}
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	text, err := corpus.Read(f, corpus.Options{KeepCase: true, Split: corpus.Spaces}, nil)
	if err != nil {
		b.Fatal(err)
	}
	epochs, seed := 1, uint64(1)
	if vectors != "" {
		epochs = 5
		seed, _ = strconv.ParseUint(os.Getenv("SEED"), 10, 64)
	}
	config := Config{Epochs: epochs}
	if os.Getenv("ARCH") == "cbow" {
		config.Architecture = CBOW
	}
	if os.Getenv("LOSS") == "hs" {
		config.Loss = HierarchicalSoftmax
	}
	var words int64
	for b.Loop() {
		m, err := New(config, text, seed)
		if err != nil {
			b.Fatal(err)
		}
		for m.Train(1000) {
		}
		words += int64(epochs * len(text.IDs))
		if vectors != "" {
			if err := os.WriteFile(vectors, asText(text.Vocabulary, m.In), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}

func asText(v *corpus.Vocabulary, t *embedding.Table) []byte {
	out := fmt.Appendf(nil, "%d %d\n", t.Rows(), t.Dim())
	for i := range t.Rows() {
		out = append(out, v.Words[i]...)
		for _, x := range t.Row(i) {
			out = fmt.Append(out, " ", x)
		}
		out = append(out, '\n')
	}
	return out
}

func BenchmarkSkipGram(b *testing.B) {
	m, err := New(Config{Epochs: 1 << 20}, sentences(1000), 1)
	if err != nil {
		b.Fatal(err)
	}
	start, _ := m.Words()
	for b.Loop() {
		m.Train(1000)
	}
	end, _ := m.Words()
	b.ReportMetric(float64(end-start)/b.Elapsed().Seconds(), "words/s")
}

func TestLookingChangesNothing(t *testing.T) {
	text := sentences(20)
	m, err := New(Config{Dim: 6, Window: 2}, text, 3)
	if err != nil {
		t.Fatal(err)
	}
	for range 40 {
		m.Train(10)
	}
	var before, after bytes.Buffer
	if err := m.Save(&before); err != nil {
		t.Fatal(err)
	}
	w := m.Look(100)
	if err := m.Save(&after); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Error("the model changed")
	}
	if len(w.Context) != 4 || w.Centre != text.IDs[100] || w.Targets[0] != w.Centre {
		t.Errorf("window %+v", w)
	}
	// Stepping along the gradients lowers the window's loss.
	in, out := embedding.NewTable(len(w.Context), 6), embedding.NewTable(len(w.Targets), 6)
	var rows, targets []int32
	for i := range w.Context {
		copy(in.Row(i), w.InAfter[i*6:])
		rows = append(rows, int32(i))
	}
	for j := range w.Targets {
		copy(out.Row(j), w.OutAfter[j*6:])
		targets = append(targets, int32(j))
	}
	if lower := lossOf(in, out, rows, targets, w.Times); !(lower < w.Loss) {
		t.Errorf("loss %v after a step, %v before", lower, w.Loss)
	}
}
