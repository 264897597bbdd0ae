package fasttext

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"testing"

	"nearspace/core/corpus"
)

// BenchmarkWords trains one epoch on the tokenised text in the file that CORPUS
// names, a sentence a line, to be held against other programs: METHOD 1 is CBOW,
// 2 skip-gram, LOSS 1 hierarchical softmax, 2 negative sampling. The settings are
// those of gensim's benchmark. If VECTORS names a file, it trains five epochs
// with the seed SEED and writes the vectors there as word2vec's text, to be
// scored by them; if MODEL does, the model goes there.
func BenchmarkWords(b *testing.B) {
	text := benchmarkText(b)
	s := Settings{
		Method: Method(setting("METHOD", 2)), Loss: Loss(setting("LOSS", 2)),
		LearningRate: setting("RATE", .025), Sample: setting("SAMPLE", 1e-3), NoiseExponent: setting("NOISE", .75), Epochs: int(setting("EPOCHS", 1)),
		Buckets: int(setting("BUCKETS", 0)),
	}
	vectors := os.Getenv("VECTORS")
	if vectors != "" {
		s.Epochs = int(setting("EPOCHS", 5))
	}
	var words int64
	for b.Loop() {
		b.StopTimer()
		shards, err := NewShards(s, text, uint64(setting("SEED", 1)), int(setting("SHARDS", 1)))
		if err != nil {
			b.Fatal(err)
		}
		w := shards.Model()
		for len(shards) == 1 && !w.Filled() {
			w.Train(1000)
		}
		b.StartTimer()
		for shards.Train() {
		}
		words += int64(s.Epochs * len(text.IDs))
		b.StopTimer()
		if vectors != "" {
			writeVectors(b, vectors, w.Model())
		}
		if path := os.Getenv("MODEL"); path != "" {
			if err := os.WriteFile(path, written(b, w.Model()), 0o644); err != nil {
				b.Fatal(err)
			}
		}
		b.StartTimer()
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}

func benchmarkText(b *testing.B) *corpus.Corpus {
	path := os.Getenv("CORPUS")
	if path == "" {
		b.Skip("CORPUS names no file")
	}
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	text, err := corpus.Read(f, corpus.Options{KeepCase: true, Split: corpus.Spaces}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return text
}

func setting(name string, standard float64) float64 {
	if v, err := strconv.ParseFloat(os.Getenv(name), 64); err == nil {
		return v
	}
	return standard
}

func writeVectors(b *testing.B, path string, m *Model) {
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	defer out.Flush()
	fmt.Fprintf(out, "%d %d\n", len(m.Dictionary.Words), m.Dim())
	v := make([]float32, m.Dim())
	for _, word := range m.Dictionary.Words {
		m.Vector(v, word)
		fmt.Fprint(out, word)
		for _, x := range v {
			fmt.Fprintf(out, " %g", x)
		}
		fmt.Fprintln(out)
	}
}

// BenchmarkTexts trains a classifier on the labelled texts in the file that TRAIN
// names, in the original's format, and tests it on those of TEST.
func BenchmarkTexts(b *testing.B) {
	read := func(name string) *Examples {
		f, err := os.Open(os.Getenv(name))
		if err != nil {
			b.Skip("TRAIN and TEST name no files")
		}
		defer f.Close()
		e, err := ReadExamples(f)
		if err != nil {
			b.Fatal(err)
		}
		return e
	}
	training, held := read("TRAIN"), read("TEST")
	s := Settings{
		Loss: Loss(setting("LOSS", 3)), Dim: int(setting("DIM", 50)), WordNgrams: int(setting("NGRAMS", 2)), Buckets: 200_000,
		LearningRate: setting("RATE", .5), Epochs: int(setting("EPOCHS", 5)),
	}
	var tokens int64
	var v Evaluation
	for b.Loop() {
		t, err := NewTexts(s, training, uint64(setting("SEED", 1)))
		if err != nil {
			b.Fatal(err)
		}
		for t.Train(1000) {
		}
		tokens += int64(s.Epochs * len(training.tokens.rows))
		v = Evaluation{}
		t.Model().Evaluate(&v, held, 0, held.Len(), 1, 0)
	}
	b.ReportMetric(float64(tokens)/b.Elapsed().Seconds(), "words/s")
	b.ReportMetric(v.All.Precision(), "P@1")
}
