package scene

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// inSpace returns points at x, y, z.
func inSpace(t testing.TB, coords ...float32) *Points {
	t.Helper()
	var p Points
	if err := p.SetCoordinates(coords, 3, 0); err != nil {
		t.Fatal(err)
	}
	return &p
}

func normals3(n int, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(11, seed))
	coords := make([]float32, 3*n)
	for i := range coords {
		coords[i] = float32(rng.NormFloat64())
	}
	return coords
}

func TestTurn(t *testing.T) {
	quarter := math.Pi / 2
	for _, test := range []struct {
		name     string
		turn     Turn
		right    [3]float64 // the world's direction of the screen's right
		up, eyes [3]float64
	}{
		{"none", Turn{}, [3]float64{1, 0, 0}, [3]float64{0, 1, 0}, [3]float64{0, 0, 1}},
		{"about the upright, the left comes to the front", Turned(quarter, 0, 1, 0), [3]float64{0, 0, 1}, [3]float64{0, 1, 0}, [3]float64{-1, 0, 0}},
		{"about the axis to the eye", Turned(quarter, 0, 0, 2), [3]float64{0, -1, 0}, [3]float64{1, 0, 0}, [3]float64{0, 0, 1}},
		{"four quarters", Turned(quarter, 1, 0, 0).Then(Turned(3*quarter, 1, 0, 0)), [3]float64{1, 0, 0}, [3]float64{0, 1, 0}, [3]float64{0, 0, 1}},
		{"one after the other", Turned(quarter, 0, 0, 1).Then(Turned(quarter, 0, 1, 0)), [3]float64{0, 0, 1}, [3]float64{1, 0, 0}, [3]float64{0, 1, 0}},
		{"no axis", Turned(1, 0, 0, 0), [3]float64{1, 0, 0}, [3]float64{0, 1, 0}, [3]float64{0, 0, 1}},
	} {
		right, up, eye := test.turn.axes()
		for i := range 3 {
			near(t, test.name+": right", right[i], test.right[i])
			near(t, test.name+": up", up[i], test.up[i])
			near(t, test.name+": eye", eye[i], test.eyes[i])
		}
	}
}

func TestTurnBetween(t *testing.T) {
	a, b := Turned(.2, 0, 1, 0), Turned(1.4, 0, 1, 0)
	if got, want := turnBetween(a, b, .5), Turned(.8, 0, 1, 0); math.Abs(got.Y-want.Y)+math.Abs(got.W-want.W) > 1e-12 {
		t.Errorf("half way is %v, want %v", got, want)
	}
	// The same turn by the opposite quaternion is no way at all.
	if got := turnBetween(a, Turn{-a.X, -a.Y, -a.Z, -a.W}, .3); math.Abs(got.Y-a.Y) > 1e-12 {
		t.Errorf("%v, want %v", got, a)
	}
}

func TestPerspective(t *testing.T) {
	// The screen's shorter side is 1, and the eye 2 away.
	c := Camera{Width: 200, Height: 100}
	for _, test := range []struct{ x, y, z, sx, sy, near float64 }{
		{.5, .5, 0, 150, 0, 1},
		{.5, .5, 1, 200, -50, 2}, // half way to the eye: twice as large
		{.5, .5, -2, 125, 25, .5},
		{0, 0, 1.7, 0, 0, 0}, // before the eye
		{0, 0, 5, 0, 0, 0},   // behind it
	} {
		sx, sy, got := c.Screen(test.x, test.y, test.z)
		near(t, "near", got, test.near)
		if test.near > 0 {
			near(t, "sx", sx, test.sx)
			near(t, "sy", sy, test.sy)
		}
	}
}

// What is turned, panned and zoomed does what the hand does.
func TestOrbit(t *testing.T) {
	c := Camera{View: View{X: 1, Y: 2, Z: 3}, Width: 100, Height: 100}
	c.Rotate(50, 0) // half of the shorter side: a quarter
	x, y, depth := c.Screen(1, 2, 3)
	near(t, "the target's x", x, 50)
	near(t, "the target's y", y, 50)
	near(t, "the target's depth", depth, 1)
	if x, _, _ := c.Screen(1, 2, 3.1); x < 51 {
		t.Errorf("drawn to the right, the front went to %v", x)
	}
	c.Turn = Turn{}
	c.Rotate(0, 25)
	if _, y, _ := c.Screen(1, 2, 3.1); y < 51 {
		t.Errorf("drawn down, the front went to %v", y)
	}
	c.Rotate(13, 5)
	for _, at := range [][2]float64{{20, 70}, {50, 50}} {
		x, y, z := c.World(at[0], at[1])
		c.ZoomAt(at[0], at[1], 3)
		sx, sy, _ := c.Screen(x, y, z)
		near(t, "zoomed: sx", sx, at[0])
		near(t, "zoomed: sy", sy, at[1])
		c.Pan(7, -3)
		sx, sy, _ = c.Screen(x, y, z)
		near(t, "panned: sx", sx, at[0]+7)
		near(t, "panned: sy", sy, at[1]-3)
	}
	c = Camera{Width: 100, Height: 100}
	c.Roll(math.Pi / 2)
	sx, sy, _ := c.Screen(0, .5, 0)
	near(t, "rolled with the clock, the top is right", sx, 100)
	near(t, "rolled", sy, 50)
}

