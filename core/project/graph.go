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

// symmetrise returns the stages that join w, the weights of n rows' neighbours,
// with its transpose: what i has of j and j of i becomes join of both, which
// must be 0 of two zeros and symmetric. end takes the graph.
func symmetrise(c *course, n int, ids []int32, w []float32, join func(a, b float32) float32, end func(*graph) error) {
	k := len(ids) / max(n, 1)
	var back graph // the transpose, by rows
	back.start, back.cols, back.values = make([]int32, n+1), make([]int32, len(ids)), make([]float32, len(ids))
	fill := make([]int32, n)
	g := &graph{start: make([]int32, 1, n+1), cols: make([]int32, 0, len(ids)*3/2), values: make([]float32, 0, len(ids)*3/2)}
	own := make([]link, k)
	merge := stage{id: "graph", n: n, cost: float64(k) / 8, do: func(from, to int) {
		for i := from; i < to; i++ {
			for j := range own {
				own[j] = link{ids[i*k+j], w[i*k+j]}
			}
			slices.SortFunc(own, func(a, b link) int { return int(a.id - b.id) })
			cols, values := back.row(i)
			a, b := 0, 0
			for a < k || b < len(cols) {
				var id int32
				var x, y float32
				if b == len(cols) || a < k && own[a].id <= cols[b] {
					id, x = own[a].id, own[a].weight
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
			for j := i * k; j < (i+1)*k; j++ {
				at := fill[ids[j]]
				back.cols[at], back.values[at] = int32(i), w[j]
				fill[ids[j]]++
			}
		}
	}, end: func() error { c.begin(merge); return nil }}
	c.begin(stage{id: "graph", n: n, cost: float64(k) / 100, do: func(from, to int) {
		for _, id := range ids[from*k : to*k] {
			back.start[id+1]++
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

type link struct {
	id     int32
	weight float32
}
