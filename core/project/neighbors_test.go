package project

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

func randomSource() rand.Source { return rand.NewPCG(3, 3) }

// ready returns rows as a metric takes them.
func ready(t testing.TB, m blas32.General, metric space.Metric) *points {
	p := &points{metric: metric}
	run(t, func(c *course, end func() error) { c.begin(p.prepare(m, end)) })
	return p
}

// exactDistance is a metric as it is written down.
func exactDistance(metric space.Metric, x, y []float32) float64 {
	var mx, my, xx, yy, xy, square float64
	if metric == Correlation {
		for i := range x {
			mx += float64(x[i]) / float64(len(x))
			my += float64(y[i]) / float64(len(x))
		}
	}
	for i := range x {
		a, b := float64(x[i])-mx, float64(y[i])-my
		xx += a * a
		yy += b * b
		xy += a * b
		square += (a - b) * (a - b)
	}
	switch metric {
	case space.Euclidean:
		return math.Sqrt(square)
	case space.Dot:
		return -xy
	}
	return 1 - xy/math.Sqrt(xx*yy)
}

func TestNeighborsAreTheNearest(t *testing.T) {
	m, other := cloud(700, 12, 1), cloud(70, 12, 2)
	for _, metric := range []space.Metric{space.Cosine, space.Euclidean, space.Dot, Correlation} {
		rows := ready(t, m, metric)
		for _, c := range []struct {
			name    string
			queries *points
			m       blas32.General
			self    bool
		}{{"among themselves", rows, m, true}, {"of others", &points{metric: metric, mean: rows.mean, x: blas32.General{Cols: 12}}, other, false}} {
			if !c.self {
				run(t, func(s *course, end func() error) { s.begin(c.queries.prepare(c.m, end)) })
			}
			var g neighbors
			run(t, func(s *course, end func() error) { g.find(s, c.queries, rows, 15, end) })
			for i := range c.m.Rows {
				var want []neighbor
				for j := range m.Rows {
					if !c.self || i != j {
						d := exactDistance(metric, c.m.Data[i*c.m.Stride:][:m.Cols], m.Data[j*m.Stride:][:m.Cols])
						want = append(want, neighbor{int32(j), float32(d)})
					}
				}
				slices.SortFunc(want, func(a, b neighbor) int { return cmp.Compare(a.distance, b.distance) })
				least := float32(0)
				if metric == space.Dot {
					least = want[0].distance
				}
				for j, got := range g.of(i) {
					if d := want[j].distance - least; math.Abs(float64(got.distance-d)) > 1e-5*math.Abs(float64(want[j].distance))+1e-6 {
						t.Fatalf("%s %s: neighbour %d of row %d is row %d at %v, want row %d at %v", metric, c.name, j, i, got.id, got.distance, want[j].id, d)
					}
				}
			}
		}
	}
}

func TestEqualNeighborsComeByID(t *testing.T) {
	m := blas32.General{Rows: 130, Cols: 3, Stride: 3, Data: make([]float32, 390)}
	for i := range m.Data {
		m.Data[i] = 1
	}
	rows := ready(t, m, space.Euclidean)
	var g neighbors
	run(t, func(c *course, end func() error) { g.find(c, rows, rows, 3, end) })
	for i := range m.Rows {
		var ids []int32
		for _, n := range g.of(i) {
			ids = append(ids, n.id)
		}
		var want []int32
		for id := int32(0); len(want) < 3; id++ {
			if int(id) != i {
				want = append(want, id)
			}
		}
		if !slices.Equal(ids, want) {
			t.Fatalf("row %d has the neighbours %v, want %v", i, ids, want)
		}
	}
}

func TestWhiteningMakesVariancesEqual(t *testing.T) {
	m := cloud(500, 6, 2)
	p, err := FitPCA(m, 6, 1)
	if err != nil {
		t.Fatal(err)
	}
	w := Whiten(p)
	if w.Dimensions() != 6 {
		t.Fatalf("%d dimensions", w.Dimensions())
	}
	c := newCovariance(make([]float32, 6))
	at := make([]float32, 6)
	for i := range m.Rows {
		w.Transform(at, m.Data[i*m.Stride:][:6])
		c.add(at)
	}
	cov, _ := c.matrix()
	for i := range 6 {
		for j := range 6 {
			if want := float64(1 - min(1, (i-j)*(i-j))); math.Abs(cov.Data[i*6+j]-want) > 1e-3 {
				t.Errorf("covariance %v at %d, %d", cov.Data[i*6+j], i, j)
			}
		}
	}
	flat := blas32.General{Rows: 40, Cols: 3, Stride: 3, Data: make([]float32, 120)}
	for i := range flat.Rows {
		flat.Data[3*i], flat.Data[3*i+1] = float32(i), float32(i*i%7)
	}
	if p, err = FitPCA(flat, 3, 1); err != nil || Whiten(p).Dimensions() != 2 {
		t.Errorf("a plane is whitened to %d dimensions (%v)", Whiten(p).Dimensions(), err)
	}
}