// A fitted ball touches the margin, however it is turned.
func TestFitBall(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	c := Camera{Width: 300, Height: 200}
	c.View = c.FitBall(Ball{1, -2, 3, 5}, 20)
	widest := 0.0
	for range 20_000 {
		x, y, z := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
		s := 5 / math.Sqrt(x*x+y*y+z*z)
		sx, sy, _ := c.Screen(1+x*s, -2+y*s, 3+z*s)
		widest = max(widest, math.Hypot(sx-150, sy-100))
	}
	if widest > 80.000001 || widest < 79 {
		t.Errorf("reaches %v pixels, want 80", widest)
	}
	if v := c.FitBall(Ball{X: 3}, 20); v.X != 3 || v.Zoom != c.Zoom {
		t.Errorf("a point is shown by %v", v)
	}
}

func TestBall(t *testing.T) {
	nan := float32(math.NaN())
	b, ok := inSpace(t, -1, 0, 2, 3, 0, 4, 1, nan, 9).Ball()
	if want := (Ball{1, 0, 3, math.Sqrt(5)}); !ok || b != want {
		t.Errorf("%v, want %v", b, want)
	}
	if _, ok := inSpace(t).Ball(); ok {
		t.Error("a ball around nothing")
	}
}

// Vectors of points are seen where each is by itself.
func TestSight(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	coords := append(normals3(33, 1), nan, 0, 0, 0, inf, 0, 0, 0, -inf, 0, 0, 0)
	p := inSpace(t, coords...)
	c := &Camera{View: View{X: .1, Y: .2, Z: -.3, Zoom: .4, Turn: Turned(1, 1, 2, 3)}, Width: 120, Height: 90}
	s := p.seenBy(c)
	unseen := 0
	for row := range p.Len() {
		x, y, want := c.Screen(p.At(row))
		if x-x != 0 || y-y != 0 {
			want = 0
		}
		if want == 0 {
			unseen++
			if s.near[row] != 0 {
				t.Errorf("row %d is seen, %v near", row, s.near[row])
			}
			continue
		}
		if math.Abs(float64(s.x[row])-x) > 1e-3*(1+math.Abs(x)) || math.Abs(float64(s.y[row])-y) > 1e-3*(1+math.Abs(y)) || math.Abs(float64(s.near[row])-want) > 1e-4*want {
			t.Errorf("row %d at (%v, %v), %v near, want (%v, %v), %v", row, s.x[row], s.y[row], s.near[row], x, y, want)
		}
	}
	if unseen < 3 {
		t.Errorf("%d are not seen", unseen)
	}
	order := slices.Clone(s.farToNear())
	if len(order) != p.Len()-unseen {
		t.Fatalf("%d in order", len(order))
	}
	for i := 1; i < len(order); i++ {
		if s.near[order[i]] < s.near[order[i-1]]-1e-4 {
			t.Errorf("place %d is behind the one before", i)
		}
	}
	if again := p.seenBy(c); !slices.Equal(again.order, order) {
		t.Error("the same camera looks twice")
	}
	c.Rotate(3, 3)
	if s := p.seenBy(c); len(s.order) != 0 {
		t.Error("another view has the order of the old one")
	}
}

