package scene

import "math"

// An Index is a grid of cells over the points that are shown, about two to a cell, to find
// those near a place.
type Index struct {
	x, y          []float32
	origin        Box
	cell          float64 // side, world units
	columns, rows int
	starts        []int32 // the points of cell i are ids[starts[i]:starts[i+1]]
	ids           []int32
}

// Index returns the grid over where the points are now, whatever their depth. It
// is kept, and valid, until they move.
func (p *Points) Index() *Index {
	if p.index == nil {
		p.index = newIndex(&p.at, p.looks)
	}
	return p.index
}

// Nearest returns the point nearest to (px, py) and no farther than radius, all
// in world units and whatever its depth; of equally near ones the lowest row.
func (p *Points) Nearest(px, py, radius float64) (row int, ok bool) {
	if p.time == 0 {
		return p.Index().Nearest(px, py, radius)
	}
	// Points that glide are elsewhere before an index has paid.
	n := nearest{row: -1, best: radius * radius}
	if !(radius >= 0) {
		return -1, false
	}
	for id := range p.Len() {
		if p.look(id) != hidden {
			n.see(p.at.x, p.at.y, id, px, py)
		}
	}
	return n.row, n.row >= 0
}

// nearest is what was found so far.
type nearest struct {
	row  int
	best float64 // the square of its distance
}

func (n *nearest) see(x, y []float32, id int, px, py float64) {
	dx, dy := float64(x[id])-px, float64(y[id])-py
	d := dx*dx + dy*dy
	if d < n.best || d == n.best && (n.row < 0 || id < n.row) {
		n.row, n.best = id, d
	}
}

func newIndex(at *columns, looks []look) *Index {
	x := &Index{x: at.x, y: at.y}
	box, ok := at.box(looks)
	if !ok {
		return x
	}
	x.origin = box
	n := len(at.x)
	width, height := box.MaxX-box.MinX, box.MaxY-box.MinY
	// A thin box is all perimeter: n cells along its longer side are enough.
	x.cell = max(math.Sqrt(2*width*height/float64(n)), max(width, height)/float64(n))
	if x.cell == 0 {
		x.cell = 1
	}
	x.columns, x.rows = int(width/x.cell)+1, int(height/x.cell)+1
	x.starts = make([]int32, x.columns*x.rows+1)
	cells := make([]int32, n) // of each point; -1: none
	for i := range cells {
		cells[i] = -1
		if px, py := at.x[i], at.y[i]; finite(px) && finite(py) && (i >= len(looks) || looks[i] != hidden) {
			cells[i] = int32(x.row(float64(py))*x.columns + x.column(float64(px)))
			x.starts[cells[i]]++
		}
	}
	// The ends of the cells, which become their starts as they are filled from
	// behind.
	end := int32(0)
	for i, count := range x.starts {
		end += count
		x.starts[i] = end
	}
	x.ids = make([]int32, end)
	for i := n - 1; i >= 0; i-- {
		if cell := cells[i]; cell >= 0 {
			x.starts[cell]--
			x.ids[x.starts[cell]] = int32(i)
		}
	}
	return x
}

func (x *Index) column(px float64) int { return cellAt((px-x.origin.MinX)/x.cell, x.columns) }
func (x *Index) row(py float64) int    { return cellAt((py-x.origin.MinY)/x.cell, x.rows) }

// cellAt returns which of n cells a place is in, or the nearest.
func cellAt(place float64, n int) int {
	switch {
	case !(place > 0):
		return 0
	case place < float64(n-1):
		return int(place)
	}
	return n - 1
}

// Nearest does what Points.Nearest does.
func (x *Index) Nearest(px, py, radius float64) (row int, ok bool) {
	n := nearest{row: -1, best: radius * radius}
	x.visit(Box{px - radius, py - radius, px + radius, py + radius}, func(id int) {
		n.see(x.x, x.y, id, px, py)
	})
	return n.row, n.row >= 0
}

// In appends to dst the rows of the points in the box, its border included, in
// no particular order.
func (x *Index) In(dst []int, b Box) []int {
	x.visit(b, func(id int) {
		if b.has(x.x[id], x.y[id]) {
			dst = append(dst, id)
		}
	})
	return dst
}

// visit calls f with every point of the cells that the box touches.
func (x *Index) visit(b Box, f func(id int)) {
	if len(x.ids) == 0 || !(b.MinX <= b.MaxX && b.MinY <= b.MaxY) {
		return
	}
	left, right := x.column(b.MinX), x.column(b.MaxX)
	bottom, top := x.row(b.MinY), x.row(b.MaxY)
	for row := bottom; row <= top; row++ {
		cells := row * x.columns
		for _, id := range x.ids[x.starts[cells+left]:x.starts[cells+right+1]] {
			f(int(id))
		}
	}
}
