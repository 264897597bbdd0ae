package embedding

import (
	"slices"
	"testing"
)

// at returns the place of an element in row-major order.
func at(shape []int, place ...int) int {
	k := 0
	for d, p := range place {
		k = k*shape[d] + p
	}
	return k
}

func TestGatherAlongEachDimension(t *testing.T) {
	input := Array[float32]{Shape: []int{3, 4, 5}, Data: randomVector(60)}
	for dim := range 3 {
		index := NewArray[int32](2, 3, 2)
		for k := range index.Data {
			index.Data[k] = int32((7*k + 1) % input.Shape[dim])
		}
		got, err := Gather(input, dim, index)
		must(t, err)
		fromEnd, err := Gather(input, dim-3, index)
		must(t, err)
		grad := Array[float32]{Shape: index.Shape, Data: randomVector(12)}
		back := NewArray[float32](input.Shape...)
		must(t, ScatterAdd(back, dim, index, grad))
		want := make([]float32, 60)
		for i := range 2 {
			for j := range 3 {
				for k := range 2 {
					from := []int{i, j, k}
					n := at(index.Shape, i, j, k)
					from[dim] = int(index.Data[n])
					m := at(input.Shape, from...)
					if got.Data[n] != input.Data[m] || fromEnd.Data[n] != input.Data[m] {
						t.Errorf("dim %d at %d %d %d: %v, want %v", dim, i, j, k, got.Data[n], input.Data[m])
					}
					want[m] += grad.Data[n]
				}
			}
		}
		if !slices.Equal(back.Data, want) {
			t.Errorf("dim %d: gradient %v, want %v", dim, back.Data, want)
		}
		gradCheck(t, "gather", input.Data, back.Data, func() float64 {
			y, err := Gather(input, dim, index)
			must(t, err)
			return weigh(y.Data, grad.Data)
		})
	}
}

func TestAnEmptyIndexGathersNothing(t *testing.T) {
	got, err := Gather(NewArray[float32](3, 4), 1, NewArray[int32](5, 0))
	if err != nil || len(got.Data) != 0 || !slices.Equal(got.Shape, []int{5, 0}) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestBadGathers(t *testing.T) {
	input := NewArray[float32](3, 4)
	for message, try := range map[string]func() error{
		"gather: an index of 1 dimensions into an input of 2":        func() error { _, err := Gather(input, 0, NewArray[int32](3)); return err },
		"gather: dimension 2 is outside -2 to 1":                     func() error { _, err := Gather(input, 2, NewArray[int32](1, 1)); return err },
		"gather: in dimension 1 the index has size 5, the input 4":   func() error { _, err := Gather(input, 0, NewArray[int32](1, 5)); return err },
		"gather: id 3 at place 0 is outside 0 to 2":                  func() error { _, err := Gather(input, 0, Array[int32]{[]int{1, 1}, []int32{3}}); return err },
		"gather: the index of the shape [2 2] has 3 numbers":         func() error { _, err := Gather(input, 0, Array[int32]{[]int{2, 2}, make([]int32, 3)}); return err },
		"scatter: the gradient has the shape [1 2], the index [2 1]": func() error { return ScatterAdd(input, 0, NewArray[int32](2, 1), NewArray[float32](1, 2)) },
		"gather: the input has the shape [-1 4]": func() error {
			_, err := Gather(Array[float32]{Shape: []int{-1, 4}}, 0, NewArray[int32](1, 1))
			return err
		},
	} {
		wantError(t, try(), message)
	}
}
