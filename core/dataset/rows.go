package dataset

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"nearspace/core/corpus"
	"nearspace/core/format"
)

// Rows reads a table of texts of which something is known: a label each
// (KindLabelled), or numbers (KindTargets). The table begins with the names of
// its columns. Between columns stand tabs, or commas or semicolons; in a table
// with commas or semicolons a cell may stand in quotes, as spreadsheets write
// it, and then go over several lines. Empty lines are passed over.
type Rows struct {
	stream *format.Stream
	name   string
	kind   string
	lines  *bufio.Reader
	check  corpus.Checker
	line   int // the last one read, from 1
	ahead  []record
	layout layout
}

// A Row is one text and what is known of it.
type Row struct {
	Line    int // from 1
	Text    string
	Label   string    // KindLabelled
	Numbers []float64 // KindTargets, in the order of Columns
}

// A CellError says what is wrong with one cell of a table. Got is empty if
// nothing stood there.
type CellError struct {
	Line   int // from 1
	Column string
	Got    string
}

func (e *CellError) Error() string {
	if e.Got == "" {
		return fmt.Sprintf("line %d: column %q is empty", e.Line, e.Column)
	}
	return fmt.Sprintf("line %d: column %q holds %q, which is no number", e.Line, e.Column, e.Got)
}

// A FieldsError says that a row has not as many cells as the header.
type FieldsError struct{ Line, Got, Want int }

func (e *FieldsError) Error() string {
	return fmt.Sprintf("line %d has %d cells, the header %d", e.Line, e.Got, e.Want)
}

// A QuoteError says that a quoted cell does not end, or that something stands
// behind its end.
type QuoteError struct{ Line int }

func (e *QuoteError) Error() string { return fmt.Sprintf("line %d: a quote is not closed", e.Line) }

// A OneLabelError says that all texts have one label, so that there is nothing
// to tell apart.
type OneLabelError struct{ Label string }

func (e *OneLabelError) Error() string { return fmt.Sprintf("all labels are %q", e.Label) }

// sampled is how many rows are looked at to tell columns of numbers from others.
const sampled = 20

// OpenRows opens a source of KindLabelled or KindTargets and reads its header.
func OpenRows(s Source) (*Rows, error) {
	if s.Kind != KindLabelled && s.Kind != KindTargets {
		return nil, fmt.Errorf("%s holds %s, not texts of which something is known", s.Name, s.Kind)
	}
	st, err := openStream(s)
	if err != nil {
		return nil, err
	}
	r := &Rows{stream: st, name: s.Name, kind: s.Kind, lines: bufio.NewReader(st)}
	if err := r.begin(s.Column); err != nil {
		st.Close()
		return nil, fmt.Errorf("read %s: %w", s.Name, err)
	}
	return r, nil
}

func (r *Rows) begin(column string) error {
	names, rows, err := r.sample()
	if err != nil {
		return err
	}
	separator := r.layout.separator
	r.layout, err = layoutOf(r.kind, names, rows, column)
	r.layout.separator = separator
	return err
}

// sample reads the header and looks ahead at the first rows.
func (r *Rows) sample() (names []string, rows [][]string, err error) {
	header, err := r.record(0)
	if err == io.EOF {
		return nil, nil, &SizeError{}
	}
	if err != nil {
		return nil, nil, err
	}
	header.separator = separatorOf(header.text)
	r.layout.separator = header.separator
	if names, err = header.cells(); err != nil {
		return nil, nil, err
	}
	for len(rows) < sampled {
		next, err := r.record(header.separator)
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		cells, err := next.cells()
		if err != nil {
			return nil, nil, err
		}
		r.ahead, rows = append(r.ahead, next), append(rows, cells)
	}
	return names, rows, nil
}

