package vec

import "math"

// MaxSum returns the largest x[i]+y[i], −∞ if there is none. It is how the best
// of many sums is told from the rest before anyone asks which it was. What is no
// number is passed over.
func MaxSum(x, y []float32) float32 {
	checkLengths(x, y)
	return maxSum(x, y)
}

// MaxProduct returns the largest x[i]·y[i], as MaxSum does.
func MaxProduct(x, y []float32) float32 {
	checkLengths(x, y)
	return maxProduct(x, y)
}

var lowest = float32(math.Inf(-1))

func maxSumScalar(x, y []float32) float32 {
	best := lowest
	y = y[:len(x)]
	for i, v := range x {
		if s := v + y[i]; s > best {
			best = s
		}
	}
	return best
}

func maxProductScalar(x, y []float32) float32 {
	best := lowest
	y = y[:len(x)]
	for i, v := range x {
		if p := v * y[i]; p > best {
			best = p
		}
	}
	return best
}
