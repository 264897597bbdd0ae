package neighbor

import "fmt"

// Compared returns with how many rows the last search compared its query. A row
// that was met on several levels counts on each.
func (g *Graph) Compared() int { return g.walk.compared }

// Levels returns how many rows reach each level, deleted ones included, the lowest
// level first: all of them, then about one in M of those below.
func (g *Graph) Levels() []int {
	if g.entry < 0 {
		return nil
	}
	rows := make([]int, g.levels[g.entry]+1)
	for _, level := range g.levels {
		for l := range int(level) + 1 {
			rows[l]++
		}
	}
	return rows
}

// Bytes returns how much memory the rows take as they are compared, and the links
// between them.
func (g *Graph) Bytes() (rows, links int) {
	rows = 4*len(g.store.rows.Data) + len(g.store.codes) + 4*len(g.store.scales) + 4*len(g.store.halves)
	links = 4*(len(g.low.ids)+len(g.upper.ids)+len(g.lists)) + 2*(len(g.low.counts)+len(g.upper.counts))
	return rows, links
}

// Descent returns the rows that a search goes through on its way down: the entry,
// then the one at which it leaves each level for the next lower, the highest level
// first. On the lowest it begins at the last of them. A query that is not finite goes
// nowhere; one of another dimension is an error.
func (g *Graph) Descent(query []float32) ([]Neighbor, error) {
	switch err := g.check(query); {
	case err != nil && len(query) != g.Dim():
		return nil, fmt.Errorf("graph: descent: %w", err)
	case err != nil || g.entry < 0:
		return nil, nil
	}
	asked := g.store.point(query)
	top := int(g.levels[g.entry])
	var way []Neighbor
	for level := top; level >= 0; level-- {
		c := g.descend(asked, top, level)
		way = append(way, Neighbor{int(c.id), float64(c.key())})
	}
	return scored(way, g.config.Metric, 1), nil
}
