package scene

import "slices"

// aside returns the map as it is to be drawn beside the screen: so many pixels of
// the page wide and high, scale pixels for each of them. It shares the points.
func (m *Map) aside(width, height int, scale float64) *Map {
	e := *m
	e.fine, e.outline, e.pointed = nil, nil, -1
	e.Points.index, e.Points.sight, e.other.sight = nil, sight{}, sight{}
	e.Camera = Camera{View: m.Camera.View, Width: max(1, int(float64(width)*scale)), Height: max(1, int(float64(height)*scale))}
	e.Ratio = scale
	grow := scale / m.Ratio
	e.Points.Scale = m.Points.scale() * float32(grow)
	names := slices.Clone(m.Labels.Names)
	for i := range names {
		names[i].Width *= grow
	}
	e.Labels = Labels{Height: m.Labels.Height * grow, Max: m.Labels.Max, Margin: m.Labels.Margin * grow, Names: names, Taller: m.Labels.Taller * grow}
	e.Labels.kept = slices.Clone(m.Labels.kept) // the labels that are on the screen, if they fit
	return &e
}

// Picture draws the map as it is now on a canvas of its own, without what the
// pointer does. The canvas is so many pixels of the page wide and high, with scale
// pixels for each of them, and all grows with the scale. Width is that of a label's
// text on the screen; the labels and names returned belong to the picture.
func (m *Map) Picture(width, height int, scale float64, textWidth func(row int) float64) (c *Canvas, labels, names []Label) {
	e := m.aside(width, height, scale)
	c = NewCanvas(e.Camera.Width, e.Camera.Height)
	e.drawAll(c)
	labels = e.ShownLabels(func(row int) float64 { return textWidth(row) * scale / m.Ratio })
	return c, labels, e.Labels.Named()
}

// Straight returns the pixels' colours as files have them: not premultiplied.
func (c *Canvas) Straight() []uint32 {
	pixels := make([]uint32, len(c.Pixels))
	for i, color := range c.Pixels {
		pixels[i] = straight(color)
	}
	return pixels
}

func straight(color uint32) uint32 {
	a := color >> 24
	if a == 0 || a == 255 {
		return color
	}
	channel := func(shift uint) uint32 { return min(255, (color>>shift&255*255+a/2)/a) << shift }
	return channel(0) | channel(8) | channel(16) | a<<24
}
