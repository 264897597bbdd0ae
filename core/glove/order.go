package glove

import (
	"math/bits"
	"math/rand/v2"
)

// order is a permutation of 0 … n−1 that is computed, place by place: a Feistel
// cipher of four rounds, on the smallest even number of bits that hold n, applied
// again while its result is n or more. Black and Rogaway, "Ciphers with Arbitrary
// Finite Domains", 2002.
type order struct {
	n    uint64
	half int // bits
	keys [4]uint64
}

// newOrder returns one that depends on the seed and the round.
func newOrder(n int, seed uint64, round int) order {
	rng := rand.NewPCG(seed, ^uint64(round)) // rows have the small second halves
	o := order{n: uint64(n), half: (bits.Len64(uint64(max(n, 2)-1)) + 1) / 2}
	for k := range o.keys {
		o.keys[k] = rng.Uint64()
	}
	return o
}

func (o *order) at(place int) int {
	mask := uint64(1)<<o.half - 1
	x := uint64(place)
	for {
		left, right := x>>o.half, x&mask
		for _, key := range o.keys {
			left, right = right, left^mix(right^key)&mask
		}
		if x = left<<o.half | right; x < o.n {
			return int(x)
		}
	}
}

// mix is the last part of a 64-bit MurmurHash3: each bit of x has its say in all
// of the result's.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
