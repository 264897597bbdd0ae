// Package cooccurrence is the lab of GloVe: it counts how often the words of a
// text stand near each other, shows the matrix of the counts, and fits vectors to
// it, while one asks how good the fit is and looks at the step of one entry.
package cooccurrence
