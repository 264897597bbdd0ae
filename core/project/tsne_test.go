package project

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

// finish drives a projection to its end.
func finish(t testing.TB, p Projection, m blas32.General, units int) {
	t.Helper()
	for !p.Settled() {
		if _, err := p.Step(m, units); err != nil {
			t.Fatal(err)
		}
	}
}

// scattered returns points of a map.
func scattered(n, k int, size float64, seed uint64) []float32 {
	rng := rand.New(rand.NewPCG(seed, 5))
	y := make([]float32, n*k)
	for i := range y {
		y[i] = float32(size * rng.NormFloat64())
	}
	return y
}

// run does all stages of a course.
func run(t testing.TB, begin func(c *course, end func() error)) {
	t.Helper()
	var c course
	done := false
	begin(&c, func() error { done = true; return nil })
	for !done {
		if _, _, err := c.step(3); err != nil {
			t.Fatal(err)
		}
	}
}

func repulsionOf(t testing.TB, r repulsion, y []float32, k int) (force []float32, z float64) {
	t.Helper()
	force = make([]float32, len(y))
	run(t, func(c *course, end func() error) {
		r.begin(c, y, force, k, func(sum float64) error { z = sum; return end() })
	})
	return force, z
}

func TestForcesAgreeWithTheExactOnes(t *testing.T) {
	for _, c := range []struct {
		name  string
		r     repulsion
		k     int
		bound float64
	}{
		{"grid", &gridRepulsion{}, 2, .01},
		{"tree", &treeRepulsion{angle: .5}, 2, .02},
		{"octree", &treeRepulsion{angle: .5}, 3, .02},
		{"whole tree", &treeRepulsion{angle: 1e-3}, 3, 1e-5},
	} {
		for _, size := range []float64{1e-4, .1, .7, 3, 20, 60} {
			y := scattered(1000, c.k, size, 1)
			want, z := repulsionOf(t, exactRepulsion{}, y, c.k)
			got, gotZ := repulsionOf(t, c.r, y, c.k)
			off := change(want, got)
			t.Logf("%s: of size %g: forces off by %.5f, z by %.6f", c.name, size, off, gotZ/z-1)
			if off > c.bound || math.Abs(gotZ/z-1) > c.bound {
				t.Errorf("%s: of size %g: forces are off by %.4f, z by %.4f", c.name, size, off, gotZ/z-1)
			}
		}
	}
}

func TestAFieldIsTheSumOverAllCells(t *testing.T) {
	f, err := newField(fieldSides[0])
	if err != nil {
		t.Fatal(err)
	}
	const h = .9
	k := func(square float64) float64 { return 1 / (1 + square) }
	run(t, func(c *course, end func() error) { f.spectrum(c, h, k, end) })
	// Where density and potential are those of splines, the kernel comes out at
	// their middles.
	put := func(a, b int, charge float32) {
		w := [3]float32{1. / 6, 2. / 3, 1. / 6}
		for i := range 3 {
			for j := range 3 {
				f.density[(a+i-1)*f.side+b+j-1] += charge * w[i] * w[j]
			}
		}
	}
	put(5, 7, 2)
	put(50, 62, -1)
	run(t, func(c *course, end func() error) { f.convolve(c, end) })
	for _, at := range [][2]int{{5, 7}, {5, 8}, {50, 62}, {1, 1}, {62, 1}, {30, 40}} {
		var got float64
		w := [3]float64{1. / 6, 2. / 3, 1. / 6}
		for i := range 3 {
			for j := range 3 {
				got += w[i] * w[j] * float64(f.potential[(at[0]+i-1)*f.side+at[1]+j-1])
			}
		}
		square := func(a, b int) float64 { return h * h * float64((at[0]-a)*(at[0]-a)+(at[1]-b)*(at[1]-b)) }
		if want := 2*k(square(5, 7)) - k(square(50, 62)); math.Abs(got-want) > 1e-3 {
			t.Errorf("the potential at %v is %v, want %v", at, got, want)
		}
	}
}

func TestTSNEDoesNotDependOnSlices(t *testing.T) {
	m := cloud(500, 9, 1)
	for _, s := range []Settings{
		{Rounds: 20, Forces: ForcesExact},
		{Rounds: 20, Forces: ForcesTree, Dimensions: 3, Start: StartRandom},
		{Rounds: 20, Forces: ForcesGrid, Start: StartSpectral, Perplexity: 80},
	} {
		whole, sliced := NewTSNE(s), NewTSNE(s)
		finish(t, whole, m, 1<<40)
		finish(t, sliced, m, 7)
		whole.Renew()
		sliced.Renew()
		finish(t, whole, m, 1<<40)
		finish(t, sliced, m, 23)
		if !slices.Equal(whole.Coordinates(), sliced.Coordinates()) {
			t.Errorf("%+v: slices of 7 units give another map", s)
		}
	}
}
