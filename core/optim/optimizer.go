package optim

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

// An Optimizer changes tables along their gradients.
type Optimizer interface {
	// Step takes a dense gradient of the table's shape.
	Step(t *embedding.Table, grad blas32.General) error
	// StepSparse takes a sparse one, coalesced or not.
	StepSparse(t *embedding.Table, grad embedding.SparseGrad) error
	// SetLearningRate changes the rate from the next step on.
	SetLearningRate(rate float64)

	// Save writes what is remembered of a table, and Load reads it for a table
	// of the same shape: steps then go on with the same bits.
	Save(w io.Writer, t *embedding.Table) error
	Load(r io.Reader, t *embedding.Table) error
	// Row returns a copy of what is remembered of one row of a table, and
	// Inherit takes over what another optimizer of the same rule remembers of
	// a table of the same shape.
	Row(t *embedding.Table, row int) []float32
	Inherit(t *embedding.Table, from Optimizer, of *embedding.Table) error
	// Remap moves what is remembered of the rows of a table along with them.
	embedding.RowState
}

// A rule is what distinguishes one optimizer from another.
type rule interface {
	// name of the rule in a save.
	name() string
	// remembers returns how many numbers are remembered of a row of so many
	// weights, and what they are at first.
	remembers(dim int) (width int, first float32)
	check() error
	// row returns what step t of a table does to each row that it changes.
	row(t int) func(w, g, memory []float32)
}

// memory is what an optimizer remembers, table by table.
type memory struct {
	tables    map[*embedding.Table]*rows
	coalescer embedding.Coalescer
	sum       embedding.SparseGrad
}

// rows is what is remembered of one table, row by row.
type rows struct {
	width int
	first float32
	dim   int
	step  int
	data  []float32
}

func (s *rows) row(i int) []float32 { return s.data[i*s.width : (i+1)*s.width : (i+1)*s.width] }

// grow makes room for rows that the table has got since.
func (s *rows) grow(n int) {
	old := len(s.data)
	s.data = append(s.data, make([]float32, n*s.width-old)...)
	if s.first != 0 {
		for i := old; i < len(s.data); i++ {
			s.data[i] = s.first
		}
	}
}

// of returns what is remembered of a table, with a place for each of its rows.
func (m *memory) of(r rule, t *embedding.Table) (*rows, error) {
	if m.tables == nil {
		m.tables = map[*embedding.Table]*rows{}
	}
	s := m.tables[t]
	if s == nil {
		s = newRows(r, t)
		m.tables[t] = s
	}
	if s.dim != t.Dim() || len(s.data) > t.Rows()*s.width {
		return nil, fmt.Errorf("the table is %d × %d, what is remembered is of %d rows of %d: rows are dropped by Remap", t.Rows(), t.Dim(), len(s.data)/max(1, s.width), s.dim)
	}
	s.grow(t.Rows())
	return s, nil
}

func newRows(r rule, t *embedding.Table) *rows {
	width, first := r.remembers(t.Dim())
	return &rows{width: width, first: first, dim: t.Dim()}
}

// stepDense and stepSparse are Step and StepSparse of every rule.
func (m *memory) stepDense(r rule, t *embedding.Table, g blas32.General) error {
	if err := checkDense(r.check(), t, g); err != nil {
		return fmt.Errorf("%s: %w", r.name(), err)
	}
	if t.Frozen {
		return nil
	}
	s, err := m.of(r, t)
	if err != nil {
		return fmt.Errorf("%s: %w", r.name(), err)
	}
	s.step++
	update := r.row(s.step)
	for i := range t.Rows() {
		update(t.Row(i), g.Data[i*g.Stride:i*g.Stride+g.Cols], s.row(i))
	}
	t.Constrain()
	return nil
}

func (m *memory) stepSparse(r rule, t *embedding.Table, g embedding.SparseGrad) error {
	if err := checkSparse(r.check(), t, g); err != nil {
		return fmt.Errorf("%s: %w", r.name(), err)
	}
	if t.Frozen {
		return nil
	}
	s, err := m.of(r, t)
	if err != nil {
		return fmt.Errorf("%s: %w", r.name(), err)
	}
	if !g.Coalesced() {
		m.coalescer.CoalesceTo(&m.sum, g)
		g = m.sum
	}
	s.step++
	update := r.row(s.step)
	for k, row := range g.Rows {
		update(t.Row(int(row)), g.Row(k), s.row(int(row)))
	}
	t.ConstrainRows(g.Rows)
	return nil
}

// Remap is called by [embedding.Table.Remap]: row i of the table is now what row
// from[i] was, or a new one.
func (m *memory) Remap(t *embedding.Table, from []int32) {
	old := m.tables[t]
	if old == nil {
		return
	}
	s := &rows{width: old.width, first: old.first, dim: old.dim, step: old.step}
	s.grow(len(from))
	for i, f := range from {
		if f >= 0 && (int(f)+1)*old.width <= len(old.data) {
			copy(s.row(i), old.row(int(f)))
		}
	}
	m.tables[t] = s
}

// Row implements [Optimizer]: before the first step it is nil.
func (m *memory) Row(t *embedding.Table, row int) []float32 {
	s := m.tables[t]
	if s == nil || row < 0 || (row+1)*s.width > len(s.data) {
		return nil
	}
	return slices.Clone(s.row(row))
}

func (m *memory) rows(t *embedding.Table) *rows { return m.tables[t] }

