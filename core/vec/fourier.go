package vec

import (
	"fmt"
	"math"
)

// A Fourier is the discrete Fourier transform of length n,
//
//	y[k] = Σⱼ x[j]·e^(−2πi·jk/n),
//
// of all columns of a matrix at once, so that neighbouring columns share a vector
// register. It is not for concurrent use.
//
// Each stage of it takes r rows apart from each other together, which is
// Stockham's form: rows come out in order, without a permutation by reversed
// digits, into the other one of two buffers.
//
// Van Loan, "Computational Frameworks for the Fast Fourier Transform", 1992.
type Fourier struct {
	n        int
	radices  []int
	cos, sin []float32 // of −2πj/n
	re, im   []float32 // the other buffer
}

// NewFourier returns the transform of a length that is 2^a·3^b.
func NewFourier(n int) (*Fourier, error) {
	f := &Fourier{n: n, cos: make([]float32, max(n, 0)), sin: make([]float32, max(n, 0))}
	rest := n
	for _, r := range []int{3, 4, 2} {
		for rest >= r && rest%r == 0 {
			f.radices = append(f.radices, r)
			rest /= r
		}
	}
	if rest != 1 {
		return nil, fmt.Errorf("a fourier transform of length %d, which is no product of twos and threes", n)
	}
	for j := range n {
		sin, cos := math.Sincos(-2 * math.Pi * float64(j) / float64(n))
		f.cos[j], f.sin[j] = float32(cos), float32(sin)
	}
	return f, nil
}

// Len returns n.
func (f *Fourier) Len() int { return f.n }

// Transform replaces n rows of so many complex numbers, real and imaginary parts
// apart, by their transform. With re and im exchanged it is the inverse, times n.
func (f *Fourier) Transform(re, im []float32, cols int) {
	size := f.n * cols
	re, im = re[:size], im[:size]
	if len(f.re) < size {
		f.re, f.im = make([]float32, size), make([]float32, size)
	}
	xr, xi, yr, yi := re, im, f.re[:size], f.im[:size]
	s := 1
	for _, r := range f.radices {
		f.stage(yr, yi, xr, xi, r, s, cols)
		xr, xi, yr, yi = yr, yi, xr, xi
		s *= r
	}
	if len(f.radices)%2 == 1 {
		copy(re, xr)
		copy(im, xi)
	}
}

// stage computes, with w = e^(−2πi·p·s/n) and ω = e^(−2πi/r),
//
//	y[r·p+u] = wᵘ·Σₜ ωᵘᵗ·x[p+t·m], m = n/(r·s),
//
// where each element is s rows.
func (f *Fourier) stage(yr, yi, xr, xi []float32, r, s, cols int) {
	m, length := f.n/(r*s), s*cols
	apart := m * length
	for p := range m {
		var w [6]float32 // w, w², w³
		for u := 1; u < r; u++ {
			w[2*u-2], w[2*u-1] = f.cos[u*p*s], f.sin[u*p*s]
		}
		x, y := p*length, r*p*length
		switch r {
		case 2:
			butterfly2(yr[y:], yi[y:], xr[x:], xi[x:], apart, length, &w)
		case 3:
			butterfly3(yr[y:], yi[y:], xr[x:], xi[x:], apart, length, &w)
		case 4:
			butterfly4(yr[y:], yi[y:], xr[x:], xi[x:], apart, length, &w)
		}
	}
}

// The butterflies in plain Go start at an element, so that they finish what the
// vectors left. Inputs are apart from each other, outputs length.

func butterfly2Scalar(yr, yi, xr, xi []float32, apart, length int, w *[6]float32, from int) {
	for i := from; i < length; i++ {
		ar, ai, br, bi := xr[i], xi[i], xr[i+apart], xi[i+apart]
		yr[i], yi[i] = ar+br, ai+bi
		yr[i+length], yi[i+length] = times(ar-br, ai-bi, w[0], w[1])
	}
}

const halfSqrt3 = 0.86602540378443864676

func butterfly3Scalar(yr, yi, xr, xi []float32, apart, length int, w *[6]float32, from int) {
	for i := from; i < length; i++ {
		ar, ai := xr[i], xi[i]
		br, bi, cr, ci := xr[i+apart], xi[i+apart], xr[i+2*apart], xi[i+2*apart]
		sr, si := br+cr, bi+ci
		dr, di := halfSqrt3*(bi-ci), -halfSqrt3*(br-cr) // −i·√¾·(b−c)
		mr, mi := ar-.5*sr, ai-.5*si
		yr[i], yi[i] = ar+sr, ai+si
		yr[i+length], yi[i+length] = times(mr+dr, mi+di, w[0], w[1])
		yr[i+2*length], yi[i+2*length] = times(mr-dr, mi-di, w[2], w[3])
	}
}

func butterfly4Scalar(yr, yi, xr, xi []float32, apart, length int, w *[6]float32, from int) {
	for i := from; i < length; i++ {
		x0r, x0i, x1r, x1i := xr[i], xi[i], xr[i+apart], xi[i+apart]
		x2r, x2i, x3r, x3i := xr[i+2*apart], xi[i+2*apart], xr[i+3*apart], xi[i+3*apart]
		ar, ai, br, bi := x0r+x2r, x0i+x2i, x0r-x2r, x0i-x2i
		cr, ci := x1r+x3r, x1i+x3i
		dr, di := x1i-x3i, x3r-x1r // −i·(x₁−x₃)
		yr[i], yi[i] = ar+cr, ai+ci
		yr[i+length], yi[i+length] = times(br+dr, bi+di, w[0], w[1])
		yr[i+2*length], yi[i+2*length] = times(ar-cr, ai-ci, w[2], w[3])
		yr[i+3*length], yi[i+3*length] = times(br-dr, bi-di, w[4], w[5])
	}
}

// times returns the product of two complex numbers.
func times(ar, ai, br, bi float32) (re, im float32) { return ar*br - ai*bi, ar*bi + ai*br }
