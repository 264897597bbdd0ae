//go:build goexperiment.simd && go1.27 && !amd64

package vec

import "simd"

// leaveSIMD does something only where scalar and vector units disturb each other.
func leaveSIMD() {}

// sum4 stores the sums over the lanes of four vectors.
func sum4(dst *[4]float32, a, b, c, d simd.Float32s) {
	dst[0], dst[1], dst[2], dst[3] = sum(a), sum(b), sum(c), sum(d)
}

func sum(v simd.Float32s) float32 {
	var lanes [maxLanes]float32
	v.Store(lanes[:])
	switch v.Len() {
	case 4:
		return lanes[0] + lanes[1] + (lanes[2] + lanes[3])
	}
	var s float32
	for _, x := range lanes[:v.Len()] {
		s += x
	}
	return s
}
