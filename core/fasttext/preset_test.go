package fasttext

import (
	"bytes"
	"slices"
	"testing"

	"nearspace/core/corpus"
)

func TestAWordBeginsWithTheVectorItIsGiven(t *testing.T) {
	want := []float32{1, -2, 3, .5}
	for _, pieces := range []int{-1, 4} {
		w := newRun(t, Settings{Dim: 4, Buckets: 50, MaxN: pieces}, companies(t, 5), 1)
		if _, err := w.Preset("storm", want); err == nil {
			t.Error("a row was set that will be filled")
		}
		for !w.Filled() {
			w.Train(100)
		}
		if _, err := w.Preset("storm", want[:3]); err == nil {
			t.Error("three numbers were taken for four")
		}
		if known, err := w.Preset("tempest", want); known || err != nil {
			t.Errorf("tempest is known: %v, %v", known, err)
		}
		known, err := w.Preset("storm", want)
		if got := vectorOf(w.Model(), "storm"); !known || err != nil || !near(got, want) {
			t.Errorf("storm has %v, want %v (%v)", got, want, err)
		}
	}
}

// frozenRun is a run, filled, in which storm is frozen.
func frozenRun(t *testing.T, s Settings, c *corpus.Corpus) *Words {
	t.Helper()
	w := newRun(t, s, c, 1)
	for !w.Filled() {
		w.Train(100)
	}
	if known, err := w.Freeze("storm", stormy); !known || err != nil {
		t.Fatal(known, err)
	}
	return w
}

var stormy = []float32{1, -1, .5, 0, 1, 0, -.5, 1, 2}

func TestAFrozenWordStaysAndItsPiecesLearnFromOthers(t *testing.T) {
	for _, kind := range kinds {
		w := frozenRun(t, small(kind), companies(t, 40))
		id, _ := w.dictionary.ID("storm")
		shared := w.parts.of(id)[1]
		before := slices.Clone(w.In.Row(int(shared)))
		for w.Train(7) {
		}
		var got [9]float32
		if w.Vector(got[:], id); !slices.Equal(got[:], stormy) {
			t.Errorf("%v: storm is at %v", kind, got)
		}
		if mean := vectorOf(w.Model(), "storm"); !near(mean, stormy) {
			t.Errorf("%v: the mean of its rows is %v", kind, mean)
		}
		if slices.Equal(w.In.Row(int(shared)), before) {
			t.Errorf("%v: a piece that storm shares with stormy has not learned", kind)
		}
	}
}

func TestFreeWordsComeToFrozenOnes(t *testing.T) {
	w := frozenRun(t, Settings{Method: SkipGram, Dim: 9, Window: 3, Buckets: 200, Sample: -1, Epochs: 20}, companies(t, 200))
	for w.Train(100) {
	}
	m := w.Model()
	if rain, bread := cosine(vectorOf(m, "rain"), stormy), cosine(vectorOf(m, "bread"), stormy); rain < bread+.3 {
		t.Errorf("rain is %v near storm, bread %v", rain, bread)
	}
}

func TestFrozenWordsGiveTheSameBitsInSlicesAndFromSaves(t *testing.T) {
	for _, kind := range kinds {
		c := companies(t, 20)
		whole := frozenRun(t, small(kind), c)
		for whole.Train(1 << 20) {
		}
		w := frozenRun(t, small(kind), c)
		for steps := 1; w.Train(3); steps++ {
			if steps%11 > 0 {
				continue
			}
			var save bytes.Buffer
			if err := w.Save(&save); err != nil {
				t.Fatal(err)
			}
			w = newRun(t, small(kind), c, 1)
			if err := w.Load(&save); err != nil {
				t.Fatal(err)
			}
			w.Look(0)
		}
		whole.Model()
		w.Model()
		if !slices.Equal(w.In.Weights.Data, whole.In.Weights.Data) || !slices.Equal(w.Out.Weights.Data, whole.Out.Weights.Data) {
			t.Errorf("%v: the tables differ", kind)
		}
	}
}

func TestWhatIsFrozenStaysSoWithAnotherText(t *testing.T) {
	w := frozenRun(t, small(Settings{}), companies(t, 20))
	for w.Train(100) {
	}
	next, err := w.Continue(small(Settings{}), text(t, "storm hail rain hail", "hail storm hail rain"), 2)
	if err != nil {
		t.Fatal(err)
	}
	for next.Train(100) {
	}
	if got := vectorOf(next.Model(), "storm"); !near(got, stormy) {
		t.Errorf("storm is at %v", got)
	}
}

func TestNothingIsShownToMoveAFrozenWord(t *testing.T) {
	for _, kind := range kinds {
		w := frozenRun(t, small(kind), text(t, "storm cloud storm cloud", "cloud storm"))
		randomize(w.Out)
		v := w.Look(1)
		id, _ := w.dictionary.ID("storm")
		at := slices.Index(v.Rows, id) * 9
		if at < 0 || slices.ContainsFunc(v.InGrad[at:at+9], func(g float32) bool { return g != 0 }) {
			t.Errorf("%v: the gradients are %v", kind, v.InGrad)
		}
	}
}
