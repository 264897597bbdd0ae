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
		`"a ""b"" \"`:                {{1, `a "b" \`}},
		"'New York' + 'don''t'":      {{1, "New York"}, {1, "don't"}},
		`“a "b"” - "“c”"`:            {{1, `a "b"`}, {-1, "“c”"}},
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
		"":              {1, 0, "label", ""},
		"king +":        {7, 6, "label", ""},
		"king man":      {6, 5, "operator", "man"},
		"(king":         {6, 5, ")", ""},
		"king)":         {5, 4, "operator", ")"},
		"a * b":         {5, 4, "number", "b"},
		`a + "king`:     {5, 4, "quote", `"king`},
		"国 + ^":         {5, 6, "label", "^"},
		"2 * 3":         {6, 5, "label", ""},
		"2000000*a":     {1, 0, "smaller weight", ""},
		"1e5*(1e5*a)":   {1, 0, "smaller weight", ""},
		"1e308*1e308*a": {1, 0, "smaller weight", ""},
	} {
		_, err := ParseExpression(text)
		var got *ExpressionError
		if !errors.As(err, &got) || *got != want {
			t.Errorf("%q: %v, want %v", text, err, &want)
		}
	}
}

func FuzzParseExpression(f *testing.F) {
	for _, s := range []string{"king - man + woman", `2*("a"" b" - c)`, "-1*-2*x", "((((", "1e5*x", "0x1p-2*y - 3", "a\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseExpression(text)
		if err != nil {
			return
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

func parse(t *testing.T, text string) Expression {
	t.Helper()
	e, err := ParseExpression(text)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func close32(a, b []float32) bool {
	return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Abs(float64(x-y)) < 1e-6 })
}

func TestEvaluate(t *testing.T) {
	s := small()
	e := parse(t, "king - man + woman")
	if !reflect.DeepEqual(Analogy("man", "king", "woman"), e) {
		t.Errorf("the analogy is %v", Analogy("man", "king", "woman"))
	}
	sum, used, err := s.Evaluate(e)
	if err != nil {
		t.Fatal(err)
	}
	// (1,1,0)/√2 − (0,1,0) + (0,−1,0), at unit length
	x, y := math.Sqrt2/2, math.Sqrt2/2-2
	n := math.Hypot(x, y)
	if want := []float32{float32(x / n), float32(y / n), 0}; !close32(sum, want) {
		t.Errorf("%v, want %v", sum, want)
	}
	if want := []int{0, 2, 3}; !slices.Equal(used, want) {
		t.Errorf("rows %v, want %v", used, want)
	}
	// (2,2,0) − (0,3,0) + (0,−2,0)
	if place, _, err := s.EvaluateRaw(e); err != nil || !slices.Equal(place, []float32{2, -3, 0}) {
		t.Errorf("%v, %v", place, err)
	}
	if got, err := s.MostSimilar(e, 1); err != nil || got[0].ID != 1 {
		t.Errorf("%s is %v, %v", e, got, err)
	}
}

func TestWhatAddsUpToNothingIsNearToNothing(t *testing.T) {
	s := small()
	for _, text := range []string{"king - king", "man + woman", "0*king"} {
		if _, err := s.MostSimilar(parse(t, text), 3); err != ErrNoDirection {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := s.Axis([]int{0}, []int{0}); err != ErrNoDirection {
		t.Errorf("axis: %v", err)
	}
}

func TestAxis(t *testing.T) {
	s := small()
	axis, err := s.Axis([]int{3}, []int{2}) // from woman to man
	if err != nil || !close32(axis, []float32{0, 1, 0}) {
		t.Fatalf("%v, %v", axis, err)
	}
	along := make([]float32, 3)
	s.Along(along, 1, axis)
	if want := []float32{-math.Sqrt2 / 2, 1, -1}; !close32(along, want) { // queen, man, woman
		t.Errorf("%v, want %v", along, want)
	}
}

func TestRowsKeepTheirIDs(t *testing.T) {
	s := small()
	s.Counts = []float32{6, 5, 4, 3, 2, 1}
	s.SetColumn("kind", Categories{[]string{"person", "thing"}, []int32{0, 0, 0, 0, 1, unknown}})
	version := s.Version()
	s.Remove(2)
	if s.Version() == version {
		t.Error("the version stayed")
	}
	grown := s.Vectors()
	grown.Rows++
	grown.Data = append(slices.Clone(grown.Data), 0, 4, 0, 0)
	s.Append([]string{"man"}, grown)

	if id, ok := s.Find("man"); !ok || id != 6 {
		t.Errorf("man is row %d", id)
	}
	if s.Has(2) || !s.Has(6) || s.Has(7) || s.Has(-1) {
		t.Error("Has is wrong about what is there")
	}
	if got := ids(s.Nearest([]float32{0, 1, 0}, 2, Cosine, nil)); !slices.Equal(got, []int{6, 0}) {
		t.Errorf("nearest: %v", got)
	}
	if got := s.Complete("ma", 3); !slices.Equal(got, []int{6}) {
		t.Errorf("complete: %v", got)
	}
	if got := s.Column("kind").(Categories).Codes; !slices.Equal(got, []int32{0, 0, 0, 0, 1, unknown, unknown}) {
		t.Errorf("kinds: %v", got)
	}
	if got := s.Rows(nil); !slices.Equal(got, []int{0, 1, 3, 4, 5, 6}) {
		t.Errorf("rows: %v", got)
	}
}

func TestFilters(t *testing.T) {
	s := small()
	s.Counts = []float32{6, 5, 4, 3, 2, 1}
	s.SetColumn("kind", Categories{[]string{"person", "thing"}, []int32{0, 0, 0, 0, 1, unknown}})
	s.SetColumn("note", Texts{"", "", "", "", "fruit", ""})
	if got := s.Columns(); !slices.Equal(got, []string{"count", "kind", "note"}) {
		t.Errorf("columns: %v", got)
	}
	frequent, err := s.Between("count", 3, 5)
	if err != nil {
		t.Fatal(err)
	}
	things, err := s.Among("kind", "thing")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		filter Filter
		want   []int
	}{
		"counts from 3 to 5": {frequent, []int{1, 2, 3}},
		"things":             {things, []int{4}},
		"unlike New York":    {s.Unlike([]int{5}), []int{0, 1, 2, 3, 4}},
	} {
		if got := s.Rows(c.filter); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	search := s.Search([]float32{0, 1, 0}, 2, Cosine, nil).Where(frequent)
	search.Step(10)
	if got := ids(search.Result()); !slices.Equal(got, []int{2, 1}) {
		t.Errorf("nearest among the frequent: %v", got)
	}
	var missing *ColumnError
	if _, err := s.Between("kind", 0, 1); !errors.As(err, &missing) || *missing != (ColumnError{"kind", "numbers"}) {
		t.Errorf("%v", err)
	}
	if _, err := s.Among("party", "x"); !errors.As(err, &missing) {
		t.Errorf("%v", err)
	}
}

func TestUnlikeLeavesOutOtherSpellings(t *testing.T) {
	s := New("words", Input, []string{"Man", "man", "MAN", "men"}, blas32.General{Rows: 4, Cols: 1, Stride: 1, Data: []float32{1, 1, 1, 1}})
	if got := s.Rows(s.Unlike([]int{1})); !slices.Equal(got, []int{3}) {
		t.Errorf("%v", got)
	}
}

func TestSubset(t *testing.T) {
	s := small()
	s.Counts = []float32{6, 5, 4, 3, 2, 1}
	s.SetColumn("color", Colors{1, 2, 3, 4, 5, 6})
	s.Edges = []Edge{{0, 1, "wife", 1}, {0, 2, "", 1}, {4, 0, "", .5}}
	sub := s.Subset([]int{4, 0, 1})
	if !slices.Equal(sub.Labels(), []string{"apple", "king", "queen"}) || !slices.Equal(sub.Row(1), s.Row(0)) {
		t.Errorf("%v, %v", sub.Labels(), sub.Row(1))
	}
	if !slices.Equal(sub.Counts, []float32{2, 6, 5}) || !reflect.DeepEqual(sub.Column("color"), Colors{5, 1, 2}) {
		t.Errorf("%v, %v", sub.Counts, sub.Column("color"))
	}
	if want := []Edge{{1, 2, "wife", 1}, {0, 1, "", .5}}; !slices.Equal(sub.Edges, want) {
		t.Errorf("%v", sub.Edges)
	}
	sub.Row(1)[0] = 99
	if s.Row(0)[0] == 99 {
		t.Error("the rows are not copies")
	}
}

// named returns a space of one dimension whose row i is i.
func named(labels ...string) *Space {
	m := blas32.General{Rows: len(labels), Cols: 1, Stride: 1, Data: make([]float32, len(labels))}
	for i := range labels {
		m.Data[i] = float32(i)
	}
	return New(labels[0], Input, labels, m)
}

func TestMergeKeepsTheFirstOfEachLabel(t *testing.T) {
	a, b := named("x", "y", "x"), named("z", "y", "w")
	a.SetColumn("kind", Categories{[]string{"p", "q"}, []int32{0, 1, 0}})
	b.SetColumn("kind", Categories{[]string{"r", "q"}, []int32{0, 1, 1}})
	b.SetColumn("note", Texts{"1", "2", "3"})
	b.Counts = []float32{7, 8, 9}
	a.Edges = []Edge{{2, 1, "a", 1}}
	b.Edges = []Edge{{1, 2, "b", 1}}
	m, err := a.Merge(b, KeepFirst)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(m.Labels(), []string{"x", "y", "z", "w"}) || !slices.Equal(m.Vectors().Data, []float32{0, 1, 0, 2}) {
		t.Errorf("%v, %v", m.Labels(), m.Vectors().Data)
	}
	if want := (Categories{[]string{"p", "q", "r"}, []int32{0, 1, 2, 1}}); !reflect.DeepEqual(m.Column("kind"), want) {
		t.Errorf("kinds: %v", m.Column("kind"))
	}
	if !reflect.DeepEqual(m.Column("note"), Texts{"", "", "1", "3"}) || !slices.Equal(m.Counts, []float32{0, 0, 7, 9}) {
		t.Errorf("notes %v, counts %v", m.Column("note"), m.Counts)
	}
	if want := []Edge{{0, 1, "a", 1}, {1, 3, "b", 1}}; !slices.Equal(m.Edges, want) {
		t.Errorf("edges: %v", m.Edges)
	}
}

func TestSpacesThatDoNotMerge(t *testing.T) {
	a, b := named("x"), named("y")
	a.SetColumn("kind", Texts{""})
	b.SetColumn("kind", Numbers{1})
	for _, c := range []struct {
		other *Space
		want  MergeError
	}{
		{small(), MergeError{Dims: [2]int{1, 3}}},
		{b, MergeError{Column: "kind"}},
	} {
		var got *MergeError
		if _, err := a.Merge(c.other, KeepFirst); !errors.As(err, &got) || *got != c.want {
			t.Errorf("%v, want %v", err, &c.want)
		}
	}
}

func TestMergePolicies(t *testing.T) {
	a, b := named("x", "y", "x"), named("z", "y", "w", "y")
	a.Counts = []float32{1, 2, 3}
	a.SetColumn("note", Texts{"ax", "ay", "ax2"})
	b.SetColumn("note", Texts{"bz", "by", "bw", "by2"})
	b.SetColumn("kind", Categories{[]string{"p", "q"}, []int32{0, 1, 0, 0}})
	for _, c := range []struct {
		conflict Conflict
		labels   []string
		rows     []float32
		notes    Texts
		kinds    []int32
	}{
		{KeepFirst, []string{"x", "y", "z", "w"}, []float32{0, 1, 0, 2}, Texts{"ax", "ay", "bz", "bw"}, []int32{unknown, unknown, 0, 0}},
		{TakeLast, []string{"x", "y", "z", "w"}, []float32{2, 3, 0, 2}, Texts{"ax2", "by2", "bz", "bw"}, []int32{unknown, 0, 0, 0}},
		{KeepAll, []string{"x", "y", "x", "z", "y", "w", "y"}, []float32{0, 1, 2, 0, 1, 2, 3}, Texts{"ax", "ay", "ax2", "bz", "by", "bw", "by2"}, []int32{unknown, unknown, unknown, 0, 1, 0, 0}},
	} {
		m, err := a.Merge(b, c.conflict)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(m.Labels(), c.labels) || !slices.Equal(m.Vectors().Data, c.rows) {
			t.Errorf("policy %d: %v, %v", c.conflict, m.Labels(), m.Vectors().Data)
		}
		if !reflect.DeepEqual(m.Column("note"), c.notes) || !slices.Equal(m.Column("kind").(Categories).Codes, c.kinds) {
			t.Errorf("policy %d: %v, %v", c.conflict, m.Column("note"), m.Column("kind"))
		}
		if c.conflict == TakeLast && !slices.Equal(m.Counts, []float32{3, 2, 0, 0}) {
			t.Errorf("counts %v", m.Counts)
		}
	}
	var refused *MergeError
	if _, err := a.Merge(b, Refuse); !errors.As(err, &refused) || *refused != (MergeError{Label: "x"}) {
		t.Errorf("%v", err)
	}
	if m, err := named("x").Merge(named("y"), Refuse); err != nil || m.Len() != 2 {
		t.Errorf("%v", err)
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
	if id, _ := named("The", "THE", "the").Find("the"); id != 2 {
		t.Errorf("the is row %d", id)
	}
}

func TestComplete(t *testing.T) {
	s := New("words", Input, []string{"the", "Then", "cat", "theory", "我们", "我"}, blas32.General{Rows: 6, Cols: 1, Stride: 1, Data: make([]float32, 6)})
	for prefix, want := range map[string][]int{"the": {0, 1}, "THE": {0, 1}, "theo": {3}, "我": {4, 5}, "x": nil, "": {0, 1}} {
		if got := s.Complete(prefix, 2); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", prefix, got, want)
		}
	}
	s.Counts = []float32{1, 5, 2, 9, 0, 3}
	for prefix, want := range map[string][]int{"the": {3, 1}, "我": {5, 4}, "éa": nil} {
		if got := s.Complete(prefix, 2); !slices.Equal(got, want) {
			t.Errorf("%q by counts: %v, want %v", prefix, got, want)
		}
	}
	if got := named("Éa", "éb", "e").Complete("É", 5); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("É: %v", got)
	}
}

func TestIndexRestsAndStops(t *testing.T) {
	s := random(20000, 1)
	rests, stop := 0, errors.New("stop")
	if err := s.Index(func() error { rests++; return stop }); err != stop || rests != 1 {
		t.Errorf("%v after %d rests", err, rests)
	}
	if err := s.Index(func() error { rests++; return nil }); err != nil || rests != 3 {
		t.Errorf("%v after %d rests", err, rests)
	}
	if id, ok := s.Find("w19999"); !ok || id != 19999 {
		t.Errorf("w19999 is row %d", id)
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
}

func ExampleSpace_MostSimilar() {
	s := small()
	e, err := ParseExpression(`king - man + 2*(woman + "New York")`)
	if err != nil {
		fmt.Println(err)
		return
	}
	found, err := s.MostSimilar(e, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(e)
	for _, n := range found {
		fmt.Printf("%s %.2f\n", s.Label(n.ID), n.Score)
	}
	// Output:
	// king - man + 2*woman + 2*"New York"
	// apple 0.71
	// queen 0.65
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

func BenchmarkMillionLabels(b *testing.B) {
	s := random(1000000, 1)
	b.Run("complete", func(b *testing.B) {
		for b.Loop() {
			s.Complete("x", 10) // no label: all are looked at
		}
	})
	b.Run("index", func(b *testing.B) {
		for b.Loop() {
			s.byLabel, s.indexed = nil, 0
			s.Find("w1")
		}
	})
	b.Run("unknown", func(b *testing.B) {
		for b.Loop() {
			s.FindAll([]string{"w12345678"})
		}
	})
}
