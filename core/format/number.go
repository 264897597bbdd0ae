package format

import (
	"math"
	"strconv"
	"strings"
)

// tens are the powers of ten that a float64 holds exactly.
var tens = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
	1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// parseFloat reads the decimal number that b begins with and returns how many
// bytes it takes: 0 if there is none, or none that a float32 can hold.
//
// It is the float32 nearest to the decimal. With digits m < 2⁵³ and |e| ≤ 22,
// m·10ᵉ is one operation on exact float64s, so that it is the nearest float64;
// and its nearest float32 is that of the decimal, unless the float64 lies just
// between two float32s. Then, and for all longer numbers, strconv decides.
func parseFloat(b []byte) (x float32, n int) {
	i, negative := 0, false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		i = 1
	}
	var m uint64
	first := i
	for ; i < len(b); i++ {
		d := b[i] - '0'
		if d > 9 {
			break
		}
		m = m*10 + uint64(d)
	}
	digits, e := i-first, 0
	if i < len(b) && b[i] == '.' {
		i++
		point := i
		for ; i < len(b); i++ {
			d := b[i] - '0'
			if d > 9 {
				break
			}
			m = m*10 + uint64(d)
		}
		e = point - i
		digits -= e
	}
	if digits == 0 {
		return 0, 0
	}
	if i < len(b) && b[i]|0x20 == 'e' {
		exponent, size := parseExponent(b[i+1:])
		if size == 0 {
			return 0, 0
		}
		e += exponent
		i += 1 + size
	}
	if digits <= 19 && m < 1<<53 && -len(tens) < e && e < len(tens) {
		f := float64(m)
		if e < 0 {
			f /= tens[-e]
		} else {
			f *= tens[e]
		}
		const half = 1 << 28 // of a float32's last place, in a float64
		between := math.Float64bits(f)&(2*half-1) == half
		if m == 0 || !between && f >= 0x1p-126 && f <= math.MaxFloat32 {
			if negative {
				f = -f
			}
			return float32(f), i
		}
	}
	long, err := strconv.ParseFloat(string(b[:i]), 32)
	if err != nil {
		return 0, 0
	}
	return float32(long), i
}

// parseExponent reads the whole number behind an e.
func parseExponent(b []byte) (e, n int) {
	negative := false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		n = 1
	}
	first := n
	for ; n < len(b) && b[n]-'0' <= 9; n++ {
		e = min(e*10+int(b[n]-'0'), 1<<20)
	}
	if n == first {
		return 0, 0
	}
	if negative {
		e = -e
	}
	return e, n
}

// parseFloats reads numbers with spaces or tabs between them into dst, and
// returns how many there were and where it stopped: at len(b) if nothing else
// stands in b.
func parseFloats(dst []float32, b []byte) (count, end int) {
	i := skipBlanks(b, 0)
	for ; count < len(dst); count++ {
		x, n := parseFloat(b[i:])
		if n == 0 || i+n < len(b) && !blank(b[i+n]) {
			if n = fieldEnd(b[i:]); !notFinite(b[i : i+n]) {
				return count, i
			}
			x = float32(math.NaN())
		}
		dst[count] = x
		i = skipBlanks(b, i+n)
	}
	return count, i
}

func blank(c byte) bool { return c == ' ' || c == '\t' }

func skipBlanks(b []byte, i int) int {
	for i < len(b) && blank(b[i]) {
		i++
	}
	return i
}

func fieldEnd(b []byte) int {
	for i, c := range b {
		if blank(c) {
			return i
		}
	}
	return len(b)
}

// notFinite says that a field is what programs write for a number that is not
// finite. Such rows are left out.
func notFinite(field []byte) bool {
	if len(field) > 0 && (field[0] == '-' || field[0] == '+') {
		field = field[1:]
	}
	switch strings.ToLower(string(field[:min(len(field), 9)])) {
	case "nan", "inf", "infinity":
		return true
	}
	return false
}

// isFloat says whether the whole of b is a number.
func isFloat(b []byte) bool {
	_, n := parseFloat(b)
	return n > 0 && n == len(b)
}
