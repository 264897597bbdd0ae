package project

import "nearspace/core/vec"

// A Sphere turns rows into their directions as seen from the middle of all,
//
//	y = (x−mean)/‖x−mean‖,
//
// as TensorFlow's Embedding Projector does where it sphereizes. Unlike a
// [Whitening] it leaves the axes as unequal as they are. A row in the middle
// stays there.
type Sphere struct {
	Mean []float32 // of the rows that are finite
	sum  []float64
	n    int
}

// add takes a row into the mean.
func (s *Sphere) add(row []float32) {
	if s.sum == nil {
		s.sum = make([]float64, len(row))
	}
	if checkFinite(0, row) != nil {
		return
	}
	s.n++
	for j, v := range row {
		s.sum[j] += float64(v)
	}
}

// done ends the mean.
func (s *Sphere) done() {
	s.Mean = make([]float32, len(s.sum))
	for j, v := range s.sum {
		s.Mean[j] = float32(v / float64(max(1, s.n)))
	}
}

// Transform stores a row's direction.
func (s *Sphere) Transform(dst, row []float32) {
	copy(dst, row)
	vec.AddScaled(dst, -1, s.Mean)
	if n := vec.Norm(dst); n > 0 {
		vec.Scale(1/n, dst)
	}
}
