package corpus

import "slices"

// Join returns the vocabulary of two texts, and which id each word of the second
// has in it. Words of the first keep their ids, and their counts add up; new ones
// come after them, in their own order, so that ids no longer go by falling count.
func (v *Vocabulary) Join(other *Vocabulary) (joined *Vocabulary, ids []int32) {
	joined = &Vocabulary{
		Words: slices.Clone(v.Words), Counts: slices.Clone(v.Counts), Types: v.Types,
		Total: v.Total + other.Total, Tokens: v.Tokens + other.Tokens,
	}
	index := make(map[string]int32, len(v.Words))
	for id, word := range v.Words {
		index[word] = int32(id)
	}
	ids = make([]int32, len(other.Words))
	for i, word := range other.Words {
		id, known := index[word]
		if !known {
			id = int32(len(joined.Words))
			joined.Words, joined.Counts = append(joined.Words, word), append(joined.Counts, 0)
			joined.Types++
		}
		joined.Counts[id] += other.Counts[i]
		ids[i] = id
	}
	return joined, ids
}

// After returns the text by the ids that Join gives its words: those of an earlier
// vocabulary and, after them, of its new words.
func (c *Corpus) After(earlier *Vocabulary) *Corpus {
	joined, ids := earlier.Join(c.Vocabulary)
	after := &Corpus{Vocabulary: joined, Ends: c.Ends, IDs: make([]int32, len(c.IDs))}
	for i, id := range c.IDs {
		after.IDs[i] = ids[id]
	}
	return after
}
