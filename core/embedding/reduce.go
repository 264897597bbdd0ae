package embedding

import (
	"math"

	"nearspace/core/vec"
)

// A reducer reads one bag, forward and backward:
//
//	y = f·Σ wₖeₖ   with f = 1 (sum), 1/Σw (mean), 1/√Σw² (sqrtn)
//
// so that ∂L/∂eₖ = f·wₖ·g, and ∂L/∂wₖ as in weightGrad.
type reducer struct {
	table    *Table
	combiner Combiner
	safe     bool      // leaves out ids < 0 and weights ≤ 0
	row      []float32 // scratch: a row as it is read
	sum      []float32 // scratch
	largest  []int32   // scratch: which of a bag has the largest of each column
}

func newReducer(t *Table, c Combiner, safe bool) *reducer {
	r := &reducer{table: t, combiner: c, safe: safe}
	if t.MaxNorm.Mode == OnRead {
		r.row = make([]float32, t.Dim())
	}
	if c == Max {
		r.largest = make([]int32, t.Dim())
	}
	return r
}

func (r *reducer) skips(in Bags, k int) bool {
	id := in.IDs[k]
	return int(id) == r.table.padding() || r.safe && (id < 0 || !(in.weight(k) > 0))
}

// factor returns f, and whether the bag has anything in it. The factor of
// weights that cancel out is 0.
func (r *reducer) factor(in Bags) (f float32, some bool) {
	var sum, squares float64
	for k := range in.IDs {
		if !r.skips(in, k) {
			w := float64(in.weight(k))
			sum, squares, some = sum+w, squares+w*w, true
		}
	}
	divisor := 1.
	switch r.combiner {
	case "", Mean:
		divisor = sum
	case SqrtN:
		divisor = math.Sqrt(squares)
	}
	if divisor == 0 {
		return 0, some
	}
	return float32(1 / divisor), some
}

func (r *reducer) forward(dst []float32, in Bags) {
	clear(dst)
	if r.combiner == Max {
		r.max(dst, in)
		return
	}
	for k, id := range in.IDs {
		if !r.skips(in, k) {
			vec.AddScaled(dst, in.weight(k), r.table.value(r.row, id))
		}
	}
	if f, _ := r.factor(in); f != 1 {
		vec.Scale(f, dst)
	}
}

// max also stores which of the bag gave each column its value: the first one, or
// −1 if the bag is empty.
func (r *reducer) max(dst []float32, in Bags) {
	for d := range r.largest {
		r.largest[d] = -1
	}
	for k, id := range in.IDs {
		if r.skips(in, k) {
			continue
		}
		for d, v := range r.table.value(r.row, id) {
			if r.largest[d] < 0 || v > dst[d] {
				dst[d], r.largest[d] = v, int32(k)
			}
		}
	}
}

func (r *reducer) backward(dst *SparseGrad, in Bags, grad []float32) {
	if r.combiner == Max {
		r.backwardMax(dst, in, grad)
		return
	}
	f, _ := r.factor(in)
	for k, id := range in.IDs {
		if !r.skips(in, k) {
			r.table.push(dst, id, f*in.weight(k), grad)
		}
	}
}

// backwardMax gives each row the columns where it was the largest.
func (r *reducer) backwardMax(dst *SparseGrad, in Bags, grad []float32) {
	r.max(r.scratch(), in)
	for k, id := range in.IDs {
		share, some := r.scratch(), false
		for d, winner := range r.largest {
			share[d] = 0
			if int(winner) == k {
				share[d], some = grad[d], true
			}
		}
		if some {
			r.table.push(dst, id, 1, share)
		}
	}
}

// weightGrad stores the gradient of the weights:
//
//	sum:   g·eₖ
//	mean:  (g·eₖ − g·y)/Σw
//	sqrtn: (g·eₖ − f·wₖ·g·y)/√Σw²
func (r *reducer) weightGrad(dst []float32, in Bags, grad []float32) {
	f, _ := r.factor(in)
	y := r.scratch()
	r.forward(y, in)
	along := vec.Dot(grad, y)
	for k, id := range in.IDs {
		dst[k] = 0
		if r.skips(in, k) {
			continue
		}
		dst[k] = f * vec.Dot(grad, r.table.value(r.row, id))
		switch r.combiner {
		case "", Mean:
			dst[k] -= f * along
		case SqrtN:
			dst[k] -= f * f * in.weight(k) * along
		}
	}
}

func (r *reducer) scratch() []float32 {
	if r.sum == nil {
		r.sum = make([]float32, r.table.Dim())
	}
	return r.sum
}
