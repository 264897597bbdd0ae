package format

import (
	"errors"
	"fmt"
	"io"

	"nearspace/core/space"
)

// Options bound what is read. The zero value reads all there is room for.
type Options struct {
	MaxRows   int    // 0: as many as there are. The first ones are taken
	MaxMemory int64  // bytes of vectors; 0: 1 GiB
	Array     string // of an .npz or a safetensors file; empty: the only one that it can be
	Size      int64  // bytes of the file as it is stored; 0: unknown
}

const defaultMemory = 1 << 30

// Phases of reading.
const (
	Counting = "count" // rows, to allocate them at once
	Reading  = "read"
	Sifting  = "sift" // repeated labels out
)

// Facts are what a file was found to be.
type Facts struct {
	Format Format
	Type   string // how numbers are stored: text, f4, f2, bf16, f8, i1
	Gzip   bool
	Array  string  // the one that was read, of several
	Arrays []Array // that there were

	Rows       int // in the file, as far as it says so or was counted
	Dim        int
	Duplicates int  // rows left out, as their label came before
	Infinite   int  // rows left out, as their numbers were not all finite
	Cut        bool // rows were left out since there were more than may be read
}

// Reader reads a file of vectors in pieces.
type Reader struct {
	options Options
	facts   Facts
	rows    rows
	scales  []float32 // of each row, if the numbers are to be multiplied
	shape   []int     // of raw numbers

	parts   []part // still to be read
	stream  *Stream
	counted counts
	decoder decoder
	phase   string
	err     error
}

// part is a file, or one of an archive's.
type part struct {
	open  func() (io.ReadCloser, error)
	size  int64 // bytes there are at most; 0: unknown
	array string
	start starter
}

// A starter reads the beginning of a part.
type starter func(r *Reader, s *Stream) (decoder, error)

// A decoder reads a small piece of a part, a row or some thousand numbers, and
// returns io.EOF behind the last.
type decoder func() error

// NewReader returns a reader of the file that open opens, once or twice. It does
// no work yet.
func NewReader(open func() (io.ReadCloser, error), o Options) *Reader {
	if o.MaxMemory == 0 {
		o.MaxMemory = defaultMemory
	}
	return &Reader{options: o, parts: []part{{open: open, size: o.Size}}, phase: Reading}
}

// Step reads a piece of some 64 KiB, and returns whether that was the last one.
// After an error it returns that error again.
func (r *Reader) Step() (done bool, err error) {
	if r.err != nil {
		return true, r.err
	}
	if done, err = r.step(); err != nil {
		var syntax *SyntaxError
		if errors.As(err, &syntax) && syntax.Format == "" {
			syntax.Format = r.facts.Format
		}
		r.err = fmt.Errorf("read vectors: %w", err)
		r.Close()
		return true, r.err
	}
	return done, nil
}

func (r *Reader) step() (done bool, err error) {
	if r.phase == Sifting {
		return r.rows.sift(2000), nil
	}
	if r.stream == nil {
		return false, r.begin()
	}
	from := r.stream.at
	for r.stream.at-from < piece {
		switch err := r.decoder(); err {
		case nil:
		case io.EOF:
			return false, r.end()
		default:
			return false, err
		}
	}
	return false, nil
}

