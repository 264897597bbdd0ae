package vectors

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
		return lab.Answer{}, fmt.Errorf("ask vectors: %w", err)
	}
	if r.spaces == nil {
		return lab.Answer{}, fmt.Errorf("ask vectors: %w", lab.ErrNotReady)
	}
	s := r.spaces[0]
	var answer lab.Answer
	switch q.Question {
	case "neighbors":
		answer, err = neighbors(s, q, pace)
	case "expression":
		answer, err = expression(s, q, pace)
	case "odd":
		answer, err = odd(s, q)
	case "similarity":
		answer, err = similarity(s, q)
	case "facts":
		answer, err = r.about(s, pace)
	case "analogies":
		answer, err = analogies(s, q, pace)
	case "outliers":
		answer, err = outliers(s, pace)
	case "pairs":
		answer, err = pairs(s, q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask vectors for %s: %w", q.Question, err)
	}
	return answer, nil
}
func neighbors(s *space.Space, q lab.Query, pace lab.Pace) (lab.Answer, error) {
	ids, err := s.FindAll([]string{q.Args["word"]})
	if err != nil {
		return lab.Answer{}, err
	}
	label := s.Label(ids[0])
	ranking, err := lab.Nearest(s, s.Row(ids[0]), int(q.Number("count")), space.Metric(q.Args["metric"]), ids,
		lab.Text{En: "Nearest to " + label, Zh: "最接近 " + label}, pace)
	if err != nil {
		return lab.Answer{}, err
	}
	answer := lab.Answer{Parts: []lab.Part{ranking}}
	for _, item := range ranking.Items[:min(3, len(ranking.Items))] {
		answer.Next = append(answer.Next, lab.NewQuery("neighbors", "word", item.Label))
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
	ranking, err := lab.Nearest(s, sum, int(q.Number("count")), space.Cosine, ids, lab.Same(e.String()), pace)
	if err != nil {
		return lab.Answer{}, err
	}
	return lab.Answer{Parts: []lab.Part{ranking}}, nil
}

func odd(s *space.Space, q lab.Query) (lab.Answer, error) {
	ids, err := s.FindAll(labelsOf(q.Args["words"]))
	if err != nil {
		return lab.Answer{}, err
	}
	if len(ids) < 3 {
		return lab.Answer{}, &lab.ArgumentError{Name: "words", Value: fmt.Sprint(len(ids)), Min: 3, Max: float64(s.Len())}
	}
	ranking := lab.RankRows(s, s.OddOneOut(ids), lab.Text{En: "The odd one first", Zh: "最不合群的在前"},
		lab.Text{En: "cosine to the others' middle", Zh: "与整体中心的余弦"})
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
