package space

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func goOn() error { return nil }

func TestMoverDistance(t *testing.T) {
	s := small()
	for _, c := range []struct {
		a, b string
		want float64 // by scipy.optimize.linprog
	}{
		{"king,queen", "man,woman", 0.7653668647301795},
		{"king,king,apple", "man,New York,woman,queen", 1.0317977129918576},
		{"king,man,man,woman,apple", "queen,queen,New York", 1.1416350640789925},
		{"king", "apple", math.Sqrt2},
		{"man,king", "king,man", 0},
		{"king,missing", "king", 0},
		{"king", "missing", math.Inf(1)},
	} {
		a, _ := s.Bag(strings.Split(c.a, ","))
		b, _ := s.Bag(strings.Split(c.b, ","))
		for _, got := range []float64{s.MoverDistance(a, b), s.MoverDistance(b, a)} {
			if got != c.want && math.Abs(got-c.want) > 1e-6 {
				t.Errorf("from %s to %s: %v, want %v", c.a, c.b, got, c.want)
			}
		}
	}
}

func TestBag(t *testing.T) {
	b, unknown := small().Bag([]string{"man", "king", "x", "man", "KING", "apple"})
	if unknown != 1 || !slices.Equal(b.IDs, []int{2, 0, 4}) || !slices.Equal(b.Weights, []float64{.4, .4, .2}) {
		t.Errorf("%+v, %d unknown", b, unknown)
	}
}

// cheapestOfAll tries all ways to send whole units: one row's unit after the
// other, to each column in turn.
func cheapestOfAll(supplies, demands []int, costs []float64) float64 {
	for i, left := range supplies {
		if left == 0 {
			continue
		}
		supplies[i]--
		best := math.Inf(1)
		for j, want := range demands {
			if want > 0 {
				demands[j]--
				best = math.Min(best, costs[i*len(demands)+j]+cheapestOfAll(supplies, demands, costs))
				demands[j]++
			}
		}
		supplies[i]++
		return best
	}
	return 0
}

func TestTransportIsTheCheapestOfAll(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for round := range 200 {
		const units = 6
		supplies, demands := split(units, 1+rng.IntN(4), rng), split(units, 1+rng.IntN(4), rng)
		costs := make([]float64, len(supplies)*len(demands))
		for i := range costs {
			costs[i] = float64(rng.IntN(10)) // many ties
			if round%2 == 0 {
				costs[i] = rng.Float64()
			}
		}
		want := cheapestOfAll(supplies, demands, costs) / units
		if got := cheapest(shares(supplies), shares(demands), costs); math.Abs(got-want) > 1e-12 {
			t.Fatalf("%v to %v at %v: %v, want %v", supplies, demands, costs, got, want)
		}
	}
}

// split deals out units to n places; some get none.
func split(units, n int, rng *rand.Rand) []int {
	parts := make([]int, n)
	for range units {
		parts[rng.IntN(n)]++
	}
	return parts
}

func shares(units []int) []float64 {
	total := 0
	for _, u := range units {
		total += u
	}
	shares := make([]float64, len(units))
	for i, u := range units {
		shares[i] = float64(u) / float64(total)
	}
	return shares
}

// Of a large problem the prices of the solution prove that nothing is cheaper:
// Σ supplies·u + Σ demands·v is the same as the cost, and no reduced cost is
// below 0.
func TestPricesProveTheCost(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	n, m := 60, 45
	supplies, demands := shares(split(500, n, rng)), shares(split(300, m, rng))
	costs := make([]float64, n*m)
	for i := range costs {
		costs[i] = rng.Float64()
	}
	p := newTransport(slices.Clone(supplies), slices.Clone(demands), costs)
	got := p.solve()
	var dual float64
	for i, u := range p.u {
		dual += u * supplies[i]
		for j, v := range p.v {
			if costs[i*m+j]-u-v < -1e-9 {
				t.Fatalf("from %d to %d the reduced cost is %v", i, j, costs[i*m+j]-u-v)
			}
		}
	}
	for j, v := range p.v {
		dual += v * demands[j]
	}
	if math.Abs(got-dual) > 1e-9 {
		t.Errorf("cost %v, prices say %v", got, dual)
	}
}

