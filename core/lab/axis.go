package lab

import (
	"strings"

	"nearspace/core/neighbor"
	"nearspace/core/space"
)

func askAxis(spaces []*space.Space, q Query, pace Pace) (Answer, error) {
	s := spaces[0]
	low, high := LabelsOf(q.Args["low"]), LabelsOf(q.Args["high"])
	from, err := s.FindAll(low)
	if err != nil {
		return Answer{}, err
	}
	to, err := s.FindAll(high)
	if err != nil {
		return Answer{}, err
	}
	axis, err := s.Axis(from, to)
	if err != nil {
		return Answer{}, err
	}
	wants, err := q.among(s)
	if err != nil {
		return Answer{}, err
	}
	count := int(q.Number("count"))
	top, bottom := neighbor.Top{K: count}, neighbor.Top{K: count}
	along := make([]float32, 4096)
	for first := 0; first < s.Len(); first += len(along) {
		some := along[:min(len(along), s.Len()-first)]
		s.Along(some, first, axis)
		for i, cosine := range some {
			if id := first + i; s.Has(id) && (wants == nil || wants(id)) {
				top.Add(space.Neighbor{ID: id, Score: float64(cosine)})
				bottom.Add(space.Neighbor{ID: id, Score: -float64(cosine)})
			}
		}
		if err := pace(); err != nil {
			return Answer{}, err
		}
	}
	lowest := bottom.Sorted()
	for i := range lowest {
		lowest[i].Score = -lowest[i].Score
	}
	score := Text{En: "cosine with the axis", Zh: "与轴的余弦"}
	towards := func(found []space.Neighbor, labels []string) Ranking {
		end := strings.Join(labels, ", ")
		return RankRows(s, found, Text{En: "Towards " + end, Zh: "朝向 " + end}, score)
	}
	shown := shownOf(s, append(top.Sorted(), lowest...), -1)
	return Answer{
		Parts: []Part{towards(top.Sorted(), high), towards(lowest, low)},
		Shown: shown, Axis: q.Args["low"] + " | " + q.Args["high"],
	}, nil
}
