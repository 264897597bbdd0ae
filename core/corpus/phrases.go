package corpus

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Scoring says how much more often two words stand side by side than they would
// by chance, from the counts of the words a and b, of the pair ab and of all N.
type Scoring int

const (
	ByTypes  Scoring = iota // (ab − MinCount)·N/(a·b), N distinct words and pairs: gensim's
	ByTokens                // the same, N tokens: word2vec's own
	NPMI                    // ln(p(ab)/(p(a)·p(b))) / −ln p(ab), from −1, never, to 1, always together
)

// PhraseOptions say which words become phrases. The zero value is gensim's
// default. Its max_vocab_size is MaxPairs here; its delimiter is always _.
type PhraseOptions struct {
	Scoring   Scoring
	Threshold float64 // what a phrase's score exceeds; 0: 10 by types, 100 by tokens, .5 for NPMI
	MinCount  int     // pairs that occur less often (ByTypes, ByTokens: no more often) are none; 0: 5
	Passes    int     // each may double the length of phrases; 0: 1

	// Connectors may stand inside a phrase, as in bank of america, but neither
	// begin nor end one.
	Connectors []string

	// MaxPairs is how many distinct pairs are counted at most: when there are
	// more, the rarest are forgotten, then always those that are a little less
	// rare. 0: 2 million, of some 50 bytes each.
	MaxPairs int
}

// EnglishConnectors are the words that mostly join others, in lower case.
func EnglishConnectors() []string {
	return strings.Fields("a an the and or of for from with without in on at by to as than into over under upon")
}

// joint stands between the words of a phrase.
const joint = "_"

func (o PhraseOptions) filled() PhraseOptions {
	if o.Threshold == 0 {
		o.Threshold = [...]float64{ByTypes: 10, ByTokens: 100, NPMI: .5}[o.Scoring]
	}
	if o.MinCount == 0 {
		o.MinCount = 5
	}
	if o.Passes == 0 {
		o.Passes = 1
	}
	if o.MaxPairs == 0 {
		o.MaxPairs = 2000000
	}
	return o
}

// A Phrase is words that are one, joined by _.
type Phrase struct {
	Text  string
	Score float64
	Count int64 // how often the words stood side by side
}

// Phrases are those that were found in a text, pass by pass.
type Phrases struct {
	passes     []map[string]Phrase
	connectors map[string]bool
}

// List returns all phrases, those of the highest scores first.
func (p *Phrases) List() []Phrase {
	var all []Phrase
	for _, pass := range p.passes {
		for _, phrase := range pass {
			all = append(all, phrase)
		}
	}
	slices.SortFunc(all, func(a, b Phrase) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Text, b.Text))
	})
	return all
}

// Join returns the words of a sentence with its phrases joined, as they were in
// the text.
func (p *Phrases) Join(sentence []string) []string {
	for _, pass := range p.passes {
		var joined []string
		start := -1 // of a phrase that may be under way
		for i, word := range sentence {
			switch {
			case p.connectors[word]:
				if start < 0 {
					joined = append(joined, word)
				}
				continue
			case start >= 0:
				text := strings.Join(sentence[start:i+1], joint)
				if _, known := pass[text]; known {
					joined = append(joined, text)
					start = -1
					continue
				}
				joined = append(joined, sentence[start:i]...)
			}
			start = i
		}
		if start >= 0 {
			joined = append(joined, sentence[start:]...)
		}
		sentence = joined
	}
	return sentence
}

