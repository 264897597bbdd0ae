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
	metric := space.Metric(q.Args["metric"])
	path, err := s.Path(ends[0], ends[1], int(q.Number("near")), metric, withEnds(wants, ends), pace)
	if err != nil {
		return Answer{}, err
	}
	w := way{s, metric, path}
	parts := []Part{Prose{Text: w.longest()}, w.steps()}
	return Answer{Parts: parts, Shown: w.shown(), Next: []Query{NewQuery("path", "from", s.Label(ends[1]), "to", s.Label(ends[0]), "metric", q.Args["metric"], "near", q.Args["near"])}}, nil
}

// A way is a path and what it is measured by: degrees of angles, or distances.
type way struct {
	*space.Space
	metric space.Metric
	path   []space.Neighbor
}

func (w way) apart(i, j int) float64 {
	if w.metric == space.Euclidean {
		return rounded(scoreBetween(w.Space, i, j, w.metric))
	}
	return math.Round(angle(w.Similarity(i, j)))
}

func (w way) unit() string {
	if w.metric == space.Euclidean {
		return ""
	}
	return "°"
}

func (w way) ends() (from, to int) { return w.path[0].ID, w.path[len(w.path)-1].ID }

// longest says how many steps there are, which is the longest, and how far apart the
// ends are.
func (w way) longest() Text {
	from, to := w.ends()
	straight := fmt.Sprint(w.apart(from, to), w.unit())
	switch len(w.path) {
	case 1:
		return Text{En: "Both are the same.", Zh: "两者相同。"}
	case 2:
		return Text{
			En: fmt.Sprintf("One step: %s and %s are near each other, %s apart.", w.Label(from), w.Label(to), straight),
			Zh: fmt.Sprintf("只需一步：%s 与 %s 是近邻，相距 %s。", w.Label(from), w.Label(to), straight),
		}
	}
	longest := 1
	for i := range w.path[1:] {
		if w.step(i+1) > w.step(longest) {
			longest = i + 1
		}
	}
	before, after := w.Label(w.path[longest-1].ID), w.Label(w.path[longest].ID)
	step := fmt.Sprint(w.step(longest), w.unit())
	return Text{
		En: fmt.Sprintf("%d steps between near rows. %s and %s are %s apart; the longest step, from %s to %s, is %s.",
			len(w.path)-1, w.Label(from), w.Label(to), straight, before, after, step),
		Zh: fmt.Sprintf("共 %d 步，每步都在近邻之间。%s 与 %s 相距 %s；最长的一步由 %s 到 %s，为 %s。",
			len(w.path)-1, w.Label(from), w.Label(to), straight, before, after, step),
	}
}

// step is how long that to the path's i-th row is.
func (w way) step(i int) float64 { return w.apart(w.path[i-1].ID, w.path[i].ID) }

// steps lists the rows with how far each is from the one before, the start and the
// end.
func (w way) steps() Table {
	from, to := w.ends()
	t := Table{
		Title:   Text{En: "From " + w.Label(from) + " to " + w.Label(to), Zh: "从 " + w.Label(from) + " 到 " + w.Label(to)},
		Columns: []Text{{En: "row", Zh: "行"}, {En: "step", Zh: "步长"}, {En: "start", Zh: "距起点"}, {En: "end", Zh: "距终点"}},
	}
	for i, n := range w.path {
		row := []Cell{{Text: w.Label(n.ID), Row: &Row{Space: w.Name, ID: n.ID}}, {}, NumberCell(w.apart(from, n.ID)), NumberCell(w.apart(n.ID, to))}
		if i > 0 {
			row[1] = NumberCell(w.step(i))
		}
		t.Rows = append(t.Rows, row)
	}
	for i := range t.Columns[1:] {
		t.Columns[i+1].En += w.unit()
		t.Columns[i+1].Zh += w.unit()
	}
	return t
}

// shown joins each row to the next.
func (w way) shown() *Shown {
	shown := &Shown{Space: w.Name}
	for i, n := range w.path {
		shown.Rows = append(shown.Rows, int32(n.ID))
		if i > 0 {
			shown.Pairs = append(shown.Pairs, uint32(w.path[i-1].ID), uint32(n.ID))
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
