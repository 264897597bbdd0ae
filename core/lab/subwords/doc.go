// Package subwords is the lab of fastText's word vectors: a word is the mean of
// its pieces, so that any string has a vector, its pieces can be told apart, and
// spelling becomes meaning where a text bears it out.
package subwords
