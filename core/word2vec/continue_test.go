package word2vec

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
)

// named returns a text whose word i is called names[i].
func named(names string, sentences ...[]int32) *corpus.Corpus {
	text := textOf(sentences...)
	for i := range text.Vocabulary.Words {
		text.Vocabulary.Words[i] = names[i : i+1]
	}
	return text
}

func TestContinuingKeepsWhatWasLearned(t *testing.T) {
	eachKind(t, Config{Dim: 5, Sample: -1, Epochs: 3}, func(t *testing.T, c Config) {
		m := train(t, c, named("abcd", []int32{0, 1, 2, 3, 0, 1, 2, 0, 1, 0}), 3, 100)
		if err := m.Freeze(2); err != nil {
			t.Fatal(err)
		}
		next, err := m.Continue(named("xbyd", []int32{0, 1, 2, 3, 0, 1}), 4)
		if err != nil {
			t.Fatal(err)
		}
		v := next.text.Vocabulary
		if got, want := fmt.Sprint(v.Words, v.Counts, v.Total, next.text.IDs), "[a b c d x y] [4 5 2 2 2 1] 16 [4 1 5 3 4 1]"; got != want {
			t.Errorf("%s, want %s", got, want)
		}
		for i := range m.In.Rows() {
			if !slices.Equal(next.In.Row(i), m.In.Row(i)) {
				t.Errorf("the row of word %d has changed", i)
			}
		}
		for i := range m.Out.Rows() {
			if !slices.Equal(next.Out.Row(i), m.Out.Row(i)) {
				t.Errorf("row %d of Out has changed", i)
			}
		}
		if !next.Filled() || vecNorm(next.In.Row(5)) == 0 || next.Out.Rows() != len(m.Out.Weights.Data)/m.Out.Weights.Stride+2 {
			t.Errorf("filled %v, new row %v, %d rows of Out", next.Filled(), next.In.Row(5), next.Out.Rows())
		}
		kept := slices.Clone(next.In.Row(2))
		for next.Train(10) {
		}
		if !slices.Equal(next.In.Row(2), kept) {
			t.Error("a frozen row has moved")
		}
		if slices.Equal(next.In.Row(1), m.In.Row(1)) {
			t.Error("a row has learned nothing")
		}
	})
}

func vecNorm(x []float32) (sum float64) {
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return math.Sqrt(sum)
}

func TestAnExtendedTreeKeepsTheOldOne(t *testing.T) {
	old := NewHuffman([]int64{5, 2, 1, 1})
	tree := old.Extend(9, []int64{4, 4})
	var kraft float64
	for id := range int32(6) {
		nodes, codes := tree.Path(id)
		kraft += math.Pow(2, -float64(len(nodes)))
		if id < 4 {
			oldNodes, oldCodes := old.Path(id)
			if above := len(nodes) - len(oldNodes); above != 1 || !slices.Equal(nodes[above:], oldNodes) || !slices.Equal(codes[above:], oldCodes) {
				t.Errorf("word %d: %v, which was %v", id, nodes, oldNodes)
			}
		}
		if nodes[0] != 4 {
			t.Errorf("the path of %d begins at %d", id, nodes[0])
		}
	}
	if kraft != 1 || tree.Len() != 6 {
		t.Errorf("Σ 2^−length is %v for %d words", kraft, tree.Len())
	}
	if old.Extend(9, nil) != old {
		t.Error("nothing new made another tree")
	}
}

func TestStartingFromVectors(t *testing.T) {
	c := Config{Dim: 2, Sample: -1}
	text := named("abc", []int32{0, 1, 2, 0, 1, 0})
	m, plain := newModelOf(t, c, text, 3), newModelOf(t, c, text, 3)
	given := blas32.General{Rows: 4, Cols: 2, Stride: 3, Data: []float32{1, 2, 0, 3, 4, 0, 5, 6, 0, 7, 8}}
	found, err := m.SetVectors([]string{"c", "z", "a", "c"}, given)
	if err != nil {
		t.Fatal(err)
	}
	for !plain.Filled() {
		plain.Train(100)
	}
	if !slices.Equal(found, []int32{2, 0}) || !slices.Equal(m.In.Row(2), []float32{1, 2}) || !slices.Equal(m.In.Row(0), []float32{5, 6}) {
		t.Errorf("found %v: %v, %v", found, m.In.Row(2), m.In.Row(0))
	}
	if !m.Filled() || !slices.Equal(m.In.Row(1), plain.In.Row(1)) {
		t.Errorf("the missing word's vector is %v, want its own %v", m.In.Row(1), plain.In.Row(1))
	}
	for _, bad := range []blas32.General{
		{Rows: 3, Cols: 2, Stride: 2, Data: given.Data}, {Rows: 4, Cols: 3, Stride: 3, Data: given.Data},
		{Rows: 4, Cols: 2, Stride: 2, Data: given.Data[:7]}, {Rows: 4, Cols: 2, Stride: 1, Data: given.Data},
	} {
		if _, err := m.SetVectors([]string{"a", "b", "c", "d"}, bad); err == nil {
			t.Errorf("%d × %d numbers with a stride of %d were taken", bad.Rows, bad.Cols, bad.Stride)
		}
	}
}

func TestPredictingTheCentre(t *testing.T) {
	eachKind(t, Config{Dim: 8, Window: 3, Sample: -1, Epochs: 10, LearningRate: .05}, func(t *testing.T, c Config) {
		m := train(t, c, sentences(400), 1, 1000)
		p, err := m.Predict([]int32{6, 7, 8})
		if err != nil {
			t.Fatal(err)
		}
		var sum, company float64
		for id, v := range p {
			sum += float64(v)
			if id >= 5 {
				company += float64(v)
			}
		}
		if math.Abs(sum-1) > 1e-4 || company < .9 {
			t.Errorf("probabilities %v add up to %v, those of its company to %v", p, sum, company)
		}
		if _, err := m.Predict([]int32{10}); err == nil {
			t.Error("a word outside the vocabulary was taken")
		}
	})
}
