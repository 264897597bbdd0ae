package glove

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"sync"
)

// shard is the part of the matrix that a model fits: see Shard.
type shard struct {
	index, of int // of 0: the whole matrix
	row       int // the next row to divide
}

// round is what a model fits from one exchange to the next.
type round struct {
	counts  *Counts
	targets []targets // by chunk of counts
}

func (r *round) tiles() int { return (r.counts.half + tileEntries - 1) / tileEntries }

// Shard makes a model that has not begun one of n, the i-th counted from 0, that
// together fit the counts: on goroutines, or on workers that exchange arrays. Each has
// the same configuration, counts and seed, trains until an exchange is Due, and hands
// out its Delta; when all have, each takes all of them with Merge, and then all have
// the same tables, bit for bit. One shard of one is the plain model.
//
// The words are divided into 2n groups, in turn. In each of the 2n−1 rounds of an
// iteration the groups meet in pairs, as in a tournament, and each shard fits the
// entries whose words are in its two groups; in the first round also those of two
// words of one group. What the shards change at once has no word in common, so
// nothing has to be averaged and nothing is lost: it is the plain model with the
// entries in another order. Gemulla et al., "Large-Scale Matrix Factorization with
// Distributed Stochastic Gradient Descent", 2011.
func (m *Model) Shard(i, n int) error {
	switch {
	case m.round > 0 || m.iteration > 0 || m.tile > 0:
		return errors.New("shard: the model has begun")
	case n < 1 || 2*n > m.Words():
		return fmt.Errorf("shard: %d shards of %d words", n, m.Words())
	case i < 0 || i >= n:
		return fmt.Errorf("shard: %d is outside 0 to %d", i, n-1)
	case n == 1:
		return nil
	}
	m.shard = shard{index: i, of: n}
	m.rounds = make([]round, 2*n-1)
	for k := range m.rounds {
		m.rounds[k].counts = newCounts(m.Words())
	}
	m.newOrder()
	return nil
}

// meet returns the groups of a shard in a round. The last group stays where it is,
// the others go round.
func (s *shard) meet(round, index int) (a, b int) {
	others := 2*s.of - 1
	if index == 0 {
		return round, others
	}
	return (round + index) % others, (round - index + others) % others
}

// groupOf returns a word's group.
func (s *shard) groupOf(word int) int { return word % (2 * s.of) }

// roundOf returns in which round two groups meet, and in which shard.
func (s *shard) roundOf(a, b int) (round, index int) {
	for round := range 2*s.of - 1 {
		for index := range s.of {
			x, y := s.meet(round, index)
			if x == a && y == b || x == b && y == a || round == 0 && a == b && (x == a || y == a) {
				return round, index
			}
		}
	}
	panic(fmt.Sprintf("groups %d and %d of %d never meet", a, b, 2*s.of))
}

// divided reports whether the entries are divided.
func (m *Model) divided() bool { return m.shard.of == 0 || m.shard.row == m.Words() }

// divide gives the entries of about so many to the rounds of this shard.
func (m *Model) divide(entries int) {
	s := &m.shard
	mine := make([][]int, 2*s.of) // by groups: the round if it is this shard's, or -1
	for a := range mine {
		mine[a] = make([]int, 2*s.of)
		for b := range mine[a] {
			if round, index := s.roundOf(a, b); index == s.index {
				mine[a][b] = round
			} else {
				mine[a][b] = -1
			}
		}
	}
	for ; entries > 0 && s.row < m.Words(); s.row++ {
		rounds := mine[s.groupOf(s.row)]
		m.counts.Half(s.row, func(columns []int32, x []float32) {
			entries -= len(columns)
			for k, j := range columns {
				if round := rounds[s.groupOf(int(j))]; round >= 0 {
					m.rounds[round].counts.add(j, x[k])
				}
			}
		})
		for k := range m.rounds {
			m.rounds[k].counts.endRow()
		}
		entries--
	}
}

