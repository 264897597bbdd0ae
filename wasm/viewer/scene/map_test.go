package scene

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"
)

const second = time.Second

func mapOf(t testing.TB, coords ...float32) *Map {
	t.Helper()
	m := NewMap()
	m.Labels = Labels{Height: 10, Max: 9}
	m.Resize(200, 100)
	if err := m.SetCoordinates(coords, 2); err != nil {
		t.Fatal(err)
	}
	for m.Moving() {
		m.Advance(second)
		m.Draw()
	}
	return m
}

func TestMapShowsAllAtFirst(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0, 0, 40)
	for row := range m.Points.Len() {
		if !m.Points.onScreen(&m.Camera, row) {
			t.Errorf("row %d is off the screen", row)
		}
	}
}

func TestMapFollowsUntilItIsMoved(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0)
	far := []float32{-100, 0, 100, 0}
	send := func(coords []float32) {
		if err := m.SetCoordinates(coords, 2); err != nil {
			t.Fatal(err)
		}
		m.Advance(second)
		m.Advance(second)
	}
	send(far)
	if !m.Points.onScreen(&m.Camera, 1) {
		t.Error("the camera did not follow")
	}
	before := m.Camera.View
	send([]float32{-101, 0, 99, 0})
	if m.Camera.View != before {
		t.Error("the camera moved for little")
	}
	m.Pan(3, 0)
	before = m.Camera.View
	send([]float32{-9000, 0, 9000, 0})
	if m.Camera.View != before {
		t.Error("the camera moved against the visitor")
	}
	m.Fit()
	m.Advance(second)
	if !m.Points.onScreen(&m.Camera, 0) {
		t.Error("fit did not show all")
	}
}

func TestMapSleeps(t *testing.T) {
	m := mapOf(t, 0, 0, 1, 1)
	if m.Moving() || m.Draw() {
		t.Fatal("a map at rest draws")
	}
	for what, change := range map[string]func(){
		"selecting":    func() { m.Select(1, []int{0}) },
		"pointing":     func() { m.Point(0) },
		"highlighting": func() { m.Highlight([]int{1}) },
		"panning":      func() { m.Pan(1, 1) },
		"a new size":   func() { m.Resize(90, 80) },
	} {
		change()
		if !m.Moving() || !m.Draw() {
			t.Errorf("%s does not draw", what)
		}
		if m.Moving() || m.Draw() {
			t.Errorf("after %s it does not rest", what)
		}
	}
	m.Point(0)
	if m.Moving() {
		t.Error("pointing at the same row draws again")
	}
}

func TestMapTakesNoRowsThatAreNotThere(t *testing.T) {
	m := mapOf(t, 0, 0, 1, 1)
	for _, row := range []int{-1, 2, 1 << 40} {
		m.Select(row, []int{row, 0})
		m.Point(row)
		m.Highlight([]int{row})
		m.FlyTo(row)
		m.Draw()
		m.ShownLabels(func(int) float64 { return 10 })
	}
}

func TestAt(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0)
	x, y, _ := m.Camera.Screen(1, 0, 0)
	if got := m.At(x+3, y-3, 6); got != 1 {
		t.Errorf("near row 1 is row %d", got)
	}
	if got := m.At(x+30, y, 6); got != -1 {
		t.Errorf("far from all is row %d", got)
	}
}

func TestFlyToBringsARowToTheMiddle(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0)
	before := m.Camera.Zoom
	m.FlyTo(1)
	m.Advance(second)
	if m.Camera.X != 1 || m.Camera.Y != 0 || m.Camera.Zoom <= before {
		t.Errorf("looks at %v from %v", m.Camera.View, before)
	}
}

func TestTheCameraStaysWithARow(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0)
	m.FlyTo(1)
	m.Advance(second)
	if err := m.SetCoordinates([]float32{-1, 0, 5, 3}, 2); err != nil {
		t.Fatal(err)
	}
	m.Advance(second)
	if m.Camera.X != 5 || m.Camera.Y != 3 {
		t.Errorf("looks at %v", m.Camera.View)
	}
	m.Pan(1, 0)
	before := m.Camera.View
	if err := m.SetCoordinates([]float32{-1, 0, 50, 3}, 2); err != nil {
		t.Fatal(err)
	}
	m.Advance(second)
	if m.Camera.View != before {
		t.Error("the camera moved against the visitor")
	}
}

