package format

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// table says what the columns of a table are.
type table struct {
	separator byte
	header    bool
	names     []string
	label     int   // −1: rows have none
	vector    int   // the column that holds a whole vector, −1: none
	numbers   []int // else those that hold a number of it each
	dim       int
}

// tableLayout looks at the first lines of a table. A column whose cells are lists
// of numbers, as "[0.1, 0.2]", is the vector; else all columns of numbers are,
// but for those called count or id.
func tableLayout(lines [][]byte) (l table, ok bool) {
	if len(lines) == 0 {
		return l, false
	}
	l.separator = separatorOf(lines[0])
	var rows [][]string
	for _, line := range lines {
		cells, whole := splitCells(line, l.separator)
		if !whole {
			break
		}
		if len(cells) > 1 || len(line) > 0 {
			rows = append(rows, cells)
		}
	}
	if len(rows) == 0 || len(rows[0]) < 2 {
		return l, false
	}
	for _, cells := range rows {
		if len(cells) != len(rows[0]) {
			return l, false
		}
	}
	if l.header = isHeader(rows); l.header {
		l.names, rows = rows[0], rows[1:]
		if len(rows) == 0 || repeats(l.names) {
			return l, false
		}
	} else {
		for i := range rows[0] {
			l.names = append(l.names, strconv.Itoa(i+1))
		}
	}
	l.choose(rows)
	return l, l.dim > 1 && (l.vector >= 0 || l.header && l.label >= 0 || l.dim >= 16 || l.points(rows))
}

func repeats(names []string) bool {
	for i, name := range names {
		if findName(names, []string{name}) != i {
			return true
		}
	}
	return false
}

// points says that most of the numbers have a decimal point or an exponent: a
// table that says nothing else of itself may be ids, links or ratings as well.
func (l *table) points(rows [][]string) bool {
	n := 0
	for _, cells := range rows {
		for _, at := range l.numbers {
			if hasPoint([]byte(cells[at])) {
				n++
			}
		}
	}
	return 2*n > len(rows)*l.dim
}

// isHeader says that the first row has no numbers, but the second has.
func isHeader(rows [][]string) bool {
	if len(rows) < 2 {
		return false
	}
	number := func(cell string) bool { return isNumber([]byte(cell)) || listLength(cell) > 1 }
	return !slices.ContainsFunc(rows[0], number) && slices.ContainsFunc(rows[1], number)
}

func (l *table) choose(rows [][]string) {
	all := func(column int, is func(string) bool) bool {
		for _, cells := range rows {
			if !is(cells[column]) {
				return false
			}
		}
		return true
	}
	l.label, l.vector = -1, -1
	var texts []int
	for i, name := range l.names {
		n := listLength(rows[0][i])
		switch {
		case n > 1 && all(i, func(cell string) bool { return listLength(cell) == n }):
			if l.vector < 0 || findName([]string{name}, vectorNames) == 0 {
				l.vector, l.dim = i, n
			}
		case all(i, func(cell string) bool { return isNumber([]byte(cell)) }):
			if !l.header || !isCount(name) && !strings.EqualFold(name, "id") {
				l.numbers = append(l.numbers, i)
			}
		default:
			texts = append(texts, i)
		}
	}
	named := make([]string, len(texts))
	for i, at := range texts {
		named[i] = l.names[at]
	}
	if len(texts) > 0 {
		l.label = texts[max(0, findName(named, labelNames))]
	} else if l.header {
		l.label = findName(l.names, []string{"id"})
	}
	if l.vector < 0 {
		l.dim = len(l.numbers)
	} else {
		l.numbers = nil
	}
}

// separatorOf returns a tab if there is one, else the more frequent of semicolon
// and comma, outside of quotes.
func separatorOf(line []byte) byte {
	if bytes.IndexByte(line, '\t') >= 0 {
		return '\t'
	}
	commas, _ := splitCells(line, ',')
	if semicolons, _ := splitCells(line, ';'); len(semicolons) > len(commas) {
		return ';'
	}
	return ','
}

// splitCells splits a line of a table. Between tabs cells stand as they are;
// else one may stand in quotes, where two quotes are one. whole is false if a
// quote is open at the end.
func splitCells(line []byte, separator byte) (cells []string, whole bool) {
	if separator == '\t' {
		return strings.Split(string(line), "\t"), true
	}
	rest := string(line)
	for {
		if trimmed := strings.TrimLeft(rest, " "); strings.HasPrefix(trimmed, `"`) {
			cell, after, closed := unquote(trimmed[1:])
			if !closed {
				return append(cells, cell), false
			}
			cells, rest = append(cells, cell), strings.TrimLeft(after, " ")
			if rest == "" {
				return cells, true
			}
			if rest[0] != separator { // what follows the quote belongs to it
				end := strings.IndexByte(rest, separator)
				if end < 0 {
					cells[len(cells)-1] += rest
					return cells, true
				}
				cells[len(cells)-1] += rest[:end]
				rest = rest[end:]
			}
			rest = rest[1:]
			continue
		}
		end := strings.IndexByte(rest, separator)
		if end < 0 {
			return append(cells, strings.TrimSpace(rest)), true
		}
		cells, rest = append(cells, strings.TrimSpace(rest[:end])), rest[end+1:]
	}
}

