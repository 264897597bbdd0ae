package neighbor

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// random returns a matrix of normally distributed numbers whose rows are padded.
func random(rows, cols int, seed uint64) blas32.General {
	rng := rand.New(rand.NewPCG(seed, 2))
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols + 3, Data: make([]float32, rows*(cols+3))}
	for i := range m.Data {
		m.Data[i] = float32(rng.NormFloat64())
	}
	return m
}

func row(m blas32.General, i int) []float32 { return m.Data[i*m.Stride : i*m.Stride+m.Cols] }

// sorted is the definition: all rows by their scores in float64.
func sorted(m blas32.General, query []float32, metric Metric, wants func(int) bool) []Neighbor {
	var all []Neighbor
	for i := range m.Rows {
		var dot, xx, yy, dd float64
		for k, v := range row(m, i) {
			x, y := float64(v), float64(query[k])
			dot, xx, yy, dd = dot+x*y, xx+x*x, yy+y*y, dd+(x-y)*(x-y)
		}
		score := map[Metric]float64{Cosine: dot / math.Sqrt(xx*yy), Dot: dot, Euclidean: math.Sqrt(dd)}[metric]
		if wants == nil || wants(i) {
			all = append(all, Neighbor{i, score})
		}
	}
	slices.SortFunc(all, func(a, b Neighbor) int {
		if metric == Euclidean {
			return cmp.Compare(a.Score, b.Score)
		}
		return cmp.Compare(b.Score, a.Score)
	})
	return all
}

func same(t *testing.T, what string, got, want []Neighbor) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d found, want %d", what, len(got), len(want))
	}
	for i := range got {
		if got[i].ID != want[i].ID || math.Abs(got[i].Score-want[i].Score) > 1e-5*(1+math.Abs(want[i].Score)) {
			t.Fatalf("%s: place %d: %v, want %v", what, i, got[i], want[i])
		}
	}
}

var metrics = []Metric{Cosine, Dot, Euclidean}

func goOn() error { return nil }

func TestNearestAgreesWithSortingAll(t *testing.T) {
	m, queries := random(3*block+50, 19, 1), random(together+9, 19, 3)
	odd := func(row int) bool { return row%2 == 1 }
	for _, metric := range metrics {
		e := NewExact(m)
		each, err := e.Each(queries, 20, metric, nil, goOn)
		if err != nil {
			t.Fatal(err)
		}
		eachOdd, err := e.Each(queries, 5, metric, func(query, row int) bool { return odd(row) && row != query }, goOn)
		if err != nil {
			t.Fatal(err)
		}
		for q := range queries.Rows {
			query := row(queries, q)
			want := sorted(m, query, metric, nil)[:20]
			same(t, fmt.Sprintf("%s, query %d", metric, q), e.Nearest(query, 20, metric, nil), want)
			same(t, fmt.Sprintf("%s, query %d of all", metric, q), each[q], want)
			want = sorted(m, query, metric, func(row int) bool { return odd(row) && row != q })[:5]
			same(t, fmt.Sprintf("%s, query %d of all, odd rows", metric, q), eachOdd[q], want)
			if q == 0 {
				for _, rows := range []int{1, 100, 5000} {
					s := e.Search(query, 20, metric, nil)
					for !s.Step(rows) {
					}
					same(t, fmt.Sprintf("%s, %d rows a step", metric, rows), s.Result(), each[q])
				}
			}
		}
	}
}

func TestReachIsWhatSortingAllHasWithinABound(t *testing.T) {
	m, queries := random(2*block+30, 7, 1), random(3, 7, 3)
	third := func(row int) bool { return row%3 == 0 }
	for _, metric := range metrics {
		for q := range queries.Rows {
			for _, wants := range []func(int) bool{nil, third} {
				all := sorted(m, row(queries, q), metric, wants)
				n := len(all) / 4
				r := NewExact(m).Reach(row(queries, q), (all[n-1].Score+all[n].Score)/2, metric, wants)
				for !r.Step(100) {
				}
				same(t, fmt.Sprintf("%s, query %d", metric, q), r.Result(), all[:n])
				least, most := r.Scores()
				first, last := all[0].Score, all[len(all)-1].Score
				if math.Abs(least-min(first, last)) > 1e-4 || math.Abs(most-max(first, last)) > 1e-4 {
					t.Errorf("%s: scores from %v to %v, want %v and %v", metric, least, most, first, last)
				}
			}
		}
	}
	r := NewExact(m).Reach(row(queries, 0), 1e9, Cosine, nil)
	for !r.Step(1e6) {
	}
	if found := r.Result(); len(found) != 0 {
		t.Errorf("%d rows lie nearer than all", len(found))
	}
}

// Far from the origin ‖x‖² + ‖y‖² − 2x·y has no digits left for the distances.
func TestDistancesFarFromTheOrigin(t *testing.T) {
	m := random(400, 8, 1)
	for i := range m.Data {
		m.Data[i] += 3000
	}
	each, err := NewExact(m).Each(m, 4, Euclidean, nil, goOn)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.Rows {
		same(t, fmt.Sprint("row ", i), each[i], sorted(m, row(m, i), Euclidean, nil)[:4])
	}
}

func TestEqualRowsGoByNumber(t *testing.T) {
	m := blas32.General{Rows: 600, Cols: 2, Stride: 2, Data: make([]float32, 1200)}
	for i := range m.Data {
		m.Data[i] = 1
	}
	for _, metric := range metrics {
		each, err := NewExact(m).Each(blas32.General{Rows: 1, Cols: 2, Stride: 2, Data: []float32{2, 1}}, 3, metric, nil, goOn)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range [][]Neighbor{each[0], NewExact(m).Nearest([]float32{2, 1}, 3, metric, nil)} {
			for i, n := range found {
				if n.ID != i {
					t.Errorf("%s: place %d is row %d", metric, i, n.ID)
				}
			}
		}
	}
}

