package project

// A repulsion sums up what all points do to each in t-SNE:
//
//	force[i] = Σⱼ (yᵢ−yⱼ)/(1+‖yᵢ−yⱼ‖²)²,  z = Σᵢ Σⱼ≠ᵢ 1/(1+‖yᵢ−yⱼ‖²)
type repulsion interface {
	// begin begins the stages that compute it for the points y, k numbers each.
	begin(c *course, y, force []float32, k int, end func(z float64) error)
}

// exactRepulsion is the sums as they stand, for few points and as what the others
// are held against.
type exactRepulsion struct{}

func (exactRepulsion) begin(c *course, y, force []float32, k int, end func(z float64) error) {
	var z float64
	n := len(y) / k
	c.begin(stage{id: "repel", n: n, cost: float64(n) / 300, do: func(from, to int) {
		for i := from; i < to; i++ {
			f := force[i*k : (i+1)*k]
			z += repelFrom(f, y[i*k:(i+1)*k], y, k) - 1
		}
	}, end: func() error { return end(z) }})
}

// repelFrom stores the force of all points on one at a place, and returns the sum
// of 1/(1+d²).
func repelFrom(force, at, y []float32, k int) (z float64) {
	var fx, fy, fz float32
	if k == 2 {
		px, py := at[0], at[1]
		for ; len(y) >= 2; y = y[2:] {
			dx, dy := px-y[0], py-y[1]
			q := 1 / (1 + dx*dx + dy*dy)
			z += float64(q)
			q *= q
			fx += q * dx
			fy += q * dy
		}
	} else {
		px, py, pz := at[0], at[1], at[2]
		for ; len(y) >= 3; y = y[3:] {
			dx, dy, dz := px-y[0], py-y[1], pz-y[2]
			q := 1 / (1 + dx*dx + dy*dy + dz*dz)
			z += float64(q)
			q *= q
			fx += q * dx
			fy += q * dy
			fz += q * dz
		}
		force[2] = fz
	}
	force[0], force[1] = fx, fy
	return z
}
