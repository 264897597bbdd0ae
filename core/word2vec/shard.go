package word2vec

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// Rows that are in few windows move little from one merge to the next: they are
// merged every rareEvery-th time only, and the last time, since most rows are such
// and most of a merge's work is theirs.
const rareEvery = 8

// frequent is the part of the windows from which on a row of k shards is no rare
// one. The more shards, the farther they move it together, and the more of it is
// lost.
func frequent(k int) float32 { return 1 / float32(256*k*k) }

// minMerges is how many merges there are, however short the text is.
const minMerges = 10 * rareEvery

// maxShardRows is up to where float32 has all integers.
const maxShardRows = 1 << 24

// shard is the part of the text that a model trains on, sentence index and then
// every of-th, and what it has changed since the last merge.
type shard struct {
	index, of int
	words     int64 // in one pass
	rounds    int   // merges in the whole training; 0: there are no other shards
	round     int   // merges done
	in, out   changes
	travel    float64 // sum of the rates of the windows since the last merge
	apart     float64 // of all shards, before that, since the last merge of rare rows
	delta     []float32
	merging   merging
}

func wholeText(text *corpus.Corpus) shard { return shard{of: 1, words: int64(len(text.IDs))} }

// Shard makes a model that has not begun one of n, the i-th counted from 0, that
// together train on the text: on goroutines, or on workers that exchange arrays.
// Each has the same configuration, text and seed, trains until a merge is Due,
// and hands out its Delta; when all have, each takes all of them with Merge, and
// then all have the same tables, bit for bit:
//
//	for m.Train(1000) || m.Due() {
//		if m.Due() {
//			err := m.Merge(exchange(m.Delta()))
//		}
//	}
//
// One shard of one is the plain model. The vectors depend on n and the seed, not
// on how fast the shards are. A shard writes a Save of its own.
//
// There is a merge for every Config.Round words of each shard, and there are 80 at
// least. The first come sooner: as the learning rate falls they are farther apart.
// Rows that are in less than one window of 256·n² take part in every eighth, and in
// the last. What merging loses, Merge says. On 1.7 million words of Wikipedia,
// skip-gram with the defaults, five epochs, the mean of six seeds, the analogies
// answered and the rank correlations with SimLex-999 and WordSim-353 were
//
//	n  merges  analogies  SimLex  WordSim
//	1           6.6 %      .204    .398
//	2    81     6.6 %      .200    .406
//	4    80     6.8 %      .168    .439
//	8    80     6.0 %      .169    .384
func (m *Model) Shard(i, n int) error {
	switch {
	case m.words > 0 || m.filled > 0 && !m.Filled():
		return errors.New("shard: the model has begun")
	case m.In.Rows() > maxShardRows:
		return fmt.Errorf("shard: a delta numbers at most %d rows, the model has %d", maxShardRows, m.In.Rows())
	case n < 1 || n > len(m.text.Ends):
		return fmt.Errorf("shard: %d shards of %d sentences", n, len(m.text.Ends))
	case i < 0 || i >= n:
		return fmt.Errorf("shard: %d is outside 0 to %d", i, n-1)
	}
	m.shard = wholeText(m.text)
	if n == 1 {
		return nil
	}
	all := m.total()
	s := shard{index: i, of: n, in: changes{table: m.In}, out: changes{table: m.Out}}
	for k := i; k < len(m.text.Ends); k += n {
		s.words += int64(len(m.text.Sentence(k)))
	}
	part := int64(n) * int64(m.config.Round)
	s.rounds = max(minMerges, int((all+part-1)/part))
	m.shard, m.next = s, i
	if m.Filled() { // it continues another
		m.rng = s.random(m.rng)
	}
	return nil
}

// random returns the generator of this shard: the shards draw the same first
// values, but then each other words.
func (s *shard) random(r Random) Random {
	if s.index == 0 {
		return r
	}
	return NewRandom(uint64(r) + uint64(s.index))
}

// Due says whether the model waits for a Merge.
func (m *Model) Due() bool {
	s := &m.shard
	return s.round < s.rounds && m.BetweenSentences() && float64(m.words) >= m.mergeAt(s.round+1)*float64(m.total())
}

// whole says that all rows take part in the next merge, and not the frequent ones
// alone.
func (s *shard) whole() bool { return (s.round+1)%rareEvery == 0 || s.round+1 == s.rounds }

// mergeAt returns after which part p of the training so many merges are to be
// done. From one to the next the vectors shall be able to go equally far, and so
// far as the rate: it falls from 1 to e, with which they have gone
//
//	p − (1−e)·p²/2 = s·(1+e)/2
//
// when the part s of the merges is done.
func (m *Model) mergeAt(merges int) float64 {
	if merges >= m.shard.rounds {
		return 1
	}
	s := float64(merges) / float64(m.shard.rounds)
	e := float64(m.config.rate(1)) / m.config.LearningRate
	return (1 + e) * s / (1 + math.Sqrt(1-(1-e*e)*s))
}

// changes are what was done to a table since its rows were merged last.
type changes struct {
	table *embedding.Table
	base  blas32.General // the rows as they were then; empty until training begins
}

// begin is called before anything is trained.
func (s *shard) begin() {
	if s.rounds > 0 && s.in.base.Data == nil {
		s.in.rebase()
		s.out.rebase()
	}
}

func (c *changes) rebase() {
	c.base = c.table.Weights
	c.base.Data = slices.Clone(c.base.Data)
}

