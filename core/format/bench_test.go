package format

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// pretrained is a space as large files hold one: numbers of six digits.
func pretrained(rows, dim int) *space.Space {
	random := rand.New(rand.NewPCG(1, 2))
	labels, data := make([]string, rows), make([]float32, rows*dim)
	for i := range labels {
		labels[i] = fmt.Sprintf("word%d", i)
	}
	for i := range data {
		data[i] = float32(int(random.NormFloat64()*4e5)) / 1e6
	}
	return space.New("pretrained", space.Input, labels, blas32.General{Rows: rows, Cols: dim, Stride: dim, Data: data})
}

// The bytes of a file a second.
func BenchmarkRead(b *testing.B) {
	s := pretrained(20000, 100)
	for _, f := range []Format{GloVe, Word2Vec, Word2VecBinary, NumPyZip, SafeTensors, CSV, JSONL} {
		var file bytes.Buffer
		if _, err := Export(&file, s, f, Float32); err != nil {
			b.Fatal(err)
		}
		b.Run(string(f), func(b *testing.B) {
			b.SetBytes(int64(file.Len()))
			b.ReportAllocs()
			for range b.N {
				if _, _, err := Read(opener(file.Bytes()), "bench", Options{Size: int64(file.Len())}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// pretrainedText is a GloVe text of so many rows, as large as the pretrained files
// one loads, written while it is read: words of two to ten letters, and numbers of
// five digits, which come again every thousand rows.
type pretrainedText struct {
	rows, next int
	numbers    [][]byte
	line, rest []byte
}

func newPretrainedText(rows, dim int) *pretrainedText {
	random := rand.New(rand.NewPCG(1, 2))
	t := &pretrainedText{rows: rows, numbers: make([][]byte, 1000)}
	for i := range t.numbers {
		var line []byte
		for range dim {
			line = strconv.AppendFloat(append(line, ' '), random.NormFloat64()*.4, 'g', 5, 64)
		}
		t.numbers[i] = append(line, '\n')
	}
	return t
}

func (t *pretrainedText) Read(p []byte) (n int, err error) {
	for n < len(p) {
		if len(t.rest) == 0 {
			if t.next == t.rows {
				return n, io.EOF
			}
			t.line = append(letters(t.line[:0], t.next), t.numbers[t.next%len(t.numbers)]...)
			t.rest = t.line
			t.next++
		}
		k := copy(p[n:], t.rest)
		n, t.rest = n+k, t.rest[k:]
	}
	return n, nil
}

func (*pretrainedText) Close() error { return nil }

// letters appends a word for each number.
func letters(word []byte, i int) []byte {
	for range 1 + i%5 {
		word = append(word, "aeiou"[i%5])
	}
	for ; i > 0; i /= 21 {
		word = append(word, "bcdfghjklmnpqrstvwxyz"[i%21])
	}
	return word
}

// As many vectors as the well-known GloVe files of 6 billion words have, 400,000
// of 100 numbers, or so many as ROWS says: the bytes of the text a second, and the
// memory in use at the peak as a share of the vectors'.
func BenchmarkPretrained(b *testing.B) {
	rows, dim := 400000, 100
	if n, err := strconv.Atoi(os.Getenv("ROWS")); err == nil {
		rows = n
	}
	text := newPretrainedText(rows, dim)
	size, _ := io.Copy(io.Discard, text)
	b.SetBytes(size)
	vectors := float64(4 * rows * dim)
	var most float64
	for b.Loop() {
		runtime.GC()
		before := heapInUse()
		r := NewReader(func() (io.ReadCloser, error) { return &pretrainedText{rows: rows, numbers: text.numbers}, nil }, Options{Size: size})
		for k := 0; ; k++ {
			done, err := r.Step()
			if err != nil {
				b.Fatal(err)
			}
			if k%64 == 0 || done {
				most = max(most, (heapInUse()-before)/vectors)
			}
			if done {
				break
			}
		}
		if got := r.Space("pretrained").Len(); got != rows {
			b.Fatalf("%d rows of %d", got, rows)
		}
	}
	b.ReportMetric(most, "peak/vectors")
}

func heapInUse() float64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapInuse)
}

func BenchmarkExport(b *testing.B) {
	s := pretrained(20000, 100)
	for _, f := range []Format{Word2Vec, Word2VecBinary, NumPyZip} {
		b.Run(string(f), func(b *testing.B) {
			var file bytes.Buffer
			for range b.N {
				file.Reset()
				if _, err := Export(&file, s, f, Float32); err != nil {
					b.Fatal(err)
				}
			}
			b.SetBytes(int64(file.Len()))
		})
	}
}

// All that is allocated while a large file is read, garbage included, is little
// more than its vectors.
func TestReadingTakesLittleMoreMemoryThanTheVectors(t *testing.T) {
	s := pretrained(40000, 100)
	vectors := uint64(4 * len(s.Vectors().Data))
	for _, f := range []Format{GloVe, Word2Vec, Word2VecBinary, NumPyZip, SafeTensors} {
		if testing.Short() && f != GloVe {
			continue
		}
		var file bytes.Buffer
		if _, err := Export(&file, s, f, Float32); err != nil {
			t.Fatal(err)
		}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, _, err := Read(opener(file.Bytes()), "memory", Options{Size: int64(file.Len())}); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		const buffers = 3 << 20 // an archive is opened three times
		if took := after.TotalAlloc - before.TotalAlloc; took > vectors*13/10+buffers {
			t.Errorf("%s: %d bytes for vectors of %d", f, took, vectors)
		}
	}
}
