// Package words is the lab of word vectors: skip-gram on a text, while one asks
// for neighbours and sums of words and looks into a window.
package words
