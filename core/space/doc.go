// Package space is named vectors and the questions one asks of them: nearest
// rows, weighted sums and products of words, the one that does not belong, how
// similar, how far along an axis between two sets, how far from one text to
// another, which rows go together ([Grouping]) and what to call that
// ([Space.NameGroups]).
//
// A [Space] is a view of a model's table: its rows change while the model
// learns, and whoever changes them calls Touch. What is derived from the rows is
// kept for one version of them. Rows may be added and removed; each keeps its
// id. Beside its vector and label a row may have a count, a value in each of the
// columns, and edges to other rows.
//
// Questions about direction take each row at unit length, as gensim's
// most_similar does; [Space.EvaluateRaw] takes them as they are.
package space
