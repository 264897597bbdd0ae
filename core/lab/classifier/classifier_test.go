package classifier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/dataset"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// given are vectors of 3 dimensions, of a word that no text has too.
var given = labtest.Vectors{
	Labels: []string{"cat", "unicorn", "stone"},
	Rows:   blas32.General{Rows: 3, Cols: 3, Stride: 3, Data: []float32{1, 2, 3, 4, 5, 6, 7, 8, 9}},
}

func init() { lab.Register(given) }

var vectorFile = dataset.Source{ID: "vectors", Name: "three.vec", Kind: dataset.KindVectors, Hash: "vectors"}

func source(name, content string) dataset.Source {
	return dataset.Source{
		ID: name, Name: name, Kind: dataset.KindText, Hash: name, Bytes: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}
}

// library is a table of texts that speak of animals, of stones or of ships.
func library(texts int) string {
	rng := rand.New(rand.NewPCG(1, 2))
	pick := func(words ...string) string { return words[rng.IntN(len(words))] }
	var b strings.Builder
	b.WriteString("year\tabout\ttext\n")
	for i := range texts {
		fmt.Fprintf(&b, "%d\t%s\t", 1800+i, []string{"animals", "stones", "ships", "animals"}[i%4])
		for range 6 {
			switch i % 4 {
			case 1:
				fmt.Fprintf(&b, "A %s lies near %s. ", pick("stone", "rock", "pebble"), pick("roads", "rivers", "hills"))
			case 2:
				fmt.Fprintf(&b, "The %s sails to %s. ", pick("boat", "ship", "brig"), pick("Rome", "Spain", "sea"))
			default:
				fmt.Fprintf(&b, "The %s eats %s. ", pick("cat", "dog", "fox"), pick("meat", "fish", "bread"))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// garden has a label and words that the library does not have.
var garden = "year\tabout\ttext\n" + strings.Repeat(`1	plants	The oak grows in the garden. The fern grows near the oak.
1	plants	A fern and an oak grow.
1	animals	The cat eats fish. The dog eats bread.
1	stones	A rock lies near rivers. A pebble lies near hills.
1	ships	The ship sails to Rome. The brig sails to sea.
`, 5)

func setup(change func(*Params)) lab.Setup {
	p := Classifier{}.Params().(*Params)
	p.Dim, p.Epochs, p.Passage, p.Held, p.LabelColumn, p.Buckets = 8, 20, 12, 20, 2, 1000
	s := lab.Setup{Params: p, Seed: 1, Data: source("library.tsv", library(80)), Files: []dataset.Source{vectorFile, source("garden.tsv", garden)}}
	if change != nil {
		change(p)
	}
	return s
}

func start(t *testing.T, s lab.Setup) *run {
	t.Helper()
	r, err := Classifier{}.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*run)
}

func trained(t *testing.T, change func(*Params)) (*run, lab.Progress) {
	t.Helper()
	r := start(t, setup(change))
	return r, labtest.Finish(t, r, time.Hour)
}

func ask(t *testing.T, r *run, question string, args ...string) lab.Answer {
	t.Helper()
	answer, err := r.Ask(lab.NewQuery(question, args...), labtest.NoPace)
	if err != nil {
		t.Fatalf("%s %v: %v", question, args, err)
	}
	return answer
}

// ways are what a run may be, as changes of its parameters.
var ways = map[string]func(*Params){
	"softmax":           nil,
	"one-vs-all":        func(p *Params) { p.Loss = OneVsAll },
	"a tree":            func(p *Params) { p.Loss = Hierarchical },
	"negative sampling": func(p *Params) { p.Loss = Negatives },
	"pieces":            func(p *Params) { p.MinN, p.MaxN, p.WordNgrams, p.Passage = 2, 3, 2, 0 },
	"given":             func(p *Params) { p.From, p.Frozen = "vectors", true },
	"two sources":       func(p *Params) { p.Then = "garden.tsv" },
	"two, by a tree":    func(p *Params) { p.Then, p.Loss = "garden.tsv", Hierarchical },
	"settings searched": func(p *Params) { p.Trials, p.Epochs = 4, 2 },
	"small ones":        func(p *Params) { p.Trials, p.Epochs, p.Size, p.WordNgrams, p.Metric, p.Of = 3, 2, 14, 2, ByRecall, 1 },
}

func each(t *testing.T, test func(t *testing.T, change func(*Params))) {
	for name, change := range ways {
		t.Run(name, func(t *testing.T) { test(t, change) })
	}
}

func TestTextsAreToldApartInEachWay(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		r := start(t, setup(change))
		p := labtest.Finish(t, r, time.Hour)
		for text, want := range map[string]string{"the dog eats bread": "animals", "a pebble near rivers": "stones", "the brig sails": "ships"} {
			answer := ask(t, r, "predict", "text", text)
			if got := answer.Parts[0].(lab.Ranking).Items[0].Label; got != want {
				t.Errorf("%q is %s", text, got)
			}
			if marked := answer.Parts[1].(lab.Marked); len(marked.Spans) != len(strings.Fields(text)) {
				t.Errorf("%+v", marked)
			}
		}
		if len(p.Losses) != 2 || p.Losses[1].Value < .9 {
			t.Errorf("at the end: %+v", p.Losses)
		}
		table := ask(t, r, "test").Parts[1].(lab.Table)
		if all := table.Rows[len(table.Rows)-1]; *all[1].Number < 90 {
			t.Errorf("%v %% of the held-out texts", *all[1].Number)
		}
		words, both := r.spaces[0], r.spaces[2]
		id, _ := words.Find("brig")
		codes := words.Column("label").(interface{ Len() int })
		if codes.Len() != words.Len() || both.Len() != words.Len()+r.spaces[1].Len() {
			t.Errorf("%d words, %d labels of them, %d with labels", words.Len(), codes.Len(), both.Len())
		}
		if got := r.spaces[1].Label(int(r.codes[id])); got != "ships" {
			t.Errorf("brig speaks for %s", got)
		}
	})
}

func TestSlicesAndSavesGiveTheSameModel(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		fresh := func() *run {
			s := setup(func(p *Params) {
				if change != nil {
					change(p)
				}
				if p.Passage > 0 {
					p.Epochs = 4
				}
			})
			return start(t, s)
		}
		want := fresh()
		end := labtest.Finish(t, want, time.Hour)
		sliced := fresh()
		for steps := 0; ; steps++ {
			p, err := sliced.Step(0)
			if err != nil {
				t.Fatal(err)
			}
			if slices.Contains([]int{0, 5, 60, 200, 1000}, steps) { // what a trial has done until then it does anew
				sliced = saved(t, sliced, fresh())
			}
			if p.Reports == end.Reports && !p.End {
				t.Fatal("the last report does not lead to the end")
			}
			if p.End {
				if p.Reports != end.Reports || p.Losses[0] != end.Losses[0] || p.Losses[1] != end.Losses[1] {
					t.Errorf("%d reports, %+v; want %d, %+v", p.Reports, p.Losses, end.Reports, end.Losses)
				}
				break
			}
		}
		for i, s := range want.spaces {
			if !slices.Equal(s.Vectors().Data, sliced.spaces[i].Vectors().Data) {
				t.Errorf("%s are elsewhere", s.Name)
			}
		}
	})
}

