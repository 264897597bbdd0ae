//go:build js

package main

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"nearspace/core/lab"
	"nearspace/core/project"
	"nearspace/core/space"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

// maps is how many a run may have.
const maps = 2

// view is what the frames of one of a run's maps show.
type view struct {
	asked   protocol.Project
	number  int // of the map
	space   string
	method  string
	mapping project.Projection
	seen    uint64    // version of the space that the map was last told of
	renewed time.Time // when that was
	awaited bool      // the last frame is not drawn yet
	fresh   bool      // there are coordinates that were not sent
	paused  bool
	told    time.Time // of the last map event
	stage   project.Stage
	settled bool
	grown   bool // its points came to where they are otherwise than from its start
}

// Maps of neighbours take a while to follow: while their run trains they are told
// of it every so often.
const renewEvery = 5 * time.Second

// unitsAtOnce is how much of a map is worked on between two looks at the clock.
const unitsAtOnce = 256

// live says that the map is made anew with each change of the space at once.
func (v *view) live() bool { return v.method == "live" }

// atRest says that there is nothing to do for a space of that version.
func (v *view) atRest(version uint64) bool {
	return v.paused || !v.fresh && version == v.seen && v.mapping.Settled()
}

// show begins, changes or ends the frames of a run.
func show(_ *engine, c *call) (any, error) {
	var args protocol.Project
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	if args.Map < 0 || args.Map >= maps {
		return nil, noMap(args.Map)
	}
	if args.Off {
		d.views[args.Map] = nil
		return nil, nil
	}
	if err := d.see(args); err != nil {
		return nil, err
	}
	go d.atRest()
	return nil, nil
}

// see begins the frames that an op asks for. A map is made from its start with each
// change of its settings: so it is what whoever has these settings gets.
func (d *driver) see(args protocol.Project) error {
	s, err := d.space(args.Space)
	if err != nil {
		return err
	}
	settings, err := mapSettings(s, args)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(kinds, func(k project.Kind) bool { return k.ID == args.Method }) {
		return &lab.AbsentError{What: "map", ID: args.Method}
	}
	mapping, err := kinds.New(args.Method, s.Dim(), settings)
	if err != nil {
		return err
	}
	d.views[args.Map] = &view{asked: args, number: args.Map, space: s.Name, method: args.Method, mapping: mapping, seen: s.Version()}
	return nil
}

// follows says that the map goes on with a space that took the place of its own: it
// looks at nothing but the rows, and those that it knows are still the first. Of a
// map by labels or along axes the rows are not all there is.
func (v *view) follows(before, now *space.Space) bool {
	if before == nil || v.asked.Column != "" || v.method == "axes" || before.Dim() != now.Dim() {
		return false
	}
	known := before.Labels()
	return len(known) <= now.Len() && slices.Equal(known, now.Labels()[:len(known)])
}

// named returns the space of a name, or nil.
func named(spaces []*space.Space, name string) *space.Space {
	for _, s := range spaces {
		if s.Name == name {
			return s
		}
	}
	return nil
}

// seeAnew has the frames show the run's spaces when they are others than before: go
// on where they only have more rows, and else begin anew.
func (d *driver) seeAnew(shown []*space.Space) {
	for i, before := range d.views {
		if before == nil {
			continue
		}
		if now := named(d.shown, before.space); now != nil && before.follows(named(shown, before.space), now) {
			before.seen = now.Version()
			before.goOn()
			continue
		}
		if err := d.see(before.asked); err != nil {
			p := problem("project", err)
			d.engine.send("map", protocol.MapEvent{Run: d.id, Map: i, Space: before.space, Problem: &p})
			d.views[i] = nil
			continue
		}
		d.views[i].paused = before.paused
	}
}

