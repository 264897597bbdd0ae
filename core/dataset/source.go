package dataset

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
)

// Kinds of data.
const (
	KindText     = "text"
	KindLabelled = "labelled" // texts, each with a label: see Rows
	KindTargets  = "targets"  // texts, each with numbers: see Rows
)

// A Source is data that can be opened, again and again.
type Source struct {
	ID     string // of the built-in set, or the hash
	Name   string
	Kind   string
	Hash   string // a digest of the expanded bytes, in hexadecimal
	Bytes  int64  // as stored, for progress; 0 if unknown
	Column string // of a table with a header line: the one that holds the text; empty: plain text, or of a labelled kind to be found
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
	// A method and not a *gzip.Reader: as part of an interface value its header's
	// time would link all of a time's methods, 25 kB of the page.
	read    func([]byte) (int, error)
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
	st.read = buffered.Read
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
		st.read = expanded.Read
	}
	return st, nil
}

func (s *stream) Read(p []byte) (int, error) {
	n, err := s.read(p)
	if err != nil && err != io.EOF && s.gzip {
		err = &GzipError{s.counter.n, err}
	}
	return n, err
}

func (s *stream) Close() error { return s.stored.Close() }
