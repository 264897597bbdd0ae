package vec

import (
	"runtime"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
)

// BLAS implements gonum's blas.Float32 and blas.Float64: by the kernels of this
// package where they are faster, and by gonum itself otherwise. It runs in the
// goroutine that called it, and panics as gonum does. Whether a zero times a NaN
// counts depends on sizes and transpositions, as it does in gonum.
//
// A program that imports this package uses it in blas32 and blas64, so that
// whatever is built on these is fast in the browser without having to ask for
// it. The linker takes only those methods of it that some code calls.
type BLAS struct{ gonum.Implementation }

func init() {
	blas32.Use(BLAS{})
	blas64.Use(BLAS{})
}

// Where a product is computed here, gonum still checks the arguments: by being
// asked for one with an alpha that leaves it nothing else to do.

// Sdot returns x·y.
func (u BLAS) Sdot(n int, x []float32, incX int, y []float32, incY int) float32 {
	if !dense(n, len(x), incX, len(y), incY) {
		return u.Implementation.Sdot(n, x, incX, y, incY)
	}
	return dot(x[:n], y[:n])
}

// Ddot returns x·y.
func (u BLAS) Ddot(n int, x []float64, incX int, y []float64, incY int) float64 {
	if !dense(n, len(x), incX, len(y), incY) {
		return u.Implementation.Ddot(n, x, incX, y, incY)
	}
	return dot64(x[:n], y[:n])
}

// Saxpy computes y += alpha·x.
func (u BLAS) Saxpy(n int, alpha float32, x []float32, incX int, y []float32, incY int) {
	if !dense(n, len(x), incX, len(y), incY) || alpha == 0 {
		u.Implementation.Saxpy(n, alpha, x, incX, y, incY)
		return
	}
	addScaled(y[:n], alpha, x[:n])
}

// Daxpy computes y += alpha·x.
func (u BLAS) Daxpy(n int, alpha float64, x []float64, incX int, y []float64, incY int) {
	if !dense(n, len(x), incX, len(y), incY) || alpha == 0 {
		u.Implementation.Daxpy(n, alpha, x, incX, y, incY)
		return
	}
	addScaled64(y[:n], alpha, x[:n])
}

// dense returns whether two vectors of n elements lie in one piece each, with
// nothing amiss.
func dense(n, lenX, incX, lenY, incY int) bool {
	return incX == 1 && incY == 1 && 0 <= n && n <= lenX && n <= lenY
}

// Sgemv computes y = alpha·op(A)·x + beta·y.
func (u BLAS) Sgemv(t blas.Transpose, m, n int, alpha float32, a []float32, lda int, x []float32, incX int, beta float32, y []float32, incY int) {
	if incX != 1 || incY != 1 || m*n < vectorised {
		u.Implementation.Sgemv(t, m, n, alpha, a, lda, x, incX, beta, y, incY)
		return
	}
	u.Implementation.Sgemv(t, m, n, 0, a, lda, x, incX, beta, y, incY)
	addMulVec(level2[float32]{dots1x4, dot, addRows, addScaled}, t, m, n, alpha, a, lda, x, y)
}

// Dgemv computes y = alpha·op(A)·x + beta·y.
func (u BLAS) Dgemv(t blas.Transpose, m, n int, alpha float64, a []float64, lda int, x []float64, incX int, beta float64, y []float64, incY int) {
	const assembly = runtime.GOARCH == "amd64" // gonum's, twice as fast as these kernels
	if assembly || incX != 1 || incY != 1 || m*n < vectorised {
		u.Implementation.Dgemv(t, m, n, alpha, a, lda, x, incX, beta, y, incY)
		return
	}
	u.Implementation.Dgemv(t, m, n, 0, a, lda, x, incX, beta, y, incY)
	addMulVec(level2[float64]{dots64, dot64, addRows64, addScaled64}, t, m, n, alpha, a, lda, x, y)
}

// Sger computes A += alpha·x·yᵀ.
func (u BLAS) Sger(m, n int, alpha float32, x []float32, incX int, y []float32, incY int, a []float32, lda int) {
	u.Implementation.Sger(m, n, 0, x, incX, y, incY, a, lda)
	addOuter(addScaled, m, n, alpha, contiguous(m, x, incX), contiguous(n, y, incY), a, lda)
}

// Dger computes A += alpha·x·yᵀ.
func (u BLAS) Dger(m, n int, alpha float64, x []float64, incX int, y []float64, incY int, a []float64, lda int) {
	u.Implementation.Dger(m, n, 0, x, incX, y, incY, a, lda)
	addOuter(addScaled64, m, n, alpha, contiguous(m, x, incX), contiguous(n, y, incY), a, lda)
}

// contiguous returns the n elements of a vector side by side. gonum's own ger of
// float32 vectors that are not gives now and then other numbers for the same ones.
func contiguous[T float](n int, x []T, inc int) []T {
	if inc == 1 || n == 0 {
		return x
	}
	side := make([]T, n)
	at := max(0, (1-n)*inc)
	for i := range side {
		side[i] = x[at]
		at += inc
	}
	return side
}

