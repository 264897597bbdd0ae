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
	words    int64 // in all epochs, of all shards
	together bool  // the pieces of all words of a window are one input
}

func newPieces(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, error) {
	m, err := fasttext.NewWords(p.fasttext(), text, seed)
	if err != nil {
		return nil, err
	}
	return piecesOf(m, p, shard)
}

// piecesOf makes a model the part of it that a shard trains.
func piecesOf(m *fasttext.Words, p *Params, shard int) (family, error) {
	if n := p.Workers; n > 1 {
		if err := m.Shard(shard, n); err != nil {
			return nil, err
		}
	}
	text := m.Text()
	return &pieces{m, newShown(len(text.Vocabulary.Words), p.Dim, m.Vector), int64(len(text.IDs)) * int64(p.Epochs), p.Architecture == CBOW}, nil
}

func (m *pieces) after(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, *corpus.Corpus, error) {
	next, err := m.Words.Continue(p.fasttext(), text, seed)
	if err != nil {
		return nil, nil, err
	}
	family, err := piecesOf(next, p, shard)
	return family, next.Text(), err
}

func (m *pieces) borrow(given *space.Space, frozen bool) (found int, err error) {
	return m.Borrow(given, frozen)
}

func (m *pieces) Train(places int) (bool, error) {
	m.touch()
	return m.Words.Train(places), nil
}

func (m *pieces) phase() lab.Phase { return trainingPhase(m.Filled()) }

func (m *pieces) reach() (done, total int64) {
	done, total = m.Words.Words()
	return lab.OfAll(done, total, m.words)
}

func (m *pieces) every() int64 { return lab.WordsPerReport(m.words) }

func (m *pieces) Merge(deltas ...[]float32) error {
	m.touch()
	return m.Words.Merge(deltas...)
}

func (m *pieces) spaces(v *corpus.Vocabulary) []*space.Space {
	return []*space.Space{m.space(v), outputs(m.Out, v, m.Tree())}
}

func (m *pieces) stages(r *run, place int) ([]lab.Stage, error) {
	w := m.Look(place)
	shown := lab.Window{
		Dim: r.params.Dim, Inputs: r.labels(w.Context), LookupHelp: piecesHelp, Decisions: m.Tree() != nil,
		Rows: lab.TableRows{
			Title: lab.Text{En: "rows of the pieces", Zh: "各片段的行"}, Name: "Z",
			Labels: partNames(w), Before: w.In, Gradient: w.InGrad, After: w.InAfter,
		},
		Hidden: w.Hidden, HiddenGrad: w.HiddenGrad, HiddenHelp: meanHelp, HiddenFormula: `h_i = \tfrac1{|G_i|}\sum_{g\in G_i} z_g`,
		Targets: r.targets(w.Targets, w.Labels, 0, w.Out, w.OutGrad, w.OutAfter),
		Scores:  w.Scores, Sigmoids: w.Sigmoids, Errors: w.Errors, Loss: w.Loss, Rate: w.Rate,
	}
	if m.together {
		shown.Inputs, shown.HiddenHelp, shown.HiddenFormula = []string{"h"}, togetherHelp, `h = \tfrac1n\sum_g z_g`
		if sum, _ := lab.Combined(r.params.Combine); sum {
			shown.HiddenHelp, shown.HiddenFormula = sumHelp, `h = \sum_g z_g`
		}
	}
	return shown.Stages(), nil
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
