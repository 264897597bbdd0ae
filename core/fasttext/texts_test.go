package fasttext

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/word2vec"
)

var losses = []Loss{HierarchicalSoftmax, NegativeSampling, Softmax, OneVsAll}

func examples(t testing.TB) *Examples {
	t.Helper()
	e, err := ReadExamples(bytes.NewReader(readFile(t, "testdata/texts.txt")))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func classifier(t testing.TB, s Settings, e *Examples, slice int) *Texts {
	t.Helper()
	c, err := NewTexts(s, e, 1)
	if err != nil {
		t.Fatal(err)
	}
	for c.Train(slice) {
	}
	return c
}

// likeTheFiles are the settings of the models of testdata.
func likeTheFiles(l Loss) Settings {
	return Settings{Loss: l, Dim: 4, Buckets: 60, MinN: 2, MaxN: 3, WordNgrams: 2, MinCount: 2, Epochs: 20, LearningRate: .3}
}

func TestAClassifierIsAsGoodAsTheOriginals(t *testing.T) {
	e := examples(t)
	for _, l := range losses {
		name := map[Loss]string{HierarchicalSoftmax: "hs", NegativeSampling: "ns", Softmax: "softmax", OneVsAll: "one-vs-all"}[l]
		ours := f1(classifier(t, likeTheFiles(l), e, 1000).Model(), e)
		theirs := f1(read(t, models(t)["supervised-"+name], 0), e)
		if ours < theirs-.04 || ours < .7 {
			t.Errorf("%v: F1 is %.3f, the original's %.3f", l, ours, theirs)
		}
	}
}

func f1(m *Model, e *Examples) float64 {
	var v Evaluation
	m.Evaluate(&v, e, 0, e.Len(), 1, 0)
	return v.All.F1()
}

func TestScoresOfTheOriginal(t *testing.T) {
	e := examples(t)
	for name, file := range models(t) {
		m := read(t, file, 0)
		if l := m.Settings.Loss; m.Settings.Method != Supervised || l == OneVsAll || l == NegativeSampling {
			continue // of the two its rounded sigmoid makes equals of unequal labels
		}
		var v Evaluation
		m.Evaluate(&v, e, 0, e.Len(), 2, 0)
		got := fmt.Sprintf("N %d", v.Texts)
		for _, label := range m.Dictionary.Labels {
			c := v.Labels[label]
			got += fmt.Sprintf("\nP %.4f %s", c.Precision(), label)
		}
		got += fmt.Sprintf("\nP %.3f\nR %.3f", v.All.Precision(), v.All.Recall())
		for _, line := range strings.Split(got, "\n") {
			if !slices.Contains(scores(t, name), line) {
				t.Errorf("%s: %s is not among\n%s", name, line, strings.Join(scores(t, name), "\n"))
			}
		}
	}
}

// scores returns what test-label printed, in fewer words. (Its recall and F1 of
// single labels are none: it takes them for never right.)
func scores(t *testing.T, name string) []string {
	var all []string
	for _, line := range lines(t, name+".scores") {
		f := strings.Fields(line)
		switch {
		case len(f) == 2 && f[0] == "N":
			all = append(all, "N "+f[1])
		case len(f) == 2: // P@2 and R@2, of three digits
			all = append(all, fmt.Sprintf("%s %.3f", f[0][:1], number(t, f[1])))
		default:
			f = strings.Fields(strings.ReplaceAll(line, ":", " "))
			all = append(all, fmt.Sprintf("P %.4f %s", number(t, f[3]), f[6]))
		}
	}
	return all
}

func TestTheGradientOfEachLoss(t *testing.T) {
	counts := []int64{9, 7, 4, 2, 1}
	for _, l := range losses {
		table := embedding.NewTable(5, 6)
		randomize(table)
		o, err := newOutput(Settings{Loss: l, Negative: 4, NoiseExponent: .5}, table, counts)
		if err != nil {
			t.Fatal(err)
		}
		h := make([]float32, table.Weights.Stride)
		for k := range 6 {
			h[k] = .4*float32(k) - 1
		}
		labels := []int32{1, 3}
		// loss is that of the same draws, and moves nothing.
		loss := func() float64 {
			rng := word2vec.NewRandom(7)
			return o.learn(make([]float32, len(h)), h, labels, 0, &rng)
		}
		difference := func(x *float32) float64 {
			const step = 1e-2
			was := *x
			*x = was + step
			up := loss()
			*x = was - step
			down := loss()
			*x = was
			return (up - down) / (2 * step)
		}
		const rate = 1e-3
		var wantMove, wantOut []float64
		for k := range 6 {
			wantMove = append(wantMove, -difference(&h[k]))
		}
		for i := range 5 {
			for k := range 6 {
				wantOut = append(wantOut, -difference(&table.Row(i)[k]))
			}
		}
		before := copyOf(table)
		move, rng := make([]float32, len(h)), word2vec.NewRandom(7)
		o.learn(move, h, labels, rate, &rng)
		for k, want := range wantMove {
			if got := float64(move[k]) / rate; math.Abs(got-want) > 2e-3 {
				t.Errorf("%v: the hidden vector's column %d moves by %.4f, want %.4f", l, k, got, want)
			}
		}
		for i, want := range wantOut {
			if got := float64(table.Row(i / 6)[i%6]-before.Row(i / 6)[i%6]) / rate; math.Abs(got-want) > 2e-3 {
				t.Errorf("%v: row %d, column %d moves by %.4f, want %.4f", l, i/6, i%6, got, want)
			}
		}
	}
}

func copyOf(t *embedding.Table) *embedding.Table {
	c := embedding.NewTable(t.Rows(), t.Dim())
	copy(c.Weights.Data, t.Weights.Data)
	return c
}

func TestProbabilitiesAddUpToOne(t *testing.T) {
	for _, l := range []Loss{HierarchicalSoftmax, Softmax} {
		m := classifier(t, likeTheFiles(l), examples(t), 1000).Model()
		all, err := m.Predict("we cook rain soup", 10, 0)
		if err != nil {
			t.Fatal(err)
		}
		var sum float32
		for _, p := range all {
			sum += p.Probability
		}
		if len(all) != 3 || math.Abs(float64(sum)-1) > 1e-5 {
			t.Errorf("%v: %v add up to %v", l, all, sum)
		}
		some, _ := m.Predict("we cook rain soup", 10, all[1].Probability)
		if best, _ := m.Predict("we cook rain soup", 1, 0); len(some) != 2 || len(best) != 1 || best[0] != all[0] {
			t.Errorf("%v: above the second's %v, the best %v", l, some, best)
		}
	}
}

func TestSlicingAClassifierDoesNotChangeABit(t *testing.T) {
	e := examples(t)
	for _, l := range losses {
		want := classifier(t, likeTheFiles(l), e, 1<<30)
		for _, slice := range []int{1, 7} {
			got := classifier(t, likeTheFiles(l), e, slice)
			if !slices.Equal(got.In.Weights.Data, want.In.Weights.Data) || !slices.Equal(got.Out.Weights.Data, want.Out.Weights.Data) {
				t.Errorf("%v: slices of %d texts give another model", l, slice)
			}
		}
	}
}

func TestASavedClassifierGoesOnWithTheSameBits(t *testing.T) {
	e := examples(t)
	s := likeTheFiles(NegativeSampling)
	want := classifier(t, s, e, 50)
	for _, steps := range []int{0, 3, 50, 77} {
		begun, err := NewTexts(s, e, 1)
		if err != nil {
			t.Fatal(err)
		}
		for range steps {
			begun.Train(11)
		}
		var file bytes.Buffer
		if err := begun.Save(&file); err != nil {
			t.Fatal(err)
		}
		whole := file.Bytes()
		got, err := NewTexts(s, e, 99)
		if err != nil {
			t.Fatal(err)
		}
		if err := got.Load(&file); err != nil {
			t.Fatal(err)
		}
		for got.Train(100) {
		}
		if !slices.Equal(got.In.Weights.Data, want.In.Weights.Data) || !slices.Equal(got.Out.Weights.Data, want.Out.Weights.Data) {
			t.Errorf("saved after %d steps, the model differs", steps)
		}
		for n := 0; n < len(whole); n += 13 {
			if err := got.Load(bytes.NewReader(whole[:n])); err == nil {
				t.Fatalf("a save cut off after %d bytes was taken", n)
			}
		}
	}
}

func TestAClassifierGoesOnFromAModelOfTheOriginal(t *testing.T) {
	e := examples(t)
	for _, name := range []string{"supervised-softmax", "supervised-hs", "supervised-one-vs-all", "plain"} {
		m := read(t, models(t)[name], 0)
		before := f1(m, e)
		c, err := m.ContinueTexts(Settings{Epochs: 5, LearningRate: .2}, e, 1)
		if err != nil {
			t.Fatal(err)
		}
		for c.Train(1000) {
		}
		if after := f1(c.Model(), e); after < before {
			t.Errorf("%s: F1 fell from %.3f to %.3f", name, before, after)
		}
	}
}

func TestLabelledRowsBecomeExamples(t *testing.T) {
	const table = "label\ttext\nbad mail\tBuy now!\nham\tSee you at noon.\n"
	rows, err := dataset.OpenRows(dataset.Source{Name: "mails", Kind: dataset.KindLabelled, Open: opener(table)})
	if err != nil {
		t.Fatal(err)
	}
	e, err := ReadRows(rows, corpus.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	tokens, labels := e.Text(0)
	if e.Len() != 2 || !slices.Equal(tokens, []string{"buy", "now"}) || !slices.Equal(labels, []string{"__label__bad-mail"}) {
		t.Errorf("%d texts, the first %q is %q", e.Len(), tokens, labels)
	}
}

func TestBadClassifiersAreNamed(t *testing.T) {
	var one Examples
	one.AddLine("__label__a x y")
	for _, c := range []struct {
		s Settings
		e *Examples
	}{
		{Settings{}, &Examples{}}, {Settings{}, &one}, {Settings{Dim: -1}, examples(t)}, {Settings{Loss: 7}, examples(t)},
		{Settings{MinCount: 1000}, examples(t)},
	} {
		if _, err := NewTexts(c.s, c.e, 1); err == nil {
			t.Errorf("%+v was taken for %d texts", c.s, c.e.Len())
		}
	}
	if _, err := read(t, models(t)["skipgram-ns"], 0).Predict("rain", 1, 0); err == nil {
		t.Error("a model of words predicts labels")
	}
}

func ExampleTexts() {
	var e Examples
	for range 20 {
		e.AddLine("__label__wet rain falls from dark clouds")
		e.AddLine("__label__dry the sun shines on warm sand")
	}
	t, err := NewTexts(Settings{Dim: 10, LearningRate: .5}, &e, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for t.Train(1000) {
	}
	best, err := t.Model().Predict("clouds and rain", 1, 0)
	fmt.Println(best[0].Label, best[0].Probability > .9, err)
	// Output: __label__wet true <nil>
}

func FuzzReadExamples(f *testing.F) {
	f.Add([]byte("__label__a x y\n__label__b\n\n\x00 \xff"))
	f.Fuzz(func(t *testing.T, text []byte) {
		e, err := ReadExamples(bytes.NewReader(text))
		if err != nil {
			return
		}
		c, err := NewTexts(Settings{Dim: 2, Buckets: 10, MaxN: 3, WordNgrams: 2, Epochs: 1}, e, 1)
		if err != nil {
			return
		}
		for c.Train(10) {
		}
		c.Model().Evaluate(&Evaluation{}, e, 0, e.Len(), 1, 0)
	})
}

// What Look shows is what Train then does.
func TestTrainingMovesTheRowsThatALookAtATextShows(t *testing.T) {
	e := readExamples(t, "__label__a rain falls on rain\n__label__b we cook soup\n__label__c sing a song\n")
	for _, l := range losses {
		c, err := NewTexts(Settings{Loss: l, Dim: 4, Epochs: 40, LearningRate: .3, WordNgrams: 2, Buckets: 40, Negative: 2}, e, 1)
		if err != nil {
			t.Fatal(err)
		}
		for !c.Filled() || c.epoch < 5 {
			c.Train(1)
		}
		if l == NegativeSampling { // which draws anew each time
			continue
		}
		at := int(c.order[c.next])
		before, out := copyOf(c.In), copyOf(c.Out)
		step, has := c.Look(at)
		if !has || !slices.Equal(c.In.Weights.Data, before.Weights.Data) || !slices.Equal(c.Out.Weights.Data, out.Weights.Data) {
			t.Fatalf("%v: looking has changed the model", l)
		}
		c.TakeLoss()
		c.Train(1)
		if loss, _ := c.TakeLoss(); math.Abs(loss-step.Loss) > 1e-5 {
			t.Errorf("%v: the loss is %v, shown as %v", l, loss, step.Loss)
		}
		if !near(rowsOf(c.In, step.Rows), step.InAfter) || !near(rowsOf(c.Out, step.Targets), step.OutAfter) {
			t.Errorf("%v: rows moved elsewhere than was shown", l)
		}
	}
}
