package format

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"nearspace/core/space"
)

// A Precision says how numbers are written.
type Precision string

const (
	Float32 Precision = "f4"
	Float16 Precision = "f2"   // half the size, 3 digits, at most ±65504
	Int8    Precision = "i1"   // a quarter: round(x/scale) with scale = max|x|/127 for each row
	Digits  Precision = "text" // Float32 in as few digits as tell them apart, where there are raw numbers too
)

// Formats lists what Export writes, and in which precisions, the usual one first.
var Formats = map[Format][]Precision{
	Word2Vec: {Float32}, Word2VecBinary: {Float32}, GloVe: {Float32},
	NumPy: {Float32, Float16}, NumPyZip: {Float32, Float16, Int8}, SafeTensors: {Float32, Float16, Int8},
	Projector: {Digits, Float32}, CSV: {Float32}, TSV: {Float32}, JSONL: {Float32},
}

// Extension returns how names of files of a format end, with the dot.
func (f Format) Extension() string {
	switch f {
	case Word2Vec:
		return ".vec"
	case Word2VecBinary:
		return ".bin"
	case GloVe:
		return ".txt"
	case Projector:
		return ".zip"
	}
	return "." + string(f)
}

// Written says what became of a space in a file.
type Written struct {
	Rows    int
	Renamed int // labels with a character that the format cannot have in one
}

// A WriteError says that a format has no room for what is to be written.
type WriteError struct {
	Format    Format
	Precision Precision
}

func (e *WriteError) Error() string {
	return fmt.Sprintf("%q with numbers of type %s is not written", e.Format, e.Precision)
}

// A ValueError says that a row holds what is no number and cannot be written.
type ValueError struct {
	Row   int
	Label string
}

func (e *ValueError) Error() string { return fmt.Sprintf("row %d (%q) is not finite", e.Row, e.Label) }

// Export writes a space. It writes some 64 KiB at a time, between which w may
// rest. Tables and the projector's bundle have the columns of the space; the
// others only labels, and .npy not even those.
//
// In word2vec's and GloVe's files white space within a label becomes _, as their
// programs cannot read it, and in TSV and the bundle tabs and line ends a space.
func Export(w io.Writer, s *space.Space, f Format, p Precision) (Written, error) {
	return export(w, s, f, p, Bundle{})
}

func export(w io.Writer, s *space.Space, f Format, p Precision, b Bundle) (Written, error) {
	switch precisions := Formats[f]; {
	case p == "" && len(precisions) > 0:
		p = precisions[0]
	case !slices.Contains(precisions, p):
		return Written{}, &WriteError{f, p}
	}
	e := &exporter{w: bufio.NewWriterSize(w, piece), space: s, rows: s.Rows(nil), precision: p}
	for _, id := range e.rows {
		if !finite(s.Row(id)) {
			return Written{}, &ValueError{id, s.Label(id)}
		}
	}
	err := e.write(f, b)
	if err == nil {
		err = e.w.Flush()
	}
	if err != nil {
		return Written{}, fmt.Errorf("write %s as %s: %w", s.Name, f, err)
	}
	return Written{len(e.rows), e.renamed}, nil
}

type exporter struct {
	w         *bufio.Writer
	space     *space.Space
	rows      []int
	precision Precision
	renamed   int
	line      []byte
}

func (e *exporter) write(f Format, b Bundle) error {
	switch f {
	case Word2Vec, Word2VecBinary:
		fmt.Fprintf(e.w, "%d %d\n", len(e.rows), e.space.Dim())
		if f == Word2VecBinary {
			return e.each(e.binaryRow)
		}
		return e.each(e.textRow)
	case GloVe:
		return e.each(e.textRow)
	case NumPy:
		return e.vectors(e.w)
	case NumPyZip:
		return e.arrays()
	case SafeTensors:
		return e.tensors()
	case Projector:
		return e.bundle(b)
	case CSV:
		return e.table(',')
	case TSV:
		return e.table('\t')
	}
	return e.objects()
}

// each writes what append gives for each row.
func (e *exporter) each(row func(line []byte, id int) []byte) error {
	return e.eachTo(e.w, row)
}

func (e *exporter) eachTo(w io.Writer, row func(line []byte, id int) []byte) error {
	for _, id := range e.rows {
		e.line = row(e.line[:0], id)
		if _, err := w.Write(e.line); err != nil {
			return err
		}
	}
	return nil
}

// label returns a label in which each of some characters has become another.
func (e *exporter) label(id int, none string, becomes rune) string {
	label := e.space.Label(id)
	clean := strings.Map(func(c rune) rune {
		if strings.ContainsRune(none, c) {
			return becomes
		}
		return c
	}, label)
	if clean == "" && becomes == '_' {
		clean = "_"
	}
	if clean != label {
		e.renamed++
	}
	return clean
}

