package project

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// placesOf gives rows places, so many units at a time.
func placesOf(t testing.TB, p Projection, m blas32.General, units int) []float32 {
	t.Helper()
	placement, err := p.(Placer).Place(m)
	if err != nil {
		t.Fatal(err)
	}
	for done := false; !done; {
		if done, err = placement.Step(units); err != nil {
			t.Fatal(err)
		}
	}
	return placement.Coordinates()
}

// held splits rows into those that are kept and each fifth, which is held out.
func held(m blas32.General, labels []int32) (kept, out blas32.General, keptLabels, outLabels []int32) {
	kept, out = blas32.General{Cols: m.Cols, Stride: m.Cols}, blas32.General{Cols: m.Cols, Stride: m.Cols}
	for i := range m.Rows {
		to, of := &kept, &keptLabels
		if i%5 == 0 {
			to, of = &out, &outLabels
		}
		to.Data, *of = append(to.Data, m.Data[i*m.Stride:][:m.Cols]...), append(*of, labels[i])
		to.Rows++
	}
	return kept, out, keptLabels, outLabels
}

// nearestOnMap returns the points of a map by their distance from a place.
func nearestOnMap(at, y []float32) []int {
	k := len(at)
	order, square := make([]int, len(y)/k), make([]float64, len(y)/k)
	for i := range order {
		order[i] = i
		for j, v := range at {
			d := float64(v - y[i*k+j])
			square[i] += d * d
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(square[a], square[b]) })
	return order
}

// told returns the share of points whose class most of their ten nearest on the map
// have.
func told(at, y []float32, k int, of, labels []int32) float64 {
	right := 0
	for i, class := range of {
		var votes [3]int
		for _, id := range nearestOnMap(at[i*k:(i+1)*k], y)[:10] {
			votes[labels[id]]++
		}
		if votes[class] == max(votes[0], votes[1], votes[2]) {
			right++
		}
	}
	return float64(right) / float64(len(of))
}

// ways are all methods with what they need to map irises.
func ways(kept blas32.General, labels []int32) map[string]Settings {
	names := make([]string, kept.Rows)
	of := map[int32][]int{}
	for i, l := range labels {
		of[l] = append(of[l], i)
	}
	return map[string]Settings{
		"live": {}, "pca": {}, "random": {}, "dimensions": {Columns: []int{2, 3}}, "tsne": {}, "umap": {},
		"axes":          {Space: space.New("irises", space.Input, names, kept), Poles: []Poles{{of[0], of[2]}, {}}},
		"discriminants": {Labels: labels},
	}
}

// Irises that are held out are told apart where they are placed as well as on a map
// of all.
func TestRowsHeldOutAreAmongTheirKind(t *testing.T) {
	m, labels := iris(t)
	kept, out, keptLabels, outLabels := held(m, labels)
	for method, s := range ways(kept, keptLabels) {
		if method != "live" && method != "axes" {
			s.Metric = space.Euclidean
		}
		p, err := New(method, 4, s)
		if err != nil {
			t.Fatal(err)
		}
		finish(t, p, kept, 1<<30)
		of, err := New(method, 4, ways(m, labels)[method])
		if err != nil {
			t.Fatal(err)
		}
		finish(t, of, m, 1<<30)
		var whole []float32
		for i := 0; i < m.Rows; i += 5 {
			whole = append(whole, of.Coordinates()[2*i:2*i+2]...)
		}
		got := told(placesOf(t, p, out, 1<<30), p.Coordinates(), 2, outLabels, keptLabels)
		want := told(whole, of.Coordinates(), 2, outLabels, labels)
		if got < want-.05 {
			t.Errorf("%s: %.2f of the placed irises are told, %.2f on a map of all", method, got, want)
		}
	}
}

// Along axes a row that is there already is where it is, and in whatever slices.
func TestPlacingAlongAxesIsExact(t *testing.T) {
	m, labels := iris(t)
	for _, dimensions := range []int{2, 3} {
		for method, s := range ways(m, labels) {
			if method == "tsne" || method == "umap" {
				continue
			}
			s.Dimensions = dimensions
			if dimensions == 3 {
				s.Columns = nil
				s.Poles = append(s.Poles, Poles{})
			}
			s.Poles = s.Poles[:min(len(s.Poles), dimensions)]
			p, err := New(method, 4, s)
			if err != nil {
				t.Fatal(err)
			}
			finish(t, p, m, 1<<30)
			for i, v := range placesOf(t, p, m, 1) {
				want := float64(p.Coordinates()[i])
				// The live map has its own by way of a basis.
				if d := math.Abs(float64(v) - want); d > 1e-5 || d != 0 && method != "live" {
					t.Fatalf("%s in %d dimensions: number %d is placed at %v, want %v", method, dimensions, i, v, want)
				}
			}
		}
	}
}

func TestPlacingOnAWhitenedMapOrASphereIsExact(t *testing.T) {
	m, _ := iris(t)
	for _, s := range []Settings{{Whiten: true}, {Sphere: true}, {Whiten: true, Sphere: true}} {
		s.Columns = []int{1, 3}
		p, err := New("pca", 4, s)
		if err != nil {
			t.Fatal(err)
		}
		finish(t, p, m, 1<<30)
		if got := placesOf(t, p, m, 7); !slices.Equal(got, p.Coordinates()) {
			t.Errorf("%+v: rows are placed at %v …, want %v …", s, got[:4], p.Coordinates()[:4])
		}
	}
}