// Tables returns the arrays of a file of so many bytes among which one is to be
// chosen, in the order in which they lie: of an .npz or a .safetensors file with
// several. It calls pace with each piece that was looked at; an error of pace ends it.
// That a file cannot be read is said by what reads it.
func Tables(open func() (io.ReadCloser, error), size int64, pace func() error) ([]Array, error) {
	r := NewReader(open, Options{Size: size})
	defer r.Close()
	for r.facts.Array == "" && r.parts[0].array == "" {
		_, err := r.Step()
		var which *ArrayError
		switch {
		case errors.As(err, &which):
			return which.Tables(), nil
		case err != nil || r.facts.Format != Zip && r.facts.Format != NumPyZip && r.facts.Format != SafeTensors:
			return nil, nil
		}
		if err := pace(); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// begin opens the next part and finds out how it is read.
func (r *Reader) begin() error {
	p := &r.parts[0]
	s, err := Open(p.open)
	if err != nil {
		return err
	}
	r.stream = s
	if s.gzip {
		r.facts.Gzip = true
		if r.counted.bytes == 0 {
			p.size = 0
		}
	}
	if p.start == nil {
		start, err := s.Peek(ahead)
		if err != nil {
			return err
		}
		r.facts.Format, _ = Detect(start)
		if err := r.facts.Format.Refused(); err != nil {
			return err
		}
		p.start = r.facts.Format.starter()
	}
	if r.counted.bytes == 0 && (p.size == 0 || r.facts.Format.counts()) {
		r.phase = Counting
		r.counted.keep = r.facts.Format == Zip
		r.decoder = r.counted.count(s)
		return nil
	}
	if r.counted.bytes == 0 {
		r.counted.bytes = p.size
	}
	r.phase = Reading
	r.decoder, err = p.start(r, s)
	return err
}

// starter returns what reads a format. A table of them would bring all readers into
// every program that opens a file.
func (f Format) starter() starter {
	switch f {
	case Word2Vec:
		return startWord2Vec
	case Word2VecBinary:
		return startWord2VecBinary
	case GloVe:
		return startGloVe
	case NumPy:
		return startNumPy
	case SafeTensors:
		return startSafeTensors
	case Zip:
		return startZip
	case CSV, TSV:
		return startTable
	case JSONL:
		return startJSONL
	}
	return nil
}

// counts says that nothing in the beginning of a file tells how many rows it
// has, or where what in it lies.
func (f Format) counts() bool {
	return f == GloVe || f == CSV || f == TSV || f == JSONL || f == Zip
}

// end closes a part and goes on to the next.
func (r *Reader) end() error {
	err := r.stream.Close()
	r.stream, r.decoder = nil, nil
	if r.phase == Counting {
		r.phase = Reading
		return err
	}
	r.counted = counts{}
	if r.parts = r.parts[1:]; len(r.parts) == 0 {
		r.finish()
		r.phase = Sifting
	}
	return err
}

// finish completes the rows when all parts have been read.
func (r *Reader) finish() {
	r.rows.number()
	for _, c := range r.rows.columns {
		c.add(r.rows.n-1, nil, nil)
	}
}

// allocate makes room for so many rows as the file claims, which take at least so
// many bytes in it each.
func (r *Reader) allocate(rows, dim int, least int64) error {
	if dim < 1 || dim > maxDim {
		return &SyntaxError{Byte: r.stream.at, Line: r.stream.line, Want: fmt.Sprintf("1 to %d dimensions", maxDim), Got: fmt.Sprint(dim)}
	}
	size := 4 * int64(dim)
	if size > r.options.MaxMemory {
		return &MemoryError{size, r.options.MaxMemory}
	}
	r.facts.Rows, r.facts.Dim = rows, dim
	room := min(int64(rows), r.options.MaxMemory/size)
	if m := r.options.MaxRows; m > 0 {
		room = min(room, int64(m))
	}
	r.facts.Cut = room < int64(rows)
	room = min(room, (r.counted.bytes+1)/least) // the last line may lack its end
	r.rows.dim = dim
	r.rows.data = make([]float32, room*int64(dim))
	if r.rows.labels == nil {
		r.rows.labels = make([]string, 0, room)
	}
	return nil
}

// Progress returns what is being done, how many bytes of the stored file have
// been read in that, and how many there are; 0 if that is not known.
func (r *Reader) Progress() (phase string, done, total int64) {
	if r.stream != nil {
		done = r.stream.stored
	}
	if r.phase == Sifting {
		return Sifting, int64(r.rows.sifted), int64(r.rows.n)
	}
	total = r.options.Size
	if total > 0 {
		done = min(done, total) // of a file in an archive more are read
	}
	return r.phase, done, total
}

// Facts returns what is known of the file so far.
func (r *Reader) Facts() Facts {
	f := r.facts
	f.Duplicates, f.Infinite = r.rows.duplicates, r.rows.infinite
	return f
}

// Space returns the rows that were read, after an error those before it, with
// what the file says of each as columns. The reader must not be used any more.
func (r *Reader) Space(name string) *space.Space {
	if r.phase != Sifting {
		r.rows.n = min(r.rows.n, len(r.rows.data)/max(1, r.rows.dim))
		r.finish()
	}
	for !r.rows.sift(1 << 20) {
	}
	return r.rows.space(name)
}

// Close closes the file. It is closed already once Step said that it is done.
func (r *Reader) Close() error {
	if r.stream == nil {
		return nil
	}
	err := r.stream.Close()
	r.stream = nil
	return err
}

// Read reads a whole file at one go.
func Read(open func() (io.ReadCloser, error), name string, o Options) (*space.Space, Facts, error) {
	r := NewReader(open, o)
	for {
		done, err := r.Step()
		if err != nil {
			return nil, r.Facts(), fmt.Errorf("%s: %w", name, err)
		}
		if done {
			return r.Space(name), r.Facts(), nil
		}
	}
}
