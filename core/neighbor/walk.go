package neighbor

import (
	"math"
	"slices"
)

// A candidate is a row and its rank, an integer in the order of the row's key:
// how near it is, x·y or −‖x−y‖².
type candidate struct{ rank, id int32 }

// rankOf returns the bits of a key as an integer that grows with it. Integers are
// compared without a branch that nobody can foresee.
func rankOf(key float32) int32 {
	bits := int32(math.Float32bits(key))
	return bits ^ bits>>31&math.MaxInt32
}

func (c candidate) key() float32 {
	return math.Float32frombits(uint32(c.rank ^ c.rank>>31&math.MaxInt32))
}

// walk is what a search on one level works with.
//
// The loops over single rows stand in functions that call nothing: in
// WebAssembly, Go's loops with calls in them go through a table of jumps.
type walk struct {
	visited []uint64 // a bit a row
	touched []int32  // rows whose bits are set
	pool    []candidate
	keys    []float32
	ids     []int32

	compared int // rows, since the last search began

	chosen, chosenBack, rivals []int32
	sorted, left               []candidate
}

func (w *walk) grow(rows int) {
	for len(w.visited)*64 < rows {
		w.visited = append(w.visited, 0)
	}
}

// unseen sets the bits of some rows, and appends those that were not set to
// touched.
func (w *walk) unseen(ids []int32) {
	n := len(w.touched)
	w.touched = slices.Grow(w.touched, len(ids))
	w.touched = w.touched[:n+visit(w.touched[n:n+len(ids)], w.visited, ids)]
}

//go:noinline
func visit(fresh []int32, visited []uint64, ids []int32) int {
	n := 0
	for _, id := range ids {
		word := &visited[uint32(id)>>6]
		seen := *word >> (uint32(id) & 63) & 1
		*word |= 1 << (uint32(id) & 63)
		fresh[n] = id
		n += int(1 - seen)
	}
	return n
}

func (w *walk) forget() {
	unvisit(w.visited, w.touched)
	w.touched = w.touched[:0]
}

//go:noinline
func unvisit(visited []uint64, ids []int32) {
	for _, id := range ids {
		visited[uint32(id)>>6] = 0
	}
}

// keysOf returns the keys of rows, valid until the next call.
func (w *walk) keysOf(s *store, query point, ids []int32) []float32 {
	w.compared += len(ids)
	w.keys = slices.Grow(w.keys[:0], len(ids))[:len(ids)]
	s.keys(w.keys, query, ids)
	return w.keys
}

// descend goes from the entry down to the level above the one given, on each to
// the nearest row that single steps lead to.
func (g *Graph) descend(query point, top, level int) candidate {
	w := &g.walk
	w.ids = append(w.ids[:0], g.entry)
	nearest, at := w.keysOf(&g.store, query, w.ids)[0], g.entry
	for l := top; l > level; l-- {
		for moved := true; moved; {
			moved = false
			list, n := g.linksOf(at, l)
			ids := list.of(n)
			for i, key := range w.keysOf(&g.store, query, ids) {
				if key > nearest {
					nearest, at, moved = key, ids[i], true
				}
			}
		}
	}
	return candidate{rankOf(nearest), at}
}

// expanded marks a candidate whose links have been followed.
const expanded = -1 << 31

// search returns the ef nearest rows that it finds on a level, the nearest first.
// They are kept in one sorted list; the links of the nearest that have not been
// expanded are followed, of some at a time, until the first so many all are. The
// result is valid until the next search.
func (g *Graph) search(query point, from candidate, level, ef, first int) []candidate {
	w := &g.walk
	w.ids = append(w.ids[:0], from.id)
	w.unseen(w.ids)
	w.pool = append(w.pool[:0], from)
	for next := 0; next < min(first, len(w.pool)); {
		start := len(w.touched)
		for n := 1 + ef/64; n > 0 && next < len(w.pool); n-- {
			at := &w.pool[next].id
			list, n := g.linksOf(*at, level)
			w.unseen(list.of(n))
			*at |= expanded
			next = unexpanded(w.pool, next)
		}
		ids := w.touched[start:]
		keys := w.keysOf(&g.store, query, ids)
		for i := above(keys, 0, w.worst(ef)); i < len(keys); i = above(keys, i+1, w.worst(ef)) {
			next = min(next, w.insert(candidate{rankOf(keys[i]), ids[i]}, ef))
		}
	}
	unmark(w.pool)
	w.forget()
	return w.pool
}

//go:noinline
func unmark(pool []candidate) {
	for i := range pool {
		pool[i].id &^= expanded
	}
}

// unexpanded returns the place of the first candidate from a place on that is not
// marked.
//
//go:noinline
func unexpanded(pool []candidate, place int) int {
	for place < len(pool) && pool[place].id < 0 {
		place++
	}
	return place
}

// above returns the place of the first key from a place on that is larger than
// one.
//
//go:noinline
func above(keys []float32, place int, than float32) int {
	for place < len(keys) && !(keys[place] > than) {
		place++
	}
	return place
}

// worst returns the key that another must be above to get into a pool of ef.
func (w *walk) worst(ef int) float32 {
	if len(w.pool) < ef {
		return lowest
	}
	return w.pool[len(w.pool)-1].key()
}

// insert puts a candidate in its place, after those of the same key, and returns
// the place. The last one of ef is dropped.
func (w *walk) insert(c candidate, ef int) int {
	place := placeOf(w.pool, c.rank)
	if len(w.pool) < ef {
		w.pool = append(w.pool, candidate{})
	}
	copy(w.pool[place+1:], w.pool[place:])
	w.pool[place] = c
	return place
}

// placeOf returns where a rank belongs in a falling list, after its equals.
//
//go:noinline
func placeOf(pool []candidate, rank int32) int {
	place := 0
	for n := len(pool); n > 0; {
		half := (n + 1) / 2
		below := int64(pool[place+half-1].rank) - int64(rank) // negative: the place is before
		place += half &^ int(below>>63)
		n -= half
	}
	return place
}

// sortFalling sorts by insertion: the lists are short, and mostly sorted.
func sortFalling(c []candidate) {
	for i := 1; i < len(c); i++ {
		x, j := c[i], i
		for j > 0 && c[j-1].rank < x.rank {
			c[j] = c[j-1]
			j--
		}
		c[j] = x
	}
}
