package embedding

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func compare(t *testing.T, l Layer, err error, original *Table) Savings {
	t.Helper()
	must(t, err)
	s, err := Compare(l, original)
	must(t, err)
	return s
}

// trainables are one layer of each kind for 10 ids of dimension 4, with random
// numbers in all tables.
func trainables(t *testing.T) map[string]Trainable {
	t.Helper()
	layers := map[string]Trainable{}
	add := func(name string, l Trainable, err error) {
		must(t, err)
		rng := seeded()
		for _, table := range l.Tables() {
			table.Normal(1, rng)
		}
		layers[name] = l
	}
	hashed, err := NewHashed(10, 6, 4, 2)
	add("hashed", hashed, err)
	for _, c := range []Composition{ByProduct, BySum, ByConcat} {
		q, err := NewQuotientRemainder(10, 3, 4, c)
		add("quotient-remainder by "+string(c), q, err)
	}
	low, err := NewLowRank(10, 2, 4)
	add("low-rank", low, err)
	mixed, err := NewMixed(4, Block{3, 4}, Block{7, 2})
	add("mixed", mixed, err)
	lora, err := NewLoRA(random(10, 4), 2, 3, seeded())
	add("lora", lora, err)
	return layers
}

func TestGradientsOfComposedLayers(t *testing.T) {
	ids, grad := []int32{0, 9, 3, 9, 4}, randomVector(20)
	for name, l := range trainables(t) {
		tables := l.Tables()
		grads := make([]SparseGrad, len(tables))
		for range 2 { // the second time in used memory
			must(t, l.BackwardTo(grads, ids, grad))
		}
		for k, table := range tables {
			gradCheckTable(t, name, table, grads[k], lossOf(t, l, ids, grad))
		}
		if n := testing.AllocsPerRun(5, func() { must(t, l.BackwardTo(grads, ids, grad)) }); n > 3 {
			t.Errorf("%s: %v allocations", name, n)
		}
		wantError(t, l.BackwardTo(make([]SparseGrad, len(tables)+1), ids, grad), "gradients for")
		wantError(t, l.BackwardTo(grads, ids, grad[1:]), "19 numbers for 5 ids of dimension 4")
		wantError(t, l.Lookup(make([]float32, 4), []int32{10}), "id 10 at place 0 is outside 0 to 9")

		for _, table := range tables {
			table.Frozen = true
		}
		must(t, l.BackwardTo(grads, ids, grad))
		for k, g := range grads {
			if len(g.Rows) != 0 {
				t.Errorf("%s: frozen table %d has a gradient", name, k)
			}
		}
		tables[0].MaxNorm = MaxNorm{Mode: OnRead, Max: 2}
		wantError(t, l.BackwardTo(grads, ids, grad), "part 0 has a max-norm of 2")
	}
}

func TestHashedBucketsAreMeansOfTheirRows(t *testing.T) {
	table := random(40, 3)
	h, err := HashTable(table, 8, 1)
	must(t, err)
	for b := range 8 {
		sum, n := make([]float32, 3), 0
		for i := range 40 {
			if h.Bucket(int32(i), 0) == int32(b) {
				n++
				for d, v := range table.Row(i) {
					sum[d] += v
				}
			}
		}
		for d := range sum {
			sum[d] /= float32(max(1, n))
		}
		wantClose(t, "bucket", h.Table.Row(b), sum, 1e-5)
	}
	if s := compare(t, h, nil, table); s.Bytes != 8*3*4 || s.Saved() != 32*3*4 {
		t.Errorf("%+v", s)
	}
	_, err = NewHashed(10, 0, 4, 1)
	wantError(t, err, "hashed layer: 10 ids in 0 buckets of dimension 4 by 1 hashes")
}

func TestTwoHashesRecoverWhatTheyComposed(t *testing.T) {
	h, err := NewHashed(60, 8, 3, 2)
	must(t, err)
	h.Table.Normal(1, seeded())
	table := NewTable(60, 3)
	for i := range 60 {
		must(t, h.Lookup(table.Row(i), []int32{int32(i)}))
	}
	again, err := HashTable(table, 8, 2)
	if s := compare(t, again, err, table); s.Relative > 1e-3 {
		t.Errorf("%+v", s)
	}
}

func TestHashesSpreadEvenly(t *testing.T) {
	h, err := NewHashed(100_000, 100, 1, 2)
	must(t, err)
	for j := range 2 {
		counts := make([]int, 100)
		for id := range 100_000 {
			counts[h.Bucket(int32(id), j)]++
		}
		if least, most := slices.Min(counts), slices.Max(counts); least < 850 || most > 1150 {
			t.Errorf("hash %d: buckets of %d to %d", j, least, most)
		}
	}
	collide := 0
	for id := range int32(10_000) {
		if h.Bucket(id, 0) == h.Bucket(id+1, 0) && h.Bucket(id, 1) == h.Bucket(id+1, 1) {
			collide++
		}
	}
	if collide > 8 {
		t.Errorf("%d of 10,000 neighbours collide in both hashes", collide)
	}
}

