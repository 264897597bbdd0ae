package format

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonText reads one JSON value piece by piece (RFC 8259). It gives numbers as
// they are written, so that they are parsed once, to float32, and knows at which
// byte something else was expected. encoding/json is too large for a page.
type jsonText struct {
	b    []byte
	at   int
	fail string // what was expected at at; empty: nothing is wrong
}

const maxDepth = 64

func (j *jsonText) expect(what string) { // the first thing wrong is told
	if j.fail == "" {
		j.fail = what
	}
}

// peek returns the next byte that is no white space, 0 at the end or after an
// error.
func (j *jsonText) peek() byte {
	for j.fail == "" && j.at < len(j.b) {
		switch c := j.b[j.at]; c {
		case ' ', '\t', '\n', '\r':
			j.at++
		default:
			return c
		}
	}
	return 0
}

// take takes the next byte if it is c.
func (j *jsonText) take(c byte) bool {
	if j.peek() != c {
		return false
	}
	j.at++
	return true
}

// object calls member for each key, which must read the value.
func (j *jsonText) object(member func(key []byte)) {
	j.list('{', '}', func() {
		if j.peek() != '"' {
			j.expect("a key in quotes")
			return
		}
		key := j.text(nil)
		if !j.take(':') {
			j.expect("a colon")
			return
		}
		member(key)
	})
}

// array calls item before each item, which must read it.
func (j *jsonText) array(item func()) { j.list('[', ']', item) }

func (j *jsonText) list(open, end byte, item func()) {
	if !j.take(open) {
		j.expect(string(rune(open)))
		return
	}
	if j.take(end) {
		return
	}
	for j.fail == "" {
		item()
		if j.take(end) {
			return
		}
		if !j.take(',') {
			j.expect("a comma or " + string(rune(end)))
		}
	}
}

// text appends a string to dst.
func (j *jsonText) text(dst []byte) []byte {
	if !j.take('"') {
		j.expect("a text in quotes")
		return dst
	}
	for j.at < len(j.b) {
		c := j.b[j.at]
		j.at++
		switch {
		case c == '"':
			return dst
		case c < ' ':
			j.at--
			j.expect("no control character")
			return dst
		case c != '\\':
			dst = append(dst, c)
			continue
		}
		if j.at == len(j.b) {
			break
		}
		c = j.b[j.at]
		j.at++
		if c == 'u' {
			dst = utf8.AppendRune(dst, j.escape())
			continue
		}
		i := bytes.IndexByte([]byte(`"\/bfnrt`), c)
		if i < 0 {
			j.expect("an escape")
			return dst
		}
		dst = append(dst, "\"\\/\b\f\n\r\t"[i])
	}
	j.expect("the end of a text in quotes")
	return dst
}

// escape reads what follows \u; of two that make one character, both.
func (j *jsonText) escape() rune {
	first := j.hex()
	if !utf16.IsSurrogate(first) || !bytes.HasPrefix(j.b[j.at:], []byte(`\u`)) {
		return first
	}
	from := j.at
	j.at += 2
	both := utf16.DecodeRune(first, j.hex())
	if both == utf8.RuneError {
		j.at = from
	}
	return both
}

func (j *jsonText) hex() (x rune) {
	for range 4 {
		if j.at == len(j.b) {
			j.expect("four hexadecimal digits")
			return utf8.RuneError
		}
		digit := bytes.IndexByte([]byte("0123456789abcdef"), j.b[j.at]|0x20)
		if digit < 0 {
			j.expect("four hexadecimal digits")
			return utf8.RuneError
		}
		x = x<<4 | rune(digit)
		j.at++
	}
	return x
}

// isNumber says whether a number comes next.
func (j *jsonText) isNumber() bool {
	c := j.peek()
	return c == '-' || c-'0' <= 9
}

// number reads a number.
func (j *jsonText) number() float32 {
	j.peek()
	x, n := parseFloat(j.b[j.at:])
	if n == 0 || j.b[j.at] == '+' {
		j.expect("a number")
	}
	j.at += n
	return x
}

// skip reads a value of any kind and returns it as it is written.
func (j *jsonText) skip(depth int) []byte {
	c := j.peek()
	from := j.at
	switch {
	case depth > maxDepth:
		j.expect("less depth")
	case c == '{':
		j.object(func([]byte) { j.skip(depth + 1) })
	case c == '[':
		j.array(func() { j.skip(depth + 1) })
	case c == '"':
		j.text(nil)
	case c == '-' || c-'0' <= 9:
		j.number()
	default:
		for _, word := range []string{"true", "false", "null"} {
			if bytes.HasPrefix(j.b[j.at:], []byte(word)) {
				j.at += len(word)
				return j.b[from:j.at]
			}
		}
		j.expect("a value")
	}
	return j.b[from:j.at]
}

// end says that nothing follows.
func (j *jsonText) end() {
	if j.peek() != 0 || j.fail == "" && j.at < len(j.b) {
		j.expect("the end")
	}
}

// Members calls member for each member of the object that a line of JSON is, with
// what it holds that is a text, a number, true or false, alone or in a list. What
// else there is is passed over. A *SyntaxError names the byte of the line.
func Members(line []byte, member func(key, value string)) error {
	j := &jsonText{b: line}
	j.object(func(key []byte) {
		name := string(key)
		value := func() {
			switch c := j.peek(); {
			case c == '"':
				member(name, string(j.text(nil)))
			case c == '{' || c == '[' || c == 'n':
				j.skip(0)
			default:
				member(name, string(j.skip(0)))
			}
		}
		if j.peek() == '[' {
			j.array(value)
		} else {
			value()
		}
	})
	j.end()
	if j.fail == "" {
		return nil
	}
	at := min(j.at, len(line))
	return &SyntaxError{Format: JSONL, Byte: int64(at), Want: j.fail, Got: excerpt(line[at:])}
}
