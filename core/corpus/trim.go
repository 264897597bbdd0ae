package corpus

import "slices"

// A Decision is what a trimming rule says about a word.
type Decision int

const (
	ByCount Decision = iota // MinCount and MaxWords decide
	Keep                    // it stays, however rare
	Discard                 // it is dropped, however frequent
)

// trim returns the vocabulary that the options leave of words in the order of
// their appearance, and each word's id in it, −1 if it is dropped.
func trim(words []string, counts []int64, o Options) (v *Vocabulary, ids []int32, err error) {
	v = &Vocabulary{Types: len(words)}
	minCount := int64(o.MinCount)
	if minCount == 0 {
		minCount = 5
	}
	ids = make([]int32, len(words))
	var kept []int32
	certain := 0 // that stay whatever their number
	for i, c := range counts {
		v.Tokens += c
		ids[i] = -1
		decision := ByCount
		if o.Trim != nil {
			decision = o.Trim(words[i], c)
		}
		if decision == Keep {
			certain++
			ids[i] = 0
		}
		if decision == Keep || decision == ByCount && c >= minCount {
			kept = append(kept, int32(i))
		}
	}
	slices.SortStableFunc(kept, func(i, j int32) int { return int(counts[j] - counts[i]) })
	if o.MaxWords > 0 {
		kept = mostFrequent(kept, o.MaxWords-certain, func(i int32) bool { return ids[i] == 0 })
	}
	if len(kept) < 2 {
		return nil, nil, &TooFewWordsError{Words: len(kept), Tokens: v.Tokens, MinCount: int(minCount)}
	}
	for i := range ids {
		ids[i] = -1
	}
	for id, i := range kept {
		ids[i] = int32(id)
		v.Words = append(v.Words, words[i])
		v.Counts = append(v.Counts, counts[i])
		v.Total += counts[i]
	}
	return v, ids, nil
}

// mostFrequent returns, in their order, the words that are certain to stay and
// the first so many of the others.
func mostFrequent(kept []int32, others int, certain func(i int32) bool) []int32 {
	return slices.DeleteFunc(kept, func(i int32) bool {
		if certain(i) {
			return false
		}
		others--
		return others < 0
	})
}
