package embedding

import (
	"fmt"
	"slices"
)

// An Array holds numbers in any number of dimensions, the last one running
// fastest.
type Array[T int32 | float32] struct {
	Shape []int
	Data  []T
}

// NewArray returns an array of zeros.
func NewArray[T int32 | float32](shape ...int) Array[T] {
	return Array[T]{Shape: shape, Data: make([]T, product(shape))}
}

func (a Array[T]) check(name string) error {
	for _, n := range a.Shape {
		if n < 0 {
			return fmt.Errorf("%s has the shape %v", name, a.Shape)
		}
	}
	if len(a.Data) != product(a.Shape) {
		return fmt.Errorf("%s of the shape %v has %d numbers", name, a.Shape, len(a.Data))
	}
	return nil
}

// Gather picks numbers along dimension dim, which counts from the end if it is
// negative, as torch.gather does. In three dimensions, with dim = 1:
//
//	out[i][j][k] = input[i][index[i][j][k]][k]
//
// The result has index's shape. Both have the same number of dimensions, and in
// every other than dim index is no larger than input; nothing is repeated to
// fit. An embedding lookup is the case of dim 0 and an index whose columns are
// equal.
func Gather(input Array[float32], dim int, index Array[int32]) (Array[float32], error) {
	walk, err := newGathering(input, dim, index)
	if err != nil {
		return Array[float32]{}, fmt.Errorf("gather: %w", err)
	}
	out := NewArray[float32](index.Shape...)
	walk.each(func(k, at int) { out.Data[k] = input.Data[at] })
	return out, nil
}

// ScatterAdd is the gradient of Gather: it adds grad, of index's shape, to dst,
// of input's, at the places that were picked.
func ScatterAdd(dst Array[float32], dim int, index Array[int32], grad Array[float32]) error {
	walk, err := newGathering(dst, dim, index)
	if err != nil {
		return fmt.Errorf("scatter: %w", err)
	}
	if err := grad.check("the gradient"); err != nil {
		return fmt.Errorf("scatter: %w", err)
	}
	if !slices.Equal(grad.Shape, index.Shape) {
		return fmt.Errorf("scatter: the gradient has the shape %v, the index %v", grad.Shape, index.Shape)
	}
	walk.each(func(k, at int) { dst.Data[at] += grad.Data[k] })
	return nil
}

// gathering pairs each place of an index with one of the input.
type gathering struct {
	index   Array[int32]
	dim     int
	strides []int // of the input
}

func newGathering(input Array[float32], dim int, index Array[int32]) (gathering, error) {
	if err := input.check("the input"); err != nil {
		return gathering{}, err
	}
	if err := index.check("the index"); err != nil {
		return gathering{}, err
	}
	rank := len(input.Shape)
	if len(index.Shape) != rank {
		return gathering{}, fmt.Errorf("an index of %d dimensions into an input of %d", len(index.Shape), rank)
	}
	if dim < -rank || dim >= rank {
		return gathering{}, fmt.Errorf("dimension %d is outside %d to %d", dim, -rank, rank-1)
	}
	if dim < 0 {
		dim += rank
	}
	if len(index.Data) == 0 {
		return gathering{}, nil
	}
	for d, n := range index.Shape {
		if d != dim && n > input.Shape[d] {
			return gathering{}, fmt.Errorf("in dimension %d the index has size %d, the input %d", d, n, input.Shape[d])
		}
	}
	if err := checkIDs(index.Data, input.Shape[dim]); err != nil {
		return gathering{}, err
	}
	g := gathering{index: index, dim: dim, strides: make([]int, rank)}
	stride := 1
	for d := rank - 1; d >= 0; d-- {
		g.strides[d] = stride
		stride *= input.Shape[d]
	}
	return g, nil
}

// each visits the places of the index, k, with those of the input, at.
func (g gathering) each(visit func(k, at int)) {
	place := make([]int, len(g.strides))
	base := 0 // of the input, with 0 in dimension dim
	for k, id := range g.index.Data {
		visit(k, base+int(id)*g.strides[g.dim])
		for d := len(place) - 1; d >= 0; d-- {
			step := g.strides[d]
			if d == g.dim {
				step = 0
			}
			if place[d]++; place[d] < g.index.Shape[d] {
				base += step
				break
			}
			base -= (place[d] - 1) * step
			place[d] = 0
		}
	}
}

func product(shape []int) int {
	n := 1
	for _, s := range shape {
		n *= s
	}
	return n
}
