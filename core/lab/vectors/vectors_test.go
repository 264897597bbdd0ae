package vectors

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
	"nearspace/core/format"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
	"nearspace/core/measure"
)

func setup(content string) lab.Setup {
	return lab.Setup{Params: Vectors{}.Params(), Data: dataset.Source{Name: "test", Kind: dataset.KindVectors, Hash: "abc", Bytes: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}}
}

func start(t *testing.T, s lab.Setup) *run {
	t.Helper()
	r, err := Vectors{}.Start(s)
	if err != nil {
		t.Fatal(err)
	}
	return r.(*run)
}

// open steps to the end or an error, and returns the phases on the way.
func open(r *run, budget time.Duration) (phases []string, err error) {
	for {
		p, err := r.Step(budget)
		if err != nil {
			return phases, err
		}
		if len(phases) == 0 || phases[len(phases)-1] != p.Phase {
			phases = append(phases, p.Phase)
		}
		if p.End {
			return phases, nil
		}
	}
}

func opened4(t *testing.T, content string) *run {
	t.Helper()
	r := start(t, setup(content))
	if _, err := open(r, time.Hour); err != nil {
		t.Fatal(err)
	}
	return r
}

const words = `7 3
king 2 1 0
queen 2 -1 0
man 1 1 0
woman 1 -1 0
apple 0 0 3
pear 0 .5 3
king 9 9 9
`

func TestPhases(t *testing.T) {
	r := start(t, setup(words))
	phases, err := open(r, 0)
	if err != nil || !slices.Equal(phases, []string{"read", "sift", "index", "done"}) {
		t.Errorf("%q, %v", phases, err)
	}
	if s := r.Spaces()[0]; s.Len() != 6 || s.Dim() != 3 || r.facts.Duplicates != 1 {
		t.Errorf("%d × %d, %+v", s.Len(), s.Dim(), r.facts)
	}
	r = start(t, setup("a 0.5 0.25\nb 0.25 0.5\n"))
	if phases, err := open(r, 0); err != nil || phases[0] != "count" {
		t.Errorf("%q, %v", phases, err)
	}
}

func TestQuestions(t *testing.T) {
	r := opened4(t, words)
	for _, c := range []struct {
		query lab.Query
		want  string
	}{
		{lab.NewQuery("neighbors", "word", "apple"), "pear"},
		{lab.NewQuery("neighbors", "word", "man", "metric", "euclidean"), "king"},
		{lab.NewQuery("expression", "expression", "king - man + woman"), "queen"},
		{lab.NewQuery("odd", "words", "king queen apple man"), "apple"},
	} {
		answer, err := r.Ask(c.query, labtest.NoPace)
		if err != nil {
			t.Errorf("%v: %v", c.query, err)
			continue
		}
		if got := answer.Parts[0].(lab.Ranking).Items[0].Label; got != c.want {
			t.Errorf("%v: %s", c.query, got)
		}
	}
	answer, err := r.Ask(lab.NewQuery("similarity", "a", "king queen", "b", "apple"), labtest.NoPace)
	if err != nil || len(answer.Parts) != 2 {
		t.Errorf("similarity: %+v, %v", answer, err)
	}
	var unknown *lab.UnknownError
	if _, err := r.Ask(lab.NewQuery("distance"), labtest.NoPace); !errors.As(err, &unknown) {
		t.Errorf("an unknown question: %v", err)
	}
}