// The nearer covers the farther, whichever comes first.
func TestPainterOrder(t *testing.T) {
	const red, green = 0xff0000ff, 0xff00ff00
	for _, test := range []struct {
		coords []float32
		turn   Turn
		want   uint32
	}{
		{[]float32{0, 0, .1, 0, 0, -.1}, Turn{}, red},
		{[]float32{0, 0, -.1, 0, 0, .1}, Turn{}, green},
		{[]float32{0, 0, .1, 0, 0, -.1}, Turned(math.Pi, 0, 1, 0), green},
		{[]float32{0, 0, 0, 0, 0, 0}, Turn{}, green}, // equally far: by row
	} {
		p := inSpace(t, test.coords...)
		p.Colors = []uint32{red, green}
		camera := &Camera{View: View{Turn: test.turn}, Width: 9, Height: 9}
		c := NewCanvas(9, 9)
		c.Discs(p, camera, 0, p.Len(), 0)
		if got := c.Pixels[4*9+4]; got != test.want {
			t.Errorf("discs at %v: %08x, want %08x", test.coords, got, test.want)
		}
		if test.coords[2] == 0 {
			continue // of specks in one place the first
		}
		c.Clear()
		c.Specks(p, camera, 0)
		if got := c.Pixels[4*9+4]; got != test.want {
			t.Errorf("specks at %v: %08x, want %08x", test.coords, got, test.want)
		}
	}
}

// The depth of a point shows in its size and its colour.
func TestDepthCue(t *testing.T) {
	area := func(z float32) (sum float64, middle uint32) {
		p := inSpace(t, 0, 0, z)
		p.Colors, p.Radii = []uint32{0xffffffff}, []float32{8}
		c := NewCanvas(101, 101)
		c.Discs(p, &Camera{Width: 101, Height: 101}, 0, 1, 0)
		for _, v := range c.Pixels {
			if v>>24 > 0 {
				sum++
			}
		}
		return sum, c.Pixels[50*101+50] >> 24
	}
	nearArea, nearAlpha := area(.5)
	midArea, midAlpha := area(0)
	farArea, farAlpha := area(-.5)
	if !(nearArea > 1.4*midArea && midArea > 1.3*farArea) {
		t.Errorf("areas %v, %v, %v", nearArea, midArea, farArea)
	}
	// Only what is behind the target fades; a screen's half behind it, in full.
	if nearAlpha != 255 || midAlpha != 255 || farAlpha != 255*(256-maxDepthFade)/256 {
		t.Errorf("alphas %d, %d, %d", nearAlpha, midAlpha, farAlpha)
	}
}

func TestTheTableOfFades(t *testing.T) {
	for _, fade := range []uint64{0, dimFade, 256} {
		fades := deepFades(fade)
		for near := float32(.6); near < 3; near += .01 {
			got, want := float64(fades[deepStep(near)]), float64(deeper(fade, near))
			if math.Abs(got-want) > 4 {
				t.Errorf("%v near, faded by %d: %v, want %v", near, fade, got, want)
			}
		}
	}
}

func TestPickingInSpace(t *testing.T) {
	// Rows 0 and 1 lie behind one another, the second in front; row 2 beside.
	p := inSpace(t, 0, 0, 0, .02, 0, .2, .3, 0, 0, 0, 0, 5)
	p.Radii = []float32{4, 4, 4, 4}
	m := NewMap()
	m.Points = *p
	m.Camera = Camera{Width: 100, Height: 100}
	for _, test := range []struct {
		x, y, reach float64
		want        int
	}{
		{50, 50, 8, 1},   // under both discs: the one in front, though its middle is farther
		{47, 50, 8, 0},   // under one disc
		{58, 50, 8, 1},   // under none: the nearest middle
		{85, 50, 8, 2},   // beside
		{85, 50, 3, -1},  // too far
		{10, 10, 20, -1}, // behind the eye is nothing
		{math.NaN(), 0, 9, -1},
	} {
		if got := m.At(test.x, test.y, test.reach); got != test.want {
			t.Errorf("at (%v, %v): row %d, want %d", test.x, test.y, got, test.want)
		}
	}
}

func TestFromThePlaneIntoSpaceAndBack(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0)
	m.Pan(5, 5)
	if err := m.SetCoordinates([]float32{-1, 0, 2, 1, 0, -2}, 3); err != nil {
		t.Fatal(err)
	}
	if _, _, z := m.Points.At(0); z != 0 {
		t.Errorf("it jumps to depth %v", z)
	}
	m.Advance(glideTime / 2)
	if _, _, z := m.Points.At(0); !(z > 0 && z < 2) {
		t.Errorf("on the way its depth is %v", z)
	}
	m.Advance(second)
	if _, _, z := m.Points.At(0); z != 2 || m.Camera.Turn.none() || m.Moved() {
		t.Errorf("in space: depth %v, camera %+v", z, m.Camera.View)
	}
	m.Rotate(30, 10)
	if err := m.SetCoordinates([]float32{-1, 0, 1, 0}, 2); err != nil {
		t.Fatal(err)
	}
	m.Advance(glideTime / 2)
	if _, _, z := m.Points.At(0); !(z > 0 && z < 2) || !m.Points.inSpace(&m.Camera) {
		t.Errorf("on the way back its depth is %v", z)
	}
	m.Advance(second)
	m.Advance(second)
	if m.Points.inSpace(&m.Camera) || m.Points.at.z != nil || !m.Camera.level() {
		t.Errorf("back in the plane: %+v", m.Camera.View)
	}
	before := m.Camera.View
	m.Rotate(9, 9)
	m.Roll(1)
	if m.Camera.View != before {
		t.Error("the plane was turned")
	}
}

