package cooccurrence

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/glove"
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
	p := Cooccurrence{}.Params().(*Params)
	p.Dim, p.Iterations, p.Window, p.XMax = 8, 100, 5, 20
	if change != nil {
		change(p)
	}
	return lab.Setup{Params: p, Seed: 1, Data: dataset.Source{ID: "test", Name: "test.txt", Kind: dataset.KindText, Hash: fmt.Sprint(len(content)), Bytes: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}}
}

func start(t *testing.T, s lab.Setup) *run {
	t.Helper()
	r, err := Cooccurrence{}.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*run)
}

func ask(t *testing.T, r *run, question string, args ...string) lab.Answer {
	t.Helper()
	answer, err := r.Ask(lab.NewQuery(question, args...), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// trained is a run to the end, one for all that only ask it.
func trained(t *testing.T) *run {
	t.Helper()
	once.Do(func() {
		common = start(t, setup(story(500), nil))
		labtest.Finish(t, common, time.Hour)
	})
	return common
}

var (
	once   sync.Once
	common *run
)

func TestTheWholeRoad(t *testing.T) {
	r := start(t, setup(story(500), nil))
	if _, err := r.Ask(lab.NewQuery("weights"), labtest.NoPace); !errors.Is(err, lab.ErrNotReady) {
		t.Errorf("asked before reading: %v", err)
	}
	var phases []string
	var p lab.Progress
	for !p.End {
		var err error
		if p, err = r.Step(time.Hour); err != nil {
			t.Fatal(err)
		}
		if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
			phases = append(phases, p.Phase)
		}
	}
	if want := []string{"number", "count", "fill", "train", "done"}; !slices.Equal(phases, want) {
		t.Errorf("phases %q, want %q", phases, want)
	}
	if p.Done != p.Total || p.Done == 0 || p.Reports != 2000 || len(p.Losses) != 1 {
		t.Errorf("progress %+v", p)
	}
	var names []string
	for _, s := range r.Spaces() {
		names = append(names, s.Name)
	}
	if !slices.Equal(names, []string{"words", "centre", "context"}) {
		t.Errorf("spaces %q", names)
	}
	var near []string
	for _, item := range ask(t, r, "neighbors", "word", "cat", "count", "2").Parts[0].(lab.Ranking).Items {
		near = append(near, item.Label)
	}
	slices.Sort(near)
	if want := []string{"dog", "fox"}; !slices.Equal(near, want) {
		t.Errorf("near cat: %q", near)
	}
}

func TestSlicesOfAnyLengthGiveTheSameBits(t *testing.T) {
	s := setup(story(200), nil)
	want, got := start(t, s), start(t, s)
	whole, sliced := labtest.Finish(t, want, time.Hour), labtest.Finish(t, got, 0)
	if !slices.Equal(got.spaces[0].Vectors().Data, want.spaces[0].Vectors().Data) {
		t.Error("the vectors differ")
	}
	if whole.Losses[0] != sliced.Losses[0] || whole.Reports != sliced.Reports {
		t.Errorf("reports %+v and %+v", whole, sliced)
	}
}

func TestASaveGoesOnWithTheSameBits(t *testing.T) {
	s := setup(story(200), nil)
	whole := start(t, s)
	want := labtest.Finish(t, whole, time.Hour)

	begun := start(t, s)
	if err := begun.Save(io.Discard); !errors.Is(err, lab.ErrNotReady) {
		t.Errorf("saved before reading: %v", err)
	}
	for range 60 {
		if _, err := begun.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	var file bytes.Buffer
	if err := begun.Save(&file); err != nil {
		t.Fatal(err)
	}
	saved := file.Bytes()
	resumed := start(t, s)
	if err := resumed.Load(bytes.NewReader(saved)); err != nil {
		t.Fatal(err)
	}
	got := labtest.Finish(t, resumed, time.Hour)
	if !slices.Equal(resumed.spaces[0].Vectors().Data, whole.spaces[0].Vectors().Data) || got.Losses[0] != want.Losses[0] || got.Reports != want.Reports {
		t.Errorf("%+v, want %+v", got, want)
	}

	var different *lab.OtherSaveError
	if err := start(t, setup(story(200), func(p *Params) { p.Window = 4 })).Load(bytes.NewReader(saved)); !errors.As(err, &different) || different.Field != "parameters" {
		t.Errorf("another window: %v", err)
	}
	cut := start(t, s)
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
	if _, err := (Cooccurrence{}).Start(setup("", func(p *Params) { p.Dim = 0 })); !errors.As(err, &param) || param.Name != "dim" {
		t.Errorf("%v", err)
	}
	other := setup("", nil)
	other.Data.Kind = dataset.KindVectors
	if _, err := (Cooccurrence{}).Start(other); err == nil {
		t.Error("vectors were taken for a text")
	}
}

func TestAMatrixThatDoesNotFitNamesTheVocabularyThatMay(t *testing.T) {
	// Each of 3000 words is beside each other one, which are 4.5 million pairs.
	rng := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	for range 60000 {
		for range 20 {
			fmt.Fprintf(&text, "w%d ", rng.IntN(3000))
		}
		text.WriteString("\n")
	}
	if testing.Short() {
		t.Skip("counts a million words")
	}
	r := start(t, setup(text.String(), func(p *Params) { p.Memory, p.Window = 16, 20 }))
	for {
		p, err := r.Step(time.Hour)
		var memory *glove.MemoryError
		if errors.As(err, &memory) {
			if memory.Words < 100 || memory.Words >= 3000 || memory.Of != 3000 || lab.ProblemOf(err).Code != "parameterRange" {
				t.Errorf("%v", err)
			}
			return
		}
		if err != nil || p.End {
			t.Fatalf("it went on: %v", err)
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

func TestTheMatrixOfAWordsCompany(t *testing.T) {
	r := trained(t)
	answer := ask(t, r, "matrix", "word", "stone", "count", "6")
	var company []string
	for _, item := range answer.Parts[0].(lab.Ranking).Items {
		company = append(company, item.Label)
	}
	for _, word := range []string{"a", "lies"} {
		if !slices.Contains(company, word) {
			t.Errorf("company of stone: %q", company)
		}
	}
	if slices.Contains(company, "cat") || slices.Contains(company, "stone") {
		t.Errorf("company of stone: %q", company)
	}
	m := answer.Parts[1].(lab.Matrix)
	n := len(m.RowLabels)
	if n < 3 || n > 6 || m.RowLabels[0] != "stone" || !slices.Equal(m.RowLabels, m.ColumnLabels) || len(m.Values) != n*n {
		t.Fatalf("%+v", m)
	}
	for i := range n {
		for j := range n {
			if m.Values[i*n+j] != m.Values[j*n+i] {
				t.Errorf("%s beside %s: %v and %v", m.RowLabels[i], m.RowLabels[j], m.Values[i*n+j], m.Values[j*n+i])
			}
		}
	}
	if len(answer.Next) != 2 {
		t.Errorf("next: %v", answer.Next)
	}
	for _, q := range answer.Next {
		if _, err := r.Ask(q, labtest.NoPace); err != nil {
			t.Errorf("%v: %v", q, err)
		}
	}
}

func TestTheMatrixOfTheMostFrequent(t *testing.T) {
	r := trained(t)
	logs := ask(t, r, "matrix", "which", "frequent", "word", "cat", "count", "5").Parts[0].(lab.Matrix)
	if !slices.Equal(logs.RowLabels, r.corpus.Vocabulary.Words[:5]) {
		t.Errorf("words %q", logs.RowLabels)
	}
	fitted := ask(t, r, "matrix", "which", "frequent", "word", "cat", "count", "5", "values", "fitted").Parts[0].(lab.Matrix)
	for k, v := range logs.Values {
		if v == 0 { // they never meet, and nothing was fitted
			continue
		}
		if want := math.Log(math.Expm1(float64(v))); math.Abs(float64(fitted.Values[k])-want) > .2 {
			t.Errorf("%s beside %s: log X %.2f, fitted %.2f", logs.RowLabels[k/5], logs.RowLabels[k%5], want, fitted.Values[k])
		}
	}
}

func TestRatios(t *testing.T) {
	r := trained(t)
	rows := ask(t, r, "ratios", "a", "cat", "b", "stone", "count", "3").Parts[0].(lab.Table).Rows
	if len(rows) != 6 {
		t.Fatalf("%d rows", len(rows))
	}
	if first, last := rows[0][0].Text, rows[5][0].Text; !slices.Contains([]string{"eats", "the"}, first) || !slices.Contains([]string{"a", "lies"}, last) {
		t.Errorf("first %s, last %s", first, last)
	}
	if *rows[0][3].Number < 1 || *rows[5][3].Number > 1 {
		t.Errorf("ratios %v and %v", *rows[0][3].Number, *rows[5][3].Number)
	}
	if rows := ask(t, r, "ratios", "a", "cat", "b", "dog", "count", "50").Parts[0].(lab.Table).Rows; len(rows) > 20 {
		t.Errorf("%d rows of few words", len(rows))
	}
}

func TestFitAndWorst(t *testing.T) {
	r := trained(t)
	answer := ask(t, r, "fit", "word", "eats", "count", "4")
	for _, line := range answer.Parts[0].(lab.Series).Lines {
		if len(line.X) != len(line.Y) || len(line.X) == 0 || !slices.IsSorted(line.X) {
			t.Errorf("line %s: %v, %v", line.Name.En, line.X, line.Y)
		}
	}
	rows := answer.Parts[1].(lab.Table).Rows
	if len(rows) != 4 || math.Abs(*rows[0][4].Number) > .2 {
		t.Errorf("%d rows; the most frequent pair is off by %v", len(rows), *rows[0][4].Number)
	}

	table := ask(t, r, "worst", "count", "5").Parts[1].(lab.Table)
	if len(table.Rows) != 5 || len(table.Columns) != len(table.Rows[0]) {
		t.Fatalf("%+v", table)
	}
	last := math.Inf(1)
	for _, row := range table.Rows {
		loss := *row[len(row)-1].Number
		if loss > last || loss <= 0 {
			t.Errorf("loss %v after %v", loss, last)
		}
		last = loss
	}
}

func TestWeights(t *testing.T) {
	answer := ask(t, trained(t), "weights")
	f := answer.Parts[0].(lab.Series).Lines[0]
	if f.Y[0] != 0 || f.Y[50] != 1 || f.X[50] != 20 || f.Y[25] >= 1 {
		t.Errorf("weights %v of %v", f.Y, f.X)
	}
	for _, line := range answer.Parts[1].(lab.Series).Lines {
		var sum float64
		for _, share := range line.Y {
			sum += float64(share)
		}
		if math.Abs(sum-1) > 1e-5 {
			t.Errorf("shares %s add up to %v", line.Name.En, sum)
		}
	}
}

func TestAskingStopsWhenItIsNoLongerWanted(t *testing.T) {
	r := trained(t)
	stop := func() error { return lab.ErrCancelled }
	for _, q := range []lab.Query{lab.NewQuery("matrix", "word", "cat"), lab.NewQuery("fit", "word", "cat")} {
		if _, err := r.Ask(q, stop); !errors.Is(err, lab.ErrCancelled) {
			t.Errorf("%s: %v", q.Question, err)
		}
	}
}

func TestTrace(t *testing.T) {
	r := trained(t)
	before := slices.Clone(r.model.Vectors().Data)
	for _, pick := range []lab.Pick{{Position: 0}, {Position: 4}, {Text: "cat"}, {Text: "cat eats"}} {
		trace, err := r.Trace(pick)
		if err != nil {
			t.Fatal(err)
		}
		for _, stage := range trace.Stages {
			for _, tensor := range append(stage.In, stage.Out...) {
				if n := tensor.Shape[0] * tensor.Shape[1]; len(tensor.Values) != n || len(tensor.Labels) != tensor.Shape[0] || tensor.Gradient != nil && len(tensor.Gradient) != n {
					t.Errorf("%s of %s: shape %v with %d values, %d labels", tensor.Name, stage.ID, tensor.Shape, len(tensor.Values), len(tensor.Labels))
				}
			}
		}
	}
	if !slices.Equal(before, r.model.Vectors().Data) {
		t.Error("looking trained the model")
	}
	if trace, err := r.Trace(lab.Pick{Position: 1}); err != nil || !strings.Contains(trace.Title.En, "] [eats]") {
		t.Errorf("%q, %v", trace.Title.En, err)
	}
	if trace, err := r.Trace(lab.Pick{Text: "cat, eats"}); err != nil || trace.Title.En != "cat beside eats" {
		t.Errorf("%q, %v", trace.Title.En, err)
	}
	for _, bad := range []lab.Pick{{Position: 1 << 30}, {Position: -1}, {Text: "nothing"}, {Text: "cat stone"}, {Text: " , "}} {
		if _, err := r.Trace(bad); err == nil {
			t.Errorf("%+v was traced", bad)
		}
	}
}

func TestTheNextEntryIsTraced(t *testing.T) {
	r := start(t, setup(story(50), nil))
	for r.spaces == nil {
		if _, err := r.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	if trace, err := r.Trace(lab.Pick{Position: -1}); err != nil || !strings.Contains(trace.Title.En, " beside ") {
		t.Errorf("%q, %v", trace.Title.En, err)
	}
}

func TestExampleQuestionsHaveSensibleAnswers(t *testing.T) {
	p := Cooccurrence{}.Params().(*Params)
	p.Iterations = 6 // the answers hold long before the end
	labtest.Examples(t, Cooccurrence{}, p)
}
