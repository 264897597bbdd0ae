package embedding

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

func seeded() *rand.Rand { return rand.New(rand.NewPCG(1, 2)) }

// random returns a table of N(0, 1).
func random(rows, dim int) *Table {
	t := NewTable(rows, dim)
	t.Normal(1, seeded())
	return t
}

func randomVector(n int) []float32 {
	rng := rand.New(rand.NewPCG(3, uint64(n)))
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// gradCheck holds a gradient against central differences of loss, moving one
// parameter after the other.
func gradCheck(t *testing.T, what string, params, grad []float32, loss func() float64) {
	t.Helper()
	const h = 1e-2
	for i, w := range params {
		params[i] = w + h
		above := loss()
		params[i] = w - h
		below := loss()
		params[i] = w
		want := (above - below) / (2 * h)
		if math.Abs(want-float64(grad[i])) > 3e-3*max(1, math.Abs(want)) {
			t.Errorf("%s: ∂L/∂w[%d] = %v, differences say %v", what, i, grad[i], want)
		}
	}
}

// gradCheckTable is gradCheck for a table and its sparse gradient.
func gradCheckTable(t *testing.T, what string, table *Table, g SparseGrad, loss func() float64) {
	t.Helper()
	dense := g.Dense(table.Rows())
	for i := range table.Rows() {
		gradCheck(t, what, table.Row(i), dense[i*table.Dim():(i+1)*table.Dim()], loss)
	}
}

// weigh is a loss that is linear in what a layer returned: its gradient is g.
func weigh(y, g []float32) float64 {
	var sum float64
	for i, v := range y {
		sum += float64(v) * float64(g[i])
	}
	return sum
}

// lossOf is weigh over a lookup.
func lossOf(t *testing.T, l Layer, ids []int32, g []float32) func() float64 {
	return func() float64 {
		y := make([]float32, len(g))
		must(t, l.Lookup(y, ids))
		return weigh(y, g)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantError(t *testing.T, err error, message string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), message) {
		t.Errorf("error %v, want one that says %q", err, message)
	}
}

func wantClose(t *testing.T, what string, got, want []float32, tolerance float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range want {
		if !(math.Abs(float64(got[i])-float64(want[i])) <= tolerance) {
			t.Errorf("%s: number %d is %v, want %v", what, i, got[i], want[i])
		}
	}
}

func dense(rows, cols int) blas32.General { return matrix(make([]float32, rows*cols), rows, cols) }
