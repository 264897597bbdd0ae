package word2vec

import (
	"errors"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
)

// Continue returns a model that goes on with a new text, for all its epochs. The
// text's words that are new get ids and rows after the old ones; old ones keep
// theirs, and their counts add up. An inner node of the Huffman tree keeps its
// row and its meaning too: the new words are joined on above the old tree. The
// model itself stays as it is.
func (m *Model) Continue(text *corpus.Corpus, seed uint64) (*Model, error) {
	if m.documents.rows != nil {
		return nil, errors.New("continue word2vec: the model has documents, and goes on by ContinueParagraphs")
	}
	c, err := m.with(text, seed)
	if err != nil {
		return nil, fmt.Errorf("continue word2vec: %w", err)
	}
	words := m.vocabulary()
	copyRows(c.In, m.In, words)
	c.filled = words
	c.fill(c.vocabulary() - words)
	if err := c.Freeze(m.Frozen()...); err != nil {
		return nil, fmt.Errorf("continue word2vec: %w", err)
	}
	return c, nil
}

// with returns a model of the words of the model's text and another, whose rows of Out
// are those of the model's.
func (m *Model) with(text *corpus.Corpus, seed uint64) (*Model, error) {
	if !m.Filled() {
		return nil, errors.New("the model has no vectors yet")
	}
	old := m.text.Vocabulary
	joined := text.After(old)
	tree := m.Tree
	if tree != nil {
		tree = tree.Extend(old.Total, joined.Vocabulary.Counts[len(old.Counts):])
	}
	c, err := newModel(m.config, joined, tree, NewRandom(seed))
	if err == nil {
		copyRows(c.Out, m.Out, m.Out.Rows())
	}
	return c, err
}

func idsOf(words []string) map[string]int32 {
	index := make(map[string]int32, len(words))
	for id, word := range words {
		index[word] = int32(id)
	}
	return index
}

func copyRows(to, from *embedding.Table, rows int) {
	for i := range rows {
		copy(to.Row(i), from.Row(i))
	}
}

// SetVectors gives the words vectors to start from, row i of weights to the one
// that is called labels[i], and returns which words have got one. The others keep
// their own, as does a word whose label comes again. One may Freeze what was
// found, so that the rest learns to fit it.
func (m *Model) SetVectors(labels []string, weights blas32.General) (found []int32, err error) {
	switch {
	case !m.shard.Alone() && m.words > 0:
		return nil, errors.New("set vectors: the shard has begun, and the others would not know")
	case len(labels) != weights.Rows:
		return nil, fmt.Errorf("set vectors: %d labels for %d rows", len(labels), weights.Rows)
	case weights.Cols != m.In.Dim():
		return nil, fmt.Errorf("set vectors: they have %d dimensions, the model %d", weights.Cols, m.In.Dim())
	case weights.Rows > 0 && (weights.Stride < weights.Cols || len(weights.Data) < (weights.Rows-1)*weights.Stride+weights.Cols):
		return nil, fmt.Errorf("set vectors: %d × %d numbers with a stride of %d in a slice of %d", weights.Rows, weights.Cols, weights.Stride, len(weights.Data))
	}
	m.fill(m.In.Rows())
	index := idsOf(m.text.Vocabulary.Words)
	for i, label := range labels {
		if id, known := index[label]; known {
			delete(index, label)
			copy(m.In.Row(int(id)), weights.Data[i*weights.Stride:])
			found = append(found, id)
		}
	}
	return found, nil
}

// Freeze makes rows of In ones that training reads but does not move. Out still
// learns from them.
func (m *Model) Freeze(rows ...int32) error {
	for _, id := range rows {
		if id < 0 || int(id) >= m.In.Rows() {
			return fmt.Errorf("freeze: row %d is outside 0 to %d", id, m.In.Rows()-1)
		}
	}
	for _, id := range rows {
		if m.frozen == nil {
			m.frozen = make([]bool, m.In.Rows())
		}
		m.frozen[id] = true
	}
	return nil
}

// Thaw lets rows that were frozen be trained again.
func (m *Model) Thaw(rows ...int32) {
	for _, id := range rows {
		if m.frozen != nil && id >= 0 && int(id) < len(m.frozen) {
			m.frozen[id] = false
		}
	}
	if !slices.Contains(m.frozen, true) {
		m.frozen = nil
	}
}

// Frozen returns the frozen rows.
func (m *Model) Frozen() []int32 {
	var rows []int32
	for id, frozen := range m.frozen {
		if frozen {
			rows = append(rows, int32(id))
		}
	}
	return rows
}
