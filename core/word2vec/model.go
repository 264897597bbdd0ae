package word2vec

import (
	"errors"
	"fmt"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/localsgd"
	"nearspace/core/vec"
)

// A Model is a model in training. Train drives it.
type Model struct {
	In   *embedding.Table // the word vectors one uses, and after them documents' (NewParagraphs)
	Out  *embedding.Table // what predicts: of each word, or of each inner node of Tree
	Tree *Huffman         // of hierarchical softmax; else nil

	config     Config
	text       *corpus.Corpus
	keep       []float64 // probability to keep a word, by id
	noise      Noise     // of negative sampling
	paths      paths     // of hierarchical softmax
	documents  documents
	shard      localsgd.Part
	shardWords int64  // of the text
	frozen     []bool // by row of In; nil: none is

	state
	block
}

// state is what changes while training, besides the tables.
type state struct {
	filled   int // rows of In that have their first values
	rng      Random
	epoch    int
	next     int     // the first sentence not begun
	sentence []int32 // the one under way, thinned out
	place    int     // of the next centre in it
	words    int64   // of the corpus, in sentences begun, over all epochs
	rate     float32 // learning rate in this sentence
	centres  int64   // trained on
	loss     lossSum
}

// New returns a model whose first steps fill In uniformly in ±1/Dim, as gensim
// does; Out is zero. From word2vec.c's ±1/(2·Dim) CBOW gets less far: on ten
// megabytes of Wikipedia it answers 6.2 % of the analogies after five epochs, not
// 6.5 %, and less with each of eight seeds.
//
// One seed gives the same vectors, bit for bit, on the same build and width of
// vectors, however training is sliced.
func New(config Config, text *corpus.Corpus, seed uint64) (*Model, error) {
	if config.Concat {
		return nil, errors.New("word2vec: a window's rows are one after the other only in paragraph vectors")
	}
	m, err := newModel(config.withDefaults(), text, nil, NewRandom(seed))
	if err != nil {
		return nil, fmt.Errorf("word2vec: %w", err)
	}
	return m, nil
}

func newModel(c Config, text *corpus.Corpus, tree *Huffman, rng Random) (*Model, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	words := len(text.Vocabulary.Counts)
	if words < 2 {
		return nil, fmt.Errorf("a vocabulary of %d words has nothing to tell apart", words)
	}
	m := &Model{
		config: c, text: text, Tree: tree,
		In:   embedding.NewTable(words, c.Dim),
		keep: KeepProbabilities(text.Vocabulary, c.Sample), shardWords: int64(len(text.IDs)),
	}
	m.rng = rng
	outputs := words
	if c.Loss == HierarchicalSoftmax {
		if m.Tree == nil {
			m.Tree = NewHuffman(text.Vocabulary.Counts)
		}
		if d := m.Tree.Deepest(); d > vec.MaxRows {
			return nil, fmt.Errorf("the rarest word is %d decisions deep in the Huffman tree, at most %d are possible", d, vec.MaxRows)
		}
		m.paths = newPaths(m.Tree)
		outputs = words - 1
	} else {
		m.noise = NewNoise(text.Vocabulary.NoiseWeights(c.NoiseExponent))
	}
	m.Out = embedding.NewTable(outputs, c.predictors())
	m.block = newBlock(m.Out.Weights.Stride)
	return m, nil
}

// Filled reports whether every row of In has its first values.
func (m *Model) Filled() bool { return m.filled == m.In.Rows() }

// fill gives the next rows of In their first values.
func (m *Model) fill(rows int) {
	for end := min(m.In.Rows(), m.filled+rows); m.filled < end; m.filled++ {
		for k, row := 0, m.In.Row(m.filled); k < len(row); k++ {
			row[k] = (2*m.rng.Float32() - 1) / float32(m.config.Dim)
		}
	}
	if m.Filled() {
		m.rng = randomOf(&m.shard, m.rng)
	}
}

// Text returns the text that the model trains on, in the ids of its rows.
func (m *Model) Text() *corpus.Corpus { return m.text }

// SetLearningRate changes the rate from the next sentence on: it falls along the
// line that would have begun at start.
func (m *Model) SetLearningRate(start float64) { m.config.LearningRate = start }

// Words returns how many words of the corpus, or of the model's shard of it,
// training has gone through, and how many there are in all epochs.
func (m *Model) Words() (done, total int64) {
	if m.finished() {
		return m.total(), m.total()
	}
	return m.words, m.total()
}

func (m *Model) total() int64 { return m.shardWords * int64(m.config.Epochs) }

func (m *Model) finished() bool { return m.epoch == m.config.Epochs }

// TakeLoss returns the mean loss of an input since the last call, and how many
// were looked at: those of one window in sixteen. An input is a word of a window
// in skip-gram, a window in CBOW. At first it is ln 2 times 1+Negative, or times
// the mean depth of the tree.
func (m *Model) TakeLoss() (mean float64, inputs int64) {
	sum := m.loss
	m.loss = lossSum{}
	if sum.inputs == 0 {
		return 0, 0
	}
	return sum.total / float64(sum.inputs), sum.inputs
}

// BetweenSentences says whether the last sentence begun has been gone through.
// The state is then the same however training was sliced.
func (m *Model) BetweenSentences() bool {
	return m.Filled() && m.place == len(m.sentence)
}

// Train trains on up to so many centres, but not beyond the end of a sentence,
// and returns whether anything is left. The first calls fill so many rows. A
// shard does nothing while a merge is due.
func (m *Model) Train(centres int) bool {
	switch {
	case m.finished():
		return false
	case !m.Filled():
		m.fill(centres)
		return true
	case m.Due():
		return true
	}
	m.shard.Begin()
	if m.place == len(m.sentence) {
		m.begin()
	}
	for end := min(len(m.sentence), m.place+centres); m.place < end; m.place++ {
		m.window()
	}
	if m.place == len(m.sentence) && m.next >= len(m.text.Ends) {
		m.epoch++
		m.next = m.shard.Index()
	}
	return !m.finished()
}

// begin reads the next sentence and sets the learning rate.
func (m *Model) begin() {
	m.rate = m.config.rate(float64(m.words) / float64(m.total()+1))
	words := m.text.Sentence(m.next)
	m.document = m.documents.of(m.next)
	m.next += m.shard.Of()
	m.words += int64(len(words))
	m.place = 0
	m.thin(words)
}

// thin makes a sentence of the words, without frequent ones left out at random.
func (m *Model) thin(words []int32) {
	m.sentence = m.sentence[:0]
	for _, id := range words {
		if p := m.keep[id]; p >= 1 || m.rng.Float64() < p {
			m.sentence = append(m.sentence, id)
		}
	}
}
