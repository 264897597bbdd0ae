// Package dataset is the kinds of data that a lab takes, and their readers.
//
// Data comes from a [Source], which says what it is and how to open it; where
// the bytes lie, in a file, on the site or in the page's memory, is the
// source's affair. Compressed data is known by its first bytes, whatever its
// name says, since some hosts send it expanded already.
//
// [Inspect] tells what a file is, by its content. [Text] reads a text, or the
// text column of a table; [Rows] reads a table of texts with what is known of
// each. Both read as a stream, so that a large file shows its progress, and name
// the line of what is wrong. Vectors are read by package format. [Toys] makes
// points of known shapes, to see what maps make of them.
package dataset
