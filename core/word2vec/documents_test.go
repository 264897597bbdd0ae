package word2vec

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"nearspace/core/corpus"
)

// paragraphKinds are PV-DBOW with and without words, and PV-DM with the mean, with
// the sum, and with all rows one after the other.
var paragraphKinds = map[string]Config{
	"DBOW":                {},
	"DBOW with words":     {Words: true},
	"DM, mean":            {Architecture: CBOW},
	"DM, sum":             {Architecture: CBOW, Sum: true},
	"DBOW, hierarchical":  {Loss: HierarchicalSoftmax},
	"DM, hierarchical":    {Architecture: CBOW, Loss: HierarchicalSoftmax},
	"DM, shared gradient": {Architecture: CBOW, Share: true, LearningRate: .3},
	"DM, gensim's sum":    {Architecture: CBOW, Sum: true, Share: true, LearningRate: .3},
	"DM, joined":          {Architecture: CBOW, Concat: true, LearningRate: .2},
	"DM, joined, by tree": {Architecture: CBOW, Concat: true, Loss: HierarchicalSoftmax, LearningRate: .1},
}

func eachParagraphKind(t *testing.T, c Config, test func(t *testing.T, c Config)) {
	for name, kind := range paragraphKinds {
		d := c
		d.Architecture, d.Loss, d.Words, d.Sum, d.Share, d.Concat = kind.Architecture, kind.Loss, kind.Words, kind.Sum, kind.Share, kind.Concat
		if kind.LearningRate > 0 {
			d.LearningRate = kind.LearningRate
		}
		t.Run(name, func(t *testing.T) { test(t, d) })
	}
}

func trainParagraphs(t *testing.T, c Config, sentences int, of []int32, slice int) *Model {
	t.Helper()
	m, err := NewParagraphs(c, textOfTopics(sentences), of, 1)
	if err != nil {
		t.Fatal(err)
	}
	for m.Train(slice) {
	}
	return m
}

// textOfTopics returns a text of so many sentences. Every second word is one of
// 0–3 and tells nothing; the others are of 4–6 in every second sentence, of 7–9
// in the others.
func textOfTopics(n int) *corpus.Corpus {
	rng := NewRandom(98)
	text := make([][]int32, n)
	for s := range text {
		for range 8 {
			text[s] = append(text[s], int32(rng.Below(4)), 4+3*int32(s%2)+int32(rng.Below(3)))
		}
	}
	return textOf(text...)
}

func TestDocumentsOfTwoTopicsSeparate(t *testing.T) {
	eachParagraphKind(t, Config{Dim: 8, Window: 1, Sample: -1, Epochs: 60, LearningRate: .05}, func(t *testing.T, c Config) {
		m := trainParagraphs(t, c, 60, nil, 1000)
		if rows := m.DocumentVectors().Rows; rows != 60 {
			t.Fatalf("%d documents, want 60", rows)
		}
		topic := func(v []float32) float64 { // how much nearer to the documents of topic 0
			var sums [2]float64
			for i := range 60 {
				sums[i%2] += cosine(v, m.In.Row(10+i))
			}
			return (sums[0] - sums[1]) / 30
		}
		for i := range 60 {
			if side := topic(m.In.Row(10 + i)); (side > 0) != (i%2 == 0) || math.Abs(side) < .3 {
				t.Errorf("document %d of topic %d leans by %.2f to topic 0", i, i%2, side)
			}
		}

		before := saved(t, m)
		for first := range int32(2) {
			words := []int32{0, 4 + 3*first, 2, 5 + 3*first, 3, 6 + 3*first, 1, 4 + 3*first}
			v, err := m.Infer(words, 100, 7)
			if err != nil {
				t.Fatal(err)
			}
			if side := topic(v); (side > 0) != (first == 0) {
				t.Errorf("a new document of topic %d leans by %.2f to topic 0", first, side)
			}
			if again, _ := m.Infer(words, 100, 7); !slices.Equal(v, again) {
				t.Error("inferred twice, it has two vectors")
			}
		}
		if !bytes.Equal(before, saved(t, m)) {
			t.Error("inferring changed the model")
		}
	})
}

