package scene

import "slices"

// fade returns what is taken from the colours of points that are not chosen.
func (m *Map) fade() uint64 {
	if m.has(m.selected) && len(m.neighbors) > 0 || m.lit && !m.Bright || len(m.first) > 0 {
		return dimFade
	}
	return 0
}

// mark draws what is chosen on top of all others.
func (m *Map) mark(c pen) {
	r := m.Ratio
	at := func(row int) (x, y, near, radius float64) {
		x, y, near = m.Points.on(&m.Camera, row)
		if near == 0 {
			x, y = nowhere, nowhere
		}
		return x, y, near, float64(m.Points.reach(row)) * near
	}
	again := func(row int, grow float64) {
		x, y, near, _ := at(row)
		m.Points.stamp(c, row, x, y, float32(near*grow), 0, style{sprites: true})
		c.flush()
	}
	if m.has(m.selected) {
		x, y, near, radius := at(m.selected)
		for _, row := range slices.Backward(m.neighbors) {
			if m.has(row) {
				if nx, ny, seen, _ := at(row); seen > 0 && near > 0 {
					c.Line(x, y, nx, ny, 1.1*r, faded(m.Accent, 110))
				}
				again(row, 1.25)
			}
		}
		again(m.selected, 1.4)
		c.Ring(x, y, radius*1.4+2.5*r, 1.8*r, m.Accent)
	}
	if m.has(m.pointed) {
		x, y, _, radius := at(m.pointed)
		again(m.pointed, 1.4)
		c.Ring(x, y, radius*1.4+2*r, 1.4*r, m.Ink)
	}
	c.Path(m.outline, 1.5*r, m.Accent)
}

// ShownLabels returns the labels that belong to the picture.
func (m *Map) ShownLabels(width func(row int) float64) []Label {
	var always []int
	for _, row := range []int{m.pointed, m.selected} {
		if m.has(row) {
			always = append(always, row)
		}
	}
	for _, row := range m.Pinned {
		if m.has(row) {
			always = append(always, row)
		}
	}
	preferred := m.neighbors
	if len(m.first) > 0 {
		preferred = append(slices.Clone(preferred), m.first[:min(len(m.first), m.Labels.Max)]...)
	}
	return m.Labels.Choose(&m.Points, &m.Camera, always, preferred, width)
}

// Chosen says what is special about a row: selected, neighbour, highlighted or a
// guest, pointed at, or dimmed.
func (m *Map) Chosen(row int) Mark {
	switch {
	case row == m.pointed:
		return Pointed
	case row == m.selected:
		return Selected
	case slices.Contains(m.neighbors, row) && m.has(m.selected), m.Points.look(row) == lit, m.isGuest(row):
		return Joined
	case m.fade() > 0:
		return Dimmed
	}
	return Plain
}

// A Mark is how a label is to look.
type Mark int

// The marks, as the page knows them.
const (
	Plain Mark = iota
	Dimmed
	Joined
	Selected
	Pointed
)
