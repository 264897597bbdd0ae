package lab

import "nearspace/core/space"

// A Question is one that a lab can answer.
type Question struct {
	ID        string     `json:"id"`
	Title     Text       `json:"title"`
	Help      Text       `json:"help"`
	Arguments []Argument `json:"arguments"`
	Live      bool       `json:"live"` // may be asked while the run trains
}

// Kinds of arguments.
const (
	LabelArgument      = "label"      // a row's label; completes as one types
	ExpressionArgument = "expression" // labels with + - * and parentheses
	TextArgument       = "text"
	SetArgument        = "set" // a test: the name of one that is built in, what one types, or the lines of a file
	NumberArgument     = "number"
	ChoiceArgument     = "choice"
	LabelsArgument     = "labels" // several labels, as LabelsOf reads them; those of the chosen points may be taken
	ScoreArgument      = "score"  // a number that scores are held against, which lie between a ranking's Least and Most
	RowsArgument       = "rows"   // row ids, as decimals with commas: those chosen or shown on the map, or none; empty: all
	SpaceArgument      = "space"  // a space's name; beside/name: of the run beside; empty: see Query.pair
)

// An Argument is one blank of a question.
type Argument struct {
	Name    string   `json:"name"`
	Title   Text     `json:"title"`
	Kind    string   `json:"kind"`
	Default string   `json:"default"`
	Min     float64  `json:"min"` // of a number
	Max     float64  `json:"max"`
	Choices []Choice `json:"choices"`
	Space   string   `json:"space"` // whose labels complete; empty: the run's first
	When    []When   `json:"when"`  // conditions on other arguments under which it counts
}

// A Query is a question with its blanks filled in. Numbers are written in
// decimals, so that a query can stand in a link.
type Query struct {
	Question string            `json:"question"`
	Args     map[string]string `json:"args"`

	beside []*space.Space
}

// Beside returns the query as it is asked while a run with these spaces stands
// beside the one that is asked.
func (q Query) Beside(spaces []*space.Space) Query {
	q.beside = spaces
	return q
}

// An Answer is what comes back, in parts that a page knows how to show, and
// questions one may ask next.
type Answer struct {
	Parts []Part  `json:"parts"`
	Next  []Query `json:"next"`
	Shown *Shown  `json:"shown"`
	Axis  string  `json:"axis"` // "words | words", if a map may be drawn along it
	// Vector is what the answer is about, if that is no row but can be placed on a map.
	Vector *Vector `json:"vector"`

	// Params are settings that were found, by name and as links write them, which a
	// form may take over.
	Params map[string]string `json:"params"`
}

// Shown are the rows of a space that an answer is about, the others being of no
// account to it, and which of them it joins: a map may show both.
type Shown struct {
	Space string   `json:"space"`
	Rows  []int32  `json:"rows"`
	Pairs []uint32 `json:"pairs"` // rows, two for each line
}

// A Part is a Ranking, Table, Matrix, Series, Marked, Graph or Prose.
type Part interface {
	// Kind names the shape: the type's name in lower case.
	Kind() string
}

// A Row refers to a row of one of the run's spaces, so that clicking an item
// selects it on the map.
type Row struct {
	Space string `json:"space"`
	ID    int    `json:"id"`
}

// Ranking is a list in falling order of score.
type Ranking struct {
	Title Text     `json:"title"`
	Score Text     `json:"score"` // what the number is: cosine, distance …
	Items []Ranked `json:"items"`
	Of    int      `json:"of"`    // how many there are, if Items are the first of them
	Least float64  `json:"least"` // between which scores all rows lie; equal: not known
	Most  float64  `json:"most"`
}

// Ranked is one item of a ranking.
type Ranked struct {
	Label string  `json:"label"`
	Value float64 `json:"value"`
	Row   *Row    `json:"row"`
}

// Table is cells under named columns.
type Table struct {
	Title   Text     `json:"title"`
	Columns []Text   `json:"columns"`
	Rows    [][]Cell `json:"rows"`
}

// A Cell is a text or, when Number is set, an amount.
type Cell struct {
	Text   string   `json:"text"`
	Number *float64 `json:"number"`
	Row    *Row     `json:"row"`
}

// TextCell and NumberCell are cells of a table.
func TextCell(s string) Cell { return Cell{Text: s} }

func NumberCell(x float64) Cell { return Cell{Number: &x} }

// Matrix is a heat map: Values has len(RowLabels) × len(ColumnLabels) numbers,
// row by row. Signed says that zero is the middle of the scale.
type Matrix struct {
	Title        Text      `json:"title"`
	RowLabels    []string  `json:"rowLabels"`
	ColumnLabels []string  `json:"columnLabels"`
	Values       []float32 `json:"values"`
	Signed       bool      `json:"signed"`
}

// Series is a line chart.
type Series struct {
	Title Text   `json:"title"`
	X     Text   `json:"x"`
	Y     Text   `json:"y"`
	Lines []Line `json:"lines"`
}

// A Line is one curve of a Series; X and Y have equal lengths.
type Line struct {
	Name Text      `json:"name"`
	X    []float32 `json:"x"`
	Y    []float32 `json:"y"`
}

// Marked is text whose pieces carry tags and weights in [-1, 1].
type Marked struct {
	Title Text   `json:"title"`
	Spans []Span `json:"spans"`
}

// A Span is one piece of a marked text.
type Span struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight"`
	Tag    string  `json:"tag"`
	Row    *Row    `json:"row"`
}

// Graph is nodes and the edges between them.
type Graph struct {
	Title Text   `json:"title"`
	Nodes []Node `json:"nodes"`
	Edges []Edge `json:"edges"`
}

// A Node is one vertex of a Graph.
type Node struct {
	Label string `json:"label"`
	Row   *Row   `json:"row"`
}

// An Edge joins two nodes by their positions in the graph.
type Edge struct {
	From   int     `json:"from"`
	To     int     `json:"to"`
	Label  string  `json:"label"`
	Weight float64 `json:"weight"`
}

// Prose is a paragraph.
type Prose struct {
	Text Text `json:"text"`
}

func (Ranking) Kind() string { return "ranking" }
func (Table) Kind() string   { return "table" }
func (Matrix) Kind() string  { return "matrix" }
func (Series) Kind() string  { return "series" }
func (Marked) Kind() string  { return "marked" }
func (Graph) Kind() string   { return "graph" }
func (Prose) Kind() string   { return "prose" }
