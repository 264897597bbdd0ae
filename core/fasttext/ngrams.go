package fasttext

import "iter"

// The marks at the two ends of a word, and the word that ends each line. The
// latter has no n-grams.
const (
	beginOfWord = "<"
	endOfWord   = ">"
	EndOfLine   = "</s>"
)

// FNV-1a of 32 bits: Fowler, Noll and Vo.
const (
	fnvStart = 2166136261
	fnvPrime = 16777619
)

// Hash returns the hash of a word or n-gram: FNV-1a, but each byte is extended
// by its sign before it is mixed in, as the original program does where a char
// is signed. Of ASCII it is FNV-1a.
func Hash(s string) uint32 {
	h := uint32(fnvStart)
	for i := range len(s) {
		h = mix(h, s[i])
	}
	return h
}

func mix(h uint32, b byte) uint32 { return (h ^ uint32(int8(b))) * fnvPrime }

// Ngrams yields the n-grams of <word> of shortest to longest characters and
// their hashes, from left to right, shorter ones first. A character is a code
// point. The marks alone are none.
func Ngrams(word string, shortest, longest int) iter.Seq2[string, uint32] {
	return func(yield func(string, uint32) bool) {
		s := beginOfWord + word + endOfWord
		for from := 0; from < len(s); from++ {
			if within(s[from]) {
				continue
			}
			h, to := uint32(fnvStart), from
			for n := 1; n <= longest && to < len(s); n++ {
				h, to = mix(h, s[to]), to+1
				for to < len(s) && within(s[to]) {
					h, to = mix(h, s[to]), to+1
				}
				if mark := n == 1 && (from == 0 || to == len(s)); n >= shortest && !mark && !yield(s[from:to], h) {
					return
				}
			}
		}
	}
}

// within says whether a byte goes on a character of UTF-8.
func within(b byte) bool { return b&0xc0 == 0x80 }
