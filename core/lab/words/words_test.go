package words

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

	"nearspace/core/corpus"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// story is a text in which animals eat and stones lie.
func story(lines int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	var b strings.Builder
	for range lines {
		fmt.Fprintf(&b, "The %s eats %s and %s.\n", pick("cat", "dog", "fox"), pick("meat", "fish"), pick("bread", "milk"))
		fmt.Fprintf(&b, "A %s lies %s the %s.\n", pick("stone", "rock", "pebble"), pick("near", "under"), pick("road", "river"))
	}
	return b.String()
}

func setup(content string, change func(*Params)) lab.Setup {
	p := Words{}.Params().(*Params)
	p.Dim, p.Sample, p.Epochs, p.Window, p.LearningRate = 16, 1, 10, 3, .05
	if change != nil {
		change(p)
	}
	return lab.Setup{Data: labtest.Text(content), Params: p, Seed: 1}
}

// families are the models that a run may train, as changes of its parameters.
var families = map[string]func(*Params){
	"skip-gram":              func(*Params) {},
	"CBOW":                   func(p *Params) { p.Architecture, p.Epochs = CBOW, 30 },
	"skip-gram by the tree":  func(p *Params) { p.Loss = Hierarchical },
	"CBOW by the tree":       func(p *Params) { p.Architecture, p.Loss, p.Epochs = CBOW, Hierarchical, 30 },
	"fastText":               func(p *Params) { p.Family, p.Buckets = FastText, 1000 },
	"fastText's CBOW":        func(p *Params) { p.Family, p.Architecture, p.Buckets, p.Epochs = FastText, CBOW, 1000, 30 },
	"GloVe":                  func(p *Params) { p.Family, p.Epochs, p.LearningRate = GloVe, 50, .05 },
	"fastText's by the tree": func(p *Params) { p.Family, p.Loss, p.Buckets = FastText, Hierarchical, 1000 },
}

func each(t *testing.T, test func(t *testing.T, change func(*Params))) {
	for name, change := range families {
		t.Run(name, func(t *testing.T) { test(t, change) })
	}
}

func start(t *testing.T, s lab.Setup) *run {
	t.Helper()
	r, err := Words{}.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*run)
}