func TestNearestBagsAreThoseOfAllDistances(t *testing.T) {
	s := random(80, 6)
	rng := rand.New(rand.NewPCG(5, 6))
	text := func() Bag {
		var words []string
		for range 1 + rng.IntN(8) {
			words = append(words, fmt.Sprint("w", rng.IntN(80)))
		}
		b, _ := s.Bag(words)
		return b
	}
	bags := []Bag{{}}
	for range 60 {
		bags = append(bags, text())
	}
	for range 10 {
		query := text()
		var all []Neighbor
		for i, b := range bags[1:] {
			all = append(all, Neighbor{ID: i + 1, Score: s.MoverDistance(query, b)})
		}
		slices.SortStableFunc(all, func(a, b Neighbor) int {
			if a.Score < b.Score {
				return -1
			}
			return 1
		})
		got, err := s.NearestBags(query, bags, 5, goOn)
		if err != nil || !slices.Equal(got, all[:5]) {
			t.Fatalf("%v, %v, want %v", got, err, all[:5])
		}
	}
	if got, err := s.NearestBags(Bag{}, bags, 5, goOn); err != nil || len(got) != 0 {
		t.Errorf("nearest to nothing: %v, %v", got, err)
	}
	stop := errors.New("stop")
	if _, err := s.NearestBags(text(), bags, 5, func() error { return stop }); err != stop {
		t.Error(err)
	}
}

func TestScores(t *testing.T) {
	s := small()
	for metric, want := range map[Metric][]float32{
		Cosine:    {math.Sqrt2 / 2, 0, -1, 1, 0, 0},
		Dot:       {6, 0, -6, 9, 0, 0},
		Euclidean: {float32(math.Sqrt(5)), float32(math.Sqrt(33)), 5, 0, float32(math.Sqrt(29)), float32(math.Sqrt(34))},
	} {
		var got []float32
		for _, pair := range [][2][]int{{{2}, {0}}, {{0}, {4}}, {{3}, {2}}, {{2}, {2}}, {{3}, {4}}, {{2}, {4}}} {
			m := s.Scores(pair[0], pair[1], metric)
			got = append(got, m.Data...)
		}
		if !close32(got, want) {
			t.Errorf("%s: %v, want %v", metric, got, want)
		}
	}
	if m := s.Scores([]int{0, 2}, []int{2, 3, 4}, Dot); m.Rows != 2 || m.Cols != 3 || !slices.Equal(m.Data, []float32{6, -4, 0, 9, -6, 0}) {
		t.Errorf("%+v", m)
	}
}

func TestScoresWithAQueryAreThoseOfPairs(t *testing.T) {
	s := random(700, 13)
	for _, metric := range []Metric{Cosine, Dot, Euclidean} {
		got := make([]float32, 600)
		s.ScoresWith(got, 50, s.Row(7), metric)
		for i, v := range got {
			if want := s.score(7, 50+i, metric); math.Abs(float64(v)-want) > 1e-4*(1+math.Abs(want)) {
				t.Fatalf("%s of row %d: %v, want %v", metric, 50+i, v, want)
			}
		}
	}
}

func ExampleSpace_MoverDistance() {
	s := small()
	a, _ := s.Bag([]string{"king", "queen"})
	b, _ := s.Bag([]string{"man", "woman"})
	c, _ := s.Bag([]string{"apple", "New York"})
	fmt.Printf("%.2f %.2f\n", s.MoverDistance(a, b), s.MoverDistance(a, c))
	// Output: 0.77 1.35
}

// BenchmarkMoverDistance compares two texts of a hundred words each.
func BenchmarkMoverDistance(b *testing.B) {
	s := random(200, 100)
	var x, y Bag
	for i := range 100 {
		x.IDs, x.Weights = append(x.IDs, i), append(x.Weights, .01)
		y.IDs, y.Weights = append(y.IDs, 100+i), append(y.Weights, .01)
	}
	for b.Loop() {
		s.MoverDistance(x, y)
	}
}
