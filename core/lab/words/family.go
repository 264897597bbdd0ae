package words

import (
	"io"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/word2vec"
)

// A family is a model of one of the families as a run drives it.
type family interface {
	// Train does up to so many units of work and returns whether any is left.
	// The first calls give the rows their first values, up to Filled.
	Train(units int) (more bool)
	Filled() bool
	// Words returns how many words of the corpus training went through, and of
	// how many; it is even with the text BetweenSentences.
	Words() (done, total int64)
	BetweenSentences() bool
	TakeLoss() (mean float64, inputs int64)
	SetLearningRate(start float64)
	Due() bool // for an exchange with the other shards
	Save(io.Writer) error
	Load(io.Reader) error

	phase() lab.Phase // before the end
	every() int64     // words between two reports of the loss
	// spaces returns what is learnt, the words first.
	spaces(v *corpus.Vocabulary) []*space.Space
	// follow makes up to so many rows of the spaces what training has made of
	// them since, and returns whether all were.
	follow(rows int) bool
	// look lays one window open.
	look(place int) window
}

// newFamily makes the model, or the part of it that a shard trains.
func newFamily(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, error) {
	switch p.Family {
	case FastText:
		m, err := fasttext.NewWords(p.fasttext(), text, seed)
		if err != nil {
			return nil, err
		}
		return &pieces{trained: m, shown: embedding.NewTable(len(text.Vocabulary.Words), p.Dim), together: p.Architecture == CBOW}, nil
	default:
		m, err := word2vec.New(p.word2vec(), text, seed)
		if err != nil {
			return nil, err
		}
		if n := p.shards(); n > 1 {
			if err := m.Shard(shard, n); err != nil {
				return nil, err
			}
		}
		return rows{m, int64(len(text.IDs)) * int64(p.Epochs)}, nil
	}
}

// rows is word2vec: each word is a row.
type rows struct {
	*word2vec.Model
	words int64 // in all epochs, of all shards
}

// Words speaks of the whole text, of which a shard goes through its part at about
// the speed of the others.
func (m rows) Words() (done, total int64) {
	done, total = m.Model.Words()
	return int64(float64(done) / float64(total) * float64(m.words)), m.words
}

func (m rows) spaces(v *corpus.Vocabulary) []*space.Space {
	return []*space.Space{space.New("words", space.Input, v.Words, m.In.Weights), outputs(m.Out, v, m.Tree)}
}

func (rows) follow(int) bool { return true }

func (m rows) phase() lab.Phase    { return phaseOf(m.Filled()) }
func (m *pieces) phase() lab.Phase { return phaseOf(m.Filled()) }

func phaseOf(filled bool) lab.Phase {
	if filled {
		return lab.Training
	}
	return lab.Filling
}

func (*pieces) Due() bool { return false }

func (rows) every() int64    { return 10000 }
func (*pieces) every() int64 { return 10000 }

// trained is named so that its field does not hide its method Words.
type trained = fasttext.Words

// pieces is fastText: each word is the mean of its own row and those of its
// character n-grams. What is shown is a copy of these means.
type pieces struct {
	*trained
	shown *embedding.Table
	next  int // the row to copy
	stale int // rows that training may have changed since they were copied

	together bool // the pieces of all words of a window are one input
}

func (m *pieces) spaces(v *corpus.Vocabulary) []*space.Space {
	m.stale = m.shown.Rows()
	m.follow(m.stale)
	return []*space.Space{space.New("words", space.Input, v.Words, m.shown.Weights), outputs(m.Out, v, m.Tree())}
}

func (m *pieces) Train(units int) bool {
	m.stale = m.shown.Rows()
	return m.trained.Train(units)
}

func (m *pieces) follow(n int) bool {
	for ; n > 0 && m.stale > 0; n-- {
		m.Vector(m.shown.Row(m.next), int32(m.next))
		m.next = (m.next + 1) % m.shown.Rows()
		m.stale--
	}
	return m.stale == 0
}

// outputs is the rows that predict: a word's each, or each decision's of a tree.
func outputs(out *embedding.Table, v *corpus.Vocabulary, tree *word2vec.Huffman) *space.Space {
	if tree == nil {
		return space.New("context", space.Output, v.Words, out.Weights)
	}
	names, weights := decisions(v, tree), out.Weights
	weights.Rows = len(names)
	return space.New("decisions", space.Output, names, weights)
}

// decisions names each inner node by the most frequent words of its two sides.
func decisions(v *corpus.Vocabulary, tree *word2vec.Huffman) []string {
	sides := make([][2]string, len(v.Words)-1)
	for id, word := range v.Words {
		nodes, codes := tree.Path(int32(id))
		for i, node := range nodes {
			if side := &sides[node][codes[i]]; *side == "" {
				*side = word
			}
		}
	}
	names := make([]string, len(sides))
	for i, s := range sides {
		names[i] = s[0] + " | " + s[1]
	}
	return names
}
