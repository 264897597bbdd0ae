package format

import (
	"bytes"
	"io"
)

// counts is what is learnt of a part by reading it through.
type counts struct {
	bytes int64
	lines int // ends of lines; one more if bytes follow the last
	keep  bool
	tail  []byte // the end of an archive
}

// maxTail is how much of the end is kept: an archive's directory must fit in.
const maxTail = 1 << 18

func (c *counts) count(s *Stream) decoder {
	buf := make([]byte, piece)
	var last byte = '\n'
	if c.keep {
		c.tail = make([]byte, 0, 4*maxTail)
	}
	return func() error {
		n, err := s.Read(buf)
		b := buf[:n]
		c.bytes += int64(n)
		c.lines += bytes.Count(b, []byte("\n"))
		if n > 0 {
			last = b[n-1]
		}
		if c.keep {
			if len(c.tail) > 3*maxTail {
				c.tail = c.tail[:copy(c.tail, c.tail[len(c.tail)-maxTail:])]
			}
			c.tail = append(c.tail, b...)
		}
		if err == io.EOF && last != '\n' {
			c.lines++
		}
		return err
	}
}
