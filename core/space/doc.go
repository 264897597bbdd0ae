// Package space is named vectors and the questions one asks of them: nearest
// rows, weighted sums of words, the one that does not belong, how similar.
//
// A [Space] is a view of a model's table: its rows change while the model
// learns, and whoever changes them calls Touch. What is derived from the rows is
// kept for one version of them. Questions about direction take each row at unit
// length, as gensim's most_similar does.
package space
