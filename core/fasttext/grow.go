package fasttext

import (
	"encoding/binary"
	"fmt"
	"slices"

	"nearspace/core/embedding"
	"nearspace/core/word2vec"
)

// ContinueTexts returns a classifier that goes on from this one with other texts.
// Words that are new, and frequent enough among them, get rows of random numbers
// after those of the words there are; new labels get rows of zeros; buckets stay.
// Words and labels count as often as they occur in all texts together.
//
// Under hierarchical softmax the rows of Out are decisions on the way down a tree
// that these counts make, so that the tree is made anew. A decision that parts the
// labels there were as one of the old tree did begins as that, the others at zero;
// and labels are numbered by their new counts, as a file must have them.
//
// A model that was cut takes no new words. Of the settings those count that are not
// the model's shape: learning rate, epochs, negatives and minimum counts. The
// model's tables are taken over: it changes with the new one, or is of no use any
// more.
func (m *Model) ContinueTexts(s Settings, e *Examples, seed uint64) (*Texts, error) {
	in, ok := m.In.(Dense)
	out, okOut := m.Out.(Dense)
	if !ok || !okOut || m.Settings.Method != Supervised {
		return nil, fmt.Errorf("fastText: training of texts does not go on from a model that is quantised or unsupervised")
	}
	shape := m.Settings
	s.Method, s.Loss, s.Dim = Supervised, shape.Loss, shape.Dim
	s = s.withDefaults()
	s.MinN, s.MaxN, s.Buckets = shape.MinN, shape.MaxN, shape.Buckets
	s.WordNgrams = max(shape.WordNgrams, 1)
	d, err := m.Dictionary.grown(e, s)
	if err != nil {
		return nil, fmt.Errorf("fastText: %w", err)
	}
	words, labels := len(m.Dictionary.Words), len(m.Dictionary.Labels)
	t, err := newTexts(s, e, d, widened(in.Table, words, len(d.Words)-words), widened(out.Table, labels, len(d.Labels)-labels), seed)
	if err != nil {
		return nil, err
	}
	for i := words; i < len(d.Words); i++ {
		fillRow(t.In.Row(i), &t.rng)
	}
	t.filled = t.In.Rows()
	if s.Loss == HierarchicalSoftmax {
		t.replant(out.Table, m.Dictionary)
	}
	return t, nil
}

// grown returns the dictionary with what other texts add.
func (d *Dictionary) grown(e *Examples, s Settings) (*Dictionary, error) {
	more := e.count(s)
	next := Dictionary{
		Words: slices.Clone(d.Words), Counts: slices.Clone(d.Counts),
		Labels: slices.Clone(d.Labels), LabelCounts: slices.Clone(d.LabelCounts),
		Tokens: d.Tokens + more.Tokens, kept: d.kept,
	}
	for i, word := range e.words.all {
		if id, known := d.words[word]; known {
			next.Counts[id] += e.words.counts[i]
		}
	}
	for i, label := range e.labels.all {
		if id, known := d.labels[label]; known {
			next.LabelCounts[id] += e.labels.counts[i]
		}
	}
	for i, word := range more.Words {
		if _, known := d.words[word]; !known && d.kept == nil {
			next.Words, next.Counts = append(next.Words, word), append(next.Counts, more.Counts[i])
		}
	}
	for i, label := range more.Labels {
		if _, known := d.labels[label]; !known {
			next.Labels, next.LabelCounts = append(next.Labels, label), append(next.LabelCounts, more.LabelCounts[i])
		}
	}
	if s.Loss == HierarchicalSoftmax {
		labels := counted{all: next.Labels, counts: next.LabelCounts}
		next.Labels, next.LabelCounts = labels.frequent(0)
	}
	return newDictionary(next, s)
}

// widened returns a table with so many rows of zeros put in before row at, the
// table itself if there are none.
func widened(t *embedding.Table, at, more int) *embedding.Table {
	if more == 0 {
		return t
	}
	wide := embedding.NewTable(t.Rows()+more, t.Dim())
	stride := t.Weights.Stride
	copy(wide.Weights.Data, t.Weights.Data[:at*stride])
	copy(wide.Weights.Data[(at+more)*stride:], t.Weights.Data[at*stride:])
	return wide
}

// replant gives the decisions of the tree what those of an earlier one have learnt.
func (t *Texts) replant(old *embedding.Table, d *Dictionary) {
	rows := make(map[[2]string]int, len(d.Labels))
	for node, sides := range parted(word2vec.NewHuffman(d.LabelCounts), d.Labels, d) {
		rows[sides] = node
	}
	next := embedding.NewTable(len(t.dictionary.Labels), old.Dim())
	for node, sides := range parted(t.output.tree, t.dictionary.Labels, d) {
		sign := float32(1)
		row, known := rows[sides]
		if !known {
			sign = -1 // σ(−x) = 1 − σ(x)
			row, known = rows[[2]string{sides[1], sides[0]}]
		}
		if known && sides[0] != "" && sides[1] != "" {
			for k, x := range old.Row(row) {
				next.Row(node)[k] = sign * x
			}
		}
	}
	t.Out, t.output.table = next, next
}

// parted spells for each inner node of a tree which labels of a dictionary are on
// either side of it.
func parted(tree *word2vec.Huffman, labels []string, of *Dictionary) [][2]string {
	ids := make([]int32, len(of.Labels)) // of the tree, by the dictionary's
	for i := range ids {
		ids[i] = -1
	}
	for id, label := range labels {
		if i, known := of.labels[label]; known {
			ids[i] = int32(id)
		}
	}
	spelt := make([][2][]byte, len(labels)-1)
	for i, id := range ids {
		if id < 0 {
			continue
		}
		nodes, codes := tree.Path(id)
		for k, node := range nodes {
			side := &spelt[node][codes[k]]
			*side = binary.AppendUvarint(*side, uint64(i))
		}
	}
	sides := make([][2]string, len(spelt))
	for node, side := range spelt {
		sides[node] = [2]string{string(side[0]), string(side[1])}
	}
	return sides
}
