package word2vec

import (
	"errors"
	"fmt"
	"math"

	"nearspace/core/localsgd"
	"nearspace/core/optim"
	"nearspace/core/vec"
)

// Architecture is which words predict which.
type Architecture int

const (
	SkipGram Architecture = iota // each word of the window by itself predicts the centre
	CBOW                         // the mean or sum of the window predicts the centre
)

// Loss is how a prediction is scored.
type Loss int

const (
	NegativeSampling    Loss = iota // the centre against a few words of noise
	HierarchicalSoftmax             // each decision on the way to the centre in a Huffman tree
)

// Config holds the settings of a training run. A zero stands for the default,
// which is word2vec.c's.
type Config struct {
	Architecture  Architecture // SkipGram; word2vec.c's is CBOW
	Loss          Loss
	Dim           int     // length of a vector; 100
	Window        int     // words to each side at most; 5, at most MaxWindow
	FixedWindow   bool    // the window is always whole; else each is shrunk by a random amount
	Negative      int     // noise words for each window; 5, at most MaxNegative
	NoiseExponent float64 // a of noise ∝ countᵃ; 0.75; for 0 itself: EvenNoise
	Sample        float64 // frequency from which words are thinned out; 1e-3, negative: none are
	LearningRate  float64 // at the start; 0.025 for skip-gram and 0.05 for CBOW
	MinRate       float64 // at the end, to which it falls in a line; LearningRate/10,000
	Epochs        int     // passes over the text; 5
	Round         int     // words that a shard trains on from one merge to the next, on average; 50,000, less in short texts

	Words bool // of paragraph vectors: PV-DBOW trains word vectors too
	// Concat is PV-DM's. Its input is neither mean nor sum but all rows one after the
	// other, the document's first, then that of each place of the window, which is
	// always whole: h has (1+2·Window)·Dim numbers, and so has each row of Out.
	Concat bool

	// Sum and Share are CBOW's. Its input h is the mean of the n words of the
	// window, and each of them gets the whole of h's error, n times the gradient;
	// so does gensim with cbow_mean=1. With Sum, h is their sum; with Share, each
	// word gets the nth part of the error. Share alone is the mean's gradient, Sum
	// alone the sum's, and both are gensim's cbow_mean=0.
	Sum, Share bool
}

// EvenNoise is a NoiseExponent with which all words weigh the same.
const EvenNoise = math.SmallestNonzeroFloat64

// Bounds that come from the kernels' scratch.
const (
	MaxWindow   = (vec.MaxRows - 1) / 2 // and a document's row
	MaxNegative = vec.MaxRows - 1
)

func (c Config) withDefaults() Config {
	or := func(x *int, standard int) {
		if *x == 0 {
			*x = standard
		}
	}
	orFloat := func(x *float64, standard float64) {
		if *x == 0 {
			*x = standard
		}
	}
	or(&c.Dim, 100)
	or(&c.Window, 5)
	or(&c.Negative, 5)
	or(&c.Epochs, 5)
	or(&c.Round, localsgd.Round)
	orFloat(&c.Sample, 1e-3)
	if c.Architecture == CBOW {
		orFloat(&c.LearningRate, .05)
	}
	orFloat(&c.LearningRate, .025)
	orFloat(&c.NoiseExponent, .75)
	c.FixedWindow = c.FixedWindow || c.Concat
	return c
}

func (c Config) check() error {
	switch {
	case c.Architecture != SkipGram && c.Architecture != CBOW:
		return fmt.Errorf("unknown architecture %d", c.Architecture)
	case c.Loss != NegativeSampling && c.Loss != HierarchicalSoftmax:
		return fmt.Errorf("unknown loss %d", c.Loss)
	case c.Concat && (c.Architecture != CBOW || c.Sum || c.Share):
		return errors.New("rows are one after the other only in CBOW, where they are neither added up nor share the error")
	case c.Dim < 1:
		return fmt.Errorf("dimension %d is less than 1", c.Dim)
	case c.Window < 1 || c.Window > MaxWindow:
		return fmt.Errorf("window %d is outside 1 to %d", c.Window, MaxWindow)
	case c.Negative < 1 || c.Negative > MaxNegative:
		return fmt.Errorf("%d negatives are outside 1 to %d", c.Negative, MaxNegative)
	case math.IsNaN(c.NoiseExponent) || math.IsInf(c.NoiseExponent, 0):
		return fmt.Errorf("exponent %v of the noise is not a number", c.NoiseExponent)
	case !(c.LearningRate > 0) || math.IsInf(c.LearningRate, 0):
		return fmt.Errorf("learning rate %v is not a positive number", c.LearningRate)
	case !(c.MinRate >= 0) || c.MinRate > c.LearningRate:
		return fmt.Errorf("learning rate at the end, %v, is outside 0 to %v, that at the start", c.MinRate, c.LearningRate)
	case c.Epochs < 1:
		return fmt.Errorf("%d epochs are less than 1", c.Epochs)
	case c.Round < 1:
		return fmt.Errorf("rounds of %d words are shorter than 1", c.Round)
	}
	return nil
}

// predictors returns the length of a row of Out.
func (c Config) predictors() int {
	if c.Concat {
		return (1 + 2*c.Window) * c.Dim
	}
	return c.Dim
}

// rate returns the learning rate when a share of the training is done.
func (c Config) rate(done float64) float32 {
	end := c.MinRate
	if end == 0 {
		end = 1e-4 * c.LearningRate
	}
	return float32(optim.Linear{Start: c.LearningRate, End: end}.At(done))
}
