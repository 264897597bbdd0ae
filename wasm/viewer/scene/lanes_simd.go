//go:build goexperiment.simd && go1.27

package scene

import "simd"

// stripWidth returns how many pixels a vector holds.
func stripWidth() int {
	var v simd.Uint32s
	return v.Len()
}

// stripsAtOnce is how many strips each turn of the loop puts down. Jumps are dear
// in WebAssembly, as Go compiles them.
const stripsAtOnce = 4

// stampAll does what stampAllScalar does, to the bit. A vector may reach beyond
// the mask's row and the picture's, where it covers nothing and changes nothing.
func stampAll(pixels []uint32, width int, masks []mask, stamps []stamp) {
	low := simd.BroadcastUint16s(0x00ff)
	one := simd.BroadcastUint16s(256)
	w := low.Len() / 2
	for i := range stamps {
		s := &stamps[i]
		alpha := simd.BroadcastUint16s(uint16(s.color >> 24))
		source := simd.BroadcastUint32s(s.color).ReshapeToUint16s()
		redBlue, greenAlpha := source.And(low), source.ShiftAllRight(8)
		m := &masks[s.mask]
		box, strips, coverage := pixels[s.at:], m.strips, m.coverage
		for len(strips) >= stripsAtOnce {
			stripOver(box[int(strips[0].y)*width+int(strips[0].x):], coverage, redBlue, greenAlpha, alpha, low, one)
			stripOver(box[int(strips[1].y)*width+int(strips[1].x):], coverage[w:], redBlue, greenAlpha, alpha, low, one)
			stripOver(box[int(strips[2].y)*width+int(strips[2].x):], coverage[2*w:], redBlue, greenAlpha, alpha, low, one)
			stripOver(box[int(strips[3].y)*width+int(strips[3].x):], coverage[3*w:], redBlue, greenAlpha, alpha, low, one)
			strips, coverage = strips[stripsAtOnce:], coverage[stripsAtOnce*w:]
		}
	}
}

// stripOver is partlyOver for a vector of pixels. With two channels of a pixel in
// the low bytes of 16-bit lanes no product overflows: 255·256 < 2¹⁶.
func stripOver(pixels, coverage []uint32, redBlue, greenAlpha, alpha, low, one simd.Uint16s) {
	pixels = pixels[:low.Len()/2]
	part := simd.LoadUint32s(coverage).ReshapeToUint16s()
	below := simd.LoadUint32s(pixels).ReshapeToUint16s()
	a := alpha.Mul(part).ShiftAllRight(8)
	rest := one.Sub(a).Sub(a.ShiftAllRight(7))
	rb := redBlue.Mul(part).ShiftAllRight(8).Add(below.And(low).Mul(rest).ShiftAllRight(8))
	ga := greenAlpha.Mul(part).AndNot(low).Add(below.ShiftAllRight(8).Mul(rest).AndNot(low))
	rb.Or(ga).ReshapeToUint32s().Store(pixels)
}

func glide(at, from, to []float32, t float32) {
	done := glideLanes(at, from, to, t)
	glideScalar(at[done:], from[done:], to[done:], t)
}

func glideLanes(at, from, to []float32, t float32) int {
	part := simd.BroadcastFloat32s(t)
	w, n := part.Len(), len(at)
	from, to = from[:n:n], to[:n:n]
	i := 0
	for ; i <= n-2*w; i += 2 * w {
		f0, f1 := simd.LoadFloat32s(from[i:]), simd.LoadFloat32s(from[i+w:])
		f0.Add(simd.LoadFloat32s(to[i:]).Sub(f0).Mul(part)).Store(at[i:])
		f1.Add(simd.LoadFloat32s(to[i+w:]).Sub(f1).Mul(part)).Store(at[i+w:])
	}
	return i
}
