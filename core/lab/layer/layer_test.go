package layer

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/lab"
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
	for r.model == nil || r.phase == drawing {
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
