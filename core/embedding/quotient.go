package embedding

import (
	"fmt"
	"math/rand/v2"

	"nearspace/core/vec"
)

// A Composition says how two rows become one vector.
type Composition string

const (
	ByProduct Composition = "product" // column by column
	BySum     Composition = "sum"
	ByConcat  Composition = "concat" // one after the other, half the columns each
)

// QuotientRemainder gives each of V ids a vector of its own from two tables of
// together far fewer rows: with R remainders, row id/R of one and row id%R of
// the other. A bag of ids is the sum of their composed vectors, not the
// composition of two sums. Shi, Mudigere, Naumov and Yang, "Compositional
// Embeddings Using Complementary Partitions for Memory-Efficient Recommendation
// Systems", 2020.
type QuotientRemainder struct {
	Quotient, Remainder *Table
	Composition         Composition
	IDs                 int // how many there are

	scratch []float32
}

// NewQuotientRemainder returns a layer of zeros.
func NewQuotientRemainder(ids, remainders, dim int, c Composition) (*QuotientRemainder, error) {
	if ids < 1 || remainders < 1 || dim < 1 {
		return nil, fmt.Errorf("quotient-remainder layer: %d ids by %d remainders of dimension %d", ids, remainders, dim)
	}
	left, right := dim, dim
	switch c {
	case ByProduct, BySum:
	case ByConcat:
		if dim < 2 {
			return nil, fmt.Errorf("quotient-remainder layer: dimension %d in two parts", dim)
		}
		left, right = dim/2, dim-dim/2
	default:
		return nil, fmt.Errorf("quotient-remainder layer: composition %q is none of %q, %q, %q", c, ByProduct, BySum, ByConcat)
	}
	return &QuotientRemainder{
		Quotient: NewTable((ids+remainders-1)/remainders, left), Remainder: NewTable(remainders, right),
		Composition: c, IDs: ids,
	}, nil
}

// Uniform fills both tables evenly and symmetrically, so that composed numbers
// lie within ±bound.
func (q *QuotientRemainder) Uniform(bound float32, rng *rand.Rand) {
	switch q.Composition {
	case ByProduct:
		bound = root(float64(bound))
	case BySum:
		bound /= 2
	}
	q.Quotient.Uniform(bound, rng)
	q.Remainder.Uniform(bound, rng)
}

// QuotientRemainderOf returns the layer that comes nearest to a table, by
// alternating least squares.
func QuotientRemainderOf(t *Table, remainders int, c Composition) (*QuotientRemainder, error) {
	q, err := NewQuotientRemainder(t.Rows(), remainders, t.Dim(), c)
	if err != nil {
		return nil, err
	}
	const rounds = 10
	if c == ByProduct {
		q.Quotient.Fill(func(row []float32) {
			for d := range row {
				row[d] = 1
			}
		})
		for range rounds {
			q.fitProduct(t, q.Remainder, q.Quotient, func(id int) (int, int) { return id % remainders, id / remainders })
			q.fitProduct(t, q.Quotient, q.Remainder, func(id int) (int, int) { return id / remainders, id % remainders })
		}
		return q, nil
	}
	var shared [][]float32
	for i := range q.Quotient.Rows() {
		shared = append(shared, q.Quotient.Row(i))
	}
	for i := range remainders {
		shared = append(shared, q.Remainder.Row(i))
	}
	users := make([][]int32, len(shared))
	for id := range t.Rows() {
		a, b := id/remainders, q.Quotient.Rows()+id%remainders
		users[a], users[b] = append(users[a], int32(id)), append(users[b], int32(id))
	}
	if c == BySum {
		fitSums(t, shared, users, rounds)
		return q, nil
	}
	left := q.Quotient.Rows()
	fitSums(t.columns(0, q.Quotient.Dim()), shared[:left], users[:left], 1)
	fitSums(t.columns(q.Quotient.Dim(), t.Dim()), shared[left:], users[left:], 1)
	return q, nil
}

