package space

import (
	"fmt"
	"math"
	"slices"
)

// A Column is one thing known about each row: Numbers, Categories, Texts or
// Colors.
type Column interface {
	Len() int
	// join returns the column's values at rows, then those of another column
	// of the same kind at its rows.
	join(rows []int, other Column, otherRows []int) (joined Column, ok bool)
}

// Numbers are amounts; NaN is unknown.
type Numbers []float32

// Categories are codes, places in Names; −1 is unknown.
type Categories struct {
	Names []string
	Codes []int32
}

// Texts are free; empty is unknown.
type Texts []string

// Colors are 0xRRGGBBAA; 0 is unknown.
type Colors []uint32

func (c Numbers) Len() int    { return len(c) }
func (c Categories) Len() int { return len(c.Codes) }
func (c Texts) Len() int      { return len(c) }
func (c Colors) Len() int     { return len(c) }

// unknown is a row that a column has nothing about.
const unknown = -1

func pick[T any](values []T, rows []int, none T) []T {
	picked := make([]T, len(rows))
	for i, row := range rows {
		picked[i] = none
		if row != unknown {
			picked[i] = values[row]
		}
	}
	return picked
}

func (c Numbers) join(rows []int, other Column, otherRows []int) (Column, bool) {
	o, ok := other.(Numbers)
	if !ok {
		return nil, false
	}
	none := float32(math.NaN())
	return Numbers(append(pick(c, rows, none), pick(o, otherRows, none)...)), true
}

func (c Texts) join(rows []int, other Column, otherRows []int) (Column, bool) {
	o, ok := other.(Texts)
	if !ok {
		return nil, false
	}
	return Texts(append(pick(c, rows, ""), pick(o, otherRows, "")...)), true
}

func (c Colors) join(rows []int, other Column, otherRows []int) (Column, bool) {
	o, ok := other.(Colors)
	if !ok {
		return nil, false
	}
	return Colors(append(pick(c, rows, 0), pick(o, otherRows, 0)...)), true
}

// join keeps the codes of c and gives the other's names theirs.
func (c Categories) join(rows []int, other Column, otherRows []int) (Column, bool) {
	o, ok := other.(Categories)
	if !ok {
		return nil, false
	}
	names := slices.Clone(c.Names)
	codes := make([]int32, len(o.Names))
	for i, name := range o.Names {
		code := slices.Index(names, name)
		if code < 0 {
			code = len(names)
			names = append(names, name)
		}
		codes[i] = int32(code)
	}
	joined := pick(c.Codes, rows, unknown)
	for _, code := range pick(o.Codes, otherRows, unknown) {
		if code != unknown {
			code = codes[code]
		}
		joined = append(joined, code)
	}
	return Categories{names, joined}, true
}

type namedColumn struct {
	name   string
	values Column
}

// CountColumn is the name by which Counts is a column.
const CountColumn = "count"

// SetColumn adds a column, or replaces that of the name. It has a value for each
// row. What is derived from the vectors stays: Version does not grow.
func (s *Space) SetColumn(name string, values Column) {
	if values.Len() != s.Len() {
		panic(fmt.Sprintf("space: column %s has %d values for %d rows", name, values.Len(), s.Len()))
	}
	s.columns = slices.Clone(s.columns)
	for i := range s.columns {
		if s.columns[i].name == name {
			s.columns[i].values = values
			return
		}
	}
	s.columns = append(s.columns, namedColumn{name, values})
}

// RemoveColumn takes a column away, if there is one of the name.
func (s *Space) RemoveColumn(name string) {
	s.columns = slices.DeleteFunc(slices.Clone(s.columns), func(c namedColumn) bool { return c.name == name })
}

// Columns returns the names of the columns in the order they came.
func (s *Space) Columns() []string {
	var names []string
	if s.Counts != nil {
		names = append(names, CountColumn)
	}
	for _, c := range s.columns {
		names = append(names, c.name)
	}
	return names
}

// Column returns a column, nil if there is none of the name.
func (s *Space) Column(name string) Column {
	if name == CountColumn && s.Counts != nil {
		return Numbers(s.Counts)
	}
	for _, c := range s.columns {
		if c.name == name {
			return c.values
		}
	}
	return nil
}
