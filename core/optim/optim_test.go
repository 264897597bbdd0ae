package optim

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
)

// rules makes one optimizer of each kind, with weight decay where it has one.
func rules(decay float32) map[string]Optimizer {
	return map[string]Optimizer{
		"sgd":              &SGD{LearningRate: .1, WeightDecay: decay},
		"momentum":         &Momentum{LearningRate: .1, WeightDecay: decay},
		"nesterov":         &Momentum{LearningRate: .1, WeightDecay: decay, Nesterov: true},
		"adagrad":          &Adagrad{LearningRate: .1, WeightDecay: decay, First: .1},
		"row-wise adagrad": &RowAdagrad{LearningRate: .1, WeightDecay: decay},
		"rmsprop":          &RMSProp{LearningRate: .1, WeightDecay: decay},
		"adam":             &Adam{LearningRate: .1, WeightDecay: decay},
		"adamw":            &AdamW{LearningRate: .1, WeightDecay: decay},
		"sparse adam":      &SparseAdam{LearningRate: .1},
		"lazy adam":        &LazyAdam{LearningRate: .1, WeightDecay: decay},
		"ftrl":             &FTRL{LearningRate: .1, L1: .01, L2: decay},
	}
}

func table(rows ...[]float32) *embedding.Table {
	t := embedding.NewTable(len(rows), len(rows[0]))
	for i, row := range rows {
		copy(t.Row(i), row)
	}
	return t
}

func random(rows, dim int, seed uint64) *embedding.Table {
	t := embedding.NewTable(rows, dim)
	t.Normal(1, rand.New(rand.NewPCG(seed, 1)))
	return t
}

func denseOf(g embedding.SparseGrad, rows int) blas32.General {
	return blas32.General{Rows: rows, Cols: g.Dim, Stride: g.Dim, Data: g.Dense(rows)}
}

// batch is a random gradient with repeated rows, all below the given one.
func batch(rows, dim, n int, seed uint64) embedding.SparseGrad {
	rng := rand.New(rand.NewPCG(seed, 2))
	g := embedding.SparseGrad{Dim: dim}
	for range n {
		g.Rows = append(g.Rows, int32(rng.IntN(rows)))
		for range dim {
			g.Values = append(g.Values, float32(rng.NormFloat64()))
		}
	}
	return g
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err error, message string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), message) {
		t.Errorf("error %v, want one that says %q", err, message)
	}
}

