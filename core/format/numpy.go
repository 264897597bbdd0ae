package format

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxHeader bounds the header of a safetensors file, as its own library does.
const maxHeader = 100 << 20

// npyHeader is what an .npy file says of its array.
type npyHeader struct {
	descr   string // byte order, kind and size, as <f4
	fortran bool   // column after column
	shape   []int
}

// readNpyHeader reads the magic, the version and the Python dictionary behind.
func readNpyHeader(s *Stream) (h npyHeader, err error) {
	bad := func(want, got string) (npyHeader, error) {
		return npyHeader{}, &SyntaxError{Byte: s.at, Want: want, Got: got}
	}
	start, err := s.Peek(12)
	if err != nil {
		return h, err
	}
	if len(start) < 12 || string(start[:6]) != "\x93NUMPY" {
		return bad("the beginning of an .npy file", excerpt(start))
	}
	size, length := 10, int(binary.LittleEndian.Uint16(start[8:]))
	if start[6] > 1 {
		size, length = 12, int(binary.LittleEndian.Uint32(start[8:]))
	}
	if start[6] < 1 || start[6] > 3 {
		return bad("version 1, 2 or 3", fmt.Sprint(start[6]))
	}
	if length > ahead-size {
		return bad("a short header", fmt.Sprintf("%d bytes", length))
	}
	start, err = s.Peek(size + length)
	if err != nil {
		return h, err
	}
	if len(start) < size+length {
		return bad(fmt.Sprintf("a header of %d bytes", length), "the end")
	}
	text := string(start[size:])
	h.descr = strings.Trim(entry(text, "descr"), `'"`)
	h.fortran = entry(text, "fortran_order") == "True"
	if h.descr == "" || h.descr[0] == '[' {
		return bad("one type of numbers", excerpt([]byte(text)))
	}
	for _, n := range strings.Split(strings.Trim(entry(text, "shape"), "()"), ",") {
		if n = strings.TrimSpace(n); n == "" {
			continue
		}
		size, err := strconv.Atoi(n)
		if err != nil || size < 0 {
			return bad("a shape", excerpt([]byte(text)))
		}
		h.shape = append(h.shape, size)
	}
	return h, s.skip(int64(size + length))
}

// entry returns what stands behind a key of a Python dictionary: a text, a word
// or a tuple.
func entry(dict, key string) string {
	_, rest, found := strings.Cut(dict, "'"+key+"':")
	if !found {
		return ""
	}
	rest = strings.TrimLeft(rest, " ")
	end := strings.IndexAny(rest, ",}")
	switch {
	case strings.HasPrefix(rest, "("):
		end = strings.IndexByte(rest, ')') + 1
	case strings.HasPrefix(rest, "["):
		end = strings.IndexByte(rest, ']') + 1
	}
	if end < 0 {
		return ""
	}
	return strings.TrimSpace(rest[:end])
}

// typeOf returns the type of numbers that a descr names.
func typeOf(descr string) (dtype, bool) {
	if descr == "|i1" {
		return int8s, true
	}
	for _, t := range []dtype{float16s, float32s, float64s} {
		switch descr {
		case "<" + t.name:
			return t, true
		case ">" + t.name:
			return t.swapped(), true
		}
	}
	return dtype{}, false
}

// startNumPy reads an array of two dimensions.
func startNumPy(r *Reader, s *Stream) (decoder, error) {
	h, err := readNpyHeader(s)
	if err != nil {
		return nil, err
	}
	t, ok := typeOf(h.descr)
	if !ok || t.size == 1 && r.scales == nil {
		return nil, &TypeError{r.facts.Array, h.descr, "f2, f4 or f8"}
	}
	return r.startArray(s, t, h.shape, h.fortran)
}

// startArray reads the numbers of an array.
func (r *Reader) startArray(s *Stream, t dtype, shape []int, fortran bool) (decoder, error) {
	if len(shape) != 2 {
		return nil, &ArrayError{r.facts.Array, []Array{{r.facts.Array, t.name, shape}}}
	}
	rows, dim := shape[0], shape[1]
	r.facts.Type = t.name
	if labels := r.rows.labels; labels != nil && len(labels) != rows {
		return nil, &SyntaxError{Byte: s.at, Want: fmt.Sprintf("a row for each of %d labels", len(labels)), Got: fmt.Sprintf("%d rows", rows)}
	}
	if r.scales != nil && len(r.scales) != rows {
		return nil, &SyntaxError{Byte: s.at, Want: fmt.Sprintf("a row for each of %d scales", len(r.scales)), Got: fmt.Sprintf("%d rows", rows)}
	}
	if err := r.allocate(rows, dim, int64(dim)*int64(t.size)); err != nil {
		return nil, err
	}
	cut := func(err error) error {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return &SyntaxError{Byte: s.at, Want: fmt.Sprintf("%s numbers", spellShape(shape)), Got: "the end"}
		}
		return err
	}
	room := len(r.rows.data) / dim
	if fortran {
		return r.columnsOf(s, t, rows, room, cut), nil
	}
	return func() error {
		i := r.rows.n
		if i == rows || i == room && r.facts.Cut {
			return io.EOF
		}
		if i == room {
			return cut(io.EOF)
		}
		row := r.rows.next()
		if err := s.floats(row, t); err != nil {
			return cut(err)
		}
		if r.scales != nil {
			for d := range row {
				row[d] *= r.scales[i]
			}
		}
		r.rows.n++
		return nil
	}, nil
}

