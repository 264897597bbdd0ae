package word2vec

import (
	"nearspace/core/vec"
)

// A Window is one step of training laid open: what was looked up, what came out
// of it, and how the rows move. Rows of In are one for each context word, rows
// of Out one for each target.
type Window struct {
	Centre   int32
	Context  []int32
	Targets  []int32   // the centre, then the distinct negatives
	Times    []float32 // how often each target counts
	Rate     float32
	Scores   []float32 // context × target: w·c
	Sigmoids []float32
	Errors   []float32 // times·(σ − label)
	In, Out  []float32 // the rows before, one after the other
	InGrad   []float32
	OutGrad  []float32
	InAfter  []float32
	OutAfter []float32
	Loss     float64 // of this window: a sum over its pairs
}

// Look computes the training step at a place of the text on copies: the full
// window around it, with negatives drawn for that place alone. The model is not
// changed. The place counts tokens, and must be one of the text.
func (m *SkipGram) Look(place int) Window {
	copied := *m
	sentence, at := m.text.At(place)
	copied.sentence, copied.place = sentence, at
	copied.rng = NewRandom(uint64(place))
	copied.block = block{}
	copied.draw()

	w := Window{Centre: sentence[at], Targets: copied.targets, Times: copied.times, Rate: max(m.rate, float32(m.config.LearningRate*1e-4))}
	for i := max(0, at-m.config.Window); i <= min(len(sentence)-1, at+m.config.Window); i++ {
		if i != at {
			w.Context = append(w.Context, sentence[i])
		}
	}
	dim, n := m.In.Dim(), len(w.Targets)
	w.In, w.Out = make([]float32, len(w.Context)*dim), make([]float32, n*dim)
	for i, id := range w.Context {
		copy(w.In[i*dim:], m.In.Row(int(id)))
	}
	for j, id := range w.Targets {
		copy(w.Out[j*dim:], m.Out.Row(int(id)))
	}
	w.Scores = make([]float32, len(w.Context)*n)
	w.Sigmoids, w.Errors = make([]float32, len(w.Scores)), make([]float32, len(w.Scores))
	w.InGrad, w.OutGrad = make([]float32, len(w.In)), make([]float32, len(w.Out))
	for i := range w.Context {
		for j := range n {
			w.Scores[i*n+j] = vec.Dot(w.In[i*dim:(i+1)*dim], w.Out[j*dim:(j+1)*dim])
		}
	}
	vec.Sigmoid(w.Sigmoids, w.Scores)
	for i := range w.Context {
		for j := range n {
			label := float32(0)
			if j == 0 {
				label = 1
			}
			e := w.Times[j] * (w.Sigmoids[i*n+j] - label)
			w.Errors[i*n+j] = e
			vec.AddScaled(w.InGrad[i*dim:(i+1)*dim], e, w.Out[j*dim:(j+1)*dim])
			vec.AddScaled(w.OutGrad[j*dim:(j+1)*dim], e, w.In[i*dim:(i+1)*dim])
		}
	}
	sum := SkipGram{block: block{targets: w.Targets, times: w.Times, context: w.Context}}
	sum.addLoss(w.Scores)
	w.Loss = sum.loss.total

	w.InAfter, w.OutAfter = append([]float32(nil), w.In...), append([]float32(nil), w.Out...)
	vec.AddScaled(w.InAfter, -w.Rate, w.InGrad)
	vec.AddScaled(w.OutAfter, -w.Rate, w.OutGrad)
	return w
}
