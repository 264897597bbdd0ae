package word2vec

import (
	"math"
	"slices"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// A Window is one step of training laid open: what was looked up, what came out
// of it, and how the rows move. Rows of In are one for each context word, rows
// of Out one for each target.
type Window struct {
	Centre   int32
	Context  []int32   // rows of the table In; a document's comes first
	Targets  []int32   // rows of the table Out: the centre, then the distinct negatives; or the centre's path from the root
	Labels   []float32 // 1 or 0: what each target's σ should be
	Times    []float32 // how often each target counts
	Rate     float32
	Hidden   []float32 // CBOW's input, as long as a row of Out; else nil, and each row of In is one
	Scores   []float32 // input × target: w·c
	Sigmoids []float32
	Errors   []float32 // times·(σ − label)
	In, Out  []float32 // the rows before, one after the other
	// InGrad is what each row of In gets: its gradient, or with CBOW that of Hidden, or
	// its part of that, unless Config says that it is shared out. Of frozen rows it is 0.
	InGrad   []float32
	OutGrad  []float32
	InAfter  []float32
	OutAfter []float32
	Loss     float64 // of this window: a sum over its inputs

	parts []int // of Hidden, one for each of Context, if Config.Concat
}

// Look computes the training step at a place of the text on copies: the full
// window around it, with negatives drawn for that place alone. The model is not
// changed. The place counts tokens, and must be one of the text.
func (m *Model) Look(place int) Window {
	w := m.windowAt(place)
	n := len(w.Targets)
	w.In, w.Out = rowsOf(m.In, w.Context), rowsOf(m.Out, w.Targets)

	inputs := w.In
	if m.config.Architecture == CBOW && len(w.Context) > 0 {
		w.Hidden = m.together(w)
		inputs = w.Hidden
	}
	dim := m.Out.Dim()
	count := len(inputs) / dim
	w.Scores = make([]float32, count*n)
	w.Sigmoids, w.Errors = make([]float32, count*n), make([]float32, count*n)
	for i := range count {
		for j := range n {
			w.Scores[i*n+j] = vec.Dot(inputs[i*dim:(i+1)*dim], w.Out[j*dim:(j+1)*dim])
		}
	}
	vec.Sigmoid(w.Sigmoids, w.Scores)

	gradient := make([]float32, len(inputs))
	w.OutGrad = make([]float32, len(w.Out))
	for i := range count {
		for j := range n {
			e := w.Times[j] * (w.Sigmoids[i*n+j] - w.Labels[j])
			w.Errors[i*n+j] = e
			vec.AddScaled(gradient[i*dim:(i+1)*dim], e, w.Out[j*dim:(j+1)*dim])
			vec.AddScaled(w.OutGrad[j*dim:(j+1)*dim], e, inputs[i*dim:(i+1)*dim])
		}
	}
	w.InGrad = m.spread(gradient, w)
	for k, s := range w.Scores {
		w.Loss += float64(w.Times[k%n]) * softplus(float64((1-2*w.Labels[k%n])*s))
	}

	w.InAfter, w.OutAfter = append([]float32(nil), w.In...), append([]float32(nil), w.Out...)
	vec.AddScaled(w.InAfter, -w.Rate, w.InGrad)
	vec.AddScaled(w.OutAfter, -w.Rate, w.OutGrad)
	return w
}

// together is CBOW's input of the rows of a window.
func (m *Model) together(w Window) []float32 {
	dim, h := m.In.Dim(), make([]float32, m.Out.Dim())
	scale, _ := m.config.weights(len(w.Context))
	for i := range w.Context {
		row := w.In[i*dim : (i+1)*dim]
		if m.config.Concat {
			copy(h[w.parts[i]*dim:], row)
		} else {
			vec.AddScaled(h, scale, row)
		}
	}
	return h
}

// windowAt draws the window at a place as training would, but whole.
func (m *Model) windowAt(place int) Window {
	c := *m
	c.config.FixedWindow = true
	c.sentence, c.place = m.text.At(place)
	c.document = m.documents.of(m.sentenceAt(place))
	var w drawn
	c.draw(&w, c.place, NewRandom(uint64(place)))
	return Window{
		Centre: c.sentence[c.place], Context: w.context, parts: w.parts, Targets: w.targets, Labels: w.labels, Times: w.times,
		Rate: max(m.rate, m.config.rate(1)),
	}
}

// spread gives the gradient of the inputs to the rows of In.
func (m *Model) spread(gradient []float32, w Window) []float32 {
	dim := m.In.Dim()
	spread := gradient
	if w.Hidden != nil {
		_, share := m.config.weights(len(w.Context))
		spread = make([]float32, len(w.In))
		for i := range w.Context {
			part := gradient
			if m.config.Concat {
				part = gradient[w.parts[i]*dim:][:dim]
			}
			vec.AddScaled(spread[i*dim:(i+1)*dim], share, part)
		}
	}
	for i, id := range w.Context {
		if m.frozen != nil && m.frozen[id] {
			clear(spread[i*dim : (i+1)*dim])
		}
	}
	return spread
}

func rowsOf(t *embedding.Table, ids []int32) []float32 {
	rows := make([]float32, 0, len(ids)*t.Dim())
	for _, id := range ids {
		rows = append(rows, t.Row(int(id))...)
	}
	return rows
}

// sentenceAt returns which sentence holds token i of the text.
func (m *Model) sentenceAt(i int) int {
	n, _ := slices.BinarySearch(m.text.Ends, int32(i+1))
	return n
}

// softplus is log(1+eˣ) = −log σ(−x).
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}
