package measure

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/space"
)

// spaceOf is a space with a line "label x y …" for each row.
func spaceOf(t testing.TB, text string) *space.Space {
	t.Helper()
	var labels []string
	var m blas32.General
	for line := range strings.Lines(strings.TrimSpace(text)) {
		fields := strings.Fields(line)
		labels = append(labels, fields[0])
		for _, f := range fields[1:] {
			var x float32
			if _, err := fmt.Sscan(f, &x); err != nil {
				t.Fatal(err)
			}
			m.Data = append(m.Data, x)
		}
		m.Cols = len(fields) - 1
	}
	m.Rows, m.Stride = len(labels), m.Cols
	return space.New("small", space.Input, labels, m)
}

func random(rows, cols int) *space.Space {
	rng := rand.New(rand.NewPCG(1, 2))
	m := newMatrix(rows, cols)
	labels := make([]string, rows)
	for i := range m.Data {
		m.Data[i] = float32(rng.NormFloat64())
	}
	for i := range labels {
		labels[i] = fmt.Sprint("w", i)
	}
	return space.New("random", space.Input, labels, m)
}

const royal = `
man    1  0  1
woman  1  0 -1
king   1  2  1
queen  1  2 -1
apple -2  0  0
Queen  9  0  0
none   0  0  0
`

