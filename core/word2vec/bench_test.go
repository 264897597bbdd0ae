package word2vec

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
)

// BenchmarkText trains one epoch with the defaults on the tokenised text in the
// file that CORPUS names, a sentence a line, to be held against other programs;
// with ARCH=cbow and LOSS=hs, that architecture and that loss; with SHARDS=2, on
// so many goroutines.
// If VECTORS names a file, it trains five epochs with the seed SEED and writes
// the vectors there as word2vec's text, to be scored by them.
func BenchmarkText(b *testing.B) {
	name, vectors := os.Getenv("CORPUS"), os.Getenv("VECTORS")
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
	epochs, seed := 1, uint64(1)
	if vectors != "" {
		epochs = 5
		seed, _ = strconv.ParseUint(os.Getenv("SEED"), 10, 64)
	}
	config := Config{Epochs: epochs}
	if os.Getenv("ARCH") == "cbow" {
		config.Architecture = CBOW
	}
	if os.Getenv("LOSS") == "hs" {
		config.Loss = HierarchicalSoftmax
	}
	shards := 1
	if n, err := strconv.Atoi(os.Getenv("SHARDS")); err == nil {
		shards = n
	}
	if v, err := strconv.Atoi(os.Getenv("ROUND")); err == nil {
		config.Round = v
	}
	var words int64
	for b.Loop() {
		s, err := NewShards(config, text, seed, shards)
		if err != nil {
			b.Fatal(err)
		}
		for more := true; more; {
			if more, err = s.Train(); err != nil {
				b.Fatal(err)
			}
		}
		m := s.Model()
		words += int64(epochs * len(text.IDs))
		if vectors != "" {
			if err := os.WriteFile(vectors, asText(text.Vocabulary, m.In), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(words)/b.Elapsed().Seconds(), "words/s")
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
