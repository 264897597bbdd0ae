package scene

import (
	"encoding/json"
	"flag"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "draw the pictures of testdata anew")

// A small is a map whose picture lies in testdata. The page's tests have the viewer
// draw the same ones in a browser. What it does not say of size, points and view is
// as in the first.
type small struct {
	Name          string
	Width, Height int
	Dimensions    int
	Coordinates   []float32
	Colors        []uint32
	Radii         []float32
	View          *struct {
		X, Y, Z, Zoom float64
		Turn          []float64
	}
	Theme *struct{ Ground, Ink, SoftInk, Accent string }

	Select    *int
	Neighbors []int
	Point     *int
	Selection []int
	Rings     bool // about the selection
	Highlight []int
	Isolate   []int
	Hide      []int
	Off       []int

	Categories *struct {
		Of      []int32
		Palette []uint32
		None    uint32
	}
	Numbers *struct {
		Of                []*float32 // nil: no number
		Low, High         float32
		Scale             []uint32
		None              uint32
		Smallest, Largest float32
	}
	Pictures *struct {
		Pixels      []uint32
		Width, Tile int
		Size        float64
		Tiles       []int32
	}
	Labels *struct {
		Texts      []string
		Priorities []float32
		Most       int
		Room       float64
		Pinned     []int
		Names      []struct {
			Text    string
			X, Y, Z float64
		}
	}
	Other    []*float32
	Lines    Lines
	Contours struct {
		Levels    []float64
		Smoothing float64
		Color     string
	}
	Overview []int // width and height of one in the corner
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
	for i := range maps {
		s, first := &maps[i], &maps[0]
		if s.Width == 0 {
			s.Width, s.Height = first.Width, first.Height
		}
		if s.Coordinates == nil {
			s.Dimensions, s.Coordinates = first.Dimensions, first.Coordinates
		}
		if s.Colors == nil {
			s.Colors, s.Radii = first.Colors, first.Radii
		}
		if s.View == nil {
			s.View = first.View
		}
		if s.Theme == nil {
			s.Theme = first.Theme
		}
	}
	return maps
}

// numbers are those there are, and NaN.
func numbers(of []*float32) (list []float32) {
	for _, v := range of {
		if v == nil {
			list = append(list, float32(math.NaN()))
			continue
		}
		list = append(list, *v)
	}
	return list
}

// unsigned are numbers as the page hands them on.
func unsigned(of []int32) (list []uint32) {
	for _, v := range of {
		list = append(list, uint32(v))
	}
	return list
}

// draw returns the map as it is seen on the page.
func (s *small) draw(t *testing.T) *image.NRGBA {
	t.Helper()
	m := NewMap()
	m.Still = true
	m.Accent, m.Ink = rgb(t, s.Theme.Accent), rgb(t, s.Theme.Ink)
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
	s.dress(m)
	s.choose(m)
	if err := m.SetOther(numbers(s.Other), s.Dimensions); err != nil {
		t.Fatal(err)
	}
	m.SetLines(s.Lines)
	if c := s.Contours; c.Levels != nil {
		m.SetContours(Contours{Levels: c.Levels, Smoothing: c.Smoothing, Color: rgb(t, c.Color)})
	}
	for m.Moving() {
		m.Advance(restTime)
		m.Draw()
	}
	seen := onGround(m.Canvas, rgb(t, s.Theme.Ground))
	if s.Labels != nil {
		s.write(t, m, seen)
	}
	if s.Overview != nil {
		c, _ := m.Overview(s.Overview[0], s.Overview[1])
		draw.Draw(seen, image.Rect(0, 0, c.Width, c.Height), onGround(c, rgb(t, s.Theme.Ground)), image.Point{}, draw.Src)
	}
	return seen
}

// dress says what points look like, beside colours and radii.
func (s *small) dress(m *Map) {
	p := &m.Points
	if c := s.Categories; c != nil {
		p.Colors = ByCategory(nil, unsigned(c.Of), c.Palette, c.None)
	}
	if n := s.Numbers; n != nil {
		of := numbers(n.Of)
		p.Colors = ByNumber(nil, of, n.Low, n.High, n.Scale, n.None)
		p.Radii = RadiiByNumber(nil, of, n.Low, n.High, n.Smallest, n.Largest)
	}
	if a := s.Pictures; a != nil {
		p.Atlas, p.Tiles = NewAtlas(a.Pixels, a.Width, a.Tile, a.Size), unsigned(a.Tiles)
	}
}

