package word2vec

// Random is the linear congruential generator of Knuth's MMIX, of which the high
// half is used: one multiplication a number, and one word of state, which is its
// value, that a save can hold.
type Random uint64

// NewRandom returns the generator of a seed. Those of neighbouring seeds have
// nothing in common.
func NewRandom(seed uint64) Random {
	r := Random(seed)
	r.Uint32()
	r ^= r >> 31
	r.Uint32()
	return r
}

// Uint32 returns a number of 0 … 2³²−1.
func (r *Random) Uint32() uint32 {
	*r = *r*6364136223846793005 + 1442695040888963407
	return uint32(*r >> 32)
}

// Below returns a number of 0 … n−1.
func (r *Random) Below(n uint32) uint32 { return uint32(uint64(r.Uint32()) * uint64(n) >> 32) }

// Float32 returns a number of [0, 1).
func (r *Random) Float32() float32 { return float32(r.Uint32()>>8) / (1 << 24) }

// Float64 returns a number of [0, 1), a multiple of 2⁻³².
func (r *Random) Float64() float64 { return float64(r.Uint32()) / (1 << 32) }
