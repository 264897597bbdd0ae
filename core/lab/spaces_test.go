package lab

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// wheel is a space of rows at some degrees around a circle.
func wheel(name string, labels string, degrees ...float64) *space.Space {
	m := blas32.General{Rows: len(degrees), Cols: 2, Stride: 2}
	for _, d := range degrees {
		m.Data = append(m.Data, float32(math.Cos(d*math.Pi/180)), float32(math.Sin(d*math.Pi/180)))
	}
	return space.New(name, space.Input, strings.Fields(labels), m)
}

var questionsOfSpaces = append(SpaceQuestions(Samples{Some: "a b", From: "a", To: "b", Low: "a", High: "b", Word: "a"}),
	Question{ID: "neighbors", Arguments: append([]Argument{{Name: "word", Kind: LabelArgument}}, NearArguments...)})

func asked(t *testing.T, spaces []*space.Space, q Query) (Answer, error) {
	t.Helper()
	q, err := Fill(questionsOfSpaces, q)
	if err != nil {
		t.Fatal(err)
	}
	goOn := func() error { return nil }
	if q.Question == "neighbors" {
		id, _ := spaces[0].Find(q.Args["word"])
		return Near(spaces[0], q, Subject{q.Args["word"], spaces[0].Row(id), id}, nil, goOn)
	}
	answer, _, err := AskSpaces(spaces, q, goOn)
	return answer, err
}

// names are what an answer's rankings list, one after the other.
func names(a Answer) []string {
	var labels []string
	for _, part := range a.Parts {
		if r, ok := part.(Ranking); ok {
			for _, item := range r.Items {
				labels = append(labels, item.Label)
			}
		}
	}
	return labels
}

func TestRankingsOfSpaces(t *testing.T) {
	s := []*space.Space{wheel("words", "a b c d e f", 0, 10, 20, 40, 90, 180)}
	for _, c := range []struct {
		q     Query
		want  string
		pairs []uint32
	}{
		{NewQuery("neighbors", "word", "a", "count", "2"), "b c", []uint32{0, 1, 0, 2}},
		{NewQuery("neighbors", "word", "a", "by", "bound", "bound", "0.7"), "b c d", []uint32{0, 1, 0, 2, 0, 3}},
		{NewQuery("neighbors", "word", "a", "by", "bound", "bound", "0.7", "metric", "euclidean"), "b c d", []uint32{0, 1, 0, 2, 0, 3}},
		{NewQuery("neighbors", "word", "a", "count", "9", "among", "3,5,0"), "d f", []uint32{0, 3, 0, 5}},
		{NewQuery("neighbors", "word", "a", "by", "bound", "bound", "2"), "", nil},
		{NewQuery("axis", "low", "f", "high", "a", "count", "2"), "a b f e", nil},
		{NewQuery("axis", "low", "f", "high", "a", "count", "1", "among", "1,2,3"), "b d", nil},
	} {
		answer, err := asked(t, s, c.q)
		if err != nil {
			t.Errorf("%v: %v", c.q, err)
			continue
		}
		if got := strings.Join(names(answer), " "); got != c.want || !slices.Equal(answer.Shown.Pairs, c.pairs) {
			t.Errorf("%v: %s, joined %v, want %s and %v", c.q, got, answer.Shown.Pairs, c.want, c.pairs)
		}
	}
}

func TestTheRankOfANeighbour(t *testing.T) {
	s := []*space.Space{wheel("words", "a b c d e f", 0, 11, 20, 41, 95, 180)}
	for _, c := range []struct {
		word, other, count string
		said, closer       string
		shown              []int32
	}{
		{"a", "d", "9", "d is neighbour number 3 of a, and a number 3 of d. Their cosine is 0.755.", "b c", []int32{0, 1, 2, 3}},
		{"b", "d", "9", "d is neighbour number 3 of b, and b number 2 of d. Their cosine is 0.866.", "c a", []int32{1, 2, 0, 3}},
		{"e", "a", "1", "a is neighbour number 5 of e, and e number 4 of a. Their cosine is -0.087.", "d", []int32{4, 3, 2, 1, 5, 0}},
		{"d", "c", "9", "c is neighbour number 1 of d, and d number 3 of c. Their cosine is 0.934.", "", []int32{3, 2}},
		{"d", "d", "9", "Both are the same.", "", nil},
	} {
		answer, err := asked(t, s, NewQuery("closer", "word", c.word, "other", c.other, "count", c.count))
		if err != nil {
			t.Fatal(err)
		}
		var shown []int32
		if answer.Shown != nil {
			shown = answer.Shown.Rows
		}
		if got := strings.Join(names(answer), " "); got != c.closer || !slices.Equal(shown, c.shown) {
			t.Errorf("nearer to %s than %s: %s, shown %v, want %s and %v", c.word, c.other, got, shown, c.closer, c.shown)
		}
		if said := answer.Parts[0].(Prose).Text.En; said != c.said {
			t.Errorf("said: %s, want: %s", said, c.said)
		}
	}
}