func (e *exporter) word(line []byte, id int) []byte {
	return append(append(line, e.label(id, " \t\n\r", '_')...), ' ')
}

func (e *exporter) textRow(line []byte, id int) []byte {
	return append(appendList(e.word(line, id), e.space.Row(id), " "), '\n')
}

func (e *exporter) binaryRow(line []byte, id int) []byte {
	return appendFloats(e.word(line, id), e.space.Row(id))
}

func appendFloats(b []byte, row []float32) []byte {
	for _, x := range row {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(x))
	}
	return b
}

// appendList appends numbers in as few digits as tell them apart.
func appendList(b []byte, row []float32, between string) []byte {
	for i, x := range row {
		if i > 0 {
			b = append(b, between...)
		}
		b = strconv.AppendFloat(b, float64(x), 'g', -1, 32)
	}
	return b
}

// appendRow appends the numbers of a row in the precision asked for.
func (e *exporter) appendRow(b []byte, id int) []byte {
	row := e.space.Row(id)
	switch e.precision {
	case Float16:
		for _, x := range row {
			const most = 65504
			b = binary.LittleEndian.AppendUint16(b, toHalf(max(-most, min(most, x))))
		}
		return b
	case Int8:
		scale := float64(rowScale(row))
		for _, x := range row {
			q := 0.
			if scale > 0 {
				q = math.Round(float64(x) / scale)
			}
			b = append(b, byte(int8(max(-127, min(127, q)))))
		}
		return b
	}
	return appendFloats(b, row)
}

func rowScale(row []float32) float32 {
	var most float32
	for _, x := range row {
		most = max(most, x, -x)
	}
	return most / 127
}

func (e *exporter) appendScale(b []byte, id int) []byte {
	return appendFloats(b, []float32{rowScale(e.space.Row(id))})
}

// npyHead is the beginning of an .npy file: filled with spaces, so that the
// numbers begin at a multiple of 64 bytes.
func npyHead(descr string, shape string) []byte {
	text := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", descr, shape)
	length := (10+len(text)+1+63)/64*64 - 10
	head := append([]byte("\x93NUMPY\x01\x00"), byte(length), byte(length>>8))
	head = append(head, text...)
	for len(head) < 10+length-1 {
		head = append(head, ' ')
	}
	return append(head, '\n')
}

func (e *exporter) vectors(w io.Writer) error {
	descr := "<" + string(e.precision)
	if e.precision == Int8 {
		descr = "|i1"
	}
	if _, err := w.Write(npyHead(descr, fmt.Sprintf("%d, %d", len(e.rows), e.space.Dim()))); err != nil {
		return err
	}
	return e.eachTo(w, e.appendRow)
}

// arrays writes an .npz of labels and vectors.
func (e *exporter) arrays() error {
	longest := 1
	for _, id := range e.rows {
		longest = max(longest, utf8.RuneCountInString(e.space.Label(id)))
	}
	z := &zipWriter{w: e.w}
	err := z.file("labels.npy", func(w io.Writer) error {
		if _, err := w.Write(npyHead(fmt.Sprintf("<U%d", longest), fmt.Sprintf("%d,", len(e.rows)))); err != nil {
			return err
		}
		return e.eachTo(w, func(line []byte, id int) []byte {
			for _, c := range e.space.Label(id) {
				line = binary.LittleEndian.AppendUint32(line, uint32(c))
			}
			return append(line, make([]byte, 4*longest-len(line))...)
		})
	})
	if err == nil && e.precision == Int8 {
		err = z.file("scale.npy", func(w io.Writer) error {
			if _, err := w.Write(npyHead("<f4", fmt.Sprintf("%d,", len(e.rows)))); err != nil {
				return err
			}
			return e.eachTo(w, e.appendScale)
		})
	}
	if err == nil {
		err = z.file("vectors.npy", e.vectors)
	}
	if err == nil {
		err = z.close()
	}
	return err
}

// tensors writes a safetensors file: a tensor "vectors", and the labels as a list
// in the metadata, which has room for texts only.
func (e *exporter) tensors() error {
	labels := []byte{'['}
	for i, id := range e.rows {
		if i > 0 {
			labels = append(labels, ',')
		}
		labels = appendQuoted(labels, e.space.Label(id))
	}
	labels = append(labels, ']')
	head := appendQuoted([]byte(`{"__metadata__":{"labels":`), string(labels))
	head = append(head, '}')
	at := 0
	entry := func(name, dtype string, size int, shape string) {
		head = fmt.Appendf(head, `,"%s":{"dtype":"%s","shape":[%s],"data_offsets":[%d,%d]}`, name, dtype, shape, at, at+size)
		at += size
	}
	n, dim := len(e.rows), e.space.Dim()
	shape := fmt.Sprintf("%d,%d", n, dim)
	switch e.precision {
	case Int8:
		entry("scale", "F32", 4*n, fmt.Sprint(n))
		entry("vectors", "I8", n*dim, shape)
	case Float16:
		entry("vectors", "F16", 2*n*dim, shape)
	default:
		entry("vectors", "F32", 4*n*dim, shape)
	}
	head = append(head, '}')
	for len(head)%8 != 0 {
		head = append(head, ' ')
	}
	if len(head) > maxHeader {
		return fmt.Errorf("labels of %d bytes are more than a header may have", len(head))
	}
	e.w.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(head))))
	e.w.Write(head)
	if e.precision == Int8 {
		if err := e.each(e.appendScale); err != nil {
			return err
		}
	}
	return e.each(e.appendRow)
}