// level2 is the kernels over rows of a matrix, four at a time or one.
type level2[T float] struct {
	dots      func(dst *[4]T, x, a0, a1, a2, a3 []T)
	dot       func(x, y []T) T
	addRows   func(dst []T, alpha *[4]T, a0, a1, a2, a3 []T)
	addScaled func(dst []T, alpha T, x []T)
}

// addMulVec adds alpha·op(A)·x to y, where A is m × n.
func addMulVec[T float](kernels level2[T], t blas.Transpose, m, n int, alpha T, a []T, lda int, x, y []T) {
	if alpha == 0 {
		return
	}
	row := func(i int) []T { return a[i*lda : i*lda+n] }
	i := 0
	for ; i+4 <= m; i += 4 {
		var four [4]T
		if t == blas.NoTrans {
			kernels.dots(&four, x[:n], row(i), row(i+1), row(i+2), row(i+3))
			for j, v := range four {
				y[i+j] += alpha * v
			}
			continue
		}
		for j := range four {
			four[j] = alpha * x[i+j]
		}
		kernels.addRows(y[:n], &four, row(i), row(i+1), row(i+2), row(i+3))
	}
	for ; i < m; i++ {
		if t == blas.NoTrans {
			y[i] += alpha * kernels.dot(x[:n], row(i))
		} else {
			kernels.addScaled(y[:n], alpha*x[i], row(i))
		}
	}
}

// addOuter adds alpha·x·yᵀ to A.
func addOuter[T float](addScaled func(dst []T, alpha T, x []T), m, n int, alpha T, x, y, a []T, lda int) {
	if alpha == 0 {
		return
	}
	for i := range m {
		addScaled(a[i*lda:i*lda+n], alpha*x[i], y[:n])
	}
}

// vectorised is from how many multiplications on a product with a vector is
// worth a kernel's call, packed from how many on one of matrices is worth
// copying them.
const (
	vectorised = 64
	packed     = 10 * 10 * 10
)

// Sgemm computes C = alpha·op(A)·op(B) + beta·C.
func (u BLAS) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	if m*n*k < packed {
		u.Implementation.Sgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	u.Implementation.Sgemm(tA, tB, m, n, k, 0, a, lda, b, ldb, 1, c, ldc)
	scaleRows(beta, m, n, c, ldc)
	addProduct(tile32(), blas.All, m, n, k, alpha, operandOf(tA, a, lda), operandOf(tB, b, ldb), c, ldc)
}

// Dgemm computes C = alpha·op(A)·op(B) + beta·C.
func (u BLAS) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	if m*n*k < packed {
		u.Implementation.Dgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	u.Implementation.Dgemm(tA, tB, m, n, k, 0, a, lda, b, ldb, 1, c, ldc)
	scaleRows(beta, m, n, c, ldc)
	addProduct(tile64(), blas.All, m, n, k, alpha, operandOf(tA, a, lda), operandOf(tB, b, ldb), c, ldc)
}

// Ssyrk computes a triangle of C = alpha·op(A)·op(A)ᵀ + beta·C.
func (u BLAS) Ssyrk(part blas.Uplo, t blas.Transpose, n, k int, alpha float32, a []float32, lda int, beta float32, c []float32, ldc int) {
	if n*n*k < packed {
		u.Implementation.Ssyrk(part, t, n, k, alpha, a, lda, beta, c, ldc)
		return
	}
	u.Implementation.Ssyrk(part, t, n, k, 0, a, lda, beta, c, ldc)
	left := operandOf(t, a, lda)
	addProduct(tile32(), part, n, n, k, alpha, left, left.transposed(), c, ldc)
}

// Dsyrk computes a triangle of C = alpha·op(A)·op(A)ᵀ + beta·C.
func (u BLAS) Dsyrk(part blas.Uplo, t blas.Transpose, n, k int, alpha float64, a []float64, lda int, beta float64, c []float64, ldc int) {
	if n*n*k < packed {
		u.Implementation.Dsyrk(part, t, n, k, alpha, a, lda, beta, c, ldc)
		return
	}
	u.Implementation.Dsyrk(part, t, n, k, 0, a, lda, beta, c, ldc)
	left := operandOf(t, a, lda)
	addProduct(tile64(), part, n, n, k, alpha, left, left.transposed(), c, ldc)
}

// scaleRows multiplies m × n numbers by beta; if that is 0, it does not read
// them.
func scaleRows[T float](beta T, m, n int, c []T, stride int) {
	if beta == 1 {
		return
	}
	for i := range m {
		row := c[i*stride : i*stride+n]
		if beta == 0 {
			clear(row)
			continue
		}
		for j := range row {
			row[j] *= beta
		}
	}
}
