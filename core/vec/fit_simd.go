//go:build goexperiment.simd && go1.27

package vec

import "simd"

func fitRow(x, y *Factor, i int32, js []int32, targets, weights []float32, rate float32) (loss float64) {
	for len(js) > 0 {
		n := min(fitBlock, len(js))
		var steps [2 * fitBlock]float32
		done := blockProducts(&steps, x, y, i, js[:n])
		leaveSIMD()
		if done < x.Rows.Cols {
			restProducts(&steps, x, y, i, js[:n], done)
		}
		loss += errorsOf(&steps, targets[:n], weights, rate)
		blockSteps(&steps, x, y, i, js[:n])
		leaveSIMD()
		if done < x.Rows.Cols {
			blockColumns(&steps, x, y, i, js[:n], done)
		}
		js, targets, weights = js[n:], targets[n:], weights[n:]
	}
	return loss
}

func restProducts(steps *[2 * fitBlock]float32, x, y *Factor, i int32, js []int32, from int) {
	for k, j := range js {
		steps[2*k] += dotScalar(row(&x.Rows, i)[from:], row(&y.Rows, j)[from:])
		steps[2*k+1] += dotScalar(row(&y.Rows, i)[from:], row(&x.Rows, j)[from:])
	}
}

// blockProducts computes the products of two entries at a time, and returns how
// many columns it has done.
func blockProducts(dst *[2 * fitBlock]float32, x, y *Factor, i int32, js []int32) (done int) {
	n := x.Rows.Cols
	xi, yi := row(&x.Rows, i)[:n:n], row(&y.Rows, i)[:n:n]
	for m := 0; m < len(js); m += 2 {
		j, next := js[m], js[min(m+1, len(js)-1)]
		yj, xj := row(&y.Rows, j)[:n:n], row(&x.Rows, j)[:n:n]
		yn, xn := row(&y.Rows, next)[:n:n], row(&x.Rows, next)[:n:n]
		var s, t, p, q simd.Float32s
		w := s.Len()
		k := 0
		for ; k <= n-w; k += w {
			u, v := simd.LoadFloat32s(xi[k:]), simd.LoadFloat32s(yi[k:])
			s = u.MulAdd(simd.LoadFloat32s(yj[k:]), s)
			t = v.MulAdd(simd.LoadFloat32s(xj[k:]), t)
			p = u.MulAdd(simd.LoadFloat32s(yn[k:]), p)
			q = v.MulAdd(simd.LoadFloat32s(xn[k:]), q)
		}
		sum4((*[4]float32)(dst[2*m:]), s, t, p, q)
		done = k
	}
	return done
}

// blockSteps goes down all entries with one vector of columns, of which row i and
// how it moves stay in registers, then the next.
func blockSteps(steps *[2 * fitBlock]float32, x, y *Factor, i int32, js []int32) {
	n, stride := x.Rows.Cols, x.Rows.Stride
	xi, sxi := row(&x.Rows, i)[:n:n], row(&x.Sums, i)[:n:n]
	yi, syi := row(&y.Rows, i)[:n:n], row(&y.Sums, i)[:n:n]
	one := simd.BroadcastFloat32s(1)
	w := one.Len()
	for k := 0; k <= n-w; k += w {
		u, su := simd.LoadFloat32s(xi[k:]), simd.LoadFloat32s(sxi[k:])
		p, sp := simd.LoadFloat32s(yi[k:]), simd.LoadFloat32s(syi[k:])
		var mu, mp simd.Float32s
		for m, j := range js {
			at := int(j)*stride + k
			yj, syj, xj, sxj := y.Rows.Data[at:], y.Sums.Data[at:], x.Rows.Data[at:], x.Sums.Data[at:]
			g, h := simd.BroadcastFloat32s(steps[2*m]), simd.BroadcastFloat32s(steps[2*m+1])

			v, sv := simd.LoadFloat32s(yj), simd.LoadFloat32s(syj)
			gu, gv := g.Mul(v), g.Mul(u)
			mu = mu.Add(gu)
			su = gu.MulAdd(gu, su)
			sv = gv.MulAdd(gv, sv)
			v.Sub(gv.Div(sv.Add(one).Sqrt())).Store(yj)
			sv.Store(syj)

			q, sq := simd.LoadFloat32s(xj), simd.LoadFloat32s(sxj)
			hp, hq := h.Mul(q), h.Mul(p)
			mp = mp.Add(hp)
			sp = hp.MulAdd(hp, sp)
			sq = hq.MulAdd(hq, sq)
			q.Sub(hq.Div(sq.Add(one).Sqrt())).Store(xj)
			sq.Store(sxj)
		}
		u.Sub(mu.Div(su.Add(one).Sqrt())).Store(xi[k:])
		su.Store(sxi[k:])
		p.Sub(mp.Div(sp.Add(one).Sqrt())).Store(yi[k:])
		sp.Store(syi[k:])
	}
}
