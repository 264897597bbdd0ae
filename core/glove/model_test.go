package glove

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
)

// companies returns a text in which the words 0–4 stand mostly among themselves,
// and so do 5–9.
func companies(sentences int) *corpus.Corpus {
	rng := rand.New(rand.NewPCG(9, 1))
	text := &corpus.Corpus{Vocabulary: &corpus.Vocabulary{Words: strings.Fields("a b c d e v w x y z")}}
	for s := range sentences {
		for range 12 {
			company := s % 2
			if rng.IntN(10) == 0 {
				company = 1 - company
			}
			text.IDs = append(text.IDs, int32(5*company)+rng.Int32N(5))
		}
		text.Ends = append(text.Ends, int32(len(text.IDs)))
	}
	return text
}

func newModel(t testing.TB, c Config, counts *Counts, seed uint64) *Model {
	t.Helper()
	m, err := New(c, counts, seed)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func train(t testing.TB, c Config, counts *Counts, seed uint64, slice int) *Model {
	t.Helper()
	m := newModel(t, c, counts, seed)
	for m.Train(slice) {
	}
	return m
}

func sum(t testing.TB, m *Model) *embedding.Table {
	t.Helper()
	s := embedding.NewTable(m.Words(), m.Dim())
	for i := range m.Words() {
		m.Vector(s.Row(i), int32(i))
	}
	return s
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
	m := train(t, Config{Dim: 8, Iterations: 100}, count(t, companies(400), Counting{Window: 5}, 1000), 1, 1000)
	s := sum(t, m)
	for i := range 10 {
		for j := range i {
			cos := cosine(s.Row(i), s.Row(j))
			if together := i/5 == j/5; together != (cos > .5) {
				t.Errorf("cosine of %d and %d is %.2f", i, j, cos)
			}
		}
	}
}

func TestTheFitOfAMatrixOfLowRankIsExact(t *testing.T) {
	// log X of rank 2, with biases.
	c := newCounts(12)
	for i := range 12 {
		for j := i; j < 12; j++ {
			c.add(int32(j), float32(math.Exp(3+.2*float64(i+j)+.3*math.Cos(float64(i-j)))))
		}
		c.endRow()
	}
	m := newModel(t, Config{Dim: 6, Iterations: 3000}, c, 1)
	for m.Train(1000) {
	}
	for i := range 12 {
		for j := range 12 {
			if got, want := float64(m.Predict(i, j)), math.Log(float64(c.At(i, j))); math.Abs(got-want) > .02 {
				t.Errorf("prediction of entry %d, %d: %.3f, want %.3f", i, j, got, want)
			}
		}
	}
}

func TestTheLossFalls(t *testing.T) {
	counts := count(t, random(200, 50, 1), Counting{}, 1000)
	m := newModel(t, Config{Dim: 10, Iterations: 20}, counts, 1)
	var first, last float64
	for more := true; more; {
		more = m.Train(1 << 30)
		if loss, n := m.TakeLoss(); n > 0 {
			if n != int64(counts.NonZeros()) {
				t.Fatalf("%d non-zeros in an iteration, want %d", n, counts.NonZeros())
			}
			if last = loss; first == 0 {
				first = loss
			}
		}
	}
	if last > first/2 {
		t.Errorf("loss %.4f at first, %.4f at the end", first, last)
	}
	if done, total := m.NonZeros(); done != total || total != int64(20*counts.NonZeros()) || m.Iteration() != 20 {
		t.Errorf("%d of %d non-zeros in %d iterations", done, total, m.Iteration())
	}
}

func TestSlicingDoesNotChangeABit(t *testing.T) {
	counts := count(t, random(200, 60, 2), Counting{}, 1000)
	want := train(t, Config{Dim: 9, Iterations: 3}, counts, 5, 1<<30)
	wantLoss, _ := want.TakeLoss()
	for _, slice := range []int{1, 300, 5000} {
		got := train(t, Config{Dim: 9, Iterations: 3}, counts, 5, slice)
		if loss, _ := got.TakeLoss(); !slices.Equal(got.table.Weights.Data, want.table.Weights.Data) || loss != wantLoss {
			t.Errorf("slices of %d give another model", slice)
		}
	}
	if other := train(t, Config{Dim: 9, Iterations: 3}, counts, 6, 100); slices.Equal(other.table.Weights.Data, want.table.Weights.Data) {
		t.Error("another seed gives the same model")
	}
}

func TestASavedModelGoesOnWithTheSameBits(t *testing.T) {
	counts := count(t, random(100, 30, 2), Counting{}, 1000)
	c := Config{Dim: 3, Iterations: 3}
	want := train(t, c, counts, 5, 100)
	for _, calls := range []int{0, 5, 40} { // filling, and in two iterations
		begun := newModel(t, c, counts, 5)
		for range calls {
			begun.Train(7)
		}
		var file bytes.Buffer
		if err := begun.Save(&file); err != nil {
			t.Fatal(err)
		}
		whole := file.Bytes()
		got := newModel(t, c, counts, 5)
		if err := got.Load(bytes.NewReader(whole)); err != nil {
			t.Fatal(err)
		}
		for got.Train(100) {
		}
		a, _ := got.TakeLoss()
		b, _ := train(t, c, counts, 5, 100).TakeLoss()
		if !slices.Equal(got.table.Weights.Data, want.table.Weights.Data) || a != b {
			t.Errorf("saved after %d calls, the model ends otherwise", calls)
		}
		for n := range whole {
			if err := begun.Load(bytes.NewReader(whole[:n])); err == nil {
				t.Fatalf("a save cut off after %d bytes was taken", n)
			}
		}
	}
}

func FuzzLoad(f *testing.F) {
	counts := count(f, random(10, 8, 2), Counting{}, 1000)
	c := Config{Dim: 2, Iterations: 2}
	m := train(f, c, counts, 5, 100)
	var file bytes.Buffer
	if err := m.Save(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, save []byte) {
		m := newModel(t, c, counts, 5)
		if m.Load(bytes.NewReader(save)) == nil {
			for m.Train(100) {
			}
		}
	})
}

