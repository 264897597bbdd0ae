package fasttext

import (
	"gonum.org/v1/gonum/blas/blas32"

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

// Shares returns the parts of a word, known or not, and how much of its vector each
// brings; together that is 1, or 0 where the vector is:
//
//	share(g) = z_g·h / (n·‖h‖²), h = 1/n·Σ z_g.
func (m *Model) Shares(word string) (parts []Subword, shares []float64) {
	h := make([]float32, m.Dim())
	m.Vector(h, word)
	parts = m.Dictionary.Subwords(word)
	shares = make([]float64, len(parts))
	if square := float64(vec.Dot(h, h)); square > 0 {
		for i, p := range parts {
			shares[i] = float64(m.In.Dot(p.Row, h)) / square / float64(len(parts))
		}
	}
	return parts, shares
}

// LabelRows returns copies of the rows of Out that stand for the labels of a supervised
// model, and false if there are none: with hierarchical softmax they stand for the
// nodes of a tree.
func (m *Model) LabelRows() (blas32.General, bool) {
	if m.Settings.Method != Supervised || m.Settings.Loss == HierarchicalSoftmax {
		return blas32.General{}, false
	}
	rows := blas32.General{Rows: m.Out.Rows(), Cols: m.Dim(), Stride: m.Dim(), Data: make([]float32, m.Out.Rows()*m.Dim())}
	for i := range rows.Rows {
		m.Out.AddRow(rows.Data[i*rows.Stride:][:rows.Cols], int32(i))
	}
	return rows, true
}
