package scene

import (
	"math"
	"slices"
)

// A Field is the density of points in the plane, at Width × Height places that lie
// Cell apart, the first at (X, Y), row by row upwards. It is 0 along its border, and
// its integral is 1.
type Field struct {
	X, Y, Cell    float64
	Width, Height int
	Values        []float32
}

// NewField estimates the density of the points that are shown, where they are now:
// each is a bump of Gauss's,
//
//	f(x) = 1/n Σ exp(-|x - xᵢ|²/2h²) / 2πh²,  h = smoothing·σ·n^(-1/6)
//
// Scott's rule with σ² the mean of the variances of x and y (Scott, "Multivariate
// Density Estimation", 1992); a smoothing of 0 stands for 1. The points are first shared out to the corners of a
// grid with so many cells on its longer side (Wand, "Fast computation of
// multivariate kernel estimators", 1994). It is nil if the points have no extent.
func NewField(p *Points, smoothing float64, cells int) *Field {
	box, ok := p.at.box(p.looks)
	n, sigma := p.spreadOut()
	if smoothing == 0 {
		smoothing = 1
	}
	h := smoothing * sigma * math.Pow(n, -1./6)
	if !ok || !(h > 0) || math.IsInf(h, 0) {
		return nil
	}
	// Where a bump ends, and a cell of nothing beyond it.
	cells = max(cells, 8)
	reach := 3 * h
	cell := (max(box.MaxX-box.MinX, box.MaxY-box.MinY) + 2*reach) / float64(cells)
	edge := math.Ceil(reach/cell) + 1
	f := &Field{X: box.MinX - edge*cell, Y: box.MinY - edge*cell, Cell: cell}
	f.Width = int((box.MaxX-box.MinX)/cell+2*edge) + 2
	f.Height = int((box.MaxY-box.MinY)/cell+2*edge) + 2
	f.Values = make([]float32, f.Width*f.Height)
	for row, x := range p.at.x {
		y := p.at.y[row]
		if !finite(x) || !finite(y) || p.look(row) == hidden {
			continue
		}
		f.share((float64(x)-f.X)/cell, (float64(y)-f.Y)/cell, 1/(n*cell*cell))
	}
	f.blur(h / cell)
	return f
}

// spreadOut returns how many points are shown and by how much they deviate from
// their middle in each direction.
func (p *Points) spreadOut() (n, sigma float64) {
	var sx, sy, sxx, syy float64
	for row, x := range p.at.x {
		y := p.at.y[row]
		if !finite(x) || !finite(y) || p.look(row) == hidden {
			continue
		}
		// Far from 0 squares lose their small ends: all is taken from the first.
		dx, dy := float64(x-p.at.x[0]), float64(y-p.at.y[0])
		if !finite(p.at.x[0]) || !finite(p.at.y[0]) {
			dx, dy = float64(x), float64(y)
		}
		n++
		sx, sy, sxx, syy = sx+dx, sy+dy, sxx+dx*dx, syy+dy*dy
	}
	return n, math.Sqrt(max(0, (sxx-sx*sx/n+syy-sy*sy/n)/(2*n)))
}

// share gives a point to the four places about it, the nearer the more.
func (f *Field) share(x, y, amount float64) {
	i, j := int(x), int(y)
	dx, dy := x-float64(i), y-float64(j)
	at := j*f.Width + i
	f.Values[at] += float32((1 - dx) * (1 - dy) * amount)
	f.Values[at+1] += float32(dx * (1 - dy) * amount)
	f.Values[at+f.Width] += float32((1 - dx) * dy * amount)
	f.Values[at+f.Width+1] += float32(dx * dy * amount)
}

// blur spreads the values by a bump of such a width, in cells, along both axes, one
// after the other. What would go beyond the border is left out.
func (f *Field) blur(width float64) {
	reach := int(math.Ceil(3 * width))
	kernel := make([]float32, 2*reach+1)
	var sum float64
	for i := range kernel {
		d := float64(i-reach) / width
		kernel[i] = float32(math.Exp(-d * d / 2))
		sum += float64(kernel[i])
	}
	for i := range kernel {
		kernel[i] = float32(float64(kernel[i]) / sum)
	}
	line := make([]float32, max(f.Width, f.Height))
	along := func(from, step, n int) {
		line := line[:n]
		for i := range line {
			line[i] = f.Values[from+i*step]
		}
		for i := range line {
			var v float32
			for k := max(0, reach-i); k < len(kernel) && i+k-reach < n; k++ {
				v += kernel[k] * line[i+k-reach]
			}
			f.Values[from+i*step] = v
		}
	}
	for y := range f.Height {
		along(y*f.Width, 1, f.Width)
	}
	for x := range f.Width {
		along(x, f.Width, f.Height)
	}
	for y := range f.Height {
		f.Values[y*f.Width], f.Values[(y+1)*f.Width-1] = 0, 0
	}
	clear(f.Values[:f.Width])
	clear(f.Values[(f.Height-1)*f.Width:])
}

// Highest returns the highest value.
func (f *Field) Highest() float32 { return slices.Max(f.Values) }

// Contour returns the closed lines about all that is as high as a level, which is
// more than 0, as the world's x and y in turn; the first corner is not repeated, and
// what is higher lies to the left. They are found by marching squares (Lorensen and
// Cline, 1987, in the plane): a line crosses the side between two places where the
// value on the straight line between theirs is the level. Where the four places
// about a square are high and low crosswise, their mean decides what is joined.
func (f *Field) Contour(level float32) [][]float64 {
	// Sides are named by the place where they begin, those to the right being even
	// and those upwards odd. From each that is crossed the line goes on to another.
	next := make([]int32, 2*len(f.Values))
	for i := range next {
		next[i] = -1
	}
	for y := range f.Height - 1 {
		for x := range f.Width - 1 {
			at := y*f.Width + x
			f.march(at, level, next)
		}
	}
	var lines [][]float64
	for first := range next {
		var line []float64
		for side := int32(first); next[side] >= 0; {
			x, y := f.crossing(int(side), level)
			line = append(line, x, y)
			next[side], side = -1, next[side]
		}
		if len(line) > 0 {
			lines = append(lines, line)
		}
	}
	return lines
}