// saved goes on from a save of a run, if there is one.
func saved(t *testing.T, r, fresh *run) *run {
	t.Helper()
	var file bytes.Buffer
	if err := r.Save(&file); errors.Is(err, lab.ErrNotReady) {
		return r
	} else if err != nil {
		t.Fatal(err)
	}
	if err := fresh.Load(&file); err != nil {
		t.Fatal(err)
	}
	return fresh
}

func TestOtherTextsBringTheirLabels(t *testing.T) {
	s := setup(func(p *Params) { p.Then, p.TextColumn, p.Held = "garden.tsv", 3, 0 })
	r := start(t, s)
	p := labtest.Finish(t, r, time.Hour)
	if _, known := r.spaces[1].Find("plants"); !known || r.spaces[1].Len() != 4 {
		t.Errorf("labels %q", r.spaces[1].Labels())
	}
	if got := ask(t, r, "predict", "text", "an oak").Parts[0].(lab.Ranking).Items[0].Label; got != "plants" {
		t.Errorf("an oak is of %s", got)
	}
	said := ""
	for _, note := range p.Notes {
		said += note.En + "\n"
	}
	for _, want := range []string{"1 year, 2 about, 3 text", "1 new labels", "garden.tsv adds"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not said in %s", want, said)
		}
	}
}

