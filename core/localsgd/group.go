package localsgd

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"nearspace/core/embedding"
)

// A Model is one that trains on a part of a text.
type Model interface {
	// Train trains on up to so many centres, and returns whether anything is left.
	// The first calls give the tables their first values, up to Filled. While a
	// merge is Due it does nothing.
	Train(centres int) (more bool)
	Filled() bool
	// Words returns how many words of its part have been gone through, and how many
	// there are in all epochs.
	Words() (done, total int64)
	Due() bool
	Part() *Part
}

// A Group trains one model on several cores at once.
type Group[M Model] []M

// NewGroup returns n models that one function makes, each of the part given to it.
func NewGroup[M Model](n int, model func(i, n int) (M, error)) (Group[M], error) {
	g, errs := make(Group[M], max(n, 1)), make([]error, max(n, 1))
	g.each(func(i int) { g[i], errs[i] = model(i, n) })
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return g, nil
}

// Model returns the model. When training has ended it has learnt from the whole
// text; before, its rare rows may not have heard of the last merges.
func (g Group[M]) Model() M { return g[0] }

// Train trains every part up to the next merge of all rows, on a goroutine each,
// which at every merge merges some rows of all. It returns whether anything is left.
func (g Group[M]) Train() (more bool) {
	if len(g) == 1 {
		return g.trainAlone()
	}
	g.share()
	meeting := meeting{of: int32(len(g))}
	g.each(func(i int) {
		for whole := false; !whole; {
			whole = g[i].Part().whole()
			g.trainOne(i)
			meeting.hold(g.add)
			g.merge(i)
			meeting.hold(g.merged)
		}
	})
	return g.left()
}

func (g Group[M]) trainAlone() (more bool) {
	done, _ := g[0].Words()
	for end := done + Round; done < end; done, _ = g[0].Words() {
		if !g[0].Train(1000) {
			return false
		}
	}
	return true
}

func (g Group[M]) left() bool {
	done, total := g[0].Words()
	return done < total || g[0].Due()
}

// Simulate does what Train does up to the next merge, on one core, one part after the
// other, and returns what would have taken time on as many cores as there are parts:
// the slowest part, and an equal share of what the merge took. Memory that all cores
// wait for is not in it.
func (g Group[M]) Simulate() (took time.Duration, more bool) {
	start := time.Now()
	if len(g) == 1 {
		more = g.Train()
		return time.Since(start), more
	}
	g.share()
	merge := time.Since(start)
	for i := range g {
		start = time.Now()
		g.trainOne(i)
		took = max(took, time.Since(start))
	}
	start = time.Now()
	g.add()
	for i := range g {
		g.merge(i)
	}
	g.merged()
	return took + (merge+time.Since(start))/time.Duration(len(g)), g.left()
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
func (g Group[M]) share() {
	if !g[0].Filled() {
		g.each(func(i int) {
			for !g[i].Filled() {
				g[i].Train(1 << 20)
			}
		})
	}
	first := g[0].Part()
	first.Begin()
	for _, m := range g[1:] {
		p := m.Part()
		p.in.base, p.out.base = first.in.base, first.out.base
	}
	first.merging.prepare(first)
}

// trainOne trains one up to the next merge, and does what of it can be done before
// the others are there.
func (g Group[M]) trainOne(i int) {
	for !g[i].Due() && g[i].Train(1000) {
	}
	g[0].Part().merging.look(i, len(g))
}

// travel returns the sum of the rates of all windows, as the deltas have it.
func (g Group[M]) travel() (sum float64) {
	for _, m := range g {
		sum += float64(float32(m.Part().travel))
	}
	return sum
}

// add adds up what is to be known of all parts before rows are merged.
func (g Group[M]) add() {
	first := g[0].Part()
	first.merging.prepare(first)
	first.merging.reach(first, g.travel())
}

// merge does the i-th part of what Merge does, with the rows of all parts.
func (g Group[M]) merge(i int) {
	in, out := make([]moves, len(g)), make([]moves, len(g))
	var ins, outs []*embedding.Table
	for k, m := range g {
		p := m.Part()
		in[k], out[k] = newDifference(&p.in), newDifference(&p.out)
		ins, outs = append(ins, p.in.table), append(outs, p.out.table)
	}
	merging := &g[0].Part().merging
	merging.in.merge(in, ins, i, len(g))
	merging.out.merge(out, outs, i, len(g))
}

func (g Group[M]) merged() {
	travel := g.travel()
	for _, m := range g {
		m.Part().merged(travel)
	}
}

func (g Group[M]) each(do func(i int)) {
	var all sync.WaitGroup
	for i := range g {
		all.Go(func() { do(i) })
	}
	all.Wait()
}