func TestAPathIsJoinedStepByStep(t *testing.T) {
	s := []*space.Space{wheel("words", "a b c d e f", 0, 10, 19, 27, 34, 180)}
	for among, want := range map[string]string{
		"":    "a 0 34, b 10 24, c 19 15, d 27 7, e 34 0",
		"2,3": "a 0 34, c 19 15, d 27 7, e 34 0",
	} {
		answer, err := asked(t, s, NewQuery("path", "from", "a", "to", "e", "near", "1", "among", among))
		if err != nil {
			t.Fatal(err)
		}
		var rows []string
		for _, row := range answer.Parts[1].(Table).Rows {
			rows = append(rows, fmt.Sprint(row[0].Text, " ", *row[2].Number, " ", *row[3].Number))
		}
		if got := strings.Join(rows, ", "); got != want || len(answer.Shown.Pairs) != 2*(len(answer.Shown.Rows)-1) {
			t.Errorf("among %q: %s, want %s, joined %v", among, got, want, answer.Shown.Pairs)
		}
		longest := "from a to b, is 10°"
		if among != "" {
			longest = "from a to c, is 19°"
		}
		if said := answer.Parts[0].(Prose).Text.En; !strings.Contains(said, "a and e are 34° apart; the longest step, "+longest) {
			t.Error(said)
		}
	}
	for to, want := range map[string]string{"a": "Both are the same.", "b": "One step: a and b are near each other, 10° apart."} {
		answer, err := asked(t, s, NewQuery("path", "from", "a", "to", to))
		if err != nil || answer.Parts[0].(Prose).Text.En != want {
			t.Errorf("%+v, %v, want %s", answer.Parts, err, want)
		}
	}
	answer, err := asked(t, s, NewQuery("path", "from", "a", "to", "f", "near", "1", "metric", "euclidean"))
	if err != nil || !strings.Contains(answer.Parts[0].(Prose).Text.En, "a and f are 2 apart") {
		t.Errorf("%+v, %v", answer.Parts, err)
	}
	apart := []*space.Space{wheel("words", "a b c d", 0, 10, 170, 180)}
	if _, err := asked(t, apart, NewQuery("path", "from", "a", "to", "d", "near", "1")); !errors.Is(err, space.ErrNoPath) {
		t.Error(err)
	}
}

func TestAnAxisCanBeDrawn(t *testing.T) {
	answer, err := asked(t, []*space.Space{wheel("words", "a b c", 0, 90, 180)}, NewQuery("axis", "low", "a, b", "high", "c"))
	if err != nil || answer.Axis != "a, b | c" {
		t.Errorf("%q, %v", answer.Axis, err)
	}
}

func TestDistances(t *testing.T) {
	s := []*space.Space{wheel("words", "a b c d", 0, 90, 10, 80)}
	answer, err := asked(t, s, NewQuery("distances", "rows", "a b c d a"))
	if err != nil {
		t.Fatal(err)
	}
	m := answer.Parts[1].(Matrix)
	if got := strings.Join(m.RowLabels, " "); got != "a c d b" && got != "b d c a" {
		t.Errorf("in order: %s", got)
	}
	for i := range 4 {
		for j := range 4 {
			if v := m.Values[4*i+j]; v != m.Values[4*j+i] || i == j && v < .9999 {
				t.Errorf("cell %d, %d is %v", i, j, v)
			}
		}
	}
	if said := answer.Parts[0].(Prose).Text.En; !strings.Contains(said, "farthest a and b (0.000)") || !strings.Contains(said, "6 pairs") {
		t.Error(said)
	}
	answer, err = asked(t, s, NewQuery("distances", "rows", "a b d", "metric", "euclidean", "order", "given"))
	if m := answer.Parts[1].(Matrix); err != nil || m.Signed || strings.Join(m.RowLabels, " ") != "a b d" || m.Values[1] < 1.414 || m.Values[1] > 1.415 {
		t.Errorf("%+v, %v", m, err)
	}
	for _, rows := range []string{"a", "a a"} {
		var few *ArgumentError
		if _, err := asked(t, s, NewQuery("distances", "rows", rows)); !errors.As(err, &few) {
			t.Errorf("%s: %v", rows, err)
		}
	}
}