// fitProduct sets each row of one table to what comes nearest, given the other:
// column by column x = Σ wy/Σ y².
func (q *QuotientRemainder) fitProduct(t, set, given *Table, rows func(id int) (set, given int)) {
	n := set.Rows() * t.Dim()
	above, below := make([]float64, n), make([]float64, n)
	for id := range t.Rows() {
		i, j := rows(id)
		for d, y := range given.Row(j) {
			above[i*t.Dim()+d] += float64(t.Row(id)[d]) * float64(y)
			below[i*t.Dim()+d] += float64(y) * float64(y)
		}
	}
	for i := range set.Rows() {
		for d := range set.Row(i) {
			if b := below[i*t.Dim()+d]; b > 0 {
				set.Row(i)[d] = float32(above[i*t.Dim()+d] / b)
			}
		}
	}
}

// columns returns a copy of columns from, …, to−1.
func (t *Table) columns(from, to int) *Table {
	c := NewTable(t.Rows(), to-from)
	for i := range t.Rows() {
		copy(c.Row(i), t.Row(i)[from:to])
	}
	return c
}

func (q *QuotientRemainder) Rows() int { return q.IDs }

func (q *QuotientRemainder) Dim() int {
	if q.Composition == ByConcat {
		return q.Quotient.Dim() + q.Remainder.Dim()
	}
	return q.Quotient.Dim()
}

func (q *QuotientRemainder) Bytes() int       { return bytesOf(q.Tables()) }
func (q *QuotientRemainder) Tables() []*Table { return []*Table{q.Quotient, q.Remainder} }

func (q *QuotientRemainder) locate(id int32) (quotient, remainder int32) {
	r := int32(q.Remainder.Rows())
	return id / r, id % r
}

// Lookup stores the vectors of the ids in dst.
func (q *QuotientRemainder) Lookup(dst []float32, ids []int32) error {
	if err := checkLookup(q, dst, ids); err != nil {
		return fmt.Errorf("look up quotient and remainder: %w", err)
	}
	for k, id := range ids {
		i, j := q.locate(id)
		y, a, b := part(dst, k, q.Dim()), q.Quotient.Row(int(i)), q.Remainder.Row(int(j))
		copy(y, a)
		switch q.Composition {
		case ByProduct:
			multiply(y, b)
		case BySum:
			vec.Add(y, b)
		case ByConcat:
			copy(y[len(a):], b)
		}
	}
	return nil
}

// BackwardTo implements [Trainable]. Of a product y = a·b, ∂L/∂a = g·b and
// ∂L/∂b = g·a.
func (q *QuotientRemainder) BackwardTo(dst []SparseGrad, ids []int32, grad []float32) error {
	if err := checkBackward(q, dst, grad, ids); err != nil {
		return fmt.Errorf("gradient of quotient and remainder: %w", err)
	}
	for k, id := range ids {
		i, j := q.locate(id)
		g := part(grad, k, q.Dim())
		switch q.Composition {
		case ByProduct:
			q.Quotient.push(&dst[0], i, 1, q.times(g, q.Remainder.Row(int(j))))
			q.Remainder.push(&dst[1], j, 1, q.times(g, q.Quotient.Row(int(i))))
		case BySum:
			q.Quotient.push(&dst[0], i, 1, g)
			q.Remainder.push(&dst[1], j, 1, g)
		case ByConcat:
			q.Quotient.push(&dst[0], i, 1, g[:q.Quotient.Dim()])
			q.Remainder.push(&dst[1], j, 1, g[q.Quotient.Dim():])
		}
	}
	return nil
}

func (q *QuotientRemainder) times(g, x []float32) []float32 {
	q.scratch = append(q.scratch[:0], g...)
	multiply(q.scratch, x)
	return q.scratch
}

func multiply(dst, x []float32) {
	for d, v := range x {
		dst[d] *= v
	}
}
