package project

import (
	"cmp"
	"slices"
)

// Ends returns which rows lie farthest towards either end of an axis, outermost
// first: at most count each, and none of a map that has not placed its rows.
func (p *PCA) Ends(axis, count int) (low, high []int) {
	n := len(p.coords) / max(p.k, 1)
	count = min(count, n/2)
	at := func(row int) float32 { return p.coords[row*p.k+axis] }
	for row := range n {
		low = among(low, row, count, func(a, b int) int { return cmp.Compare(at(a), at(b)) })
		high = among(high, row, count, func(a, b int) int { return cmp.Compare(at(b), at(a)) })
	}
	return low, high
}

// Leads returns which dimensions load most on an axis, the first most.
func (p *PCA) Leads(axis, count int) (dimensions []int, loadings []float32) {
	all := p.Loadings()
	row := all.Data[axis*all.Stride:][:all.Cols]
	for d := range row {
		dimensions = among(dimensions, d, min(count, len(row)), func(a, b int) int { return cmp.Compare(row[b]*row[b], row[a]*row[a]) })
	}
	for _, d := range dimensions {
		loadings = append(loadings, row[d])
	}
	return dimensions, loadings
}

// among puts a number into a list of the first few in an order.
func among(list []int, x, count int, order func(a, b int) int) []int {
	if len(list) == count && (count == 0 || order(x, list[count-1]) >= 0) {
		return list
	}
	at, _ := slices.BinarySearchFunc(list, x, func(a, b int) int { return cmp.Or(order(a, b), -1) })
	list = slices.Insert(list, at, x)
	return list[:min(len(list), count)]
}