// mapSettings are what an op says of a map.
func mapSettings(s *space.Space, args protocol.Project) (project.Settings, error) {
	settings := project.Settings{Dimensions: args.Dimensions, Seed: 1, Space: s}
	fields := reflect.ValueOf(&settings).Elem()
	field := func(name string) (reflect.Value, error) {
		for i := range fields.NumField() {
			if fields.Type().Field(i).Tag.Get("json") == name {
				return fields.Field(i), nil
			}
		}
		return reflect.Value{}, &lab.UnknownError{What: "setting", ID: name}
	}
	wrong := func(name, want string, got any) error {
		return &bridge.FieldError{Path: "project." + name, Want: want, Got: fmt.Sprint(got)}
	}
	for name, x := range args.Numbers {
		f, err := field(name)
		if err != nil {
			return settings, err
		}
		switch f.Kind() {
		case reflect.Int:
			f.SetInt(int64(x))
		case reflect.Float64:
			f.SetFloat(x)
		case reflect.Bool:
			f.SetBool(x != 0)
		default:
			return settings, wrong(name, "a text", x)
		}
	}
	for name, x := range args.Texts {
		f, err := field(name)
		if err != nil {
			return settings, err
		}
		if f.Kind() != reflect.String {
			return settings, wrong(name, "a number", x)
		}
		f.SetString(x)
	}
	settings.Columns = append(settings.Columns, args.Columns...)
	if args.Column != "" {
		categories, ok := s.Column(args.Column).(space.Categories)
		if !ok {
			return settings, &lab.UnknownError{What: "column", ID: args.Column}
		}
		settings.Labels = categories.Codes
	}
	for _, axis := range args.Axes {
		from, to, ok := strings.Cut(axis, "|")
		if strings.Trim(axis, "| ") == "" {
			settings.Poles = append(settings.Poles, project.Poles{})
			continue
		}
		if !ok {
			return settings, wrong("axes", "end | end", axis)
		}
		a, err := endOf(s, from)
		if err != nil {
			return settings, err
		}
		b, err := endOf(s, to)
		if err != nil {
			return settings, err
		}
		settings.Poles = append(settings.Poles, project.Poles{From: a, To: b})
	}
	return settings, nil
}