// A Phrasing finds the phrases of a corpus and joins them, in slices:
//
//	p := corpus.NewPhrasing(c, corpus.PhraseOptions{}, corpus.Options{})
//	for done := false; err == nil && !done; {
//		done, err = p.Step(1 << 20)
//	}
//	c, phrases := p.Corpus(), p.Phrases()
//
// Each pass reads the text twice: it counts words that stand side by side, a
// connector between them or not, and then joins, from left to right, what scores
// above the threshold.
//
// Mikolov and others, "Distributed representations of words and phrases and their
// compositionality", 2013; Bouma, "Normalized (pointwise) mutual information in
// collocation extraction", 2009.
type Phrasing struct {
	options PhraseOptions
	trim    Options
	stage   stage
	pass    int

	words     []string
	joints    map[string]int32 // ids of the words that hold a joint, and so may be phrases
	counts    []int64
	connector []bool // by id
	ids       []int32
	ends      []int32
	lines     []int32 // of the corpus; nil: it has none
	sentence  int     // the next
	at        int     // where it begins

	pairs   pairCounts
	scoring int // pair to score next
	phrases map[pair]int32
	joined  writing // by the pass under way
	found   Phrases

	final  []int32
	corpus *Corpus
}

type stage int

const (
	counting stage = iota
	forgetting
	selecting
	joining
	numberingWords
	phrased
)

// writing is the text that joining writes.
type writing struct {
	ids, ends []int32
	counts    []int64
	order     []int32 // ids by first appearance
}

// NewPhrasing begins to look for phrases. The corpus stays as it is. It should
// hold all words of the text (MinCount 1): the trimming options' MinCount,
// MaxWords and Trim say what is dropped once phrases are joined.
func NewPhrasing(c *Corpus, o PhraseOptions, trimming Options) *Phrasing {
	p := &Phrasing{
		options: o.filled(), trim: trimming,
		words: slices.Clone(c.Vocabulary.Words), counts: slices.Clone(c.Vocabulary.Counts),
		ids: c.IDs, ends: c.Ends, lines: c.Lines, joints: map[string]int32{},
		found: Phrases{connectors: map[string]bool{}},
	}
	p.pairs = newPairCounts(p.options.MaxPairs)
	for _, word := range p.options.Connectors {
		p.found.connectors[word] = true
	}
	p.connector = make([]bool, len(p.words))
	for id, word := range p.words {
		p.connector[id] = p.found.connectors[word]
		if strings.Contains(word, joint) {
			p.joints[word] = int32(id)
		}
	}
	p.joined.ids = make([]int32, 0, len(c.IDs))
	p.joined.ends = make([]int32, 0, len(c.Ends))
	return p
}

// Step works through about so many tokens, or as many pairs, and returns whether
// all is done. Its error is a *TooFewWordsError.
func (p *Phrasing) Step(tokens int) (bool, error) {
	switch p.stage {
	case counting:
		done := p.eachSentence(tokens, p.count)
		switch {
		case p.pairs.tooMany():
			p.stage = forgetting
		case done:
			p.phrases, p.scoring = map[pair]int32{}, 0
			p.found.passes = append(p.found.passes, map[string]Phrase{})
			p.begin(selecting)
		}
	case forgetting:
		if p.pairs.forget(tokens) {
			p.stage = counting
		}
	case selecting:
		if p.choose(tokens) {
			p.joined.counts, p.joined.order = make([]int64, len(p.words)), nil
			p.begin(joining)
		}
	case joining:
		if p.eachSentence(tokens, p.join) {
			return false, p.endPass()
		}
	case numberingWords:
		if p.eachSentence(tokens, p.number) {
			p.begin(phrased)
		}
	}
	return p.stage == phrased, nil
}

// begin begins a stage at the start of the text.
func (p *Phrasing) begin(s stage) { p.stage, p.sentence, p.at = s, 0, 0 }

// endPass takes the text that was written for the one to be read.
func (p *Phrasing) endPass() error {
	p.ids, p.ends, p.counts = p.joined.ids, p.joined.ends, p.joined.counts
	p.joined.ids, p.joined.ends = p.ids[:0], p.ends[:0] // reading stays ahead of writing
	p.pairs = newPairCounts(p.options.MaxPairs)
	if p.pass++; p.pass < p.options.Passes && len(p.phrases) > 0 {
		p.begin(counting)
		return nil
	}
	return p.close()
}

