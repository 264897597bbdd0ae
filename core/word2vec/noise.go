package word2vec

import "nearspace/core/corpus"

// Noise draws ids with given weights in constant time and from a table that
// fits the cache (Walker, 1977; built as by Vose, 1991): a column i is chosen
// evenly, then i itself with the probability of its share, else its alias.
type Noise []noiseColumn

type noiseColumn struct {
	share uint32 // of 2³²
	alias int32
}

// NewNoise returns the noise of the weights, which are not negative. Where they
// add up to nothing that is a number, all ids weigh the same.
func NewNoise(weights []float64) Noise {
	n := len(weights)
	var sum float64
	for _, w := range weights {
		sum += w
	}
	noise := make(Noise, n)
	scaled := make([]float64, n)
	var small, large []int32
	for i, w := range weights {
		scaled[i] = 1
		if s := w * float64(n) / sum; s >= 0 && s <= float64(n) {
			scaled[i] = s
		}
		if scaled[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		noise[s] = noiseColumn{uint32(min(scaled[s]*(1<<32), 1<<32-1)), l}
		scaled[l] -= 1 - scaled[s]
		if scaled[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	// What is left is 1 up to rounding.
	for _, i := range append(small, large...) {
		noise[i] = noiseColumn{1<<32 - 1, i}
	}
	return noise
}

// Draw returns an id.
func (n Noise) Draw(r *Random) int32 {
	i := r.Below(uint32(len(n)))
	if r.Uint32() < n[i].share {
		return int32(i)
	}
	return n[i].alias
}

// DrawOther returns an id that is not this one: one that is gets drawn again.
// There must be two ids at least.
func (n Noise) DrawOther(r *Random, id int32) int32 {
	for range 100 {
		if other := n.Draw(r); other != id {
			return other
		}
	}
	// The id has nearly all the weight.
	other := int32(r.Below(uint32(len(n) - 1)))
	if other >= id {
		other++
	}
	return other
}

// KeepProbabilities returns for each id with which probability an occurrence of
// it is trained on (corpus.Vocabulary's Keep); 1 and above: always. A sample of 0
// or less keeps all.
func KeepProbabilities(v *corpus.Vocabulary, sample float64) []float64 {
	keep := make([]float64, len(v.Counts))
	for id := range keep {
		keep[id] = 1
		if sample > 0 {
			keep[id] = v.Keep(id, sample)
		}
	}
	return keep
}
