// Package documents is the lab of whole texts: each line of a text, such as a
// speech or a row of a table, learns a vector beside those of its words, and a
// new text gets one too.
package documents
