package scene

import (
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9*(1+math.Abs(want))) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func pointsAt(t testing.TB, coords ...float32) *Points {
	t.Helper()
	var p Points
	if err := p.SetCoordinates(coords, 2, 0); err != nil {
		t.Fatal(err)
	}
	return &p
}

func TestCameraScreen(t *testing.T) {
	c := Camera{View: View{X: 1, Y: 2, Zoom: 0.5}, Width: 200, Height: 100}
	for _, test := range []struct{ x, y, sx, sy float64 }{
		{1, 2, 100, 50}, // the middle
		{2, 2, 150, 50},
		{1, 3, 100, 0}, // y points up
	} {
		sx, sy, _ := c.Screen(test.x, test.y, 0)
		near(t, "sx", sx, test.sx)
		near(t, "sy", sy, test.sy)
		x, y, _ := c.World(sx, sy)
		near(t, "x", x, test.x)
		near(t, "y", y, test.y)
	}
}

func TestZoomKeepsThePointUnderThePointer(t *testing.T) {
	for _, factor := range []float64{2, 0.1, 1e3} {
		c := Camera{Width: 300, Height: 200}
		x, y, _ := c.World(30, 170)
		c.ZoomAt(30, 170, factor)
		sx, sy, _ := c.Screen(x, y, 0)
		near(t, "sx", sx, 30)
		near(t, "sy", sy, 170)
	}
}

func TestPanMovesThePicture(t *testing.T) {
	c := Camera{Width: 100, Height: 100}
	c.Pan(10, -20)
	sx, sy, _ := c.Screen(0, 0, 0)
	near(t, "sx", sx, 60)
	near(t, "sy", sy, 30)
}

func TestFit(t *testing.T) {
	c := Camera{Width: 200, Height: 100}
	c.View = c.Fit(Box{-1, 0, 1, 4}, 10)
	sx, sy, _ := c.Screen(0, 4, 0)
	near(t, "sx", sx, 100)
	near(t, "the box's top", sy, 10)
	if v := c.Fit(Box{3, 3, 3, 3}, 10); v != (View{X: 3, Y: 3, Zoom: c.Zoom}) {
		t.Errorf("a single point is shown by %v", v)
	}
}

func TestFlight(t *testing.T) {
	c := Camera{View: View{Zoom: 1}, Width: 100, Height: 100}
	target := View{X: 3, Y: -1, Zoom: 8}
	c.FlyTo(target, time.Second)
	for range 9 {
		if !c.Advance(100*time.Millisecond) || c.View == target {
			t.Fatal("the camera rests on its way")
		}
		// The point that both views show at the same place: x = 24/7, y = -8/7.
		sx, sy, _ := c.Screen(24./7, -8./7, 0)
		near(t, "sx", sx, 50+100*24./7)
		near(t, "sy", sy, 50+100*8./7)
	}
	if !c.Advance(time.Second) || c.View != target {
		t.Errorf("it ends at %v", c.View)
	}
	if c.Advance(time.Second) {
		t.Error("it moves after it has arrived")
	}
	c.FlyTo(View{Zoom: 2}, 0)
	if c.View != (View{Zoom: 2}) {
		t.Errorf("a jump ends at %v", c.View)
	}
}

func TestGlide(t *testing.T) {
	p := pointsAt(t, 0, 0)
	if err := p.SetCoordinates([]float32{8, 16, 5, 5}, 2, time.Second); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		dt   time.Duration
		want []float32
	}{
		{0, []float32{0, 0, 5, 5}}, // a new point is in its place at once
		{500 * time.Millisecond, []float32{7, 14, 5, 5}},
		{time.Second, []float32{8, 16, 5, 5}},
	} {
		if !p.Advance(test.dt) || !reflect.DeepEqual(pairs(p), test.want) {
			t.Errorf("after %v: %v, want %v", test.dt, pairs(p), test.want)
		}
	}
	if p.Advance(time.Second) {
		t.Error("points move after they have arrived")
	}
	if p.SetCoordinates(make([]float32, 3), 2, 0) == nil {
		t.Error("three numbers were taken for pairs")
	}
}

