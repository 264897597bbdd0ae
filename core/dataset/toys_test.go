package dataset

import (
	"math"
	"slices"
	"testing"
)

// toy makes the points of one by its name.
func toy(t *testing.T, id string) Points {
	t.Helper()
	toys := Toys()
	at := slices.IndexFunc(toys, func(toy Toy) bool { return toy.ID == id })
	if at < 0 {
		t.Fatalf("there is no %s", id)
	}
	return toys[at].Make(1)
}

// class returns where the points of a class lie.
func class(p Points, name string) (rows [][]float64) {
	for i := range p.Len() {
		if p.Classes[i] == name {
			rows = append(rows, p.Row(i))
		}
	}
	return rows
}

// spread returns the middle of rows and the root of their mean variance.
func spread(rows [][]float64) (middle []float64, sigma float64) {
	middle = make([]float64, len(rows[0]))
	for _, x := range rows {
		for j, v := range x {
			middle[j] += v / float64(len(rows))
		}
	}
	for _, x := range rows {
		sigma += math.Pow(apart(x, middle), 2)
	}
	return middle, math.Sqrt(sigma / float64(len(rows)*len(middle)))
}

func apart(a, b []float64) float64 {
	var sum float64
	for j := range a {
		sum += (a[j] - b[j]) * (a[j] - b[j])
	}
	return math.Sqrt(sum)
}

func near(got, want, part float64) bool { return math.Abs(got-want) <= part*want }

func TestToys(t *testing.T) {
	for _, toy := range Toys() {
		p, again, other := toy.Make(1), toy.Make(1), toy.Make(2)
		if len(p.Vectors) != p.Len()*p.Dim || p.Len() < 200 || p.Len() > 1000 || p.Along != nil && len(p.Along) != p.Len() {
			t.Errorf("%s: %d numbers, %d points, %d along", toy.ID, len(p.Vectors), p.Len(), len(p.Along))
		}
		if !slices.Equal(p.Vectors, again.Vectors) || !slices.Equal(p.Classes, again.Classes) {
			t.Errorf("%s is another for the same seed", toy.ID)
		}
		chance := !slices.Contains([]string{"grid", "rings", "knot"}, toy.ID)
		if chance == slices.Equal(p.Vectors, other.Vectors) {
			t.Errorf("%s: another seed changes it: %t", toy.ID, !chance)
		}
		if slices.ContainsFunc(p.Vectors, func(x float64) bool { return x-x != 0 }) {
			t.Errorf("%s is not finite", toy.ID)
		}
	}
}

// Clouds are as wide, and lie as far from each other, as is said of them.
func TestClouds(t *testing.T) {
	for _, c := range []struct {
		toy, class string
		points     int
		sigma      float64
	}{
		{"sizes", "narrow", 100, .3}, {"sizes", "middling", 100, 1}, {"sizes", "wide", 100, 3},
		{"distances", "left", 80, 1}, {"distances", "beside it", 80, 1}, {"distances", "far off", 80, 1},
		{"nested", "inner", 100, 1}, {"nested", "outer", 100, 20},
	} {
		rows := class(toy(t, c.toy), c.class)
		if _, sigma := spread(rows); len(rows) != c.points || !near(sigma, c.sigma, .15) {
			t.Errorf("%s, %s: %d points, σ = %.3g", c.toy, c.class, len(rows), sigma)
		}
	}
	middle := func(id, name string) []float64 { at, _ := spread(class(toy(t, id), name)); return at }
	if a, b, c := middle("distances", "left"), middle("distances", "beside it"), middle("distances", "far off"); !near(apart(b, c)/apart(a, b), 5, .05) {
		t.Errorf("%.1f and %.1f apart", apart(a, b), apart(b, c))
	}
	groups := toy(t, "groups")
	cloud := func(k int) ([]float64, float64) {
		var rows [][]float64
		for i := range 40 {
			rows = append(rows, groups.Row(40*k+i))
		}
		return spread(rows)
	}
	first, sigma := cloud(0)
	second, _ := cloud(1)
	other, _ := cloud(3)
	if within, between := apart(first, second), apart(first, other); !near(sigma, 1, .15) || between < 2*within || within < 5 {
		t.Errorf("clouds with σ = %.2f, %.1f apart, their groups %.1f", sigma, within, between)
	}
	if noise, walk := toy(t, "noise"), toy(t, "walk"); !near(norm(noise.Row(7)), 10, .2) || !near(apart(walk.Row(7), walk.Row(8)), 10, .2) {
		t.Errorf("noise is %.1f long, a step %.1f", norm(noise.Row(7)), apart(walk.Row(7), walk.Row(8)))
	}
}

func norm(x []float64) float64 { return apart(x, make([]float64, len(x))) }

// Lines go through their points in order, and surfaces obey their equations.
func TestLines(t *testing.T) {
	knot := toy(t, "knot")
	longest := 0.
	for i := range knot.Len() {
		longest = max(longest, apart(knot.Row(i), knot.Row((i+1)%knot.Len())))
	}
	if longest > .15 || knot.Classes[0] != "A" || knot.Classes[299] != "F" {
		t.Errorf("the knot has a gap of %.2f; it goes from %s to %s", longest, knot.Classes[0], knot.Classes[299])
	}
	lying, standing := class(toy(t, "rings"), "lying"), class(toy(t, "rings"), "standing")
	for i := range lying {
		if !near(norm(lying[i]), 1, 1e-9) || !near(apart(standing[i], []float64{1, 0, 0}), 1, 1e-9) {
			t.Errorf("%v, %v are on no ring", lying[i], standing[i])
		}
	}
	roll := toy(t, "roll")
	for i := range roll.Len() {
		x := roll.Row(i)
		if want := 1.5 * math.Pi * (1 + 2*roll.Along[i]); !near(math.Hypot(x[0], x[2]), want, 1e-9) || x[1] < 0 || x[1] > 20 {
			t.Errorf("%v is not on the roll", x)
		}
	}
	if grid := toy(t, "grid"); !slices.Equal(grid.Row(21), []float64{1, 1}) || grid.Classes[0] != "southwest" || grid.Classes[399] != "northeast" {
		t.Errorf("%v, %s, %s", grid.Row(21), grid.Classes[0], grid.Classes[399])
	}
}