func wantClose(t *testing.T, what string, got, want []float32, tolerance float64) {
	t.Helper()
	for i := range want {
		if !(math.Abs(float64(got[i])-float64(want[i])) <= tolerance) {
			t.Errorf("%s: number %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

// What PyTorch 1.13 makes of the weights (1, −.5) in three steps.
func TestStepsAsPyTorchDoesThem(t *testing.T) {
	optimizers := rules(.1)
	optimizers["adamw"] = &AdamW{LearningRate: .1}
	for name, want := range map[string][]float32{
		"sgd":      {.996544, -.4006295},
		"momentum": {.863524, -.1392695},
		"nesterov": {.8772112, -.08424584},
		"adagrad":  {.9435004, -.4466942},
		"rmsprop":  {.4636265, -.01421696},
		"adam":     {.8120983, -.3508953},
		"adamw":    {.8247139, -.3551073},
	} {
		w := table([]float32{1, -.5})
		for _, g := range [][]float32{{.5, -2}, {.25, 1}, {-1, .125}} {
			must(t, optimizers[name].Step(w, blas32.General{Rows: 1, Cols: 2, Stride: 2, Data: g}))
		}
		wantClose(t, name, w.Row(0), want, 1e-6)
	}
}

func TestSparseAdamAsPyTorchDoesIt(t *testing.T) {
	w, o := table([]float32{1, -.5}, []float32{2, 3}), &SparseAdam{LearningRate: .1, Epsilon: .01}
	for _, g := range []embedding.SparseGrad{
		{Dim: 2, Rows: []int32{0, 0}, Values: []float32{.25, -1, .25, -1}},
		{Dim: 2, Rows: []int32{1}, Values: []float32{1, 2}},
		{Dim: 2, Rows: []int32{0}, Values: []float32{.25, 1}},
	} {
		must(t, o.StepSparse(w, g))
	}
	wantClose(t, "row 0", w.Row(0), []float32{.88763875, -.39362252}, 1e-6)
	wantClose(t, "row 1", w.Row(1), []float32{1.9434644, 2.9357457}, 1e-6)
	wantError(t, o.Step(w, blas32.General{}), "sparse adam: takes no dense gradient")
}

func TestRulesWrittenOut(t *testing.T) {
	w := table([]float32{1, -.5})
	g := embedding.SparseGrad{Dim: 2, Rows: []int32{0}, Values: []float32{3, -4}}
	must(t, (&RowAdagrad{LearningRate: .1}).StepSparse(w, g))
	s := math.Sqrt(25. / 2)
	wantClose(t, "row-wise adagrad", w.Row(0), []float32{float32(1 - .3/s), float32(-.5 + .4/s)}, 1e-6)

	w = table([]float32{0, 0})
	o := &FTRL{LearningRate: .5, L1: 1, L2: .25}
	must(t, o.StepSparse(w, embedding.SparseGrad{Dim: 2, Rows: []int32{0}, Values: []float32{3, .5}}))
	// z = g, n = g²: −(3−1)/((1+3)/.5 + .25), and 0 since .5 ≤ 1.
	wantClose(t, "ftrl", w.Row(0), []float32{-2 / 8.25, 0}, 1e-6)
}

func TestARareRowsFirstStepInLazyAdamIsAsLongAsAnyFirst(t *testing.T) {
	w, o := table([]float32{0}, []float32{0}), &LazyAdam{LearningRate: .1}
	often := embedding.SparseGrad{Dim: 1, Rows: []int32{0}, Values: []float32{1}}
	for range 50 {
		must(t, o.StepSparse(w, often))
	}
	rare := embedding.SparseGrad{Dim: 1, Rows: []int32{1}, Values: []float32{-5}}
	must(t, o.StepSparse(w, rare))
	wantClose(t, "rare row", w.Row(1), []float32{.1}, 1e-6)
}

func TestSGDTouchesOnlyTheRowsOfTheGradient(t *testing.T) {
	table := embedding.NewTable(3, 2)
	g := embedding.SparseGrad{Dim: 2, Rows: []int32{2, 0, 2}, Values: []float32{1, 2, 4, 8, 16, 32}}
	must(t, SGD{LearningRate: .5}.StepSparse(table, g))
	want := [][]float32{{-2, -4}, {0, 0}, {-8.5, -17}}
	for i, row := range want {
		for k, v := range row {
			if got := table.Row(i)[k]; got != v {
				t.Errorf("row %d, column %d: %v, want %v", i, k, got, v)
			}
		}
	}
}

func TestRowsOutsideTheGradientRest(t *testing.T) {
	for name, o := range rules(.1) {
		w := random(6, 5, 1)
		before := slices.Clone(w.Weights.Data)
		for seed := range uint64(4) {
			must(t, o.StepSparse(w, batch(3, 5, 7, seed)))
		}
		from := 3 * w.Weights.Stride
		if !slices.Equal(w.Weights.Data[from:], before[from:]) {
			t.Errorf("%s changed other rows", name)
		}
		if slices.Equal(w.Weights.Data[:from], before[:from]) {
			t.Errorf("%s changed nothing", name)
		}
		for i := range w.Rows() {
			for _, v := range w.Padded().Data[i*w.Weights.Stride+5 : (i+1)*w.Weights.Stride] {
				if v != 0 {
					t.Fatalf("%s: row %d is padded with %v", name, i, v)
				}
			}
		}
	}
}

// With every row in the gradient, repeated ones included.
func TestSparseAndDenseStepsAgree(t *testing.T) {
	for name, o := range rules(.1) {
		if name == "sparse adam" {
			continue
		}
		sparse, dense, twin := random(4, 5, 1), random(4, 5, 1), rules(.1)[name]
		for seed := range uint64(5) {
			g := batch(4, 5, 9, seed)
			g.Rows = append(g.Rows, 0, 1, 2, 3)
			g.Values = append(g.Values, batch(4, 5, 4, seed+50).Values...)
			must(t, o.StepSparse(sparse, g))
			must(t, twin.Step(dense, denseOf(g.Coalesce(), 4)))
		}
		for i := range 4 {
			wantClose(t, name, sparse.Row(i), dense.Row(i), 1e-5)
		}
	}
}

// Rules that a gradient of zero does not move need not have every row in it.
func TestSparseStepsAreDenseStepsWhereZerosMoveNothing(t *testing.T) {
	for _, name := range []string{"sgd", "adagrad", "row-wise adagrad", "ftrl"} {
		sparse, dense := embedding.NewTable(9, 3), embedding.NewTable(9, 3)
		a, b := rules(0)[name], rules(0)[name]
		for seed := range uint64(5) {
			g := batch(9, 3, 4, seed).Coalesce()
			must(t, a.StepSparse(sparse, g))
			must(t, b.Step(dense, denseOf(g, 9)))
		}
		if !slices.Equal(sparse.Weights.Data, dense.Weights.Data) {
			t.Errorf("%s: %v, want %v", name, sparse.Weights.Data, dense.Weights.Data)
		}
	}
}

func TestAGradientNeedNotBeCoalesced(t *testing.T) {
	for name, o := range rules(.1) {
		a, b, twin := random(6, 5, 1), random(6, 5, 1), rules(.1)[name]
		for seed := range uint64(3) {
			g := batch(6, 5, 20, seed)
			must(t, o.StepSparse(a, g))
			must(t, twin.StepSparse(b, g.Coalesce()))
		}
		wantClose(t, name, a.Weights.Data, b.Weights.Data, 1e-5)
	}
}

func TestEveryRuleFindsAMinimum(t *testing.T) {
	want := []float32{1, -2, .5}
	for name, o := range rules(0) {
		w := table([]float32{0, 0, 0})
		if f, ok := o.(*FTRL); ok {
			f.L1 = 0
		}
		o.SetLearningRate(.05)
		g := embedding.SparseGrad{Dim: 3, Rows: []int32{0}, Values: make([]float32, 3)}
		for range 3000 {
			for d := range want {
				g.Values[d] = w.Row(0)[d] - want[d]
			}
			must(t, o.StepSparse(w, g))
		}
		wantClose(t, name, w.Row(0), want, .06)
	}
}

func TestStateIsSavedAndLoadedExactly(t *testing.T) {
	for name, o := range rules(.1) {
		w := random(6, 5, 1)
		for seed := range uint64(3) {
			must(t, o.StepSparse(w, batch(6, 5, 4, seed)))
		}
		var file, weights bytes.Buffer
		must(t, o.Save(&file, w))
		must(t, w.Save(&weights))
		whole := file.Bytes()

		again, twin := embedding.NewTable(6, 5), rules(.1)[name]
		must(t, again.Load(&weights))
		must(t, twin.Load(bytes.NewReader(whole), again))
		for seed := range uint64(3) {
			g := batch(6, 5, 4, seed+10)
			must(t, o.StepSparse(w, g))
			must(t, twin.StepSparse(again, g))
		}
		if !slices.Equal(w.Weights.Data, again.Weights.Data) {
			t.Errorf("%s goes on differently", name)
		}
		for n := range whole {
			if err := twin.Load(bytes.NewReader(whole[:n]), again); err == nil {
				t.Errorf("%s: a save cut off after %d bytes was taken", name, n)
			}
		}
	}
	var file bytes.Buffer
	w := random(6, 5, 1)
	must(t, (&Adam{LearningRate: 1}).Save(&file, w))
	whole := file.Bytes()
	wantError(t, (&LazyAdam{}).Load(bytes.NewReader(whole), w), `load what lazy adam remembers: it was saved by "adam"`)
	wantError(t, (&Adam{}).Load(bytes.NewReader(whole), random(7, 5, 1)), "it is of 6 × 5 with 10 numbers a row, not of 7 × 5 with 10")
}

// A table that grows, loses rows and has them moved steps like one that had its
// last shape from the start.
func TestStateIsInherited(t *testing.T) {
	for name, o := range rules(.1) {
		w, heir := random(5, 3, 1), rules(.1)[name]
		must(t, o.StepSparse(w, batch(5, 3, 6, 1)))
		copied := embedding.NewTable(5, 3)
		copy(copied.Weights.Data, w.Weights.Data)
		must(t, heir.Inherit(copied, o, w))
		for i := range 5 {
			if !slices.Equal(heir.Row(copied, i), o.Row(w, i)) {
				t.Errorf("%s: row %d has %v, not %v", name, i, heir.Row(copied, i), o.Row(w, i))
			}
		}
		must(t, heir.StepSparse(copied, batch(5, 3, 6, 2)))
		must(t, o.StepSparse(w, batch(5, 3, 6, 2)))
		if !slices.Equal(copied.Weights.Data, w.Weights.Data) {
			t.Errorf("%s: the heir's step differs", name)
		}
	}
	wantError(t, (&Adam{}).Inherit(random(2, 3, 1), &Adam{}, random(4, 3, 1)), "a table of 2 × 3 cannot inherit what *optim.Adam remembers of one of 4 × 3")
}

func TestARowOfTheStateIsACopy(t *testing.T) {
	w, o := random(2, 2, 1), &Momentum{LearningRate: .1}
	if row := o.Row(w, 0); row != nil {
		t.Errorf("before the first step %v is remembered", row)
	}
	must(t, o.StepSparse(w, embedding.SparseGrad{Dim: 2, Rows: []int32{1}, Values: []float32{3, 4}}))
	row := o.Row(w, 1)
	if !slices.Equal(row, []float32{3, 4}) || !slices.Equal(o.Row(w, 0), []float32{0, 0}) {
		t.Errorf("row 1 is %v", row)
	}
	row[0] = 9
	if o.Row(w, 1)[0] != 3 {
		t.Error("what was returned is the state itself")
	}
}

func TestStateGrowsAndMovesWithTheRows(t *testing.T) {
	for name, o := range rules(.1) {
		w := random(4, 3, 1)
		must(t, o.StepSparse(w, batch(4, 3, 5, 1)))
		must(t, w.Grow(2, embedding.Zeros))
		must(t, o.StepSparse(w, batch(6, 3, 5, 2)))
		from := []int32{5, -1, 0, 3}
		before := [][]float32{slices.Clone(w.Row(5)), {0, 0, 0}, slices.Clone(w.Row(0)), slices.Clone(w.Row(3))}
		must(t, w.Remap(from, embedding.Zeros, o))
		must(t, o.StepSparse(w, batch(4, 3, 6, 3)))

		// The same without any move: six rows from the start, and the gradient
		// of the last step where the rows were.
		still, twin := random(4, 3, 1), rules(.1)[name]
		must(t, still.Grow(3, embedding.Zeros))
		must(t, twin.StepSparse(still, batch(4, 3, 5, 1)))
		must(t, twin.StepSparse(still, batch(6, 3, 5, 2)))
		g := batch(4, 3, 6, 3)
		for k, row := range g.Rows {
			g.Rows[k] = []int32{5, 6, 0, 3}[row]
		}
		must(t, twin.StepSparse(still, g))
		for i, f := range []int{5, 6, 0, 3} {
			wantClose(t, name, w.Row(i), still.Row(f), 1e-6)
			if slices.Equal(w.Row(i), before[i]) && slices.Contains(batch(4, 3, 6, 3).Rows, int32(i)) {
				t.Errorf("%s: row %d did not move", name, i)
			}
		}
	}
}

func TestEvictionMovesWhatOptimizersRemember(t *testing.T) {
	w := embedding.NewTable(1, 1)
	words := embedding.NewDynamic[string](w, embedding.Zeros)
	o, ids := &Adagrad{LearningRate: 1}, make([]int32, 4)
	must(t, words.Use(ids, []string{"a", "b", "c", "c"}))
	must(t, o.StepSparse(w, embedding.SparseGrad{Dim: 1, Rows: ids, Values: []float32{1, 2, 3, 0}}))
	_, err := words.Evict(1, embedding.LeastFrequent, o)
	must(t, err)
	id, _ := words.ID("c")
	if s := o.tables[w].row(int(id)); s[0] != 9 || len(o.tables[w].data) != 2 {
		t.Errorf("c's sum of squares is %v of %v", s, o.tables[w].data)
	}
	must(t, words.Use(ids[:1], []string{"a"}))
	must(t, o.StepSparse(w, embedding.SparseGrad{Dim: 1, Rows: ids[:1], Values: []float32{4}}))
	if s := o.tables[w].row(int(ids[0])); s[0] != 16 {
		t.Errorf("a's sum of squares is %v, not that of a new row", s)
	}
}

func TestRowsThatAreDroppedBehindTheOptimizersBack(t *testing.T) {
	w, o := random(4, 3, 1), &Adam{LearningRate: .1}
	must(t, o.StepSparse(w, batch(4, 3, 5, 1)))
	must(t, w.Remap([]int32{0}, embedding.Zeros))
	wantError(t, o.StepSparse(w, batch(1, 3, 1, 1)), "adam: the table is 1 × 3, what is remembered is of 4 rows of 3: rows are dropped by Remap")
}

func TestConstraintsComeAfterTheStep(t *testing.T) {
	for name, o := range rules(0) {
		sparse, dense, twin := random(5, 3, 1), random(5, 3, 1), rules(0)[name]
		for _, w := range []*embedding.Table{sparse, dense} {
			w.MaxNorm = embedding.MaxNorm{Mode: embedding.AfterStep, Max: .5}
			w.Constrain()
		}
		g := batch(5, 3, 20, 4).Coalesce()
		must(t, o.StepSparse(sparse, g))
		if name != "sparse adam" {
			must(t, twin.Step(dense, denseOf(g, 5)))
		}
		for _, w := range []*embedding.Table{sparse, dense} {
			for i := range 5 {
				var squares float64
				for _, v := range w.Row(i) {
					squares += float64(v) * float64(v)
				}
				if n := math.Sqrt(squares); n > .5+1e-5 {
					t.Errorf("%s: row %d has length %v", name, i, n)
				}
			}
		}
	}
}

func TestFrozenTablesDoNotStep(t *testing.T) {
	for name, o := range rules(.1) {
		w := random(5, 3, 1)
		w.Frozen = true
		before, g := slices.Clone(w.Weights.Data), batch(5, 3, 4, 1)
		must(t, o.StepSparse(w, g))
		if name != "sparse adam" {
			must(t, o.Step(w, denseOf(g, 5)))
		}
		if !slices.Equal(w.Weights.Data, before) {
			t.Errorf("%s moved a frozen table", name)
		}
	}
}

func TestBadSteps(t *testing.T) {
	w, g := random(5, 3, 1), batch(5, 3, 2, 1)
	for message, o := range map[string]Optimizer{
		"sgd: learning rate -1 is not a number from 0 on":           &SGD{LearningRate: -1},
		"sgd: weight decay -2 is below 0":                           &SGD{WeightDecay: -2},
		"momentum: momentum 1 is outside 0 to 1":                    &Momentum{Momentum: 1},
		"adagrad: epsilon -1 is not positive":                       &Adagrad{Epsilon: -1},
		"row-wise adagrad: a first sum of squares of -1 is below 0": &RowAdagrad{First: -1},
		"rmsprop: alpha 2 is outside 0 to 1":                        &RMSProp{Alpha: 2},
		"adam: beta1 1 is outside 0 to 1":                           &Adam{Beta1: 1},
		"adamw: beta2 -1 is outside 0 to 1":                         &AdamW{Beta2: -1},
		"sparse adam: learning rate 0 is not positive":              &SparseAdam{},
		"sparse adam: epsilon -1e-08 is not positive":               &SparseAdam{LearningRate: 1, Epsilon: -1e-8},
		"lazy adam: learning rate NaN is not a number from 0 on":    &LazyAdam{LearningRate: float32(math.NaN())},
		"ftrl: learning rate 0 is not positive":                     &FTRL{},
		"ftrl: beta 0, l1 -1 and l2 0 are not all from 0 on":        &FTRL{LearningRate: 1, L1: -1},
	} {
		wantError(t, o.StepSparse(w, g), message)
	}
	for name, o := range rules(0) {
		wantError(t, o.StepSparse(w, embedding.SparseGrad{Dim: 3, Rows: []int32{5}, Values: make([]float32, 3)}), "id 5 at place 0 is outside 0 to 4")
		wantError(t, o.StepSparse(w, embedding.SparseGrad{Dim: 2, Rows: []int32{0}, Values: make([]float32, 2)}), "a gradient of 1 rows of 2 in 2 numbers for a table of 5 × 3")
		if name != "sparse adam" {
			wantError(t, o.Step(w, blas32.General{Rows: 4, Cols: 3, Stride: 3, Data: make([]float32, 12)}), "a gradient of 4 × 3, stride 3, in 12 numbers for a table of 5 × 3")
		}
		w.PaddingIdx = new(9)
		wantError(t, o.StepSparse(w, g), "padding row 9 is outside a table of 5 rows")
		w.PaddingIdx = nil
	}
}

func TestSparseStepsDoNotAllocateForEachRow(t *testing.T) {
	w, g := random(50, 8, 1), batch(50, 8, 40, 1)
	for name, o := range rules(0) {
		must(t, o.StepSparse(w, g))
		if n := testing.AllocsPerRun(5, func() { must(t, o.StepSparse(w, g)) }); n > 3 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}
