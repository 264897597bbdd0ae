//go:build js

package main

import (
	"slices"
	"syscall/js"

	"nearspace/core/embedding"
	"nearspace/core/format"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/wasm/bridge"
	"nearspace/wasm/engine/protocol"
)

// offers lists what may be taken along of a run.
func offers(_ *engine, c *call) (any, error) {
	d, err := c.driver()
	if err != nil {
		return nil, err
	}
	var o protocol.Offers
	for f, precisions := range format.Formats {
		offer := protocol.FormatOffer{ID: string(f), Extension: f.Extension()}
		for _, p := range precisions {
			offer.Precisions = append(offer.Precisions, string(p))
		}
		o.Formats = append(o.Formats, offer)
	}
	slices.SortFunc(o.Formats, func(a, b protocol.FormatOffer) int { return order(a.ID) - order(b.ID) })
	for _, s := range d.run.Spaces() {
		o.Spaces = append(o.Spaces, s.Name)
	}
	if portable, ok := d.run.(lab.Portable); ok {
		o.Takeaways = portable.Takeaways()
	}
	return o, nil
}

// order has the formats that most programs read first.
func order(id string) int {
	return slices.Index([]format.Format{
		format.Word2Vec, format.Word2VecBinary, format.GloVe, format.Projector, format.NumPyZip, format.NumPy, format.SafeTensors, format.TSV, format.CSV, format.JSONL,
	}, format.Format(id))
}

// exported is a protocol.Exported whose pieces have left Go already.
type exported struct {
	Pieces  []js.Value `json:"pieces"`
	Rows    int        `json:"rows"`
	Renamed int        `json:"renamed"`
}

// export writes a space, or the rows of it that "rows" has, as a file.
func export(_ *engine, c *call) (any, error) {
	var args protocol.Export
	return c.withSpace(&args, &args.Space, func(_ *driver, s *space.Space) (any, error) {
		if rows := c.args.Get("rows"); !rows.IsUndefined() {
			ids, err := rowsOf(rows, "export.rows", s.Len())
			if err != nil {
				return nil, err
			}
			s = s.Subset(ids)
		}
		w := &pieces{pace: c.pace}
		f, p := format.Format(args.Format), format.Precision(args.Precision)
		var written format.Written
		var err error
		if f == format.Projector {
			written, err = exportBundle(w, c, s, p, args.Tile)
		} else {
			written, err = format.Export(w, s, f, p)
		}
		if err != nil {
			return nil, err
		}
		return exported{Pieces: append(w.full, bridge.Uint8Array(w.last)), Rows: written.Rows, Renamed: written.Renamed}, nil
	}, "rows", "sprite", "bookmarks")
}

// exportBundle writes a projector's bundle with the pictures and bookmarks that are
// sent beside the arguments.
func exportBundle(w *pieces, c *call, s *space.Space, p format.Precision, tile int) (format.Written, error) {
	b := format.Bundle{Tile: tile}
	for name, content := range map[string]*[]byte{"sprite": &b.Sprite, "bookmarks": &b.Bookmarks} {
		array := c.args.Get(name)
		if array.IsUndefined() {
			continue
		}
		if !array.InstanceOf(js.Global().Get("Uint8Array")) {
			return format.Written{}, &bridge.FieldError{Path: "export." + name, Want: "an Uint8Array", Got: array.Type().String()}
		}
		*content = bridge.Bytes(array)
	}
	return format.ExportBundle(w, s, p, b)
}

// rowsOf reads the ids of rows, each of which must be there.
func rowsOf(array js.Value, path string, rows int) ([]int, error) {
	if !array.InstanceOf(js.Global().Get("Int32Array")) {
		return nil, &bridge.FieldError{Path: path, Want: "an Int32Array", Got: array.Type().String()}
	}
	ids := make([]int, 0, array.Length())
	for _, id := range bridge.Uint32s(nil, array) {
		if int(id) >= rows {
			return nil, &embedding.RangeError{Place: len(ids), ID: int(id), Rows: rows}
		}
		ids = append(ids, int(id))
	}
	if len(ids) == 0 {
		return nil, lab.ErrNoRows
	}
	return ids, nil
}

// take writes one of a run's own files.
func take(_ *engine, c *call) (any, error) {
	var args protocol.Take
	return c.withRun(&args, func(d *driver) (any, error) {
		portable, ok := d.run.(lab.Portable)
		if !ok {
			return nil, &lab.UnknownError{What: "takeaway", ID: args.ID}
		}
		w := &pieces{pace: c.pace}
		if err := portable.Take(args.ID, w); err != nil {
			return nil, err
		}
		return exported{Pieces: append(w.full, bridge.Uint8Array(w.last))}, nil
	})
}
