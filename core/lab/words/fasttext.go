package words

import (
	"slices"

	"nearspace/core/corpus"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// pieces is fastText: each word is the mean of its own row and those of its
// character n-grams. What is shown is a copy of these means.
type pieces struct {
	*fasttext.Words
	shown
	together bool // the pieces of all words of a window are one input
}

func newPieces(p *Params, text *corpus.Corpus, seed uint64) (family, error) {
	m, err := fasttext.NewWords(p.fasttext(), text, seed)
	if err != nil {
		return nil, err
	}
	return &pieces{m, newShown(len(text.Vocabulary.Words), p.Dim, m.Vector), p.Architecture == CBOW}, nil
}

func (m *pieces) Train(places int) (bool, error) {
	m.touch()
	return m.Words.Train(places), nil
}

func (m *pieces) phase() lab.Phase { return trainingPhase(m.Filled()) }

func (m *pieces) reach() (done, total int64) { return m.Words.Words() }

func (*pieces) every() int64 { return reportWords }

func (*pieces) Due() bool { return false }

func (m *pieces) spaces(v *corpus.Vocabulary) []*space.Space {
	return []*space.Space{m.space(v), outputs(m.Out, v, m.Tree())}
}

func (m *pieces) stages(r *run, place int) ([]lab.Stage, error) {
	w := m.Look(place)
	return r.windowStages(window{
		centre: w.Centre, context: w.Context, parts: partNames(w), rows: w.Rows, targets: w.Targets, labels: w.Labels, times: w.Times, rate: w.Rate, loss: w.Loss,
		in: w.In, inGrad: w.InGrad, inAfter: w.InAfter, out: w.Out, outGrad: w.OutGrad, outAfter: w.OutAfter,
		hidden: w.Hidden, hiddenGrad: w.HiddenGrad, together: m.together, scores: w.Scores, sigmoids: w.Sigmoids, errs: w.Errors,
	}), nil
}

// partNames names each of the window's rows by the first piece that it holds.
func partNames(w fasttext.Window) []string {
	names := make([]string, len(w.Rows))
	for _, parts := range w.Parts {
		for _, p := range parts {
			if k := slices.Index(w.Rows, p.Row); k >= 0 && names[k] == "" {
				names[k] = p.Text
			}
		}
	}
	return names
}
