package vec

import (
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

func TestRowSum(t *testing.T) {
	for name, sum := range map[string]func([]float32, float32, blas32.General, []int32){
		"scalar": rowSumScalar, "dispatched": RowSum,
	} {
		t.Run(name, func(t *testing.T) {
			eachRowCase(t, func(t *testing.T, x, _ blas32.General, _, rows []int32, _ []float32) {
				rows = append(slices.Clone(rows), rows...) // rows may repeat
				got, want := table(1, x.Cols, rand.New(rand.NewPCG(7, 8))).Data[:x.Cols], make([]float32, x.Cols)
				for _, i := range rows {
					for k, v := range row(&x, i) {
						want[k] += .25 * v
					}
				}
				sum(got, .25, x, rows)
				compare(t, "sum", got, want)
			})
		})
	}
}

func TestAddToRows(t *testing.T) {
	for name, add := range map[string]func(blas32.General, []int32, float32, []float32){
		"scalar": addToRowsScalar, "dispatched": AddToRows,
	} {
		t.Run(name, func(t *testing.T) {
			eachRowCase(t, func(t *testing.T, x, y blas32.General, _, rows []int32, _ []float32) {
				rows = append(slices.Clone(rows), rows...)
				v, want := row(&y, 0), clone(x)
				for _, i := range rows {
					for k := range v {
						row(&want, i)[k] += .5 * v[k]
					}
				}
				add(x, rows, .5, v)
				compare(t, "x", x.Data, want.Data)
			})
		})
	}
}

func TestBagUpdates(t *testing.T) {
	for name, update := range map[string]func(dst, v []float32, y blas32.General, ys []int32, g []float32){
		"scalar": bagUpdatesScalar, "dispatched": BagUpdates,
	} {
		t.Run(name, func(t *testing.T) {
			eachRowCase(t, func(t *testing.T, x, y blas32.General, _, ys []int32, g []float32) {
				if len(g) < len(ys) {
					return
				}
				v, got := row(&x, 3), row(&x, 4)
				wantY, want := clone(y), make([]float32, x.Cols)
				for j, yj := range ys {
					for k := range v {
						want[k] += g[j] * row(&y, yj)[k]
						row(&wantY, yj)[k] += g[j] * v[k]
					}
				}
				update(got, v, y, ys, g)
				compare(t, "dst", got, want)
				compare(t, "y", y.Data, wantY.Data)
			})
		})
	}
}
