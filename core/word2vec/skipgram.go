package word2vec

import (
	"fmt"
	"math"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/optim"
	"nearspace/core/vec"
)

// Config holds the settings of a training run. A zero stands for the default,
// which is word2vec.c's.
type Config struct {
	Dim           int     // length of a vector; 100
	Window        int     // words to each side at most; 5, at most MaxWindow
	Negative      int     // noise words for each window; 5, at most MaxNegative
	Sample        float64 // frequency from which words are thinned out; 1e-3, negative: none are
	LearningRate  float64 // at the start; 0.025, falls linearly to a 1e-4th of it
	Epochs        int     // passes over the text; 5
	NoiseExponent float64 // noise ∝ countᵃ; 0.75
}

// Bounds that come from the kernels' scratch.
const (
	MaxWindow   = vec.MaxRows / 2
	MaxNegative = vec.MaxRows - 1
)

func (c Config) withDefaults() Config {
	or := func(x *int, standard int) {
		if *x == 0 {
			*x = standard
		}
	}
	orFloat := func(x *float64, standard float64) {
		if *x == 0 {
			*x = standard
		}
	}
	or(&c.Dim, 100)
	or(&c.Window, 5)
	or(&c.Negative, 5)
	or(&c.Epochs, 5)
	orFloat(&c.Sample, 1e-3)
	orFloat(&c.LearningRate, .025)
	orFloat(&c.NoiseExponent, .75)
	return c
}

func (c Config) check() error {
	switch {
	case c.Dim < 1:
		return fmt.Errorf("dimension %d is less than 1", c.Dim)
	case c.Window < 1 || c.Window > MaxWindow:
		return fmt.Errorf("window %d is outside 1 to %d", c.Window, MaxWindow)
	case c.Negative < 1 || c.Negative > MaxNegative:
		return fmt.Errorf("%d negatives are outside 1 to %d", c.Negative, MaxNegative)
	case !(c.LearningRate > 0) || math.IsInf(c.LearningRate, 0):
		return fmt.Errorf("learning rate %v is not a positive number", c.LearningRate)
	case c.Epochs < 1:
		return fmt.Errorf("%d epochs are less than 1", c.Epochs)
	}
	return nil
}

// A SkipGram is a model in training. Train drives it.
type SkipGram struct {
	In  *embedding.Table // the word vectors one uses
	Out *embedding.Table // the vectors of words as they are predicted

	config Config
	text   *corpus.Corpus
	keep   []float64 // probability to keep a word, by id
	noise  Noise

	state
	block
}

// state is what changes while training, besides the tables.
type state struct {
	filled   int // rows of In that have their first values
	rng      Random
	epoch    int
	next     int     // the first sentence not begun
	sentence []int32 // the one under way, thinned out
	place    int     // of the next centre in it
	words    int64   // of the corpus, in sentences begun, over all epochs
	rate     float32 // learning rate in this sentence
	centres  int64   // trained on
	loss     lossSum
}

// lossSum adds up the losses of sampled pairs of window and centre.
type lossSum struct {
	total float64
	pairs int64
}

// block is the scratch of one window.
type block struct {
	context   []int32
	targets   []int32   // the centre and the distinct negatives
	times     []float32 // how often each was drawn
	gradients []float32
}

// New returns a model whose first steps fill In uniformly in ±1/(2·Dim); Out is
// zero.
// One seed gives the same vectors, bit for bit, on the same build and width of
// vectors, however training is sliced.
func New(config Config, text *corpus.Corpus, seed uint64) (*SkipGram, error) {
	c := config.withDefaults()
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("skip-gram: %w", err)
	}
	counts := text.Vocabulary.Counts
	if len(counts) < 2 {
		return nil, fmt.Errorf("skip-gram: a vocabulary of %d words has no noise to tell from", len(counts))
	}
	m := &SkipGram{
		In: embedding.NewTable(len(counts), c.Dim), Out: embedding.NewTable(len(counts), c.Dim),
		config: c, text: text,
		keep:  KeepProbabilities(text.Vocabulary, c.Sample),
		noise: NewNoise(text.Vocabulary.NoiseWeights(c.NoiseExponent)),
		block: block{gradients: make([]float32, vec.MaxRows*vec.MaxRows)},
	}
	m.rng = NewRandom(seed)
	return m, nil
}

// Filled reports whether every row of In has its first values.
func (m *SkipGram) Filled() bool { return m.filled == m.In.Rows() }

// fill gives the next rows of In their first values.
func (m *SkipGram) fill(rows int) {
	for end := min(m.In.Rows(), m.filled+rows); m.filled < end; m.filled++ {
		for k, row := 0, m.In.Row(m.filled); k < len(row); k++ {
			row[k] = (m.rng.Float32() - .5) / float32(m.config.Dim)
		}
	}
}

