package measure

import "fmt"

// AdjustedRand returns how far two groupings of the same things agree, by their
// codes: of all pairs of things those that are together in both, less what chance
// would give,
//
//	(n₁₂ − e) / (½·(n₁+n₂) − e), e = n₁·n₂ / all pairs,
//
// where n₁ and n₂ are the pairs together in either. It is 1 for equal groupings
// and about 0 for those that have nothing to do with each other.
//
// Hubert and Arabie, "Comparing partitions", 1985.
func AdjustedRand(a, b []int32) (float64, error) {
	if len(a) != len(b) {
		return 0, fmt.Errorf("adjusted Rand index: %d and %d codes of the same things", len(a), len(b))
	}
	both, inA, inB := map[[2]int32]int{}, map[int32]int{}, map[int32]int{}
	for i, c := range a {
		both[[2]int32{c, b[i]}]++
		inA[c]++
		inB[b[i]]++
	}
	together, ofA, ofB := pairsIn(both), pairsIn(inA), pairsIn(inB)
	if ofA == ofB && ofA == together {
		return 1, nil
	}
	chance := ofA * ofB / pairsAmong(len(a))
	return (together - chance) / ((ofA+ofB)/2 - chance), nil
}

func pairsAmong(n int) float64 { return float64(n) * float64(n-1) / 2 }

// pairsIn adds up the pairs, whole numbers in whatever order.
func pairsIn[K comparable](sizes map[K]int) (sum float64) {
	for _, n := range sizes {
		sum += pairsAmong(n)
	}
	return sum
}
