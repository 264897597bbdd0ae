package glove

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"nearspace/core/corpus"
)

// read returns the text's corpus with all its words, "drop" left out.
func read(t testing.TB, text string) *corpus.Corpus {
	t.Helper()
	c, err := corpus.Read(strings.NewReader(text), corpus.Options{MinCount: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func count(t testing.TB, text *corpus.Corpus, o Counting, slice int) *Counts {
	t.Helper()
	c, err := NewCounter(text, o)
	if err != nil {
		t.Fatal(err)
	}
	for {
		more, err := c.Count(slice)
		if err != nil {
			t.Fatal(err)
		}
		if !more {
			if done, total := c.Reach(); done != total || total != int64(len(text.IDs)) {
				t.Fatalf("%d of %d tokens counted of %d", done, total, len(text.IDs))
			}
			return c.Counts()
		}
	}
}

// random returns a text of so many sentences over words of falling frequency.
func random(sentences, words int, seed uint64) *corpus.Corpus {
	rng := rand.New(rand.NewPCG(seed, 1))
	text := &corpus.Corpus{Vocabulary: &corpus.Vocabulary{Counts: make([]int64, words), Words: make([]string, words)}}
	for range sentences {
		for range 1 + rng.IntN(30) {
			id := int32(math.Pow(float64(words), rng.Float64())) - 1
			text.IDs = append(text.IDs, id)
			text.Vocabulary.Counts[id]++
		}
		text.Ends = append(text.Ends, int32(len(text.IDs)))
	}
	for i := range words {
		text.Vocabulary.Words[i] = fmt.Sprintf("w%d", i)
	}
	return text
}

// plainly counts into a dense matrix, pair by pair.
func plainly(text *corpus.Corpus, window int) [][]float64 {
	words := len(text.Vocabulary.Words)
	x := make([][]float64, words)
	for i := range x {
		x[i] = make([]float64, words)
	}
	for s := range text.Ends {
		sentence := text.Sentence(s)
		for k, i := range sentence {
			for d := 1; d <= window && d <= k; d++ {
				j := sentence[k-d]
				x[i][j] += 1 / float64(d)
				x[j][i] += 1 / float64(d)
			}
		}
	}
	return x
}

func TestCountsOfATinyText(t *testing.T) {
	// a b a | b c: a stands beside itself at a distance of two.
	text := read(t, "a b a\nb c")
	c := count(t, text, Counting{}, 100)
	want := [][]float32{{1, 2, 0}, {2, 0, 1}, {0, 1, 0}} // words by falling count: a b c
	for i, row := range want {
		for j, x := range row {
			if got := c.At(i, j); got != x {
				t.Errorf("%s beside %s: %v, want %v", text.Vocabulary.Words[i], text.Vocabulary.Words[j], got, x)
			}
		}
	}
	if n := c.NonZeros(); n != 5 {
		t.Errorf("%d non-zeros, want 5", n)
	}
	if js, x := c.Row(1); !slices.Equal(js, []int32{0, 2}) || !slices.Equal(x, []float32{2, 1}) {
		t.Errorf("row of b: %v, %v", js, x)
	}
}

func TestWordsThatAreDroppedDoNotCountInTheDistance(t *testing.T) {
	text, err := corpus.Read(strings.NewReader("a rare b\na b b a"), corpus.Options{MinCount: 2}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := count(t, text, Counting{}, 100).At(0, 1), float32(1+1+1./2+1+1./2); got != want {
		t.Errorf("a beside b: %v, want %v", got, want)
	}
}

func TestCountsAgreeWithCountingPairByPair(t *testing.T) {
	for _, window := range []int{1, 4, 15, 255} {
		text := random(50, 40, uint64(window))
		c, want := count(t, text, Counting{Window: window}, 1000), plainly(text, window)
		nonZeros := 0
		for i, row := range want {
			for j, x := range row {
				if x > 0 {
					nonZeros++
				}
				if got := float64(c.At(i, j)); math.Abs(got-x) > 1e-6*x {
					t.Fatalf("window %d, entry %d, %d: %v, want %v", window, i, j, got, x)
				}
			}
		}
		if c.NonZeros() != nonZeros {
			t.Errorf("%d non-zeros, want %d", c.NonZeros(), nonZeros)
		}
	}
}

// equal says whether two matrices are the same, bit for bit.
func equal(a, b *Counts) bool {
	return slices.Equal(a.starts, b.starts) && a.equal == b.equal && slices.EqualFunc(a.chunks, b.chunks, func(a, b chunk) bool {
		return slices.Equal(a.columns, b.columns) && slices.Equal(a.x, b.x)
	})
}

func TestNoBoundOfMemoryAndNoSliceChangesACount(t *testing.T) {
	text := random(400, 300, 3)
	want := count(t, text, Counting{}, 1<<30)
	for _, slice := range []int{1, 37, 5000} {
		for _, places := range []int32{1, 1000, 1 << 20} {
			c, err := NewCounter(text, Counting{})
			if err != nil {
				t.Fatal(err)
			}
			c.room = places
			for more := true; more; {
				if more, err = c.Count(slice); err != nil {
					t.Fatal(err)
				}
			}
			if !equal(c.Counts(), want) {
				t.Errorf("other counts in slices of %d with room for %d places", slice, places)
			}
		}
	}
}

func TestMoreCoOccurrencesThanMemory(t *testing.T) {
	text := random(400, 300, 3)
	c, err := NewCounter(text, Counting{Memory: 100_000})
	if err != nil {
		t.Fatal(err)
	}
	for more := true; more && err == nil; {
		more, err = c.Count(100)
	}
	var memory *MemoryError
	if !errors.As(err, &memory) || memory.Memory != 100_000 || memory.Of != 300 || memory.Words < 1 {
		t.Errorf("%v", err)
	}
}

func TestBadCounting(t *testing.T) {
	text := read(t, "a b")
	for _, o := range []Counting{{Window: -1}, {Window: 256}, {Memory: -1}} {
		if _, err := NewCounter(text, o); err == nil {
			t.Errorf("%+v was taken", o)
		}
	}
}

func TestMergedCountsAreThoseOfBothTexts(t *testing.T) {
	first, second := read(t, "a b a\nb c"), read(t, "d c d b\nd e")
	ids := []int32{3, 2, 1, 4} // d c b e, after a b c
	if !slices.Equal(second.Vocabulary.Words, []string{"d", "c", "b", "e"}) {
		t.Fatal(second.Vocabulary.Words)
	}
	sum := merge(t, count(t, first, Counting{}, 100), count(t, second, Counting{}, 100), ids, 100)
	both := &corpus.Corpus{IDs: slices.Clone(first.IDs), Ends: slices.Clone(first.Ends), Vocabulary: &corpus.Vocabulary{Words: []string{"a", "b", "c", "d", "e"}}}
	for s := range second.Ends {
		for _, id := range second.Sentence(s) {
			both.IDs = append(both.IDs, ids[id])
		}
		both.Ends = append(both.Ends, int32(len(both.IDs)))
	}
	if !equal(sum, count(t, both, Counting{}, 100)) {
		t.Errorf("%+v", sum)
	}
	if !equal(sum, merge(t, count(t, first, Counting{}, 100), count(t, second, Counting{}, 100), ids, 1)) {
		t.Error("in small pieces the sum is another")
	}
	for _, bad := range [][]int32{{1, 2, 3}, {1, 2, 3, 3}, {-1, 0, 1, 2}, {0, 1, 2, 9}} {
		if _, err := NewMerging(sum, count(t, second, Counting{}, 100), bad); err == nil {
			t.Errorf("ids %v were taken", bad)
		}
	}
}

// merge adds up counts, so many entries at a time.
func merge(t *testing.T, c, other *Counts, ids []int32, entries int) *Counts {
	t.Helper()
	m, err := NewMerging(c, other, ids)
	if err != nil {
		t.Fatal(err)
	}
	for m.Merge(entries) {
	}
	return m.Counts()
}

func TestEntriesBeyondAChunk(t *testing.T) {
	c := newCounts(700)
	for i := range 700 {
		for j := i; j < 700; j++ {
			c.add(int32(j), float32(i+j+1))
		}
		c.endRow()
	}
	if len(c.chunks) < 3 || c.NonZeros() != 700*700 {
		t.Fatalf("%d chunks, %d non-zeros", len(c.chunks), c.NonZeros())
	}
	for _, at := range [][2]int{{0, 0}, {699, 699}, {93, 500}, {500, 93}, {200, 411}} {
		if got, want := c.At(at[0], at[1]), float32(at[0]+at[1]+1); got != want {
			t.Errorf("entry %v is %v", at, got)
		}
	}
	for e, row := range map[int]int{0: 0, 699: 0, 700: 1, c.half - 1: 699} {
		if got := c.rowOf(e); got != row {
			t.Errorf("entry %d is in row %d, want %d", e, got, row)
		}
	}
}
