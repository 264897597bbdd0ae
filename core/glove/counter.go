package glove

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/corpus"
)

// Counting says how co-occurrences are counted. A zero stands for the default.
type Counting struct {
	Window int // words to each side; 15, at most MaxWindow
	// Memory is how many bytes counting may take, its result included; 512 MB.
	// Less of it makes counting go through the text more often, and changes no
	// count.
	Memory int64
}

// MaxWindow is the widest window there is.
const MaxWindow = math.MaxUint8

// A MemoryError says that the co-occurrences of a text do not fit into
// Counting.Memory: those of the first Words of Of words do not. A smaller
// vocabulary has fewer, and so has a narrower window.
type MemoryError struct {
	Memory    int64
	Words, Of int
}

func (e *MemoryError) Error() string {
	return fmt.Sprintf("the co-occurrences of %d of %d words do not fit into %d bytes", e.Words, e.Of, e.Memory)
}

// A Counter counts the co-occurrences of a text, piece by piece. It makes the
// matrix row by row: from a list of the places where a word stands it adds up what
// is around each, in one sum for each word of the vocabulary. The list is made for
// as many words at a time as there is room for.
//
// Sums are whole multiples of 2⁻³⁰, so that no order rounds them differently.
type Counter struct {
	text    *corpus.Corpus
	window  int
	memory  int64
	room    int32    // places listed at a time, if one word has no more
	weights []uint64 // 1/d, by d, in units of 2⁻³⁰

	work        func(tokens int) (done int, err error) // nil at the end
	occurrences []int32                                // by id
	tallied     int                                    // tokens of the text
	places
	sums    []uint64 // of the row under way, by id
	touched []int32  // ids with a sum
	counted int64    // tokens whose surroundings have been added up
	counts  *Counts
}

// places is where the words from, from+1, … end−1 stand, word by word.
type places struct {
	from, end   int
	at          []int32 // in the text
	left, right []uint8 // words to each side, within the window and the sentence
	ends        []int32 // by word: the end of its places
	sentence    int     // the next to be looked through
	word, place int     // the next to be added up
}

const (
	unitBits   = 30
	placeBytes = 4 + 1 + 1
)

// NewCounter returns a counter that has done nothing yet.
func NewCounter(text *corpus.Corpus, o Counting) (*Counter, error) {
	if o.Window == 0 {
		o.Window = 15
	}
	if o.Memory == 0 {
		o.Memory = 512 << 20
	}
	if o.Window < 1 || o.Window > MaxWindow {
		return nil, fmt.Errorf("count co-occurrences: window %d is outside 1 to %d", o.Window, MaxWindow)
	}
	if o.Memory < 0 {
		return nil, fmt.Errorf("count co-occurrences: a memory of %d bytes", o.Memory)
	}
	words := len(text.Vocabulary.Words)
	c := &Counter{
		text: text, window: o.Window, memory: o.Memory, room: int32(min(o.Memory/4/placeBytes, math.MaxInt32)), weights: make([]uint64, o.Window+1),
		occurrences: make([]int32, words), sums: make([]uint64, words), counts: newCounts(words),
	}
	for d := 1; d <= o.Window; d++ {
		c.weights[d] = (1<<unitBits + uint64(d)/2) / uint64(d)
	}
	c.work = c.tally
	return c, nil
}

// Count goes on by about so many tokens, and says whether anything is left. If
// more words stand together than there is memory for, the error is a *MemoryError.
func (c *Counter) Count(tokens int) (more bool, err error) {
	for tokens > 0 && c.work != nil {
		done, err := c.work(tokens)
		if err != nil {
			return false, fmt.Errorf("count co-occurrences: %w", err)
		}
		tokens -= done
	}
	return c.work != nil, nil
}

// Reach says how many tokens of the text have been counted.
func (c *Counter) Reach() (done, total int64) { return c.counted, int64(len(c.text.IDs)) }

// Counts returns the co-occurrences once Count has said that nothing is left.
func (c *Counter) Counts() *Counts { return c.counts }

