package cluster

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

func goOn(Stage) error { return nil }

// read returns the columns of a file of testdata.
func read(t testing.TB, name string, skip int) [][]float64 {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var columns [][]float64
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n")[skip:] {
		for i, field := range strings.Split(line, "\t") {
			x, err := strconv.ParseFloat(field, 64)
			if err != nil {
				t.Fatal(err)
			}
			if i == len(columns) {
				columns = append(columns, nil)
			}
			columns[i] = append(columns[i], x)
		}
	}
	return columns
}

func points(t testing.TB) blas32.General {
	t.Helper()
	columns := read(t, "points.tsv", 0)
	x := matrix(len(columns[0]), len(columns))
	for j, column := range columns {
		for i, v := range column {
			x.Data[i*x.Stride+j] = float32(v)
		}
	}
	return x
}

func rows(cols int, data ...float32) blas32.General {
	return blas32.General{Rows: len(data) / cols, Cols: cols, Stride: cols, Data: data}
}

func codes(column []float64, less float64) []int32 {
	c := make([]int32, len(column))
	for i, v := range column {
		c[i] = int32(v - less)
	}
	return c
}

// random is n rows about a few centres.
func random(n, d, centres int, width float64, seed uint64) blas32.General {
	rng := rand.New(rand.NewPCG(seed, 1))
	c, x := matrix(centres, d), matrix(n, d)
	for i := range c.Data {
		c.Data[i] = float32(rng.NormFloat64())
	}
	for i := range n {
		copy(row(x, i), row(c, rng.IntN(centres)))
		for j := range d {
			x.Data[i*d+j] += float32(width * rng.NormFloat64())
		}
	}
	return x
}

// near finds the k nearest others of each row.
func near(x blas32.General, k int) Neighbors {
	n := Neighbors{K: k}
	for i := range x.Rows {
		others := make([]int32, 0, x.Rows)
		squares := make([]float32, x.Rows)
		for j := range x.Rows {
			if j != i {
				others = append(others, int32(j))
				squares[j] = vec.SquaredDistance(row(x, i), row(x, j))
			}
		}
		slices.SortStableFunc(others, func(a, b int32) int { return cmp.Compare(squares[a], squares[b]) })
		for _, j := range others[:k] {
			n.IDs = append(n.IDs, j)
			n.Distances = append(n.Distances, float32(math.Sqrt(float64(squares[j]))))
		}
	}
	return n
}

// split returns how many rows two groupings have in different groups, once their
// groups are numbered alike.
func split(a, b []int32) (n int) {
	for i, c := range Align(a, b) {
		if c != b[i] {
			n++
		}
	}
	return n
}

func TestKMeansFindsWhatScikitLearnFinds(t *testing.T) {
	x, known := points(t), read(t, "sklearn.tsv", 1)
	for i, want := range []struct {
		k                   int
		inertia, silhouette float64
	}{{3, 989.2947, .55550}, {5, 498.0446, .62353}} {
		found, err := KMeans(x, Means{K: want.k, Restarts: 20, Seed: 1}, goOn)
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(found.Inertia-want.inertia) > 1e-3*want.inertia {
			t.Errorf("k = %d: inertia %.4f, want %.4f", want.k, found.Inertia, want.inertia)
		}
		if n := split(found.Codes, codes(known[i], 0)); n > 2 {
			t.Errorf("k = %d: %d of %d rows are in other groups", want.k, n, x.Rows)
		}
		s, err := Silhouette(x, codes(known[i], 0), x.Rows, goOn)
		if err != nil || math.Abs(s-want.silhouette) > 1e-5 {
			t.Errorf("k = %d: silhouette %.5f, %v, want %.5f", want.k, s, err, want.silhouette)
		}
	}
}

func TestKMeansOfFewRows(t *testing.T) {
	line := rows(1, 0, 1, 10, 11, 20)
	for _, c := range []struct {
		name    string
		x       blas32.General
		k       int
		codes   []int32
		inertia float64
	}{
		{"one group", line, 1, []int32{0, 0, 0, 0, 0}, 269.2},
		{"three groups, the largest first", line, 3, []int32{0, 0, 1, 1, 2}, 1},
		{"a group for each row", line, 5, []int32{0, 1, 2, 3, 4}, 0},
		{"more groups than places", rows(1, 3, 3, 3, 3), 2, nil, 0},
		{"rows that are no numbers count as zeros", Copy(rows(1, float32(math.NaN()), 0, 9)), 2, []int32{0, 0, 1}, 0},
	} {
		found, err := KMeans(c.x, Means{K: c.k, Restarts: 10, Seed: 3}, goOn)
		if err != nil {
			t.Fatal(err)
		}
		if c.codes != nil && split(found.Codes, c.codes) > 0 {
			t.Errorf("%s: codes %v, want %v", c.name, found.Codes, c.codes)
		}
		if math.Abs(found.Inertia-c.inertia) > 1e-3 {
			t.Errorf("%s: inertia %v, want %v", c.name, found.Inertia, c.inertia)
		}
		for j, size := range Sizes(found.Codes) {
			if size == 0 {
				t.Errorf("%s: group %d is empty", c.name, j)
			}
		}
	}
}

