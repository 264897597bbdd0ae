package fasttext

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
)

// Examples are texts of which the labels are known. Its zero value is empty.
type Examples struct {
	words  counted
	tokens bags // of each text, as numbers of words
	labels counted
	marks  bags // the labels of each text
}

// counted numbers strings by their first appearance.
type counted struct {
	ids    map[string]int32
	all    []string
	counts []int64
}

func (c *counted) add(s string) int32 {
	if c.ids == nil {
		c.ids = map[string]int32{}
	}
	id, known := c.ids[s]
	if !known {
		id = int32(len(c.all))
		s = strings.Clone(s) // it may be a piece of a whole text
		c.ids[s] = id
		c.all, c.counts = append(c.all, s), append(c.counts, 0)
	}
	c.counts[id]++
	return id
}

// frequent returns what was counted often enough, the most frequent first.
func (c *counted) frequent(least int) (all []string, counts []int64) {
	var ids []int32
	for id, n := range c.counts {
		if n >= int64(least) {
			ids = append(ids, int32(id))
		}
	}
	slices.SortStableFunc(ids, func(a, b int32) int { return cmp.Compare(c.counts[b], c.counts[a]) })
	for _, id := range ids {
		all, counts = append(all, c.all[id]), append(counts, c.counts[id])
	}
	return all, counts
}

// Len returns how many texts there are.
func (e *Examples) Len() int { return len(e.tokens.ends) }

// Labels returns how many labels there are.
func (e *Examples) Labels() int { return len(e.labels.all) }

// FrequentLabels returns the labels that occur often enough, with their prefix, the
// most frequent first: as a model of these texts numbers them.
func (e *Examples) FrequentLabels(least int) []string {
	labels, _ := e.labels.frequent(least)
	return labels
}

// Add takes a text, as its tokens, and its labels, with their prefix. The end of
// the line is added as a token.
func (e *Examples) Add(tokens, labels []string) {
	e.tokens.add(func(ids []int32) []int32 {
		for _, w := range tokens {
			ids = append(ids, e.words.add(w))
		}
		return append(ids, e.words.add(EndOfLine))
	})
	e.marks.add(func(ids []int32) []int32 {
		for _, l := range labels {
			ids = append(ids, e.labels.add(l))
		}
		return ids
	})
}

// AddLine takes a line in the original's format: words and labels between white
// space, labels with their prefix.
func (e *Examples) AddLine(line string) {
	var words, labels []string
	for _, token := range fields(line) {
		if strings.HasPrefix(token, LabelPrefix) {
			labels = append(labels, token)
		} else {
			words = append(words, token)
		}
	}
	e.Add(words, labels)
}

// count returns the dictionary and how many tokens it was made from.
func (e *Examples) count(s Settings) Dictionary {
	d := Dictionary{Tokens: int64(len(e.tokens.rows) + len(e.marks.rows))}
	d.Words, d.Counts = e.words.frequent(s.MinCount)
	d.Labels, d.LabelCounts = e.labels.frequent(s.MinCountLabel)
	return d
}

// Text returns a text's tokens without its end, and its labels.
func (e *Examples) Text(i int) (tokens, labels []string) {
	ids := e.tokens.of(int32(i))
	for _, id := range ids[:len(ids)-1] {
		tokens = append(tokens, e.words.all[id])
	}
	for _, id := range e.marks.of(int32(i)) {
		labels = append(labels, e.labels.all[id])
	}
	return tokens, labels
}

// WriteLine writes a text in the original's format: its labels, then its words.
func (e *Examples) WriteLine(w io.Writer, i int) error {
	tokens, labels := e.Text(i)
	_, err := io.WriteString(w, strings.Join(append(labels, tokens...), " ")+"\n")
	return err
}

// maxLine bounds a line of labelled text.
const maxLine = 1 << 24

// ReadExamples reads labelled texts in the original's format, one a line.
func ReadExamples(r io.Reader) (*Examples, error) {
	e := &Examples{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		e.AddLine(lines.Text())
	}
	if err := lines.Err(); err != nil {
		if errors.Is(err, bufio.ErrTooLong) {
			err = fmt.Errorf("line %d is longer than %d bytes", e.Len()+1, maxLine)
		}
		return nil, fmt.Errorf("read labelled texts: %w", err)
	}
	return e, nil
}

// ReadRows reads the rows of a labelled source, whose texts are cut into tokens
// as a corpus would be.
func ReadRows(rows *dataset.Rows, o corpus.Options, s corpus.Segmenter) (*Examples, error) {
	e, cut := &Examples{}, corpus.NewTokenizer(o, s)
	for {
		row, err := rows.Next()
		if err == io.EOF {
			return e, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read labelled texts: %w", err)
		}
		tokens, err := cut.Tokens(row.Text)
		if err != nil {
			return nil, fmt.Errorf("read labelled texts: line %d: %w", row.Line, err)
		}
		e.Add(tokens, []string{LabelOf(row.Label)})
	}
}

// LabelOf returns a label as models have it: with the prefix, and without white
// space, for which it has -.
func LabelOf(name string) string { return LabelPrefix + strings.Join(strings.Fields(name), "-") }