func TestNeighborsAreLabelledBeforeOthers(t *testing.T) {
	m := mapOf(t, 0, 0, 0, .01, 0, 1, 0, .02)
	m.Points.SetPriorities([]float32{4, 3, 2, 1})
	m.Select(0, []int{3})
	got := rowsOf(m.ShownLabels(func(int) float64 { return 20 }))
	if want := []int{0, 3, 2}; !reflect.DeepEqual(got, want) {
		t.Errorf("labels of %v, want %v", got, want)
	}
	for row, want := range []Mark{Selected, Dimmed, Dimmed, Joined} {
		if got := m.Chosen(row); got != want {
			t.Errorf("row %d is %d, want %d", row, got, want)
		}
	}
}

// A crowd is drawn as specks while it moves and, in slices, as the same discs as
// at once when it rests.
func TestCrowdAtRest(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	coords := make([]float32, 2*(crowd+sliceRows))
	for i := range coords {
		coords[i] = rng.Float32()
	}
	m := NewMap()
	m.Still = true
	m.Resize(60, 40)
	if err := m.SetCoordinates(coords, 2); err != nil {
		t.Fatal(err)
	}
	if !m.Draw() {
		t.Fatal("nothing is drawn at once")
	}
	frames := 0
	for ; m.Moving() && frames < 100; frames++ {
		m.Advance(restTime)
		m.Draw()
	}
	if frames < 3 {
		t.Errorf("drawn in %d slices", frames)
	}
	want := NewCanvas(60, 40)
	want.Discs(&m.Points, &m.Camera, 0, m.Points.Len(), 0)
	if !reflect.DeepEqual(m.Canvas.Pixels, want.Pixels) {
		t.Error("slices give another picture than one stroke")
	}
}

func TestLineCoversWhatItCrosses(t *testing.T) {
	for _, line := range [][4]float64{
		{2, 10.5, 18, 10.5}, {10.5, 2, 10.5, 18}, {2, 2, 18, 18}, {18, 3, 2, 12}, {-1e7, 10.5, 1e7, 10.5},
	} {
		c := NewCanvas(20, 20)
		c.Line(line[0], line[1], line[2], line[3], 1, 0xffffffff)
		// Antialiased, the coverage adds up to the length of what is seen.
		sum := 0.0
		for _, v := range c.Pixels {
			sum += float64(v>>24) / 255
		}
		dx, dy := line[2]-line[0], line[3]-line[1]
		length := min(20, math.Hypot(dx, dy))
		if sum < .8*length || sum > 1.5*length+2 {
			t.Errorf("%v: coverage %.1f of length %.1f", line, sum, length)
		}
	}
}

func TestLineOutsideIsNotDrawn(t *testing.T) {
	c := NewCanvas(10, 10)
	c.Line(-50, -5, 50, -5, 1, 0xffffffff)
	c.Line(20, -50, 20, 50, 1, 0xffffffff)
	c.Line(5, 5, 5, 5, 1, 0xffffffff)
	for i, v := range c.Pixels {
		if v != 0 {
			t.Fatalf("pixel %d is %08x", i, v)
		}
	}
}

func TestMapFollowsToTheSide(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0)
	if err := m.SetCoordinates([]float32{0, 0, 2, 0}, 2); err != nil {
		t.Fatal(err)
	}
	m.Advance(second)
	m.Advance(second)
	for row := range 2 {
		if !m.Points.onScreen(&m.Camera, row) {
			t.Errorf("row %d is off the screen", row)
		}
	}
}

func TestOnScreen(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0, 0, 0, 0, .1)
	m.Points.SetPriorities([]float32{1, 4, 2})
	m.LookAt(View{Zoom: .7})
	for most, want := range map[int][]int{9: {1, 2, 0, 3}, 3: {1, 2, 0}, 1: {1}, 0: {}} {
		if got := m.OnScreen(most); !reflect.DeepEqual(got, want) {
			t.Errorf("%d at most: rows %v, want %v", most, got, want)
		}
	}
	m.Hide(SetOf(3, 0))
	m.Pan(0, -40)
	for most, want := range map[int][]int{9: {1, 2}, 1: {1}} {
		if got := m.OnScreen(most); !reflect.DeepEqual(got, want) {
			t.Errorf("%d at most: rows %v, want %v", most, got, want)
		}
	}
}

func TestThePlaneIsNotLookedAtAslant(t *testing.T) {
	m := mapOf(t, -1, 0, 1, 0)
	m.LookAt(View{X: 1, Z: 5, Turn: Turned(1, 1, 0, 0)})
	if m.Camera.View != (View{X: 1, Zoom: 1}) {
		t.Errorf("it looks at %+v", m.Camera.View)
	}
}
