//go:build goexperiment.simd && go1.27

package vec

import "simd"

func sigmoid(dst, x []float32) {
	done := sigmoidLanes(dst, x)
	leaveSIMD()
	sigmoidScalar(dst[done:], x[done:])
}

func sigmoidLanes(dst, x []float32) int {
	half := simd.BroadcastFloat32s(.5)
	limit, below := simd.BroadcastFloat32s(sigmoidLimit), simd.BroadcastFloat32s(-sigmoidLimit)
	p0, p1, p2, p3 := simd.BroadcastFloat32s(34459425), simd.BroadcastFloat32s(4729725), simd.BroadcastFloat32s(135135), simd.BroadcastFloat32s(990)
	q1, q2, q3, q4 := simd.BroadcastFloat32s(16216200), simd.BroadcastFloat32s(945945), simd.BroadcastFloat32s(13860), simd.BroadcastFloat32s(45)
	w := half.Len()
	i := 0
	for ; i <= len(x)-w; i += w {
		v := simd.LoadFloat32s(x[i:])
		z := v.Mul(half)
		z = limit.IfElse(z.Greater(limit), z)
		z = below.IfElse(z.Less(below), z)
		u := z.Mul(z)
		p := u.Add(p3).MulAdd(u, p2).MulAdd(u, p1).MulAdd(u, p0).Mul(z)
		q := u.MulAdd(q4, q3).MulAdd(u, q2).MulAdd(u, q1).MulAdd(u, p0)
		p.Div(q).MulAdd(half, half).Store(dst[i:])
	}
	return i
}
