// Package classifier is the lab of fastText's supervised learning: a text is the
// mean of its words, pieces of words and sequences of words, and a linear classifier
// tells its labels by that. The words come to lie beside the labels that they speak
// for.
package classifier