func TestWordsThatAreGivenStay(t *testing.T) {
	s := setup(ways["given"])
	r := start(t, s)
	labtest.Finish(t, r, time.Hour)
	id, _ := r.spaces[0].Find("cat")
	if got := r.spaces[0].Row(id); !slices.Equal(got, []float32{1, 2, 3}) {
		t.Errorf("the frozen cat is at %v", got)
	}
}

func TestTheSearchEndsWhereItIsTold(t *testing.T) {
	r := start(t, setup(func(p *Params) { p.Trials, p.Epochs = 500, 1 }))
	for r.Spaces() == nil {
		if _, err := r.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.tuning.tuner.Trials()); n > 0 {
		t.Errorf("before there is anything to see %d trials are done", n)
	}
	for len(r.Notes()) < 3 || len(r.tuning.tuner.Trials()) < 3 {
		if _, err := r.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := r.Ask(lab.NewQuery("trials"), labtest.NoPace); err != nil {
		t.Errorf("while it goes on: %v", err)
	}
	p := r.params
	p.Trials = 2
	if err := r.Set(&p); err != nil {
		t.Fatal(err)
	}
	end := labtest.Finish(t, r, time.Hour)
	tried := ask(t, r, "trials").Parts[1].(lab.Table).Rows
	if len(tried) != 3 || *tried[0][1].Number < *tried[1][1].Number {
		t.Errorf("%d trials: %+v", len(tried), tried)
	}
	// What a form takes over trains the same model without a search.
	again := setup(func(p *Params) { p.Trials, p.Epochs = 0, 1 })
	into, found := again.Params.(*Params), ask(t, r, "trials").Params
	best, _ := r.tuning.tuner.Best()
	if found["trials"] != "0" || found["epochs"] != fmt.Sprint(best.Settings.Epochs) || found["learningRate"] != fmt.Sprint(best.Settings.LearningRate) {
		t.Errorf("found %+v of %+v", found, best.Settings)
	}
	into.Epochs, into.LearningRate, into.Dim, into.WordNgrams = best.Settings.Epochs, best.Settings.LearningRate, best.Settings.Dim, best.Settings.WordNgrams
	into.MinN, into.MaxN = max(best.Settings.MinN, 1), max(best.Settings.MaxN, 0)
	if best.Settings.Buckets > 0 {
		into.Buckets = best.Settings.Buckets
	}
	other := start(t, again)
	labtest.Finish(t, other, time.Hour)
	if !slices.Equal(other.spaces[2].Vectors().Data, r.spaces[2].Vectors().Data) {
		t.Error("the settings that were found give another model")
	}
	if best, _ := r.tuning.tuner.Best(); r.settings != best.Settings || !strings.Contains(end.Notes[2].En, "The best of 3 trials") {
		t.Errorf("trained with %+v, the best are %+v; noted: %q", r.settings, best.Settings, end.Notes)
	}
}

func TestWhatHasNoLabelsIsNamed(t *testing.T) {
	for content, want := range map[string]any{
		"just a text\nof two lines\n":            new(*dataset.ColumnError),
		"text\tlabel\na\tb\nc\tb\n":              new(*dataset.OneLabelError),
		"__label__a one\n__label__a two three\n": new(*dataset.OneLabelError),
	} {
		s := setup(func(p *Params) { p.LabelColumn, p.Held = 0, 0 })
		s.Data = source("t", content)
		r := start(t, s)
		var err error
		for err == nil {
			_, err = r.Step(time.Hour)
		}
		if !errors.As(err, want) {
			t.Errorf("%q: %v", content, err)
		}
	}
	for _, change := range []func(*Params){
		func(p *Params) { p.MinN, p.MaxN = 4, 3 },
		func(p *Params) { p.Trials, p.Held = 3, 0 },
		func(p *Params) { p.TextColumn = 2 },
	} {
		var conflict *lab.ConflictError
		if _, err := (Classifier{}).Start(setup(change)); !errors.As(err, &conflict) {
			t.Errorf("%v", err)
		}
	}
}

func TestYearsAreJoinedToSpans(t *testing.T) {
	for label, want := range map[string]string{"1863": "1850–1899", "1850": "1850–1899", "-3": "-50–-1", "Whig": "Whig"} {
		if got := spanOf(label, 50); got != want {
			t.Errorf("%s is of %s, want %s", label, got, want)
		}
	}
	r, _ := trained(t, func(p *Params) { p.LabelColumn, p.Span, p.Epochs = 1, 40, 1 })
	if got := r.spaces[1].Labels(); len(got) != 2 || !slices.Contains(got, "1840–1879") {
		t.Errorf("labels %q", got)
	}
}

// What is taken along trains the same classifier where fastText is installed.
func TestWhatIsTakenAlong(t *testing.T) {
	r, _ := trained(t, func(p *Params) { p.WordNgrams, p.Size = 2, 14 })
	taken := map[string]string{}
	for _, takeaway := range r.Takeaways() {
		var file bytes.Buffer
		if err := r.Take(takeaway.ID, &file); err != nil {
			t.Fatal(err)
		}
		taken[takeaway.ID] = file.String()
	}
	for _, id := range []string{takeModel, takeSmall} {
		m, err := fasttext.Read(strings.NewReader(taken[id]), int64(len(taken[id])))
		if err != nil {
			t.Fatal(err)
		}
		if best, err := m.Predict("the ship sails to spain", 1, 0); err != nil || best[0].Label != "__label__ships" {
			t.Errorf("%s: %v %v", id, best, err)
		}
	}
	if n := len(taken[takeSmall]); n > 14_000 {
		t.Errorf("the small model has %d bytes", n)
	}
	if first, _, _ := strings.Cut(taken[takeTraining], "\n"); !strings.HasPrefix(first, "__label__") || len(strings.Fields(first)) < 10 {
		t.Errorf("the first text is %q", first)
	}
	for _, said := range []string{`"-wordNgrams", "2"`, `"-loss", "softmax"`, `"-dim", "8"`, `"-maxn", "0"`, `"-cutoff", "`} {
		if !strings.Contains(taken[takeScript], said) {
			t.Errorf("the script lacks %s:\n%s", said, taken[takeScript])
		}
	}
	if python, err := exec.LookPath("python3"); err == nil {
		check := exec.Command(python, "-c", "import ast, sys; ast.parse(sys.stdin.read())")
		check.Stdin = strings.NewReader(taken[takeScript])
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("the script is no Python: %s", out)
		}
	}
}

