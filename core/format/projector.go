package format

import (
	"bytes"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// openBundle reads the TensorFlow projector's files from an archive: a table of
// numbers, or raw ones whose shape its configuration says, and a table that says what
// the rows are.
func (r *Reader) openBundle(tables, raw []member, config *member) error {
	r.facts.Format = Projector
	vectors := slices.DeleteFunc(raw, func(m member) bool { return r.options.Array != "" && m.name != r.options.Array })
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
		for _, m := range slices.Concat(tables, raw) {
			e.Arrays = append(e.Arrays, Array{Name: m.name})
		}
		return e
	}
	if strings.HasSuffix(vectors[0].name, ".bytes") {
		r.facts.Array = vectors[0].name
		if config != nil {
			r.parts = append(r.parts, r.part(*config, startConfig))
		}
		r.parts = append(r.parts, r.part(vectors[0], startRaw))
		return nil
	}
	m := r.part(vectors[0], startBare)
	m.size = 0 // its lines are counted
	r.parts = append(r.parts, m)
	return nil
}

// configName is where a bundle says which files are its own.
const (
	configName = "projector_config.json"
	maxConfig  = 1 << 20 // bytes of it that are read
)

// startConfig reads the shape of the raw numbers.
func startConfig(r *Reader, s *Stream) (decoder, error) {
	text, err := io.ReadAll(io.LimitReader(s, maxConfig))
	if err != nil {
		return nil, err
	}
	j := &jsonText{b: text}
	j.object(func(key []byte) {
		if string(key) != "embeddings" {
			j.skip(0)
			return
		}
		j.array(func() {
			var file []byte
			var shape []int
			j.object(func(key []byte) {
				switch {
				case string(key) == "tensorPath" && j.peek() == '"':
					file = j.text(nil)
				case string(key) == "tensorShape" && j.peek() == '[':
					j.array(func() { shape = append(shape, int(j.number())) })
				default:
					j.skip(0)
				}
			})
			if path.Base(string(file)) == path.Base(r.facts.Array) {
				r.shape = shape
			}
		})
	})
	if j.fail != "" {
		return nil, &SyntaxError{Byte: int64(j.at), Want: j.fail + " in " + configName, Got: excerpt(text[min(j.at, len(text)):])}
	}
	return func() error { return io.EOF }, nil
}

// startRaw reads float32s of the shape that the configuration has said.
func startRaw(r *Reader, s *Stream) (decoder, error) {
	if len(r.shape) != 2 || min(r.shape[0], r.shape[1]) < 1 {
		return nil, &SyntaxError{Want: "a tensorShape of two sizes in " + configName, Got: spellShape(r.shape)}
	}
	return r.startArray(s, float32s, r.shape, false)
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
