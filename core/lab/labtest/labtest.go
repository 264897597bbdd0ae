// Package labtest is for the tests of labs: texts to train on, runs to their end,
// and the example questions that a lab promises a sensible answer to.
package labtest

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/lab"
)

// Labs are tested with all that there is.
func init() { lab.HaveAll() }

// Text is a text as a lab's data.
func Text(content string) dataset.Source {
	hash := fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(content)))
	return dataset.Source{ID: hash, Name: "test.txt", Kind: dataset.KindText, Hash: hash, Bytes: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

// BuiltIn is one of the page's own sets. Without it the test is skipped.
func BuiltIn(t testing.TB, id string) dataset.Source {
	t.Helper()
	files, err := filepath.Glob("../../../.cache/data/" + id + ".*.tsv.gz")
	if err != nil || len(files) != 1 {
		t.Skipf("no data: run make data (%v)", files)
	}
	s := dataset.Source{ID: id, Name: id, Kind: dataset.KindText, Hash: id, Column: "text",
		Open: func() (io.ReadCloser, error) { return os.Open(files[0]) }}
	switch id {
	case "bible":
		s.Column = "kjv"
	case "colors":
		s.Kind, s.Column = dataset.KindTargets, "name"
	case "reviews":
		s.Kind = dataset.KindLabelled
	}
	return s
}

// Finish steps to the end.
func Finish(t *testing.T, r lab.Run, budget time.Duration) lab.Progress {
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

// Together trains the shards of a run to the end, the i-th of which one function
// starts, each in slices of its own length, and returns them.
func Together(t *testing.T, n int, start func(i int) lab.Run, budget func(i int) time.Duration) []lab.Sharded {
	t.Helper()
	shards := make([]lab.Sharded, n)
	for i := range shards {
		shards[i] = start(i).(lab.Sharded)
		if shards[i].Shards() != n {
			t.Fatalf("%d shards, want %d", shards[i].Shards(), n)
		}
	}
	for round := 0; ; round++ {
		deltas := make([][]float32, n)
		ended := 0
		for i, r := range shards {
			for !r.Due() {
				p, err := r.Step(budget(i))
				if err != nil {
					t.Fatal(err)
				}
				if p.End {
					ended++
					break
				}
			}
			deltas[i] = slices.Clone(r.Delta())
		}
		if ended > 0 {
			if ended != n || round < 1 {
				t.Fatalf("%d of %d ended after %d rounds", ended, n, round)
			}
			return shards
		}
		for _, r := range shards {
			if err := r.Merge(deltas...); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// GoesOn checks that the second shard of two, which one function starts, goes on from
// a save that is made when an exchange is due.
func GoesOn(t *testing.T, start func(i int) lab.Run) {
	t.Helper()
	due := func(r lab.Sharded) {
		for !r.Due() {
			if _, err := r.Step(time.Hour); err != nil {
				t.Fatal(err)
			}
		}
	}
	r, resumed := start(1).(lab.Sharded), start(1).(lab.Sharded)
	due(r)
	var file bytes.Buffer
	if err := r.Save(&file); err != nil {
		t.Fatal(err)
	}
	if err := resumed.Load(bytes.NewReader(file.Bytes())); err != nil {
		t.Fatal(err)
	}
	if due(resumed); !slices.Equal(resumed.Delta(), r.Delta()) {
		t.Error("the resumed shard has changed something else")
	}
}

// Agree checks that the spaces of all are the same.
func Agree(t *testing.T, runs ...lab.Sharded) {
	t.Helper()
	for _, r := range runs[1:] {
		for k, s := range r.Spaces() {
			if !slices.Equal(s.Vectors().Data, runs[0].Spaces()[k].Vectors().Data) {
				t.Errorf("the spaces %s differ", s.Name)
			}
		}
	}
}

// NoPace never rests.
func NoPace() error { return nil }

// labels returns those of a ranking's or table's first items.
func labels(part lab.Part) (labels []string) {
	switch p := part.(type) {
	case lab.Ranking:
		for _, item := range p.Items {
			labels = append(labels, item.Label)
		}
	case lab.Table:
		for _, row := range p.Rows {
			labels = append(labels, row[0].Text)
		}
	}
	return labels[:min(5, len(labels))]
}

// says tells whether a ranking or a table has a label, or a sentence has words.
func says(part lab.Part, said string) bool {
	switch p := part.(type) {
	case lab.Prose:
		return strings.Contains(p.Text.En, said)
	case lab.Ranking:
		return slices.ContainsFunc(p.Items, func(item lab.Ranked) bool { return item.Label == said })
	case lab.Table:
		return slices.ContainsFunc(p.Rows, func(row []lab.Cell) bool {
			return slices.ContainsFunc(row, func(c lab.Cell) bool { return c.Text == said })
		})
	}
	return false
}

// Examples checks that a lab's examples are questions that it has, with arguments
// that fit. Unless tests are to be short it also trains the lab on each built-in set
// that it has examples for, and looks for what they expect among the first few answers.
func Examples(t *testing.T, l lab.Lab, p lab.Params) {
	byData := map[string][]lab.Example{}
	about := l.Describe()
	for _, e := range about.Examples {
		fits(t, about.Questions, e)
		byData[e.Data] = append(byData[e.Data], e)
	}
	if testing.Short() {
		return
	}
	for id, examples := range byData {
		t.Run(id, func(t *testing.T) {
			r, err := l.Start(lab.Setup{Data: BuiltIn(t, id), Params: p, Seed: 1})
			if err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			Finish(t, r, time.Hour)
			t.Logf("%d rows, %.1f s", r.Spaces()[0].Len(), time.Since(began).Seconds())
			for _, e := range examples {
				example(t, r, e)
			}
		})
	}
}

// fits checks an example as far as that can be done without an answer.
func fits(t *testing.T, questions []lab.Question, e lab.Example) {
	t.Helper()
	if _, err := lab.Fill(questions, e.Query); err != nil {
		t.Errorf("%s: %v", e.Title.En, err)
	}
	if e.Data == "" || e.Title.En == "" || e.Title.Zh == "" || len(e.Expect)+len(e.Every) == 0 {
		t.Errorf("the example %+v lacks data, a title or what is expected", e)
	}
}

// example asks a run an example's question.
func example(t *testing.T, r lab.Run, e lab.Example) {
	t.Helper()
	answer, err := r.Ask(e.Query, NoPace)
	if err != nil {
		t.Errorf("%s: %v", e.Title.En, err)
		return
	}
	var first []string
	for _, part := range answer.Parts {
		first = append(first, labels(part)...)
	}
	t.Logf("%s %q", e.Title.En, first)
	if len(e.Expect) > 0 && !slices.ContainsFunc(first, func(l string) bool { return slices.Contains(e.Expect, l) }) {
		t.Errorf("%s %q, none of %q", e.Title.En, first, e.Expect)
	}
	for _, said := range e.Every {
		if !slices.ContainsFunc(answer.Parts, func(p lab.Part) bool { return says(p, said) }) {
			t.Errorf("%s %+v, without %q", e.Title.En, answer.Parts, said)
		}
	}
}