// columnsOf reads an array that lies column by column. There are no rows before
// the last column has been read.
func (r *Reader) columnsOf(s *Stream, t dtype, rows, room int, cut func(error) error) decoder {
	dim, column, from := r.rows.dim, 0, 0
	block := make([]float32, min(room, 4096))
	return func() error {
		if column == dim {
			r.rows.n = room
			if r.scales != nil {
				for i := range room {
					row := r.rows.row(i)
					for d := range row {
						row[d] *= r.scales[i]
					}
				}
			}
			return io.EOF
		}
		if room < rows && !r.facts.Cut {
			return cut(io.EOF)
		}
		part := block[:min(len(block), room-from)]
		if err := s.floats(part, t); err != nil {
			return cut(err)
		}
		for i, x := range part {
			r.rows.data[(from+i)*dim+column] = x
		}
		if from += len(part); from < room {
			return nil
		}
		column, from = column+1, 0
		return s.skip(int64(rows-room) * int64(t.size))
	}
}

// startLabels reads an array of texts, as NumPy has them: all in as much room as
// the longest needs, of UCS-4 characters or of bytes.
func startLabels(r *Reader, s *Stream) (decoder, error) {
	h, err := readNpyHeader(s)
	if err != nil {
		return nil, err
	}
	size, err := strconv.Atoi(strings.TrimLeft(h.descr, "<>|=US"))
	kind := strings.TrimRight(h.descr, "0123456789")
	if err != nil || size < 1 || size > maxLine || kind != "<U" && kind != ">U" && kind != "|S" {
		return nil, &TypeError{r.parts[0].array, h.descr, "texts of a fixed length (U or S)"}
	}
	if len(h.shape) != 1 {
		return nil, &ArrayError{r.parts[0].array, []Array{{r.parts[0].array, h.descr, h.shape}}}
	}
	if kind != "|S" {
		size *= 4
	}
	var raw, text []byte
	r.rows.labels = make([]string, 0, min(int64(h.shape[0]), r.counted.bytes/int64(size)))
	return func() error {
		if len(r.rows.labels) == h.shape[0] {
			return io.EOF
		}
		raw = raw[:0]
		for len(raw) < size {
			b, err := s.Peek(min(size-len(raw), ahead))
			if err != nil {
				return err
			}
			if len(b) == 0 {
				return &SyntaxError{Byte: s.at, Want: fmt.Sprintf("%d labels", h.shape[0]), Got: "the end"}
			}
			raw = append(raw, b...)
			if err := s.skip(int64(len(b))); err != nil {
				return err
			}
		}
		if kind == "|S" {
			text = append(text[:0], bytes.TrimRight(raw, "\x00")...)
		} else {
			text = appendUCS4(text[:0], raw, kind == ">U")
		}
		r.rows.labels = append(r.rows.labels, r.rows.store(text))
		return nil
	}, nil
}

// appendUCS4 appends characters of four bytes as UTF-8; zeros fill the room.
func appendUCS4(dst, raw []byte, big bool) []byte {
	for i := 0; i+4 <= len(raw); i += 4 {
		c := binary.LittleEndian.Uint32(raw[i:])
		if big {
			c = binary.BigEndian.Uint32(raw[i:])
		}
		dst = append(dst, string(rune(min(c, 0x110000)))...)
	}
	return bytes.TrimRight(dst, "\x00")
}

// startScales reads one float32 a row, which its numbers are to be multiplied
// with.
func startScales(r *Reader, s *Stream) (decoder, error) {
	h, err := readNpyHeader(s)
	if err != nil {
		return nil, err
	}
	t, ok := typeOf(h.descr)
	if !ok || len(h.shape) != 1 {
		return nil, &TypeError{r.parts[0].array, h.descr, "f4"}
	}
	return r.readScales(s, t, h.shape[0]), nil
}

func (r *Reader) readScales(s *Stream, t dtype, count int) decoder {
	r.scales = make([]float32, 0, min(int64(count), r.counted.bytes/int64(t.size)))
	var block [256]float32
	return func() error {
		rest := count - len(r.scales)
		if rest == 0 {
			return io.EOF
		}
		part := block[:min(rest, len(block))]
		if err := s.floats(part, t); err != nil {
			if err == io.ErrUnexpectedEOF {
				return &SyntaxError{Byte: s.at, Want: fmt.Sprintf("%d scales", count), Got: "the end"}
			}
			return err
		}
		r.scales = append(r.scales, part...)
		return nil
	}
}