func unquote(s string) (cell, rest string, closed bool) {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(s, `"`)
		b.WriteString(before)
		if !found {
			return b.String(), "", false
		}
		if !strings.HasPrefix(after, `"`) {
			return b.String(), after, true
		}
		b.WriteByte('"')
		s = after[1:]
	}
}

// listLength counts the numbers of a cell that holds nothing but a list of them.
func listLength(cell string) int {
	n := 0
	ok := parseList(cell, func(float32) { n++ })
	if !ok {
		return 0
	}
	return n
}

// parseList calls each for the numbers of a list, with or without brackets, and
// says whether there was nothing else.
func parseList(cell string, each func(float32)) bool {
	cell = strings.TrimSpace(cell)
	if n := len(cell); n > 1 && (cell[0] == '[' && cell[n-1] == ']' || cell[0] == '(' && cell[n-1] == ')') {
		cell = cell[1 : n-1]
	}
	list := []byte(cell)
	for i := 0; ; {
		for i < len(list) && (blank(list[i]) || list[i] == ',' || list[i] == '\n') {
			i++
		}
		if i == len(list) {
			return true
		}
		x, n := parseFloat(list[i:])
		if n == 0 || i+n < len(list) && !blank(list[i+n]) && list[i+n] != ',' && list[i+n] != '\n' {
			return false
		}
		each(x)
		i += n
	}
}

// startTable reads a table of one row a vector.
func startTable(r *Reader, s *Stream) (decoder, error) {
	r.facts.Type = "text"
	start, err := s.Peek(ahead)
	if err != nil {
		return nil, err
	}
	l, ok := tableLayout(sampleLines(start))
	if !ok {
		return nil, &SyntaxError{Line: 1, Want: "columns of numbers", Got: excerpt(start)}
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		s.skip(3)
	}
	lines := r.counted.lines
	if l.header {
		if _, err := s.nextLine(); err != nil {
			return nil, err
		}
		lines--
	}
	if err := r.allocate(lines, l.dim, 2*int64(l.dim)); err != nil {
		return nil, err
	}
	columns := make([]*column, len(l.names))
	for i, name := range l.names {
		if i != l.label && i != l.vector && !slices.Contains(l.numbers, i) {
			columns[i] = newColumn(name)
			r.rows.columns = append(r.rows.columns, columns[i])
		}
	}
	return func() error {
		if r.rows.full() {
			return io.EOF
		}
		from, line := s.at, s.line+1
		cells, err := s.cells(l.separator)
		if err != nil {
			return err
		}
		r.facts.Rows -= s.line - line // a quoted cell may go over several
		if len(cells) == 1 && cells[0] == "" {
			r.facts.Rows--
			return nil
		}
		bad := func(want, got string) error {
			return &SyntaxError{Line: line, Byte: from, Want: want, Got: got}
		}
		if len(cells) != len(l.names) {
			return bad(fmt.Sprintf("%d columns", len(l.names)), fmt.Sprint(len(cells)))
		}
		row := r.rows.next()
		for d, at := range l.numbers {
			if n, end := parseFloats(row[d:d+1], []byte(cells[at])); n == 0 || end < len(cells[at]) {
				return bad(fmt.Sprintf("a number in column %s", l.names[at]), excerpt([]byte(cells[at])))
			}
		}
		if l.vector >= 0 {
			n := 0
			if ok := parseList(cells[l.vector], func(x float32) {
				if n < l.dim {
					row[n] = x
				}
				n++
			}); !ok || n != l.dim {
				return bad(fmt.Sprintf("%d numbers in column %s", l.dim, l.names[l.vector]), excerpt([]byte(cells[l.vector])))
			}
		}
		for i, c := range columns {
			if c != nil {
				c.add(r.rows.n, []byte(cells[i]), r.rows.store)
			}
		}
		if l.label >= 0 {
			r.rows.label([]byte(cells[l.label]))
		} else {
			r.rows.n++
		}
		return nil
	}, nil
}

// cells reads a row of a table, over several lines if a quoted cell goes so far.
func (s *Stream) cells(separator byte) ([]string, error) {
	line, err := s.nextLine()
	if err != nil {
		return nil, err
	}
	from, first := s.from, s.line
	cells, whole := splitCells(line, separator)
	if whole {
		return cells, nil
	}
	text := append([]byte(nil), line...)
	for len(text) <= maxCells {
		line, err := s.nextLine()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		text = append(append(text, '\n'), line...)
		if bytes.IndexByte(line, '"') < 0 {
			continue
		}
		if cells, whole = splitCells(text, separator); whole {
			return cells, nil
		}
	}
	return nil, &SyntaxError{Line: first, Byte: from, Want: "the end of a cell in quotes", Got: "none"}
}

// maxCells bounds what a quote that is never closed takes in.
const maxCells = 1 << 20
