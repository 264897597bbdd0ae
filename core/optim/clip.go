package optim

import (
	"math"

	"nearspace/core/vec"
)

// Gradients are clipped as slices: the values of a sparse gradient, which must
// be coalesced first, or the data of a dense one.

// ClipValue cuts each number off at ±limit.
func ClipValue(grad []float32, limit float32) {
	for i, g := range grad {
		grad[i] = min(max(g, -limit), limit)
	}
}

// ClipNorm scales a gradient whose Euclidean norm is above limit to that norm,
// and returns the norm it had.
func ClipNorm(grad []float32, limit float32) (norm float32) {
	return ClipGlobalNorm(limit, grad)
}

// ClipGlobalNorm is ClipNorm for several gradients as if they were one: the
// direction of the step stays. Pascanu, Mikolov and Bengio, "On the difficulty
// of training recurrent neural networks", 2013.
func ClipGlobalNorm(limit float32, grads ...[]float32) (norm float32) {
	var sum float64
	for _, grad := range grads {
		sum += float64(vec.Dot(grad, grad))
	}
	norm = float32(math.Sqrt(sum))
	if norm > limit {
		for _, grad := range grads {
			vec.Scale(limit/norm, grad)
		}
	}
	return norm
}
