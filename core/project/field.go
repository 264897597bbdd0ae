package project

import (
	"math"

	"nearspace/core/vec"
)

// A field is what charges on a square grid do everywhere on it,
//
//	potential[a] = Σ_b K(h·‖a−b‖)·density[b],
//
// for a kernel that is smooth on the scale of h, in the time of a Fourier
// transform: the grid is put into one of twice the side, so that the sum over a
// period is the sum over the grid. Density and potential are meant for B-splines
// of the fifth degree: the kernel is divided by what spreading and gathering with them
// takes away from each frequency, so that between grid points it is interpolated
// by splines on both sides.
//
// Real numbers are transformed in pairs, as one complex number, along the first
// axis; then the frequencies 0 to side−1 of it, which say all that there is but
// for the last one, along the second. That last one is dropped: where it counts,
// the grid is too coarse.
type field struct {
	side               int
	density, potential []float32 // side × side

	fourier *vec.Fourier // of twice the side
	zr, zi  []float32    // panels of pairs of columns by the first axis
	yr, yi  []float32    // a panel of frequencies by the second
	kernel  []float32    // panels like it; real, as the kernel is even
	edge    []float32    // while the kernel is made: its column at the distance of side
}

// panelCols is how many columns are transformed together: as few as let a panel
// stay in the cache.
const panelCols = 32

// fieldSides are multiples of 2·panelCols with transforms.
var fieldSides = [...]int{64, 128, 192, 256, 384, 512, 768, 1024}

func newField(side int) (*field, error) {
	fourier, err := vec.NewFourier(2 * side)
	if err != nil {
		return nil, err
	}
	size := side * side
	return &field{
		side: side, density: make([]float32, size), potential: make([]float32, size), fourier: fourier,
		zr: make([]float32, size), zi: make([]float32, size), kernel: make([]float32, 2*size),
		yr: make([]float32, 2*side*panelCols), yi: make([]float32, 2*side*panelCols),
	}, nil
}

// panelCost is that of a transform, in units of work.
func (f *field) panelCost() float64 {
	n := float64(2 * f.side)
	return n * math.Log2(n) * panelCols / 1000
}

// spectrum begins the stages that take K(d²) with grid points h apart as kernel.
func (f *field) spectrum(c *course, h float64, k func(square float64) float64, end func() error) {
	n, period := f.side, 2*f.side
	at := func(a, b int) float32 { return float32(k(h * h * float64(a*a+b*b))) }
	f.edge = make([]float32, period)
	weight := make([]float64, period) // of B-splines, on both sides
	for l := range weight {
		w := 2 * math.Pi * float64(l) / float64(period)
		b := (33 + 26*math.Cos(w) + math.Cos(2*w)) / 60
		weight[l] = 1 / (b * b * float64(period))
	}
	second := stage{id: "grid", n: n / panelCols, cost: 2 * f.panelCost(), do: func(from, to int) {
		for p := from; p < to; p++ {
			clear(f.yi)
			for q := range panelCols {
				freq := p*panelCols + q
				for b := range n + 1 {
					v := f.edge[freq]
					if b < n {
						z := f.zr
						if b%2 == 1 {
							z = f.zi
						}
						v = z[f.pair(b/2, freq)]
					}
					f.yr[b*panelCols+q], f.yr[(period-b)%period*panelCols+q] = v, v
				}
			}
			f.fourier.Transform(f.yr, f.yi, panelCols)
			kernel := f.kernel[p*len(f.yr):][:len(f.yr)]
			for l := range period {
				for q := range panelCols {
					kernel[l*panelCols+q] = f.yr[l*panelCols+q] * float32(weight[l]*weight[p*panelCols+q])
				}
			}
		}
	}, end: func() error { f.edge = nil; return end() }}
	// An even sequence has real frequencies, so that a pair needs no parting.
	c.begin(stage{id: "grid", n: n / 2 / panelCols, cost: 3 * f.panelCost(), do: func(from, to int) {
		for p := from; p < to; p++ {
			zr, zi := f.panel(p)
			for i := range period {
				for q := range panelCols {
					a, b := min(i, period-i), 2*(p*panelCols+q)
					zr[i*panelCols+q], zi[i*panelCols+q] = at(a, b), at(a, b+1)
				}
			}
			f.fourier.Transform(zr, zi, panelCols)
		}
	}, end: func() error {
		for i := range period {
			f.edge[i] = at(min(i, period-i), n)
		}
		f.fourier.Transform(f.edge, make([]float32, period), 1)
		c.begin(second)
		return nil
	}})
}

