package embedding

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
)

func counting(rows, dim int) *Table {
	t := NewTable(rows, dim)
	for i := range rows {
		for k := range dim {
			t.Row(i)[k] = float32(10*i + k)
		}
	}
	return t
}

func TestLookupIsTheOneHotProduct(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	table := NewTable(7, 5)
	table.Uniform(1, rng)
	ids := []int32{3, 0, 3, 6}
	got := make([]float32, len(ids)*5)
	if err := table.Lookup(got, ids); err != nil {
		t.Fatal(err)
	}
	for k, id := range ids {
		for d := range 5 {
			var want float32
			for i := range 7 {
				hot := float32(0)
				if int32(i) == id {
					hot = 1
				}
				want += hot * table.Row(i)[d]
			}
			if got[k*5+d] != want {
				t.Errorf("place %d, column %d: %v, want %v", k, d, got[k*5+d], want)
			}
		}
	}
}

func TestBackwardKeepsRepeatsAndDropsPadding(t *testing.T) {
	table := counting(4, 2)
	table.PaddingIdx = new(-1)
	g, err := table.Backward([]int32{1, 3, 1, 0}, []float32{1, 2, 3, 4, 5, 6, 7, 8})
	if err != nil {
		t.Fatal(err)
	}
	if want := []int32{1, 1, 0}; !slices.Equal(g.Rows, want) {
		t.Errorf("rows %v, want %v", g.Rows, want)
	}
	sum := g.Coalesce()
	if !slices.Equal(sum.Rows, []int32{0, 1}) || !slices.Equal(sum.Values, []float32{7, 8, 6, 8}) {
		t.Errorf("coalesced to %v %v", sum.Rows, sum.Values)
	}
	if again := sum.Coalesce(); !slices.Equal(again.Values, sum.Values) {
		t.Errorf("coalescing twice gives %v", again.Values)
	}
	if !slices.Equal(g.Dense(4), sum.Dense(4)) {
		t.Error("the dense gradients differ")
	}
}

func TestFrozenTablesGetNoGradient(t *testing.T) {
	table := counting(2, 1)
	table.Frozen = true
	if g, err := table.Backward([]int32{1}, []float32{1}); err != nil || len(g.Rows) != 0 {
		t.Errorf("%v, %v", g, err)
	}
}

func TestIDsOutsideTheTable(t *testing.T) {
	table := counting(4, 2)
	var outside *RangeError
	for _, ids := range [][]int32{{0, 4}, {0, -1}} {
		err := table.Lookup(make([]float32, 4), ids)
		if !errors.As(err, &outside) || outside.Place != 1 {
			t.Errorf("%v: %v", ids, err)
		}
	}
	if _, err := table.Backward([]int32{1}, []float32{1}); err == nil {
		t.Error("a gradient of the wrong length was taken")
	}
}

func TestRowsArePaddedWithZeros(t *testing.T) {
	table := counting(3, 5)
	table.Uniform(1, rand.New(rand.NewPCG(1, 1)))
	w := table.Padded()
	for i := range w.Rows {
		for _, v := range w.Data[i*w.Stride+5 : (i+1)*w.Stride] {
			if v != 0 {
				t.Fatalf("row %d is padded with %v", i, v)
			}
		}
	}
}

func TestSaveAndLoadAreExact(t *testing.T) {
	table := NewTable(4, 3)
	table.Uniform(1, rand.New(rand.NewPCG(7, 8)))
	var file bytes.Buffer
	if err := table.Save(&file); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	got := NewTable(4, 3)
	if err := got.Load(bytes.NewReader(whole)); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(got.Weights.Data, table.Weights.Data) {
		t.Errorf("%v came back as %v", table.Weights.Data, got.Weights.Data)
	}
	for n := range whole {
		if err := got.Load(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("a table cut off after %d bytes was taken", n)
		}
	}
	if err := NewTable(4, 2).Load(bytes.NewReader(whole)); err == nil {
		t.Error("a table of another shape was taken")
	}
}
