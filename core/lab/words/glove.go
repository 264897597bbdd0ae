package words

import (
	"io"
	"strconv"

	"nearspace/core/corpus"
	"nearspace/core/glove"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// counted is GloVe: it counts how often words meet, then fits the counts. What is
// shown is the sum of each word's two vectors.
type counted struct {
	*glove.Model // nil while it counts
	shown
	counter *glove.Counter
	merging *glove.Merging // of the earlier model's counts and the counter's
	earlier *glove.Model   // of another text, that this one goes on from; nil: it begins
	params  *Params
	text    *corpus.Corpus
	seed    uint64
	shard   int
	saved   io.Reader // a model's state that waits for the counts
}

func newCounted(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, error) {
	return count(p, text, seed, shard, nil)
}

// after fits what both texts have together.
func (m *counted) after(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, *corpus.Corpus, error) {
	text = text.After(m.text.Vocabulary)
	next, err := count(p, text, seed, shard, m.Model)
	return next, text, err
}

func count(p *Params, text *corpus.Corpus, seed uint64, shard int, earlier *glove.Model) (family, error) {
	counter, err := glove.NewCounter(text, glove.Counting{Window: p.Window})
	if err != nil {
		return nil, err
	}
	return &counted{counter: counter, earlier: earlier, params: p, text: text, seed: seed, shard: shard}, nil
}

var fitting = lab.Training.In(lab.Text{En: "pairs", Zh: "词对"})

func (m *counted) Train(places int) (bool, error) {
	switch {
	case m.Model != nil:
		m.touch()
		return m.Model.Train(8 * places), nil
	case m.merging != nil:
		if !m.merging.Merge(8 * places) {
			model, err := m.earlier.Continue(m.merging.Counts(), m.seed)
			return true, m.begin(model, err)
		}
		return true, nil
	}
	more, err := m.counter.Count(places)
	switch {
	case err != nil || more:
		return true, err
	case m.earlier == nil:
		model, err := glove.New(m.params.glove(), m.counter.Counts(), m.seed)
		return true, m.begin(model, err)
	}
	same := make([]int32, len(m.text.Vocabulary.Words)) // the text has the numbers of the sum
	for id := range same {
		same[id] = int32(id)
	}
	m.merging, err = glove.NewMerging(m.earlier.Counts(), m.counter.Counts(), same)
	return true, err
}

// begin takes the model that was made when all was counted.
func (m *counted) begin(model *glove.Model, err error) error {
	if err != nil {
		return err
	}
	if n := m.params.Workers; n > 1 {
		if err := model.Shard(m.shard, n); err != nil {
			return err
		}
	}
	m.counter, m.merging, m.earlier = nil, nil, nil
	if m.saved != nil {
		if err := model.Load(m.saved); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
		m.saved = nil
	}
	model.SetLearningRate(m.params.LearningRate)
	m.Model, m.shown = model, newShown(model.Words(), m.params.Dim, model.Vector)
	return nil
}

func (m *counted) borrow(given *space.Space, frozen bool) (found int, err error) {
	words, err := m.SetVectors(m.text.Vocabulary.Words, given.Labels(), given.Vectors())
	if err == nil && frozen {
		err = m.Freeze(words...)
	}
	return len(words), err
}

func (m *counted) Filled() bool { return m.Model != nil && m.Model.Filled() }

func (m *counted) phase() lab.Phase {
	switch {
	case m.Model == nil:
		return lab.Counting
	case !m.Filled():
		return lab.Filling.In(fitting.Unit)
	}
	return fitting
}

func (m *counted) reach() (done, total int64) {
	if m.Model == nil {
		return m.counter.Reach()
	}
	done, total = m.NonZeros()
	return lab.OfAll(done, total, m.fits())
}

// fits is how many non-zeros are fitted in all iterations, by all shards.
func (m *counted) fits() int64 {
	return int64(m.Model.Counts().NonZeros()) * int64(m.params.Epochs)
}

// every makes some two hundred reports of a run.
func (m *counted) every() int64 { return max(1, m.fits()/200) }

func (*counted) BetweenSentences() bool { return true }

func (m *counted) Due() bool { return m.Model != nil && m.Model.Due() }

func (m *counted) Merge(deltas ...[]float32) error {
	if m.Model == nil {
		return lab.ErrNotReady
	}
	m.touch()
	return m.Model.Merge(deltas...)
}

func (m *counted) Delta() []float32 {
	if m.Model == nil {
		return nil
	}
	return m.Model.Delta()
}

func (m *counted) SetLearningRate(rate float64) {
	m.params.LearningRate = rate // for one that is still to be made
	if m.Model != nil {
		m.Model.SetLearningRate(rate)
	}
}

func (m *counted) Save(w io.Writer) error {
	if m.Model == nil {
		return lab.ErrNotReady
	}
	return m.Model.Save(w)
}

// Load keeps the state until all is counted.
func (m *counted) Load(from io.Reader) error {
	m.saved = from
	return nil
}

func (m *counted) spaces(v *corpus.Vocabulary) []*space.Space {
	return []*space.Space{
		m.space(v),
		space.New("row", space.Input, v.Words, m.Vectors()),
		space.New("context", space.Output, v.Words, m.ContextVectors()),
	}
}

// stages fits the word at a place and the one after it, or before the last.
func (m *counted) stages(r *run, place int) ([]lab.Stage, error) {
	if m.Model == nil {
		return nil, lab.ErrNotReady // another text is being counted
	}
	sentence, at := r.corpus.At(place)
	if len(sentence) < 2 {
		return nil, &lab.ArgumentError{Name: "position", Value: strconv.Itoa(place), Max: float64(len(r.corpus.IDs) - 1)}
	}
	other := at + 1
	if other == len(sentence) {
		other = at - 1
	}
	step, err := m.Look(int(sentence[at]), int(sentence[other]))
	if err != nil {
		return nil, err
	}
	labels := r.labels([]int32{sentence[at], sentence[other]})
	f := lab.Fit{Step: step, Labels: [2]string(labels), Spaces: [2]string{"row", "context"}, Window: m.params.Window}
	return f.Stages(), nil
}
