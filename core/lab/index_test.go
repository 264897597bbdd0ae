package lab

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// cloud is a space of rows at random places, called r0, r1, …
func cloud(rows, cols int) *space.Space {
	rng := rand.New(rand.NewPCG(1, 2))
	m := blas32.General{Rows: rows, Cols: cols, Stride: cols}
	labels := make([]string, rows)
	for i := range labels {
		labels[i] = fmt.Sprint("r", i)
		for range cols {
			m.Data = append(m.Data, float32(rng.NormFloat64()))
		}
	}
	return space.New("rows", space.Input, labels, m)
}

func askIndex(t *testing.T, x *Index, s *space.Space, pace Pace, args ...string) (Answer, error) {
	t.Helper()
	q, err := Fill([]Question{IndexQuestion("r0")}, NewQuery("index", args...))
	if err != nil {
		t.Fatal(err)
	}
	return x.Ask(s, q, pace)
}

func goOn() error { return nil }

// tables are an answer's, by their titles.
func tables(a Answer) map[string]Table {
	all := map[string]Table{}
	for _, part := range a.Parts {
		if t, ok := part.(Table); ok {
			all[t.Title.En] = t
		}
	}
	return all
}

const exactTable = "Exact neighbours: ✓ found by the index, ✗ missed; + found instead"

// sortedByDistance are the rows of a space from the nearest to one, itself left out.
func sortedByDistance(s *space.Space, row int) []string {
	type near struct {
		label string
		far   float64
	}
	var all []near
	for i := range s.Len() {
		var sum float64
		for k, v := range s.Row(i) {
			sum += math.Pow(float64(v)-float64(s.Row(row)[k]), 2)
		}
		if i != row {
			all = append(all, near{s.Label(i), sum})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		if a.far < b.far {
			return -1
		}
		return 1
	})
	var labels []string
	for _, n := range all {
		labels = append(labels, n.label)
	}
	return labels
}

func TestAnIndexIsHeldAgainstAllRows(t *testing.T) {
	s := cloud(2000, 10)
	var x Index
	misses := 0
	for row := range 20 {
		answer, err := askIndex(t, &x, s, goOn, "word", s.Label(row), "metric", "euclidean", "m", "4", "construction", "10", "ef", "10", "asked", "20")
		if err != nil {
			t.Fatal(err)
		}
		want := sortedByDistance(s, row)[:10]
		var found []string
		for i, line := range tables(answer)[exactTable].Rows {
			label, mark := line[0].Text, line[2].Text
			if i < 10 && label != want[i] || i >= 10 && (mark != "+" || slices.Contains(want, label)) {
				t.Errorf("row %d: line %d is %s %s, the nearest are %q", row, i, label, mark, want)
			}
			switch mark {
			case "✗":
				misses++
			default:
				found = append(found, label)
			}
		}
		var shown []string
		for _, id := range answer.Shown.Rows[1:] {
			shown = append(shown, s.Label(int(id)))
		}
		slices.Sort(found)
		slices.Sort(shown)
		if !slices.Equal(found, shown) {
			t.Errorf("row %d: %q are marked as found, %q on the map", row, found, shown)
		}
	}
	if misses == 0 || misses > 100 {
		t.Errorf("%d of 200 neighbours missed by a coarse index", misses)
	}
}

func TestALargerEfFindsMoreAndComparesMore(t *testing.T) {
	s := cloud(3000, 16)
	for _, numbers := range []string{"float32", "int8"} {
		var x Index
		answer, err := askIndex(t, &x, s, goOn, "m", "5", "construction", "20", "numbers", numbers, "ef", "30")
		if err != nil {
			t.Fatal(err)
		}
		rows := tables(answer)["By ef"].Rows
		var efs []float64
		for i, line := range rows {
			efs = append(efs, *line[0].Number)
			if i > 0 && (*line[1].Number < *rows[i-1][1].Number-.02 || *line[2].Number <= *rows[i-1][2].Number) {
				t.Errorf("%s, ef %v: recall %v, %v rows compared", numbers, efs[i], *line[1].Number, *line[2].Number)
			}
		}
		if last := rows[len(rows)-1]; !slices.Equal(efs, []float64{16, 30, 32, 64, 128, 256}) || *last[2].Number != 3000 || *last[1].Number < .97 {
			t.Errorf("%s: by ef %v, the last %v of %v rows", numbers, efs, *last[1].Number, *last[2].Number)
		}
		if first := *rows[0][1].Number; first > .9 {
			t.Errorf("%s: a coarse index with ef 10 has a recall of %v", numbers, first)
		}
		curve := answer.Parts[2].(Series).Lines[0]
		if len(curve.Y) != len(rows) || math.Abs(float64(curve.Y[2])-*rows[2][1].Number) > .001 {
			t.Errorf("%s: the curve %v is not the table's", numbers, curve.Y)
		}
		levels := tables(answer)["Levels"].Rows
		if *levels[0][1].Number != 3000 || *levels[1][2].Number != 600 {
			t.Errorf("%s: levels of %v rows, expected %v on the second", numbers, *levels[0][1].Number, *levels[1][2].Number)
		}
		if down := tables(answer)["The way down to the lowest level"].Rows; len(down) != len(levels)-1 {
			t.Errorf("%s: %d steps down %d levels", numbers, len(down), len(levels))
		}
	}
}

