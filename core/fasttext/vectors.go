package fasttext

import (
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// Vector sets dst to the vector that a word of the text has now: the mean of its
// own row and those of its n-grams.
func (w *Words) Vector(dst []float32, word int32) {
	clear(dst)
	rows := w.parts.of(word)
	for _, i := range rows {
		vec.Add(dst, w.In.Row(int(i)))
	}
	vec.Scale(1/float32(len(rows)), dst)
}

// Tree returns the tree of hierarchical softmax, or nil.
func (w *Words) Tree() *word2vec.Huffman { return w.tree }
