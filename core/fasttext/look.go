package fasttext

import (
	"slices"

	"nearspace/core/embedding"
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// A Window is one step of training laid open: what was looked up, what came out
// of it, and how the rows move.
type Window struct {
	Centre  int32
	Context []int32     // words
	Parts   [][]Subword // of each word of Context
	Targets []int32     // rows of the table Out: the centre, then the distinct negatives; or the centre's path from the root
	Labels  []float32   // 1 or 0: what each target's σ should be
	Times   []float32   // how often each target counts
	Rate    float32

	Hidden     []float32 // the mean of each word's parts; with CBOW one mean of all parts, or their sum
	Scores     []float32 // hidden × target: h·c
	Sigmoids   []float32
	Errors     []float32 // times·(σ − label)
	HiddenGrad []float32

	Rows []int32 // of In: those of the parts, each once
	In   []float32
	// InGrad is what each row gets: the whole gradient of each Hidden that it is
	// part of, as often as it is, unless Settings say that it is shared out; of frozen
	// words, nothing. (Its own would be divided by the number of parts: the original
	// leaves that out, so that a word's vector moves as far as one without subwords.)
	InGrad  []float32
	InAfter []float32

	Out      []float32 // one row for each target
	OutGrad  []float32
	OutAfter []float32
	Loss     float64 // of this window: a sum over its inputs
}

// Look computes the training step at a place of the text on copies: the full
// window around it, with negatives drawn for that place alone. The model is not
// changed. The place counts tokens, and must be one of the text.
func (w *Words) Look(place int) Window {
	v := w.windowAt(place)
	for _, word := range v.Context {
		if _, frozen := w.frozen[word]; frozen {
			w.settle(word)
		}
	}
	dim := w.In.Dim()
	v.Out = rowsOf(w.Out, v.Targets)
	v.In = rowsOf(w.In, v.Rows)
	inputs := v.inputs(w.settings.Method)
	share := float32(1)
	for _, parts := range inputs {
		h, scale := make([]float32, dim), 1/float32(len(parts))
		if w.settings.Method == CBOW {
			scale, share = w.settings.weights(float32(len(parts)))
		}
		for _, p := range parts {
			vec.AddScaled(h, scale, w.In.Row(int(p.Row)))
		}
		v.Hidden = append(v.Hidden, h...)
	}
	v.forward(dim)
	v.InGrad = make([]float32, len(v.In))
	for i, word := range v.Context {
		if _, frozen := w.frozen[word]; frozen {
			continue
		}
		grad := v.HiddenGrad[min(i, len(inputs)-1)*dim:][:dim]
		for _, p := range v.Parts[i] {
			at := slices.Index(v.Rows, p.Row) * dim
			vec.AddScaled(v.InGrad[at:at+dim], share, grad)
		}
	}
	v.InAfter, v.OutAfter = slices.Clone(v.In), slices.Clone(v.Out)
	vec.AddScaled(v.InAfter, -v.Rate, v.InGrad)
	vec.AddScaled(v.OutAfter, -v.Rate, v.OutGrad)
	return v
}

// inputs returns the parts of each row of Hidden.
func (v *Window) inputs(m Method) [][]Subword {
	if m == CBOW && len(v.Parts) > 0 {
		return [][]Subword{slices.Concat(v.Parts...)}
	}
	return v.Parts
}

// windowAt draws the window's words and targets.
func (w *Words) windowAt(place int) Window {
	sentence, at := w.text.At(place)
	copied := *w
	copied.rng = word2vec.NewRandom(uint64(place))
	copied.window = window{}
	copied.aim(sentence[at])
	v := Window{
		Centre: sentence[at], Targets: copied.targets, Labels: copied.labels, Times: copied.times,
		Rate: max(w.rate, float32(max(w.settings.MinRate, w.settings.LearningRate*1e-4))),
	}
	for i := max(0, at-w.settings.Window); i < min(len(sentence), at+w.settings.Window+1); i++ {
		if i == at {
			continue
		}
		parts := w.dictionary.Subwords(w.dictionary.Words[sentence[i]])
		v.Context, v.Parts = append(v.Context, sentence[i]), append(v.Parts, parts)
		for _, p := range parts {
			if !slices.Contains(v.Rows, p.Row) {
				v.Rows = append(v.Rows, p.Row)
			}
		}
	}
	return v
}

// forward computes scores, errors, their gradients and the loss.
func (v *Window) forward(dim int) {
	n, inputs := len(v.Targets), len(v.Hidden)/dim
	v.Scores = make([]float32, inputs*n)
	v.Sigmoids, v.Errors = make([]float32, inputs*n), make([]float32, inputs*n)
	v.HiddenGrad, v.OutGrad = make([]float32, len(v.Hidden)), make([]float32, len(v.Out))
	for i := range inputs {
		for j := range n {
			v.Scores[i*n+j] = vec.Dot(v.Hidden[i*dim:(i+1)*dim], v.Out[j*dim:(j+1)*dim])
		}
	}
	vec.Sigmoid(v.Sigmoids, v.Scores)
	for i := range inputs {
		for j := range n {
			e := v.Times[j] * (v.Sigmoids[i*n+j] - v.Labels[j])
			v.Errors[i*n+j] = e
			vec.AddScaled(v.HiddenGrad[i*dim:(i+1)*dim], e, v.Out[j*dim:(j+1)*dim])
			vec.AddScaled(v.OutGrad[j*dim:(j+1)*dim], e, v.Hidden[i*dim:(i+1)*dim])
		}
	}
	var sum lossSum
	if n > 0 {
		sum.add(v.Scores, v.Labels, v.Times)
	}
	v.Loss = sum.total
}

// rowsOf copies rows, one after the other.
func rowsOf(t *embedding.Table, rows []int32) []float32 {
	var values []float32
	for _, i := range rows {
		values = append(values, t.Row(int(i))...)
	}
	return values
}
