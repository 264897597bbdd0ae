package fasttext

import (
	"slices"
	"testing"
)

// halves returns the examples of even and of odd place.
func halves(t testing.TB) (even, odd *Examples) {
	t.Helper()
	even, odd = &Examples{}, &Examples{}
	for i, line := range lines(t, "texts.txt") {
		if i%2 == 0 {
			even.AddLine(line)
		} else {
			odd.AddLine(line)
		}
	}
	return even, odd
}

func tuned(t testing.TB, slice int) *Tuner {
	t.Helper()
	training, held := halves(t)
	u, err := NewTuner(Settings{Dim: 4, Epochs: 1, LearningRate: .01}, training, held, 6, 3)
	if err != nil {
		t.Fatal(err)
	}
	u.Numbers = 1 << 15
	for u.Step(slice) {
	}
	return u
}

func TestTuningFindsBetterSettings(t *testing.T) {
	u := tuned(t, 1000)
	trials := u.Trials()
	best, m := u.Best()
	_, held := halves(t)
	if len(trials) != 6 || best.F1 < trials[0].F1+.2 || f1(m, held) != best.F1 {
		t.Errorf("the best of %+v is %+v, whose model has %.3f", trials, best, f1(m, held))
	}
	for _, trial := range trials {
		s := trial.Settings
		if trial.Err != nil || s.Epochs < 1 || s.Epochs > 100 || s.LearningRate < .01 || s.LearningRate > 5 || s.Dim < 1 || s.Dim > 1000 || s.WordNgrams < 1 || s.WordNgrams > 5 {
			t.Errorf("trial %+v", trial)
		}
	}
}

func TestTuningIsTheSameHoweverSliced(t *testing.T) {
	want := tuned(t, 1<<20).Trials()
	if got := tuned(t, 9).Trials(); !slices.Equal(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestTuningEndsWithTheTime(t *testing.T) {
	training, held := halves(t)
	u, err := NewTuner(Settings{Dim: 4, Epochs: 1}, training, held, 1<<30, 3)
	if err != nil {
		t.Fatal(err)
	}
	u.Numbers = 1 << 15
	steps := 0
	u.Share = func() float64 { return float64(steps) / 300 }
	for ; steps < 300 && u.Step(50); steps++ {
	}
	if best, m := u.Best(); m == nil || best.F1 == 0 {
		t.Errorf("best %+v of %d trials", best, len(u.Trials()))
	}
}
