package scene

import "math"

// Lines join pairs of rows, under the points. Those beyond the end of Colors have
// the accent's colour, faded; beyond the end of Widths they are a pixel of the page
// wide.
type Lines struct {
	Pairs  []uint32 // two rows for each line
	Colors []uint32
	Widths []float32 // pixels
}

// Len returns the number of lines.
func (l *Lines) Len() int { return len(l.Pairs) / 2 }

// lineFade is taken from colours of points for lines, of 256.
const lineFade = 110

// strokes are lines on the screen, each from one of some points to one of others.
type strokes struct {
	n        int
	pairs    []uint32 // two rows for each; nil: line i goes from row i to row i
	from, to plot
	looks    []look
	chosen   bool // only the lines of chosen rows are drawn
	look     func(i, a, b int, near float64) (width float64, color uint32)
	ring     float64 // about the second end, so many pixels wide; 0: none
}

// lineStrokes are the lines. One whose row is hidden or not seen is not drawn, and
// while rows are chosen the lines of none of them are dimmed.
func (m *Map) lineStrokes() strokes {
	p, lines := &m.Points, &m.lines
	at := p.plot(&m.Camera)
	look := func(i, a, b int, near float64) (float64, uint32) {
		color, width := faded(m.Accent, lineFade), m.Ratio
		if i < len(lines.Colors) {
			color = lines.Colors[i]
		}
		if i < len(lines.Widths) {
			width = float64(lines.Widths[i] * p.scale())
		}
		fade := uint64(0)
		if p.look(a) != lit && p.look(b) != lit {
			fade = m.fade()
		}
		return width * near, faded(color, deeper(fade, float32(near)))
	}
	return strokes{n: lines.Len(), pairs: lines.Pairs, from: at, to: at, looks: p.looks, look: look}
}

// moveStrokes are the ways of rows to their places in the other map, with a ring
// there; while rows are chosen theirs alone.
func (m *Map) moveStrokes() strokes {
	p := &m.Points
	look := func(_, row, _ int, _ float64) (float64, uint32) { return m.Ratio, faded(p.color(row), lineFade) }
	return strokes{
		n: min(p.Len(), m.other.Len()), from: p.plot(&m.Camera), to: m.other.plot(&m.Camera),
		looks: p.looks, chosen: m.lit, look: look, ring: m.Ratio,
	}
}

// rows returns which rows line i joins, false if it is not drawn.
func (s *strokes) rows(i int) (a, b int, ok bool) {
	if a, b = i, i; s.pairs != nil {
		a, b = int(s.pairs[2*i]), int(s.pairs[2*i+1])
		if a >= len(s.from.x) || b >= len(s.to.x) {
			return a, b, false
		}
	}
	return a, b, len(s.looks) == 0 || s.shows(a, b)
}

func (s *strokes) shows(a, b int) bool {
	return s.looks[a] != hidden && s.looks[b] != hidden && !(s.chosen && s.looks[a] != lit)
}

// A stroke is one of them.
type stroke struct {
	x0, y0, x1, y1, width float64
	color                 uint32
}

// at returns line i, false if it is not drawn.
func (s *strokes) at(i int) (stroke, bool) {
	a, b, ok := s.rows(i)
	if !ok {
		return stroke{}, false
	}
	x0, y0, near0 := s.from.at(a)
	x1, y1, near1 := s.to.at(b)
	if !(near0 > 0 && near1 > 0) {
		return stroke{}, false
	}
	width, color := s.look(i, a, b, (near0+near1)/2)
	return stroke{x0, y0, x1, y1, width, color}, true
}

// draw draws the lines from one to before another.
func (s *strokes) draw(c pen, from, to int) {
	for i := from; i < to; i++ {
		if l, ok := s.at(i); ok {
			c.Line(l.x0, l.y0, l.x1, l.y1, l.width, l.color)
		}
	}
}

// rings draws those at the ends of such lines.
func (s *strokes) rings(c pen, from, to int) {
	for i := from; i < to; i++ {
		if l, ok := s.at(i); ok {
			c.putRing(l.x1, l.y1, 2*s.ring, s.ring, l.color)
		}
	}
	c.flush()
}

// rough draws the longest of the lines in sight, a pixel wide, as many as a frame has
// time for: one costs its pixels and hairCost more. Of very many it looks at every
// second, or third, and so on, unless only those of chosen rows are drawn.
func (s *strokes) rough(c *Canvas) {
	step := max(1, (s.n+roughLines-1)/roughLines)
	if s.chosen {
		step = 1
	}
	s.measure(c, step)
	shortest, left := len(c.counts), roughHairs
	for ; shortest > 1; shortest-- {
		cost := int(c.counts[shortest-1]) * (shortest - 1 + hairCost)
		if cost > left {
			break
		}
		left -= cost
	}
	some := left / (shortest - 1 + hairCost) // of those that are a pixel shorter
	for i, length := range c.lengths {
		switch {
		case int(length) >= shortest:
		case length > 0 && int(length) == shortest-1 && some > 0:
			some--
		default:
			continue
		}
		if l, ok := s.at(i * step); ok {
			c.hair(l.x0, l.y0, l.x1, l.y1, l.color)
			if s.ring > 0 {
				c.putRing(l.x1, l.y1, 2*s.ring, s.ring, l.color)
			}
		}
	}
	c.flush()
}

// measure finds how many pixels of its longer side each line takes, from 1 to that of
// the picture, or 0 if it is not in sight; and how many lines take as many. It steps
// from line to line.
func (s *strokes) measure(c *Canvas, step int) {
	right, bottom := c.Width-1, c.Height-1
	side := max(c.Width, c.Height)
	c.lengths, c.counts = resized(c.lengths, (s.n+step-1)/step), resized(c.counts, side+1)
	clear(c.lengths)
	clear(c.counts)
	from, to := &s.from, &s.to
	for i := range c.lengths {
		a, b := i*step, i*step
		if s.pairs != nil || len(s.looks) > 0 {
			var ok bool
			if a, b, ok = s.rows(i * step); !ok {
				continue
			}
		}
		if from.near != nil && from.near[a] == 0 || to.near != nil && to.near[b] == 0 {
			continue
		}
		x0, y0 := from.left+float64(from.x[a])*from.right, from.top+float64(from.y[a])*from.down
		x1, y1 := to.left+float64(to.x[b])*to.right, to.top+float64(to.y[b])*to.down
		dx, dy := math.Abs(x1-x0), math.Abs(y1-y0)
		if far := dx + dy; far-far != 0 {
			continue
		}
		// Beyond one of the picture's sides with both ends.
		if c0, c1, r0, r1 := int(x0), int(x1), int(y0), int(y1); c0&c1|(right-c0)&(right-c1)|r0&r1|(bottom-r0)&(bottom-r1) < 0 {
			continue
		}
		if dy > dx {
			dx = dy
		}
		length := side
		if dx < float64(side) {
			length = int(dx) + 1
		}
		c.lengths[i] = uint16(length)
		c.counts[length]++
	}
}

// SetLines joins pairs of rows; no lines take away those before.
func (m *Map) SetLines(lines Lines) {
	m.lines = lines
	m.change()
}

// SetOther tells where each row is in another map of the same world, so that its
// movement is shown; no coordinates end that.
func (m *Map) SetOther(coords []float32, dimensions int) error {
	var p Points
	if err := p.SetCoordinates(coords, dimensions, 0); err != nil {
		return err
	}
	m.other = Points{at: p.at}
	m.change()
	return nil
}
