package fasttext

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"nearspace/core/embedding"
)

// What a .bin file begins with.
const (
	magic      = 793712314
	version    = 12
	oldVersion = 11 // whose supervised models have no subwords
)

// A FileError says what is wrong with a .bin file, and where.
type FileError struct {
	Byte int64 // from 0
	Part string
	Err  error
}

func (e *FileError) Error() string {
	return fmt.Sprintf("byte %d, %s: %v", e.Byte, e.Part, e.Err)
}

func (e *FileError) Unwrap() error { return e.Err }

// Read reads a .bin file, of version 11 or 12, dense or quantised. If it is known
// how many bytes there are, the matrices get their memory at once; with size 0
// they grow as they are read.
func Read(r io.Reader, size int64) (*Model, error) {
	b := bufio.NewReaderSize(r, 1<<14)
	f := &reader{r: b, words: b, size: size, buf: make([]byte, 1<<14)}
	m := f.model()
	if f.err != nil {
		return nil, fmt.Errorf("read a fastText model: %w", f.err)
	}
	return m, nil
}

// reader reads numbers until the first error, which it keeps; from then on they
// are zero.
type reader struct {
	r      io.Reader
	words  *bufio.Reader // r, where there are any
	size   int64
	offset int64
	part   string
	buf    []byte
	err    error
}

func (f *reader) fail(err error) {
	if f.err == nil {
		f.err = &FileError{f.offset, f.part, err}
	}
}

func (f *reader) failf(format string, args ...any) { f.fail(fmt.Errorf(format, args...)) }

// bytes reads the next n bytes, at most len(f.buf), which live until the next
// call.
func (f *reader) bytes(n int) []byte {
	b := f.buf[:n]
	if f.err != nil {
		clear(b)
		return b
	}
	if read, err := io.ReadFull(f.r, b); err != nil {
		f.offset += int64(read)
		if err == io.EOF {
			err = io.ErrUnexpectedEOF
		}
		f.fail(err)
		clear(b)
		return b
	}
	f.offset += int64(n)
	return b
}

func (f *reader) byte() byte     { return f.bytes(1)[0] }
func (f *reader) int32() int32   { return int32(binary.LittleEndian.Uint32(f.bytes(4))) }
func (f *reader) int64() int64   { return int64(binary.LittleEndian.Uint64(f.bytes(8))) }
func (f *reader) bool() bool     { return f.byte() != 0 }
func (f *reader) float() float64 { return math.Float64frombits(uint64(f.int64())) }

// word reads up to a zero byte.
func (f *reader) word() string {
	var word []byte
	for f.err == nil {
		piece, err := f.words.ReadSlice(0)
		f.offset += int64(len(piece))
		word = append(word, piece...)
		switch {
		case err == nil:
			return string(word[:len(word)-1])
		case len(word) > maxWord:
			f.failf("a word of more than %d bytes", maxWord)
		case errors.Is(err, io.EOF):
			f.fail(io.ErrUnexpectedEOF)
		case !errors.Is(err, bufio.ErrBufferFull):
			f.fail(err)
		}
	}
	return ""
}

// maxWord is far longer than any word.
const maxWord = 1 << 20

// enough says whether the file can hold n more items of so many bytes; of one of
// unknown size it says nothing.
func (f *reader) enough(n, bytes int64) bool {
	if f.err == nil && f.size > 0 && n > (f.size-f.offset)/bytes {
		f.failf("%d × %d bytes follow, but the file has %d left", n, bytes, f.size-f.offset)
	}
	return f.err == nil
}

// room returns for how many of n items memory is set aside before they are read.
func (f *reader) room(n int) int {
	if f.size > 0 {
		return n
	}
	return min(n, 1<<16)
}

func (f *reader) model() *Model {
	f.part = "header"
	if got := f.int32(); f.err == nil && got != magic {
		f.failf("the number %d does not stand at the beginning", magic)
	}
	v := f.int32()
	if f.err == nil && v != version && v != oldVersion {
		f.failf("version %d, not %d or %d", v, oldVersion, version)
	}
	m := &Model{}
	m.Settings, m.rateUpdate = f.settings()
	if v == oldVersion && m.Settings.Method == Supervised {
		m.Settings.MinN, m.Settings.MaxN = 0, 0
	}
	m.Dictionary = f.dictionary(m.Settings)
	if f.err != nil {
		return nil
	}
	f.part = "input matrix"
	quantized := f.bool()
	if !quantized && m.Dictionary.kept != nil {
		f.failf("n-grams were cut, but the matrix is not quantised")
	}
	m.In = f.matrix(quantized, m.Dictionary.Rows(), m.Settings.Dim)
	f.part = "output matrix"
	rows := len(m.Dictionary.Words)
	if m.Settings.Method == Supervised {
		rows = len(m.Dictionary.Labels)
	}
	m.Out = f.matrix(f.bool() && quantized, rows, m.Settings.Dim)
	return m
}

func (f *reader) settings() (s Settings, rateUpdate int32) {
	for _, x := range []*int{&s.Dim, &s.Window, &s.Epochs, &s.MinCount, &s.Negative, &s.WordNgrams} {
		*x = int(f.int32())
	}
	s.Loss, s.Method = Loss(f.int32()), Method(f.int32())
	s.Buckets, s.MinN, s.MaxN = int(f.int32()), int(f.int32()), int(f.int32())
	rateUpdate = f.int32()
	s.Sample = f.float()
	if f.err != nil {
		return s, rateUpdate
	}
	// Of the rest, some files hold numbers that no one would train with.
	shape := Settings{
		Method: s.Method, Loss: s.Loss, Dim: s.Dim, Buckets: s.Buckets, MaxN: max(s.MaxN, 0),
		LearningRate: 1, Epochs: 1, Window: 1, Negative: 1, MinCount: 1, WordNgrams: 1,
	}
	if err := shape.check(); err != nil {
		f.fail(err)
	}
	return s, rateUpdate
}

