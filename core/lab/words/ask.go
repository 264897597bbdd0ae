package words

import (
	"fmt"

	"nearspace/core/lab"
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
	answer, err := lab.AskSpace(r.spaces[0], q, pace)
	if err != nil {
		return lab.Answer{}, fmt.Errorf("ask words for %s: %w", q.Question, err)
	}
	return answer, nil
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
