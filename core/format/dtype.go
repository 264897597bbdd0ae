package format

import (
	"encoding/binary"
	"math"
)

// dtype is how a number is stored.
type dtype struct {
	name   string // as NumPy calls it: f4, f2 …
	size   int    // bytes
	decode func(dst []float32, b []byte)
}

var (
	float64s = dtype{"f8", 8, func(dst []float32, b []byte) {
		for i := range dst {
			dst[i] = float32(math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:])))
		}
	}}
	float32s = dtype{"f4", 4, func(dst []float32, b []byte) {
		for i := range dst {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*i:]))
		}
	}}
	float16s = dtype{"f2", 2, func(dst []float32, b []byte) {
		for i := range dst {
			dst[i] = fromHalf(binary.LittleEndian.Uint16(b[2*i:]))
		}
	}}
	bfloat16s = dtype{"bf16", 2, func(dst []float32, b []byte) {
		for i := range dst {
			dst[i] = fromBrain(binary.LittleEndian.Uint16(b[2*i:]))
		}
	}}
	int8s = dtype{"i1", 1, func(dst []float32, b []byte) {
		for i := range dst {
			dst[i] = float32(int8(b[i]))
		}
	}}
)

// swapped returns the type with its bytes in the other order.
func (t dtype) swapped() dtype {
	return dtype{t.name, t.size, func(dst []float32, b []byte) {
		turned := make([]byte, len(b)/t.size*t.size)
		for i := range turned {
			turned[i] = b[i/t.size*t.size+t.size-1-i%t.size]
		}
		t.decode(dst, turned)
	}}
}