func TestQuotientRemainderRecoversWhatItComposed(t *testing.T) {
	for _, c := range []Composition{ByProduct, BySum, ByConcat} {
		q, err := NewQuotientRemainder(20, 4, 6, c)
		must(t, err)
		q.Uniform(.5, seeded())
		table := NewTable(20, 6)
		for i := range 20 {
			must(t, q.Lookup(table.Row(i), []int32{int32(i)}))
			for _, v := range table.Row(i) {
				if v > .5 || v < -.5 {
					t.Errorf("%s: %v is beyond the bound", c, v)
				}
			}
		}
		again, err := QuotientRemainderOf(table, 4, c)
		if s := compare(t, again, err, table); s.RMSE > 1e-5 || s.Bytes != q.Bytes() {
			t.Errorf("%s: %+v", c, s)
		}
	}
	_, err := NewQuotientRemainder(20, 4, 6, "max")
	wantError(t, err, `composition "max" is none of "product", "sum", "concat"`)
	_, err = NewQuotientRemainder(20, 0, 6, BySum)
	wantError(t, err, "20 ids by 0 remainders of dimension 6")
	_, err = NewQuotientRemainder(20, 2, 1, ByConcat)
	wantError(t, err, "dimension 1 in two parts")
}

func TestLowRankErrorIsTheRestOfTheSpectrum(t *testing.T) {
	table := stretched(60, 5)
	spectrum, err := Spectrum(table.Weights)
	must(t, err)
	for rank := 1; rank <= 5; rank++ {
		l, err := Factorize(table, rank)
		s := compare(t, l, err, table)
		var rest float64
		for _, v := range spectrum[rank:] {
			rest += v * v
		}
		if want := math.Sqrt(rest / 300); math.Abs(s.RMSE-want) > 1e-5 || s.Bytes != 4*(60*rank+rank*5) {
			t.Errorf("rank %d: %+v, want an error of %v", rank, s, want)
		}
	}
	_, err = Factorize(table, 6)
	wantError(t, err, "low-rank layer: rank 6 for 60 ids of dimension 5")
}

func TestMixedDimensions(t *testing.T) {
	counts := make([]int64, 700)
	for k := range counts {
		counts[k] = int64(70_000 / (k + 1))
	}
	blocks, err := BlocksByFrequency(counts, 3, 16, .3)
	must(t, err)
	if blocks[0] != (Block{100, 16}) || blocks[1].IDs != 200 || blocks[2].IDs != 400 || blocks[1].Dim >= 16 || blocks[2].Dim >= blocks[1].Dim {
		t.Errorf("blocks %v", blocks)
	}
	table := random(700, 16)
	m, err := MixDimensions(table, blocks...)
	s := compare(t, m, err, table)
	first := make([]float32, 16)
	must(t, m.Lookup(first, []int32{9}))
	wantClose(t, "a frequent row", first, table.Row(9), 1e-5)
	if s.Saved() <= 0 || s.RMSE == 0 {
		t.Errorf("%+v", s)
	}
	for message, err := range map[string]error{
		"mixed dimensions: no block": second(NewMixed(4)),
		"mixed dimensions: block 0: low-rank layer: rank 5 for 3 ids of dimension 4":      second(NewMixed(4, Block{3, 5})),
		"mixed dimensions: blocks of 30 ids for 700 rows":                                 second(MixDimensions(table, Block{30, 4})),
		"mixed dimensions: block 1 has 680 ids, 670 are left":                             second(MixDimensions(table, Block{30, 4}, Block{680, 4})),
		"mixed dimensions: 700 ids in 0 blocks of up to 16 columns by an exponent of 0.3": second(BlocksByFrequency(counts, 0, 16, .3)),
		"mixed dimensions: a count of -1 at place 1":                                      second(BlocksByFrequency([]int64{1, -1, 2}, 2, 16, .3)),
	} {
		wantError(t, err, message)
	}
}

func second[T any](_ T, err error) error { return err }

