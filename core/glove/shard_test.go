package glove

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

func TestGroupsMeetAsInATournament(t *testing.T) {
	for _, n := range []int{2, 3, 4, 8} {
		s := shard{of: n}
		met := map[[2]int]int{}
		for round := range 2*n - 1 {
			playing := map[int]bool{}
			for index := range n {
				a, b := s.meet(round, index)
				playing[a], playing[b] = true, true
				met[[2]int{min(a, b), max(a, b)}]++
			}
			if len(playing) != 2*n {
				t.Errorf("%d shards, round %d: %d groups play", n, round, len(playing))
			}
		}
		if len(met) != n*(2*n-1) {
			t.Errorf("%d shards: %d pairs of groups meet", n, len(met))
		}
	}
}

func TestEveryEntryIsFittedByOneShardOnce(t *testing.T) {
	counts := count(t, random(60, 3000, 1), Counting{}, 1000)
	found := map[[2]int]float32{}
	for i := range 3 {
		m := newModel(t, Config{Dim: 2}, counts, 1)
		if err := m.Shard(i, 3); err != nil {
			t.Fatal(err)
		}
		for !m.ready() {
			m.Train(10)
		}
		for _, r := range m.rounds {
			for row := range r.counts.Words() {
				r.counts.Half(row, func(columns []int32, x []float32) {
					for k, j := range columns {
						if found[[2]int{row, int(j)}] != 0 {
							t.Fatalf("the entry of %d and %d comes twice", row, j)
						}
						found[[2]int{row, int(j)}] = x[k]
					}
				})
			}
		}
	}
	for row := range counts.Words() {
		counts.Half(row, func(columns []int32, x []float32) {
			for k, j := range columns {
				if at := [2]int{row, int(j)}; found[at] != x[k] {
					t.Fatalf("the entry of %d and %d is %v, want %v", row, j, found[at], x[k])
				}
				delete(found, [2]int{row, int(j)})
			}
		})
	}
	if len(found) > 0 {
		t.Errorf("%d entries come from nowhere", len(found))
	}
}

