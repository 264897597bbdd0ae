package cluster

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas32"
)

// Density are the settings of HDBSCAN.
type Density struct {
	MinSize    int  // of a group; 0: 5
	MinSamples int  // rows, itself among them, that make a row's surroundings dense; 0: MinSize
	Leaves     bool // the smallest groups there are, else those that last longest
	Exact      int  // up to so many rows the tree is that of all pairs; 0: 20,000
}

// Filled returns the settings with the defaults in place of zeros.
func (s Density) Filled() Density {
	s.MinSize = or(s.MinSize, 5)
	s.MinSamples, s.Exact = or(s.MinSamples, s.MinSize), or(s.Exact, 20_000)
	return s
}

// Neighbors are the nearest other rows of each, the nearest first, K of each.
type Neighbors struct {
	K         int
	IDs       []int32
	Distances []float32
}

// Dense is what HDBSCAN found: groups from 0, the largest first, and −1.
type Dense struct {
	Codes         []int32
	Probabilities []float32 // how far into its group a row is, 0 to 1; 0 of −1
	Persistence   []float64 // of each group, the stability that it was chosen by
	Approximate   bool      // the tree is not that of all pairs
}

// HDBSCAN finds groups in a hierarchy of densities. With κ(x) the distance of x's
// MinSamples-th nearest row, itself the first, rows are as far apart as
//
//	d(x, y) = max(κ(x), κ(y), ‖x−y‖),
//
// the mutual reachability distance. The minimum spanning tree by d, cut at its
// longest edge, again and again, gives the hierarchy. Where both parts have
// MinSize rows a group has come apart into two; else it has lost a few rows. With
// λ = 1/d a group lasts for
//
//	stability = Σ λ(x leaves) − λ(group appears)  over its rows,
//
// and of nested groups those are taken whose stabilities add up to the most (excess
// of mass), or all that do not come apart (Leaves). The whole is not a group. A
// row's probability is its λ over the largest of its group.
//
// near has the nearest MinSamples−1 other rows of each, or more. Beyond Exact rows
// the tree is sought among the edges to these, and a tree of a sample that has rows
// of each part joins what they leave apart: as long as near is right, only edges
// between parts are longer than they should be, by which a group may last longer
// but not take in others.
//
// Campello, Moulavi and Sander, "Density-based clustering based on hierarchical
// density estimates", 2013; McInnes and Healy, "Accelerated hierarchical density
// based clustering", 2017.
func HDBSCAN(x blas32.General, near Neighbors, s Density, pace Pace) (*Dense, error) {
	s = s.Filled()
	switch {
	case s.MinSize < 2 || s.MinSize > max(2, x.Rows):
		return nil, fmt.Errorf("hdbscan: %w", &SettingError{"minSize", float64(s.MinSize), 2, float64(max(2, x.Rows))})
	case s.MinSamples < 1 || s.MinSamples > near.K+1:
		return nil, fmt.Errorf("hdbscan: %w", &SettingError{"minSamples", float64(s.MinSamples), 1, float64(near.K + 1)})
	case len(near.IDs) != x.Rows*near.K || len(near.Distances) != len(near.IDs):
		return nil, fmt.Errorf("hdbscan: %d neighbours and %d distances of %d rows", len(near.IDs), len(near.Distances), x.Rows)
	}
	t := &spanning{x: x, cores: make([]float32, x.Rows), pace: pace}
	if s.MinSamples > 1 {
		for i := range t.cores {
			d := near.Distances[i*near.K+s.MinSamples-2]
			t.cores[i] = d * d
		}
	}
	var edges []edge
	var err error
	approximate := x.Rows > s.Exact
	if approximate {
		edges, err = t.along(near)
	} else {
		edges, err = t.among(nil)
	}
	if err == nil {
		edges, err = t.tree(edges)
	}
	if err != nil {
		return nil, fmt.Errorf("hdbscan: %w", err)
	}
	c := condense(merge(edges, x.Rows), x.Rows, s.MinSize)
	found := c.groups(s.Leaves)
	found.Approximate = approximate
	if err := pace(Stage{"groups", x.Rows, x.Rows}); err != nil {
		return nil, fmt.Errorf("hdbscan: %w", err)
	}
	return found, nil
}

// A merger joins two nodes into the next: nodes below n are rows.
type merger struct {
	left, right int32
	distance    float64
	size        int32
}

// merge makes the hierarchy of a spanning tree by rising length of its edges.
func merge(edges []edge, n int) []merger {
	f := newForest(2*n - 1)
	all := make([]merger, 0, len(edges))
	size := func(node int32) int32 {
		if int(node) < n {
			return 1
		}
		return all[int(node)-n].size
	}
	for _, e := range edges {
		a, b, next := f.root(e.a), f.root(e.b), int32(n+len(all))
		all = append(all, merger{a, b, math.Sqrt(float64(e.square)), size(a) + size(b)})
		f[a], f[b] = next, next
	}
	return all
}