// What counts by its direction is in the same place at any length.
func TestPlacingByDirection(t *testing.T) {
	m, labels := iris(t)
	kept, out, keptLabels, _ := held(m, labels)
	long := out
	long.Data = slices.Clone(out.Data)
	for i := range long.Data {
		long.Data[i] *= 8
	}
	for method, s := range ways(kept, keptLabels) {
		for _, metric := range []space.Metric{space.Cosine, space.Euclidean} {
			s.Metric = metric
			p, err := New(method, 4, s)
			if err != nil {
				t.Fatal(err)
			}
			finish(t, p, kept, 1<<30)
			same := slices.Equal(placesOf(t, p, out, 1<<30), placesOf(t, p, long, 1<<30))
			if same != p.(Placer).ByDirection() {
				t.Errorf("%s by %s: longer rows have the same places: %v", method, metric, same)
			}
		}
	}
}

// While axes are sought anew the map that is shown is the one that counts.
func TestPlacingIsOnTheMapThatIsShown(t *testing.T) {
	m, _ := iris(t)
	for _, method := range []string{"live", "pca", "random"} {
		p, err := New(method, 4, Settings{Sphere: true})
		if err != nil {
			t.Fatal(err)
		}
		finish(t, p, m, 1<<30)
		before := placesOf(t, p, m, 1<<30)
		other := m
		other.Data = slices.Clone(m.Data)
		for i := range other.Data {
			other.Data[i] = float32(i*i%17) - other.Data[i]
		}
		p.Renew()
		if frame, err := p.Step(other, 20); frame || err != nil {
			t.Fatal(frame, err)
		}
		if got := placesOf(t, p, m, 1<<30); !slices.Equal(got, before) {
			t.Errorf("%s: rows are placed elsewhere before the map is another", method)
		}
	}
}

// Among neighbours a row that is in the map is placed near its own point: nearer
// than nearly all others are.
func TestARowOfTheMapIsPlacedNearItself(t *testing.T) {
	m, _ := groups(400, 8, 3)
	for _, method := range []string{"tsne", "umap"} {
		for _, s := range []Settings{{}, {Metric: space.Euclidean, Whiten: true}, {Sphere: true}, {Metric: Correlation, Dimensions: 3}} {
			p, err := New(method, 8, s)
			if err != nil {
				t.Fatal(err)
			}
			finish(t, p, m, 1<<30)
			at, k := placesOf(t, p, m, 1000), p.Dimensions()
			var ranks []int
			for i := range m.Rows {
				ranks = append(ranks, slices.Index(nearestOnMap(at[i*k:(i+1)*k], p.Coordinates()), i))
			}
			slices.Sort(ranks)
			if middle, most := ranks[m.Rows/2], ranks[m.Rows*9/10]; middle > 3 || most > 20 {
				t.Errorf("%s, %+v: half of the rows are placed with %d others nearer, nine of ten with %d", method, s, middle, most)
			}
			again := placesOf(t, p, part(m, 0, 50), 1<<30)
			if !slices.Equal(again, at[:50*k]) {
				t.Errorf("%s, %+v: places depend on the slices, or on the other rows", method, s)
			}
		}
	}
}

// A map that goes on with more rows places on what it shows.
func TestPlacingWhileAMapLearnsOfMoreRows(t *testing.T) {
	all, _ := groups(420, 8, 3)
	few := part(all, 0, 400)
	for _, method := range []string{"tsne", "umap"} {
		p, err := New(method, 8, Settings{Rounds: 100})
		if err != nil {
			t.Fatal(err)
		}
		finish(t, p, few, 1<<30)
		placement, err := p.(Placer).Place(part(all, 400, 20))
		if err != nil {
			t.Fatal(err)
		}
		m := all
		for done := false; !done; {
			if done, err = placement.Step(1); err != nil {
				t.Fatal(err)
			}
			if _, err := p.Step(m, 1000); err != nil {
				t.Fatal(err)
			}
			if len(p.Coordinates()) > 2*400 {
				m = few
			}
			placesOf(t, p, part(all, 400, 1), 1<<30)
		}
		for _, v := range placement.Coordinates() {
			if v-v != 0 {
				t.Fatalf("%s: a row is placed at %v", method, v)
			}
		}
	}
}

func TestRowsOfAnotherKindHaveNoPlace(t *testing.T) {
	m, _ := iris(t)
	for method, s := range ways(m, make([]int32, 150)) {
		if method == "discriminants" {
			s.Labels = []int32{0, 1, 0, 1, 0, 1}
		}
		if method == "axes" {
			s.Poles = []Poles{{}, {}}
		}
		p, err := New(method, 4, s)
		if err != nil {
			t.Fatal(err)
		}
		var refused *PlaceError
		if _, err := p.(Placer).Place(m); !errors.As(err, &refused) || refused.Shown {
			t.Errorf("%s: rows are placed on no map: %v", method, err)
		}
		finish(t, p, m, 1<<30)
		for _, wrong := range []blas32.General{{Cols: 4, Stride: 4}, part(blas32.General{Rows: 1, Cols: 3, Stride: 3, Data: m.Data}, 0, 1)} {
			if _, err := p.(Placer).Place(wrong); !errors.As(err, &refused) || refused.Want != 4 {
				t.Errorf("%s: %d rows of %d numbers: %v", method, wrong.Rows, wrong.Cols, err)
			}
		}
	}
}
