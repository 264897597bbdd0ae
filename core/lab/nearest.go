package lab

import "nearspace/core/space"

// Nearest returns the rows of a space nearest to a vector as a ranking. It calls
// pace between pieces of the search.
func Nearest(s *space.Space, vector []float32, count int, metric space.Metric, exclude []int, title Text, pace Pace) (Ranking, error) {
	search := s.Search(vector, count, metric, exclude)
	for !search.Step(20000) {
		if err := pace(); err != nil {
			return Ranking{}, err
		}
	}
	return RankRows(s, search.Result(), title, MetricNames[metric]), nil
}

// RankRows makes a ranking of rows of a space.
func RankRows(s *space.Space, found []space.Neighbor, title, score Text) Ranking {
	r := Ranking{Title: title, Score: score}
	for _, n := range found {
		r.Items = append(r.Items, Ranked{Label: s.Label(n.ID), Value: n.Score, Row: &Row{Space: s.Name, ID: n.ID}})
	}
	return r
}

// MetricNames says what the numbers of a ranking are.
var MetricNames = map[space.Metric]Text{
	space.Cosine:    {En: "cosine", Zh: "余弦"},
	space.Dot:       {En: "dot product", Zh: "点积"},
	space.Euclidean: {En: "distance", Zh: "距离"},
}

// MetricChoices are the values of an argument that chooses a metric.
var MetricChoices = []Choice{
	{Value: string(space.Cosine), Title: Text{En: "cosine: direction", Zh: "余弦：方向"}},
	{Value: string(space.Dot), Title: Text{En: "dot product: direction and length", Zh: "点积：方向与长度"}},
	{Value: string(space.Euclidean), Title: Text{En: "distance", Zh: "欧氏距离"}},
}