func TestFirstValues(t *testing.T) {
	counts := count(t, random(400, 300, 3), Counting{}, 1000)
	m := newModel(t, Config{Dim: 7}, counts, 1)
	for !m.Filled() {
		m.Train(11)
	}
	for _, vectors := range []blas32.General{m.Vectors(), m.ContextVectors()} {
		var mean, square float64
		for i := range vectors.Rows {
			for _, v := range vectors.Data[i*vectors.Stride:][:vectors.Cols] {
				if v < -.5/7 || v > .5/7 {
					t.Fatalf("%v is outside ±.5/7", v)
				}
				mean += float64(v) / 2100
				square += float64(v) * float64(v) / 2100
			}
		}
		if want := .5 / 7 / math.Sqrt(3); math.Abs(mean) > .005 || math.Abs(math.Sqrt(square)-want) > .003 {
			t.Errorf("mean %.4f, spread %.4f, want 0 and %.4f", mean, math.Sqrt(square), want)
		}
	}
	if b, context := m.Biases(3); b == 0 || context == 0 || b == context {
		t.Errorf("biases %v and %v", b, context)
	}
}

// lossOf returns ½·f·d² of an entry, from the vectors and biases as they are.
func lossOf(m *Model, i, j int) float64 {
	x := float64(m.counts.At(i, j))
	d := -math.Log(x)
	for k, v := range m.part(wordPart).Row(i) {
		d += float64(v) * float64(m.part(contextPart).Row(j)[k])
	}
	return m.config.Weight(x) * d * d / 2
}

func TestLookHasTheGradient(t *testing.T) {
	counts := count(t, random(100, 30, 2), Counting{}, 1000)
	m := train(t, Config{Dim: 7, Iterations: 2}, counts, 5, 1000)
	for _, at := range [][2]int{{0, 3}, {3, 0}, {2, 2}} {
		i, j := at[0], at[1]
		s, err := m.Look(i, j)
		if err != nil {
			t.Fatal(err)
		}
		if loss := lossOf(m, i, j); math.Abs(float64(s.Loss)-loss) > 1e-5*loss || math.Abs(float64(s.Target)-math.Log(float64(counts.At(i, j)))) > 1e-6 {
			t.Errorf("loss %v, want %v; %+v", s.Loss, loss, s)
		}
		for k := range 8 {
			for _, side := range []struct {
				name      string
				part, row int
				column    int
				got       float32
			}{
				{"word", wordPart, i, k, s.WordGrad[k]},
				{"context", contextPart, j, k + k/7, s.ContextGrad[k]}, // the bias after the one
			} {
				const h = 1e-3
				number := &m.part(side.part).Row(side.row)[side.column]
				was := *number
				*number = was + h
				up := lossOf(m, i, j)
				*number = was - h
				down := lossOf(m, i, j)
				*number = was
				if want := (up - down) / (2 * h); math.Abs(float64(side.got)-want) > 1e-4*(1+math.Abs(want)) {
					t.Errorf("%s, number %d: gradient %v, finite difference %v", side.name, k, side.got, want)
				}
			}
		}
	}
	for _, at := range [][2]int{{-1, 0}, {0, 30}} {
		if _, err := m.Look(at[0], at[1]); err == nil {
			t.Errorf("entry %v was looked at", at)
		}
	}
}

