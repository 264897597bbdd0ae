package format

import (
	"bytes"
	"fmt"
	"io"
)

// startWord2Vec reads word2vec's text: "V D", then V lines of a word and D
// numbers.
func startWord2Vec(r *Reader, s *Stream) (decoder, error) {
	r.facts.Type = "text"
	line, err := s.nextLine()
	if err != nil {
		return nil, err
	}
	rows, dim, ok := word2vecHeader(bytes.TrimPrefix(line, []byte("\ufeff")))
	if !ok {
		return nil, &SyntaxError{Line: 1, Want: "the number of rows and of dimensions", Got: excerpt(line)}
	}
	if err := r.allocate(rows, dim, 2*int64(dim)+2); err != nil {
		return nil, err
	}
	next := r.textRows(s)
	return func() error {
		if r.rows.n == rows {
			return io.EOF
		}
		err := next()
		if err == io.EOF && !(r.facts.Cut && r.rows.full()) {
			return &SyntaxError{Line: s.line + 1, Byte: s.at, Want: fmt.Sprintf("row %d of %d", r.rows.n+1, rows), Got: "the end"}
		}
		return err
	}, nil
}

// startGloVe reads lines of a word and numbers, as many as the first lines have
// at their ends. Without words the rows get numbers.
func startGloVe(r *Reader, s *Stream) (decoder, error) {
	r.facts.Type = "text"
	start, err := s.Peek(ahead)
	if err != nil {
		return nil, err
	}
	l, ok := spacedLayout(sampleLines(start))
	if !ok {
		return nil, &SyntaxError{Line: 1, Want: "a word and numbers", Got: excerpt(start)}
	}
	if bytes.HasPrefix(start, []byte("\ufeff")) {
		s.skip(3)
	}
	least := 2 * int64(l.dim)
	if l.labelled {
		least += 2
	}
	if err := r.allocate(r.counted.lines, l.dim, least); err != nil {
		return nil, err
	}
	if l.labelled {
		return r.textRows(s), nil
	}
	return r.bareRows(s), nil
}

// bareRows reads a row a line: numbers with spaces or tabs between.
func (r *Reader) bareRows(s *Stream) decoder {
	dim := r.rows.dim
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
		if n, at := parseFloats(r.rows.next(), line); n < dim || at < len(line) {
			return rowError(s, line, dim, n, at)
		}
		r.rows.n++
		return nil
	}
}

// textRows reads a row a line: a word and numbers with spaces or tabs between. A
// word may itself contain some: the numbers are the last ones of the line.
func (r *Reader) textRows(s *Stream) decoder {
	dim := r.rows.dim
	return func() error {
		if r.rows.full() {
			return io.EOF
		}
		line, err := s.nextLine()
		if err != nil {
			return err
		}
		end := bytes.IndexAny(line, " \t")
		if end < 0 {
			if len(line) > 0 {
				return rowError(s, line, dim, 0, 0)
			}
			r.facts.Rows--
			return nil
		}
		if n, at := parseFloats(r.rows.next(), line[end:]); n < dim || end+at < len(line) {
			last, ok := labelEnd(line, dim)
			if ok {
				count, stop := parseFloats(r.rows.next(), line[last:])
				ok = count == dim && last+stop == len(line)
			}
			if !ok {
				return rowError(s, line, dim, n, end+at)
			}
			end = last
		}
		r.rows.label(line[:end])
		return nil
	}
}

// labelEnd returns where the label ends before the last dim fields.
func labelEnd(line []byte, dim int) (end int, ok bool) {
	end = len(line)
	for range dim {
		for end > 0 && blank(line[end-1]) {
			end--
		}
		for end > 0 && !blank(line[end-1]) {
			end--
		}
	}
	for end > 0 && blank(line[end-1]) {
		end--
	}
	return end, end > 0
}

// rowError says what is wrong with a line: n numbers could be read up to byte at.
func rowError(s *Stream, line []byte, dim, n, at int) error {
	e := &SyntaxError{Line: s.line, Byte: s.from + int64(at), Want: fmt.Sprintf("number %d of %d", n+1, dim), Got: "the end of the line"}
	if n == dim {
		e.Want = fmt.Sprintf("the end of the line after %d numbers", dim)
	}
	if at < len(line) {
		field, _, _ := bytes.Cut(line[at:], []byte(" "))
		e.Got = excerpt(field)
	}
	return e
}

// excerpt quotes the beginning of what was found.
func excerpt(b []byte) string {
	const most = 40
	if len(b) > most {
		b = b[:most]
	}
	return fmt.Sprintf("%q", bytes.ToValidUTF8(b, []byte("\ufffd")))
}

// spaced is what lines of a word and numbers have in common.
type spaced struct {
	dim      int
	labelled bool
}

// spacedLayout looks at the first lines of a text without a header. All must end
// with numbers, most of which have a decimal point or an exponent, lest any list
// of numbers be taken for vectors.
func spacedLayout(lines [][]byte) (spaced, bool) {
	dim, bare, tabs, whole := maxDim, true, false, true
	points, total := 0, 0
	first := -1
	for _, line := range lines {
		fields := bytes.FieldsFunc(line, func(r rune) bool { return r == ' ' || r == '\t' })
		if len(fields) == 0 {
			continue
		}
		n := 0
		for n < len(fields) && isNumber(fields[len(fields)-1-n]) {
			n++
		}
		if first < 0 {
			first = len(fields)
		}
		bare = bare && n == len(fields) && n == first
		tabs = tabs || bytes.IndexByte(line, '\t') >= 0
		whole = whole && !hasPoint(fields[0])
		dim = min(dim, n, len(fields)-1)
		for _, f := range fields[1:] {
			total++
			if hasPoint(f) {
				points++
			}
		}
	}
	l := spaced{dim, true}
	if bare && first > 1 && (tabs || !whole) {
		l = spaced{first, false}
	}
	return l, first > 1 && l.dim > 1 && (l.dim >= 16 || 2*points > total)
}

func isNumber(field []byte) bool { return isFloat(field) || notFinite(field) }

func hasPoint(field []byte) bool { return bytes.ContainsAny(field, ".eE") && isFloat(field) }