func TestSphericalCentresHaveUnitLength(t *testing.T) {
	x := Unit(random(300, 6, 4, .3, 5))
	found, err := KMeans(x, Means{K: 4, Restarts: 5, Spherical: true}, goOn)
	if err != nil {
		t.Fatal(err)
	}
	for j := range 4 {
		if n := vec.Norm(row(found.Centres, j)); math.Abs(float64(n)-1) > 1e-5 {
			t.Errorf("centre %d has length %v", j, n)
		}
	}
}

// A grouping is the same however often it rests, and ends when that is wanted.
func TestWorkIsPaced(t *testing.T) {
	x := random(700, 8, 6, .4, 2)
	n := near(x, 9)
	works := map[string]func(pace Pace) (any, error){
		"k-means":    func(p Pace) (any, error) { return KMeans(x, Means{K: 6, Restarts: 2, Seed: 9}, p) },
		"hdbscan":    func(p Pace) (any, error) { return HDBSCAN(x, n, Density{MinSize: 10}, p) },
		"graph":      func(p Pace) (any, error) { return HDBSCAN(x, n, Density{MinSize: 10, Exact: 1}, p) },
		"silhouette": func(p Pace) (any, error) { return Silhouette(x, make([]int32, x.Rows), 100, p) },
	}
	for name, work := range works {
		first, err := work(goOn)
		if err != nil {
			t.Fatal(err)
		}
		calls := 0
		again, err := work(func(s Stage) error {
			if calls++; s.Done > s.Total {
				t.Errorf("%s: %d of %d", name, s.Done, s.Total)
			}
			return nil
		})
		if err != nil || name != "silhouette" && !reflect.DeepEqual(first, again) {
			t.Errorf("%s: another result the second time, %v", name, err)
		}
		enough := errors.New("enough")
		for _, after := range []int{1, calls / 2, calls} {
			left := after
			if _, err := work(func(Stage) error {
				if left--; left == 0 {
					return enough
				}
				return nil
			}); calls > 0 && after > 0 && !errors.Is(err, enough) {
				t.Errorf("%s: ended after %d of %d pieces with %v", name, after, calls, err)
			}
		}
	}
}

