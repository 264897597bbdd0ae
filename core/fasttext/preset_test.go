package fasttext

import "testing"

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