// A condensed tree has the groups that have at least so many rows, parents before
// children, and when each row left the last group that it was in.
type condensed struct {
	groupsOf []group
	last     []int32 // of each row
	left     []float64
}

type group struct {
	parent    int32   // −1 of the first, which is all
	born      float64 // λ at which it appeared
	died      float64 // the largest λ at which something left it
	stability float64
	parted    bool // it came apart into two
}

// condense walks down the hierarchy.
func condense(all []merger, n, least int) *condensed {
	c := &condensed{last: make([]int32, n), left: make([]float64, n)}
	c.groupsOf = append(c.groupsOf, group{parent: -1})
	if n < 2 {
		return c
	}
	// Rows at one place would make λ infinite; so near is as near as can be.
	shortest := 1e-7 * all[len(all)-1].distance
	size := func(node int32) int32 {
		if int(node) < n {
			return 1
		}
		return all[int(node)-n].size
	}
	type step struct{ node, group int32 }
	var parts []int32
	for todo := []step{{int32(n + len(all) - 1), 0}}; len(todo) > 0; {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		lambda := 1 / math.Max(math.Max(all[int(at.node)-n].distance, shortest), math.SmallestNonzeroFloat32)
		parts = partsOf(all, at.node, n, parts[:0])
		large := 0
		for _, node := range parts {
			if int(size(node)) >= least {
				large++
			}
		}
		for _, node := range parts {
			switch {
			case int(size(node)) < least:
				c.drop(all, node, at.group, lambda)
			case large == 1:
				todo = append(todo, step{node, at.group})
			default:
				c.groupsOf[at.group].parted = true
				c.groupsOf = append(c.groupsOf, group{parent: at.group, born: lambda})
				c.leave(at.group, lambda, int(size(node)))
				todo = append(todo, step{node, int32(len(c.groupsOf) - 1)})
			}
		}
	}
	return c
}

// partsOf returns what a node comes apart into: edges of one length are cut
// together.
func partsOf(all []merger, node int32, n int, parts []int32) []int32 {
	distance := all[int(node)-n].distance
	for todo := []int32{node}; len(todo) > 0; {
		node := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, child := range [2]int32{all[int(node)-n].right, all[int(node)-n].left} {
			if int(child) >= n && all[int(child)-n].distance == distance {
				todo = append(todo, child)
			} else {
				parts = append(parts, child)
			}
		}
	}
	return parts
}

// leave notes that so many rows leave a group.
func (c *condensed) leave(g int32, lambda float64, rows int) {
	from := &c.groupsOf[g]
	from.stability += (lambda - from.born) * float64(rows)
	from.died = math.Max(from.died, lambda)
}

// drop has all rows below a node leave a group.
func (c *condensed) drop(all []merger, node, g int32, lambda float64) {
	n := int32(len(c.last))
	for todo := []int32{node}; len(todo) > 0; {
		node := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if node >= n {
			todo = append(todo, all[node-n].left, all[node-n].right)
			continue
		}
		c.last[node], c.left[node] = g, lambda
		c.leave(g, lambda, 1)
	}
}

// chosen says which groups are taken; children stand after their parents.
func (c *condensed) chosen(leaves bool) []bool {
	taken := make([]bool, len(c.groupsOf))
	below := make([]float64, len(c.groupsOf)) // stability of the children that are taken
	for g := len(c.groupsOf) - 1; g > 0; g-- {
		own := c.groupsOf[g]
		if !own.parted || !leaves && own.stability >= below[g] {
			taken[g] = true
			below[own.parent] += own.stability
		} else {
			below[own.parent] += below[g]
		}
	}
	return taken
}

// groups gives each row the outermost of the groups taken that it was in.
func (c *condensed) groups(leaves bool) *Dense {
	taken := c.chosen(leaves)
	of := make([]int32, len(c.groupsOf)) // the group taken that each is within, or −1
	of[0] = -1
	for g := 1; g < len(of); g++ {
		of[g] = of[c.groupsOf[g].parent]
		if of[g] < 0 && taken[g] {
			of[g] = int32(g)
		}
	}
	sizes := make([]int, len(of))
	for _, g := range c.last {
		if of[g] >= 0 {
			sizes[of[g]]++
		}
	}
	numbers := bySize(sizes)
	found := &Dense{Codes: make([]int32, len(c.last)), Probabilities: make([]float32, len(c.last)), Persistence: make([]float64, groups(sizes))}
	for g, size := range sizes {
		if size > 0 {
			found.Persistence[numbers[g]] = c.groupsOf[g].stability
		}
	}
	for i, g := range c.last {
		own := of[g]
		found.Codes[i] = -1
		if own >= 0 {
			found.Codes[i] = numbers[own]
			found.Probabilities[i] = float32(math.Min(1, c.left[i]/c.groupsOf[own].died))
		}
	}
	return found
}
