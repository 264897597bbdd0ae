package project

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas64"
	"gonum.org/v1/gonum/mat"

	"nearspace/core/vec"
)

// covariances are symmetric and without negative eigenvalues.
func covariances() map[string]blas64.General {
	ofRank := func(n, rank int) blas64.General {
		rng := rand.New(rand.NewPCG(uint64(n), uint64(rank)))
		x := mat.NewDense(n, max(1, rank), nil)
		for i := range n {
			for j := range rank {
				x.Set(i, j, rng.NormFloat64()*math.Pow(.5, float64(j)))
			}
		}
		var s mat.Dense
		s.Mul(x, x.T())
		return s.RawMatrix()
	}
	ties := newMatrix(6, 6)
	for i := range 6 {
		ties.Data[i*6+i] = 2
	}
	return map[string]blas64.General{
		"one number":       ofRank(1, 1),
		"of full rank":     ofRank(9, 9),
		"of half the rank": ofRank(40, 20),
		"of rank 1":        ofRank(12, 1),
		"of zeros":         ofRank(5, 0),
		"of ties":          ties,
	}
}

func TestLeadingAgreesWithGonum(t *testing.T) {
	for name, cov := range covariances() {
		n := cov.Rows
		var eigen mat.EigenSym
		if !eigen.Factorize(mat.NewSymDense(n, append([]float64(nil), cov.Data...)), false) {
			t.Fatal("gonum found no eigenvalues")
		}
		want := eigen.Values(nil)
		vectors, values, err := vec.LeadingEigen(cov, n+1)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(values) != n || vectors.Rows != n {
			t.Fatalf("%s: %d values and %d vectors of %d", name, len(values), vectors.Rows, n)
		}
		for i, v := range values {
			if math.Abs(v-want[n-1-i]) > 1e-9*(1+want[n-1]) {
				t.Errorf("%s: eigenvalue %d is %v, want %v", name, i, v, want[n-1-i])
			}
			x := rowOf(vectors, i, n)
			rest := blas64.Vector{N: n, Inc: 1, Data: append([]float64(nil), x.Data...)} // Cx − λx
			blas64.Gemv(blas.NoTrans, 1, cov, x, -v, rest)
			if r := blas64.Nrm2(rest); r > 1e-8*(1+want[n-1]) {
				t.Errorf("%s: vector %d is off by %v", name, i, r)
			}
		}
		isOrthonormal(t, name, vectors)
	}
}

func isOrthonormal(t *testing.T, what string, m blas64.General) {
	t.Helper()
	for i := range m.Rows {
		for j := range i + 1 {
			want := 0.
			if i == j {
				want = 1
			}
			if got := blas64.Dot(rowOf(m, i, m.Cols), rowOf(m, j, m.Cols)); math.Abs(got-want) > 1e-6 {
				t.Errorf("%s: rows %d and %d have the product %v", what, i, j, got)
			}
		}
	}
}

func TestLeadingRefusesWhatIsNoNumber(t *testing.T) {
	c := newMatrix(3, 3)
	c.Data[4] = math.NaN()
	if _, _, err := vec.LeadingEigen(c, 2); err == nil {
		t.Error("a NaN has eigenvalues")
	}
}

func TestProcrustesIsTheNearestRotation(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	const d, k = 20, 3
	b := randomColumns(d, k, rng)
	rotation := randomColumns(k, k, rng)
	turn := newMatrix(k, k)
	for i, v := range rotation.data {
		turn.Data[i] = float64(v)
	}
	r, err := procrustes(b.times(turn), b, rng)
	if err != nil {
		t.Fatal(err)
	}
	isOrthonormal(t, "rotation", r)
	back := product(r, turn)
	for i := range k {
		for j := range k {
			if want := float64(1 - min(1, (i-j)*(i-j))); math.Abs(back.Data[i*k+j]-want) > 1e-5 {
				t.Errorf("turned there and back: %v at %d, %d", back.Data[i*k+j], i, j)
			}
		}
	}
}

func TestProcrustesOfPlanesWithNothingInCommon(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	all := identity(6)
	a, b := columns{6, 3, all.data[:18]}, columns{6, 3, all.data[18:]}
	r, err := procrustes(a, b, rng)
	if err != nil {
		t.Fatal(err)
	}
	isOrthonormal(t, "rotation", r)
	copy(b.col(0), a.col(2)) // one direction in common
	if r, err = procrustes(a, b, rng); err != nil {
		t.Fatal(err)
	}
	isOrthonormal(t, "rotation", r)
	if got := r.Data[2]; math.Abs(got-1) > 1e-6 {
		t.Errorf("the one direction in common is turned by the cosine %v", got)
	}
}
