package vec

// Sigmoid stores σ(x[i]) = 1/(1+e^−x[i]) in dst[i], at most 5e-6 off. dst and x
// have equal lengths and may be the same.
//
// It is (1+tanh(x/2))/2 with the tanh cut off at ±6 and taken from Lambert's
// continued fraction z/(1+z²/(3+z²/(5+…))) to nine terms, which needs no table
// and no exponential:
//
//	tanh z ≈ z·(34459425+4729725u+135135u²+990u³+u⁴)/(34459425+16216200u+945945u²+13860u³+45u⁴), u = z²
func Sigmoid(dst, x []float32) {
	if len(dst) != len(x) {
		panic("vec: sigmoids of a slice of another length")
	}
	sigmoid(dst, x)
}

const sigmoidLimit = 6

func sigmoidScalar(dst, x []float32) {
	for i, v := range x {
		z := v / 2
		if z > sigmoidLimit {
			z = sigmoidLimit
		} else if z < -sigmoidLimit {
			z = -sigmoidLimit
		}
		u := z * z
		p := z * (34459425 + u*(4729725+u*(135135+u*(990+u))))
		q := 34459425 + u*(16216200+u*(945945+u*(13860+45*u)))
		dst[i] = .5 + .5*p/q
	}
}
