package scene

import (
	"math"
	"time"
)

// A Map is all that the viewer shows and does, driven by time and input: the
// points, what is chosen among them, where the camera looks, and the picture.
// Rows that are out of range or hidden are taken for none.
type Map struct {
	Points Points
	Camera Camera
	Labels Labels
	Canvas *Canvas
	Still  bool    // nothing glides or flies
	Ratio  float64 // device pixels per pixel of the page
	Accent uint32  // lines and rings
	Ink    uint32  // the ring about the point that is pointed at
	Bright bool    // a selection leaves the others as they are
	Pinned []int   // rows that always have a label
	Guests int     // how many of the last rows were placed on the map and are none of its own

	selected, pointed int // rows; -1: none
	neighbors         []int
	first             []int // rows highlighted, those first that are to have labels
	highlighted       Set   // all of them
	selection         Set
	selections        int // changes of the selection
	shown             Shown
	lit               bool    // a row that is shown is chosen
	outline           Polygon // that is being drawn to choose what is inside

	moved    bool // the visitor moved the camera: it follows all no more
	followed int  // the row that the camera flew to and stays with; -1: none

	lines        Lines
	other        Points // where the rows are in another map
	contours     Contours
	contourLines []contourLines
	contoursOld  bool // they are those of other places
	overview     *Canvas
	overviewOf   View // how it was seen
	overviewOld  bool

	dirty bool
	rest  time.Duration // since the picture last moved

	fine      *Canvas // a crowd at rest, drawn in slices beside the picture
	fineLayer int
	fineNext  int
	fineDone  bool
}

const (
	// crowd is how many discs, or what costs as much, are too many to draw while they
	// move.
	crowd = 150_000
	// sliceRows is how many discs of a crowd are drawn in one frame.
	sliceRows = 100_000
	// roughHairs is how many pixels of a crowd's lines are drawn while they move, and
	// roughLines how many of the lines are looked at.
	roughHairs = 800_000
	roughLines = 100_000
	// restTime is how long a crowd has been still before it is drawn finely.
	restTime = 120 * time.Millisecond

	glideTime  = 350 * time.Millisecond
	flightTime = 500 * time.Millisecond
	// fitMargin is left free about all points, in pixels of the page.
	fitMargin = 40
	// dimFade is taken from the others while points are chosen, of 256.
	dimFade = 170
)

// NewMap returns an empty map.
func NewMap() *Map {
	return &Map{selected: -1, pointed: -1, followed: -1, Ratio: 1, Canvas: NewCanvas(1, 1), Accent: 0xffb53f4b, Ink: 0xff241d1c}
}

// Resize makes the picture so many device pixels large.
func (m *Map) Resize(width, height int) {
	width, height = max(1, width), max(1, height)
	if width == m.Canvas.Width && height == m.Canvas.Height {
		return
	}
	m.Camera.Width, m.Camera.Height = width, height
	m.Canvas, m.fine = NewCanvas(width, height), nil
	m.change()
	if !m.moved {
		m.fit(0)
	}
}

// slant is how the world is first turned in space, so that its depth is seen.
var slant = Turned(.45, 0, 1, 0).Then(Turned(.3, 1, 0, 0))

// SetCoordinates sends the points to new places, in the plane or in space: 2 or 3
// numbers each. The camera follows unless the visitor has moved it, and from the
// plane into space and back whoever moved it.
func (m *Map) SetCoordinates(coords []float32, dimensions int) error {
	first, was := m.Points.Len() == 0, m.Points.Dimensions()
	if err := m.Points.SetCoordinates(coords, dimensions, m.time(glideTime)); err != nil {
		return err
	}
	m.contoursOld, m.overviewOld = true, true
	m.relook()
	if dimensions != was {
		m.moved, m.followed = false, -1
		m.fit(m.time(flightTime))
		return nil
	}
	if m.has(m.followed) {
		m.flyTo(m.followed, m.time(glideTime))
		return nil
	}
	if !m.moved && (first || m.strays()) {
		d := m.time(flightTime)
		if first {
			d = 0
		}
		m.fit(d)
	}
	return nil
}

