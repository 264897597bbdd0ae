package project

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

func iris(t testing.TB) (m blas32.General, labels []int32) {
	t.Helper()
	file, err := os.Open("testdata/iris.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m.Cols, m.Stride = 4, 4
	for lines := bufio.NewScanner(file); lines.Scan(); m.Rows++ {
		var row [4]float32
		var class int32
		if _, err := fmt.Sscan(lines.Text(), &row[0], &row[1], &row[2], &row[3], &class); err != nil {
			t.Fatal(err)
		}
		m.Data, labels = append(m.Data, row[:]...), append(labels, class)
	}
	return m, labels
}

func TestUMAPOfIris(t *testing.T) {
	m, labels := iris(t)
	for _, s := range []Settings{{}, {Seed: 5}, {Dimensions: 3}, {Start: StartRandom}, {MinDist: .5}} {
		s.Metric = space.Euclidean
		p := NewUMAP(s)
		finish(t, p, m, 1<<30)
		if got := trust(t, m, space.Euclidean, p, 10); got < .97 {
			t.Errorf("%+v: trustworthiness %.4f", s, got)
		}
		if got := tightness(p.Coordinates(), p.Dimensions(), labels); got > .5 {
			t.Errorf("%+v: the kinds have the tightness %.2f", s, got)
		}
	}
}

// In WebAssembly the edges are taken by other code than anywhere else.
func TestEdgesAreTakenAlikeEverywhere(t *testing.T) {
	m, _ := iris(t)
	for _, negatives := range []int{1, 5} {
		u := NewUMAP(Settings{Metric: space.Euclidean, Negatives: negatives, Rounds: 3})
		finish(t, u, m, 1<<30)
		taken := make([]int32, 2*len(u.due))
		for i := range taken {
			taken[i] = int32(i * 7 % len(u.due))
		}
		other := *u
		other.y, other.due = slices.Clone(u.y), slices.Clone(u.due)
		u.move2(taken, .5)
		other.move2Go(taken, .5)
		if !slices.Equal(u.y, other.y) || !slices.Equal(u.due, other.due) || u.draw != other.draw {
			t.Errorf("%d random points: the maps differ", negatives)
		}
		u.move2(nil, .5)
		if !slices.Equal(u.y, other.y) {
			t.Error("no edges move points")
		}
	}
}

// The wanted numbers are those of SciPy's curve_fit.
func TestFitCurve(t *testing.T) {
	for _, c := range []struct{ minDist, spread, a, b float64 }{
		{.1, 1, 1.57694346, .89506088},
		{.5, 1, .58303002, 1.33416699},
		{.001, 1, 1.9290734, .79150453},
		{.1, 2, .54466054, .84205543},
		{0, .5, 5.78248338, .79049511},
	} {
		if a, b := fitCurve(c.minDist, c.spread); math.Abs(a-c.a) > 1e-5*c.a || math.Abs(b-c.b) > 1e-5 {
			t.Errorf("minDist %v, spread %v: %v, %v, want %v, %v", c.minDist, c.spread, a, b, c.a, c.b)
		}
	}
}

func TestACurveIsNearItsFunction(t *testing.T) {
	f := func(square float64) float64 { return 1.8 / ((.001 + square) * (1 + 1.6*math.Pow(square, .9))) }
	c := newCurve(f)
	for square := 1e-12; square < 1e12; square *= 1.01 {
		if got, want := float64(c.at(float32(square))), f(square); math.Abs(got/want-1) > 1e-3 {
			t.Fatalf("at %g it is %g, want %g", square, got, want)
		}
	}
	if got := c.at(0); math.Abs(float64(got)-f(0)) > 1e-3*f(0) {
		t.Errorf("at 0 it is %v, want %v", got, f(0))
	}
}

func TestFuzzy(t *testing.T) {
	log := math.Log2
	for _, c := range []struct {
		distances []float32
		want      []float64
	}{
		// The nearest has 1, and all add up to the logarithm of one more than
		// there are.
		{[]float32{1, 2}, []float64{1, log(3) - 1}},
		{[]float32{7, 7.5}, []float64{1, log(3) - 1}},
		{[]float32{.5, 2, 2}, []float64{1, .5, .5}},
		{[]float32{0, 1, 2}, []float64{1, 1, 1e-30}}, // more than that are at their nearest
	} {
		var found []neighbor
		for _, d := range c.distances {
			found = append(found, neighbor{distance: d})
		}
		w := make([]float32, len(found))
		fuzzy(w, found)
		for j, v := range c.want {
			if math.Abs(float64(w[j])-v) > 1e-4 {
				t.Errorf("%v: weights %v, want %v", c.distances, w, c.want)
				break
			}
		}
	}
}

func TestDue(t *testing.T) {
	x := []float32{3, 1, 2, 2.0000002, float32(math.Inf(1)), 1.9999999, 5, 2, .5}
	places := make([]int32, len(x))
	for n := range len(x) + 1 {
		var want []int32
		for i, v := range x[:n] {
			if v <= 2 {
				want = append(want, int32(i)+10)
			}
		}
		for name, find := range map[string]func([]int32, []float32, float32, int32) int{"here": due, "in Go": dueGo} {
			if got := places[:find(places, x[:n], 2, 10)]; !slices.Equal(got, want) {
				t.Errorf("%s, %d numbers: %v, want %v", name, n, got, want)
			}
		}
	}
}

func TestEdgesTakeTurns(t *testing.T) {
	g := dense([][]float64{
		{0, 1, 1, 1},
		{1, 0, 0, 0},
		{1, 0, 0, 1},
		{1, 0, 1, 0},
	})
	var rows, edges []int32
	inTurn(g, func(row, edge int32) { rows, edges = append(rows, row), append(edges, edge) })
	if want := []int32{0, 1, 2, 3, 0, 2, 3, 0}; !slices.Equal(rows, want) {
		t.Errorf("rows in the order %v, want %v", rows, want)
	}
	if slices.Sort(edges); !slices.Equal(edges, []int32{0, 1, 2, 3, 4, 5, 6, 7}) {
		t.Errorf("edges %v", edges)
	}
	many := &graph{start: make([]int32, 1)}
	for i := range 200 {
		many.start = append(many.start, many.start[i]+int32(i%3))
	}
	var count int32
	inTurn(many, func(row, edge int32) {
		if count++; edge < many.start[row] || edge >= many.start[row+1] {
			t.Errorf("edge %d is none of row %d", edge, row)
		}
	})
	if count != many.start[200] {
		t.Errorf("%d of %d edges", count, many.start[200])
	}
}

func TestSymmetrise(t *testing.T) {
	found := &neighbors{k: 2, items: []neighbor{{1, 0}, {2, 0}, {2, 0}, {0, 0}, {3, 0}, {1, 0}, {2, 0}, {0, 0}}}
	w := []float32{1, .5, .25, .5, 1, .5, 1, .125}
	var g *graph
	run(t, func(c *course, end func() error) {
		symmetrise(c, found, w, union, func(joined *graph) error { g = joined; return end() })
	})
	want := [][]float64{
		{0, 1, .5, .125},
		{1, 0, .625, 0},
		{.5, .625, 0, 1},
		{.125, 0, 1, 0},
	}
	if d := dense(want); !slices.Equal(g.start, d.start) || !slices.Equal(g.cols, d.cols) || !slices.Equal(g.values, d.values) {
		t.Errorf("%+v, want %+v", g, d)
	}
}

func TestUMAPDoesNotDependOnSlices(t *testing.T) {
	m := cloud(400, 9, 1)
	for _, s := range []Settings{
		{Rounds: 30},
		{Rounds: 30, Dimensions: 3, Metric: Correlation, Start: StartRandom},
		{Rounds: 30, Metric: space.Dot, Whiten: true},
	} {
		sameInSlices(t, fmt.Sprintf("%+v", s), m, func() Projection { return NewUMAP(s) })
	}
}

// The second and third eigenvectors of a ring are a cosine and a sine: its points
// lie on a circle.
func TestTheSpectrumOfARing(t *testing.T) {
	const n = 40
	w := make([][]float64, n)
	for i := range w {
		w[i] = make([]float64, n)
		w[i][(i+1)%n], w[i][(i+n-1)%n] = .5, .5
	}
	if !connected(dense(w)) {
		t.Error("a ring is in pieces")
	}
	var y []float32
	run(t, func(c *course, end func() error) {
		spectral(c, dense(w), 2, randomSource(), func(found []float32) error { y = found; return end() })
	})
	radius := math.Sqrt(2. / n)
	for i := range n {
		if r := math.Hypot(float64(y[2*i]), float64(y[2*i+1])); math.Abs(r/radius-1) > .1 {
			t.Errorf("point %d is %.4f from the middle, want %.4f", i, r, radius)
		}
		j := (i + 1) % n
		step := math.Hypot(float64(y[2*i]-y[2*j]), float64(y[2*i+1]-y[2*j+1]))
		if want := 2 * radius * math.Sin(math.Pi/n); math.Abs(step/want-1) > .3 {
			t.Errorf("points %d and %d are %.4f from each other, want %.4f", i, j, step, want)
		}
	}
	w[0][1], w[1][0], w[20][21], w[21][20] = 0, 0, 0, 0
	if connected(dense(w)) {
		t.Error("a ring that is cut twice is in one piece")
	}
}

func TestMapsOfFewAndOfEqualRows(t *testing.T) {
	for name, m := range map[string]blas32.General{
		"two rows":   {Rows: 2, Cols: 3, Stride: 3, Data: []float32{1, 2, 3, 4, 5, 7}},
		"four rows":  {Rows: 4, Cols: 1, Stride: 1, Data: []float32{1, 2, 3, 4}},
		"equal rows": {Rows: 30, Cols: 3, Stride: 3, Data: make([]float32, 90)},
		"no numbers": {Rows: 20, Cols: 2, Stride: 2, Data: append(scattered(19, 2, 1, 1), float32(math.NaN()), float32(math.Inf(1)))},
	} {
		for _, metric := range []space.Metric{space.Cosine, space.Euclidean, space.Dot, Correlation} {
			for _, k := range []int{2, 3} {
				s := Settings{Dimensions: k, Metric: metric, Rounds: 60}
				for _, p := range []Projection{NewTSNE(s), NewUMAP(s)} {
					finish(t, p, m, 1<<30)
					if len(p.Coordinates()) != m.Rows*k {
						t.Errorf("%s: %d coordinates of %d rows", name, len(p.Coordinates()), m.Rows)
					}
					for _, v := range p.Coordinates() {
						if v-v != 0 {
							t.Fatalf("%s, %s, %T: a coordinate is %v", name, metric, p, v)
						}
					}
				}
			}
		}
	}
	if _, err := NewTSNE(Settings{}).Step(blas32.General{Rows: 1, Cols: 2, Stride: 2, Data: []float32{1, 2}}, 1); err == nil {
		t.Error("one row has a map")
	}
}
