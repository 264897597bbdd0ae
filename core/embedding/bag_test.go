package embedding

import (
	"math"
	"slices"
	"testing"
)

// bagsOf gives the same bags in every form of input: [3 0 3], [], [6 5].
var (
	byOffsets = Bags{IDs: []int32{3, 0, 3, 6, 5}, Offsets: []int32{0, 3, 3}}
	bySize    = Bags{IDs: []int32{3, 0, 3, 6, 5, 1}, Size: 3}
)

// reduced is a bag by lookup and reduction.
func reduced(t *testing.T, table *Table, c Combiner, ids []int32, weights []float32) []float32 {
	t.Helper()
	dim := table.Dim()
	rows, y := make([]float32, len(ids)*dim), make([]float32, dim)
	must(t, table.Lookup(rows, ids))
	for d := range dim {
		var sum, norm, squares float64
		largest := math.Inf(-1)
		for k := range ids {
			w := 1.
			if weights != nil {
				w = float64(weights[k])
			}
			v := float64(rows[k*dim+d])
			sum, norm, squares, largest = sum+w*v, norm+w, squares+w*w, max(largest, v)
		}
		switch {
		case len(ids) == 0:
		case c == Sum:
			y[d] = float32(sum)
		case c == Mean:
			y[d] = float32(sum / norm)
		case c == SqrtN:
			y[d] = float32(sum / math.Sqrt(squares))
		case c == Max:
			y[d] = float32(largest)
		}
	}
	return y
}

func TestABagIsLookupAndReduction(t *testing.T) {
	table := random(7, 4)
	for _, c := range []Combiner{Mean, Sum, Max, SqrtN} {
		bag, got := Bag{Table: table, Combiner: c}, make([]float32, 12)
		must(t, bag.Lookup(got, byOffsets))
		wantClose(t, string(c), got[:4], reduced(t, table, c, []int32{3, 0, 3}, nil), 1e-6)
		wantClose(t, "empty "+string(c), got[4:8], make([]float32, 4), 0)
		wantClose(t, string(c), got[8:], reduced(t, table, c, []int32{6, 5}, nil), 1e-6)

		withLast := Bags{IDs: byOffsets.IDs, Offsets: []int32{0, 3, 3, 5}}
		again := make([]float32, 12)
		must(t, Bag{Table: table, Combiner: c, IncludeLastOffset: true}.Lookup(again, withLast))
		if !slices.Equal(again, got) {
			t.Errorf("%s with the last offset: %v, want %v", c, again, got)
		}
		must(t, bag.Lookup(got[:8], bySize))
		wantClose(t, "fixed "+string(c), got[4:8], reduced(t, table, c, []int32{6, 5, 1}, nil), 1e-6)
	}
	got := make([]float32, 12)
	must(t, Bag{Table: table}.Lookup(got, byOffsets))
	wantClose(t, "default", got[:4], reduced(t, table, Mean, []int32{3, 0, 3}, nil), 1e-6)
}

func TestPaddingIsLeftOutOfBags(t *testing.T) {
	table := random(7, 4)
	table.PaddingIdx = new(-4)
	for _, c := range []Combiner{Mean, Sum, Max, SqrtN} {
		bag, got := Bag{Table: table, Combiner: c}, make([]float32, 8)
		must(t, bag.Lookup(got, Bags{IDs: []int32{3, 0, 3, 6, 3, 3}, Size: 3}))
		wantClose(t, string(c), got[:4], reduced(t, table, c, []int32{0}, nil), 1e-6)
		must(t, bag.Lookup(got[:4], Bags{IDs: []int32{3, 3}, Size: 2}))
		wantClose(t, "only padding", got[:4], make([]float32, 4), 0)
	}
}

func TestGradientsOfBags(t *testing.T) {
	for _, norm := range []MaxNorm{{}, {Mode: OnRead, Max: 1}} {
		for _, c := range []Combiner{Mean, Sum, Max, SqrtN} {
			table, grad := random(7, 4), randomVector(12)
			table.PaddingIdx, table.MaxNorm = new(5), norm
			bag, full := Bag{Table: table, Combiner: c}, dense(7, 4)
			must(t, bag.BackwardDense(full, byOffsets, grad))
			loss := func() float64 {
				y := make([]float32, 12)
				must(t, bag.Lookup(y, byOffsets))
				return weigh(y, grad)
			}
			for i := range 7 {
				gradCheck(t, "bag by "+string(c), table.Row(i), rowOf(full, i), loss)
			}
			if c == Max {
				continue
			}
			g, err := bag.Backward(byOffsets, grad)
			must(t, err)
			wantClose(t, "sparse "+string(c), g.Dense(7), full.Data, 1e-6)
		}
	}
}