func TestSettingsOutsideTheirRange(t *testing.T) {
	x := rows(1, 1, 2, 3)
	for name, work := range map[string]func() error{
		"k":          func() error { _, err := KMeans(x, Means{K: 4}, goOn); return err },
		"minSize":    func() error { _, err := HDBSCAN(x, near(x, 2), Density{MinSize: 1}, goOn); return err },
		"minSamples": func() error { _, err := HDBSCAN(x, near(x, 2), Density{MinSize: 2, MinSamples: 4}, goOn); return err },
	} {
		var setting *SettingError
		if err := work(); !errors.As(err, &setting) || setting.Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// R's cuts edges of one length one after the other, by which a row between may
// fall to a side.
func TestHDBSCANFindsWhatDbscanOfRFinds(t *testing.T) {
	x, known := points(t), read(t, "dbscan.tsv", 1)
	for i, size := range []int{6, 10} {
		found, err := HDBSCAN(x, near(x, 12), Density{MinSize: size}, goOn)
		if err != nil {
			t.Fatal(err)
		}
		if n := split(found.Codes, codes(known[i], 1)); n > 1 {
			t.Errorf("groups of %d: %d of %d rows are in other groups", size, n, x.Rows)
		}
	}
}

// The hierarchy cut at a distance is DBSCAN without its border rows.
func TestTheTreeCutAtADistanceIsDBSCAN(t *testing.T) {
	x, known := points(t), read(t, "sklearn.tsv", 1)
	n := near(x, 5)
	for i, eps := range []float64{.4, .8} {
		tree := treeOf(t, x, n, 6)
		f := newForest(x.Rows)
		for _, e := range tree {
			if math.Sqrt(float64(e.square)) <= eps {
				f.join(e.a, e.b)
			}
		}
		cut := make([]int32, x.Rows)
		for r := range cut {
			cut[r] = f.root(int32(r))
			if float64(n.Distances[r*5+4]) > eps {
				cut[r] = -1
			}
		}
		if wrong := split(cut, codes(known[2+i], 0)); wrong > 0 {
			t.Errorf("at %v: %d rows are in other groups", eps, wrong)
		}
	}
}

func treeOf(t *testing.T, x blas32.General, n Neighbors, samples int) []edge {
	t.Helper()
	s := &spanning{x: x, cores: make([]float32, x.Rows), pace: goOn}
	for i := range s.cores {
		d := n.Distances[i*n.K+samples-2]
		s.cores[i] = d * d
	}
	edges, err := s.among(nil)
	if err == nil {
		edges, err = s.tree(edges)
	}
	if err != nil {
		t.Fatal(err)
	}
	return edges
}

// byDefinition is HDBSCAN as it is defined: the parts of the graph of rows nearer
// than each distance there is.
func byDefinition(x blas32.General, n Neighbors, least, samples int) []int32 {
	core := func(i int) float32 {
		if samples < 2 {
			return 0
		}
		d := n.Distances[i*n.K+samples-2]
		return d * d
	}
	between := func(i, j int) float64 {
		return math.Sqrt(float64(max(vec.SquaredDistance(row(x, i), row(x, j)), core(i), core(j))))
	}
	var distances []float64
	for i := range x.Rows {
		for j := range i {
			distances = append(distances, between(i, j))
		}
	}
	slices.Sort(distances)
	distances = slices.Compact(distances)
	type part struct {
		rows      []int
		born      float64
		stability float64
		chosen    [][]int
	}
	var parts func(rows []int, below float64) [][]int
	parts = func(rows []int, below float64) (all [][]int) {
		left := slices.Clone(rows)
		for len(left) > 0 {
			found := []int{left[0]}
			left = left[1:]
			for at := 0; at < len(found); at++ {
				left = slices.DeleteFunc(left, func(j int) bool {
					joined := between(found[at], j) < below
					if joined {
						found = append(found, j)
					}
					return joined
				})
			}
			all = append(all, found)
		}
		return all
	}
	var grow func(rows []int, born float64, whole bool) part
	grow = func(rows []int, born float64, whole bool) part {
		p := part{rows: rows, born: born}
		now := rows
		for i := len(distances) - 1; i >= 0; i-- {
			lambda := 1 / distances[i]
			var large [][]int
			for _, q := range parts(now, distances[i]) {
				if len(q) >= least {
					large = append(large, q)
				}
			}
			switch len(large) {
			case 1:
				p.stability += float64(len(now)-len(large[0])) * (lambda - born)
				now = large[0]
				continue
			case 0:
				p.stability += float64(len(now)) * (lambda - born)
				p.chosen = [][]int{rows}
				return p
			}
			p.stability += float64(len(now)) * (lambda - born)
			sum := 0.
			for _, q := range large {
				child := grow(q, lambda, false)
				sum += child.stability
				p.chosen = append(p.chosen, child.chosen...)
			}
			if !whole && p.stability >= sum {
				p.chosen = [][]int{rows}
			} else {
				p.stability = sum
			}
			return p
		}
		return p
	}
	all := make([]int, x.Rows)
	for i := range all {
		all[i] = i
	}
	found := make([]int32, x.Rows)
	for i := range found {
		found[i] = -1
	}
	top := grow(all, 0, true)
	if len(top.chosen) == 1 && len(top.chosen[0]) == x.Rows {
		return found
	}
	for c, rows := range top.chosen {
		for _, i := range rows {
			found[i] = int32(c)
		}
	}
	return found
}

func TestHDBSCANIsAsItIsDefined(t *testing.T) {
	for seed := range uint64(12) {
		x := random(40, 2, 4, .3, seed)
		n := near(x, 4)
		samples := 1 + int(seed%4)
		found, err := HDBSCAN(x, n, Density{MinSize: 4, MinSamples: samples}, goOn)
		if err != nil {
			t.Fatal(err)
		}
		want := byDefinition(x, n, 4, samples)
		if wrong := split(found.Codes, want); wrong > 0 || groups(Sizes(found.Codes)) != groups(Sizes(want)) {
			t.Errorf("seed %d: %v\nwant %v", seed, found.Codes, want)
		}
	}
}

// Among neighbours the tree is the same where these are enough, and parts that no
// neighbours join come apart as they do by all pairs.
func TestHDBSCANAmongNeighbours(t *testing.T) {
	for _, c := range []struct {
		name  string
		x     blas32.General
		k     int
		wrong int // of the rows, at most
	}{
		{"clouds that touch", random(900, 3, 4, .5, 3), 20, 9},
		{"clouds far apart", random(900, 3, 8, .02, 4), 12, 9},
	} {
		n := near(c.x, c.k)
		exact, err := HDBSCAN(c.x, n, Density{MinSize: 12}, goOn)
		if err != nil {
			t.Fatal(err)
		}
		found, err := HDBSCAN(c.x, n, Density{MinSize: 12, Exact: 1}, goOn)
		if err != nil {
			t.Fatal(err)
		}
		if exact.Approximate || !found.Approximate {
			t.Errorf("%s: approximate %v and %v", c.name, exact.Approximate, found.Approximate)
		}
		if wrong := split(found.Codes, exact.Codes); wrong > c.wrong {
			t.Errorf("%s: %d of %d rows are in other groups", c.name, wrong, c.x.Rows)
		}
	}
}

func TestHDBSCANOfFewRows(t *testing.T) {
	near4 := rows(1, 0, 1, 2, 10, 11, 12, 100)
	for _, c := range []struct {
		name   string
		x      blas32.General
		s      Density
		groups []int
		none   int
	}{
		{"two groups and a row far off", near4, Density{MinSize: 3, MinSamples: 1}, []int{3, 3}, 1},
		{"rows at one place", rows(1, 5, 5, 5, 9, 9, 9), Density{MinSize: 3}, []int{3, 3}, 0},
		{"one cloud is no group", rows(1, 0, 1, 2, 3, 4), Density{MinSize: 3, MinSamples: 1}, nil, 5},
		{"one row", rows(1, 5), Density{MinSize: 2, MinSamples: 1}, nil, 1},
		{"none", rows(1), Density{MinSize: 2, MinSamples: 1}, nil, 0},
	} {
		found, err := HDBSCAN(c.x, near(c.x, max(0, min(2, c.x.Rows-1))), c.s, goOn)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if sizes := Sizes(found.Codes); !slices.Equal(sizes, c.groups) {
			t.Errorf("%s: sizes %v, want %v", c.name, sizes, c.groups)
		}
		none := 0
		for i, code := range found.Codes {
			if code < 0 {
				none++
			}
			if p := found.Probabilities[i]; (code < 0) != (p == 0) || p > 1 {
				t.Errorf("%s: row %d of group %d with probability %v", c.name, i, code, p)
			}
		}
		if none != c.none {
			t.Errorf("%s: %d rows in no group, want %d", c.name, none, c.none)
		}
	}
}

func TestLeavesAreTheSmallestGroups(t *testing.T) {
	x := points(t)
	n := near(x, 5)
	mass, err := HDBSCAN(x, n, Density{MinSize: 6}, goOn)
	if err != nil {
		t.Fatal(err)
	}
	leaves, err := HDBSCAN(x, n, Density{MinSize: 6, Leaves: true}, goOn)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := len(Sizes(mass.Codes)), len(Sizes(leaves.Codes)); a >= b {
		t.Errorf("%d groups by mass, %d leaves", a, b)
	}
}

func TestSilhouette(t *testing.T) {
	for _, c := range []struct {
		name  string
		codes []int32
		want  float64
	}{
		{"far apart", []int32{0, 0, 1, 1}, (9.5/10.5 + 8.5/9.5 + 8.5/9.5 + 9.5/10.5) / 4},
		{"one alone", []int32{0, 0, 1, -1}, ((10-1)/10. + (9-1)/9. + 0) / 3},
		{"one group", []int32{0, 0, 0, 0}, math.NaN()},
	} {
		got, err := Silhouette(rows(1, 0, 1, 10, 11), c.codes, 100, goOn)
		if err != nil || math.Abs(got-c.want) > 1e-6 || math.IsNaN(got) != math.IsNaN(c.want) {
			t.Errorf("%s: %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

func TestAlign(t *testing.T) {
	for _, c := range []struct {
		name                   string
		codes, earlier, wanted []int32
	}{
		{"other numbers", []int32{1, 1, 0, 0, 0}, []int32{0, 0, 1, 1, 1}, []int32{0, 0, 1, 1, 1}},
		{"a new group", []int32{0, 0, 1, 2, 2}, []int32{1, 1, 1, 0, 0}, []int32{1, 1, 2, 0, 0}},
		{"one group less", []int32{0, 0, 0}, []int32{2, 2, 1}, []int32{2, 2, 2}},
		{"no group", []int32{-1, 0, -1}, []int32{-1, 3, 0}, []int32{-1, 3, -1}},
		{"more rows than before", []int32{0, 1, 0}, []int32{1}, []int32{1, 0, 1}},
	} {
		if got := Align(c.codes, c.earlier); !slices.Equal(got, c.wanted) {
			t.Errorf("%s: %v, want %v", c.name, got, c.wanted)
		}
	}
}

func TestUnitAndCopyLeaveNothingThatIsNotFinite(t *testing.T) {
	inf := float32(math.Inf(1))
	x := rows(2, 3, 4, inf, 1, 0, 0)
	if got := Unit(x).Data; !slices.Equal(got, []float32{.6, .8, 0, 0, 0, 0}) {
		t.Error(got)
	}
	if got := Copy(x).Data; !slices.Equal(got, []float32{3, 4, 0, 0, 0, 0}) {
		t.Error(got)
	}
}
