package documents

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// library is a table of texts that each speak of animals or of stones.
func library(texts int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	var b strings.Builder
	b.WriteString("about\ttext\n")
	for i := range texts {
		about := []string{"animals", "stones"}[i%2]
		fmt.Fprintf(&b, "%s %d\t", about, i/2)
		for range 12 {
			if i%2 == 0 {
				fmt.Fprintf(&b, "The %s eats %s. ", pick("cat", "dog", "fox"), pick("meat", "fish", "bread"))
			} else {
				fmt.Fprintf(&b, "A %s lies near %s. ", pick("stone", "rock", "pebble"), pick("roads", "rivers", "hills"))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func setup(change func(*Params)) lab.Setup {
	p := Documents{}.Params().(*Params)
	p.Dim, p.Sample, p.Epochs, p.LearningRate, p.Sentences = 16, 1, 30, .05, "marks"
	if change != nil {
		change(p)
	}
	content := library(40)
	return lab.Setup{Params: p, Seed: 1, Data: dataset.Source{
		ID: "test", Name: "test.tsv", Kind: dataset.KindText, Hash: "test", Column: "text", Bytes: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}}
}

var methods = map[string]func(*Params){
	"PV-DBOW with words": nil,
	"PV-DBOW":            func(p *Params) { p.Method = DBOW },
	"PV-DM":              func(p *Params) { p.Method, p.Epochs = DM, 60 },
	"PV-DM, a sum":       func(p *Params) { p.Method, p.Combine, p.Epochs = DM, lab.SumShared, 60 },
	"PV-DM, joined":      func(p *Params) { p.Method, p.Combine, p.Epochs, p.Window = DM, lab.Concat, 60, 2 },
	"with phrases":       func(p *Params) { p.Phrases, p.PhraseScore = 1, 1 },
	"PV-DBOW by a tree":  func(p *Params) { p.Method, p.Loss = DBOW, Hierarchical },
}

func each(t *testing.T, test func(t *testing.T, change func(*Params))) {
	for name, change := range methods {
		t.Run(name, func(t *testing.T) { test(t, change) })
	}
}

func start(t *testing.T, s lab.Setup) *run {
	t.Helper()
	r, err := Documents{}.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*run)
}

func ask(t *testing.T, r *run, q lab.Query) lab.Answer {
	t.Helper()
	answer, err := r.Ask(q, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func labels(p lab.Part) []string {
	var labels []string
	for _, item := range p.(lab.Ranking).Items {
		labels = append(labels, item.Label)
	}
	return labels
}

func TestDocumentsOfOneSubjectAreNear(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		r := start(t, setup(change))
		p := labtest.Finish(t, r, time.Hour)
		if p.Done != p.Total || p.Reports == 0 || len(p.Losses) != 1 || r.spaces[0].Len() != 40 {
			t.Errorf("%+v, %d documents", p, r.spaces[0].Len())
		}
		for _, label := range labels(ask(t, r, lab.NewQuery("neighbors", "word", "animals 3", "count", "5")).Parts[0]) {
			if !strings.HasPrefix(label, "animals") {
				t.Errorf("%s is near animals 3", label)
			}
		}
		text := "a rock lies near the rivers and a pebble near the hills"
		inferred := ask(t, r, lab.NewQuery("infer", "text", text, "count", "5"))
		if v := inferred.Vector; v == nil || v.Space != r.spaces[0].Name || v.Label != text || len(v.Of(false)) != r.spaces[0].Dim() {
			t.Errorf("the vector of a new text is %+v", v)
		}
		for _, label := range labels(inferred.Parts[0]) {
			if !strings.HasPrefix(label, "stones") {
				t.Errorf("a new text of stones is near %s", label)
			}
		}
	})
}

func TestWordsAndDocumentsShareASpace(t *testing.T) {
	r := start(t, setup(nil))
	labtest.Finish(t, r, time.Hour)
	animals := []string{"cat", "dog", "fox", "eats", "meat", "fish", "bread", "the"}
	for _, word := range labels(ask(t, r, lab.NewQuery("words", "document", "animals 3", "count", "3")).Parts[0]) {
		if !slices.Contains(animals, word) {
			t.Errorf("%s is near animals 3", word)
		}
	}
	about := ask(t, r, lab.NewQuery("about", "expression", "pebble + rock", "count", "1"))
	if v := about.Vector; v == nil || v.Space != r.spaces[0].Name {
		t.Errorf("the vector of words about documents is %+v", v)
	}
	if first := labels(about.Parts[0])[0]; !strings.HasPrefix(first, "stones") {
		t.Errorf("%s is about pebbles and rocks", first)
	}
	alone := start(t, setup(methods["PV-DBOW"]))
	labtest.Finish(t, alone, time.Hour)
	var unknown *lab.UnknownError
	if _, err := alone.Ask(lab.NewQuery("words", "document", "animals 3"), func() error { return nil }); !errors.As(err, &unknown) {
		t.Errorf("words that were not trained: %v", err)
	}
}

func TestSlicesAndSavesGiveTheSameBits(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		whole := start(t, setup(change))
		labtest.Finish(t, whole, time.Hour)
		sliced := start(t, setup(change))
		for sliced.report.Count == 0 && sliced.phase != lab.Ended || sliced.spaces == nil {
			if _, err := sliced.Step(0); err != nil {
				t.Fatal(err)
			}
		}
		var file bytes.Buffer
		if err := sliced.Save(&file); err != nil {
			t.Fatal(err)
		}
		resumed := start(t, setup(change))
		if err := resumed.Load(bytes.NewReader(file.Bytes())); err != nil {
			t.Fatal(err)
		}
		labtest.Finish(t, sliced, 0)
		labtest.Finish(t, resumed, time.Hour)
		want := whole.model.In.Weights.Data
		if !slices.Equal(sliced.model.In.Weights.Data, want) || !slices.Equal(resumed.model.In.Weights.Data, want) {
			t.Error("the vectors differ")
		}
	})
}

func TestTrace(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		r := start(t, setup(change))
		labtest.Finish(t, r, time.Hour)
		trace, err := r.Trace(lab.Pick{Text: "stones 2"})
		if err != nil || !strings.HasPrefix(trace.Title.En, "stones 2: … [") {
			t.Errorf("%q, %v", trace.Title.En, err)
		}
		for _, stage := range trace.Stages {
			for _, tensor := range append(stage.In, stage.Out...) {
				if n := tensor.Shape[0] * tensor.Shape[1]; len(tensor.Values) != n || len(tensor.Labels) != tensor.Shape[0] {
					t.Errorf("%s of %s: shape %v with %d values, %d labels", tensor.Name, stage.ID, tensor.Shape, len(tensor.Values), len(tensor.Labels))
				}
			}
		}
		if _, err := r.Trace(lab.Pick{Position: 1 << 30}); err == nil {
			t.Error("a place beyond the text was taken")
		}
	})
}

