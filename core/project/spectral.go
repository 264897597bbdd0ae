package project

import (
	"math"
	"math/rand/v2"

	"nearspace/core/vec"
)

// connected says whether every row is reached from every other by weights above
// 0.
func connected(g *graph) bool {
	n := g.rows()
	seen := make([]bool, n)
	stack := []int32{0}
	seen[0] = true
	reached := 1
	for len(stack) > 0 {
		i := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		cols, values := g.row(int(i))
		for e, j := range cols {
			if values[e] > 0 && !seen[j] {
				seen[j] = true
				reached++
				stack = append(stack, j)
			}
		}
	}
	return reached == n
}

// spectral begins the stages that find the k smoothest functions on the graph
// beside the constant one: the leading eigenvectors of
//
//	A = D^(−½)·W·D^(−½), D the diagonal of W's row sums,
//
// after the first, which is √D. A block of vectors is filtered by a Chebyshev
// polynomial of A, which grows fast where the eigenvalue is above what is to be
// damped and stays within 1 below, and then turned into eigenvectors of A within
// what they span (Rayleigh–Ritz). For a start that is exact enough after a few
// rounds.
//
// Belkin and Niyogi, "Laplacian eigenmaps for dimensionality reduction and data
// representation", 2003; Zhou, Saad, Tiago and Chelikowsky, "Self-consistent-field
// calculations using Chebyshev-filtered subspace iteration", 2006.
func spectral(c *course, g *graph, k int, random rand.Source, end func(y []float32) error) {
	n := g.rows()
	s := &smoother{c: c, g: g, rng: rand.New(random), root: make([]float32, n), cut: .5}
	for i := range n {
		_, values := g.row(i)
		var sum float32
		for _, v := range values {
			sum += v
		}
		s.root[i] = float32(math.Sqrt(float64(sum)))
	}
	s.basis = randomColumns(n, smoothed, s.rng)
	copy(s.basis.col(0), s.root)
	s.basis.orthonormalise(s.rng)
	s.last, s.now = make([][smoothed]float32, n), make([][smoothed]float32, n)
	s.filter(func() error {
		y := make([]float32, n*k)
		for j := range k {
			for i, v := range s.basis.col(j + 1) {
				y[i*k+j] = v
			}
		}
		return end(y)
	})
}

// smoothed is how many vectors are filtered together: √D, up to three that are
// wanted, and one more, which makes them converge. There must be as many rows.
const smoothed = 5

type smoother struct {
	c         *course
	g         *graph
	rng       *rand.Rand
	root      []float32           // √D
	basis     columns             // n × smoothed, the first √D
	cut       float64             // what is damped reaches from −1 to here
	last, now [][smoothed]float32 // the two last polynomials
	round     int
}

// filter begins a round: Tₘ₊₁ = 2·L·Tₘ − Tₘ₋₁, where L is A with what is damped
// brought to −1 to 1.
func (s *smoother) filter(end func() error) {
	const (
		degree = 12
		rounds = 3
	)
	s.show()
	half, middle := float32(s.cut+1)/2, float32(s.cut-1)/2
	m := 0
	var next func() error
	next = func() error {
		s.last, s.now = s.now, s.last
		if m++; m < degree {
			s.apply(2/half, -2*middle/half, -1, next)
			return nil
		}
		s.spread()
		s.apply(1, 0, 0, func() error { // A times the basis
			s.last, s.now = s.now, s.last
			if err := s.ritz(); err != nil {
				return err
			}
			if s.round++; s.round < rounds {
				s.filter(end)
				return nil
			}
			return end()
		})
		return nil
	}
	s.apply(1/half, -middle/half, 0, next)
}

// apply begins the stage that stores a·A·now + b·now + c·last in last.
func (s *smoother) apply(a, b, c float32, end func() error) {
	n := s.g.rows()
	s.c.begin(stage{id: "start", n: n, cost: float64(len(s.g.cols)) / float64(n) / 100, do: func(from, to int) {
		for i := from; i < to; i++ {
			var sum [smoothed]float32
			cols, values := s.g.row(i)
			cols = cols[:len(values)]
			for e, w := range values {
				x := &s.now[cols[e]]
				w /= s.root[cols[e]]
				sum[0] += w * x[0]
				sum[1] += w * x[1]
				sum[2] += w * x[2]
				sum[3] += w * x[3]
				sum[4] += w * x[4]
			}
			now, last := &s.now[i], &s.last[i]
			for q, v := range sum {
				last[q] = a/s.root[i]*v + b*now[q] + c*last[q]
			}
		}
	}, end: end})
}

// show puts the basis into now.
func (s *smoother) show() {
	for j := range smoothed {
		for i, v := range s.basis.col(j) {
			s.now[i][j] = v
		}
	}
}

// spread makes the filtered vectors an orthonormal basis, in now too.
func (s *smoother) spread() {
	for j := 1; j < smoothed; j++ {
		to := s.basis.col(j)
		for i := range to {
			to[i] = s.now[i][j]
		}
	}
	s.basis.orthonormalise(s.rng)
	s.show()
}

// ritz turns the basis, of which A times it is known, into eigenvectors: those of
// QᵀAQ + 1, which has no negative ones.
func (s *smoother) ritz() error {
	const p = smoothed - 1
	h := newMatrix(p, p)
	for a := range p {
		for i, v := range s.basis.col(a + 1) {
			for b, w := range s.now[i][1:] {
				h.Data[a*p+b] += float64(v) * float64(w)
			}
		}
	}
	for a := range p {
		h.Data[a*p+a]++
		for b := range a {
			v := (h.Data[a*p+b] + h.Data[b*p+a]) / 2
			h.Data[a*p+b], h.Data[b*p+a] = v, v
		}
	}
	vectors, values, err := vec.LeadingEigen(h, p)
	if err != nil {
		return err
	}
	rest := columns{s.basis.d, p, s.basis.data[s.basis.d:]}
	copy(rest.data, rest.times(vectors).data)
	s.cut = min(max(values[p-1]-1, -.5), .98)
	return nil
}
