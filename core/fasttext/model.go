package fasttext

import (
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// A Model is what training comes to. In has a row for each word and each bucket
// of n-grams, Out one for each label, of an unsupervised model for each word, or
// with hierarchical softmax for each inner node of the tree (and one that is not
// used).
type Model struct {
	Settings   Settings // as trained: here a 0 means none
	Dictionary *Dictionary
	In, Out    Matrix

	tree       *word2vec.Huffman // of labels; made when it is needed
	rateUpdate int32             // of a file: after how many words the rate was set anew
}

// Dim returns the length of the vectors.
func (m *Model) Dim() int { return m.In.Dim() }

// Vector stores the vector of a word, known or not, in dst, which has Dim
// elements: the mean of its rows. It returns false, and zeros, if the word has
// none.
func (m *Model) Vector(dst []float32, word string) bool {
	return m.mean(dst, m.Dictionary.appendSubwords(nil, word))
}

// mean stores the mean of rows of In.
func (m *Model) mean(dst []float32, rows []int32) bool {
	clear(dst)
	if len(rows) == 0 {
		return false
	}
	mean := 1 / float32(len(rows))
	if in, ok := m.In.(Dense); ok {
		vec.RowSum(dst, mean, in.Weights, rows)
		return true
	}
	for _, i := range rows {
		m.In.AddRow(dst, i)
	}
	vec.Scale(mean, dst)
	return true
}

// SentenceVector stores a vector of a text in dst: of a supervised model the
// mean of all its rows, which is what it is classified by; of another the mean of
// its words' vectors, each at length 1.
func (m *Model) SentenceVector(dst []float32, text string) bool {
	if m.Settings.Method == Supervised {
		rows, _ := m.Dictionary.Line(text)
		return m.mean(dst, rows)
	}
	clear(dst)
	v, count := make([]float32, m.Dim()), 0
	for _, word := range fields(text) {
		m.Vector(v, word)
		if norm := vec.Norm(v); norm > 0 {
			vec.AddScaled(dst, 1/norm, v)
			count++
		}
	}
	if count == 0 {
		return false
	}
	vec.Scale(1/float32(count), dst)
	return true
}