// Pass returns which reading of the text is under way, of how many there are at
// most, and how many of its tokens have been read.
func (p *Phrasing) Pass() (pass, passes, token, tokens int) {
	pass = 2 * p.pass
	switch p.stage {
	case selecting, joining:
		pass++
	case numberingWords, phrased:
		pass = 2 * p.options.Passes
	}
	return pass, 2*p.options.Passes + 1, p.at, len(p.ids)
}

// Corpus returns the text with its phrases once Step has returned true.
func (p *Phrasing) Corpus() *Corpus { return p.corpus }

// Phrases returns what was found so far.
func (p *Phrasing) Phrases() *Phrases { return &p.found }

// eachSentence calls visit with sentences of about so many tokens, and returns
// whether the last has been reached. Counting stops where there are too many
// pairs.
func (p *Phrasing) eachSentence(tokens int, visit func(sentence []int32)) bool {
	for tokens > 0 && p.sentence < len(p.ends) && !p.pairs.tooMany() {
		start, end := p.at, int(p.ends[p.sentence])
		p.sentence++
		p.at = end
		tokens -= end - start
		visit(p.ids[start:end])
	}
	return p.sentence == len(p.ends)
}

func (p *Phrasing) count(sentence []int32) {
	start, between := int32(-1), int32(0)
	for _, id := range sentence {
		switch {
		case p.connector[id]:
			if start >= 0 {
				between = p.pairs.extend(between, id, true)
			}
			continue
		case start >= 0 && between != unknown:
			p.pairs.add(pair{start, between, id})
		}
		start, between = id, 0
	}
}

// choose scores the next so many pairs and gives ids to those that are phrases.
func (p *Phrasing) choose(n int) bool {
	types := len(p.pairs.list)
	for id, c := range p.counts {
		if c > 0 && !p.connector[id] {
			types++
		}
	}
	for ; n > 0 && p.scoring < len(p.pairs.list); n-- {
		counted := p.pairs.list[p.scoring]
		p.scoring++
		if score := p.score(counted, types); score > p.options.Threshold {
			text := p.text(counted.pair)
			p.phrases[counted.pair] = p.idOf(text)
			p.found.passes[p.pass][text] = Phrase{text, score, int64(counted.count)}
		}
	}
	return p.scoring == len(p.pairs.list)
}

func (p *Phrasing) score(c countedPair, types int) float64 {
	a, b, ab := float64(p.counts[c.first]), float64(p.counts[c.last]), float64(c.count)
	tokens, least := float64(len(p.ids)), float64(p.options.MinCount)
	switch p.options.Scoring {
	case ByTokens:
		return (ab - least) / a / b * tokens
	case NPMI:
		if ab < least {
			return math.Inf(-1)
		}
		return math.Log(ab*tokens/(a*b)) / -math.Log(ab/tokens)
	}
	return (ab - least) / (a * b) * float64(types)
}

// text returns the words of a pair, joined.
func (p *Phrasing) text(c pair) string {
	parts := []string{p.words[c.last]}
	for between := c.between; between != 0; {
		last := p.pairs.sequences[between]
		parts = append(parts, p.words[last.word])
		between = last.before
	}
	parts = append(parts, p.words[c.first])
	slices.Reverse(parts)
	return strings.Join(parts, joint)
}

// idOf returns the id of a phrase: that of the word or of the phrase that is
// written so, or a new one.
func (p *Phrasing) idOf(text string) int32 {
	id, known := p.joints[text]
	if !known {
		id = int32(len(p.words))
		p.joints[text] = id
		p.words = append(p.words, text)
		p.connector = append(p.connector, false)
	}
	return id
}

func (p *Phrasing) join(sentence []int32) {
	start, first, between := -1, int32(0), int32(0) // of a phrase that may be under way
	for i, id := range sentence {
		switch {
		case p.connector[id]:
			if start >= 0 {
				between = p.pairs.extend(between, id, false)
			} else {
				p.joined.add(id)
			}
			continue
		case start >= 0:
			if phrase, known := p.phrases[pair{first, between, id}]; known {
				p.joined.add(phrase)
				start = -1
				continue
			}
			p.joined.add(sentence[start:i]...)
		}
		start, first, between = i, id, 0
	}
	if start >= 0 {
		p.joined.add(sentence[start:]...)
	}
	p.joined.ends = append(p.joined.ends, int32(len(p.joined.ids)))
}

