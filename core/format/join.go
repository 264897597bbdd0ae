package format

import (
	"fmt"
	"strconv"
	"strings"

	"nearspace/core/space"
)

// How metadata's rows find those of a space.
const (
	FindJoin = ""      // by whichever fits
	ByRow    = "row"   // by their order
	ByLabel  = "label" // by what a column and the labels have in common
)

// Joined says what came of joining metadata to a space.
type Joined struct {
	By      string   // ByRow or ByLabel
	Column  string   // that holds the labels; empty: none does
	Rows    int      // of the metadata
	Vectors int      // rows of the space
	Found   int      // rows of the space of which something is said
	Lost    int      // rows of the metadata that belong to none
	Unknown []string // the first few labels among them
	Again   int      // rows of the metadata whose label came before
	Columns []string // what the new columns are called
	Named   bool     // the rows had numbers for labels and have names now
}

// A JoinError says that metadata has neither as many rows as a space nor a column
// that holds its labels.
type JoinError struct{ Rows, Vectors int }

func (e *JoinError) Error() string {
	return fmt.Sprintf("%d rows of metadata are not %d rows of vectors, and no column holds their labels", e.Rows, e.Vectors)
}

// Join gives a space the columns of metadata, by rows or by the labels that a
// column holds; empty are found out. Columns of the space stay: one that has a
// name already gets another. By rows, a space whose labels are mere numbers gets
// its labels as well.
func (m *Metadata) Join(s *space.Space, by, column string) (Joined, error) {
	if by != FindJoin && by != ByRow && by != ByLabel {
		return Joined{}, fmt.Errorf("join metadata: by %s or %s, not %q", ByRow, ByLabel, by)
	}
	labels := m.columnOf(column)
	if labels == nil && column != "" {
		return Joined{}, fmt.Errorf("join metadata: %w", &space.ColumnError{Name: column, Want: "labels"})
	}
	numbered := isNumbered(s.Labels())
	if labels == nil {
		labels = m.labels(s, by == ByLabel || !numbered)
	}
	if by == FindJoin {
		by = m.fits(s, labels, numbered)
	}
	if by == FindJoin || by == ByLabel && labels == nil {
		return Joined{}, fmt.Errorf("join metadata: %w", &JoinError{m.Rows, s.Len()})
	}
	j := Joined{By: by, Rows: m.Rows, Vectors: s.Len()}
	if labels != nil {
		j.Column = labels.name
	}
	var of []int // the row of the metadata for each of the space, −1: none
	if by == ByRow {
		of = m.byRow(s, numbered, &j)
	} else {
		of = m.byLabel(s, labels, &j)
	}
	m.put(s, of, labels, numbered, &j)
	return j, nil
}

func (m *Metadata) columnOf(name string) *column {
	for _, c := range m.columns {
		if c.name == name {
			return c
		}
	}
	return nil
}

// isNumbered says that labels are numbers of rows, in order: the vectors came
// without any.
func isNumbered(labels []string) bool {
	last := -1
	for _, label := range labels {
		n, err := strconv.Atoi(label)
		if err != nil || n <= last || strconv.Itoa(n) != label {
			return false
		}
		last = n
	}
	return true
}

// labels returns the column that holds labels: the one of which most are the
// space's or, if the space has none of its own, the one that is called so.
func (m *Metadata) labels(s *space.Space, own bool) *column {
	if !own {
		names := m.Columns()
		if at := findName(names, labelNames); at >= 0 && !m.columns[at].onlyNumbers() {
			return m.columns[at]
		}
		for _, c := range m.columns {
			if !c.onlyNumbers() {
				return c
			}
		}
		return nil
	}
	var best *column
	most := 0
	for _, c := range m.columns {
		if known, _ := m.known(s, c); known > most {
			best, most = c, known
		}
	}
	return best
}

func (c *column) onlyNumbers() bool {
	_, ok := c.numbers()
	return ok
}

// known counts how many of some rows have a label of the space in a column, and
// how many of them have it in its place.
func (m *Metadata) known(s *space.Space, c *column) (known, inPlace int) {
	const looked = 2000
	if c == nil {
		return 0, 0
	}
	for i, step := 0, max(1, m.Rows/looked); i < m.Rows; i += step {
		text := c.text(i)
		if id, ok := s.Find(text); ok && text != "" {
			known++
			if id == i || i < s.Len() && s.Label(i) == text {
				inPlace++
			}
		}
	}
	return known, inPlace
}

