package lab

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/space"
	"nearspace/core/vec"
)

// mostCompared is how many rows each is compared with each other of.
const mostCompared = 60

const orderAlike = "alike"

func askDistances(spaces []*space.Space, q Query, pace Pace) (Answer, error) {
	s := spaces[0]
	ids, err := s.FindAll(LabelsOf(q.Args["rows"]))
	if err != nil {
		return Answer{}, err
	}
	if ids = distinct(ids); len(ids) < 2 || len(ids) > mostCompared {
		return Answer{}, &ArgumentError{Name: "rows", Value: fmt.Sprint(len(ids)), Min: 2, Max: mostCompared}
	}
	metric := space.Metric(q.Args["metric"])
	if q.Args["order"] == orderAlike {
		ids = chained(s, ids, metric)
	}
	m := Matrix{Title: MetricNames[metric], Signed: metric != space.Euclidean}
	for _, i := range ids {
		m.RowLabels = append(m.RowLabels, s.Label(i))
		for _, j := range ids {
			m.Values = append(m.Values, float32(scoreBetween(s, i, j, metric)))
		}
	}
	m.ColumnLabels = m.RowLabels
	if err := pace(); err != nil {
		return Answer{}, err
	}
	shown := &Shown{Space: s.Name}
	for _, id := range ids {
		shown.Rows = append(shown.Rows, int32(id))
	}
	prose, nearest := figures(s, ids, metric)
	shown.Pairs = nearest
	return Answer{Parts: []Part{prose, m}, Shown: shown}, nil
}

func distinct(ids []int) []int {
	var once []int
	for _, id := range ids {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

// scoreBetween is the score of one row to another.
func scoreBetween(s *space.Space, i, j int, metric space.Metric) float64 {
	switch metric {
	case space.Dot:
		return float64(vec.Dot(s.Row(i), s.Row(j)))
	case space.Euclidean:
		return math.Sqrt(float64(vec.SquaredDistance(s.Row(i), s.Row(j))))
	}
	return s.Similarity(i, j)
}

// nearer says whether one score is that of a nearer row than another.
func nearer(a, b float64, metric space.Metric) bool {
	if metric == space.Euclidean {
		return a < b
	}
	return a > b
}

// chained orders rows so that each follows the one that is nearest to it of those
// before it: it begins with the row that is farthest from all.
func chained(s *space.Space, ids []int, metric space.Metric) []int {
	first, farthest := 0, 0.
	for i, id := range ids {
		var sum float64
		for _, other := range ids {
			sum += scoreBetween(s, id, other, metric)
		}
		if i == 0 || nearer(farthest, sum, metric) {
			first, farthest = i, sum
		}
	}
	left := slices.Clone(ids)
	order := []int{left[first]}
	left = slices.Delete(left, first, first+1)
	for len(left) > 0 {
		last, best := order[len(order)-1], 0
		for i := range left {
			if nearer(scoreBetween(s, last, left[i], metric), scoreBetween(s, last, left[best], metric), metric) {
				best = i
			}
		}
		order = append(order, left[best])
		left = slices.Delete(left, best, best+1)
	}
	return order
}

// figures says which rows are nearest and farthest and what the mean is, and pairs
// each row with the one nearest to it.
func figures(s *space.Space, ids []int, metric space.Metric) (Prose, []uint32) {
	var near, far [2]int
	var nearest, farthest, sum float64
	var pairs []uint32
	n := 0
	for i, a := range ids {
		own := -1
		for j, b := range ids {
			if i == j {
				continue
			}
			score := scoreBetween(s, a, b, metric)
			if own < 0 || nearer(score, scoreBetween(s, a, own, metric), metric) {
				own = b
			}
			if i > j {
				continue
			}
			if n == 0 || nearer(score, nearest, metric) {
				near, nearest = [2]int{a, b}, score
			}
			if n == 0 || nearer(farthest, score, metric) {
				far, farthest = [2]int{a, b}, score
			}
			sum += score
			n++
		}
		pairs = append(pairs, uint32(a), uint32(own))
	}
	name := MetricNames[metric]
	return Prose{Text: Text{
		En: fmt.Sprintf("Nearest are %s and %s (%.3f), farthest %s and %s (%.3f). The mean %s of the %d pairs is %.3f.",
			s.Label(near[0]), s.Label(near[1]), nearest, s.Label(far[0]), s.Label(far[1]), farthest, name.En, n, sum/float64(n)),
		Zh: fmt.Sprintf("最近的是 %s 与 %s（%.3f），最远的是 %s 与 %s（%.3f）。%d 对的平均%s为 %.3f。",
			s.Label(near[0]), s.Label(near[1]), nearest, s.Label(far[0]), s.Label(far[1]), farthest, n, name.Zh, sum/float64(n)),
	}}, pairs
}
