package lab

import (
	"fmt"
	"math"

	"nearspace/core/space"
)

func askPath(spaces []*space.Space, q Query, pace Pace) (Answer, error) {
	s := spaces[0]
	ends, err := s.FindAll([]string{q.Args["from"], q.Args["to"]})
	if err != nil {
		return Answer{}, err
	}
	wants, err := q.among(s)
	if err != nil {
		return Answer{}, err
	}
	path, err := s.Path(ends[0], ends[1], int(q.Number("near")), withEnds(wants, ends), pace)
	if err != nil {
		return Answer{}, err
	}
	from, to := s.Label(ends[0]), s.Label(ends[1])
	prose := Prose{Text: longest(s, path)}
	return Answer{Parts: []Part{prose, stepsOf(s, path)}, Shown: shownAlong(s, path), Next: []Query{NewQuery("path", "from", to, "to", from)}}, nil
}

// longest says how many steps a path has, which is the longest, and how far apart
// its ends are.
func longest(s *space.Space, path []space.Neighbor) Text {
	from, to := path[0].ID, path[len(path)-1].ID
	if from == to {
		return Text{En: "Both are the same.", Zh: "两者相同。"}
	}
	least := 1
	for i := range path[1:] {
		if path[i+1].Score < path[least].Score {
			least = i + 1
		}
	}
	straight, step := angle(s.Similarity(from, to)), angle(path[least].Score)
	before, after := s.Label(path[least-1].ID), s.Label(path[least].ID)
	if len(path) == 2 {
		return Text{
			En: fmt.Sprintf("One step: %s and %s are near each other, %.0f° apart.", before, after, straight),
			Zh: fmt.Sprintf("只需一步：%s 与 %s 互为近邻，夹角 %.0f°。", before, after, straight),
		}
	}
	return Text{
		En: fmt.Sprintf("%d steps between near rows. %s and %s are %.0f° apart; the longest step, from %s to %s, is %.0f°.", len(path)-1, s.Label(from), s.Label(to), straight, before, after, step),
		Zh: fmt.Sprintf("经 %d 步相邻的近邻。%s 与 %s 夹角 %.0f°；最长的一步由 %s 到 %s，为 %.0f°。", len(path)-1, s.Label(from), s.Label(to), straight, before, after, step),
	}
}

// stepsOf lists the rows of a path with their angles to the one before and to the
// ends.
func stepsOf(s *space.Space, path []space.Neighbor) Table {
	from, to := path[0].ID, path[len(path)-1].ID
	t := Table{
		Title:   Text{En: "From " + s.Label(from) + " to " + s.Label(to), Zh: "从 " + s.Label(from) + " 到 " + s.Label(to)},
		Columns: []Text{{En: "row", Zh: "行"}, {En: "cosine", Zh: "余弦"}, {En: "step °", Zh: "步长°"}, {En: "come °", Zh: "已离起点°"}, {En: "to go °", Zh: "距终点°"}},
	}
	for i, n := range path {
		cosine, step := Cell{}, Cell{}
		if i > 0 {
			cosine, step = NumberCell(rounded(n.Score)), degrees(n.Score)
		}
		label := Cell{Text: s.Label(n.ID), Row: &Row{Space: s.Name, ID: n.ID}}
		t.Rows = append(t.Rows, []Cell{label, cosine, step, degrees(s.Similarity(from, n.ID)), degrees(s.Similarity(n.ID, to))})
	}
	return t
}

// shownAlong joins each row of a path to the next.
func shownAlong(s *space.Space, path []space.Neighbor) *Shown {
	shown := &Shown{Space: s.Name}
	for i, n := range path {
		shown.Rows = append(shown.Rows, int32(n.ID))
		if i > 0 {
			shown.Pairs = append(shown.Pairs, uint32(path[i-1].ID), uint32(n.ID))
		}
	}
	return shown
}

// withEnds wants the ends too.
func withEnds(wants space.Filter, ends []int) space.Filter {
	if wants == nil {
		return nil
	}
	return func(id int) bool { return id == ends[0] || id == ends[1] || wants(id) }
}

// angle is that of a cosine, in degrees.
func angle(cosine float64) float64 {
	return math.Acos(math.Max(-1, math.Min(1, cosine))) * 180 / math.Pi
}

func degrees(cosine float64) Cell { return NumberCell(math.Round(angle(cosine))) }
