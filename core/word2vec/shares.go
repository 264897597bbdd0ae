package word2vec

import "math"

// shares returns in what part of all windows each row of In and of Out is trained,
// as is to be expected from the text: a row of In that is trained by several words
// of a window counts as often.
func (m *Model) shares() (in, out []float32) {
	words := make([]float64, m.vocabulary()) // windows around each
	ins := make([]float64, m.In.Rows())
	var windows, context float64
	for k := range m.text.Ends {
		var length float64
		for _, id := range m.text.Sentence(k) {
			kept := min(1, m.keep[id])
			words[id] += kept
			length += kept
		}
		windows += length
		context += m.config.contexts(length)
		if d := m.documents.of(k); d >= 0 {
			ins[d] += length
		}
	}
	if windows == 0 {
		windows = 1
	}
	for id, n := range words {
		if !m.documents.alone {
			ins[id] = n * context / windows
		}
	}
	return scaled(ins, 1/windows), scaled(m.targetCounts(words, windows), 1/windows)
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

// targetCounts returns in how many windows each row of Out is a target, each word
// being the centre of so many of them. A noise word drawn twice counts once.
func (m *Model) targetCounts(words []float64, windows float64) []float64 {
	counts := make([]float64, m.Out.Rows())
	if m.Tree != nil {
		for id, n := range words {
			nodes, _, _ := m.paths.of(int32(id))
			for _, node := range nodes {
				counts[node] += n
			}
		}
		return counts
	}
	noise := m.text.Vocabulary.NoiseWeights(m.config.NoiseExponent)
	var sum float64
	for _, w := range noise {
		sum += w
	}
	for id, w := range noise {
		drawn := w / max(sum, math.SmallestNonzeroFloat64)
		counts[id] = words[id] + windows*(1-math.Pow(1-min(1, drawn), float64(m.config.Negative)))
	}
	return counts
}

func scaled(x []float64, by float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v * by)
	}
	return y
}
