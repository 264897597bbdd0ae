package neighbor

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas/blas32"
)

// clustered returns rows that lie as word vectors do: around centres, which lie
// around centres.
func clustered(rows, cols int, seed uint64) blas32.General {
	rng := rand.New(rand.NewPCG(seed, 3))
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float32, rows*cols)}
	for i := range rows {
		r := m.Data[i*cols : (i+1)*cols]
		for k := range r {
			r[k] = float32(rng.NormFloat64())
		}
		if i >= 20 {
			parent := m.Data[rng.IntN(i)/2*cols:][:cols]
			for k, v := range parent {
				r[k] = .8*r[k] + .6*v
			}
		}
	}
	return m
}

func build(t testing.TB, m blas32.General, c GraphConfig) *Graph {
	t.Helper()
	g, err := NewGraph(m.Cols, c)
	if err != nil {
		t.Fatal(err)
	}
	for i := range m.Rows {
		if _, err := g.Insert(m.Data[i*m.Stride:][:m.Cols]); err != nil {
			t.Fatal(err)
		}
	}
	return g
}

func found(t testing.TB, g *Graph, query []float32, k, ef int, wants func(int) bool) []Neighbor {
	t.Helper()
	found, err := g.Search(query, k, ef, wants)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestRecall(t *testing.T) {
	base, asked := split(clustered(3300, 24, 1), 100)
	for _, metric := range []Metric{Cosine, Euclidean} {
		g := build(t, base, GraphConfig{Metric: metric, Seed: 7})
		exact, err := NewExact(base).Each(asked, 10, metric, nil, goOn)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			ef   int
			want float64
		}{{20, .9}, {100, .99}} {
			hits := 0
			for i := range asked.Rows {
				hits += common(found(t, g, row(asked, i), 10, c.ef, nil), exact[i])
			}
			if recall := float64(hits) / float64(10*asked.Rows); recall < c.want {
				t.Errorf("%s, ef %d: recall %.3f, want %v", metric, c.ef, recall, c.want)
			}
		}
	}
}

func TestRecallOfCodes(t *testing.T) {
	base, asked := split(clustered(3300, 24, 1), 100)
	for _, metric := range metrics {
		g := build(t, base, GraphConfig{Metric: metric, Int8: true})
		exact, err := NewExact(base).Each(asked, 10, metric, nil, goOn)
		if err != nil {
			t.Fatal(err)
		}
		hits := 0
		for i := range asked.Rows {
			got := found(t, g, row(asked, i), 10, 100, nil)
			hits += common(got, exact[i])
			if best, want := got[0].Score, exact[i][0].Score; math.Abs(best-want) > .02*math.Max(1, math.Abs(want)) {
				t.Errorf("%s, query %d: %v, want %v", metric, i, best, want)
			}
		}
		if recall := float64(hits) / float64(10*asked.Rows); recall < .9 {
			t.Errorf("%s: recall %.3f", metric, recall)
		}
	}
}

func TestCodes(t *testing.T) {
	for _, row := range [][]float32{{0, 0, 0}, {1, -127, 63.4}, {1e-44, 0, 1e-45}, {1e18, -1e18, 3e17}, {-.3, .1, .2}} {
		codes := make([]int8, 4)
		scale := quantise(codes, row)
		for i, v := range row {
			if got := float64(scale) * float64(codes[i]); math.Abs(got-float64(v)) > .51*float64(scale)+1e-43 {
				t.Errorf("%v: code %d of scale %v", row, codes[i], scale)
			}
		}
	}
}

// Scores are those of exact search.
func TestGraphScores(t *testing.T) {
	m := random(1500, 11, 1)
	for _, metric := range metrics {
		g, e := build(t, m, GraphConfig{Metric: metric}), NewExact(m)
		for i := range 20 {
			query := row(m, 50*i)
			want := e.Nearest(query, 5, metric, nil)
			same(t, fmt.Sprintf("%s, all rows", metric), found(t, g, query, 5, 200, nil), want)
			if n := found(t, g, query, 5, 60, nil); n[0].ID == want[0].ID {
				same(t, fmt.Sprintf("%s, links", metric), n[:1], want[:1])
			}
		}
	}
}

