package scene

import "math"

// An Index is a grid of cells over the points, about two to a cell, to find
// those near a place.
type Index struct {
	coords        []float32
	origin        Box
	cell          float64 // side, world units
	columns, rows int
	starts        []int32 // the points of cell i are ids[starts[i]:starts[i+1]]
	ids           []int32
}

// Index returns the grid over where the points are now. It is kept, and valid,
// until they move.
func (p *Points) Index() *Index {
	if p.index == nil {
		p.index = newIndex(p.at)
	}
	return p.index
}

func newIndex(coords []float32) *Index {
	x := &Index{coords: coords}
	box, ok := bounds(coords)
	if !ok {
		return x
	}
	x.origin = box
	n := len(coords) / 2
	width, height := box.MaxX-box.MinX, box.MaxY-box.MinY
	// A thin box is all perimeter: n cells along its longer side are enough.
	x.cell = max(math.Sqrt(2*width*height/float64(n)), max(width, height)/float64(n))
	if x.cell == 0 {
		x.cell = 1
	}
	x.columns, x.rows = int(width/x.cell)+1, int(height/x.cell)+1
	x.starts = make([]int32, x.columns*x.rows+1)
	for i := range n {
		if cell, ok := x.cellOf(i); ok {
			x.starts[cell+1]++
		}
	}
	for i := range x.columns * x.rows {
		x.starts[i+1] += x.starts[i]
	}
	x.ids = make([]int32, x.starts[len(x.starts)-1])
	next := append([]int32(nil), x.starts...)
	for i := range n {
		if cell, ok := x.cellOf(i); ok {
			x.ids[next[cell]] = int32(i)
			next[cell]++
		}
	}
	return x
}

func (x *Index) cellOf(i int) (int, bool) {
	px, py := x.coords[2*i], x.coords[2*i+1]
	if !finite(px) || !finite(py) {
		return 0, false
	}
	column := clampCell(float64(px)-x.origin.MinX, x.cell, x.columns)
	row := clampCell(float64(py)-x.origin.MinY, x.cell, x.rows)
	return row*x.columns + column, true
}

func clampCell(distance, cell float64, n int) int {
	return int(min(max(distance/cell, 0), float64(n-1)))
}

// Nearest returns the point nearest to (px, py) and no farther than radius, all
// in world units; of equally near ones the lowest row.
func (x *Index) Nearest(px, py, radius float64) (row int, ok bool) {
	row, best := -1, radius*radius
	x.visit(Box{px - radius, py - radius, px + radius, py + radius}, func(id int) {
		dx, dy := float64(x.coords[2*id])-px, float64(x.coords[2*id+1])-py
		d := dx*dx + dy*dy
		if d < best || d == best && (row < 0 || id < row) {
			row, best = id, d
		}
	})
	return row, row >= 0
}

// In appends to dst the rows of the points in the box, its border included, in
// no particular order.
func (x *Index) In(dst []int, b Box) []int {
	x.visit(b, func(id int) {
		px, py := float64(x.coords[2*id]), float64(x.coords[2*id+1])
		if px >= b.MinX && px <= b.MaxX && py >= b.MinY && py <= b.MaxY {
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
	left := clampCell(b.MinX-x.origin.MinX, x.cell, x.columns)
	right := clampCell(b.MaxX-x.origin.MinX, x.cell, x.columns)
	bottom := clampCell(b.MinY-x.origin.MinY, x.cell, x.rows)
	top := clampCell(b.MaxY-x.origin.MinY, x.cell, x.rows)
	for row := bottom; row <= top; row++ {
		cells := row * x.columns
		for _, id := range x.ids[x.starts[cells+left]:x.starts[cells+right+1]] {
			f(int(id))
		}
	}
}
