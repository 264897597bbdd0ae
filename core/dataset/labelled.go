package dataset

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"nearspace/core/format"
)

// LabelPrefix begins a label in lines of fastText's program, where labels and words
// stand side by side.
const LabelPrefix = "__label__"

// Labelled reads texts with any number of labels, in one of three formats, which is
// found from how the data begins:
//
//   - lines of fastText's program, "__label__good a fine day";
//   - JSONL, an object a line, of which a label may be a list;
//   - a table as Rows reads it, of which any two columns may be chosen. Where each
//     column holds long texts, as of two translations, each is a text, and the name
//     of the column its label.
//
// A text without a label, and a label without a text, are passed over.
type Labelled struct {
	rows    Rows
	form    string // lines, JSONL or table
	columns []string
	text    int
	label   int // EachColumn
	skipped int
	ready   []LabelledText
}

// The formats of Labelled.
const (
	LabelledLines = "lines"
	LabelledJSONL = "jsonl"
	LabelledTable = "table"
)

// A LabelledText is a text and what it is called, without a prefix.
type LabelledText struct {
	Line   int // from 1; the texts of one line have something in common
	Text   string
	Labels []string
}

// Columns says which columns hold texts and labels, counted from 1; 0 are found.
type Columns struct{ Text, Label int }

// EachColumn stands for the label's column where the names of all are labels.
const EachColumn = -1

// furtherLabels are names of columns that may be labels, if none is called so.
var furtherLabels = []string{"party", "type", "genre", "topic", "author", "language", "党派", "类型"}

// OpenLabelled opens a source whose texts have labels: KindLabelled, or KindText.
func OpenLabelled(s Source, c Columns) (*Labelled, error) {
	st, err := openStream(s)
	if err != nil {
		return nil, err
	}
	l := &Labelled{rows: Rows{stream: st, name: s.Name, lines: bufio.NewReaderSize(st, piece)}}
	if err := l.begin(s.Column, c); err != nil {
		st.Close()
		return nil, fmt.Errorf("read %s: %w", s.Name, err)
	}
	return l, nil
}

// begin finds the format and the columns.
func (l *Labelled) begin(column string, c Columns) error {
	start, err := l.rows.lines.Peek(piece)
	if err != nil && err != io.EOF {
		return err
	}
	start = bytes.TrimSpace(bytes.TrimPrefix(start, []byte("\ufeff")))
	first, _, _ := bytes.Cut(start, []byte("\n"))
	var rows [][]string
	switch {
	case len(start) == 0:
		return &SizeError{}
	case prefixed(string(first)):
		l.form = LabelledLines
		return nil
	case first[0] == '{':
		l.form = LabelledJSONL
		if err := format.Members(first, func(key, _ string) {
			if len(l.columns) == 0 || l.columns[len(l.columns)-1] != key {
				l.columns = append(l.columns, key)
			}
		}); err != nil {
			return lined(err, 1)
		}
	default:
		l.form = LabelledTable
		if l.columns, rows, err = l.rows.sample(); err != nil {
			return err
		}
	}
	return l.choose(column, c, rows)
}

func prefixed(line string) bool {
	for word := range strings.FieldsSeq(line) {
		if strings.HasPrefix(word, LabelPrefix) {
			return true
		}
	}
	return false
}

// choose finds the columns of the text and of the label.
func (l *Labelled) choose(column string, c Columns, rows [][]string) error {
	names := l.columns
	for _, chosen := range []int{c.Text, c.Label} {
		if chosen > len(names) {
			return &ColumnError{fmt.Sprint(chosen), 1, len(names)}
		}
	}
	l.text, l.label = c.Text-1, c.Label-1
	if l.label < 0 {
		if l.label = find(names, labelNames); l.label < 0 {
			l.label = find(names, furtherLabels)
		}
		if l.label >= 0 && l.label == l.text {
			l.label = -1
		}
	}
	if l.text < 0 && column != "" && find(names, []string{column}) != l.label {
		l.text = find(names, []string{column})
	}
	if l.text < 0 {
		for i, name := range names {
			if i != l.label && find([]string{name}, textNames) == 0 && (l.text < 0 || find(textNames, []string{name}) < find(textNames, []string{names[l.text]})) {
				l.text = i
			}
		}
	}
	switch {
	case l.label < 0 && c.Text == 0 && texts(len(names), rows):
		l.label = EachColumn
	case len(names) == 2 && l.text < 0 && l.label >= 0:
		l.text = 1 - l.label
	case len(names) == 2 && l.label < 0 && l.text >= 0:
		l.label = 1 - l.text
	case l.text < 0:
		return &ColumnError{textNames[0], 1, len(names)}
	case l.label < 0 || l.label == l.text:
		return &ColumnError{labelNames[0], 1, len(names)}
	}
	return nil
}

