package lab

import (
	"io"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
)

// A Reading makes a corpus of a text, piece by piece: it reads and segments the
// text, then numbers its words.
type Reading struct {
	source  dataset.Source
	text    *dataset.Text
	builder *corpus.Builder
	buf     []byte
	read    bool

	// KeepBeside has Beside keep what stands beside each line of a table's text.
	KeepBeside bool
}

// NewReading returns a reading of the setup's text that has not begun.
func NewReading(s Setup, options corpus.Options) *Reading {
	return &Reading{source: s.Data, builder: corpus.NewBuilder(options, s.Segmenter)}
}

// Unit reads the next piece, and returns the corpus after the last.
func (r *Reading) Unit() (*corpus.Corpus, error) {
	if r.read {
		if r.builder.Number(1 << 15) {
			return r.builder.Corpus(), nil
		}
		return nil, nil
	}
	if r.text == nil {
		text, err := dataset.OpenText(r.source)
		if err != nil {
			return nil, err
		}
		text.KeepBeside = r.KeepBeside
		r.text, r.buf = text, make([]byte, 1<<14)
	}
	n, err := r.text.Read(r.buf)
	if _, err := r.builder.Write(r.buf[:n]); err != nil {
		return nil, err
	}
	if err != io.EOF {
		return nil, err
	}
	r.read, r.buf = true, nil
	if err := r.builder.Close(); err != nil {
		return nil, err
	}
	return nil, r.text.Close()
}

// Beside returns what stands beside each line of the text, once all is read.
func (r *Reading) Beside() []string { return r.text.Beside() }

// Begun says whether any of the text was read.
func (r *Reading) Begun() bool { return r.text != nil }

// Phase returns ReadingText or Numbering.
func (r *Reading) Phase() Phase {
	if r.read {
		return Numbering
	}
	return ReadingText
}

// Reach says how far the phase is: in bytes as stored, then in words.
func (r *Reading) Reach() (done, total float64) {
	if r.read {
		taken, numbered := r.builder.Tokens()
		return float64(numbered), float64(taken)
	}
	if r.text == nil {
		return 0, float64(r.source.Bytes)
	}
	return float64(r.text.Done()), float64(r.source.Bytes)
}
