package layer

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// The examples that a trace shows are walked through by a copy of the model: its
// new table is what the next step of training makes.
func TestATraceIsTheStepThatTrainingTakes(t *testing.T) {
	for _, kind := range kinds {
		for _, change := range []func(*Params){
			func(*Params) {},
			func(p *Params) { p.Optimizer, p.Clip, p.ClipAt, p.Combine = "adam", "norm", .01, "max" },
			func(p *Params) { p.Optimizer, p.Clip, p.Padding, p.MaxNormMode = "sgd", "value", false, "inplace" },
			func(p *Params) {
				p.Optimizer, p.ScaleByFrequency, p.Schedule, p.Dropout = "lazyadam", true, "warmup", .4
			},
			func(p *Params) { p.Tied, p.Optimizer, p.MaxNormMode = kind == dataset.KindText, "ftrl", "after" },
		} {
			r := prepared(t, setup(dataOf(kind), change), 3)
			before := tables(r.model)
			trace, err := r.Trace(lab.Pick{Position: -1})
			if err != nil {
				t.Fatal(err)
			}
			if !equal(before, tables(r.model)) {
				t.Fatal("looking trained the model")
			}
			if err := r.model.train(); err != nil {
				t.Fatal(err)
			}
			update := trace.Stages[len(trace.Stages)-1]
			if update.ID != "update" {
				t.Fatalf("the last stage is %s", update.ID)
			}
			for k, row := range update.Out[0].Rows {
				want := r.model.table.Row(int(row))
				if got := part(update.Out[0].Values, k, r.params.Dim); !slices.Equal(got, want) {
					t.Errorf("%s %+v: row %d is %v in the trace, %v after the step", kind, r.params, row, got, want)
				}
				if row == 0 && r.params.Padding {
					t.Error("the padding row moved")
				}
			}
		}
	}
}

func TestATraceHasAllItsStages(t *testing.T) {
	all := []string{"ids", "lookup", "onehot", "combine", "head", "loss", "backward", "rows", "coalesce", "clip", "optimizer", "update"}
	for kind, text := range map[string]string{
		dataset.KindText: "the cat -> eats", dataset.KindLabelled: "good GOOD film → positive", dataset.KindTargets: "dark red -> 100 30; light <pad> blue -> 90,255",
	} {
		r := prepared(t, setup(dataOf(kind), func(p *Params) { p.Clip = "norm" }), 1)
		for _, pick := range []lab.Pick{{Text: text}, {Position: 0}, {Position: r.task.size() - 1}} {
			trace, err := r.Trace(pick)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, s := range trace.Stages {
				ids = append(ids, s.ID)
				for _, tensor := range slices.Concat(s.In, s.Out) {
					checkTensor(t, r, s.ID, tensor)
				}
				if s.Title.Zh == "" || s.Help.Zh == "" || s.Formula == "" {
					t.Errorf("%s says nothing in Chinese, or has no formula", s.ID)
				}
			}
			if !slices.Equal(ids, all) {
				t.Errorf("%s %+v: stages %q", kind, pick, ids)
			}
		}
		words, _, _ := strings.Cut(strings.ReplaceAll(text, "→", "->"), "->")
		trace, err := r.Trace(lab.Pick{Text: words})
		if err != nil || trace.Stages[len(trace.Stages)-1].ID != "loss" {
			t.Errorf("without a target: %v", err)
		}
	}
}

func checkTensor(t *testing.T, r *run, stage string, x lab.Tensor) {
	t.Helper()
	if len(x.Shape) != 2 || len(x.Values) != x.Shape[0]*x.Shape[1] || x.Gradient != nil && len(x.Gradient) != len(x.Values) ||
		x.Labels != nil && len(x.Labels) != x.Shape[0] || x.Columns != nil && len(x.Columns) != x.Shape[1] || x.Rows != nil && len(x.Rows) != x.Shape[0] {
		t.Errorf("%s of %s: shape %v with %d values, %d of a gradient, %d labels, %d columns, %d rows", x.Name, stage, x.Shape, len(x.Values), len(x.Gradient), len(x.Labels), len(x.Columns), len(x.Rows))
		return
	}
	for k, row := range x.Rows {
		i := slices.IndexFunc(r.spaces, func(s *space.Space) bool { return s.Name == x.Space })
		if i < 0 || !r.spaces[i].Has(int(row)) || r.spaces[i].Label(int(row)) != x.Labels[k] {
			t.Errorf("%s of %s: row %d of space %q is not %q", x.Name, stage, row, x.Space, x.Labels[k])
		}
	}
}

