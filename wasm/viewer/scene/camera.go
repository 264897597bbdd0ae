package scene

import (
	"math"
	"time"
)

// A View is a place to look at: the world point in the middle of the screen, and
// how many times the screen's shorter side covers one world unit. It does not
// depend on the screen's size. A Zoom of 0 stands for 1.
type View struct{ X, Y, Zoom float64 }

// A Box is a rectangle of the world.
type Box struct{ MinX, MinY, MaxX, MaxY float64 }

// A Camera shows a View on a screen of Width × Height pixels, and can be under
// way to another.
type Camera struct {
	View
	Width, Height int

	from, to      View
	elapsed, time time.Duration
}

// minZoom and maxZoom bound the zoom, far beyond what float32 coordinates need.
const (
	minZoom = 1e-9
	maxZoom = 1e9
)

// Scale returns pixels per world unit.
func (c *Camera) Scale() float64 {
	return c.zoom() * float64(max(1, min(c.Width, c.Height)))
}

func (v View) zoom() float64 {
	if v.Zoom == 0 {
		return 1
	}
	return min(max(v.Zoom, minZoom), maxZoom)
}

// Screen returns where a world point is on the screen.
func (c *Camera) Screen(x, y float64) (sx, sy float64) {
	s := c.Scale()
	return float64(c.Width)/2 + (x-c.X)*s, float64(c.Height)/2 - (y-c.Y)*s
}

// World returns the world point at a place of the screen.
func (c *Camera) World(sx, sy float64) (x, y float64) {
	s := c.Scale()
	return c.X + (sx-float64(c.Width)/2)/s, c.Y - (sy-float64(c.Height)/2)/s
}

// Pan moves the picture by so many pixels and ends a flight.
func (c *Camera) Pan(dx, dy float64) {
	c.time = 0
	s := c.Scale()
	c.X -= dx / s
	c.Y += dy / s
}

// ZoomAt multiplies the zoom; the world point at (sx, sy) stays there. It ends a
// flight.
func (c *Camera) ZoomAt(sx, sy, factor float64) {
	c.time = 0
	x, y := c.World(sx, sy)
	c.Zoom = View{Zoom: c.zoom() * factor}.zoom()
	nowX, nowY := c.World(sx, sy)
	c.X += x - nowX
	c.Y += y - nowY
}

// Fit returns the view that shows the whole box with a margin of so many pixels
// on each side. A box without extent is shown at the zoom of now.
func (c *Camera) Fit(b Box, margin float64) View {
	v := View{(b.MinX + b.MaxX) / 2, (b.MinY + b.MaxY) / 2, c.zoom()}
	scale := min(
		max(1, float64(c.Width)-2*margin)/(b.MaxX-b.MinX),
		max(1, float64(c.Height)-2*margin)/(b.MaxY-b.MinY),
	)
	if scale > 0 && !math.IsInf(scale, 0) {
		v.Zoom = View{Zoom: scale / float64(max(1, min(c.Width, c.Height)))}.zoom()
	}
	return v
}

// FlyTo sets out for a view; a duration of 0 jumps.
func (c *Camera) FlyTo(v View, d time.Duration) {
	v.Zoom = v.zoom()
	if d <= 0 {
		c.View, c.time = v, 0
		return
	}
	c.from, c.to, c.elapsed, c.time = c.View, v, 0, d
	c.from.Zoom = c.from.zoom()
}

// aim returns where the camera is going, or where it is.
func (c *Camera) aim() View {
	v := c.View
	if c.time > 0 {
		v = c.to
	}
	v.Zoom = v.zoom()
	return v
}

// Advance lets time pass and reports whether the camera moved.
func (c *Camera) Advance(dt time.Duration) bool {
	if c.time == 0 {
		return false
	}
	c.elapsed += dt
	if c.elapsed >= c.time {
		c.View, c.time = c.to, 0
		return true
	}
	c.View = between(c.from, c.to, ease(float64(c.elapsed)/float64(c.time)))
	return true
}

// between is a zoom about the one point that both views show at the same place:
//
//	z = z₀·(z₁/z₀)^t,  x = x₀ + (x₁-x₀)·(1/z₀-1/z)/(1/z₀-1/z₁)
//
// so that nothing swings out of the picture on the way.
func between(a, b View, t float64) View {
	z := a.Zoom * math.Pow(b.Zoom/a.Zoom, t)
	w := t
	if math.Abs(math.Log(b.Zoom/a.Zoom)) > 1e-6 {
		w = (1/a.Zoom - 1/z) / (1/a.Zoom - 1/b.Zoom)
	}
	return View{a.X + (b.X-a.X)*w, a.Y + (b.Y-a.Y)*w, z}
}

// ease starts fast and comes to rest: 1 - (1-t)³.
func ease(t float64) float64 { return 1 - (1-t)*(1-t)*(1-t) }