func TestTrainingTakesTheStepThatLookShows(t *testing.T) {
	// Two words that stand together once: one entry, two products.
	m := newModel(t, Config{Dim: 5, Iterations: 9}, count(t, read(t, "a b"), Counting{}, 100), 5)
	for range 4 {
		m.Train(100)
	}
	a, err := m.Look(0, 1)
	if err != nil {
		t.Fatal(err)
	}
	b, err := m.Look(1, 0)
	if err != nil {
		t.Fatal(err)
	}
	if i, j, ok := m.Next(); i != 0 || j != 1 || !ok {
		t.Errorf("next is %d, %d, %v", i, j, ok)
	}
	before := m.iteration
	m.Train(100)
	if m.iteration != before+1 {
		t.Fatal("no iteration was trained")
	}
	for _, step := range []Step{a, b} {
		next, err := m.Look(step.I, step.J)
		if err != nil {
			t.Fatal(err)
		}
		for name, pair := range map[string][2][]float32{
			"word": {next.Word, step.WordAfter}, "context": {next.Context, step.ContextAfter},
			"word's sums": {next.WordSums, step.WordSumsAfter}, "context's sums": {next.ContextSums, step.ContextSumsAfter},
		} {
			for k, want := range pair[1] {
				if math.Abs(float64(pair[0][k]-want)) > 1e-6 {
					t.Errorf("%s, number %d: %v, want %v", name, k, pair[0][k], want)
				}
			}
		}
	}
	if _, err := m.Look(0, 0); err == nil {
		t.Error("a zero was looked at")
	}
}

