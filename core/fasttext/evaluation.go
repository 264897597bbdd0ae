package fasttext

// An Evaluation counts how good predictions are. Its zero value has seen none.
type Evaluation struct {
	Texts  int
	All    Count            // over all labels
	Labels map[string]Count // of each label that was right or predicted
}

// A Count is how often a label was right, was predicted, and both.
type Count struct{ Right, Predicted, Both int }

// Precision is the share of the predictions that were right.
func (c Count) Precision() float64 { return share(c.Both, c.Predicted) }

// Recall is the share of the right labels that were predicted.
func (c Count) Recall() float64 { return share(c.Both, c.Right) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return share(2*c.Both, c.Right+c.Predicted) }

// share is 0 of nothing.
func share(part, whole int) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}

// Add takes the predictions for a text and its right labels.
func (e *Evaluation) Add(predictions []Prediction, labels []string) {
	if e.Labels == nil {
		e.Labels = map[string]Count{}
	}
	e.Texts++
	right := map[string]bool{}
	for _, l := range labels {
		right[l] = true
		e.count(l, Count{Right: 1})
	}
	for _, p := range predictions {
		one := Count{Predicted: 1}
		if right[p.Label] {
			one.Both = 1
		}
		e.count(p.Label, one)
	}
}

func (e *Evaluation) count(label string, one Count) {
	e.All = e.All.plus(one)
	e.Labels[label] = e.Labels[label].plus(one)
}

func (c Count) plus(d Count) Count {
	return Count{c.Right + d.Right, c.Predicted + d.Predicted, c.Both + d.Both}
}

// Evaluate predicts the k most probable labels, those below the threshold left
// out, of the examples from to end. As the original has it, labels that the model
// does not know, and texts without a known label or without any row, are passed
// over.
func (m *Model) Evaluate(e *Evaluation, examples *Examples, from, end, k int, threshold float32) {
	for i := from; i < end; i++ {
		tokens, labels := examples.Text(i)
		rows := m.Dictionary.rowsOf(tokens)
		known := labels[:0]
		for _, l := range labels {
			if _, has := m.Dictionary.labels[l]; has {
				known = append(known, l)
			}
		}
		if len(rows) > 0 && len(known) > 0 {
			e.Add(m.predict(rows, k, threshold), known)
		}
	}
}
