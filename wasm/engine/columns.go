//go:build js

package main

import (
	"nearspace/core/dataset"
	"nearspace/core/format"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

// tellSpace sends a space with all that is known of its rows.
func (d *driver) tellSpace(s *space.Space) {
	d.engine.send("space", protocol.SpaceEvent{
		Run: d.id, Name: s.Name, Role: string(s.Role), Rows: s.Len(), Dim: s.Dim(),
		Labels: stringsOf(s.Labels()), Counts: s.Counts, Columns: columnsOf(s),
	})
}

func columnsOf(s *space.Space) []protocol.Column {
	var all []protocol.Column
	for _, name := range s.Columns() {
		switch c := s.Column(name).(type) {
		case space.Categories:
			all = append(all, protocol.Column{Name: name, Kind: "categories", Names: stringsOf(c.Names), Codes: c.Codes})
		case space.Texts:
			all = append(all, protocol.Column{Name: name, Kind: "texts", Texts: stringsOf(c)})
		case space.Numbers:
			if name != space.CountColumn || s.Counts == nil { // they are there already
				all = append(all, protocol.Column{Name: name, Kind: "numbers", Numbers: c})
			}
		}
	}
	return all
}

// forgetJoined takes away what was joined to a space and edited since; its groups
// stay as they are.
func (d *driver) forgetJoined(s *space.Space) {
	column := d.grouped[s.Name]
	groups := s.Column(column)
	if known, ok := d.known[s.Name]; ok && s.SetKnown(known) {
		if groups != nil {
			s.SetColumn(column, groups)
		} else {
			s.RemoveColumn(column)
		}
		return
	}
	if d.known == nil {
		d.known = map[string]space.Known{}
	}
	d.known[s.Name] = s.Known()
}

// join gives the rows of a space metadata.
func join(e *engine, c *call) (any, error) {
	var args protocol.Join
	d, err := c.decode(&args, "file")
	if err != nil {
		return nil, err
	}
	s, err := d.space(args.Space)
	if err != nil {
		return nil, err
	}
	var m *format.Metadata
	if !args.Remove {
		if m, err = readMetadata(e, c, format.Header(args.Header), s.Len()); err != nil {
			return nil, err
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	before := s.Known()
	d.forgetJoined(s)
	var j format.Joined
	if m != nil {
		if j, err = m.Join(s, args.By, args.Column); err != nil {
			s.SetKnown(before)
			return nil, err
		}
	}
	if err := d.tellAnew(s, before, c.pace); err != nil {
		return nil, err
	}
	result := protocol.Joined{
		By: j.By, Column: j.Column, Added: j.Columns, Rows: j.Rows, Vectors: s.Len(), Found: j.Found,
		Lost: j.Lost, Unknown: j.Unknown, Again: j.Again, Named: j.Named,
	}
	if m != nil {
		result.Header, result.Columns = m.Header, m.Columns()
	}
	return result, nil
}

// tellAnew sends a space whose rows are known by other labels and columns than
// before. If the labels cannot be indexed, what was before is back.
func (d *driver) tellAnew(s *space.Space, before space.Known, pace lab.Pace) error {
	if err := s.Index(pace); err != nil {
		s.SetKnown(before)
		return err
	}
	d.tellSpace(s)
	return nil
}

func readMetadata(e *engine, c *call, header format.Header, rows int) (*format.Metadata, error) {
	file := c.args.Get("file")
	if !file.InstanceOf(jsBlob) {
		return nil, &bridge.FieldError{Path: "join.file", Want: "a file", Got: file.Type().String()}
	}
	size := file.Get("size").Int()
	if int64(size) > dataset.MaxBytes {
		return nil, &dataset.SizeError{Bytes: int64(size), Max: dataset.MaxBytes}
	}
	data := source(protocol.Data{Name: "metadata", Bytes: size}, file)
	return format.ReadMetadata(data.Open, header, rows, func(done int64) error {
		if c.rest.due() {
			e.send("progress", protocol.ProgressEvent{Request: c.id, State: running, Progress: lab.Progress{
				Phase: "metadata", Title: lab.Text{En: "Reading the metadata", Zh: "读取元数据"}, Unit: lab.Text{En: "bytes", Zh: "字节"},
				Done: float64(done), Total: float64(size),
			}})
		}
		return c.pace()
	})
}

// edit changes labels and columns.
func edit(_ *engine, c *call) (any, error) {
	var args protocol.Edit
	return c.withSpace(&args, &args.Space, func(d *driver, s *space.Space) (any, error) {
		if _, ok := d.known[s.Name]; !ok {
			d.forgetJoined(s)
		}
		before := s.Known()
		for _, change := range args.Changes {
			if change.Remove {
				s.RemoveColumn(change.Column)
				continue
			}
			if err := s.Put(change.Column, change.Rows, change.Texts); err != nil {
				s.SetKnown(before)
				return nil, err
			}
		}
		return nil, d.tellAnew(s, before, c.pace)
	})
}
