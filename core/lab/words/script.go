package words

import "nearspace/core/lab"

// Script returns a Python program that trains with the same settings. See lab.Script.
func Script(p *Params, seed uint64, tool string) (string, error) {
	if err := p.check(); err != nil {
		return "", err
	}
	return p.script(seed).Write(tool)
}

func (p *Params) script(seed uint64) *lab.Script {
	return &lab.Script{
		Family: p.Family, Dim: p.Dim, Window: p.Window, Negative: p.Negative, Epochs: p.Epochs, MinCount: p.MinCount, MaxWords: p.MaxWords,
		Sample: p.Sample, LearningRate: p.LearningRate, CBOW: p.Architecture == CBOW, Hierarchical: p.Loss == Hierarchical,
		MinN: p.MinN, MaxN: p.MaxN, Buckets: p.Buckets, XMax: p.XMax, Alpha: p.Alpha,
		NoiseExponent: p.NoiseExponent, FixedWindow: p.FixedWindow, Combine: p.Combine, MinRate: p.MinRate,
		KeepCase: p.KeepCase, Sentences: p.Sentences, LeaveOut: p.LeaveOut,
		Phrases: p.Phrases, PhraseScore: p.PhraseScore, PhraseCount: p.PhraseCount, PhraseScoring: p.PhraseScoring, PhraseConnectors: p.PhraseConnectors,
		From: p.From, Then: p.Then, Frozen: p.Frozen, Seed: seed,
	}
}
