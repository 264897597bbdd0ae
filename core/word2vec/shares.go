package word2vec

import (
	"math"

	"nearspace/core/corpus"
	"nearspace/core/localsgd"
)

// expected says in what part of all windows each row is trained.
func (m *Model) expected() localsgd.Windows {
	in, out := m.shares()
	return localsgd.Windows{In: in, Out: out, Together: m.config.Architecture == CBOW}
}

func (m *Model) shares() (in, out []float32) {
	s := Expect(m.config, m.text, m.keep, m.Tree)
	in = make([]float32, m.In.Rows())
	if !m.documents.alone {
		copy(in, s.Inputs())
	}
	if m.documents.rows == nil {
		return in, s.Targets()
	}
	windows := make([]float64, m.In.Rows())
	for k, row := range m.documents.rows {
		for _, id := range m.text.Sentence(k) {
			windows[row] += min(1, m.keep[id])
		}
	}
	for row := m.vocabulary(); row < len(in); row++ {
		in[row] = float32(windows[row] / s.windows)
	}
	return in, s.Targets()
}

// Shares are what is to be expected of the windows of a text.
type Shares struct {
	config  Config
	text    *corpus.Corpus
	tree    *Huffman
	centres []float64 // windows around each word
	windows float64   // in all
	context float64   // words in all windows
}

// Expect counts the windows of a text whose words are kept with so much probability.
// With a tree the targets are its inner nodes, else the centre and the noise.
func Expect(c Config, text *corpus.Corpus, keep []float64, tree *Huffman) Shares {
	s := Shares{config: c.withDefaults(), text: text, tree: tree, centres: make([]float64, len(text.Vocabulary.Counts))}
	for k := range text.Ends {
		var length float64
		for _, id := range text.Sentence(k) {
			kept := min(1, keep[id])
			s.centres[id] += kept
			length += kept
		}
		s.windows += length
		s.context += s.config.contexts(length)
	}
	s.windows = max(s.windows, math.SmallestNonzeroFloat64)
	return s
}

// Inputs says in what part of the windows each word is one of those around the
// centre: so often on average.
func (s Shares) Inputs() []float32 { return scaled(s.centres, s.context/s.windows/s.windows) }

// Targets says in what part of the windows each word, or each inner node of the
// tree, is to be predicted or told from. A noise word drawn twice counts once.
func (s Shares) Targets() []float32 {
	if s.tree != nil {
		counts := make([]float64, len(s.centres)-1)
		for id, n := range s.centres {
			nodes, _ := s.tree.Path(int32(id))
			for _, node := range nodes {
				counts[node] += n
			}
		}
		return scaled(counts, 1/s.windows)
	}
	noise := s.text.Vocabulary.NoiseWeights(s.config.NoiseExponent)
	var sum float64
	for _, w := range noise {
		sum += w
	}
	counts := make([]float64, len(s.centres))
	for id, w := range noise {
		drawn := w / max(sum, math.SmallestNonzeroFloat64)
		counts[id] = s.centres[id] + s.windows*(1-math.Pow(1-min(1, drawn), float64(s.config.Negative)))
	}
	return scaled(counts, 1/s.windows)
}

// contexts returns how many words all windows of a sentence have together. Those
// that are so far from their centre as d are 2·(length−d), if the window reaches
// there.
func (c Config) contexts(length float64) (words float64) {
	for d := range c.Window {
		reach := 1.
		if !c.FixedWindow {
			reach -= float64(d) / float64(c.Window)
		}
		words += 2 * reach * max(0, length-float64(d+1))
	}
	return words
}

func scaled(x []float64, by float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v * by)
	}
	return y
}
