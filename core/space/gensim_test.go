package space

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

// The figures are those of gensim 4.2.0's KeyedVectors with the rows of small.

func TestProductsAreGensims(t *testing.T) {
	s := small()
	for _, c := range []struct {
		e    Expression
		want string
	}{
		{Analogy("man", "king", "woman"), "queen 2.91419 apple 0.50000 New York 0.35708"},
		{Expression{{1, "queen"}, {1, "apple"}}, "woman 0.42678 New York 0.40807 king 0.25000 man 0.07322"},
	} {
		for _, rows := range []int{1, 10} {
			q, err := s.SearchProduct(c.e, 10)
			if err != nil {
				t.Fatal(err)
			}
			for !q.Step(rows) {
			}
			if got := written(s, q.Result()); got != c.want {
				t.Errorf("%s: %s, want %s", c.e, got, c.want)
			}
		}
	}
}

func written(s *Space, found []Neighbor) string {
	var words []string
	for _, n := range found {
		words = append(words, fmt.Sprintf("%s %.5f", s.Label(n.ID), n.Score))
	}
	return strings.Join(words, " ")
}

func TestWeightsAreGensims(t *testing.T) {
	s := small()
	found, err := s.MostSimilar(Expression{{2, "king"}, {.5, "woman"}, {-1, "man"}}, 3)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := written(s, found), "queen 0.74862 apple 0.00000 New York -0.01469"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestSetSimilarityIsGensims(t *testing.T) {
	s := small()
	for _, c := range []struct {
		a, b []int
		want float64
	}{
		{[]int{0, 1}, []int{0}, 0.8944272},
		{[]int{0, 4}, []int{2, 5}, 0.8616404},
	} {
		if got := s.SetSimilarity(c.a, c.b); math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%v and %v: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

func TestRanksAreGensims(t *testing.T) {
	s := small()
	for _, c := range []struct {
		a, b   string
		closer []int
	}{
		{"king", "New York", []int{2}},
		{"man", "woman", []int{0, 1, 4, 5}},
		{"apple", "king", []int{5}},
		{"king", "man", nil},
	} {
		ids, err := s.FindAll([]string{c.a, c.b})
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.CloserThan(ids[0], ids[1], func() error { return nil })
		if err != nil || !slices.Equal(got, c.closer) {
			t.Errorf("nearer to %s than %s: %v, %v, want %v", c.a, c.b, got, err, c.closer)
		}
		rank, err := s.Rank(ids[0], ids[1], func() error { return nil })
		if err != nil || rank != len(c.closer)+1 {
			t.Errorf("rank of %s: %d, %v", c.b, rank, err)
		}
	}
}
