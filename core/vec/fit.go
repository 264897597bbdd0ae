package vec

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas32"
)

// A Factor is one side of a factorisation, with what AdaGrad remembers of it: for
// each number the sum of its squared steps. Both have one shape and stride.
type Factor struct{ Rows, Sums blas32.General }

// MaxError is where the weighted error of a product is cut off, on both sides.
const MaxError = 100

// fitBlock is how many entries are worked on at a time.
const fitBlock = 8

// FitRow fits products of rows of two factors to entries of row i of a symmetric
// matrix, by weighted least squares. Both x[i]·y[j] and y[i]·x[j] are to come near
// targets[k], j = js[k]. The loss of each is
//
//	½·weights[k]·d², d = x[i]·y[j] − targets[k],
//
// and a step against its gradient is scaled by AdaGrad: with e = weights[k]·d,
// within ±MaxError, and g = rate·e·y[j],
//
//	s ← s + g², x[i] ← x[i] − g/√(1+s)
//
// and likewise y[j] with g = rate·e·x[i]. The steps are taken in the order of the
// entries, but of eight at a time the errors and row i are those before the first,
// and row i takes the eight as one, with the sum of their squares: their products are
// then one small block, and half the roots are needed once. Since a step's own square
// is in its root, no number moves by more than 1, row i's by more than √8, however
// large an error is. FitRow returns the sum of the losses, one for each product.
//
// i must not be among js; x and y must not overlap.
func FitRow(x, y *Factor, i int32, js []int32, targets, weights []float32, rate float32) (loss float64) {
	a, b, c, d := &x.Rows, &x.Sums, &y.Rows, &y.Sums
	if a.Cols != b.Cols || a.Cols != c.Cols || a.Cols != d.Cols {
		panic(fmt.Sprintf("vec: factors of %d and %d columns with sums of %d and %d", a.Cols, c.Cols, b.Cols, d.Cols))
	}
	if len(targets) != len(js) || len(weights) != len(js) {
		panic(fmt.Sprintf("vec: %d targets and %d weights of %d entries", len(targets), len(weights), len(js)))
	}
	return fitRow(x, y, i, js, targets, weights, rate)
}

// FitDiagonal takes one step for the entry in row and column i, whose only product
// is x[i]·y[i], and returns its loss before it. See FitRow.
func FitDiagonal(x, y *Factor, i int32, target, weight, rate float32) (loss float64) {
	u, v := row(&x.Rows, i), row(&y.Rows, i)
	g, loss := errorOf(dot(u, v), target, weight, rate)
	su, sv := row(&x.Sums, i), row(&y.Sums, i)
	for k := range u {
		gu, gv := g*v[k], g*u[k]
		su[k] += gu * gu
		sv[k] += gv * gv
		u[k] -= gu / float32(math.Sqrt(float64(1+su[k])))
		v[k] -= gv / float32(math.Sqrt(float64(1+sv[k])))
	}
	return loss
}

// errorOf returns rate·e, e being the weighted error, and the loss.
func errorOf(product, target, weight, rate float32) (step float32, loss float64) {
	d := product - target
	e := weight * d
	loss = .5 * float64(e) * float64(d)
	if e > MaxError {
		e = MaxError
	} else if e < -MaxError {
		e = -MaxError
	}
	return rate * e, loss
}

// blockColumns takes a block's steps on the columns that begin at from.
func blockColumns(steps *[2 * fitBlock]float32, x, y *Factor, i int32, js []int32, from int) {
	for side, f := range [...][2]*Factor{{x, y}, {y, x}} {
		u, su := row(&f[0].Rows, i), row(&f[0].Sums, i)
		for c := from; c < len(u); c++ {
			var move float32
			for k, j := range js {
				step := steps[2*k+side]
				v, sv := &row(&f[1].Rows, j)[c], &row(&f[1].Sums, j)[c]
				gu, gv := step**v, step*u[c]
				move += gu
				su[c] += gu * gu
				*sv += gv * gv
				*v -= gv / float32(math.Sqrt(float64(1+*sv)))
			}
			u[c] -= move / float32(math.Sqrt(float64(1+su[c])))
		}
	}
}

func fitRowScalar(x, y *Factor, i int32, js []int32, targets, weights []float32, rate float32) (loss float64) {
	xi, yi := row(&x.Rows, i), row(&y.Rows, i)
	for len(js) > 0 {
		n := min(fitBlock, len(js))
		var steps [2 * fitBlock]float32
		for k, j := range js[:n] {
			steps[2*k] = dotScalar(xi, row(&y.Rows, j))
			steps[2*k+1] = dotScalar(yi, row(&x.Rows, j))
		}
		loss += errorsOf(&steps, targets[:n], weights, rate)
		blockColumns(&steps, x, y, i, js[:n], 0)
		js, targets, weights = js[n:], targets[n:], weights[n:]
	}
	return loss
}

// errorsOf makes a block's products into steps, and returns the sum of the losses.
func errorsOf(steps *[2 * fitBlock]float32, targets, weights []float32, rate float32) (sum float64) {
	weights = weights[:len(targets)]
	for k, t := range targets {
		for m := range 2 {
			step, loss := errorOf(steps[2*k+m], t, weights[k], rate)
			steps[2*k+m] = step
			sum += loss
		}
	}
	return sum
}
