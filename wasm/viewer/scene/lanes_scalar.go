//go:build !(goexperiment.simd && go1.27)

package scene

const stripsAtOnce = 1

func stripWidth() int { return 4 }

func stampAll(pixels []uint32, width int, masks []mask, stamps []stamp) {
	stampAllScalar(pixels, width, masks, stamps)
}

func glide(at, from, to []float32, t float32) { glideScalar(at, from, to, t) }

func sees(s *sight, x, y, z []float32, l *single) { seesScalar(s, x, y, z, l, 0) }
