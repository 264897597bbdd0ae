package space

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

// small is a space whose directions one can see: king is royal and male, …
func small() *Space {
	labels := []string{"king", "queen", "man", "woman", "apple", "New York"}
	rows := [][]float32{{2, 2, 0}, {1, -1, 0}, {0, 3, 0}, {0, -2, 0}, {0, 0, 5}, {0, 1, 4}}
	m := blas32.General{Rows: len(rows), Cols: 3, Stride: 4, Data: make([]float32, 4*len(rows))}
	for i, row := range rows {
		copy(m.Data[i*4:], row)
	}
	return New("words", Input, labels, m)
}

func random(rows, cols int) *Space {
	rng := rand.New(rand.NewPCG(1, 2))
	labels := make([]string, rows)
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: make([]float32, rows*cols)}
	for i := range m.Data {
		m.Data[i] = float32(rng.NormFloat64())
	}
	for i := range labels {
		labels[i] = fmt.Sprint("w", i)
	}
	return New("random", Input, labels, m)
}

func ids(found []Neighbor) []int {
	var ids []int
	for _, n := range found {
		ids = append(ids, n.ID)
	}
	return ids
}

func TestNearest(t *testing.T) {
	s := small()
	for _, c := range []struct {
		metric  Metric
		exclude []int
		want    []int
	}{
		{Cosine, nil, []int{2, 0, 5}},
		{Cosine, []int{2}, []int{0, 5, 4}},
		{Dot, nil, []int{2, 0, 5}},
		{Euclidean, nil, []int{2, 0, 1}}, // at 2, √5, √5
	} {
		got := ids(s.Nearest([]float32{0, 1, 0}, 3, c.metric, c.exclude))
		if !slices.Equal(got, c.want) {
			t.Errorf("%s without %v: %v, want %v", c.metric, c.exclude, got, c.want)
		}
	}
}

func TestNearestAgreesWithSortingAll(t *testing.T) {
	s := random(3000, 19)
	query := s.Row(7)
	for _, metric := range []Metric{Cosine, Dot, Euclidean} {
		type scored struct {
			id    int
			score float64
		}
		var all []scored
		for id := range s.Len() {
			var dot, aa, bb, dd float64
			for k, v := range s.Row(id) {
				a, b := float64(v), float64(query[k])
				dot, aa, bb, dd = dot+a*b, aa+a*a, bb+b*b, dd+(a-b)*(a-b)
			}
			score := map[Metric]float64{Cosine: dot / math.Sqrt(aa*bb), Dot: dot, Euclidean: math.Sqrt(dd)}[metric]
			all = append(all, scored{id, score})
		}
		slices.SortFunc(all, func(a, b scored) int {
			if (a.score > b.score) == (metric != Euclidean) {
				return -1
			}
			return 1
		})
		for _, step := range []int{1, 100, 5000} {
			search := s.Search(query, 20, metric, nil)
			for !search.Step(step) {
			}
			for i, n := range search.Result() {
				if n.ID != all[i].id || math.Abs(n.Score-all[i].score) > 1e-4 {
					t.Fatalf("%s, place %d: row %d at %v, want %d at %v", metric, i, n.ID, n.Score, all[i].id, all[i].score)
				}
			}
		}
	}
}

func TestRowsThatAreNoNumbersAreLeftOut(t *testing.T) {
	s := small()
	s.Row(0)[1] = float32(math.NaN())
	s.Touch()
	for _, metric := range []Metric{Cosine, Dot, Euclidean} {
		if got := ids(s.Nearest([]float32{0, 1, 0}, 10, metric, nil)); len(got) != 5 || slices.Contains(got, 0) {
			t.Errorf("%s: %v", metric, got)
		}
	}
}

func TestNormsAreThoseOfTheVersion(t *testing.T) {
	s := small()
	s.Nearest([]float32{1, 0, 0}, 1, Cosine, nil)
	copy(s.Row(4), []float32{9, 0, 0})
	s.Touch()
	if got := s.Nearest([]float32{1, 0, 0}, 1, Cosine, nil); got[0].ID != 4 || math.Abs(got[0].Score-1) > 1e-6 {
		t.Errorf("%v", got)
	}
}

