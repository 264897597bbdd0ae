package word2vec

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
)

// BenchmarkText trains on the tokenised text in the file that CORPUS names, a
// sentence a line, to be held against other programs: with the defaults for one
// epoch, or with what ARCH (cbow), LOSS (hs), EPOCHS, SEED, SHARDS (goroutines) and
// ROUND say. If VECTORS names a file, the vectors are written there as word2vec's
// text, to be scored by those programs.
func BenchmarkText(b *testing.B) {
	text, vectors := textNamed(b), os.Getenv("VECTORS")
	config := Config{Epochs: setting("EPOCHS", 1), Round: setting("ROUND", 0)}
	if os.Getenv("ARCH") == "cbow" {
		config.Architecture = CBOW
	}
	if os.Getenv("LOSS") == "hs" {
		config.Loss = HierarchicalSoftmax
	}
	var words int64
	for b.Loop() {
		s, err := NewShards(config, text, uint64(setting("SEED", 1)), setting("SHARDS", 1))
		if err != nil {
			b.Fatal(err)
		}
		for s.Train() {
		}
		words += int64(config.Epochs * len(text.IDs))
		if vectors != "" {
			if err := os.WriteFile(vectors, asText(text.Vocabulary, s.Model().In), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
}

// textNamed reads the tokenised text in the file that CORPUS names.
func textNamed(b *testing.B) *corpus.Corpus {
	name := os.Getenv("CORPUS")
	if name == "" {
		b.Skip("CORPUS names no file")
	}
	f, err := os.Open(name)
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

// BenchmarkCores models more cores than there are, on one (-cpu 1): the shards train
// one after the other.
func BenchmarkCores(b *testing.B) {
	text := textNamed(b)
	var alone time.Duration
	for _, n := range []int{1, 2, 4, 8, 16} {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			var took time.Duration
			for b.Loop() {
				s, err := NewShards(Config{Epochs: setting("EPOCHS", 1)}, text, 1, n)
				if err != nil {
					b.Fatal(err)
				}
				for more := true; more; {
					var round time.Duration
					round, more = s.Simulate()
					took += round
				}
			}
			took /= time.Duration(b.N)
			if n == 1 {
				alone = took
			}
			b.ReportMetric(float64(alone)/float64(took), "cores'_worth")
		})
	}
}

func setting(name string, standard int) int {
	if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
		return n
	}
	return standard
}

func asText(v *corpus.Vocabulary, t *embedding.Table) []byte {
	out := fmt.Appendf(nil, "%d %d\n", t.Rows(), t.Dim())
	for i := range t.Rows() {
		out = append(out, v.Words[i]...)
		for _, x := range t.Row(i) {
			out = fmt.Append(out, " ", x)
		}
		out = append(out, '\n')
	}
	return out
}

func BenchmarkSkipGram(b *testing.B) {
	m, err := New(Config{Epochs: 1 << 20}, sentences(1000), 1)
	if err != nil {
		b.Fatal(err)
	}
	start, _ := m.Words()
	for b.Loop() {
		m.Train(1000)
	}
	end, _ := m.Words()
	b.ReportMetric(float64(end-start)/b.Elapsed().Seconds(), "words/s")
}
