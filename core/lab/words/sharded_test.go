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
// length.
func together(t *testing.T, n int, budget func(i int) time.Duration, change func(*Params)) []lab.Sharded {
	t.Helper()
	return labtest.Together(t, n, func(i int) lab.Run {
		s := courseSetup(func(p *Params) {
			p.Workers = n
			change(p)
		})
		s.Data = labtest.Text(story(1000))
		s.Shard = i
		return start(t, s)
	}, budget)
}

func TestShardsLearnTogether(t *testing.T) {
	for name, change := range families {
		t.Run(name, func(t *testing.T) { learnTogether(t, change) })
	}
}

func learnTogether(t *testing.T, change func(*Params)) {
	hour := func(int) time.Duration { return time.Hour }
	shards := together(t, 2, hour, change)
	again := together(t, 2, func(i int) time.Duration { return time.Duration(i) * time.Hour }, change)
	labtest.Agree(t, append(shards, again...)...)
	answer, err := shards[1].Ask(lab.NewQuery("neighbors", "word", "cat", "count", "2"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	for _, item := range answer.Parts[0].(lab.Ranking).Items {
		if item.Label != "dog" && item.Label != "fox" {
			t.Errorf("%s is near cat", item.Label)
		}
	}
	first := shards[0].(*run)
	if p := first.clock.Progress(first); p.Done != p.Total || p.Reports == 0 {
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
