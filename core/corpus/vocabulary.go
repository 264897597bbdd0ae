package corpus

import (
	"math"
	"slices"
)

// A Corpus is a text as ids. Sentence i is IDs[Ends[i-1]:Ends[i]]; none is empty.
type Corpus struct {
	IDs        []int32
	Ends       []int32
	Lines      []int32 // the line of the text in which each sentence stands, from 0; nil: unknown
	Vocabulary *Vocabulary
}

// Sentence returns the ids of sentence i.
func (c *Corpus) Sentence(i int) []int32 {
	start := int32(0)
	if i > 0 {
		start = c.Ends[i-1]
	}
	return c.IDs[start:c.Ends[i]]
}

// A Vocabulary is the words of a text by id, the most frequent first; of equally
// frequent ones the one that came first.
type Vocabulary struct {
	Words  []string
	Counts []int64
	Total  int64 // tokens of these words
	Types  int   // distinct words before rare ones were dropped
	Tokens int64 // tokens before rare words were dropped
}

// Keep returns the probability with which an occurrence of the word is kept when
// frequent words are thinned out, as word2vec.c and fastText have it:
//
//	p = √(t/f) + t/f, f the word's share of the tokens and t the sample threshold.
//
// It may be above 1.
func (v *Vocabulary) Keep(id int, sample float64) float64 {
	f := float64(v.Counts[id]) / float64(v.Total)
	return math.Sqrt(sample/f) + sample/f
}

// NoiseWeights returns count^exponent for each id, the weights with which
// negative samples are drawn.
func (v *Vocabulary) NoiseWeights(exponent float64) []float64 {
	weights := make([]float64, len(v.Counts))
	for id, c := range v.Counts {
		weights[id] = math.Pow(float64(c), exponent)
	}
	return weights
}

// At returns the sentence that holds token i of the text, and the token's place
// in it.
func (c *Corpus) At(i int) (sentence []int32, place int) {
	n, _ := slices.BinarySearch(c.Ends, int32(i+1))
	sentence = c.Sentence(n)
	return sentence, i - (int(c.Ends[n]) - len(sentence))
}
