package project

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// neighbors are the k nearest rows of each of n, the nearest first.
type neighbors struct {
	k     int
	items []neighbor
}

// A neighbor has a score while it is searched for, the larger the nearer, and
// then a distance in its place.
type neighbor struct {
	id       int32
	distance float32
}

func (g *neighbors) rows() int { return len(g.items) / g.k }

func (g *neighbors) of(i int) []neighbor { return g.items[i*g.k : (i+1)*g.k] }

const (
	queryRows = 256 // queries whose products are taken together
	tileRows  = 256 // rows that they are multiplied with at a time
)

// search finds neighbours by products of blocks of rows.
type search struct {
	queries, rows *points
	best          []nearest
	worst         []float32 // −the worst score of each query
	products      []float32
}

// find begins the stages that find the exact neighbours of each of the queries
// among more than k rows. If both are the same points, a row is not its own
// neighbour, and each product is taken for both of its rows, so that 100,000 × 100
// numbers take 80 seconds in WebAssembly, which is about what building a graph
// for approximate search takes.
func (g *neighbors) find(c *course, queries, rows *points, k int, end func() error) {
	n := queries.x.Rows
	g.k, g.items = k, make([]neighbor, n*k)
	s := &search{queries, rows, make([]nearest, n), make([]float32, n), make([]float32, queryRows*tileRows)}
	for i := range s.best {
		s.best[i].items = g.items[i*k : i*k : (i+1)*k]
		s.worst[i] = float32(math.Inf(1))
	}
	tiles := (rows.x.Rows + tileRows - 1) / tileRows
	measure := stage{id: "neighbors", n: n, cost: float64(k*rows.x.Cols) / 4000, do: func(from, to int) {
		for i := from; i < to; i++ {
			s.measure(i, g.of(i))
		}
	}, end: end}
	c.begin(stage{
		id: "neighbors", n: (n + queryRows - 1) / queryRows * tiles, cost: queryRows * tileRows * float64(rows.x.Cols) / 4000,
		do: func(from, to int) {
			for ; from < to; from++ {
				s.look(from/tiles*queryRows, from%tiles*tileRows)
			}
		}, end: func() error { c.begin(measure); return nil },
	})
}

// part returns up to n rows of m.
func part(m blas32.General, from, n int) blas32.General {
	m.Data, m.Rows = m.Data[from*m.Stride:], min(n, m.Rows-from)
	return m
}

// look considers the rows of a tile for a block of queries, and the other way
// round.
func (s *search) look(first, at int) {
	q, t := part(s.queries.x, first, queryRows), part(s.rows.x, at, tileRows)
	same := s.queries == s.rows
	if same && at+t.Rows <= first {
		return // has been seen from the other side
	}
	blas32.Gemm(blas.NoTrans, blas.Trans, 1, q, t, 0, blas32.General{Rows: q.Rows, Cols: t.Rows, Stride: tileRows, Data: s.products})
	from := at
	if same {
		from = max(at, first)
	}
	for i := range q.Rows {
		products := s.products[i*tileRows+from-at : i*tileRows+t.Rows]
		s.forward(first+i, from, products)
		if past := max(from, first+q.Rows); same && past < at+t.Rows {
			s.backward(first+i, past, products[past-from:])
		}
	}
}

// together is how many scores are looked at once before any of them is.
const together = 64

// forward considers the rows from a place on for a query.
func (s *search) forward(query, from int, products []float32) {
	b, self := &s.best[query], -1
	if s.queries == s.rows {
		self = query
	}
	for len(products) > 0 {
		p := products[:min(together, len(products))]
		half := s.rows.half[from : from+len(p)]
		if vec.MaxSum(p, half) >= -s.worst[query] {
			for j, v := range p {
				if id := from + j; id != self {
					s.worst[query] = b.offer(neighbor{int32(id), v + half[j]})
				}
			}
		}
		products, from = products[len(p):], from+len(p)
	}
}

// backward considers a row for the queries from a place on.
func (s *search) backward(row, from int, products []float32) {
	half := s.rows.half[row]
	for len(products) > 0 {
		p := products[:min(together, len(products))]
		worst := s.worst[from : from+len(p)]
		if vec.MaxSum(p, worst) >= -half {
			for j, v := range p {
				if v+half >= -worst[j] {
					worst[j] = s.best[from+j].offer(neighbor{int32(row), v + half})
				}
			}
		}
		products, from = products[len(p):], from+len(p)
	}
}

// measure puts distances, computed anew since those from products have lost
// digits, in the place of scores.
func (s *search) measure(i int, found []neighbor) {
	for j := range found {
		found[j].distance = s.rows.distance(s.queries.row(i), s.rows.row(int(found[j].id)))
	}
	slices.SortFunc(found, func(a, b neighbor) int {
		switch {
		case a.distance < b.distance || a.distance == b.distance && a.id < b.id:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	if s.rows.metric == space.Dot {
		for j, least := 0, found[0].distance; j < len(found); j++ {
			found[j].distance -= least
		}
	}
}

// nearest keeps what has the largest scores, up to its capacity, and of equal
// ones the lowest ids. items is a heap with the worst at the root.
type nearest struct{ items []neighbor }

// below says that a makes place before b.
func (a neighbor) below(b neighbor) bool {
	return a.distance < b.distance || a.distance == b.distance && a.id > b.id
}

// offer considers one more, and returns −the worst score that is kept, +∞ while
// there is room.
func (b *nearest) offer(c neighbor) float32 {
	switch n := len(b.items); {
	case n < cap(b.items):
		b.items = append(b.items, c)
		for i := n; i > 0; {
			parent := (i - 1) / 2
			if !b.items[i].below(b.items[parent]) {
				break
			}
			b.items[i], b.items[parent] = b.items[parent], b.items[i]
			i = parent
		}
		if n+1 < cap(b.items) {
			return float32(math.Inf(1))
		}
	case b.items[0].below(c):
		b.sink(c)
	}
	return -b.items[0].distance
}

// sink puts c in the place of the worst.
func (b *nearest) sink(c neighbor) {
	i := 0
	for {
		child := 2*i + 1
		if child >= len(b.items) {
			break
		}
		if child+1 < len(b.items) && b.items[child+1].below(b.items[child]) {
			child++
		}
		if !b.items[child].below(c) {
			break
		}
		b.items[i] = b.items[child]
		i = child
	}
	b.items[i] = c
}
