package glove

import (
	"fmt"
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// A Model is a model in training. Train drives it.
//
// A bias is one more number of a row, which is multiplied with a one on the other
// side: of (w, b, 1) and (w̃, 1, b̃) the product is w·w̃ + b + b̃. The ones do not
// train. All that belongs to a word, these two and what AdaGrad remembers of each,
// is one row of a table, so that it lies together in memory: a word is needed with
// all other words in turn, and of a large vocabulary few are in the cache.
type Model struct {
	config Config
	seed   uint64
	counts *Counts
	table  *embedding.Table // words × 4 parts
	shard  shard
	rounds []round // of an iteration
	order  order

	state
}

// The parts of a row, each of Dim+2 numbers and rounded up to whole vectors. Of the
// sums of squares the 1 that they start at is left out.
const (
	wordPart = iota
	wordSums
	contextPart
	contextSums
	parts
)

// targets is what a chunk's entries are fitted to, and how much each weighs.
type targets struct{ log, weight []float32 }

// state is what changes while training, besides the tables.
type state struct {
	filled    int // rows that have their first values
	iteration int
	round     int
	tile      int // the next of the round
	loss      lossSum
}

type lossSum struct {
	total    float64
	products int64
}

// tileEntries is the piece that is shuffled. It divides a chunk.
const tileEntries = 64

// still is the sum of squares that the ones have, and what is frozen: divided by its
// root, a step is lost in rounding.
const still = 1e30

// New returns a model of the counts whose first steps fill both tables uniformly in
// ±1/(2·Dim). One seed gives the same vectors, bit for bit, on the same build and
// width of vectors, however training is sliced.
func New(config Config, counts *Counts, seed uint64) (*Model, error) {
	c := config.withDefaults()
	if err := c.check(); err != nil {
		return nil, fmt.Errorf("glove: %w", err)
	}
	if counts.NonZeros() == 0 {
		return nil, fmt.Errorf("glove: none of %d words stands near another", counts.Words())
	}
	width := embedding.NewTable(0, c.Dim+2).Weights.Stride
	m := &Model{config: c, seed: seed, counts: counts, table: embedding.NewTable(counts.Words(), parts*width)}
	m.rounds = []round{{counts: counts}}
	m.newOrder()
	return m, nil
}

// part returns one part of all rows, words × (Dim+2).
func (m *Model) part(which int) *embedding.Table {
	w := m.table.Weights
	w.Data = w.Data[which*w.Cols/parts:]
	w.Cols = m.config.Dim + 2
	return &embedding.Table{Weights: w}
}

// factor returns two parts as what FitRow takes, with the numbers that round them
// up: they are zero and stay so.
func (m *Model) factor(rows, sums int) *vec.Factor {
	f := vec.Factor{Rows: m.part(rows).Weights, Sums: m.part(sums).Weights}
	f.Rows.Cols = m.table.Dim() / parts
	f.Sums.Cols = f.Rows.Cols
	return &f
}

// Dim returns the length of a vector, without its bias.
func (m *Model) Dim() int { return m.config.Dim }

// Counts returns what the model is fitted to.
func (m *Model) Counts() *Counts { return m.counts }

// Words returns how many words have a vector.
func (m *Model) Words() int { return m.table.Rows() }

// Filled reports whether every row has its first values.
func (m *Model) Filled() bool { return m.filled == m.Words() }

// fill gives the next rows their first values, which depend on the seed and the
// row alone.
func (m *Model) fill(rows int) {
	var source rand.PCG
	d := m.config.Dim
	draw := embedding.Uniform(.5/float32(d), rand.New(&source))
	w, context := m.part(wordPart), m.part(contextPart)
	for end := min(m.Words(), m.filled+rows); m.filled < end; m.filled++ {
		source.Seed(m.seed, uint64(m.filled))
		word, other := w.Row(m.filled), context.Row(m.filled)
		draw(word)
		draw(other)
		word[d+1], other[d] = 1, 1
		m.part(wordSums).Row(m.filled)[d+1], m.part(contextSums).Row(m.filled)[d] = still, still
	}
}

// weigh computes the targets of a round's next chunk, and returns whether there was
// one.
func (m *Model) weigh(r *round) bool {
	if len(r.targets) == len(r.counts.chunks) {
		return false
	}
	c := r.counts.chunks[len(r.targets)]
	t := targets{make([]float32, len(c.x)), make([]float32, len(c.x))}
	for k, x := range c.x {
		log := math.Log(float64(x))
		t.log[k], t.weight[k] = float32(log), float32(m.config.weightOf(log))
	}
	r.targets = append(r.targets, t)
	return true
}

// prepare does the next piece of what comes before the first step, and returns
// whether there was anything to do.
func (m *Model) prepare(entries int) bool {
	switch {
	case !m.Filled():
		m.fill(entries)
		return true
	case !m.divided():
		m.divide(entries)
		return true
	}
	for k := range m.rounds {
		if m.weigh(&m.rounds[k]) {
			return true
		}
	}
	return false
}

// ready says that nothing is left to prepare.
func (m *Model) ready() bool {
	for _, r := range m.rounds {
		if len(r.targets) < len(r.counts.chunks) {
			return false
		}
	}
	return m.Filled() && m.divided()
}

// SetLearningRate changes the rate from the next tile on.
func (m *Model) SetLearningRate(rate float64) { m.config.LearningRate = rate }

// NonZeros returns how many non-zeros training has gone through, of the matrix or of
// the model's shard of it, and how many there are in all iterations.
func (m *Model) NonZeros() (done, total int64) {
	if !m.divided() { // the part of it is not known yet
		all := int64(m.counts.NonZeros()) / int64(m.shard.of)
		return all * int64(m.iteration), all * int64(m.config.Iterations)
	}
	var all int64
	for k, r := range m.rounds {
		n := int64(r.counts.NonZeros())
		switch {
		case k < m.round:
			done += n
		case k == m.round && m.tile > 0:
			done += n * int64(m.tile) / int64(r.tiles())
		}
		all += n
	}
	return all*int64(m.iteration) + done, all * int64(m.config.Iterations)
}

// Iteration returns how many passes are complete.
func (m *Model) Iteration() int { return m.iteration }

// TakeLoss returns the mean loss of a non-zero, ½·f·(…)², since the last call and
// how many were gone through.
func (m *Model) TakeLoss() (mean float64, nonZeros int64) {
	sum := m.loss
	m.loss = lossSum{}
	if sum.products == 0 {
		return 0, 0
	}
	return sum.total / float64(sum.products), sum.products
}

// newOrder shuffles the tiles of the round.
func (m *Model) newOrder() {
	seed, passes := m.seed+uint64(m.shard.index), m.iteration*len(m.rounds)+m.round
	m.order = newOrder(m.rounds[m.round].tiles(), seed, passes)
}

// Train trains on about so many non-zeros, at least on one tile's, but not beyond
// the end of an iteration, and returns whether anything is left. The first calls
// fill the tables and compute the targets. A shard does nothing while an exchange is
// due.
func (m *Model) Train(nonZeros int) bool {
	switch {
	case m.iteration == m.config.Iterations:
		return false
	case !m.ready():
		if m.prepare(nonZeros); m.ready() {
			m.tile = min(m.tile, m.rounds[m.round].tiles()) // a save is read before the entries are divided
			m.newOrder()
		}
		return true
	}
	r := &m.rounds[m.round]
	for tiles := r.tiles(); nonZeros > 0 && m.tile < tiles; m.tile++ {
		m.fit(r, m.order.at(m.tile))
		nonZeros -= 2 * tileEntries
	}
	if m.shard.of == 0 && m.tile == r.tiles() {
		m.endRound()
	}
	return m.iteration < m.config.Iterations
}

// endRound goes on with the next round.
func (m *Model) endRound() {
	m.tile = 0
	if m.round++; m.round == len(m.rounds) {
		m.round = 0
		m.iteration++
	}
	m.newOrder()
}

// Next returns the entry that training comes to next, and false if nothing is left.
func (m *Model) Next() (i, j int, ok bool) {
	r := &m.rounds[m.round]
	if m.iteration == m.config.Iterations || m.tile >= r.tiles() {
		return 0, 0, false
	}
	entry := m.order.at(m.tile) * tileEntries
	return r.counts.rowOf(entry), int(r.counts.chunks[entry>>chunkBits].columns[entry&(chunkEntries-1)]), true
}

// fit takes the steps of a tile, row after row.
func (m *Model) fit(r *round, tile int) {
	from := tile * tileEntries
	end := min(from+tileEntries, r.counts.half)
	chunk, targets := &r.counts.chunks[from>>chunkBits], &r.targets[from>>chunkBits]
	x, y := m.factor(wordPart, wordSums), m.factor(contextPart, contextSums)
	rate := float32(m.config.LearningRate)
	for i := r.counts.rowOf(from); from < end; i++ {
		stop := min(end, r.counts.starts[i+1])
		if stop <= from {
			continue
		}
		a, b := from&(chunkEntries-1), (stop-1)&(chunkEntries-1)+1
		if chunk.columns[a] == int32(i) {
			m.loss.total += vec.FitDiagonal(x, y, int32(i), targets.log[a], targets.weight[a], rate)
			m.loss.products++
			a++
		}
		m.loss.total += vec.FitRow(x, y, int32(i), chunk.columns[a:b], targets.log[a:b], targets.weight[a:b], rate)
		m.loss.products += 2 * int64(b-a)
		from = stop
	}
}

// Vectors returns w of all words, words × Dim, and ContextVectors w̃: the model's
// own numbers, not copies, with other numbers between the rows.
func (m *Model) Vectors() blas32.General { return m.vectors(wordPart) }

// ContextVectors returns w̃ of all words. See Vectors.
func (m *Model) ContextVectors() blas32.General { return m.vectors(contextPart) }

func (m *Model) vectors(part int) blas32.General {
	v := m.part(part).Weights
	v.Cols = m.config.Dim
	return v
}

// Biases returns b and b̃ of a word.
func (m *Model) Biases(word int) (b, context float32) {
	d := m.config.Dim
	return m.part(wordPart).Row(word)[d], m.part(contextPart).Row(word)[d+1]
}

// Predict returns wᵢ·w̃ⱼ + bᵢ + b̃ⱼ, which is to be log Xᵢⱼ.
func (m *Model) Predict(i, j int) float32 {
	var p [1]float32
	m.PredictRow(p[:], i, []int32{int32(j)})
	return p[0]
}

// PredictRow stores what Predict returns of row i and each of the columns js.
func (m *Model) PredictRow(dst []float32, i int, js []int32) {
	w, context := m.part(wordPart).Weights, m.part(contextPart).Weights
	for len(js) > 0 {
		n := min(vec.MaxRows, len(js))
		vec.RowDots(dst[:n], w, []int32{int32(i)}, context, js[:n])
		dst, js = dst[n:], js[n:]
	}
}

// Vector stores w + w̃ of a word, which is the vector one uses. dst has Dim
// elements.
func (m *Model) Vector(dst []float32, word int32) {
	d := m.config.Dim
	copy(dst, m.part(wordPart).Row(int(word))[:d])
	vec.Add(dst, m.part(contextPart).Row(int(word))[:d])
}

// Unknown returns a vector for words that are not in the vocabulary: the mean of
// w + w̃ of the last hundred words, which are the rarest. The authors' program
// writes it after the others, as <unk>.
func (m *Model) Unknown() []float32 {
	n := min(100, m.Words())
	mean, vector := make([]float32, m.config.Dim), make([]float32, m.config.Dim)
	for i := m.Words() - n; i < m.Words(); i++ {
		m.Vector(vector, int32(i))
		vec.AddScaled(mean, 1/float32(n), vector)
	}
	return mean
}
