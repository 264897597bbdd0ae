package scene

import (
	"math"
	"slices"
	"testing"
)

// handsOn is the row map with controls, and what the page hears.
func handsOn(t *testing.T) (c *Controls, hovered, picked *[]int) {
	hovered, picked = new([]int), new([]int)
	c = &Controls{Map: rowMap(t), Events: Events{
		Hover: func(row int) { *hovered = append(*hovered, row) },
		Pick:  func(row int) { *picked = append(*picked, row) },
	}}
	return c, hovered, picked
}

// drag goes with one pointer through places.
func (c *Controls) dragThrough(p Pointer, places ...[2]float64) {
	p.X, p.Y = places[0][0], places[0][1]
	c.Down(p)
	for _, at := range places[1:] {
		p.X, p.Y = at[0], at[1]
		c.Move(p)
	}
	c.Up(p)
}

func TestHoverAndClick(t *testing.T) {
	c, hovered, picked := handsOn(t)
	c.Move(Pointer{X: 61, Y: 52})
	c.Move(Pointer{X: 62, Y: 52})
	c.Move(Pointer{X: 80, Y: 80})
	c.Move(Pointer{X: 100, Y: 50})
	c.Leave()
	if want := []int{1, -1, 2, -1}; !slices.Equal(*hovered, want) {
		t.Errorf("hovered %v, want %v", *hovered, want)
	}
	c.dragThrough(Pointer{}, [2]float64{61, 52}, [2]float64{62, 53})
	c.dragThrough(Pointer{}, [2]float64{80, 80})
	c.dragThrough(Pointer{Button: 2}, [2]float64{61, 52})
	c.dragThrough(Pointer{Touch: true}, [2]float64{60, 65})
	c.dragThrough(Pointer{}, [2]float64{60, 65})
	if want := []int{1, -1, 1, -1}; !slices.Equal(*picked, want) {
		t.Errorf("picked %v, want %v", *picked, want)
	}
	c.dragThrough(Pointer{Shift: true}, [2]float64{60, 50})
	c.dragThrough(Pointer{Ctrl: true}, [2]float64{100, 50})
	c.dragThrough(Pointer{Ctrl: true}, [2]float64{60, 50})
	if got := selected(c.Map); !slices.Equal(got, []int{2}) || len(*picked) != 4 {
		t.Errorf("selected %v", got)
	}
}

func TestDraggingWithTheHand(t *testing.T) {
	c, _, picked := handsOn(t)
	x0, _, _ := c.Map.Where(2)
	c.dragThrough(Pointer{}, [2]float64{50, 50}, [2]float64{60, 60}, [2]float64{80, 60})
	if x, y, _ := c.Map.Where(2); math.Abs(x-x0-30) > 1e-9 || math.Abs(y-60) > 1e-9 {
		t.Errorf("dragged to (%v, %v)", x, y)
	}
	if len(*picked) > 0 || c.Dragging() {
		t.Error("a drag is a click")
	}
	if err := c.Map.SetCoordinates([]float32{-2, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0}, 3); err != nil {
		t.Fatal(err)
	}
	turn := c.Map.Camera.Turn
	for _, test := range []struct {
		name       string
		p          Pointer
		turns, pan bool
	}{
		{"the main button", Pointer{}, true, false},
		{"with shift", Pointer{Shift: true}, false, true},
		{"the right button", Pointer{Button: 2}, false, true},
	} {
		before := c.Map.Camera.View
		c.dragThrough(test.p, [2]float64{50, 50}, [2]float64{60, 70})
		now := c.Map.Camera.View
		if turned, panned := now.Turn != before.Turn, now.X != before.X; turned != test.turns || panned != test.pan {
			t.Errorf("%s: turned %v, panned %v", test.name, turned, panned)
		}
	}
	if turn == c.Map.Camera.Turn {
		t.Error("nothing was turned")
	}
}