// kindOf says what data is by its first lines: a table whose header names a text
// and a label, a table with one column of text beside others of numbers only, or
// a text like any other.
func kindOf(start string) (kind, column string) {
	r := &Rows{lines: bufio.NewReader(strings.NewReader(start))}
	names, rows, err := r.sample()
	if err != nil || len(names) < 2 || len(rows) == 0 {
		return KindText, ""
	}
	for i, name := range names {
		if _, isNumber := number(name); name == "" || isNumber || find(names, []string{name}) != i {
			return KindText, ""
		}
	}
	for _, cells := range rows {
		if len(cells) != len(names) {
			return KindText, ""
		}
	}
	if text := find(names, textNames); text >= 0 && find(names, labelNames) >= 0 {
		return KindLabelled, names[text]
	}
	l, err := layoutOf(KindTargets, names, rows, "")
	if err != nil || len(rows) < 2 {
		return KindText, ""
	}
	for _, at := range l.values {
		if !numbers(rows, at) {
			return KindText, ""
		}
	}
	return KindTargets, names[l.text]
}

// Columns returns the names of the columns of numbers, or of the label.
func (r *Rows) Columns() []string {
	var names []string
	for _, at := range r.layout.values {
		names = append(names, r.layout.names[at])
	}
	return names
}

// Done returns how many bytes of the stored data have been read.
func (r *Rows) Done() int64 { return r.stream.Stored() }

// Close closes the data.
func (r *Rows) Close() error { return r.stream.Close() }

// Next returns the next row, or io.EOF.
func (r *Rows) Next() (Row, error) {
	next, err := r.next()
	if err != nil && err != io.EOF {
		err = fmt.Errorf("read %s: %w", r.name, err)
	}
	return next, err
}

func (r *Rows) next() (Row, error) {
	var rec record
	if len(r.ahead) > 0 {
		rec, r.ahead = r.ahead[0], r.ahead[1:]
	} else {
		var err error
		if rec, err = r.record(r.layout.separator); err != nil {
			return Row{}, err
		}
	}
	cells, err := rec.cells()
	if err != nil {
		return Row{}, err
	}
	l := r.layout
	if len(cells) != len(l.names) {
		return Row{}, &FieldsError{rec.line, len(cells), len(l.names)}
	}
	row := Row{Line: rec.line, Text: cells[l.text]}
	if row.Text == "" {
		return Row{}, &CellError{rec.line, l.names[l.text], ""}
	}
	for _, at := range l.values {
		cell := cells[at]
		if cell == "" {
			return Row{}, &CellError{rec.line, l.names[at], ""}
		}
		if r.kind == KindLabelled {
			row.Label = cell
			break
		}
		x, ok := number(cell)
		if !ok {
			return Row{}, &CellError{rec.line, l.names[at], cell}
		}
		row.Numbers = append(row.Numbers, x)
	}
	return row, nil
}

// record is one line of a table, or several that a quoted cell holds together.
type record struct {
	text      string
	line      int // of its beginning
	separator byte
}

// maxRecord bounds what a quote that is never closed takes in.
const maxRecord = 1 << 16

func (r *Rows) record(separator byte) (record, error) {
	for {
		rec := record{line: r.line + 1, separator: separator}
		for {
			line, err := r.lines.ReadString('\n')
			if err != nil && err != io.EOF {
				return rec, err
			}
			if line == "" && err == io.EOF {
				if rec.text != "" {
					return rec, &QuoteError{rec.line}
				}
				if err := r.check.Close(); err != nil {
					return rec, err
				}
				return rec, io.EOF
			}
			r.line++
			if _, err := r.check.Write([]byte(line)); err != nil {
				return rec, err
			}
			if r.line == 1 {
				line = strings.TrimPrefix(line, "\ufeff")
			}
			within := rec.text != ""
			rec.text += line
			if within && !strings.Contains(line, `"`) && len(rec.text) <= maxRecord {
				continue
			}
			if !rec.open() {
				break
			}
			if len(rec.text) > maxRecord {
				return rec, &QuoteError{rec.line}
			}
		}
		rec.text = strings.TrimRight(rec.text, "\r\n")
		if strings.TrimSpace(rec.text) != "" {
			return rec, nil
		}
	}
}

func (rec record) quotes() bool { return rec.separator == ',' || rec.separator == ';' }

// open says whether the text ends within a quoted cell.
func (rec record) open() bool {
	if !rec.quotes() {
		return false
	}
	_, err := rec.cells()
	return err != nil && strings.Count(rec.text, `"`)%2 == 1
}

