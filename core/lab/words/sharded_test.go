package words

import (
	"bytes"
	"errors"
	"slices"
	"testing"
	"time"

	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// together trains the shards of a run to the end, each in slices of its own
// length, and returns them.
func together(t *testing.T, n int, budget func(i int) time.Duration, change func(*Params)) []*run {
	t.Helper()
	shards := make([]*run, n)
	for i := range shards {
		s := courseSetup(func(p *Params) {
			p.Workers = n
			change(p)
		})
		s.Data = labtest.Text(story(1000))
		s.Shard = i
		shards[i] = start(t, s)
		if shards[i].Shards() != n {
			t.Fatalf("%d shards, want %d", shards[i].Shards(), n)
		}
	}
	for round := 0; ; round++ {
		deltas := make([][]float32, n)
		ended := 0
		for i, r := range shards {
			for !r.Due() {
				p, err := r.Step(budget(i))
				if err != nil {
					t.Fatal(err)
				}
				if p.End {
					ended++
					break
				}
			}
			deltas[i] = slices.Clone(r.Delta())
		}
		if ended > 0 {
			if ended != n || round < 1 {
				t.Fatalf("%d of %d ended after %d rounds", ended, n, round)
			}
			return shards
		}
		for _, r := range shards {
			if err := r.Merge(deltas...); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestShardsLearnTogether(t *testing.T) {
	hour := func(int) time.Duration { return time.Hour }
	shards := together(t, 2, hour, func(*Params) {})
	again := together(t, 2, func(i int) time.Duration { return time.Duration(i) * time.Hour }, func(*Params) {})
	for k := range shards[0].spaces {
		want := shards[0].spaces[k].Vectors().Data
		if !slices.Equal(shards[1].spaces[k].Vectors().Data, want) || !slices.Equal(again[0].spaces[k].Vectors().Data, want) {
			t.Errorf("the spaces %s differ", shards[0].spaces[k].Name)
		}
	}
	answer, err := shards[1].Ask(lab.NewQuery("neighbors", "word", "cat", "count", "2"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range answer.Parts[0].(lab.Ranking).Items {
		if item.Label != "dog" && item.Label != "fox" {
			t.Errorf("%s is near cat", item.Label)
		}
	}
	if p := shards[0].clock.Progress(shards[0]); p.Done != p.Total || p.Reports == 0 {
		t.Errorf("progress %+v", p)
	}
}

func TestAShardsSaveIsItsOwn(t *testing.T) {
	part := func(i int) lab.Setup {
		s := setup(story(1000), func(p *Params) { p.Workers = 2 })
		s.Shard = i
		return s
	}
	r := start(t, part(1))
	for !r.Due() {
		if _, err := r.Step(time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := r.Save(&file); err != nil {
		t.Fatal(err)
	}
	want := slices.Clone(r.Delta())
	resumed := start(t, part(1))
	if err := resumed.Load(bytes.NewReader(file.Bytes())); err != nil {
		t.Fatal(err)
	}
	for resumed.spaces == nil {
		if _, err := resumed.Step(time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if !resumed.Due() || !slices.Equal(resumed.Delta(), want) {
		t.Error("the resumed shard has changed something else")
	}

	other := start(t, part(0))
	if err := other.Load(bytes.NewReader(file.Bytes())); err != nil {
		t.Fatal(err)
	}
	var err error
	for err == nil && other.spaces == nil {
		_, err = other.Step(time.Hour)
	}
	var damaged *lab.DamagedSaveError
	if !errors.As(err, &damaged) {
		t.Errorf("another shard took it: %v", err)
	}
	var argument *lab.ArgumentError
	if _, err := (Words{}).Start(part(2)); !errors.As(err, &argument) || argument.Name != "shard" {
		t.Errorf("a third of two shards: %v", err)
	}
}
