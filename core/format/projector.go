package format

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// openBundle reads the TensorFlow projector's files from an archive: a table of
// numbers, and one that says what the rows are.
func (r *Reader) openBundle(tables []member) error {
	r.facts.Format = Projector
	var vectors []member
	for _, m := range tables {
		name := strings.ToLower(path.Base(m.name))
		other := strings.Contains(name, "meta") || strings.Contains(name, "label")
		if r.options.Array != "" {
			other = m.name != r.options.Array
		}
		if other {
			r.parts = append(r.parts, r.part(m, startMetadata))
		} else {
			vectors = append(vectors, m)
		}
	}
	if len(vectors) != 1 || len(tables) > 2 {
		e := &ArrayError{Name: r.options.Array}
		for _, m := range tables {
			e.Arrays = append(e.Arrays, Array{Name: m.name})
		}
		return e
	}
	m := r.part(vectors[0], startBare)
	m.size = 0 // its lines are counted
	r.parts = append(r.parts, m)
	return nil
}

// startBare reads a table of numbers and nothing else.
func startBare(r *Reader, s *Stream) (decoder, error) {
	r.facts.Type = "text"
	start, err := s.Peek(ahead)
	if err != nil {
		return nil, err
	}
	dim := numbersAtEnd(firstLine(start), maxDim)
	if err := r.allocate(r.counted.lines, dim, 2*int64(dim)); err != nil {
		return nil, err
	}
	next := r.bareRows(s)
	return func() error {
		err := next()
		if labels := r.rows.labels; err == io.EOF && len(labels) > 0 && len(labels) != r.facts.Rows {
			return &SyntaxError{Line: s.line, Byte: s.at, Want: fmt.Sprintf("a row for each of %d labels", len(labels)), Got: fmt.Sprintf("%d rows", r.facts.Rows)}
		}
		return err
	}, nil
}

// startMetadata reads the labels of the rows: one a line or, if the first line
// has several columns, one of those that it names.
func startMetadata(r *Reader, s *Stream) (decoder, error) {
	start, err := s.Peek(ahead)
	if err != nil {
		return nil, err
	}
	label := 0
	names := strings.Split(string(firstLine(start)), "\t")
	if len(names) > 1 {
		if _, err := s.nextLine(); err != nil {
			return nil, err
		}
		label = max(0, findName(names, labelNames))
		for i, name := range names {
			if i != label {
				r.rows.columns = append(r.rows.columns, newColumn(name))
			}
		}
	}
	r.rows.labels = []string{}
	return func() error {
		line, err := s.nextLine()
		if err != nil {
			return err
		}
		row, columns := len(r.rows.labels), r.rows.columns
		cells := bytes.Split(line, []byte("\t"))
		if len(cells) != len(names) {
			return &SyntaxError{Line: s.line, Byte: s.from, Want: fmt.Sprintf("%d columns", len(names)), Got: fmt.Sprint(len(cells))}
		}
		r.rows.labels = append(r.rows.labels, r.rows.store(cells[label]))
		for i, cell := range cells {
			if i != label {
				columns[0].add(row, cell, r.rows.store)
				columns = columns[1:]
			}
		}
		return nil
	}, nil
}
