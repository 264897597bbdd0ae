package localsgd

import (
	"errors"
	"fmt"
	"math"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
)

// Rows that are in few windows move little from one merge to the next: they are
// merged every RareEvery-th time only, and the last time, since most rows are such
// and most of a merge's work is theirs.
const RareEvery = 8

// frequent is the part of the windows from which on a row of k parts is no rare
// one. The more parts, the farther they move it together, and the more of it is
// lost.
func frequent(k int) float32 { return 1 / float32(256*k*k) }

// minMerges is how many merges there are, however short the text is.
const minMerges = 10 * RareEvery

// Round is how many words a part trains on from one merge to the next, on average.
const Round = 50000

// maxRows is up to where float32 has all integers.
const maxRows = 1 << 24

// Tables are what the parts train together.
type Tables struct {
	In, Out *embedding.Table
	// Expected is asked once, before the first merge.
	Expected func() Windows
}

// Windows is what is to be expected of the windows of a text.
type Windows struct {
	// In what part of all windows each row of In and of Out is trained. A row that
	// is trained several times in a window counts as often; one that never is takes no
	// part in any merge.
	In, Out []float32

	// What part of the inputs of all windows each row of In makes up, where an input is
	// a mean of rows: by this it is rare. If nil, each row is an input.
	Makes []float32
	// Together says that the rows of Out are multiplied with one vector of a window,
	// the mean of its inputs, and not with each.
	Together bool
	// The inputs, if they are not the rows of In: in what part of all windows each
	// is, and what makes one of the rows of In.
	Inputs []float32
	Input  func(dst []float32, row func(i int) []float32, input int)
}

// A Part is the part that one of several models has in a training. The zero Part
// has all of it.
type Part struct {
	index, of int
	tables    Tables
	rounds    int // merges in the whole training; 0: there are no other parts
	round     int // merges done
	in, out   changes
	travel    float64 // sum of the rates of the windows since the last merge
	apart     float64 // of all parts, before that, since the last merge of rare rows
	delta     []float32
	merging   merging
}

// New returns the i-th of n parts, counted from 0, of the training on so many epochs
// of a text, with a merge for every round words of each.
func New(i, n int, t Tables, text *corpus.Corpus, epochs, round int) (Part, error) {
	switch {
	case n > 1 && t.In.Dim() != t.Out.Dim():
		return Part{}, fmt.Errorf("shard: rows of %d numbers are not multiplied with rows of %d", t.In.Dim(), t.Out.Dim())
	case t.In.Rows() > maxRows:
		return Part{}, fmt.Errorf("shard: a delta numbers at most %d rows, the model has %d", maxRows, t.In.Rows())
	case n < 1 || n > len(text.Ends):
		return Part{}, fmt.Errorf("shard: %d shards of %d sentences", n, len(text.Ends))
	case i < 0 || i >= n:
		return Part{}, fmt.Errorf("shard: %d is outside 0 to %d", i, n-1)
	case n == 1:
		return Part{}, nil
	}
	p := Part{index: i, of: n, tables: t, in: changes{table: t.In}, out: changes{table: t.Out}}
	words, together := int64(len(text.IDs))*int64(epochs), int64(n)*int64(round)
	p.rounds = max(minMerges, int((words+together-1)/together))
	return p, nil
}

// Of says how many parts there are.
func (p *Part) Of() int { return max(1, p.of) }

// Index says which it is, from 0. Its sentences are this one and then every Of-th.
func (p *Part) Index() int { return p.index }

// Alone says that there are no others.
func (p *Part) Alone() bool { return p.rounds == 0 }

// Words returns how many words of the text are its own.
func (p *Part) Words(text *corpus.Corpus) (words int64) {
	if p.Alone() {
		return int64(len(text.IDs))
	}
	for k := p.index; k < len(text.Ends); k += p.of {
		words += int64(len(text.Sentence(k)))
	}
	return words
}

// Begin is called before anything is trained.
func (p *Part) Begin() {
	if p.rounds > 0 && p.in.base.Data == nil {
		p.in.rebase()
		p.out.rebase()
	}
}

// Trained is called for every window, with its learning rate.
func (p *Part) Trained(rate float32) { p.travel += float64(rate) }

