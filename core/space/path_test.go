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

// On a circle at even distances nothing on the way lies out of it, and the best step
// is as long as the k-th nearest is far.
func TestPath(t *testing.T) {
	var all []float64
	for degrees := 0.; degrees < 360; degrees += 10 {
		all = append(all, degrees)
	}
	s := arc(all...)
	for _, c := range []struct {
		from, to, k int
		wants       Filter
		want        []int
	}{
		{0, 4, 2, nil, []int{0, 1, 2, 3, 4}},
		{0, 6, 4, nil, []int{0, 2, 4, 6}},
		{6, 0, 4, nil, []int{6, 4, 2, 0}},
		{0, 9, 6, nil, []int{0, 3, 6, 9}},
		{3, 3, 2, nil, []int{3}},
		{0, 34, 2, nil, []int{0, 35, 34}},
		{0, 2, 3, func(id int) bool { return id != 1 }, []int{0, 2}},
	} {
		path, err := s.Path(c.from, c.to, c.k, Cosine, c.wants, goOn)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(ids(path), c.want) {
			t.Errorf("from %d to %d: %v, want %v", c.from, c.to, ids(path), c.want)
		}
		for i, n := range path[1:] {
			if got := s.Similarity(path[i].ID, n.ID); got != n.Score {
				t.Errorf("step to %d: cosine %v, want %v", n.ID, n.Score, got)
			}
		}
	}
	if _, err := arc(0, 1, 90, 91).Path(0, 3, 1, Cosine, nil, goOn); err != ErrNoPath {
		t.Errorf("between pairs of which each is alone: %v", err)
	}
	stop := errors.New("stop")
	if _, err := s.Path(0, 4, 2, Cosine, nil, func() error { return stop }); err != stop {
		t.Error(err)
	}
	withZeros := arc(0, 90, 100)
	withZeros.vectors.Data[0], withZeros.vectors.Data[1] = 0, 0
	if path, err := withZeros.Path(1, 2, 2, Cosine, nil, goOn); err != nil || !slices.Equal(ids(path), []int{1, 2}) {
		t.Errorf("over a row of zeros: %v, %v", ids(path), err)
	}
	same := arc(5, 5, 5, 40)
	if path, err := same.Path(0, 3, 2, Cosine, nil, goOn); err != nil || len(path) < 2 {
		t.Errorf("among equal rows: %v, %v", path, err)
	}
}

// A row that is near to all, as hubs are, is on the way only where none is that is
// as near and near to fewer.
func TestPathsGoRoundHubs(t *testing.T) {
	// Two rows half way, at the same angles to both ends: one in a crowd, one alone.
	third := func(tilt float64) []float32 {
		return []float32{float32(math.Cos(tilt)), 0, float32(math.Sin(tilt))}
	}
	rows := [][]float32{{1, 1, 0}, {1, -1, 0}, third(-.4), third(.4)}
	for i := range 5 {
		rows = append(rows, third(-.4-.02*float64(i+1)))
	}
	m := blas32.General{Rows: len(rows), Cols: 3, Stride: 3}
	for _, r := range rows {
		m.Data = append(m.Data, r...)
	}
	s := New("hub", Input, make([]string, len(rows)), m)
	path, err := s.Path(0, 1, 3, Cosine, nil, goOn)
	if err != nil || !slices.Equal(ids(path), []int{0, 3, 1}) {
		t.Errorf("%v, %v", ids(path), err)
	}
}

// lengths are what Path makes least, in 64 bits, of the step between two rows or of all
// of the path; infinite between rows that are not near.
type lengths struct {
	s      *Space
	k      int
	metric Metric
	near   [][]int
	scale  []float64
}

func lengthsOf(s *Space, k int, metric Metric) lengths {
	l := lengths{s: s, k: k, metric: metric}
	for id := range s.Len() {
		found := s.Nearest(s.Row(id), k, metric, []int{id})
		l.near = append(l.near, ids(found))
		l.scale = append(l.scale, l.apart(id, found[len(found)-1].ID))
	}
	return l
}

func (l lengths) apart(a, b int) float64 {
	var dot, aa, bb, square float64
	for i, x := range l.s.Row(a) {
		x, y := float64(x), float64(l.s.Row(b)[i])
		dot, aa, bb, square = dot+x*y, aa+x*x, bb+y*y, square+(x-y)*(x-y)
	}
	if l.metric == Euclidean {
		return math.Sqrt(square)
	}
	return math.Acos(dot / math.Sqrt(aa*bb))
}

