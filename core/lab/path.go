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
	var whole float64
	shown := &Shown{Space: s.Name}
	for i, n := range path {
		shown.Rows = append(shown.Rows, int32(n.ID))
		if i > 0 {
			shown.Pairs = append(shown.Pairs, uint32(path[i-1].ID), uint32(n.ID))
			whole += angle(n.Score)
		}
	}
	from, to := s.Label(ends[0]), s.Label(ends[1])
	straight := angle(s.Similarity(ends[0], ends[1]))
	prose := Prose{Text: Text{
		En: fmt.Sprintf("%d steps of %.0f° together; %s and %s are %.0f° apart.", len(path)-1, whole, from, to, straight),
		Zh: fmt.Sprintf("共 %d 步，合计 %.0f°；%s 与 %s 的夹角为 %.0f°。", len(path)-1, whole, from, to, straight),
	}}
	ranking := RankRows(s, path, Text{En: "From " + from + " to " + to, Zh: "从 " + from + " 到 " + to}, Text{En: "cosine to the one before", Zh: "与前一个的余弦"})
	return Answer{Parts: []Part{prose, ranking}, Shown: shown, Next: []Query{NewQuery("path", "from", to, "to", from)}}, nil
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