// march finds how lines cross the square above and to the right of a place. Round
// it against the clock, a line with the high to its left comes in where the border
// goes from high to low, and leaves where it goes from low to high.
func (f *Field) march(at int, level float32, next []int32) {
	v := f.Values
	corners := [4]float32{v[at], v[at+1], v[at+f.Width+1], v[at+f.Width]}
	sides := [4]int32{int32(2 * at), int32(2*(at+1) + 1), int32(2 * (at + f.Width)), int32(2*at + 1)}
	var in, out [2]int32
	ins, outs := 0, 0
	for i, corner := range corners {
		high, nextHigh := corner >= level, corners[(i+1)&3] >= level
		switch {
		case high && !nextHigh:
			in[ins] = sides[i]
			ins++
		case !high && nextHigh:
			out[outs] = sides[i]
			outs++
		}
	}
	switch {
	case ins == 1:
		next[in[0]] = out[0]
	case ins == 2:
		// Each goes on to the side after it if the middle is high, else to the one
		// before it.
		after := corners[0]+corners[1]+corners[2]+corners[3] >= 4*level
		if (corners[0] >= level) == after {
			next[in[0]], next[in[1]] = out[0], out[1]
		} else {
			next[in[0]], next[in[1]] = out[1], out[0]
		}
	}
}

// crossing returns where a level is on a side.
func (f *Field) crossing(side int, level float32) (x, y float64) {
	at, to := side/2, side/2+1
	if side%2 == 1 {
		to = at + f.Width
	}
	t := float64(level-f.Values[at]) / float64(f.Values[to]-f.Values[at])
	x, y = f.place(at)
	if side%2 == 1 {
		return x, y + t*f.Cell
	}
	return x + t*f.Cell, y
}

// place returns where a value is in the world.
func (f *Field) place(at int) (x, y float64) {
	return f.X + float64(at%f.Width)*f.Cell, f.Y + float64(at/f.Width)*f.Cell
}

// A Peak is a hill of the density: where its top is, how high, and how many of the
// points that are shown stand on it.
type Peak struct {
	X, Y   float64
	Height float32
	Points int
}

// Peaks returns the hills, the highest first, and for each point the hill that it
// stands on, -1 for those that are hidden or lower than a part of the highest top.
// Two hills are one if the pass between them is higher than a part, 1 - prominence,
// of the lower top (Chazal and others, "Persistence-based clustering in Riemannian
// manifolds", 2013).
func (f *Field) Peaks(p *Points, prominence, lowest float32) ([]Peak, []int32) {
	order := make([]int32, 0, len(f.Values))
	floor := max(lowest*f.Highest(), math.SmallestNonzeroFloat32)
	for at, v := range f.Values {
		if v >= floor {
			order = append(order, int32(at))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		switch va, vb := f.Values[a], f.Values[b]; {
		case va > vb:
			return -1
		case va < vb:
			return 1
		}
		return 0
	})
	// The water sinks: each place that comes up joins the highest hill about it, and
	// joins to that the others if they do not stand out. A hill is named by its top.
	hill := make([]int32, len(f.Values))
	for i := range hill {
		hill[i] = -1
	}
	find := func(at int32) int32 {
		for hill[at] != at {
			hill[at] = hill[hill[at]]
			at = hill[at]
		}
		return at
	}
	w := int32(f.Width)
	for _, at := range order {
		hill[at] = at
		top := at
		var about [8]int32
		tops := about[:0]
		for _, beside := range [8]int32{at - w - 1, at - w, at - w + 1, at - 1, at + 1, at + w - 1, at + w, at + w + 1} {
			if beside < 0 || int(beside) >= len(hill) || hill[beside] < 0 {
				continue
			}
			t := find(beside)
			tops = append(tops, t)
			if f.Values[t] > f.Values[top] || top == at {
				top = t
			}
		}
		hill[at] = top
		for _, t := range tops {
			if t != top && f.Values[at] > (1-prominence)*f.Values[t] {
				hill[t] = top
			}
		}
	}
	return f.peaks(p, order, func(at int32) int32 {
		if hill[at] < 0 {
			return -1
		}
		return find(at)
	})
}

// peaks numbers the hills as they come in the order of height, and counts.
func (f *Field) peaks(p *Points, order []int32, top func(at int32) int32) ([]Peak, []int32) {
	var peaks []Peak
	number := map[int32]int32{}
	for _, at := range order {
		if top(at) == at {
			number[at] = int32(len(peaks))
			x, y := f.place(int(at))
			peaks = append(peaks, Peak{X: x, Y: y, Height: f.Values[at]})
		}
	}
	of := make([]int32, p.Len())
	for row := range of {
		of[row] = -1
		x, y, _ := p.At(row)
		i, j := math.Round((x-f.X)/f.Cell), math.Round((y-f.Y)/f.Cell)
		if !(i >= 0 && i < float64(f.Width) && j >= 0 && j < float64(f.Height)) || p.look(row) == hidden {
			continue
		}
		if t := top(int32(j)*int32(f.Width) + int32(i)); t >= 0 {
			of[row] = number[t]
			peaks[of[row]].Points++
		}
	}
	return peaks, of
}
