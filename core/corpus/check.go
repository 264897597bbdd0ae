package corpus

import "unicode/utf8"

// A Checker finds the first byte of a text, written to it in pieces, that is no
// text: not UTF-8, or zero. Its zero value is ready.
type Checker struct {
	ends   int   // lines ended
	offset int64 // bytes before tail
	tail   []byte
	open   bool // the last line has begun
}

// Write takes the next piece.
func (c *Checker) Write(p []byte) (int, error) {
	return len(p), c.check(p, false)
}

// Close says whether the text ends within a character.
func (c *Checker) Close() error { return c.check(nil, true) }

// Lines returns how many lines there are.
func (c *Checker) Lines() int {
	if c.open {
		return c.ends + 1
	}
	return c.ends
}

func (c *Checker) check(p []byte, end bool) error {
	if len(c.tail) > 0 {
		p = append(c.tail, p...)
		c.tail = nil
	}
	i := 0
	for i < len(p) {
		if b := p[i]; b < utf8.RuneSelf {
			if b == 0 {
				return &TextError{Line: c.ends + 1, Byte: c.offset + int64(i)}
			}
			c.open = b != '\n'
			if b == '\n' {
				c.ends++
			}
			i++
			continue
		}
		if !end && !utf8.FullRune(p[i:]) {
			break
		}
		r, size := utf8.DecodeRune(p[i:])
		if r == utf8.RuneError && size == 1 {
			return &TextError{Line: c.ends + 1, Byte: c.offset + int64(i), Got: p[i]}
		}
		c.open = true
		i += size
	}
	c.offset += int64(i)
	c.tail = append(c.tail, p[i:]...)
	return nil
}