// Inherit implements [Optimizer].
func (m *memory) Inherit(t *embedding.Table, from Optimizer, of *embedding.Table) error {
	other, ok := from.(interface {
		rows(*embedding.Table) *rows
	})
	if !ok || t.Rows() != of.Rows() || t.Dim() != of.Dim() {
		return fmt.Errorf("a table of %d × %d cannot inherit what %T remembers of one of %d × %d", t.Rows(), t.Dim(), from, of.Rows(), of.Dim())
	}
	if m.tables == nil {
		m.tables = map[*embedding.Table]*rows{}
	}
	delete(m.tables, t)
	if s := other.rows(of); s != nil {
		copied := *s
		copied.data = slices.Clone(s.data)
		m.tables[t] = &copied
	}
	return nil
}

func (m *memory) save(w io.Writer, r rule, t *embedding.Table) error {
	s, err := m.of(r, t)
	if err != nil {
		return fmt.Errorf("save what %s remembers: %w", r.name(), err)
	}
	buf := append(make([]byte, 0, 64), byte(len(r.name())))
	buf = append(buf, r.name()...)
	for _, n := range s.header(t) {
		buf = binary.LittleEndian.AppendUint64(buf, n)
	}
	if _, err := w.Write(buf); err != nil {
		return fmt.Errorf("save what %s remembers: %w", r.name(), err)
	}
	for i := range t.Rows() {
		buf = buf[:0]
		for _, v := range s.row(i) {
			buf = binary.LittleEndian.AppendUint32(buf, math.Float32bits(v))
		}
		if _, err := w.Write(buf); err != nil {
			return fmt.Errorf("save what %s remembers of row %d: %w", r.name(), i, err)
		}
	}
	return nil
}

func (s *rows) header(t *embedding.Table) [4]uint64 {
	return [...]uint64{uint64(t.Rows()), uint64(t.Dim()), uint64(s.width), uint64(s.step)}
}

// load leaves what was remembered before as it was if it fails.
func (m *memory) load(from io.Reader, r rule, t *embedding.Table) error {
	s, err := readRows(from, r, t)
	if err != nil {
		return fmt.Errorf("load what %s remembers: %w", r.name(), err)
	}
	if m.tables == nil {
		m.tables = map[*embedding.Table]*rows{}
	}
	m.tables[t] = s
	return nil
}

func readRows(from io.Reader, r rule, t *embedding.Table) (*rows, error) {
	s := newRows(r, t)
	buf := make([]byte, max(256, 4*s.width))
	if _, err := io.ReadFull(from, buf[:1]); err != nil {
		return nil, err
	}
	name := buf[1 : 1+min(int(buf[0]), 255)]
	if _, err := io.ReadFull(from, name); err != nil {
		return nil, err
	}
	if string(name) != r.name() {
		return nil, fmt.Errorf("it was saved by %q", name)
	}
	want := s.header(t)
	var got [4]uint64
	if _, err := io.ReadFull(from, buf[:32]); err != nil {
		return nil, err
	}
	for k := range got {
		got[k] = binary.LittleEndian.Uint64(buf[8*k:])
	}
	if got[0] != want[0] || got[1] != want[1] || got[2] != want[2] {
		return nil, fmt.Errorf("it is of %d × %d with %d numbers a row, not of %d × %d with %d", got[0], got[1], got[2], want[0], want[1], want[2])
	}
	s.step = int(got[3])
	s.grow(t.Rows())
	buf = buf[:4*s.width]
	for i := range t.Rows() {
		if _, err := io.ReadFull(from, buf); err != nil {
			return nil, fmt.Errorf("row %d: %w", i, err)
		}
		row := s.row(i)
		for k := range row {
			row[k] = math.Float32frombits(binary.LittleEndian.Uint32(buf[4*k:]))
		}
	}
	return s, nil
}

// checkDense and checkSparse report what is wrong with a step: first the rule,
// then the table, then the gradient.
func checkDense(rule error, t *embedding.Table, g blas32.General) error {
	if rule != nil {
		return rule
	}
	if err := t.Check(); err != nil {
		return err
	}
	if g.Rows != t.Rows() || g.Cols != t.Dim() || g.Stride < g.Cols || g.Rows > 0 && len(g.Data) < (g.Rows-1)*g.Stride+g.Cols {
		return fmt.Errorf("a gradient of %d × %d, stride %d, in %d numbers for a table of %d × %d", g.Rows, g.Cols, g.Stride, len(g.Data), t.Rows(), t.Dim())
	}
	return nil
}

func checkSparse(rule error, t *embedding.Table, g embedding.SparseGrad) error {
	if rule != nil {
		return rule
	}
	if err := t.Check(); err != nil {
		return err
	}
	if len(g.Values) != len(g.Rows)*g.Dim || len(g.Rows) > 0 && g.Dim != t.Dim() {
		return fmt.Errorf("a gradient of %d rows of %d in %d numbers for a table of %d × %d", len(g.Rows), g.Dim, len(g.Values), t.Rows(), t.Dim())
	}
	for k, row := range g.Rows {
		if row < 0 || int(row) >= t.Rows() {
			return &embedding.RangeError{Place: k, ID: int(row), Rows: t.Rows()}
		}
	}
	return nil
}

// The checks that rules have in common.

func checkRate(rate, decay float32) error {
	switch {
	case !(rate >= 0) || math.IsInf(float64(rate), 0):
		return fmt.Errorf("learning rate %v is not a number from 0 on", rate)
	case !(decay >= 0):
		return fmt.Errorf("weight decay %v is below 0", decay)
	}
	return nil
}

func checkPositive(name string, v float32) error {
	if !(v > 0) {
		return fmt.Errorf("%s %v is not positive", name, v)
	}
	return nil
}

func checkShare(name string, v float32) error {
	if !(v >= 0 && v < 1) {
		return fmt.Errorf("%s %v is outside 0 to 1", name, v)
	}
	return nil
}

// or returns x, or its default if x is 0.
func or(x, standard float32) float32 {
	if x == 0 {
		return standard
	}
	return x
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
