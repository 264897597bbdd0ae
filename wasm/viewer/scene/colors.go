package scene

import "math"

// ByCategory stores the colours of the palette by the numbers of the categories;
// what has none there gets another. It returns dst, grown if it is too short.
func ByCategory(dst, categories, palette []uint32, other uint32) []uint32 {
	dst = dst[:0]
	for _, category := range categories {
		color := other
		if uint64(category) < uint64(len(palette)) {
			color = palette[category]
		}
		dst = append(dst, color)
	}
	return dst
}

// ByNumber stores the colours of a scale, whose first stands for low and whose last
// for high; between two of them colours are mixed, beyond the ends they stay the
// same. What is no number gets another colour. It returns dst, grown if it is too
// short.
func ByNumber(dst []uint32, numbers []float32, low, high float32, scale []uint32, other uint32) []uint32 {
	dst = dst[:0]
	for _, v := range numbers {
		t, ok := part(v, low, high)
		if !ok || len(scale) == 0 {
			dst = append(dst, other)
			continue
		}
		at := t * float64(len(scale)-1)
		i := min(int(at), max(0, len(scale)-2))
		dst = append(dst, mixed(scale[i], scale[min(i+1, len(scale)-1)], uint64(math.Round((at-float64(i))*256))))
	}
	return dst
}

// RadiiByNumber stores radii whose discs grow in area as the numbers do, from the
// smallest, for low, to the largest, for high. What is no number gets the smallest.
// It returns dst, grown if it is too short.
//
//	r² = s² + (l² - s²)·(v - low)/(high - low)
func RadiiByNumber(dst, numbers []float32, low, high, smallest, largest float32) []float32 {
	dst = dst[:0]
	s, l := float64(smallest), float64(largest)
	for _, v := range numbers {
		t, _ := part(v, low, high)
		dst = append(dst, float32(math.Sqrt(s*s+(l*l-s*s)*t)))
	}
	return dst
}

// part returns how far a number is on the way from low to high, from 0 to 1; false
// if it is none.
func part(v, low, high float32) (float64, bool) {
	if v != v {
		return 0, false
	}
	t := (float64(v) - float64(low)) / (float64(high) - float64(low))
	switch {
	case t != t, t < 0: // low and high are one and the number is it, or it is below
		return 0, true
	case t > 1:
		return 1, true
	}
	return t, true
}

// mixed returns the premultiplied colour that is so many 256ths on the way from one
// to another.
func mixed(a, b uint32, t uint64) uint32 {
	v := (spread(a)*(256-t) + spread(b)*t) >> 8 & lanes
	return uint32(v | v>>24)
}