func TestGradientsOfWeightsInABag(t *testing.T) {
	table, grad := random(7, 4), randomVector(12)
	table.PaddingIdx = new(0)
	in := byOffsets
	in.Weights = []float32{.5, 2, -1, 3, .25}
	bag, got := Bag{Table: table, Combiner: Sum}, make([]float32, 5)
	must(t, bag.BackwardWeights(got, in, grad))
	gradCheck(t, "weights", in.Weights, got, func() float64 {
		y := make([]float32, 12)
		must(t, bag.Lookup(y, in))
		return weigh(y, grad)
	})
	g, err := bag.Backward(in, grad)
	must(t, err)
	gradCheckTable(t, "weighted bag", table, g, func() float64 {
		y := make([]float32, 12)
		must(t, bag.Lookup(y, in))
		return weigh(y, grad)
	})
}

func TestBagsScaledByFrequency(t *testing.T) {
	table := counting(4, 1)
	table.ScaleGradByFreq = true
	got, in := dense(4, 1), Bags{IDs: []int32{1, 2, 1, 1}, Size: 2}
	must(t, Bag{Table: table, Combiner: Sum}.BackwardDense(got, in, []float32{3, 6}))
	wantClose(t, "gradient", got.Data, []float32{0, 5, 3, 0}, 1e-6)
}

func TestBadBags(t *testing.T) {
	table, frequent := counting(4, 1), counting(4, 1)
	frequent.ScaleGradByFreq = true
	ids := []int32{0, 1, 2}
	weights := []float32{1, 1, 1}
	count := func(c Combiner, in Bags) error {
		_, err := Bag{Table: table, Combiner: c}.Count(in)
		return err
	}
	last := func(in Bags) error {
		_, err := Bag{Table: table, IncludeLastOffset: true}.Count(in)
		return err
	}
	for _, c := range []struct {
		err     error
		message string
	}{
		{count(Mean, Bags{IDs: ids, Size: 3, Offsets: []int32{0}}), "bags: 1 offsets for ids that are in bags of 3"},
		{count(Mean, Bags{IDs: ids}), "3 ids with neither offsets nor a size of the bags"},
		{count(Mean, Bags{IDs: ids, Size: 2}), "3 ids in bags of 2"},
		{count(Mean, Bags{IDs: ids, Size: -2}), "bags of -2 ids"},
		{count(Mean, Bags{IDs: ids, Offsets: []int32{1}}), "the first offset is 1, not 0"},
		{count(Mean, Bags{IDs: ids, Offsets: []int32{0, 4}}), "offset 4 at place 1 is beyond the 3 ids"},
		{count(Mean, Bags{IDs: ids, Offsets: []int32{0, 2, 1}}), "offset 1 at place 2 is before the last, 2"},
		{count(Mean, Bags{IDs: ids, Offsets: []int32{}}), "no offset for 3 ids"},
		{count(Mean, Bags{IDs: []int32{0, 4}, Size: 1}), "id 4 at place 1 is outside 0 to 3"},
		{last(Bags{IDs: ids, Offsets: []int32{0, 2}}), "the last offset is 2, not the number of ids, 3"},
		{last(Bags{IDs: ids, Offsets: []int32{}}), "no offset, where the last is to be the number of ids, 3"},
		{count("median", Bags{IDs: ids, Size: 1}), `combiner "median" is none of "mean", "sum", "max", "sqrtn"`},
		{count("", Bags{IDs: ids, Size: 1, Weights: weights}), `weights go with "sum", not with "mean"`},
		{count(Max, Bags{IDs: ids, Size: 1, Weights: weights}), `weights go with "sum", not with "max"`},
		{count(Sum, Bags{IDs: ids, Size: 1, Weights: weights[:2]}), "2 weights for 3 ids"},
		{Bag{Table: table}.Lookup(make([]float32, 2), Bags{IDs: ids, Size: 1}), "look up bags: 2 numbers for 3 bags of dimension 1"},
		{Bag{Table: table, Combiner: Max}.BackwardTo(new(SparseGrad), Bags{IDs: ids, Size: 1}, weights), `gradients of "max" are not sparse`},
		{Bag{Table: frequent}.BackwardTo(new(SparseGrad), Bags{IDs: ids, Size: 1}, weights), "gradients scaled by frequency are not sparse"},
		{Bag{Table: frequent, Combiner: Max}.BackwardDense(dense(4, 1), Bags{IDs: ids, Size: 1}, weights), `gradients of "max" are not scaled by frequency`},
		{Bag{Table: table}.BackwardWeights(weights, Bags{IDs: ids, Size: 1}, weights), `gradient of weights: weights go with "sum", not with "mean"`},
		{Bag{Table: table, Combiner: Sum}.BackwardWeights(weights[:1], Bags{IDs: ids, Size: 1}, weights), "1 places for the weights of 3 ids"},
	} {
		wantError(t, c.err, c.message)
	}
	if n, err := (Bag{Table: table}).Count(Bags{Offsets: []int32{}}); n != 0 || err != nil {
		t.Errorf("no bags at all: %d, %v", n, err)
	}
}

