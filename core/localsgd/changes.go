package localsgd

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// changes are what was done to a table since its rows were merged last.
type changes struct {
	table *embedding.Table
	base  blas32.General // the rows as they were then; empty until training begins
}

func (c *changes) rebase() {
	c.base = c.table.Weights
	c.base.Data = slices.Clone(c.base.Data)
}

// changed are those of some rows that have.
func (c *changes) changed(some []int32) []int32 {
	var rows []int32
	if c.base.Data == nil {
		return rows
	}
	for _, id := range some {
		if !slices.Equal(c.table.Row(int(id)), rowOf(c.base, int(id))) {
			rows = append(rows, id)
		}
	}
	return rows
}

func (c *changes) appendTo(d []float32, some []int32) []float32 {
	rows := c.changed(some)
	d = slices.Grow(d, 1+len(rows)*(1+c.table.Dim()))
	d = append(d, float32(len(rows)))
	for _, id := range rows {
		d = append(d, float32(id))
	}
	for _, id := range rows {
		d = append(d, c.table.Row(int(id))...)
		vec.AddScaled(d[len(d)-c.table.Dim():], -1, rowOf(c.base, int(id)))
	}
	return d
}

// moves are what one part has done to a table. They are asked for in rising
// order.
type moves interface {
	of(id int) []float32 // nil: nothing; valid until the next call
}

// listed are the moves that a delta has.
type listed struct {
	rows, values []float32
	dim          int
}

func (l *listed) read(d []float32, t *embedding.Table, takes func(id int) bool) (rest []float32, err error) {
	dim := t.Dim()
	if len(d) == 0 || !(d[0] >= 0) || d[0] > float32(t.Rows()) || len(d)-1 < int(d[0])*(1+dim) {
		return nil, fmt.Errorf("%d numbers are not the changes of a table of %d × %d", len(d), t.Rows(), dim)
	}
	n := int(d[0])
	d = d[1:]
	*l = listed{d[:n], d[n : (1+dim)*n], dim}
	last := float32(-1)
	for _, id := range l.rows {
		if !(id > last) || id >= float32(t.Rows()) || id != float32(int(id)) {
			return nil, fmt.Errorf("row %v is outside 0 to %d, or not after row %v", id, t.Rows()-1, last)
		}
		if !takes(int(id)) {
			return nil, fmt.Errorf("row %v takes no part in this merge", id)
		}
		last = id
	}
	return d[(1+dim)*n:], nil
}

func (l *listed) of(id int) []float32 {
	if len(l.rows) == 0 || int(l.rows[0]) != id {
		return nil
	}
	move := l.values[:l.dim]
	l.rows, l.values = l.rows[1:], l.values[l.dim:]
	return move
}

// difference are the moves since the last merge.
type difference struct {
	changes *changes
	move    []float32
}

func newDifference(c *changes) *difference {
	return &difference{c, make([]float32, c.table.Dim())}
}

func (d *difference) of(id int) []float32 {
	now, then := d.changes.table.Row(id), rowOf(d.changes.base, id)
	if slices.Equal(now, then) {
		return nil
	}
	copy(d.move, now)
	vec.AddScaled(d.move, -1, then)
	return d.move
}

// State is what a part knows besides the tables.
type State struct {
	Merges        int
	Travel, Apart float64 // sums of rates: since the last merge, and of rare rows before
}

// State returns it.
func (p *Part) State() State { return State{p.round, p.travel, p.apart} }

// Save writes what the rows were when they were merged last. A part that is alone
// has nothing to write.
func (p *Part) Save(w io.Writer) error {
	if p.Alone() {
		return nil
	}
	if err := p.in.save(w); err != nil {
		return err
	}
	return p.out.save(w)
}

// Load gives the part a state that it had, and reads what Save wrote, once the tables
// are as they were then. If nothing had been trained, the rows may have had no values
// yet. After an error the part must not be used.
func (p *Part) Load(r io.Reader, s State, begun bool) error {
	switch {
	case s.Merges < 0 || s.Merges > p.rounds:
		return fmt.Errorf("merge %d is outside 0 to %d", s.Merges, p.rounds)
	case !(s.Travel >= 0) || !(s.Apart >= 0):
		return fmt.Errorf("rates that add up to %v and %v", s.Travel, s.Apart)
	}
	p.round, p.travel, p.apart = s.Merges, s.Travel, s.Apart
	if p.Alone() {
		return nil
	}
	if err := p.in.load(r); err != nil {
		return err
	}
	if err := p.out.load(r); err != nil {
		return err
	}
	if !begun {
		p.in.base.Data = nil
	}
	return nil
}

// save writes the number of rows that have changed, which, and what they were.
func (c *changes) save(w io.Writer) error {
	all := make([]int32, c.table.Rows())
	for id := range all {
		all[id] = int32(id)
	}
	rows := c.changed(all)
	b := binary.LittleEndian.AppendUint32(nil, uint32(len(rows)))
	for _, id := range rows {
		b = binary.LittleEndian.AppendUint32(b, uint32(id))
	}
	for _, id := range rows {
		for _, v := range rowOf(c.base, int(id)) {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	_, err := w.Write(b)
	return err
}

// load is called when the table has been loaded, which is as it was after the last
// merge if no row has changed.
func (c *changes) load(r io.Reader) error {
	head := make([]byte, 4)
	if _, err := io.ReadFull(r, head); err != nil {
		return err
	}
	count := int(int32(binary.LittleEndian.Uint32(head)))
	if count < 0 || count > c.table.Rows() {
		return fmt.Errorf("changes of %d rows of %d", count, c.table.Rows())
	}
	ids := make([]byte, 4*count)
	if _, err := io.ReadFull(r, ids); err != nil {
		return err
	}
	c.rebase()
	row := make([]byte, 4*c.table.Dim())
	for ; len(ids) > 0; ids = ids[4:] {
		id := int(int32(binary.LittleEndian.Uint32(ids)))
		if id < 0 || id >= c.table.Rows() {
			return fmt.Errorf("changed row %d is outside 0 to %d", id, c.table.Rows()-1)
		}
		if _, err := io.ReadFull(r, row); err != nil {
			return err
		}
		for k := range rowOf(c.base, id) {
			rowOf(c.base, id)[k] = math.Float32frombits(binary.LittleEndian.Uint32(row[4*k:]))
		}
	}
	return nil
}
