package format

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

// startWord2VecBinary reads word2vec's binary: "V D\n", then V times a word, one
// space, D float32 and, if the C program wrote it, a line end.
func startWord2VecBinary(r *Reader, s *Stream) (decoder, error) {
	r.facts.Type = float32s.name
	line, err := s.nextLine()
	if err != nil {
		return nil, err
	}
	rows, dim, ok := word2vecHeader(line)
	if !ok {
		return nil, &SyntaxError{Line: 1, Want: "the number of rows and of dimensions", Got: excerpt(line)}
	}
	if err := r.allocate(rows, dim, 4*int64(dim)+1); err != nil {
		return nil, err
	}
	cut := func(err error) error {
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return &SyntaxError{Byte: s.at, Want: fmt.Sprintf("row %d of %d", r.rows.n+1, rows), Got: "the end"}
		}
		return err
	}
	var label []byte
	return func() error {
		if r.rows.n == rows {
			return io.EOF
		}
		if r.rows.full() {
			if r.facts.Cut {
				return io.EOF
			}
			return cut(io.EOF)
		}
		word, err := s.buf.ReadSlice(' ')
		if err == bufio.ErrBufferFull {
			return &SyntaxError{Byte: s.at, Want: "a word and a space", Got: excerpt(word)}
		}
		if err != nil {
			return cut(err)
		}
		label = append(label[:0], bytes.TrimPrefix(word[:len(word)-1], []byte("\n"))...)
		s.at += int64(len(word))
		if err := s.floats(r.rows.next(), float32s); err != nil {
			return cut(err)
		}
		r.rows.label(label)
		return nil
	}, nil
}
