package scene

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// The grid's density is the sum of bumps, and its integral 1.
func TestField(t *testing.T) {
	p := pointsAt(t, normals(60, 1)...)
	f := NewField(p, .8, 300)
	n, sigma := p.spreadOut()
	h := .8 * sigma * math.Pow(n, -1./6)
	var integral float64
	for _, v := range f.Values {
		integral += float64(v) * f.Cell * f.Cell
	}
	if math.Abs(integral-1) > .002 {
		t.Errorf("the integral is %v", integral)
	}
	for at := 0; at < len(f.Values); at += 997 {
		x, y := f.place(at)
		var want float64
		for row := range p.Len() {
			px, py, _ := p.At(row)
			want += math.Exp(-((px-x)*(px-x)+(py-y)*(py-y))/(2*h*h)) / (2 * math.Pi * h * h * n)
		}
		if math.Abs(float64(f.Values[at])-want) > .01*float64(f.Highest()) {
			t.Errorf("at (%v, %v): %v, want %v", x, y, f.Values[at], want)
		}
	}
}

func TestSpreadOut(t *testing.T) {
	// Variances of 1 and 4, far from 0.
	p := pointsAt(t, 4097, 8190, 4095, 8190, 4097, 8194, 4095, 8194)
	if n, sigma := p.spreadOut(); n != 4 || math.Abs(sigma-math.Sqrt(2.5)) > 1e-12 {
		t.Errorf("%v points, σ %v", n, sigma)
	}
	for _, coords := range [][]float32{nil, {1, 1}, {1, 1, 1, 1}, {float32(math.NaN()), 0}} {
		if f := NewField(pointsAt(t, coords...), 1, 50); f != nil {
			t.Errorf("%v has a density", coords)
		}
	}
}

func TestFieldLeavesOutWhatIsHidden(t *testing.T) {
	m := mapOf(t, 0, 0, 1, 1, 1, 0, 50, 50)
	m.Isolate(SetOf(0, 1, 2))
	f := m.Density(1)
	if x := f.X + float64(f.Width)*f.Cell; x > 5 {
		t.Errorf("it reaches to %v", x)
	}
}

// cone is a field that falls evenly from a top.
func cone(w, h int, tops ...[3]float64) *Field {
	f := &Field{Cell: 1, Width: w, Height: h, Values: make([]float32, w*h)}
	for y := 1; y < h-1; y++ {
		for x := 1; x < w-1; x++ {
			for _, top := range tops {
				v := top[2] - math.Hypot(float64(x)-top[0], float64(y)-top[1])
				f.Values[y*w+x] = max(f.Values[y*w+x], float32(v))
			}
		}
	}
	return f
}

func area(line []float64) (sum float64) {
	n := len(line)
	for i := 0; i < n; i += 2 {
		sum += line[i]*line[(i+3)%n] - line[(i+2)%n]*line[i+1]
	}
	return sum / 2
}

func TestContour(t *testing.T) {
	f := cone(60, 60, [3]float64{30, 30, 20})
	lines := f.Contour(5)
	if len(lines) != 1 {
		t.Fatalf("%d lines", len(lines))
	}
	for i := 0; i < len(lines[0]); i += 2 {
		if r := math.Hypot(lines[0][i]-30, lines[0][i+1]-30); math.Abs(r-15) > .02 {
			t.Errorf("a corner is %v from the top, want 15", r)
		}
	}
	// What is higher lies to the left: the area is positive.
	if got, want := area(lines[0]), math.Pi*15*15; math.Abs(got-want) > 2 {
		t.Errorf("area %v, want %v", got, want)
	}
	if two := cone(90, 60, [3]float64{30, 30, 20}, [3]float64{60, 30, 20}).Contour(10); len(two) != 2 {
		t.Errorf("two hills have %d lines", len(two))
	}
	if none := f.Contour(21); len(none) != 0 {
		t.Errorf("above the top are %d lines", len(none))
	}
}

// A pit within a hill has a line the other way round.
func TestContourOfAPit(t *testing.T) {
	f := cone(60, 60, [3]float64{30, 30, 20})
	for i, v := range f.Values {
		f.Values[i] = min(v, 20-v)
	}
	var areas []float64
	for _, line := range f.Contour(3) {
		areas = append(areas, area(line))
	}
	slices.Sort(areas)
	if len(areas) != 2 || math.Abs(areas[0]+9*math.Pi) > 2 || math.Abs(areas[1]-17*17*math.Pi) > 5 {
		t.Errorf("areas %v", areas)
	}
}

// Of two places that touch at a corner the mean says whether they are joined.
func TestContourAtASaddle(t *testing.T) {
	for _, test := range []struct {
		low   float32
		lines int
	}{{-3, 2}, {.9, 1}} {
		f := &Field{Cell: 1, Width: 4, Height: 4, Values: []float32{
			0, 0, 0, 0,
			0, 2, test.low, 0,
			0, test.low, 2, 0,
			0, 0, 0, 0,
		}}
		lines := f.Contour(1)
		if len(lines) != test.lines {
			t.Errorf("between %v there are %d lines, want %d", test.low, len(lines), test.lines)
		}
	}
}

