package documents

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
		return fmt.Errorf("take documents along as %s: %w", id, err)
	}
	return nil
}

func (p *Params) script(seed uint64) *lab.Script {
	return &lab.Script{
		Family: lab.Paragraphs, Dim: p.Dim, Window: p.Window, Negative: p.Negative, Epochs: p.Epochs, MinCount: p.MinCount, MaxWords: p.MaxWords,
		Sample: p.Sample, LearningRate: p.LearningRate, CBOW: p.Method == DM, Alone: p.Method == DBOW, Hierarchical: p.Loss == Hierarchical,
		NoiseExponent: p.NoiseExponent, FixedWindow: p.FixedWindow, Combine: p.Combine, MinRate: p.MinRate,
		KeepCase: p.KeepCase, Sentences: p.Sentences, LeaveOut: p.LeaveOut,
		Phrases: p.Phrases, PhraseScore: p.PhraseScore, PhraseCount: p.PhraseCount, PhraseScoring: p.PhraseScoring, PhraseConnectors: p.PhraseConnectors, From: p.given(), Then: p.Then, Frozen: p.Frozen, Seed: seed,
	}
}