func TestWordsOfAJoinedWindowAreNotAmongDocuments(t *testing.T) {
	r := start(t, setup(methods["PV-DM, joined"]))
	labtest.Finish(t, r, time.Hour)
	var conflict *lab.ConflictError
	for _, q := range []lab.Query{lab.NewQuery("words", "document", "animals 3"), lab.NewQuery("about", "expression", "cat")} {
		if _, err := r.Ask(q, labtest.NoPace); !errors.As(err, &conflict) || conflict.OtherName != "combine" {
			t.Errorf("%v: %v", q, err)
		}
	}
	if answer := ask(t, r, lab.NewQuery("infer", "text", "a cat eats fish")); len(answer.Parts) != 2 {
		t.Errorf("a new text has %d parts", len(answer.Parts))
	}
}

func TestLinesWithoutATableAreNamedByTheirBeginning(t *testing.T) {
	s := setup(func(p *Params) { p.MinCount, p.Sentences = 1, "lines" })
	s.Data.Column = ""
	content := "One fine day\n\nAn uncommonly long line of words that goes on and on\n"
	s.Data.Open = func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }
	r := start(t, s)
	labtest.Finish(t, r, time.Hour)
	if want := []string{"one fine day", "an uncommonly long line of words that …"}; !slices.Equal(r.names, want) {
		t.Errorf("%q, want %q", r.names, want)
	}
}

func TestExampleQuestionsHaveSensibleAnswers(t *testing.T) {
	labtest.Examples(t, Documents{}, Documents{}.Params())
}