func TestBadConfig(t *testing.T) {
	counts := count(t, read(t, "a b"), Counting{}, 100)
	for _, c := range []Config{{Dim: -1}, {Iterations: -1}, {LearningRate: -1}, {XMax: math.NaN()}, {Alpha: math.Inf(1)}} {
		if _, err := New(c, counts, 1); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
	if _, err := New(Config{}, count(t, read(t, "a\nb"), Counting{}, 100), 1); err == nil {
		t.Error("a matrix of zeros was taken")
	}
}

func TestWeight(t *testing.T) {
	for x, want := range map[float64]float64{.01: .001, 1: .0316227766, 100: 1, 1e6: 1} {
		if got := (Config{}).Weight(x); math.Abs(got-want) > 1e-9 {
			t.Errorf("weight of %v: %v, want %v", x, got, want)
		}
		if got := (Config{Alpha: -1}).Weight(x); got != 1 {
			t.Errorf("weight of %v where all weigh the same: %v", x, got)
		}
	}
}

func TestNewWordsLeaveTheOthersAlone(t *testing.T) {
	old, more := random(200, 20, 2), random(100, 30, 3)
	counts := count(t, old, Counting{}, 1000)
	m := train(t, Config{Dim: 5, Iterations: 5}, counts, 1, 1000)
	_, ids := old.Vocabulary.Join(more.Vocabulary)
	both := merge(t, counts, count(t, more, Counting{}, 1000), ids, 1000)
	before := slices.Clone(m.table.Weights.Data)
	c, err := m.Continue(both, 7)
	if err != nil {
		t.Fatal(err)
	}
	if c.Train(1 << 30); !c.Filled() || !slices.Equal(c.table.Weights.Data[:len(before)], before) {
		t.Error("the words that were there have other vectors")
	}
	for c.Train(1000) {
	}
	if !slices.Equal(before, m.table.Weights.Data) {
		t.Error("the model it came from has changed")
	}
	var loss float64
	for i := range 30 {
		for j := range 30 {
			if both.At(i, j) > 0 {
				loss += lossOf(c, i, j) / float64(both.NonZeros())
			}
		}
	}
	if loss > .02 {
		t.Errorf("mean loss %.4f after going on", loss)
	}
	if _, err := c.Continue(counts, 1); err == nil {
		t.Error("words were lost without a word")
	}
}

func TestFrozenWordsKeepTheirVectors(t *testing.T) {
	counts := count(t, random(200, 20, 2), Counting{}, 1000)
	m := newModel(t, Config{Dim: 5, Iterations: 5}, counts, 1)
	if err := m.Freeze(3); err == nil {
		t.Error("a word without a vector was frozen")
	}
	for !m.Filled() {
		m.Train(100)
	}
	if err := m.Freeze(20); err == nil {
		t.Error("a word that there is not was frozen")
	}
	before := sum(t, m)
	if err := m.Freeze(3, 7); err != nil {
		t.Fatal(err)
	}
	for m.Train(1000) {
	}
	after := sum(t, m)
	for i := range 15 { // the rarest may stand alone
		if same := slices.Equal(before.Row(i), after.Row(i)); same != (i == 3 || i == 7) {
			t.Errorf("word %d stays: %v", i, same)
		}
	}
	if word, context := m.part(wordPart).Row(3), m.part(contextPart).Row(3); word[5] == 0 || context[6] == 0 {
		t.Error("the biases of a frozen word have learnt nothing")
	}
}

func TestSetVectors(t *testing.T) {
	text := read(t, "a b c")
	m := newModel(t, Config{Dim: 2}, count(t, text, Counting{}, 100), 1)
	weights := blas32.General{Rows: 3, Cols: 2, Stride: 3, Data: []float32{1, 2, 0, 3, 4, 0, 5, 6, 0}}
	found, err := m.SetVectors(text.Vocabulary.Words, []string{"c", "x", "c"}, weights)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(found, []int32{2}) || !slices.Equal(sum(t, m).Row(2), []float32{1, 2}) || sum(t, m).Row(0)[0] == 0 {
		t.Errorf("found %v; vectors %v", found, sum(t, m).Weights.Data)
	}
	for _, bad := range []func() ([]int32, error){
		func() ([]int32, error) { return m.SetVectors([]string{"a"}, []string{"a", "b", "c"}, weights) },
		func() ([]int32, error) { return m.SetVectors(text.Vocabulary.Words, []string{"a"}, weights) },
		func() ([]int32, error) {
			return m.SetVectors(text.Vocabulary.Words, []string{"a"}, blas32.General{Rows: 1, Cols: 3, Stride: 3, Data: weights.Data})
		},
		func() ([]int32, error) {
			return m.SetVectors(text.Vocabulary.Words, []string{"a"}, blas32.General{Rows: 1, Cols: 2, Stride: 2})
		},
	} {
		if _, err := bad(); err == nil {
			t.Error("vectors of another shape were taken")
		}
	}
}

func TestPredictionsOfARow(t *testing.T) {
	m := train(t, Config{Dim: 3, Iterations: 2}, count(t, random(400, 300, 3), Counting{}, 1000), 1, 1000)
	js := make([]int32, 300)
	for j := range js {
		js[j] = int32(j)
	}
	got := make([]float32, 300)
	m.PredictRow(got, 7, js)
	vectors, contexts := m.Vectors(), m.ContextVectors()
	b, _ := m.Biases(7)
	for j := range js {
		_, context := m.Biases(j)
		want := float64(b) + float64(context)
		for k, v := range vectors.Data[7*vectors.Stride:][:3] {
			want += float64(v) * float64(contexts.Data[j*contexts.Stride+k])
		}
		if math.Abs(float64(got[j])-want) > 1e-5 {
			t.Errorf("column %d: %v, want %v", j, got[j], want)
		}
	}
}

func TestUnknownIsTheMeanOfTheRarest(t *testing.T) {
	m := train(t, Config{Dim: 3, Iterations: 2}, count(t, random(400, 300, 3), Counting{}, 1000), 1, 1000)
	s := sum(t, m)
	for k, got := range m.Unknown() {
		var want float64
		for i := s.Rows() - 100; i < s.Rows(); i++ {
			want += float64(s.Row(i)[k]) / 100
		}
		if math.Abs(float64(got)-want) > 1e-5 {
			t.Errorf("number %d: %v, want %v", k, got, want)
		}
	}
}

func TestOrderIsAPermutation(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 4, 5, 16, 17, 1000, 5000} {
		seen := make([]bool, n)
		a, b := newOrder(n, 1, 0), newOrder(n, 1, 1)
		same := 0
		for place := range n {
			at := a.at(place)
			if seen[at] {
				t.Fatalf("%d comes twice among %d", at, n)
			}
			seen[at] = true
			if at == b.at(place) {
				same++
			}
		}
		if n >= 1000 && same > 10 {
			t.Errorf("%d of %d places are the same in the next iteration", same, n)
		}
	}
}

func BenchmarkTrain(b *testing.B) {
	m := newModel(b, Config{Iterations: 1 << 30}, count(b, random(20000, 20000, 1), Counting{}, 1000), 1)
	for !m.ready() {
		m.Train(1000)
	}
	start, _ := m.NonZeros()
	for b.Loop() {
		m.Train(1 << 12)
	}
	end, _ := m.NonZeros()
	b.ReportMetric(float64(end-start)/b.Elapsed().Seconds(), "non-zeros/s")
}
