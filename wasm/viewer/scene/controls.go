package scene

import (
	"math"
	"slices"
)

// A Tool is what dragging with the main button or one finger does.
type Tool int

// The tools, as the page knows them.
const (
	Hand  Tool = iota // moves the plane, turns space
	Boxes             // chooses what is in a box
	Lasso             // chooses what is in a line drawn around it
)

// A Pointer is a mouse, a pen or a finger at a place of the screen.
type Pointer struct {
	ID     int
	X, Y   float64
	Touch  bool
	Button int // 0: main, 1: middle, 2: right; when it goes down
	Shift  bool
	Ctrl   bool // or the command key
	Alt    bool
}

// Events are what the page hears of.
type Events struct {
	Hover func(row int) // -1: none
	Pick  func(row int) // -1: none
}

// Controls turn what pointers, wheel and keys do into what the map does.
//
// Dragging with the hand moves the plane and turns space; with shift, or another
// button than the main one, it moves space too. Dragging with the other tools
// chooses: in place of what was chosen, besides it with shift, less it with alt, and
// both, toggled. Two fingers move, zoom, and turn the picture of space. A click
// picks, and with shift or ctrl puts a row into the selection or takes it out. A
// finger that is held still points, as a mouse does that hovers, until it is lifted.
//
// Arrows move the plane and turn space, with shift they move it too; + and - zoom,
// 0 shows all, Home turned as at first, ] and [ go through the points near the cursor, Enter picks, and
// Escape leaves off what is being drawn, else clears the selection.
type Controls struct {
	Map    *Map
	Tool   Tool
	Events Events

	fingers []Pointer
	drag    drag
	moved   float64 // how far the fingers have been dragged, pixels
	reach   float64 // how far makes it a drag, pixels of the page
	x, y    float64 // the cursor
	cursor  bool    // it is over the map
	around  []int   // rows near it, when keys go through them
	step    int     // which of them is pointed at
}

// drag is what a movement of one finger does.
type drag int

const (
	panning drag = iota
	turning
	choosing
	pointing
)

const (
	hoverReach = 8  // pixels of the page
	touchReach = 18 // a finger's
	// clickReach is how far a click may go astray, and tapReach a tap.
	clickReach = 4
	tapReach   = 10
	// keyStep is how far an arrow goes.
	keyStep = 60
	// keyZoom is how much + is.
	keyZoom = 1.3
	// aroundReach is how far from the cursor keys look for points, and aroundMost how
	// many they go through.
	aroundReach = 120
	aroundMost  = 30
)

// Down says that a button or a finger went down.
func (c *Controls) Down(p Pointer) {
	if c.find(p.ID) >= 0 {
		return
	}
	if len(c.fingers) == 0 {
		c.moved, c.reach = 0, clickReach
		if p.Touch {
			c.reach = tapReach
		}
		switch {
		case p.Button == 0 && c.Tool != Hand:
			c.drag = choosing
			c.Map.outline = Polygon{p.X, p.Y}
		case p.Button == 0 && !p.Shift && c.Map.Points.Dimensions() == 3:
			c.drag = turning
		default:
			c.drag = panning
		}
	} else {
		// Two fingers do not choose, point or click.
		if c.drag == pointing {
			c.point(-1)
		}
		c.drag = panning
		c.moved = math.Inf(1)
		c.outline(nil)
	}
	c.fingers = append(c.fingers, p)
}

// Hold says that a pointer has been down for a while. With the other tools than the
// hand a finger that rests is about to draw.
func (c *Controls) Hold(id int) {
	if len(c.fingers) != 1 || c.fingers[0].ID != id || !c.fingers[0].Touch || c.Tool != Hand || c.dragged() {
		return
	}
	c.drag = pointing
	c.pointFrom(c.fingers[0])
}

// pointFrom points at the row that is nearest to a finger.
func (c *Controls) pointFrom(p Pointer) {
	c.around = nil
	c.point(c.Map.At(p.X, p.Y, touchReach*c.Map.Ratio))
}