func TestDeletedRowsAreNeverFound(t *testing.T) {
	m := clustered(2000, 12, 1)
	g := build(t, m, GraphConfig{})
	rng := rand.New(rand.NewPCG(1, 2))
	gone := map[int]bool{}
	for range 1500 {
		row := rng.IntN(m.Rows)
		g.Delete(row)
		gone[row] = true
	}
	g.Delete(-1)
	g.Delete(m.Rows)
	if g.Len() != m.Rows-len(gone) || g.Rows() != m.Rows {
		t.Errorf("%d rows of %d", g.Len(), g.Rows())
	}
	exact := NewExact(m)
	hits := 0
	for i := range 100 {
		got := found(t, g, row(m, i), 10, 30, nil)
		for _, n := range got {
			if gone[n.ID] || !g.Has(n.ID) {
				t.Fatalf("row %d was deleted", n.ID)
			}
		}
		hits += common(got, exact.Nearest(row(m, i), 10, Cosine, g.Has))
	}
	if hits < 950 {
		t.Errorf("recall %.3f among those left", float64(hits)/1000)
	}
	// New rows are linked through those that are gone.
	id, err := g.Insert(row(m, 3))
	if err != nil || id != m.Rows {
		t.Fatal(id, err)
	}
	if got := found(t, g, row(m, 3), 2, 30, nil); got[0].ID != id && got[1].ID != id {
		t.Errorf("the new row %d is not among %v", id, got)
	}
	for i := range g.Rows() {
		g.Delete(i)
	}
	if got := found(t, g, row(m, 0), 5, 0, nil); len(got) != 0 {
		t.Errorf("nothing is left: %v", got)
	}
}

func TestFiltersOfAGraph(t *testing.T) {
	m := clustered(3000, 12, 1)
	g, exact := build(t, m, GraphConfig{}), NewExact(m)
	for _, every := range []int{2, 10, 700, 4000} {
		wants := func(row int) bool { return row%every == 1 }
		hits, all := 0, 0
		for i := range 50 {
			want := exact.Nearest(row(m, i), 10, Cosine, wants)
			got := found(t, g, row(m, i), 10, 50, wants)
			for _, n := range got {
				if !wants(n.ID) {
					t.Fatalf("row %d is not wanted", n.ID)
				}
			}
			if len(got) != len(want) {
				t.Fatalf("one in %d: %d found, want %d", every, len(got), len(want))
			}
			hits, all = hits+common(got, want), all+len(want)
		}
		if float64(hits) < .97*float64(all) {
			t.Errorf("one in %d: recall %.3f", every, float64(hits)/float64(all))
		}
	}
}

func saved(t testing.TB, g *Graph) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := g.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestOneSeedOneGraph(t *testing.T) {
	m := clustered(600, 10, 1)
	a, b := build(t, m, GraphConfig{Seed: 3}), build(t, m, GraphConfig{Seed: 3})
	if !bytes.Equal(saved(t, a), saved(t, b)) {
		t.Error("the same rows and seed give another graph")
	}
	if bytes.Equal(saved(t, a), saved(t, build(t, m, GraphConfig{Seed: 4}))) {
		t.Error("another seed gives the same graph")
	}
}

