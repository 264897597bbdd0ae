package embedding

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas64"

	"nearspace/core/vec"
)

// NormalizeRows gives every row the length 1, so that products are cosines. A
// row of zeros stays.
func (t *Table) NormalizeRows() {
	for i := range t.Rows() {
		if n := vec.Norm(t.Row(i)); n > 0 {
			vec.Scale(1/n, t.Row(i))
		}
	}
}

// Center subtracts the mean row from every row, and returns it.
func (t *Table) Center() (mean []float32) {
	mean = t.mean()
	for i := range t.Rows() {
		vec.AddScaled(t.Row(i), -1, mean)
	}
	return mean
}

// Whiten centres the rows and turns their covariance into the identity, by the
// one symmetric matrix that does and so moves them least:
//
//	W ← (W − μ)·Σ^(−1/2)
//
// Directions in which rows do not vary become zero.
func (t *Table) Whiten() error {
	values, vectors, err := t.principal()
	if err != nil {
		return fmt.Errorf("whiten: %w", err)
	}
	scales := make([]float64, len(values))
	for k, v := range values {
		if v > 1e-10*values[0] {
			scales[k] = 1 / math.Sqrt(v)
		}
	}
	t.stretch(vectors, scales, 0)
	return nil
}

// AllButTheTop centres the rows and takes away what they have along the k
// directions in which they vary most, which frequent words share; the authors
// take k = D/100. Mu and Viswanath, "All-but-the-Top: Simple and Effective
// Postprocessing for Word Representations", 2018.
func (t *Table) AllButTheTop(k int) error {
	if k < 0 || k > t.Dim() {
		return fmt.Errorf("all but the top: %d of %d directions", k, t.Dim())
	}
	_, vectors, err := t.principal()
	if err != nil {
		return fmt.Errorf("all but the top: %w", err)
	}
	vectors.Rows = k
	minus := make([]float64, k)
	for j := range minus {
		minus[j] = -1
	}
	t.stretch(vectors, minus, 1)
	return nil
}

// principal centres the rows and returns the eigenvalues, falling, of their
// covariance with its eigenvectors.
func (t *Table) principal() (values []float64, vectors blas64.General, err error) {
	t.Center()
	covariance := crossProduct(t.Weights, t.Weights)
	for i := range covariance.Data {
		covariance.Data[i] /= float64(max(1, t.Rows()))
	}
	return eigen(covariance)
}

// stretch replaces each row w by keep·w + Σ scaleₖ·(w·vₖ)·vₖ.
func (t *Table) stretch(v blas64.General, scales []float64, keep float64) {
	next := make([]float64, t.Dim())
	for i := range t.Rows() {
		row := t.Row(i)
		for d, w := range row {
			next[d] = keep * float64(w)
		}
		for k := range v.Rows {
			axis := v.Data[k*v.Stride : k*v.Stride+v.Cols]
			var along float64
			for d, w := range row {
				along += float64(w) * axis[d]
			}
			along *= scales[k]
			for d, a := range axis {
				next[d] += along * a
			}
		}
		for d, w := range next {
			row[d] = float32(w)
		}
	}
}