func TestDocumentsMoveAlongTheGradient(t *testing.T) {
	eachParagraphKind(t, Config{Dim: 7, Window: 2, FixedWindow: true, Sample: -1}, func(t *testing.T, c Config) {
		m, err := NewParagraphs(c, textOfTopics(6), nil, 3)
		if err != nil {
			t.Fatal(err)
		}
		document, context := int32(12), 5.
		times := 1.
		switch {
		case c.Architecture == CBOW && !c.Sum && !c.Share && !c.Concat:
			times = context
		case c.Sum && c.Share:
			times = 1 / context
		case c.Architecture == SkipGram && !c.Words:
			context = 1
		}
		checkGradientOf(t, m, document, times)
		if len(m.context) != int(context) {
			t.Errorf("a context of %d rows, want %v", len(m.context), context)
		}
	})
}

func TestInferringIsTrainingOfTheDocumentAlone(t *testing.T) {
	eachParagraphKind(t, Config{Dim: 7, Window: 2, FixedWindow: true, Sample: -1}, func(t *testing.T, c Config) {
		if c.Words {
			return // there the document's row shares its window with words
		}
		m, err := NewParagraphs(c, textOfTopics(6), nil, 3)
		if err != nil {
			t.Fatal(err)
		}
		scatter(m)
		m.sentence, m.place, m.rate = []int32{0, 1, 2, 3, 4}, 2, .1
		copied := *m
		copied.In, copied.Out, copied.block = copyOf(m.In), copyOf(m.Out), newBlock(m.Out.Weights.Stride)
		copied.document = 12
		copied.window()

		vector := slices.Clone(m.In.Padded().Data[12*m.In.Weights.Stride : 13*m.In.Weights.Stride])
		m.infer(vector)
		for k, want := range copied.In.Row(12) {
			if math.Abs(float64(vector[k]-want)) > 1e-6 {
				t.Errorf("column %d: %v, want %v", k, vector[k], want)
			}
		}
	})
}

func TestParagraphsGoOnFromASaveAndInSlices(t *testing.T) {
	of := []int32{0, 0, 1, 1, 2, 2, 3, 3, 4, 4}
	eachParagraphKind(t, Config{Dim: 5, Sample: -1}, func(t *testing.T, c Config) {
		want := trainParagraphs(t, c, 10, of, 1<<30)
		begun, err := NewParagraphs(c, textOfTopics(10), of, 1)
		if err != nil {
			t.Fatal(err)
		}
		for range 23 {
			begun.Train(5)
		}
		got, _ := NewParagraphs(c, textOfTopics(10), of, 9)
		if err := got.Load(bytes.NewReader(saved(t, begun))); err != nil {
			t.Fatal(err)
		}
		for got.Train(7) {
		}
		if !same(got, want) {
			t.Error("the vectors differ")
		}
		if n := got.DocumentVectors().Rows; n != 5 {
			t.Errorf("%d documents, want 5", n)
		}
		if w := got.Look(40); w.Context[0] != 10+1 {
			t.Errorf("the window looks up %v, want the document first", w.Context)
		}
	})
}

func TestEachPlaceOfAJoinedWindowHasItsPart(t *testing.T) {
	c := Config{Architecture: CBOW, Concat: true, Dim: 2, Window: 2, Sample: -1}
	m, err := NewParagraphs(c, textOf([]int32{0, 1, 2, 3, 4}), nil, 1)
	if err != nil {
		t.Fatal(err)
	}
	scatter(m)
	const document, none = 5, -1
	for place, want := range [][]int{
		{document, none, none, 1, 2},
		{document, none, 0, 2, 3},
		{document, 0, 1, 3, 4},
		{document, 1, 2, 4, none},
		{document, 2, 3, none, none},
	} {
		var h []float32
		for _, id := range want {
			row := make([]float32, 2)
			if id != none {
				row = m.In.Row(id)
			}
			h = append(h, row...)
		}
		if w := m.Look(place); !slices.Equal(w.Hidden, h) || len(w.Out) != len(w.Targets)*len(h) {
			t.Errorf("place %d: the input is %v, want %v", place, w.Hidden, h)
		}
	}
	if _, err := m.Predict([]int32{1, 2}); err == nil {
		t.Error("words without places predicted one")
	}
}

