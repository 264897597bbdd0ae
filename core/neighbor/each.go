package neighbor

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// together is how many queries are compared with a block of rows at a time.
const together = 256

// Each returns the k rows nearest to each of the queries, which are rows of a
// matrix, as Nearest does, up to the rounding of products. It calls pace every
// millisecond or so, and ends with the error that pace returns.
func (e *Exact) Each(queries blas32.General, k int, metric Metric, wants func(query, row int) bool, pace func() error) ([][]Neighbor, error) {
	found := make([][]Neighbor, 0, queries.Rows)
	products := blas32.General{Data: make([]float32, together*block)}
	var squares squares
	for first := 0; first < queries.Rows; first += together {
		n := min(together, queries.Rows-first)
		some := queries
		some.Rows, some.Data = n, queries.Data[first*queries.Stride:]
		group := make([]Search, n)
		for i := range group {
			query := first + i
			group[i] = *e.Search(some.Data[i*some.Stride:][:some.Cols], k, metric, nil)
			if wants != nil {
				group[i].wants = func(row int) bool { return wants(query, row) }
			}
		}
		for from := 0; from < e.m.Rows; from += block {
			rows := e.m
			rows.Rows, rows.Data = min(block, e.m.Rows-from), e.m.Data[from*e.m.Stride:]
			products.Rows, products.Cols, products.Stride = n, rows.Rows, rows.Rows
			blas32.Gemm(blas.NoTrans, blas.Trans, 1, some, rows, 0, products)
			squares.take(e.InverseNorms(from, rows.Rows))
			for i := range group {
				group[i].take(from, products.Data[i*rows.Rows:(i+1)*rows.Rows], &squares)
			}
			if err := pace(); err != nil {
				return nil, err
			}
		}
		for i := range group {
			found = append(found, group[i].Result())
		}
	}
	return found, nil
}

// squares are those of the lengths of a block's rows.
type squares struct {
	halves  [block]float32 // −‖x‖²/2
	longest float32        // the largest ‖x‖²
}

func (q *squares) take(inverses []float32) {
	q.longest = 0
	for i, inv := range inverses {
		var square float32
		if inv > 0 {
			square = 1 / inv / inv
		}
		q.halves[i] = -square / 2
		if square > q.longest {
			q.longest = square
		}
	}
}

// take goes through the products of a block.
func (s *Search) take(from int, products []float32, q *squares) {
	if s.metric != Euclidean {
		s.best.take(from, products, s.exact.factors(from, len(products), s.metric), s.wants)
		return
	}
	s.takeNear(from, products, q)
}

// takeNear computes the distances of the rows that may be near enough by
//
//	−‖x−y‖² = 2·(x·y − ‖x‖²/2) − ‖y‖²,
//
// which loses digits where both are long and near each other.
func (s *Search) takeNear(from int, products []float32, q *squares) {
	square := vec.Dot(s.query, s.query)
	// How far rounding can be off: 2⁻²⁴ for each of the products and sums.
	slack := float32(len(s.query)+4) / (1 << 22) * (square + q.longest)
	halves := q.halves[:len(products)]
	worst := lowest
	if len(s.best.items) == s.best.K {
		if s.best.K == 0 {
			return
		}
		worst = float32(s.best.items[0].Score)
		if 2*vec.MaxSum(products, halves)-square+slack < worst {
			return
		}
	}
	for i, p := range products {
		if 2*(p+halves[i])-square+slack < worst {
			continue
		}
		row := from + i
		n := Neighbor{row, -float64(vec.SquaredDistance(s.exact.row(row), s.query))}
		if s.best.Wants(n) && (s.wants == nil || s.wants(row)) {
			s.best.Add(n)
		}
	}
}
