package layer

import (
	"bytes"
	"errors"
	"io"
	"math"
	"slices"
	"testing"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// trained returns a run of a built-in set that has come to its end.
func trained(t *testing.T, id string) *run {
	t.Helper()
	r := start(t, lab.Setup{Data: labtest.BuiltIn(t, id), Params: Layer{}.Params(), Seed: 1})
	if p := toTheEnd(t, r, time.Hour); p.Reports < 100 || p.Reports > 400 || p.Done != p.Total {
		t.Errorf("%s: %+v", id, p)
	}
	return r
}

// measured returns the loss and accuracy of all examples.
func measured(t *testing.T, r *run) (loss, accuracy float64) {
	t.Helper()
	m, err := r.model.copied()
	if err != nil {
		t.Fatal(err)
	}
	m.sums = sums{}
	for from := 0; from < r.task.size(); from += 16 {
		r.task.read(&m.batch, from, 16)
		if err := m.forward(false); err != nil {
			t.Fatal(err)
		}
		m.measure()
	}
	n := float64(m.sums.examples)
	return m.sums.loss / n, float64(m.sums.right) / n
}

func TestReviewsAreTold(t *testing.T) {
	if loss, accuracy := measured(t, trained(t, "reviews")); accuracy < .95 {
		t.Errorf("accuracy %.3f, loss %.3f", accuracy, loss)
	}
}

func TestTheStoryIsLearnt(t *testing.T) {
	r := trained(t, "story")
	var entropy float64
	for _, n := range r.task.noise {
		p := float64(n) / float64(r.task.size())
		entropy -= p * math.Log(p)
	}
	if loss, _ := measured(t, r); loss > .6*entropy {
		t.Errorf("loss %.3f, where guessing by frequency has %.3f", loss, entropy)
	}
}

func TestColoursAreLearnt(t *testing.T) {
	r := trained(t, "colors")
	if loss, _ := measured(t, r); loss > .02 {
		t.Errorf("loss %.4f", loss)
	}
	brightness := func(name string) (sum float64) {
		answer, err := r.Ask(lab.NewQuery("predict", "text", name), labtest.NoPace)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range answer.Parts[0].(lab.Table).Rows[0] {
			sum += *c.Number
		}
		return sum
	}
	if dark, light := brightness("dark green"), brightness("light green"); dark > light-150 {
		t.Errorf("dark green has %.0f, light green %.0f", dark, light)
	}
}

func TestSlicesOfAnyLengthGiveTheSameBits(t *testing.T) {
	for _, kind := range kinds {
		for _, compression := range []string{"none", "int8", "lowrank"} {
			s := setup(dataOf(kind), func(p *Params) { p.Compression, p.Dropout = compression, .2 })
			want, got := start(t, s), start(t, s)
			whole, sliced := toTheEnd(t, want, time.Hour), toTheEnd(t, got, 0)
			if !equal(tables(got.model), tables(want.model)) || !slices.Equal(got.spaces[0].Vectors().Data, want.spaces[0].Vectors().Data) {
				t.Errorf("%s, %s: the tables differ", kind, compression)
			}
			if !slices.Equal(whole.Losses, sliced.Losses) || whole.Reports != sliced.Reports {
				t.Errorf("%s, %s: reports %+v and %+v", kind, compression, whole, sliced)
			}
		}
	}
}

func TestASaveGoesOnWithTheSameBits(t *testing.T) {
	for _, kind := range kinds {
		s := setup(dataOf(kind), func(p *Params) { p.Optimizer, p.Dropout, p.Compression = "lazyadam", .2, "int4" })
		whole, begun := start(t, s), start(t, s)
		want := toTheEnd(t, whole, time.Hour)
		if err := begun.Save(io.Discard); !errors.Is(err, lab.ErrNotReady) {
			t.Errorf("saved before reading: %v", err)
		}
		for end := false; !end; {
			p, err := begun.Step(0)
			if err != nil {
				t.Fatal(err)
			}
			end = p.End
			var file bytes.Buffer
			if begun.spaces == nil {
				continue
			}
			if err := begun.Save(&file); err != nil {
				t.Fatal(err)
			}
			resumed := start(t, s)
			if err := resumed.Load(&file); err != nil {
				t.Fatal(err)
			}
			got := toTheEnd(t, resumed, time.Hour)
			if !equal(tables(resumed.model), tables(whole.model)) || !slices.Equal(got.Losses, want.Losses) || got.Reports != want.Reports {
				t.Fatalf("%s, saved at %v of %v: %+v, want %+v", kind, p.Done, p.Total, got, want)
			}
		}
	}
}

func TestDamagedSavesAreRefused(t *testing.T) {
	s := setup(dataOf(dataset.KindTargets), func(p *Params) { p.Optimizer = "adam" })
	var file bytes.Buffer
	if err := prepared(t, s, 3).Save(&file); err != nil {
		t.Fatal(err)
	}
	for n := range file.Len() {
		r := start(t, s)
		err := r.Load(bytes.NewReader(file.Bytes()[:n]))
		for err == nil && (r.model == nil || r.phase == drawing) {
			_, err = r.Step(time.Hour)
		}
		var damaged *lab.DamagedSaveError
		if !errors.As(err, &damaged) {
			t.Fatalf("a save cut off after %d bytes: %v", n, err)
		}
	}
	var other *lab.OtherSaveError
	different := setup(dataOf(dataset.KindTargets), func(p *Params) { p.Optimizer = "sgd" })
	if err := start(t, different).Load(&file); !errors.As(err, &other) || other.Field != "parameters" {
		t.Errorf("another optimizer: %v", err)
	}
}

func TestParametersThatContradict(t *testing.T) {
	for _, c := range []struct {
		kind, name, other string
		change            func(*Params)
	}{
		{dataset.KindLabelled, "tied", "data", func(p *Params) { p.Tied = true }},
		{dataset.KindText, "tied", "compression", func(p *Params) { p.Tied, p.Compression = true, "hash" }},
		{dataset.KindText, "compression", "maxNormMode", func(p *Params) { p.Compression, p.MaxNormMode = "lora", "after" }},
		{dataset.KindText, "scaleByFrequency", "compression", func(p *Params) { p.Compression, p.ScaleByFrequency = "qr", true }},
		{dataset.KindText, "scaleByFrequency", "combine", func(p *Params) { p.Combine, p.ScaleByFrequency = "max", true }},
		{dataset.KindText, "weightDecay", "optimizer", func(p *Params) { p.Optimizer, p.WeightDecay = "sparseadam", .1 }},
	} {
		var conflict *lab.ConflictError
		if _, err := (Layer{}).Start(setup(dataOf(c.kind), c.change)); !errors.As(err, &conflict) || conflict.Name != c.name || conflict.OtherName != c.other {
			t.Errorf("%s and %s: %v", c.name, c.other, err)
		}
	}
	var param *lab.ParamError
	if _, err := (Layer{}).Start(setup(dataOf(dataset.KindText), func(p *Params) { p.Dim = 257 })); !errors.As(err, &param) || param.Name != "dim" {
		t.Errorf("dim 257: %v", err)
	}
	var unknown *lab.UnknownError
	if _, err := (Layer{}).Start(setup(source("graph", ""), nil)); !errors.As(err, &unknown) {
		t.Errorf("a graph: %v", err)
	}
}

func TestBadDataIsNamed(t *testing.T) {
	for _, c := range []struct {
		kind, content string
		check         func(error) bool
	}{
		{dataset.KindText, "one", func(err error) bool { var e *corpus.TooFewWordsError; return errors.As(err, &e) }},
		{dataset.KindLabelled, "text,label\na b,x\nc d,x\n", func(err error) bool { var e *dataset.OneLabelError; return errors.As(err, &e) && e.Label == "x" }},
		{dataset.KindLabelled, "text,label\na b,x\nc d\n", func(err error) bool { var e *dataset.FieldsError; return errors.As(err, &e) && e.Line == 3 }},
		{dataset.KindTargets, "name,x\na b,1\nc,two\n", func(err error) bool { var e *dataset.CellError; return errors.As(err, &e) && e.Line == 3 }},
	} {
		r := start(t, setup(source(c.kind, c.content), nil))
		var err error
		for err == nil && r.phase != ended {
			_, err = r.Step(time.Hour)
		}
		if !c.check(err) {
			t.Errorf("%q: %v", c.content, err)
		}
	}
}

// A row without a word that is frequent enough teaches nothing and is left out.
func TestRowsWithoutWordsAreLeftOut(t *testing.T) {
	r := prepared(t, setup(source(dataset.KindLabelled, "text,label\nalpha beta,x\n?!,y\nalpha beta,z\nrare,y\nbeta,x\n"), func(p *Params) { p.MinCount = 2 }), 0)
	if n := r.task.size(); n != 3 || r.task.width != 2 {
		t.Errorf("%d examples of %d words", n, r.task.width)
	}
	if slices.Contains(r.task.outputs, "y") {
		t.Errorf("outputs %q", r.task.outputs)
	}
}

func TestSetChangesOnlyWhatMayChange(t *testing.T) {
	s := setup(dataOf(dataset.KindText), nil)
	r := prepared(t, s, 1)
	p := *s.Params.(*Params)
	p.LearningRate = .7
	if err := r.Set(&p); err != nil || r.model.learningRate() != .7 {
		t.Errorf("%v, rate %v", err, r.model.learningRate())
	}
	p.Context = 2
	var fixed *lab.FixedParamError
	if err := r.Set(&p); !errors.As(err, &fixed) || fixed.Name != "context" {
		t.Errorf("%v", err)
	}
}

func TestEveryQuestionIsAnswered(t *testing.T) {
	words := map[string]string{dataset.KindText: "the", dataset.KindLabelled: "good", dataset.KindTargets: "dark"}
	for _, kind := range kinds {
		for _, compression := range []string{"none", "hash"} {
			r := prepared(t, setup(dataOf(kind), func(p *Params) { p.Compression = compression }), 5)
			for _, q := range []lab.Query{
				lab.NewQuery("predict", "text", words[kind]), lab.NewQuery("neighbors", "word", words[kind]), lab.NewQuery("norms"), lab.NewQuery("spectrum"), lab.NewQuery("cost"),
			} {
				if answer, err := r.Ask(q, labtest.NoPace); err != nil || len(answer.Parts) == 0 {
					t.Errorf("%s, %s: %v", kind, q.Question, err)
				}
			}
			stop := errors.New("stop")
			if _, err := r.Ask(lab.NewQuery("spectrum"), func() error { return stop }); !errors.Is(err, stop) {
				t.Errorf("spectrum was not to be stopped: %v", err)
			}
		}
	}
	if _, err := start(t, setup(dataOf(dataset.KindText), nil)).Ask(lab.NewQuery("norms"), labtest.NoPace); !errors.Is(err, lab.ErrNotReady) {
		t.Errorf("asked before reading: %v", err)
	}
}

func TestPredictingChangesNothing(t *testing.T) {
	r := prepared(t, setup(dataOf(dataset.KindText), func(p *Params) { p.MaxNormMode, p.MaxNorm = "inplace", .1 }), 0)
	before := tables(r.model)
	if _, err := r.Ask(lab.NewQuery("predict", "text", "the cat"), labtest.NoPace); err != nil || !equal(before, tables(r.model)) {
		t.Errorf("the table changed, %v", err)
	}
}

func TestEffectiveRank(t *testing.T) {
	for _, c := range []struct {
		values []float64
		want   float64
	}{{[]float64{3, 3, 3}, 3}, {[]float64{5, 0, 0}, 1}, {[]float64{0, 0}, 0}} {
		if got := effectiveRank(c.values); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v: %v, want %v", c.values, got, c.want)
		}
	}
}

func TestExampleQuestionsHaveSensibleAnswers(t *testing.T) {
	labtest.Examples(t, Layer{}, Layer{}.Params())
}