func TestWhatIsNoNumberIsNotFound(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	m := blas32.General{Rows: 4, Cols: 2, Stride: 2, Data: []float32{nan, 1, 0, 0, 1, 2, nan, nan}}
	for _, metric := range metrics {
		for _, query := range [][]float32{{1, 1}, {0, 0}} {
			if got := NewExact(m).Nearest(query, 9, metric, nil); len(got) != 2 || got[0].ID+got[1].ID != 3 {
				t.Errorf("%s to %v: %v", metric, query, got)
			}
			each, err := NewExact(m).Each(blas32.General{Rows: 1, Cols: 2, Stride: 2, Data: query}, 9, metric, nil, goOn)
			if err != nil || len(each[0]) != 2 || each[0][0].ID+each[0][1].ID != 3 {
				t.Errorf("%s to %v: %v, %v", metric, query, each, err)
			}
		}
		if got := NewExact(m).Nearest([]float32{nan, 1}, 9, metric, nil); len(got) != 0 {
			t.Errorf("%s to no number: %v", metric, got)
		}
	}
	if got := NewExact(m).Nearest([]float32{inf, 1}, 9, Cosine, nil); len(got) != 0 {
		t.Errorf("cosines with infinity: %v", got)
	}
}

func TestRowsThatChange(t *testing.T) {
	m := blas32.General{Rows: 2, Cols: 2, Stride: 2, Data: []float32{1, 0, 0, 1}}
	e := NewExact(m)
	e.Nearest([]float32{1, 0}, 1, Cosine, nil)
	m.Rows, m.Data = 3, []float32{-1, 0, 0, 9, 5, 1}
	e.Reset(m)
	if got := e.Nearest([]float32{1, 0}, 1, Cosine, nil); got[0].ID != 2 || math.Abs(got[0].Score-5/math.Sqrt(26)) > 1e-6 {
		t.Errorf("%v", got)
	}
	if got := e.InverseNorms(1, 1); got[0] != 1./9 {
		t.Errorf("%v", got)
	}
}

func TestNothingIsAsked(t *testing.T) {
	e := NewExact(random(3, 2, 1))
	for _, metric := range metrics {
		if got := e.Nearest([]float32{1, 0}, 0, metric, nil); len(got) != 0 {
			t.Errorf("%v", got)
		}
		if each, err := e.Each(random(2, 2, 1), 0, metric, nil, goOn); err != nil || len(each) != 2 || len(each[0]) != 0 {
			t.Errorf("%v, %v", each, err)
		}
	}
	stop := errors.New("stop")
	if _, err := e.Each(random(2, 2, 1), 1, Dot, nil, func() error { return stop }); err != stop {
		t.Error(err)
	}
}

func TestTopIsTheHeadOfASortedList(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, k := range []int{0, 1, 2, 7, 64, 500} {
		best := Top{K: k}
		var all []Neighbor
		for _, id := range rng.Perm(300) {
			n := Neighbor{id, float64(rng.IntN(20))} // many ties
			all = append(all, n)
			best.Add(n)
		}
		best.Add(Neighbor{1000, math.NaN()})
		slices.SortFunc(all, func(a, b Neighbor) int {
			return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
		})
		if got := best.Sorted(); !slices.Equal(got, all[:min(k, 300)]) {
			t.Errorf("the first %d are %v", k, got)
		}
	}
}

func ExampleExact_Nearest() {
	e := NewExact(blas32.General{Rows: 4, Cols: 2, Stride: 2, Data: []float32{1, 0, 3, 3, 0, 1, -1, 0}})
	for _, n := range e.Nearest([]float32{2, 1}, 2, Cosine, nil) {
		fmt.Printf("row %d: %.2f\n", n.ID, n.Score)
	}
	// Output:
	// row 1: 0.95
	// row 0: 0.89
}

// BenchmarkNearest answers single queries, and tells how fast that is compared
// with the plainest pass over the same numbers, the sum of their squares: the
// fastest of turns that alternate.
func BenchmarkNearest(b *testing.B) {
	for _, rows := range []int{100000, 1000000} {
		if rows > 100000 && runtime.GOARCH == "wasm" {
			continue // a page has no room for them beside what else it holds
		}
		m := blas32.General{Rows: rows, Cols: 100, Stride: 100, Data: make([]float32, rows*100)}
		state := uint32(1)
		for i := range m.Data {
			state = state*1664525 + 1013904223
			m.Data[i] = float32(state>>8)/(1<<23) - 1
		}
		for _, metric := range metrics {
			e := NewExact(m)
			e.Nearest(row(m, 3), 10, metric, nil)
			b.Run(fmt.Sprint(rows, "/", metric), func(b *testing.B) {
				sum, search := time.Hour, time.Hour
				for b.Loop() {
					start := time.Now()
					vec.Dot(m.Data, m.Data)
					sum = min(sum, time.Since(start))
					start = time.Now()
					e.Nearest(row(m, 3), 10, metric, nil)
					search = min(search, time.Since(start))
				}
				b.ReportMetric(float64(search.Nanoseconds())/1e6, "ms/query")
				b.ReportMetric(100*float64(sum)/float64(search), "%-of-sum")
			})
		}
	}
}

// BenchmarkEach answers many queries together; a query takes a part of that.
func BenchmarkEach(b *testing.B) {
	m := random(100000, 100, 1)
	for _, metric := range metrics {
		e := NewExact(m)
		b.Run(string(metric), func(b *testing.B) {
			some := m
			some.Rows = together
			for b.Loop() {
				if _, err := e.Each(some, 10, metric, nil, goOn); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*some.Rows)/1e6, "ms/query")
		})
	}
}
