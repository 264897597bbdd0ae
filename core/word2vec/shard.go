package word2vec

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// minMerges is how many merges there are, however short the text is.
const minMerges = 20

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
	windows   int64 // trained when the last merge was done
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
// A merge is due after Config.Round words of each shard, and there are 20 at
// least; what they lose, Merge says. On 1.7 million words of Wikipedia, skip-gram
// with the defaults, five epochs, one seed, the analogies answered and the rank
// correlations with SimLex-999 and WordSim-353 were
//
//	 n  merges  analogies  SimLex  WordSim
//	 1           6.2 %      .205    .379
//	 2    21     6.2 %      .197    .393
//	 4    21     6.3 %      .190    .353
//	 8    21     5.7 %      .177    .359
//	16    26     7.0 %      .174    .320
func (m *Model) Shard(i, n int) error {
	switch {
	case m.filled > 0:
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
	s := shard{index: i, of: n, in: newChanges(m.In), out: newChanges(m.Out)}
	for k := i; k < len(m.text.Ends); k += n {
		s.words += int64(len(m.text.Sentence(k)))
	}
	part := int64(n) * int64(m.config.Round)
	s.rounds = max(minMerges, int((all+part-1)/part))
	m.shard, m.next = s, i
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
	return s.round < s.rounds && m.BetweenSentences() && m.words*int64(s.rounds) >= m.total()*int64(s.round+1)
}

// changes are the rows of a table that were trained since the last merge.
type changes struct {
	table *embedding.Table
	base  blas32.General // the table as it was after the last merge; empty until the first window
	steps []float32      // by row: windows that have trained it
	rows  []int32        // that any has, in the order in which they were first trained
}

func newChanges(t *embedding.Table) changes {
	return changes{table: t, steps: make([]float32, t.Rows())}
}

// note is called before the block is trained.
func (s *shard) note(b *block) {
	if s.rounds > 0 {
		s.in.note(b.context)
		s.out.note(b.targets)
	}
}

func (c *changes) note(ids []int32) {
	if c.base.Data == nil {
		c.rebase()
	}
	for _, id := range ids {
		if c.steps[id] == 0 {
			c.rows = append(c.rows, id)
		}
		c.steps[id]++
	}
}

func (c *changes) rebase() {
	c.base = c.table.Weights
	c.base.Data = slices.Clone(c.base.Data)
}

func (s *shard) undo() {
	s.in.undo()
	s.out.undo()
}

// undo gives the rows back what they were, and forgets about them.
func (c *changes) undo() {
	for _, id := range c.rows {
		copy(c.table.Row(int(id)), rowOf(c.base, int(id)))
		c.steps[id] = 0
	}
	c.rows = c.rows[:0]
}

// keep makes what the rows are now what they were after the last merge.
func (c *changes) keep(rows []int32) {
	if c.base.Data == nil {
		return
	}
	for _, id := range rows {
		copy(rowOf(c.base, int(id)), c.table.Row(int(id)))
	}
}

// Delta returns what the shard has changed since the last merge. It is valid
// until the next call. It holds how many windows were trained, and for In and
// then for Out the number of rows; the rows; how many windows trained each; and
// by how much each has moved, dim numbers a row. The one shard of one has none.
func (m *Model) Delta() []float32 {
	s := &m.shard
	if s.rounds == 0 {
		return nil
	}
	s.delta = append(s.delta[:0], float32(m.centres-s.windows))
	s.delta = s.out.appendTo(s.in.appendTo(s.delta))
	return s.delta
}

func (c *changes) appendTo(d []float32) []float32 {
	d = slices.Grow(d, 1+len(c.rows)*(2+c.table.Dim()))
	d = append(d, float32(len(c.rows)))
	for _, id := range c.rows {
		d = append(d, float32(id))
	}
	for _, id := range c.rows {
		d = append(d, c.steps[id])
	}
	for _, id := range c.rows {
		row := c.table.Row(int(id))
		d = append(d, row...)
		vec.AddScaled(d[len(d)-len(row):], -1, rowOf(c.base, int(id)))
	}
	return d
}

// Shards train one model on several cores at once.
type Shards []*Model

// NewShards returns n shards. With one, training is that of the plain model.
func NewShards(config Config, text *corpus.Corpus, seed uint64, n int) (Shards, error) {
	s := make(Shards, max(n, 1))
	for i := range s {
		m, err := New(config, text, seed)
		if err != nil {
			return nil, err
		}
		if err := m.Shard(i, n); err != nil {
			return nil, err
		}
		s[i] = m
	}
	return s, nil
}

// Model returns the model, which has seen the whole text after each call of
// Train.
func (s Shards) Model() *Model { return s[0] }

// Train trains every shard up to the next merge, on a goroutine each, and merges
// them. It returns whether anything is left.
func (s Shards) Train() (more bool, err error) {
	deltas := make([][]float32, len(s))
	s.each(func(i int, m *Model) {
		done, _ := m.Words()
		for end := done + int64(m.config.Round); !m.Due() && m.Train(1000) && (len(s) > 1 || done < end); {
			done, _ = m.Words()
		}
		deltas[i] = m.Delta()
	})
	if len(s) > 1 {
		g := &s[0].shard.merging // one for all
		if err := g.read(s[0], deltas); err != nil {
			return false, fmt.Errorf("merge: %w", err)
		}
		s.each(func(_ int, m *Model) { m.shard.undo() })
		g.combine(s[0])
		s.each(func(_ int, m *Model) { m.take(g) })
	}
	return !s[0].finished() || s[0].Due(), nil
}

func (s Shards) each(do func(i int, m *Model)) {
	var all sync.WaitGroup
	for i, m := range s {
		all.Go(func() { do(i, m) })
	}
	all.Wait()
}