func TestDiscCovers(t *testing.T) {
	const opaque = 0xff0000ff
	for _, radius := range []float32{1, 2, 5.25, 32} {
		c := NewCanvas(100, 100)
		c.Disc(50.25, 49.5, radius, opaque)
		var area float64
		for _, v := range c.Pixels {
			area += float64(v>>24) / 255
		}
		if want := math.Pi * float64(radius*radius); math.Abs(area-want) > 0.1*want+0.3 {
			t.Errorf("radius %v covers %v pixels, want %v", radius, area, want)
		}
	}
}

func TestDiscPixels(t *testing.T) {
	// Radius 1.5 about the middle of pixel (2, 2): 1 and √2 away and less is full
	// or nearly so, 2 away nothing.
	c := NewCanvas(5, 5)
	c.Disc(2.5, 2.5, 1.5, 0xffffffff)
	corner := uint32(math.Round(255 * (2 - math.Sqrt2)))
	for i, want := range []uint32{
		0, 0, 0, 0, 0,
		0, corner, 255, corner, 0,
		0, 255, 255, 255, 0,
		0, corner, 255, corner, 0,
		0, 0, 0, 0, 0,
	} {
		if got := c.Pixels[i] >> 24; got+1 < want || got > want {
			t.Errorf("pixel (%d, %d): %d, want %d", i%5, i/5, got, want)
		}
	}
}

func TestDiscAtTheEdges(t *testing.T) {
	whole := NewCanvas(40, 40)
	part := NewCanvas(20, 20)
	for _, at := range [][2]float64{{0, 0}, {10, -3}, {20.5, 19}, {-2.75, 7}, {math.NaN(), 1}, {1e300, 0}, {0, math.Inf(-1)}} {
		clear(whole.Pixels)
		clear(part.Pixels)
		whole.Disc(at[0]+10, at[1]+10, 4, 0x80808080)
		part.Disc(at[0], at[1], 4, 0x80808080)
		for y := range 20 {
			for x := range 20 {
				if got, want := part.Pixels[y*20+x], whole.Pixels[(y+10)*40+x+10]; got != want {
					t.Fatalf("disc at %v, pixel (%d, %d): %08x, want %08x", at, x, y, got, want)
				}
			}
		}
	}
}

func TestOver(t *testing.T) {
	for _, test := range []struct{ source, pixel, want uint32 }{
		{0xff102030, 0xffffffff, 0xff102030}, // opaque covers
		{0x00000000, 0x12345678, 0x12345678}, // transparent leaves
		{0x80800000, 0x00000000, 0x80800000},
	} {
		if got := over(spread(test.source), test.source>>24, test.pixel); got != test.want {
			t.Errorf("%08x over %08x: %08x, want %08x", test.source, test.pixel, got, test.want)
		}
	}
	// Exact to one and a half levels for every alpha and grey.
	for a := range uint32(256) {
		for d := range uint32(256) {
			got := over(spread(a*0x01010101), a, d*0x01010101)
			want := float64(a) + (1-float64(a)/255)*float64(d)
			if lane := got & 255; got != lane*0x01010101 || math.Abs(float64(lane)-want) > 1.5 {
				t.Fatalf("alpha %d over %d: %08x, want %v", a, d, got, want)
			}
		}
	}
}

func TestDrawOrder(t *testing.T) {
	nan := float32(math.NaN())
	p := pointsAt(t, 0, 0, 0, 0, nan, 0)
	p.Colors = []uint32{0xff0000ff, 0xff00ff00, 0xffff0000}
	c := NewCanvas(9, 9)
	camera := &Camera{Width: 9, Height: 9}
	c.Discs(p, camera, 0, p.Len(), 0)
	if c.Pixels[4*9+4] != 0xff00ff00 {
		t.Errorf("the last row is not on top: %08x", c.Pixels[4*9+4])
	}
	c.Clear()
	c.Discs(p, camera, 0, 1, 128)
	if c.Pixels[4*9+4] != 0x7f00007f {
		t.Errorf("half faded: %08x", c.Pixels[4*9+4])
	}
}