func TestWeightedBags(t *testing.T) {
	weights := []float32{.5, 2, -1, 3, .25}
	for _, norm := range []MaxNorm{{}, {Mode: OnRead, Max: 1}} {
		for _, c := range []Combiner{Mean, Sum, SqrtN} {
			table, grad := random(7, 4), randomVector(12)
			table.MaxNorm = norm
			in, bag := byOffsets, WeightedBag{Table: table, Combiner: c}
			in.Weights = weights
			got := make([]float32, 12)
			must(t, bag.Lookup(got, in))
			wantClose(t, string(c), got[:4], reduced(t, table, c, in.IDs[:3], weights[:3]), 1e-5)
			wantClose(t, "empty "+string(c), got[4:8], make([]float32, 4), 0)
			wantClose(t, string(c), got[8:], reduced(t, table, c, in.IDs[3:], weights[3:]), 1e-5)

			loss := func() float64 {
				y := make([]float32, 12)
				must(t, bag.Lookup(y, in))
				return weigh(y, grad)
			}
			g, err := bag.Backward(in, grad)
			must(t, err)
			gradCheckTable(t, "weighted "+string(c), table, g, loss)
			dw := make([]float32, 5)
			must(t, bag.BackwardWeights(dw, in, grad))
			gradCheck(t, "weights of "+string(c), weights, dw, loss)
		}
	}
}

func TestSafeBagsLeaveOutAndFillIn(t *testing.T) {
	table := counting(4, 2)
	in := Bags{IDs: []int32{1, -1, 2, -5, 3}, Offsets: []int32{0, 3, 4}, Weights: []float32{1, 1, -2, 1, 2}}
	got := make([]float32, 6)
	must(t, WeightedBag{Table: table, Safe: true}.Lookup(got, in))
	wantClose(t, "zeros", got, []float32{10, 11, 0, 0, 30, 31}, 0)

	bag := WeightedBag{Table: table, Safe: true, DefaultID: new(int32(2))}
	must(t, bag.Lookup(got, in))
	wantClose(t, "default", got, []float32{10, 11, 20, 21, 30, 31}, 0)
	g, err := bag.Backward(in, []float32{1, 2, 3, 4, 5, 6})
	must(t, err)
	wantClose(t, "gradient", g.Dense(4), []float32{0, 0, 1, 2, 3, 4, 5, 6}, 1e-6)

	cancelled := Bags{IDs: []int32{1, 2}, Size: 2, Weights: []float32{1, -1}}
	must(t, WeightedBag{Table: table}.Lookup(got[:2], cancelled))
	wantClose(t, "weights that cancel out", got[:2], []float32{0, 0}, 0)
}

func TestBadWeightedBags(t *testing.T) {
	table, in := counting(4, 1), Bags{IDs: []int32{0, -1}, Size: 1}
	y := make([]float32, 2)
	for message, bag := range map[string]WeightedBag{
		`combiner "max" is none of "mean", "sum", "sqrtn"`: {Combiner: Max},
		"id -1 at place 1 is outside 0 to 3":               {},
		"the default id 4 is outside 0 to 3":               {Safe: true, DefaultID: new(int32(4))},
	} {
		bag.Table = table
		wantError(t, bag.Lookup(y, in), message)
	}
	wantError(t, WeightedBag{Table: table, Safe: true}.Lookup(y, Bags{IDs: []int32{-1, 9}, Size: 1}), "id 9 at place 1 is outside 0 to 3")
	table.ScaleGradByFreq = true
	_, err := WeightedBag{Table: table, Safe: true}.Backward(in, y)
	wantError(t, err, "gradients scaled by frequency are not sparse")
}
