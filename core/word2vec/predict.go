package word2vec

import (
	"errors"
	"fmt"
	"math"

	"nearspace/core/vec"
)

// Predict returns for each word how likely it is the centre of a window of these
// words, in any order, whose vectors are put together as CBOW does. With
// hierarchical softmax it is the product of the decisions on the word's path; with
// negative sampling, which does not learn probabilities, it is the softmax of the
// scores, as in gensim.
func (m *Model) Predict(context []int32) ([]float32, error) {
	if err := m.checkWords(context); err != nil {
		return nil, fmt.Errorf("predict a centre: %w", err)
	}
	if m.config.Concat {
		return nil, errors.New("predict a centre: the words of the window would need places")
	}
	h := make([]float32, m.In.Weights.Stride)
	scale, _ := m.config.weights(len(context))
	vec.RowSum(h, scale, m.In.Padded(), context)
	scores := make([]float32, m.Out.Rows())
	vec.Dots(scores, m.Out.Padded(), 0, h)
	if m.Tree == nil {
		softmax(scores)
		return scores, nil
	}
	vec.Sigmoid(scores, scores)
	probabilities := make([]float32, m.vocabulary())
	for id := range probabilities {
		p := 1.
		nodes, labels, _ := m.paths.of(int32(id))
		for k, node := range nodes {
			s := float64(scores[node])
			if labels[k] == 0 {
				s = 1 - s
			}
			p *= s
		}
		probabilities[id] = float32(p)
	}
	return probabilities, nil
}

func softmax(x []float32) {
	largest := x[0]
	for _, v := range x {
		largest = max(largest, v)
	}
	var sum float64
	for i, v := range x {
		e := math.Exp(float64(v - largest))
		x[i] = float32(e)
		sum += e
	}
	vec.Scale(float32(1/sum), x)
}
