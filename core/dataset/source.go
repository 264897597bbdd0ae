package dataset

import (
	"fmt"
	"io"

	"nearspace/core/format"
)

// Kinds of data.
const (
	KindText     = "text"
	KindLabelled = "labelled" // texts, each with a label: see Rows
	KindTargets  = "targets"  // texts, each with numbers: see Rows
	KindVectors  = "vectors"  // what package format reads
)

// A Source is data that can be opened, again and again.
type Source struct {
	ID     string // of the built-in set, or the hash
	Name   string
	Kind   string
	Hash   string // a digest of the expanded bytes, in hexadecimal
	Bytes  int64  // as stored, for progress; 0 if unknown
	Column string // of a table with a header line: the one that holds the text; empty: plain text, or of a labelled kind to be found
	Open   func() (io.ReadCloser, error)
}

// A GzipError says that compressed data is damaged.
type GzipError = format.GzipError

func openStream(s Source) (*format.Stream, error) {
	st, err := format.Open(s.Open)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", s.Name, err)
	}
	return st, nil
}
