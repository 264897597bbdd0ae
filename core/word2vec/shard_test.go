package word2vec

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"nearspace/core/corpus"
	"nearspace/core/localsgd"
)

func TestOneShardIsThePlainModel(t *testing.T) {
	text := sentences(60)
	eachKind(t, Config{Dim: 9, Round: 100}, func(t *testing.T, c Config) {
		s, err := NewShards(c, text, 5, 1)
		if err != nil {
			t.Fatal(err)
		}
		trainAll(s)
		if !same(s.Model(), train(t, c, text, 5, 100)) {
			t.Error("the vectors differ")
		}
	})
}

func trainAll(s Shards) {
	for s.Train() {
	}
}

func TestShardsAgreeAndRepeat(t *testing.T) {
	text := sentences(61)
	eachKind(t, Config{Dim: 9, Round: 100}, func(t *testing.T, c Config) {
		var runs []Shards
		for range 2 {
			s, err := NewShards(c, text, 5, 3)
			if err != nil {
				t.Fatal(err)
			}
			trainAll(s)
			runs = append(runs, s)
		}
		for i := range 3 {
			if !same(runs[0][i], runs[0][0]) || !same(runs[0][i], runs[1][i]) {
				t.Errorf("shard %d has other vectors", i)
			}
			if done, total := runs[0][i].Words(); done != total {
				t.Errorf("shard %d trained on %d words of %d", i, done, total)
			}
		}
		if same(runs[0][0], train(t, c, text, 5, 100)) {
			t.Error("three shards are as one")
		}
	})
}

// The shards by themselves, each with a merge of its own, as workers have it. The
// rows of 200 words are moved in several blocks, shared by the goroutines.
func TestWorkersLearnWhatGoroutinesDo(t *testing.T) {
	text := words(200, 1000)
	eachKind(t, Config{Dim: 9, LearningRate: .5, Epochs: 2, Round: 100}, func(t *testing.T, c Config) {
		want, err := NewShards(c, text, 5, 3)
		if err != nil {
			t.Fatal(err)
		}
		trainAll(want)
		workers := make([]*Model, 3)
		for i := range workers {
			workers[i] = newModelOf(t, c, text, 5)
			if err := workers[i].Shard(i, 3); err != nil {
				t.Fatal(err)
			}
		}
		for workers[0].Train(0) || workers[0].Due() {
			var deltas [][]float32
			for i, m := range workers {
				for !m.Due() {
					m.Train(3 + i)
				}
				deltas = append(deltas, m.Delta())
			}
			for i, m := range workers {
				others := slices.Clone(deltas)
				if i > 0 { // the first is told its own
					others[i] = nil
				}
				if err := m.Merge(others...); err != nil {
					t.Fatal(err)
				}
			}
		}
		for i, m := range workers {
			if !same(m, want[i]) {
				t.Errorf("worker %d has other vectors", i)
			}
		}
	})
}

// words returns a text of so many words of a vocabulary, early ones more often.
func words(vocabulary, n int) *corpus.Corpus {
	rng := NewRandom(7)
	text := make([][]int32, (n+9)/10)
	for s := range text {
		for range 10 {
			text[s] = append(text[s], int32(rng.Below(rng.Below(uint32(vocabulary))+1)))
		}
	}
	return textOf(text...)
}

func TestShardsLearn(t *testing.T) {
	eachKind(t, Config{Dim: 8, Window: 3, Sample: -1, Epochs: 10, LearningRate: .05, Round: 500}, func(t *testing.T, c Config) {
		s, err := NewShards(c, sentences(400), 1, 4)
		if err != nil {
			t.Fatal(err)
		}
		trainAll(s)
		checkCompany(t, s.Model())
	})
}

// begun returns a shard of two that waits for its first merge, or is on its way
// there.
func begun(t *testing.T, i, centres int) *Model {
	t.Helper()
	m := newModelOf(t, Config{Dim: 3, Round: 200, Sample: -1}, sentences(60), 5)
	if err := m.Shard(i, 2); err != nil {
		t.Fatal(err)
	}
	for !m.Filled() {
		m.Train(100)
	}
	for n := 0; n < centres && !m.Due(); n += 5 {
		m.Train(5)
	}
	return m
}

func TestASavedShardGoesOnWithTheSameBits(t *testing.T) {
	for _, centres := range []int{20, 1000} {
		m, other := begun(t, 1, centres), begun(t, 0, 1000)
		loaded := begun(t, 1, 70)
		if err := loaded.Load(bytes.NewReader(saved(t, m))); err != nil {
			t.Fatal(err)
		}
		for _, m := range []*Model{m, loaded} {
			for !m.Due() {
				m.Train(10)
			}
			if err := m.Merge(other.Delta(), m.Delta()); err != nil {
				t.Fatal(err)
			}
			for !m.Due() {
				m.Train(10)
			}
		}
		if !same(m, loaded) {
			t.Errorf("after %d centres: the vectors differ", centres)
		}
	}
}

