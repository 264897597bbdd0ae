package fasttext

import (
	"fmt"
	"math"

	"nearspace/core/vec"
)

// A Method is what a model is trained for. The numbers are those of .bin files.
type Method int32

const (
	CBOW       Method = 1 + iota // the words around it predict a word
	SkipGram                     // each word around it predicts a word
	Supervised                   // a text predicts its labels
)

func (m Method) String() string {
	return name(int32(m), "cbow", "skipgram", "supervised")
}

// A Loss is how a prediction is scored. The numbers are those of .bin files.
type Loss int32

const (
	HierarchicalSoftmax Loss = 1 + iota // decisions on the way down a Huffman tree
	NegativeSampling                    // right against a few drawn at random
	Softmax                             // against all others
	OneVsAll                            // each label for itself: a text has any number
)

func (l Loss) String() string {
	return name(int32(l), "hierarchical softmax", "negative sampling", "softmax", "one-vs-all")
}

func name(i int32, names ...string) string {
	if i < 1 || int(i) > len(names) {
		return fmt.Sprintf("%d", i)
	}
	return names[i-1]
}

// Settings of a training run. A zero stands for the original program's default,
// which for Supervised is the second one.
type Settings struct {
	Method        Method  // SkipGram
	Loss          Loss    // NegativeSampling; Softmax
	Dim           int     // length of a vector; 100
	LearningRate  float64 // at the start; 0.05; 0.1
	MinRate       float64 // at the end, to which it falls in a line; 0; not of Supervised
	Epochs        int     // passes over the text; 5
	Window        int     // words to each side at most; 5, at most MaxWindow
	Negative      int     // words drawn as noise; 5, at most MaxNegative
	Sample        float64 // frequency from which words are thinned out; 1e-4, negative: none are; not of Supervised
	NoiseExponent float64 // a of noise ∝ countᵃ; 0.5, gensim has 0.75; for 0 itself: word2vec.EvenNoise
	MinCount      int     // of Supervised and of files: words that occur less often get no row; 5; 1
	MinCountLabel int     // of Supervised: labels that occur less often are none; 0
	WordNgrams    int     // of Supervised: longest sequence of words that has a row; 1
	MinN, MaxN    int     // characters of an n-gram; 3 and 6; none. MaxN −1: none
	Buckets       int     // rows that n-grams share; 2,000,000

	FixedWindow bool // the window is always whole; else each is shrunk by a random amount

	// Sum and Share are CBOW's, and gensim's cbow_mean=0 together. Its input is the
	// mean of all rows of the window's words, and each of them gets the whole of the
	// input's error; with Sum it is their sum, with Share each gets an equal part.
	Sum, Share bool
}

// Bounds that come from the kernels' scratch, and those of what a file may claim.
const (
	MaxWindow   = vec.MaxRows / 2
	MaxNegative = vec.MaxRows - 1
	MaxDim      = 1 << 16
)

func (s Settings) withDefaults() Settings {
	if s.Method == 0 {
		s.Method = SkipGram
	}
	standard := Settings{
		Loss: NegativeSampling, Dim: 100, LearningRate: .05, Epochs: 5, Window: 5, Negative: 5,
		Sample: 1e-4, MinCount: 5, WordNgrams: 1, MinN: 3, MaxN: 6, Buckets: 2_000_000,
	}
	if s.Method == Supervised {
		standard.Loss, standard.LearningRate, standard.MinCount = Softmax, .1, 1
		standard.MinN, standard.MaxN = 0, 0
	}
	or(&s.Loss, standard.Loss)
	or(&s.Dim, standard.Dim)
	or(&s.LearningRate, standard.LearningRate)
	or(&s.Epochs, standard.Epochs)
	or(&s.Window, standard.Window)
	or(&s.Negative, standard.Negative)
	or(&s.Sample, standard.Sample)
	or(&s.NoiseExponent, .5)
	or(&s.MinCount, standard.MinCount)
	or(&s.WordNgrams, standard.WordNgrams)
	or(&s.Buckets, standard.Buckets)
	or(&s.MaxN, standard.MaxN)
	if s.MaxN < 0 {
		s.MinN, s.MaxN = 0, 0
	}
	if s.MaxN > 0 {
		or(&s.MinN, min(3, s.MaxN))
	}
	if s.MaxN == 0 && s.WordNgrams == 1 {
		s.Buckets = 0
	}
	return s
}

// weights returns by what CBOW multiplies the sum of so many rows to get its input,
// and the input's error to get that of each row.
func (s Settings) weights(rows float32) (scale, share float32) {
	scale, share = 1/rows, 1
	if s.Share {
		share = scale
	}
	if s.Sum {
		scale = 1
	}
	return scale, share
}

func or[T comparable](x *T, standard T) {
	var zero T
	if *x == zero {
		*x = standard
	}
}

func (s Settings) check() error {
	switch {
	case s.Method < CBOW || s.Method > Supervised:
		return fmt.Errorf("method %d is outside %d to %d", s.Method, CBOW, Supervised)
	case s.Loss < HierarchicalSoftmax || s.Loss > OneVsAll:
		return fmt.Errorf("loss %d is outside %d to %d", s.Loss, HierarchicalSoftmax, OneVsAll)
	case s.Method != Supervised && s.Loss > NegativeSampling:
		return fmt.Errorf("%v is for texts with labels, not for %v", s.Loss, s.Method)
	case s.Dim < 1 || s.Dim > MaxDim:
		return fmt.Errorf("dimension %d is outside 1 to %d", s.Dim, MaxDim)
	case !(s.LearningRate > 0) || math.IsInf(s.LearningRate, 0):
		return fmt.Errorf("learning rate %v is not a positive number", s.LearningRate)
	case !(s.MinRate >= 0) || s.MinRate > s.LearningRate:
		return fmt.Errorf("learning rate at the end, %v, is outside 0 to %v, that at the start", s.MinRate, s.LearningRate)
	case math.IsNaN(s.NoiseExponent) || math.IsInf(s.NoiseExponent, 0):
		return fmt.Errorf("exponent %v of the noise is not a number", s.NoiseExponent)
	case s.Epochs < 1:
		return fmt.Errorf("%d epochs are less than 1", s.Epochs)
	case s.Window < 1 || s.Window > MaxWindow:
		return fmt.Errorf("window %d is outside 1 to %d", s.Window, MaxWindow)
	case s.Negative < 1 || s.Negative > MaxNegative:
		return fmt.Errorf("%d negatives are outside 1 to %d", s.Negative, MaxNegative)
	case s.MinCount < 1:
		return fmt.Errorf("minimum count %d is less than 1", s.MinCount)
	case s.MinCountLabel < 0:
		return fmt.Errorf("minimum count %d of labels is less than 0", s.MinCountLabel)
	case s.WordNgrams < 1:
		return fmt.Errorf("sequences of %d words are less than 1", s.WordNgrams)
	case s.MinN < 0 || s.MaxN < s.MinN:
		return fmt.Errorf("n-grams of %d to %d characters", s.MinN, s.MaxN)
	case s.Buckets < 0 || s.Buckets > math.MaxInt32/2:
		return fmt.Errorf("%d buckets are outside 0 to %d", s.Buckets, math.MaxInt32/2)
	}
	return nil
}
