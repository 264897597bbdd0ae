package scene

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSet(t *testing.T) {
	a := SetOf(3, 200, 0, 3, -1, 1<<40)
	if got := slices.Collect(a.Rows()); !slices.Equal(got, []int{0, 3, 200}) || a.Len() != 3 {
		t.Errorf("rows %v, %d of them", got, a.Len())
	}
	if a.Has(-1) || a.Has(1<<40) || a.Has(4) || !a.Has(200) {
		t.Error("it has others than its rows")
	}
	b := SetOf[int32](3, 64)
	for _, test := range []struct {
		how  Change
		want []int
	}{
		{Replace, []int{3, 64}},
		{Add, []int{0, 3, 64, 200}},
		{Remove, []int{0, 200}},
		{Toggle, []int{0, 64, 200}},
	} {
		c := a.Changed(b, test.how)
		if got := slices.Collect(c.Rows()); !slices.Equal(got, test.want) {
			t.Errorf("change %d: %v, want %v", test.how, got, test.want)
		}
		c.Add(9)
		if a.Has(9) || b.Has(9) {
			t.Errorf("change %d shares memory", test.how)
		}
	}
}

func TestPolygon(t *testing.T) {
	star := Polygon{0, -10, 6, 8, -9.5, -3, 9.5, -3, -6, 8}
	for _, test := range []struct {
		name    string
		polygon Polygon
		x, y    float64
		want    bool
	}{
		{"in a box", Rectangle(4, 5, 0, 0), 1, 2, true},
		{"beside it", Rectangle(4, 5, 0, 0), 5, 2, false},
		{"below it", Rectangle(4, 5, 0, 0), 1, 6, false},
		{"in a star's arm", star, 0, -8, true},
		{"in its middle, which the line goes round twice", star, 0, 0, false},
		{"nowhere", nil, 0, 0, false},
		{"in a point", Polygon{1, 1}, 1, 1, false},
		{"what is no number", Rectangle(0, 0, 9, 9), math.NaN(), 1, false},
	} {
		if got := newCutter(test.polygon).has(test.x, test.y); got != test.want {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}

// The bands find what a look at all sides finds.
func TestBandsOfAPolygon(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	polygon := make(Polygon, 60)
	for i := range polygon {
		polygon[i] = rng.Float64() * 100
	}
	cut := newCutter(polygon)
	for range 5000 {
		x, y, inside := rng.Float64()*110-5, rng.Float64()*110-5, false
		for i := int32(0); int(i) < len(polygon); i += 2 {
			x0, y0, x1, y1 := cut.side(i)
			if (y0 > y) != (y1 > y) && x < x0+(y-y0)/(y1-y0)*(x1-x0) {
				inside = !inside
			}
		}
		if cut.has(x, y) != inside {
			t.Fatalf("(%v, %v) is inside: %v", x, y, !inside)
		}
	}
}

// rowMap is a map of five rows from left to right, 40 pixels apart.
func rowMap(t *testing.T) *Map {
	m := mapOf(t, -2, 0, -1, 0, 0, 0, 1, 0, 2, 0)
	m.Still = true
	m.LookAt(View{Zoom: .4})
	m.Draw()
	return m
}

func selected(m *Map) []int {
	s := m.Selection()
	return slices.Collect(s.Rows())
}

func TestSelectInside(t *testing.T) {
	m := rowMap(t)
	left, right := Rectangle(0, 0, 110, 100), Polygon{90, 90, 90, 0, 190, 50}
	for _, test := range []struct {
		name    string
		polygon Polygon
		how     Change
		want    []int
	}{
		{"a box", left, Replace, []int{0, 1, 2}},
		{"a lasso beside it", right, Add, []int{0, 1, 2, 3, 4}},
		{"less the box", left, Remove, []int{3, 4}},
		{"toggled", right, Toggle, []int{2}},
		{"in place of all", right, Replace, []int{2, 3, 4}},
	} {
		before := m.Selections()
		m.SelectInside(test.polygon, test.how)
		if got := selected(m); !slices.Equal(got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
		if m.Selections() == before || !m.Moving() || !m.Draw() {
			t.Errorf("%s: it is not drawn", test.name)
		}
	}
	m.Show(Shown{Off: SetOf(0)})
	m.InvertSelection()
	if got := selected(m); !slices.Equal(got, []int{1}) {
		t.Errorf("inverted, with one hidden: %v", got)
	}
}

// In space the screen is what counts, and what is behind the eye is not there.
func TestSelectInsideInSpace(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Resize(100, 100)
	if err := m.SetCoordinates([]float32{0, 0, 0, .2, 0, -.2, 0, 0, 40, -.4, 0, 0}, 3); err != nil {
		t.Fatal(err)
	}
	m.LookAt(View{Turn: Turned(math.Pi/2, 0, 1, 0)})
	m.SelectInside(Rectangle(20, 40, 80, 60), Replace)
	if got := selected(m); !slices.Equal(got, []int{0, 1, 3}) {
		t.Errorf("rows %v", got)
	}
}

// alpha returns how opaque the picture is where a row is.
func alpha(m *Map, row int) uint32 {
	x, y, _ := m.Where(row)
	return m.Canvas.Pixels[int(y)*m.Canvas.Width+int(x)] >> 24
}

func TestSelectionDimsOthers(t *testing.T) {
	m := rowMap(t)
	m.SetSelection(SetOf(1, 3), Replace)
	m.Draw()
	for row, want := range []uint32{255 * (256 - dimFade) / 256, 255, 255 * (256 - dimFade) / 256, 255, 255 * (256 - dimFade) / 256} {
		if got := alpha(m, row); got != want {
			t.Errorf("row %d: %d, want %d", row, got, want)
		}
	}
	m.Bright = true
	m.Changed()
	m.Draw()
	for row := range 5 {
		if got := alpha(m, row); got != 255 {
			t.Errorf("bright, row %d: %d", row, got)
		}
	}
	x, y, _ := m.Where(1)
	if got := m.Canvas.Pixels[int(y)*m.Canvas.Width+int(x)+2]; got != m.Accent {
		t.Errorf("no ring in the accent's colour: %08x", got)
	}
}

func TestHideIsolateAndBack(t *testing.T) {
	m := rowMap(t)
	m.Points.SetPriorities([]float32{5, 4, 3, 2, 1})
	seen := func() (rows []int) {
		m.Draw()
		labels := rowsOf(m.ShownLabels(func(int) float64 { return 10 }))
		for row := range 5 {
			x, y, _ := m.Camera.Screen(m.Points.At(row))
			drawn, picked, labelled := alpha(m, row) > 0, m.At(x, y, 3) == row, slices.Contains(labels, row)
			if drawn != picked || picked != labelled {
				t.Errorf("row %d: drawn %v, picked %v, labelled %v", row, drawn, picked, labelled)
			}
			if drawn {
				rows = append(rows, row)
			}
		}
		return rows
	}
	check := func(what string, want ...int) {
		t.Helper()
		if got := seen(); !slices.Equal(got, want) {
			t.Errorf("%s: rows %v, want %v", what, got, want)
		}
	}
	check("at first", 0, 1, 2, 3, 4)
	m.SetSelection(SetOf(1, 2), Replace)
	m.Hide(m.Selection())
	check("the selection hidden", 0, 3, 4)
	if got := selected(m); len(got) > 0 {
		t.Errorf("what is hidden is selected: %v", got)
	}
	m.Isolate(SetOf(0, 1, 4))
	check("some isolated", 0, 4)
	shown := m.Shown()
	shown.Off = SetOf(4)
	m.Show(shown)
	check("one switched off", 0)
	if box, _ := m.Points.Bounds(); box.MinX != -2 || box.MaxX != -2 {
		t.Errorf("what is hidden counts for the view: %v", box)
	}
	m.ShowAll()
	check("all back, but what the legend has switched off", 0, 1, 2, 3)
	m.Show(Shown{})
	check("all", 0, 1, 2, 3, 4)
	m.Points.SetCoordinates([]float32{-2, 0, -1, 0, 0, 0, 1, 0, 2, 0}, 3, 0)
	m.Isolate(SetOf(2, 3))
	m.Camera.Turn = Turned(.1, 0, 1, 0)
	m.Changed()
	check("in space", 2, 3)
}

// Points that come later are shown or hidden as the sets say.
func TestLooksOfNewPoints(t *testing.T) {
	m := rowMap(t)
	m.Isolate(SetOf(0, 6))
	if err := m.SetCoordinates(make([]float32, 14), 2); err != nil {
		t.Fatal(err)
	}
	for row, want := range []look{plain, hidden, hidden, hidden, hidden, hidden, plain} {
		if got := m.Points.look(row); got != want {
			t.Errorf("row %d: %d, want %d", row, got, want)
		}
	}
}

// Of a crowd at rest the slices give the picture of one stroke, chosen ones too.
func TestSelectionInACrowd(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Resize(60, 40)
	if err := m.SetCoordinates(normals(crowd+sliceRows, 5), 2); err != nil {
		t.Fatal(err)
	}
	m.Bright = true
	m.SelectInside(Rectangle(0, 0, 25, 40), Replace)
	m.Hide(m.Inside(Rectangle(0, 0, 60, 15)))
	for frames := 0; m.Moving() && frames < 100; frames++ {
		m.Advance(restTime)
		m.Draw()
	}
	want := NewCanvas(60, 40)
	m.drawAll(want)
	if !slices.Equal(m.Canvas.Pixels, want.Pixels) {
		t.Error("slices give another picture than one stroke")
	}
	// Of a crowd on its way the chosen specks are over the others.
	m.Pan(0, 0)
	m.Draw()
	if slices.Equal(m.Canvas.Pixels, want.Pixels) {
		t.Error("on its way it is drawn in full")
	}
}
