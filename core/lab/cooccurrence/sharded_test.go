package cooccurrence

import (
	"testing"
	"time"

	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

func TestShardsFitTogether(t *testing.T) {
	part := func(i int) lab.Run {
		s := setup(story(200), func(p *Params) { p.Workers = 2 })
		s.Shard = i
		return start(t, s)
	}
	shards := labtest.Together(t, 2, part, func(int) time.Duration { return time.Hour })
	again := labtest.Together(t, 2, part, func(i int) time.Duration { return time.Duration(i) * time.Hour })
	labtest.Agree(t, append(shards, again...)...)
	if p, err := shards[1].Step(time.Hour); err != nil || p.Done != p.Total || p.Reports == 0 {
		t.Errorf("progress %+v, %v", p, err)
	}
}

func TestAShardGoesOnFromItsSave(t *testing.T) {
	labtest.GoesOn(t, func(i int) lab.Run {
		s := setup(story(200), func(p *Params) { p.Workers = 2 })
		s.Shard = i
		return start(t, s)
	})
}
