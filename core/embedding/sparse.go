package embedding

import "slices"

// A SparseGrad is the gradient of a table: Values[k·Dim:(k+1)·Dim] belongs to row
// Rows[k], and every other row's is zero. A row may occur more than once; its
// gradient is then the sum.
type SparseGrad struct {
	Dim    int
	Rows   []int32
	Values []float32
}

// Row returns the k-th part.
func (g SparseGrad) Row(k int) []float32 { return g.Values[k*g.Dim : (k+1)*g.Dim] }

// Coalesce returns the same gradient with each row once, in rising order. Equal
// rows are added in the order in which they stood.
func (g SparseGrad) Coalesce() SparseGrad {
	order := make([]int, len(g.Rows))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(g.Rows[a]) - int(g.Rows[b]) })

	sum := SparseGrad{Dim: g.Dim}
	for _, k := range order {
		last := len(sum.Rows) - 1
		if last < 0 || sum.Rows[last] != g.Rows[k] {
			sum.Rows = append(sum.Rows, g.Rows[k])
			sum.Values = append(sum.Values, g.Row(k)...)
			continue
		}
		into := sum.Row(last)
		for i, v := range g.Row(k) {
			into[i] += v
		}
	}
	return sum
}

// Dense returns the gradient as a rows × Dim matrix, row by row.
func (g SparseGrad) Dense(rows int) []float32 {
	dense := make([]float32, rows*g.Dim)
	for k, row := range g.Rows {
		into := dense[int(row)*g.Dim:]
		for i, v := range g.Row(k) {
			into[i] += v
		}
	}
	return dense
}
