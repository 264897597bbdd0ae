package project

import "math"

// gridRepulsion interpolates. The points' density is spread over a grid, where
// K(d²) = 1/(1+d²) of it is a field φ; since
//
//	∇φ(yᵢ) = −2·Σⱼ (yᵢ−yⱼ)/(1+‖yᵢ−yⱼ‖²)²,  z = Σᵢ φ(yᵢ) − 1,
//
// one field gives the forces and their sum, in time linear in the points. It is
// for two coordinates. The grid is as fine as fineness times the kernel's width,
// while it has not more than fieldSides' last points a side.
//
// While the map is small all K are nearly 1, and single precision would lose
// their differences: K−1 = −d²/(1+d²) is taken instead and the ones are added to
// z afterwards.
//
// Linderman, Rachh, Hoskins, Steinerberger and Kluger, "Fast interpolation-based
// t-SNE for improved visualization of single-cell RNA-seq data", 2019, on
// polynomials; Essmann et al., "A smooth particle mesh Ewald method", 1995, on
// splines.
type gridRepulsion struct {
	field  *field
	h      float64 // between grid points
	offset float64 // of the kernel: K − offset is on the grid
}

const fineness = .5

// margin is how many grid points around the points their splines reach, and
// gridSlack how much larger than the map the grid is made, so that it fits for
// many rounds.
const (
	margin    = 6
	gridSlack = 1.15
)

func (g *gridRepulsion) begin(c *course, y, force []float32, k int, end func(z float64) error) {
	low, high := [2]float64{y0(y, 0), y0(y, 1)}, [2]float64{y0(y, 0), y0(y, 1)}
	for i := 0; i < len(y); i += 2 {
		for j := range low {
			low[j], high[j] = min(low[j], float64(y[i+j])), max(high[j], float64(y[i+j]))
		}
	}
	extent := max(high[0]-low[0], high[1]-low[1], 1e-12)
	convolve := func() error {
		origin := [2]float64{}
		for j := range origin {
			origin[j] = (low[j]+high[j])/2 - g.h*float64(g.field.side-1)/2
		}
		g.convolve(c, y, force, origin, end)
		return nil
	}
	if g.field != nil {
		if room := g.h * float64(g.field.side-margin); extent <= room && extent > room/3 {
			c.begin(stage{id: "field", end: convolve})
			return
		}
	}
	c.begin(stage{id: "field", end: func() error {
		if err := g.fit(extent * gridSlack); err != nil {
			return err
		}
		g.field.spectrum(c, g.h, func(square float64) float64 {
			if g.offset == 1 {
				return -square / (1 + square)
			}
			return 1 / (1 + square)
		}, convolve)
		return nil
	}})
}

func y0(y []float32, j int) float64 { return float64(y[j]) }

// fit chooses the grid for a map of an extent.
func (g *gridRepulsion) fit(extent float64) (err error) {
	side := fieldSides[0]
	for _, side = range fieldSides {
		if extent <= fineness*float64(side-margin) {
			break
		}
	}
	if g.field == nil || g.field.side != side {
		g.field, err = newField(side)
	}
	g.h = extent / float64(side-margin)
	g.offset = 0
	if extent < 2 {
		g.offset = 1
	}
	return err
}

func (g *gridRepulsion) convolve(c *course, y, force []float32, origin [2]float64, end func(z float64) error) {
	f, side := g.field, g.field.side
	n := len(y) / 2
	clear(f.density)
	scale := float32(1 / g.h)
	place := func(i, j int) (cell int, fraction float32) {
		u := float32(float64(y[2*i+j])-origin[j]) * scale
		cell = int(u)
		return cell - 2, u - float32(cell)
	}
	var z float64
	gather := stage{id: "repel", n: n, cost: .2, do: func(from, to int) {
		for i := from; i < to; i++ {
			a, fa := place(i, 0)
			b, fb := place(i, 1)
			wa, wb, da, db := spline(fa), spline(fb), splineSlope(fa), splineSlope(fb)
			var potential, slopeA, slopeB float32
			for t, w := range wa {
				row := (*[6]float32)(f.potential[(a+t)*side+b:])
				along := row[0]*wb[0] + row[1]*wb[1] + row[2]*wb[2] + row[3]*wb[3] + row[4]*wb[4] + row[5]*wb[5]
				potential += w * along
				slopeA += da[t] * along
				slopeB += w * (row[0]*db[0] + row[1]*db[1] + row[2]*db[2] + row[3]*db[3] + row[4]*db[4] + row[5]*db[5])
			}
			z += float64(potential)
			force[2*i], force[2*i+1] = -.5*scale*slopeA, -.5*scale*slopeB
		}
	}, end: func() error {
		points := float64(n)
		return end(max(z+g.offset*points*points-points, math.SmallestNonzeroFloat32))
	}}
	c.begin(stage{id: "repel", n: n, cost: .2, do: func(from, to int) {
		for i := from; i < to; i++ {
			a, fa := place(i, 0)
			b, fb := place(i, 1)
			wb := spline(fb)
			for t, w := range spline(fa) {
				row := (*[6]float32)(f.density[(a+t)*side+b:])
				row[0] += w * wb[0]
				row[1] += w * wb[1]
				row[2] += w * wb[2]
				row[3] += w * wb[3]
				row[4] += w * wb[4]
				row[5] += w * wb[5]
			}
		}
	}, end: func() error {
		f.convolve(c, func() error { c.begin(gather); return nil })
		return nil
	}})
}

// spline returns the B-splines of the fifth degree of the six grid points around
// a place that lies so far between the middle two.
func spline(f float32) [6]float32 {
	g := 1 - f
	f2, g2 := f*f, g*g
	return [6]float32{
		g2 * g2 * g / 120, (26 - f*(50-f*(20+f*(20-f*(20-5*f))))) / 120, (66 - f2*(60-f2*(30-10*f))) / 120,
		(66 - g2*(60-g2*(30-10*g))) / 120, (26 - g*(50-g*(20+g*(20-g*(20-5*g))))) / 120, f2 * f2 * f / 120,
	}
}

// splineSlope returns their derivatives.
func splineSlope(f float32) [6]float32 {
	g := 1 - f
	f2, g2 := f*f, g*g
	return [6]float32{
		-g2 * g2 / 24, (f*(40+f*(60-f*(80-25*f))) - 50) / 120, -f * (120 - f2*(120-50*f)) / 120,
		g * (120 - g2*(120-50*g)) / 120, (50 - g*(40+g*(60-g*(80-25*g)))) / 120, f2 * f2 / 24,
	}
}
