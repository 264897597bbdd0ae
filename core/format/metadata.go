package format

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Metadata is what a table says of rows whose vectors stand elsewhere: CSV, TSV,
// an object of JSON a line, or one label a line.
type Metadata struct {
	Header bool // the first line named the columns
	Rows   int

	columns []*column
	letters rows // keeps the texts
}

// MetadataFormat is the format of a SyntaxError in metadata.
const MetadataFormat Format = "metadata"

// A Header says whether the first line of a table names its columns.
type Header string

const (
	FindHeader Header = ""
	WithHeader Header = "yes"
	NoHeader   Header = "no"
)

const mostColumns = 1024 // of metadata

// ReadMetadata reads a table for so many rows of vectors. Where it is to find out
// whether there is a header it goes by the TensorFlow projector's rule, that one
// column has none and several have one, unless only the other fits the rows. It
// calls pace about every 64 KiB with the number of stored bytes read; an error of
// pace ends it. Empty lines are passed over.
func ReadMetadata(open func() (io.ReadCloser, error), header Header, rows int, pace func(stored int64) error) (*Metadata, error) {
	s, err := Open(open)
	if err != nil {
		return nil, fmt.Errorf("read metadata: %w", err)
	}
	defer s.Close()
	m := &Metadata{}
	if err := m.read(s, header, rows, pace); err != nil {
		if syntax := (*SyntaxError)(nil); errors.As(err, &syntax) {
			syntax.Format = MetadataFormat
		}
		return nil, fmt.Errorf("read metadata: %w", err)
	}
	return m, nil
}

func (m *Metadata) read(s *Stream, header Header, rows int, pace func(int64) error) error {
	start, err := s.Peek(piece)
	if err != nil {
		return err
	}
	if !plainText(start) {
		return &SyntaxError{Line: 1, Want: "a table of texts", Got: excerpt(start)}
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		s.skip(3)
	}
	lines := sampleLines(start)
	next := m.cells(s, separatorOfTable(lines))
	if first := firstFilled(lines); len(first) > 0 && first[0] == '{' {
		next = m.members(s)
	}
	for rested := int64(0); ; {
		err := next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		if s.at-rested >= piece {
			rested = s.at
			if err := pace(s.Stored()); err != nil {
				return err
			}
		}
	}
	if m.columns == nil {
		return &SyntaxError{Line: 1, Want: "a table of texts", Got: "nothing"}
	}
	if m.columns[0].name == "" {
		m.begin(header, rows)
	}
	return nil
}

func firstFilled(lines [][]byte) []byte {
	for _, line := range lines {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return line
		}
	}
	return nil
}

// separatorOfTable returns what stands between the cells of lines: a tab, unless
// all of them have as many cells between commas or semicolons.
func separatorOfTable(lines [][]byte) byte {
	first := firstFilled(lines)
	separator := separatorOf(first)
	if separator == '\t' {
		return separator
	}
	want, whole := splitCells(first, separator)
	for _, line := range lines {
		cells, closed := splitCells(line, separator)
		if !closed {
			break
		}
		if len(bytes.TrimSpace(line)) > 0 && len(cells) != len(want) {
			return '\t'
		}
	}
	if len(want) == 1 && whole && !bytes.HasPrefix(first, []byte{'"'}) {
		return '\t'
	}
	return separator
}

// cells reads a line of a table, or several that a quoted cell holds together.
func (m *Metadata) cells(s *Stream, separator byte) func() error {
	return func() error {
		line := s.line + 1
		cells, err := s.cells(separator)
		if err != nil {
			return err
		}
		if len(cells) == 1 && cells[0] == "" {
			return nil
		}
		if m.columns == nil {
			if len(cells) > mostColumns {
				return &SyntaxError{Line: line, Byte: s.from, Want: fmt.Sprintf("at most %d columns", mostColumns), Got: strconv.Itoa(len(cells))}
			}
			for range cells {
				m.columns = append(m.columns, newColumn(""))
			}
		}
		if len(cells) != len(m.columns) {
			return &SyntaxError{Line: line, Byte: s.from, Want: fmt.Sprintf("%d columns", len(m.columns)), Got: strconv.Itoa(len(cells))}
		}
		for i, c := range m.columns {
			c.add(m.Rows, []byte(cells[i]), m.letters.store)
		}
		m.Rows++
		return nil
	}
}

