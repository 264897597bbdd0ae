package space

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

// arc returns rows at some degrees around a circle.
func arc(degrees ...float64) *Space {
	m := blas32.General{Rows: len(degrees), Cols: 2, Stride: 2}
	var labels []string
	for _, d := range degrees {
		m.Data = append(m.Data, float32(math.Cos(d*math.Pi/180)), float32(math.Sin(d*math.Pi/180)))
		labels = append(labels, fmt.Sprint(d))
	}
	return New("arc", Input, labels, m)
}

func TestPath(t *testing.T) {
	s := arc(0, 10, 20, 30, 40, 300, 310, 50, 180)
	for _, c := range []struct {
		from, to, k int
		wants       Filter
		want        []int
	}{
		{0, 7, 2, nil, []int{0, 1, 2, 3, 4, 7}},
		{0, 7, 4, nil, []int{0, 1, 4, 7}}, // all on one arc: equally long, and the first found
		{0, 0, 2, nil, []int{0}},
		{7, 0, 3, func(id int) bool { return id != 2 }, []int{7, 3, 0}},
		{8, 6, 9, nil, []int{8, 6}},
	} {
		path, err := s.Path(c.from, c.to, c.k, c.wants, goOn)
		if err != nil {
			t.Fatal(err)
		}
		total, length := 0., s.angle(c.from, c.to)
		for i, n := range path[1:] {
			total += angle(n.Score)
			if got := s.Similarity(path[i].ID, n.ID); math.Abs(got-n.Score) > 1e-6 {
				t.Errorf("step to %d: cosine %v, want %v", n.ID, n.Score, got)
			}
		}
		if path[0].ID != c.from || path[len(path)-1].ID != c.to || math.Abs(total-length) > 1e-3 && c.to != 8 {
			t.Errorf("from %d to %d: %v of length %v, want %v of %v", c.from, c.to, ids(path), total, c.want, length)
		}
		if c.k == 2 && !slices.Equal(ids(path), c.want) {
			t.Errorf("from %d to %d: %v, want %v", c.from, c.to, ids(path), c.want)
		}
	}
	if _, err := s.Path(0, 8, 2, nil, goOn); err != ErrNoPath {
		t.Errorf("to the other side: %v", err)
	}
	stop := errors.New("stop")
	if _, err := s.Path(0, 7, 2, nil, func() error { return stop }); err != stop {
		t.Error(err)
	}
}

// No way along the same steps is shorter (Floyd and Warshall's algorithm).
func TestPathIsTheShortest(t *testing.T) {
	s := random(60, 4)
	const k = 4
	n := s.Len()
	lengths := make([][]float64, n)
	for i := range lengths {
		lengths[i] = slices.Repeat([]float64{math.Inf(1)}, n)
		lengths[i][i] = 0
		for _, near := range s.Nearest(s.Row(i), k, Cosine, []int{i}) {
			lengths[i][near.ID] = angle(near.Score)
		}
	}
	for via := range n {
		for i := range n {
			for j := range n {
				lengths[i][j] = math.Min(lengths[i][j], lengths[i][via]+lengths[via][j])
			}
		}
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for range 100 {
		from, to := rng.IntN(n), rng.IntN(n)
		path, err := s.Path(from, to, k, nil, goOn)
		if math.IsInf(lengths[from][to], 1) {
			if err != ErrNoPath {
				t.Errorf("from %d to %d: %v", from, to, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		total := 0.
		for _, step := range path[1:] {
			total += angle(step.Score)
		}
		if math.Abs(total-lengths[from][to]) > 1e-4 {
			t.Errorf("from %d to %d: %v, want %v", from, to, total, lengths[from][to])
		}
	}
}

func ExampleSpace_Path() {
	s := arc(0, 20, 40, 60, 90)
	path, err := s.Path(0, 4, 2, nil, func() error { return nil })
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range path {
		fmt.Print(s.Label(n.ID), " ")
	}
	// Output: 0 40 60 90
}
