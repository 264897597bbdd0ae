package cluster

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// spanning finds the minimum spanning tree of rows by mutual reachability. Lengths
// are squared.
type spanning struct {
	x     blas32.General
	cores []float32
	pace  Pace
}

type edge struct {
	a, b   int32
	square float32
}

// among returns the tree of some rows, or of all, edge by edge from one row on, by
// the distances of all pairs (Prim, "Shortest connection networks and some
// generalizations", 1957).
func (t *spanning) among(rows []int32) ([]edge, error) {
	if rows == nil {
		for i := range int32(t.x.Rows) {
			rows = append(rows, i)
		}
	}
	if len(rows) == 0 {
		return nil, nil
	}
	at, rest := rows[0], append([]int32(nil), rows[1:]...)
	n := len(rest)
	cores, shortest, from, squares := make([]float32, n), make([]float32, n), make([]int32, n), make([]float32, n)
	for i, r := range rest {
		cores[i], shortest[i] = t.cores[r], float32(math.Inf(1))
	}
	edges := make([]edge, 0, n)
	for n > 0 {
		rest, cores, shortest, from, squares = rest[:n], cores[:n], shortest[:n], from[:n], squares[:n]
		vec.SquaredDistancesAt(squares, t.x, rest, row(t.x, int(at)))
		own, nearest := t.cores[at], 0
		for i, d := range squares {
			if d < own {
				d = own
			}
			if d < cores[i] {
				d = cores[i]
			}
			if d < shortest[i] {
				shortest[i], from[i] = d, at
			}
			if shortest[i] < shortest[nearest] {
				nearest = i
			}
		}
		next := rest[nearest]
		edges = append(edges, edge{from[nearest], next, shortest[nearest]})
		n--
		at, rest[nearest], cores[nearest], shortest[nearest], from[nearest] = next, rest[n], cores[n], shortest[n], from[n]
		if n%8 == 0 {
			if err := t.pace(Stage{"tree", len(edges), len(rows)}); err != nil {
				return nil, err
			}
		}
	}
	return edges, nil
}

// sampled is how many rows at least are joined by the distances of all pairs,
// where neighbours leave parts.
const sampled = 2000

// along returns edges to neighbours, and those of a tree of some rows of each part
// that these leave.
func (t *spanning) along(near Neighbors) ([]edge, error) {
	n := t.x.Rows
	f := newForest(n)
	edges := make([]edge, 0, n*near.K)
	for i := range int32(n) {
		for j := range near.K {
			to := near.IDs[int(i)*near.K+j]
			d := near.Distances[int(i)*near.K+j]
			edges = append(edges, edge{i, to, max3(d*d, t.cores[i], t.cores[to])})
			f.join(i, to)
		}
		if i%4096 == 0 {
			if err := t.pace(Stage{"tree", int(i), n}); err != nil {
				return nil, err
			}
		}
	}
	parts := map[int32]int{}
	for i := range int32(n) {
		parts[f.root(i)]++
	}
	if len(parts) == 1 {
		return edges, nil
	}
	each := 1 + sampled/len(parts)
	seen := map[int32]int{}
	var rows []int32
	for i := range int32(n) {
		r := f.root(i)
		size := parts[r]
		take := min(each, size)
		// Spread evenly: the row before which the count of those taken rises.
		if before := seen[r]; before*take/size != (before+1)*take/size {
			rows = append(rows, i)
		}
		seen[r]++
	}
	joints, err := t.among(rows)
	return append(edges, joints...), err
}

func max3(a, b, c float32) float32 {
	if b > a {
		a = b
	}
	if c > a {
		a = c
	}
	return a
}

// tree returns the edges of the tree by rising length, among edges that span all
// rows (Kruskal, "On the shortest spanning subtree of a graph and the traveling
// salesman problem", 1956).
func (t *spanning) tree(edges []edge) ([]edge, error) {
	edges, err := t.sorted(edges)
	if err != nil {
		return nil, err
	}
	n := t.x.Rows
	f := newForest(n)
	tree := make([]edge, 0, max(0, n-1))
	for i, e := range edges {
		if f.join(e.a, e.b) {
			tree = append(tree, e)
		}
		if i%4096 == 0 {
			if err := t.pace(Stage{"tree", n, n}); err != nil {
				return nil, err
			}
		}
	}
	return tree, nil
}

// sorted sorts edges by length, digit by digit of its bits, which rise with it.
func (t *spanning) sorted(edges []edge) ([]edge, error) {
	const bits, digits = 11, 3
	to := make([]edge, len(edges))
	for digit := range digits {
		shift := digit * bits
		key := func(e *edge) int { return int(math.Float32bits(e.square)>>shift) & (1<<bits - 1) }
		var starts [1<<bits + 1]int
		for i := range edges {
			starts[key(&edges[i])+1]++
		}
		for i := range 1 << bits {
			starts[i+1] += starts[i]
		}
		for i := range edges {
			k := key(&edges[i])
			to[starts[k]] = edges[i]
			starts[k]++
			if i%8192 == 0 {
				if err := t.pace(Stage{"tree", t.x.Rows, t.x.Rows}); err != nil {
					return nil, err
				}
			}
		}
		edges, to = to, edges
	}
	return edges, nil
}

// A forest has for each node another one of its tree, nearer to the root, or
// itself.
type forest []int32

func newForest(n int) forest {
	f := make(forest, max(0, n))
	for i := range f {
		f[i] = int32(i)
	}
	return f
}

// root returns the root of a node's tree, and halves the way to it.
func (f forest) root(node int32) int32 {
	for f[node] != node {
		f[node] = f[f[node]]
		node = f[node]
	}
	return node
}

// join makes one tree of two and returns whether they were two.
func (f forest) join(a, b int32) bool {
	a, b = f.root(a), f.root(b)
	f[max(a, b)] = min(a, b)
	return a != b
}
