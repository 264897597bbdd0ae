package fasttext

import (
	"slices"

	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// A TextStep is the training step of one text laid open.
type TextStep struct {
	Rows    []int32 // of In, as often as they are there
	Label   int32   // the one that is right, in one-vs-all any number
	Targets []int32 // rows of Out: all labels; the right one and negatives; or the label's path
	Right   []float32
	Times   []float32 // how often each target counts

	Hidden     []float32 // the mean of the rows
	Scores     []float32
	Chances    []float32 // softmax or σ of the scores
	Errors     []float32 // times·(chance − right)
	HiddenGrad []float32

	In, InAfter            []float32 // of Rows
	InGrad                 []float32 // what each row gets: HiddenGrad over the number of rows, nothing if it is frozen
	Out, OutGrad, OutAfter []float32 // of Targets
	Loss                   float64
	Rate                   float32
}

// Look computes the training step of the i-th text on copies. The model is not
// changed. A text without any row or label has none.
func (t *Texts) Look(i int) (step TextStep, has bool) {
	copied := *t
	copied.bag, copied.labels, copied.run = nil, nil, nil
	rows, labels := copied.line(i)
	return t.look(rows, labels, uint64(i))
}

// LookAt computes the step of any text, as its tokens, that is to have a label.
func (t *Texts) LookAt(tokens []string, label int32) (step TextStep, has bool) {
	return t.look(t.dictionary.rowsOf(tokens), []int32{label}, 0)
}

func (t *Texts) look(rows, labels []int32, seed uint64) (s TextStep, has bool) {
	if len(rows) == 0 || len(labels) == 0 {
		return s, false
	}
	dim := t.In.Dim()
	s.Rows, s.Label = slices.Clone(rows), labels[0]
	s.Rate = max(t.rate(), float32(t.settings.LearningRate*1e-4))
	rng := word2vec.NewRandom(seed)
	s.aim(t.output, labels, &rng)
	s.In, s.Out = rowsOf(t.In, s.Rows), rowsOf(t.Out, s.Targets)
	s.Hidden = make([]float32, dim)
	for i := range s.Rows {
		vec.AddScaled(s.Hidden, 1/float32(len(rows)), s.In[i*dim:(i+1)*dim])
	}
	s.forward(t.settings.Loss, dim)
	s.InGrad = make([]float32, len(s.In))
	for i, row := range s.Rows {
		if !t.frozen[row] {
			vec.AddScaled(s.InGrad[i*dim:(i+1)*dim], 1/float32(len(rows)), s.HiddenGrad)
		}
	}
	s.InAfter, s.OutAfter = slices.Clone(s.In), slices.Clone(s.Out)
	vec.AddScaled(s.OutAfter, -s.Rate, s.OutGrad)
	for i, row := range s.Rows { // a row that is there twice moves twice
		for j, other := range s.Rows {
			if other == row {
				vec.AddScaled(s.InAfter[i*dim:(i+1)*dim], -s.Rate, s.InGrad[j*dim:(j+1)*dim])
			}
		}
	}
	return s, true
}

// aim takes the targets as the output would.
func (s *TextStep) aim(o *output, labels []int32, rng *word2vec.Random) {
	if o.loss == HierarchicalSoftmax || o.loss == NegativeSampling {
		copied := *o
		copied.targets, copied.labels, copied.times = nil, nil, nil
		copied.aim(labels[0], rng)
		s.Targets, s.Right, s.Times = copied.targets, copied.labels, copied.times
		return
	}
	for _, target := range o.all {
		right := float32(0)
		if target == labels[0] || o.loss == OneVsAll && slices.Contains(labels, target) {
			right = 1
		}
		s.Targets, s.Right, s.Times = append(s.Targets, target), append(s.Right, right), append(s.Times, 1)
	}
}

// forward computes scores, errors, their gradients and the loss.
func (s *TextStep) forward(loss Loss, dim int) {
	s.Scores, s.Errors = make([]float32, len(s.Targets)), make([]float32, len(s.Targets))
	s.HiddenGrad, s.OutGrad = make([]float32, dim), make([]float32, len(s.Out))
	for j := range s.Targets {
		s.Scores[j] = vec.Dot(s.Hidden, s.Out[j*dim:(j+1)*dim])
	}
	s.Chances = slices.Clone(s.Scores)
	if loss == Softmax {
		all := softmax(s.Chances)
		for j, right := range s.Right {
			s.Loss += float64(right) * (all - float64(s.Scores[j]))
		}
	} else {
		for j, x := range s.Scores {
			s.Chances[j] = sigmoid(x)
			s.Loss += float64(s.Times[j]) * softplus(float64((1-2*s.Right[j])*x))
		}
	}
	for j, p := range s.Chances {
		e := s.Times[j] * (p - s.Right[j])
		s.Errors[j] = e
		vec.AddScaled(s.HiddenGrad, e, s.Out[j*dim:(j+1)*dim])
		vec.AddScaled(s.OutGrad[j*dim:(j+1)*dim], e, s.Hidden)
	}
}
