package neighbor

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"nearspace/core/vec"
)

// GraphConfig are the settings of a graph. The zero value is the defaults.
type GraphConfig struct {
	Metric         Metric // "": Cosine
	M              int    // links a row gets on each level, twice as many at most on the lowest; 0: 16
	EfConstruction int    // rows kept while links are looked for; 0: 200
	Seed           uint64 // of the levels
	Int8           bool   // rows are kept as 8-bit codes: a quarter of the memory, distances about 1 % off
}

const (
	maxM     = 256
	maxEf    = 1 << 16
	maxLevel = 30
)

func (c GraphConfig) filled() (GraphConfig, error) {
	if c.Metric == "" {
		c.Metric = Cosine
	}
	if c.M == 0 {
		c.M = 16
	}
	if c.EfConstruction == 0 {
		c.EfConstruction = 200
	}
	switch {
	case c.Metric != Cosine && c.Metric != Dot && c.Metric != Euclidean:
		return c, fmt.Errorf("graph: there is no metric %q", c.Metric)
	case c.M < 2 || c.M > maxM:
		return c, fmt.Errorf("graph: M %d is outside 2 to %d", c.M, maxM)
	case c.EfConstruction < 1 || c.EfConstruction > maxEf:
		return c, fmt.Errorf("graph: ef construction %d is outside 1 to %d", c.EfConstruction, maxEf)
	}
	return c, nil
}

// A Graph finds near rows without looking at all: a hierarchical navigable small
// world. Each row is linked to near ones; a search goes from link to link towards
// the query, along few rows and long ways on the upper levels, along all rows on
// the lowest. A row reaches level l with the probability M⁻ˡ.
//
// It holds copies of the rows, as numbers or as codes. Rows are numbered from
// 0 in the order of their insertion. One seed and one order of insertions give
// the same graph. It must not be used by two goroutines at once.
//
// Malkov and Yashunin, "Efficient and robust approximate nearest neighbor search
// using hierarchical navigable small world graphs", 2018.
type Graph struct {
	config  GraphConfig
	store   store
	levels  []uint8
	deleted []bool
	alive   int
	entry   int32 // a row of the highest level, −1: there is none

	low        links   // of the lowest level
	upper      links   // of the others: row i's of level l are list lists[i]+l−1
	lists      []int32 // by row
	upperLists int

	walk walk
}

// links are lists of row numbers of limited length.
type links struct {
	most   int
	counts []uint16
	ids    []int32 // most of them a list
}

func (l *links) add(lists int) {
	l.counts = append(l.counts, make([]uint16, lists)...)
	l.ids = append(l.ids, make([]int32, lists*l.most)...)
}

func (l *links) of(list int32) []int32 {
	start := int(list) * l.most
	return l.ids[start : start+int(l.counts[list])]
}

func (l *links) set(list int32, ids []int32) {
	all := l.ids[int(list)*l.most:][:l.most]
	n := copy(all, ids)
	clear(all[n:])
	l.counts[list] = uint16(n)
}

// NewGraph returns an empty graph for rows of a dimension.
func NewGraph(dim int, c GraphConfig) (*Graph, error) {
	c, err := c.filled()
	if err != nil {
		return nil, err
	}
	if dim < 1 || dim > maxDim {
		return nil, fmt.Errorf("graph: %d dimensions are outside 1 to %d", dim, maxDim)
	}
	return &Graph{
		config: c, store: newStore(dim, c.Metric, c.Int8), entry: -1,
		low: links{most: 2 * c.M}, upper: links{most: c.M},
	}, nil
}

// Config returns the settings, the defaults filled in.
func (g *Graph) Config() GraphConfig { return g.config }

// Dim returns the dimension of the rows.
func (g *Graph) Dim() int { return g.store.dim }

// Rows returns how many rows were inserted, deleted ones included.
func (g *Graph) Rows() int { return g.store.n }

// Len returns how many rows there are, without those deleted.
func (g *Graph) Len() int { return g.alive }

// Has returns whether there is a row of this number.
func (g *Graph) Has(row int) bool { return row >= 0 && row < g.Rows() && !g.deleted[row] }

// A VectorError says what is wrong with a vector that is to be inserted.
type VectorError struct {
	Got, Want int // its length, and that of the rows, if they differ
	Column    int // else where it is not finite, −1: the sum of its squares is not
}

func (e *VectorError) Error() string {
	if e.Got != e.Want {
		return fmt.Sprintf("a vector of %d numbers for rows of %d", e.Got, e.Want)
	}
	if e.Column < 0 {
		return "the vector is too long for 32-bit numbers"
	}
	return fmt.Sprintf("the vector is not finite in column %d", e.Column)
}

// Insert adds a copy of a vector and returns its number.
func (g *Graph) Insert(vector []float32) (row int, err error) {
	if err := g.check(vector); err != nil {
		return 0, fmt.Errorf("graph: insert: %w", err)
	}
	id := g.append(g.store.point(vector))
	g.connect(id)
	return int(id), nil
}

