package fasttext

import (
	"nearspace/core/corpus"
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// Vector sets dst to the vector that a word of the text has now: the mean of its
// own row and those of its n-grams.
func (w *Words) Vector(dst []float32, word int32) {
	if kept, frozen := w.frozen[word]; frozen {
		copy(dst, kept)
		return
	}
	rows := w.parts.of(word)
	vec.RowSum(dst, 1/float32(len(rows)), w.In.Weights, rows)
}

// Tree returns the tree of hierarchical softmax, or nil. Its code 1 is the way
// that a σ near 1 goes.
func (w *Words) Tree() *word2vec.Huffman { return w.tree }

// Text returns the text that the model trains on, in the ids of its words.
func (w *Words) Text() *corpus.Corpus { return w.text }
