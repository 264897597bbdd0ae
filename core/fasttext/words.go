package fasttext

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/localsgd"
	"nearspace/core/optim"
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// Words is a model of words in training. Train drives it.
type Words struct {
	In  *embedding.Table // of each word, then of each bucket
	Out *embedding.Table // of each word as it is predicted, or of each inner node of the tree

	settings   Settings
	dictionary *Dictionary
	text       *corpus.Corpus // its ids are those of the dictionary
	keep       []float64      // probability to keep a word, by id
	noise      word2vec.Noise
	tree       *word2vec.Huffman   // nil: negative sampling
	parts      bags                // rows of In, by word
	frozen     map[int32][]float32 // the vectors that words keep; nil: none do
	part       localsgd.Part
	partWords  int64 // of the text

	state
	window
}

// bags are lists of rows, one after the other.
type bags struct {
	rows []int32
	ends []int32
}

func (b *bags) add(rows func([]int32) []int32) {
	b.rows = rows(b.rows)
	b.ends = append(b.ends, int32(len(b.rows)))
}

func (b *bags) of(i int32) []int32 {
	from := int32(0)
	if i > 0 {
		from = b.ends[i-1]
	}
	return b.rows[from:b.ends[i]]
}

// state is what changes while training, besides the tables.
type state struct {
	filled   int // rows of In that have their first values
	rng      word2vec.Random
	epoch    int
	next     int     // the first sentence not begun
	sentence []int32 // the one under way, thinned out
	place    int     // of the next centre in it
	entered  int     // places whose vectors are in the window's hidden
	left     int     // places whose vectors have been given back
	words    int64   // of the corpus, in sentences begun, over all epochs
	rate     float32 // learning rate in this sentence
	centres  int64   // trained on
	loss     lossSum
}

// NewWords returns a model whose first steps fill In uniformly in ±1/Dim; Out is
// zero. One seed gives the same vectors, bit for bit, on the same build and width
// of vectors, however training is sliced.
func NewWords(s Settings, text *corpus.Corpus, seed uint64) (*Words, error) {
	s = s.withDefaults()
	w, err := newWords(s, text, text.Vocabulary.Counts, seed)
	if err != nil {
		return nil, fmt.Errorf("fastText: %w", err)
	}
	w.In = embedding.NewTable(w.dictionary.Rows(), s.Dim)
	w.Out = embedding.NewTable(len(w.dictionary.Words), s.Dim)
	return w, nil
}

// newWords makes all but the tables.
func newWords(s Settings, text *corpus.Corpus, counts []int64, seed uint64) (*Words, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	v := text.Vocabulary
	switch {
	case s.Method == Supervised:
		return nil, fmt.Errorf("a %v model learns from texts with labels", s.Method)
	case len(v.Words) < 2:
		return nil, fmt.Errorf("a vocabulary of %d words has nothing to tell apart", len(v.Words))
	}
	d, err := newDictionary(Dictionary{Words: v.Words, Counts: counts, Tokens: v.Total}, s)
	if err != nil {
		return nil, err
	}
	w := &Words{settings: s, dictionary: d, text: text, keep: word2vec.KeepProbabilities(v, s.Sample)}
	if s.Loss == HierarchicalSoftmax {
		w.tree = word2vec.NewHuffman(counts)
		if deepest := w.tree.Deepest(); deepest > vec.MaxRows {
			return nil, fmt.Errorf("the rarest word is %d decisions deep in the Huffman tree, at most %d are possible", deepest, vec.MaxRows)
		}
	} else {
		noise := corpus.Vocabulary{Counts: counts}
		w.noise = word2vec.NewNoise(noise.NoiseWeights(s.NoiseExponent))
	}
	for _, word := range d.Words {
		w.parts.add(func(rows []int32) []int32 { return d.appendSubwords(rows, word) })
	}
	w.rng, w.partWords = word2vec.NewRandom(seed), int64(len(text.IDs))
	w.window = newWindow(s)
	return w, nil
}

