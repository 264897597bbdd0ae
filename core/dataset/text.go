package dataset

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"nearspace/core/format"
)

// Text reads the text of a source: all of it, or of a table the text column, a
// row a line. Line n of what is read comes from line n of the data; a table's
// header is read as an empty line.
type Text struct {
	stream *format.Stream
	name   string

	// KeepBeside has Beside keep what stands beside the text.
	KeepBeside bool

	column string // of a table
	beside []string
	at     int    // where it stands, after the header
	rows   int    // lines of the table read
	raw    []byte // read, not yet split
	ready  []byte // split, not yet handed on
	end    bool
}

// A ColumnError says that a table has no such column, or a row of it none.
type ColumnError struct {
	Column string
	Line   int // from 1
	Got    int // columns there
}

func (e *ColumnError) Error() string {
	return fmt.Sprintf("line %d: no column %q among %d", e.Line, e.Column, e.Got)
}

// OpenText opens the text of a source.
func OpenText(s Source) (*Text, error) {
	if s.Kind != KindText {
		return nil, fmt.Errorf("%s holds %s, not text", s.Name, s.Kind)
	}
	st, err := openStream(s)
	if err != nil {
		return nil, err
	}
	return &Text{stream: st, name: s.Name, column: s.Column, at: -1}, nil
}

// Done returns how many bytes of the stored data have been read.
func (t *Text) Done() int64 { return t.stream.Stored() }

// Close closes the data.
func (t *Text) Close() error { return t.stream.Close() }

// Beside returns for each line read what the short cells of a table's other
// columns hold, with spaces between. Of a text that is no table it is empty.
func (t *Text) Beside() []string { return t.beside }

// longest is how many bytes a cell that stands beside the text may have.
const longest = 60

// keepBeside notes what stands beside the text in a row.
func (t *Text) keepBeside(line []byte) {
	var kept []string
	if t.at >= 0 {
		for i, cell := range bytes.Split(line, []byte("\t")) {
			if i != t.at && len(cell) > 0 && len(cell) <= longest {
				kept = append(kept, string(cell))
			}
		}
	}
	t.beside = append(t.beside, strings.Join(kept, " "))
}

// Read implements io.Reader.
func (t *Text) Read(p []byte) (int, error) {
	if t.column == "" {
		n, err := t.stream.Read(p)
		return n, t.wrap(err)
	}
	for len(t.ready) == 0 {
		if t.end {
			return 0, io.EOF
		}
		if err := t.fill(); err != nil {
			return 0, t.wrap(err)
		}
	}
	n := copy(p, t.ready)
	t.ready = t.ready[n:]
	return n, nil
}

func (t *Text) wrap(err error) error {
	if err == nil || err == io.EOF {
		return err
	}
	return fmt.Errorf("read %s: %w", t.name, err)
}

// fill reads another piece of the table and takes the column out of the rows
// that are whole.
func (t *Text) fill() error {
	const piece = 1 << 16
	old := len(t.raw)
	t.raw = append(t.raw, make([]byte, piece)...)
	n, err := t.stream.Read(t.raw[old:])
	t.raw = t.raw[:old+n]
	if err == io.EOF {
		t.end = true
	} else if err != nil {
		return err
	}
	t.ready = t.ready[:0]
	rest := t.raw
	for {
		line, after, found := bytes.Cut(rest, []byte("\n"))
		if !found && (!t.end || len(line) == 0) {
			break
		}
		if err := t.row(bytes.TrimSuffix(line, []byte("\r"))); err != nil {
			return err
		}
		rest = after
		if !found {
			break
		}
	}
	t.raw = append(t.raw[:0], rest...)
	return nil
}

func (t *Text) row(line []byte) error {
	t.rows++
	if t.KeepBeside {
		t.keepBeside(line)
	}
	if t.at < 0 {
		for i, name := range bytes.Split(line, []byte("\t")) {
			if string(name) == t.column {
				t.at = i
			}
		}
		if t.at < 0 {
			return &ColumnError{t.column, 1, bytes.Count(line, []byte("\t")) + 1}
		}
		t.ready = append(t.ready, '\n')
		return nil
	}
	cell := line
	for i := range t.at {
		_, after, found := bytes.Cut(cell, []byte("\t"))
		if !found {
			return &ColumnError{t.column, t.rows, i + 1}
		}
		cell = after
	}
	cell, _, _ = bytes.Cut(cell, []byte("\t"))
	t.ready = append(append(t.ready, cell...), '\n')
	return nil
}
