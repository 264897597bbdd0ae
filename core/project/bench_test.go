package project

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// words reads the first n vectors of the word2vec text file that VECTORS names;
// without one they are made up, in clusters.
func words(b *testing.B, n int) blas32.General {
	path := os.Getenv("VECTORS")
	if path == "" {
		return clustered(n, 100, 50)
	}
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	lines.Scan()
	var m blas32.General
	for m.Rows < n && lines.Scan() {
		numbers := strings.Fields(lines.Text())[1:]
		for _, text := range numbers {
			v, err := strconv.ParseFloat(text, 32)
			if err != nil {
				b.Fatal(err)
			}
			m.Data = append(m.Data, float32(v))
		}
		m.Cols, m.Stride = len(numbers), len(numbers)
		m.Rows++
	}
	if m.Rows < n {
		b.Skipf("%s has %d vectors", path, m.Rows)
	}
	return m
}

// judged reports how faithful a map is to the first 5000 of its rows among
// themselves, as the yardsticks measure it.
func judged(b *testing.B, p Projection, m blas32.General, metric space.Metric) {
	b.Helper()
	first := m
	first.Rows = min(5000, m.Rows)
	j, err := NewJudge(first, metric, p.Coordinates()[:first.Rows*p.Dimensions()], p.Dimensions(), 10, true)
	for done := false; err == nil && !done; {
		done, err = j.Step(1 << 40)
	}
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(j.Result().Trust, "trust")
	b.ReportMetric(j.Result().Preserved, "preserved")
}

// sizes are the numbers of rows of the benchmarks, or the one that ROWS says.
func sizes(b *testing.B) []int {
	text := os.Getenv("ROWS")
	if text == "" {
		return []int{1000, 10000}
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatal(err)
	}
	return []int{n}
}

// BenchmarkTSNE is comparable with scikit-learn's of the same file.
func BenchmarkTSNE(b *testing.B) {
	for _, n := range sizes(b) {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := words(b, n)
			for b.Loop() {
				p := NewTSNE(Settings{Metric: space.Euclidean})
				finish(b, p, m, 20000)
				b.StopTimer()
				judged(b, p, m, space.Euclidean)
				b.ReportMetric(p.Loss(), "KL")
				b.StartTimer()
			}
		})
	}
}

// BenchmarkUMAP is comparable with umap-js of the same file.
func BenchmarkUMAP(b *testing.B) {
	for _, n := range sizes(b) {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			m := words(b, n)
			for b.Loop() {
				p := NewUMAP(Settings{Metric: space.Euclidean})
				finish(b, p, m, 20000)
				b.StopTimer()
				judged(b, p, m, space.Euclidean)
				b.StartTimer()
			}
		})
	}
}

// BenchmarkForces compares the ways to compute repulsion, a round each.
func BenchmarkForces(b *testing.B) {
	for name, r := range map[string]repulsion{"exact": exactRepulsion{}, "tree": &treeRepulsion{angle: .5}, "grid": &gridRepulsion{}} {
		for _, n := range []int{1000, 5000} {
			y := scattered(n, 2, 20, 1)
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				for b.Loop() {
					repulsionOf(b, r, y, 2)
				}
			})
		}
	}
}

// clustered returns rows around so many middles.
func clustered(rows, cols, middles int) blas32.General {
	m := wordlike(rows, cols)
	at := wordlike(middles, cols)
	for i := range rows {
		for k := range cols {
			m.Data[i*cols+k] = m.Data[i*cols+k]*.5 + at.Data[i*7919%middles*cols+k]*float32(1+math.Mod(float64(i), 2)*.2)
		}
	}
	return m
}