func (g *Graph) check(vector []float32) error {
	if len(vector) != g.Dim() {
		return &VectorError{Got: len(vector), Want: g.Dim()}
	}
	for i, v := range vector {
		if v-v != 0 {
			return &VectorError{Column: i}
		}
	}
	if norm := vec.Norm(vector); norm-norm != 0 {
		return &VectorError{Column: -1}
	}
	return nil
}

// append stores a point and makes room for its links.
func (g *Graph) append(p point) int32 {
	id := g.store.add(p)
	level := g.level(id)
	g.levels = append(g.levels, level)
	g.deleted = append(g.deleted, false)
	g.alive++
	g.low.add(1)
	g.lists = append(g.lists, int32(g.upperLists))
	g.upperLists += int(level)
	g.upper.add(int(level))
	g.walk.grow(g.Rows())
	return id
}

// level draws −ln(u)/ln(M), rounded down: the seed and the row alone decide.
func (g *Graph) level(id int32) uint8 {
	u := 1 - rand.New(rand.NewPCG(g.config.Seed, uint64(id))).Float64()
	return uint8(math.Min(-math.Log(u)/math.Log(float64(g.config.M)), maxLevel))
}

// linksOf returns where the links of a row on a level are.
func (g *Graph) linksOf(id int32, level int) (*links, int32) {
	if level == 0 {
		return &g.low, id
	}
	return &g.upper, g.lists[id] + int32(level) - 1
}

// connect finds links for a row that was appended, from the top down.
func (g *Graph) connect(id int32) {
	if g.entry < 0 {
		g.entry = id
		return
	}
	query, level := g.store.at(id), int(g.levels[id])
	top := int(g.levels[g.entry])
	at := g.descend(query, top, level)
	for l := min(top, level); l >= 0; l-- {
		near := g.search(query, at, l, g.config.EfConstruction, followed(g.config.EfConstruction))
		at = near[0]
		g.walk.chosen = g.choose(g.walk.chosen[:0], near, g.config.M)
		list, n := g.linksOf(id, l)
		list.set(n, g.walk.chosen)
		for _, other := range list.of(n) {
			g.linkBack(other, id, l)
		}
	}
	if level > top {
		g.entry = id
	}
}

// followed is how many of ef candidates for links are expanded. The farthest get
// into the list all the same, but what they lead to hardly ever does: expanding
// them too takes half as long again and adds .0002 to .004 to the recall, measured
// on 18,000 and 100,000 word vectors.
func followed(ef int) int { return (3*ef + 4) / 5 }

// linkBack adds a link. If there is no room, all of the links and the new one
// are chosen from anew.
func (g *Graph) linkBack(from, to int32, level int) {
	list, n := g.linksOf(from, level)
	if c := int(list.counts[n]); c < list.most {
		list.ids[int(n)*list.most+c] = to
		list.counts[n]++
		return
	}
	w := &g.walk
	w.rivals = append(append(w.rivals[:0], list.of(n)...), to)
	w.sorted = w.sorted[:0]
	for i, key := range w.keysOf(&g.store, g.store.at(from), w.rivals) {
		w.sorted = append(w.sorted, candidate{rankOf(key), w.rivals[i]})
	}
	sortFalling(w.sorted)
	w.chosenBack = g.choose(w.chosenBack[:0], w.sorted, list.most)
	list.set(n, w.chosenBack)
}

// choose appends up to m of the candidates, which are sorted, to chosen: each in turn that is nearer to the row than to any chosen before, so
// that links lead in all directions.
func (g *Graph) choose(chosen []int32, candidates []candidate, m int) []int32 {
	w := &g.walk
	w.left = append(w.left[:0], candidates...)
	for left := w.left; len(left) > 0; {
		next := left[0].id
		chosen = append(chosen, next)
		if len(chosen) == m {
			break
		}
		left = left[1:]
		w.ids = slices.Grow(w.ids[:0], len(left))[:len(left)]
		copyIDs(w.ids, left)
		left = left[:keep(left, w.keysOf(&g.store, g.store.at(next), w.ids))]
	}
	return chosen
}

//go:noinline
func copyIDs(ids []int32, candidates []candidate) {
	for i := range ids {
		ids[i] = candidates[i].id
	}
}

// keep moves the candidates that are as near to the row as to one chosen, or
// nearer, to the front, and returns how many there are.
//
//go:noinline
func keep(candidates []candidate, toChosen []float32) int {
	n := 0
	for i, key := range toChosen {
		c := candidates[i]
		candidates[n] = c
		n += 1 + int((int64(c.rank)-int64(rankOf(key)))>>63) // no branch that nobody can foresee
	}
	return n
}

// Delete takes a row out: it is not found any more, though searches still pass
// through it.
func (g *Graph) Delete(row int) {
	if g.Has(row) {
		g.deleted[row] = true
		g.alive--
	}
}
