package scene

// A layer is a part of the picture, drawn from one item to before another.
type layer struct {
	items int
	cost  int // of an item, in discs
	draw  func(c pen, from, to int)
	rough func(c *Canvas) // all of it, quickly
}

const (
	lineCost   = 40 // of one of some 170 pixels
	spriteCost = 20
	// hairCost is what a line of a crowd costs beside its pixels, while they move.
	hairCost = 60
)

// layers returns the parts of the picture, from the ground to the top. A picture
// drawn layer by layer is the same however it is sliced.
func (m *Map) layers() []layer {
	p, n := &m.Points, m.Points.Len()
	discs := func(s style) layer {
		cost := 1
		if s.sprites = p.Atlas != nil; s.sprites {
			cost = spriteCost
		}
		return layer{n, cost,
			func(c pen, from, to int) { p.discs(c, &m.Camera, from, to, s) },
			func(c *Canvas) {
				if s.sprites = false; n > crowd {
					c.specks(p, &m.Camera, s.fade, s.which)
				} else {
					p.discs(c, &m.Camera, 0, n, s)
				}
			},
		}
	}
	lines, moves := m.lineStrokes(), m.moveStrokes()
	contours := func(c pen, _, _ int) { m.drawContours(c) }
	all := []layer{
		{1, 1, contours, func(c *Canvas) { m.drawContours(c) }},
		{lines.n, lineCost, lines.draw, lines.rough},
		{moves.n, lineCost, moves.draw, moves.rough},
		{moves.n, 1, moves.rings, func(*Canvas) {}},
		discs(style{fade: m.fade()}),
	}
	if m.lit {
		s := style{which: lit}
		if m.Bright {
			s.outline, s.width = m.Accent, 1.5*float32(m.Ratio)
		}
		all = append(all, discs(s))
	}
	return append(all, m.guests())
}

// crowded reports whether the picture is too much for one frame.
func (m *Map) crowded() bool {
	work := 0
	for _, l := range m.layers() {
		if work += l.items * l.cost; work > crowd {
			return true
		}
	}
	return false
}

// drawAll draws the picture at once.
func (m *Map) drawAll(c pen) {
	for _, l := range m.layers() {
		l.draw(c, 0, l.items)
	}
	m.mark(c)
}

func (m *Map) drawRoughly(c *Canvas) {
	for _, l := range m.layers() {
		l.rough(c)
	}
	m.mark(c)
}

// drawFinely draws a picture that is too much for one frame in slices, while it
// rests, and shows it when it is all there.
func (m *Map) drawFinely() bool {
	if m.fine == nil {
		m.fine = NewCanvas(m.Canvas.Width, m.Canvas.Height)
	}
	if m.fineLayer == 0 && m.fineNext == 0 {
		m.fine.Clear()
	}
	all := m.layers()
	for budget := sliceRows; m.fineLayer < len(all); m.fineLayer, m.fineNext = m.fineLayer+1, 0 {
		l := all[m.fineLayer]
		to := min(l.items, m.fineNext+max(1, budget/l.cost))
		l.draw(m.fine, m.fineNext, to)
		budget -= (to - m.fineNext) * l.cost
		if m.fineNext = to; to < l.items {
			return false
		}
	}
	m.mark(m.fine)
	m.Canvas, m.fine, m.fineDone = m.fine, m.Canvas, true
	return true
}
