package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/blas/gonum"
)

var transpositions = []blas.Transpose{blas.NoTrans, blas.Trans, blas.ConjTrans}

// padding is how many elements lie between the end of a row and the next.
const padding = 3

// A matrix of a test has NaNs between its rows, which nothing may read.
func matrix[T float](rows, cols int, rng *rand.Rand) []T {
	m := make([]T, rows*(cols+padding))
	for i := range m {
		if m[i] = T(2*rng.Float64() - 1); i%(cols+padding) >= cols {
			m[i] = T(math.NaN())
		}
	}
	return m
}

// equal compares all there is, also what lies between rows and must not have
// changed. eps is the rounding of one operation, size the sum of the sizes of
// what was added up.
func equal[T float](t *testing.T, what string, got, want []T, size float64) {
	t.Helper()
	eps := 1e-7
	if _, double := any(T(0)).(float64); double {
		eps = 2e-16
	}
	for i := range want {
		if same := got[i] == want[i] || got[i] != got[i] && want[i] != want[i]; !same && !(math.Abs(float64(got[i]-want[i])) <= 4*eps*size) {
			t.Fatalf("%s: element %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

type gemm[T float] func(tA, tB blas.Transpose, m, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int)

// alwaysPacked is a gemm that leaves no size to gonum.
func alwaysPacked[T float](kernel tileKernel[T]) gemm[T] {
	return func(tA, tB blas.Transpose, m, n, k int, alpha T, a []T, lda int, b []T, ldb int, beta T, c []T, ldc int) {
		scaleRows(beta, m, n, c, ldc)
		addProduct(kernel, blas.All, m, n, k, alpha, operandOf(tA, a, lda), operandOf(tB, b, ldb), c, ldc)
	}
}

func testGemm[T float](t *testing.T, got, want gemm[T], kernel tileKernel[T]) {
	rng := rand.New(rand.NewPCG(1, 2))
	check := func(m, n, k int, alpha, beta T) {
		for _, tA := range transpositions {
			for _, tB := range transpositions {
				rowsA, colsA, rowsB, colsB := m, k, k, n
				if tA != blas.NoTrans {
					rowsA, colsA = k, m
				}
				if tB != blas.NoTrans {
					rowsB, colsB = n, k
				}
				a, b, c := matrix[T](rowsA, colsA, rng), matrix[T](rowsB, colsB, rng), matrix[T](m, n, rng)
				if beta == 0 && m*n > 0 {
					c[0] = T(math.NaN()) // which is not read
				}
				product := append([]T(nil), c...)
				got(tA, tB, m, n, k, alpha, a, colsA+padding, b, colsB+padding, beta, product, n+padding)
				want(tA, tB, m, n, k, alpha, a, colsA+padding, b, colsB+padding, beta, c, n+padding)
				what := fmt.Sprintf("%c%c %d × %d × %d, alpha %v, beta %v", tA, tB, m, n, k, alpha, beta)
				equal(t, what, product, c, float64(k+1))
			}
		}
	}
	sizes := []int{0, 1, 3, kernel.rows, kernel.rows + 1, kernel.cols, kernel.cols + 1}
	for _, m := range sizes {
		for _, n := range sizes {
			for _, k := range []int{0, 1, 2, 13} {
				check(m, n, k, .5, 1)
			}
		}
	}
	for _, alpha := range []T{0, 1, -1.5} {
		for _, beta := range []T{0, 1, .25} {
			check(5, 3, 2, alpha, beta)
			check(11, 17, 13, alpha, beta)
		}
	}
	for _, size := range [][3]int{{height + 1, 20, 10}, {2*height + kernel.rows, 20, 10}, {10, width + 1, 5}, {5, 10, depth + 1}, {height + 1, width + kernel.cols, depth + 1}} {
		check(size[0], size[1], size[2], -1, .5)
	}
}

func TestGemmAgreesWithGonum(t *testing.T) {
	want := gonum.Implementation{}
	scalar32 := tileKernel[float32]{4, 2, addTileScalar[float32], panels32}
	scalar64 := tileKernel[float64]{4, 2, addTileScalar[float64], panels64}
	t.Run("float32", func(t *testing.T) { testGemm(t, BLAS{}.Sgemm, want.Sgemm, tile32()) })
	t.Run("float64", func(t *testing.T) { testGemm(t, BLAS{}.Dgemm, want.Dgemm, tile64()) })
	t.Run("float32 packed", func(t *testing.T) { testGemm(t, alwaysPacked(tile32()), want.Sgemm, tile32()) })
	t.Run("float64 packed", func(t *testing.T) { testGemm(t, alwaysPacked(tile64()), want.Dgemm, tile64()) })
	t.Run("float32 scalar", func(t *testing.T) { testGemm(t, alwaysPacked(scalar32), want.Sgemm, scalar32) })
	t.Run("float64 scalar", func(t *testing.T) { testGemm(t, alwaysPacked(scalar64), want.Dgemm, scalar64) })
}

type syrk[T float] func(part blas.Uplo, t blas.Transpose, n, k int, alpha T, a []T, lda int, beta T, c []T, ldc int)

// testSyrk also sees that the other triangle does not change.
func testSyrk[T float](t *testing.T, got, want syrk[T], kernel tileKernel[T]) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, size := range [][2]int{
		{0, 5}, {5, 0}, {1, 1}, {3, 3}, {kernel.rows, 70}, {kernel.cols + 1, 33}, {40, 1}, {37, 29},
		{height + 1, 3}, {2*height + 5, 3}, {width + 3, 2}, {12, depth + 1},
	} {
		for _, part := range []blas.Uplo{blas.Upper, blas.Lower} {
			for _, tA := range transpositions {
				for _, alpha := range []T{0, 1, -1.5} {
					for _, beta := range []T{0, 1, .25} {
						n, k := size[0], size[1]
						rows, cols := n, k
						if tA != blas.NoTrans {
							rows, cols = k, n
						}
						a, c := matrix[T](rows, cols, rng), matrix[T](n, n, rng)
						product := append([]T(nil), c...)
						got(part, tA, n, k, alpha, a, cols+padding, beta, product, n+padding)
						want(part, tA, n, k, alpha, a, cols+padding, beta, c, n+padding)
						what := fmt.Sprintf("%c%c %d × %d, alpha %v, beta %v", part, tA, n, k, alpha, beta)
						equal(t, what, product, c, 2*float64(k+1))
					}
				}
			}
		}
	}
}

func TestSyrkAgreesWithGonum(t *testing.T) {
	want := gonum.Implementation{}
	t.Run("float32", func(t *testing.T) { testSyrk(t, BLAS{}.Ssyrk, want.Ssyrk, tile32()) })
	t.Run("float64", func(t *testing.T) { testSyrk(t, BLAS{}.Dsyrk, want.Dsyrk, tile64()) })
}

// vectors is what of a BLAS works on vectors, for one type of numbers.
type vectors[T float] struct {
	dot  func(n int, x []T, incX int, y []T, incY int) T
	axpy func(n int, alpha T, x []T, incX int, y []T, incY int)
	gemv func(t blas.Transpose, m, n int, alpha T, a []T, lda int, x []T, incX int, beta T, y []T, incY int)
	ger  func(m, n int, alpha T, x []T, incX int, y []T, incY int, a []T, lda int)
}

func testVectors[T float](t *testing.T, got, want vectors[T]) {
	rng := rand.New(rand.NewPCG(5, 6))
	each := func(n int, check func(alpha T, incX, incY int)) {
		for _, alpha := range []T{0, 1, -1.5} {
			for _, inc := range [][2]int{{1, 1}, {2, 1}, {1, -1}, {-2, 3}} {
				check(alpha, inc[0], inc[1])
			}
		}
	}
	// No longer than it must be: gonum's gemv clears all of y where beta is 0.
	vector := func(n, inc int) []T {
		v := make([]T, max(0, (n-1)*max(inc, -inc)+1))
		for i := range v {
			v[i] = T(2*rng.Float64() - 1)
		}
		return v
	}
	clone := func(x []T) []T { return append([]T(nil), x...) }
	// gonum's own ger of strided float32 vectors is not always the same.
	outer := func(m, n int, alpha T, x []T, incX int, y []T, incY int, a []T, lda int) {
		for i := range m {
			for j := range n {
				a[i*lda+j] += alpha * x[max(0, (1-m)*incX)+i*incX] * y[max(0, (1-n)*incY)+j*incY]
			}
		}
	}
	for n := range 71 {
		each(n, func(alpha T, incX, incY int) {
			x, y := vector(n, incX), vector(n, incY)
			what := fmt.Sprintf("%d elements, alpha %v, increments %d and %d", n, alpha, incX, incY)
			equal(t, "dot of "+what, []T{got.dot(n, x, incX, y, incY)}, []T{want.dot(n, x, incX, y, incY)}, float64(n))
			sum := clone(y)
			got.axpy(n, alpha, x, incX, sum, incY)
			want.axpy(n, alpha, x, incX, y, incY)
			equal(t, "axpy of "+what, sum, y, 3)
		})
	}
	for _, m := range []int{0, 1, 2, 7, 16} {
		for _, n := range []int{0, 1, 3, 4, 17, 70} {
			each(n, func(alpha T, incX, incY int) {
				what := fmt.Sprintf("%d × %d, alpha %v, increments %d and %d", m, n, alpha, incX, incY)
				a := matrix[T](m, n, rng)
				x, y := vector(m, incX), vector(n, incY)
				sum := clone(a)
				got.ger(m, n, alpha, x, incX, y, incY, sum, n+padding)
				outer(m, n, alpha, x, incX, y, incY, a, n+padding)
				equal(t, "ger of "+what, sum, a, 3)
				for _, tA := range transpositions {
					for _, beta := range []T{0, 1, .25} {
						x, y := vector(n, incX), vector(m, incY)
						if tA != blas.NoTrans {
							x, y = vector(m, incX), vector(n, incY)
						}
						product := clone(y)
						got.gemv(tA, m, n, alpha, a, n+padding, x, incX, beta, product, incY)
						want.gemv(tA, m, n, alpha, a, n+padding, x, incX, beta, y, incY)
						equal(t, fmt.Sprintf("gemv %c of %s, beta %v", tA, what, beta), product, y, 4*float64(m+n+1))
					}
				}
			})
		}
	}
}

func TestVectorsAgreeWithGonum(t *testing.T) {
	ours, want := BLAS{}, gonum.Implementation{}
	t.Run("float32", func(t *testing.T) {
		testVectors(t, vectors[float32]{ours.Sdot, ours.Saxpy, ours.Sgemv, ours.Sger}, vectors[float32]{want.Sdot, want.Saxpy, want.Sgemv, want.Sger})
	})
	t.Run("float64", func(t *testing.T) {
		testVectors(t, vectors[float64]{ours.Ddot, ours.Daxpy, ours.Dgemv, ours.Dger}, vectors[float64]{want.Ddot, want.Daxpy, want.Dgemv, want.Dger})
	})
}

func TestBadArgumentsPanicAsGonumDoes(t *testing.T) {
	type both interface {
		blas.Float32
		blas.Float64
	}
	const n = 20
	s, d := make([]float32, n*n), make([]float64, n*n)
	no := blas.NoTrans
	for i, call := range []func(u both){
		func(u both) { u.Sdot(-1, s, 1, s, 1) },
		func(u both) { u.Sdot(n, s, 0, s, 1) },
		func(u both) { u.Sdot(n, s[:n-1], 1, s, 1) },
		func(u both) { u.Ddot(n, d, 1, d[:n-1], 1) },
		func(u both) { u.Ddot(n, d, 2, d[:n-1], 1) },
		func(u both) { u.Saxpy(-1, 1, s, 1, s, 1) },
		func(u both) { u.Saxpy(n, 1, s, 1, s, 0) },
		func(u both) { u.Daxpy(n, 1, d[:n-1], 1, d, 1) },
		func(u both) { u.Sgemv('x', n, n, 1, s, n, s, 1, 1, s, 1) },
		func(u both) { u.Sgemv(no, n, n, 1, s, n-1, s, 1, 1, s, 1) },
		func(u both) { u.Sgemv(no, n, n, 1, s, n, s[:n-1], 1, 1, s, 1) },
		func(u both) { u.Dgemv(no, -1, -1, 1, d, n, d, 1, 1, d, 1) },
		func(u both) { u.Dgemv(no, n, n, 1, d[1:], n, d, 1, 1, d, 1) },
		func(u both) { u.Sger(n, n, 1, s, 1, s[:n-1], 1, s, n) },
		func(u both) { u.Dger(n, -1, 1, d, 1, d, 1, d, n) },
		func(u both) { u.Sgemm('x', no, n, n, n, 1, s, n, s, n, 1, s, n) },
		func(u both) { u.Sgemm(no, 'x', n, n, n, 1, s, n, s, n, 1, s, n) },
		func(u both) { u.Sgemm(no, no, -n, -n, n, 1, s, n, s, n, 1, s, n) },
		func(u both) { u.Sgemm(no, no, n, n, n, 1, s, n-1, s, n, 1, s, n) },
		func(u both) { u.Sgemm(no, no, n, n, n, 1, s, n, s[1:], n, 1, s, n) },
		func(u both) { u.Dgemm(no, no, n, n, -1, 1, d, n, d, n, 1, d, n) },
		func(u both) { u.Dgemm(no, no, n, n, n, 1, d[1:], n, d, n, 1, d, n) },
		func(u both) { u.Dgemm(no, no, n, n, n, 1, d, n, d, n, 1, d[1:], n) },
		func(u both) { u.Ssyrk('x', no, n, n, 1, s, n, 1, s, n) },
		func(u both) { u.Ssyrk(blas.Upper, no, n, n, 1, s, n, 1, s[1:], n) },
		func(u both) { u.Dsyrk(blas.Lower, 'x', n, n, 1, d, n, 1, d, n) },
		func(u both) { u.Dsyrk(blas.Lower, no, n, n, 1, d, n, 1, d, n-1) },
	} {
		caught := func(u both) (reason any) {
			defer func() { reason = recover() }()
			call(u)
			return nil
		}
		if got, want := caught(BLAS{}), caught(gonum.Implementation{}); got != want || want == nil {
			t.Errorf("call %d: panics with %v, gonum with %v", i, got, want)
		}
	}
}

func TestGonumUsesTheBLAS(t *testing.T) {
	if _, ok := blas32.Implementation().(BLAS); !ok {
		t.Error("blas32 has another implementation")
	}
	if _, ok := blas64.Implementation().(BLAS); !ok {
		t.Error("blas64 has another implementation")
	}
}

// flops reports the rate of a benchmark whose every turn takes so many
// operations.
func flops(b *testing.B, operations float64, f func()) {
	for b.Loop() {
		f()
	}
	b.ReportMetric(operations*float64(b.N)/1e9/b.Elapsed().Seconds(), "GFLOP/s")
}

// Benchmarks beside gonum's own are comparable with GOMAXPROCS=1: its gemm runs
// in many goroutines.

func BenchmarkGemm(b *testing.B) {
	for _, n := range []int{4, 16, 64, 256} {
		x, y, z := make([]float32, n*n), make([]float32, n*n), make([]float32, n*n)
		u, v, w := make([]float64, n*n), make([]float64, n*n), make([]float64, n*n)
		for i := range x {
			x[i], y[i], u[i], v[i] = 1, 1, 1, 1
		}
		scalar := alwaysPacked(tileKernel[float32]{4, 2, addTileScalar[float32], panels32})
		for _, run := range []struct {
			name   string
			single gemm[float32]
			double gemm[float64]
		}{
			{"", BLAS{}.Sgemm, BLAS{}.Dgemm},
			{"gonum", gonum.Implementation{}.Sgemm, gonum.Implementation{}.Dgemm},
			{"scalar", scalar, nil},
		} {
			no, operations := blas.NoTrans, 2*float64(n*n*n)
			b.Run(fmt.Sprintf("%d/float32/%s", n, run.name), func(b *testing.B) {
				flops(b, operations, func() { run.single(no, no, n, n, n, 1, x, n, y, n, 0, z, n) })
			})
			if run.double != nil {
				b.Run(fmt.Sprintf("%d/float64/%s", n, run.name), func(b *testing.B) {
					flops(b, operations, func() { run.double(no, no, n, n, n, 1, u, n, v, n, 0, w, n) })
				})
			}
		}
	}
}

func BenchmarkGemv(b *testing.B) {
	const n = 100
	s, d := make([]float32, n*n), make([]float64, n*n)
	for _, t := range []blas.Transpose{blas.NoTrans, blas.Trans} {
		for _, run := range []struct {
			name   string
			single blas.Float32Level2
			double blas.Float64Level2
		}{
			{"", BLAS{}, BLAS{}},
			{"gonum", gonum.Implementation{}, gonum.Implementation{}},
		} {
			b.Run(fmt.Sprintf("float32/%c/%s", t, run.name), func(b *testing.B) {
				flops(b, 2*n*n, func() { run.single.Sgemv(t, n, n, 1, s, n, s, 1, 0, s[:n], 1) })
			})
			b.Run(fmt.Sprintf("float64/%c/%s", t, run.name), func(b *testing.B) {
				flops(b, 2*n*n, func() { run.double.Dgemv(t, n, n, 1, d, n, d, 1, 0, d[:n], 1) })
			})
		}
	}
}

func BenchmarkGer(b *testing.B) {
	const n = 100
	s, d := make([]float32, n*n), make([]float64, n*n)
	for _, run := range []struct {
		name   string
		single blas.Float32Level2
		double blas.Float64Level2
	}{
		{"", BLAS{}, BLAS{}},
		{"gonum", gonum.Implementation{}, gonum.Implementation{}},
	} {
		b.Run("float32/"+run.name, func(b *testing.B) {
			flops(b, 2*n*n, func() { run.single.Sger(n, n, 1, s[:n], 1, s[:n], 1, s, n) })
		})
		b.Run("float64/"+run.name, func(b *testing.B) {
			flops(b, 2*n*n, func() { run.double.Dger(n, n, 1, d[:n], 1, d[:n], 1, d, n) })
		})
	}
}