func TestSpecksTakeOnePixel(t *testing.T) {
	c := NewCanvas(9, 9)
	c.Specks(pointsAt(t, make([]float32, 2000)...), &Camera{Width: 9, Height: 9}, 0)
	drawn := 0
	for _, v := range c.Pixels {
		if v != 0 {
			drawn++
		}
	}
	if drawn != 1 || c.Pixels[4*9+4] != defaultColor {
		t.Errorf("%d pixels for a crowd in one place", drawn)
	}
}

func TestNearest(t *testing.T) {
	p := pointsAt(t, 0, 0, 3, 4, 3, 4, float32(math.NaN()), 0)
	for _, test := range []struct {
		x, y, radius float64
		row          int
	}{
		{0, 0, 0, 0},
		{3, 3, 1, 1}, // of two in one place the lower row; the border is within
		{3, 3, 0.9, -1},
		{100, 100, math.Inf(1), 1},
		{math.NaN(), 0, 1, -1},
		{0, 0, -1, -1},
	} {
		if row, ok := p.Index().Nearest(test.x, test.y, test.radius); row != test.row || ok != (row >= 0) {
			t.Errorf("nearest to (%v, %v) within %v: %d, want %d", test.x, test.y, test.radius, row, test.row)
		}
	}
	if _, ok := new(Points).Index().Nearest(0, 0, 1); ok {
		t.Error("a point was found among none")
	}
}

func TestIndexFindsWhatALookAtAllFinds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, thin := range []float32{1, 1e-6, 0} {
		coords := make([]float32, 2*500)
		for i := range coords {
			coords[i] = rng.Float32()
			if i%2 == 1 {
				coords[i] *= thin
			}
		}
		p := pointsAt(t, coords...)
		for range 200 {
			x, y, radius := rng.Float64()*1.2, rng.Float64()*1.2*float64(thin), rng.Float64()*0.1
			want, best, inside := -1, radius*radius, 0
			for i := range 500 {
				px, py, _ := p.At(i)
				if d := (px-x)*(px-x) + (py-y)*(py-y); d < best {
					want, best = i, d
				}
				if px >= x-radius && px <= x+radius && py <= y {
					inside++
				}
			}
			if got, _ := p.Index().Nearest(x, y, radius); got != want {
				t.Fatalf("nearest to (%v, %v): %d, want %d", x, y, got, want)
			}
			box := Box{x - radius, math.Inf(-1), x + radius, y}
			for _, row := range p.Index().In(nil, box) {
				if px, py, _ := p.At(row); px < box.MinX || px > box.MaxX || py > box.MaxY {
					t.Fatalf("row %d is not in %v", row, box)
				}
				inside--
			}
			if inside != 0 {
				t.Fatalf("%d points of the box were not found", inside)
			}
		}
	}
}

func TestIndexFollowsTheGlide(t *testing.T) {
	p := pointsAt(t, 0, 0)
	if first := p.Index(); first != p.Index() {
		t.Error("the index was built twice for points at rest")
	}
	if err := p.SetCoordinates([]float32{1, 0}, 2, time.Second); err != nil {
		t.Fatal(err)
	}
	p.Advance(500 * time.Millisecond)
	if _, ok := p.Index().Nearest(0.875, 0, 0.01); !ok {
		t.Error("a gliding point is not where it is seen")
	}
}

func rowsOf(labels []Label) []int {
	rows := []int{}
	for _, l := range labels {
		rows = append(rows, l.Row)
	}
	return rows
}

