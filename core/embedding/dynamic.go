package embedding

import (
	"cmp"
	"fmt"
	"slices"
)

// A RowState keeps something for each row of a table, as optimizers do.
type RowState interface {
	// Remap is called when row i of the table has become what row from[i] was,
	// or a new row where from[i] is −1.
	Remap(t *Table, from []int32)
}

// Grow appends so many rows and gives them their first values. Present rows keep
// their ids, and what optimizers remember of them; slices of the weights that
// were taken before are no longer the table's.
func (t *Table) Grow(rows int, fill Filler) error {
	if rows < 0 {
		return fmt.Errorf("grow a table by %d rows", rows)
	}
	if p := t.PaddingIdx; p != nil && *p < 0 {
		t.PaddingIdx = new(t.padding()) // what counts from the end would move
	}
	w := &t.Weights
	first := w.Rows
	w.Data = append(w.Data, make([]float32, rows*w.Stride)...)
	w.Rows += rows
	for i := first; i < w.Rows; i++ {
		fill(t.Row(i))
	}
	return nil
}

// Remap makes row i what row from[i] was, or a new row with values of fill where
// from[i] is −1; rows that are not named are gone. What the states keep of the
// rows moves along. The padding row must stay.
func (t *Table) Remap(from []int32, fill Filler, states ...RowState) error {
	padding, moved := t.padding(), -1
	for i, f := range from {
		if f < -1 || int(f) >= t.Rows() {
			return fmt.Errorf("remap a table: row %d from row %d of %d", i, f, t.Rows())
		}
		if f >= 0 && int(f) == padding {
			moved = i
		}
	}
	if padding >= 0 && moved < 0 {
		return fmt.Errorf("remap a table: the padding row %d is not kept", padding)
	}
	next := NewTable(len(from), t.Dim())
	for i, f := range from {
		if f >= 0 {
			copy(next.Row(i), t.Row(int(f)))
		}
	}
	for i, f := range from {
		if f < 0 {
			fill(next.Row(i))
		}
	}
	t.Weights = next.Weights
	if padding >= 0 {
		t.PaddingIdx = &moved
	}
	for _, s := range states {
		s.Remap(t, from)
	}
	return nil
}

// Renumber changes ids that were valid before a Remap to those after it, and to
// −1 where the row is gone.
func Renumber(ids []int32, from []int32) {
	to := map[int32]int32{}
	for i, f := range slices.Backward(from) {
		to[f] = int32(i)
	}
	for k, id := range ids {
		if i, ok := to[id]; ok && id >= 0 {
			ids[k] = i
		} else {
			ids[k] = -1
		}
	}
}

// An Eviction says which rows go first.
type Eviction int

const (
	LeastFrequent Eviction = iota // used least often; of equals, the one unused for longest
	LeastRecent                   // unused for longest
)

// Dynamic gives rows of a table to keys as they turn up. Rows that the table had
// at the start belong to no key and always stay: for padding, unknown words and
// the like.
type Dynamic[K comparable] struct {
	Table *Table
	Fill  Filler // first values of a new row

	reserved int
	ids      map[K]int32
	rows     []use[K] // of rows reserved, reserved+1, …
	clock    int64
}

type use[K comparable] struct {
	key   K
	count int64
	last  int64
}

// NewDynamic returns a vocabulary without keys over the rows that t has.
func NewDynamic[K comparable](t *Table, fill Filler) *Dynamic[K] {
	return &Dynamic[K]{Table: t, Fill: fill, reserved: t.Rows(), ids: map[K]int32{}}
}

// Len returns the number of keys.
func (d *Dynamic[K]) Len() int { return len(d.rows) }

// ID returns the row of a key, if it has one, and does not count as a use.
func (d *Dynamic[K]) ID(key K) (id int32, ok bool) {
	id, ok = d.ids[key]
	return id, ok
}

// Key returns whose a row is; reserved rows are nobody's.
func (d *Dynamic[K]) Key(id int32) (key K, ok bool) {
	k := int(id) - d.reserved
	if k < 0 || k >= len(d.rows) {
		return key, false
	}
	return d.rows[k].key, true
}

// Count returns how often a key was used.
func (d *Dynamic[K]) Count(key K) int64 {
	if id, ok := d.ids[key]; ok {
		return d.rows[int(id)-d.reserved].count
	}
	return 0
}

// Use stores the rows of the keys in dst. A key that has none gets a new one at
// the table's end.
func (d *Dynamic[K]) Use(dst []int32, keys []K) error {
	if len(dst) != len(keys) {
		return fmt.Errorf("use keys: %d places for %d keys", len(dst), len(keys))
	}
	for k, key := range keys {
		id, ok := d.ids[key]
		if !ok {
			id = int32(d.reserved + len(d.rows))
			if int(id) != d.Table.Rows() {
				return fmt.Errorf("use key %v: the table has %d rows, not the %d of %d keys", key, d.Table.Rows(), id, len(d.rows))
			}
			if err := d.Table.Grow(1, d.Fill); err != nil {
				return fmt.Errorf("use key %v: %w", key, err)
			}
			d.ids[key], d.rows = id, append(d.rows, use[K]{key: key})
		}
		d.clock++
		row := &d.rows[int(id)-d.reserved]
		row.count, row.last = row.count+1, d.clock
		dst[k] = id
	}
	return nil
}

// Evict takes rows away until only so many keys are left. The rows that stay
// close ranks and keep their order, values and states. It returns which row each
// was before, for Renumber.
func (d *Dynamic[K]) Evict(keep int, order Eviction, states ...RowState) (from []int32, err error) {
	if keep < 0 {
		return nil, fmt.Errorf("evict all but %d keys", keep)
	}
	stay := make([]int32, len(d.rows)) // the best first
	for k := range stay {
		stay[k] = int32(k)
	}
	slices.SortFunc(stay, func(a, b int32) int {
		x, y := d.rows[a], d.rows[b]
		if order == LeastFrequent && x.count != y.count {
			return cmp.Compare(y.count, x.count)
		}
		return cmp.Compare(y.last, x.last)
	})
	stay = stay[:min(keep, len(stay))]
	slices.Sort(stay)

	for i := range d.reserved {
		from = append(from, int32(i))
	}
	for _, k := range stay {
		from = append(from, int32(d.reserved)+k)
	}
	if err := d.Table.Remap(from, Zeros, states...); err != nil {
		return nil, fmt.Errorf("evict keys: %w", err)
	}
	rows := make([]use[K], 0, len(stay))
	clear(d.ids)
	for _, k := range stay {
		d.ids[d.rows[k].key] = int32(d.reserved + len(rows))
		rows = append(rows, d.rows[k])
	}
	d.rows = rows
	return from, nil
}
