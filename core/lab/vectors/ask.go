package vectors

import (
	"fmt"

	"nearspace/core/lab"
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
	answer, ok, err := lab.AskSpaces(r.spaces, q, pace)
	switch {
	case ok:
	case q.Question == "facts":
		answer, err = r.about(s, pace)
	default:
		answer, err = lab.AskSpace(s, q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask vectors for %s: %w", q.Question, err)
	}
	return answer, nil
}
