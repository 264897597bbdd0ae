package format

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"runtime"
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
