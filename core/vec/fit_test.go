package vec

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

// factor returns a random factor of so many rows, as it might be after some steps.
func factor(rows, cols int, rng *rand.Rand) *Factor {
	f := &Factor{Rows: table(rows, cols, rng), Sums: table(rows, cols, rng)}
	for i, v := range f.Sums.Data {
		f.Sums.Data[i] = 4 * v * v
	}
	return f
}

func cloneFactor(f *Factor) *Factor { return &Factor{clone(f.Rows), clone(f.Sums)} }

// A plainRow is row i of a factor, which takes a block's steps as one, in float64.
type plainRow struct {
	row, sums []float32
	old, move []float64
}

func newPlainRow(f *Factor, i int32) *plainRow {
	r := &plainRow{row: row(&f.Rows, i), sums: row(&f.Sums, i), move: make([]float64, f.Rows.Cols)}
	for _, v := range r.row {
		r.old = append(r.old, float64(v))
	}
	return r
}

// fit takes the step of row·v, all but the row's own move, and returns the loss.
func (r *plainRow) fit(v, sv []float32, product, target, weight, rate float64) (loss float64) {
	d := product - target
	g := rate * math.Max(-MaxError, math.Min(MaxError, weight*d))
	for k := range v {
		gu, gv := g*float64(v[k]), g*r.old[k]
		r.move[k] += gu
		r.sums[k] += float32(gu * gu)
		sv[k] += float32(gv * gv)
		v[k] -= float32(gv / math.Sqrt(1+float64(sv[k])))
	}
	return weight * d * d / 2
}

func (r *plainRow) end() {
	for k := range r.row {
		r.row[k] -= float32(r.move[k] / math.Sqrt(1+float64(r.sums[k])))
	}
}

func plainDot(a, b []float32) (sum float64) {
	for k, v := range a {
		sum += float64(v) * float64(b[k])
	}
	return sum
}

// Lengths around the blocks, rows that come again, and an error beyond MaxError.
func TestFitRow(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const i, rate = 3, .05
	for name, fit := range map[string]func(x, y *Factor, i int32, js []int32, targets, weights []float32, rate float32) float64{
		"scalar": fitRowScalar, "dispatched": FitRow,
	} {
		t.Run(name, func(t *testing.T) {
			for _, cols := range append(lengths()[:71], 100) {
				for _, n := range []int{0, 1, 2, 7, 8, 9, 17} {
					x, y := factor(12, cols, rng), factor(12, cols, rng)
					js, targets, weights := make([]int32, n), make([]float32, n), make([]float32, n)
					for k := range js {
						js[k], targets[k], weights[k] = (i+1+rng.Int32N(11))%12, 4*rng.Float32()-2, rng.Float32()
					}
					if n > 1 {
						weights[1] = 500
					}
					wantX, wantY := cloneFactor(x), cloneFactor(y)
					var want float64
					for from := 0; from < n; from += fitBlock {
						oldX, oldY := cloneFactor(wantX), cloneFactor(wantY)
						for _, side := range [][4]*Factor{{wantX, wantY, oldX, oldY}, {wantY, wantX, oldY, oldX}} {
							r := newPlainRow(side[0], i)
							for k := from; k < min(n, from+fitBlock); k++ {
								product := plainDot(row(&side[2].Rows, i), row(&side[3].Rows, js[k]))
								want += r.fit(row(&side[1].Rows, js[k]), row(&side[1].Sums, js[k]), product, float64(targets[k]), float64(weights[k]), rate)
							}
							r.end()
						}
					}
					loss := fit(x, y, i, js, targets, weights, rate)
					if math.Abs(loss-want) > 1e-4*want {
						t.Fatalf("%d entries of %d: loss %v, want %v", n, cols, loss, want)
					}
					compareShares(t, "x", x.Rows.Data, wantX.Rows.Data)
					compareShares(t, "y", y.Rows.Data, wantY.Rows.Data)
					compareShares(t, "x's sums", x.Sums.Data, wantX.Sums.Data)
					compareShares(t, "y's sums", y.Sums.Data, wantY.Sums.Data)
				}
			}
		})
	}
}

// However large errors are, no number runs away.
func TestFittingStaysBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	x, y := factor(9, 40, rng), factor(9, 40, rng)
	for _, f := range []*Factor{x, y} {
		clear(f.Sums.Data)
		for k := range f.Rows.Data {
			f.Rows.Data[k] *= 10
		}
	}
	js, targets, weights := []int32{1, 2, 3, 4, 5, 6, 7, 8}, make([]float32, 8), make([]float32, 8)
	for k := range js {
		targets[k], weights[k] = 5, 1
	}
	var loss float64
	for range 2000 {
		loss = FitRow(x, y, 0, js, targets, weights, .05)
	}
	if !(loss < .1) {
		t.Errorf("the loss is %v in the end", loss)
	}
}

func TestFitDiagonal(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, cols := range []int{1, 5, 50} {
		x, y := factor(4, cols, rng), factor(4, cols, rng)
		wantX, wantY := cloneFactor(x), cloneFactor(y)
		product := plainDot(row(&x.Rows, 2), row(&y.Rows, 2))
		r := newPlainRow(wantX, 2)
		want := r.fit(row(&wantY.Rows, 2), row(&wantY.Sums, 2), product, 3, .5, .05)
		r.end()
		if loss := FitDiagonal(x, y, 2, 3, .5, .05); math.Abs(loss-want) > 1e-4*want {
			t.Errorf("loss %v, want %v", loss, want)
		}
		compareShares(t, "x", x.Rows.Data, wantX.Rows.Data)
		compareShares(t, "y's sums", y.Sums.Data, wantY.Sums.Data)
	}
}

// compareShares allows for errors of a share of each number.
func compareShares(t *testing.T, name string, got, want []float32) {
	t.Helper()
	for i, w := range want {
		if d := math.Abs(float64(got[i] - w)); !(d <= 5e-5*(1+math.Abs(float64(w)))) {
			t.Fatalf("%s: element %d is %v, want %v", name, i, got[i], w)
		}
	}
}

func BenchmarkFitRow(b *testing.B) {
	rng := rand.New(rand.NewPCG(5, 6))
	const rows, entries = 1000, 64
	small := func() *Factor {
		f := &Factor{}
		for _, m := range []*blas32.General{&f.Rows, &f.Sums} {
			*m = blas32.General{Rows: rows, Cols: 64, Stride: 64, Data: make([]float32, rows*64)}
		}
		for k := range f.Rows.Data {
			f.Rows.Data[k] = (rng.Float32() - .5) / 50
		}
		return f
	}
	x, y := small(), small()
	js, targets, weights := make([]int32, entries), make([]float32, entries), make([]float32, entries)
	for k := range js {
		js[k], targets[k], weights[k] = 1+rng.Int32N(rows-1), rng.Float32(), rng.Float32()
	}
	for b.Loop() {
		FitRow(x, y, 0, js, targets, weights, .05)
	}
	b.ReportMetric(float64(2*entries*b.N)/b.Elapsed().Seconds()/1e6, "Mproducts/s")
}
