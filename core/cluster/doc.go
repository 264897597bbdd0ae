// Package cluster finds groups among the rows of a matrix.
//
// [KMeans] puts k centres so that the squared distances of rows to the nearest of
// them add up to little: groups are round, of like width, and every row is in one.
// [HDBSCAN] takes for a group what stays together while the density that is asked
// for rises: groups have any shape and any number, and rows where nothing is dense
// are in none, code −1. [Silhouette] says how well rows lie within their groups,
// by which one chooses k. [Align] numbers groups as earlier ones were.
//
// Distances are Euclidean. Of rows at unit length ([Unit]) that is a matter of
// directions, ‖x−y‖² = 2·(1−cos(x,y)), and [Means.Spherical] keeps the centres at
// unit length too.
//
// Long work calls a [Pace] between its pieces, and what comes out does not depend
// on what that does: one seed, the same bits.
package cluster

import (
	"cmp"
	"fmt"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// A Stage is how far a piece of work is.
type Stage struct {
	ID          string // seeds, rounds, tree, groups or silhouette
	Done, Total int    // Total is what there is at most
}

// A Pace is called every millisecond or so. It may rest meanwhile, and ends the
// work with the error that it returns.
type Pace func(Stage) error

// A SettingError says which setting is not what it may be.
type SettingError struct {
	Name     string
	Value    float64
	Min, Max float64
}

func (e *SettingError) Error() string {
	return fmt.Sprintf("setting %s: %v is outside %v to %v", e.Name, e.Value, e.Min, e.Max)
}

// Unit returns a copy of the rows at unit length. A row that is not finite becomes
// zeros, as one of zeros stays.
func Unit(x blas32.General) blas32.General {
	y := Copy(x)
	for i := range y.Rows {
		if r := row(y, i); vec.Dot(r, r) > 0 {
			vec.Scale(1/vec.Norm(r), r)
		}
	}
	return y
}

// Copy returns a copy of the rows. Of one that is not finite it has zeros.
func Copy(x blas32.General) blas32.General {
	y := blas32.General{Rows: x.Rows, Cols: x.Cols, Stride: x.Cols, Data: make([]float32, x.Rows*x.Cols)}
	for i := range y.Rows {
		r := row(y, i)
		copy(r, row(x, i))
		if n := vec.Dot(r, r); n-n != 0 {
			clear(r)
		}
	}
	return y
}

func row(x blas32.General, i int) []float32 { return x.Data[i*x.Stride:][:x.Cols] }

// part returns up to n rows.
func part(x blas32.General, from, n int) blas32.General {
	x.Data, x.Rows = x.Data[from*x.Stride:], min(n, x.Rows-from)
	return x
}

// Sizes returns how many rows each group has.
func Sizes(codes []int32) []int {
	var sizes []int
	for _, c := range codes {
		for int(c) >= len(sizes) {
			sizes = append(sizes, 0)
		}
		if c >= 0 {
			sizes[c]++
		}
	}
	return sizes
}

// bySize returns the numbers that groups get by their size, the largest first, of
// equal ones the earlier.
func bySize(sizes []int) []int32 {
	order := make([]int, len(sizes))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	numbers := make([]int32, len(sizes))
	for to, from := range order {
		numbers[from] = int32(to)
	}
	return numbers
}

// Align returns the codes with the groups numbered as those of an earlier grouping
// of the same rows with which they share the most rows, pair by pair, the largest
// share first. A group that is left over takes a number that was not used.
func Align(codes, earlier []int32) []int32 {
	shared := map[[2]int32]int{}
	for i, c := range codes {
		if i < len(earlier) && c >= 0 && earlier[i] >= 0 {
			shared[[2]int32{c, earlier[i]}]++
		}
	}
	pairs := make([][2]int32, 0, len(shared))
	for p := range shared {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(a, b [2]int32) int {
		return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	numbers, taken := map[int32]int32{-1: -1}, map[int32]bool{}
	for _, p := range pairs {
		if _, has := numbers[p[0]]; !has && !taken[p[1]] {
			numbers[p[0]], taken[p[1]] = p[1], true
		}
	}
	next := int32(0)
	for c := range int32(len(Sizes(codes))) {
		if _, has := numbers[c]; has {
			continue
		}
		for taken[next] {
			next++
		}
		numbers[c], taken[next] = next, true
	}
	aligned := make([]int32, len(codes))
	for i, c := range codes {
		aligned[i] = numbers[c]
	}
	return aligned
}