func TestFewRowsAreAllCompared(t *testing.T) {
	var x Index
	answer, err := askIndex(t, &x, cloud(5, 3), goOn)
	if err != nil {
		t.Fatal(err)
	}
	if said := answer.Parts[0].(Prose).Text.En; !strings.HasPrefix(said, "Of the 4 nearest rows the index found 4. Over 5 rows it finds 100.0 % of the 4 nearest (recall@4) and compares with 5 of 5 rows") {
		t.Error(said)
	}
	var few *ArgumentError
	if _, err := askIndex(t, &x, cloud(1, 3), goOn); !errors.As(err, &few) || few.Name != "count" {
		t.Error(err)
	}
}

func TestAnIndexIsBuiltInPieces(t *testing.T) {
	s := cloud(600, 8)
	q, _ := Fill([]Question{IndexQuestion("r0")}, NewQuery("index"))
	var pieces, once Index
	for last := -1.; ; {
		p, err := pieces.Prepare(s, q, 0)
		if err != nil || p.Done <= last || p.Total != 600 {
			t.Fatalf("%+v, %v", p, err)
		}
		if last = p.Done; p.End {
			break
		}
	}
	if p, err := once.Prepare(s, q, time.Hour); err != nil || !p.End {
		t.Fatalf("%+v, %v", p, err)
	}
	a, errA := askIndex(t, &pieces, s, goOn)
	b, errB := askIndex(t, &once, s, goOn)
	if errA != nil || errB != nil || fmt.Sprint(a.Shown.Rows) != fmt.Sprint(b.Shown.Rows) {
		t.Errorf("%v and %v, %v, %v", a.Shown.Rows, b.Shown.Rows, errA, errB)
	}
}

func TestAStoppedIndexIsKept(t *testing.T) {
	s := cloud(600, 8)
	var x Index
	stop := errors.New("stop")
	rests := 0
	_, err := askIndex(t, &x, s, func() error {
		if rests++; rests == 10 {
			return stop
		}
		return nil
	})
	if err != stop || x.graph.Rows() == 0 || x.graph.Rows() == 600 {
		t.Fatalf("%v after %d rows", err, x.graph.Rows())
	}
	graph := x.graph
	if _, err := askIndex(t, &x, s, goOn, "ef", "100"); err != nil || x.graph != graph {
		t.Errorf("%v; another graph: %v", err, x.graph != graph)
	}
	if _, err := askIndex(t, &x, s, goOn, "m", "8"); err != nil || x.graph == graph {
		t.Errorf("with other links: %v; the same graph: %v", err, x.graph == graph)
	}
	graph = x.graph
	s.Row(0)[0] = 9
	s.Touch()
	if _, err := askIndex(t, &x, s, goOn, "m", "8"); err != nil || x.graph == graph {
		t.Errorf("of other rows: %v; the same graph: %v", err, x.graph == graph)
	}
}

func TestRowsThatAreNotFiniteAreNotFound(t *testing.T) {
	s := cloud(50, 3)
	s.Row(7)[1] = float32(math.NaN())
	s.Touch()
	var x Index
	answer, err := askIndex(t, &x, s, goOn, "count", "49")
	if err != nil || slices.Contains(answer.Shown.Rows, 7) || len(answer.Shown.Rows) != 49 {
		t.Errorf("rows %v, %v", answer.Shown, err)
	}
	if _, err := askIndex(t, &x, s, goOn, "word", "r7"); err != nil {
		t.Error(err)
	}
}
