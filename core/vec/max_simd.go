//go:build goexperiment.simd && go1.27

package vec

import "simd"

func maxSum(x, y []float32) float32 {
	var most [maxLanes]float32
	lanes, done := maxSumLanes(most[:], x, y)
	leaveSIMD()
	return larger(most[:lanes], maxSumScalar(x[done:], y[done:]))
}

func maxProduct(x, y []float32) float32 {
	var most [maxLanes]float32
	lanes, done := maxProductLanes(most[:], x, y)
	leaveSIMD()
	return larger(most[:lanes], maxProductScalar(x[done:], y[done:]))
}

// larger returns the largest of some numbers and one more.
func larger(x []float32, best float32) float32 {
	for _, v := range x {
		if v > best {
			best = v
		}
	}
	return best
}

// maxSumLanes stores the largest sum of each lane, and returns how many lanes
// there are and how far it came.
func maxSumLanes(most, x, y []float32) (lanes, done int) {
	m0 := simd.BroadcastFloat32s(lowest)
	m1 := m0
	w, n := m0.Len(), len(x)
	y = y[:n:n]
	i := 0
	for ; i <= n-2*w; i += 2 * w {
		s0 := simd.LoadFloat32s(x[i:]).Add(simd.LoadFloat32s(y[i:]))
		m0 = s0.IfElse(s0.Greater(m0), m0)
		s1 := simd.LoadFloat32s(x[i+w:]).Add(simd.LoadFloat32s(y[i+w:]))
		m1 = s1.IfElse(s1.Greater(m1), m1)
	}
	m0.Max(m1).Store(most)
	return w, i
}

func maxProductLanes(most, x, y []float32) (lanes, done int) {
	m0 := simd.BroadcastFloat32s(lowest)
	m1 := m0
	w, n := m0.Len(), len(x)
	y = y[:n:n]
	i := 0
	for ; i <= n-2*w; i += 2 * w {
		s0 := simd.LoadFloat32s(x[i:]).Mul(simd.LoadFloat32s(y[i:]))
		m0 = s0.IfElse(s0.Greater(m0), m0)
		s1 := simd.LoadFloat32s(x[i+w:]).Mul(simd.LoadFloat32s(y[i+w:]))
		m1 = s1.IfElse(s1.Greater(m1), m1)
	}
	m0.Max(m1).Store(most)
	return w, i
}