// Move says that a pointer moved.
func (c *Controls) Move(p Pointer) {
	i := c.find(p.ID)
	if i < 0 {
		if len(c.fingers) == 0 && !p.Touch {
			c.x, c.y, c.cursor, c.around = p.X, p.Y, true, nil
			c.point(c.Map.At(p.X, p.Y, hoverReach*c.Map.Ratio))
		}
		return
	}
	before := c.spread()
	f := &c.fingers[i]
	dx, dy := p.X-f.X, p.Y-f.Y
	f.X, f.Y, f.Shift, f.Alt = p.X, p.Y, p.Shift, p.Alt
	if c.drag == pointing {
		c.pointFrom(p)
		return
	}
	if c.moved += math.Hypot(dx, dy); !c.dragged() {
		return
	}
	if len(c.fingers) > 1 {
		c.pinch(before, c.spread())
		return
	}
	switch c.drag {
	case panning:
		c.Map.Pan(dx, dy)
	case turning:
		c.Map.Rotate(dx, dy)
	case choosing:
		c.choose(p)
	}
}

// choose goes on with the outline of what is chosen.
func (c *Controls) choose(p Pointer) {
	line := c.Map.outline
	if c.Tool == Boxes {
		c.outline(Rectangle(line[0], line[1], p.X, p.Y))
		return
	}
	c.outline(append(line, p.X, p.Y))
}

func (c *Controls) outline(line Polygon) {
	if len(line) > 0 || len(c.Map.outline) > 0 {
		c.Map.outline = line
		c.Map.change()
	}
}

// Up says that a button or a finger was lifted.
func (c *Controls) Up(p Pointer) {
	i := c.find(p.ID)
	if i < 0 {
		return
	}
	c.fingers = slices.Delete(c.fingers, i, i+1)
	if len(c.fingers) > 0 {
		return
	}
	line := c.Map.outline
	c.outline(nil)
	switch {
	case c.drag == pointing:
		c.point(-1)
	case !c.dragged():
		c.click(p)
	case c.drag == choosing:
		how := Replace
		switch {
		case p.Shift && p.Alt:
			how = Toggle
		case p.Shift:
			how = Add
		case p.Alt:
			how = Remove
		}
		c.Map.SelectInside(line, how)
	}
}

func (c *Controls) click(p Pointer) {
	if p.Button != 0 {
		return
	}
	reach := float64(hoverReach)
	if p.Touch {
		reach = touchReach
	}
	row := c.Map.At(p.X, p.Y, reach*c.Map.Ratio)
	if row >= 0 && (p.Shift || p.Ctrl) {
		c.Map.SetSelection(SetOf(row), Toggle)
		return
	}
	c.pick(row)
}

// Cancel says that a pointer is no longer followed.
func (c *Controls) Cancel(id int) {
	if i := c.find(id); i >= 0 {
		c.fingers = slices.Delete(c.fingers, i, i+1)
		c.outline(nil)
		if c.drag == pointing {
			c.point(-1)
		}
	}
}

// Leave says that the mouse left the map.
func (c *Controls) Leave() {
	c.cursor, c.around = false, nil
	c.point(-1)
}

// Dragging reports whether something is being dragged.
func (c *Controls) Dragging() bool { return len(c.fingers) > 0 && c.dragged() }

func (c *Controls) dragged() bool { return c.moved >= c.reach*c.Map.Ratio }

func (c *Controls) find(id int) int {
	return slices.IndexFunc(c.fingers, func(f Pointer) bool { return f.ID == id })
}

// A fingerSpread is the middle of two fingers, how far they are apart, and which way.
type fingerSpread struct{ x, y, distance, angle float64 }

func (c *Controls) spread() fingerSpread {
	if len(c.fingers) < 2 {
		return fingerSpread{}
	}
	a, b := c.fingers[0], c.fingers[1]
	return fingerSpread{(a.X + b.X) / 2, (a.Y + b.Y) / 2, max(1, math.Hypot(b.X-a.X, b.Y-a.Y)), math.Atan2(b.Y-a.Y, b.X-a.X)}
}

