package fasttext

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// A Prediction is a label and how probable the model finds it.
type Prediction struct {
	Label       string // with its prefix
	ID          int32
	Probability float32
}

// Predict returns the k most probable labels of a text, those below the
// threshold left out, the most probable first. A text without any row has none.
//
// The probabilities are those of the model's loss. (The original program prints
// them with 1e-5 added, and with a sigmoid rounded to steps of its table.)
func (m *Model) Predict(text string, k int, threshold float32) ([]Prediction, error) {
	if m.Settings.Method != Supervised {
		return nil, fmt.Errorf("predict: a %v model has no labels", m.Settings.Method)
	}
	rows, _ := m.Dictionary.Line(text)
	return m.predict(rows, k, threshold), nil
}

// PredictTokens is Predict of a text that was cut into tokens.
func (m *Model) PredictTokens(tokens []string, k int, threshold float32) ([]Prediction, error) {
	if m.Settings.Method != Supervised {
		return nil, fmt.Errorf("predict: a %v model has no labels", m.Settings.Method)
	}
	return m.predict(m.Dictionary.rowsOf(tokens), k, threshold), nil
}

func (m *Model) predict(rows []int32, k int, threshold float32) []Prediction {
	hidden := make([]float32, m.Dim())
	if k < 1 || !m.mean(hidden, rows) {
		return nil
	}
	var best []Prediction
	for i, p := range m.Probabilities(hidden) {
		if p < threshold || len(best) == k && p <= best[k-1].Probability {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, p, func(b Prediction, p float32) int {
			if b.Probability >= p {
				return -1
			}
			return 1
		})
		best = slices.Insert(best, at, Prediction{m.Dictionary.Labels[i], int32(i), p})
		best = best[:min(k, len(best))]
	}
	return best
}

// Probabilities returns the probability of each label for the mean of a text's
// rows.
//
//	softmax               e^(w_l·h) / Σ e^(w_j·h)
//	hierarchical softmax  Π σ(±w_n·h) over the nodes n on the label's path
//	the others            σ(w_l·h)
func (m *Model) Probabilities(hidden []float32) []float32 {
	p := make([]float32, len(m.Dictionary.Labels))
	if m.Settings.Loss == HierarchicalSoftmax {
		return m.descend(p, hidden)
	}
	for i := range p {
		p[i] = m.Out.Dot(int32(i), hidden)
	}
	if m.Settings.Loss == Softmax {
		softmax(p)
		return p
	}
	for i, x := range p {
		p[i] = sigmoid(x)
	}
	return p
}

// LabelRow stores in dst what speaks for a label: its row of Out, by which hidden is
// multiplied; with hierarchical softmax the direction in which its probability grows
// from where nothing is known, ½·Σ ±w_n over the nodes on its path.
func (m *Model) LabelRow(dst []float32, label int32) {
	clear(dst)
	if m.Settings.Loss != HierarchicalSoftmax {
		m.Out.AddRow(dst, label)
		return
	}
	m.plant()
	row := make([]float32, len(dst))
	nodes, codes := m.tree.Path(label)
	for k, node := range nodes {
		clear(row)
		m.Out.AddRow(row, node)
		vec.AddScaled(dst, float32(codes[k])-.5, row)
	}
}

func (m *Model) plant() {
	if m.tree == nil {
		m.tree = word2vec.NewHuffman(m.Dictionary.LabelCounts)
	}
}

func (m *Model) descend(p, hidden []float32) []float32 {
	m.plant()
	right := make([]float32, len(p)) // by inner node
	for n := range len(p) - 1 {
		right[n] = sigmoid(m.Out.Dot(int32(n), hidden))
	}
	for i := range p {
		p[i] = 1
		nodes, codes := m.tree.Path(int32(i))
		for j, n := range nodes {
			if codes[j] == 1 {
				p[i] *= right[n]
			} else {
				p[i] *= 1 - right[n]
			}
		}
	}
	return p
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

// softmax turns scores into probabilities and returns log Σ eˣ.
func softmax(x []float32) float64 {
	if len(x) == 0 {
		return 0
	}
	largest := slices.Max(x)
	var sum float64
	for i, v := range x {
		e := math.Exp(float64(v - largest))
		x[i] = float32(e)
		sum += e
	}
	for i := range x {
		x[i] /= float32(sum)
	}
	return float64(largest) + math.Log(sum)
}
