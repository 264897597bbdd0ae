//go:build js

package main

import (
	"bytes"
	"errors"
	"fmt"
	"syscall/js"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/vec"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

// ops are the requests by name.
var ops map[string]func(*engine, *call) (any, error)

func init() {
	ops = map[string]func(*engine, *call) (any, error){
		"labs": labs, "start": start, "prepare": prepare, "run": run, "pause": pause,
		"step": step, "set": set, "ask": ask, "complete": complete, "trace": trace, "matrix": matrix, "scores": scores, "project": show,
		"drawn": drawn, "steer": steer, "save": save, "stop": stop, "cancel": cancel,
	}
}

func (c *call) driver() (*driver, error) {
	d := c.engine.runs[c.run]
	if d == nil {
		return nil, &lab.UnknownError{What: "run", ID: fmt.Sprint(c.run)}
	}
	return d, nil
}

// decode reads the call's arguments and finds its run.
func (c *call) decode(dst any, extra ...string) (*driver, error) {
	if err := bridge.Decode(c.args, dst, c.op, extra...); err != nil {
		return nil, err
	}
	return c.driver()
}

// withRun reads the call's arguments, nil: none, and does something with its run,
// which is not worked on meanwhile.
func (c *call) withRun(args any, do func(*driver) (any, error), extra ...string) (any, error) {
	if args != nil {
		if err := bridge.Decode(c.args, args, c.op, extra...); err != nil {
			return nil, err
		}
	}
	d, err := c.driver()
	if err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return do(d)
}

// withSpace is withRun for a space, whose name is among the arguments.
func (c *call) withSpace(args any, name *string, do func(*driver, *space.Space) (any, error), extra ...string) (any, error) {
	return c.withRun(args, func(d *driver) (any, error) {
		s, err := d.space(*name)
		if err != nil {
			return nil, err
		}
		return do(d, s)
	}, extra...)
}

func labs(*engine, *call) (any, error) {
	all := protocol.Labs{Version: protocol.Version, Build: lab.Build, Variant: vec.Variant, Maps: kinds.Methods()}
	for _, l := range lab.All() {
		p := l.Params()
		all.Labs = append(all.Labs, protocol.LabInfo{Description: l.Describe(), Fields: p.Fields(), Defaults: p})
	}
	return all, nil
}

func inspect(e *engine, c *call) (any, error) {
	var args protocol.Inspect
	if err := bridge.Decode(c.args, &args, c.op, "file"); err != nil {
		return nil, err
	}
	file := c.args.Get("file")
	if !file.InstanceOf(jsBlob) {
		return nil, &bridge.FieldError{Path: "inspect.file", Want: "a file", Got: file.Type().String()}
	}
	size := file.Get("size").Int()
	data := source(protocol.Data{Name: args.Name, Kind: dataset.KindText, Bytes: size}, file)
	report, err := dataset.Inspect(data, func(done int64) error {
		if c.rest.due() {
			e.send("progress", protocol.ProgressEvent{Request: c.id, State: running, Progress: lab.Progress{
				Phase: "inspect", Title: lab.Text{En: "Checking the file", Zh: "检查文件"}, Unit: lab.Text{En: "bytes", Zh: "字节"},
				Done: float64(done), Total: float64(size),
			}})
		}
		return c.pace()
	})
	if err != nil {
		return nil, err
	}
	found := protocol.Inspected{Kind: report.Kind, Hash: report.Hash, Bytes: int(report.Bytes), Lines: report.Lines, Start: report.Start, Column: report.Column}
	for _, a := range report.Arrays {
		found.Arrays = append(found.Arrays, protocol.FileArray{Name: a.Name, Rows: a.Shape[0], Dim: a.Shape[1]})
	}
	return found, nil
}

func start(e *engine, c *call) (any, error) {
	var args protocol.Start
	extra := []string{"params", "save", "file", "files"}
	if err := bridge.Decode(c.args, &args, c.op, extra...); err != nil {
		return nil, err
	}
	l, err := lab.Find(args.Lab)
	if err != nil {
		return nil, err
	}
	params := l.Params()
	if err := bridge.Decode(c.args.Get("params"), params, c.op+".params"); err != nil {
		return nil, err
	}
	if args.Seed < 0 {
		return nil, &bridge.FieldError{Path: "start.seed", Want: "a number from 0", Got: fmt.Sprint(args.Seed)}
	}
	files, err := furtherFiles(c.args.Get("files"))
	if err != nil {
		return nil, err
	}
	r, err := l.Start(lab.Setup{Data: source(args.Data, c.args.Get("file")), Files: files, Params: params, Seed: uint64(args.Seed), Segmenter: segmenter(), Shard: args.Shard})
	if err != nil {
		return nil, err
	}
	if saved := c.args.Get("save"); !saved.IsUndefined() && !saved.IsNull() {
		if err := r.Load(bytes.NewReader(bridge.Bytes(saved))); err != nil {
			return nil, err
		}
	}
	id := c.run
	if id == 0 {
		id = e.last + 1
	} else if e.runs[id] != nil {
		return nil, &bridge.FieldError{Path: "start.run", Want: "the number of no run", Got: fmt.Sprint(id)}
	}
	e.last = max(e.last, id)
	d := &driver{id: id, labID: args.Lab, lab: l, engine: e, run: r, state: ready}
	shards := 1
	if sharded, ok := r.(lab.Sharded); ok && sharded.Shards() > 1 {
		d.sharded, shards = sharded, sharded.Shards()
		if ops["merge"] == nil {
			return nil, &lab.AbsentError{What: "op", ID: "merge"}
		}
	}
	e.runs[id] = d
	return protocol.Started{Run: id, Shards: shards}, nil
}

// furtherFiles is the data that parameters name.
func furtherFiles(list js.Value) ([]dataset.Source, error) {
	if list.IsUndefined() {
		return nil, nil
	}
	if !list.InstanceOf(js.Global().Get("Array")) {
		return nil, &bridge.FieldError{Path: "start.files", Want: "a list", Got: list.Type().String()}
	}
	files := make([]dataset.Source, list.Length())
	for i := range files {
		var data protocol.Data
		if err := bridge.Decode(list.Index(i), &data, fmt.Sprintf("start.files[%d]", i), "file"); err != nil {
			return nil, err
		}
		files[i] = source(data, list.Index(i).Get("file"))
	}
	return files, nil
}

// prepare drives a run until it has its spaces, and waits for that.
func prepare(_ *engine, c *call) (any, error) {
	d, err := c.driver()
	if err != nil {
		return nil, err
	}
	if d.state == ready || d.state == paused {
		d.state, d.until = running, 0
		d.drive(func() bool { return c.cancelled || len(d.run.Spaces()) > 0 })
		if d.state == paused {
			d.state = ready
		}
	}
	return d.status(), nil
}

func run(_ *engine, c *call) (any, error) {
	var args protocol.Run
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	if d.state == ended || d.state == failed {
		return d.status(), nil
	}
	d.state, d.until = running, args.Until
	go d.drive(func() bool { return d.until > 0 && d.last.Reports >= d.until })
	return d.status(), nil
}

func pause(_ *engine, c *call) (any, error) {
	d, err := c.driver()
	if err != nil {
		return nil, err
	}
	if d.state == running {
		d.state = paused
		d.stopWaiting()
	}
	return d.status(), nil
}

// step trains to the next report.
func step(_ *engine, c *call) (any, error) {
	d, err := c.driver()
	if err != nil {
		return nil, err
	}
	if d.state == ready || d.state == paused {
		d.state, d.until = running, d.last.Reports+1
		d.drive(func() bool { return c.cancelled || d.last.Reports >= d.until })
	}
	return d.status(), nil
}

// merge gives a shard what all have changed.
func merge(_ *engine, c *call) (any, error) {
	return c.withRun(nil, func(d *driver) (any, error) {
		arrays := c.args.Get("deltas")
		if d.sharded == nil || !arrays.InstanceOf(js.Global().Get("Array")) {
			return nil, &bridge.FieldError{Path: "merge.deltas", Want: "those of a run that has shards", Got: arrays.Type().String()}
		}
		if len(d.deltas) != arrays.Length() {
			d.deltas = make([][]float32, arrays.Length())
		}
		for i := range d.deltas {
			if delta := arrays.Index(i); delta.IsNull() {
				d.deltas[i] = nil
			} else {
				d.deltas[i] = bridge.Float32s(d.deltas[i], delta)
			}
		}
		if err := d.sharded.Merge(d.deltas...); err != nil {
			return nil, err
		}
		d.handedOut = false
		d.stopWaiting()
		return nil, nil
	})
}

func set(_ *engine, c *call) (any, error) {
	return c.withRun(&protocol.Set{}, func(d *driver) (any, error) {
		params := d.lab.Params()
		if err := bridge.Decode(c.args.Get("params"), params, c.op+".params"); err != nil {
			return nil, err
		}
		return nil, d.run.Set(params)
	}, "params")
}

func ask(_ *engine, c *call) (any, error) {
	var args protocol.Ask
	d, err := c.decode(&args)
	if err != nil {
		return nil, err
	}
	if err := c.prepare(d, args.Query); err != nil {
		return nil, err
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	query := args.Query
	if beside := c.engine.runs[args.Beside]; beside != nil {
		query = query.Beside(beside.run.Spaces())
	}
	answer, err := d.run.Ask(query, c.pace)
	if err != nil {
		return nil, err
	}
	return answer, nil
}

// prepare has a run do what a question wants first. Between the pieces of that the
// run may be worked on.
func (c *call) prepare(d *driver, q lab.Query) error {
	for run, ok := d.run.(lab.Preparing); ok; {
		d.mu.Lock()
		p, err := run.Prepare(q, slice/2)
		d.mu.Unlock()
		if err != nil || p.End {
			return err
		}
		if c.rest.due() {
			c.engine.send("progress", protocol.ProgressEvent{Request: c.id, State: running, Progress: p})
		}
		if err := c.pace(); err != nil {
			return err
		}
	}
	return nil
}

func complete(_ *engine, c *call) (any, error) {
	var args protocol.Complete
	return c.withSpace(&args, &args.Space, func(_ *driver, s *space.Space) (any, error) {
		var found protocol.Completed
		for _, id := range s.Complete(args.Prefix, max(0, min(args.Limit, 100))) {
			found.Labels = append(found.Labels, s.Label(id))
			found.Rows = append(found.Rows, int32(id))
		}
		return found, nil
	})
}

func trace(_ *engine, c *call) (any, error) {
	var args protocol.Look
	return c.withRun(&args, func(d *driver) (any, error) { return d.run.Trace(args.Pick) })
}

// mostRows is how many rows one request may ask for.
const mostRows = 4096

// matrix copies rows of a space.
func matrix(_ *engine, c *call) (any, error) {
	var args protocol.Region
	return c.withSpace(&args, &args.Space, func(_ *driver, s *space.Space) (any, error) {
		if args.From < 0 || args.From >= s.Len() {
			return nil, &bridge.FieldError{Path: "matrix.from", Want: fmt.Sprintf("a row from 0 to %d", s.Len()-1), Got: fmt.Sprint(args.From)}
		}
		if args.Count < 1 || args.Count > mostRows {
			return nil, &bridge.FieldError{Path: "matrix.count", Want: fmt.Sprintf("a number from 1 to %d", mostRows), Got: fmt.Sprint(args.Count)}
		}
		rows := protocol.Rows{Total: s.Len(), Dim: s.Dim(), From: args.From, Version: int(s.Version())}
		for i := args.From; i < min(args.From+args.Count, s.Len()); i++ {
			rows.Values = append(rows.Values, s.Row(i)...)
		}
		return rows, nil
	})
}

// scores compares all rows of a space with one of them.
func scores(_ *engine, c *call) (any, error) {
	var args protocol.Near
	return c.withSpace(&args, &args.Space, func(_ *driver, s *space.Space) (any, error) {
		if !s.Has(args.Row) {
			return nil, &bridge.FieldError{Path: "scores.row", Want: fmt.Sprintf("a row from 0 to %d", s.Len()-1), Got: fmt.Sprint(args.Row)}
		}
		metric := space.Metric(args.Metric)
		if metric != space.Cosine && metric != space.Dot && metric != space.Euclidean {
			return nil, &lab.UnknownError{What: "metric", ID: args.Metric}
		}
		found := protocol.Scores{Values: make([]float32, s.Len())}
		for from := 0; from < s.Len(); from += mostRows {
			s.ScoresWith(found.Values[from:min(from+mostRows, s.Len())], from, s.Row(args.Row), metric)
			if err := c.pace(); err != nil {
				return nil, err
			}
		}
		return found, nil
	})
}

func save(_ *engine, c *call) (any, error) {
	return c.withRun(nil, func(d *driver) (any, error) {
		w := &pieces{pace: c.pace}
		if err := d.run.Save(w); err != nil {
			return nil, err
		}
		return saved{append(w.full, bridge.Uint8Array(w.last)), d.last}, nil
	})
}

// saved is a protocol.Saved whose pieces have left Go already.
type saved struct {
	Pieces   []js.Value   `json:"pieces"`
	Progress lab.Progress `json:"progress"`
}

// pieces hands what is written on to JavaScript piece by piece and rests
// between, since a large save copied at once would hold up a pause.
type pieces struct {
	pace lab.Pace
	last []byte
	full []js.Value
}

func (w *pieces) Write(p []byte) (int, error) {
	const size = 1 << 18
	w.last = append(w.last, p...)
	if len(w.last) < size {
		return len(p), nil
	}
	w.full = append(w.full, bridge.Uint8Array(w.last))
	w.last = w.last[:0]
	return len(p), w.pace()
}

func stop(e *engine, c *call) (any, error) {
	d, err := c.driver()
	if err != nil {
		return nil, err
	}
	d.state, d.views = paused, [maps]*view{}
	d.stopWaiting()
	delete(e.runs, d.id)
	return nil, nil
}

func cancel(e *engine, c *call) (any, error) {
	var args protocol.Cancel
	if err := bridge.Decode(c.args, &args, c.op); err != nil {
		return nil, err
	}
	other := e.calls[args.ID]
	if other == nil {
		return nil, errors.New("that request has ended already")
	}
	other.cancelled = true
	return nil, nil
}