func TestExamplesOfOnesOwn(t *testing.T) {
	var unknown *space.UnknownLabelError
	var argument *lab.ArgumentError
	for _, c := range []struct {
		kind, text string
		want       any
	}{
		{dataset.KindText, "the cta", &unknown},
		{dataset.KindText, "the -> cta", &unknown},
		{dataset.KindText, "the -> cat eats", &argument},
		{dataset.KindText, "the ->", &argument},
		{dataset.KindText, " ; ", &argument},
		{dataset.KindLabelled, "good film -> postive", &unknown},
		{dataset.KindLabelled, "good -> positive; bad", &argument},
		{dataset.KindLabelled, "good good good good good good good", &argument},
		{dataset.KindTargets, "dark red -> 1", &argument},
		{dataset.KindTargets, "dark red -> 1 x", &argument},
		{dataset.KindTargets, "dark red -> 1 256", &argument},
	} {
		r := prepared(t, setup(dataOf(c.kind), nil), 0)
		if _, err := r.Trace(lab.Pick{Text: c.text}); !errors.As(err, c.want) {
			t.Errorf("%s %q: %v", c.kind, c.text, err)
		}
	}
	r := prepared(t, setup(dataOf(dataset.KindText), nil), 0)
	_, err := r.Trace(lab.Pick{Text: "dgo"})
	if !errors.As(err, &unknown) || !slices.Contains(unknown.Suggestions[0], "dog") {
		t.Errorf("suggestions for dgo: %v", err)
	}
	for _, position := range []int{-2, 1 << 30} {
		if _, err := r.Trace(lab.Pick{Position: position}); !errors.As(err, &argument) {
			t.Errorf("position %d: %v", position, err)
		}
	}
	trace, err := r.Trace(lab.Pick{Text: "a stone lies near the cat -> eats"})
	if err != nil || trace.Title.En != "near the cat → eats" {
		t.Errorf("%q, %v", trace.Title.En, err)
	}
}

// Of a large batch the first examples are shown, the others count all the same.
func TestALargeBatchIsShownInPart(t *testing.T) {
	r := prepared(t, setup(dataOf(dataset.KindText), func(p *Params) { p.Batch = 20 }), 0)
	trace, err := r.Trace(lab.Pick{})
	if err != nil || !strings.Contains(trace.Title.En, "20 examples, of which the first 8 are shown") {
		t.Fatalf("%q, %v", trace.Title.En, err)
	}
	if shape := trace.Stages[0].Out[0].Shape; !slices.Equal(shape, []int{8, 3}) {
		t.Errorf("ids have the shape %v", shape)
	}
	before, after := trace.Stages[len(trace.Stages)-1].In[0], trace.Stages[len(trace.Stages)-1].Out[0]
	if err := r.model.train(); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(after.Values, rowsOf(r.model.table, after.Rows)) || slices.Equal(before.Values, after.Values) {
		t.Error("the trace shows another step")
	}
}

// Where scores are made of a few outputs only, a trace shows these, and the
// highest of all where there is no target.
func TestATraceOfDrawnOutputs(t *testing.T) {
	r := prepared(t, setup(dataOf(dataset.KindText), nil), 0)
	r.model.noise = newNoise(r.task.noise)
	m, err := r.model.clone()
	if err != nil {
		t.Fatal(err)
	}
	m.noise = r.model.noise
	for _, text := range []string{"the cat -> eats", "the cat"} {
		b, err := r.parse(text)
		if err != nil {
			t.Fatal(err)
		}
		m.batch = b
		l := &look{model: m, shown: 1}
		if err := l.walk(); err != nil {
			t.Fatal(err)
		}
		for _, s := range l.stages {
			for _, tensor := range slices.Concat(s.In, s.Out) {
				checkTensor(t, r, s.ID, tensor)
			}
		}
	}
}

// What the optimizer remembers is read from what it saves.
func TestTheOptimizersMemoryIsShown(t *testing.T) {
	r := prepared(t, setup(dataOf(dataset.KindTargets), func(p *Params) { p.Optimizer = "adagrad" }), 0)
	trace, err := r.Trace(lab.Pick{Text: "dark red -> 100 30"})
	if err != nil {
		t.Fatal(err)
	}
	optimizer := trace.Stages[len(trace.Stages)-2]
	gradient, before, after := optimizer.In[0].Gradient, optimizer.In[1].Values, optimizer.Out[0].Values
	for k, g := range gradient {
		if before[k] != 0 || after[k] != g*g {
			t.Errorf("a gradient of %v turned %v into %v", g, before[k], after[k])
		}
	}
}

func TestHighest(t *testing.T) {
	scores := []float32{3, 9, 1, 9, 5, 7}
	for n, want := range map[int][]int32{1: {1}, 3: {1, 3, 5}, 9: {1, 3, 5, 4, 0, 2}} {
		if got := highest(scores, n); !slices.Equal(got, want) {
			t.Errorf("the highest %d are %v, want %v", n, got, want)
		}
	}
}
