package scene

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// colorAt returns the pixel at a place of the screen.
func colorAt(m *Map, x, y float64) uint32 { return m.Canvas.Pixels[int(y)*m.Canvas.Width+int(x)] }

func TestLinesLieUnderPoints(t *testing.T) {
	const red = 0xff0000ff
	m := rowMap(t) // 40 pixels apart on a line through y = 50
	m.SetLines(Lines{Pairs: []uint32{0, 2, 3, 4, 4, 99}, Colors: []uint32{red}, Widths: []float32{3}})
	m.Draw()
	if got := colorAt(m, 40, 50); got != red {
		t.Errorf("between rows 0 and 1: %08x", got)
	}
	if got := colorAt(m, 40, 53); got != 0 {
		t.Errorf("beside the line: %08x", got)
	}
	if got := colorAt(m, 60, 50); got != defaultColor {
		t.Errorf("row 1 is under the line: %08x", got)
	}
	// The second has no colour of its own, nor a width.
	if got := colorAt(m, 160, 50) >> 24; got == 0 || got > 256-lineFade {
		t.Errorf("between rows 3 and 4 the alpha is %d", got)
	}
	m.Hide(SetOf(2))
	m.Draw()
	if got := colorAt(m, 40, 50); got != 0 {
		t.Errorf("a line to a hidden row: %08x", got)
	}
	m.ShowAll()
	m.SetSelection(SetOf(3), Replace)
	m.Draw()
	if got := colorAt(m, 40, 50) >> 24; got != 255*(256-dimFade)/256 {
		t.Errorf("beside the selection the alpha is %d", got)
	}
	m.SetLines(Lines{})
	m.Draw()
	if got := colorAt(m, 40, 50); got != 0 {
		t.Errorf("after all it is %08x", got)
	}
}

func TestMoves(t *testing.T) {
	m := rowMap(t)
	if err := m.SetOther([]float32{-2, .75, -1, .75, 0, 0, float32(math.NaN()), 0}, 2); err != nil {
		t.Fatal(err)
	}
	m.Draw()
	for _, test := range []struct {
		name  string
		x, y  float64
		drawn bool
	}{
		{"the way of row 0", 20, 35, true},
		{"its other place", 20, 18, true},
		{"the way of row 1", 60, 35, true},
		{"row 2 does not move", 100, 35, false},
		{"row 3 is in one map alone", 140, 35, false},
	} {
		if drawn := colorAt(m, test.x, test.y) != 0; drawn != test.drawn {
			t.Errorf("%s: drawn %v", test.name, drawn)
		}
	}
	m.SetSelection(SetOf(1), Replace)
	m.Draw()
	if colorAt(m, 20, 35) != 0 || colorAt(m, 60, 35) == 0 {
		t.Error("not the ways of chosen rows alone")
	}
	if m.SetOther(make([]float32, 3), 2) == nil {
		t.Error("three numbers were taken for pairs")
	}
	if err := m.SetOther(nil, 2); err != nil {
		t.Fatal(err)
	}
	m.Draw()
	if colorAt(m, 60, 35) != 0 {
		t.Error("the ways do not end")
	}
}

// What has no place has no way, on the screen or in a file.
func TestLinesToNowhere(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, end := range [][2]float64{{nan, 20}, {20, nan}, {nan, nan}, {inf, 20}, {20, -inf}, {inf, nan}} {
		c := NewCanvas(40, 40)
		c.Line(10, 10, end[0], end[1], 1, 0xffffffff)
		c.Line(end[0], end[1], 10, 10, 1, 0xffffffff)
		for i, pixel := range c.Pixels {
			if pixel != 0 {
				t.Fatalf("to %v: pixel %d is %08x", end, i, pixel)
			}
		}
	}
	m := rowMap(t)
	other := []float32{-2, 1, float32(nan), 1, 0, float32(nan)}
	if err := m.SetOther(other, 2); err != nil {
		t.Fatal(err)
	}
	file := string(m.SVG(drawing()))
	if n := strings.Count(file, "<line"); n != 1 || strings.Contains(file, "NaN") {
		t.Errorf("%d ways in the file, want 1:\n%s", n, file)
	}
}