// Due says whether the model waits for an exchange.
func (m *Model) Due() bool {
	return m.shard.of > 0 && m.ready() && m.iteration < m.config.Iterations && m.tile == m.rounds[m.round].tiles()
}

// Delta returns what the shard has to say when an exchange is due: the rows of its
// two groups, by rising word.
func (m *Model) Delta() []float32 {
	if m.shard.of == 0 {
		return nil
	}
	var d []float32
	m.eachOf(m.shard.index, func(word int) { d = append(d, m.table.Row(word)...) })
	return d
}

// eachOf calls f with the words that a shard has in this round.
func (m *Model) eachOf(index int, f func(word int)) {
	a, b := m.shard.meet(m.round, index)
	for word := range m.Words() {
		if g := m.shard.groupOf(word); g == a || g == b {
			f(word)
		}
	}
}

// Merge gives the model what all shards have learned: deltas are those of all
// shards, in their order. Its own may be nil, since it has that. After an error the
// model is as it was.
func (m *Model) Merge(deltas ...[]float32) error {
	if !m.Due() {
		return errors.New("merge: none is due")
	}
	if len(deltas) != m.shard.of {
		return fmt.Errorf("merge: %d deltas of %d shards", len(deltas), m.shard.of)
	}
	for i, d := range deltas {
		words := 0
		m.eachOf(i, func(int) { words++ })
		if want := words * m.table.Dim(); len(d) != want && !(d == nil && i == m.shard.index) {
			return fmt.Errorf("merge: delta of shard %d has %d numbers, not %d", i, len(d), want)
		}
	}
	for i, d := range deltas {
		if i == m.shard.index {
			continue
		}
		m.eachOf(i, func(word int) { d = d[copy(m.table.Row(word), d):] })
	}
	m.endRound()
	return nil
}

// Shards fit one model on several cores at once. They have one table.
type Shards []*Model

// NewShards returns n shards. With one, training is that of the plain model.
func NewShards(config Config, counts *Counts, seed uint64, n int) (Shards, error) {
	s := make(Shards, max(n, 1))
	for i := range s {
		var err error
		if s[i], err = New(config, counts, seed); err == nil {
			err = s[i].Shard(i, n)
		}
		if err != nil {
			return nil, err
		}
	}
	for !s[0].Filled() {
		s[0].Train(1 << 20)
	}
	for _, m := range s[1:] {
		m.table, m.filled = s[0].table, s[0].filled
	}
	return s, nil
}

// Model returns the model.
func (s Shards) Model() *Model { return s[0] }

// Train trains every shard for a round, on a goroutine each, and returns whether
// anything is left.
func (s Shards) Train() (more bool) {
	if len(s) == 1 {
		return s[0].Train(1 << 20)
	}
	var all sync.WaitGroup
	for _, m := range s {
		all.Go(func() {
			for !m.Due() && m.Train(1<<16) {
			}
		})
	}
	all.Wait()
	for _, m := range s {
		m.endRound()
	}
	return s[0].iteration < s[0].config.Iterations
}

// saveShard writes which shard it is, and its round. The whole matrix has none.
func (m *Model) saveShard(w io.Writer) error {
	if m.shard.of == 0 {
		return nil
	}
	var b []byte
	for _, v := range []int{m.shard.index, m.shard.of, m.round} {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	_, err := w.Write(b)
	return err
}

func (m *Model) loadShard(r io.Reader) (round int, err error) {
	if m.shard.of == 0 {
		return 0, nil
	}
	b := make([]byte, 3*4)
	if _, err := io.ReadFull(r, b); err != nil {
		return 0, err
	}
	n := func(i int) int { return int(int32(binary.LittleEndian.Uint32(b[4*i:]))) }
	switch round = n(2); {
	case n(0) != m.shard.index || n(1) != m.shard.of:
		return 0, fmt.Errorf("shard %d of %d, not %d of %d", n(0), n(1), m.shard.index, m.shard.of)
	case round < 0 || round >= len(m.rounds):
		return 0, fmt.Errorf("round %d is outside 0 to %d", round, len(m.rounds)-1)
	}
	return round, nil
}
