package words

import (
	"nearspace/core/corpus"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/word2vec"
)

// rows is word2vec: each word is a row.
type rows struct {
	*word2vec.Model
	words int64 // in all epochs, of all shards
}

func newRows(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, error) {
	m, err := word2vec.New(p.word2vec(), text, seed)
	if err != nil {
		return nil, err
	}
	return shardOf(m, p, shard)
}

// shardOf makes a model the part of it that a shard trains.
func shardOf(m *word2vec.Model, p *Params, shard int) (family, error) {
	if n := p.Workers; n > 1 {
		if err := m.Shard(shard, n); err != nil {
			return nil, err
		}
	}
	return rows{m, int64(len(m.Text().IDs)) * int64(p.Epochs)}, nil
}

func (m rows) after(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, *corpus.Corpus, error) {
	next, err := m.Continue(text, seed)
	if err != nil {
		return nil, nil, err
	}
	family, err := shardOf(next, p, shard)
	return family, next.Text(), err
}

func (m rows) borrow(given *space.Space, frozen bool) (found int, err error) {
	words, err := m.SetVectors(given.Labels(), given.Vectors())
	if err == nil && frozen {
		err = m.Freeze(words...)
	}
	return len(words), err
}

func (m rows) Train(places int) (bool, error) { return m.Model.Train(places), nil }

func (m rows) phase() lab.Phase { return trainingPhase(m.Filled()) }

func (m rows) reach() (done, total int64) {
	done, total = m.Model.Words()
	return lab.OfAll(done, total, m.words)
}

func (m rows) every() int64 { return lab.WordsPerReport(m.words) }

func (m rows) spaces(v *corpus.Vocabulary) []*space.Space {
	return []*space.Space{space.New("words", space.Input, v.Words, m.In.Weights), outputs(m.Out, v, m.Tree)}
}

func (rows) follow(int) bool { return true }

func (m rows) stages(r *run, place int) ([]lab.Stage, error) {
	w := m.Look(place)
	shown := lab.Window{
		Dim: r.params.Dim, Inputs: r.labels(w.Context), LookupHelp: negativesHelp, Decisions: m.Tree != nil,
		Rows: lab.TableRows{
			Title: lab.Text{En: "rows of the words in the window", Zh: "窗口内各词的行"}, Name: "W",
			Labels: r.labels(w.Context), Space: "words", IDs: w.Context, Before: w.In, Gradient: w.InGrad, After: w.InAfter,
		},
		Targets: r.targets(w.Targets, w.Labels, 1, w.Out, w.OutGrad, w.OutAfter),
		Scores:  w.Scores, Sigmoids: w.Sigmoids, Errors: w.Errors, Loss: w.Loss, Rate: w.Rate,
	}
	if shown.Decisions {
		shown.LookupHelp = treeHelp
	}
	if w.Hidden != nil {
		shown.Inputs, shown.Hidden = []string{"h"}, w.Hidden
		shown.HiddenHelp, shown.HiddenFormula = togetherHelp, `h = \tfrac1n\sum_i w_i`
		if sum, _ := lab.Combined(r.params.Combine); sum {
			shown.HiddenHelp, shown.HiddenFormula = sumHelp, `h = \sum_i w_i`
		}
	}
	return shown.Stages(), nil
}