// pinch moves the picture with two fingers.
func (c *Controls) pinch(before, after fingerSpread) {
	c.Map.Pan(after.x-before.x, after.y-before.y)
	c.Map.ZoomAt(after.x, after.y, after.distance/before.distance)
	c.Map.Roll(math.Remainder(after.angle-before.angle, 2*math.Pi))
}

// Wheel says that the wheel was turned by so many pixels of the page, down being
// more than 0; a trackpad's pinch is finer.
func (c *Controls) Wheel(x, y, turned float64, pinched bool) {
	speed := .0016
	if pinched {
		speed = .01
	}
	c.around = nil
	c.Map.ZoomAt(x, y, min(max(math.Exp(-turned*speed), .25), 4))
}

// Key says that a key was pressed, by the browser's name for it, and reports
// whether it means something here.
func (c *Controls) Key(key string, shift bool) bool {
	m := c.Map
	step := keyStep * m.Ratio
	middle := func(factor float64) { m.ZoomAt(float64(m.Camera.Width)/2, float64(m.Camera.Height)/2, factor) }
	arrow := func(dx, dy float64) {
		if m.Points.Dimensions() == 3 && !shift {
			m.Rotate(dx/2, dy/2)
		} else {
			m.Pan(dx, dy)
		}
	}
	switch key {
	case "ArrowLeft":
		arrow(step, 0)
	case "ArrowRight":
		arrow(-step, 0)
	case "ArrowUp":
		arrow(0, step)
	case "ArrowDown":
		arrow(0, -step)
	case "+", "=":
		middle(keyZoom)
	case "-", "_":
		middle(1 / keyZoom)
	case "0":
		m.Fit()
	case "Home":
		m.Reset()
	case "]":
		return c.next(1)
	case "[":
		return c.next(-1)
	case "Enter":
		if !m.has(m.pointed) {
			return false
		}
		c.pick(m.pointed)
		return true
	case "Escape":
		return c.escape()
	default:
		return false
	}
	c.around = nil
	return true
}

func (c *Controls) escape() bool {
	switch {
	case len(c.Map.outline) > 0:
		c.fingers = nil
		c.outline(nil)
	case c.Map.selection.Len() > 0:
		c.Map.SetSelection(Set{}, Replace)
	default:
		return false
	}
	return true
}

// next points at another of the rows near the cursor.
func (c *Controls) next(by int) bool {
	if !c.cursor {
		c.x, c.y = float64(c.Map.Camera.Width)/2, float64(c.Map.Camera.Height)/2
	}
	if c.around == nil {
		c.around = c.Map.Around(c.x, c.y, aroundReach*c.Map.Ratio, aroundMost)
		c.step = slices.Index(c.around, c.Map.pointed)
		if c.step < 0 && by < 0 {
			c.step = 0
		}
	}
	if len(c.around) == 0 {
		return false
	}
	c.step = (c.step + by + len(c.around)) % len(c.around)
	c.point(c.around[c.step])
	return true
}

func (c *Controls) point(row int) {
	if row != c.Map.pointed {
		c.Map.Point(row)
		if c.Events.Hover != nil {
			c.Events.Hover(row)
		}
	}
}

func (c *Controls) pick(row int) {
	if c.Events.Pick != nil {
		c.Events.Pick(row)
	}
}

// Around returns the rows that are shown near a place of the screen, no farther
// than reach pixels and no more than most, the nearest first.
func (m *Map) Around(x, y, reach float64, most int) []int {
	type found struct {
		row int
		d   float64
	}
	var all []found
	near := m.Inside(Rectangle(x-reach, y-reach, x+reach, y+reach))
	for row := range near.Rows() {
		sx, sy, _ := m.Points.on(&m.Camera, row)
		if d := math.Hypot(sx-x, sy-y); d <= reach {
			all = append(all, found{row, d})
		}
	}
	slices.SortStableFunc(all, func(a, b found) int {
		switch {
		case a.d < b.d:
			return -1
		case a.d > b.d:
			return 1
		}
		return 0
	})
	rows := []int{}
	for _, f := range all[:min(len(all), most)] {
		rows = append(rows, f.row)
	}
	return rows
}
