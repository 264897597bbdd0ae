package embedding

import (
	"fmt"
	"math"
)

// Quantized is a table in 8 or 4 bits a number, with a step and a least value
// for each row:
//
//	q = round((w − least)/step),  step = (largest − least)/(2^bits − 1)
//
// What comes back, least + q·step, is at most half a step off.
type Quantized struct {
	Bits   int // 8 or 4
	Steps  []float32
	Least  []float32
	Codes  []byte // row by row; of 4 bits, the first in the lower half
	dim    int
	stride int // bytes a row
}

// Quantize returns the table in so many bits. A row that is not finite is an
// error.
func Quantize(t *Table, bits int) (*Quantized, error) {
	if bits != 8 && bits != 4 {
		return nil, fmt.Errorf("quantize: %d bits are neither 8 nor 4", bits)
	}
	stride := (t.Dim()*bits + 7) / 8
	q := &Quantized{
		Bits: bits, Steps: make([]float32, t.Rows()), Least: make([]float32, t.Rows()),
		Codes: make([]byte, t.Rows()*stride), dim: t.Dim(), stride: stride,
	}
	levels := float64(int(1)<<bits - 1)
	for i := range t.Rows() {
		row := t.Row(i)
		least, largest := math.Inf(1), math.Inf(-1)
		for d, w := range row {
			v := float64(w)
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("quantize: row %d has %v in column %d", i, w, d)
			}
			least, largest = min(least, v), max(largest, v)
		}
		if largest <= least {
			if len(row) > 0 {
				q.Least[i] = row[0]
			}
			continue
		}
		q.Least[i], q.Steps[i] = float32(least), float32((largest-least)/levels)
		if q.Steps[i] == 0 {
			continue // the whole row is within the smallest float32 of its least
		}
		for d, w := range row {
			level := math.Round((float64(w) - least) / float64(q.Steps[i]))
			q.set(i, d, byte(min(max(level, 0), levels)))
		}
	}
	return q, nil
}

func (q *Quantized) set(i, d int, level byte) {
	if q.Bits == 8 {
		q.Codes[i*q.stride+d] = level
		return
	}
	q.Codes[i*q.stride+d/2] |= level << (4 * (d % 2))
}

func (q *Quantized) level(i, d int) byte {
	if q.Bits == 8 {
		return q.Codes[i*q.stride+d]
	}
	return q.Codes[i*q.stride+d/2] >> (4 * (d % 2)) & 15
}

func (q *Quantized) Rows() int  { return len(q.Steps) }
func (q *Quantized) Dim() int   { return q.dim }
func (q *Quantized) Bytes() int { return len(q.Codes) + 8*q.Rows() }

// Bound returns how far a number of row i may be off: half a step, and what
// float32 rounds.
func (q *Quantized) Bound(i int) float32 {
	largest := max(math.Abs(float64(q.Least[i])), math.Abs(float64(q.Least[i])+float64(q.Steps[i])*float64(int(1)<<q.Bits-1)))
	return q.Steps[i]/2 + float32(largest)*(1.0/(1<<22))
}

// Lookup stores the vectors of the ids in dst.
func (q *Quantized) Lookup(dst []float32, ids []int32) error {
	if err := checkLookup(q, dst, ids); err != nil {
		return fmt.Errorf("look up quantized: %w", err)
	}
	for k, id := range ids {
		step, least := q.Steps[id], q.Least[id]
		for d := range q.dim {
			dst[k*q.dim+d] = least + float32(q.level(int(id), d))*step
		}
	}
	return nil
}
