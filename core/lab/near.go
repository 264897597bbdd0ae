package lab

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"nearspace/core/space"
)

// Ways to say how many neighbours are wanted.
const (
	byCount = "count"
	byBound = "bound"
)

// NearArguments are what follows the blank for one label where its neighbours are
// asked for. Near answers.
var NearArguments = []Argument{
	{Name: "metric", Kind: ChoiceArgument, Default: "cosine", Title: Text{En: "Measure", Zh: "度量"}, Choices: MetricChoices},
	{Name: "by", Kind: ChoiceArgument, Default: byCount, Title: Text{En: "Which", Zh: "范围"}, Choices: []Choice{
		{Value: byCount, Title: Text{En: "so many, the nearest", Zh: "最近的若干个"}},
		{Value: byBound, Title: Text{En: "all as near as a bound", Zh: "不远于某个界限的全部"}},
	}},
	{Name: "count", Kind: NumberArgument, Default: "12", Min: 1, Max: listed,
		Title: Text{En: "How many", Zh: "个数"}, When: []When{{Name: "by", Values: []string{byCount}}}},
	{Name: "bound", Kind: ScoreArgument, Default: "0.5", Min: -1e6, Max: 1e6,
		Title: Text{En: "Bound", Zh: "界限"}, When: []When{{Name: "by", Values: []string{byBound}}}},
	AmongArgument,
}

// AmongArgument chooses the rows that count.
var AmongArgument = Argument{Name: "among", Kind: RowsArgument, Title: Text{En: "Among", Zh: "范围内的点"}}

// ErrNoRows says that no row is chosen or shown that could count.
var ErrNoRows = errors.New("no row is chosen or shown")

// among returns which rows count, nil for all.
func (q Query) among(s *space.Space) (space.Filter, error) {
	list := q.Args["among"]
	switch list {
	case "":
		return nil, nil
	case "none":
		return nil, ErrNoRows
	}
	wanted := make([]bool, s.Len())
	for text := range strings.SplitSeq(list, ",") {
		id, err := strconv.Atoi(text)
		if err != nil || id < 0 || id >= s.Len() {
			return nil, &ArgumentError{Name: "among", Value: text, Max: float64(s.Len() - 1)}
		}
		wanted[id] = true
	}
	return func(id int) bool { return wanted[id] }, nil
}

// A Subject is what neighbours are asked of: a row, or a vector that is none.
type Subject struct {
	Label  string
	Vector []float32
	Row    int // −1: none
}

// listed is how many of the rows within a bound a ranking lists and a map joins.
const listed = 1000

// Near answers with the rows nearest to a subject, as the query's NearArguments
// have it; excluded rows and the subject's own are left out.
func Near(s *space.Space, q Query, of Subject, excluded []int, pace Pace) (Answer, error) {
	wants, err := q.among(s)
	if err != nil {
		return Answer{}, err
	}
	if of.Row >= 0 {
		excluded = append([]int{of.Row}, excluded...)
	}
	metric := space.Metric(q.Args["metric"])
	var found []space.Neighbor
	var least, most float64
	if q.Args["by"] == byBound {
		out := make(map[int]bool, len(excluded))
		for _, id := range excluded {
			out[id] = true
		}
		reach := s.Reach(of.Vector, q.Number("bound"), metric, func(id int) bool { return !out[id] && (wants == nil || wants(id)) })
		if err := steps(reach.Step, pace); err != nil {
			return Answer{}, err
		}
		found = reach.Result()
		least, most = reach.Scores()
	} else {
		search := s.Search(of.Vector, int(q.Number("count")), metric, excluded).Where(wants)
		if err := steps(search.Step, pace); err != nil {
			return Answer{}, err
		}
		found = search.Result()
	}
	shown := shownOf(s, found, of.Row)
	ranking := RankRows(s, found[:min(len(found), listed)], Text{En: "Nearest to " + of.Label, Zh: "最接近 " + of.Label}, MetricNames[metric])
	ranking.Of, ranking.Least, ranking.Most = len(found), least, most
	answer := Answer{Parts: []Part{ranking}, Shown: shown}
	if of.Row < 0 {
		answer.Vector = VectorIn(s, of.Label, of.Vector)
	}
	if q.Args["by"] == byBound {
		answer.Parts = []Part{withinBound(len(found), metric, q.Args["bound"], least, most), ranking}
	}
	for _, item := range ranking.Items[:min(3, len(ranking.Items))] {
		answer.Next = append(answer.Next, NewQuery(q.Question, "word", item.Label))
	}
	return answer, nil
}

// steps works through all rows of a search.
func steps(step func(rows int) bool, pace Pace) error {
	for !step(20000) {
		if err := pace(); err != nil {
			return err
		}
	}
	return nil
}

// shownOf joins a row, if it is one, to those that were found.
func shownOf(s *space.Space, found []space.Neighbor, row int) *Shown {
	shown := &Shown{Space: s.Name}
	if row >= 0 {
		shown.Rows = append(shown.Rows, int32(row))
	}
	for i, n := range found {
		shown.Rows = append(shown.Rows, int32(n.ID))
		if row >= 0 && i < listed {
			shown.Pairs = append(shown.Pairs, uint32(row), uint32(n.ID))
		}
	}
	return shown
}

func withinBound(n int, metric space.Metric, bound string, least, most float64) Prose {
	en, zh := "at least "+bound, "不小于 "+bound
	if metric == space.Euclidean {
		en, zh = "at most "+bound, "不大于 "+bound
	}
	name := MetricNames[metric]
	return Prose{Text: Text{
		En: fmt.Sprintf("%d rows, by a %s of %s. All lie between %.3f and %.3f.", n, name.En, en, least, most),
		Zh: fmt.Sprintf("%s%s的有 %d 行。所有行介于 %.3f 与 %.3f 之间。", name.Zh, zh, n, least, most),
	}}
}
