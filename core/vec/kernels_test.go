package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

// kernel is one of the two ways in which each function is written.
type kernel struct {
	name            string
	dot             func(x, y []float32) float32
	squaredDistance func(x, y []float32) float32
	scale           func(alpha float32, dst []float32)
	addScaled       func(dst []float32, alpha float32, x []float32)
}

var kernels = []kernel{
	{"scalar", dotScalar[float32], squaredDistanceScalar, scaleScalar, addScaledScalar[float32]},
	{Variant, Dot, SquaredDistance, Scale, AddScaled},
}

// lengths are those around every width of vectors and a few larger ones.
func lengths() []int {
	var n []int
	for i := range 71 {
		n = append(n, i)
	}
	return append(n, 100, 127, 128, 129, 300, 1023)
}

// unaligned returns n random numbers that begin one float after an aligned place.
func unaligned(n int, rng *rand.Rand) []float32 {
	x := make([]float32, n+1)[1:]
	for i := range x {
		x[i] = 2*rng.Float32() - 1
	}
	return x
}

func TestKernelsAgreeWithFloat64(t *testing.T) {
	for _, k := range kernels {
		t.Run(k.name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 2))
			for _, n := range lengths() {
				x, y := unaligned(n, rng), unaligned(n, rng)
				var dot, distance float64
				for i := range x {
					dot += float64(x[i]) * float64(y[i])
					distance += (float64(x[i]) - float64(y[i])) * (float64(x[i]) - float64(y[i]))
				}
				near(t, fmt.Sprint("dot of ", n), k.dot(x, y), dot, n)
				near(t, fmt.Sprint("squared distance of ", n), k.squaredDistance(x, y), distance, 4*n)

				sum := append([]float32(nil), y...)
				k.addScaled(sum, .5, x)
				for i := range sum {
					near(t, fmt.Sprintf("element %d of a sum of %d", i, n), sum[i], float64(y[i])+.5*float64(x[i]), 1)
				}
				k.scale(-3, sum[:n])
				for i := range sum {
					near(t, fmt.Sprintf("element %d of a multiple of %d", i, n), sum[i], -3*(float64(y[i])+.5*float64(x[i])), 4)
				}
			}
		})
	}
}

// near allows for the rounding of n additions of numbers up to 1.
func near(t *testing.T, what string, got float32, want float64, n int) {
	t.Helper()
	if math.Abs(float64(got)-want) > 1e-7*float64(n+2) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestKernelsHandOnWhatIsNoNumber(t *testing.T) {
	nan, inf, tiny := float32(math.NaN()), float32(math.Inf(1)), math.Float32frombits(1)
	for _, k := range kernels {
		for _, n := range []int{1, 5, 16, 70} {
			for at := 0; at < n; at += 3 {
				x, y := make([]float32, n), make([]float32, n)
				for i := range y {
					y[i] = 1
				}
				x[at] = nan
				if got := k.dot(x, y); got == got {
					t.Errorf("%s: a NaN at %d of %d is lost: %v", k.name, at, n, got)
				}
				x[at] = inf
				if got := k.dot(x, y); got != inf {
					t.Errorf("%s: an infinity at %d of %d gives %v", k.name, at, n, got)
				}
				if got := k.squaredDistance(x, y); got != inf {
					t.Errorf("%s: the distance to infinity at %d of %d is %v", k.name, at, n, got)
				}
				x[at] = tiny
				if got := k.dot(x, y); got != tiny {
					t.Errorf("%s: a denormal at %d of %d gives %v", k.name, at, n, got)
				}
				for _, special := range []float32{nan, inf, tiny} {
					x[at] = special
					sum := append([]float32(nil), x...)
					k.scale(2, sum)
					k.addScaled(sum, -1, x)
					want := 2*special - special
					for i, got := range sum {
						if i == at && (got == want || got != got && want != want) || i != at && got == 0 {
							continue
						}
						t.Errorf("%s: %v at %d of %d, twice less once, is %v at %d", k.name, special, at, n, got, i)
					}
				}
			}
		}
	}
}

func TestKernelsWriteNothingBeyondTheirSlice(t *testing.T) {
	for _, k := range kernels {
		for n := range 40 {
			buf := make([]float32, n+20)
			for i := range buf {
				buf[i] = 7
			}
			k.scale(2, buf[:n])
			k.addScaled(buf[:n], 1, buf[:n:n])
			for i, v := range buf[n:] {
				if v != 7 {
					t.Fatalf("%s: element %d beyond %d is %v", k.name, i, n, v)
				}
			}
		}
	}
}

func TestUnequalLengthsPanic(t *testing.T) {
	for name, f := range map[string]func(){
		"dot":       func() { Dot(make([]float32, 3), make([]float32, 4)) },
		"distance":  func() { SquaredDistance(make([]float32, 5), make([]float32, 4)) },
		"addScaled": func() { AddScaled(make([]float32, 5), 1, make([]float32, 6)) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s took slices of unequal lengths", name)
				}
			}()
			f()
		}()
	}
}

func TestDots(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for cols := range 71 {
		m, x := table(23, cols, rng), unaligned(cols, rng)
		for from := range 23 {
			got := make([]float32, 23-from)
			Dots(got, m, from, x)
			for i, v := range got {
				near(t, fmt.Sprintf("row %d of %d columns", from+i, cols), v, float64(dotScalar(row(&m, int32(from+i)), x)), 2*cols)
			}
		}
	}
}

func ExampleDot() {
	fmt.Println(Dot([]float32{1, 2, 3}, []float32{4, 5, 6}))
	// Output: 32
}

func ExampleAddScaled() {
	sum := []float32{1, 1, 1}
	AddScaled(sum, 2, []float32{1, 2, 3})
	fmt.Println(sum)
	// Output: [3 5 7]
}

func BenchmarkDot(b *testing.B) {
	x := make([]float32, 100)
	for _, k := range kernels {
		b.Run(k.name, func(b *testing.B) {
			for b.Loop() {
				k.dot(x, x)
			}
			b.ReportMetric(200*float64(b.N)/1e9/b.Elapsed().Seconds(), "GFLOP/s")
		})
	}
}

func BenchmarkDots(b *testing.B) {
	m := blas32.General{Rows: 20000, Cols: 100, Stride: 112, Data: make([]float32, 20000*112)}
	x, dst := make([]float32, 100), make([]float32, 20000)
	for b.Loop() {
		Dots(dst, m, 0, x)
	}
	b.ReportMetric(200*20000*float64(b.N)/1e9/b.Elapsed().Seconds(), "GFLOP/s")
}