// Continue returns a model that goes on from another one, an original's for
// instance, with a new text. Words that are new get a row of random numbers
// beside those of their n-grams; under hierarchical softmax, whose tree has no
// place for them, they are left out. Of the settings those count that are not the
// model's shape: window, negatives, noise, sample, rates, epochs, Sum and Share. The model's
// tables are taken over: it changes with the new one, or is of no use any more.
func (m *Model) Continue(s Settings, text *corpus.Corpus, seed uint64) (*Words, error) {
	in, ok := m.In.(Dense)
	out, okOut := m.Out.(Dense)
	if !ok || !okOut || m.Settings.Method == Supervised {
		return nil, fmt.Errorf("fastText: training of words does not go on from a model that is quantised or supervised")
	}
	shape := m.Settings
	s.Method, s.Loss, s.Dim = shape.Method, shape.Loss, shape.Dim
	s = s.withDefaults()
	s.MinN, s.MaxN, s.Buckets, s.MinCount, s.WordNgrams = shape.MinN, shape.MaxN, shape.Buckets, max(shape.MinCount, 1), 1

	text, counts := m.renumber(text)
	w, err := newWords(s, text, counts, seed)
	if err != nil {
		return nil, fmt.Errorf("fastText: %w", err)
	}
	w.dictionary.Tokens += m.Dictionary.Tokens
	w.In, w.Out = in.Table, out.Table
	if old, now := len(m.Dictionary.Words), len(text.Vocabulary.Words); now > old {
		w.In, w.Out = embedding.NewTable(w.dictionary.Rows(), s.Dim), embedding.NewTable(now, s.Dim)
		stride := w.In.Weights.Stride
		copy(w.In.Weights.Data, in.Weights.Data[:old*stride])
		copy(w.In.Weights.Data[now*stride:], in.Weights.Data[old*stride:])
		copy(w.Out.Weights.Data, out.Weights.Data)
		for i := old; i < now; i++ {
			w.fillRow(i)
		}
	}
	w.filled = w.In.Rows()
	return w, nil
}

// renumber gives a text the numbers of the model's words and, after those, of
// new ones; counts are those of both texts.
func (m *Model) renumber(text *corpus.Corpus) (_ *corpus.Corpus, counts []int64) {
	v := &corpus.Vocabulary{
		Words: slices.Clone(m.Dictionary.Words), Counts: make([]int64, len(m.Dictionary.Words)),
		Types: text.Vocabulary.Types, Tokens: text.Vocabulary.Tokens,
	}
	counts = slices.Clone(m.Dictionary.Counts)
	numbers := make([]int32, len(text.Vocabulary.Words))
	for i, word := range text.Vocabulary.Words {
		n := text.Vocabulary.Counts[i]
		id, known := m.Dictionary.ID(word)
		if !known && m.Settings.Loss == HierarchicalSoftmax {
			numbers[i] = -1
			continue
		}
		if !known {
			id = int32(len(v.Words))
			v.Words, v.Counts, counts = append(v.Words, word), append(v.Counts, 0), append(counts, 0)
		}
		numbers[i] = id
		v.Counts[id] += n
		v.Total += n
		if m.Settings.Loss != HierarchicalSoftmax {
			counts[id] += n // else the tree would be another
		}
	}
	again := &corpus.Corpus{Vocabulary: v, IDs: make([]int32, 0, v.Total)}
	for i := range text.Ends {
		for _, id := range text.Sentence(i) {
			if numbers[id] >= 0 {
				again.IDs = append(again.IDs, numbers[id])
			}
		}
		if end := int32(len(again.IDs)); len(again.Ends) == 0 && end > 0 || len(again.Ends) > 0 && end > again.Ends[len(again.Ends)-1] {
			again.Ends = append(again.Ends, end)
		}
	}
	return again, counts
}

// Continue is that of the model as trained so far. What is frozen stays so.
func (w *Words) Continue(s Settings, text *corpus.Corpus, seed uint64) (*Words, error) {
	next, err := w.Model().Continue(s, text, seed)
	if err != nil {
		return nil, err
	}
	next.frozen = w.frozen
	return next, nil
}

// Model returns the model as trained so far. It shares its tables with w.
func (w *Words) Model() *Model {
	w.Settle()
	return &Model{Settings: w.settings, Dictionary: w.dictionary, In: Dense{w.In}, Out: Dense{w.Out}}
}

// Filled reports whether every row of In has its first values.
func (w *Words) Filled() bool { return w.filled == w.In.Rows() }

// fill gives the next rows of In their first values.
func (w *Words) fill(rows int) {
	for end := min(w.In.Rows(), w.filled+rows); w.filled < end; w.filled++ {
		w.fillRow(w.filled)
	}
	if w.Filled() {
		w.depart()
	}
}

func (w *Words) fillRow(i int) { fillRow(w.In.Row(i), &w.rng) }

func fillRow(row []float32, rng *word2vec.Random) {
	scale := 2 / float32(len(row))
	for k := range row {
		row[k] = (rng.Float32() - .5) * scale
	}
}