func TestLabels(t *testing.T) {
	camera := &Camera{View: View{Zoom: 0.01}, Width: 100, Height: 100} // a pixel a unit
	wide := func(int) float64 { return 20 }
	type choice struct {
		always []int
		want   []int
	}
	for _, test := range []struct {
		name     string
		coords   []float32
		priority []float32
		max      int
		choices  []choice
	}{
		{"by priority, apart", []float32{0, 0, 0, 5, 0, 30}, []float32{1, 2, 3}, 9, []choice{{nil, []int{2, 1}}}},
		{"lowest row among equals", []float32{0, 0, 0, 5}, []float32{1, 1}, 9, []choice{{nil, []int{0}}}},
		{"at most", []float32{0, 0, 0, 30, 0, -30}, []float32{1, 2, 3}, 2, []choice{{nil, []int{2, 1}}}},
		{"off the screen", []float32{60, 0, 0, 0}, []float32{2, 1}, 9, []choice{{nil, []int{1}}}},
		{"margin around a new one", []float32{0, 0, 0, 12}, []float32{2, 1}, 9, []choice{{nil, []int{0}}}},
		{"always shown", []float32{0, 0, 0, 5}, []float32{1, 2}, 9, []choice{{[]int{0, 0, 7, -1}, []int{0}}}},
		{"hovering leaves no trace", []float32{0, 0, 0, 5}, []float32{1, 2}, 9, []choice{{[]int{0}, []int{0}}, {nil, []int{1}}}},
		{"a hovered one keeps its place", []float32{0, 0, 0, 30}, []float32{1, 2}, 1, []choice{{nil, []int{1}}, {[]int{1}, []int{1}}, {nil, []int{1}}}},
		{"no priorities", []float32{0, 0}, nil, 9, []choice{{nil, []int{}}}},
	} {
		p := pointsAt(t, test.coords...)
		p.SetPriorities(test.priority)
		l := Labels{Height: 10, Max: test.max}
		for i, choice := range test.choices {
			if got := rowsOf(l.Choose(p, camera, choice.always, nil, wide)); !reflect.DeepEqual(got, choice.want) {
				t.Errorf("%s, choice %d: rows %v, want %v", test.name, i, got, choice.want)
			}
		}
	}
}

func TestLabelsAreNotCutAtTheEdge(t *testing.T) {
	camera := &Camera{View: View{Zoom: 0.01}, Width: 100, Height: 100} // a pixel a unit
	for _, test := range []struct {
		x     float32
		width float64
		right bool
	}{
		{0, 20, true},
		{40, 20, false},
		{-40, 200, true}, // room on neither side
	} {
		p := pointsAt(t, test.x, 0)
		p.SetPriorities([]float32{1})
		l := Labels{Height: 10, Max: 9}
		shown := l.Choose(p, camera, nil, nil, func(int) float64 { return test.width })
		x, _, _ := camera.Screen(p.At(0))
		if len(shown) != 1 || (shown[0].Left > x) != test.right {
			t.Errorf("%g wide at %v: %+v", test.width, test.x, shown)
		}
	}
}

func TestLabelsStayWhileTheyFit(t *testing.T) {
	camera := &Camera{View: View{Zoom: 0.01}, Width: 100, Height: 100}
	wide := func(int) float64 { return 20 }
	p := pointsAt(t, 0, 0, 0, 40)
	p.SetPriorities([]float32{1, 2})
	l := Labels{Height: 10, Max: 9}
	for _, test := range []struct {
		y    float32 // of row 1, which has the higher priority
		want []int
	}{
		{40, []int{1, 0}},
		{11, []int{1, 0}}, // closer than a new one might come
		{5, []int{1}},
		{11, []int{1}}, // and not back at once
		{40, []int{1, 0}},
	} {
		if err := p.SetCoordinates([]float32{0, 0, 0, test.y}, 2, 0); err != nil {
			t.Fatal(err)
		}
		if got := rowsOf(l.Choose(p, camera, nil, nil, wide)); !reflect.DeepEqual(got, test.want) {
			t.Errorf("at %v: rows %v, want %v", test.y, got, test.want)
		}
	}
}

