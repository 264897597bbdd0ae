package cooccurrence

import (
	"fmt"
	"io"

	"nearspace/core/lab"
)

// Takeaways implements lab.Portable.
func (r *run) Takeaways() []lab.Takeaway { return r.params.script(r.setup.Seed).Takeaways() }

// Take implements lab.Portable.
func (r *run) Take(id string, w io.Writer) error {
	if err := r.params.script(r.setup.Seed).Take(id, w); err != nil {
		return fmt.Errorf("take co-occurrences along as %s: %w", id, err)
	}
	return nil
}

func (p *Params) script(seed uint64) *lab.Script {
	return &lab.Script{
		Family: lab.GloVe, Dim: p.Dim, Window: p.Window, Epochs: p.Iterations, MinCount: p.MinCount, MaxWords: p.MaxWords,
		LearningRate: p.LearningRate, XMax: p.XMax, Alpha: p.Alpha,
		KeepCase: p.KeepCase, Sentences: p.Sentences, LeaveOut: p.LeaveOut, Seed: seed,
	}
}
