package fasttext

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"nearspace/core/embedding"
)

// Write writes the model as a .bin file of version 12, which the original
// program reads.
func (m *Model) Write(w io.Writer) error {
	f := &writer{w: bufio.NewWriterSize(w, 1<<16)}
	f.int32s(magic, version)
	f.settings(m.Settings, cmp.Or(m.rateUpdate, 100))
	f.dictionary(m.Dictionary)
	_, quantized := m.In.(*Quantized)
	f.bool(quantized)
	f.matrix(m.In)
	_, quantized = m.Out.(*Quantized)
	f.bool(quantized)
	f.matrix(m.Out)
	if err := f.flush(); err != nil {
		return fmt.Errorf("write a fastText model: %w", err)
	}
	return nil
}

// writer writes numbers until the first error, which it keeps.
type writer struct {
	w   *bufio.Writer
	buf []byte
	err error
}

func (f *writer) flush() error {
	if f.err == nil {
		f.err = f.w.Flush()
	}
	return f.err
}

func (f *writer) write(b []byte) {
	if f.err == nil {
		_, f.err = f.w.Write(b)
	}
}

func (f *writer) bool(b bool) {
	if b {
		f.write(append(f.buf, 1))
	} else {
		f.write(append(f.buf, 0))
	}
}

func (f *writer) int32s(values ...int32) {
	for _, v := range values {
		f.write(binary.LittleEndian.AppendUint32(f.buf, uint32(v)))
	}
}

func (f *writer) int64s(values ...int64) {
	for _, v := range values {
		f.write(binary.LittleEndian.AppendUint64(f.buf, uint64(v)))
	}
}

func (f *writer) floats(values []float32) {
	b := f.buf
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	f.write(b)
	f.buf = b[:0]
}

func (f *writer) settings(s Settings, rateUpdate int32) {
	f.int32s(int32(s.Dim), int32(s.Window), int32(s.Epochs), int32(s.MinCount), int32(s.Negative), int32(s.WordNgrams),
		int32(s.Loss), int32(s.Method), int32(s.Buckets), int32(s.MinN), int32(s.MaxN), rateUpdate)
	f.int64s(int64(math.Float64bits(s.Sample)))
}

func (f *writer) dictionary(d *Dictionary) {
	f.int32s(int32(len(d.Words)+len(d.Labels)), int32(len(d.Words)), int32(len(d.Labels)))
	kept := int64(-1)
	if d.kept != nil {
		kept = int64(len(d.kept))
	}
	f.int64s(d.Tokens, kept)
	f.entries(d.Words, d.Counts, 0)
	f.entries(d.Labels, d.LabelCounts, 1)
	byPlace := func(a, b int32) int { return cmp.Compare(d.kept[a], d.kept[b]) }
	for _, bucket := range slices.SortedFunc(maps.Keys(d.kept), byPlace) {
		f.int32s(bucket, d.kept[bucket])
	}
}

func (f *writer) entries(words []string, counts []int64, kind byte) {
	for i, word := range words {
		if f.err == nil && strings.IndexByte(word, 0) >= 0 {
			f.err = fmt.Errorf("the word %q holds a zero byte, which ends words in the file", word)
		}
		f.write(append(append(f.buf, word...), 0))
		f.int64s(counts[i])
		f.write(append(f.buf, kind))
	}
}

func (f *writer) matrix(m Matrix) {
	switch m := m.(type) {
	case *Quantized:
		f.quantized(m)
	case Dense:
		f.table(m.Table)
	default:
		f.err = fmt.Errorf("a matrix of type %T", m)
	}
}

func (f *writer) table(t *embedding.Table) {
	f.int64s(int64(t.Rows()), int64(t.Dim()))
	for i := range t.Rows() {
		f.floats(t.Row(i))
	}
}

func (f *writer) quantized(q *Quantized) {
	f.bool(q.Norms())
	f.int64s(int64(q.Rows()), int64(q.Dim()))
	f.int32s(int32(len(q.codes)))
	f.write(q.codes)
	f.quantizer(q.parts)
	if q.Norms() {
		f.write(q.normCodes)
		f.quantizer(q.norms)
	}
}

func (f *writer) quantizer(q quantizer) {
	parts := q.count()
	f.int32s(int32(q.dim), int32(parts), int32(q.columns), int32(q.dim-(parts-1)*q.columns))
	f.floats(q.centroids)
}
