package vec

import (
	"fmt"
	"math"
	"runtime"

	"gonum.org/v1/gonum/blas/blas32"
)

// Dots stores the product of x with each of the rows from, from+1, … of m in
// dst: dst[i] = m[from+i]·x. It is the inner loop of exact search.
func Dots(dst []float32, m blas32.General, from int, x []float32) {
	scan(dots, dst, m, from, x)
}

// SquaredDistances stores Σₖ (m[from+i][k]−x[k])² in dst[i].
func SquaredDistances(dst []float32, m blas32.General, from int, x []float32) {
	scan(squaredDistances, dst, m, from, x)
}

// DotsAt is Dots for chosen rows: dst[i] = m[rows[i]]·x.
func DotsAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	checkScan(len(rows), dst, m, x)
	dotsAt(dst, m, rows, x)
}

// SquaredDistancesAt is SquaredDistances for chosen rows.
func SquaredDistancesAt(dst []float32, m blas32.General, rows []int32, x []float32) {
	checkScan(len(rows), dst, m, x)
	squaredDistancesAt(dst, m, rows, x)
}

func checkScan(rows int, dst []float32, m blas32.General, x []float32) {
	if len(x) != m.Cols || len(dst) != rows {
		panic(fmt.Sprintf("vec: %d results of %d rows of %d × %d and a vector of %d", len(dst), rows, m.Rows, m.Cols, len(x)))
	}
}

// cached is up to how many numbers a table is taken to lie in the cache.
const cached = 1 << 21

// What scan computes: called as a value, a kernel would have the numbers of the
// rows moved to the heap.
type product int

const (
	dots product = iota
	squaredDistances
)

// scan numbers the rows of one piece after the other. Those of a large table are
// fetched before they are needed: memory serves plain reading about twice as fast
// as arithmetic on four rows at a time.
func scan(what product, dst []float32, m blas32.General, from int, x []float32) {
	if from < 0 || from+len(dst) > m.Rows {
		panic(fmt.Sprintf("vec: rows %d to %d of %d", from, from+len(dst), m.Rows))
	}
	checkScan(len(dst), dst, m, x)
	var rows [256]int32
	for len(dst) > 0 {
		n := min(len(rows), len(dst))
		for i := range n {
			rows[i] = int32(from + i)
		}
		if len(m.Data) > cached {
			fetch(m.Data[from*m.Stride : (from+n-1)*m.Stride+m.Cols])
		}
		if what == dots {
			dotsAt(dst[:n], m, rows[:n], x)
		} else {
			squaredDistancesAt(dst[:n], m, rows[:n], x)
		}
		dst, from = dst[n:], from+n
	}
}

// fetch reads one number of each cache line.
func fetch(x []float32) {
	var bits uint32
	for i := 0; i < len(x); i += 16 {
		bits |= math.Float32bits(x[i])
	}
	runtime.KeepAlive(bits)
}

func dotsAtScalar(dst []float32, m blas32.General, rows []int32, x []float32) {
	for i, r := range rows {
		dst[i] = dotScalar(x, row(&m, r))
	}
}

func squaredDistancesAtScalar(dst []float32, m blas32.General, rows []int32, x []float32) {
	for i, r := range rows {
		dst[i] = squaredDistanceScalar(x, row(&m, r))
	}
}
