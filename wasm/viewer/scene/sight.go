package scene

import "slices"

// A sight is where all points that are shown are on a screen, for those who need them all: in
// space a point has no place without a camera.
type sight struct {
	valid         bool
	view          View // that it was made for
	width, height int

	x, y  []float32 // pixels
	near  []float32 // how much larger than in the target's distance; 0: not seen
	order []int32   // those seen, from the farthest; empty until it is asked for
	keys  []uint16
	zeros []float32 // the depth of points in the plane
}

// inSpace reports whether it takes a lens to see the points.
func (p *Points) inSpace(c *Camera) bool { return p.at.z != nil || !c.level() }

// seenBy returns where the camera sees the points. It is kept, and valid, until
// either moves.
func (p *Points) seenBy(c *Camera) *sight {
	s := &p.sight
	if s.valid && s.view == c.View && s.width == c.Width && s.height == c.Height {
		return s
	}
	s.valid, s.view, s.width, s.height = true, c.View, c.Width, c.Height
	s.order = s.order[:0]
	n := p.Len()
	s.x, s.y, s.near = resized(s.x, n), resized(s.y, n), resized(s.near, n)
	z := p.at.z
	if z == nil {
		if len(s.zeros) < n {
			s.zeros = make([]float32, n)
		}
		z = s.zeros[:n]
	}
	l := c.lens()
	sees(s, p.at.x, p.at.y, z, l.single())
	for row, look := range p.looks {
		if look == hidden {
			s.x[row], s.y[row], s.near[row] = nowhere, nowhere, 0
		}
	}
	return s
}

// on returns where the camera sees a point, and how much larger than in the
// target's distance; 0 if it does not.
func (p *Points) on(c *Camera, row int) (x, y, near float64) {
	if p.inSpace(c) {
		s := p.seenBy(c)
		return float64(s.x[row]), float64(s.y[row]), float64(s.near[row])
	}
	return c.Screen(p.At(row))
}

// A plot is where points are on the screen.
type plot struct {
	x, y, near  []float32 // near is nil in the plane
	right, down float64   // pixels for one of x, and of y
	left, top   float64   // where 0 is
}

// plot returns where the camera sees the points.
func (p *Points) plot(c *Camera) plot {
	if p.inSpace(c) {
		s := p.seenBy(c)
		return plot{x: s.x, y: s.y, near: s.near, right: 1, down: 1}
	}
	scale := c.Scale()
	left, top, _ := c.Screen(0, 0, 0)
	return plot{p.at.x, p.at.y, nil, scale, -scale, left, top}
}

// at returns where a row is, and how much larger than in the target's distance; 0 if
// it is not seen.
func (p *plot) at(row int) (x, y, near float64) {
	near = 1
	if p.near != nil {
		near = float64(p.near[row])
	}
	return p.left + float64(p.x[row])*p.right, p.top + float64(p.y[row])*p.down, near
}

// single is a lens in single precision.
type single struct {
	right, up, eye [4]float32
	x, y           float32
}

func (l *lens) single() *single {
	narrow := func(v [4]float64) [4]float32 {
		return [4]float32{float32(v[0]), float32(v[1]), float32(v[2]), float32(v[3])}
	}
	return &single{narrow(l.right), narrow(l.up), narrow(l.eye), float32(l.x), float32(l.y)}
}

// seesScalar does what lens.see does, for points from a row on. Those that are not
// seen are put where no screen is.
func seesScalar(s *sight, x, y, z []float32, l *single, from int) {
	for i := from; i < len(x); i++ {
		w := 1 + (l.eye[0]*x[i] + l.eye[1]*y[i] + (l.eye[2]*z[i] + l.eye[3]))
		if !(w >= nearPlane) {
			s.x[i], s.y[i], s.near[i] = nowhere, nowhere, 0
			continue
		}
		near := 1 / w
		s.near[i] = near
		s.x[i] = l.x + (l.right[0]*x[i]+l.right[1]*y[i]+(l.right[2]*z[i]+l.right[3]))*near
		s.y[i] = l.y - (l.up[0]*x[i]+l.up[1]*y[i]+(l.up[2]*z[i]+l.up[3]))*near
	}
}

const nowhere = -1e9

// farToNear returns the rows of the points that are seen in the painter's order,
// equally far ones by row. Depth counts in 2¹⁶ steps.
func (s *sight) farToNear() []int32 {
	if len(s.order) > 0 {
		return s.order
	}
	low, high := float32(0), float32(0)
	for _, near := range s.near {
		if near > 0 && (low == 0 || near < low) {
			low = near
		}
		if near > high {
			high = near
		}
	}
	if high == 0 {
		return nil
	}
	const steps = 1 << 16
	scale := float32(0)
	if high > low {
		scale = (steps - 1) / (high - low)
	}
	s.keys = slices.Grow(s.keys[:0], len(s.near))[:len(s.near)]
	starts := make([]int32, steps+1)
	for i, near := range s.near {
		if near > 0 {
			key := uint16((near - low) * scale)
			s.keys[i] = key
			starts[int(key)+1]++
		}
	}
	for i := range steps {
		starts[i+1] += starts[i]
	}
	s.order = slices.Grow(s.order, len(s.near))[:starts[steps]]
	for i, near := range s.near {
		if near > 0 {
			key := s.keys[i]
			s.order[starts[key]] = int32(i)
			starts[key]++
		}
	}
	return s.order
}

const (
	// maxDepthFade is taken at most from what is farther than the target, of 256.
	maxDepthFade = 150
	// fadedNear is how near that is: the far side of a ball that fills the screen ends
	// half a screen behind the target.
	fadedNear = 1 / (1 + 1/(2*eyeDistance))
	// deepSteps is how finely tables of fading go from the target to there.
	deepSteps = 64
)

// deeper returns what is taken from a colour of which some is taken already, of
// 256: farther than the target, a point fades the more the farther it is.
func deeper(fade uint64, near float32) uint64 {
	if near >= 1 {
		return fade
	}
	deep := min(1, (1/float64(near)-1)*(2*eyeDistance))
	return 256 - (256-fade)*(256-uint64(deep*maxDepthFade+.5))>>8
}

// deepFades is a table of deeper, by deepStep, which does not divide.
func deepFades(fade uint64) *[deepSteps]uint64 {
	var fades [deepSteps]uint64
	for i := range fades {
		fades[i] = deeper(fade, 1-float32(i)*(1-fadedNear)/(deepSteps-1))
	}
	return &fades
}

func deepStep(near float32) int {
	if s := int((1 - near) * ((deepSteps - 1) / (1 - fadedNear))); s < deepSteps {
		return max(0, s)
	}
	return deepSteps - 1
}

// rowAt returns the row under a place of the screen: the nearest to the eye of those
// whose disc is there, else the one whose middle is nearest and no farther than
// reach pixels; -1 if there is none.
func (p *Points) rowAt(c *Camera, x, y, reach float64) int {
	s := p.seenBy(c)
	under, beside := -1, -1
	best := float32(reach * reach)
	px, py := float32(x), float32(y)
	const widest = maxRadius / nearPlane
	sx, sy := s.x, s.y[:len(s.x)]
	for i := range sx {
		dx, dy := sx[i]-px, sy[i]-py
		d := dx*dx + dy*dy
		if d > widest*widest && d > best {
			continue
		}
		near := s.near[i]
		if near == 0 {
			continue
		}
		if r := p.reach(i) * near; d <= r*r && (under < 0 || near > s.near[under]) {
			under = i
		}
		if d < best || d == best && beside < 0 {
			beside, best = i, d
		}
	}
	if under >= 0 {
		return under
	}
	return beside
}
