package lab

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"nearspace/core/measure"
	"nearspace/core/space"
)

// ErrOneSpace says that there is no second space to compare one with.
var ErrOneSpace = errors.New("there is only one space with these rows")

// askBeside compares the neighbours of one label in two spaces.
func askBeside(spaces []*space.Space, q Query, pace Pace) (Answer, error) {
	a, b, err := q.pair(spaces)
	if err != nil {
		return Answer{}, err
	}
	label := q.Args["word"]
	inA, err := a.FindAll([]string{label})
	if err != nil {
		return Answer{}, err
	}
	inB, err := b.FindAll([]string{label})
	if err != nil {
		return Answer{}, err
	}
	label = a.Label(inA[0])
	count := int(q.Number("count"))
	nearA, err := nearestRows(a.Space, inA[0], count, pace)
	if err != nil {
		return Answer{}, err
	}
	nearB, err := nearestRows(b.Space, inB[0], count, pace)
	if err != nil {
		return Answer{}, err
	}
	table := Table{Title: Text{En: "Nearest to " + label, Zh: "最接近 " + label}, Columns: []Text{a.name, MetricNames[space.Cosine], b.name, MetricNames[space.Cosine]}}
	for i := range max(len(nearA), len(nearB)) {
		table.Rows = append(table.Rows, append(rankedCells(a, a, nearA, i), rankedCells(a, b, nearB, i)...))
	}
	both := 0
	for _, n := range nearB {
		if id, ok := a.Find(b.Label(n.ID)); ok && slices.ContainsFunc(nearA, func(m space.Neighbor) bool { return m.ID == id }) {
			both++
		}
	}
	prose := Prose{Text: Text{
		En: fmt.Sprintf("Of the %d nearest, %d are the same.", len(nearA), both),
		Zh: fmt.Sprintf("最近的 %d 个中有 %d 个相同。", len(nearA), both),
	}}
	moves := movesOf(a, b, inA[0], inB[0], nearA, nearB)
	return Answer{Parts: []Part{prose, table, moves}, Shown: shownOf(a.Space, nearA, inA[0]), Next: []Query{NewQuery("moved", "a", q.Args["a"], "b", q.Args["b"])}}, nil
}

func nearestRows(s *space.Space, row, count int, pace Pace) ([]space.Neighbor, error) {
	search := s.Search(s.Row(row), count, space.Cosine, []int{row})
	if err := steps(search.Step, pace); err != nil {
		return nil, err
	}
	return search.Result(), nil
}

// rankedCells are a label and its score, with the row that it has in the space on
// the map.
func rankedCells(own, of place, found []space.Neighbor, i int) []Cell {
	if i >= len(found) {
		return []Cell{{}, {}}
	}
	label := of.Label(found[i].ID)
	return []Cell{{Text: label, Row: rowOf(own, label)}, NumberCell(rounded(found[i].Score))}
}

func rowOf(own place, label string) *Row {
	if id, ok := own.Find(label); ok && own.Label(id) == label {
		return &Row{Space: own.Space.Name, ID: id}
	}
	return nil
}

func rounded(x float64) float64 { return math.Round(x*1e3) / 1e3 }

// movesOf lists what is near in one of the spaces by how much nearer it is there.
func movesOf(a, b place, inA, inB int, nearA, nearB []space.Neighbor) Table {
	type move struct {
		label string
		a, b  float64
	}
	var moves []move
	seen := map[string]bool{}
	add := func(label string) {
		idA, okA := a.Find(label)
		idB, okB := b.Find(label)
		if okA && okB && !seen[label] {
			seen[label] = true
			moves = append(moves, move{label, a.Similarity(inA, idA), b.Similarity(inB, idB)})
		}
	}
	for _, n := range nearA {
		add(a.Label(n.ID))
	}
	for _, n := range nearB {
		add(b.Label(n.ID))
	}
	slices.SortStableFunc(moves, func(x, y move) int { return cmp.Compare(math.Abs(y.b-y.a), math.Abs(x.b-x.a)) })
	t := Table{Title: Text{En: "What moved most, by cosine", Zh: "余弦变化最大的"}, Columns: []Text{{En: "row", Zh: "行"}, a.name, b.name, {En: "change", Zh: "变化"}}}
	for _, m := range moves {
		t.Rows = append(t.Rows, []Cell{{Text: m.label, Row: rowOf(a, m.label)}, NumberCell(rounded(m.a)), NumberCell(rounded(m.b)), NumberCell(rounded(m.b - m.a))})
	}
	return t
}

// askMoved finds the rows whose neighbours in two spaces differ most.
func askMoved(spaces []*space.Space, q Query, pace Pace) (Answer, error) {
	a, b, err := q.pair(spaces)
	if err != nil {
		return Answer{}, err
	}
	score, err := measure.Overlap(a.Space, b.Space, int(q.Number("near")), int(q.Number("asked")), measure.Options{}, pace)
	if err != nil {
		return Answer{}, err
	}
	if score.K == 0 {
		return Answer{}, ErrOneSpace
	}
	// The frequent stand first, so that of equal ones those are shown.
	byKept := slices.Clone(score.Words)
	slices.SortStableFunc(byKept, func(x, y measure.KeptNeighbors) int { return cmp.Compare(x.Kept, y.Kept) })
	count := min(int(q.Number("count")), len(byKept))
	least := byKept[:count]
	slices.SortStableFunc(byKept[count:], func(x, y measure.KeptNeighbors) int { return cmp.Compare(y.Kept, x.Kept) })
	most := byKept[count:][:min(count, len(byKept)-count)]
	prose := Prose{Text: Text{
		En: fmt.Sprintf("%s and %s share %d rows. Of the %d nearest to each of %d of them, %.0f %% are the same.", a.name.En, b.name.En, score.Shared, score.K, len(score.Words), 100*score.Mean()),
		Zh: fmt.Sprintf("%s 与 %s 共有 %d 行。考察其中 %d 行，最近的 %d 个平均有 %.0f%% 相同。", a.name.Zh, b.name.Zh, score.Shared, len(score.Words), score.K, 100*score.Mean()),
	}}
	kept := Text{En: fmt.Sprintf("neighbours kept, of %d", score.K), Zh: fmt.Sprintf("%d 个近邻中保留的", score.K)}
	list := func(title Text, words []measure.KeptNeighbors) Ranking {
		found := make([]space.Neighbor, len(words))
		for i, w := range words {
			found[i] = space.Neighbor{ID: w.A, Score: float64(w.Kept)}
		}
		return RankRows(a.Space, found, title, kept)
	}
	answer := Answer{Parts: []Part{prose, list(Text{En: "Moved most", Zh: "变化最大"}, least), list(Text{En: "Moved least", Zh: "变化最小"}, most)}}
	shown := &Shown{Space: a.Space.Name}
	for i, w := range least {
		shown.Rows = append(shown.Rows, int32(w.A))
		if label := a.Label(w.A); i < 3 && strings.TrimSpace(label) != "" {
			answer.Next = append(answer.Next, NewQuery("beside", "word", label, "a", q.Args["a"], "b", q.Args["b"]))
		}
	}
	answer.Shown = shown
	return answer, nil
}
