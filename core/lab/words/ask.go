package words

import (
	"cmp"
	"fmt"
	"slices"

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
	if err := r.catchUp(pace); err != nil {
		return lab.Answer{}, fmt.Errorf("ask words: %w", err)
	}
	answer, ok, err := lab.AskSpaces(r.spaces, q, pace)
	switch {
	case ok:
	case q.Question == "centre":
		answer, err = r.centre(q)
	default:
		answer, err = lab.AskSpace(r.spaces[0], q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask words for %s: %w", q.Question, err)
	}
	return answer, nil
}

// centre predicts the word between others.
func (r *run) centre(q lab.Query) (lab.Answer, error) {
	m, ok := r.model.(rows)
	if !ok {
		return lab.Answer{}, &lab.ConflictError{Name: "question", Value: q.Question, OtherName: "family", OtherValue: r.params.Family}
	}
	found, err := r.spaces[0].FindAll(lab.LabelsOf(q.Args["words"]))
	if err != nil {
		return lab.Answer{}, err
	}
	context := make([]int32, len(found))
	for i, id := range found {
		context[i] = int32(id)
	}
	likely, err := m.Predict(context)
	if err != nil {
		return lab.Answer{}, err
	}
	best := make([]space.Neighbor, len(likely))
	for id, p := range likely {
		best[id] = space.Neighbor{ID: id, Score: float64(p)}
	}
	slices.SortFunc(best, func(a, b space.Neighbor) int { return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID)) })
	ranking := lab.RankRows(r.spaces[0], best[:min(len(best), int(q.Number("count")))],
		lab.Text{En: "Expected among " + q.Args["words"], Zh: q.Args["words"] + " 之间的词"}, lab.Text{En: "probability", Zh: "概率"})
	return lab.Answer{Parts: []lab.Part{ranking}}, nil
}

// catchUp makes the space that is asked what training has made of it, so that an
// answer does not depend on when it is asked for.
func (r *run) catchUp(pace lab.Pace) error {
	if r.model.follow(256) {
		return nil
	}
	for !r.model.follow(256) {
		if err := pace(); err != nil {
			return err
		}
	}
	r.spaces[0].Touch()
	return nil
}