// texts says whether all columns of a table, of which there are several, hold texts
// that are too long for labels.
func texts(columns int, rows [][]string) bool {
	const long = 24 // characters, on average
	if columns < 2 || len(rows) == 0 {
		return false
	}
	for at := range columns {
		n := 0
		for _, cells := range rows {
			if at < len(cells) {
				n += utf8.RuneCountInString(cells[at])
			}
		}
		if n < long*len(rows) {
			return false
		}
	}
	return true
}

// Form returns the format.
func (l *Labelled) Form() string { return l.form }

// Columns returns the names of the columns, and which hold text and label, counted
// from 1; the label's may be EachColumn. Lines have none.
func (l *Labelled) Columns() (names []string, chosen Columns) {
	if l.label == EachColumn {
		return l.columns, Columns{Label: EachColumn}
	}
	return l.columns, Columns{l.text + 1, l.label + 1}
}

// Skipped returns how many rows had no text or no label.
func (l *Labelled) Skipped() int { return l.skipped }

// Done returns how many bytes of the stored data have been read.
func (l *Labelled) Done() int64 { return l.rows.Done() }

// Close closes the data.
func (l *Labelled) Close() error { return l.rows.Close() }

// Next returns the next text, or io.EOF.
func (l *Labelled) Next() (LabelledText, error) {
	for len(l.ready) == 0 {
		if err := l.read(); err == io.EOF {
			return LabelledText{}, err
		} else if err != nil {
			return LabelledText{}, fmt.Errorf("read %s: %w", l.rows.name, err)
		}
	}
	next := l.ready[0]
	l.ready = l.ready[1:]
	return next, nil
}

// read takes the texts of a line.
func (l *Labelled) read() error {
	var rec record
	var err error
	if len(l.rows.ahead) > 0 {
		rec, l.rows.ahead = l.rows.ahead[0], l.rows.ahead[1:]
	} else if rec, err = l.rows.record(l.rows.layout.separator); err != nil {
		return err
	}
	l.ready = l.ready[:0]
	switch l.form {
	case LabelledLines:
		l.add(lineOf(rec))
		return nil
	case LabelledJSONL:
		t := LabelledText{Line: rec.line}
		err := format.Members([]byte(rec.text), func(key, value string) {
			switch key {
			case l.columns[l.text]:
				t.Text += value
			case l.columns[l.label]:
				t.Labels = append(t.Labels, value)
			}
		})
		l.add(t)
		return lined(err, rec.line)
	}
	cells, err := rec.cells()
	if err != nil {
		return err
	}
	if len(cells) != len(l.columns) {
		return &FieldsError{rec.line, len(cells), len(l.columns)}
	}
	if l.label != EachColumn {
		l.add(LabelledText{rec.line, cells[l.text], []string{cells[l.label]}})
		return nil
	}
	for i, name := range l.columns {
		l.add(LabelledText{rec.line, cells[i], []string{name}})
	}
	return nil
}

// add takes a text, if it has all that it should.
func (l *Labelled) add(t LabelledText) {
	t.Text = strings.TrimSpace(t.Text)
	var labels []string
	for _, label := range t.Labels {
		if label = strings.TrimSpace(label); label != "" {
			labels = append(labels, label)
		}
	}
	if t.Labels = labels; t.Text == "" || labels == nil {
		l.skipped++
		return
	}
	l.ready = append(l.ready, t)
}

// lineOf parts labels and words.
func lineOf(rec record) LabelledText {
	t := LabelledText{Line: rec.line}
	var words []string
	for word := range strings.FieldsSeq(rec.text) {
		if label, is := strings.CutPrefix(word, LabelPrefix); is {
			t.Labels = append(t.Labels, label)
		} else {
			words = append(words, word)
		}
	}
	t.Text = strings.Join(words, " ")
	return t
}

// lined gives a syntax error its line.
func lined(err error, line int) error {
	var syntax *format.SyntaxError
	if errors.As(err, &syntax) {
		syntax.Line = line
	}
	return err
}