// cells splits the record. White space around cells is taken off.
func (rec record) cells() ([]string, error) {
	if !rec.quotes() {
		cells := strings.Split(rec.text, string(rune(rec.separator)))
		for i, c := range cells {
			cells[i] = strings.TrimSpace(c)
		}
		return cells, nil
	}
	var cells []string
	rest := rec.text
	for {
		rest = strings.TrimLeft(rest, " ")
		var cell string
		if strings.HasPrefix(rest, `"`) {
			var closed bool
			if cell, rest, closed = quoted(rest[1:]); !closed {
				return nil, &QuoteError{rec.line}
			}
		} else {
			end := strings.IndexByte(rest, rec.separator)
			if end < 0 {
				end = len(rest)
			}
			cell, rest = rest[:end], rest[end:]
		}
		cells = append(cells, strings.Join(strings.Fields(cell), " "))
		if rest = strings.TrimLeft(rest, " "); rest == "" {
			return cells, nil
		}
		if rest[0] != rec.separator {
			return nil, &QuoteError{rec.line}
		}
		rest = rest[1:]
	}
}

// quoted reads a cell from behind its opening quote to its closing one; two
// quotes stand for one.
func quoted(s string) (cell, rest string, closed bool) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, `"`)
		b.WriteString(before)
		if !found {
			return "", "", false
		}
		if !strings.HasPrefix(after, `"`) {
			return b.String(), after, true
		}
		b.WriteByte('"')
		s = after[1:]
	}
}

// layout says which column is what.
type layout struct {
	names     []string
	separator byte
	text      int
	values    []int // the label's column, or those of numbers
}

// The names by which the columns of labelled texts are known.
var (
	textNames  = []string{"text", "sentence", "review", "message", "comment", "content", "tweet", "name", "title", "文本", "句子", "评论"}
	labelNames = []string{"label", "sentiment", "class", "category", "target", "polarity", "标签", "情感", "类别"}
)

// layoutOf finds the columns of a table of the kind.
func layoutOf(kind string, names []string, rows [][]string, column string) (layout, error) {
	l := layout{names: names, text: -1}
	if column != "" {
		l.text = find(names, []string{column})
		if l.text < 0 {
			return l, &ColumnError{column, 1, len(names)}
		}
	}
	if kind == KindLabelled {
		if l.text < 0 {
			l.text = find(names, textNames)
		}
		label := find(names, labelNames)
		if label < 0 && l.text >= 0 && len(names) == 2 {
			label = 1 - l.text
		}
		switch {
		case l.text < 0:
			return l, &ColumnError{textNames[0], 1, len(names)}
		case label < 0 || label == l.text:
			return l, &ColumnError{labelNames[0], 1, len(names)}
		}
		l.values = []int{label}
		return l, nil
	}
	for i := range names {
		if i == l.text {
			continue
		}
		if l.text < 0 && !numbers(rows, i) {
			l.text = i
			continue
		}
		l.values = append(l.values, i)
	}
	switch {
	case l.text < 0:
		return l, &ColumnError{textNames[0], 1, len(names)}
	case l.values == nil:
		return l, &ColumnError{"number", 1, len(names)}
	}
	return l, nil
}

func find(names, wanted []string) int {
	for _, w := range wanted {
		for i, n := range names {
			if strings.EqualFold(n, w) {
				return i
			}
		}
	}
	return -1
}

// numbers says whether a column holds nothing else.
func numbers(rows [][]string, column int) bool {
	for _, cells := range rows {
		if column >= len(cells) {
			return false
		}
		if _, ok := number(cells[column]); !ok {
			return false
		}
	}
	return len(rows) > 0
}

// number reads a finite decimal.
func number(cell string) (float64, bool) {
	x, err := strconv.ParseFloat(cell, 64)
	return x, err == nil && x-x == 0
}

// separatorOf returns what stands between the columns of a header: a tab if there
// is one, else the more frequent of comma and semicolon.
func separatorOf(header string) byte {
	switch {
	case strings.Contains(header, "\t"):
		return '\t'
	case strings.Count(header, ";") > strings.Count(header, ","):
		return ';'
	case strings.Contains(header, ","):
		return ','
	}
	return '\t'
}