func TestScores(t *testing.T) {
	r := opened4(t, words)
	answer, err := r.Ask(lab.NewQuery("analogies", "test", "man king woman queen; king man queen woman; a b c d"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	rows := answer.Parts[0].(lab.Table).Rows
	if total := rows[len(rows)-1]; *total[1].Number != 2 || *total[2].Number != 2 || *total[3].Number != 100 || *total[4].Number != 1 {
		t.Errorf("%+v", total)
	}
	answer, err = r.Ask(lab.NewQuery("pairs", "test", "king queen 6; apple pear 9；king apple 1"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	if rho := answer.Parts[0].(lab.Table).Rows[0]; math.Abs(*rho[1].Number-1) > 1e-9 || *rho[3].Number != 3 {
		t.Errorf("%+v", rho)
	}
	answer, err = r.Ask(lab.NewQuery("outliers", "test", ": royal\nking\nqueen\nman\n\napple\n", "case", "match"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	if rows := answer.Parts[0].(lab.Table).Rows; len(rows) != 2 || *rows[1][2].Number != 1 {
		t.Errorf("%+v", rows)
	}
	for _, q := range []lab.Query{
		lab.NewQuery("pairs", "test", "KING queen 6", "case", "match"),
		lab.NewQuery("outliers", "test", ": royal;KING;queen;;apple", "case", "match"),
		lab.NewQuery("analogies", "test", "MAN king woman queen", "case", "match"),
	} {
		answer, err := r.Ask(q, labtest.NoPace)
		if err != nil {
			t.Fatal(err)
		}
		row := answer.Parts[0].(lab.Table).Rows[0]
		if *row[len(row)-1].Number != 1 {
			t.Errorf("%v: %+v", q, row)
		}
	}
	var line *measure.LineError
	if _, err := r.Ask(lab.NewQuery("analogies", "test", "\n: a\nman king woman queen\nman king\n"), labtest.NoPace); !errors.As(err, &line) || line.Line != 4 {
		t.Errorf("a question of two words: %v", err)
	}
	answer, err = r.Ask(lab.NewQuery("expression", "expression", "king - man + woman", "rule", "mul"), labtest.NoPace)
	if err != nil || answer.Parts[0].(lab.Ranking).Items[0].Label != "queen" {
		t.Errorf("multiplied: %+v, %v", answer, err)
	}
	for _, q := range []lab.Query{lab.NewQuery("analogies"), lab.NewQuery("outliers"), lab.NewQuery("pairs"), lab.NewQuery("pairs", "test", "built-in-zh")} {
		if answer, err := r.Ask(q, labtest.NoPace); err != nil || len(answer.Parts[0].(lab.Table).Rows) < 2 {
			t.Errorf("%s: %v", q.Question, err)
		}
	}
	if _, err := r.Ask(lab.NewQuery("analogies", "test", "one two three"), labtest.NoPace); err == nil {
		t.Error("an analogy of three words was asked")
	}
}

func TestFacts(t *testing.T) {
	r := opened4(t, words)
	answer, err := r.Ask(lab.NewQuery("facts"), labtest.NoPace)
	if err != nil {
		t.Fatal(err)
	}
	file := answer.Parts[0].(lab.Table)
	if file.Rows[0][0].Text != "word2vec, .vec" || *file.Rows[0][3].Number != 7 || *file.Rows[0][4].Number != 6 || *file.Rows[0][5].Number != 1 {
		t.Errorf("%+v", file.Rows)
	}
	if lengths := answer.Parts[1].(lab.Table).Rows; lengths[0][0].Text != "man" || lengths[0][4].Text != "pear" {
		t.Errorf("%+v", lengths)
	}
	var counted float32
	for _, n := range answer.Parts[2].(lab.Series).Lines[0].Y {
		counted += n
	}
	if counted != 6 {
		t.Errorf("%v rows in the histogram", counted)
	}
	l, _ := lengthsOf(r.Spaces()[0], labtest.NoPace)
	var sum float64
	for i := range 6 {
		for j := range 6 {
			if i != j {
				sum += r.Spaces()[0].Similarity(i, j)
			}
		}
	}
	if got := l.meanCosine(); math.Abs(got-sum/30) > 1e-6 {
		t.Errorf("the mean cosine is %v, want %v", got, sum/30)
	}
}

func TestWhatWasReadBeforeAnErrorCanBeAsked(t *testing.T) {
	r := start(t, setup(words[:60]))
	_, err := open(r, time.Hour)
	var syntax *format.SyntaxError
	if !errors.As(err, &syntax) || len(r.Spaces()) != 1 || r.Spaces()[0].Len() < 3 {
		t.Fatalf("%v", err)
	}
	if _, err := r.Ask(lab.NewQuery("neighbors", "word", "king"), labtest.NoPace); err != nil {
		t.Error(err)
	}
}

func TestFilesOfOtherPrograms(t *testing.T) {
	for file, rows := range map[string]int{
		"../../format/testdata/gensim.bin": 6, "../../format/testdata/packed.npz": 6,
		"../../format/testdata/several.safetensors": 6, // the larger of two tables
	} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if r := opened4(t, string(content)); r.Spaces()[0].Len() != rows || r.Spaces()[0].Dim() != 4 {
			t.Errorf("%s: %d rows", file, r.Spaces()[0].Len())
		}
	}
	content, _ := os.ReadFile("../../format/testdata/gensim.kv")
	var pickle *format.PickleError
	if _, err := open(start(t, setup(string(content))), time.Hour); !errors.As(err, &pickle) {
		t.Errorf("a pickle: %v", err)
	}
}

func TestAFastTextModel(t *testing.T) {
	models, _ := filepath.Glob("../../fasttext/testdata/*.bin")
	if len(models) == 0 {
		t.Fatal("fastText's test data holds no model")
	}
	for _, file := range models {
		content, _ := os.ReadFile(file)
		r := start(t, setup(string(content)))
		phases, err := open(r, 0)
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		s := r.Spaces()[0]
		if s.Len() == 0 || len(s.Counts) != s.Len() || !slices.Contains(phases, "fill") {
			t.Errorf("%s: %d words, %q", file, s.Len(), phases)
		}
	}
}

func TestASaveIsOfItsFile(t *testing.T) {
	var file bytes.Buffer
	if err := start(t, setup(words)).Save(&file); err != lab.ErrNotReady {
		t.Errorf("%v", err)
	}
	if err := opened4(t, words).Save(&file); err != nil {
		t.Fatal(err)
	}
	if err := start(t, setup(words)).Load(bytes.NewReader(file.Bytes())); err != nil {
		t.Error(err)
	}
	s := setup(words)
	s.Data.Hash = "abd"
	var other *lab.OtherSaveError
	if err := start(t, s).Load(&file); !errors.As(err, &other) || other.Field != "data" {
		t.Errorf("%v", err)
	}
}

func TestBadSetups(t *testing.T) {
	s := setup(words)
	s.Params.(*Params).MaxWords = 0
	var param *lab.ParamError
	if _, err := (Vectors{}).Start(s); !errors.As(err, &param) || param.Name != "maxWords" {
		t.Errorf("%v", err)
	}
	s = setup(words)
	s.Data.Kind = dataset.KindText
	var unknown *lab.UnknownError
	if _, err := (Vectors{}).Start(s); !errors.As(err, &unknown) {
		t.Errorf("%v", err)
	}
	var size *dataset.SizeError
	if _, err := open(start(t, setup("2 1\na nan\nb inf\n")), time.Hour); !errors.As(err, &size) {
		t.Errorf("nothing but what is no number: %v", err)
	}
}

func TestTrace(t *testing.T) {
	r := opened4(t, words)
	trace, err := r.Trace(lab.Pick{Text: "apple"})
	if err != nil {
		t.Fatal(err)
	}
	products, cosines := trace.Stages[2].Out[0], trace.Stages[3].Out[0]
	for i, c := range cosines.Values {
		var sum float64
		for _, x := range products.Values[3*i : 3*i+3] {
			sum += float64(x)
		}
		if math.Abs(sum-float64(c)) > 1e-5 {
			t.Errorf("%s: %v and %v", cosines.Labels[i], sum, c)
		}
	}
	if cosines.Labels[0] != "pear" {
		t.Errorf("%q", cosines.Labels)
	}
	if _, err := r.Trace(lab.Pick{Position: 6}); err == nil {
		t.Error("a row that is not there was looked up")
	}
}

func TestExampleQuestionsHaveSensibleAnswers(t *testing.T) {
	labtest.Examples(t, Vectors{}, Vectors{}.Params())
}

func TestEveryQuestionCanBeAskedAsItStands(t *testing.T) {
	r := start(t, lab.Setup{Params: Vectors{}.Params(), Data: labtest.BuiltIn(t, "colors")})
	labtest.Finish(t, r, time.Hour)
	for _, q := range questions[:5] {
		if _, err := r.Ask(lab.Query{Question: q.ID}, labtest.NoPace); err != nil {
			t.Errorf("%s as it stands: %v", q.ID, err)
		}
	}
}

func TestOtherLabsReadVectorsByThisOne(t *testing.T) {
	r, err := lab.NewVectorReading(setup(words).Data)
	if err != nil {
		t.Fatal(err)
	}
	read, err := r.Unit()
	for read == nil && err == nil {
		read, err = r.Unit()
	}
	if err != nil {
		t.Fatal(err)
	}
	if want := opened4(t, words).Spaces()[0]; !slices.Equal(read.Labels(), want.Labels()) || !slices.Equal(read.Row(1), want.Row(1)) {
		t.Errorf("%q, want %q", read.Labels(), want.Labels())
	}

	r, err = lab.NewVectorReading(setup("no vectors here").Data)
	for err == nil {
		if read, err = r.Unit(); read != nil {
			t.Fatalf("%q were read", read.Labels())
		}
	}
}

func TestGroupsAreHeldAgainstClasses(t *testing.T) {
	var table strings.Builder
	table.WriteString("label\tkind\tx\ty\n")
	for i := range 20 {
		a := .02 * float64(i)
		fmt.Fprintf(&table, "bird%d\tbird\t%.2f\t%.2f\n", i, 9.-a, a)
		fmt.Fprintf(&table, "fish%d\tfish\t%.2f\t%.2f\n", i, a, 9.-a)
	}
	r := opened4(t, table.String())
	for _, q := range []lab.Query{
		lab.NewQuery("groups", "groups", "2"),
		lab.NewQuery("groups", "method", "hdbscan", "least", "5"),
	} {
		answer, err := r.Ask(q, labtest.NoPace)
		if err != nil {
			t.Fatal(err)
		}
		said, groups, against := answer.Parts[0].(lab.Prose).Text.En, answer.Parts[1].(lab.Table), answer.Parts[2].(lab.Table)
		if !strings.HasPrefix(said, "2 groups; ") {
			t.Errorf("%v: %s", q, said)
		}
		names := []string{groups.Rows[0][0].Text, groups.Rows[1][0].Text}
		slices.Sort(names)
		if !slices.Equal(names, []string{"bird", "fish"}) || groups.Rows[0][2].Row == nil {
			t.Errorf("%v: groups %+v", q, groups.Rows)
		}
		if row := against.Rows[0]; row[0].Text != "kind" || *row[1].Number != 100 || *row[2].Number != 1 {
			t.Errorf("%v: against %s", q, row[0].Text)
		}
	}
	if _, err := r.Ask(lab.NewQuery("groups", "groups", "1000"), labtest.NoPace); lab.ProblemOf(err).Code != "settingRange" {
		t.Error(err)
	}
}