// Many lines are drawn in part while they move, and in slices as at once.
func TestManyLines(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Resize(160, 120)
	if err := m.SetCoordinates(normals(500, 5), 2); err != nil {
		t.Fatal(err)
	}
	var pairs, colors []uint32
	for i := range uint32(crowd/lineCost + 1) {
		pairs = append(pairs, i%500, i*i%499)
		colors = append(colors, 0xff000000|i)
	}
	m.SetLines(Lines{Pairs: pairs, Colors: colors})
	m.Draw()
	rough := slices.Clone(m.Canvas.Pixels)
	for frames := 0; m.Moving() && frames < 100; frames++ {
		m.Advance(restTime)
		m.Draw()
	}
	want := NewCanvas(160, 120)
	m.drawAll(want)
	if !slices.Equal(m.Canvas.Pixels, want.Pixels) {
		t.Error("slices give another picture than one stroke")
	}
	if slices.Equal(rough, want.Pixels) {
		t.Error("all are drawn at once")
	}
}

// While a crowd of ways moves, the longest of those in sight are drawn.
func TestLongestWays(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Resize(200, 100)
	const n = crowd/lineCost + 1
	here, there := make([]float32, 2*n), make([]float32, 2*n)
	for i := range n {
		x, y := -.9+1.8*float32(i%10)/9, -.9+1.8*float32(i)/n
		length := float32(.05)
		switch i {
		case 70, 77: // from one side of the picture to the other
			length = 3.6
			x = -1.8
		case 75: // longer, and out of sight
			x, length = 9, 30
		}
		here[2*i], here[2*i+1] = x, y
		there[2*i], there[2*i+1] = x+length, y
	}
	if err := m.SetCoordinates(here, 2); err != nil {
		t.Fatal(err)
	}
	if err := m.SetOther(there, 2); err != nil {
		t.Fatal(err)
	}
	m.LookAt(View{Zoom: .5})
	m.Points.Colors = make([]uint32, n)
	for i := range m.Points.Colors {
		m.Points.Colors[i] = 0xff000000 | uint32(i)
	}
	if !m.crowded() {
		t.Fatal("they are no crowd")
	}
	drawn := func() (rows Set) {
		s := m.moveStrokes()
		s.look = func(_, row, _ int, _ float64) (float64, uint32) {
			rows.Add(row)
			return 1, 0
		}
		s.rough(m.Canvas)
		return rows
	}
	// All short ones together are cheaper than a frame.
	if got := drawn(); got.Len() != n-1 || got.Has(75) {
		t.Errorf("%d of %d ways are drawn", got.Len(), n-1)
	}
	// From near, those that cross the picture are in sight though no end of them is.
	m.LookAt(View{X: -1.5, Y: -.9 + 1.8*73.5/n, Zoom: 30})
	if got := drawn(); !got.Has(70) || !got.Has(77) || got.Has(75) || got.Len() > n/2 {
		t.Errorf("ways of rows %v", slices.Collect(got.Rows()))
	}
	m.LookAt(View{Zoom: .5})
	m.SetSelection(SetOf(3, 70, 75), Replace)
	if got := drawn(); !slices.Equal(slices.Collect(got.Rows()), []int{3, 70}) {
		t.Errorf("of the chosen, ways of rows %v", slices.Collect(got.Rows()))
	}
}

// What costs more than a frame has time for is drawn from the longest down.
func TestRoughLinesAreBounded(t *testing.T) {
	const n = 2 * roughHairs / hairCost
	c := NewCanvas(64, 64)
	s := strokes{n: n, from: plot{x: make([]float32, n), y: make([]float32, n), right: 1, down: 1}, to: plot{x: make([]float32, n), y: make([]float32, n), right: 1, down: 1}}
	for i := range n {
		s.to.x[i], s.to.y[i] = float32(i%40), float32(i%7)
	}
	pixels, shortest := 0, 64
	s.look = func(i, _, _ int, _ float64) (float64, uint32) {
		length := max(i%40, i%7)
		pixels, shortest = pixels+length+1+hairCost, min(shortest, length)
		return 1, 0xff000000
	}
	s.rough(c)
	if pixels > roughHairs || pixels < roughHairs-100 {
		t.Errorf("lines of %d pixels", pixels)
	}
	left := 0
	for _, length := range c.lengths {
		if int(length)-1 > shortest {
			left++
		}
	}
	drawn := 0
	s.look = func(i, _, _ int, _ float64) (float64, uint32) {
		if max(i%40, i%7) > shortest {
			drawn++
		}
		return 1, 0
	}
	s.rough(c)
	if drawn != left {
		t.Errorf("of %d lines longer than %d pixels %d are drawn", left, shortest, drawn)
	}
}

