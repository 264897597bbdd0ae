package project

import "math"

// A Whitening turns rows so that they vary by 1 along each of their leading axes,
//
//	yⱼ = axisⱼ·(x−mean)/√varianceⱼ,
//
// which some call sphering; [Sphere] is another thing. Axes with less than a millionth of the variance of
// the first are noise and left out.
type Whitening struct {
	pca *PCA
	at  []float32 // scratch
}

// Whiten returns the whitening by the axes of a PCA whose Step has ended.
func Whiten(p *PCA) *Whitening { return &Whitening{p, make([]float32, p.k)} }

// Dimensions returns how many axes there are.
func (w *Whitening) Dimensions() int {
	variances := w.pca.Variances
	n := 1
	for n < len(variances) && variances[n] > 1e-6*variances[0] {
		n++
	}
	return n
}

// Transform stores the whitened row.
func (w *Whitening) Transform(dst, row []float32) {
	w.pca.Transform(w.at, row)
	for j := range dst {
		if v := w.pca.Variances[j]; v > 0 {
			dst[j] = w.at[j] / float32(math.Sqrt(v))
		}
	}
}