func (w *writing) add(ids ...int32) {
	for _, id := range ids {
		if w.counts[id]++; w.counts[id] == 1 {
			w.order = append(w.order, id)
		}
		w.ids = append(w.ids, id)
	}
}

// close makes the vocabulary of the words that are left.
func (p *Phrasing) close() error {
	words, counts := make([]string, len(p.joined.order)), make([]int64, len(p.joined.order))
	for i, id := range p.joined.order {
		words[i], counts[i] = p.words[id], p.counts[id]
	}
	v, ids, err := trim(words, counts, p.trim)
	if err != nil {
		return err
	}
	p.final = make([]int32, len(p.words))
	for i, id := range p.joined.order {
		p.final[id] = ids[i]
	}
	p.corpus = &Corpus{Vocabulary: v, IDs: p.ids[:0], Ends: p.ends[:0]}
	p.begin(numberingWords)
	return nil
}

func (p *Phrasing) number(sentence []int32) {
	c := p.corpus
	start := len(c.IDs)
	for _, id := range sentence {
		if id = p.final[id]; id >= 0 {
			c.IDs = append(c.IDs, id)
		}
	}
	if len(c.IDs) > start {
		c.Ends = append(c.Ends, int32(len(c.IDs)))
		if p.lines != nil {
			c.Lines = append(c.Lines, p.lines[p.sentence-1])
		}
	}
}

// A pair is two words that stand side by side, or with connectors between them:
// the number of their sequence, 0 if there are none.
type pair struct{ first, between, last int32 }

type countedPair struct {
	pair
	count int32
}

// pairCounts are counts of pairs, and the sequences of connectors, each of which
// is another one, numbered, and a word.
type pairCounts struct {
	most      int
	list      []countedPair
	places    map[pair]int32
	sequences []sequence // 0 is the empty one
	numbers   map[sequence]int32

	rare      int32 // counts that were forgotten last
	next, end int   // while forgetting: place read and place written
}

type sequence struct{ before, word int32 }

// unknown is the number of a sequence that was not counted.
const unknown = -1

func newPairCounts(most int) pairCounts {
	return pairCounts{most: most, places: map[pair]int32{}, sequences: []sequence{{}}, numbers: map[sequence]int32{}}
}

func (c *pairCounts) tooMany() bool { return len(c.list) > c.most }

func (c *pairCounts) add(p pair) {
	place, known := c.places[p]
	if !known {
		place = int32(len(c.list))
		c.places[p] = place
		c.list = append(c.list, countedPair{pair: p})
	}
	c.list[place].count++
}

// extend returns the number of a sequence with a word more. If there is none, it
// may give it one, as long as there are not more sequences than pairs may be.
func (c *pairCounts) extend(before, word int32, mayAdd bool) int32 {
	s := sequence{before, word}
	number, known := c.numbers[s]
	switch {
	case known:
	case before == unknown || !mayAdd || len(c.sequences) > c.most:
		return unknown
	default:
		number = int32(len(c.sequences))
		c.numbers[s] = number
		c.sequences = append(c.sequences, s)
	}
	return number
}

// forget looks at the next so many pairs and drops the rare ones. It returns true
// at the end.
func (c *pairCounts) forget(n int) bool {
	if c.next == 0 {
		c.rare++
		c.end = 0
	}
	for ; n > 0 && c.next < len(c.list); n-- {
		counted := c.list[c.next]
		c.next++
		if counted.count <= c.rare {
			delete(c.places, counted.pair)
			continue
		}
		c.list[c.end] = counted
		c.places[counted.pair] = int32(c.end)
		c.end++
	}
	if c.next < len(c.list) {
		return false
	}
	c.list, c.next = c.list[:c.end], 0
	return true
}
