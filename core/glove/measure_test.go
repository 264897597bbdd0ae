//go:build unix

package glove

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"
	"syscall"
	"testing"
	"time"

	"nearspace/core/corpus"
)

// TestMeasure counts and trains on the tokenised text in the file that CORPUS
// names, a sentence a line, and says how fast; ITERATIONS is 25, XMAX 100 and SHARDS
// 1 if they are not given.
// If PAIRS names a file, the non-zeros go there, for testdata/yardstick.c to train
// on; if VECTORS does, the vectors, in the order in which the yardstick numbers
// its rows.
func TestMeasure(t *testing.T) {
	name := os.Getenv("CORPUS")
	if name == "" {
		t.Skip("CORPUS names no file")
	}
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := corpus.Read(f, corpus.Options{Split: corpus.Spaces}, nil)
	if err != nil {
		t.Fatal(err)
	}
	counting := cpu(t)
	counts := count(t, text, Counting{}, 1<<16)
	t.Logf("%d tokens, %d words, %d non-zeros counted in %.2f CPU seconds", len(text.IDs), counts.Words(), counts.NonZeros(), (cpu(t) - counting).Seconds())
	if name := os.Getenv("PAIRS"); name != "" {
		writePairs(t, name, counts)
	}
	iterations, _ := strconv.Atoi(os.Getenv("ITERATIONS"))
	xMax, _ := strconv.ParseFloat(os.Getenv("XMAX"), 64)
	n, _ := strconv.Atoi(os.Getenv("SHARDS"))
	shards, err := NewShards(Config{Iterations: iterations, XMax: xMax}, counts, 1, n)
	if err != nil {
		t.Fatal(err)
	}
	m := shards.Model()
	began, start := cpu(t), time.Now()
	for shards.Train() {
		if m.tile == 0 && m.round == 0 && m.iteration > 0 {
			loss, _ := m.TakeLoss()
			t.Logf("iteration %d: loss %.6f", m.iteration, loss)
		}
	}
	total := float64(m.counts.NonZeros()) * float64(m.config.Iterations)
	t.Logf("%.0f non-zeros per CPU second, %.0f per second", total/(cpu(t)-began).Seconds(), total/time.Since(start).Seconds())
	if name := os.Getenv("VECTORS"); name != "" {
		writeVectors(t, name, text.Vocabulary.Words, m)
	}
}

func cpu(t *testing.T) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func writePairs(t *testing.T, name string, c *Counts) {
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	put := func(i, j int32, x float32) {
		b := binary.LittleEndian.AppendUint32(nil, uint32(i))
		b = binary.LittleEndian.AppendUint32(b, uint32(j))
		w.Write(binary.LittleEndian.AppendUint32(b, math.Float32bits(x)))
	}
	for i := range c.Words() {
		c.Half(i, func(columns []int32, x []float32) {
			for k, j := range columns {
				put(int32(i), j, x[k])
				if int(j) != i {
					put(j, int32(i), x[k])
				}
			}
		})
	}
	flush(t, w, f)
}

func flush(t *testing.T, w *bufio.Writer, f *os.File) {
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

func writeVectors(t *testing.T, name string, words []string, m *Model) {
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	vectors := sum(t, m)
	for i, word := range words {
		w.WriteString(word)
		for _, v := range vectors.Row(i) {
			fmt.Fprintf(w, " %.6f", v)
		}
		w.WriteString("\n")
	}
	flush(t, w, f)
}