func TestParseExpression(t *testing.T) {
	for text, want := range map[string]Expression{
		"king":                       {{1, "king"}},
		"king - man + woman":         {{1, "king"}, {-1, "man"}, {1, "woman"}},
		"king -man":                  {{1, "king"}, {-1, "man"}},
		"-man":                       {{-1, "man"}},
		"2*king + .5 * man":          nil, // a number begins with a digit
		"2*king + 0.5 * man":         {{2, "king"}, {.5, "man"}},
		"king*2":                     {{2, "king"}},
		"2*(a - b) - (c + -d)":       {{2, "a"}, {-2, "b"}, {-1, "c"}, {1, "d"}},
		"well-known - don't":         {{1, "well-known"}, {-1, "don't"}},
		`"New York" + “Los Angeles”`: {{1, "New York"}, {1, "Los Angeles"}},
		`"a \"b\" \\"`:               {{1, `a "b" \`}},
		"1945 - 1914":                {{1, "1945"}, {-1, "1914"}},
		"2*1945":                     nil,
		`2*"1945"`:                   {{2, "1945"}},
		"国王 − 男人 + 女人":               {{1, "国王"}, {-1, "男人"}, {1, "女人"}},
		"a + a - b":                  {{2, "a"}, {-1, "b"}},
		"a - a + b":                  {{1, "b"}},
		"-3":                         {{-1, "3"}},
		"u.s.a + at&t":               {{1, "u.s.a"}, {1, "at&t"}},
	} {
		got, err := ParseExpression(text)
		if (err != nil) != (want == nil) || err == nil && !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v, %v; want %v", text, got, err, want)
		}
	}
}

func TestExpressionsThatCannotBeRead(t *testing.T) {
	for text, want := range map[string]ExpressionError{
		"":         {1, "label", ""},
		"king +":   {7, "label", ""},
		"king man": {6, "operator", "man"},
		"(king":    {6, ")", ""},
		"king)":    {5, "operator", ")"},
		"a * b":    {5, "number", "b"},
		`"king`:    {1, "quote", `"king`},
		"国 + ^":    {5, "label", "^"},
		"2 * 3":    {6, "label", ""},
	} {
		_, err := ParseExpression(text)
		var got *ExpressionError
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%q: %v, want %v", text, err, &want)
		}
	}
}

func FuzzParseExpression(f *testing.F) {
	for _, s := range []string{"king - man + woman", `2*("a\" b" - c)`, "-1*-2*x", "((((", "1e5*x", "0x1p-2*y - 3", "a\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseExpression(text)
		if err != nil {
			return
		}
		for _, term := range e {
			if math.IsInf(term.Weight, 0) || math.IsNaN(term.Weight) {
				return
			}
		}
		if len(e) == 0 {
			return
		}
		again, err := ParseExpression(e.String())
		if err != nil || !reflect.DeepEqual(again, e) {
			t.Fatalf("%q is %v, written as %q, read as %v, %v", text, e, e.String(), again, err)
		}
	})
}

func TestEvaluate(t *testing.T) {
	s := small()
	e, err := ParseExpression("king - man + woman")
	if err != nil {
		t.Fatal(err)
	}
	sum, used, err := s.Evaluate(e)
	if err != nil {
		t.Fatal(err)
	}
	// (1,1,0)/√2 − (0,1,0) + (0,−1,0)
	want := []float32{math.Sqrt2 / 2, math.Sqrt2/2 - 2, 0}
	for i := range want {
		if math.Abs(float64(sum[i]-want[i])) > 1e-6 {
			t.Errorf("%v, want %v", sum, want)
		}
	}
	if got := s.Nearest(sum, 1, Cosine, used); got[0].ID != 1 {
		t.Errorf("king - man + woman is %s", s.Label(got[0].ID))
	}
}

func TestUnknownLabelsAreNamedTogether(t *testing.T) {
	_, err := small().FindAll([]string{"kin", "man", "womans", "zebra"})
	var unknown *UnknownLabelError
	if !errors.As(err, &unknown) {
		t.Fatal(err)
	}
	want := &UnknownLabelError{[]string{"kin", "womans", "zebra"}, [][]string{{"king", "man"}, {"woman"}, nil}}
	if !reflect.DeepEqual(unknown, want) {
		t.Errorf("%+v, want %+v", unknown, want)
	}
}

func TestFindIgnoresCaseWhereItMust(t *testing.T) {
	s := small()
	for label, want := range map[string]int{"king": 0, "King": 0, "new york": 5, "New York": 5} {
		if id, ok := s.Find(label); !ok || id != want {
			t.Errorf("%s: %d, %v", label, id, ok)
		}
	}
	if _, ok := s.Find(""); ok {
		t.Error("the empty label was found")
	}
}

func TestComplete(t *testing.T) {
	s := New("words", Input, []string{"the", "Then", "cat", "theory", "我们", "我"}, blas32.General{Rows: 6, Cols: 1, Stride: 1, Data: make([]float32, 6)})
	for prefix, want := range map[string][]int{"the": {0, 1}, "THE": {0, 1}, "theo": {3}, "我": {4, 5}, "x": nil, "": {0, 1}} {
		if got := s.Complete(prefix, 2); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", prefix, got, want)
		}
	}
}

func TestOddOneOut(t *testing.T) {
	s := small()
	if got := s.OddOneOut([]int{0, 2, 4}); got[0].ID != 4 || len(got) != 3 {
		t.Errorf("%v", got)
	}
}

func TestSimilarity(t *testing.T) {
	s := small()
	if got := s.Similarity(2, 3); math.Abs(got+1) > 1e-6 {
		t.Errorf("man and woman: %v", got)
	}
	if got := s.SetSimilarity([]int{0, 1}, []int{0}); math.Abs(got-math.Sqrt2/2) > 1e-6 {
		t.Errorf("sets: %v", got)
	}
}

func ExampleSpace_Nearest() {
	s := small()
	for _, n := range s.Nearest(s.Row(0), 2, Cosine, []int{0}) {
		fmt.Printf("%s %.2f\n", s.Label(n.ID), n.Score)
	}
	// Output:
	// man 0.71
	// New York 0.17
}

func BenchmarkNearest(b *testing.B) {
	s := random(100000, 100)
	query := s.Row(3)
	s.Nearest(query, 10, Cosine, nil)
	for b.Loop() {
		s.Nearest(query, 10, Cosine, nil)
	}
	b.SetBytes(4 * 100000 * 100)
}
