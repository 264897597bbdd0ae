package fasttext

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

// sea are texts with a label and words that the files' texts do not have.
const sea = `__label__sea boat ship sail wave
__label__sea boat and wave
__label__sea ship and sail
__label__sea wave tide boat
__label__food fresh soup
`

func readExamples(t testing.TB, text string) *Examples {
	t.Helper()
	e, err := ReadExamples(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func finished(t testing.TB, c *Texts, err error) *Texts {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	for c.Train(1000) {
	}
	return c
}

func TestNewWordsAndLabelsJoinAClassifier(t *testing.T) {
	e := examples(t)
	for _, l := range losses {
		m := classifier(t, likeTheFiles(l), e, 1000).Model()
		words, labels := len(m.Dictionary.Words), len(m.Dictionary.Labels)
		begun, err := m.ContinueTexts(Settings{Epochs: 40, LearningRate: .3, MinCount: 1}, readExamples(t, sea), 2)
		next := finished(t, begun, err).Model()
		d := next.Dictionary
		if len(d.Words) != words+5 || len(d.Labels) != labels+1 || next.In.Rows() != d.Rows() || next.Out.Rows() != len(d.Labels) {
			t.Errorf("%v: %d words, %d labels, tables of %d and %d rows, before %d and %d", l, len(d.Words), len(d.Labels), next.In.Rows(), next.Out.Rows(), words, labels)
		}
		if d.buckets != 60 || !slices.Equal(d.Words[:words], m.Dictionary.Words) {
			t.Errorf("%v: the words there were, or their buckets, have moved", l)
		}
		best, err := next.Predict("ship and sail", 1, 0)
		if err != nil || len(best) != 1 || best[0].Label != "__label__sea" {
			t.Errorf("%v: a ship is %v", l, best)
		}
		if id := d.labels["__label__sea"]; d.LabelCounts[id] != 4 {
			t.Errorf("%v: sea counts %d", l, d.LabelCounts[id])
		}
	}
}

// The tree of hierarchical softmax is another with another label; what its
// decisions have learnt is not lost.
func TestDecisionsOfATreeMadeAnewKeepWhatTheyHaveLearnt(t *testing.T) {
	var text strings.Builder
	for i, label := range []string{"a", "b", "c", "d"} {
		for range 40 - 9*i {
			text.WriteString("__label__" + label + " word" + label + " and so on\n")
		}
	}
	e := readExamples(t, text.String())
	c := classifier(t, Settings{Loss: HierarchicalSoftmax, Dim: 8, Epochs: 30, LearningRate: .5}, e, 1000)
	m := c.Model()
	before := map[string]float32{}
	for _, l := range []string{"a", "b", "c", "d"} {
		all, err := m.Predict("word"+l, 1, 0)
		if err != nil || all[0].Label != "__label__"+l {
			t.Fatalf("word%s is %v", l, all)
		}
		before[l] = all[0].Probability
	}
	next, err := m.ContinueTexts(Settings{}, readExamples(t, "__label__e words new\n__label__e words\n"), 1)
	if err != nil {
		t.Fatal(err)
	}
	counts := next.Model().Dictionary.LabelCounts
	if !slices.IsSortedFunc(counts, func(a, b int64) int { return int(b - a) }) {
		t.Errorf("labels are numbered by %v", counts)
	}
	for l, p := range before {
		all, err := next.Model().Predict("word"+l, 1, 0)
		// At the decision about the new label nothing is known: a half goes its way.
		if err != nil || all[0].Label != "__label__"+l || all[0].Probability < .49*p {
			t.Errorf("word%s is %v, was %.3f", l, all, p)
		}
	}
}

func TestACutModelTakesNoNewWords(t *testing.T) {
	whole := large(t).Model()
	cut, err := whole.Cut(300)
	if err != nil {
		t.Fatal(err)
	}
	next, err := cut.ContinueTexts(Settings{MinCount: 1}, readExamples(t, sea), 1)
	finished(t, next, err)
	if got := next.Model(); got.In.Rows() != 300 || len(got.Dictionary.Labels) != len(whole.Dictionary.Labels)+1 {
		t.Errorf("%d rows and %d labels, want 300 and %d", got.In.Rows(), len(got.Dictionary.Labels), len(whole.Dictionary.Labels)+1)
	}
}

func TestAFrozenRowStaysThroughSavesAndSlices(t *testing.T) {
	e := readExamples(t, sea+"__label__food we cook boat\n")
	s := Settings{Dim: 4, Epochs: 6, LearningRate: .5, MinN: 2, MaxN: 3, Buckets: 50, WordNgrams: 2}
	begin := func() *Texts {
		c, err := NewTexts(s, e, 1)
		if err != nil {
			t.Fatal(err)
		}
		for !c.Filled() {
			c.Train(7)
		}
		if known, err := c.Freeze("boat", []float32{1, 2, 3, 4}); !known || err != nil {
			t.Fatal(known, err)
		}
		return c
	}
	want := begin()
	id, _ := want.dictionary.ID("boat")
	kept := slices.Clone(want.In.Row(int(id)))
	finished(t, want, nil)
	if !slices.Equal(want.In.Row(int(id)), kept) {
		t.Errorf("the row is %v, was %v", want.In.Row(int(id)), kept)
	}
	half := begin()
	for range 10 {
		half.Train(1)
	}
	var file bytes.Buffer
	if err := half.Save(&file); err != nil {
		t.Fatal(err)
	}
	got, err := NewTexts(s, e, 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := got.Load(&file); err != nil {
		t.Fatal(err)
	}
	finished(t, got, nil)
	if !slices.Equal(got.In.Weights.Data, want.In.Weights.Data) || !slices.Equal(got.Out.Weights.Data, want.Out.Weights.Data) {
		t.Error("in slices and from a save the model is another")
	}
}

func TestRareLabelsAreNone(t *testing.T) {
	e := readExamples(t, sea+"__label__music sing\n__label__music a song\n")
	c := classifier(t, Settings{Dim: 4, MinCountLabel: 2}, e, 1000)
	if got := c.Model().Dictionary.Labels; !slices.Equal(got, []string{"__label__sea", "__label__music"}) {
		t.Errorf("labels %v", got)
	}
}

func TestAModelIsMadeToFit(t *testing.T) {
	c := classifier(t, Settings{Dim: 5, Buckets: 3000, MinN: 2, MaxN: 5, WordNgrams: 2, Epochs: 20, LearningRate: .3}, examples(t), 1000)
	m := c.Model()
	for _, bytes := range []int{0, 12_000, 20_000} {
		z, err := m.Shrink(bytes, c.Examples(), 1)
		if err != nil {
			t.Fatal(err)
		}
		for more := true; more; {
			if more, err = z.Step(1000); err != nil {
				t.Fatal(err)
			}
		}
		small := z.Model()
		if bytes > 0 && (small.Bytes() > bytes || small.Bytes() < bytes/2) {
			t.Errorf("%d bytes, %d are wanted", small.Bytes(), bytes)
		}
		if was, is := f1(m, c.Examples()), f1(small, c.Examples()); is < was-.1 {
			t.Errorf("with %d bytes F1 fell from %.3f to %.3f", bytes, was, is)
		}
	}
	if _, err := m.Shrink(5000, nil, 1); err == nil || !strings.Contains(err.Error(), "5000 bytes") {
		t.Errorf("5000 bytes: %v", err)
	}
}