func TestLoRAStartsAsItsFrozenBase(t *testing.T) {
	base := random(10, 4)
	l, err := NewLoRA(base, 2, 6, seeded())
	if s := compare(t, l, err, base); s.Largest != 0 || s.Bytes != 4*(10*2+2*4) || !base.Frozen {
		t.Errorf("at first %+v, frozen %v", s, base.Frozen)
	}
	copy(l.Change.A.Row(3), []float32{1, 2})
	copy(l.Change.B.Row(0), []float32{1, 0, 0, 0})
	copy(l.Change.B.Row(1), []float32{0, 1, 0, 0})
	y := make([]float32, 4)
	must(t, l.Lookup(y, []int32{3}))
	w := base.Row(3)
	wantClose(t, "alpha/rank is 3", y, []float32{w[0] + 3, w[1] + 6, w[2], w[3]}, 1e-6)
	if merged := l.Merge(); !slices.Equal(merged.Row(3), y) || merged.Frozen {
		t.Errorf("merged %v, want %v", merged.Row(3), y)
	}
	base.MaxNorm = MaxNorm{Mode: AfterStep, Max: 2}
	_, err = NewLoRA(base, 2, 6, seeded())
	wantError(t, err, "lora: a table with max-norm 2 takes no change")
	wantError(t, l.Lookup(y, []int32{3}), "look up lora: a table with max-norm 2 takes no change")
	_, err = NewLoRA(random(10, 4), 2, 0, seeded())
	wantError(t, err, "lora: alpha 0 is not positive")
	_, err = NewLoRA(random(10, 4), 5, 1, seeded())
	wantError(t, err, "lora: low-rank layer: rank 5 for 10 ids of dimension 4")
}

func TestQuantizedRowsComeBackWithinTheirBound(t *testing.T) {
	for _, bits := range []int{8, 4} {
		table := random(30, 7)
		for i := range 30 {
			for d := range table.Row(i) {
				table.Row(i)[d] *= float32(math.Pow(10, float64(i-15)))
			}
		}
		clear(table.Row(2))
		for d := range table.Row(3) {
			table.Row(3)[d] = 5
		}
		q, err := Quantize(table, bits)
		must(t, err)
		y := make([]float32, 7)
		for i := range 30 {
			must(t, q.Lookup(y, []int32{int32(i)}))
			wantClose(t, "row", y, table.Row(i), float64(q.Bound(i)))
		}
		must(t, q.Lookup(y, []int32{3}))
		wantClose(t, "equal numbers", y, table.Row(3), 0)
		if want := 30*(7*bits+7)/8/30*30 + 8*30; q.Bytes() != want {
			t.Errorf("%d bits: %d bytes, want %d", bits, q.Bytes(), want)
		}
	}
	_, err := Quantize(random(2, 2), 3)
	wantError(t, err, "quantize: 3 bits are neither 8 nor 4")
	bad := random(2, 2)
	bad.Row(1)[0] = float32(math.Inf(1))
	_, err = Quantize(bad, 8)
	wantError(t, err, "quantize: row 1 has +Inf in column 0")
}

func TestProductQuantizationFindsClusters(t *testing.T) {
	// Columns 0–1 and 2–3 take three values each, column 4 two: five
	// dimensions, cut into parts of 2, 2 and 1.
	rng, table := seeded(), NewTable(90, 5)
	for i := range 90 {
		a, b := float32(rng.IntN(3)), float32(rng.IntN(3))
		copy(table.Row(i), []float32{a, -a, 2 * b, b, float32(i % 2)})
	}
	p, err := ProductQuantize(table, 2, 3, 25, rng)
	s := compare(t, p, err, table)
	if want := 90*3 + 4*(3*2+3*2+3*1); s.Largest > 1e-5 || s.Bytes != want {
		t.Errorf("%+v, want %d bytes", s, want)
	}
	noise := random(200, 6)
	var last float64
	for k, centroids := range []int{1, 4, 32, 200} {
		p, err := ProductQuantize(noise, 3, centroids, 25, rand.New(rand.NewPCG(1, 1)))
		s := compare(t, p, err, noise)
		if k > 0 && s.RMSE >= last {
			t.Errorf("%d centroids: error %v after %v", centroids, s.RMSE, last)
		}
		last = s.RMSE
	}
	if last > 1e-6 {
		t.Errorf("a centroid for each row leaves an error of %v", last)
	}
	_, err = ProductQuantize(noise, 7, 4, 1, rng)
	wantError(t, err, "product quantize: parts of 7 columns, 4 centroids, 1 rounds for a table of 200 × 6")
}

func TestPruningKeepsTheLargestNumbers(t *testing.T) {
	table := NewTable(2, 3)
	copy(table.Row(0), []float32{1, -5, 2})
	copy(table.Row(1), []float32{4, 0, -3})
	p, err := Prune(table, .5)
	s := compare(t, p, err, table)
	y := make([]float32, 6)
	must(t, p.Lookup(y, []int32{0, 1}))
	wantClose(t, "pruned", y, []float32{0, -5, 0, 4, 0, -3}, 0)
	if s.Largest != 2 || s.Bytes != 4*3+6*3 {
		t.Errorf("%+v", s)
	}
	all, err := Prune(table, 1)
	if s := compare(t, all, err, table); s.RMSE != 0 {
		t.Errorf("all kept: %+v", s)
	}
	_, err = Prune(table, 1.5)
	wantError(t, err, "prune: a share of 1.5 is outside 0 to 1")
}

func TestCompareNeedsEqualShapes(t *testing.T) {
	_, err := Compare(random(3, 2), random(3, 4))
	wantError(t, err, "compare a layer of 3 × 2 with a table of 3 × 4")
}