func (f *reader) dictionary(s Settings) *Dictionary {
	f.part = "dictionary"
	size, words, labels := f.int32(), f.int32(), f.int32()
	d := Dictionary{Tokens: f.int64()}
	cut := f.int64()
	if f.err == nil && (words < 0 || labels < 0 || int64(words)+int64(labels) != int64(size)) {
		f.failf("%d entries, of them %d words and %d labels", size, words, labels)
	}
	for i := int32(0); f.err == nil && i < size; i++ {
		word, count, kind := f.word(), f.int64(), f.byte()
		if f.err != nil {
			break
		}
		switch {
		case kind == 0 && i < words:
			d.Words, d.Counts = append(d.Words, word), append(d.Counts, count)
		case kind == 1 && i >= words:
			d.Labels, d.LabelCounts = append(d.Labels, word), append(d.LabelCounts, count)
		default:
			f.failf("entry %d, %q, is of kind %d, but words (0) come first and are %d", i, word, kind, words)
		}
	}
	if f.err == nil && (cut < -1 || cut > int64(s.Buckets)) {
		f.failf("%d n-grams kept of %d", cut, s.Buckets)
	}
	if cut >= 0 && f.err == nil {
		d.kept = f.kept(cut, s.Buckets)
	}
	if f.err != nil {
		return nil
	}
	made, err := newDictionary(d, s)
	if err != nil {
		f.fail(err)
	}
	return made
}

func (f *reader) kept(n int64, buckets int) map[int32]int32 {
	kept := map[int32]int32{}
	for i := int64(0); f.err == nil && i < n; i++ {
		bucket, place := f.int32(), f.int32()
		if _, twice := kept[bucket]; f.err == nil && (twice || bucket < 0 || int(bucket) >= buckets || place < 0 || int64(place) >= n) {
			f.failf("bucket %d of %d has place %d of %d", bucket, buckets, place, n)
		}
		kept[bucket] = place
	}
	return kept
}

func (f *reader) matrix(quantized bool, rows, dim int) Matrix {
	if quantized {
		return f.quantized(rows, dim)
	}
	f.shape(rows, dim)
	if !f.enough(int64(rows), 4*int64(dim)) {
		return nil
	}
	t := embedding.NewTable(f.room(rows*dim)/dim, dim)
	for i := 0; i < rows && f.err == nil; i++ {
		if i == t.Rows() {
			larger := embedding.NewTable(min(rows, 2*i+1), dim)
			copy(larger.Weights.Data, t.Weights.Data)
			t = larger
		}
		f.floats(t.Row(i))
	}
	return Dense{t}
}

// table reads into a table of the same shape.
func (f *reader) table(t *embedding.Table) {
	f.shape(t.Rows(), t.Dim())
	for i := 0; i < t.Rows() && f.err == nil; i++ {
		f.floats(t.Row(i))
	}
}

func (f *reader) shape(rows, dim int) {
	m, n := f.int64(), f.int64()
	if f.err == nil && (m != int64(rows) || n != int64(dim)) {
		f.failf("it is %d × %d, not %d × %d", m, n, rows, dim)
	}
}

func (f *reader) floats(dst []float32) {
	for len(dst) > 0 && f.err == nil {
		n := min(len(dst), len(f.buf)/4)
		b := f.bytes(4 * n)
		for i := range n {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
		dst = dst[n:]
	}
}

func (f *reader) quantized(rows, dim int) *Quantized {
	q := &Quantized{rows: rows}
	norms := f.bool()
	f.shape(rows, dim)
	size := f.int32()
	q.codes = f.codes(int64(size))
	q.parts = f.quantizer(dim)
	if f.err == nil && int64(size) != int64(rows)*int64(q.parts.count()) {
		f.failf("%d codes for %d rows of %d parts", size, rows, q.parts.count())
	}
	if norms {
		q.normCodes = f.codes(int64(rows))
		q.norms = f.quantizer(1)
	}
	return q
}

func (f *reader) codes(n int64) []byte {
	if f.err == nil && n < 0 {
		f.failf("%d codes", n)
	}
	if !f.enough(n, 1) {
		return nil
	}
	codes := make([]byte, 0, f.room(int(n)))
	for int64(len(codes)) < n && f.err == nil {
		codes = append(codes, f.bytes(int(min(n-int64(len(codes)), int64(len(f.buf)))))...)
	}
	return codes
}

func (f *reader) quantizer(dim int) quantizer {
	got, parts, columns, last := f.int32(), f.int32(), f.int32(), f.int32()
	q := quantizer{dim: dim, columns: max(int(columns), 1)}
	if f.err == nil && (int(got) != dim || columns < 1 || int(parts) != q.count() || int(last) != dim-(q.count()-1)*q.columns) {
		f.failf("%d parts of %d columns, the last of %d, for vectors of %d, not %d", parts, columns, last, got, dim)
	}
	if !f.enough(int64(dim), 4*centroidsOfPart) {
		return q
	}
	n := dim * centroidsOfPart
	q.centroids = make([]float32, 0, f.room(n))
	for len(q.centroids) < n && f.err == nil {
		from, more := len(q.centroids), min(n-len(q.centroids), len(f.buf)/4)
		q.centroids = append(q.centroids, make([]float32, more)...)
		f.floats(q.centroids[from:])
	}
	return q
}
