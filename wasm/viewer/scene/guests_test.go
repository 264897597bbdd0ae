package scene

import (
	"strings"
	"testing"
)

func TestGuestsAreMarked(t *testing.T) {
	m := rowMap(t) // 40 pixels apart on a line through y = 50
	marked := func() (rows []bool) {
		m.Changed()
		m.Draw()
		for row := range m.Points.Len() {
			rows = append(rows, colorAt(m, 22.5+40*float64(row), 47.5)>>24 > 0) // on a side of the diamond
		}
		return rows
	}
	for _, c := range []struct {
		guests int
		want   string
	}{{0, "....."}, {2, "...##"}, {9, "#####"}} {
		m.Guests = c.guests
		got := ""
		for _, on := range marked() {
			got += map[bool]string{true: "#", false: "."}[on]
		}
		if got != c.want {
			t.Errorf("of %d guests: %s, want %s", c.guests, got, c.want)
		}
	}
	m.Guests = 2
	m.Hide(SetOf(4))
	if got := marked(); !got[3] || got[4] {
		t.Errorf("with one of two guests hidden: %v", got)
	}
	if m.Chosen(2) != Plain || m.Chosen(3) != Joined {
		t.Errorf("labels are marked %v and %v", m.Chosen(2), m.Chosen(3))
	}
	file := string(m.SVG(Drawing{Width: 200, Height: 100, Text: func(int) string { return "" }, TextWidth: func(int) float64 { return 0 }}))
	if n := strings.Count(file, "<path"); n != 1 {
		t.Errorf("the file has %d diamonds", n)
	}
}
