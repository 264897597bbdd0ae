package scene

import (
	"cmp"
	"fmt"
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
	p.order = p.order[:0]
	for i := range priority {
		p.order = append(p.order, int32(i))
	}
	slices.SortStableFunc(p.order, func(a, b int32) int { return cmp.Compare(priority[b], priority[a]) })
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
	t := float32(ease(float64(p.elapsed) / float64(p.time)))
	for i, from := range p.from {
		p.at[i] = from + t*(p.to[i]-from)
	}
	return true
}

func (p *Points) arrive() {
	copy(p.at, p.to)
	p.time = 0
}

// Bounds returns the smallest box around where the points go, false if there
// are none.
func (p *Points) Bounds() (Box, bool) { return bounds(p.to) }

func bounds(coords []float32) (Box, bool) {
	b := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for i := 0; i+1 < len(coords); i += 2 {
		if x, y := coords[i], coords[i+1]; finite(x) && finite(y) {
			b.MinX, b.MaxX = min(b.MinX, float64(x)), max(b.MaxX, float64(x))
			b.MinY, b.MaxY = min(b.MinY, float64(y)), max(b.MaxY, float64(y))
		}
	}
	return b, b.MinX <= b.MaxX
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