// best returns the view that shows all points, false if there are none. In the
// plane nothing is turned.
func (m *Map) best() (View, bool) {
	camera := m.Camera
	camera.View = m.Camera.aim()
	margin := fitMargin * m.Ratio
	if m.Points.Dimensions() == 2 {
		box, ok := m.Points.Bounds()
		return camera.Fit(box, margin), ok
	}
	if camera.Turn.none() {
		camera.Turn = slant
	}
	ball, ok := m.Points.Ball()
	return camera.FitBall(ball, margin), ok
}

// strays reports whether the points come near the screen's edge, or fill much less
// of it than they could: only then is it worth moving the camera.
func (m *Map) strays() bool {
	best, ok := m.best()
	if !ok {
		return false
	}
	to := m.Camera
	to.View = to.aim()
	if to.zoom() < .8*best.zoom() {
		return true
	}
	if m.Points.Dimensions() == 3 {
		// A ball is as large from all sides: only its margin is to spare.
		room := .05 / best.zoom()
		return to.zoom() > 1.1*best.zoom() || math.Abs(to.X-best.X) > room || math.Abs(to.Y-best.Y) > room || math.Abs(to.Z-best.Z) > room
	}
	box, _ := m.Points.Bounds()
	left, bottom, _ := to.Screen(box.MinX, box.MinY, 0)
	right, top, _ := to.Screen(box.MaxX, box.MaxY, 0)
	edge := fitMargin * m.Ratio / 2
	return !(left >= edge && top >= edge && right <= float64(to.Width)-edge && bottom <= float64(to.Height)-edge)
}

func (m *Map) time(d time.Duration) time.Duration {
	if m.Still {
		return 0
	}
	return d
}

func (m *Map) fit(d time.Duration) {
	if best, ok := m.best(); ok {
		m.Camera.FlyTo(best, d)
		m.change()
	}
}

// Fit shows all points, and follows them from now on.
func (m *Map) Fit() {
	m.moved, m.followed = false, -1
	m.fit(m.time(flightTime))
}

// Reset shows all points, turned as at first, and follows them from now on.
func (m *Map) Reset() {
	m.moved, m.followed = false, -1
	if best, ok := m.best(); ok {
		if m.Points.Dimensions() == 3 {
			best.Turn = slant
		}
		m.Camera.FlyTo(best, m.time(flightTime))
		m.change()
	}
}

// Moved reports whether the camera is where the visitor moved it; else it follows
// the points.
func (m *Map) Moved() bool { return m.moved }

// Pan moves the picture by so many pixels.
func (m *Map) Pan(dx, dy float64) {
	m.moved, m.followed = true, -1
	m.Camera.Pan(dx, dy)
	m.change()
}

// Rotate turns space as if its front were drawn so many pixels over the screen; the
// plane is not turned.
func (m *Map) Rotate(dx, dy float64) {
	if m.Points.Dimensions() == 3 {
		m.moved = true
		m.Camera.Rotate(dx, dy)
		m.change()
	}
}

// Roll turns the picture of space with the clock, in radians.
func (m *Map) Roll(angle float64) {
	if m.Points.Dimensions() == 3 {
		m.moved = true
		m.Camera.Roll(angle)
		m.change()
	}
}

// ZoomAt zooms about a place of the screen.
func (m *Map) ZoomAt(x, y, factor float64) {
	m.moved, m.followed = true, -1
	m.Camera.ZoomAt(x, y, factor)
	m.change()
}

// LookAt shows a view at once; of the plane it is not turned.
func (m *Map) LookAt(v View) {
	if m.Points.Dimensions() == 2 {
		v.Z, v.Turn = 0, Turn{}
	}
	m.moved, m.followed = true, -1
	m.Camera.FlyTo(v, 0)
	m.change()
}

// FlyTo brings a row to the middle, near enough to tell it from others, and stays
// with it until the visitor moves the camera.
func (m *Map) FlyTo(row int) {
	if m.has(row) {
		m.moved, m.followed = true, row
		m.flyTo(row, m.time(flightTime))
	}
}

