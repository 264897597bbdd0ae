//go:build js

package main

import (
	"slices"
	"sync"
	"time"

	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/wasm/engine/protocol"
)

// States of a run.
const (
	ready   = "ready"
	running = "running"
	paused  = "paused"
	ended   = "ended"
	failed  = "failed"
)

// driver is one run and who drives it.
type driver struct {
	id     int
	labID  string
	lab    lab.Lab
	engine *engine

	mu      sync.Mutex // held while the run is worked on
	run     lab.Run
	state   string
	until   int  // report to stop at; 0: the end
	busy    bool // a goroutine drives
	last    lab.Progress
	points  []float32 // of the curves, not sent yet
	problem *protocol.Problem
	told    time.Time      // of the last progress event
	shown   []*space.Space // that were sent

	views   [maps]*view            // nil: none
	sent    [maps]int              // frames of each map, whichever view they showed
	grouped map[string]string      // by space, the column of its groups
	known   map[string]space.Known // of the spaces, before anything was joined to them

	sharded   lab.Sharded   // nil: the run has no other shards
	handedOut bool          // its delta was sent
	deltas    [][]float32   // of all shards, in the last merge
	merged    chan struct{} // closed when there is no more to wait for; nil: nobody waits
}

func (d *driver) status() protocol.State {
	return protocol.State{State: d.state, Progress: d.last, Problem: d.problem}
}

// drive trains until stop says so or the run is paused, ends or fails. One
// goroutine drives a run at a time; another waits, and finds the run at rest.
func (d *driver) drive(stop func() bool) {
	for d.busy {
		yield()
	}
	d.busy = true
	defer func() { d.busy = false }()
	defer d.engine.recover(&call{run: d.id})
	for d.state == running && !stop() {
		d.step(stop)
		d.tell(d.state != running)
		d.show(slice / 6)
		d.exchange()
		yield()
	}
	if d.state == running {
		d.state = paused
	}
	d.tell(true)
	d.settle()
}

// step works one slice, or until stop says so. A run's Step ends at each report,
// so that it stops exactly where it shall.
func (d *driver) step(stop func() bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for start := time.Now(); ; {
		p, err := d.run.Step(slice - time.Since(start))
		if err != nil {
			d.fail(err)
			return
		}
		d.note(p)
		if p.End {
			d.state = ended
		}
		if p.End || d.until > 0 && p.Reports >= d.until || time.Since(start) >= slice || d.state != running || d.waits() || stop() {
			return
		}
	}
}

// note keeps the progress, and a point of the curves for each new report.
func (d *driver) note(p lab.Progress) {
	if p.Reports > d.last.Reports && len(p.Losses) > 0 {
		d.points = append(d.points, float32(p.Reports), float32(p.Rate))
		for _, l := range p.Losses {
			d.points = append(d.points, float32(l.Value))
		}
	}
	d.last = p
}

// waits says that a shard has nothing to do before it is told what all have changed.
func (d *driver) waits() bool { return d.sharded != nil && d.sharded.Due() }

// exchange hands out what a shard that is due has changed, and waits until it
// was told what all have, or is stopped.
func (d *driver) exchange() {
	if d.state != running || !d.waits() {
		return
	}
	if !d.handedOut {
		d.handedOut = true
		d.engine.send("delta", protocol.DeltaEvent{Run: d.id, Values: d.sharded.Delta()})
	}
	d.merged = make(chan struct{})
	<-d.merged
}

// stopWaiting lets exchange go on.
func (d *driver) stopWaiting() {
	if d.merged != nil {
		close(d.merged)
		d.merged = nil
	}
}

func (d *driver) fail(err error) {
	p := problem("run", err)
	d.state, d.problem = failed, &p
}

// tell sends progress five times a second, which is as often as one reads it, or now, and the spaces when there are
// any, or others.
func (d *driver) tell(now bool) {
	if spaces := d.run.Spaces(); !slices.Equal(spaces, d.shown) {
		before := d.shown
		d.shown = slices.Clone(spaces)
		for _, s := range spaces {
			d.tellSpace(s)
		}
		d.seeAnew(before)
	}
	if !now && time.Since(d.told) < 200*time.Millisecond {
		return
	}
	d.told = time.Now()
	points := d.points
	d.points = nil
	if d.state == ended || d.state == failed {
		d.engine.send("state", protocol.StateEvent{Run: d.id, State: d.status(), Points: points})
		return
	}
	d.engine.send("progress", protocol.ProgressEvent{Run: d.id, State: d.state, Progress: d.last, Points: points})
}

func stringsOf(list []string) protocol.Strings {
	var s protocol.Strings
	s.Offsets = append(s.Offsets, 0)
	for _, text := range list {
		s.Bytes = append(s.Bytes, text...)
		s.Offsets = append(s.Offsets, uint32(len(s.Bytes)))
	}
	return s
}

func (d *driver) space(name string) (*space.Space, error) {
	spaces := d.run.Spaces()
	if len(spaces) == 0 {
		return nil, lab.ErrNotReady
	}
	if name == "" {
		return spaces[0], nil
	}
	for _, s := range spaces {
		if s.Name == name {
			return s, nil
		}
	}
	return nil, &lab.UnknownError{What: "space", ID: name}
}
