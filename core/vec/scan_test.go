package vec

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

func TestScans(t *testing.T) {
	for _, k := range []struct {
		name            string
		dots, distances func([]float32, blas32.General, []int32, []float32)
	}{
		{"scalar", dotsAtScalar, squaredDistancesAtScalar},
		{Variant, DotsAt, SquaredDistancesAt},
	} {
		rng := rand.New(rand.NewPCG(1, 2))
		for _, cols := range lengths() {
			m, x := table(9, cols, rng), unaligned(cols, rng)
			for n := range 8 {
				rows := distinct(n, 9, rng)
				dots, distances := make([]float32, n), make([]float32, n)
				k.dots(dots, m, rows, x)
				k.distances(distances, m, rows, x)
				for i, r := range rows {
					var dot, distance float64
					for j, v := range row(&m, r) {
						dot += float64(v) * float64(x[j])
						distance += (float64(v) - float64(x[j])) * (float64(v) - float64(x[j]))
					}
					near(t, fmt.Sprintf("%s: row %d of %d, %d columns", k.name, i, n, cols), dots[i], dot, 2*cols)
					near(t, fmt.Sprintf("%s: distance to row %d of %d, %d columns", k.name, i, n, cols), distances[i], distance, 16*cols)
				}
			}
		}
	}
}

// An infinity in one row spoils no other, and one place of a row is counted once.
func TestScansHandOnWhatIsNoNumber(t *testing.T) {
	for _, special := range []float32{float32(math.Inf(1)), float32(math.NaN())} {
		for _, cols := range []int{5, 16, 21, 100} {
			for at := range cols {
				m, x := table(5, cols, rand.New(rand.NewPCG(1, 2))), make([]float32, cols)
				x[at] = 1
				row(&m, 2)[at] = special
				got := make([]float32, 5)
				for name, scan := range map[string]func([]float32, blas32.General, int, []float32){"dots": Dots, "distances": SquaredDistances} {
					scan(got, m, 0, x)
					for i, v := range got {
						if finite := v-v == 0; finite == (i == 2) || i == 2 && special == special && v != special {
							t.Errorf("%s of %d columns, %v at %d of row 2: row %d gives %v", name, cols, special, at, i, v)
						}
					}
				}
			}
		}
	}
}

func TestScansOfLargeTables(t *testing.T) {
	m := blas32.General{Rows: 70000, Cols: 31, Stride: 31, Data: make([]float32, 70000*31)}
	x := make([]float32, 31)
	for i := range m.Rows {
		m.Data[i*31] = float32(i)
	}
	x[0] = 2
	dots, distances := make([]float32, m.Rows-3), make([]float32, m.Rows-3)
	Dots(dots, m, 3, x)
	SquaredDistances(distances, m, 3, x)
	for i := range dots {
		if r := float32(i + 3); dots[i] != 2*r || distances[i] != (r-2)*(r-2) {
			t.Fatalf("row %v: %v and %v", r, dots[i], distances[i])
		}
	}
}

// BenchmarkScan holds the products with all rows of a table against the plainest
// pass over the same numbers.
func BenchmarkScan(b *testing.B) {
	for _, rows := range []int{1000, 100000, 1000000} {
		m := blas32.General{Rows: rows, Cols: 100, Stride: 100, Data: make([]float32, rows*100)}
		for i := range m.Data {
			m.Data[i] = float32(i % 7)
		}
		x, dst := make([]float32, 100), make([]float32, rows)
		for name, pass := range map[string]func(){
			"dots": func() { Dots(dst, m, 0, x) }, "distances": func() { SquaredDistances(dst, m, 0, x) }, "squares": func() { Dot(m.Data, m.Data) },
		} {
			b.Run(fmt.Sprint(rows, "/", name), func(b *testing.B) {
				b.SetBytes(int64(4 * len(m.Data)))
				for b.Loop() {
					pass()
				}
			})
		}
	}
}