// panel returns the pairs of columns from p·panelCols.
func (f *field) panel(p int) (zr, zi []float32) {
	size := 2 * f.side * panelCols
	return f.zr[p*size:][:size], f.zi[p*size:][:size]
}

// pair returns where in zr and zi row i of a pair of columns is.
func (f *field) pair(j, i int) int {
	return (j/panelCols*2*f.side+i)*panelCols + j%panelCols
}

// convolve begins the stages that compute the potential of the density.
func (f *field) convolve(c *course, end func() error) {
	back := stage{id: "field", n: f.side / 2 / panelCols, cost: f.panelCost(), do: func(from, to int) {
		for p := from; p < to; p++ {
			zr, zi := f.panel(p)
			f.fourier.Transform(zi, zr, panelCols)
			for i := range f.side {
				row := f.potential[i*f.side+2*p*panelCols:][:2*panelCols]
				re, im := zr[i*panelCols:][:panelCols], zi[i*panelCols:][:panelCols]
				for q, v := range re {
					row[2*q], row[2*q+1] = v, im[q]
				}
			}
		}
	}, end: end}
	second := stage{id: "field", n: f.side / panelCols, cost: 2 * f.panelCost(), do: func(from, to int) {
		for p := from; p < to; p++ {
			f.second(p)
		}
	}, end: func() error {
		for j := range f.side / 2 {
			at := f.pair(j, f.side)
			f.zr[at], f.zi[at] = 0, 0
		}
		c.begin(back)
		return nil
	}}
	c.begin(stage{id: "field", n: f.side / 2 / panelCols, cost: f.panelCost(), do: func(from, to int) {
		for p := from; p < to; p++ {
			zr, zi := f.panel(p)
			for i := range f.side {
				row := f.density[i*f.side+2*p*panelCols:][:2*panelCols]
				re, im := zr[i*panelCols:][:panelCols], zi[i*panelCols:][:panelCols]
				for q := range re {
					re[q], im[q] = row[2*q], row[2*q+1]
				}
			}
			clear(zr[f.side*panelCols:])
			clear(zi[f.side*panelCols:])
			f.fourier.Transform(zr, zi, panelCols)
		}
	}, end: func() error { c.begin(second); return nil }})
}

// second transforms a panel of frequencies along the second axis, multiplies it
// with the kernel and transforms it back. Of the pair Z = X + iX′, with Z′ the
// element of the opposite frequency,
//
//	X = (Z + conj Z′)/2,  X′ = (Z − conj Z′)/2i
func (f *field) second(p int) {
	n, period := f.side, 2*f.side
	for j := range n / 2 {
		even, odd := 2*j*panelCols, (2*j+1)*panelCols
		for q := range panelCols {
			freq := p*panelCols + q
			z, opposite := f.pair(j, freq), f.pair(j, (period-freq)%period)
			a, b, c, d := f.zr[z], f.zi[z], f.zr[opposite], f.zi[opposite]
			f.yr[even+q], f.yi[even+q] = .5*(a+c), .5*(b-d)
			f.yr[odd+q], f.yi[odd+q] = .5*(b+d), .5*(c-a)
		}
	}
	clear(f.yr[n*panelCols:])
	clear(f.yi[n*panelCols:])
	f.fourier.Transform(f.yr, f.yi, panelCols)
	kernel := f.kernel[p*len(f.yr):][:len(f.yr)]
	yr, yi := f.yr[:len(kernel)], f.yi[:len(kernel)]
	for i, k := range kernel {
		yr[i] *= k
		yi[i] *= k
	}
	f.fourier.Transform(f.yi, f.yr, panelCols)
	for j := range n / 2 {
		even, odd := 2*j*panelCols, (2*j+1)*panelCols
		for q := range panelCols {
			freq := p*panelCols + q
			er, ei, or, oi := f.yr[even+q], f.yi[even+q], f.yr[odd+q], f.yi[odd+q]
			z, opposite := f.pair(j, freq), f.pair(j, (period-freq)%period)
			f.zr[opposite], f.zi[opposite] = er+oi, or-ei
			f.zr[z], f.zi[z] = er-oi, or+ei
		}
	}
}
