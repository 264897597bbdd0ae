package subwords

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// story is a text in which people work and things lie about.
func story(lines int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	var b strings.Builder
	for range lines {
		fmt.Fprintf(&b, "the %s was %s and %s\n", pick("baker", "farmer", "teacher"), pick("baking", "farming", "teaching"), pick("singing", "dancing"))
		fmt.Fprintf(&b, "a %s lay %s the %s\n", pick("stone", "pebble", "面包"), pick("near", "under"), pick("road", "river"))
	}
	return b.String()
}

func setup(content string, change func(*Params)) lab.Setup {
	p := Subwords{}.Params().(*Params)
	p.Dim, p.Sample, p.Epochs, p.Window, p.Buckets = 16, 1, 5, 3, 1000
	if change != nil {
		change(p)
	}
	return lab.Setup{Data: labtest.Text(content), Params: p, Seed: 1}
}

var kinds = map[string]func(*Params){
	"skip-gram":        nil,
	"CBOW":             func(p *Params) { p.Architecture = CBOW },
	"down a tree":      func(p *Params) { p.Loss = Hierarchical },
	"CBOW down a tree": func(p *Params) { p.Architecture, p.Loss = CBOW, Hierarchical },
	"with phrases":     func(p *Params) { p.Phrases, p.PhraseScore = 2, 1.5 },
}

func start(t *testing.T, s lab.Setup) *run {
	t.Helper()
	r, err := Subwords{}.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*run)
}

