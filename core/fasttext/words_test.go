package fasttext

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/word2vec"
)

// text returns the corpus of some lines, all words kept.
func text(t testing.TB, lines ...string) *corpus.Corpus {
	t.Helper()
	c, err := corpus.Read(strings.NewReader(strings.Join(lines, "\n")), corpus.Options{MinCount: 1, Split: corpus.Spaces}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// companies returns a text of so many lines in which words of two sets stand
// among themselves.
func companies(t testing.TB, n int) *corpus.Corpus {
	t.Helper()
	sets := [][]string{
		{"rain", "raining", "storm", "stormy", "cloud"},
		{"bread", "bake", "baker", "cheese", "flour"},
	}
	rng := word2vec.NewRandom(99)
	var all []string
	for i := range n {
		var line []string
		for range 12 {
			line = append(line, sets[i%2][rng.Below(5)])
		}
		all = append(all, strings.Join(line, " "))
	}
	return text(t, all...)
}

var kinds = []Settings{
	{Method: SkipGram, Loss: NegativeSampling},
	{Method: SkipGram, Loss: HierarchicalSoftmax},
	{Method: CBOW, Loss: NegativeSampling},
	{Method: CBOW, Loss: HierarchicalSoftmax},
}

// small adds to the settings what makes training quick.
func small(s Settings) Settings {
	s.Dim, s.Window, s.Buckets, s.Sample = 9, 3, 200, -1
	return s
}

func newRun(t testing.TB, s Settings, c *corpus.Corpus, seed uint64) *Words {
	t.Helper()
	w, err := NewWords(s, c, seed)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func trained(t testing.TB, s Settings, c *corpus.Corpus, seed uint64, slice int) *Words {
	t.Helper()
	w := newRun(t, s, c, seed)
	for w.Train(slice) {
	}
	return w
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

func vectorOf(m *Model, word string) []float32 {
	v := make([]float32, m.Dim())
	m.Vector(v, word)
	return v
}

func TestWordsOfOneCompanyComeTogetherAndUnknownOnesToThem(t *testing.T) {
	c := companies(t, 400)
	for _, s := range kinds {
		s := small(s)
		s.Epochs, s.LearningRate = 8, .1
		m := trained(t, s, c, 1, 1000).Model()
		for i, a := range []string{"rain", "storm", "bread", "baker"} {
			for j, b := range []string{"cloud", "raining", "cheese", "flour", "storms", "bakery"} {
				wet := []bool{true, true, false, false, true, false}[j]
				cos := cosine(vectorOf(m, a), vectorOf(m, b))
				if together := wet == (i < 2); together != (cos > .5) {
					t.Errorf("%v, %v: the cosine of %s and %s is %.2f", s.Method, s.Loss, a, b, cos)
				}
			}
		}
	}
}

func TestSlicingDoesNotChangeABit(t *testing.T) {
	c := companies(t, 30)
	for _, s := range kinds {
		s := small(s)
		want := trained(t, s, c, 5, 1<<30)
		for _, slice := range []int{1, 7, 100} {
			got := trained(t, s, c, 5, slice)
			if !slices.Equal(got.In.Weights.Data, want.In.Weights.Data) || !slices.Equal(got.Out.Weights.Data, want.Out.Weights.Data) {
				t.Errorf("%v, %v: slices of %d centres give other vectors", s.Method, s.Loss, slice)
			}
		}
		other := trained(t, s, c, 6, 100)
		if slices.Equal(other.In.Weights.Data, want.In.Weights.Data) {
			t.Error("another seed gives the same vectors")
		}
	}
}

func TestASavedRunGoesOnWithTheSameBits(t *testing.T) {
	c := companies(t, 30)
	for _, s := range kinds {
		s := small(s)
		want := trained(t, s, c, 5, 100)
		for _, steps := range []int{0, 3, 60, 61, 62, 63} {
			begun := newRun(t, s, c, 5)
			for range steps {
				begun.Train(5)
			}
			var file bytes.Buffer
			if err := begun.Save(&file); err != nil {
				t.Fatal(err)
			}
			got := newRun(t, s, c, 1234)
			if err := got.Load(&file); err != nil {
				t.Fatal(err)
			}
			for got.Train(100) {
			}
			if !slices.Equal(got.In.Weights.Data, want.In.Weights.Data) || !slices.Equal(got.Out.Weights.Data, want.Out.Weights.Data) {
				t.Errorf("%v, %v: saved after %d steps, the vectors differ", s.Method, s.Loss, steps)
			}
		}
	}
}

func TestASaveCutAnywhereIsRefused(t *testing.T) {
	c := companies(t, 2)
	s := Settings{Dim: 2, Window: 1, Buckets: 20, Sample: -1}
	w := newRun(t, s, c, 5)
	for range 40 {
		w.Train(5)
	}
	var file bytes.Buffer
	if err := w.Save(&file); err != nil {
		t.Fatal(err)
	}
	for n := range file.Len() {
		if err := newRun(t, s, c, 5).Load(bytes.NewReader(file.Bytes()[:n])); err == nil {
			t.Fatalf("a save cut off after %d bytes was taken", n)
		}
	}
}

func TestTheFirstLossIsThatOfGuessing(t *testing.T) {
	c := companies(t, 30)
	for _, s := range kinds {
		s := small(s)
		s.LearningRate = 1e-9
		w := trained(t, s, c, 3, 100)
		want := 6 * math.Ln2
		if s.Loss == HierarchicalSoftmax {
			want = 3.4 * math.Ln2 // ten words of about equal counts
		}
		if loss, inputs := w.TakeLoss(); inputs == 0 || math.Abs(loss-want) > .04*want {
			t.Errorf("%v, %v: loss %.4f of %d inputs, want %.4f", s.Method, s.Loss, loss, inputs, want)
		}
		if _, inputs := w.TakeLoss(); inputs != 0 {
			t.Errorf("%d inputs were kept", inputs)
		}
	}
}

// randomize fills tables with numbers that make all gradients felt.
func randomize(tables ...*embedding.Table) {
	rng := word2vec.NewRandom(4)
	for _, table := range tables {
		for i := range table.Rows() {
			for k := range table.Row(i) {
				table.Row(i)[k] = rng.Float32() - .5
			}
		}
	}
}

// lossOf computes the loss of what a window looked up in float64.
func lossOf(v Window, dim int) float64 {
	var loss float64
	for i := range len(v.Hidden) / dim {
		for j := range v.Targets {
			var s float64
			for k := range dim {
				s += float64(v.Hidden[i*dim+k]) * float64(v.Out[j*dim+k])
			}
			loss += float64(v.Times[j]) * softplus((1-2*float64(v.Labels[j]))*s)
		}
	}
	return loss
}

func TestTheGradientsOfAWindowAreThoseOfItsLoss(t *testing.T) {
	c := companies(t, 3)
	for _, s := range kinds {
		s := small(s)
		w := newRun(t, s, c, 3)
		randomize(w.In, w.Out)
		v := w.Look(17)
		if got := lossOf(v, s.Dim); math.Abs(got-v.Loss) > 1e-4 {
			t.Errorf("loss %v, want %v", v.Loss, got)
		}
		for name, x := range map[string][2][]float32{"hidden": {v.Hidden, v.HiddenGrad}, "out": {v.Out, v.OutGrad}} {
			values, grad := x[0], x[1]
			for k := range values {
				const h = 1e-2
				was := values[k]
				values[k] = was + h
				up := lossOf(v, s.Dim)
				values[k] = was - h
				down := lossOf(v, s.Dim)
				values[k] = was
				if want := (up - down) / (2 * h); math.Abs(float64(grad[k])-want) > 2e-3 {
					t.Errorf("%v, %v: gradient %d of %s is %.4f, its finite difference %.4f", s.Method, s.Loss, k, name, grad[k], want)
				}
			}
		}
	}
}

func TestTrainingMovesTheRowsThatLookingShows(t *testing.T) {
	for _, s := range []Settings{{}, {Method: CBOW}, {Method: CBOW, Sum: true}, {Method: CBOW, Share: true}, {Method: CBOW, Sum: true, Share: true}} {
		// Nothing is drawn at random: a window of one word, and a tree.
		s.Loss, s.Dim, s.Window, s.Buckets, s.Sample = HierarchicalSoftmax, 5, 1, 4000, -1
		w := newRun(t, s, text(t, "ab cd", "ef gh"), 1)
		for !w.Filled() {
			w.Train(1000)
		}
		randomize(w.In, w.Out)
		w.rate = .05
		want := w.Look(0)
		for w.Train(1); w.place < 2; {
			if got := rowsOf(w.Out, want.Targets); w.place == 1 && !near(got, want.OutAfter) {
				t.Errorf("%+v: rows of Out are %v, want %v", s, got, want.OutAfter)
			}
			w.Train(1)
		}
		if got := rowsOf(w.In, want.Rows); !near(got, want.InAfter) {
			t.Errorf("%+v: rows of In are %v, want %v", s, got, want.InAfter)
		}
	}
}

// Of the input h the error is the loss's gradient, which each row of the window
// gets whole, or an equal part of: the gradient of the mean, and that of the sum, is
// what Share alone and Sum alone give.
func TestWhatCBOWDoesWithTheError(t *testing.T) {
	c := companies(t, 3)
	for _, test := range []struct {
		sum, share bool
		input      func(rows int) float32 // what the sum is multiplied by
		error      func(rows int) float32
	}{
		{false, false, inverse, one},
		{false, true, inverse, inverse},
		{true, false, one, one},
		{true, true, one, inverse},
	} {
		s := small(Settings{Method: CBOW, Sum: test.sum, Share: test.share})
		w := newRun(t, s, c, 3)
		randomize(w.In, w.Out)
		v := w.Look(17)
		rows, h, got := 0, make([]float32, s.Dim), make([]float32, len(v.In))
		for _, parts := range v.Parts {
			for _, p := range parts {
				rows++
				for k, x := range w.In.Row(int(p.Row)) {
					h[k] += x
				}
			}
		}
		for k := range h {
			h[k] *= test.input(rows)
		}
		if !near(h, v.Hidden) {
			t.Errorf("sum %v: the input is %v, want %v", test.sum, v.Hidden, h)
		}
		for _, parts := range v.Parts {
			for _, p := range parts {
				at := slices.Index(v.Rows, p.Row) * s.Dim
				for k, e := range v.HiddenGrad {
					got[at+k] += e * test.error(rows)
				}
			}
		}
		if !near(got, v.InGrad) {
			t.Errorf("sum %v, shared %v: the rows get %v, want %v", test.sum, test.share, v.InGrad, got)
		}
	}
}

func one(int) float32          { return 1 }
func inverse(rows int) float32 { return 1 / float32(rows) }

func TestAFixedWindowIsNeverShrunk(t *testing.T) {
	for _, fixed := range []bool{false, true} {
		s := small(Settings{FixedWindow: fixed})
		w := newRun(t, s, companies(t, 20), 3)
		sizes := map[int]bool{}
		for w.Train(1) {
			if w.place > s.Window && w.place < 10-s.Window {
				sizes[len(w.context)] = true
			}
		}
		if whole := len(sizes) == 1; whole != fixed || !sizes[2*s.Window] {
			t.Errorf("fixed: %v; windows of %v words", fixed, sizes)
		}
	}
}

func TestTheRateFallsToItsLeast(t *testing.T) {
	s := small(Settings{LearningRate: .1, MinRate: .06, Epochs: 3})
	w := trained(t, s, companies(t, 50), 3, 1000)
	if w.rate < .06 || w.rate > .061 {
		t.Errorf("the last rate is %v, want about 0.06", w.rate)
	}
}

func near(a, b []float32) bool {
	for i := range a {
		if math.Abs(float64(a[i]-b[i])) > 1e-5 {
			return false
		}
	}
	return len(a) == len(b)
}

func TestLookingChangesNothing(t *testing.T) {
	w := newRun(t, small(Settings{}), companies(t, 20), 3)
	for range 40 {
		w.Train(10)
	}
	var before, after bytes.Buffer
	if err := w.Save(&before); err != nil {
		t.Fatal(err)
	}
	v := w.Look(100)
	if err := w.Save(&after); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before.Bytes(), after.Bytes()) {
		t.Error("the model changed")
	}
	if len(v.Context) != 6 || v.Centre != w.text.IDs[100] || v.Targets[0] != v.Centre || len(v.Parts) != 6 {
		t.Errorf("window %+v", v)
	}
}

func TestTrainingGoesOnFromAModelOfTheOriginal(t *testing.T) {
	for _, name := range []string{"skipgram-ns", "skipgram-hs", "cbow-ns"} {
		m := read(t, models(t)[name], 0)
		rain, words := vectorOf(m, "rain"), len(m.Dictionary.Words)
		w, err := m.Continue(Settings{LearningRate: .01, Epochs: 2, Sample: -1}, companies(t, 20), 1)
		if err != nil {
			t.Fatal(err)
		}
		now := w.Model()
		if !near(vectorOf(now, "rain"), rain) {
			t.Errorf("%s: before training, rain is %v and was %v", name, vectorOf(now, "rain"), rain)
		}
		_, known := now.Dictionary.ID("flour")
		if tree := name == "skipgram-hs"; known == tree || now.Dictionary.Rows() != now.In.Rows() || tree && len(now.Dictionary.Words) != words {
			t.Errorf("%s: %d words, %d rows; flour is known: %v", name, len(now.Dictionary.Words), now.In.Rows(), known)
		}
		for w.Train(100) {
		}
		if near(vectorOf(now, "rain"), rain) {
			t.Errorf("%s: rain has not moved", name)
		}
		read(t, written(t, now), 0)
	}
}

func TestBadSettingsAreNamed(t *testing.T) {
	c := companies(t, 2)
	for _, s := range []Settings{
		{Dim: -1}, {Window: MaxWindow + 1}, {Negative: MaxNegative + 1}, {LearningRate: -1}, {LearningRate: math.NaN()},
		{MinRate: .5}, {MinRate: -1}, {NoiseExponent: math.NaN()}, {Epochs: -1}, {Loss: Softmax}, {Loss: 9}, {Method: Supervised}, {Method: 9}, {MinN: 4, MaxN: 3}, {Buckets: -5},
	} {
		if _, err := NewWords(s, c, 1); err == nil {
			t.Errorf("%+v was taken", s)
		}
	}
}

func ExampleWords() {
	lines := strings.Repeat("rain falls and storms come\nbakers bake bread and cakes\n", 50)
	text, err := corpus.Read(strings.NewReader(lines), corpus.Options{}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	w, err := NewWords(Settings{Dim: 10, Buckets: 1000}, text, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for w.Train(1000) {
	}
	v := make([]float32, 10)
	fmt.Println(w.Model().Vector(v, "bakery"), len(w.Model().Dictionary.Subwords("bakery")))
	// Output: true 18
}