// appendQuoted appends a text as JSON writes it.
func appendQuoted(b []byte, text string) []byte {
	b = append(b, '"')
	for _, c := range text {
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', byte(c))
		case c < ' ':
			b = fmt.Appendf(b, `\u%04x`, c)
		default:
			b = utf8.AppendRune(b, c)
		}
	}
	return append(b, '"')
}

// written is a column of the space with the name that it has in the file.
type written struct {
	name   string
	values space.Column
}

// columns returns the space's columns; one whose name is taken gets another.
func (e *exporter) columns(taken ...string) []written {
	var columns []written
	for _, name := range e.space.Columns() {
		values := e.space.Column(name)
		for findName([]string{name}, taken) == 0 {
			name += "2"
		}
		columns = append(columns, written{name, values})
	}
	return columns
}

// header is the first line of a table.
func (e *exporter) header(separator byte, names []string, columns []written) string {
	line := []byte{}
	for i, name := range names {
		if i > 0 {
			line = append(line, separator)
		}
		line = append(line, name...)
	}
	for _, c := range columns {
		line = appendCell(append(line, separator), separator, c.name)
	}
	return string(append(line, '\n'))
}

// cells appends what the columns say of a row, each behind a separator.
func (e *exporter) cells(line []byte, separator byte, columns []written, id int) []byte {
	for _, c := range columns {
		text, _ := cellText(c.values, id)
		line = appendCell(append(line, separator), separator, text)
	}
	return line
}

// appendCell appends a cell: between tabs without any, else in quotes if it must.
func appendCell(line []byte, separator byte, text string) []byte {
	if separator == '\t' {
		return append(line, strings.Map(func(c rune) rune {
			if c == '\t' || c == '\n' || c == '\r' {
				return ' '
			}
			return c
		}, text)...)
	}
	if strings.ContainsAny(text, "\",;\n\r") || strings.TrimSpace(text) != text {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	return append(line, text...)
}

// cellText returns what a column says of a row, empty if nothing, and whether it
// is a number.
func cellText(values space.Column, id int) (text string, number bool) {
	switch values := values.(type) {
	case space.Numbers:
		if x := values[id]; x-x == 0 {
			return strconv.FormatFloat(float64(x), 'g', -1, 32), true
		}
	case space.Categories:
		if code := values.Codes[id]; code >= 0 {
			return values.Names[code], false
		}
	case space.Texts:
		return values[id], false
	case space.Colors:
		if c := values[id]; c != 0 {
			return fmt.Sprintf("#%08x", c), false
		}
	}
	return "", false
}

// table writes a line of names and then a row a line, the vector in one cell.
func (e *exporter) table(separator byte) error {
	columns := e.columns("label", "vector")
	e.w.WriteString(e.header(separator, []string{"label", "vector"}, columns))
	return e.each(func(line []byte, id int) []byte {
		label := e.space.Label(id)
		if separator == '\t' {
			label = e.label(id, "\t\n\r", ' ')
		}
		line = append(appendCell(line, separator, label), separator)
		quote := separator == ','
		if quote {
			line = append(line, '"')
		}
		line = append(appendList(append(line, '['), e.space.Row(id), ", "), ']')
		if quote {
			line = append(line, '"')
		}
		return append(e.cells(line, separator, columns, id), '\n')
	})
}

// objects writes an object of JSON a line.
func (e *exporter) objects() error {
	columns := e.columns("label", "vector")
	return e.each(func(line []byte, id int) []byte {
		line = appendQuoted(append(line, `{"label": `...), e.space.Label(id))
		line = append(appendList(append(line, `, "vector": [`...), e.space.Row(id), ", "), ']')
		for _, c := range columns {
			text, number := cellText(c.values, id)
			if text == "" {
				continue
			}
			line = append(appendQuoted(append(line, ", "...), c.name), ": "...)
			if number {
				line = append(line, text...)
			} else {
				line = appendQuoted(line, text)
			}
		}
		return append(line, "}\n"...)
	})
}