func TestTheWholeRoad(t *testing.T) {
	r := start(t, setup(story(1000), nil))
	if _, err := r.Ask(lab.NewQuery("neighbors", "word", "cat"), labtest.NoPace); !errors.Is(err, lab.ErrNotReady) {
		t.Errorf("asked before reading: %v", err)
	}
	p := labtest.Finish(t, r, time.Hour)
	if p.Done != p.Total || p.Done == 0 || p.Reports == 0 || len(p.Losses) != 1 {
		t.Errorf("progress %+v", p)
	}
	if names := []string{r.Spaces()[0].Name, r.Spaces()[1].Name}; !slices.Equal(names, []string{"words", "context"}) {
		t.Errorf("spaces %q", names)
	}
	answer, err := r.Ask(lab.NewQuery("neighbors", "word", "cat", "count", "2"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	var near []string
	for _, item := range answer.Parts[0].(lab.Ranking).Items {
		near = append(near, item.Label)
	}
	slices.Sort(near)
	if want := []string{"dog", "fox"}; !slices.Equal(near, want) {
		t.Errorf("near cat: %q", near)
	}
	answer, err = r.Ask(lab.NewQuery("odd", "words", "stone, rock fox"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	if got := answer.Parts[0].(lab.Ranking).Items[0].Label; got != "fox" {
		t.Errorf("odd one: %s", got)
	}
	for _, q := range []lab.Query{lab.NewQuery("expression", "expression", "cat + dog"), lab.NewQuery("similarity", "a", "cat dog", "b", "fox stone"), lab.NewQuery("neighbors", "word", "CAT", "metric", "euclidean"), lab.NewQuery("mover", "a", "the cat eats", "b", "a rock lies nowhere")} {
		if _, err := r.Ask(q, labtest.NoPace); err != nil {
			t.Errorf("%v: %v", q, err)
		}
	}
}

func TestEachFurtherSettingCounts(t *testing.T) {
	vectors := func(family string, change func(*Params)) []float32 {
		r := start(t, setup(story(50), func(p *Params) {
			families[family](p)
			p.Epochs = 2
			change(p)
		}))
		labtest.Finish(t, r, time.Hour)
		return r.spaces[0].Vectors().Data
	}
	for _, family := range []string{"skip-gram", "CBOW", "fastText", "fastText's CBOW"} {
		plain := vectors(family, func(*Params) {})
		for name, change := range map[string]func(*Params){
			"noise":                func(p *Params) { p.NoiseExponent = 0 },
			"window":               func(p *Params) { p.FixedWindow = true },
			"rate":                 func(p *Params) { p.MinRate = .04 },
			"CBOW's shared error":  func(p *Params) { p.Combine = lab.MeanShared },
			"CBOW's sum":           func(p *Params) { p.Combine = lab.Sum },
			"CBOW's sum of gensim": func(p *Params) { p.Combine = lab.SumShared },
		} {
			ofCBOW := strings.HasPrefix(name, "CBOW")
			counts := !ofCBOW || strings.Contains(family, "CBOW")
			if got := !slices.Equal(vectors(family, change), plain); got != counts {
				t.Errorf("%s, %s: the vectors are others: %v", family, name, got)
			}
		}
	}
	p := Words{}.Params().(*Params)
	p.MinRate = .1
	var conflict *lab.ConflictError
	if err := p.check(); !errors.As(err, &conflict) || conflict.Name != "minRate" {
		t.Errorf("a rate that rises was taken: %v", err)
	}
}

func TestTheWordInBetweenIsExpected(t *testing.T) {
	r := start(t, setup(story(1000), nil))
	labtest.Finish(t, r, time.Hour)
	answer, err := r.Ask(lab.NewQuery("centre", "words", "the eats meat", "count", "3"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	items := answer.Parts[0].(lab.Ranking).Items
	for _, item := range items {
		if !slices.Contains([]string{"cat", "dog", "fox", "and", "bread", "milk", "the"}, item.Label) {
			t.Errorf("%s among the, eats, meat", item.Label)
		}
	}
	if len(items) != 3 || items[0].Value < items[1].Value {
		t.Errorf("%+v", items)
	}
	pieces := start(t, setup(story(50), families["fastText"]))
	labtest.Finish(t, pieces, time.Hour)
	var conflict *lab.ConflictError
	if _, err := pieces.Ask(lab.NewQuery("centre", "words", "cat"), labtest.NoPace); !errors.As(err, &conflict) {
		t.Errorf("asked of fastText: %v", err)
	}
}

func TestEveryFamilyLearns(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		r := start(t, setup(story(1000), change))
		p := labtest.Finish(t, r, time.Hour)
		if p.Done != p.Total || p.Reports == 0 || len(p.Losses) != 1 || p.Losses[0].Value <= 0 {
			t.Errorf("progress %+v", p)
		}
		answer, err := r.Ask(lab.NewQuery("neighbors", "word", "cat", "count", "2"), labtest.NoPace)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range answer.Parts[0].(lab.Ranking).Items {
			if item.Label != "dog" && item.Label != "fox" {
				t.Errorf("%s is near cat", item.Label)
			}
		}
	})
}

func TestReportsComeAtTheFirstSentenceEndThatTheyMay(t *testing.T) {
	// Lines of 100 words and a report every 200: each second line's end.
	long := strings.Repeat(strings.Repeat("cat dog fox meat fish ", 20)+"\n", 400)
	each(t, func(t *testing.T, change func(*Params)) {
		r := start(t, setup(long, func(p *Params) {
			change(p)
			p.Epochs = 1
		}))
		if r.params.Family == GloVe {
			t.Skip("goes through pairs, not sentences")
		}
		last := 0
		for {
			p, err := r.Step(time.Hour)
			if err != nil {
				t.Fatal(err)
			}
			if p.Reports > last+1 {
				t.Errorf("report %d came after %d", p.Reports, last)
			}
			last = p.Reports
			if p.End {
				break
			}
		}
		if last < 150 {
			t.Errorf("%d reports", last)
		}
	})
}

func TestFieldsCountOnlyWithValuesThatThereAre(t *testing.T) {
	fields := (*Params)(nil).Fields()
	for _, f := range fields {
		for _, when := range f.When {
			k := slices.IndexFunc(fields, func(other lab.Field) bool { return other.Name == when.Name })
			for _, v := range when.Values {
				if k >= 0 && fields[k].File != "" && v == "" {
					continue
				}
				if k < 0 || !slices.ContainsFunc(fields[k].Choices, func(c lab.Choice) bool { return c.Value == v }) {
					t.Errorf("%s counts when %s is %s", f.Name, when.Name, v)
				}
			}
		}
	}
}

func TestSlicesOfAnyLengthGiveTheSameBits(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		content := story(100)
		want := start(t, setup(content, change))
		whole := labtest.Finish(t, want, time.Hour)
		got := start(t, setup(content, change))
		sliced := labtest.Finish(t, got, 0)
		if !slices.Equal(got.spaces[0].Vectors().Data, want.spaces[0].Vectors().Data) {
			t.Error("the vectors differ")
		}
		if whole.Losses[0] != sliced.Losses[0] || whole.Reports != sliced.Reports {
			t.Errorf("reports %+v and %+v", whole, sliced)
		}
	})
}

func TestASaveGoesOnWithTheSameBits(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		content := story(200)
		whole := start(t, setup(content, change))
		want := labtest.Finish(t, whole, time.Hour)

		begun := start(t, setup(content, change))
		if err := begun.Save(io.Discard); !errors.Is(err, lab.ErrNotReady) {
			t.Errorf("saved before reading: %v", err)
		}
		for range 300 {
			if _, err := begun.Step(0); err != nil {
				t.Fatal(err)
			}
		}
		var file bytes.Buffer
		if err := begun.Save(&file); err != nil {
			t.Fatal(err)
		}
		saved := file.Bytes()
		resumed := start(t, setup(content, change))
		if err := resumed.Load(bytes.NewReader(saved)); err != nil {
			t.Fatal(err)
		}
		got := labtest.Finish(t, resumed, time.Hour)
		if !slices.Equal(resumed.spaces[0].Vectors().Data, whole.spaces[0].Vectors().Data) || got.Losses[0] != want.Losses[0] || got.Reports != want.Reports {
			t.Errorf("%+v, want %+v", got, want)
		}
	})
}