func TestDraggingABoxAndALasso(t *testing.T) {
	c, _, _ := handsOn(t)
	c.Tool = Boxes
	c.Down(Pointer{X: 10, Y: 40})
	c.Move(Pointer{X: 70, Y: 60})
	c.Map.Draw()
	if colorAt(c.Map, 40, 40) == 0 || !c.Dragging() {
		t.Error("the box is not drawn")
	}
	c.Up(Pointer{X: 70, Y: 60})
	c.Map.Draw()
	if colorAt(c.Map, 40, 40) != 0 {
		t.Error("the box stays")
	}
	check := func(what string, want ...int) {
		t.Helper()
		if got := selected(c.Map); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	check("a box", 0, 1)
	c.Tool = Lasso
	around := [][2]float64{{90, 50}, {120, 30}, {150, 50}, {120, 70}}
	c.dragThrough(Pointer{Shift: true}, around...)
	check("a lasso besides", 0, 1, 2, 3)
	c.dragThrough(Pointer{Alt: true}, around...)
	check("less it", 0, 1)
	c.dragThrough(Pointer{Shift: true, Alt: true}, [2]float64{50, 30}, [2]float64{200, 30}, [2]float64{200, 80}, [2]float64{50, 80})
	check("toggled", 0, 2, 3, 4)

	c.Down(Pointer{X: 10, Y: 40})
	c.Move(Pointer{X: 70, Y: 60})
	if !c.Key("Escape", false) || len(c.Map.outline) > 0 || c.Dragging() {
		t.Error("Escape does not leave it off")
	}
	c.Up(Pointer{X: 70, Y: 60})
	check("left off", 0, 2, 3, 4)
	if !c.Key("Escape", false) || c.Key("Escape", false) {
		t.Error("Escape does not clear the selection, once")
	}
	check("cleared")

	c.Down(Pointer{ID: 1, X: 10, Y: 40, Touch: true})
	c.Move(Pointer{ID: 1, X: 70, Y: 60, Touch: true})
	c.Down(Pointer{ID: 2, X: 90, Y: 60, Touch: true})
	c.Up(Pointer{ID: 1})
	c.Up(Pointer{ID: 2})
	check("by two fingers")
}

// What is under two fingers stays under them.
func TestTwoFingers(t *testing.T) {
	c, _, picked := handsOn(t)
	c.Down(Pointer{ID: 1, X: 60, Y: 50, Touch: true})
	c.Down(Pointer{ID: 2, X: 140, Y: 50, Touch: true})
	c.Move(Pointer{ID: 1, X: 20, Y: 30, Touch: true})
	c.Move(Pointer{ID: 2, X: 180, Y: 30, Touch: true})
	for row, want := range map[int]float64{1: 20, 3: 180} {
		if x, y, _ := c.Map.Where(row); math.Abs(x-want) > 4 || math.Abs(y-30) > 4 {
			t.Errorf("row %d is at (%v, %v)", row, x, y)
		}
	}
	c.Cancel(1)
	c.Up(Pointer{ID: 2})
	if len(*picked) > 0 || len(c.fingers) > 0 {
		t.Error("a pinch ends in a click, or not at all")
	}
	// In space they turn the picture.
	if err := c.Map.SetCoordinates([]float32{-2, 0, 0, -1, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0}, 3); err != nil {
		t.Fatal(err)
	}
	c.Map.LookAt(View{Zoom: .4})
	c.Down(Pointer{ID: 1, X: 60, Y: 50, Touch: true})
	c.Down(Pointer{ID: 2, X: 140, Y: 50, Touch: true})
	for i := range 91 {
		sin, cos := math.Sincos(float64(i) * math.Pi / 180)
		c.Move(Pointer{ID: 1, X: 100 - 40*cos, Y: 50 - 40*sin, Touch: true})
		c.Move(Pointer{ID: 2, X: 100 + 40*cos, Y: 50 + 40*sin, Touch: true})
	}
	if x, y, _ := c.Map.Where(3); math.Abs(x-100) > 4 || math.Abs(y-90) > 4 {
		t.Errorf("turned by a quarter, row 3 is at (%v, %v)", x, y)
	}
}

// A finger that is held points at what is near it, and picks nothing.
func TestHeldFinger(t *testing.T) {
	c, hovered, picked := handsOn(t)
	hold := func(p Pointer) { c.Down(p); c.Hold(p.ID) }
	x, y, _ := c.Map.Where(0)

	hold(Pointer{ID: 7, X: 61, Y: 60, Touch: true})
	c.Move(Pointer{ID: 7, X: 80, Y: 90, Touch: true})
	c.Move(Pointer{ID: 7, X: 99, Y: 55, Touch: true})
	c.Up(Pointer{ID: 7, X: 99, Y: 55, Touch: true})
	if want := []int{1, -1, 2, -1}; !slices.Equal(*hovered, want) || len(*picked) > 0 {
		t.Errorf("hovered %v, picked %v, want %v and nothing", *hovered, *picked, want)
	}
	if x1, y1, _ := c.Map.Where(0); x1 != x || y1 != y {
		t.Error("the map was moved")
	}

	*hovered = nil
	hold(Pointer{ID: 7, X: 61, Y: 52, Touch: true})
	c.Cancel(7)
	hold(Pointer{ID: 7, X: 61, Y: 52, Touch: true})
	c.Down(Pointer{ID: 8, X: 140, Y: 50, Touch: true})
	c.Up(Pointer{ID: 8})
	c.Up(Pointer{ID: 7})
	if want := []int{1, -1, 1, -1}; !slices.Equal(*hovered, want) {
		t.Errorf("left off: hovered %v, want %v", *hovered, want)
	}

	*hovered = nil
	for _, p := range []Pointer{{X: 61, Y: 52}, {X: 61, Y: 52, Touch: true}} {
		c.Tool = Lasso
		if !p.Touch {
			c.Tool = Hand
		}
		hold(p)
		c.Up(p)
	}
	c.Tool = Hand
	c.Down(Pointer{X: 40, Y: 80, Touch: true})
	c.Move(Pointer{X: 61, Y: 52, Touch: true})
	c.Hold(0)
	c.Up(Pointer{X: 61, Y: 52, Touch: true})
	if len(*hovered) > 0 {
		t.Errorf("a mouse, a lasso or a drag is held: hovered %v", *hovered)
	}
}

// A tap may go astray farther than a click, and two fingers do not tap.
func TestTaps(t *testing.T) {
	c, _, picked := handsOn(t)
	c.dragThrough(Pointer{Touch: true}, [2]float64{55, 50}, [2]float64{62, 53})
	c.dragThrough(Pointer{}, [2]float64{55, 50}, [2]float64{62, 53})
	c.Map.Pan(-7, -3) // as the mouse dragged it
	for id := range 2 {
		c.Down(Pointer{ID: id, X: 60 + 40*float64(id), Y: 50, Touch: true})
	}
	for id := range 2 {
		c.Up(Pointer{ID: id, X: 60 + 40*float64(id), Y: 50, Touch: true})
	}
	if want := []int{1}; !slices.Equal(*picked, want) {
		t.Errorf("picked %v, want %v", *picked, want)
	}
}

func TestWheel(t *testing.T) {
	c, _, _ := handsOn(t)
	for _, test := range []struct {
		turned  float64
		pinched bool
		want    float64
	}{{-100, false, math.Exp(.16)}, {-10, true, math.Exp(.1)}, {1e9, false, .25}, {-1e9, false, 4}} {
		c.Map.LookAt(View{Zoom: 1})
		c.Wheel(30, 20, test.turned, test.pinched)
		near(t, "zoom", c.Map.Camera.Zoom, test.want)
	}
}

func TestKeys(t *testing.T) {
	c, hovered, picked := handsOn(t)
	x0, _, _ := c.Map.Where(2)
	c.Key("ArrowRight", false)
	c.Key("ArrowUp", false)
	if x, y, _ := c.Map.Where(2); x != x0-keyStep || y != 50+keyStep {
		t.Errorf("moved to (%v, %v)", x, y)
	}
	zoom := c.Map.Camera.Zoom
	c.Key("+", false)
	near(t, "+", c.Map.Camera.Zoom, zoom*keyZoom)
	c.Key("-", false)
	c.Key("0", false)
	if c.Map.Moved() {
		t.Error("0 does not show all")
	}
	if c.Key("q", false) || c.Key("Enter", false) {
		t.Error("it has a use for q, or for Enter with no row")
	}

	c.Map.LookAt(View{Zoom: .4})
	c.Move(Pointer{X: 95, Y: 50}) // rows 2, 1, 3 by distance, and 0 and 4 within reach
	for range 4 {
		if !c.Key("]", false) {
			t.Fatal("there is no next row")
		}
	}
	c.Key("[", false)
	c.Key("Enter", false)
	if want := []int{2, 1, 3, 0, 4, 0}; !slices.Equal(*hovered, want) || !slices.Equal(*picked, []int{0}) {
		t.Errorf("went through %v, picked %v", *hovered, *picked)
	}
	c.Leave()
	*hovered = nil
	c.Key("[", false) // about the middle: the last of five
	if len(*hovered) != 1 {
		t.Errorf("went through %v", *hovered)
	}
	c.Map.Isolate(Set{})
	c.around = nil
	if c.Key("]", false) {
		t.Error("a hidden row is next")
	}

	if err := c.Map.SetCoordinates([]float32{-2, 0, 1, -1, 0, 0}, 3); err != nil {
		t.Fatal(err)
	}
	before := c.Map.Camera.View
	c.Key("ArrowLeft", false)
	if c.Map.Camera.Turn == before.Turn || c.Map.Camera.X != before.X {
		t.Error("an arrow does not turn space")
	}
	before = c.Map.Camera.View
	c.Key("ArrowLeft", true)
	if c.Map.Camera.Turn != before.Turn || c.Map.Camera.X == before.X {
		t.Error("an arrow with shift does not move space")
	}
}
