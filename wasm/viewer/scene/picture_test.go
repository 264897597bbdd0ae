package scene

import (
	"encoding/xml"
	"io"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// At the screen's size the picture is what is on the screen.
func TestPictureOfTheScreen(t *testing.T) {
	m := rowMap(t)
	m.Points.SetPriorities([]float32{5, 4, 3, 2, 1})
	m.SetLines(Lines{Pairs: []uint32{0, 4}})
	m.SetContours(Contours{Levels: []float64{.5}, Color: 0xff000000})
	m.SetSelection(SetOf(1), Replace)
	m.Select(3, []int{2})
	m.Draw()
	wide := func(int) float64 { return 20 }
	c, labels, _ := m.Picture(200, 100, 1, wide)
	if !slices.Equal(c.Pixels, m.Canvas.Pixels) {
		t.Error("the pictures differ")
	}
	if shown := m.ShownLabels(wide); !slices.Equal(labels, shown) {
		t.Errorf("labels %v, on the screen %v", labels, shown)
	}
	if m.Moving() {
		t.Error("a picture moves the map")
	}
	// The pointer is no part of it.
	m.Point(0)
	if again, _, _ := m.Picture(200, 100, 1, wide); !slices.Equal(again.Pixels, c.Pixels) {
		t.Error("the pointer is in the picture")
	}
}

// All grows with the scale: every pixel becomes several.
func TestPictureAtAScale(t *testing.T) {
	m := rowMap(t)
	m.Points.Radii = []float32{4, 4, 12, 4, 4}
	m.Changed()
	wide := func(int) float64 { return 20 }
	m.Points.SetPriorities([]float32{1})
	for _, scale := range []float64{.5, 2, 4} {
		c, labels, _ := m.Picture(200, 100, scale, wide)
		if c.Width != int(200*scale) || c.Height != int(100*scale) {
			t.Fatalf("%d × %d pixels", c.Width, c.Height)
		}
		var area float64
		for _, v := range c.Pixels {
			area += float64(v>>24) / 255
		}
		if want := math.Pi * (4*16 + 144) * scale * scale; math.Abs(area-want) > .06*want {
			t.Errorf("at scale %v discs cover %v pixels, want %v", scale, area, want)
		}
		if len(labels) != 1 || labels[0].Width != 20*scale {
			t.Errorf("labels %v", labels)
		}
	}
}

func TestLargeDisc(t *testing.T) {
	c := NewCanvas(120, 120)
	c.Disc(60, 60, 50, 0xffffffff)
	var area float64
	for _, v := range c.Pixels {
		area += float64(v>>24) / 255
	}
	if want := math.Pi * 2500; math.Abs(area-want) > .005*want {
		t.Errorf("covers %v pixels, want %v", area, want)
	}
	c.Disc(math.NaN(), 0, 50, 0xffffffff)
	c.Disc(0, 0, float32(math.Inf(1)), 0xffffffff)
}

func TestStraight(t *testing.T) {
	c := &Canvas{Pixels: []uint32{0, 0xff123456, 0x80404000, 0x01010101}}
	if got, want := c.Straight(), []uint32{0, 0xff123456, 0x80808000, 0x01ffffff}; !slices.Equal(got, want) {
		t.Errorf("%08x, want %08x", got, want)
	}
}

func drawing() Drawing {
	return Drawing{
		Width: 200, Height: 100, Font: `"A & B", sans-serif`, FontSize: 12.5, Ground: 0xffffffff, Halo: 0xffffffff,
		Text:      func(row int) string { return "<" + strings.Repeat("x", row) + "&\x00>" },
		TextWidth: func(int) float64 { return 20 },
		Name:      func(i int) string { return "cluster" },
	}
}

func TestSVG(t *testing.T) {
	m := rowMap(t)
	m.Points.Colors = []uint32{0xff0000ff, 0x80008000, 0, 0xff332211}
	m.Points.Radii = []float32{3, 4}
	m.Points.SetPriorities([]float32{5, 4, 3, 2, 1})
	m.SetLines(Lines{Pairs: []uint32{0, 1}, Colors: []uint32{0xff00ff00}, Widths: []float32{2}})
	m.Labels.Names = []Name{{X: 1.5, Y: .8, Width: 30}}
	m.LookAt(View{X: .5, Zoom: .4}) // row 0 is at the left edge
	file := string(m.SVG(drawing()))
	for _, want := range []string{
		`<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100" viewBox="0 0 200 100">`,
		`<rect width="200" height="100" fill="#ffffff"/>`,
		`<circle cx="0" cy="50" r="3" fill="#ff0000" fill-opacity="1"/>`,
		`<circle cx="40" cy="50" r="4" fill="#00ff00" fill-opacity="0.5"/>`,
		`<circle cx="120" cy="50" r="2" fill="#112233" fill-opacity="1"/>`,
		`<line x1="0" y1="50" x2="40" y2="50" stroke="#00ff00" stroke-opacity="1" stroke-width="2"/>`,
		`font-family="&quot;A &amp; B&quot;, sans-serif"`,
		`>&lt;x&amp;&gt;</text>`,
		`>cluster</text>`,
	} {
		if !strings.Contains(file, want) {
			t.Errorf("there is no %s in\n%s", want, file)
		}
	}
	// What is transparent, or off the picture, is left out.
	if n := strings.Count(file, "<circle"); n != 4 {
		t.Errorf("%d circles", n)
	}
	// Lines lie under points.
	if strings.Index(file, "<line") > strings.Index(file, "<circle") {
		t.Error("a line is over the points")
	}
}

// Whatever is on the map, the file is XML.
func TestSVGIsXML(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Labels = Labels{Height: 10, Max: 9}
	m.Resize(200, 100)
	if err := m.SetCoordinates(normals(300, 1), 2); err != nil {
		t.Fatal(err)
	}
	m.Points.SetPriorities(normals(150, 2))
	m.Points.Atlas = NewAtlas([]uint32{0xff0000ff, 0x8000ff00}, 2, 1, 6)
	m.Points.Tiles = []uint32{1, 0, 1}
	m.SetContours(Contours{Levels: []float64{.2, .5}, Color: 0xff000000})
	m.SetSelection(SetOf(0, 1, 2, 3), Replace)
	m.Select(4, []int{5, 6})
	if err := m.SetOther(normals(300, 3), 2); err != nil {
		t.Fatal(err)
	}
	file := string(m.SVG(drawing()))
	decoder := xml.NewDecoder(strings.NewReader(file))
	for {
		if _, err := decoder.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for what, want := range map[string]int{`<image id="tile`: 2, `<use href="#tile`: 3, `<path `: 2, `<g `: 1} {
		if n := strings.Count(file, what); n < want {
			t.Errorf("%d of %s, want %d", n, what, want)
		}
	}
	if n := strings.Count(file, "<image"); n != 2 {
		t.Errorf("two tiles are in the file %d times", n)
	}
	if bad := regexp.MustCompile(`NaN|Inf|e[+-]\d`).FindString(file); bad != "" {
		t.Errorf("there is %q in the file", bad)
	}
}

// The overview shows all, and what of it is on the screen.
func TestOverview(t *testing.T) {
	m := rowMap(t)
	m.Points.Colors = []uint32{0xff0000ff, 0xff00ff00, 0xff00ff00, 0xff00ff00, 0xffff0000}
	m.Changed()
	m.LookAt(View{X: 1, Zoom: .8})
	c, screen := m.Overview(106, 26) // the row is 100 pixels long, less the margin
	for _, test := range []struct {
		x    int
		want uint32
	}{{3, 0xff0000ff}, {28, 0xff00ff00}, {53, 0xff00ff00}, {103, 0}, {102, 0}} {
		if test.want == 0 {
			continue
		}
		if got := c.Pixels[13*106+test.x]; got != test.want {
			t.Errorf("pixel %d: %08x, want %08x", test.x, got, test.want)
		}
	}
	// The screen is 2.5 × 1.25 about (1, 0); a unit is 25 pixels.
	for i, want := range []float64{78 - 31.25, 13 - 15.625, 78 + 31.25, 13 - 15.625, 78 + 31.25, 13 + 15.625, 78 - 31.25, 13 + 15.625} {
		near(t, "corner", screen[i], want)
	}
	before := &c.Pixels[0]
	m.Pan(9, 9)
	if again, _ := m.Overview(106, 26); &again.Pixels[0] != before {
		t.Error("the camera moves, and all is counted anew")
	}
	m.Hide(SetOf(0))
	if again, _ := m.Overview(106, 26); &again.Pixels[0] == before || !slices.Contains(again.Pixels[13*106+2:13*106+4], 0xff00ff00) {
		t.Error("what is hidden is still there")
	}
	m.ShowAll()
	m.LookFrom(28, 13, 106, 26)
	near(t, "x", m.Camera.X, -1)
	near(t, "y", m.Camera.Y, 0)
	if c, screen := NewMap().Overview(9, 9); len(screen) > 0 || c.Width != 9 {
		t.Error("nothing has a place on the screen")
	}
}

// More points in a pixel are more opaque, by the logarithm, in their mean colour.
func TestOverviewIsDense(t *testing.T) {
	m := mapOf(t, -1, 0, -1, 0, -1, 0, 1, 0)
	m.Points.Colors = []uint32{0xff0000ff, 0xff0000ff, 0xff00ff00, 0xff0000ff}
	m.Changed()
	c, _ := m.Overview(20, 9)
	if got, want := c.Pixels[4*20+3], uint32(0xff0055aa); got != want {
		t.Errorf("%08x, want %08x", got, want)
	}
	part := uint32(math.Round(255 * math.Log(2) / math.Log(4)))
	if got := c.Pixels[4*20+17]; got != part<<24|part {
		t.Errorf("%08x", got)
	}
}

func TestOverviewOfSpace(t *testing.T) {
	m := NewMap()
	m.Still = true
	m.Resize(200, 100)
	if err := m.SetCoordinates(normals3(50, 2), 3); err != nil {
		t.Fatal(err)
	}
	c, screen := m.Overview(60, 40)
	seen := 0
	for _, v := range c.Pixels {
		if v != 0 {
			seen++
		}
	}
	if seen < 20 || len(screen) != 8 {
		t.Errorf("%d pixels, corners %v", seen, screen)
	}
	before := slices.Clone(c.Pixels)
	m.Rotate(40, 0)
	if c, _ = m.Overview(60, 40); slices.Equal(c.Pixels, before) {
		t.Error("it does not turn with space")
	}
}
