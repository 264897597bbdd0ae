package vec

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

// table returns a random matrix whose rows are padded by three.
func table(rows, cols int, rng *rand.Rand) blas32.General {
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols + 3, Data: make([]float32, rows*(cols+3))}
	for i := range m.Data {
		m.Data[i] = 2*rng.Float32() - 1
	}
	return m
}

func clone(m blas32.General) blas32.General {
	m.Data = append([]float32(nil), m.Data...)
	return m
}

// distinct returns n of the numbers below m, none twice.
func distinct(n, m int, rng *rand.Rand) []int32 {
	ids := make([]int32, n)
	for i, v := range rng.Perm(m)[:n] {
		ids[i] = int32(v)
	}
	return ids
}

// The sizes around the blocks of six targets and of two rows, and every length
// of rows, which lie unaligned.
func eachRowCase(t *testing.T, check func(t *testing.T, x, y blas32.General, xs, ys []int32, g []float32)) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, cols := range append(lengths()[:71], 100) {
		for _, m := range []int{0, 1, 2, 3, 7} {
			for _, n := range []int{0, 1, 4, 5, 6, 7, 11, 12} {
				x, y := table(13, cols, rng), table(13, cols, rng)
				g := table(1, m*n, rng).Data[:m*n]
				check(t, x, y, distinct(m, 13, rng), distinct(n, 13, rng), g)
			}
		}
	}
}

func TestRowDots(t *testing.T) {
	for name, dots := range map[string]func([]float32, blas32.General, []int32, blas32.General, []int32){
		"scalar": rowDotsScalar, "dispatched": RowDots,
	} {
		t.Run(name, func(t *testing.T) {
			eachRowCase(t, func(t *testing.T, x, y blas32.General, xs, ys []int32, _ []float32) {
				got := make([]float32, len(xs)*len(ys))
				dots(got, x, xs, y, ys)
				for i, xi := range xs {
					for j, yj := range ys {
						var want float64
						for k, v := range row(&x, xi) {
							want += float64(v) * float64(row(&y, yj)[k])
						}
						if math.Abs(want-float64(got[i*len(ys)+j])) > 1e-5 {
							t.Fatalf("%d × %d rows of %d: product %d, %d is %v, want %v", len(xs), len(ys), x.Cols, i, j, got[i*len(ys)+j], want)
						}
					}
				}
			})
		})
	}
}

func TestRowsOutsideATablePanic(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	x, y := table(3, 8, rng), table(9, 8, rng)
	for _, id := range []int32{-1, 3, 1 << 30} {
		for name, f := range map[string]func(){
			"RowDots":    func() { RowDots(make([]float32, 12), x, []int32{1, id}, y, []int32{0, 1, 2, 3, 4, 5}) },
			"RowUpdates": func() { RowUpdates(y, []int32{1, 2}, x, []int32{0, 1, 2, id, 1, 1}, make([]float32, 12)) },
		} {
			func() {
				defer func() {
					if recover() == nil {
						t.Errorf("%s of row %d of 3: no panic", name, id)
					}
				}()
				f()
			}()
		}
	}
}

func TestRowUpdates(t *testing.T) {
	for name, update := range map[string]func(x blas32.General, xs []int32, y blas32.General, ys []int32, g []float32){
		"scalar": rowUpdatesScalar, "dispatched": RowUpdates,
	} {
		t.Run(name, func(t *testing.T) {
			eachRowCase(t, func(t *testing.T, x, y blas32.General, xs, ys []int32, g []float32) {
				oldX, oldY := clone(x), clone(y)
				wantX, wantY := clone(x), clone(y)
				for i, xi := range xs {
					for j, yj := range ys {
						for k := range x.Cols {
							row(&wantX, xi)[k] += g[i*len(ys)+j] * row(&oldY, yj)[k]
							row(&wantY, yj)[k] += g[i*len(ys)+j] * row(&oldX, xi)[k]
						}
					}
				}
				update(x, xs, y, ys, g)
				compare(t, "x", x.Data, wantX.Data)
				compare(t, "y", y.Data, wantY.Data)
			})
		})
	}
}

func TestRowUpdatesOfARepeatedRowAddUp(t *testing.T) {
	for _, targets := range []int{2, 6, 8} {
		rng := rand.New(rand.NewPCG(3, 4))
		x, y := table(4, 20, rng), table(8, 20, rng)
		xs, ys := []int32{1, 1}, distinct(targets, 8, rng)
		g := table(1, 2*targets, rng).Data[:2*targets]
		want := clone(x)
		for j, yj := range ys {
			for k := range x.Cols {
				row(&want, 1)[k] += (g[j] + g[targets+j]) * row(&y, yj)[k]
			}
		}
		RowUpdates(x, xs, y, ys, g)
		compare(t, "x", x.Data, want.Data)
	}
}

