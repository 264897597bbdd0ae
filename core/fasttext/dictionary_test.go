package fasttext

import (
	"fmt"
	"slices"
	"testing"
)

func TestHash(t *testing.T) {
	for s, want := range map[string]uint32{
		"":     2166136261,
		"a":    0xe40c292c, // as published for FNV-1a
		"<wh":  fnv1a("<wh"),
		"天":    signed("天"), // and not FNV-1a
		"café": signed("café"),
	} {
		if got := Hash(s); got != want {
			t.Errorf("the hash of %q is %d, want %d", s, got, want)
		}
	}
	if Hash("天") == fnv1a("天") {
		t.Error("bytes above 127 are not extended by their sign")
	}
}

func fnv1a(s string) uint32 {
	h := uint32(2166136261)
	for _, b := range []byte(s) {
		h = (h ^ uint32(b)) * 16777619
	}
	return h
}

func signed(s string) uint32 {
	h := uint32(2166136261)
	for _, b := range []byte(s) {
		x := uint32(b)
		if b >= 128 {
			x |= 0xffffff00
		}
		h = (h ^ x) * 16777619
	}
	return h
}

func TestNgrams(t *testing.T) {
	for _, c := range []struct {
		word              string
		shortest, longest int
		want              []string
	}{
		{"where", 3, 3, []string{"<wh", "whe", "her", "ere", "re>"}},
		{"ab", 1, 2, []string{"<a", "a", "ab", "b", "b>"}},
		{"ab", 3, 6, []string{"<ab", "<ab>", "ab>"}},
		{"天气", 2, 3, []string{"<天", "<天气", "天气", "天气>", "气>"}},
		{"é", 1, 1, []string{"é"}},
		{"x", 0, 0, nil},
		{"\xa9a", 1, 2, []string{"<\xa9a", "a", "a>"}}, // a byte that goes on a character goes on the mark
	} {
		var got []string
		for text, h := range Ngrams(c.word, c.shortest, c.longest) {
			if h != Hash(text) {
				t.Errorf("%q: hash %d, want %d", text, h, Hash(text))
			}
			got = append(got, text)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%d- to %d-grams of %s: %q, want %q", c.shortest, c.longest, c.word, got, c.want)
		}
	}
}

func TestSequencesOfWordsHaveRows(t *testing.T) {
	d, err := newDictionary(Dictionary{Words: []string{"a"}}, Settings{WordNgrams: 3, Buckets: 1000})
	if err != nil {
		t.Fatal(err)
	}
	hashes := []int32{5, -3, 7}
	var want []int32
	for _, seq := range [][]int32{{5, -3}, {5, -3, 7}, {-3, 7}} {
		h := uint64(int64(seq[0]))
		for _, next := range seq[1:] {
			h = h*116049371 + uint64(int64(next))
		}
		want = append(want, 1+int32(h%1000))
	}
	if got := d.appendSequences(nil, hashes); !slices.Equal(got, want) {
		t.Errorf("rows %v, want %v", got, want)
	}
}

func TestALineEndsWithAWord(t *testing.T) {
	d, err := newDictionary(Dictionary{
		Words: []string{EndOfLine, "rain"}, Labels: []string{"__label__wet"},
	}, Settings{WordNgrams: 1})
	if err != nil {
		t.Fatal(err)
	}
	rows, labels := d.Line("__label__wet rain\t__label__unknown snow rain\n")
	if !slices.Equal(rows, []int32{1, 1, 0}) || !slices.Equal(labels, []int32{0}) {
		t.Errorf("rows %v, labels %v", rows, labels)
	}
}

func ExampleNgrams() {
	for text := range Ngrams("where", 3, 4) {
		fmt.Print(text, " ")
	}
	// Output: <wh <whe whe wher her here ere ere> re>
}
