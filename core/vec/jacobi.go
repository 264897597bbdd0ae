package vec

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas64"
)

// Jacobi rotates pairs of rows until their first n columns are orthogonal, the
// longest rows first, and returns the squares of these lengths. Whatever stands
// in further columns is rotated along.
//
//	t = tan of the angle, t² + 2ζt − 1 = 0, ζ = (‖aᵢ‖² − ‖aⱼ‖²) / 2aᵢ·aⱼ
//
// That is the singular value decomposition of the n columns: QA = diag(σ)Vᵀ,
// where Q is what becomes of an identity in further columns. It is used instead
// of LAPACK, which would be a seventh of the whole engine.
//
// Hestenes, "Inversion of matrices by biorthogonalization and related results",
// 1958; de Rijk, "A one-sided Jacobi algorithm for computing the singular value
// decomposition on a vector computer", 1989.
func Jacobi(a blas64.General, n int) (squares []float64, err error) {
	const (
		sweeps = 60
		enough = 1e-10 // cosine of what counts as a right angle; float32 has 1e-7
	)
	squares = make([]float64, a.Rows)
	for range sweeps {
		for i := range squares {
			squares[i] = blas64.Dot(rowOf(a, i, n), rowOf(a, i, n))
		}
		settled := true
		for i := range a.Rows {
			for j := i + 1; j < a.Rows; j++ {
				if squares[i] < squares[j] {
					blas64.Swap(rowOf(a, i, a.Cols), rowOf(a, j, a.Cols))
					squares[i], squares[j] = squares[j], squares[i]
					settled = false
				}
				product := blas64.Dot(rowOf(a, i, n), rowOf(a, j, n))
				if math.Abs(product) <= enough*math.Sqrt(squares[i]*squares[j]) {
					continue
				}
				settled = false
				zeta := (squares[i] - squares[j]) / (2 * product)
				tan := math.Copysign(1/(math.Abs(zeta)+math.Hypot(1, zeta)), product)
				cos := 1 / math.Hypot(1, tan)
				blas64.Rot(rowOf(a, i, a.Cols), rowOf(a, j, a.Cols), cos, cos*tan)
				squares[i] += tan * product
				squares[j] -= tan * product
			}
		}
		if settled {
			return squares, nil
		}
	}
	return nil, fmt.Errorf("%d × %d numbers have no singular values that can be found", a.Rows, n)
}

// rowOf returns the first n columns of row i.
func rowOf(m blas64.General, i, n int) blas64.Vector {
	return blas64.Vector{N: n, Inc: 1, Data: m.Data[i*m.Stride : i*m.Stride+n]}
}

// LeadingEigen returns the k eigenvectors of the largest eigenvalues of a positive
// semidefinite matrix, as rows, and these, falling.
func LeadingEigen(cov blas64.General, k int) (vectors blas64.General, values []float64, err error) {
	vectors = blas64.General{Rows: cov.Rows, Cols: cov.Cols, Stride: cov.Cols, Data: make([]float64, cov.Rows*cov.Cols)}
	for i := range cov.Rows {
		copy(rowOf(vectors, i, cov.Cols).Data, rowOf(cov, i, cov.Cols).Data)
	}
	// With a little added to each eigenvalue, that of 0 has a vector as well.
	shift := 1e-100
	for i := range cov.Rows {
		shift += 1e-14 * cov.Data[i*cov.Stride+i]
	}
	for i := range cov.Rows {
		vectors.Data[i*vectors.Stride+i] += shift
	}
	squares, err := Jacobi(vectors, cov.Cols) // C = VΛVᵀ, so Q = Vᵀ leaves ΛVᵀ
	if err != nil {
		return vectors, nil, err
	}
	vectors.Rows = min(k, cov.Rows)
	values = make([]float64, vectors.Rows)
	for i := range values {
		length := math.Sqrt(squares[i])
		values[i] = max(0, length-shift)
		blas64.Scal(1/length, rowOf(vectors, i, vectors.Cols))
	}
	return vectors, values, nil
}
