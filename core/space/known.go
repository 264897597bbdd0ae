package space

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Known is what is known of the rows of a space at some time: their labels,
// counts and columns.
type Known struct {
	labels  []string
	counts  []float32
	columns []namedColumn
}

// Known returns what is known of the rows now. Nothing is copied: what is put
// later goes into copies.
func (s *Space) Known() Known { return Known{s.labels, s.Counts, s.columns} }

// SetKnown brings back what was known. Of a space that has other rows since then
// it brings back nothing, and says so.
func (s *Space) SetKnown(k Known) bool {
	if len(k.labels) != s.Len() {
		return false
	}
	s.setLabels(k.labels)
	s.Counts, s.columns = k.counts, k.columns
	return true
}

// SetLabels gives every row another label.
func (s *Space) SetLabels(labels []string) {
	if len(labels) != s.Len() {
		panic(fmt.Sprintf("space: %d labels for %d rows", len(labels), s.Len()))
	}
	s.setLabels(labels)
}

// setLabels keeps the index where the list is the same one.
func (s *Space) setLabels(labels []string) {
	if len(labels) > 0 && &labels[0] == &s.labels[0] {
		return
	}
	s.labels, s.byLabel, s.indexed = labels, nil, 0
}

// A PutError says why something cannot be put. Column is empty for labels.
type PutError struct {
	Row       int
	Column    string
	Want, Got string
}

func (e *PutError) Error() string {
	place := "label"
	if e.Column != "" {
		place = fmt.Sprintf("column %q", e.Column)
	}
	return fmt.Sprintf("%s of row %d: %s is expected, not %q", place, e.Row, e.Want, e.Got)
}

// Put says something else of some rows: texts are as people write them, empty
// means unknown. The column is one that is there, or a new one, of numbers if
// there is nothing else; an empty name means the labels. If anything cannot be
// put it is a *PutError, and nothing is.
func (s *Space) Put(column string, rows []int, texts []string) error {
	if len(texts) != len(rows) {
		return fmt.Errorf("put into column %q: %d texts for %d rows", column, len(texts), len(rows))
	}
	for i, row := range rows {
		if row < 0 || row >= s.Len() {
			return &PutError{row, column, fmt.Sprintf("a row from 0 to %d", s.Len()-1), strconv.Itoa(row)}
		}
		if column == "" && texts[i] == "" {
			return &PutError{row, "", "a label", ""}
		}
	}
	if column == "" {
		labels := slices.Clone(s.labels)
		for i, row := range rows {
			labels[row] = texts[i]
		}
		s.setLabels(labels)
		return nil
	}
	values := s.Column(column)
	if values == nil {
		values = emptyColumn(s.Len(), texts)
	}
	changed, err := put(values, column, rows, texts)
	if err != nil {
		return err
	}
	if numbers, ok := changed.(Numbers); ok && column == CountColumn && s.Counts != nil {
		s.Counts = numbers
		return nil
	}
	s.SetColumn(column, changed)
	return nil
}

// emptyColumn returns a column that can hold some texts, of which nothing is
// known yet.
func emptyColumn(rows int, texts []string) Column {
	said := 0
	for _, text := range texts {
		if _, ok := parseNumber(text); text != "" && !ok {
			return Categories{nil, slices.Repeat([]int32{unknown}, rows)}
		}
		said += len(text)
	}
	if said == 0 {
		return Categories{nil, slices.Repeat([]int32{unknown}, rows)}
	}
	return Numbers(slices.Repeat([]float32{float32(math.NaN())}, rows))
}

// put returns a copy of a column in which some rows have other values.
func put(values Column, name string, rows []int, texts []string) (Column, error) {
	switch values := values.(type) {
	case Numbers:
		changed := slices.Clone(values)
		for i, row := range rows {
			x, ok := parseNumber(texts[i])
			if !ok {
				return nil, &PutError{row, name, "a number", texts[i]}
			}
			changed[row] = x
		}
		return changed, nil
	case Categories:
		changed := Categories{slices.Clone(values.Names), slices.Clone(values.Codes)}
		codes := map[string]int32{"": unknown}
		for code, text := range values.Names {
			codes[text] = int32(code)
		}
		for i, row := range rows {
			code, ok := codes[texts[i]]
			if !ok {
				code = int32(len(changed.Names))
				changed.Names = append(changed.Names, texts[i])
				codes[texts[i]] = code
			}
			changed.Codes[row] = code
		}
		return changed, nil
	case Texts:
		changed := slices.Clone(values)
		for i, row := range rows {
			changed[row] = texts[i]
		}
		return changed, nil
	}
	return nil, &PutError{0, name, "a column of numbers, categories or texts", fmt.Sprintf("%T", values)}
}

// number reads a finite number, NaN if the text is empty.
func parseNumber(text string) (float32, bool) {
	if text == "" {
		return float32(math.NaN()), true
	}
	x, err := strconv.ParseFloat(text, 32)
	return float32(x), err == nil && x-x == 0
}
