package glove

import (
	"errors"
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// Continue returns a model that goes on with other counts, for all its iterations:
// usually the old ones and those of a new text, as a Merging gives them. Words that m
// has keep their vectors and what AdaGrad remembers of them, and must have the same
// ids; those after them are new. The model itself stays as it is.
func (m *Model) Continue(counts *Counts, seed uint64) (*Model, error) {
	switch {
	case !m.Filled():
		return nil, errors.New("continue glove: the model has no vectors yet")
	case counts.Words() < m.Words():
		return nil, fmt.Errorf("continue glove: counts of %d words for a model of %d", counts.Words(), m.Words())
	}
	c, err := New(m.config, counts, seed)
	if err != nil {
		return nil, fmt.Errorf("continue: %w", err)
	}
	copy(c.table.Weights.Data, m.table.Weights.Data)
	c.filled = m.Words()
	return c, nil
}

// Freeze lets words keep their vectors from now on, also in a model that continues
// this one; their biases learn on.
func (m *Model) Freeze(ids ...int32) error {
	if !m.Filled() {
		return errors.New("freeze: the model has no vectors yet")
	}
	for _, id := range ids {
		if id < 0 || int(id) >= m.Words() {
			return fmt.Errorf("freeze: row %d is outside 0 to %d", id, m.Words()-1)
		}
	}
	for _, part := range []int{wordSums, contextSums} {
		for _, id := range ids {
			sums := m.part(part).Row(int(id))[:m.config.Dim]
			for k := range sums {
				sums[k] = still
			}
		}
	}
	return nil
}

// SetVectors gives words vectors to start from: the one called words[i] row k of
// weights where labels[k] is the same. It returns which words have got one; the
// others keep theirs, as does a word whose label comes again. As what one uses is
// w + w̃, each gets half of the vector.
func (m *Model) SetVectors(words, labels []string, weights blas32.General) (found []int32, err error) {
	switch {
	case len(words) != m.Words():
		return nil, fmt.Errorf("set vectors: %d words for %d rows", len(words), m.Words())
	case len(labels) != weights.Rows:
		return nil, fmt.Errorf("set vectors: %d labels for %d rows", len(labels), weights.Rows)
	case weights.Cols != m.config.Dim:
		return nil, fmt.Errorf("set vectors: they have %d dimensions, the model %d", weights.Cols, m.config.Dim)
	case weights.Rows > 0 && (weights.Stride < weights.Cols || len(weights.Data) < (weights.Rows-1)*weights.Stride+weights.Cols):
		return nil, fmt.Errorf("set vectors: %d × %d numbers with a stride of %d in a slice of %d", weights.Rows, weights.Cols, weights.Stride, len(weights.Data))
	}
	m.fill(m.Words())
	index := make(map[string]int32, len(words))
	for id, word := range words {
		index[word] = int32(id)
	}
	for k, label := range labels {
		id, known := index[label]
		if !known {
			continue
		}
		delete(index, label)
		for _, part := range []int{wordPart, contextPart} {
			row := m.part(part).Row(int(id))[:m.config.Dim]
			copy(row, weights.Data[k*weights.Stride:])
			vec.Scale(.5, row)
		}
		found = append(found, id)
	}
	return found, nil
}
