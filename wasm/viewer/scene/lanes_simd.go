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

func sees(s *sight, x, y, z []float32, l *single) {
	seesScalar(s, x, y, z, l, seesLanes(s, x, y, z, l))
}

func seesLanes(s *sight, xs, ys, zs []float32, l *single) int {
	rx, ry, rz, r0 := simd.BroadcastFloat32s(l.right[0]), simd.BroadcastFloat32s(l.right[1]), simd.BroadcastFloat32s(l.right[2]), simd.BroadcastFloat32s(l.right[3])
	ux, uy, uz, u0 := simd.BroadcastFloat32s(l.up[0]), simd.BroadcastFloat32s(l.up[1]), simd.BroadcastFloat32s(l.up[2]), simd.BroadcastFloat32s(l.up[3])
	ex, ey, ez, e0 := simd.BroadcastFloat32s(l.eye[0]), simd.BroadcastFloat32s(l.eye[1]), simd.BroadcastFloat32s(l.eye[2]), simd.BroadcastFloat32s(l.eye[3])
	middleX, middleY := simd.BroadcastFloat32s(l.x), simd.BroadcastFloat32s(l.y)
	one, plane, outside := simd.BroadcastFloat32s(1), simd.BroadcastFloat32s(nearPlane), simd.BroadcastFloat32s(nowhere)
	w, n := one.Len(), len(xs)
	ys, zs = ys[:n:n], zs[:n:n]
	sx, sy, near := s.x[:n:n], s.y[:n:n], s.near[:n:n]
	i := 0
	for ; i <= n-w; i += w {
		x, y, z := simd.LoadFloat32s(xs[i:]), simd.LoadFloat32s(ys[i:]), simd.LoadFloat32s(zs[i:])
		depth := one.Add(ex.Mul(x).Add(ey.Mul(y)).Add(ez.Mul(z).Add(e0)))
		seen := depth.GreaterEqual(plane)
		f := one.Div(depth)
		u := rx.Mul(x).Add(ry.Mul(y)).Add(rz.Mul(z).Add(r0))
		v := ux.Mul(x).Add(uy.Mul(y)).Add(uz.Mul(z).Add(u0))
		middleX.Add(u.Mul(f)).IfElse(seen, outside).Store(sx[i:])
		middleY.Sub(v.Mul(f)).IfElse(seen, outside).Store(sy[i:])
		f.Masked(seen).Store(near[i:])
	}
	return i
}