func TestNewPointsInSpaceAppearInTheirPlace(t *testing.T) {
	p := inSpace(t, 0, 0, 0)
	if err := p.SetCoordinates([]float32{8, 8, 8, 5, 6, 7}, 3, time.Second); err != nil {
		t.Fatal(err)
	}
	if x, y, z := p.At(1); x != 5 || y != 6 || z != 7 {
		t.Errorf("it comes from (%v, %v, %v)", x, y, z)
	}
	if p.SetCoordinates(make([]float32, 4), 3, 0) == nil || p.SetCoordinates(nil, 4, 0) == nil {
		t.Error("what is no points of 3 was taken for some")
	}
}

// All is seen from every side, and the camera follows what strays.
func TestMapInSpaceShowsAll(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Resize(300, 200)
	for step, scale := range []float32{1, 1.001, 7, .1} {
		coords := normals3(50, 2)
		for i := range coords {
			coords[i] *= scale
		}
		before := m.Camera.View
		if err := m.SetCoordinates(coords, 3); err != nil {
			t.Fatal(err)
		}
		if moved := m.Camera.View != before; moved != (step != 1) {
			t.Errorf("step %d: the camera moved: %v", step, moved)
		}
		for range 5 {
			for row := range m.Points.Len() {
				if !m.Points.onScreen(&m.Camera, row) {
					t.Fatalf("step %d: row %d is off the screen", step, row)
				}
			}
			m.Camera.Rotate(40, 25)
		}
	}
	before := m.Camera.Turn
	m.Fit()
	if m.Camera.Turn != before {
		t.Error("to show all, space was turned")
	}
	m.Reset()
	if m.Camera.Turn != slant || m.Moved() {
		t.Errorf("from the start it looks at %+v", m.Camera.View)
	}
}

func TestLabelsOfTheNearHalf(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Labels = Labels{Height: 5, Max: 9}
	m.Resize(200, 200)
	if err := m.SetCoordinates([]float32{-1, 0, 0, 1, 0, 0, 0, 1, 0}, 3); err != nil {
		t.Fatal(err)
	}
	m.Points.SetPriorities([]float32{3, 2, 1})
	look := func(angle float64) []int {
		m.Camera.Turn = Turned(angle, 0, 1, 0)
		m.Changed()
		rows := rowsOf(m.ShownLabels(func(int) float64 { return 10 }))
		slices.Sort(rows)
		return rows
	}
	for _, test := range []struct {
		angle float64
		want  []int
	}{
		{math.Pi / 2, []int{0, 2}},
		{-math.Pi / 2, []int{1, 2}},
		{-.1, []int{1, 2}},
		{.1, []int{0, 1, 2}}, // row 1 has just gone behind and keeps its label
		{.9, []int{0, 2}},
	} {
		if got := look(test.angle); !slices.Equal(got, test.want) {
			t.Errorf("turned by %.2f: rows %v, want %v", test.angle, got, test.want)
		}
	}
	m.Select(1, nil)
	if got := look(math.Pi / 2); !slices.Contains(got, 1) {
		t.Error("the selected row at the back has no label")
	}
}

// A crowd in space at rest is drawn as at once.
func TestCrowdInSpaceAtRest(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Resize(60, 40)
	if err := m.SetCoordinates(normals3(crowd+sliceRows, 5), 3); err != nil {
		t.Fatal(err)
	}
	for frames := 0; m.Moving() && frames < 100; frames++ {
		m.Advance(restTime)
		m.Draw()
	}
	want := NewCanvas(60, 40)
	want.Discs(&m.Points, &m.Camera, 0, m.Points.Len(), 0)
	if !slices.Equal(m.Canvas.Pixels, want.Pixels) {
		t.Error("slices give another picture than one stroke")
	}
}
