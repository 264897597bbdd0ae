package scene

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"time"
)

// Points are the rows of a space on the map, in the plane or in space. Rows beyond
// the end of Colors or Radii are mid grey, 2 pixels in radius.
type Points struct {
	Colors []uint32
	Radii  []float32 // pixels
	Scale  float32   // of all radii, tiles and widths of lines; 0: 1
	Atlas  *Atlas    // pictures in place of discs, if it is not nil
	Tiles  []uint32  // of each row; those beyond the end or the atlas have none

	looks         []look // how each is drawn; those beyond the end plainly
	from, to, at  columns
	flat          bool // they go into the plane, or are there
	elapsed, time time.Duration
	order         []int32 // rows by falling priority
	rank          []int32 // of each row in order

	index *Index // of at; nil when it changed
	sight sight  // of at
}

// columns are coordinates, each dimension by itself; there is no z in the plane.
type columns struct{ x, y, z []float32 }

const (
	defaultColor  = 0xff808080
	defaultRadius = 2
)

// SetCoordinates sends the points to n × 2 or n × 3 coordinates, which are copied:
// those that are on the map glide there for d, new ones appear in their place. A
// duration of 0 jumps. The plane is where z is 0.
func (p *Points) SetCoordinates(coords []float32, dimensions int, d time.Duration) error {
	switch {
	case dimensions != 2 && dimensions != 3:
		return fmt.Errorf("setting coordinates: %d dimensions, want 2 or 3", dimensions)
	case len(coords)%dimensions != 0:
		return fmt.Errorf("setting coordinates: %d numbers are no points of %d", len(coords), dimensions)
	}
	p.flat = dimensions == 2
	p.to.take(coords, dimensions)
	// From the plane and into it they go through space.
	if !p.flat && p.at.z == nil {
		p.at.z = make([]float32, len(p.at.x))
	}
	if p.flat && p.at.z != nil {
		p.to.z = make([]float32, len(p.to.x))
	}
	p.from.x, p.at.x = setOut(p.from.x, p.at.x, p.to.x)
	p.from.y, p.at.y = setOut(p.from.y, p.at.y, p.to.y)
	p.from.z, p.at.z = setOut(p.from.z, p.at.z, p.to.z)
	p.elapsed, p.time = 0, d
	p.moved()
	if d <= 0 {
		p.arrive()
	}
	return nil
}

// take stores coordinates that lie point by point.
func (c *columns) take(coords []float32, dimensions int) {
	n := len(coords) / dimensions
	c.x, c.y = resized(c.x, n), resized(c.y, n)
	if dimensions == 2 {
		c.z = nil
		for i := range c.x {
			c.x[i], c.y[i] = coords[2*i], coords[2*i+1]
		}
		return
	}
	c.z = resized(c.z, n)
	for i := range c.x {
		c.x[i], c.y[i], c.z[i] = coords[3*i], coords[3*i+1], coords[3*i+2]
	}
}

// resized returns n numbers, in the same memory if there is room.
func resized[T any](x []T, n int) []T {
	if n <= cap(x) {
		return x[:n]
	}
	return make([]T, n)
}

// setOut returns where points start who are in some places and go to others: the
// new ones where they go.
func setOut(from, at, to []float32) (_, _ []float32) {
	if to == nil {
		return nil, nil
	}
	from = append(from[:0], at[:min(len(at), len(to))]...)
	from = append(from, to[len(from):]...)
	return from, append(at[:0], from...)
}

// Dimensions returns whether the points go to places in the plane or in space: 2
// or 3.
func (p *Points) Dimensions() int {
	if p.to.z == nil || p.flat {
		return 2
	}
	return 3
}

// SetPriorities says which points get a label first: those of the highest
// priority, and the lowest row among equals. Rows beyond its end get none.
func (p *Points) SetPriorities(priority []float32) {
	// Numbers are sorted several times as fast as by a comparison that is called:
	// the priority above, falling, and the row below.
	keys := make([]uint64, len(priority))
	for row, v := range priority {
		keys[row] = uint64(^rising(v))<<32 | uint64(row)
	}
	slices.Sort(keys)
	p.order = p.order[:0]
	p.rank = append(p.rank[:0], make([]int32, len(keys))...)
	for i, key := range keys {
		p.order = append(p.order, int32(key))
		p.rank[uint32(key)] = int32(i)
	}
}

// fewAmong is how many rows are looked through by priority before all others are
// looked through by place.
const fewAmong = 100_000

// byPriority yields the rows that are on the screen by falling priority.
func (p *Points) byPriority(c *Camera) iter.Seq[int] {
	if p.inSpace(c) {
		s := p.seenBy(c)
		return p.byPriorityIn(s.x, s.y, Box{0, 0, float64(c.Width), float64(c.Height)})
	}
	var b Box
	b.MinX, b.MinY, _ = c.World(0, float64(c.Height))
	b.MaxX, b.MaxY, _ = c.World(float64(c.Width), 0)
	return p.byPriorityIn(p.at.x, p.at.y, b)
}

