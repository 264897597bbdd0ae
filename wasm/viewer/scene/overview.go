package scene

import "math"

// overviewMargin is left free about all points in an overview, pixels.
const overviewMargin = 3

// overviewCamera sees all points, turned as the map is.
func (m *Map) overviewCamera(width, height int) (Camera, bool) {
	c := Camera{View: m.Camera.View, Width: max(1, width), Height: max(1, height)}
	if m.Points.Dimensions() == 3 {
		ball, ok := m.Points.Ball()
		c.View = c.FitBall(ball, overviewMargin)
		return c, ok
	}
	c.View.Turn, c.View.Z = Turn{}, 0
	box, ok := m.Points.Bounds()
	c.View = c.Fit(box, overviewMargin)
	return c, ok
}

// Overview returns a small picture of where the points that are shown lie dense,
// and the corners of what the screen shows of it, x and y in turn. It is valid until
// the next call. A pixel has the mean colour of its n points, as opaque as
// ln(1 + n) is beside that of the fullest.
func (m *Map) Overview(width, height int) (*Canvas, Polygon) {
	camera, ok := m.overviewCamera(width, height)
	if c := m.overview; m.overviewOld || c == nil || c.Width != camera.Width || c.Height != camera.Height || m.overviewOf != camera.View {
		m.overview, m.overviewOf, m.overviewOld = NewCanvas(camera.Width, camera.Height), camera.View, false
		if ok {
			m.overview.crowds(&m.Points, &camera)
		}
	}
	if !ok {
		return m.overview, nil
	}
	var corners Polygon
	w, h := float64(m.Camera.Width), float64(m.Camera.Height)
	for _, at := range [4][2]float64{{0, 0}, {w, 0}, {w, h}, {0, h}} {
		x, y, _ := camera.Screen(m.Camera.World(at[0], at[1]))
		corners = append(corners, x, y)
	}
	return m.overview, corners
}

// LookFrom brings what is at a place of the overview to the middle of the screen.
func (m *Map) LookFrom(x, y float64, width, height int) {
	if camera, ok := m.overviewCamera(width, height); ok {
		v := m.Camera.aim()
		v.X, v.Y, v.Z = camera.World(x, y)
		m.LookAt(v)
	}
}

// crowds draws how dense the points are.
func (c *Canvas) crowds(p *Points, camera *Camera) {
	type cell struct{ count, red, green, blue, alpha float32 }
	cells := make([]cell, c.Width*c.Height)
	add := func(x, y float64, row int) {
		if !(x >= 0 && x < float64(c.Width) && y >= 0 && y < float64(c.Height)) {
			return
		}
		color, at := p.color(row), &cells[int(y)*c.Width+int(x)]
		at.count++
		at.red += float32(color & 255)
		at.green += float32(color >> 8 & 255)
		at.blue += float32(color >> 16 & 255)
		at.alpha += float32(color >> 24)
	}
	if p.inSpace(camera) {
		other := *p
		other.sight = sight{}
		s := other.seenBy(camera)
		for row, near := range s.near {
			if near > 0 {
				add(float64(s.x[row]), float64(s.y[row]), row)
			}
		}
	} else {
		scale := camera.Scale()
		left, top, _ := camera.Screen(0, 0, 0)
		for row := range p.Len() {
			if p.look(row) != hidden {
				add(left+float64(p.at.x[row])*scale, top-float64(p.at.y[row])*scale, row)
			}
		}
	}
	fullest := float32(1)
	for _, at := range cells {
		fullest = max(fullest, at.count)
	}
	for i, at := range cells {
		if at.count == 0 || at.alpha == 0 {
			continue
		}
		// Of points that are transparent the colour counts as much as they do.
		part := math.Log1p(float64(at.count)) / math.Log1p(float64(fullest)) * 255 / float64(at.alpha)
		channel := func(v float32) uint32 { return uint32(math.Round(float64(v) * part)) }
		c.Pixels[i] = channel(at.red) | channel(at.green)<<8 | channel(at.blue)<<16 | channel(at.alpha)<<24
	}
}
