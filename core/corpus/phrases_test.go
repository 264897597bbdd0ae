package corpus

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
)

// whole reads a text with all its words.
func whole(t testing.TB, text string) *Corpus {
	t.Helper()
	c, err := Read(strings.NewReader(text), Options{MinCount: 1, Split: Spaces}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// phrase joins the phrases of a corpus, so many tokens a step.
func phrase(t testing.TB, c *Corpus, o PhraseOptions, trim Options, step int) (*Corpus, *Phrases) {
	t.Helper()
	p := NewPhrasing(c, o, trim)
	for {
		done, err := p.Step(step)
		if err != nil {
			t.Fatal(err)
		}
		if done {
			return p.Corpus(), p.Phrases()
		}
	}
}

// written is a corpus as text.
func written(c *Corpus) string {
	var b strings.Builder
	for i := range c.Ends {
		for j, id := range c.Sentence(i) {
			if j > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(c.Vocabulary.Words[id])
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestPhrasesAreGensims(t *testing.T) {
	f, err := os.Open("testdata/phrases.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	c := whole(t, string(text))
	connectors := strings.Fields("a an the and or of for from with without in on at by to")
	for _, want := range []struct {
		o      PhraseOptions
		tokens int
		sum    uint32
		best   []Phrase
	}{
		{PhraseOptions{MinCount: 2, Threshold: 4}, 644, 1852897006, []Phrase{
			{"last_week", 25.555555555555554, 0}, {"was_late", 25.555555555555554, 0}, {"prime_minister", 23.46938775510204, 0}, {"machine_learning", 21.5625, 0}}},
		{PhraseOptions{MinCount: 2, Threshold: 1.5, Connectors: connectors}, 608, 1273120324, []Phrase{
			{"last_week", 21.666666666666664, 0}, {"was_late", 21.666666666666664, 0}, {"prime_minister", 19.89795918367347, 0}, {"machine_learning", 18.28125, 0}}},
		{PhraseOptions{Scoring: NPMI, MinCount: 3, Threshold: .6, Connectors: connectors}, 608, 47283096, []Phrase{
			{"was_late", 1, 0}, {"ice_cream", 1, 0}}},
		{PhraseOptions{MinCount: 2, Threshold: 1.5, Connectors: connectors, Passes: 2}, 527, 2822759970, nil},
	} {
		for _, step := range []int{1, 50, 1 << 20} {
			got, phrases := phrase(t, c, want.o, Options{MinCount: 1}, step)
			if sum := crc32.ChecksumIEEE([]byte(written(got))); sum != want.sum || len(got.IDs) != want.tokens {
				t.Errorf("%+v, %d tokens a step: %d tokens, sum %d, want %d, %d", want.o, step, len(got.IDs), sum, want.tokens, want.sum)
			}
			scores := map[string]float64{}
			for _, p := range phrases.List() {
				scores[p.Text] = p.Score
			}
			for _, p := range want.best {
				if math.Abs(scores[p.Text]-p.Score) > 1e-12 {
					t.Errorf("%+v: %s scores %v, want %v", want.o, p.Text, scores[p.Text], p.Score)
				}
			}
			// A new text is joined as the old one was.
			var joined strings.Builder
			for i := range c.Ends {
				var words []string
				for _, id := range c.Sentence(i) {
					words = append(words, c.Vocabulary.Words[id])
				}
				joined.WriteString(strings.Join(phrases.Join(words), " ") + "\n")
			}
			if joined.String() != written(got) {
				t.Errorf("%+v: sentences are joined in another way than the text", want.o)
			}
		}
	}
}

func TestPhrasesOfASmallText(t *testing.T) {
	text := strings.Repeat("new york is big\nthe york new\n", 3) + "bank of america\nbank america\n"
	c := whole(t, text)
	// 13 of the 29 tokens make up: new 6, york 6, is 3, big 3, the 3, bank 2, of 1, america 2.
	for _, k := range []struct {
		o     PhraseOptions
		score float64 // of new york
	}{
		{PhraseOptions{MinCount: 1, Threshold: .5}, 2. / 36 * float64(8+7+1)},
		{PhraseOptions{Scoring: ByTokens, MinCount: 1, Threshold: .5}, 2. / 36 * 26},
		{PhraseOptions{Scoring: NPMI, MinCount: 1, Threshold: .1}, math.Log(3.*26/36) / math.Log(26./3)},
	} {
		_, phrases := phrase(t, c, k.o, Options{MinCount: 1}, 10)
		found := false
		for _, p := range phrases.List() {
			if p.Text == "new_york" {
				found = true
				if math.Abs(p.Score-k.score) > 1e-12 || p.Count != 3 {
					t.Errorf("%+v: %+v, want a score of %v", k.o, p, k.score)
				}
			}
		}
		if !found {
			t.Errorf("%+v: no new york in %v", k.o, phrases.List())
		}
	}
}

func TestConnectorsNeitherBeginNorEndAPhrase(t *testing.T) {
	text := strings.Repeat("of bank of america of the\n", 10) + strings.Repeat("x y z\n", 10)
	got, _ := phrase(t, whole(t, text), PhraseOptions{Threshold: .1, MinCount: 2, Connectors: EnglishConnectors()}, Options{MinCount: 1}, 7)
	if want := "of bank_of_america of the\n"; !strings.HasPrefix(written(got), want) {
		t.Errorf("%.60s…, want %s…", written(got), want)
	}
}

func TestPassesMakeLongerPhrases(t *testing.T) {
	text := strings.Repeat("new york city hall stands\nthe hall\n", 20) + strings.Repeat("a b c d e f g h i j k l m n\n", 2)
	c := whole(t, text)
	for passes, want := range map[int]string{1: "new_york city_hall stands", 2: "new_york_city_hall stands", 3: "new_york_city_hall_stands"} {
		got, _ := phrase(t, c, PhraseOptions{Threshold: .5, Passes: passes}, Options{MinCount: 1}, 100)
		if line, _, _ := strings.Cut(written(got), "\n"); line != want {
			t.Errorf("%d passes: %s, want %s", passes, line, want)
		}
	}
	if c.Vocabulary.Words[c.IDs[0]] != "new" || len(c.IDs) != 20*7+28 {
		t.Error("the corpus itself has changed")
	}
}

// A phrase that the text has as a word is that word.
func TestPhraseThatIsAWord(t *testing.T) {
	text := strings.Repeat("new york\n", 9) + strings.Repeat("new_york\nx\n", 3)
	got, _ := phrase(t, whole(t, text), PhraseOptions{Threshold: .1}, Options{MinCount: 1}, 100)
	if !slices.Equal(got.Vocabulary.Words, []string{"new_york", "x"}) || !slices.Equal(got.Vocabulary.Counts, []int64{12, 3}) {
		t.Errorf("%v %v", got.Vocabulary.Words, got.Vocabulary.Counts)
	}
}

func TestTrimmingFollowsJoining(t *testing.T) {
	text := strings.Repeat("new york rises\nalways rises\n", 6) + "once twice twice\n"
	got, _ := phrase(t, whole(t, text), PhraseOptions{Threshold: .5, MinCount: 4}, Options{MinCount: 2, MaxWords: 3}, 3)
	if v := got.Vocabulary; !slices.Equal(v.Words, []string{"rises", "new_york", "always"}) || !slices.Equal(v.Counts, []int64{12, 6, 6}) || v.Types != 5 || v.Tokens != 27 || v.Total != 24 {
		t.Errorf("%+v", v)
	}
	if len(got.IDs) != 24 || len(got.Ends) != 12 {
		t.Errorf("%d tokens in %d sentences", len(got.IDs), len(got.Ends))
	}
	p := NewPhrasing(whole(t, "a b\na b\na b\na b\na b\na b\n"), PhraseOptions{Threshold: .01, MinCount: 1}, Options{})
	var err error
	for done := false; !done && err == nil; {
		done, err = p.Step(100)
	}
	var few *TooFewWordsError
	if !errors.As(err, &few) || few.Words != 1 {
		t.Errorf("all is one word: %v", err)
	}
}

// Where pairs are forgotten, the frequent ones are found all the same.
func TestPairsAreBounded(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "w%d w%d of w%d\n", rng.IntN(400), rng.IntN(400), rng.IntN(400))
		if i%10 == 0 {
			b.WriteString("ice cream of america\n")
		}
	}
	c := whole(t, b.String())
	var first string
	for _, step := range []int{1, 300, 1 << 20} {
		p := NewPhrasing(c, PhraseOptions{Threshold: 1, Connectors: []string{"of"}, MaxPairs: 1000}, Options{})
		most := 0
		for done := false; !done; {
			var err error
			if done, err = p.Step(step); err != nil {
				t.Fatal(err)
			}
			most = max(most, len(p.pairs.list))
		}
		if most > 1010 {
			t.Errorf("%d pairs were kept", most)
		}
		text := written(p.Corpus())
		if !strings.Contains(text, "ice_cream") {
			t.Error("ice cream was forgotten")
		}
		if first == "" {
			first = text
		}
		if text != first {
			t.Errorf("with %d tokens a step the text is another", step)
		}
	}
}

func TestPass(t *testing.T) {
	p := NewPhrasing(whole(t, "a b c\nd e f\n"), PhraseOptions{}, Options{MinCount: 1})
	if _, err := p.Step(1); err != nil {
		t.Fatal(err)
	}
	if pass, passes, token, tokens := p.Pass(); pass != 0 || passes != 3 || token != 3 || tokens != 6 {
		t.Errorf("pass %d of %d, token %d of %d", pass, passes, token, tokens)
	}
}

func TestTrimRule(t *testing.T) {
	rule := func(word string, count int64) Decision {
		switch word {
		case "rare":
			return Keep
		case "the":
			return Discard
		}
		return ByCount
	}
	text := strings.Repeat("the a b c\n", 6) + "rare b d\n"
	for _, c := range []struct {
		o    Options
		want []string
	}{
		{Options{Trim: rule}, []string{"b", "a", "c", "rare"}},
		{Options{Trim: rule, MaxWords: 2}, []string{"b", "rare"}},
		{Options{Trim: rule, MinCount: 7}, []string{"b", "rare"}},
		{Options{MaxWords: 2}, []string{"b", "the"}},
	} {
		got, err := Read(strings.NewReader(text), c.o, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got.Vocabulary.Words, c.want) {
			t.Errorf("%+v: %v, want %v", c.o, got.Vocabulary.Words, c.want)
		}
	}
}

func ExamplePhrasing() {
	text := strings.Repeat("she lives in new york now\nthe bank of america is in york\nnew ideas\n", 20)
	c, err := Read(strings.NewReader(text), Options{MinCount: 1}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	p := NewPhrasing(c, PhraseOptions{Threshold: .4, Connectors: EnglishConnectors()}, Options{})
	for done := false; err == nil && !done; {
		done, err = p.Step(1 << 20)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, phrase := range p.Phrases().List()[:3] {
		fmt.Printf("%s %.2f\n", phrase.Text, phrase.Score)
	}
	fmt.Println(p.Phrases().Join([]string{"a", "bank", "of", "america"}))
	// Output:
	// america_is 0.64
	// bank_of_america 0.64
	// she_lives 0.64
	// [a bank_of_america]
}

func BenchmarkPhrases(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var text strings.Builder
	for range 20000 {
		for range 20 {
			fmt.Fprintf(&text, "w%d ", int(2000*rng.Float64()*rng.Float64()))
		}
		text.WriteString("\n")
	}
	c := whole(b, text.String())
	for b.Loop() {
		phrase(b, c, PhraseOptions{}, Options{}, 1<<15)
	}
	b.ReportMetric(float64(len(c.IDs))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