func ask(t *testing.T, s *space.Space, rule Rule, o Options, text string) AnalogyScore {
	t.Helper()
	sections, err := ReadAnalogies(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	scores, err := Analogies(s, sections, rule, o, goOn)
	if err != nil {
		t.Fatal(err)
	}
	return scores[0]
}

func TestAnalogies(t *testing.T) {
	s := spaceOf(t, royal)
	for _, rule := range []Rule{Add, Mul} {
		got := ask(t, s, rule, Options{}, "man king woman queen\nMan KING woman apple\nman king woman prince\nman king none queen")
		want := AnalogyScore{Right: 1, Asked: 2, Unknown: 2, Answers: []Answer{{0, 3, true}, {1, 3, false}}}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if got := ask(t, s, Add, Options{Limit: 3}, "man king woman queen\nman king woman king"); got.Asked != 1 || got.Answers[0].Row != -1 {
		t.Errorf("nothing is left to answer: %+v", got)
	}
	s.Remove(3)
	if got := ask(t, s, Add, Options{MatchCase: true}, "man king woman Queen"); got.Right != 1 {
		t.Errorf("queen was removed, Queen is left: %+v", got)
	}
}

// Any spelling of the right word is right, and none of those asked for counts.
func TestAnalogiesInOtherSpellings(t *testing.T) {
	s := spaceOf(t, `
man    1  0  1
woman  1  0 -1
king   1  2  1
queen  1  2 -1
KING   1  2 -1
QUEEN  1  2.1 -1
`)
	if got := ask(t, s, Add, Options{}, "man king woman queen"); got.Right != 1 || got.Answers[0].Row != 5 && got.Answers[0].Row != 3 {
		t.Errorf("%+v", got)
	}
	if got := ask(t, s, Add, Options{MatchCase: true}, "man king woman KING"); got.Asked != 1 || got.Answers[0].Row == 2 {
		t.Errorf("%+v", got)
	}
}

// Both rules, over more rows than a block, against the formulas.
func TestAnalogiesAgreeWithTheFormulas(t *testing.T) {
	s := random(3*block+17, 9)
	rng := rand.New(rand.NewPCG(3, 4))
	section := Section{}
	for range 200 {
		word := func() string { return s.Label(rng.IntN(s.Len())) }
		section.Questions = append(section.Questions, Question{word(), word(), word(), word()})
	}
	for _, rule := range []Rule{Add, Mul} {
		scores, err := Analogies(s, []Section{section}, rule, Options{}, goOn)
		if err != nil {
			t.Fatal(err)
		}
		for i, q := range section.Questions {
			var asked [3]int
			for j, w := range []string{q.A, q.B, q.C} {
				asked[j], _ = s.Find(w)
			}
			score := func(x int) float64 {
				a, b, c := s.Similarity(x, asked[0]), s.Similarity(x, asked[1]), s.Similarity(x, asked[2])
				if rule == Mul {
					return (1 + b) / 2 * (1 + c) / 2 / ((1+a)/2 + 1e-6)
				}
				return b - a + c
			}
			best := -1
			for x := range s.Len() {
				if !slices.Contains(asked[:], x) && (best < 0 || score(x) > score(best)) {
					best = x
				}
			}
			if got := scores[0].Answers[i].Row; got != best && score(best)-score(got) > 1e-4*math.Abs(score(best)) {
				t.Fatalf("rule %d, %v: %d of %v, want %d of %v", rule, q, got, score(got), best, score(best))
			}
		}
	}
}

func TestWorkStopsWhenPaceDoes(t *testing.T) {
	s, stop := random(2*paced, 2), errors.New("stop")
	halt := func() error { return stop }
	if _, err := Analogies(s, BuiltinAnalogies(), Add, Options{}, halt); err != stop {
		t.Error(err)
	}
	if _, err := Pairs(s, nil, Options{}, halt); err != stop {
		t.Error(err)
	}
	if _, err := Outliers(s, BuiltinOutliers(), Options{}, halt); err != stop {
		t.Error(err)
	}
	if _, err := Overlap(s, s, 1, 1, Options{}, halt); err != stop {
		t.Error(err)
	}
}

func TestCorrelations(t *testing.T) {
	for _, c := range []struct {
		x, y              []float64
		pearson, spearman Correlation // by scipy.stats
	}{
		{[]float64{1, 2, 3, 4}, []float64{2, 4, 6, 8}, Correlation{1, 0}, Correlation{1, 0}},
		{[]float64{1, 2, 3, 4, 5}, []float64{5, 6, 7, 8, 7}, Correlation{0.8320502943378436, 0.08050957329849864}, Correlation{0.8207826816681233, 0.08858700531354381}},
		{[]float64{1, 2, 2, 0, -3, 7}, []float64{3, 1, 1, 1, 0, -2}, Correlation{-0.48674006189183494, 0.32754813411999534}, Correlation{-0.2156143862717941, 0.681590329950619}},
		{[]float64{3, 1}, []float64{5, 9}, Correlation{-1, 1}, Correlation{-1, 1}},
	} {
		for _, k := range []struct {
			name      string
			got, want Correlation
		}{{"Pearson", Pearson(c.x, c.y), c.pearson}, {"Spearman", Spearman(c.x, c.y), c.spearman}} {
			if math.Abs(k.got.R-k.want.R) > 1e-12 || math.Abs(k.got.P-k.want.P) > 1e-9 {
				t.Errorf("%s of %v and %v: %v, want %v", k.name, c.x, c.y, k.got, k.want)
			}
		}
	}
	for _, x := range [][]float64{{}, {1}, {2, 2, 2}} {
		if got := Pearson(x, x); got.R == got.R || got.P == got.P {
			t.Errorf("of %v: %v", x, got)
		}
	}
}

func TestPairs(t *testing.T) {
	s := spaceOf(t, royal)
	got, err := Pairs(s, []Pair{{"man", "woman", 1}, {"man", "king", 2}, {"man", "prince", 3}, {"KING", "king", 4}}, Options{}, goOn)
	if err != nil {
		t.Fatal(err)
	}
	if got.Known != 3 || got.Unknown != 1 || math.Abs(got.Spearman.R-1) > 1e-12 {
		t.Errorf("%+v", got)
	}
	want := []float64{0, 2 / math.Sqrt(12), math.NaN(), 1}
	for i, c := range got.Cosines {
		if math.Abs(c-want[i]) > 1e-6 || (c != c) != (want[i] != want[i]) {
			t.Errorf("cosines %v, want %v", got.Cosines, want)
		}
	}
}

func TestOutliers(t *testing.T) {
	s := spaceOf(t, `
a  1  0
b  1 .1
c  1 .2
x -1  0
y  1 .05
`)
	got, err := Outliers(s, []OutlierSet{{"set", []string{"a", "b", "c", "missing"}, []string{"x", "y", "z"}}, {"empty", nil, []string{"x"}}}, Options{}, goOn)
	if err != nil {
		t.Fatal(err)
	}
	// y lies between a and b: both a and c, at the edges, are less at home.
	want := []OutlierScore{{"set", 1, 1 + 1./3, 2, 1, 1}, {Set: "empty", Unknown: 1}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	total := TotalOutliers(got)
	if total.Accuracy() != .5 || math.Abs(total.OPP()-2./3) > 1e-12 || total.Unknown != 2 || total.UnknownWords != 1 {
		t.Errorf("%+v", total)
	}
}

func TestOverlap(t *testing.T) {
	a := spaceOf(t, `
a  1  0
b  1 .1
c  0  1
d .1  1
only -1 0
B  1 .1
`)
	// a changes sides.
	b := spaceOf(t, `
d .1  1
other 1 1
a .2  1
b  1 .1
c  0  1
`)
	got, err := Overlap(a, b, 1, 0, Options{}, goOn)
	if err != nil {
		t.Fatal(err)
	}
	want := OverlapScore{K: 1, Shared: 4, Words: []KeptNeighbors{{0, 2, 0}, {1, 3, 1}, {2, 4, 1}, {3, 0, 0}}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got.Mean() != .5 {
		t.Errorf("mean %v", got.Mean())
	}
	if got, err := Overlap(a, a, 9, 2, Options{MatchCase: true}, goOn); err != nil || got.K != 5 || got.Mean() != 1 || len(got.Words) != 2 || got.Words[1].A != 3 {
		t.Errorf("with itself: %+v, %v", got, err)
	}
	if got, err := Overlap(a, spaceOf(t, "x 1 2"), 3, 0, Options{}, goOn); err != nil || got.Shared != 0 || got.Mean() != 0 {
		t.Errorf("with nothing in common: %+v, %v", got, err)
	}
}

func TestPurity(t *testing.T) {
	for _, c := range []struct {
		clusters, classes []int32
		want              float64
	}{
		{[]int32{0, 0, 1, 1}, []int32{5, 5, 6, 6}, 1},
		{[]int32{0, 0, 0, 0}, []int32{1, 2, 2, 3}, .5},
		{[]int32{0, 0, 0, 1, 1, 2}, []int32{1, 1, 2, 2, 3, 3}, 4. / 6},
		{nil, nil, 0},
	} {
		if got, err := Purity(c.clusters, c.classes); err != nil || math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%v of %v: %v, %v, want %v", c.clusters, c.classes, got, err, c.want)
		}
	}
	if _, err := Purity([]int32{1}, nil); err == nil {
		t.Error("a thing without a class was taken")
	}
}

// The values are scikit-learn's adjusted_rand_score.
func TestAdjustedRand(t *testing.T) {
	for _, c := range []struct {
		a, b []int32
		want float64
	}{
		{[]int32{0, 0, 1, 1}, []int32{5, 5, 3, 3}, 1},
		{[]int32{0, 0, 1, 2}, []int32{0, 0, 1, 1}, .5714285714285714},
		{[]int32{0, 0, 1, 1, 2, 2}, []int32{0, 1, 0, 1, 0, 1}, -.36363636363636365},
		{[]int32{0, 0, 0, 1, 1, 1}, []int32{0, 0, 1, 1, 2, 2}, .24242424242424243},
		{[]int32{0, 0, 0}, []int32{0, 1, 2}, 0},
		{nil, nil, 1},
	} {
		if got, err := AdjustedRand(c.a, c.b); err != nil || math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%v and %v: %v, %v, want %v", c.a, c.b, got, err, c.want)
		}
	}
	if _, err := AdjustedRand([]int32{1}, nil); err == nil {
		t.Error("a thing of one grouping only was taken")
	}
}

func TestBuiltinSets(t *testing.T) {
	n := 0
	for _, s := range BuiltinAnalogies() {
		if s.Name == "" || len(s.Questions) < 100 {
			t.Errorf("section %q has %d questions", s.Name, len(s.Questions))
		}
		seen := map[Question]bool{}
		for _, q := range s.Questions {
			if seen[q] {
				t.Errorf("%s: %v stands twice", s.Name, q)
			}
			seen[q] = true
		}
		n += len(seen)
	}
	if n < 5000 {
		t.Errorf("%d questions", n)
	}
	for _, s := range BuiltinOutliers() {
		if s.Name == "" || len(s.Words) != 8 || len(s.Outliers) != 8 {
			t.Errorf("set %q has %d words and %d outliers", s.Name, len(s.Words), len(s.Outliers))
		}
	}
}

func TestBuiltinPairs(t *testing.T) {
	for _, c := range []struct {
		chinese bool
		want    []Pair
	}{
		{false, []Pair{{"gold", "silver", 3}, {"gold", "wheat", 2}, {"horse", "gold", 1}, {"gold", "january", 0}}},
		{true, []Pair{{"金", "银", 3}, {"金", "小麦", 2}, {"马", "金", 1}, {"金", "一月", 0}}},
	} {
		counts := [4]int{}
		seen := map[[2]string]bool{}
		found := map[Pair]bool{}
		for _, p := range BuiltinPairs(c.chinese) {
			counts[int(p.Score)]++
			if p.A == p.B || seen[[2]string{p.A, p.B}] || seen[[2]string{p.B, p.A}] {
				t.Errorf("%s and %s stand twice", p.A, p.B)
			}
			seen[[2]string{p.A, p.B}], found[p] = true, true
		}
		for _, p := range c.want {
			if !found[p] {
				t.Errorf("%v is missing", p)
			}
		}
		for score, n := range counts {
			if n < 100 {
				t.Errorf("%d pairs share %d kinds", n, score)
			}
		}
	}
}

func TestReadKindsNamesTheLine(t *testing.T) {
	for _, text := range []string{"gold", ": a/b\ngold\nsilver copper"} {
		var line *LineError
		if _, err := readKinds(strings.NewReader(text)); !errors.As(err, &line) || line.Want != "one word" {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestReadAnalogies(t *testing.T) {
	got, err := ReadAnalogies(strings.NewReader("\ufeffa b c d\r\n: two words \n\n e\tf  g h\n:last"))
	want := []Section{{"", []Question{{"a", "b", "c", "d"}}}, {"two words", []Question{{"e", "f", "g", "h"}}}, {Name: "last"}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

func TestReadPairs(t *testing.T) {
	for text, want := range map[string][]Pair{
		"love\tsex\t6.77\r\ntiger\tcat\t7.35\r\n":                     {{"love", "sex", 6.77}, {"tiger", "cat", 7.35}},
		"sun sunlight 50.000000\n\n# comment\n automobile  car 50 ":   {{"sun", "sunlight", 50}, {"automobile", "car", 50}},
		"word1\tword2\tPOS\tSimLex999\tconc\nold\tnew\tA\t1.58\t2.72": {{"old", "new", 1.58}},
		"Word 1,Word 2,Human (mean)\nNew York,city, 7.5":              {{"New York", "city", 7.5}},
		"squishing\tsquirt\t5.88\t7\t3\n-1\t-2\t-3":                   {{"squishing", "squirt", 5.88}, {"-1", "-2", -3}},
		"word word": nil,
	} {
		got, err := ReadPairs(strings.NewReader(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestReadOutliers(t *testing.T) {
	want := []OutlierSet{{"", []string{"a", "New York"}, []string{"x"}}, {"second", []string{"c"}, []string{"y", "z"}}}
	got, err := ReadOutliers(strings.NewReader("a\nNew York\n\nx\n\n: second\n\nc\n\n\ny\nz"))
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v, want %v", got, err, want)
	}
}

func TestLinesThatCannotBeRead(t *testing.T) {
	long := strings.Repeat("x", maxLine+1)
	analogies := func(text string) error { _, err := ReadAnalogies(strings.NewReader(text)); return err }
	pairs := func(text string) error { _, err := ReadPairs(strings.NewReader(text)); return err }
	outliers := func(text string) error { _, err := ReadOutliers(strings.NewReader(text)); return err }
	for _, c := range []struct {
		read func(string) error
		text string
		want LineError
	}{
		{analogies, ": x\na b c d\na b c", LineError{3, "four words", "a b c"}},
		{analogies, "\n\na b c d e", LineError{3, "four words", "a b c d e"}},
		{analogies, "a b c d\n" + long, LineError{2, "a shorter line", ""}},
		{pairs, "a b 1\nc d", LineError{2, "two words and a number", "c d"}},
		{pairs, "a b 1\nc\td\tNaN", LineError{2, "two words and a number", "c\td\tNaN"}},
		{pairs, "a b 1\n" + strings.Repeat("é", 60), LineError{2, "two words and a number", strings.Repeat("é", 41) + "…"}},
		{outliers, long, LineError{1, "a shorter line", ""}},
	} {
		var got *LineError
		if err := c.read(c.text); !errors.As(err, &got) || *got != c.want {
			t.Errorf("%.20q: %v, want %v", c.text, err, &c.want)
		}
	}
	var bad *corpus.TextError
	if err := analogies(": x\na b c \xff"); !errors.As(err, &bad) || bad.Line != 2 || bad.Byte != 10 {
		t.Errorf("%v", err)
	}
	if err := pairs("a b 1\nc d 2\xe2"); !errors.As(err, &bad) || bad.Line != 2 {
		t.Errorf("%v", err)
	}
}

func FuzzReaders(f *testing.F) {
	f.Add(": x\na b c d\n")
	f.Add("a\tb\t1\n# c\nd,e,2\n")
	f.Add(":\n\na\n\nb")
	f.Fuzz(func(t *testing.T, text string) {
		sections, err := ReadAnalogies(strings.NewReader(text))
		if err == nil {
			for _, s := range sections {
				for _, q := range s.Questions {
					if strings.ContainsAny(q.A+q.B+q.C+q.D, " \t\n") || q.A == "" || q.D == "" {
						t.Errorf("question %q", q)
					}
				}
			}
		}
		if pairs, err := ReadPairs(strings.NewReader(text)); err == nil {
			for _, p := range pairs {
				if p.A == "" || p.B == "" || p.Score-p.Score != 0 {
					t.Errorf("pair %+v", p)
				}
			}
		}
		if _, err := ReadOutliers(strings.NewReader(text)); err != nil && err.Error() == "" {
			t.Error("an error says nothing")
		}
	})
}

func ExampleAnalogies() {
	s := space.New("plane", space.Input, []string{"man", "woman", "king", "queen", "apple"}, blas32.General{
		Rows: 5, Cols: 3, Stride: 3, Data: []float32{1, 0, 1, 1, 0, -1, 1, 2, 1, 1, 2, -1, -2, 0, 0},
	})
	sections, err := ReadAnalogies(strings.NewReader(": family\nman king woman queen\nman woman king apple\nman uncle woman aunt"))
	if err != nil {
		fmt.Println(err)
		return
	}
	scores, err := Analogies(s, sections, Add, Options{}, func() error { return nil })
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, score := range scores {
		fmt.Printf("%s: %.0f %% of %d, %d unknown\n", score.Section, 100*score.Accuracy(), score.Asked, score.Unknown)
		for _, a := range score.Answers {
			fmt.Println(s.Label(a.Row), a.Right)
		}
	}
	// Output:
	// family: 50 % of 2, 1 unknown
	// queen true
	// queen false
}

// BenchmarkAnalogies asks as many questions as questions-words.txt has, of as
// many pairs and words, of 30,000 rows of 100 dimensions.
func BenchmarkAnalogies(b *testing.B) {
	s := random(30000, 100)
	var section Section
	for relation := range 36 {
		for i := range 24 {
			for j := range 24 {
				if word := func(k, side int) string { return s.Label(relation*48 + 2*k + side) }; i != j {
					section.Questions = append(section.Questions, Question{word(i, 0), word(i, 1), word(j, 0), word(j, 1)})
				}
			}
		}
	}
	for _, rule := range []Rule{Add, Mul} {
		b.Run([]string{"add", "mul"}[rule], func(b *testing.B) {
			for b.Loop() {
				if _, err := Analogies(s, []Section{section}, rule, Options{}, goOn); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(len(section.Questions)), "questions")
		})
	}
}
