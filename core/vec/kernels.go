package vec

import (
	"fmt"
	"math"
)

// Dot returns Σ x[i]·y[i].
func Dot(x, y []float32) float32 {
	checkLengths(x, y)
	return dot(x, y)
}

// SquaredDistance returns Σ (x[i]−y[i])².
func SquaredDistance(x, y []float32) float32 {
	checkLengths(x, y)
	return squaredDistance(x, y)
}

// Norm returns √(Σ x[i]²). The squares must not overflow float32.
func Norm(x []float32) float32 { return float32(math.Sqrt(float64(dot(x, x)))) }

// Scale multiplies dst by alpha.
func Scale(alpha float32, dst []float32) { scale(alpha, dst) }

// Add adds x to dst.
func Add(dst, x []float32) { AddScaled(dst, 1, x) }

// AddScaled adds alpha·x to dst.
func AddScaled(dst []float32, alpha float32, x []float32) {
	checkLengths(dst, x)
	addScaled(dst, alpha, x)
}

func checkLengths(x, y []float32) {
	if len(x) != len(y) {
		panic(fmt.Sprintf("vec: lengths %d and %d", len(x), len(y)))
	}
}

type float interface{ float32 | float64 }

func dotScalar[T float](x, y []T) T {
	var s0, s1, s2, s3 T
	y = y[:len(x)]
	i := 0
	for ; i+4 <= len(x); i += 4 {
		s0 += x[i] * y[i]
		s1 += x[i+1] * y[i+1]
		s2 += x[i+2] * y[i+2]
		s3 += x[i+3] * y[i+3]
	}
	for ; i < len(x); i++ {
		s0 += x[i] * y[i]
	}
	return s0 + s1 + (s2 + s3)
}

func squaredDistanceScalar(x, y []float32) float32 {
	var s float32
	y = y[:len(x)]
	for i, v := range x {
		d := v - y[i]
		s += d * d
	}
	return s
}

func scaleScalar(alpha float32, dst []float32) {
	for i := range dst {
		dst[i] *= alpha
	}
}

func addScaledScalar[T float](dst []T, alpha T, x []T) {
	x = x[:len(dst)]
	for i, v := range x {
		dst[i] += alpha * v
	}
}

func dots1x4Scalar[T float](dst *[4]T, x, a0, a1, a2, a3 []T) {
	dst[0], dst[1], dst[2], dst[3] = dotScalar(x, a0), dotScalar(x, a1), dotScalar(x, a2), dotScalar(x, a3)
}

func addRowsScalar[T float](dst []T, alpha *[4]T, a0, a1, a2, a3 []T) {
	a0, a1, a2, a3 = a0[:len(dst)], a1[:len(dst)], a2[:len(dst)], a3[:len(dst)]
	for i := range dst {
		dst[i] += alpha[0]*a0[i] + alpha[1]*a1[i] + (alpha[2]*a2[i] + alpha[3]*a3[i])
	}
}
