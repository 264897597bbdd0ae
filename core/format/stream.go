package format

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
)

const (
	piece   = 1 << 16 // what a Step reads
	ahead   = 1 << 18 // what can be looked at before it is taken
	maxLine = 1 << 24 // of text: longer ones are refused
)

// A GzipError says that compressed data is damaged.
type GzipError struct {
	Byte int64 // how many compressed bytes were read
	Err  error
}

func (e *GzipError) Error() string {
	return fmt.Sprintf("compressed data is damaged near byte %d: %v", e.Byte, e.Err)
}

func (e *GzipError) Unwrap() error { return e.Err }

// A Stream is an opened file, expanded if it was gzipped, whatever its name.
type Stream struct {
	// A method and not a *gzip.Reader: as part of an interface value its header's
	// time would link all of a time's methods.
	expand func([]byte) (int, error)
	file   io.ReadCloser
	stored int64 // bytes of the file read
	gzip   bool

	buf  *bufio.Reader
	at   int64 // expanded bytes taken
	line int   // lines taken
	from int64 // where the last of them begins
	long []byte
}

// Open opens a file.
func Open(open func() (io.ReadCloser, error)) (*Stream, error) {
	file, err := open()
	if err != nil {
		return nil, err
	}
	s := &Stream{file: file}
	stored := bufio.NewReaderSize(readFunc(func(p []byte) (int, error) {
		n, err := file.Read(p)
		s.stored += int64(n)
		return n, err
	}), ahead)
	s.buf = stored
	if start, _ := stored.Peek(2); string(start) == "\x1f\x8b" {
		s.gzip = true
		expanded, err := gzip.NewReader(stored)
		if err != nil {
			file.Close()
			return nil, &GzipError{s.stored, err}
		}
		s.expand = expanded.Read
		s.buf = bufio.NewReaderSize(readFunc(s.readExpanded), ahead)
	}
	return s, nil
}

type readFunc func([]byte) (int, error)

func (f readFunc) Read(p []byte) (int, error) { return f(p) }

func (s *Stream) readExpanded(p []byte) (int, error) {
	n, err := s.expand(p)
	if err != nil && err != io.EOF {
		err = &GzipError{s.stored, err}
	}
	return n, err
}

// Close closes the file.
func (s *Stream) Close() error { return s.file.Close() }

// Gzipped says whether the file was expanded.
func (s *Stream) Gzipped() bool { return s.gzip }

// Stored returns how many bytes of the file have been read, as it is stored.
func (s *Stream) Stored() int64 { return s.stored }

// Read implements io.Reader.
func (s *Stream) Read(p []byte) (int, error) {
	n, err := s.buf.Read(p)
	s.at += int64(n)
	return n, err
}

// Peek returns up to n ≤ 256 KiB that come next; fewer only at the end.
func (s *Stream) Peek(n int) ([]byte, error) {
	b, err := s.buf.Peek(n)
	if err == io.EOF {
		err = nil
	}
	return b, err
}

func (s *Stream) skip(n int64) error {
	for n > 0 {
		k, err := s.buf.Discard(int(min(n, ahead)))
		s.at += int64(k)
		n -= int64(k)
		if err != nil {
			return err
		}
	}
	return nil
}

// nextLine returns the next line without its end, io.EOF behind the last. It is
// valid until the next call.
func (s *Stream) nextLine() ([]byte, error) {
	line, err := s.buf.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		s.long = append(s.long[:0], line...)
		for err == bufio.ErrBufferFull && len(s.long) <= maxLine {
			line, err = s.buf.ReadSlice('\n')
			s.long = append(s.long, line...)
		}
		line = s.long
	}
	if err == bufio.ErrBufferFull {
		return nil, &SyntaxError{Line: s.line + 1, Byte: s.at, Want: fmt.Sprintf("at most %d bytes", maxLine), Got: "a longer line"}
	}
	if err != nil && err != io.EOF {
		return nil, err
	}
	if len(line) == 0 {
		return nil, io.EOF
	}
	s.from = s.at
	s.at += int64(len(line))
	s.line++
	if n := len(line); line[n-1] == '\n' {
		line = line[:n-1]
	}
	if n := len(line); n > 0 && line[n-1] == '\r' {
		line = line[:n-1]
	}
	return line, nil
}

// floats reads numbers into dst.
func (s *Stream) floats(dst []float32, t dtype) error {
	for len(dst) > 0 {
		b, err := s.buf.Peek(min(len(dst), piece/t.size) * t.size)
		n := len(b) / t.size
		t.decode(dst[:n], b)
		s.buf.Discard(n * t.size)
		s.at += int64(n * t.size)
		if dst = dst[n:]; err == nil || len(dst) == 0 {
			continue
		}
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		return err
	}
	return nil
}
