package embedding

import (
	"fmt"
	"math/rand/v2"
)

// LoRA adapts a frozen table by a low-rank change that trains:
//
//	y = W[id] + alpha/rank·A[id]·B
//
// At first B is zero, so that nothing has changed yet. Hu and others, "LoRA:
// Low-Rank Adaptation of Large Language Models", 2022.
type LoRA struct {
	Base   *Table
	Change *LowRank
	Alpha  float32
}

// NewLoRA freezes a table and returns it with a change of zero; an alpha equal
// to the rank leaves the change unscaled. A is drawn from U(±√(6/V)), as Keras
// does. A table with a max-norm takes none: neither row nor change has the
// length that would have to be bounded.
func NewLoRA(base *Table, rank int, alpha float32, rng *rand.Rand) (*LoRA, error) {
	if base.MaxNorm.Mode != Unbounded {
		return nil, fmt.Errorf("lora: a table with max-norm %v takes no change", base.MaxNorm.Max)
	}
	if !(alpha > 0) {
		return nil, fmt.Errorf("lora: alpha %v is not positive", alpha)
	}
	change, err := NewLowRank(base.Rows(), rank, base.Dim())
	if err != nil {
		return nil, fmt.Errorf("lora: %w", err)
	}
	change.A.Fill(KaimingUniform(root(2), base.Rows(), rng))
	change.A.PaddingIdx = base.PaddingIdx
	base.Frozen = true
	return &LoRA{Base: base, Change: change, Alpha: alpha}, nil
}

func (l *LoRA) scale() float32 { return l.Alpha / float32(l.Change.A.Dim()) }

func (l *LoRA) Rows() int { return l.Base.Rows() }
func (l *LoRA) Dim() int  { return l.Base.Dim() }

// Bytes returns the size of the change: what is trained and kept for each
// purpose that the base is adapted to.
func (l *LoRA) Bytes() int { return l.Change.Bytes() }

// Tables returns what trains: A and B.
func (l *LoRA) Tables() []*Table { return l.Change.Tables() }

// Lookup stores the adapted vectors of the ids in dst.
func (l *LoRA) Lookup(dst []float32, ids []int32) error {
	if l.Base.MaxNorm.Mode != Unbounded {
		return fmt.Errorf("look up lora: a table with max-norm %v takes no change", l.Base.MaxNorm.Max)
	}
	if err := l.Base.Lookup(dst, ids); err != nil {
		return fmt.Errorf("look up lora: %w", err)
	}
	for k, id := range ids {
		l.Change.addRow(part(dst, k, l.Dim()), l.scale(), id)
	}
	return nil
}

// BackwardTo implements [Trainable].
func (l *LoRA) BackwardTo(dst []SparseGrad, ids []int32, grad []float32) error {
	if err := checkBackward(l, dst, grad, ids); err != nil {
		return fmt.Errorf("gradient of lora: %w", err)
	}
	beginWhole(&dst[1], l.Change.B)
	for k, id := range ids {
		l.Change.pushRow(dst, l.scale(), id, part(grad, k, l.Dim()))
	}
	return nil
}

// Merge returns a table of its own with what Lookup returns. It is not frozen.
func (l *LoRA) Merge() *Table {
	t := NewTable(l.Rows(), l.Dim())
	t.PaddingIdx = l.Base.PaddingIdx
	copy(t.Weights.Data, l.Base.Weights.Data)
	for i := range t.Rows() {
		l.Change.addRow(t.Row(i), l.scale(), int32(i))
	}
	return t
}