// Every side that is crossed belongs to one line.
func TestContourOfNoise(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	f := &Field{Cell: 1, Width: 40, Height: 30, Values: make([]float32, 1200)}
	for y := 1; y < 29; y++ {
		for x := 1; x < 39; x++ {
			f.Values[y*40+x] = rng.Float32()
		}
	}
	crossed := 0
	for at := range f.Values {
		x, y := at%40, at/40
		if x < 39 && (f.Values[at] >= .5) != (f.Values[at+1] >= .5) {
			crossed++
		}
		if y < 29 && (f.Values[at] >= .5) != (f.Values[at+40] >= .5) {
			crossed++
		}
	}
	corners := 0
	for _, line := range f.Contour(.5) {
		corners += len(line) / 2
		for i := 0; i < len(line); i += 2 {
			j := (i + 2) % len(line)
			if d := math.Hypot(line[i]-line[j], line[i+1]-line[j+1]); d > math.Sqrt2 {
				t.Fatalf("a line leaps by %v", d)
			}
		}
	}
	if corners != crossed {
		t.Errorf("%d corners, want %d", corners, crossed)
	}
}

func TestPeaks(t *testing.T) {
	// Tops of 20, 16 and 14; the pass between the last two is at 12.6.
	f := cone(120, 60, [3]float64{30, 30, 20}, [3]float64{80, 30, 16}, [3]float64{84.8, 30, 14})
	p := pointsAt(t, 29, 30, 31, 30, 80, 31, 85, 30, 3, 3, 500, 0, float32(math.NaN()), 0)
	for _, test := range []struct {
		prominence, lowest float32
		tops               [][2]float64
		of                 []int32
	}{
		{.3, .1, [][2]float64{{30, 30}, {80, 30}}, []int32{0, 0, 1, 1, -1, -1, -1}},
		{.01, .1, [][2]float64{{30, 30}, {80, 30}, {85, 30}}, []int32{0, 0, 1, 2, -1, -1, -1}},
		{.3, .9, [][2]float64{{30, 30}}, []int32{0, 0, -1, -1, -1, -1, -1}},
	} {
		peaks, of := f.Peaks(p, test.prominence, test.lowest)
		if !slices.Equal(of, test.of) {
			t.Errorf("prominence %v: rows on %v, want %v", test.prominence, of, test.of)
		}
		if len(peaks) != len(test.tops) {
			t.Errorf("prominence %v: %v", test.prominence, peaks)
			continue
		}
		count := 0
		for i, peak := range peaks {
			if peak.X != test.tops[i][0] || peak.Y != test.tops[i][1] {
				t.Errorf("top %d is at (%v, %v)", i, peak.X, peak.Y)
			}
			count += peak.Points
		}
		if on := len(of) - len(slices.DeleteFunc(slices.Clone(of), func(i int32) bool { return i >= 0 })); count != on {
			t.Errorf("%d points stand on hills, counted %d", on, count)
		}
	}
}

// Three clouds are three hills.
func TestPeaksOfClouds(t *testing.T) {
	coords := normals(900, 3)
	for i := 0; i < len(coords); i += 2 {
		switch i / 2 % 3 {
		case 1:
			coords[i] += 12
		case 2:
			coords[i+1] += 9
		}
	}
	p := pointsAt(t, coords...)
	peaks, of := NewField(p, .5, 128).Peaks(p, .3, .05)
	if len(peaks) != 3 {
		t.Fatalf("%v", peaks)
	}
	wrong := 0
	for row, hill := range of {
		if hill >= 0 && hill != of[row%3] {
			wrong++
		}
	}
	if wrong > 0 {
		t.Errorf("%d rows on a wrong hill", wrong)
	}
}

func TestContoursOnTheMap(t *testing.T) {
	m := NewMap()
	m.Resize(200, 200)
	m.Still = true
	if err := m.SetCoordinates(normals(2000, 1), 2); err != nil {
		t.Fatal(err)
	}
	draw := func() int {
		m.Draw()
		n := 0
		for _, v := range m.Canvas.Pixels {
			if v == 0xff0000ff {
				n++
			}
		}
		return n
	}
	m.Points.Colors = make([]uint32, 2000) // points without colour
	m.SetContours(Contours{Levels: []float64{.999, .3}, Smoothing: 1, Color: 0xff0000ff})
	draw()
	if len(m.contourLines) != 2 || len(m.contourLines[1].lines) == 0 {
		t.Fatalf("%v", m.contourLines)
	}
	x, y, _ := m.Camera.Screen(m.contourLines[1].lines[0][0], m.contourLines[1].lines[0][1], 0)
	if v := m.Canvas.Pixels[int(y)*200+int(x)]; v>>24 == 0 {
		t.Error("a contour is not drawn")
	}
	if m.Draw() {
		t.Error("it does not rest")
	}
	before := m.contourLines
	m.Pan(1, 1)
	draw()
	if &before[0] != &m.contourLines[0] {
		t.Error("the camera moves, and the density is found anew")
	}
	m.Still = false
	if err := m.SetCoordinates(normals(2000, 2), 2); err != nil {
		t.Fatal(err)
	}
	m.Advance(glideTime / 2)
	m.Draw()
	for _, v := range m.Canvas.Pixels {
		if v != 0 {
			t.Fatal("contours of places that the points have left")
		}
	}
	m.Advance(second)
	m.Draw()
	if len(m.contourLines) != 2 || &before[0] == &m.contourLines[0] {
		t.Error("no contours of the new places")
	}
}
