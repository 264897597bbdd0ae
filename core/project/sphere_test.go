package project

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// sphered returns the rows on the sphere about their mean.
func sphered(m blas32.General) (blas32.General, *Sphere) {
	s := new(Sphere)
	for i := range m.Rows {
		s.add(m.Data[i*m.Stride:][:m.Cols])
	}
	s.done()
	on := blas32.General{Rows: m.Rows, Cols: m.Cols, Stride: m.Cols, Data: make([]float32, m.Rows*m.Cols)}
	for i := range m.Rows {
		s.Transform(on.Data[i*on.Stride:][:on.Cols], m.Data[i*m.Stride:][:m.Cols])
	}
	return on, s
}

// The mean of the rows that are finite is 1, 3; the last but one lies there.
func TestASphereHasDirectionsFromTheMean(t *testing.T) {
	nan := float32(math.NaN())
	on, s := sphered(blas32.General{Rows: 6, Cols: 2, Stride: 3, Data: []float32{
		3, 3, 9,
		-1, 3, 9,
		1, 7, 9,
		1, -1, 9,
		1, 3, 9,
		nan, 2, 9,
	}})
	if !slices.Equal(s.Mean, []float32{1, 3}) {
		t.Errorf("the mean is %v", s.Mean)
	}
	if want := []float32{1, 0, -1, 0, 0, 1, 0, -1, 0, 0}; !slices.Equal(on.Data[:10], want) {
		t.Errorf("the directions are %v, want %v", on.Data[:10], want)
	}
}

// A map on the sphere is that of rows that were put there beforehand, bit by bit,
// and so are the places of further rows; rows that change are put there again.
func TestAMapOnTheSphereIsThatOfRowsOnTheSphere(t *testing.T) {
	for _, c := range []struct {
		method string
		s      Settings
	}{
		{"pca", Settings{}},
		{"pca", Settings{Columns: []int{2, 0}, Whiten: true}},
		{"tsne", Settings{Rounds: 15, Metric: space.Dot, Forces: ForcesExact}},
		{"tsne", Settings{Rounds: 15, Whiten: true, Forces: ForcesTree}},
		{"umap", Settings{Rounds: 20}},
		{"umap", Settings{Rounds: 20, Metric: Correlation, Start: StartPCA, Dimensions: 3}},
	} {
		t.Run(fmt.Sprint(c.method, c.s.Metric, c.s.Whiten), func(t *testing.T) {
			m := cloud(150, 7, 3)
			before, s := sphered(m)
			plain := must(New(c.method, 7, c.s))
			c.s.Sphere = true
			p := must(New(c.method, 7, c.s))
			same := func(when string) {
				t.Helper()
				finish(t, plain, before, 1<<30)
				finish(t, p, m, 100)
				if !slices.Equal(seenBy(plain, when), seenBy(p, when)) {
					t.Fatalf("%s the maps differ", when)
				}
			}
			same("at first")
			if layout, ok := p.(interface {
				Place(blas32.General) (*Placement, error)
			}); ok {
				more := cloud(9, 7, 4)
				on := blas32.General{Rows: 9, Cols: 7, Stride: 7, Data: make([]float32, 63)}
				for i := range on.Rows {
					s.Transform(on.Data[i*7:][:7], more.Data[i*more.Stride:][:7])
				}
				a, b := must(layout.Place(more)), must(plain.(interface {
					Place(blas32.General) (*Placement, error)
				}).Place(on))
				for _, p := range []*Placement{a, b} {
					for !must(p.Step(1 << 20)) {
					}
				}
				if !slices.Equal(a.Coordinates(), b.Coordinates()) {
					t.Error("further rows have other places")
				}
			}
			for i := range m.Data {
				m.Data[i] += float32(i % 5)
			}
			before, _ = sphered(m)
			p.Renew()
			plain.Renew()
			same(later)
		})
	}
}

const later = "after a change of the rows"

// seenBy returns a map's coordinates. Maps of neighbours do other numbers of rounds
// while they look at changed rows: then it returns the rows that they see.
func seenBy(p Projection, when string) []float32 {
	switch p := p.(type) {
	case *TSNE:
		if when == later {
			return p.points.x.Data
		}
	case *UMAP:
		if when == later {
			return p.points.x.Data
		}
	}
	return p.Coordinates()
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
