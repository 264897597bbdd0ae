package scene

const (
	guestCost = 8
	// roughGuests is how many guests are marked while a crowd moves.
	roughGuests = 3_000
)

// guests is the layer of what marks the last rows, which were placed on the map
// and are none of its own: a diamond about each.
func (m *Map) guests() layer {
	n := m.Points.Len()
	first := max(0, n-m.Guests)
	draw := func(c pen, from, to int) {
		for row := first + from; row < first+to; row++ {
			m.drawGuest(c, row)
		}
	}
	return layer{n - first, guestCost, draw, func(c *Canvas) { draw(c, 0, min(n-first, roughGuests)) }}
}

func (m *Map) isGuest(row int) bool { return row >= m.Points.Len()-m.Guests }

func (m *Map) drawGuest(c pen, row int) {
	if !m.has(row) {
		return
	}
	x, y, near := m.Points.on(&m.Camera, row)
	if near == 0 {
		return
	}
	far := float64(m.Points.reach(row))*near + 2.5*m.Ratio
	c.Path([]float64{x, y - far, x + far, y, x, y + far, x - far, y}, 1.4*m.Ratio, m.Ink)
}