func TestRowsHandOnWhatIsNoNumber(t *testing.T) {
	const m, cols = 3, 21
	for _, special := range []float32{float32(math.NaN()), float32(math.Inf(1)), math.Float32frombits(1)} {
		for _, n := range []int{4, 6, 8} {
			for at := range cols {
				x, y := blas32.General{Rows: m, Cols: cols, Stride: cols, Data: make([]float32, m*cols)}, table(n, cols, rand.New(rand.NewPCG(1, 2)))
				xs, ys, g := []int32{0, 1, 2}, make([]int32, n), make([]float32, m*n)
				for j := range ys {
					ys[j] = int32(j)
					row(&y, ys[j])[at] = 1
					g[n+j] = 1
				}
				row(&x, 1)[at] = special
				dots := make([]float32, m*n)
				RowDots(dots, x, xs, y, ys)
				for i := range m {
					for _, v := range dots[i*n : (i+1)*n] {
						if want := row(&x, int32(i))[at]; v != want && (v == v || want == want) {
							t.Fatalf("%d × %d rows: the product with %v in place %d is %v", m, n, want, at, v)
						}
					}
				}
				RowUpdates(x, xs, y, ys, g)
				for j := range ys {
					if got, want := row(&y, ys[j])[at], special+1; got != want && (got == got || want == want) {
						t.Fatalf("%d × %d rows: %v in place %d became %v in target %d", m, n, special, at, got, j)
					}
				}
			}
		}
	}
}

func TestSigmoid(t *testing.T) {
	for name, f := range map[string]func(dst, x []float32){"scalar": sigmoidScalar, "dispatched": Sigmoid} {
		t.Run(name, func(t *testing.T) {
			for n := range 71 {
				x := make([]float32, n+1)[1:]
				for i := range x {
					x[i] = float32(i-n/2) * .83
				}
				got := make([]float32, n)
				f(got, x)
				for i, v := range x {
					if want := 1 / (1 + math.Exp(-float64(v))); math.Abs(float64(got[i])-want) > 5e-6 {
						t.Errorf("σ(%v) = %v, want %v", v, got[i], want)
					}
				}
			}
		})
	}
	ends := []float32{float32(math.Inf(-1)), float32(math.Inf(1)), 1e30, -1e30}
	Sigmoid(ends, ends)
	for i, want := range []float32{0, 1, 1, 0} {
		if math.Abs(float64(ends[i]-want)) > 1e-5 {
			t.Errorf("at an end %d: %v, want %v", i, ends[i], want)
		}
	}
	if nan := []float32{float32(math.NaN())}; true {
		Sigmoid(nan, nan)
		if nan[0] == nan[0] {
			t.Errorf("σ(NaN) = %v", nan[0])
		}
	}
}

func compare(t *testing.T, name string, got, want []float32) {
	t.Helper()
	for i := range want {
		if math.Abs(float64(got[i]-want[i])) > 1e-5 {
			t.Fatalf("%s: element %d is %v, want %v", name, i, got[i], want[i])
		}
	}
}

func benchmarkRows(b *testing.B, targets int, f func(x, y blas32.General, xs, ys []int32, g []float32)) {
	rng := rand.New(rand.NewPCG(5, 6))
	x, y := blas32.General{Rows: 64, Cols: 112, Stride: 112, Data: make([]float32, 64*112)}, table(64, 112, rng)
	xs, ys, g := distinct(6, 64, rng), distinct(targets, 64, rng), make([]float32, 6*targets)
	for b.Loop() {
		f(x, y, xs, ys, g)
	}
}

func BenchmarkRowDots(b *testing.B) {
	benchmarkRows(b, 6, func(x, y blas32.General, xs, ys []int32, g []float32) { RowDots(g, x, xs, y, ys) })
}

func BenchmarkRowUpdates(b *testing.B) {
	benchmarkRows(b, 6, func(x, y blas32.General, xs, ys []int32, g []float32) { RowUpdates(x, xs, y, ys, g) })
}

func BenchmarkRowUpdatesOfElevenTargets(b *testing.B) {
	benchmarkRows(b, 11, func(x, y blas32.General, xs, ys []int32, g []float32) { RowUpdates(x, xs, y, ys, g) })
}