func TestATextIsWalkedThrough(t *testing.T) {
	each(t, func(t *testing.T, change func(*Params)) {
		r := start(t, setup(change))
		labtest.Finish(t, r, time.Hour)
		for _, pick := range []lab.Pick{{Position: 1}, {Text: "the ship sails"}} {
			trace, err := r.Trace(pick)
			if err != nil || len(trace.Stages) != 7 || !strings.Contains(trace.Title.En, " → ") {
				t.Errorf("%+v: %q, %d stages, %v", pick, trace.Title.En, len(trace.Stages), err)
			}
			for _, stage := range trace.Stages {
				for _, tensor := range slices.Concat(stage.In, stage.Out) {
					if n := tensor.Shape[0] * tensor.Shape[1]; n != len(tensor.Values) || tensor.Gradient != nil && n != len(tensor.Gradient) {
						t.Errorf("%s: %s has %d values for %v", stage.ID, tensor.Name, len(tensor.Values), tensor.Shape)
					}
				}
			}
		}
	})
}

func TestQuestionsAboutWordsAndMistakes(t *testing.T) {
	r, _ := trained(t, func(p *Params) { p.Epochs = 3 })
	pulls := ask(t, r, "pull", "label", "ships", "count", "8").Parts
	if first := pulls[0].(lab.Ranking).Items[0].Label; !slices.Contains([]string{"sails", "to", "ship", "boat", "brig", "sea", "rome", "spain"}, first) {
		t.Errorf("%s speaks for ships", first)
	}
	if ask(t, r, "mistakes").Parts[1].Kind() != "table" || ask(t, r, "small").Parts[0].Kind() != "prose" {
		t.Error("other parts were expected")
	}
	test := ask(t, r, "test", "on", ownTexts, "test", "__label__ships The boat sails to Rome").Parts
	if m := test[2].(lab.Matrix); len(m.Values) != 9 || !strings.HasPrefix(test[0].(lab.Prose).Text.En, "1 of 1 ") {
		t.Errorf("%+v", test)
	}
	none, _ := trained(t, func(p *Params) { p.Held = 0 })
	if got := ask(t, none, "test").Parts[0].Kind(); got != "prose" {
		t.Errorf("without held-out texts: %s", got)
	}
}

func TestExamples(t *testing.T) {
	labtest.Examples(t, Classifier{}, Classifier{}.Params())
}
