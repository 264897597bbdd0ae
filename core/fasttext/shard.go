package fasttext

import (
	"errors"

	"nearspace/core/corpus"
	"nearspace/core/localsgd"
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// Shard makes a model that has not begun one of n, the i-th counted from 0, that
// together train on the text, as word2vec's does: see package localsgd. What a word's
// parts have learned is merged by part, each as often as words have it.
//
// On 1.7 million words of Wikipedia, skip-gram, five epochs, the mean of three seeds,
// the analogies answered and the rank correlations with SimLex-999 and WordSim-353 were
//
//	n  analogies  SimLex  WordSim
//	1   47.8 %     .211    .417
//	2   46.5 %     .218    .413
//	4   48.0 %     .191    .381
func (w *Words) Shard(i, n int) error {
	if w.words > 0 || w.filled > 0 && !w.Filled() {
		return errors.New("shard: the model has begun")
	}
	tables := localsgd.Tables{In: w.In, Out: w.Out, Expected: w.expected}
	part, err := localsgd.New(i, n, tables, w.text, w.settings.Epochs, localsgd.Round)
	if err != nil {
		return err
	}
	w.part, w.partWords, w.next = part, part.Words(w.text), i
	if w.Filled() { // it continues another
		w.depart()
	}
	return nil
}

// depart gives each part but the first random numbers of its own.
func (w *Words) depart() {
	if i := w.part.Index(); i > 0 {
		w.rng = word2vec.NewRandom(uint64(w.rng) + uint64(i))
	}
}

// Part says which part of the training is this model's.
func (w *Words) Part() *localsgd.Part { return &w.part }

// Due says whether the model waits for a Merge.
func (w *Words) Due() bool {
	return !w.part.Alone() && w.BetweenSentences() && w.part.Due(w.words, w.total(), w.settings.MinRate/w.settings.LearningRate)
}

// Delta returns what the shard has to say in the next merge. It is valid until the
// next call.
func (w *Words) Delta() []float32 { return w.part.Delta() }

// Merge gives the model what all shards have learned: deltas are those of all
// shards, in their order. Its own may be nil, since it has that. After an error
// the model is as it was.
func (w *Words) Merge(deltas ...[]float32) error {
	if !w.Due() {
		return errors.New("merge: no merge is due")
	}
	return w.part.Merge(deltas...)
}

// expected says in what part of all windows each row is trained: one of In as often
// as the words that it is a part of.
func (w *Words) expected() localsgd.Windows {
	c := word2vec.Config{
		Window: w.settings.Window, FixedWindow: w.settings.FixedWindow,
		Negative: w.settings.Negative, NoiseExponent: w.settings.NoiseExponent,
	}
	text, vocabulary := *w.text, *w.text.Vocabulary
	vocabulary.Counts = w.dictionary.Counts // those that the noise goes by
	text.Vocabulary = &vocabulary
	s := word2vec.Expect(c, &text, w.keep, w.tree)
	words, rows, makes := s.Inputs(), make([]float32, w.In.Rows()), make([]float32, w.In.Rows())
	for word, share := range words {
		parts := w.parts.of(int32(word))
		for _, row := range parts {
			rows[row] += share
			makes[row] += share / float32(len(parts))
		}
	}
	return localsgd.Windows{
		In: rows, Makes: makes, Out: outShares(s.Targets(), w.Out.Rows()), Together: w.settings.Method == CBOW,
		Inputs: words, Input: func(dst []float32, row func(int) []float32, word int) {
			clear(dst)
			parts := w.parts.of(int32(word))
			for _, p := range parts {
				vec.AddScaled(dst, 1/float32(len(parts)), row(int(p)))
			}
		},
	}
}

// outShares leaves nothing to the rows of Out that predict nothing: under
// hierarchical softmax it has one more than the tree has inner nodes.
func outShares(targets []float32, rows int) []float32 {
	return append(targets, make([]float32, rows-len(targets))...)
}

// Shards train one model on several cores at once.
type Shards = localsgd.Group[*Words]

// NewShards returns n shards. With one, training is that of the plain model.
func NewShards(s Settings, text *corpus.Corpus, seed uint64, n int) (Shards, error) {
	return localsgd.NewGroup(n, func(i, n int) (*Words, error) {
		w, err := NewWords(s, text, seed)
		if err == nil {
			err = w.Shard(i, n)
		}
		return w, err
	})
}
