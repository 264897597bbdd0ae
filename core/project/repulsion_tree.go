package project

// treeRepulsion is Barnes and Hut's: points in a cell of a quadtree or octree
// that looks small from where one stands count as one in their middle, if
//
//	side of the cell / distance < angle
//
// Barnes and Hut, "A hierarchical O(N log N) force-calculation algorithm", 1986;
// van der Maaten, "Accelerating t-SNE using tree-based algorithms", 2014.
type treeRepulsion struct {
	angle float32
	cells []treeCell
	stack []treeVisit
}

// A treeCell is empty, or holds points at one place, or has children.
type treeCell struct {
	children int32 // the first of 2^k; 0: none
	count    float32
	middle   [3]float32
}

type treeVisit struct {
	cell   int32
	square float32 // of the side
}

// deepest is how often a cell is halved at most: points nearer than that count
// as at one place.
const deepest = 40

func (b *treeRepulsion) begin(c *course, y, force []float32, k int, end func(z float64) error) {
	var low, high [3]float32
	copy(low[:], y[:k])
	high = low
	for i := 0; i < len(y); i += k {
		for j, v := range y[i : i+k] {
			if v < low[j] {
				low[j] = v
			}
			if v > high[j] {
				high[j] = v
			}
		}
	}
	var side float32
	var centre [3]float32
	for j := range k {
		side = max(side, high[j]-low[j])
		centre[j] = (low[j] + high[j]) / 2
	}
	b.cells = append(b.cells[:0], treeCell{})
	n := len(y) / k
	var z float64
	walk := stage{id: "repel", n: n, cost: 3, do: func(from, to int) {
		for i := from; i < to; i++ {
			z += b.repel(force[i*k:(i+1)*k], y[i*k:(i+1)*k], side, k)
		}
	}, end: func() error { return end(z) }}
	c.begin(stage{id: "repel", n: n, do: func(from, to int) {
		for i := from; i < to; i++ {
			var at [3]float32
			copy(at[:], y[i*k:(i+1)*k])
			b.insert(at, centre, side/2, k)
		}
	}, end: func() error { c.begin(walk); return nil }})
}

func (b *treeRepulsion) insert(at, centre [3]float32, half float32, k int) {
	cell := int32(0)
	for depth := 0; ; depth++ {
		c := &b.cells[cell]
		if c.children == 0 {
			if c.count == 0 || c.middle == at || depth == deepest {
				c.add(at)
				return
			}
			b.divide(cell, centre, k)
			c = &b.cells[cell]
		}
		c.add(at)
		half /= 2
		cell = c.children + quadrant(at, &centre, half, k)
	}
}

// add takes one more point into the middle.
func (c *treeCell) add(at [3]float32) {
	c.count++
	for j := range c.middle {
		c.middle[j] += (at[j] - c.middle[j]) / c.count
	}
}

// divide gives a cell children and hands its points, which lie in one place, to
// one of them.
func (b *treeRepulsion) divide(cell int32, centre [3]float32, k int) {
	first := int32(len(b.cells))
	for range 1 << k {
		b.cells = append(b.cells, treeCell{})
	}
	c := &b.cells[cell]
	c.children = first
	child := &b.cells[first+quadrant(c.middle, &centre, 0, k)]
	child.count, child.middle = c.count, c.middle
}

// quadrant returns in which child of the cell around centre a place lies, and
// moves the centre to the child's.
func quadrant(at [3]float32, centre *[3]float32, half float32, k int) (child int32) {
	for j := range k {
		if at[j] > centre[j] {
			child |= 1 << j
			centre[j] += half
		} else {
			centre[j] -= half
		}
	}
	return child
}

func (b *treeRepulsion) repel(force, at []float32, side float32, k int) (z float64) {
	clear(force)
	var p, f [3]float32
	copy(p[:], at)
	limit := 1 / (b.angle * b.angle)
	var sum float32
	stack := append(b.stack[:0], treeVisit{0, side * side})
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		c := &b.cells[v.cell]
		dx, dy, dz := p[0]-c.middle[0], p[1]-c.middle[1], p[2]-c.middle[2]
		square := dx*dx + dy*dy + dz*dz
		if c.children != 0 && v.square*limit >= square {
			for child := c.children; child < c.children+1<<k; child++ {
				if b.cells[child].count > 0 {
					stack = append(stack, treeVisit{child, v.square / 4})
				}
			}
			continue
		}
		q := 1 / (1 + square)
		sum += c.count * q
		q *= c.count * q
		f[0] += q * dx
		f[1] += q * dy
		f[2] += q * dz
	}
	b.stack = stack
	copy(force, f[:k])
	return float64(sum) - 1
}
