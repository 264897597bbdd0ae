package subwords

import (
	"fmt"
	"io"

	"nearspace/core/lab"
)

// fastTextModel is the takeaway that is fastText's own file.
const fastTextModel = "bin"

// Takeaways implements lab.Portable.
func (r *run) Takeaways() []lab.Takeaway {
	if r.spaces == nil {
		return nil
	}
	model := lab.Takeaway{ID: fastTextModel, File: "subwords.bin",
		Title: lab.Text{En: "Model for fastText", Zh: "fastText 模型"},
		Help: lab.Text{
			En: "Words and pieces as fastText's program and gensim read them, for vectors of any word.",
			Zh: "词与片段，可由 fastText 程序与 gensim 读取，用于求任意词的向量。"}}
	return append([]lab.Takeaway{model}, r.params.script(r.setup.Seed).Takeaways()...)
}

func (p *Params) script(seed uint64) *lab.Script {
	return &lab.Script{
		Family: lab.FastText, Dim: p.Dim, Window: p.Window, Negative: p.Negative, Epochs: p.Epochs, MinCount: p.MinCount, MaxWords: p.MaxWords,
		Sample: p.Sample, LearningRate: p.LearningRate, CBOW: p.Architecture == CBOW, Hierarchical: p.Loss == Hierarchical,
		NoiseExponent: p.NoiseExponent, FixedWindow: p.FixedWindow, Combine: p.Combine, MinRate: p.MinRate,
		MinN: p.MinN, MaxN: p.MaxN, Buckets: p.Buckets, KeepCase: p.KeepCase, Sentences: p.Sentences, LeaveOut: p.LeaveOut,
		Phrases: p.Phrases, PhraseScore: p.PhraseScore, PhraseCount: p.PhraseCount, PhraseScoring: p.PhraseScoring, PhraseConnectors: p.PhraseConnectors, From: p.From, Then: p.Then, Frozen: p.Frozen, Seed: seed,
	}
}

// Take implements lab.Portable.
func (r *run) Take(id string, w io.Writer) error {
	if r.spaces == nil {
		return fmt.Errorf("take subwords along: %w", lab.ErrNotReady)
	}
	if id != fastTextModel {
		if err := r.params.script(r.setup.Seed).Take(id, w); err != nil {
			return fmt.Errorf("take subwords along as %s: %w", id, err)
		}
		return nil
	}
	if err := r.model.Model().Write(w); err != nil {
		return fmt.Errorf("take subwords along: %w", err)
	}
	return nil
}
