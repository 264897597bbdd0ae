package vec

import "fmt"

// MaxInt8 is how many codes a row may have, so that no sum overflows.
const MaxInt8 = 1 << 17

// DotsInt8 stores the products of x with chosen rows of codes, which lie one
// after the other and are as long as x,
//
//	dst[i] = Σₖ codes[rows[i]·len(x)+k]·x[k],
//
// with codes from −127 to 127. The sums are exact: the same on every machine.
func DotsInt8(dst []int32, codes []int8, rows []int32, x []int8) {
	if len(dst) != len(rows) || len(x) > MaxInt8 {
		panic(fmt.Sprintf("vec: %d products of %d rows of %d codes", len(dst), len(rows), len(x)))
	}
	dotsInt8(dst, codes, rows, x)
}

func dotsInt8Scalar(dst []int32, codes []int8, rows []int32, x []int8) {
	for i, r := range rows {
		row := codes[int(r)*len(x):][:len(x)]
		var s int32
		for k, v := range x {
			s += int32(v) * int32(row[k])
		}
		dst[i] = s
	}
}
