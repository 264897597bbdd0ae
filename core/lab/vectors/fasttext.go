package vectors

import (
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/dataset"
	"nearspace/core/fasttext"
	"nearspace/core/format"
	"nearspace/core/space"
)

// model is a fastText model on its way to a space: the vector of a word is the
// mean of its own row and those of its n-grams.
type model struct {
	*fasttext.Model
	rows    int
	next    int
	vectors blas32.General
}

// readModel reads a fastText .bin at one go: its matrices take as much memory as
// the file, or the model could not be asked about words it does not know.
func (r *run) readModel() error {
	most := r.options().MaxMemory
	if r.setup.Data.Bytes > most {
		return &dataset.SizeError{Bytes: r.setup.Data.Bytes, Max: most}
	}
	file, err := format.Open(r.setup.Data.Open)
	if err != nil {
		return err
	}
	defer file.Close()
	size := r.setup.Data.Bytes
	if file.Gzipped() {
		size = 0
	}
	m, err := fasttext.Read(file, size)
	if err != nil {
		return err
	}
	words := m.Dictionary.Words
	rows := min(len(words), r.params.MaxWords, int(most/4)/m.Dim())
	r.facts = format.Facts{Format: format.FastText, Type: "f4", Gzip: file.Gzipped(), Rows: len(words), Dim: m.Dim(), Cut: rows < len(words)}
	if _, quantised := m.In.(*fasttext.Quantized); quantised {
		r.facts.Type = "quantised"
	}
	r.model = &model{m, rows, 0, blas32.General{Rows: rows, Cols: m.Dim(), Stride: m.Dim(), Data: make([]float32, rows*m.Dim())}}
	r.reader, r.phase = nil, filling
	return nil
}

// fillPiece makes the vectors of the next words.
func (r *run) fillPiece() error {
	m := r.model
	words := m.Dictionary.Words
	for end := min(m.rows, m.next+256); m.next < end; m.next++ {
		m.Vector(m.vectors.Data[m.next*m.Dim():][:m.Dim()], words[m.next])
	}
	if m.next < m.rows {
		return nil
	}
	s := space.New("vectors", space.Input, words[:m.rows:m.rows], m.vectors)
	s.Counts = make([]float32, m.rows)
	for i := range s.Counts {
		s.Counts[i] = float32(m.Dictionary.Counts[i])
	}
	r.model = nil
	r.take(s)
	return nil
}
