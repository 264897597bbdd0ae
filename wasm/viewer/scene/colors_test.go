package scene

import (
	"math"
	"slices"
	"testing"
)

func TestByCategory(t *testing.T) {
	const other = 0xff999999
	got := ByCategory(make([]uint32, 9), []uint32{1, 0, 2, math.MaxUint32}, []uint32{0xff0000aa, 0xff00bb00}, other)
	if want := []uint32{0xff00bb00, 0xff0000aa, other, other}; !slices.Equal(got, want) {
		t.Errorf("%08x, want %08x", got, want)
	}
}

func TestByNumber(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	const other = 0xff999999
	scale := []uint32{0xff000000, 0xff0000ff, 0xff00ffff}
	for _, test := range []struct {
		v, low, high float32
		want         uint32
	}{
		{-1, 0, 4, 0xff000000}, // beyond the ends the ends
		{0, 0, 4, 0xff000000},
		{1, 0, 4, 0xff00007f}, // half way between two
		{2, 0, 4, 0xff0000ff},
		{4, 0, 4, 0xff00ffff},
		{inf, 0, 4, 0xff00ffff},
		{-inf, 0, 4, 0xff000000},
		{nan, 0, 4, other},
		{3, 4, 0, 0xff00007f}, // a scale may fall
		{5, 5, 5, 0xff000000},
	} {
		if got := ByNumber(nil, []float32{test.v}, test.low, test.high, scale, other); got[0] != test.want {
			t.Errorf("%v from %v to %v: %08x, want %08x", test.v, test.low, test.high, got[0], test.want)
		}
	}
	if got := ByNumber(nil, []float32{1, 9}, 0, 9, []uint32{7}, other); !slices.Equal(got, []uint32{7, 7}) {
		t.Errorf("of one colour: %08x", got)
	}
	if got := ByNumber(nil, []float32{1}, 0, 9, nil, other); got[0] != other {
		t.Errorf("of none: %08x", got)
	}
}

// Areas grow evenly.
func TestRadiiByNumber(t *testing.T) {
	got := RadiiByNumber(nil, []float32{0, 5, 10, 99, float32(math.NaN())}, 0, 10, 1, 7)
	if want := []float32{1, 5, 7, 7, 1}; !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