func ask(t *testing.T, r lab.Run, question string, args ...string) lab.Answer {
	t.Helper()
	answer, err := r.Ask(lab.NewQuery(question, args...), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestTheWholeRoad(t *testing.T) {
	r := start(t, setup(story(400), nil))
	if _, err := r.Ask(lab.NewQuery("neighbors"), labtest.NoPace); !errors.Is(err, lab.ErrNotReady) {
		t.Errorf("asked before reading: %v", err)
	}
	p := labtest.Finish(t, r, time.Hour)
	if p.Done != p.Total || p.Done == 0 || p.Reports == 0 || len(p.Losses) != 1 {
		t.Errorf("progress %+v", p)
	}
	var names []string
	for _, s := range r.Spaces() {
		names = append(names, s.Name)
	}
	if !slices.Equal(names, []string{"words", "pieces", "context"}) {
		t.Errorf("spaces %q", names)
	}
	// A word that never occurs is near those that it is written like.
	var near []string
	for _, item := range ask(t, r, "neighbors", "word", "Bakers", "count", "2").Parts[0].(lab.Ranking).Items {
		near = append(near, item.Label)
	}
	if !slices.Contains(near, "baker") {
		t.Errorf("near bakers: %q", near)
	}
	if v := ask(t, r, "expression", "expression", "baking - baker + farmer").Vector; v == nil || v.Space != "words" {
		t.Errorf("a sum is %+v", v)
	}
	// Any string has a place; that of a word is its row's.
	for _, question := range []string{"neighbors", "parts", "pieces"} {
		if v := ask(t, r, question, "word", "Bakers").Vector; v == nil || v.Label != "bakers" || !slices.Equal(v.Of(true), r.spell("bakers").vector) {
			t.Errorf("%s of bakers: %+v", question, v)
		}
		if v := ask(t, r, question, "word", "baker").Vector; v != nil {
			t.Errorf("%s of baker: %+v", question, v)
		}
	}
	for _, item := range ask(t, r, "pieces", "word", "stones").Parts[0].(lab.Ranking).Items {
		if item.Label == "" || item.Row.Space != "pieces" {
			t.Errorf("a piece %+v", item)
		}
	}
}

func TestSharesAddUpToOne(t *testing.T) {
	r := start(t, setup(story(100), nil))
	labtest.Finish(t, r, time.Hour)
	for _, word := range []string{"baker", "bakery", "天气", "面包", "aaaaa", "x"} {
		answer := ask(t, r, "parts", "word", word)
		var text strings.Builder
		for _, span := range answer.Parts[1].(lab.Marked).Spans {
			text.WriteString(span.Text)
			if math.Abs(span.Weight) > 1 || math.IsNaN(span.Weight) {
				t.Errorf("%s: %q weighs %v", word, span.Text, span.Weight)
			}
		}
		if text.String() != "<"+word+">" {
			t.Errorf("%s is marked as %q", word, text.String())
		}
		var sum float64
		for _, row := range answer.Parts[2].(lab.Table).Rows {
			sum += *row[1].Number
		}
		if math.Abs(sum-1) > 1e-4 {
			t.Errorf("%s: the shares add up to %v", word, sum)
		}
	}
}

func TestCharactersHaveWhatTheirPiecesBring(t *testing.T) {
	r := start(t, setup(story(50), func(p *Params) { p.MinN, p.MaxN = 3, 3 }))
	labtest.Finish(t, r, time.Hour)
	s := r.spell("aaab") // <aa aaa aab ab>
	shares := []float64{.3, .6, .9, .3}
	var got []float64
	for _, span := range s.marked(shares).Spans {
		got = append(got, math.Round(span.Weight*1000)/1000)
	}
	// .1 .3 .6 .6 .4 .1 of the largest, .6; the third has parts of three pieces.
	if want := []float64{.167, .5, 1, 1, .667, .167}; len(s.parts) != 4 || !slices.Equal(got, []float64{.1 / .6, .3 / .6, 1, 1, .4 / .6, .1 / .6}) && !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestContributionsAddUpToTheCosine(t *testing.T) {
	r := start(t, setup(story(100), nil))
	labtest.Finish(t, r, time.Hour)
	for _, pair := range [][2]string{{"baker", "bakery"}, {"farming", "teaching"}, {"stone", "stone"}} {
		var sum float64
		answer := ask(t, r, "compare", "a", pair[0], "b", pair[1])
		for _, row := range answer.Parts[1].(lab.Table).Rows {
			sum += *row[3].Number
		}
		if want := cosine(r.spell(pair[0]).vector, r.spell(pair[1]).vector); math.Abs(sum-want) > 1e-4 {
			t.Errorf("%v: %v, want %v", pair, sum, want)
		}
	}
}

func TestAStringWithoutPiecesIsSaidToHaveNone(t *testing.T) {
	r := start(t, setup(story(50), func(p *Params) { p.MinN, p.MaxN = 5, 6 }))
	labtest.Finish(t, r, time.Hour)
	for _, answer := range []lab.Answer{
		ask(t, r, "parts", "word", "x"), ask(t, r, "neighbors", "word", "x"), ask(t, r, "pieces", "word", "x"), ask(t, r, "compare", "a", "baker", "b", "x"),
	} {
		if prose, ok := answer.Parts[0].(lab.Prose); !ok || !strings.Contains(prose.Text.En, "x is no word") {
			t.Errorf("%+v", answer)
		}
	}
}

func TestSlicesOfAnyLengthGiveTheSameBits(t *testing.T) {
	for name, change := range kinds {
		content := story(60)
		want := start(t, setup(content, change))
		whole := labtest.Finish(t, want, time.Hour)
		got := start(t, setup(content, change))
		sliced := labtest.Finish(t, got, 0)
		for i := range want.spaces {
			if !slices.Equal(got.spaces[i].Vectors().Data, want.spaces[i].Vectors().Data) {
				t.Errorf("%s: the vectors of %s differ", name, want.spaces[i].Name)
			}
		}
		if whole.Losses[0] != sliced.Losses[0] || whole.Reports != sliced.Reports {
			t.Errorf("%s: reports %+v and %+v", name, whole, sliced)
		}
	}
}

func TestASaveGoesOnWithTheSameBits(t *testing.T) {
	content := story(100)
	for name, change := range kinds {
		whole := start(t, setup(content, change))
		want := labtest.Finish(t, whole, time.Hour)
		for _, steps := range []int{1, 15, 145} { // after the text is read
			begun := start(t, setup(content, change))
			if err := begun.Save(io.Discard); !errors.Is(err, lab.ErrNotReady) {
				t.Errorf("saved before reading: %v", err)
			}
			for done := 0; done < steps; {
				if _, err := begun.Step(0); err != nil {
					t.Fatal(err)
				}
				if begun.model != nil {
					done++
				}
			}
			var file bytes.Buffer
			if err := begun.Save(&file); err != nil {
				t.Fatal(err)
			}
			resumed := start(t, setup(content, change))
			if err := resumed.Load(&file); err != nil {
				t.Fatal(err)
			}
			got := labtest.Finish(t, resumed, time.Hour)
			if !slices.Equal(resumed.spaces[0].Vectors().Data, whole.spaces[0].Vectors().Data) || got.Losses[0] != want.Losses[0] || got.Reports != want.Reports {
				t.Errorf("%s, saved after %d steps: %+v, want %+v", name, steps, got, want)
			}
		}
	}
}

func TestSavesThatDoNotFitAreRefused(t *testing.T) {
	content := story(100)
	begun := start(t, setup(content, nil))
	for begun.model == nil {
		if _, err := begun.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := begun.Save(&file); err != nil {
		t.Fatal(err)
	}
	var different *lab.OtherSaveError
	other := start(t, setup(content, func(p *Params) { p.MaxN = 4 }))
	if err := other.Load(bytes.NewReader(file.Bytes())); !errors.As(err, &different) || different.Field != "parameters" {
		t.Errorf("other pieces: %v", err)
	}
	cut := start(t, setup(content, nil))
	if err := cut.Load(bytes.NewReader(file.Bytes()[:file.Len()-5])); err != nil {
		t.Fatal(err)
	}
	var damaged *lab.DamagedSaveError
	for {
		p, err := cut.Step(time.Hour)
		if errors.As(err, &damaged) {
			break
		}
		if err != nil || p.End {
			t.Fatalf("half a save went on: %v", err)
		}
	}
}

func TestBadInputIsNamed(t *testing.T) {
	var param *lab.ParamError
	if _, err := (Subwords{}).Start(setup("", func(p *Params) { p.Dim = 0 })); !errors.As(err, &param) || param.Name != "dim" {
		t.Errorf("%v", err)
	}
	var conflict *lab.ConflictError
	if _, err := (Subwords{}).Start(setup("", func(p *Params) { p.MinN, p.MaxN = 5, 3 })); !errors.As(err, &conflict) || conflict.Name != "minN" {
		t.Errorf("%v", err)
	}
	r := start(t, setup(story(50), nil))
	p := *r.setup.Params.(*Params)
	p.LearningRate = .2
	if err := r.Set(&p); err != nil {
		t.Error(err)
	}
	p.Buckets = 2000
	var fixed *lab.FixedParamError
	if err := r.Set(&p); !errors.As(err, &fixed) || fixed.Name != "buckets" {
		t.Errorf("%v", err)
	}
}

func TestTrace(t *testing.T) {
	for name, change := range kinds {
		r := start(t, setup(story(60), change))
		labtest.Finish(t, r, time.Hour)
		before := slices.Clone(r.model.In.Weights.Data)
		trace, err := r.Trace(lab.Pick{Position: 40})
		if err != nil {
			t.Fatal(err)
		}
		for _, stage := range trace.Stages {
			for _, tensor := range append(stage.In, stage.Out...) {
				n := tensor.Shape[0] * tensor.Shape[1]
				if len(tensor.Values) != n || len(tensor.Labels) != tensor.Shape[0] || tensor.Gradient != nil && len(tensor.Gradient) != n || tensor.Rows != nil && len(tensor.Rows) != tensor.Shape[0] {
					t.Errorf("%s: %s of %s: shape %v with %d values, %d labels, %d rows", name, tensor.Name, stage.ID, tensor.Shape, len(tensor.Values), len(tensor.Labels), len(tensor.Rows))
				}
			}
		}
		if !slices.Equal(before, r.model.In.Weights.Data) {
			t.Errorf("%s: looking trained the model", name)
		}
		if _, err := r.Trace(lab.Pick{Position: 1 << 30}); err == nil {
			t.Error("a place beyond the text was taken")
		}
		if trace, err = r.Trace(lab.Pick{Text: "stone"}); err != nil || !strings.Contains(trace.Title.En, "[stone]") {
			t.Errorf("%q, %v", trace.Title.En, err)
		}
	}
}

func TestExampleQuestionsHaveSensibleAnswers(t *testing.T) {
	labtest.Examples(t, Subwords{}, Subwords{}.Params())
}
