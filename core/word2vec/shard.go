package word2vec

import (
	"errors"

	"nearspace/core/corpus"
	"nearspace/core/localsgd"
)

// Shard makes a model that has not begun one of n, the i-th counted from 0, that
// together train on the text: on goroutines, or on workers that exchange arrays.
// Each has the same configuration, text and seed, trains until a merge is Due,
// and hands out its Delta; when all have, each takes all of them with Merge; see
// package localsgd. One shard of one is the plain model. A shard writes a Save of
// its own.
//
// On 1.7 million words of Wikipedia, skip-gram with the defaults, five epochs, the
// mean of six seeds, the analogies answered and the rank correlations with
// SimLex-999 and WordSim-353 were
//
//	n  merges  analogies  SimLex  WordSim
//	1           6.6 %      .204    .398
//	2    81     6.6 %      .200    .406
//	4    80     6.8 %      .168    .439
//	8    80     6.0 %      .169    .384
func (m *Model) Shard(i, n int) error {
	if m.words > 0 || m.filled > 0 && !m.Filled() {
		return errors.New("shard: the model has begun")
	}
	tables := localsgd.Tables{In: m.In, Out: m.Out, Expected: m.expected}
	part, err := localsgd.New(i, n, tables, m.text, m.config.Epochs, m.config.Round)
	if err != nil {
		return err
	}
	m.shard, m.shardWords, m.next = part, part.Words(m.text), i
	if m.Filled() { // it continues another
		m.rng = randomOf(&m.shard, m.rng)
	}
	return nil
}

// randomOf returns the generator of a part: all draw the same first values, but then
// each other words.
func randomOf(p *localsgd.Part, r Random) Random {
	if p.Index() == 0 {
		return r
	}
	return NewRandom(uint64(r) + uint64(p.Index()))
}

// Part says which part of the training is this model's.
func (m *Model) Part() *localsgd.Part { return &m.shard }

// Due says whether the model waits for a Merge.
func (m *Model) Due() bool {
	return !m.shard.Alone() && m.BetweenSentences() && m.shard.Due(m.words, m.total(), float64(m.config.rate(1))/m.config.LearningRate)
}

// Delta returns what the shard has to say in the next merge. It is valid until the
// next call.
func (m *Model) Delta() []float32 { return m.shard.Delta() }

// Merge gives the model what all shards have learned: deltas are those of all
// shards, in their order. Its own may be nil, since it has that. After an error
// the model is as it was.
func (m *Model) Merge(deltas ...[]float32) error {
	if !m.Due() {
		return errors.New("merge: no merge is due")
	}
	return m.shard.Merge(deltas...)
}

// Shards train one model on several cores at once.
type Shards = localsgd.Group[*Model]

// NewShards returns n shards. With one, training is that of the plain model.
func NewShards(config Config, text *corpus.Corpus, seed uint64, n int) (Shards, error) {
	return localsgd.NewGroup(n, func(i, n int) (*Model, error) {
		m, err := New(config, text, seed)
		if err == nil {
			err = m.Shard(i, n)
		}
		return m, err
	})
}