// fits returns by what metadata is joined to a space; nothing if neither fits. As
// many rows as the space has belong to its rows, unless their labels stand in
// another order.
func (m *Metadata) fits(s *space.Space, labels *column, numbered bool) string {
	sameRows := m.Rows == s.Len() || numbered && s.Len() > 0 && m.Rows > s.Len() && s.Label(s.Len()-1) == strconv.Itoa(m.Rows-1)
	if numbered || labels == nil {
		if sameRows {
			return ByRow
		}
		if known, _ := m.known(s, labels); known > 0 {
			return ByLabel
		}
		return FindJoin
	}
	known, inPlace := m.known(s, labels)
	if sameRows && 10*inPlace >= 9*known {
		return ByRow
	}
	return ByLabel
}

// byRow pairs rows in their order. Rows that were left out when the vectors were
// read are known by the numbers of those that stayed.
func (m *Metadata) byRow(s *space.Space, numbered bool, j *Joined) []int {
	of := make([]int, s.Len())
	for i := range of {
		of[i] = i
		if numbered {
			of[i], _ = strconv.Atoi(s.Label(i))
		}
		if of[i] >= m.Rows {
			of[i] = -1
			continue
		}
		j.Found++
	}
	j.Lost = m.Rows - j.Found
	return of
}

// byLabel pairs rows with the first that has their label, as it is written or but
// for upper and lower case.
func (m *Metadata) byLabel(s *space.Space, labels *column, j *Joined) []int {
	first := make(map[string]int, 2*len(labels.texts))
	for row := range m.Rows {
		text := labels.text(row)
		if text == "" {
			continue
		}
		if _, again := first[text]; again {
			j.Again++
			continue
		}
		first[text] = row
	}
	for row := range m.Rows {
		if lower := strings.ToLower(labels.text(row)); lower != "" {
			if _, taken := first[lower]; !taken {
				first[lower] = row
			}
		}
	}
	of := make([]int, s.Len())
	used := make([]bool, m.Rows)
	for i, label := range s.Labels() {
		row, ok := first[label]
		if !ok {
			row, ok = first[strings.ToLower(label)]
		}
		of[i] = -1
		if ok {
			of[i], used[row] = row, true
			j.Found++
		}
	}
	const told = 5
	for row, is := range used {
		text := labels.text(row)
		if is || text != "" && first[text] != row {
			continue
		}
		j.Lost++
		if len(j.Unknown) < told {
			j.Unknown = append(j.Unknown, text)
		}
	}
	return of
}

// put gives the space the columns, but for the one that repeats its labels.
func (m *Metadata) put(s *space.Space, of []int, labels *column, numbered bool, j *Joined) {
	if j.By == ByRow && numbered && labels != nil {
		names := make([]string, len(of))
		for i, row := range of {
			names[i] = s.Label(i)
			if row >= 0 && labels.text(row) != "" {
				names[i] = labels.text(row)
			}
		}
		s.SetLabels(names)
		j.Named = true
	}
	repeats := func(c *column) bool {
		if c != labels {
			return false
		}
		known, inPlace := m.known(s, c)
		return j.Named || j.By == ByLabel || known > 0 && known == inPlace
	}
	taken := map[string]bool{}
	for _, name := range s.Columns() {
		freshName(name, taken)
	}
	for _, c := range m.columns {
		if repeats(c) {
			continue
		}
		name := freshName(c.name, taken)
		j.Columns = append(j.Columns, name)
		s.SetColumn(name, c.at(of).values())
	}
}

// at returns what a column says of some rows; −1 is none.
func (c *column) at(rows []int) *column {
	picked := &column{name: c.name, codes: make([]int32, len(rows))}
	place := make([]int32, len(c.texts)) // from 1; 0: not there yet
	for i, row := range rows {
		picked.codes[i] = -1
		if row < 0 || row >= len(c.codes) || c.codes[row] < 0 {
			continue
		}
		code := c.codes[row]
		if place[code] == 0 {
			picked.texts = append(picked.texts, c.texts[code])
			place[code] = int32(len(picked.texts))
		}
		picked.codes[i] = place[code] - 1
	}
	return picked
}