// members reads an object a line.
func (m *Metadata) members(s *Stream) func() error {
	m.Header = true
	known := map[string]*column{}
	var text []byte
	return func() error {
		line, err := s.nextLine()
		if err != nil {
			return err
		}
		if len(bytes.TrimSpace(line)) == 0 {
			return nil
		}
		j := &jsonText{b: line}
		j.object(func(key []byte) {
			if j.peek() == '"' {
				text = j.text(text[:0])
			} else {
				text = append(text[:0], j.skip(0)...)
			}
			if string(text) == "null" {
				text = text[:0]
			}
			c := known[string(key)]
			if c == nil && len(m.columns) < mostColumns {
				c = newColumn(string(key))
				known[c.name] = c
				m.columns = append(m.columns, c)
			}
			if c != nil {
				c.add(m.Rows, text, m.letters.store)
			}
		})
		j.end()
		if j.fail != "" {
			at := min(j.at, len(line))
			return &SyntaxError{Line: s.line, Byte: s.from + int64(at), Want: j.fail, Got: excerpt(line[at:])}
		}
		m.Rows++
		return nil
	}
}

// begin decides what the first line is, and names the columns.
func (m *Metadata) begin(header Header, vectors int) {
	m.Header = header == WithHeader || header == FindHeader && m.hasHeader(vectors)
	rows := make([]int, m.Rows)
	for i := range rows {
		rows[i] = i
	}
	for i, c := range m.columns {
		c.name = strconv.Itoa(i + 1)
		if len(m.columns) == 1 {
			c.name = "label"
		}
		if !m.Header {
			continue
		}
		if name := c.text(0); name != "" {
			c.name = name
		}
		m.columns[i] = c.at(rows[1:])
	}
	if m.Header {
		m.Rows--
	}
	taken := map[string]bool{}
	for _, c := range m.columns {
		c.name = freshName(c.name, taken)
	}
}

// freshName takes a name or, if it is taken, one with a number behind it. Upper
// and lower case do not count.
func freshName(name string, taken map[string]bool) string {
	fresh := name
	for n := 2; taken[strings.ToLower(fresh)]; n++ {
		fresh = name + strconv.Itoa(n)
	}
	taken[strings.ToLower(fresh)] = true
	return fresh
}

func (m *Metadata) hasHeader(rows int) bool {
	several := len(m.columns) > 1
	switch {
	case m.Rows < 2:
		return false
	case m.Rows == rows:
		return several && slices.ContainsFunc(m.columns, (*column).looksNamed)
	case m.Rows-1 == rows:
		return true
	}
	return several
}

// looksNamed says that the first cell is a usual name of a column, or that it is
// no number but all others are.
func (c *column) looksNamed() bool {
	first := c.codes[0]
	if first < 0 {
		return false
	}
	if name := c.texts[first]; findName(usualNames, []string{name}) >= 0 {
		return true
	}
	numbers := 0
	for code, text := range c.texts {
		is := isNumber([]byte(text))
		if is == (int32(code) == first) {
			return false
		}
		if is {
			numbers++
		}
	}
	return numbers > 0
}

var usualNames = slices.Concat(labelNames, countNames, []string{"class", "category", "kind", "type", "group", "cluster", "pos", "tag", "类别"})

// Columns returns the names of the columns.
func (m *Metadata) Columns() []string {
	names := make([]string, len(m.columns))
	for i, c := range m.columns {
		names[i] = c.name
	}
	return names
}

// text returns a cell, empty if nothing stands there.
func (c *column) text(row int) string {
	if row >= len(c.codes) || c.codes[row] < 0 {
		return ""
	}
	return c.texts[c.codes[row]]
}