// Of very many lines every second is looked at, but none of those of chosen rows is
// missed.
func TestRoughLinesOfVeryMany(t *testing.T) {
	const n = roughLines + 10
	at := plot{x: make([]float32, n), y: make([]float32, n), right: 1, down: 1}
	s := strokes{n: n, from: at, to: at, looks: make([]look, n)}
	s.looks[3], s.looks[n-1] = lit, lit
	for _, test := range []struct {
		chosen        bool
		looked, drawn int
	}{{false, n / 2, min(n/2, roughHairs/(1+hairCost))}, {true, n, 2}} {
		drawn, c := 0, NewCanvas(8, 8)
		s.chosen = test.chosen
		s.look = func(int, int, int, float64) (float64, uint32) { drawn++; return 1, 0 }
		s.rough(c)
		if len(c.lengths) != test.looked || drawn != test.drawn {
			t.Errorf("of the chosen alone %v: %d lines of %d looked at, want %d of %d", test.chosen, drawn, len(c.lengths), test.drawn, test.looked)
		}
	}
}

// A hair takes one pixel of each column, or of each row if it is steep, and those the
// line goes through.
func TestHairs(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 7))
	for range 200 {
		x0, y0, x1, y1 := rng.Float64()*60-10, rng.Float64()*60-10, rng.Float64()*60-10, rng.Float64()*60-10
		thin, thick := NewCanvas(40, 40), NewCanvas(40, 40)
		thin.hair(x0, y0, x1, y1, 0xffffffff)
		thick.Line(x0, y0, x1, y1, 3, 0xffffffff)
		steps := 0
		for i, pixel := range thin.Pixels {
			if pixel == 0 {
				continue
			}
			if steps++; thick.Pixels[i] == 0 {
				t.Fatalf("(%v, %v) to (%v, %v): pixel (%d, %d) is off the line", x0, y0, x1, y1, i%40, i/40)
			}
		}
		a0, b0, a1, b1, ok := thin.clip(x0, y0, x1, y1, 0)
		if want := max(math.Abs(a1-a0), math.Abs(b1-b0)); ok && math.Abs(float64(steps)-want) > 2 || !ok && steps > 0 {
			t.Fatalf("(%v, %v) to (%v, %v): %d pixels, want %v", x0, y0, x1, y1, steps, want)
		}
	}
}

// Rings that wait are as rings drawn at once, placed to a quarter of a pixel.
func TestRingsThatWait(t *testing.T) {
	for _, at := range [][2]float64{{10, 10}, {10.25, 12.5}, {.5, 7.75}, {-1, 20}, {39.5, 39.5}} {
		for _, unit := range []float64{1, 2, 1.5, 20} {
			got, want := NewCanvas(40, 40), NewCanvas(40, 40)
			got.putRing(at[0], at[1], 2*unit, unit, 0xff804020)
			got.flush()
			want.Ring(at[0], at[1], 2*unit, unit, 0xff804020)
			for i, pixel := range got.Pixels {
				if math.Abs(float64(pixel>>24)-float64(want.Pixels[i]>>24)) > 2 {
					t.Fatalf("at %v, %v wide, pixel (%d, %d): %08x, want %08x", at, unit, i%40, i/40, pixel, want.Pixels[i])
				}
			}
		}
	}
}

// Where the sides of a path meet it is as dark as elsewhere.
func TestPath(t *testing.T) {
	c := NewCanvas(40, 40)
	c.Path([]float64{10.5, 10.5, 20.5, 10.5, 30.5, 10.5, 30.5, 30.5, 10.5, 30.5}, 1, 0x80000080)
	for _, at := range [][2]int{{15, 10}, {20, 10}, {25, 10}, {30, 20}, {10, 20}} {
		if got := c.Pixels[at[1]*40+at[0]]; got != 0x80000080 {
			t.Errorf("pixel %v: %08x", at, got)
		}
	}
	for _, v := range c.ink {
		if v != 0 {
			t.Fatal("ink is left over")
		}
	}
	c.Path([]float64{3, 3}, 1, 0xffffffff)
}

