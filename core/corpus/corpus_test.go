package corpus

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// tokensOf returns the sentences of a text as words.
func tokensOf(t testing.TB, text string, o Options) string {
	t.Helper()
	o.MinCount = 1
	// Two words more, so that no text has too few.
	c, err := Read(strings.NewReader(text+"\n§1 §1\n"), o, nil)
	var few *TooFewWordsError
	if errors.As(err, &few) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	var sentences []string
	for i := range c.Ends {
		var words []string
		for _, id := range c.Sentence(i) {
			words = append(words, c.Vocabulary.Words[id])
		}
		sentences = append(sentences, strings.Join(words, " "))
	}
	last := len(sentences) - 1
	return strings.Join(sentences[:last], " | ")
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"The cat, the CAT!":         "the cat the cat",
		"don't stop o’clock":        "don't stop o’clock",
		"well-known e.g. U.S.A.":    "well known e.g u.s.a",
		"1,000.5 dollars, 3rd":      "1,000.5 dollars 3rd",
		"l'homme où ÉTÉ":            "l'homme où été",
		"a\nb\r\nc\n\n\nd":          "a | b | c | d",
		"😀 smile 👍🏽":                "smile",
		"https://example.org/x?y=1": "https example.org x y 1",
		"我爱北京。":                     "我 爱 北 京",
		"東京タワーへ行く":                  "東 京 タワー へ 行 く",
		"ไทย text":                  "ไทย text",
		"Go语言 is 好":                 "go 语 言 is 好",
		"\ufeffmark":                "mark",
		"snake_case x=3":            "snake_case x 3",
		"한국어 단어":                    "한국어 단어",
	} {
		if got := tokensOf(t, text, Options{}); got != want {
			t.Errorf("%q → %q, want %q", text, got, want)
		}
	}
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		text, want string
		o          Options
	}{
		{"The Cat", "The Cat", Options{KeepCase: true}},
		{"One. Two! 三。四", "one | two | 三 | 四", Options{Marks: true}},
		{"a-b  c,\td 我们", "a-b c, d 我们", Options{Split: Spaces}},
	} {
		if got := tokensOf(t, c.text, c.o); got != c.want {
			t.Errorf("%q with %+v → %q, want %q", c.text, c.o, got, c.want)
		}
	}
}

// pairs is a Segmenter of two characters a word.
type pairs struct{}

func (pairs) Breaks(ends []int, run string) []int {
	n := 0
	for i := range run {
		if n > 0 && n%2 == 0 {
			ends = append(ends, i)
		}
		n++
	}
	return append(ends, len(run))
}

