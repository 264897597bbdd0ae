package project

import "math"

// fitCurve returns a and b for which 1/(1+a·x^2b) is nearest, by least squares on
// 300 places up to three times the spread, to what UMAP wants of a distance x on
// the map:
//
//	ψ(x) = 1 up to minDist, then e^(−(x−minDist)/spread)
//
// by Levenberg and Marquardt's method on ln a and b.
func fitCurve(minDist, spread float64) (a, b float64) {
	const places = 300
	// sums returns the squared error at a, b and its normal equations.
	sums := func(a, b float64) (square float64, h [3]float64, g [2]float64) {
		for i := 1; i < places; i++ {
			x := 3 * spread * float64(i) / (places - 1)
			want := 1.
			if x > minDist {
				want = math.Exp(-(x - minDist) / spread)
			}
			power := a * math.Pow(x, 2*b)
			y := 1 / (1 + power)
			slope := -power * y * y // by ln a
			byB := slope * 2 * math.Log(x)
			off := want - y
			square += off * off
			h[0] += slope * slope
			h[1] += slope * byB
			h[2] += byB * byB
			g[0] += slope * off
			g[1] += byB * off
		}
		return square, h, g
	}
	a, b = 1, 1
	damp := 1e-3
	square, h, g := sums(a, b)
	for range 200 {
		h0, h2 := h[0]*(1+damp), h[2]*(1+damp)
		det := h0*h2 - h[1]*h[1]
		da, db := (h2*g[0]-h[1]*g[1])/det, (h0*g[1]-h[1]*g[0])/det
		nextSquare, nextH, nextG := sums(a*math.Exp(da), b+db)
		if !(nextSquare < square) {
			if damp *= 4; damp > 1e9 {
				break
			}
			continue
		}
		settled := square-nextSquare < 1e-14*square
		a, b, square, h, g = a*math.Exp(da), b+db, nextSquare, nextH, nextG
		damp /= 4
		if settled {
			break
		}
	}
	return a, b
}

// A curve is a function of a squared distance as a table: straight lines between
// 32 places in each octave that a float32 can lie in, at most 3e-4 of its value
// off where it is no steeper than 1/x².
type curve [256 * placesInOctave]struct{ at0, slope float32 }

const (
	placesInOctave = 32
	curveShift     = 23 - 5 // of the bits of a float32 that are not in the place
)

// newCurve returns the curve of a function that is bounded.
func newCurve(f func(square float64) float64) *curve {
	var c curve
	place := func(i int) float64 { return float64(math.Float32frombits(uint32(i) << curveShift)) }
	for i := range 255*placesInOctave - 1 {
		x0, x1 := place(i), place(i+1)
		y0, y1 := f(x0), f(x1)
		slope := (y1 - y0) / (x1 - x0)
		c[i].at0, c[i].slope = float32(y0-slope*x0), float32(slope)
	}
	return &c
}

func (c *curve) at(square float32) float32 {
	e := &c[math.Float32bits(square)>>curveShift%uint32(len(c))]
	return e.at0 + e.slope*square
}
