package scene

import (
	"fmt"
	"iter"
	"math"
	"slices"
	"time"
)

// Points are the rows of a space on the map. Rows beyond the end of Colors or
// Radii are mid grey, 2 pixels in radius.
type Points struct {
	Colors []uint32
	Radii  []float32 // pixels, at most 32

	from, to, at  []float32 // n × 2
	elapsed, time time.Duration
	order         []int32 // rows by falling priority
	rank          []int32 // of each row in order

	index *Index // of at; nil when it changed
}

const (
	defaultColor  = 0xff808080
	defaultRadius = 2
)

// SetCoordinates sends the points to n × 2 coordinates, which are copied: those
// that are on the map glide there for d, new ones appear in their place. A
// duration of 0 jumps.
func (p *Points) SetCoordinates(coords []float32, d time.Duration) error {
	if len(coords)%2 != 0 {
		return fmt.Errorf("setting coordinates: %d numbers are no pairs", len(coords))
	}
	p.to = append(p.to[:0], coords...)
	p.from = append(p.from[:0], p.at[:min(len(p.at), len(coords))]...)
	p.from = append(p.from, coords[len(p.from):]...)
	p.at = append(p.at[:0], p.from...)
	p.elapsed, p.time, p.index = 0, d, nil
	if d <= 0 {
		p.arrive()
	}
	return nil
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

// byPriority yields the rows in a box by falling priority.
func (p *Points) byPriority(b Box) iter.Seq[int] {
	return func(yield func(int) bool) {
		at := p.at[:min(len(p.at), 2*len(p.rank))]
		n := min(len(p.order), fewAmong)
		for _, row := range p.order[:n] {
			if i := 2 * int(row); i < len(at) && b.has(at[i], at[i+1]) && !yield(int(row)) {
				return
			}
		}
		// Whoever still looks has found few, so that few are left: to sort them is
		// less than to jump about in the memory of a million.
		var ranks []int32
		for i := 0; len(p.order) > n && i+1 < len(at); i += 2 {
			if b.has(at[i], at[i+1]) && int(p.rank[i/2]) >= n {
				ranks = append(ranks, p.rank[i/2])
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
func (p *Points) Len() int { return len(p.at) / 2 }

// At returns where a point is now.
func (p *Points) At(row int) (x, y float64) {
	return float64(p.at[2*row]), float64(p.at[2*row+1])
}

// Advance lets time pass and reports whether points moved.
func (p *Points) Advance(dt time.Duration) bool {
	if p.time == 0 {
		return false
	}
	p.index = nil
	p.elapsed += dt
	if p.elapsed >= p.time {
		p.arrive()
		return true
	}
	glide(p.at, p.from, p.to, float32(ease(float64(p.elapsed)/float64(p.time))))
	return true
}

// glideScalar stores from + t·(to - from).
func glideScalar(at, from, to []float32, t float32) {
	from, to = from[:len(at)], to[:len(at)]
	for i := range at {
		at[i] = from[i] + t*(to[i]-from[i])
	}
}

func (p *Points) arrive() {
	copy(p.at, p.to)
	p.time = 0
}

// Bounds returns the smallest box around where the points go, false if there
// are none.
func (p *Points) Bounds() (Box, bool) { return bounds(p.to) }

func bounds(coords []float32) (Box, bool) {
	inf := float32(math.Inf(1))
	minX, minY, maxX, maxY := inf, inf, -inf, -inf
	for i := 0; i+1 < len(coords); i += 2 {
		x, y := coords[i], coords[i+1]
		if !finite(x) || !finite(y) {
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

func finite(x float32) bool { return x-x == 0 }

func (p *Points) color(row int) uint32 {
	if row < len(p.Colors) {
		return p.Colors[row]
	}
	return defaultColor
}

func (p *Points) radius(row int) float32 {
	if row < len(p.Radii) {
		return p.Radii[row]
	}
	return defaultRadius
}
