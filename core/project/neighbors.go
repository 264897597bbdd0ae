package project

import (
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// neighbors are the k nearest rows of each of n, the nearest first.
type neighbors struct {
	k         int
	ids       []int32
	distances []float32
}

func (g *neighbors) of(i int) ([]int32, []float32) {
	return g.ids[i*g.k : (i+1)*g.k], g.distances[i*g.k : (i+1)*g.k]
}

const (
	queryRows = 64  // queries whose products are taken together
	tileRows  = 512 // rows that they are multiplied with at a time
)

// find returns the stage that finds the exact neighbours of each of the queries
// among the rows: a row is not its own neighbour if both are the same points.
// There must be more than k rows.
func (g *neighbors) find(queries, rows *points, k int, end func() error) stage {
	n := queries.x.Rows
	g.k, g.ids, g.distances = k, make([]int32, n*k), make([]float32, n*k)
	tiles := (rows.x.Rows + tileRows - 1) / tileRows
	products := make([]float32, queryRows*tileRows)
	best := make([]nearest, queryRows)
	for i := range best {
		best[i].items = make([]candidate, 0, k)
	}
	return stage{
		id: "neighbors", n: (n + queryRows - 1) / queryRows * tiles, cost: queryRows * tileRows * float64(rows.x.Cols) / 4000,
		do: func(from, to int) {
			for ; from < to; from++ {
				first := from / tiles * queryRows
				q := part(queries.x, first, min(queryRows, n-first))
				at := from % tiles * tileRows
				t := part(rows.x, at, min(tileRows, rows.x.Rows-at))
				c := blas32.General{Rows: q.Rows, Cols: t.Rows, Stride: tileRows, Data: products}
				blas32.Gemm(blas.NoTrans, blas.Trans, 1, q, t, 0, c)
				for i := range q.Rows {
					self := -1
					if queries == rows {
						self = first + i
					}
					best[i].look(products[i*tileRows:][:t.Rows], rows.half[at:at+t.Rows], at, self)
				}
				if at+t.Rows == rows.x.Rows {
					for i := range q.Rows {
						g.take(queries, rows, first+i, &best[i])
					}
				}
			}
		}, end: end,
	}
}

// part returns n rows of m.
func part(m blas32.General, from, n int) blas32.General {
	m.Data, m.Rows = m.Data[from*m.Stride:], n
	return m
}

// take stores what was found, by distances that are computed again: those from
// products have lost digits.
func (g *neighbors) take(queries, rows *points, i int, best *nearest) {
	for j := range best.items {
		c := &best.items[j]
		c.score = rows.distance(queries.row(i), rows.row(int(c.id)))
	}
	slices.SortFunc(best.items, func(a, b candidate) int {
		switch {
		case a.score < b.score || a.score == b.score && a.id < b.id:
			return -1
		case a == b:
			return 0
		}
		return 1
	})
	ids, distances := g.of(i)
	for j, c := range best.items {
		ids[j], distances[j] = c.id, c.score
		if rows.metric == space.Dot {
			distances[j] -= best.items[0].score
		}
	}
	best.items = best.items[:0]
}

// nearest keeps the candidates of the largest scores, up to its capacity, of
// equal ones the first. items is a heap with the worst at the root.
type nearest struct{ items []candidate }

type candidate struct {
	id    int32
	score float32
}

// look considers the rows from at, whose scores are products + half.
func (b *nearest) look(products, half []float32, at, self int) {
	const together = 64
	for from := 0; from < len(products); from += together {
		to := min(from+together, len(products))
		if len(b.items) == cap(b.items) && !(vec.MaxSum(products[from:to], half[from:to]) > b.items[0].score) {
			continue
		}
		for j := from; j < to; j++ {
			score := products[j] + half[j]
			switch {
			case at+j == self:
			case len(b.items) < cap(b.items):
				b.push(candidate{int32(at + j), score})
			case score > b.items[0].score:
				b.items[0] = candidate{int32(at + j), score}
				b.sink()
			}
		}
	}
}

// below says that a makes place before b.
func (a candidate) below(b candidate) bool {
	return a.score < b.score || a.score == b.score && a.id > b.id
}

func (b *nearest) push(c candidate) {
	b.items = append(b.items, c)
	for i := len(b.items) - 1; i > 0; {
		parent := (i - 1) / 2
		if !b.items[i].below(b.items[parent]) {
			return
		}
		b.items[i], b.items[parent] = b.items[parent], b.items[i]
		i = parent
	}
}

func (b *nearest) sink() {
	x := b.items[0]
	i := 0
	for {
		child := 2*i + 1
		if child >= len(b.items) {
			break
		}
		if child+1 < len(b.items) && b.items[child+1].below(b.items[child]) {
			child++
		}
		if !b.items[child].below(x) {
			break
		}
		b.items[i] = b.items[child]
		i = child
	}
	b.items[i] = x
}