func TestSpecksAtTheEdges(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	for _, test := range []struct {
		x, y  float32 // a pixel a unit, the picture's middle at 0
		drawn bool
	}{
		{-5, 0, true}, {-5.5, 0, false}, {4.5, 0, true}, {5, 0, false},
		{0, 5, true}, {0, 5.5, false}, {0, -4.5, true}, {0, -5, false},
		{inf, 0, false}, {-inf, 0, false}, {0, inf, false}, {0, -inf, false}, {nan, 0, false}, {0, nan, false},
	} {
		c := NewCanvas(10, 10)
		c.Specks(pointsAt(t, test.x, test.y), &Camera{View: View{Zoom: .1}, Width: 10, Height: 10}, 0)
		drawn := false
		for _, v := range c.Pixels {
			drawn = drawn || v != 0
		}
		if drawn != test.drawn {
			t.Errorf("(%v, %v) is drawn: %v", test.x, test.y, drawn)
		}
	}
}

func TestSpecksWithoutColorsAreGrey(t *testing.T) {
	p := pointsAt(t, -2, 0, 2, 0)
	p.Colors = []uint32{0xff0000ff, 0xff00ff00}[:1]
	c := NewCanvas(9, 9)
	c.Specks(p, &Camera{View: View{Zoom: 1. / 9}, Width: 9, Height: 9}, 0)
	if a, b := c.Pixels[4*9+2], c.Pixels[4*9+6]; a != 0xff0000ff || b != defaultColor {
		t.Errorf("%08x and %08x", a, b)
	}
}

func TestNearestWhileGliding(t *testing.T) {
	p := pointsAt(t, normals(300, 1)...)
	if err := p.SetCoordinates(normals(300, 2), 2, time.Second); err != nil {
		t.Fatal(err)
	}
	p.Advance(100 * time.Millisecond)
	for i, at := range normals(200, 3) {
		radius := float64(i%5-1) * .1
		want, _ := p.Index().Nearest(float64(at), float64(i%7)*.3, radius)
		if got, ok := p.Nearest(float64(at), float64(i%7)*.3, radius); got != want || ok != (got >= 0) {
			t.Fatalf("row %d, want %d", got, want)
		}
	}
}

func TestPriorities(t *testing.T) {
	inf, nan, zero := float32(math.Inf(1)), float32(math.NaN()), float32(0)
	var p Points
	p.SetPriorities([]float32{-1, nan, -zero, 2, zero, -inf, inf, 2, 1e-40, -1e-40})
	if want := []int32{6, 3, 7, 8, 2, 4, 9, 0, 5, 1}; !reflect.DeepEqual(p.order, want) {
		t.Errorf("rows %v, want %v", p.order, want)
	}
}

func TestByPriority(t *testing.T) {
	n := fewAmong + 5000
	coords := normals(n, 1)
	coords[0] = float32(math.NaN())
	p := pointsAt(t, coords...)
	p.SetPriorities(normals(n/2+10, 2)) // and some for rows that are not there
	for _, b := range []Box{{-.1, -.1, .1, .1}, {-9, -9, 9, 9}, {9, 9, 10, 10}} {
		var want []int
		for _, row := range p.order {
			if i := 2 * int(row); i < len(coords) && b.has(coords[i], coords[i+1]) {
				want = append(want, int(row))
			}
		}
		var got []int
		for row := range p.byPriorityIn(p.at.x, p.at.y, b) {
			got = append(got, row)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%v: %d rows, want %d, or in another order", b, len(got), len(want))
		}
	}
}

// pairs returns where points in the plane are.
func pairs(p *Points) []float32 {
	var coords []float32
	for i := range p.at.x {
		coords = append(coords, p.at.x[i], p.at.y[i])
	}
	return coords
}
