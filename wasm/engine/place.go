//go:build js && !first

package main

import (
	"fmt"
	"syscall/js"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/project"
	"nearspace/core/space"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

var placing = lab.Phase{ID: "place", Title: lab.Text{En: "Placing points on the map", Zh: "在地图上放置点"}, Unit: lab.Text{En: "steps", Zh: "步"}}

// place finds where further vectors are on a map. Training goes on, and so does the
// map: it is placed on as it was when that began.
func place(_ *engine, c *call) (any, error) {
	var args protocol.Place
	d, err := c.decode(&args, "file")
	if err != nil {
		return nil, err
	}
	var s *space.Space // of a file
	if file := c.args.Get("file"); !file.IsUndefined() {
		if s, err = c.vectors(args.Name, file); err != nil {
			return nil, err
		}
	}
	v, placement, placed, err := d.place(c, args, s)
	if err != nil {
		return nil, err
	}
	for done := false; !done; {
		d.mu.Lock()
		done, err = placement.Step(unitsAtOnce)
		d.mu.Unlock()
		if err != nil {
			return nil, err
		}
		at := placement.Stage()
		c.tell(placing, float64(at.Done), float64(at.Total))
		if err := c.pace(); err != nil {
			return nil, err
		}
	}
	if d.views[args.Map] != v { // another map is shown by now
		return nil, lab.ErrNotReady
	}
	placed.Coordinates = placement.Coordinates()
	return placed, nil
}

// place begins to place what is asked for, the rows of a space or a query's vector.
func (d *driver) place(c *call, args protocol.Place, rows *space.Space) (*view, *project.Placement, protocol.Placed, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var placed protocol.Placed
	v, err := d.view(args.Map)
	if err != nil {
		return nil, nil, placed, err
	}
	m, ok := v.mapping.(project.Placer)
	if !ok {
		return nil, nil, placed, &lab.AbsentError{What: "op", ID: "place"}
	}
	placed = protocol.Placed{Space: v.space, Version: d.sent[v.number], Dimensions: m.Dimensions(), Of: 1}
	var x blas32.General
	if rows != nil {
		x, placed.Of = rows.Vectors(), rows.Len()
		x.Rows = max(0, min(x.Rows, args.Most))
		placed.Labels = stringsOf(rows.Labels()[:x.Rows])
	} else {
		answer, err := d.run.Ask(args.Query, c.pace)
		if err != nil {
			return nil, nil, placed, err
		}
		if answer.Vector == nil || answer.Vector.Space != v.space {
			return nil, nil, placed, lab.ErrNoVector
		}
		numbers := answer.Vector.Of(m.ByDirection())
		x = blas32.General{Rows: 1, Cols: len(numbers), Stride: len(numbers), Data: numbers}
		placed.Labels = stringsOf([]string{answer.Vector.Label})
	}
	placement, err := m.Place(x)
	return v, placement, placed, err
}

// vectors reads a file of vectors.
func (c *call) vectors(name string, file js.Value) (*space.Space, error) {
	if !file.InstanceOf(jsBlob) {
		return nil, &bridge.FieldError{Path: "place.file", Want: "a file", Got: file.Type().String()}
	}
	size := file.Get("size").Int()
	if int64(size) > dataset.MaxBytes {
		return nil, &dataset.SizeError{Bytes: int64(size), Max: dataset.MaxBytes}
	}
	reading, err := lab.NewVectorReading(source(protocol.Data{Name: name, Kind: dataset.KindVectors, Bytes: size}, file))
	if err != nil {
		return nil, err
	}
	for {
		s, err := reading.Unit()
		if err != nil {
			return nil, fmt.Errorf("place rows of %s: %w", name, err)
		}
		if s != nil {
			return s, nil
		}
		done, total := reading.Reach()
		c.tell(reading.Phase(), done, total)
		if err := c.pace(); err != nil {
			return nil, err
		}
	}
}

// tell sends how far a request is, now and then.
func (c *call) tell(p lab.Phase, done, total float64) {
	if c.rest.due() {
		c.engine.send("progress", protocol.ProgressEvent{Request: c.id, State: running, Progress: lab.Progress{
			Phase: p.ID, Title: p.Title, Unit: p.Unit, Done: done, Total: total,
		}})
	}
}