// SetLearningRate changes the rate from the next sentence on: it falls along the
// line that would have begun at start.
func (m *SkipGram) SetLearningRate(start float64) { m.config.LearningRate = start }

// Words returns how many words of the corpus training has gone through, and how
// many there are in all epochs.
func (m *SkipGram) Words() (done, total int64) {
	if m.finished() {
		return m.total(), m.total()
	}
	return m.words, m.total()
}

func (m *SkipGram) total() int64 { return int64(len(m.text.IDs)) * int64(m.config.Epochs) }

func (m *SkipGram) finished() bool { return m.epoch == m.config.Epochs }

// TakeLoss returns the mean loss of a word of a window since the last call, and
// how many were looked at: one window in sixteen. An untrained model's is
// (1+Negative)·ln 2.
func (m *SkipGram) TakeLoss() (mean float64, pairs int64) {
	sum := m.loss
	m.loss = lossSum{}
	if sum.pairs == 0 {
		return 0, 0
	}
	return sum.total / float64(sum.pairs), sum.pairs
}

// BetweenSentences says whether the last sentence begun has been gone through.
// The state is then the same however training was sliced.
func (m *SkipGram) BetweenSentences() bool {
	return m.Filled() && m.place == len(m.sentence)
}

// Train trains on up to so many centres, but not beyond the end of a sentence,
// and returns whether anything is left. The first calls fill so many rows.
func (m *SkipGram) Train(centres int) bool {
	if m.finished() {
		return false
	}
	if !m.Filled() {
		m.fill(centres)
		return true
	}
	if m.place == len(m.sentence) {
		m.begin()
	}
	for end := min(len(m.sentence), m.place+centres); m.place < end; m.place++ {
		m.window()
	}
	if m.place == len(m.sentence) && m.next == len(m.text.Ends) {
		m.epoch++
		m.next = 0
	}
	return !m.finished()
}

// begin reads the next sentence, leaves out frequent words at random, and sets
// the learning rate.
func (m *SkipGram) begin() {
	falling := optim.Linear{Start: m.config.LearningRate, End: 1e-4 * m.config.LearningRate}
	m.rate = float32(falling.At(float64(m.words) / float64(m.total()+1)))

	words := m.text.Sentence(m.next)
	m.next++
	m.words += int64(len(words))
	m.sentence, m.place = m.sentence[:0], 0
	for _, id := range words {
		if p := m.keep[id]; p >= 1 || m.rng.Float64() < p {
			m.sentence = append(m.sentence, id)
		}
	}
}

// window trains on one centre.
func (m *SkipGram) window() {
	m.draw()
	if len(m.context) == 0 {
		return
	}
	n := len(m.targets)
	g := m.gradients[:len(m.context)*n]
	in, out := m.In.Padded(), m.Out.Padded()

	vec.RowDots(g, in, m.context, out, m.targets)
	if m.centres%16 == 0 {
		m.addLoss(g)
	}
	m.centres++

	// g ← −rate·times·(σ(w·c) − [c is the centre's])
	vec.Sigmoid(g, g)
	vec.Scale(-m.rate, g)
	for i := 0; i < len(g); i += n {
		g[i] += m.rate
	}
	if n != m.config.Negative+1 {
		m.weigh(g)
	}
	vec.RowUpdates(in, m.context, out, m.targets, g)
}

// draw fills the block: the context, which is shrunk by a random amount, and the
// negatives. A negative that is the centre itself is drawn again.
func (m *SkipGram) draw() {
	centre := m.sentence[m.place]
	reach := m.config.Window - int(m.rng.Below(uint32(m.config.Window)))
	m.context = m.context[:0]
	for i := max(0, m.place-reach); i <= min(len(m.sentence)-1, m.place+reach); i++ {
		if i != m.place {
			m.context = append(m.context, m.sentence[i])
		}
	}
	m.targets, m.times = append(m.targets[:0], centre), append(m.times[:0], 1)
next:
	for range m.config.Negative {
		id := m.noise.DrawOther(&m.rng, centre)
		for j, t := range m.targets {
			if t == id {
				m.times[j]++
				continue next
			}
		}
		m.targets, m.times = append(m.targets, id), append(m.times, 1)
	}
}

// weigh counts a negative as often as it was drawn.
func (m *SkipGram) weigh(g []float32) {
	n := len(m.targets)
	for i := 0; i < len(g); i += n {
		for j := 1; j < n; j++ {
			g[i+j] *= m.times[j]
		}
	}
}

func (m *SkipGram) addLoss(scores []float32) {
	n := len(m.targets)
	for i := 0; i < len(scores); i += n {
		m.loss.total += softplus(-float64(scores[i]))
		for j := 1; j < n; j++ {
			m.loss.total += float64(m.times[j]) * softplus(float64(scores[i+j]))
		}
	}
	m.loss.pairs += int64(len(m.context))
}

// softplus is log(1+eˣ) = −log σ(−x).
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}