// byPriorityIn yields the rows whose places are in a box.
func (p *Points) byPriorityIn(x, y []float32, b Box) iter.Seq[int] {
	return func(yield func(int) bool) {
		known := min(len(x), len(p.rank))
		x, y := x[:known], y[:known]
		n := min(len(p.order), fewAmong)
		for _, row := range p.order[:n] {
			if i := int(row); i < known && b.has(x[i], y[i]) && p.look(i) != hidden && !yield(i) {
				return
			}
		}
		// Whoever still looks has found few, so that few are left: to sort them is
		// less than to jump about in the memory of a million.
		var ranks []int32
		for i := 0; len(p.order) > n && i < known; i++ {
			if b.has(x[i], y[i]) && int(p.rank[i]) >= n && p.look(i) != hidden {
				ranks = append(ranks, p.rank[i])
			}
		}
		slices.Sort(ranks)
		for _, rank := range ranks {
			if !yield(int(p.order[rank])) {
				return
			}
		}
	}
}

// has reports whether a place is in the box, its border included.
func (b *Box) has(x, y float32) bool {
	return float64(x) >= b.MinX && float64(x) <= b.MaxX && float64(y) >= b.MinY && float64(y) <= b.MaxY
}

// rising maps numbers to integers of the same order; what is no number comes
// first.
func rising(v float32) uint32 {
	bits := math.Float32bits(v + 0) // -0 is 0
	switch {
	case v != v:
		return 0
	case bits>>31 == 1:
		return ^bits
	}
	return bits | 1<<31
}

// Len returns the number of points.
func (p *Points) Len() int { return len(p.at.x) }

// At returns where a point is now.
func (p *Points) At(row int) (x, y, z float64) { return p.at.get(row) }

func (c *columns) get(row int) (x, y, z float64) {
	if c.z != nil {
		z = float64(c.z[row])
	}
	return float64(c.x[row]), float64(c.y[row]), z
}

// Advance lets time pass and reports whether points moved.
func (p *Points) Advance(dt time.Duration) bool {
	if p.time == 0 {
		return false
	}
	p.moved()
	p.elapsed += dt
	if p.elapsed >= p.time {
		p.arrive()
		return true
	}
	t := float32(ease(float64(p.elapsed) / float64(p.time)))
	glide(p.at.x, p.from.x, p.to.x, t)
	glide(p.at.y, p.from.y, p.to.y, t)
	glide(p.at.z, p.from.z, p.to.z, t)
	return true
}

// moved forgets what was found out about the places that the points were in.
func (p *Points) moved() { p.index, p.sight.valid = nil, false }

// glideScalar stores from + t·(to - from).
func glideScalar(at, from, to []float32, t float32) {
	from, to = from[:len(at)], to[:len(at)]
	for i := range at {
		at[i] = from[i] + t*(to[i]-from[i])
	}
}

func (p *Points) arrive() {
	p.time = 0
	if p.flat {
		p.from.z, p.to.z, p.at.z = nil, nil, nil
	}
	copy(p.at.x, p.to.x)
	copy(p.at.y, p.to.y)
	copy(p.at.z, p.to.z)
}

// Bounds returns the smallest box around where the points that are shown go,
// whatever their depth, false if there are none.
func (p *Points) Bounds() (Box, bool) { return p.to.box(p.looks) }

func (c *columns) box(looks []look) (Box, bool) {
	inf := float32(math.Inf(1))
	minX, maxX, minY, maxY := inf, -inf, inf, -inf
	ys := c.y[:len(c.x)]
	for i, x := range c.x {
		y := ys[i]
		if !finite(x) || !finite(y) || i < len(looks) && looks[i] == hidden {
			continue
		}
		// The built-in min and max are a call for each number in WebAssembly.
		if x < minX {
			minX = x
		}
		if x > maxX {
			maxX = x
		}
		if y < minY {
			minY = y
		}
		if y > maxY {
			maxY = y
		}
	}
	return Box{float64(minX), float64(minY), float64(maxX), float64(maxY)}, minX <= maxX
}

// Ball returns a ball around where the points that are shown go, false if there
// are none: about the middle of their box, as small as it can be there.
func (p *Points) Ball() (Ball, bool) {
	x, y, z := p.to.x, p.to.y[:len(p.to.x)], p.to.z
	if z == nil {
		z = make([]float32, len(x))
	}
	z = z[:len(x)]
	inf := float32(math.Inf(1))
	low, high := [3]float32{inf, inf, inf}, [3]float32{-inf, -inf, -inf}
	for i := range x {
		if finite(x[i]) && finite(y[i]) && finite(z[i]) && p.look(i) != hidden {
			for k, v := range [3]float32{x[i], y[i], z[i]} {
				if v < low[k] {
					low[k] = v
				}
				if v > high[k] {
					high[k] = v
				}
			}
		}
	}
	if !(low[0] <= high[0]) {
		return Ball{}, false
	}
	mx, my, mz := low[0]/2+high[0]/2, low[1]/2+high[1]/2, low[2]/2+high[2]/2
	far := float32(0)
	for i := range x {
		dx, dy, dz := x[i]-mx, y[i]-my, z[i]-mz
		if d := dx*dx + dy*dy + dz*dz; d > far && finite(d) && p.look(i) != hidden {
			far = d
		}
	}
	return Ball{float64(mx), float64(my), float64(mz), math.Sqrt(float64(far))}, true
}

func finite(x float32) bool { return x-x == 0 }

func (p *Points) color(row int) uint32 {
	if row < len(p.Colors) {
		return p.Colors[row]
	}
	return defaultColor
}

func (p *Points) radius(row int) float32 {
	r := float32(defaultRadius)
	if row < len(p.Radii) {
		r = p.Radii[row]
	}
	return r * p.scale()
}

func (p *Points) scale() float32 {
	if p.Scale > 0 {
		return p.Scale
	}
	return 1
}
