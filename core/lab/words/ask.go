package words

import (
	"fmt"
	"strings"

	"nearspace/core/lab"
	"nearspace/core/space"
)

// Ask implements lab.Run.
func (r *run) Ask(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	q, err := lab.Fill(questions, q)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask words: %w", err)
	}
	if r.spaces == nil {
		return lab.Answer{}, fmt.Errorf("ask words: %w", lab.ErrNotReady)
	}
	words := r.spaces[0]
	var answer lab.Answer
	switch q.Question {
	case "neighbors":
		answer, err = neighbors(words, q, pace)
	case "expression":
		answer, err = expression(words, q, pace)
	case "odd":
		answer, err = odd(words, q)
	case "similarity":
		answer, err = similarity(words, q)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask words for %s: %w", q.Question, err)
	}
	return answer, nil
}

func neighbors(s *space.Space, q lab.Query, pace lab.Pace) (lab.Answer, error) {
	ids, err := s.FindAll([]string{q.Args["word"]})
	if err != nil {
		return lab.Answer{}, err
	}
	metric := space.Metric(q.Args["metric"])
	found, err := nearest(s, s.Row(ids[0]), int(q.Number("count")), metric, ids, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	label := s.Label(ids[0])
	ranking := rank(s, found, lab.Text{En: "Nearest to " + label, Zh: "最接近 " + label}, metric)
	answer := lab.Answer{Parts: []lab.Part{ranking}}
	for _, n := range found[:min(3, len(found))] {
		answer.Next = append(answer.Next, ask("neighbors", "word", s.Label(n.ID)))
	}
	return answer, nil
}

func expression(s *space.Space, q lab.Query, pace lab.Pace) (lab.Answer, error) {
	e, err := space.ParseExpression(q.Args["expression"])
	if err != nil {
		return lab.Answer{}, err
	}
	sum, ids, err := s.Evaluate(e)
	if err != nil {
		return lab.Answer{}, err
	}
	found, err := nearest(s, sum, int(q.Number("count")), space.Cosine, ids, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	return lab.Answer{Parts: []lab.Part{rank(s, found, lab.Same(e.String()), space.Cosine)}}, nil
}

func nearest(s *space.Space, query []float32, k int, metric space.Metric, exclude []int, pace lab.Pace) ([]space.Neighbor, error) {
	search := s.Search(query, k, metric, exclude)
	for !search.Step(20000) {
		if err := pace(); err != nil {
			return nil, err
		}
	}
	return search.Result(), nil
}

var metricNames = map[space.Metric]lab.Text{
	space.Cosine:    {En: "cosine", Zh: "余弦"},
	space.Dot:       {En: "dot product", Zh: "点积"},
	space.Euclidean: {En: "distance", Zh: "距离"},
}

func rank(s *space.Space, found []space.Neighbor, title lab.Text, metric space.Metric) lab.Ranking {
	r := lab.Ranking{Title: title, Score: metricNames[metric]}
	for _, n := range found {
		r.Items = append(r.Items, lab.Ranked{Label: s.Label(n.ID), Value: n.Score, Row: &lab.Row{Space: s.Name, ID: n.ID}})
	}
	return r
}

func odd(s *space.Space, q lab.Query) (lab.Answer, error) {
	ids, err := s.FindAll(labelsOf(q.Args["words"]))
	if err != nil {
		return lab.Answer{}, err
	}
	if len(ids) < 3 {
		return lab.Answer{}, &lab.ArgumentError{Name: "words", Value: fmt.Sprint(len(ids)), Min: 3, Max: float64(s.Len())}
	}
	ranking := rank(s, s.OddOneOut(ids), lab.Text{En: "The odd one first", Zh: "最不合群的在前"}, space.Cosine)
	ranking.Score = lab.Text{En: "cosine to the others' middle", Zh: "与整体中心的余弦"}
	return lab.Answer{Parts: []lab.Part{ranking}}, nil
}

func similarity(s *space.Space, q lab.Query) (lab.Answer, error) {
	a, err := s.FindAll(labelsOf(q.Args["a"]))
	if err != nil {
		return lab.Answer{}, err
	}
	b, err := s.FindAll(labelsOf(q.Args["b"]))
	if err != nil {
		return lab.Answer{}, err
	}
	cosine := s.SetSimilarity(a, b)
	table := lab.Matrix{Title: lab.Text{En: "Each with each", Zh: "两两相似度"}, Signed: true}
	for _, id := range a {
		table.RowLabels = append(table.RowLabels, s.Label(id))
	}
	for _, id := range b {
		table.ColumnLabels = append(table.ColumnLabels, s.Label(id))
	}
	for _, i := range a {
		for _, j := range b {
			table.Values = append(table.Values, float32(s.Similarity(i, j)))
		}
	}
	parts := []lab.Part{lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("The cosine between %s and %s is %.3f.", q.Args["a"], q.Args["b"], cosine),
		Zh: fmt.Sprintf("%s 与 %s 的余弦为 %.3f。", q.Args["a"], q.Args["b"], cosine),
	}}}
	if len(a)*len(b) > 1 {
		parts = append(parts, table)
	}
	return lab.Answer{Parts: parts}, nil
}

func labelsOf(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,;\t\n、，；", r) })
}
