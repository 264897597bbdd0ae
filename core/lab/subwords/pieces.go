package subwords

import (
	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/fasttext"
	"nearspace/core/space"
)

// pieces knows what stands in each row of the input table: words first, then the
// n-grams that share a bucket.
type pieces struct {
	vocabulary *corpus.Vocabulary
	dictionary *fasttext.Dictionary
	next       int // the word to cut
	ngrams     map[string]*ngram
	tenants    map[int32][]string // n-grams of each bucket's row
}

// An ngram is a piece and what it occurs in.
type ngram struct {
	words int   // of the vocabulary
	times int64 // in the text
}

func newPieces(v *corpus.Vocabulary, d *fasttext.Dictionary) *pieces {
	return &pieces{vocabulary: v, dictionary: d, ngrams: map[string]*ngram{}, tenants: map[int32][]string{}}
}

func (p *pieces) done() bool { return p.next == len(p.vocabulary.Words) }

// count cuts so many words.
func (p *pieces) count(words int) {
	for end := min(p.next+words, len(p.vocabulary.Words)); p.next < end; p.next++ {
		for _, s := range p.dictionary.Subwords(p.vocabulary.Words[p.next]) {
			if int(s.Row) < len(p.vocabulary.Words) {
				continue
			}
			n := p.ngrams[s.Text]
			if n == nil {
				n = &ngram{}
				p.ngrams[s.Text] = n
				p.tenants[s.Row] = append(p.tenants[s.Row], s.Text)
			}
			n.words++
			n.times += p.vocabulary.Counts[p.next]
		}
	}
}

// of returns what is known of an n-gram.
func (p *pieces) of(text string) ngram {
	if n := p.ngrams[text]; n != nil {
		return *n
	}
	return ngram{}
}

// others returns the n-grams that share the row of a piece with it.
func (p *pieces) others(s fasttext.Subword) []string {
	var others []string
	for _, text := range p.tenants[s.Row] {
		if text != s.Text {
			others = append(others, text)
		}
	}
	return others
}

// quoted is how a word's own row is told from the n-gram of the same letters.
func quoted(word string) string { return "“" + word + "”" }

// space shows the input table itself. A bucket is called by its most frequent
// n-gram; those of none are left out.
func (p *pieces) space(in *embedding.Table) *space.Space {
	labels, counts := make([]string, in.Rows()), make([]float32, in.Rows())
	words := len(p.vocabulary.Words)
	for i, word := range p.vocabulary.Words {
		labels[i], counts[i] = quoted(word), float32(p.vocabulary.Counts[i])
	}
	var empty []int
	for i := words; i < len(labels); i++ {
		for _, text := range p.tenants[int32(i)] {
			if times := float32(p.ngrams[text].times); times > counts[i] {
				labels[i], counts[i] = text, times
			}
		}
		if counts[i] == 0 {
			empty = append(empty, i)
		}
	}
	s := space.New("pieces", "pieces", labels, in.Weights)
	s.Counts = counts
	s.Remove(empty...)
	return s
}
