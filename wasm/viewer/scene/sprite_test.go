package scene

import (
	"slices"
	"testing"
)

func TestAtlas(t *testing.T) {
	// Two tiles of 2 × 2 side by side, and a column that is none.
	a := NewAtlas([]uint32{
		0xff0000ff, 0xff0000ff, 0xff000000, 0xff0000ff, 1,
		0xff0000ff, 0xff0000ff, 0x80ff0000, 0x00ffffff, 1,
	}, 5, 2, 2)
	if a.Tiles() != 2 {
		t.Fatalf("%d tiles", a.Tiles())
	}
	for _, test := range []struct {
		tile, size int
		want       []uint32
	}{
		{0, 1, []uint32{0xff0000ff}},
		{1, 2, []uint32{0xff000000, 0xff0000ff, 0x80800000, 0}}, // premultiplied
		{1, 1, []uint32{0xa0200040}},                            // the mean
		{1, 4, []uint32{
			0xff000000, 0xff000000, 0xff0000ff, 0xff0000ff,
			0xff000000, 0xff000000, 0xff0000ff, 0xff0000ff,
			0x80800000, 0x80800000, 0, 0,
			0x80800000, 0x80800000, 0, 0,
		}},
	} {
		if got := a.of(test.tile, test.size); !slices.Equal(got, test.want) {
			t.Errorf("tile %d in %d: %08x, want %08x", test.tile, test.size, got, test.want)
		}
	}
}

func TestSpritesStandForPoints(t *testing.T) {
	const red, green = 0xff0000ff, 0xff00ff00
	m := rowMap(t)
	m.Points.Atlas = NewAtlas([]uint32{red, green}, 2, 1, 6)
	m.Points.Tiles = []uint32{1, 0, 7}
	m.Changed()
	m.Draw()
	for row, want := range []uint32{green, red, defaultColor, defaultColor} {
		x, y, _ := m.Where(row)
		if got := colorAt(m, x, y); got != want {
			t.Errorf("row %d: %08x, want %08x", row, got, want)
		}
	}
	// Six pixels wide, from the 17th to the 22nd.
	for _, test := range []struct {
		x    float64
		want uint32
	}{{16, 0}, {17, green}, {22, green}, {23, 0}} {
		if got := colorAt(m, test.x, 50); got != test.want {
			t.Errorf("pixel %v: %08x, want %08x", test.x, got, test.want)
		}
	}
	m.SetSelection(SetOf(0), Replace)
	m.Bright = true
	m.Changed()
	m.Draw()
	if got := colorAt(m, 16, 50); got>>24 == 0 {
		t.Error("a chosen picture has no ring")
	}
	if got := colorAt(m, 20, 50); got != green {
		t.Errorf("a chosen picture is %08x", got)
	}
}

// At the edges a picture is cut, not moved.
func TestSpriteAtTheEdges(t *testing.T) {
	a := NewAtlas([]uint32{0xff000001, 0xff000002, 0xff000003, 0xff000004}, 2, 2, 2)
	for _, test := range []struct {
		x, y float64
		want []uint32
	}{
		{1, 1, []uint32{0xff000001, 0xff000002, 0xff000003, 0xff000004}},
		{0, 0, []uint32{0xff000004, 0, 0, 0}},
		{2, 2, []uint32{0, 0, 0, 0xff000001}},
		{-9, 1, make([]uint32, 4)},
		{1e300, 1, make([]uint32, 4)},
	} {
		c := NewCanvas(2, 2)
		c.sprite(a, 0, test.x, test.y, 2, 0)
		if !slices.Equal(c.Pixels, test.want) {
			t.Errorf("at (%v, %v): %08x, want %08x", test.x, test.y, c.Pixels, test.want)
		}
	}
}

// A picture is as large as it looks: beside it are its ring and its label.
func TestPicturesAreMarked(t *testing.T) {
	const green = 0xff00ff00
	m := rowMap(t)
	m.Points.Atlas = NewAtlas([]uint32{green}, 1, 1, 20)
	m.Points.Tiles = make([]uint32, 5)
	m.Points.SetPriorities([]float32{0, 0, 1})
	m.Point(2)
	m.Draw()
	for _, test := range []struct {
		x    float64
		want bool
	}{{100, true}, {109, true}, {113, true}} { // 1.4 times as large
		if got := colorAt(m, test.x, 50) == green; got != test.want {
			t.Errorf("pixel %v is green: %v", test.x, got)
		}
	}
	if got := colorAt(m, 116, 50); got>>24 == 0 || got == green {
		t.Errorf("there is no ring: %08x", got)
	}
	if l := m.ShownLabels(func(int) float64 { return 20 }); l[0].Row != 2 || l[0].Left != 100+10+labelGap {
		t.Errorf("%+v", l[0])
	}
}
