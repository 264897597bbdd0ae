package vectors

import (
	"errors"
	"io"
	"runtime"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/dataset"
	"nearspace/core/fasttext"
	"nearspace/core/format"
	"nearspace/core/space"
)

// loading hands a fastText .bin to its reader piece by piece. The reader wants its
// bytes at one go, so it waits in a goroutine for each piece.
type loading struct {
	file  *format.Stream
	pipe  *io.PipeWriter
	made  chan made
	piece []byte
	done  int64 // bytes of the model
	total int64 // 0: unknown
	most  int64
}

type made struct {
	model *fasttext.Model
	err   error
}

var errGivenUp = errors.New("the file is no longer read")

// load begins to read a model. Its matrices take as much memory as the file.
func (r *run) load() error {
	l := &loading{total: r.setup.Data.Bytes, most: r.options().MaxMemory, piece: make([]byte, 1<<16), made: make(chan made, 1)}
	if l.total > l.most {
		return &dataset.SizeError{Bytes: l.total, Max: l.most}
	}
	var err error
	if l.file, err = format.Open(r.setup.Data.Open); err != nil {
		return err
	}
	if l.file.Gzipped() {
		l.total = 0
	}
	from, to := io.Pipe()
	l.pipe = to
	go read(from, l.total, l.made)
	runtime.AddCleanup(r, func(pipe *io.PipeWriter) { pipe.CloseWithError(errGivenUp) }, to)
	r.reader, r.loading = nil, l
	return nil
}

func read(from *io.PipeReader, size int64, result chan<- made) {
	m, err := fasttext.Read(from, size)
	result <- made{m, err}
	from.Close()
}

// loadPiece reads on, and at the end makes room for the words' vectors.
func (r *run) loadPiece() error {
	l := r.loading
	n, err := l.file.Read(l.piece)
	if l.done += int64(n); l.done > l.most {
		err = &dataset.SizeError{Bytes: l.done, Max: l.most}
		l.pipe.CloseWithError(err)
	} else if _, full := l.pipe.Write(l.piece[:n]); full == nil && err == nil {
		return nil
	}
	if err == io.EOF {
		err = nil
	}
	l.pipe.CloseWithError(err) // nil is the end
	result := <-l.made
	gzipped := l.file.Gzipped()
	r.loading = nil
	if err = errors.Join(err, l.file.Close()); err != nil {
		return err
	}
	if result.err != nil {
		return result.err
	}
	return r.fill(result.model, gzipped)
}

// filling is a model on its way to a space: the vector of a word is the mean of its
// own row and those of its n-grams.
type filling struct {
	next    int
	vectors blas32.General
}

func (r *run) fill(m *fasttext.Model, gzipped bool) error {
	words, most, row := len(m.Dictionary.Words), r.options().MaxMemory, int64(4*m.Dim())
	used := int64(m.Bytes())
	if used+row > most {
		return &dataset.SizeError{Bytes: used + row, Max: most}
	}
	rows := min(words, r.params.MaxWords, int((most-used)/row))
	r.facts = format.Facts{Format: format.FastText, Type: "f4", Gzip: gzipped, Rows: words, Dim: m.Dim(), Cut: rows < words}
	if _, quantised := m.In.(*fasttext.Quantized); quantised {
		r.facts.Type = "quantised"
	}
	r.model, r.phase = m, addingUp
	r.filling = &filling{vectors: blas32.General{Rows: rows, Cols: m.Dim(), Stride: m.Dim(), Data: make([]float32, rows*m.Dim())}}
	return nil
}

// fillPiece makes the vectors of the next words.
func (r *run) fillPiece() error {
	m, f := r.model, r.filling
	words, rows := m.Dictionary.Words, f.vectors.Rows
	for end := min(rows, f.next+256); f.next < end; f.next++ {
		m.Vector(f.vectors.Data[f.next*m.Dim():][:m.Dim()], words[f.next])
	}
	if f.next < rows {
		return nil
	}
	s := space.New("vectors", space.Input, words[:rows:rows], f.vectors)
	s.Counts = counts(m.Dictionary.Counts[:rows])
	r.filling = nil
	return r.take(s)
}

func counts(of []int64) []float32 {
	counts := make([]float32, len(of))
	for i, n := range of {
		counts[i] = float32(n)
	}
	return counts
}
