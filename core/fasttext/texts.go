package fasttext

import (
	"fmt"
	"slices"

	"nearspace/core/embedding"
	"nearspace/core/optim"
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// Texts is a classifier of texts in training. Train drives it.
type Texts struct {
	In  *embedding.Table // of each word, then of each bucket
	Out *embedding.Table // of each label, or of each inner node of the tree

	settings   Settings
	dictionary *Dictionary
	examples   *Examples
	frozen     map[int32]bool // rows of In that stay as they are; nil: none do
	parts      bags           // rows of In of each word of the examples
	hashes     []int32        // of each word of the examples
	marks      []int32        // each label of the examples, as the dictionary numbers it
	output     *output
	seed       uint64

	textState
	order  []int32 // of the examples in this epoch
	bag    []int32 // rows of one text
	hidden []float32
	move   []float32
	labels []int32
	run    []int32
}

// textState is what changes while training, besides the tables.
type textState struct {
	filled int // rows of In that have their first values
	rng    word2vec.Random
	epoch  int
	next   int   // the next text of order
	tokens int64 // gone through, over all epochs
	loss   lossSum
}

// NewTexts returns a classifier whose first steps fill In uniformly in ±1/Dim;
// Out is zero. Unlike the original it goes through the texts in another order
// each epoch. One seed gives the same vectors, bit for bit, on the same build and
// width of vectors, however training is sliced.
func NewTexts(s Settings, e *Examples, seed uint64) (*Texts, error) {
	s.Method = Supervised
	s = s.withDefaults()
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("fastText: %w", err)
	}
	d, err := newDictionary(e.count(s), s)
	if err != nil {
		return nil, fmt.Errorf("fastText: %w", err)
	}
	return newTexts(s, e, d, embedding.NewTable(d.Rows(), s.Dim), embedding.NewTable(len(d.Labels), s.Dim), seed)
}

func newTexts(s Settings, e *Examples, d *Dictionary, in, out *embedding.Table, seed uint64) (*Texts, error) {
	if err := s.check(); err != nil {
		return nil, fmt.Errorf("fastText: %w", err)
	}
	switch {
	case len(d.Words)+d.buckets == 0 || e.Len() == 0:
		return nil, fmt.Errorf("fastText: %d texts have no word that occurs %d times", e.Len(), s.MinCount)
	case len(d.Labels) < 2:
		return nil, fmt.Errorf("fastText: %d labels leave nothing to tell apart", len(d.Labels))
	}
	output, err := newOutput(s, out, d.LabelCounts)
	if err != nil {
		return nil, fmt.Errorf("fastText: %w", err)
	}
	t := &Texts{
		In: in, Out: out, settings: s, dictionary: d, examples: e, output: output, seed: seed,
		hidden: make([]float32, in.Weights.Stride), move: make([]float32, in.Weights.Stride),
	}
	for _, word := range e.words.all {
		t.parts.add(func(rows []int32) []int32 { return d.appendSubwords(rows, word) })
		t.hashes = append(t.hashes, int32(Hash(word)))
	}
	for _, label := range e.labels.all {
		id, known := d.labels[label]
		if !known {
			id = -1
		}
		t.marks = append(t.marks, id)
	}
	t.rng = word2vec.NewRandom(seed)
	t.shuffle()
	return t, nil
}

// shuffle puts the texts in the order of the epoch, which seed and epoch alone
// decide.
func (t *Texts) shuffle() {
	t.order = t.order[:0]
	rng := word2vec.NewRandom(t.seed + uint64(t.epoch)*0x9e3779b97f4a7c15)
	for i := range int32(t.examples.Len()) {
		j := rng.Below(uint32(i + 1))
		t.order = append(t.order, i)
		t.order[i], t.order[j] = t.order[j], i
	}
}

// Model returns the model as trained so far. It shares its tables with t.
func (t *Texts) Model() *Model {
	return &Model{Settings: t.settings, Dictionary: t.dictionary, In: Dense{t.In}, Out: Dense{t.Out}}
}

// Filled reports whether every row of In has its first values.
func (t *Texts) Filled() bool { return t.filled == t.In.Rows() }

// SetLearningRate changes the rate from the next text on: it falls along the line
// that would have begun at start.
func (t *Texts) SetLearningRate(start float64) { t.settings.LearningRate = start }

// Texts returns how many texts training has gone through, and how many there are
// in all epochs.
func (t *Texts) Texts() (done, total int64) {
	n := int64(t.examples.Len())
	return int64(t.epoch)*n + int64(t.next), int64(t.settings.Epochs) * n
}

// Examples returns the texts that are learnt from.
func (t *Texts) Examples() *Examples { return t.examples }

// TakeLoss returns the mean loss of a text since the last call, and how many were
// looked at.
func (t *Texts) TakeLoss() (mean float64, texts int64) { return t.loss.take() }

// Train trains on up to so many texts and returns whether anything is left. The
// first calls fill so many rows.
func (t *Texts) Train(texts int) bool {
	if t.epoch == t.settings.Epochs {
		return false
	}
	if !t.Filled() {
		for end := min(t.In.Rows(), t.filled+texts); t.filled < end; t.filled++ {
			fillRow(t.In.Row(t.filled), &t.rng)
		}
		return true
	}
	for ; texts > 0 && t.next < len(t.order); texts-- {
		t.learn(int(t.order[t.next]))
		t.next++
	}
	if t.next == len(t.order) {
		t.epoch++
		t.next = 0
		t.shuffle()
	}
	return t.epoch < t.settings.Epochs
}

// learn trains on one text. Its gradient is shared out among its rows.
func (t *Texts) learn(i int) {
	rate := t.rate()
	t.tokens += int64(len(t.examples.tokens.of(int32(i))) + len(t.examples.marks.of(int32(i))))
	rows, labels := t.line(i)
	if len(rows) == 0 || len(labels) == 0 {
		return
	}
	in := t.In.Padded()
	share := 1 / float32(len(rows))
	vec.RowSum(t.hidden, share, in, rows)
	t.loss.total += t.output.learn(t.move, t.hidden, labels, rate, &t.rng)
	t.loss.inputs++
	vec.AddToRows(in, t.free(rows), share, t.move)
}

// free takes out of some rows, in their place, those that are frozen.
func (t *Texts) free(rows []int32) []int32 {
	if t.frozen == nil {
		return rows
	}
	return slices.DeleteFunc(rows, func(row int32) bool { return t.frozen[row] })
}

func (t *Texts) rate() float32 {
	all := int64(len(t.examples.tokens.rows)+len(t.examples.marks.rows)) * int64(t.settings.Epochs)
	falling := optim.Linear{Start: t.settings.LearningRate}
	return float32(falling.At(float64(t.tokens) / float64(all+1)))
}

// line is Dictionary.Line of an example.
func (t *Texts) line(i int) (rows, labels []int32) {
	t.bag, t.labels, t.run = t.bag[:0], t.labels[:0], t.run[:0]
	for _, word := range t.examples.tokens.of(int32(i)) {
		t.bag = append(t.bag, t.parts.of(word)...)
		t.run = append(t.run, t.hashes[word])
	}
	t.bag = t.dictionary.appendSequences(t.bag, t.run)
	for _, mark := range t.examples.marks.of(int32(i)) {
		if id := t.marks[mark]; id >= 0 {
			t.labels = append(t.labels, id)
		}
	}
	return t.bag, t.labels
}