func (m *Map) flyTo(row int, d time.Duration) {
	v := m.Camera.aim()
	v.X, v.Y, v.Z = m.Points.to.get(row)
	if v.X-v.X != 0 || v.Y-v.Y != 0 || v.Z-v.Z != 0 {
		return
	}
	if best, ok := m.best(); ok {
		v.Zoom, v.Turn = max(v.Zoom, 3*best.Zoom), best.Turn
	}
	m.Camera.FlyTo(v, d)
	m.change()
}

// At returns the row nearest to a place of the screen, by no more than so many
// pixels; -1 if there is none. In space the nearest to the eye of those whose disc
// is there goes first.
func (m *Map) At(x, y, reach float64) int {
	if m.Points.inSpace(&m.Camera) {
		return m.Points.rowAt(&m.Camera, x, y, reach)
	}
	wx, wy, _ := m.Camera.World(x, y)
	if row, ok := m.Points.Nearest(wx, wy, reach/m.Camera.Scale()); ok {
		return row
	}
	return -1
}

// Where returns where a row is on the screen, false if the camera does not see it.
func (m *Map) Where(row int) (x, y float64, ok bool) {
	if !m.has(row) {
		return 0, 0, false
	}
	x, y, near := m.Points.on(&m.Camera, row)
	return x, y, near > 0
}

// OnScreen returns the rows on the screen, by falling priority, so many at most;
// those without one come last.
func (m *Map) OnScreen(most int) []int {
	rows := []int{}
	for row := range m.Points.byPriority(&m.Camera) {
		if len(rows) >= most {
			return rows
		}
		rows = append(rows, row)
	}
	all := m.Inside(Rectangle(0, 0, float64(m.Camera.Width), float64(m.Camera.Height)))
	for row := range all.Rows() {
		if row >= len(m.Points.rank) && len(rows) < most {
			rows = append(rows, row)
		}
	}
	return rows
}

// Select chooses a row and joins it to its neighbours; -1 chooses none.
func (m *Map) Select(row int, neighbors []int) {
	m.selected = row
	m.neighbors = append(m.neighbors[:0], neighbors...)
	m.change()
}

// Point marks the row under the pointer; -1 marks none.
func (m *Map) Point(row int) {
	if row != m.pointed {
		m.pointed = row
		m.change()
	}
}

// Highlight dims all rows but some; none dims no row.
func (m *Map) Highlight(rows []int) {
	m.first = append(m.first[:0], rows...)
	m.highlighted = SetOf(rows...)
	m.relook()
}

// Changed says that something that the map does not know of is another now.
func (m *Map) Changed() {
	m.overviewOld = true
	m.change()
}

func (m *Map) change() {
	m.dirty, m.rest, m.fineDone, m.fineLayer, m.fineNext = true, 0, false, 0, 0
}

// Advance lets time pass.
func (m *Map) Advance(dt time.Duration) {
	points, camera := m.Points.Advance(dt), m.Camera.Advance(dt)
	m.contoursOld, m.overviewOld = m.contoursOld || points, m.overviewOld || points
	if points || camera {
		m.change()
		return
	}
	m.rest += dt
}

// Moving reports whether the picture is on its way to another.
func (m *Map) Moving() bool {
	return m.dirty || m.Points.time > 0 || m.Camera.time > 0 || m.crowded() && !m.fineDone
}

// Draw brings the picture up to date and reports whether it changed.
func (m *Map) Draw() bool {
	if !m.dirty {
		return m.crowded() && !m.fineDone && m.rest >= restTime && m.drawFinely()
	}
	m.dirty = false
	m.Canvas.Clear()
	if m.crowded() {
		m.drawRoughly(m.Canvas)
	} else {
		m.drawAll(m.Canvas)
	}
	return true
}

// has reports whether there is such a row on the map.
func (m *Map) has(row int) bool {
	return row >= 0 && row < m.Points.Len() && m.Points.look(row) != hidden
}
