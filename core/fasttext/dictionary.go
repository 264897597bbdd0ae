package fasttext

import (
	"fmt"
	"math"
	"strings"

	"nearspace/core/dataset"
)

// LabelPrefix is what the original program tells labels from words by.
const LabelPrefix = dataset.LabelPrefix

// A Dictionary numbers what has a row of its own: words, and after them the
// buckets of n-grams; labels are counted apart. Numbers go by falling count.
type Dictionary struct {
	Words       []string
	Counts      []int64
	Labels      []string // with their prefix
	LabelCounts []int64
	Tokens      int64 // of the text it was made from

	minN, maxN, wordNgrams int
	buckets                int
	kept                   map[int32]int32 // by bucket: its place among those that were not cut; nil: all are there
	words, labels          map[string]int32
}

// newDictionary indexes words and labels.
func newDictionary(d Dictionary, s Settings) (*Dictionary, error) {
	d.minN, d.maxN, d.wordNgrams, d.buckets = s.MinN, s.MaxN, s.WordNgrams, s.Buckets
	if len(d.Words)+d.buckets > math.MaxInt32 {
		return nil, fmt.Errorf("%d words and %d buckets are too many", len(d.Words), d.buckets)
	}
	d.words, d.labels = index(d.Words), index(d.Labels)
	return &d, nil
}

func index(words []string) map[string]int32 {
	ids := make(map[string]int32, len(words))
	for i, w := range words {
		if _, twice := ids[w]; !twice {
			ids[w] = int32(i)
		}
	}
	return ids
}

// ID returns the number of a word.
func (d *Dictionary) ID(word string) (id int32, known bool) {
	id, known = d.words[word]
	return id, known
}

// Rows returns how many rows In has.
func (d *Dictionary) Rows() int {
	if d.kept != nil {
		return len(d.Words) + len(d.kept)
	}
	return len(d.Words) + d.buckets
}

// A Subword is a part of a word that has a row.
type Subword struct {
	Text string // the n-gram, or the word itself
	Row  int32  // of In
}

// Subwords returns the rows whose mean is the word's vector: its own, if it is
// known, then those of its n-grams. There may be none.
func (d *Dictionary) Subwords(word string) []Subword {
	var parts []Subword
	if id, known := d.words[word]; known {
		parts = append(parts, Subword{word, id})
	}
	if word == EndOfLine {
		return parts
	}
	for text, h := range Ngrams(word, d.minN, d.maxN) {
		if row, has := d.row(uint64(h)); has {
			parts = append(parts, Subword{text, row})
		}
	}
	return parts
}

// appendSubwords appends the rows of Subwords.
func (d *Dictionary) appendSubwords(rows []int32, word string) []int32 {
	if id, known := d.words[word]; known {
		rows = append(rows, id)
	}
	if word == EndOfLine {
		return rows
	}
	for _, h := range Ngrams(word, d.minN, d.maxN) {
		if row, has := d.row(uint64(h)); has {
			rows = append(rows, row)
		}
	}
	return rows
}

// row returns the row of an n-gram with this hash, if its bucket has one.
func (d *Dictionary) row(hash uint64) (row int32, has bool) {
	if d.buckets == 0 {
		return 0, false
	}
	bucket := int32(hash % uint64(d.buckets))
	if d.kept != nil {
		if bucket, has = d.kept[bucket]; !has {
			return 0, false
		}
	}
	return int32(len(d.Words)) + bucket, true
}

// appendSequences appends the rows of all sequences of 2 to wordNgrams words
// with these hashes.
//
//	h ← h·116049371 + next
func (d *Dictionary) appendSequences(rows, hashes []int32) []int32 {
	for i, first := range hashes {
		h := uint64(first) // extended by its sign
		for _, next := range hashes[i+1 : min(len(hashes), i+max(d.wordNgrams, 1))] {
			h = h*116049371 + uint64(next)
			if row, has := d.row(h); has {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// Line returns the rows of In that a line of text has in a supervised model, and
// the numbers of the labels in it. Words stand between white space; the line's
// end is a word too.
func (d *Dictionary) Line(text string) (rows, labels []int32) {
	var words []string
	for _, token := range fields(text) {
		if id, known := d.labels[token]; known {
			labels = append(labels, id)
			continue
		}
		if _, known := d.words[token]; known || !strings.HasPrefix(token, LabelPrefix) {
			words = append(words, token)
		}
	}
	return d.rowsOf(words), labels
}

// rowsOf returns the rows of a line of these words.
func (d *Dictionary) rowsOf(words []string) (rows []int32) {
	var hashes []int32
	for _, word := range append(words[:len(words):len(words)], EndOfLine) {
		rows = d.appendSubwords(rows, word)
		hashes = append(hashes, int32(Hash(word)))
	}
	return d.appendSequences(rows, hashes)
}

// fields cuts a text at what the original program takes for white space: no
// other than that of ASCII.
func fields(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		switch r {
		case ' ', '\n', '\r', '\t', '\v', '\f', 0:
			return true
		}
		return false
	})
}
