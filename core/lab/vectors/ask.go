package vectors

import (
	"fmt"
	"time"

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
	case q.Question == "index":
		answer, err = r.index.Ask(s, q, pace)
	case q.Question == "facts":
		answer, err = r.about(s, pace)
	case r.strange(q):
		answer, err = r.neighbors(q, pace)
	case q.Question == "pieces":
		answer, err = r.pieces(q, pace)
	case q.Question == "predict", q.Question == "test", q.Question == "small":
		answer, err = r.label(q, pace)
	default:
		answer, err = lab.AskSpace(s, q, pace)
	}
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask vectors for %s: %w", q.Question, err)
	}
	return answer, nil
}

// Prepare implements lab.Preparing: an index is built before it is asked.
func (r *run) Prepare(q lab.Query, budget time.Duration) (lab.Progress, error) {
	if q.Question != "index" || r.spaces == nil {
		return lab.Progress{End: true}, nil
	}
	q, err := lab.Fill(questions, q)
	if err != nil {
		return lab.Progress{}, fmt.Errorf("ask vectors: %w", err)
	}
	p, err := r.index.Prepare(r.spaces[0], q, budget)
	if err != nil {
		return lab.Progress{}, fmt.Errorf("ask vectors for an index: %w", err)
	}
	return p, nil
}