// tally counts how often the words of the next tokens occur.
func (c *Counter) tally(tokens int) (int, error) {
	ids := c.text.IDs[c.tallied:]
	ids = ids[:min(tokens, len(ids))]
	for _, id := range ids {
		c.occurrences[id]++
	}
	if c.tallied += len(ids); c.tallied == len(c.text.IDs) {
		c.open()
	}
	return len(ids), nil
}

// open makes room for the places of the next words, of one at least.
func (c *Counter) open() {
	p := &c.places
	*p = places{from: p.end, end: p.end, word: p.end, at: p.at, left: p.left, right: p.right, ends: p.ends[:0]}
	n := int32(0)
	for ; p.end < len(c.occurrences); p.end++ {
		occurs := c.occurrences[p.end]
		if p.end > p.from && n > c.room-occurs {
			break
		}
		p.ends = append(p.ends, n) // grows to its end as places are listed
		n += occurs
	}
	p.at = slices.Grow(p.at[:0], int(n))[:n]
	p.left, p.right = slices.Grow(p.left[:0], int(n))[:n], slices.Grow(p.right[:0], int(n))[:n]
	c.work = c.list
}

// list notes where the words stand in the next sentences.
func (c *Counter) list(tokens int) (done int, err error) {
	p := &c.places
	for ; done < tokens && p.sentence < len(c.text.Ends); p.sentence++ {
		words := c.text.Sentence(p.sentence)
		start := c.text.Ends[p.sentence] - int32(len(words))
		for k, id := range words {
			if w := int(id) - p.from; w >= 0 && w < len(p.ends) {
				n := p.ends[w]
				p.at[n] = start + int32(k)
				p.left[n], p.right[n] = uint8(min(k, c.window)), uint8(min(len(words)-1-k, c.window))
				p.ends[w]++
			}
		}
		done += len(words)
	}
	if p.sentence == len(c.text.Ends) {
		c.work = c.addUp
	}
	return done, nil
}

// addUp adds up what is around the next places, and ends the rows that are done.
func (c *Counter) addUp(tokens int) (done int, err error) {
	p := &c.places
	for ; p.word < p.end; p.word++ {
		end := int(p.ends[p.word-p.from])
		for ; p.place < end && done < tokens; p.place++ {
			c.around(int32(p.word), p.place)
			done++
		}
		if p.place < end {
			break
		}
		if err := c.endRow(); err != nil {
			return done, err
		}
	}
	c.counted += int64(done)
	if p.word == p.end {
		if c.work = nil; p.end < len(c.occurrences) {
			c.open()
		}
	}
	return done, nil
}

// around adds the words around a place of a word to its sums; those with smaller
// ids have seen it already. A word beside itself is seen from both.
func (c *Counter) around(word int32, place int) {
	at := int(c.at[place])
	right := c.text.IDs[at+1:][:c.right[place]]
	for d, id := range right {
		c.meet(word, id, d+1)
	}
	left := c.text.IDs[:at][at-int(c.left[place]):]
	for d := range left {
		c.meet(word, left[len(left)-1-d], d+1)
	}
}

func (c *Counter) meet(word, id int32, distance int) {
	if id < word {
		return
	}
	if c.sums[id] == 0 {
		c.touched = append(c.touched, id)
	}
	c.sums[id] += c.weights[distance]
}

// endRow moves the sums to the matrix.
func (c *Counter) endRow() error {
	slices.Sort(c.touched)
	for _, id := range c.touched {
		c.counts.add(id, float32(float64(c.sums[id])/(1<<unitBits)))
		c.sums[id] = 0
	}
	c.touched = c.touched[:0]
	c.counts.endRow()
	if c.bytes() > c.memory {
		return &MemoryError{Memory: c.memory, Words: c.counts.Words(), Of: len(c.sums)}
	}
	return nil
}

// bytes returns how much is held for as long as counting lasts.
func (c *Counter) bytes() int64 {
	words := 4*len(c.occurrences) + 8*len(c.sums) + 8*cap(c.counts.starts) + 4*cap(c.places.ends)
	return int64(words) + placeBytes*int64(cap(c.at)) + 4*int64(cap(c.touched)) + entryBytes*chunkEntries*int64(len(c.counts.chunks))
}
