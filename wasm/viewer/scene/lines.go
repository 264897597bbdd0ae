package scene

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

// drawLines draws the lines from one to before another. One whose row is hidden or
// not seen is not drawn, and while rows are chosen the lines of none of them are
// dimmed.
func (m *Map) drawLines(c pen, from, to int) {
	p := &m.Points
	for i := from; i < to; i++ {
		a, b := int(m.lines.Pairs[2*i]), int(m.lines.Pairs[2*i+1])
		if !m.has(a) || !m.has(b) {
			continue
		}
		color, width := faded(m.Accent, lineFade), m.Ratio
		if i < len(m.lines.Colors) {
			color = m.lines.Colors[i]
		}
		if i < len(m.lines.Widths) {
			width = float64(m.lines.Widths[i] * p.scale())
		}
		fade := uint64(0)
		if p.look(a) != lit && p.look(b) != lit {
			fade = m.fade()
		}
		x0, y0, near0 := p.on(&m.Camera, a)
		x1, y1, near1 := p.on(&m.Camera, b)
		if near0 > 0 && near1 > 0 {
			near := (near0 + near1) / 2
			c.Line(x0, y0, x1, y1, width*near, faded(color, deeper(fade, float32(near))))
		}
	}
}

// drawMoves draws for the rows from one to before another the way to their place in
// the other map, with a ring there; while rows are chosen theirs alone.
func (m *Map) drawMoves(c pen, from, to int) {
	p := &m.Points
	for row := from; row < to; row++ {
		if row >= len(m.other.x) || !m.has(row) || m.lit && p.look(row) != lit {
			continue
		}
		x0, y0, near0 := p.on(&m.Camera, row)
		x1, y1, near1 := m.Camera.Screen(m.other.get(row))
		if !(near0 > 0 && near1 > 0) {
			continue
		}
		color := faded(p.color(row), lineFade)
		c.Line(x0, y0, x1, y1, m.Ratio, color)
		c.Ring(x1, y1, 2*m.Ratio, m.Ratio, color)
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
	m.other = p.at
	m.change()
	return nil
}
