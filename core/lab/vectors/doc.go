// Package vectors is the lab of vectors that exist already: it opens any file
// that package format or fasttext reads, and asks it what one asks of trained
// words. Nothing is trained.
package vectors
