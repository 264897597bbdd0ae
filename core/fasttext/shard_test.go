package fasttext

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"testing"

	"nearspace/core/corpus"
)

func same(a, b *Words) bool {
	return slices.Equal(a.In.Weights.Data, b.In.Weights.Data) && slices.Equal(a.Out.Weights.Data, b.Out.Weights.Data)
}

func shards(t *testing.T, s Settings, c *corpus.Corpus, n int) Shards {
	t.Helper()
	g, err := NewShards(s, c, 5, n)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// eachOf runs a test for each of the kinds.
func eachOf(t *testing.T, test func(t *testing.T, s Settings)) {
	for _, s := range kinds {
		t.Run(fmt.Sprintf("%v, %v", s.Method, s.Loss), func(t *testing.T) { test(t, small(s)) })
	}
}

func TestOneShardIsThePlainModel(t *testing.T) {
	c := companies(t, 30)
	eachOf(t, func(t *testing.T, s Settings) {
		g := shards(t, s, c, 1)
		for g.Train() {
		}
		if !same(g.Model(), trained(t, s, c, 5, 100)) {
			t.Error("the vectors differ")
		}
	})
}

func TestShardsAgreeRepeatAndLearn(t *testing.T) {
	c := companies(t, 400)
	eachOf(t, func(t *testing.T, s Settings) {
		s.Epochs, s.LearningRate = 8, .1
		g, again := shards(t, s, c, 3), shards(t, s, c, 3)
		for g.Train() {
		}
		for again.Train() {
		}
		if !same(g[0], g[1]) || !same(g[0], g[2]) || !same(g[0], again[0]) {
			t.Error("the vectors differ")
		}
		m := g.Model().Model()
		rain, cloud, bakery := vectorOf(m, "rain"), vectorOf(m, "cloud"), vectorOf(m, "bakery")
		if near, far := cosine(rain, cloud), cosine(rain, bakery); near < .5 || far > near-.3 {
			t.Errorf("rain is as near as %.2f to cloud, %.2f to bakery", near, far)
		}
	})
}

// exchange merges models that are due as workers do, each told what it has not done.
func exchange(t *testing.T, workers ...*Words) {
	t.Helper()
	var deltas [][]float32
	for i, w := range workers {
		for !w.Due() {
			w.Train(7 + i)
		}
		deltas = append(deltas, w.Delta())
	}
	for i, w := range workers {
		others := slices.Clone(deltas)
		others[i] = nil
		if err := w.Merge(others...); err != nil {
			t.Fatal(err)
		}
	}
}

// workers are shards by themselves.
func workers(t *testing.T, s Settings, c *corpus.Corpus, n int) []*Words {
	t.Helper()
	all := make([]*Words, n)
	for i := range all {
		all[i] = newRun(t, s, c, 5)
		if err := all[i].Shard(i, n); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func TestWorkersLearnWhatGoroutinesDo(t *testing.T) {
	c := companies(t, 60)
	eachOf(t, func(t *testing.T, s Settings) {
		g, all := shards(t, s, c, 2), workers(t, s, c, 2)
		for g.Train() {
		}
		for all[0].Train(0) || all[0].Due() {
			exchange(t, all...)
		}
		if !same(all[0], g[0]) || !same(all[1], g[1]) {
			t.Error("the vectors differ")
		}
	})
}

func TestASavedShardGoesOnWithTheSameBits(t *testing.T) {
	c := companies(t, 60)
	s := small(kinds[0])
	for _, steps := range []int{0, 20, 300} {
		all, loaded := workers(t, s, c, 2), workers(t, s, c, 2)
		for i, w := range all {
			for n := 0; n < steps && !w.Due(); n++ {
				w.Train(5)
			}
			var file bytes.Buffer
			if err := w.Save(&file); err != nil {
				t.Fatal(err)
			}
			if err := workers(t, s, c, 2)[1-i].Load(bytes.NewReader(file.Bytes())); err == nil {
				t.Error("the save of another shard was taken")
			}
			if err := loaded[i].Load(bytes.NewReader(file.Bytes())); err != nil {
				t.Fatal(err)
			}
		}
		exchange(t, all...)
		exchange(t, loaded...)
		if !same(all[0], loaded[0]) || !same(all[1], loaded[1]) {
			t.Errorf("saved after %d steps, the vectors differ", steps)
		}
	}
}

func TestExpectedSharesAreThoseOfTheWindowsTrained(t *testing.T) {
	c := companies(t, 200)
	eachOf(t, func(t *testing.T, s Settings) {
		s.Epochs = 3
		w := newRun(t, s, c, 5)
		want := w.expected()
		ins, outs, windows := make([]float64, w.In.Rows()), make([]float64, w.Out.Rows()), 0.
		for more := true; more; {
			w.context, w.targets = nil, nil
			if more = w.Train(1); w.context == nil {
				continue
			}
			windows++
			for _, slot := range w.context {
				for place := max(0, w.place-s.Window-1); place < w.entered; place++ {
					if w.slot(place) == slot {
						for _, row := range w.parts.of(w.sentence[place]) {
							ins[row]++
						}
					}
				}
			}
			for _, id := range w.targets {
				outs[id]++
			}
		}
		for name, rows := range map[string]struct {
			want []float32
			got  []float64
		}{"In": {want.In, ins}, "Out": {want.Out, outs}} {
			var off, all float64
			for id, n := range rows.got {
				off += math.Abs(n/windows - float64(rows.want[id]))
				all += n / windows
			}
			if off > .1*all {
				t.Errorf("%s: %.3f of %.3f rows a window are off", name, off, all)
			}
		}
	})
}