func TestTwoSpacesAreCompared(t *testing.T) {
	words := wheel("words", "a b c d e", 0, 10, 20, 170, 180)
	context := wheel("context", "a b c d e", 0, 170, 20, 10, 180)
	pieces := wheel("pieces", "x y", 0, 1)
	spaces := []*space.Space{words, pieces, context}
	answer, err := asked(t, spaces, NewQuery("beside", "word", "a", "count", "2"))
	if err != nil {
		t.Fatal(err)
	}
	if said := answer.Parts[0].(Prose).Text.En; said != "Of the 2 nearest, 1 are the same." {
		t.Error(said)
	}
	table := answer.Parts[1].(Table)
	if got := fmt.Sprint(table.Columns[0].En, table.Columns[2].En, table.Rows[0][0].Text, table.Rows[0][2].Text); got != "wordscontextbd" {
		t.Errorf("side by side: %s", got)
	}
	if moved := answer.Parts[2].(Table).Rows; moved[0][0].Text != "b" && moved[0][0].Text != "d" || moved[2][0].Text != "c" {
		t.Errorf("moved: %v", moved)
	}

	answer, err = asked(t, spaces, NewQuery("moved", "near", "1", "count", "2"))
	if err != nil {
		t.Fatal(err)
	}
	if kept := answer.Parts[1].(Ranking).Items[0]; kept.Value != 0 {
		t.Errorf("%v", kept)
	}

	// A run beside comes before another space of one's own.
	beside := wheel("words", "b a f", 0, 180, 170)
	answer, err = asked(t, spaces, NewQuery("beside", "word", "a").Beside([]*space.Space{beside}))
	if err != nil || answer.Parts[1].(Table).Rows[0][2].Text != "f" || answer.Parts[1].(Table).Rows[0][2].Row != nil {
		t.Errorf("%+v, %v", answer, err)
	}
	answer, err = asked(t, spaces, NewQuery("beside", "word", "a", "a", "context", "b", "beside/words").Beside([]*space.Space{beside}))
	if err != nil || answer.Parts[1].(Table).Columns[0].En != "context" || answer.Parts[1].(Table).Columns[2].En != "words, beside" {
		t.Errorf("%+v, %v", answer, err)
	}

	if _, err := asked(t, spaces[:2], NewQuery("beside", "word", "a")); !errors.Is(err, ErrOneSpace) {
		t.Error(err)
	}
	var unknown *UnknownError
	if _, err := asked(t, spaces, NewQuery("moved", "b", "beside/words")); !errors.As(err, &unknown) {
		t.Error(err)
	}
}

func TestLabelsOf(t *testing.T) {
	for text, want := range map[string]string{
		"a b, c;d": "a|b|c|d", `"dark blue" red`: "dark blue|red", `red, “New York”、银`: "red|New York|银", `"open end`: "open end",
		`""`: "", `a " b`: "a|b", "": "", "don't": "don't",
	} {
		if got := strings.Join(LabelsOf(text), "|"); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
	for _, label := range []string{"red", "dark blue", "a, b"} {
		if got := LabelsOf(Quoted(label)); len(got) != 1 || got[0] != label {
			t.Errorf("%q is read as %q", label, got)
		}
	}
}

// What an expression stands for counts by direction as gensim has it, and else as
// the sum of the vectors as they are.
func TestASumCanBePlaced(t *testing.T) {
	s := wheel("words", "a b c", 0, 90, 180)
	for i := range s.Row(1) {
		s.Row(1)[i] *= 3
	}
	other := wheel("documents", "a b c", 0, 90, 180)
	for _, c := range []struct {
		in               *space.Space
		expression       string
		place, direction []float32 // nil: a row
	}{
		{s, "a", nil, nil},
		{s, "0.5*a", []float32{.5, 0}, []float32{1, 0}},
		{s, "-a", []float32{-1, 0}, []float32{-1, 0}},
		{s, "a + b", []float32{1, 3}, []float32{math.Sqrt2 / 2, math.Sqrt2 / 2}},
		{other, "b", []float32{0, 3}, []float32{0, 1}},
	} {
		e, err := space.ParseExpression(c.expression)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := NearestToSum(c.in, s, e, 2, Same(""), func() error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		v := answer.Vector
		if v == nil || c.place == nil {
			if v != nil || c.place != nil {
				t.Errorf("%s: %+v", c.expression, v)
			}
			continue
		}
		near := func(a, b []float32) bool {
			return slices.EqualFunc(a, b, func(x, y float32) bool { return math.Abs(float64(x-y)) < 1e-6 })
		}
		if v.Space != c.in.Name || v.Label != e.String() || !near(v.Of(false), c.place) || !near(v.Of(true), c.direction) {
			t.Errorf("%s: %+v, want %v and %v", c.expression, v, c.place, c.direction)
		}
		if rows := answer.Parts[0].(Ranking).Items; c.in == s && rows[0].Label == "a" {
			t.Errorf("%s: its own words are ranked: %+v", c.expression, rows)
		}
	}
}
