package scene

import "math"

// A Turn is a rotation about the point that the camera looks at: a quaternion
// W + Xi + Yj + Zk of any length. The zero Turn turns nothing.
type Turn struct{ X, Y, Z, W float64 }

// Turned returns the rotation by an angle about an axis: x points right, y up
// and z to whoever looks; seen from the axis' tip it goes against the clock.
func Turned(angle, x, y, z float64) Turn {
	length := math.Sqrt(x*x + y*y + z*z)
	if !(length > 0) {
		return Turn{}
	}
	s := math.Sin(angle/2) / length
	return Turn{x * s, y * s, z * s, math.Cos(angle / 2)}
}

func (t Turn) unit() Turn {
	length := math.Sqrt(t.X*t.X + t.Y*t.Y + t.Z*t.Z + t.W*t.W)
	if !(length > 0) || math.IsInf(length, 0) {
		return Turn{W: 1}
	}
	return Turn{t.X / length, t.Y / length, t.Z / length, t.W / length}
}

// none reports whether nothing is turned.
func (t Turn) none() bool { return t.X == 0 && t.Y == 0 && t.Z == 0 }

// Then returns the turn that is t first and u after it: the product ut.
func (t Turn) Then(u Turn) Turn {
	t, u = t.unit(), u.unit()
	return Turn{
		u.W*t.X + u.X*t.W + u.Y*t.Z - u.Z*t.Y,
		u.W*t.Y - u.X*t.Z + u.Y*t.W + u.Z*t.X,
		u.W*t.Z + u.X*t.Y - u.Y*t.X + u.Z*t.W,
		u.W*t.W - u.X*t.X - u.Y*t.Y - u.Z*t.Z,
	}.unit()
}

// axes returns the directions of the world in which the screen's right, its top
// and the eye lie: the rows of the rotation's matrix.
func (t Turn) axes() (right, up, eye [3]float64) {
	t = t.unit()
	x, y, z, w := t.X, t.Y, t.Z, t.W
	right = [3]float64{1 - 2*(y*y+z*z), 2 * (x*y - z*w), 2 * (x*z + y*w)}
	up = [3]float64{2 * (x*y + z*w), 1 - 2*(x*x+z*z), 2 * (y*z - x*w)}
	eye = [3]float64{2 * (x*z - y*w), 2 * (y*z + x*w), 1 - 2*(x*x+y*y)}
	return right, up, eye
}

// turnBetween goes at even speed from one turn to another, the short way
// (Shoemake, "Animating rotation with quaternion curves", 1985):
//
//	(a·sin((1-p)θ) + b·sin(pθ)) / sin θ,  cos θ = a·b
func turnBetween(a, b Turn, p float64) Turn {
	if a == b {
		return a
	}
	a, b = a.unit(), b.unit()
	dot := a.X*b.X + a.Y*b.Y + a.Z*b.Z + a.W*b.W
	if dot < 0 {
		b, dot = Turn{-b.X, -b.Y, -b.Z, -b.W}, -dot
	}
	from, to := 1-p, p
	if angle := math.Acos(min(dot, 1)); angle > 1e-6 {
		from, to = math.Sin((1-p)*angle)/math.Sin(angle), math.Sin(p*angle)/math.Sin(angle)
	}
	return Turn{a.X*from + b.X*to, a.Y*from + b.Y*to, a.Z*from + b.Z*to, a.W*from + b.W*to}.unit()
}
