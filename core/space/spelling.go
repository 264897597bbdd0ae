package space

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"nearspace/core/neighbor"
)

// Complete returns up to limit rows whose labels begin with the prefix, upper
// and lower case alike, the most frequent first; where counts are equal or
// unknown, the lower id. It keeps no index: as rows mostly go by frequency, few
// labels are looked at once the limit is reached.
func (s *Space) Complete(prefix string, limit int) []int {
	prefix = strings.ToLower(prefix)
	best := neighbor.Top{K: limit}
	for id, label := range s.labels {
		n := Neighbor{ID: id}
		if s.Counts != nil {
			n.Score = float64(s.Counts[id])
		}
		if best.Wants(n) && hasPrefix(label, prefix) && s.Has(id) {
			best.Add(n)
		}
	}
	var ids []int
	for _, n := range best.Sorted() {
		ids = append(ids, n.ID)
	}
	return ids
}

// hasPrefix returns whether a label begins with a prefix in lower case.
func hasPrefix(label, prefix string) bool {
	for prefix != "" && label != "" {
		if a, b := label[0], prefix[0]; a < utf8.RuneSelf && b < utf8.RuneSelf {
			if 'A' <= a && a <= 'Z' {
				a += 'a' - 'A'
			}
			if a != b {
				return false
			}
			label, prefix = label[1:], prefix[1:]
			continue
		}
		a, n := utf8.DecodeRuneInString(label)
		b, m := utf8.DecodeRuneInString(prefix)
		if unicode.ToLower(a) != b {
			return false
		}
		label, prefix = label[n:], prefix[m:]
	}
	return prefix == ""
}

// similarSpelling returns labels at most two edits away, the nearest first. It
// looks at the first rows only, which are the frequent ones.
func (s *Space) similarSpelling(label string, n int) []string {
	const rows = 50000
	best := neighbor.Top{K: n}
	want := []rune(strings.ToLower(label))
	var scratch [2][]int
	for id := range min(rows, s.Len()) {
		l := s.labels[id]
		if len(l) > len(label)+8 || len(label) > len(l)+8 || !s.Has(id) {
			continue
		}
		if d := edits(want, []rune(strings.ToLower(l)), &scratch); d <= 2 && d < len(want) {
			best.Add(Neighbor{ID: id, Score: -float64(d)})
		}
	}
	var similar []string
	for _, b := range best.Sorted() {
		similar = append(similar, s.labels[b.ID])
	}
	return similar
}

// edits is the Levenshtein distance.
func edits(a, b []rune, scratch *[2][]int) int {
	if d := len(a) - len(b); d > 2 || d < -2 {
		return 3
	}
	last, row := scratch[0][:0], scratch[1][:0]
	for j := range len(b) + 1 {
		last = append(last, j)
	}
	for i, x := range a {
		row = append(row[:0], i+1)
		for j, y := range b {
			d := last[j]
			if x != y {
				d = 1 + min(d, last[j+1], row[j])
			}
			row = append(row, d)
		}
		last, row = row, last
	}
	scratch[0], scratch[1] = last, row
	return last[len(b)]
}
