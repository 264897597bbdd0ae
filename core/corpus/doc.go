// Package corpus turns text into tokens and tokens into ids.
//
// Text comes in pieces of any size, cut anywhere, and is not kept: a [Builder]
// holds four bytes for each token and every distinct word once. Words are those
// of Unicode Standard Annex #29 that hold a letter or a digit; runs of scripts
// that write no spaces between words (Chinese, Japanese, Thai, Lao, Khmer,
// Burmese) are cut by a [Segmenter]. Ids go by falling count, so that id 0 is
// the most frequent word.
//
// A [Phrasing] finds words that stand side by side more often than chance would
// have it, and makes one of them.
package corpus
