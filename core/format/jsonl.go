package format

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

// records says what the members of the objects of a file are, one a line.
type records struct {
	label, vector string
	dim           int
}

// jsonLayout looks at the first line: the vector is the array of numbers, the
// label a text, by its name if there are several.
func jsonLayout(lines [][]byte) (l records, ok bool) {
	var texts, lists []string
	var lengths []int
	j := &jsonText{b: bytes.TrimPrefix(lines[0], []byte("\ufeff"))}
	j.object(func(key []byte) {
		switch j.peek() {
		case '"':
			texts = append(texts, string(key))
			j.skip(0)
		case '[':
			n := 0
			j.array(func() {
				if n >= 0 && j.isNumber() {
					n++
				} else {
					n = -1
				}
				j.skip(0)
			})
			if n > 1 {
				lists, lengths = append(lists, string(key)), append(lengths, n)
			}
		default:
			if strings.EqualFold(string(key), "id") {
				texts = append(texts, string(key))
			}
			j.skip(0)
		}
	})
	if len(lists) == 0 {
		return l, false
	}
	at := max(0, findName(lists, vectorNames))
	l.vector, l.dim = lists[at], lengths[at]
	if len(texts) > 0 {
		l.label = texts[max(0, findName(texts, labelNames))]
	}
	return l, true
}

// startJSONL reads an object a line: a label, a vector, and whatever else is a
// text or a number.
func startJSONL(r *Reader, s *Stream) (decoder, error) {
	r.facts.Type = "text"
	start, err := s.Peek(ahead)
	if err != nil {
		return nil, err
	}
	l, ok := jsonLayout(sampleLines(start))
	if !ok {
		return nil, &SyntaxError{Line: 1, Want: "an object with an array of numbers", Got: excerpt(start)}
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		s.skip(3)
	}
	if err := r.allocate(r.counted.lines, l.dim, 2*int64(l.dim)+6); err != nil {
		return nil, err
	}
	known := map[string]*column{}
	var label, text []byte
	return func() error {
		if r.rows.full() {
			return io.EOF
		}
		line, err := s.nextLine()
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			r.facts.Rows--
			return nil
		}
		j := &jsonText{b: line}
		row, n := r.rows.next(), -1
		label = label[:0]
		j.object(func(key []byte) {
			name := string(key)
			switch c := j.peek(); {
			case name == l.vector:
				n = 0
				j.array(func() {
					x := j.number()
					if n < len(row) {
						row[n] = x
					}
					n++
				})
			case c == '"':
				text = j.text(text[:0])
			case c == '-' || c-'0' <= 9:
				text = append(text[:0], j.skip(0)...)
			default:
				j.skip(0)
				return
			}
			switch {
			case name == l.vector:
			case name == l.label:
				label = append(label, text...)
			default:
				c := known[name]
				if c == nil {
					c = newColumn(name)
					known[name] = c
					r.rows.columns = append(r.rows.columns, c)
				}
				c.add(r.rows.n, text, r.rows.store)
			}
		})
		j.end()
		at := s.from + int64(min(j.at, len(line)))
		switch {
		case j.fail != "":
			return &SyntaxError{Line: s.line, Byte: at, Want: j.fail, Got: excerpt(line[min(j.at, len(line)):])}
		case n != l.dim:
			return &SyntaxError{Line: s.line, Byte: at, Want: fmt.Sprintf("%d numbers in %q", l.dim, l.vector), Got: fmt.Sprint(max(n, 0))}
		}
		if l.label == "" {
			r.rows.n++
		} else {
			r.rows.label(label)
		}
		return nil
	}, nil
}
