package word2vec

// generator is the linear congruential generator of Knuth's MMIX, of which the
// high half is used: one multiplication a number, and one word of state that a
// save can hold.
type generator uint64

func newGenerator(seed uint64) generator {
	g := generator(seed)
	g.uint32() // neighbouring seeds part
	g ^= g >> 31
	g.uint32()
	return g
}

func (g *generator) uint32() uint32 {
	*g = *g*6364136223846793005 + 1442695040888963407
	return uint32(*g >> 32)
}

// below returns a number of 0 … n−1.
func (g *generator) below(n uint32) uint32 { return uint32(uint64(g.uint32()) * uint64(n) >> 32) }

func (g *generator) float32() float32 { return float32(g.uint32()>>8) / (1 << 24) }

func (g *generator) float64() float64 { return float64(g.uint32()) / (1 << 32) }

// alias draws ids with given weights in constant time and from a table that
// fits the cache (Walker, 1977; built as by Vose, 1991): a column i is chosen
// evenly, then i itself with the probability of its share, else its alias.
type alias []aliasColumn

type aliasColumn struct {
	share uint32 // of 2³²
	other int32
}

func newAlias(weights []float64) alias {
	n := len(weights)
	var sum float64
	for _, w := range weights {
		sum += w
	}
	a := make(alias, n)
	scaled := make([]float64, n)
	var small, large []int32
	for i, w := range weights {
		scaled[i] = w * float64(n) / sum
		if scaled[i] < 1 {
			small = append(small, int32(i))
		} else {
			large = append(large, int32(i))
		}
	}
	for len(small) > 0 && len(large) > 0 {
		s, l := small[len(small)-1], large[len(large)-1]
		small = small[:len(small)-1]
		a[s] = aliasColumn{uint32(min(scaled[s]*(1<<32), 1<<32-1)), l}
		scaled[l] -= 1 - scaled[s]
		if scaled[l] < 1 {
			large = large[:len(large)-1]
			small = append(small, l)
		}
	}
	// What is left is 1 up to rounding.
	for _, i := range append(small, large...) {
		a[i] = aliasColumn{1<<32 - 1, i}
	}
	return a
}

func (a alias) draw(g *generator) int32 {
	i := g.below(uint32(len(a)))
	if g.uint32() < a[i].share {
		return int32(i)
	}
	return a[i].other
}