func (l lengths) step(a, b int) float64 {
	if !slices.Contains(l.near[a], b) && !slices.Contains(l.near[b], a) {
		return math.Inf(1)
	}
	d := l.apart(a, b)
	return 1 + d*d/l.scale[a]/l.scale[b]
}

func (l lengths) detour(from, over, to int) float64 {
	if over == from || over == to {
		return 0
	}
	return (l.apart(from, over)+l.apart(over, to))/l.apart(from, to) - 1
}

func (l lengths) path(path []int) (sum float64) {
	for i, id := range path[1:] {
		sum += l.step(path[i], id) + l.detour(path[0], id, path[len(path)-1])
	}
	return sum
}

// No way of a small space is shorter: all are tried.
func TestPathIsTheShortestOfAll(t *testing.T) {
	s := random(7, 3)
	for k := 1; k <= 6; k++ {
		l := lengthsOf(s, k, []Metric{Cosine, Euclidean}[k%2])
		for from := range s.Len() {
			for to := range s.Len() {
				if from == to {
					continue
				}
				best := math.Inf(1)
				var walk func(path []int)
				walk = func(path []int) {
					if path[len(path)-1] == to {
						best = math.Min(best, l.path(path))
						return
					}
					for next := range s.Len() {
						if !slices.Contains(path, next) {
							walk(append(slices.Clone(path), next))
						}
					}
				}
				walk([]int{from})
				checkLength(t, l, from, to, best)
			}
		}
	}
}

// Nor of a larger one (Floyd and Warshall's algorithm).
func TestPathIsTheShortest(t *testing.T) {
	s := random(60, 4)
	l := lengthsOf(s, 4, Cosine)
	n := s.Len()
	rng := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		from, to := rng.IntN(n), rng.IntN(n-1)
		if to >= from {
			to++
		}
		between := make([][]float64, n)
		for i := range between {
			between[i] = make([]float64, n)
			for j := range n {
				between[i][j] = l.step(i, j) + l.detour(from, j, to)
			}
		}
		for via := range n {
			for i := range n {
				for j := range n {
					between[i][j] = math.Min(between[i][j], between[i][via]+between[via][j])
				}
			}
		}
		checkLength(t, l, from, to, between[from][to])
	}
}

// checkLength checks the length of a path, and that it is the same the other way round.
func checkLength(t *testing.T, l lengths, from, to int, want float64) {
	t.Helper()
	path, err := l.s.Path(from, to, l.k, l.metric, nil, goOn)
	back, errBack := l.s.Path(to, from, l.k, l.metric, nil, goOn)
	if math.IsInf(want, 1) {
		if err != ErrNoPath || errBack != ErrNoPath {
			t.Errorf("from %d to %d: %v, %v", from, to, err, errBack)
		}
		return
	}
	if err != nil || errBack != nil {
		t.Fatal(err, errBack)
	}
	if got := l.path(ids(path)); math.Abs(got-want) > 1e-4*want {
		t.Errorf("from %d to %d: %v of length %v, want %v", from, to, ids(path), got, want)
	}
	slices.Reverse(back)
	if !slices.Equal(ids(path), ids(back)) {
		t.Errorf("from %d to %d: %v, back %v", from, to, ids(path), ids(back))
	}
}

func TestPathLeadsOverTheRowsLeastOutOfTheWay(t *testing.T) {
	s := random(300, 5)
	p := paths{space: s, metric: Cosine, wants: s.Has}
	if err := p.between(0, 1, 100, goOn); err != nil || len(p.rows) != 100 {
		t.Fatal(len(p.rows), err)
	}
	worst := slices.Max(p.detour)
	for id := range s.Len() {
		if _, there := p.place[id]; !there && (lengths{s: s}).detour(0, id, 1) < worst {
			t.Errorf("row %d is left out", id)
		}
	}
}

// A chain of rows leads round one side of a circle; half way round the other stands a
// crowd that none is near to, of more rows than are looked at first.
func TestPathIsLookedForAmongMoreRows(t *testing.T) {
	degrees := []float64{0, 180}
	for i := range 2 * mostBetween {
		degrees = append(degrees, 89+2*float64(i)/float64(2*mostBetween))
	}
	for i := range 60 {
		degrees = append(degrees, -3*float64(i+1))
	}
	path, err := arc(degrees...).Path(0, 1, 3, Cosine, nil, goOn)
	if err != nil || len(path) < 10 {
		t.Errorf("%v, %v", ids(path), err)
	}
}

func ExampleSpace_Path() {
	s := arc(0, 20, 40, 60, 90)
	path, err := s.Path(0, 4, 2, Cosine, nil, func() error { return nil })
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range path {
		fmt.Print(s.Label(n.ID), " ")
	}
	// Output: 0 40 60 90
}