func newShards(t *testing.T, c Config, counts *Counts, n int) Shards {
	t.Helper()
	s, err := NewShards(c, counts, 5, n)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func sameTables(a, b *Model) bool { return slices.Equal(a.table.Weights.Data, b.table.Weights.Data) }

func TestOneShardIsThePlainModel(t *testing.T) {
	counts := count(t, companies(100), Counting{Window: 5}, 1000)
	c := Config{Dim: 6, Iterations: 5}
	s := newShards(t, c, counts, 1)
	for s.Train() {
	}
	if !sameTables(s.Model(), train(t, c, counts, 5, 1000)) {
		t.Error("the vectors differ")
	}
}

// exchange has workers train to the next exchange, in slices, and make it.
func exchange(t *testing.T, workers ...*Model) {
	t.Helper()
	var deltas [][]float32
	for i, m := range workers {
		for !m.Due() {
			m.Train(100 + 30*i)
		}
		deltas = append(deltas, m.Delta())
	}
	for i, m := range workers {
		others := slices.Clone(deltas)
		others[i] = nil
		if err := m.Merge(others...); err != nil {
			t.Fatal(err)
		}
	}
}

func newWorkers(t *testing.T, c Config, counts *Counts, n int) []*Model {
	t.Helper()
	workers := make([]*Model, n)
	for i := range workers {
		workers[i] = newModel(t, c, counts, 5)
		if err := workers[i].Shard(i, n); err != nil {
			t.Fatal(err)
		}
	}
	return workers
}

func TestWorkersLearnWhatGoroutinesDo(t *testing.T) {
	counts := count(t, random(60, 3000, 1), Counting{}, 1000)
	c := Config{Dim: 6, Iterations: 4}
	for _, n := range []int{2, 3} {
		s, workers := newShards(t, c, counts, n), newWorkers(t, c, counts, n)
		for s.Train() {
		}
		for workers[0].Train(0) {
			exchange(t, workers...)
		}
		for i, m := range workers {
			if !sameTables(m, s.Model()) {
				t.Errorf("worker %d of %d has other vectors", i, n)
			}
			if done, total := m.NonZeros(); done != total {
				t.Errorf("worker %d of %d fitted %d of %d", i, n, done, total)
			}
		}
	}
}

// Nothing is averaged: several fit as well as one.
func TestShardsFitAsWellAsOne(t *testing.T) {
	counts := count(t, random(200, 20000, 1), Counting{}, 1000)
	c := Config{Dim: 10, Iterations: 15}
	loss := func(n int) float64 {
		s := newShards(t, c, counts, n)
		for s.Train() {
		}
		var sum float64
		m := s.Model()
		for i := range m.Words() {
			counts.Half(i, func(columns []int32, x []float32) {
				for k, j := range columns {
					log := math.Log(float64(x[k]))
					e := float64(m.Predict(i, int(j))) - log
					sum += m.config.weightOf(log) * e * e
				}
			})
		}
		return sum
	}
	one := loss(1)
	for _, n := range []int{2, 4} {
		if got := loss(n); math.Abs(got/one-1) > .05 {
			t.Errorf("%d shards: a loss of %.2f, one has %.2f", n, got, one)
		}
	}
}

func TestASavedShardGoesOnWithTheSameBits(t *testing.T) {
	counts := count(t, random(60, 3000, 1), Counting{}, 1000)
	c := Config{Dim: 4, Iterations: 3}
	for _, steps := range []int{0, 2, 7, 40} {
		all, loaded := newWorkers(t, c, counts, 2), newWorkers(t, c, counts, 2)
		exchange(t, all...)
		for i, m := range all {
			for n := 0; n < steps && !m.Due(); n++ {
				m.Train(50)
			}
			var file bytes.Buffer
			if err := m.Save(&file); err != nil {
				t.Fatal(err)
			}
			if err := newWorkers(t, c, counts, 2)[1-i].Load(bytes.NewReader(file.Bytes())); err == nil {
				t.Error("the save of another shard was taken")
			}
			if err := newWorkers(t, c, counts, 2)[i].Load(bytes.NewReader(file.Bytes()[:file.Len()-1])); err == nil {
				t.Error("a save that is cut off was taken")
			}
			if err := loaded[i].Load(bytes.NewReader(file.Bytes())); err != nil {
				t.Fatal(err)
			}
			if done, total := loaded[i].NonZeros(); done > total {
				t.Errorf("%d of %d are done", done, total)
			}
		}
		exchange(t, all...)
		exchange(t, loaded...)
		if !sameTables(all[0], loaded[0]) || !sameTables(all[1], loaded[1]) {
			t.Errorf("saved after %d steps, the vectors differ", steps)
		}
	}
}

func TestBadShardsAndDeltasAreNamed(t *testing.T) {
	counts := count(t, companies(20), Counting{Window: 5}, 1000)
	for _, test := range []struct{ i, n int }{{0, 0}, {0, 6}, {-1, 2}, {2, 2}} {
		if err := newModel(t, Config{Dim: 2}, counts, 1).Shard(test.i, test.n); err == nil {
			t.Errorf("shard %d of %d was taken", test.i, test.n)
		}
	}
	workers := newWorkers(t, Config{Dim: 2}, counts, 2)
	m := workers[0]
	if err := m.Merge(nil, nil); err == nil {
		t.Error("merged though no exchange was due")
	}
	for _, w := range workers {
		for !w.Due() {
			w.Train(100)
		}
	}
	before := slices.Clone(m.table.Weights.Data)
	good := workers[1].Delta()
	for name, deltas := range map[string][][]float32{
		"one of two": {nil}, "short": {nil, good[:len(good)-1]}, "long": {nil, append(slices.Clone(good), 1)}, "the other's own": {good, nil},
	} {
		if err := m.Merge(deltas...); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if !slices.Equal(before, m.table.Weights.Data) {
		t.Error("a refused delta changed the model")
	}
	if err := m.Merge(nil, good); err != nil {
		t.Fatal(err)
	}
	if err := m.Shard(0, 2); err == nil {
		t.Error("a model that has begun became a shard")
	}
}