// A vocabulary in which most rows are rare, and take part in few merges.
func TestRareRowsWaitForAMergeOfAll(t *testing.T) {
	text := words(5000, 20000)
	var workers, loaded []*Model
	for i := range 2 {
		m := newModelOf(t, Config{Dim: 3, Epochs: 2, Round: 100}, text, 5)
		if err := m.Shard(i, 2); err != nil {
			t.Fatal(err)
		}
		workers = append(workers, m)
	}
	merge := func(workers []*Model) {
		var deltas [][]float32
		for _, m := range workers {
			for !m.Due() {
				m.Train(1000)
			}
			deltas = append(deltas, m.Delta())
		}
		for _, m := range workers {
			if err := m.Merge(deltas...); err != nil {
				t.Fatal(err)
			}
		}
	}
	for round := 1; round < 2*localsgd.RareEvery-1; round++ {
		merge(workers)
		if got, want := same(workers[0], workers[1]), round%localsgd.RareEvery == 0; got != want {
			t.Errorf("after merge %d the shards agree: %v", round, got)
		}
	}
	for i, m := range workers {
		other := newModelOf(t, m.config, text, 5)
		if err := other.Shard(i, 2); err != nil {
			t.Fatal(err)
		}
		if err := other.Load(bytes.NewReader(saved(t, m))); err != nil {
			t.Fatal(err)
		}
		loaded = append(loaded, other)
	}
	for range 2 {
		merge(workers)
		merge(loaded)
	}
	if !same(workers[0], loaded[0]) || !same(workers[1], loaded[1]) {
		t.Error("saved between, they go on otherwise")
	}

	for !workers[0].Due() {
		workers[0].Train(1000)
	}
	if err := workers[0].Merge(workers[0].Delta(), []float32{.1, 1, 4999, 1, 1, 1, 0}); err == nil {
		t.Error("a rare row was taken too early")
	}
}

func TestBadDeltasAreRefused(t *testing.T) {
	m, other := begun(t, 0, 1000), begun(t, 1, 1000)
	before := saved(t, m)
	good := append([]float32(nil), other.Delta()...)
	with := func(i int, v float32) []float32 {
		bad := append([]float32(nil), good...)
		bad[i] = v
		return bad
	}
	nan := float32(math.NaN())
	for name, delta := range map[string][]float32{
		"empty": {}, "cut off": good[:len(good)-1], "longer": append(append([]float32(nil), good...), 1),
		"negative rates": with(0, -1), "no rates": with(0, nan),
		"count": with(1, 1e9), "negative count": with(1, -1), "no count": with(1, nan),
		"row": with(2, 10), "negative row": with(2, -1), "no row": with(2, nan),
		"half a row": with(2, .5), "row again": with(3, good[2]),
	} {
		if err := m.Merge(m.Delta(), delta); err == nil {
			t.Errorf("%s: the delta was taken", name)
		}
	}
	if err := m.Merge(m.Delta()); err == nil {
		t.Error("one delta of two was taken")
	}
	if !bytes.Equal(before, saved(t, m)) {
		t.Error("a refused delta changed the model")
	}
	if err := m.Merge(m.Delta(), good); err != nil {
		t.Fatal(err)
	}
	if err := m.Merge(m.Delta(), good); err == nil {
		t.Error("merged though no merge was due")
	}
}

func TestBadShardsAreNamed(t *testing.T) {
	text := sentences(3)
	for _, test := range []struct{ i, n int }{{0, 0}, {0, 4}, {-1, 2}, {2, 2}} {
		if err := newModelOf(t, Config{Dim: 2}, text, 1).Shard(test.i, test.n); err == nil {
			t.Errorf("shard %d of %d was taken", test.i, test.n)
		}
	}
	m := newModelOf(t, Config{Dim: 2}, text, 1)
	m.Train(1)
	if err := m.Shard(0, 2); err == nil {
		t.Error("a model that has begun became a shard")
	}
}

func TestSharesAreThoseOfTheWindowsTrained(t *testing.T) {
	text := words(40, 3000)
	eachKind(t, Config{Dim: 2, Window: 4, Sample: .05, Epochs: 10}, func(t *testing.T, c Config) {
		m := newModelOf(t, c, text, 3)
		ins, outs := make([]float64, m.In.Rows()), make([]float64, m.Out.Rows())
		windows := 0.
		for more := true; more; {
			m.context, m.targets = nil, nil
			if more = m.Train(1); m.context == nil {
				continue
			}
			windows++
			for _, id := range m.context {
				ins[id]++
			}
			for _, id := range m.targets {
				outs[id]++
			}
		}
		wantIn, wantOut := m.shares()
		compare := func(name string, got []float32, counts []float64) {
			var off, all float64
			for id, n := range counts {
				off += math.Abs(float64(got[id]) - n/windows)
				all += n / windows
			}
			if off > .1*all {
				t.Errorf("%s: %.3f of %.3f rows a window are off", name, off, all)
			}
		}
		compare("In", wantIn, ins)
		compare("Out", wantOut, outs)
	})
}