func TestNames(t *testing.T) {
	m := rowMap(t)
	m.Points.SetPriorities([]float32{5, 4, 3, 2, 1})
	m.Labels.Names = []Name{{X: -1, Width: 50}, {X: -.5, Width: 50}, {X: 1.5, Y: 1, Width: 10}, {X: 9, Width: 10}, {X: 0}}
	got := rowsOf(m.ShownLabels(func(int) float64 { return 10 }))
	// The second name would cover the first, the fourth is off the screen, and the
	// last has no text; the label of row 1 gives way.
	if named := rowsOf(m.Labels.Named()); !slices.Equal(named, []int{0}) && !slices.Equal(named, []int{0, 2}) {
		t.Errorf("names %v", named)
	}
	if slices.Contains(got, 1) || !slices.Contains(got, 3) {
		t.Errorf("labels of rows %v", got)
	}
	if a := m.Labels.Named()[0]; a.Left != 60-25 || a.Top != 50-5 {
		t.Errorf("the name is at (%v, %v)", a.Left, a.Top)
	}
	m.Labels.Taller = 6
	m.ShownLabels(func(int) float64 { return 10 })
	if a := m.Labels.Named()[0]; a.Top != 50-8 {
		t.Errorf("the top of a taller name is at %v", a.Top)
	}
}

func TestTallerNamesNeedMoreRoom(t *testing.T) {
	m := rowMap(t)
	m.Labels.Names = []Name{{X: .5, Width: 20}, {X: .5, Y: .45, Width: 20}}
	for taller, want := range map[float64]int{0: 2, 10: 1} {
		m.Labels.Taller = taller
		m.ShownLabels(func(int) float64 { return 0 })
		if got := len(m.Labels.Named()); got != want {
			t.Errorf("%d names that are taller by %v", got, taller)
		}
	}
}

func TestPinnedLabelsAndTheirDensity(t *testing.T) {
	m := mapOf(t, 0, 0, 0, .3, 0, 1)
	m.Points.SetPriorities([]float32{3, 2, 1})
	m.LookAt(View{Zoom: .4})
	wide := func(int) float64 { return 10 }
	if got := rowsOf(m.ShownLabels(wide)); !slices.Equal(got, []int{0, 2}) {
		t.Errorf("rows %v", got)
	}
	m.Labels.Margin = .5
	if got := rowsOf(m.ShownLabels(wide)); !slices.Equal(got, []int{0, 2, 1}) {
		t.Errorf("with less room between them: rows %v", got)
	}
	m.Labels.Margin = 40
	m.Pinned = []int{1, 77}
	m.Labels.Max = 0
	if got := rowsOf(m.ShownLabels(wide)); !slices.Equal(got, []int{1}) {
		t.Errorf("pinned: rows %v", got)
	}
}

// A pixel beside a line is covered by how far it is from it.
func TestLineCoverage(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 6))
	for range 200 {
		x0, y0, x1, y1, width := rng.Float64()*60-10, rng.Float64()*60-10, rng.Float64()*60-10, rng.Float64()*60-10, .5+3*rng.Float64()
		c := NewCanvas(40, 40)
		c.Line(x0, y0, x1, y1, width, 0xffffffff)
		dx, dy := x1-x0, y1-y0
		length := math.Hypot(dx, dy)
		for i, pixel := range c.Pixels {
			px, py := float64(i%40)+.5-x0, float64(i/40)+.5-y0
			// The ends are cut along a column or a row, about a pixel beyond them.
			if t := (px*dx + py*dy) / length; t < width+2 || t > length-width-2 {
				continue
			}
			want := 255 * min(1, max(0, width/2+.5-math.Abs(px*dy-py*dx)/length))
			if math.Abs(float64(pixel>>24)-want) > 2 {
				t.Fatalf("(%v, %v) to (%v, %v), width %v, pixel (%d, %d): %d, want %v", x0, y0, x1, y1, width, i%40, i/40, pixel>>24, want)
			}
		}
	}
}

// Widths are the screen's pixels, and grow with a picture as all else does.
func TestWidthsOfLines(t *testing.T) {
	m := rowMap(t)
	m.Ratio = 2
	m.SetLines(Lines{Pairs: []uint32{0, 4, 0, 1}, Widths: []float32{6}})
	wide := func(c *Canvas, x int) (sum float64) {
		for y := range c.Height {
			sum += float64(c.Pixels[y*c.Width+x]>>24) / float64(faded(m.Accent, lineFade)>>24)
		}
		return sum
	}
	m.Draw()
	if got := wide(m.Canvas, 160); math.Abs(got-6) > .1 {
		t.Errorf("on the screen it is %v wide", got)
	}
	c, _, _ := m.Picture(100, 50, 6, func(int) float64 { return 0 })
	if got := wide(c, 480); math.Abs(got-18) > .1 {
		t.Errorf("three times as large it is %v wide", got)
	}
}
