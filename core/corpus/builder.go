package corpus

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// Options say what becomes a token. The zero value is lower-cased UAX #29 words
// that occur five times or more.
type Options struct {
	KeepCase bool
	Split    Split
	Marks    bool // sentences end at . ! ? too, not only with the line; needs Split Words
	MinCount int  // words that occur less often are dropped; 0: 5
	MaxWords int  // only the most frequent ones stay; 0: all

	// Trim decides about single words before MinCount and MaxWords do; nil leaves
	// all to them.
	Trim func(word string, count int64) Decision
}

// Split is where tokens begin and end.
type Split int

const (
	Words  Split = iota // word boundaries of UAX #29
	Spaces              // white space, for text that was tokenised before
)

// MaxSentence is the length, in tokens, at which a sentence is cut, as
// word2vec.c does.
const MaxSentence = 1000

// A Builder makes a corpus from a text that is written to it in pieces, then
// closed, then numbered:
//
//	b := corpus.NewBuilder(options, nil)
//	io.Copy(b, text)
//	b.Close()
//	for !b.Number(1 << 20) { … }
//	c := b.Corpus()
//
// Where the pieces are cut changes nothing.
type Builder struct {
	options   Options
	segmenter Segmenter

	rest   []byte // a line that has not ended yet
	line   int    // lines begun
	offset int64  // bytes before rest

	index  map[string]int32 // word → provisional id, by first appearance
	found  []string
	counts []int64
	chunks [][]int32 // the text in provisional ids
	taken  int64
	ends   []int64 // sentence ends, in tokens
	lines  []int32 // the line that each sentence stands in

	lower  []byte
	breaks []int

	numbering
}

// numbering is the state of turning provisional ids into final ones.
type numbering struct {
	final  []int32 // by provisional id; −1: dropped
	chunk  int
	token  int64 // provisional tokens numbered
	end    int   // of ends, the next
	start  int   // of the current sentence in corpus.IDs
	corpus *Corpus
}

const chunkTokens = 1 << 18

// maxLine is where a line without end is cut: at the last white space before,
// or between two characters.
const maxLine = 1 << 16

// NewBuilder returns an empty builder. A nil segmenter is Characters.
func NewBuilder(o Options, s Segmenter) *Builder {
	if s == nil {
		s = Characters{}
	}
	return &Builder{options: o, segmenter: s, index: map[string]int32{}}
}

// A TextError says where bytes are no text. Line counts from 1, Byte from 0.
type TextError struct {
	Line int
	Byte int64
	Got  byte
}

func (e *TextError) Error() string {
	return fmt.Sprintf("line %d, byte %d: %#02x is not UTF-8 text", e.Line, e.Byte, e.Got)
}

// A TooFewWordsError says that a text leaves nothing to learn from.
type TooFewWordsError struct {
	Words    int // that are frequent enough
	Tokens   int64
	MinCount int
}

func (e *TooFewWordsError) Error() string {
	return fmt.Sprintf("%d words occur %d times or more among %d tokens, at least 2 are needed", e.Words, e.MinCount, e.Tokens)
}

// Write takes the next piece of the text.
func (b *Builder) Write(p []byte) (int, error) {
	n := len(p)
	for len(p) > 0 {
		end := bytes.IndexByte(p, '\n')
		if end < 0 && len(b.rest)+len(p) <= maxLine {
			b.rest = append(b.rest, p...)
			break
		}
		if end >= 0 && len(b.rest)+end < maxLine {
			line := p[:end]
			if len(b.rest) > 0 {
				b.rest = append(b.rest, line...)
				line = b.rest
			}
			if err := b.takeLine(line, 1, true); err != nil {
				return 0, err
			}
			p = p[end+1:]
			continue
		}
		take := maxLine + 1 - len(b.rest)
		b.rest = append(b.rest, p[:take]...)
		p = p[take:]
		if err := b.cutLine(); err != nil {
			return 0, err
		}
	}
	return n, nil
}

// cutLine takes the first maxLine bytes of rest or a little less.
func (b *Builder) cutLine() error {
	cut := bytes.LastIndexAny(b.rest[:maxLine], " \t") + 1
	if cut == 0 {
		cut = maxLine
		for cut > maxLine-utf8.UTFMax && !utf8.RuneStart(b.rest[cut]) {
			cut--
		}
	}
	tail := slices.Clone(b.rest[cut:])
	if err := b.takeLine(b.rest[:cut], 0, false); err != nil {
		return err
	}
	b.rest = append(b.rest, tail...)
	return nil
}

// takeLine tokenises a line, which is followed by so many bytes of line end, and
// empties rest.
func (b *Builder) takeLine(line []byte, newline int, ends bool) error {
	if b.offset == 0 {
		line = bytes.TrimPrefix(line, []byte("\ufeff"))
	}
	if err := b.checkText(line); err != nil {
		return err
	}
	b.tokens(line)
	if ends {
		b.endSentence()
		b.line++
	}
	b.offset += int64(len(line) + newline)
	b.rest = b.rest[:0]
	return nil
}