// rows are those of some that have changed.
func (c *changes) rows(some func(id int) bool) []int32 {
	var rows []int32
	if c.base.Data == nil {
		return rows
	}
	for id := range int32(c.table.Rows()) {
		if some(int(id)) && !slices.Equal(c.table.Row(int(id)), rowOf(c.base, int(id))) {
			rows = append(rows, id)
		}
	}
	return rows
}

// Delta returns what the shard has to say in the next merge. It is valid until the
// next call. It holds the sum of the learning rates of all windows that were trained
// since the last one, and for In and then for Out the number of rows that take part
// and have changed since they last did; which these are, in rising order; and by how
// much each has moved, dim numbers a row. The one shard of one has none.
func (m *Model) Delta() []float32 {
	s := &m.shard
	if s.rounds == 0 {
		return nil
	}
	s.merging.prepare(m)
	s.delta = append(s.delta[:0], float32(s.travel))
	s.delta = s.in.appendTo(s.delta, s.merging.in.takes)
	s.delta = s.out.appendTo(s.delta, s.merging.out.takes)
	return s.delta
}

func (c *changes) appendTo(d []float32, takes func(id int) bool) []float32 {
	rows := c.rows(takes)
	d = slices.Grow(d, 1+len(rows)*(1+c.table.Dim()))
	d = append(d, float32(len(rows)))
	for _, id := range rows {
		d = append(d, float32(id))
	}
	for _, id := range rows {
		d = append(d, c.table.Row(int(id))...)
		vec.AddScaled(d[len(d)-c.table.Dim():], -1, rowOf(c.base, int(id)))
	}
	return d
}

// Shards train one model on several cores at once.
type Shards []*Model

// NewShards returns n shards. With one, training is that of the plain model.
func NewShards(config Config, text *corpus.Corpus, seed uint64, n int) (Shards, error) {
	s, errs := make(Shards, max(n, 1)), make([]error, max(n, 1))
	s.each(func(i int) {
		if s[i], errs[i] = New(config, text, seed); errs[i] == nil {
			errs[i] = s[i].Shard(i, n)
		}
	})
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// Model returns the model. When training has ended it has learnt from the whole
// text; before, its rare rows may not have heard of the last merges.
func (s Shards) Model() *Model { return s[0] }

// Train trains every shard up to the next merge of all rows, on a goroutine each,
// which at every merge merges some rows of all. It returns whether anything is left.
func (s Shards) Train() (more bool, err error) {
	if len(s) == 1 {
		done, _ := s[0].Words()
		for end := done + int64(s[0].config.Round); s[0].Train(1000) && done < end; {
			done, _ = s[0].Words()
		}
		return !s[0].finished(), nil
	}
	s.share()
	meeting := meeting{of: int32(len(s))}
	s.each(func(i int) {
		for whole := false; !whole; {
			whole = s[i].shard.whole()
			s.trainOne(i)
			meeting.hold(s.add)
			s.merge(i)
			meeting.hold(s.merged)
		}
	})
	return !s[0].finished() || s[0].Due(), nil
}

// meeting is where goroutines wait for each other. They do so awake: to wake a core
// that sleeps takes as long as some merges do.
type meeting struct {
	of        int32
	here, met atomic.Int32
}

// hold returns when all have come and the last of them has done what is to be done.
func (m *meeting) hold(last func()) {
	met := m.met.Load()
	if m.here.Add(1) == m.of {
		last()
		m.here.Store(0)
		m.met.Add(1)
	}
	for m.met.Load() == met {
		runtime.Gosched()
	}
}

// share has all of them look back on one copy of the tables, as they were after
// the last merge.
func (s Shards) share() {
	if !s[0].Filled() {
		s.each(func(i int) { s[i].fill(s[i].In.Rows()) })
	}
	s[0].shard.begin()
	for _, m := range s[1:] {
		m.shard.in.base, m.shard.out.base = s[0].shard.in.base, s[0].shard.out.base
	}
	s[0].shard.merging.prepare(s[0])
}

// trainOne trains one up to the next merge, and does what of it can be done before
// the others are there.
func (s Shards) trainOne(i int) {
	for !s[i].Due() && s[i].Train(1000) {
	}
	s[0].shard.merging.look(i, len(s))
}

// travel returns the sum of the rates of all windows, as the deltas have it.
func (s Shards) travel() (sum float64) {
	for _, m := range s {
		sum += float64(float32(m.shard.travel))
	}
	return sum
}

// add adds up what is to be known of all shards before rows are merged.
func (s Shards) add() {
	g := &s[0].shard.merging
	g.prepare(s[0])
	g.reach(&s[0].shard, s.travel())
}

// merge does the i-th part of what Merge does, with the rows of all shards.
func (s Shards) merge(i int) {
	in, out := make([]moves, len(s)), make([]moves, len(s))
	var ins, outs []*embedding.Table
	for k, m := range s {
		in[k], out[k] = newDifference(&m.shard.in), newDifference(&m.shard.out)
		ins, outs = append(ins, m.In), append(outs, m.Out)
	}
	g := &s[0].shard.merging
	g.in.merge(in, ins, i, len(s))
	g.out.merge(out, outs, i, len(s))
}

func (s Shards) merged() {
	travel := s.travel()
	for _, m := range s {
		m.shard.merged(travel)
	}
}

func (s Shards) each(do func(i int)) {
	var all sync.WaitGroup
	for i := range s {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
