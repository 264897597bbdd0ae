package neighbor

import "fmt"

// defaultEf is how many rows a search keeps if it is not told.
const defaultEf = 50

// sparse is how many rows there must be for each that a search keeps; with fewer
// it is quicker to look at all of them.
const sparse = 20

// Search returns about the k rows nearest to the query among those that wants
// says are wanted; nil wants all. It keeps ef rows at a time, at least k, 0: 50:
// the more, the more surely they are the nearest. If too few of them are wanted,
// it begins again with twice as many, and in the end it looks at all rows. A
// query that is not finite is near to nothing; one of another dimension is an
// error.
func (g *Graph) Search(query []float32, k, ef int, wants func(row int) bool) ([]Neighbor, error) {
	g.walk.compared = 0
	switch err := g.check(query); {
	case err != nil && len(query) != g.Dim():
		return nil, fmt.Errorf("graph: search: %w", err)
	case err != nil || k < 1 || g.alive == 0:
		return nil, nil
	}
	if ef <= 0 {
		ef = defaultEf
	}
	asked := g.store.point(query)
	k = min(k, g.alive)
	at, descended := candidate{}, false
	for ef = max(ef, k); ef*sparse < g.Rows(); ef *= 2 {
		if !descended {
			at, descended = g.descend(asked, int(g.levels[g.entry]), 0), true
		}
		if found := g.wanted(g.search(asked, at, 0, ef, ef), k, wants); len(found) == k {
			return scored(found, g.config.Metric, 1), nil
		}
	}
	return scored(g.scan(asked, k, wants), g.config.Metric, 1), nil
}

// wanted returns the first k candidates that are wanted, with their keys.
func (g *Graph) wanted(candidates []candidate, k int, wants func(row int) bool) []Neighbor {
	found := make([]Neighbor, 0, k)
	for _, c := range candidates {
		if row := int(c.id); !g.deleted[row] && (wants == nil || wants(row)) {
			if found = append(found, Neighbor{row, float64(c.key())}); len(found) == k {
				break
			}
		}
	}
	return found
}

// scan looks at all rows.
func (g *Graph) scan(query point, k int, wants func(row int) bool) []Neighbor {
	g.walk.compared += g.Rows()
	best := Top{K: k}
	var keys [block]float32
	var ids [block]int32
	alive := func(row int) bool { return !g.deleted[row] && (wants == nil || wants(row)) }
	for from := 0; from < g.Rows(); from += block {
		n := min(block, g.Rows()-from)
		for i := range n {
			ids[i] = int32(from + i)
		}
		g.store.keys(keys[:n], query, ids[:n])
		best.take(from, keys[:n], ones[:n], alive)
	}
	return best.Sorted()
}
