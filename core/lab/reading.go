package lab

import (
	"io"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
)

// A Reading makes a corpus of a text, piece by piece: it reads and segments the
// text, looks for phrases, and numbers what is left.
type Reading struct {
	source    dataset.Source
	segmenter corpus.Segmenter
	options   corpus.Options
	text      *dataset.Text
	builder   *corpus.Builder
	phrasing  *corpus.Phrasing // once all words are numbered
	buf       []byte
	read      bool

	// Phrases says which words become one; with 0 Passes, none.
	Phrases corpus.PhraseOptions
	// KeepBeside has Beside keep what stands beside each line of a table's text.
	KeepBeside bool
}

// NewReading returns a reading of a text that has not begun.
func NewReading(text dataset.Source, s corpus.Segmenter, options corpus.Options) *Reading {
	return &Reading{source: text, segmenter: s, options: options}
}

// Unit reads the next piece, and returns the corpus after the last.
func (r *Reading) Unit() (*corpus.Corpus, error) {
	switch {
	case r.phrasing != nil:
		done, err := r.phrasing.Step(1 << 15)
		if err != nil || !done {
			return nil, err
		}
		return r.phrasing.Corpus(), nil
	case r.read && r.builder.Number(1<<15):
		if r.Phrases.Passes == 0 {
			return r.builder.Corpus(), nil
		}
		r.phrasing = corpus.NewPhrasing(r.builder.Corpus(), r.Phrases, r.options)
		return nil, nil
	case r.read:
		return nil, nil
	case r.text == nil:
		if err := r.open(); err != nil {
			return nil, err
		}
	}
	return nil, r.piece()
}

func (r *Reading) open() error {
	text, err := dataset.OpenText(r.source)
	if err != nil {
		return err
	}
	text.KeepBeside = r.KeepBeside
	options := r.options
	if r.Phrases.Passes > 0 { // a rare word may be part of a phrase that is not
		options.MinCount, options.MaxWords, options.Trim = 1, 0, nil
	}
	r.text, r.buf, r.builder = text, make([]byte, 1<<14), corpus.NewBuilder(options, r.segmenter)
	return nil
}

// piece reads a piece of the text.
func (r *Reading) piece() error {
	n, err := r.text.Read(r.buf)
	if _, err := r.builder.Write(r.buf[:n]); err != nil {
		return err
	}
	if err != io.EOF {
		return err
	}
	r.read, r.buf = true, nil
	if err := r.builder.Close(); err != nil {
		return err
	}
	return r.text.Close()
}

// Found returns the phrases that were found, once all is read; nil if none were
// looked for.
func (r *Reading) Found() *corpus.Phrases {
	if r.phrasing == nil {
		return nil
	}
	return r.phrasing.Phrases()
}

// Beside returns what stands beside each line of the text, once all is read.
func (r *Reading) Beside() []string { return r.text.Beside() }

// Begun says whether any of the text was read.
func (r *Reading) Begun() bool { return r.text != nil }

// Phase returns ReadingText, Numbering or Phrasing.
func (r *Reading) Phase() Phase {
	switch {
	case r.phrasing != nil:
		return Phrasing
	case r.read:
		return Numbering
	}
	return ReadingText
}

// Reach says how far the phase is: in bytes as stored, then in words.
func (r *Reading) Reach() (done, total float64) {
	switch {
	case r.phrasing != nil:
		pass, passes, token, tokens := r.phrasing.Pass()
		return float64(pass*tokens + token), float64(passes * tokens)
	case r.read:
		taken, numbered := r.builder.Tokens()
		return float64(numbered), float64(taken)
	case r.text == nil:
		return 0, float64(r.source.Bytes)
	}
	return float64(r.text.Done()), float64(r.source.Bytes)
}