func TestSavesThatDoNotFitAreRefused(t *testing.T) {
	content := story(200)
	begun := start(t, setup(content, nil))
	for begun.report.Count < 1 {
		if _, err := begun.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := begun.Save(&file); err != nil {
		t.Fatal(err)
	}
	saved := file.Bytes()
	other := setup(content, func(p *Params) { p.Window = 4 })
	var different *lab.OtherSaveError
	if err := start(t, other).Load(bytes.NewReader(saved)); !errors.As(err, &different) || different.Field != "parameters" {
		t.Errorf("another window: %v", err)
	}
	cut := start(t, setup(content, nil))
	if err := cut.Load(bytes.NewReader(saved[:len(saved)-5])); err != nil {
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
	if _, err := (Words{}).Start(setup("", func(p *Params) { p.Dim = 0 })); !errors.As(err, &param) || param.Name != "dim" {
		t.Errorf("%v", err)
	}
	var conflict *lab.ConflictError
	if _, err := (Words{}).Start(setup("", func(p *Params) { p.Family, p.MinN, p.MaxN = FastText, 5, 3 })); !errors.As(err, &conflict) || conflict.Name != "minN" {
		t.Errorf("%v", err)
	}
	for content, check := range map[string]func(error) bool{
		"one two":   func(err error) bool { var e *corpus.TooFewWordsError; return errors.As(err, &e) },
		"one\n\xff": func(err error) bool { var e *corpus.TextError; return errors.As(err, &e) && e.Line == 2 },
	} {
		r := start(t, setup(content, nil))
		var err error
		for range 10 {
			if _, err = r.Step(time.Hour); err != nil {
				break
			}
		}
		if !check(err) {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestSetChangesOnlyWhatMayChange(t *testing.T) {
	s := setup(story(50), nil)
	r := start(t, s)
	p := *s.Params.(*Params)
	p.LearningRate = .1
	if err := r.Set(&p); err != nil {
		t.Error(err)
	}
	p.Window = 9
	var fixed *lab.FixedParamError
	if err := r.Set(&p); !errors.As(err, &fixed) || fixed.Name != "window" {
		t.Errorf("%v", err)
	}
}

func TestTrace(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		r := start(t, setup(story(100), change))
		labtest.Finish(t, r, time.Hour)
		before := slices.Clone(r.spaces[0].Vectors().Data)
		trace, err := r.Trace(lab.Pick{Position: 40})
		if err != nil {
			t.Fatal(err)
		}
		for _, stage := range trace.Stages {
			for _, tensor := range append(stage.In, stage.Out...) {
				if n := tensor.Shape[0] * tensor.Shape[1]; len(tensor.Values) != n || len(tensor.Labels) != tensor.Shape[0] || tensor.Gradient != nil && len(tensor.Gradient) != n || tensor.Rows != nil && len(tensor.Rows) != tensor.Shape[0] {
					t.Errorf("%s of %s: shape %v with %d values, %d labels", tensor.Name, stage.ID, tensor.Shape, len(tensor.Values), len(tensor.Labels))
				}
			}
		}
		if !slices.Equal(before, r.spaces[0].Vectors().Data) {
			t.Error("looking trained the model")
		}
		if _, err := r.Trace(lab.Pick{Position: 1 << 30}); err == nil {
			t.Error("a place beyond the text was taken")
		}
		if trace, err = r.Trace(lab.Pick{Text: "stone"}); err != nil || !strings.Contains(trace.Title.En, "[stone]") {
			t.Errorf("%q, %v", trace.Title.En, err)
		}
	})
}

func TestExampleQuestionsHaveSensibleAnswers(t *testing.T) {
	labtest.Examples(t, Words{}, Words{}.Params())
}