func (b *Builder) checkText(line []byte) error {
	bad := bytes.IndexByte(line, 0)
	if bad < 0 && utf8.Valid(line) {
		return nil
	}
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRune(line[i:])
		if r == utf8.RuneError && size == 1 || r == 0 {
			bad = i
			break
		}
		i += size
	}
	return &TextError{Line: b.line + 1, Byte: b.offset + int64(bad), Got: line[bad]}
}

// add counts a token and appends it to the text.
func (b *Builder) add(word []byte) {
	if !b.options.KeepCase {
		b.lower = appendLower(b.lower[:0], word)
		word = b.lower
	}
	id, known := b.index[string(word)]
	if !known {
		id = int32(len(b.found))
		s := string(word)
		b.index[s] = id
		b.found = append(b.found, s)
		b.counts = append(b.counts, 0)
	}
	b.counts[id]++
	last := len(b.chunks) - 1
	if last < 0 || len(b.chunks[last]) == chunkTokens {
		b.chunks = append(b.chunks, make([]int32, 0, chunkTokens))
		last++
	}
	b.chunks[last] = append(b.chunks[last], id)
	b.taken++
}

func (b *Builder) endSentence() {
	if n := len(b.ends); b.taken > 0 && (n == 0 || b.ends[n-1] < b.taken) {
		b.ends = append(b.ends, b.taken)
		b.lines = append(b.lines, int32(b.line))
	}
}

// Close ends the text and sorts the vocabulary.
func (b *Builder) Close() error {
	if err := b.takeLine(b.rest, 0, true); err != nil {
		return err
	}
	v, final, err := trim(b.found, b.counts, b.options)
	if err != nil {
		return err
	}
	b.final = final
	b.corpus = &Corpus{Vocabulary: v, IDs: make([]int32, 0, v.Total)}
	b.index, b.found = nil, nil
	return nil
}

// Tokens returns how many tokens were taken, and how many of them Number has
// done.
func (b *Builder) Tokens() (taken, numbered int64) { return b.taken, b.token }

// Number gives the next so many tokens their final ids and drops rare words. It
// returns true when all is done.
func (b *Builder) Number(tokens int) bool {
	c := b.corpus
	for ; tokens > 0 && b.token < b.taken; tokens-- {
		at := int(b.token % chunkTokens)
		if id := b.final[b.chunks[b.chunk][at]]; id >= 0 {
			c.IDs = append(c.IDs, id)
			if len(c.IDs)-b.start == MaxSentence {
				b.cut(b.lines[b.end])
			}
		}
		b.token++
		if at == chunkTokens-1 {
			b.chunks[b.chunk] = nil
			b.chunk++
		}
		if b.end < len(b.ends) && b.ends[b.end] == b.token {
			b.cut(b.lines[b.end])
			b.end++
		}
	}
	if b.token < b.taken {
		return false
	}
	b.chunks, b.final, b.ends, b.lines = nil, nil, nil, nil
	return true
}

// cut ends the current sentence, if it has words.
func (b *Builder) cut(line int32) {
	if n := len(b.corpus.IDs); n > b.start {
		b.corpus.Ends = append(b.corpus.Ends, int32(n))
		b.corpus.Lines = append(b.corpus.Lines, line)
		b.start = n
	}
}

// Corpus returns the text once Number has returned true.
func (b *Builder) Corpus() *Corpus { return b.corpus }

// Read builds the corpus of a whole text at once.
func Read(r io.Reader, o Options, s Segmenter) (*Corpus, error) {
	b := NewBuilder(o, s)
	if _, err := io.Copy(b, r); err != nil {
		return nil, fmt.Errorf("read a corpus: %w", err)
	}
	if err := b.Close(); err != nil {
		return nil, fmt.Errorf("read a corpus: %w", err)
	}
	for !b.Number(1 << 20) {
	}
	return b.Corpus(), nil
}

// A Tokenizer cuts texts, one after the other, into the tokens that a Builder with
// the same options would find.
type Tokenizer struct{ b *Builder }

// NewTokenizer returns a Tokenizer. A nil Segmenter is that of NewBuilder.
func NewTokenizer(o Options, s Segmenter) *Tokenizer { return &Tokenizer{NewBuilder(o, s)} }

// Tokens returns the tokens of a text, in order. After an error the Tokenizer must
// not be used.
func (t *Tokenizer) Tokens(text string) ([]string, error) {
	b := t.b
	if len(b.chunks) > 0 {
		b.chunks = append(b.chunks[:0], b.chunks[0][:0])
	}
	b.taken, b.ends, b.lines = 0, b.ends[:0], b.lines[:0]
	if _, err := b.Write([]byte(text + "\n")); err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	var tokens []string
	for _, chunk := range b.chunks {
		for _, id := range chunk {
			tokens = append(tokens, b.found[id])
		}
	}
	return tokens, nil
}

// Tokens returns those of one text.
func Tokens(text string, o Options, s Segmenter) ([]string, error) {
	return NewTokenizer(o, s).Tokens(text)
}