func TestOnlyParagraphsAreJoined(t *testing.T) {
	text := textOfTopics(2)
	if _, err := New(Config{Architecture: CBOW, Concat: true}, text, 1); err == nil {
		t.Error("without documents")
	}
	for _, c := range []Config{{Concat: true}, {Architecture: CBOW, Concat: true, Sum: true}, {Architecture: CBOW, Concat: true, Share: true}} {
		if _, err := NewParagraphs(c, text, nil, 1); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
}

func TestBadDocumentsAreNamed(t *testing.T) {
	text := textOfTopics(2)
	for _, of := range [][]int32{{0}, {0, -1}, {0, 1, 2}} {
		if _, err := NewParagraphs(Config{Dim: 2}, text, of, 1); err == nil {
			t.Errorf("documents %v were taken", of)
		}
	}
	m := trainParagraphs(t, Config{Dim: 2}, 2, nil, 100)
	for _, words := range [][]int32{nil, {10}, {-1}} {
		if _, err := m.Infer(words, 0, 1); err == nil {
			t.Errorf("words %v were taken", words)
		}
	}
	if _, err := newModelOf(t, Config{Dim: 2}, text, 1).Infer([]int32{1}, 0, 1); err == nil {
		t.Error("inferred without documents")
	}
}

// newTopics returns a text of so many sentences in which a word is new.
func newTopics(n int) *corpus.Corpus {
	text := textOfTopics(n)
	v := text.Vocabulary
	for i := range n {
		text.IDs[16*i] = int32(len(v.Words))
	}
	v.Words, v.Counts = append(v.Words, "new"), append(v.Counts, int64(n))
	return text
}

func TestParagraphsGoOnWithTheDocumentsOfAnotherText(t *testing.T) {
	eachParagraphKind(t, Config{Dim: 5, Sample: -1, Epochs: 2}, func(t *testing.T, c Config) {
		first := trainParagraphs(t, c, 10, []int32{0, 0, 1, 1, 2, 2, 3, 3, 4, 4}, 100)
		if err := first.Freeze(3, int32(first.vocabulary())+1); err != nil {
			t.Fatal(err)
		}
		goOn := func() *Model {
			next, err := first.ContinueParagraphs(newTopics(6), []int32{0, 0, 0, 1, 1, 1}, 7)
			if err != nil {
				t.Fatal(err)
			}
			return next
		}
		want := goOn()
		if got, words := want.Frozen(), int32(want.vocabulary()); !slices.Equal(got, []int32{3, words + 1}) || words != int32(first.vocabulary())+1 {
			t.Errorf("frozen are %v of %d words", got, words)
		}
		for want.Train(1 << 30) {
		}
		documents, before := want.DocumentVectors(), first.DocumentVectors()
		if documents.Rows != 7 {
			t.Fatalf("%d documents, want 7", documents.Rows)
		}
		for i := range before.Rows {
			if !slices.Equal(documents.Data[i*documents.Stride:][:5], before.Data[i*before.Stride:][:5]) {
				t.Errorf("document %d has moved", i)
			}
		}
		if slices.Equal(want.Out.Row(4), first.Out.Row(4)) {
			t.Error("the words have learnt nothing")
		}

		got := goOn()
		for range 11 {
			got.Train(5)
		}
		resumed := goOn()
		if err := resumed.Load(bytes.NewReader(saved(t, got))); err != nil {
			t.Fatal(err)
		}
		for resumed.Train(3) {
		}
		if !same(resumed, want) {
			t.Error("from a save, in slices, the vectors differ")
		}
		if v, err := want.Infer([]int32{1, 2}, 0, 1); err != nil || len(v) != 5 {
			t.Errorf("%v, %v", v, err)
		}
	})
}

func TestDocumentsThatCannotGoOnAreNamed(t *testing.T) {
	m := trainParagraphs(t, Config{Dim: 2}, 2, nil, 100)
	if _, err := m.Continue(textOfTopics(2), 1); err == nil {
		t.Error("documents went on without documents")
	}
	if _, err := m.ContinueParagraphs(textOfTopics(2), []int32{0}, 1); err == nil {
		t.Error("a sentence is of no document")
	}
	if _, err := newModelOf(t, Config{Dim: 2}, textOfTopics(2), 1).ContinueParagraphs(textOfTopics(2), nil, 1); err == nil {
		t.Error("a model without documents got some")
	}
}
