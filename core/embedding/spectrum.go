package embedding

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"

	"nearspace/core/vec"
)

// What helps to choose the dimension of a table.

// Spectrum returns the singular values of m, falling: the square roots of the
// eigenvalues of mᵀm. A table whose values fall to nothing after k of them loses
// little in k dimensions.
func Spectrum(m blas32.General) ([]float64, error) {
	values, _, err := eigen(crossProduct(m, m))
	if err != nil {
		return nil, fmt.Errorf("spectrum: %w", err)
	}
	values = values[:min(m.Rows, m.Cols)]
	for k, v := range values {
		values[k] = math.Sqrt(max(0, v))
	}
	return values, nil
}

// PIPLoss returns ‖AAᵀ − BBᵀ‖ (Frobenius): how much the inner products of all
// pairs of rows differ, whatever the dimensions and rotations of the two. It is
// computed without the large matrices:
//
//	‖AAᵀ − BBᵀ‖² = ‖AᵀA‖² + ‖BᵀB‖² − 2‖AᵀB‖²
//
// Yin and Shen, "On the Dimensionality of Word Embedding", 2018: against a
// second training on other text, the loss has its minimum at the dimension
// that holds the signal and not yet the noise.
func PIPLoss(a, b blas32.General) (float64, error) {
	if a.Rows != b.Rows {
		return 0, fmt.Errorf("pip loss: tables of %d and of %d rows", a.Rows, b.Rows)
	}
	square := squares(crossProduct(a, a)) + squares(crossProduct(b, b)) - 2*squares(crossProduct(a, b))
	return math.Sqrt(max(0, square)), nil
}

// TruncationLoss returns, for each k of 0 to len(spectrum), the PIP loss of
// keeping the k leading dimensions: √(Σ_{i≥k} σᵢ⁴).
func TruncationLoss(spectrum []float64) []float64 {
	loss := make([]float64, len(spectrum)+1)
	var sum float64
	for k := len(spectrum) - 1; k >= 0; k-- {
		sum += math.Pow(spectrum[k], 4)
		loss[k] = math.Sqrt(sum)
	}
	return loss
}

func squares(m blas64.General) float64 { return blas64.Dot(flat(m), flat(m)) }

func flat(m blas64.General) blas64.Vector {
	return blas64.Vector{N: len(m.Data), Data: m.Data, Inc: 1}
}

// crossProduct returns aᵀb, summed up in float64 block by block.
func crossProduct(a, b blas32.General) blas64.General {
	const block = 128
	sum := blas64.General{Rows: a.Cols, Cols: b.Cols, Stride: b.Cols, Data: make([]float64, a.Cols*b.Cols)}
	for from := 0; from < a.Rows; from += block {
		to := min(a.Rows, from+block)
		blas64.Gemm(blas.Trans, blas.NoTrans, 1, widened(a, from, to), widened(b, from, to), 1, sum)
	}
	return sum
}

// widened returns rows from, …, to−1 in float64.
func widened(m blas32.General, from, to int) blas64.General {
	w := blas64.General{Rows: to - from, Cols: m.Cols, Stride: m.Cols, Data: make([]float64, 0, (to-from)*m.Cols)}
	for i := from; i < to; i++ {
		for _, v := range rowOf(m, i) {
			w.Data = append(w.Data, float64(v))
		}
	}
	return w
}

var errNotFinite = errors.New("the numbers are not all finite")

// eigen returns the eigenvalues of a positive semidefinite matrix, falling, and its
// eigenvectors, row by row.
func eigen(m blas64.General) (values []float64, vectors blas64.General, err error) {
	n := m.Rows
	for _, v := range m.Data {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, m, errNotFinite
		}
	}
	if n == 0 {
		return nil, m, nil
	}
	vectors, values, err = vec.LeadingEigen(m, n)
	return values, vectors, err
}
