package space

import (
	"slices"
	"strings"
)

// prefixes is the rows in the order of their labels in lower case.
type prefixes struct {
	labels []string // by place
	rows   []int32  // by place
}

// Complete returns up to limit rows whose labels begin with the prefix, upper
// and lower case alike, the lowest ids first: the most frequent, where rows go
// by frequency.
func (s *Space) Complete(prefix string, limit int) []int {
	prefix = strings.ToLower(prefix)
	if prefix == "" {
		var first []int
		for id := range min(limit, s.Len()) {
			first = append(first, id)
		}
		return first
	}
	if s.prefix == nil {
		s.prefix = sortLabels(s.labels)
	}
	p := s.prefix
	from, _ := slices.BinarySearch(p.labels, prefix)
	best := newTop(limit)
	for i := from; i < len(p.labels) && strings.HasPrefix(p.labels[i], prefix); i++ {
		best.add(int(p.rows[i]), -float64(p.rows[i]))
	}
	var ids []int
	for _, n := range best.items {
		ids = append(ids, n.ID)
	}
	return ids
}

func sortLabels(labels []string) *prefixes {
	p := &prefixes{labels: make([]string, len(labels)), rows: make([]int32, len(labels))}
	lower := make([]string, len(labels))
	for i, l := range labels {
		lower[i] = strings.ToLower(l)
		p.rows[i] = int32(i)
	}
	slices.SortStableFunc(p.rows, func(a, b int32) int { return strings.Compare(lower[a], lower[b]) })
	for place, row := range p.rows {
		p.labels[place] = lower[row]
	}
	return p
}

// similarSpelling returns labels at most two edits away, the nearest first. It
// looks at the first rows only, which are the frequent ones.
func (s *Space) similarSpelling(label string, n int) []string {
	const rows = 50000
	best := newTop(n)
	want := []rune(strings.ToLower(label))
	var scratch [2][]int
	for id := range min(rows, s.Len()) {
		l := s.labels[id]
		if len(l) > len(label)+8 || len(label) > len(l)+8 {
			continue
		}
		if d := edits(want, []rune(strings.ToLower(l)), &scratch); d <= 2 && d < len(want) {
			best.add(id, -float64(d))
		}
	}
	var similar []string
	for _, b := range best.items {
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
