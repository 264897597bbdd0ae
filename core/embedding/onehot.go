package embedding

import (
	"fmt"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"
)

// A Cost is what reading n rows takes: each operand read once, the result
// written once.
type Cost struct {
	Multiplications int
	Bytes           int
}

// LookupCost returns the cost of copying the rows of n ids.
func (t *Table) LookupCost(n int) Cost {
	return Cost{Bytes: 4 * n * (1 + 2*t.Dim())}
}

// OneHotCost returns the cost of the product that OneHot computes for n ids.
func (t *Table) OneHotCost(n int) Cost {
	v, d := t.Rows(), t.Dim()
	return Cost{Multiplications: n * v * d, Bytes: 4 * (n*v + v*d + n*d)}
}

// OneHot computes what Lookup copies as what it stands for,
//
//	Y = H·W,  H[k,i] = 1 if ids[k] = i, else 0,
//
// and returns what that cost. It is equal to Lookup as long as W is finite.
// It takes no notice of MaxNorm.
func (t *Table) OneHot(dst []float32, ids []int32) (Cost, error) {
	if err := t.checkBatch(dst, ids); err != nil {
		return Cost{}, fmt.Errorf("one-hot product: %w", err)
	}
	if len(ids) == 0 || t.Dim() == 0 {
		return Cost{}, nil
	}
	y := blas32.General{Rows: len(ids), Cols: t.Dim(), Stride: t.Dim(), Data: dst}
	blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, t.oneHot(ids), t.Weights, 0, y)
	return t.OneHotCost(len(ids)), nil
}

// OneHotBackward adds to dst, a matrix of the table's shape, the gradient of the
// product, Hᵀ·∂L/∂Y. It takes no notice of padding.
func (t *Table) OneHotBackward(dst blas32.General, ids []int32, grad []float32) (Cost, error) {
	if err := t.checkBatch(grad, ids); err != nil {
		return Cost{}, fmt.Errorf("gradient of a one-hot product: %w", err)
	}
	if err := t.checkShape(dst); err != nil {
		return Cost{}, fmt.Errorf("gradient of a one-hot product: %w", err)
	}
	if len(ids) == 0 || t.Dim() == 0 {
		return Cost{}, nil
	}
	dy := blas32.General{Rows: len(ids), Cols: t.Dim(), Stride: t.Dim(), Data: grad}
	blas32.Gemm(blas.Trans, blas.NoTrans, 1, t.oneHot(ids), dy, 1, dst)
	return t.OneHotCost(len(ids)), nil
}

func (t *Table) oneHot(ids []int32) blas32.General {
	h := blas32.General{Rows: len(ids), Cols: t.Rows(), Stride: t.Rows(), Data: make([]float32, len(ids)*t.Rows())}
	for k, id := range ids {
		h.Data[k*h.Stride+int(id)] = 1
	}
	return h
}