func TestASegmenterCutsRunsWithoutSpaces(t *testing.T) {
	c, err := Read(strings.NewReader("北京大学 and 北京"), Options{MinCount: 1}, pairs{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"北京", "大学", "and"}; !slices.Equal(c.Vocabulary.Words, want) {
		t.Errorf("words %q, want %q", c.Vocabulary.Words, want)
	}
}

func TestVocabularyGoesByCount(t *testing.T) {
	c, err := Read(strings.NewReader("c b a b a b rare\na"), Options{MinCount: 1, MaxWords: 3}, nil)
	if err != nil {
		t.Fatal(err)
	}
	v := c.Vocabulary
	if want := []string{"b", "a", "c"}; !slices.Equal(v.Words, want) || !slices.Equal(v.Counts, []int64{3, 3, 1}) {
		t.Errorf("words %q, counts %v", v.Words, v.Counts)
	}
	if v.Total != 7 || v.Tokens != 8 || v.Types != 4 {
		t.Errorf("total %d of %d tokens, %d types", v.Total, v.Tokens, v.Types)
	}
	if want := []int32{2, 0, 1, 0, 1, 0, 1}; !slices.Equal(c.IDs, want) || !slices.Equal(c.Ends, []int32{6, 7}) {
		t.Errorf("ids %v, ends %v", c.IDs, c.Ends)
	}
}

func TestRareWordsAreDropped(t *testing.T) {
	c, err := Read(strings.NewReader(strings.Repeat("x y\n", 5)+"x once\n"), Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"x", "y"}; !slices.Equal(c.Vocabulary.Words, want) {
		t.Errorf("words %q", c.Vocabulary.Words)
	}
}

func TestKeepAndNoise(t *testing.T) {
	v := &Vocabulary{Counts: []int64{900, 100}, Total: 1000}
	if got, want := v.Keep(0, 1e-3), math.Sqrt(1e-3/.9)+1e-3/.9; math.Abs(got-want) > 1e-12 {
		t.Errorf("keep %v, want %v", got, want)
	}
	if got := v.NoiseWeights(.5); got[0] != 30 || got[1] != 10 {
		t.Errorf("weights %v", got)
	}
}

func TestLongSentencesAndLinesAreCut(t *testing.T) {
	c, err := Read(strings.NewReader(strings.Repeat("ab ", 50000)+strings.Repeat("b ", 5)), Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.IDs) != 50005 || len(c.Ends) != 51 {
		t.Errorf("%d tokens in %d sentences", len(c.IDs), len(c.Ends))
	}
}

func TestTextThatIsNone(t *testing.T) {
	for text, want := range map[string]TextError{
		"ab\ncd\xff":   {Line: 2, Byte: 5, Got: 0xff},
		"\x00":         {Line: 1, Byte: 0, Got: 0},
		"é\n\n\nx\x80": {Line: 4, Byte: 6, Got: 0x80},
	} {
		_, err := Read(strings.NewReader(text), Options{}, nil)
		var bad *TextError
		if !errors.As(err, &bad) || *bad != want {
			t.Errorf("%q: %v, want %v", text, err, &want)
		}
	}
}

func TestTooFewWords(t *testing.T) {
	for _, text := range []string{"", "a a a a a", "a b c"} {
		_, err := Read(strings.NewReader(text), Options{}, nil)
		var few *TooFewWordsError
		if !errors.As(err, &few) || few.MinCount != 5 {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// inPieces builds the corpus of a text that is written in pieces of random size.
func inPieces(text []byte, rng *rand.Rand) (*Corpus, error) {
	b := NewBuilder(Options{MinCount: 1}, nil)
	for len(text) > 0 {
		n := min(len(text), 1+rng.IntN(9))
		if rng.IntN(50) == 0 {
			n = len(text)
		}
		if _, err := b.Write(text[:n]); err != nil {
			return nil, err
		}
		text = text[n:]
	}
	if err := b.Close(); err != nil {
		return nil, err
	}
	for !b.Number(1 + rng.IntN(9)) {
	}
	return b.Corpus(), nil
}

func FuzzPieces(f *testing.F) {
	for _, text := range []string{"a b\nc 我们 é\r\n", "\xff", "x\x00y", strings.Repeat("ab ", 30), "ตัวอย่าง, カタカナ!"} {
		f.Add([]byte(text), uint64(1))
	}
	f.Fuzz(func(t *testing.T, text []byte, seed uint64) {
		whole, wholeErr := Read(bytes.NewReader(text), Options{MinCount: 1}, nil)
		parts, partsErr := inPieces(text, rand.New(rand.NewPCG(seed, 1)))
		if (wholeErr == nil) != (partsErr == nil) {
			t.Fatalf("at once: %v; in pieces: %v", wholeErr, partsErr)
		}
		if wholeErr != nil {
			return
		}
		if !slices.Equal(whole.IDs, parts.IDs) || !slices.Equal(whole.Ends, parts.Ends) || !slices.Equal(whole.Vocabulary.Words, parts.Vocabulary.Words) {
			t.Fatalf("%q: at once %v %v %q; in pieces %v %v %q", text, whole.IDs, whole.Ends, whole.Vocabulary.Words, parts.IDs, parts.Ends, parts.Vocabulary.Words)
		}
		for _, w := range whole.Vocabulary.Words {
			if w == "" {
				t.Fatalf("%q has an empty word", text)
			}
		}
	})
}

func TestPiecesAroundTheLongestLine(t *testing.T) {
	for _, text := range []string{
		strings.Repeat("x", 3*maxLine) + " y",
		strings.Repeat("é ", 2*maxLine),
		strings.Repeat("我", maxLine),
		strings.Repeat("w ", maxLine/2-1) + "\n" + strings.Repeat("v ", maxLine/2) + "\n",
	} {
		whole, err := Read(strings.NewReader(text), Options{MinCount: 1}, nil)
		if err != nil {
			t.Log(err) // one word only: too few, in pieces too
		}
		parts, partsErr := inPieces([]byte(text), rand.New(rand.NewPCG(3, 1)))
		if (err == nil) != (partsErr == nil) {
			t.Fatalf("at once: %v; in pieces: %v", err, partsErr)
		}
		if err == nil && (!slices.Equal(whole.IDs, parts.IDs) || !slices.Equal(whole.Ends, parts.Ends)) {
			t.Errorf("pieces change a text of %d bytes", len(text))
		}
	}
}

func ExampleRead() {
	c, _ := Read(strings.NewReader("the cat and the dog\nthe end"), Options{MinCount: 1}, nil)
	fmt.Println(c.Vocabulary.Words)
	fmt.Println(c.Sentence(0), c.Sentence(1))
	// Output:
	// [the cat and dog end]
	// [0 1 2 0 3] [0 4]
}

func BenchmarkBuilder(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var text bytes.Buffer
	for text.Len() < 1<<20 {
		for range 20 {
			fmt.Fprintf(&text, "Word%d, ", int(math.Exp(9*rng.Float64())))
		}
		text.WriteString("end.\n")
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := Read(bytes.NewReader(text.Bytes()), Options{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAt(t *testing.T) {
	c := &Corpus{IDs: []int32{5, 6, 7, 8, 9}, Ends: []int32{2, 3, 5}}
	for i, want := range [][2]int32{{0, 2}, {1, 2}, {0, 1}, {0, 2}, {1, 2}} {
		sentence, place := c.At(i)
		if int32(place) != want[0] || int32(len(sentence)) != want[1] || sentence[place] != int32(5+i) {
			t.Errorf("token %d: place %d of %v", i, place, sentence)
		}
	}
}

func TestSentencesKnowTheirLine(t *testing.T) {
	text := "a b. c d!\n\nrare\na b c d\n" + strings.Repeat("a ", MaxSentence+2) + "\nd"
	c, err := Read(strings.NewReader(text), Options{MinCount: 2, Marks: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := []int32{0, 0, 3, 4, 4, 5}; !slices.Equal(c.Lines, want) || len(c.Lines) != len(c.Ends) {
		t.Errorf("lines %v, want %v; %d sentences", c.Lines, want, len(c.Ends))
	}
}

func TestJoin(t *testing.T) {
	first := &Vocabulary{Words: []string{"a", "b"}, Counts: []int64{3, 2}, Total: 5, Types: 4, Tokens: 7}
	second := &Vocabulary{Words: []string{"c", "b", "d"}, Counts: []int64{6, 5, 1}, Total: 12, Types: 3, Tokens: 12}
	joined, ids := first.Join(second)
	if !slices.Equal(joined.Words, []string{"a", "b", "c", "d"}) || !slices.Equal(joined.Counts, []int64{3, 7, 6, 1}) || !slices.Equal(ids, []int32{2, 1, 3}) {
		t.Errorf("%+v, ids %v", joined, ids)
	}
	if joined.Total != 17 || joined.Types != 6 || joined.Tokens != 19 || len(first.Words) != 2 || first.Counts[1] != 2 {
		t.Errorf("%+v of %+v", joined, first)
	}
}
