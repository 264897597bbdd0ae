//go:build goexperiment.simd && go1.27

package vec

import "simd"

func butterfly2(yr, yi, xr, xi []float32, apart, length int, w *[6]float32) {
	done := butterfly2Lanes(yr, yi, yr[length:], yi[length:], xr, xi, xr[apart:], xi[apart:], length, w)
	leaveSIMD()
	butterfly2Scalar(yr, yi, xr, xi, apart, length, w, done)
}

func butterfly2Lanes(y0r, y0i, y1r, y1i, x0r, x0i, x1r, x1i []float32, length int, w *[6]float32) int {
	wr, wi := simd.BroadcastFloat32s(w[0]), simd.BroadcastFloat32s(w[1])
	lanes := wr.Len()
	y0r, y0i, y1r, y1i = y0r[:length], y0i[:length], y1r[:length], y1i[:length]
	x0r, x0i, x1r, x1i = x0r[:length], x0i[:length], x1r[:length], x1i[:length]
	i := 0
	for ; i <= length-lanes; i += lanes {
		ar, ai := simd.LoadFloat32s(x0r[i:]), simd.LoadFloat32s(x0i[i:])
		br, bi := simd.LoadFloat32s(x1r[i:]), simd.LoadFloat32s(x1i[i:])
		ar.Add(br).Store(y0r[i:])
		ai.Add(bi).Store(y0i[i:])
		dr, di := ar.Sub(br), ai.Sub(bi)
		dr.Mul(wr).Sub(di.Mul(wi)).Store(y1r[i:])
		dr.MulAdd(wi, di.Mul(wr)).Store(y1i[i:])
	}
	return i
}

func butterfly3(yr, yi, xr, xi []float32, apart, length int, w *[6]float32) {
	done := butterfly3Lanes(yr, yi, yr[length:], yi[length:], yr[2*length:], yi[2*length:],
		xr, xi, xr[apart:], xi[apart:], xr[2*apart:], xi[2*apart:], length, w)
	leaveSIMD()
	butterfly3Scalar(yr, yi, xr, xi, apart, length, w, done)
}

func butterfly3Lanes(y0r, y0i, y1r, y1i, y2r, y2i, x0r, x0i, x1r, x1i, x2r, x2i []float32, length int, w *[6]float32) int {
	w1r, w1i := simd.BroadcastFloat32s(w[0]), simd.BroadcastFloat32s(w[1])
	w2r, w2i := simd.BroadcastFloat32s(w[2]), simd.BroadcastFloat32s(w[3])
	half, root := simd.BroadcastFloat32s(.5), simd.BroadcastFloat32s(halfSqrt3)
	lanes := half.Len()
	y0r, y0i, y1r, y1i, y2r, y2i = y0r[:length], y0i[:length], y1r[:length], y1i[:length], y2r[:length], y2i[:length]
	x0r, x0i, x1r, x1i, x2r, x2i = x0r[:length], x0i[:length], x1r[:length], x1i[:length], x2r[:length], x2i[:length]
	i := 0
	for ; i <= length-lanes; i += lanes {
		ar, ai := simd.LoadFloat32s(x0r[i:]), simd.LoadFloat32s(x0i[i:])
		br, bi := simd.LoadFloat32s(x1r[i:]), simd.LoadFloat32s(x1i[i:])
		cr, ci := simd.LoadFloat32s(x2r[i:]), simd.LoadFloat32s(x2i[i:])
		sr, si := br.Add(cr), bi.Add(ci)
		dr, di := bi.Sub(ci).Mul(root), cr.Sub(br).Mul(root)
		mr, mi := ar.Sub(sr.Mul(half)), ai.Sub(si.Mul(half))
		ar.Add(sr).Store(y0r[i:])
		ai.Add(si).Store(y0i[i:])
		pr, pi := mr.Add(dr), mi.Add(di)
		pr.Mul(w1r).Sub(pi.Mul(w1i)).Store(y1r[i:])
		pr.MulAdd(w1i, pi.Mul(w1r)).Store(y1i[i:])
		pr, pi = mr.Sub(dr), mi.Sub(di)
		pr.Mul(w2r).Sub(pi.Mul(w2i)).Store(y2r[i:])
		pr.MulAdd(w2i, pi.Mul(w2r)).Store(y2i[i:])
	}
	return i
}

func butterfly4(yr, yi, xr, xi []float32, apart, length int, w *[6]float32) {
	done := butterfly4Lanes(yr, yi, yr[length:], yi[length:], yr[2*length:], yi[2*length:], yr[3*length:], yi[3*length:],
		xr, xi, xr[apart:], xi[apart:], xr[2*apart:], xi[2*apart:], xr[3*apart:], xi[3*apart:], length, w)
	leaveSIMD()
	butterfly4Scalar(yr, yi, xr, xi, apart, length, w, done)
}

func butterfly4Lanes(y0r, y0i, y1r, y1i, y2r, y2i, y3r, y3i, x0r, x0i, x1r, x1i, x2r, x2i, x3r, x3i []float32, length int, w *[6]float32) int {
	w1r, w1i := simd.BroadcastFloat32s(w[0]), simd.BroadcastFloat32s(w[1])
	w2r, w2i := simd.BroadcastFloat32s(w[2]), simd.BroadcastFloat32s(w[3])
	w3r, w3i := simd.BroadcastFloat32s(w[4]), simd.BroadcastFloat32s(w[5])
	lanes := w1r.Len()
	y0r, y0i, y1r, y1i = y0r[:length], y0i[:length], y1r[:length], y1i[:length]
	y2r, y2i, y3r, y3i = y2r[:length], y2i[:length], y3r[:length], y3i[:length]
	x0r, x0i, x1r, x1i = x0r[:length], x0i[:length], x1r[:length], x1i[:length]
	x2r, x2i, x3r, x3i = x2r[:length], x2i[:length], x3r[:length], x3i[:length]
	i := 0
	for ; i <= length-lanes; i += lanes {
		u, v := simd.LoadFloat32s(x0r[i:]), simd.LoadFloat32s(x2r[i:])
		ar, br := u.Add(v), u.Sub(v)
		u, v = simd.LoadFloat32s(x0i[i:]), simd.LoadFloat32s(x2i[i:])
		ai, bi := u.Add(v), u.Sub(v)
		u, v = simd.LoadFloat32s(x1r[i:]), simd.LoadFloat32s(x3r[i:])
		cr, di := u.Add(v), v.Sub(u)
		u, v = simd.LoadFloat32s(x1i[i:]), simd.LoadFloat32s(x3i[i:])
		ci, dr := u.Add(v), u.Sub(v)
		ar.Add(cr).Store(y0r[i:])
		ai.Add(ci).Store(y0i[i:])
		u, v = br.Add(dr), bi.Add(di)
		u.Mul(w1r).Sub(v.Mul(w1i)).Store(y1r[i:])
		u.MulAdd(w1i, v.Mul(w1r)).Store(y1i[i:])
		u, v = ar.Sub(cr), ai.Sub(ci)
		u.Mul(w2r).Sub(v.Mul(w2i)).Store(y2r[i:])
		u.MulAdd(w2i, v.Mul(w2r)).Store(y2i[i:])
		u, v = br.Sub(dr), bi.Sub(di)
		u.Mul(w3r).Sub(v.Mul(w3i)).Store(y3r[i:])
		u.MulAdd(w3i, v.Mul(w3r)).Store(y3i[i:])
	}
	return i
}
