package vectors

import (
	"bytes"
	"compress/gzip"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

func modelFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile("../../fasttext/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

func ask(t *testing.T, r *run, question string, args ...string) lab.Answer {
	t.Helper()
	answer, err := r.Ask(lab.NewQuery(question, args...), labtest.NoPace)
	if err != nil {
		t.Fatalf("%s %v: %v", question, args, err)
	}
	return answer
}

func TestAModelKnowsWordsThatItNeverSaw(t *testing.T) {
	r := opened4(t, modelFile(t, "skipgram-ns.bin"))
	if _, known := r.spaces[0].Find("rainfall"); known {
		t.Fatal("rainfall is a word of the model")
	}
	answer := ask(t, r, "neighbors", "word", "rainfall")
	near := answer.Parts[0].(lab.Ranking)
	want := make([]float32, r.model.Dim())
	r.model.Vector(want, "rainfall")
	if answer.Vector == nil || !slices.Equal(answer.Vector.Of(false), want) {
		t.Errorf("its vector is %+v", answer.Vector)
	}
	found := r.spaces[0].Nearest(want, 1, "cosine", nil)[0]
	if len(near.Items) == 0 || near.Items[0].Label != r.spaces[0].Label(found.ID) || near.Items[0].Value != found.Score {
		t.Errorf("%+v, want %s", near.Items, r.spaces[0].Label(found.ID))
	}
	shares := ask(t, r, "pieces", "word", "rainfall").Parts[1].(lab.Table)
	var sum float64
	for _, row := range shares.Rows {
		sum += *row[1].Number
	}
	if math.Abs(sum-1) > 1e-5 || len(shares.Rows) != len(r.model.Dictionary.Subwords("rainfall")) {
		t.Errorf("%d pieces, whose shares add up to %v", len(shares.Rows), sum)
	}
	// A word of the model has its row, and answers as any row does.
	if known := ask(t, r, "neighbors", "word", "rain").Parts; len(known) != 1 {
		t.Errorf("%d parts", len(known))
	}
}

func TestAModelCanBeTakenAlongAsItCame(t *testing.T) {
	for _, name := range []string{"skipgram-ns.bin", "cbow-hs.bin", "supervised-softmax.bin", "quantized.ftz"} {
		content := modelFile(t, name)
		s := setup(content)
		s.Data.Name = name
		r := start(t, s)
		labtest.Finish(t, r, time.Hour)
		var taken bytes.Buffer
		if err := r.Take("model", &taken); err != nil {
			t.Fatal(err)
		}
		if taken.String() != content {
			t.Errorf("%s: %d bytes became %d others", name, len(content), taken.Len())
		}
		if got := r.Takeaways()[0].File; got != name {
			t.Errorf("%s is taken along as %s", name, got)
		}
	}
	if none := opened4(t, words).Takeaways(); none != nil {
		t.Errorf("a list of vectors has %+v", none)
	}
}

// The original's own predictions: a label and its probability, three times a line.
func TestPredictionsAreTheOriginals(t *testing.T) {
	texts := strings.Split(strings.TrimSpace(modelFile(t, "ask.txt")), "\n")
	for _, name := range []string{"supervised-softmax", "supervised-hs", "supervised-ns", "plain"} {
		r := opened4(t, modelFile(t, name+".bin"))
		if labels := len(r.spaces) > 1; labels != (name != "supervised-hs") {
			t.Errorf("%s: labels have vectors: %v", name, labels)
		}
		lines := strings.Split(modelFile(t, name+".predictions"), "\n")
		for i, text := range texts {
			want := strings.Fields(lines[i])
			answer := ask(t, r, "predict", "text", text, "count", "3")
			ranking, ok := answer.Parts[0].(lab.Ranking)
			if !ok || len(want) == 0 {
				continue
			}
			if ranking.Items[0].Label != lab.PlainLabel(want[0]) {
				t.Errorf("%s, %q: %s, want %s", name, text, ranking.Items[0].Label, want[0])
			}
			if row := ranking.Items[0].Row; row != nil && r.spaces[1].Label(row.ID) != ranking.Items[0].Label {
				t.Errorf("%s refers to %s", ranking.Items[0].Label, r.spaces[1].Label(row.ID))
			}
		}
	}
	r := opened4(t, modelFile(t, "plain.bin"))
	if sure := ask(t, r, "predict", "text", texts[0], "least", "1").Parts[0]; sure.Kind() != "prose" {
		t.Errorf("%+v", sure)
	}
	for _, other := range []string{words, modelFile(t, "cbow-ns.bin")} {
		for _, q := range []string{"predict", "test", "small"} {
			if got := ask(t, opened4(t, other), q).Parts[0]; got.Kind() != "prose" {
				t.Errorf("%s without labels: %+v", q, got)
			}
		}
	}
}

func TestTheLabelsTestIsTheOriginals(t *testing.T) {
	texts := modelFile(t, "texts.txt")
	r := opened4(t, modelFile(t, "supervised-softmax.bin"))
	one := strings.ReplaceAll(texts, "\n", "") // as a field of one line has them
	for _, test := range []string{texts, one} {
		table := ask(t, r, "test", "test", test, "count", "2").Parts[1].(lab.Table)
		all := table.Rows[len(table.Rows)-1]
		// P@2 0.511 and R@2 0.902 of supervised-softmax.scores
		if math.Abs(*all[1].Number-51.1) > .05 || math.Abs(*all[2].Number-90.2) > .05 {
			t.Errorf("precision %v, recall %v", *all[1].Number, *all[2].Number)
		}
		if food := table.Rows[0]; food[0].Text != "food" || food[0].Row == nil {
			t.Errorf("%+v", food)
		}
	}
}

func TestASmallModelIsMadeSmaller(t *testing.T) {
	texts := modelFile(t, "texts.txt")
	e, err := fasttext.ReadExamples(strings.NewReader(texts))
	if err != nil {
		t.Fatal(err)
	}
	c, err := fasttext.NewTexts(fasttext.Settings{Dim: 8, Buckets: 2000, MinN: 2, MaxN: 3, Epochs: 20, LearningRate: .3}, e, 1)
	if err != nil {
		t.Fatal(err)
	}
	for c.Train(1000) {
	}
	var file, small bytes.Buffer
	if err := c.Model().Write(&file); err != nil {
		t.Fatal(err)
	}
	r := opened4(t, file.String())
	rows := ask(t, r, "small", "test", texts).Parts[0].(lab.Table).Rows
	if big, little := *rows[0][1].Number, *rows[1][1].Number; little > big/2 {
		t.Errorf("%v kB became %v", big, little)
	}
	if before, after := *rows[0][2].Number, *rows[1][2].Number; after < before-5 {
		t.Errorf("precision %v became %v", before, after)
	}
	if err := r.Take("small", &small); err != nil {
		t.Fatal(err)
	}
	again := opened4(t, small.String())
	if got := *ask(t, again, "test", "test", texts).Parts[1].(lab.Table).Rows[0][1].Number; small.Len() >= file.Len()/2 || got == 0 {
		t.Errorf("%d bytes became %d", file.Len(), small.Len())
	}
	if said := ask(t, again, "small").Parts[0]; said.Kind() != "prose" {
		t.Errorf("%+v", said)
	}
	if said := ask(t, opened4(t, modelFile(t, "plain.bin")), "small").Parts[0]; said.Kind() != "prose" {
		t.Errorf("a model of few rows: %+v", said)
	}
}

func TestAModelTakesNoMoreMemoryThanItMay(t *testing.T) {
	content := modelFile(t, "skipgram-ns.bin")
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	z.Write([]byte(content))
	z.Close()
	if got := opened4(t, zipped.String()); !got.facts.Gzip || got.spaces[0].Len() == 0 {
		t.Errorf("%+v", got.facts)
	}
	r := start(t, setup(content))
	if err := r.load(); err != nil {
		t.Fatal(err)
	}
	m, err := fasttext.Read(strings.NewReader(content), 0)
	if err != nil {
		t.Fatal(err)
	}
	// The words' vectors are counted beside the model.
	r.params.MaxMemory = 0
	var size *dataset.SizeError
	if err := r.fill(m, false); !errors.As(err, &size) || size.Bytes != int64(m.Bytes()+4*m.Dim()) {
		t.Errorf("%v", err)
	}
	r.params.MaxMemory, r.params.MaxWords = 1, 1000
	if err := r.fill(m, false); err != nil || r.filling.vectors.Rows != len(m.Dictionary.Words) {
		t.Errorf("%v", err)
	}
}

func TestBudgetsGiveTheSameModel(t *testing.T) {
	content := modelFile(t, "skipgram-ns.bin")
	a, b := start(t, setup(content)), start(t, setup(content))
	labtest.Finish(t, a, 0)
	labtest.Finish(t, b, time.Hour)
	if !slices.Equal(a.spaces[0].Vectors().Data, b.spaces[0].Vectors().Data) {
		t.Error("the vectors differ")
	}
	broken := start(t, setup(content[:len(content)-10]))
	var file *fasttext.FileError
	if _, err := open(broken, 0); !errors.As(err, &file) {
		t.Errorf("a model cut short: %v", err)
	}
}
