package dataset

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
)

// Kinds of data.
const (
	KindText = "text"
)

// A Source is data that can be opened, again and again.
type Source struct {
	ID     string // of the built-in set, or the hash
	Name   string
	Kind   string
	Hash   string // SHA-256 of the expanded bytes, in hexadecimal
	Bytes  int64  // as stored, for progress; 0 if unknown
	Column string // of a table with a header line, tabs between columns: the one that holds the text; empty: plain text
	Open   func() (io.ReadCloser, error)
}

// A GzipError says that compressed data is damaged.
type GzipError struct {
	Byte int64 // how many compressed bytes were read
	Err  error
}

func (e *GzipError) Error() string {
	return fmt.Sprintf("compressed data is damaged near byte %d: %v", e.Byte, e.Err)
}

func (e *GzipError) Unwrap() error { return e.Err }

// stream is opened data, expanded.
type stream struct {
	io.Reader
	stored  io.ReadCloser
	counter counter
	gzip    bool
}

// counter counts what is read through it.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

func openStream(s Source) (*stream, error) {
	stored, err := s.Open()
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", s.Name, err)
	}
	st := &stream{stored: stored}
	st.counter.r = stored
	buffered := bufio.NewReaderSize(&st.counter, 1<<16)
	st.Reader = buffered
	start, err := buffered.Peek(2)
	if err != nil && err != io.EOF {
		stored.Close()
		return nil, fmt.Errorf("read %s: %w", s.Name, err)
	}
	if len(start) == 2 && start[0] == 0x1f && start[1] == 0x8b {
		st.gzip = true
		expanded, err := gzip.NewReader(buffered)
		if err != nil {
			stored.Close()
			return nil, fmt.Errorf("read %s: %w", s.Name, &GzipError{st.counter.n, err})
		}
		st.Reader = expanded
	}
	return st, nil
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if err != nil && err != io.EOF && s.gzip {
		err = &GzipError{s.counter.n, err}
	}
	return n, err
}

func (s *stream) Close() error { return s.stored.Close() }
