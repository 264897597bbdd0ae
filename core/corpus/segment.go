package corpus

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"
)

// A Segmenter cuts a run of letters of scripts that write no spaces into words.
type Segmenter interface {
	// Breaks appends the byte offsets at which the words of run end; the last
	// is len(run).
	Breaks(ends []int, run string) []int
}

// Characters is the Segmenter that needs no dictionary: each Han character is a
// word, as is each stretch of one other script. It is what a nil Segmenter
// stands for.
type Characters struct{}

// Breaks implements Segmenter.
func (Characters) Breaks(ends []int, run string) []int {
	var last *unicode.RangeTable
	for i, r := range run {
		script := spaceless(r)
		if i > 0 && (script != last || script == unicode.Han) && r != 'ー' {
			ends = append(ends, i)
		}
		if r != 'ー' {
			last = script
		}
	}
	return append(ends, len(run))
}

// spaceless returns the script of a letter that is written without spaces
// between words, or nil.
func spaceless(r rune) *unicode.RangeTable {
	if r < 0x0e00 {
		return nil
	}
	switch {
	case r == 'ー' || r == '々':
		return unicode.Han
	case unicode.Is(unicode.Han, r):
		if !unicode.IsLetter(r) {
			return nil
		}
		return unicode.Han
	}
	for _, script := range [...]*unicode.RangeTable{
		unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar,
	} {
		if unicode.Is(script, r) && (unicode.IsLetter(r) || unicode.IsMark(r)) {
			return script
		}
	}
	return nil
}

// tokens calls add with each token of a line. The slices live until the call's
// return only.
func (b *Builder) tokens(line []byte) {
	if b.options.Split == Spaces {
		b.fields(line)
		return
	}
	start := 0
	for i := 0; i < len(line); {
		if line[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(line[i:])
		if spaceless(r) == nil {
			i += size
			continue
		}
		b.words(line[start:i])
		start = i
		for i < len(line) {
			r, size := utf8.DecodeRune(line[i:])
			if spaceless(r) == nil {
				break
			}
			i += size
		}
		b.run(line[start:i])
		start = i
	}
	b.words(line[start:])
}

// words adds the words of a text with spaces.
func (b *Builder) words(text []byte) {
	if len(text) == 0 {
		return
	}
	segments := words.FromBytes(text)
	for segments.Next() {
		s := segments.Value()
		switch {
		case isWord(s):
			b.add(s)
		case b.options.Marks && isMark(s):
			b.endSentence()
		}
	}
}

// run adds the words of a run without spaces.
func (b *Builder) run(run []byte) {
	b.breaks = b.segmenter.Breaks(b.breaks[:0], string(run))
	start := 0
	for _, end := range b.breaks {
		if end > start && end <= len(run) {
			b.add(run[start:end])
			start = end
		}
	}
}

// fields adds what stands between white space.
func (b *Builder) fields(line []byte) {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		if unicode.IsSpace(r) {
			i += size
			continue
		}
		start := i
		for i < len(line) {
			r, size := utf8.DecodeRune(line[i:])
			if unicode.IsSpace(r) {
				break
			}
			i += size
		}
		b.add(line[start:i])
	}
}

// isWord says whether a segment holds a letter or a digit.
func isWord(s []byte) bool {
	for i := 0; i < len(s); {
		c := s[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' {
			return true
		}
		if c < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(s[i:])
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			return true
		}
		i += size
	}
	return false
}

// isMark says whether a segment ends a sentence.
func isMark(s []byte) bool {
	switch string(s) {
	case ".", "!", "?", "…", "。", "！", "？":
		return true
	}
	return false
}

// appendLower appends the word in lower case.
func appendLower(dst, word []byte) []byte {
	for i, c := range word {
		if c >= utf8.RuneSelf {
			for _, r := range string(word[i:]) {
				dst = utf8.AppendRune(dst, unicode.ToLower(r))
			}
			return dst
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		dst = append(dst, c)
	}
	return dst
}
