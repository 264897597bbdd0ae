package fasttext

import (
	"bytes"
	"slices"
	"strings"
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
	if len(trials) != 6 || best.Score < trials[0].Score+.2 || f1(m, held) != best.Score {
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
	if best, m := u.Best(); m == nil || best.Score == 0 {
		t.Errorf("best %+v of %d trials", best, len(u.Trials()))
	}
}

func TestASavedSearchGoesOnWithTheSameTrials(t *testing.T) {
	want := tuned(t, 1000).Trials()
	training, held := halves(t)
	fresh := func() *Tuner {
		u, err := NewTuner(Settings{Dim: 4, Epochs: 1, LearningRate: .01}, training, held, 6, 3)
		if err != nil {
			t.Fatal(err)
		}
		u.Numbers = 1 << 15
		return u
	}
	for _, steps := range []int{0, 1, 20, 60} {
		begun := fresh()
		for range steps {
			begun.Step(50)
		}
		var file bytes.Buffer
		if err := begun.Save(&file); err != nil {
			t.Fatal(err)
		}
		got, whole := fresh(), file.Bytes()
		if err := got.Load(&file); err != nil {
			t.Fatal(err)
		}
		for got.Step(1000) {
		}
		if !slices.Equal(got.Trials(), want) {
			t.Errorf("saved after %d steps: %+v, want %+v", steps, got.Trials(), want)
		}
		for n := range whole {
			if err := fresh().Load(bytes.NewReader(whole[:n])); err == nil {
				t.Fatalf("a save cut off after %d bytes was taken", n)
			}
		}
	}
}

func TestASearchMayWantOneLabelOrASmallModel(t *testing.T) {
	training, held := halves(t)
	u, err := NewTuner(Settings{Dim: 10, Epochs: 5, MaxN: 3, MinN: 2, Buckets: 2000}, training, held, 3, 3)
	if err != nil {
		t.Fatal(err)
	}
	u.Numbers = 1 << 15
	const most = 20_000
	u.Bytes = most
	u.Score = func(v *Evaluation) float64 { return v.Labels["__label__food"].F1() }
	for u.Step(100) {
	}
	best, m := u.Best()
	if best.Err != nil || best.Score == 0 || m.Bytes() != best.Bytes || best.Bytes > most {
		t.Fatalf("best %+v of %+v", best, u.Trials())
	}
	if _, quantised := m.In.(*Quantized); !quantised {
		t.Error("the model is not quantised")
	}
	var v Evaluation
	m.Evaluate(&v, held, 0, held.Len(), 1, 0)
	if got := v.Labels["__label__food"].F1(); got != best.Score {
		t.Errorf("F1 of food is %v, the trial says %v", got, best.Score)
	}
}

// Whatever a save holds, it is refused, or the search goes on from it.
func FuzzLoadTuner(f *testing.F) {
	e, err := ReadExamples(strings.NewReader("__label__a rain falls\n__label__b we cook soup\n__label__a rain\n"))
	if err != nil {
		f.Fatal(err)
	}
	fresh := func(t testing.TB) *Tuner {
		u, err := NewTuner(Settings{Dim: 2, Epochs: 2}, e, e, 3, 1)
		if err != nil {
			t.Fatal(err)
		}
		u.Numbers = 1 << 10
		return u
	}
	for _, steps := range []int{0, 2, 40} {
		u := fresh(f)
		for range steps {
			u.Step(5)
		}
		var file bytes.Buffer
		if err := u.Save(&file); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		u := fresh(t)
		if u.Load(bytes.NewReader(file)) == nil {
			for range 5 {
				u.Step(5)
			}
		}
	})
}
