package scene

import (
	"encoding/json"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "draw the pictures of testdata anew")

// A small is a map whose picture lies in testdata. The page's tests have the viewer
// draw the same ones in a browser.
type small struct {
	Name          string
	Width, Height int
	Dimensions    int
	Coordinates   []float32
	Colors        []uint32
	Radii         []float32
	View          struct {
		X, Y, Z, Zoom float64
		Turn          []float64
	}
	Select    *int
	Neighbors []int
	Point     *int
	Selection []int
	Lines     Lines
	Contours  struct {
		Levels    []float64
		Smoothing float64
		Color     string
	}
}

func smallMaps(t *testing.T) (maps []small) {
	t.Helper()
	file, err := os.ReadFile("testdata/pictures.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &maps); err != nil {
		t.Fatal(err)
	}
	return maps
}

// draw returns the map's canvas.
func (s *small) draw(t *testing.T) *Canvas {
	t.Helper()
	m := NewMap()
	m.Still = true
	m.Resize(s.Width, s.Height)
	m.Points.Colors, m.Points.Radii = s.Colors, s.Radii
	if err := m.SetCoordinates(s.Coordinates, s.Dimensions); err != nil {
		t.Fatal(err)
	}
	view := View{X: s.View.X, Y: s.View.Y, Z: s.View.Z, Zoom: s.View.Zoom}
	if q := s.View.Turn; q != nil {
		view.Turn = Turn{X: q[0], Y: q[1], Z: q[2], W: q[3]}
	}
	m.LookAt(view)
	if s.Select != nil {
		m.Select(*s.Select, s.Neighbors)
	}
	if s.Point != nil {
		m.Point(*s.Point)
	}
	m.SetSelection(SetOf(s.Selection...), Replace)
	m.SetLines(s.Lines)
	if c := s.Contours; c.Levels != nil {
		m.SetContours(Contours{Levels: c.Levels, Smoothing: c.Smoothing, Color: rgb(t, c.Color)})
	}
	for m.Moving() {
		m.Advance(restTime)
		m.Draw()
	}
	return m.Canvas
}

// rgb reads a colour as CSS writes it.
func rgb(t *testing.T, css string) uint32 {
	t.Helper()
	var c [3]uint32
	for i := range c {
		for _, digit := range css[1+2*i : 3+2*i] {
			at := digit - '0'
			if digit >= 'a' {
				at = digit - 'a' + 10
			}
			c[i] = 16*c[i] + uint32(at)
		}
	}
	return 0xff<<24 | c[2]<<16 | c[1]<<8 | c[0]
}

// onWhite is a canvas as it is seen on a white page.
func onWhite(c *Canvas) *image.NRGBA {
	seen := image.NewNRGBA(image.Rect(0, 0, c.Width, c.Height))
	for i, v := range c.Pixels {
		ground := 255 - v>>24
		channel := func(shift uint) uint8 { return uint8(v>>shift&255 + ground) }
		seen.SetNRGBA(i%c.Width, i/c.Width, color.NRGBA{R: channel(0), G: channel(8), B: channel(16), A: 255})
	}
	return seen
}

// What is drawn is what was drawn before and looked at. Processors that multiply
// and add at once round some numbers the other way.
func TestPicturesOfTestdata(t *testing.T) {
	const tolerance = 2
	for _, s := range smallMaps(t) {
		got := onWhite(s.draw(t))
		path := "testdata/" + s.Name + ".png"
		if *update {
			f, err := os.Create(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := png.Encode(f, got); err != nil {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
			continue
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(f)
		f.Close()
		if err != nil {
			t.Fatal(err)
		}
		if want.Bounds() != got.Bounds() {
			t.Errorf("%s is %v, want %v", s.Name, got.Bounds(), want.Bounds())
			continue
		}
		others, inked := 0, 0
		for y := range s.Height {
			for x := range s.Width {
				a := got.NRGBAAt(x, y)
				b := color.NRGBAModel.Convert(want.At(x, y)).(color.NRGBA)
				if apart(a.R, b.R) > tolerance || apart(a.G, b.G) > tolerance || apart(a.B, b.B) > tolerance {
					others++
				}
				if b.R < 255 || b.G < 255 || b.B < 255 {
					inked++
				}
			}
		}
		if others > 0 || inked < 300 {
			t.Errorf("%s: %d pixels are others, %d are not white", s.Name, others, inked)
		}
	}
}

func apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