// choose says which points are chosen, and which are there.
func (s *small) choose(m *Map) {
	if s.Select != nil {
		m.Select(*s.Select, s.Neighbors)
	}
	if s.Point != nil {
		m.Point(*s.Point)
	}
	m.SetSelection(SetOf(s.Selection...), Replace)
	m.Bright = s.Rings
	m.Highlight(s.Highlight)
	if s.Isolate != nil {
		m.Isolate(SetOf(s.Isolate...))
	}
	if s.Hide != nil {
		m.Hide(SetOf(s.Hide...))
	}
	shown := m.Shown()
	shown.Off = SetOf(s.Off...)
	m.Show(shown)
}

// write puts boxes in the place of labels and names, since their font is the page's:
// letterWidth for each letter and boxHeight tall, in a frame of the ground.
func (s *small) write(t *testing.T, m *Map, seen *image.NRGBA) {
	const letterWidth, boxHeight, lineHeight, nameHeight = 6, 8, 16, 22
	box := func(text string, left, middle float64, ink string, opacity float64) {
		x, y := int(math.Floor(float64(float32(left))+.5)), int(math.Floor(float64(float32(middle))+.5))-boxHeight/2
		inside := image.Rect(x, y, x+letterWidth*len(text), y+boxHeight)
		paintOver(seen, inside.Inset(-1), rgb(t, s.Theme.Ground), opacity)
		paintOver(seen, inside, rgb(t, ink), opacity)
	}
	width := func(text string) float64 { return float64(letterWidth*len(text) + 2) }
	m.Points.SetPriorities(s.Labels.Priorities)
	m.Pinned = s.Labels.Pinned
	m.Labels = Labels{Height: lineHeight, Taller: nameHeight - lineHeight, Max: s.Labels.Most, Margin: s.Labels.Room}
	for _, name := range s.Labels.Names {
		m.Labels.Names = append(m.Labels.Names, Name{X: name.X, Y: name.Y, Z: name.Z, Width: width(name.Text)})
	}
	labels := m.ShownLabels(func(row int) float64 { return width(s.Labels.Texts[row]) })
	for _, l := range m.Labels.Named() {
		box(s.Labels.Names[l.Row].Text, l.Left, l.Top+nameHeight/2, s.Theme.Ink, 1)
	}
	for _, l := range slices.Backward(labels) {
		ink, opacity := s.Theme.Ink, l.Opacity()
		switch m.Chosen(l.Row) {
		case Plain:
			ink = s.Theme.SoftInk
		case Dimmed:
			ink, opacity = s.Theme.SoftInk, opacity/2
		case Selected:
			ink = s.Theme.Accent
		}
		box(s.Labels.Texts[l.Row], l.Left, l.Top+lineHeight/2, ink, opacity)
	}
}

func paintOver(seen *image.NRGBA, box image.Rectangle, ink uint32, opacity float64) {
	a := uint8(math.Round(255 * opacity))
	c := color.NRGBA{R: uint8(ink), G: uint8(ink >> 8), B: uint8(ink >> 16), A: a}
	draw.Draw(seen, box, image.NewUniform(c), image.Point{}, draw.Over)
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

// onGround is a canvas as it is seen on a page of a colour.
func onGround(c *Canvas, ground uint32) *image.NRGBA {
	seen := image.NewNRGBA(image.Rect(0, 0, c.Width, c.Height))
	for i, v := range c.Pixels {
		v = over(spread(v), v>>24, ground)
		seen.SetNRGBA(i%c.Width, i/c.Width, color.NRGBA{R: uint8(v), G: uint8(v >> 8), B: uint8(v >> 16), A: 255})
	}
	return seen
}

// What is drawn is what was drawn before and looked at. Processors that multiply
// and add at once round some numbers the other way.
func TestPicturesOfTestdata(t *testing.T) {
	const tolerance = 2
	for _, s := range smallMaps(t) {
		got := s.draw(t)
		ground := rgb(t, s.Theme.Ground)
		path := "testdata/" + strings.ReplaceAll(s.Name, " ", "-") + ".png"
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
				if b.R != uint8(ground) || b.G != uint8(ground>>8) || b.B != uint8(ground>>16) {
					inked++
				}
			}
		}
		if others > 0 || inked < 300 {
			t.Errorf("%s: %d pixels are others, %d are not the ground", s.Name, others, inked)
		}
	}
}

func apart(a, b uint8) int { return max(int(a)-int(b), int(b)-int(a)) }
