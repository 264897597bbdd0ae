package project

import "slices"

// A graph is a symmetric sparse matrix: row i has its values at start[i] to
// start[i+1], by rising column.
type graph struct {
	start  []int32 // n + 1
	cols   []int32
	values []float32
}

func (g *graph) rows() int { return len(g.start) - 1 }

func (g *graph) row(i int) ([]int32, []float32) {
	from, to := g.start[i], g.start[i+1]
	return g.cols[from:to], g.values[from:to]
}

// symmetrise begins the stages that join w, the weights of all neighbours, with
// its transpose: what i has of j and j of i becomes join of both. end takes the
// graph.
func symmetrise(c *course, found *neighbors, w []float32, join func(a, b float32) float32, end func(*graph) error) {
	n, k := found.rows(), found.k
	back := graph{make([]int32, n+1), make([]int32, len(w)), make([]float32, len(w))} // the transpose
	fill := make([]int32, n)
	g := &graph{start: make([]int32, 1, n+1), cols: make([]int32, 0, len(w)*3/2), values: make([]float32, 0, len(w)*3/2)}
	own := make([]neighbor, k) // by id, with weights
	merge := stage{id: "graph", n: n, cost: float64(k) / 8, do: func(from, to int) {
		for i := from; i < to; i++ {
			for j, to := range found.of(i) {
				own[j] = neighbor{to.id, w[i*k+j]}
			}
			slices.SortFunc(own, func(a, b neighbor) int { return int(a.id - b.id) })
			cols, values := back.row(i)
			a, b := 0, 0
			for a < k || b < len(cols) {
				var id int32
				var x, y float32
				if b == len(cols) || a < k && own[a].id <= cols[b] {
					id, x = own[a].id, own[a].distance
				} else {
					id = cols[b]
				}
				if a < k && own[a].id == id {
					a++
				}
				if b < len(cols) && cols[b] == id {
					y = values[b]
					b++
				}
				if v := join(x, y); v > 0 {
					g.cols, g.values = append(g.cols, id), append(g.values, v)
				}
			}
			g.start = append(g.start, int32(len(g.cols)))
		}
	}, end: func() error { return end(g) }}
	scatter := stage{id: "graph", n: n, cost: float64(k) / 50, do: func(from, to int) {
		for i := from; i < to; i++ {
			for j, to := range found.of(i) {
				at := fill[to.id]
				back.cols[at], back.values[at] = int32(i), w[i*k+j]
				fill[to.id]++
			}
		}
	}, end: func() error { c.begin(merge); return nil }}
	c.begin(stage{id: "graph", n: n, cost: float64(k) / 100, do: func(from, to int) {
		for _, to := range found.items[from*k : to*k] {
			back.start[to.id+1]++
		}
	}, end: func() error {
		for i := range n {
			back.start[i+1] += back.start[i]
			fill[i] = back.start[i]
		}
		c.begin(scatter)
		return nil
	}})
}