// SetLearningRate changes the rate from the next sentence on: it falls along the
// line that would have begun at start.
func (w *Words) SetLearningRate(start float64) { w.settings.LearningRate = start }

// Words returns how many words of the corpus, or of the model's shard of it,
// training has gone through, and how many there are in all epochs.
func (w *Words) Words() (done, total int64) {
	if w.finished() {
		return w.total(), w.total()
	}
	return w.words, w.total()
}

func (w *Words) total() int64 { return w.partWords * int64(w.settings.Epochs) }

func (w *Words) finished() bool { return w.epoch == w.settings.Epochs }

// TakeLoss returns the mean loss of an input since the last call, and how many
// were looked at: those of one window in sixteen. An input is a word of a window
// in skip-gram, a window in CBOW. At first it is ln 2 times 1+Negative, or times
// the mean depth of the tree.
func (w *Words) TakeLoss() (mean float64, inputs int64) { return w.loss.take() }

// BetweenSentences says whether the last sentence begun has been gone through.
// The state is then the same however training was sliced.
func (w *Words) BetweenSentences() bool { return w.Filled() && w.place == len(w.sentence) }

// Train trains on up to so many centres, but not beyond the end of a sentence,
// and returns whether anything is left. The first calls fill so many rows. A shard
// does nothing while a merge is due.
func (w *Words) Train(centres int) bool {
	switch {
	case w.finished():
		return false
	case !w.Filled():
		w.fill(centres)
		return true
	case w.Due():
		return true
	}
	w.part.Begin()
	if w.place == len(w.sentence) {
		w.begin()
	}
	for end := min(len(w.sentence), w.place+centres); w.place < end; w.place++ {
		w.enter(min(len(w.sentence), w.place+w.settings.Window+1))
		w.step()
		w.restore()
		w.leave(w.place - w.settings.Window + 1)
	}
	if w.place < len(w.sentence) {
		return true
	}
	w.leave(len(w.sentence))
	if w.next >= len(w.text.Ends) {
		w.epoch++
		w.next = w.part.Index()
	}
	return !w.finished()
}

// begin reads the next sentence, leaves out frequent words at random, and sets
// the learning rate.
func (w *Words) begin() {
	falling := optim.Linear{Start: w.settings.LearningRate, End: w.settings.MinRate}
	w.rate = float32(falling.At(float64(w.words) / float64(w.total()+1)))
	words := w.text.Sentence(w.next)
	w.next += w.part.Of()
	w.words += int64(len(words))
	w.sentence, w.place, w.entered, w.left = w.sentence[:0], 0, 0, 0
	for _, id := range words {
		if p := w.keep[id]; p >= 1 || w.rng.Float64() < p {
			w.sentence = append(w.sentence, id)
		}
	}
}

// enter looks up the vectors of the places before end. They stay in hidden, and
// learn there, until the window has left them: a vector is summed up once, and
// its error given to its rows once, and not for each of the windows it is in.
func (w *Words) enter(end int) {
	in := w.In.Padded()
	for ; w.entered < end; w.entered++ {
		slot := w.slot(w.entered)
		word := w.sentence[w.entered]
		rows := w.parts.of(word)
		h := w.row(w.hidden, slot)
		if kept, frozen := w.frozen[word]; frozen {
			copy(h, kept)
		} else {
			vec.RowSum(h, 1/float32(len(rows)), in, rows)
		}
		copy(w.row(w.before, slot), h)
		w.sizes[slot] = float32(len(rows))
	}
}

// restore takes back what the frozen words in reach have learned.
func (w *Words) restore() {
	if w.frozen == nil {
		return
	}
	for place := w.left; place < w.entered; place++ {
		if kept, frozen := w.frozen[w.sentence[place]]; frozen {
			copy(w.row(w.hidden, w.slot(place)), kept)
		}
	}
}

// leave gives what the vectors of the places before end have learned to their
// rows: all of it to each, as the original does, so that the mean moves as far.
func (w *Words) leave(end int) {
	in := w.In.Padded()
	for ; w.left < end; w.left++ {
		slot := w.slot(w.left)
		h := w.row(w.hidden, slot)
		vec.AddScaled(h, -1, w.row(w.before, slot))
		vec.AddToRows(in, w.parts.of(w.sentence[w.left]), 1, h)
	}
}

func (w *Words) slot(place int) int32 { return int32(place % w.hidden.Rows) }

func (w *Words) row(m blas32.General, slot int32) []float32 {
	at := int(slot) * m.Stride
	return m.Data[at : at+m.Cols]
}
