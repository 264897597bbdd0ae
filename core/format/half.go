package format

import "math"

// fromHalf returns the number whose IEEE 754 binary16 is h: sign, 5 bits of
// exponent, 10 of fraction.
func fromHalf(h uint16) float32 {
	sign := uint32(h>>15) << 31
	exponent, fraction := uint32(h>>10)&31, uint32(h)&0x3ff
	switch exponent {
	case 0: // fraction·2⁻²⁴
		x := float32(fraction) * 0x1p-24
		return math.Float32frombits(math.Float32bits(x) | sign)
	case 31:
		return math.Float32frombits(sign | 0x7f800000 | fraction<<13)
	}
	return math.Float32frombits(sign | (exponent+127-15)<<23 | fraction<<13)
}

// toHalf returns the binary16 nearest to x, of two equally near the even one.
// What is too large becomes infinite.
func toHalf(x float32) uint16 {
	bits := math.Float32bits(x)
	sign := uint16(bits >> 16 & 0x8000)
	abs := bits &^ (1 << 31)
	switch {
	case abs > 0x7f800000:
		return sign | 0x7e00
	case abs >= 0x477ff000: // 65520, halfway between the largest and 2¹⁶
		return sign | 0x7c00
	case abs < 0x38800000: // 2⁻¹⁴: the least that is normal
		// The sum has steps of 2⁻²⁴, as what is not normal has, and is rounded.
		return sign | uint16(math.Float32bits(math.Float32frombits(abs)+.5)-math.Float32bits(.5))
	}
	abs += 0xfff + abs>>13&1
	return sign | uint16(abs>>13-(127-15)<<10)
}

// fromBrain returns the number whose upper half of a float32 is h.
func fromBrain(h uint16) float32 { return math.Float32frombits(uint32(h) << 16) }
