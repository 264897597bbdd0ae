package layer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/space"
)

const (
	sentences = "the cat eats fish\nthe dog eats meat\nthe cat drinks milk\nthe dog drinks water\na stone lies near a road\n"
	opinions  = "text,label\na good film,positive\na bad film,negative\n\"good, very good\",positive\nbad acting,negative\na lovely good plot,positive\n"
	shades    = "name\tred\tblue\ndark red\t100\t0\nlight red\t255\t90\ndark blue\t0\t100\nlight blue\t90\t255\nlight light blue\t150\t255\n"
)

func source(kind, content string) dataset.Source {
	return dataset.Source{ID: "test", Name: "test", Kind: kind, Hash: fmt.Sprintf("%x", len(content)), Bytes: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func dataOf(kind string) dataset.Source {
	return source(kind, map[string]string{dataset.KindText: sentences, dataset.KindLabelled: opinions, dataset.KindTargets: shades}[kind])
}

var kinds = []string{dataset.KindText, dataset.KindLabelled, dataset.KindTargets}

func setup(data dataset.Source, change func(*Params)) lab.Setup {
	p := Layer{}.Params().(*Params)
	p.Dim, p.Batch, p.Epochs = 4, 3, 4
	if change != nil {
		change(p)
	}
	return lab.Setup{Data: data, Params: p, Seed: 1}
}

func start(t *testing.T, s lab.Setup) *run {
	t.Helper()
	r, err := Layer{}.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*run)
}

func toTheEnd(t *testing.T, r lab.Run, budget time.Duration) lab.Progress {
	t.Helper()
	for {
		p, err := r.Step(budget)
		if err != nil {
			t.Fatal(err)
		}
		if p.End {
			return p
		}
	}
}

// prepared returns a run that has read its data and trained on some batches.
func prepared(t *testing.T, s lab.Setup, batches int) *run {
	t.Helper()
	r := start(t, s)
	for r.phase < train {
		if _, err := r.Step(time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	for range batches {
		if err := r.model.train(); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// tables returns copies of the numbers of all tables.
func tables(m *model) [][]float32 {
	var all [][]float32
	for _, f := range m.fillers {
		all = append(all, slices.Clone(f.table.Weights.Data))
	}
	return all
}

func equal(a, b [][]float32) bool {
	return slices.EqualFunc(a, b, func(x, y []float32) bool { return slices.Equal(x, y) })
}

func noPace() error { return nil }

// builtIn returns the source of a built-in set, if the data has been made.
func builtIn(t testing.TB, id string) dataset.Source {
	t.Helper()
	files, err := filepath.Glob("../../../.cache/data/" + id + ".*.tsv.gz")
	if err != nil || len(files) != 1 {
		t.Skipf("no data: run make data (%v)", files)
	}
	kind := map[string]string{"colors": dataset.KindTargets, "reviews": dataset.KindLabelled}[id]
	column := "text"
	if kind == "" {
		kind = dataset.KindText
	}
	if id == "colors" {
		column = "name"
	}
	return dataset.Source{ID: id, Name: id, Kind: kind, Hash: id, Column: column,
		Open: func() (io.ReadCloser, error) { return os.Open(files[0]) }}
}

func TestTheTasksAreLearnt(t *testing.T) {
	for _, id := range []string{"story", "reviews", "colors"} {
		t.Run(id, func(t *testing.T) {
			r := start(t, lab.Setup{Data: builtIn(t, id), Params: Layer{}.Params(), Seed: 1})
			began := time.Now()
			p := toTheEnd(t, r, time.Hour)
			t.Logf("%d words, %d examples of %d, %.0f ms, %d reports, %+v", len(r.task.words), r.task.size(), r.task.width, 1000*time.Since(began).Seconds(), p.Reports, p.Losses)
		})
	}
}

var (
	_ = bytes.MinRead
	_ = errors.New
	_ = math.Pi
	_ = space.Input
)

// The examples that a trace shows are walked through by a copy of the model: its
// new table is what the next step of training makes.
func TestATraceIsTheStepThatTrainingTakes(t *testing.T) {
	for _, kind := range kinds {
		for _, change := range []func(*Params){
			func(*Params) {},
			func(p *Params) { p.Optimizer, p.Clip, p.ClipAt, p.Combine = "adam", "norm", .01, "max" },
			func(p *Params) { p.Optimizer, p.Clip, p.Padding, p.MaxNormMode = "sgd", "value", false, "inplace" },
			func(p *Params) { p.Optimizer, p.ScaleByFrequency, p.Schedule, p.Dropout = "lazyadam", true, "warmup", .4 },
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