// endOf returns the rows of an end of an axis: of words, or by number after an @.
func endOf(s *space.Space, end string) ([]int, error) {
	numbers, ok := strings.CutPrefix(strings.TrimSpace(end), "@")
	if !ok {
		return s.FindAll(lab.LabelsOf(end))
	}
	var rows []int
	for _, number := range strings.Fields(numbers) {
		row, err := strconv.Atoi(number)
		if err != nil || !s.Has(row) {
			return nil, &bridge.FieldError{Path: "project.axes", Want: fmt.Sprintf("rows from 0 to %d", s.Len()-1), Got: number}
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// steer stops the map, lets it go on, or shakes it.
func steer(_ *engine, c *call) (any, error) {
	var args protocol.Steer
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	v, err := d.view(args.Map)
	if err != nil {
		return nil, err
	}
	v.paused = args.Pause
	if rounds, ok := v.mapping.(interface{ GoOn(int) }); ok && args.Rounds > 0 {
		rounds.GoOn(args.Rounds)
		v.grown = true
	}
	if shaken, ok := v.mapping.(interface{ Perturb(float64) }); ok && args.Perturb > 0 {
		shaken.Perturb(args.Perturb)
		v.grown = true
	}
	go d.atRest()
	return nil, nil
}

// drawn lets the next frame come.
func drawn(_ *engine, c *call) (any, error) {
	var args protocol.Drawn
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	if v, err := d.view(args.Map); err == nil && args.Version == d.sent[v.number] {
		v.awaited = false
		go d.atRest()
	}
	return nil, nil
}

// view returns one of the maps that there are.
func (d *driver) view(number int) (*view, error) {
	if number < 0 || number >= maps || d.views[number] == nil {
		return nil, noMap(number)
	}
	return d.views[number], nil
}

func noMap(number int) error { return &lab.UnknownError{What: "map", ID: fmt.Sprint(number)} }

// show works on the next frame of each map for about budget, and sends it when it is
// done and the last one was drawn.
func (d *driver) show(budget time.Duration) {
	for _, v := range d.views {
		if v != nil && !v.paused && !(v.awaited && v.live()) {
			d.draw(v, budget)
		}
	}
}

func (d *driver) draw(v *view, budget time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, err := d.space(v.space)
	if err != nil {
		return
	}
	v.renew(s.Version(), d.state == running)
	for start := time.Now(); !v.mapping.Settled() && time.Since(start) < budget; {
		frame, err := v.mapping.Step(s.Vectors(), unitsAtOnce)
		if err != nil {
			p := problem("project", err)
			d.engine.send("map", protocol.MapEvent{Run: d.id, Map: v.number, Space: v.space, Problem: &p})
			d.views[v.number] = nil
			return
		}
		if frame {
			v.fresh = true
			if v.live() || !v.awaited {
				break
			}
		}
	}
	d.tellMap(v, s)
}

// renew tells the map of a space that has changed: a live one at the end of each
// of its rounds, another now and then.
func (v *view) renew(version uint64, training bool) {
	if version == v.seen || v.live() && !v.mapping.Settled() {
		return
	}
	if !v.live() && training && time.Since(v.renewed) < renewEvery {
		return
	}
	v.seen, v.renewed = version, time.Now()
	v.goOn()
}

// goOn has the map go on with other rows from where its points are.
func (v *view) goOn() {
	v.grown = v.grown || len(v.mapping.Coordinates()) > 0
	v.mapping.Renew()
}

// tellMap sends what is new of the map.
func (d *driver) tellMap(v *view, s *space.Space) {
	if v.fresh && !v.awaited && len(v.mapping.Coordinates()) == s.Len()*v.mapping.Dimensions() {
		v.fresh, v.awaited = false, true
		d.sent[v.number]++
		var explained []float32
		if shares, ok := v.mapping.(interface{ Explained() []float64 }); ok {
			for _, x := range shares.Explained() {
				explained = append(explained, float32(x))
			}
		}
		d.engine.send("frame", protocol.FrameEvent{
			Run: d.id, Map: v.number, Space: s.Name, Version: d.sent[v.number], Reports: d.last.Reports,
			Dimensions: v.mapping.Dimensions(), Coordinates: v.mapping.Coordinates(), Explained: explained,
		})
	}
	stage, settled := v.mapping.Stage(), v.mapping.Settled()
	if v.live() || stage == v.stage && settled == v.settled || !settled && stage.ID == v.stage.ID && time.Since(v.told) < 100*time.Millisecond {
		return
	}
	v.stage, v.settled, v.told = stage, settled, time.Now()
	version := d.sent[v.number]
	if v.fresh {
		version++ // once what there is has been drawn
	}
	d.engine.send("map", protocol.MapEvent{Run: d.id, Map: v.number, Space: v.space, Version: version, Stage: stage.ID, Done: stage.Done, Total: stage.Total, Settled: settled, Grown: v.grown})
}

// settle works on the maps of a run at rest, whichever they are by then, until
// there is nothing left to do, or the page must first draw what there is.
func (d *driver) settle() {
	for d.state != running && d.unsettled() {
		d.show(slice / 2)
		yield()
	}
}

func (d *driver) unsettled() bool {
	for _, v := range d.views {
		if v == nil {
			continue
		}
		s, err := d.space(v.space)
		if err == nil && !v.atRest(s.Version()) && !(v.awaited && (v.live() || v.mapping.Settled())) {
			return true
		}
	}
	return false
}

// atRest works on the maps of a run that nobody drives.
func (d *driver) atRest() {
	defer d.engine.recover(&call{run: d.id})
	if !d.busy {
		d.busy = true
		defer func() { d.busy = false }()
		d.settle()
	}
}
