package words

import (
	"io"
	"strings"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/word2vec"
)

// A family is a model of one of the families as a run drives it.
type family interface {
	// Train works through up to so many places of the text, or what takes about
	// as long, and returns whether anything is left. The first calls prepare the
	// model, up to Filled.
	Train(places int) (more bool, err error)
	Filled() bool
	// phase is what it works at before the end, reach how far it is, and every
	// how much lies between two reports of the loss while it trains.
	phase() lab.Phase
	reach() (done, total int64)
	every() int64
	// BetweenSentences says that a report may be made: the loss is then the same
	// however training was sliced.
	BetweenSentences() bool
	TakeLoss() (mean float64, inputs int64)
	SetLearningRate(start float64)
	lab.Shard
	Save(io.Writer) error
	Load(io.Reader) error

	// spaces returns what is learnt, the words first.
	spaces(v *corpus.Vocabulary) []*space.Space
	// follow makes up to so many rows of the spaces what training has made of
	// them since, and returns whether all were.
	follow(rows int) bool
	// stages lays the training step at a place of the text open.
	stages(r *run, place int) ([]lab.Stage, error)
}

// continuing is a family whose model can go on with another text.
type continuing interface {
	// after returns what goes on, or the part of it that a shard trains, and the
	// text by the numbers that it gives its words.
	after(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, *corpus.Corpus, error)
}

// borrower is a family whose words can begin with given vectors.
type borrower interface {
	// borrow gives the words that the space has its vectors, and says how many
	// those are; frozen, they stay as they are.
	borrow(given *space.Space, frozen bool) (found int, err error)
}

// makers make the model of a family, or the part of it that a shard trains.
var makers = map[string]func(p *Params, text *corpus.Corpus, seed uint64, shard int) (family, error){Word2vec: newRows}

// HaveAllFamilies adds fastText and GloVe to word2vec. A program in which nothing
// calls it does not hold their code.
func HaveAllFamilies() {
	makers[FastText], makers[GloVe] = newPieces, newCounted
}

func trainingPhase(filled bool) lab.Phase {
	if filled {
		return lab.Training
	}
	return lab.Filling
}

// shown is a copy of vectors that a model does not keep as such, which follows
// it.
type shown struct {
	table  *embedding.Table
	vector func(dst []float32, word int32)
	next   int // the row to copy
	stale  int // rows that training may have changed since they were copied
}

func newShown(words, dim int, vector func([]float32, int32)) shown {
	return shown{table: embedding.NewTable(words, dim), vector: vector, stale: words}
}

// touch says that training goes on.
func (s *shown) touch() { s.stale = s.table.Rows() }

func (s *shown) follow(rows int) bool {
	for ; rows > 0 && s.stale > 0; rows-- {
		s.vector(s.table.Row(s.next), int32(s.next))
		s.next = (s.next + 1) % s.table.Rows()
		s.stale--
	}
	return s.stale == 0
}

// space shows the copy as it is now.
func (s *shown) space(v *corpus.Vocabulary) *space.Space {
	s.follow(s.stale)
	return space.New("words", space.Input, v.Words, s.table.Weights)
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

// decisionSeparator stands between the two sides of a decision in its name.
const decisionSeparator = " | "

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
		names[i] = strings.Join(s[:], decisionSeparator)
	}
	return names
}