func TestASavedGraphGoesOn(t *testing.T) {
	m := clustered(900, 10, 1)
	for i, metric := range append(metrics, metrics...) {
		first := m
		first.Rows = 600
		g := build(t, first, GraphConfig{Metric: metric, M: 5, EfConstruction: 40, Seed: 9, Int8: i >= len(metrics)})
		g.Delete(17)
		text := saved(t, g)
		rest := bytes.NewReader(append(slices.Clone(text), "more"...))
		loaded, err := LoadGraph(rest)
		if err != nil {
			t.Fatal(err)
		}
		if rest.Len() != 4 {
			t.Errorf("%d bytes are left of four that follow the graph", rest.Len())
		}
		if loaded.Config() != g.Config() || loaded.Len() != 599 || loaded.Has(17) {
			t.Errorf("%+v, %d rows", loaded.Config(), loaded.Len())
		}
		for i := 600; i < m.Rows; i++ {
			for _, h := range []*Graph{g, loaded} {
				if _, err := h.Insert(row(m, i)); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !bytes.Equal(saved(t, g), saved(t, loaded)) {
			t.Errorf("%s: after loading the graph grows otherwise", metric)
		}
		for i := range 50 {
			if a, b := found(t, g, row(m, i), 8, 20, nil), found(t, loaded, row(m, i), 8, 20, nil); !slices.Equal(a, b) {
				t.Errorf("%s: %v, after loading %v", metric, a, b)
			}
		}
	}
	empty, err := NewGraph(3, GraphConfig{})
	if err != nil {
		t.Fatal(err)
	}
	loaded, err := LoadGraph(bytes.NewReader(saved(t, empty)))
	if err != nil || loaded.Rows() != 0 {
		t.Errorf("%v", err)
	}
	if _, err := loaded.Insert([]float32{1, 2, 3}); err != nil {
		t.Error(err)
	}
}

func TestDamagedGraphs(t *testing.T) {
	text := saved(t, build(t, clustered(40, 3, 1), GraphConfig{M: 2, EfConstruction: 10}))
	for n := range text {
		if _, err := LoadGraph(bytes.NewReader(text[:n])); !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
	}
	vectors := headerSize + 4*3*40
	for what, at := range map[string]int{
		"magic": 0, "metric": 8, "rows": 12 + 3, "entry": 28, "codes": 32, "vector": headerSize + 3, "level": vectors, "deleted": vectors + 40, "links": vectors + 80,
	} {
		damaged := slices.Clone(text)
		damaged[at] = 0x7f
		if what == "vector" {
			damaged[at-1] = 0xff
		}
		var got *DamagedError
		if _, err := LoadGraph(bytes.NewReader(damaged)); !errors.As(err, &got) || got.What != what {
			t.Errorf("byte %d, of the %s: %v", at, what, err)
		}
	}
}

func FuzzLoadGraph(f *testing.F) {
	for i, metric := range append(metrics, metrics...) {
		m := clustered(12, 3, 1)
		g, _ := NewGraph(3, GraphConfig{Metric: metric, M: 2, EfConstruction: 5, Int8: i >= len(metrics)})
		for i := range m.Rows {
			g.Insert(row(m, i))
		}
		var b bytes.Buffer
		g.Save(&b)
		f.Add(b.Bytes())
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		g, err := LoadGraph(bytes.NewReader(text))
		if err != nil {
			return
		}
		query := make([]float32, g.Dim())
		query[0] = 1
		for range 3 {
			if _, err := g.Search(query, 3, 3, nil); err != nil {
				t.Fatal(err)
			}
			if _, err := g.Insert(query); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func TestWhatAGraphDoesNotTake(t *testing.T) {
	for _, c := range []GraphConfig{{M: 1}, {M: 1000}, {EfConstruction: -1}, {EfConstruction: 1 << 20}, {Metric: "taxi"}} {
		if _, err := NewGraph(3, c); err == nil {
			t.Errorf("%+v was taken", c)
		}
	}
	if _, err := NewGraph(0, GraphConfig{}); err == nil {
		t.Error("rows of no dimension were taken")
	}
	g := build(t, random(5, 2, 1), GraphConfig{})
	nan := float32(math.NaN())
	for _, k := range []struct {
		vector []float32
		want   VectorError
	}{
		{[]float32{1}, VectorError{Got: 1, Want: 2}},
		{[]float32{1, nan}, VectorError{Column: 1}},
		{[]float32{1e30, 1}, VectorError{Column: -1}},
	} {
		var got *VectorError
		if _, err := g.Insert(k.vector); !errors.As(err, &got) || *got != k.want {
			t.Errorf("%v: %v, want %v", k.vector, err, &k.want)
		}
	}
	if g.Rows() != 5 {
		t.Errorf("%d rows", g.Rows())
	}
	if _, err := g.Search([]float32{1}, 1, 1, nil); err == nil {
		t.Error("a query of another dimension was taken")
	}
	if got := found(t, g, []float32{nan, 1}, 3, 0, nil); len(got) != 0 {
		t.Errorf("nearest to no number: %v", got)
	}
	if got := found(t, g, []float32{0, 0}, 9, 0, nil); len(got) != 5 {
		t.Errorf("nearest to zero: %v", got)
	}
}

func TestEqualRowsInAGraph(t *testing.T) {
	m := blas32.General{Rows: 1200, Cols: 2, Stride: 2, Data: make([]float32, 2400)}
	for i := range m.Rows {
		m.Data[2*i] = float32(1 + i%3)
		m.Data[2*i+1] = float32(1 + i/600)
	}
	g := build(t, m, GraphConfig{Metric: Euclidean})
	if got := found(t, g, []float32{2, 2}, 10, 50, nil); len(got) != 10 || got[9].Score != 0 {
		t.Errorf("%v", got)
	}
}

func ExampleGraph() {
	g, err := NewGraph(2, GraphConfig{Metric: Euclidean})
	if err != nil {
		fmt.Println(err)
		return
	}
	for i := range 1000 {
		if _, err := g.Insert([]float32{float32(i % 40), float32(i / 40)}); err != nil {
			fmt.Println(err)
			return
		}
	}
	g.Delete(207)
	near, err := g.Search([]float32{7, 5.2}, 2, 20, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, n := range near {
		fmt.Printf("row %d at %.1f\n", n.ID, n.Score)
	}
	// Output:
	// row 247 at 0.8
	// row 206 at 1.0
}

// BenchmarkGraph builds a graph of the first N vectors of word2vec text in the
// file that VECTORS names, and asks it for the ten nearest of a thousand that are
// left out, as others do it.
func BenchmarkGraph(b *testing.B) {
	name := os.Getenv("VECTORS")
	n, _ := strconv.Atoi(os.Getenv("N"))
	const queries = 1000
	var m blas32.General
	if name == "" {
		n = 4000
		m = clustered(n+queries, 100, 1)
	} else {
		m = readVectors(b, name, n+queries)
	}
	base, asked := split(m, queries)
	for b.Loop() {
		start := time.Now()
		g := build(b, base, GraphConfig{Metric: Cosine})
		b.ReportMetric(time.Since(start).Seconds(), "build-s")
		exact, err := NewExact(base).Each(asked, 10, Cosine, nil, goOn)
		if err != nil {
			b.Fatal(err)
		}
		for _, ef := range []int{10, 12, 15, 20, 30, 50, 100} {
			start, hits := time.Now(), 0
			for i := range asked.Rows {
				hits += common(found(b, g, row(asked, i), 10, ef, nil), exact[i])
			}
			b.Logf("ef %d: recall %.4f, %.0f queries/s", ef, float64(hits)/float64(10*asked.Rows), float64(asked.Rows)/time.Since(start).Seconds())
		}
	}
}

func common(a, b []Neighbor) int {
	n := 0
	for _, x := range a {
		for _, y := range b {
			if x.ID == y.ID {
				n++
			}
		}
	}
	return n
}

func split(m blas32.General, queries int) (base, asked blas32.General) {
	base = blas32.General{Cols: m.Cols, Stride: m.Cols}
	asked = base
	for i := range m.Rows {
		to := &base
		if i%(m.Rows/queries) == 0 && asked.Rows < queries {
			to = &asked
		}
		to.Rows++
		to.Data = append(to.Data, row(m, i)...)
	}
	return base, asked
}

func readVectors(b *testing.B, name string, rows int) blas32.General {
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var m blas32.General
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() && m.Rows < rows {
		fields := strings.Fields(lines.Text())
		if len(fields) == 2 {
			continue
		}
		for _, f := range fields[1:] {
			v, err := strconv.ParseFloat(f, 32)
			if err != nil {
				b.Fatal(err)
			}
			m.Data = append(m.Data, float32(v))
		}
		m.Rows++
		m.Cols = len(fields) - 1
	}
	m.Stride = m.Cols
	return m
}