// Due says whether the part waits for a merge, so many of its words being done in
// all epochs. The learning rate falls in a line to the part end of what it was at
// the start.
func (p *Part) Due(done, total int64, end float64) bool {
	return p.round < p.rounds && float64(done) >= p.mergeAt(p.round+1, end)*float64(total)
}

// mergeAt returns after which part p of the training so many merges are to be
// done. From one to the next the vectors shall be able to go equally far, and so
// far as the rate: it falls from 1 to e, with which they have gone
//
//	p − (1−e)·p²/2 = s·(1+e)/2
//
// when the part s of the merges is done.
func (p *Part) mergeAt(merges int, e float64) float64 {
	if merges >= p.rounds {
		return 1
	}
	s := float64(merges) / float64(p.rounds)
	return (1 + e) * s / (1 + math.Sqrt(1-(1-e*e)*s))
}

// whole says that all rows take part in the next merge, and not the frequent ones
// alone.
func (p *Part) whole() bool { return (p.round+1)%RareEvery == 0 || p.round+1 == p.rounds }

// Delta returns what the part has to say in the next merge. It is valid until the
// next call. It holds the sum of the learning rates of all windows that were trained
// since the last one, and for In and then for Out the number of rows that take part
// and have changed since they last did; which these are, in rising order; and by how
// much each has moved, dim numbers a row. A part that is alone has none.
func (p *Part) Delta() []float32 {
	if p.Alone() {
		return nil
	}
	p.merging.prepare(p)
	p.delta = append(p.delta[:0], float32(p.travel))
	p.delta = p.in.appendTo(p.delta, p.merging.in.members())
	p.delta = p.out.appendTo(p.delta, p.merging.out.members())
	return p.delta
}

// Merge gives the part what all have learned: deltas are those of all parts, in
// their order. Its own may be nil, since it has that. After an error the tables are
// as they were. It is called when a merge is due.
func (p *Part) Merge(deltas ...[]float32) error {
	travel, in, out, err := p.read(deltas)
	if err != nil {
		return fmt.Errorf("merge: %w", err)
	}
	p.Begin()
	g := &p.merging
	g.prepare(p)
	g.look(0, 1)
	g.reach(p, travel)
	g.in.merge(in, []*embedding.Table{p.in.table}, 0, 1)
	g.out.merge(out, []*embedding.Table{p.out.table}, 0, 1)
	p.merged(travel)
	return nil
}

// merged is called after a merge, with the sum of the rates of all parts.
func (p *Part) merged(travel float64) {
	p.apart += travel
	if p.whole() {
		p.apart = 0
	}
	p.round++
	p.travel = 0
}

// read returns the sum of the rates of all windows, and what each part has done
// to In and to Out.
func (p *Part) read(deltas [][]float32) (travel float64, in, out []moves, err error) {
	if len(deltas) != p.Of() {
		return 0, nil, nil, fmt.Errorf("%d deltas of %d shards", len(deltas), p.Of())
	}
	if p.round >= p.rounds {
		return 0, nil, nil, errors.New("no merge is due")
	}
	g := &p.merging
	g.prepare(p)
	in, out = make([]moves, len(deltas)), make([]moves, len(deltas))
	for i, d := range deltas {
		if d == nil && i == p.index {
			travel += float64(float32(p.travel))
			in[i], out[i] = newDifference(&p.in), newDifference(&p.out)
			continue
		}
		if len(d) == 0 || !(d[0] >= 0) {
			return 0, nil, nil, fmt.Errorf("delta of shard %d: no sum of rates", i)
		}
		travel += float64(d[0])
		var toIn, toOut listed
		rest, err := toIn.read(d[1:], p.in.table, g.in.takes)
		if err == nil {
			rest, err = toOut.read(rest, p.out.table, g.out.takes)
		}
		if err == nil && len(rest) > 0 {
			err = fmt.Errorf("%d numbers too many", len(rest))
		}
		if err != nil {
			return 0, nil, nil, fmt.Errorf("delta of shard %d: %w", i, err)
		}
		in[i], out[i] = &toIn, &toOut
	}
	return travel, in, out, nil
}
