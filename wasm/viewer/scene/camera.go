package scene

import (
	"math"
	"time"
)

// A View is a place to look at: the world point in the middle of the screen, how
// many times the screen's shorter side covers one world unit there, and how the
// world is turned about that point. It does not depend on the screen's size. A
// Zoom of 0 stands for 1.
type View struct {
	X, Y, Z float64
	Zoom    float64
	Turn    Turn
}

// A Box is a rectangle of the world.
type Box struct{ MinX, MinY, MaxX, MaxY float64 }

// A Ball is a sphere of the world.
type Ball struct{ X, Y, Z, Radius float64 }

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

const (
	// eyeDistance is how far the eye is from the middle of the screen, in lengths of
	// its shorter side.
	eyeDistance = 2.0
	// nearPlane is how near to the eye a point may come, as a part of that distance.
	nearPlane = .2
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

// A lens is what the camera does to each point: turned and scaled to pixels,
//
//	u = right·(p - target)·scale,  v = up·(p - target)·scale,
//	w = 1 - eye·(p - target)/distance
//
// it is u/w to the right of the screen's middle and v/w above it.
type lens struct {
	right, up, eye [4]float64 // the last number is the target's share
	x, y           float64    // the screen's middle
}

func (c *Camera) lens() lens {
	right, up, eye := c.Turn.axes()
	s := c.Scale()
	row := func(axis [3]float64, scale float64) [4]float64 {
		at := axis[0]*c.X + axis[1]*c.Y + axis[2]*c.Z
		return [4]float64{axis[0] * scale, axis[1] * scale, axis[2] * scale, -at * scale}
	}
	return lens{row(right, s), row(up, s), row(eye, -c.zoom()/eyeDistance), float64(c.Width) / 2, float64(c.Height) / 2}
}

// see returns where a point is on the screen, and how much larger it is than in
// the target's distance, 1/w; 0 if it is too near to the eye to be seen, or behind
// it.
func (l *lens) see(x, y, z float64) (sx, sy, near float64) {
	w := 1 + l.eye[0]*x + l.eye[1]*y + l.eye[2]*z + l.eye[3]
	if !(w >= nearPlane) {
		return 0, 0, 0
	}
	near = 1 / w
	sx = l.x + (l.right[0]*x+l.right[1]*y+l.right[2]*z+l.right[3])*near
	sy = l.y - (l.up[0]*x+l.up[1]*y+l.up[2]*z+l.up[3])*near
	return sx, sy, near
}

// level reports whether the camera looks at the plane of x and y from straight
// above, so that what is in it needs no lens.
func (c *Camera) level() bool { return c.Turn.none() && c.Z == 0 }

// Screen returns where a world point is on the screen, and how much larger than
// in the target's distance it is seen; 0 if it is too near to the eye.
func (c *Camera) Screen(x, y, z float64) (sx, sy, near float64) {
	if z == 0 && c.level() {
		s := c.Scale()
		return float64(c.Width)/2 + (x-c.X)*s, float64(c.Height)/2 - (y-c.Y)*s, 1
	}
	l := c.lens()
	return l.see(x, y, z)
}

// World returns the world point at a place of the screen, in the target's
// distance.
func (c *Camera) World(sx, sy float64) (x, y, z float64) {
	s := c.Scale()
	return c.along((sx-float64(c.Width)/2)/s, -(sy-float64(c.Height)/2)/s)
}

// along returns the world point so far to the right of the target and above it.
func (c *Camera) along(dx, dy float64) (x, y, z float64) {
	if c.Turn.none() {
		return c.X + dx, c.Y + dy, c.Z
	}
	right, up, _ := c.Turn.axes()
	return c.X + right[0]*dx + up[0]*dy, c.Y + right[1]*dx + up[1]*dy, c.Z + right[2]*dx + up[2]*dy
}

// Pan moves the picture by so many pixels and ends a flight.
func (c *Camera) Pan(dx, dy float64) {
	c.time = 0
	s := c.Scale()
	c.X, c.Y, c.Z = c.along(-dx/s, dy/s)
}

// Rotate turns the world as if its front were drawn so many pixels over the
// screen, of which the shorter side is half a turn. It ends a flight.
func (c *Camera) Rotate(dx, dy float64) {
	c.time = 0
	angle := math.Hypot(dx, dy) / float64(max(1, min(c.Width, c.Height))) * math.Pi
	c.Turn = c.Turn.Then(Turned(angle, dy, dx, 0))
}

// Roll turns the picture with the clock, in radians, and ends a flight.
func (c *Camera) Roll(angle float64) {
	c.time = 0
	c.Turn = c.Turn.Then(Turned(-angle, 0, 0, 1))
}

// ZoomAt multiplies the zoom; what is at (sx, sy) in the target's distance stays
// there. It ends a flight.
func (c *Camera) ZoomAt(sx, sy, factor float64) {
	c.time = 0
	x, y, z := c.World(sx, sy)
	c.Zoom = View{Zoom: c.zoom() * factor}.zoom()
	nowX, nowY, nowZ := c.World(sx, sy)
	c.X += x - nowX
	c.Y += y - nowY
	c.Z += z - nowZ
}

// Fit returns the view that shows the whole box with a margin of so many pixels
// on each side. A box without extent is shown at the zoom of now.
func (c *Camera) Fit(b Box, margin float64) View {
	v := View{X: (b.MinX + b.MaxX) / 2, Y: (b.MinY + b.MaxY) / 2, Zoom: c.zoom()}
	scale := min(
		max(1, float64(c.Width)-2*margin)/(b.MaxX-b.MinX),
		max(1, float64(c.Height)-2*margin)/(b.MaxY-b.MinY),
	)
	if scale > 0 && !math.IsInf(scale, 0) {
		v.Zoom = View{Zoom: scale / float64(max(1, min(c.Width, c.Height)))}.zoom()
	}
	return v
}

// FitBall returns the view that shows the whole ball with such a margin, however
// it is turned. Seen from the eye at distance D = eyeDistance/zoom, a ball of
// radius R reaches R·D/√(D²-R²) in the target's distance; where that is a/zoom,
//
//	1/zoom = R·√(1/eyeDistance² + 1/a²)
func (c *Camera) FitBall(b Ball, margin float64) View {
	v := View{X: b.X, Y: b.Y, Z: b.Z, Zoom: c.zoom(), Turn: c.Turn}
	side := float64(max(1, min(c.Width, c.Height)))
	a := max(1, side-2*margin) / side / 2
	if zoom := 1 / (b.Radius * math.Sqrt(1/(eyeDistance*eyeDistance)+1/(a*a))); zoom > 0 && !math.IsInf(zoom, 0) {
		v.Zoom = View{Zoom: zoom}.zoom()
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
	return View{
		X: a.X + (b.X-a.X)*w, Y: a.Y + (b.Y-a.Y)*w, Z: a.Z + (b.Z-a.Z)*w,
		Zoom: z, Turn: turnBetween(a.Turn, b.Turn, t),
	}
}

// ease starts fast and comes to rest: 1 - (1-t)³.
func ease(t float64) float64 { return 1 - (1-t)*(1-t)*(1-t) }
