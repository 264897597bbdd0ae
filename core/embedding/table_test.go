package embedding

import (
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

var someIDs = []int32{3, 0, 3, 6, 6, 3}

func TestBadTables(t *testing.T) {
	with := func(change func(*Table)) error {
		table := counting(5, 2)
		change(table)
		return table.Lookup(make([]float32, 2), []int32{1})
	}
	for message, change := range map[string]func(*Table){
		"padding row 5 is outside a table of 5 rows":  func(t *Table) { t.PaddingIdx = new(5) },
		"padding row -6 is outside a table of 5 rows": func(t *Table) { t.PaddingIdx = new(-6) },
		"max-norm -1 is not positive":                 func(t *Table) { t.MaxNorm = MaxNorm{Mode: OnRead, Max: -1} },
		"max-norm of order -2":                        func(t *Table) { t.MaxNorm = MaxNorm{Mode: OnRead, Max: 1, P: -2} },
		"unknown max-norm mode 9":                     func(t *Table) { t.MaxNorm = MaxNorm{Mode: 9, Max: 1} },
	} {
		wantError(t, with(change), message)
	}
	table := counting(5, 2)
	wantError(t, table.Lookup(make([]float32, 3), []int32{1}), "look up: 3 numbers for 1 ids of dimension 2")
	wantError(t, table.Lookup(make([]float32, 4), []int32{0, 5}), "look up: id 5 at place 1 is outside 0 to 4")
	_, err := table.Backward([]int32{1}, []float32{1})
	wantError(t, err, "gradient of a lookup: 1 numbers for 1 ids of dimension 2")
	wantError(t, table.SetWeights(dense(5, 3)), "set weights: 5 × 3 numbers for a table of 5 × 2")
	wantError(t, table.BackwardDense(dense(4, 2), []int32{1}, []float32{1, 2}), "4 × 2 numbers for a table of 5 × 2")
	_, err = FromPretrained(blas32.General{Rows: 2, Cols: 3, Stride: 3, Data: make([]float32, 5)})
	wantError(t, err, "pretrained table: set weights: 2 × 3 numbers with a stride of 3 in a slice of 5")
	_, err = FromPretrained(blas32.General{Rows: 2, Cols: 3, Stride: 2})
	wantError(t, err, "2 × 3 numbers with a stride of 2")
}

func TestPretrainedTablesAreFrozenAndKeepTheirPaddingRow(t *testing.T) {
	table, err := FromPretrained(counting(3, 2).Weights)
	must(t, err)
	table.PaddingIdx = new(2)
	y := make([]float32, 2)
	must(t, table.Lookup(y, []int32{2}))
	if !table.Frozen || !slices.Equal(y, []float32{20, 21}) {
		t.Errorf("frozen: %v, padding row %v", table.Frozen, y)
	}
}

func TestInitialisersLeaveThePaddingRowZero(t *testing.T) {
	table := NewTable(3, 2)
	table.PaddingIdx = new(-1)
	table.Normal(1, seeded())
	if table.Row(2)[0] != 0 || table.Row(1)[0] == 0 {
		t.Errorf("%v %v", table.Row(1), table.Row(2))
	}
}

func TestLookupTouchesNoWeightsAndTheOneHotProductAgrees(t *testing.T) {
	table := random(7, 5)
	want, got := make([]float32, 30), make([]float32, 30)
	must(t, table.Lookup(want, someIDs))
	cost, err := table.OneHot(got, someIDs)
	must(t, err)
	if !slices.Equal(got, want) {
		t.Errorf("product %v, lookup %v", got, want)
	}
	if want := (Cost{Multiplications: 6 * 7 * 5, Bytes: 4 * (6*7 + 7*5 + 6*5)}); cost != want {
		t.Errorf("the product costs %+v, want %+v", cost, want)
	}
	if got, want := table.LookupCost(6), (Cost{Bytes: 4 * 6 * 11}); got != want {
		t.Errorf("the lookup costs %+v, want %+v", got, want)
	}
}

func TestSparseDenseAndOneHotGradientsAgree(t *testing.T) {
	table, grad := random(7, 5), randomVector(30)
	g, err := table.Backward(someIDs, grad)
	must(t, err)
	byLookup, byProduct := dense(7, 5), dense(7, 5)
	must(t, table.BackwardDense(byLookup, someIDs, grad))
	_, err = table.OneHotBackward(byProduct, someIDs, grad)
	must(t, err)
	wantClose(t, "sparse", g.Dense(7), byLookup.Data, 0)
	wantClose(t, "coalesced", g.Coalesce().Dense(7), byLookup.Data, 1e-6)
	wantClose(t, "one-hot", byProduct.Data, byLookup.Data, 1e-6)
	gradCheckTable(t, "lookup", table, g, lossOf(t, table, someIDs, grad))
}

func TestOnlyPaddingGivesNoRows(t *testing.T) {
	table := counting(4, 2)
	table.PaddingIdx = new(3)
	g, err := table.Backward([]int32{3, 3}, make([]float32, 4))
	if err != nil || len(g.Rows) != 0 || len(g.Values) != 0 {
		t.Errorf("%v, %v", g, err)
	}
}

func TestGradientsScaledByFrequency(t *testing.T) {
	table := counting(4, 1)
	table.ScaleGradByFreq = true
	got := dense(4, 1)
	must(t, table.BackwardDense(got, []int32{1, 3, 1, 1}, []float32{1, 2, 3, 5}))
	wantClose(t, "gradient", got.Data, []float32{0, 3, 0, 2}, 0)
	_, err := table.Backward([]int32{1}, []float32{1})
	wantError(t, err, "gradients scaled by frequency are not sparse")
}

func TestMemoryOfGradientsIsUsedAgain(t *testing.T) {
	table, ids, grad := random(50, 8), []int32{4, 1, 4, 49}, randomVector(32)
	y := make([]float32, 32)
	var g, sum SparseGrad
	var c Coalescer
	step := func() {
		must(t, table.Lookup(y, ids))
		must(t, table.BackwardTo(&g, ids, grad))
		c.CoalesceTo(&sum, g)
	}
	step()
	if n := testing.AllocsPerRun(10, step); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func TestCoalescedOnlyIfRowsRise(t *testing.T) {
	for want, rows := range map[bool][][]int32{true: {{}, {4}, {1, 4}}, false: {{1, 1}, {2, 1}}} {
		for _, r := range rows {
			if got := (SparseGrad{Rows: r}).Coalesced(); got != want {
				t.Errorf("%v: %v", r, got)
			}
		}
	}
}

func TestMaxNormOnReadClipsTheCopy(t *testing.T) {
	for _, p := range []float64{0, 1, 2, 3, math.Inf(1)} {
		table := random(7, 5)
		before := slices.Clone(table.Weights.Data)
		table.MaxNorm = MaxNorm{Mode: OnRead, Max: 1.5, P: p}
		y, grad := make([]float32, 30), randomVector(30)
		must(t, table.Lookup(y, someIDs))
		if !slices.Equal(table.Weights.Data, before) {
			t.Fatal("the table was changed")
		}
		for k := range someIDs {
			n, whole := table.MaxNorm.norm(y[5*k:5*k+5]), table.MaxNorm.norm(table.Row(int(someIDs[k])))
			if want := min(whole, 1.5); math.Abs(float64(n-want)) > 1e-5 {
				t.Errorf("order %v: norm %v, want %v", p, n, want)
			}
		}
		g, err := table.Backward(someIDs, grad)
		must(t, err)
		gradCheckTable(t, "clipped lookup", table, g, lossOf(t, table, someIDs, grad))
	}
}

func TestMaxNormInPlaceShrinksEachTouchedRowOnce(t *testing.T) {
	table := NewTable(3, 2)
	for i := range 3 {
		copy(table.Row(i), []float32{3, 4})
	}
	copy(table.Row(1), []float32{.3, .4})
	table.MaxNorm = MaxNorm{Mode: InPlace, Max: 1}
	y := make([]float32, 6)
	must(t, table.Lookup(y, []int32{0, 1, 0}))
	scale := float32(1) / (5 + 1e-7)
	want := []float32{3 * scale, 4 * scale}
	wantClose(t, "touched", table.Row(0), want, 0)
	wantClose(t, "short", table.Row(1), []float32{.3, .4}, 0)
	wantClose(t, "not touched", table.Row(2), []float32{3, 4}, 0)
	wantClose(t, "read", y[4:], want, 0)
	g, err := table.Backward([]int32{0}, []float32{1, 2})
	must(t, err)
	wantClose(t, "gradient", g.Values, []float32{1, 2}, 0)
}

func TestMaxNormAfterStepConstrainsTheTable(t *testing.T) {
	whole, rows := NewTable(2, 2), NewTable(2, 2)
	for _, table := range []*Table{whole, rows} {
		copy(table.Row(0), []float32{6, 8})
		copy(table.Row(1), []float32{0, 8})
		table.MaxNorm = MaxNorm{Mode: AfterStep, Max: 5}
		y := make([]float32, 2)
		must(t, table.Lookup(y, []int32{0}))
		wantClose(t, "read", y, []float32{6, 8}, 0)
	}
	whole.Constrain()
	wantClose(t, "row 0", whole.Row(0), []float32{3, 4}, 1e-6)
	wantClose(t, "row 1", whole.Row(1), []float32{0, 5}, 1e-6)
	rows.ConstrainRows([]int32{1, 1})
	wantClose(t, "row 0", rows.Row(0), []float32{6, 8}, 0)
	wantClose(t, "row 1", rows.Row(1), []float32{0, 5}, 1e-6)
}

func TestMasks(t *testing.T) {
	table := counting(4, 1)
	table.PaddingIdx = new(-2)
	got := make([]bool, 3)
	must(t, MaskZero(got, []int32{0, 2, 1}))
	if !slices.Equal(got, []bool{false, true, true}) {
		t.Errorf("mask zero: %v", got)
	}
	must(t, table.Mask(got, []int32{0, 2, 1}))
	if !slices.Equal(got, []bool{true, false, true}) {
		t.Errorf("mask of padding: %v", got)
	}
	wantError(t, MaskZero(got, []int32{0}), "mask: 3 places for 1 ids")
	g, err := table.Backward([]int32{0}, []float32{1})
	if err != nil || len(g.Rows) != 1 {
		t.Error("row 0 does not train")
	}
}

func TestShardsReadLikeTheWhole(t *testing.T) {
	table, grad := random(11, 3), randomVector(18)
	table.MaxNorm = MaxNorm{Mode: OnRead, Max: 1}
	ids := []int32{10, 0, 3, 3, 7, 9}
	want := make([]float32, 18)
	must(t, table.Lookup(want, ids))
	g, err := table.Backward(ids, grad)
	must(t, err)
	wholeGrad := g.Dense(11)
	for _, partition := range []Partition{Mod, Div} {
		for parts := 1; parts <= 12; parts++ {
			s, err := Shard(table, parts, partition)
			must(t, err)
			got := make([]float32, 18)
			must(t, s.Lookup(got, ids))
			if !slices.Equal(got, want) {
				t.Errorf("%s, %d shards: %v, want %v", partition, parts, got, want)
			}
			grads, err := s.Backward(ids, grad)
			must(t, err)
			for id := range 11 {
				p, row := s.Locate(int32(id))
				wantClose(t, "gradient", grads[p].Dense(s.Shards[p].Rows())[3*row:3*row+3], wholeGrad[3*id:3*id+3], 0)
			}
		}
	}
}

func TestWhereIDsAreInShards(t *testing.T) {
	// 7 rows in 3 shards: div gives 3 + 2 + 2, mod deals them out.
	for partition, want := range map[Partition][]int{Mod: {0, 1, 2, 0, 1, 2, 0}, Div: {0, 0, 0, 1, 1, 2, 2}} {
		s, err := Shard(counting(7, 1), 3, partition)
		must(t, err)
		for id, shard := range want {
			if p, row := s.Locate(int32(id)); p != shard || s.Shards[p].Row(int(row))[0] != float32(10*id) {
				t.Errorf("%s: id %d is row %d of shard %d", partition, id, row, p)
			}
		}
	}
	_, err := Shard(counting(7, 1), 3, "hash")
	wantError(t, err, `partition "hash" is neither "mod" nor "div"`)
	_, err = Shard(counting(7, 1), 0, Mod)
	wantError(t, err, "no shard")
	uneven := &Sharded{Partition: Div, Shards: []*Table{NewTable(2, 1), NewTable(4, 1)}}
	wantError(t, uneven.Lookup(nil, nil), "shard 0 has 2 rows, not 3 of the 6 in 2 shards")
	wide := &Sharded{Partition: Div, Shards: []*Table{NewTable(2, 1), NewTable(2, 4)}}
	wantError(t, wide.Lookup(nil, nil), "shard 1 has dimension 4, shard 0 has 1")
	whole := &Sharded{Partition: Mod, Shards: []*Table{NewTable(2, 1)}}
	wantError(t, whole.Lookup(make([]float32, 1), []int32{2}), "id 2 at place 0 is outside 0 to 1")
}
