package embedding

import (
	"slices"
	"testing"
)

// moves notes the remaps it is told of.
type moves [][]int32

func (m *moves) Remap(_ *Table, from []int32) { *m = append(*m, slices.Clone(from)) }

func column(t *Table) []float32 {
	var c []float32
	for i := range t.Rows() {
		c = append(c, t.Row(i)[0])
	}
	return c
}

func TestGrowingKeepsRowsAndPadding(t *testing.T) {
	table := counting(3, 5)
	table.PaddingIdx = new(-1)
	must(t, table.Grow(2, MeanOf(table)))
	wantClose(t, "column 0", column(table), []float32{0, 10, 20, 10, 10}, 0)
	if *table.PaddingIdx != 2 {
		t.Errorf("the padding row is now %d", *table.PaddingIdx)
	}
	w := table.Padded()
	for i := range w.Rows {
		for _, v := range w.Data[i*w.Stride+5 : (i+1)*w.Stride] {
			if v != 0 {
				t.Fatalf("row %d is padded with %v", i, v)
			}
		}
	}
	wantError(t, table.Grow(-1, Zeros), "grow a table by -1 rows")
}

func TestRemapMovesRowsAndTellsStates(t *testing.T) {
	table, seen := counting(4, 1), moves{}
	table.PaddingIdx = new(0)
	from := []int32{3, -1, 0}
	must(t, table.Remap(from, Zeros, &seen))
	wantClose(t, "rows", column(table), []float32{30, 0, 0}, 0)
	if *table.PaddingIdx != 2 || len(seen) != 1 || !slices.Equal(seen[0], from) {
		t.Errorf("padding %d, told %v", *table.PaddingIdx, seen)
	}
	ids := []int32{0, 1, 3, -1}
	Renumber(ids, from)
	if !slices.Equal(ids, []int32{2, -1, 0, -1}) {
		t.Errorf("renumbered %v", ids)
	}
	wantError(t, table.Remap([]int32{1}, Zeros), "remap a table: the padding row 2 is not kept")
	wantError(t, table.Remap([]int32{2, 3}, Zeros), "remap a table: row 1 from row 3 of 3")
	if len(seen) != 1 || table.Rows() != 3 {
		t.Error("an error changed something")
	}
}

func TestKeysGetRowsAndLoseThem(t *testing.T) {
	for order, want := range map[Eviction][]string{LeastFrequent: {"a", "c"}, LeastRecent: {"b", "c"}} {
		table := counting(1, 1) // reserved: unknown words
		d := NewDynamic[string](table, func(row []float32) { row[0] = float32(table.Rows()) })
		ids := make([]int32, 7)
		must(t, d.Use(ids, []string{"a", "d", "a", "a", "c", "c", "b"}))
		if !slices.Equal(ids, []int32{1, 2, 1, 1, 3, 3, 4}) || d.Count("a") != 3 || d.Count("z") != 0 {
			t.Errorf("ids %v, a used %d times", ids, d.Count("a"))
		}
		var seen moves
		from, err := d.Evict(2, order, &seen)
		must(t, err)
		var kept []string
		for id := range int32(table.Rows()) {
			if key, ok := d.Key(id); ok {
				kept = append(kept, key)
				if back, ok := d.ID(key); !ok || back != id || table.Row(int(id))[0] != float32(from[id]+1) {
					t.Errorf("%q is row %d, with %v, from %d", key, back, table.Row(int(id)), from[id])
				}
			}
		}
		slices.Sort(kept)
		if !slices.Equal(kept, want) || d.Len() != 2 || table.Row(0)[0] != 0 || len(seen) != 1 {
			t.Errorf("order %d kept %v, told %v", order, kept, seen)
		}
		must(t, d.Use(ids[:1], []string{"d"}))
		if ids[0] != 3 || d.Count("d") != 1 {
			t.Errorf("d came back as row %d, used %d times", ids[0], d.Count("d"))
		}
	}
}

func TestBadUsesOfKeys(t *testing.T) {
	table := counting(1, 1)
	d := NewDynamic[string](table, Zeros)
	wantError(t, d.Use(nil, []string{"a"}), "use keys: 0 places for 1 keys")
	_, err := d.Evict(-1, LeastRecent)
	wantError(t, err, "evict all but -1 keys")
	must(t, table.Grow(1, Zeros))
	wantError(t, d.Use(make([]int32, 1), []string{"a"}), "use key a: the table has 2 rows, not the 1 of 0 keys")
}
