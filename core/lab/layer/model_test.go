package layer

import (
	"math"
	"slices"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/lab"
)

// The gradient of every number of every table, against the difference that a
// small change of it makes.
func TestGradients(t *testing.T) {
	for _, kind := range kinds {
		for _, combine := range []string{"mean", "sum", "max", "sqrtn"} {
			checkGradients(t, combine, kind, func(p *Params) { p.Combine = combine })
		}
		for _, compression := range []string{"hash", "qr", "lowrank", "mixed", "lora"} {
			checkGradients(t, compression, kind, func(p *Params) { p.Compression, p.Padding = compression, false })
		}
		checkGradients(t, "dropout", kind, func(p *Params) { p.Dropout = .3 })
		checkGradients(t, "max-norm", kind, func(p *Params) { p.MaxNormMode, p.MaxNorm = "read", .7 })
		checkGradients(t, "no padding", kind, func(p *Params) { p.Padding = false })
	}
	tied := func(p *Params) { p.Tied, p.Init = true, "xavier" }
	checkGradients(t, "tied", dataset.KindText, tied)
	checkGradients(t, "drawn", dataset.KindText, func(*Params) {})
	checkGradients(t, "drawn", dataset.KindLabelled, func(*Params) {})
	checkGradients(t, "drawn", dataset.KindText, tied)
}

func checkGradients(t *testing.T, name, kind string, change func(*Params)) {
	t.Helper()
	r := prepared(t, setup(dataOf(kind), change), 2)
	m := r.model
	if name == "drawn" {
		m.noise = newNoise(r.task.noise)
	}
	r.task.read(&m.batch, 0, 5)
	random := *m.random
	loss := func() (mean float64) {
		*m.random = random
		if err := m.forward(true); err != nil {
			t.Fatal(err)
		}
		for _, l := range m.losses {
			mean += l / float64(m.n)
		}
		return mean
	}
	loss()
	if err := m.backward(); err != nil {
		t.Fatal(err)
	}
	for _, g := range m.grads {
		gradient := gradientOf(g.sum, count(g.table.Rows()))
		for i := range g.table.Rows() {
			row := g.table.Row(i)
			for d, w := range row {
				const step = 1e-2
				row[d] = w + step
				above := loss()
				row[d] = w - step
				below := loss()
				row[d] = w
				if want, got := (above-below)/(2*step), float64(gradient[i*len(row)+d]); math.Abs(got-want) > 2e-3+.02*math.Abs(want) {
					t.Errorf("%s, %s: the gradient of %s[%d,%d] is %.5f, by differences %.5f", kind, name, g.name, i, d, got, want)
					return
				}
			}
		}
	}
}

func TestEveryChoiceLearns(t *testing.T) {
	for _, kind := range kinds {
		for _, f := range fields {
			for _, c := range f.Choices {
				for _, padding := range []bool{true, false} {
					s := setup(dataOf(kind), func(p *Params) {
						p.Padding = padding
						*map[string]*string{
							"init": &p.Init, "optimizer": &p.Optimizer, "combine": &p.Combine, "compression": &p.Compression,
							"schedule": &p.Schedule, "maxNormMode": &p.MaxNormMode, "clip": &p.Clip,
						}[f.Name] = c.Value
					})
					checkRun(t, kind+", "+f.Name+" "+c.Value, s)
				}
			}
		}
	}
}

func checkRun(t *testing.T, name string, s lab.Setup) {
	t.Helper()
	before := prepared(t, s, 0).model
	r := start(t, s)
	toTheEnd(t, r, time.Hour)
	for _, all := range tables(r.model) {
		if slices.ContainsFunc(all, func(v float32) bool { return v-v != 0 }) {
			t.Errorf("%s: a table is not finite", name)
		}
	}
	if equal(tables(before), tables(r.model)) {
		t.Errorf("%s: nothing was learnt", name)
	}
	if w := r.model.table; w != nil && r.params.Padding && slices.ContainsFunc(w.Row(0), func(v float32) bool { return v != 0 }) {
		t.Errorf("%s: the padding row is %v", name, w.Row(0))
	}
	if _, err := r.Trace(lab.Pick{}); err != nil {
		t.Errorf("%s: %v", name, err)
	}
}

func TestCountingShowsRowAndColumn(t *testing.T) {
	r := prepared(t, setup(dataOf(dataset.KindText), func(p *Params) { p.Init = "counting" }), 0)
	if got := r.model.table.Row(3)[2]; got != 3.2 {
		t.Errorf("row 3, column 2 holds %v", got)
	}
}

// A word that occurs three times in a batch is moved by the mean of its
// gradients where they are scaled, and by their sum where not.
func TestScalingByFrequency(t *testing.T) {
	step := func(scale bool) []float32 {
		r := prepared(t, setup(dataOf(dataset.KindTargets), func(p *Params) { p.ScaleByFrequency, p.Optimizer = scale, "sgd" }), 0)
		trace, err := r.Trace(lab.Pick{Text: "red red -> 100 9; red -> 200 7"})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range trace.Stages {
			if s.ID == "coalesce" {
				return s.Out[0].Gradient[len(s.Out[0].Gradient)-r.params.Dim:]
			}
		}
		return nil
	}
	sum, mean := step(false), step(true)
	for d := range sum {
		if math.Abs(float64(sum[d]-3*mean[d])) > 1e-6 {
			t.Errorf("column %d: %v added up, %v scaled", d, sum[d], mean[d])
		}
	}
}

func TestTheLearningRateFollowsItsSchedule(t *testing.T) {
	for schedule, want := range map[string][3]float64{ // of the first, the middle and the last batch
		"constant": {1, 1, 1}, "linear": {.99, .5, .001}, "cosine": {1, .5, .001},
		"step": {1, .25, .03125}, "warmup": {.09, .5, .001}, "invsqrt": {.1, .447, .316},
	} {
		m := prepared(t, setup(dataOf(dataset.KindText), func(p *Params) { p.Schedule, p.LearningRate, p.Epochs, p.Batch = schedule, 1, 100, 1000 }), 0).model
		for k, batches := range []int{0, 49, 99} {
			m.batches = batches
			if got := m.learningRate(); math.Abs(got-want[k]) > .011 {
				t.Errorf("%s: %.3f at batch %d, want %.3f", schedule, got, batches, want[k])
			}
		}
	}
}

func TestNoiseIsDrawnByItsCounts(t *testing.T) {
	m := prepared(t, setup(dataOf(dataset.KindText), nil), 0).model
	n := newNoise([]float32{16, 1, 0, 81})
	const draws = 20000
	var drawn [4]float64
	for range draws {
		drawn[n.draw(m.random, 1)]++
	}
	for i, want := range [4]float64{8. / 35, 0, 0, 27. / 35} { // count^¾, without what is to be another
		if got := drawn[i] / draws; math.Abs(got-want) > .02 {
			t.Errorf("%d was drawn with a share of %.3f, want %.3f", i, got, want)
		}
	}
}
