package embedding

import (
	"errors"
	"fmt"
)

// WeightedBag is tf.nn.embedding_lookup_sparse: rows combined with a weight
// each, by Mean (the default), Sum or SqrtN. Unlike Bag it takes weights with
// all of them. A bag without ids, or whose weights cancel out, gives zeros.
type WeightedBag struct {
	Table    *Table
	Combiner Combiner
	// Safe leaves out ids below 0 and weights that are not above 0, as
	// tf.nn.safe_embedding_lookup_sparse does.
	Safe bool
	// DefaultID is the row that Safe puts where a bag has nothing left. nil:
	// zeros.
	DefaultID *int32
}

// Lookup stores one vector for each bag in dst.
func (b WeightedBag) Lookup(dst []float32, in Bags) error {
	if err := b.check(dst, in); err != nil {
		return fmt.Errorf("look up weighted bags: %w", err)
	}
	b.Table.boundTouched(b.read(in))
	r := newReducer(b.Table, b.Combiner, b.Safe)
	in.each(false, func(k, from, to int) {
		y, bag := part(dst, k, b.Table.Dim()), in.between(from, to)
		if b.replaces(r, bag) {
			copy(y, b.Table.value(r.row, *b.DefaultID))
			return
		}
		r.forward(y, bag)
	})
	return nil
}

// Backward returns the gradient of the table.
func (b WeightedBag) Backward(in Bags, grad []float32) (SparseGrad, error) {
	g := SparseGrad{Dim: b.Table.Dim()}
	err := b.check(grad, in)
	if err == nil && b.Table.ScaleGradByFreq {
		err = errSparseFrequency
	}
	if err != nil {
		return g, fmt.Errorf("gradient of weighted bags: %w", err)
	}
	r := newReducer(b.Table, b.Combiner, b.Safe)
	in.each(false, func(k, from, to int) {
		dy, bag := part(grad, k, b.Table.Dim()), in.between(from, to)
		if b.replaces(r, bag) {
			b.Table.push(&g, *b.DefaultID, 1, dy)
			return
		}
		r.backward(&g, bag, dy)
	})
	return g, nil
}

// BackwardWeights stores in dst the gradient of the weights: 0 where an id was
// left out.
func (b WeightedBag) BackwardWeights(dst []float32, in Bags, grad []float32) error {
	err := b.check(grad, in)
	if err == nil && len(dst) != len(in.IDs) {
		err = fmt.Errorf("%d places for the weights of %d ids", len(dst), len(in.IDs))
	}
	if err != nil {
		return fmt.Errorf("gradient of weights: %w", err)
	}
	r := newReducer(b.Table, b.Combiner, b.Safe)
	in.each(false, func(k, from, to int) {
		r.weightGrad(dst[from:to], in.between(from, to), part(grad, k, b.Table.Dim()))
	})
	return nil
}

func (b WeightedBag) replaces(r *reducer, bag Bags) bool {
	if !b.Safe || b.DefaultID == nil {
		return false
	}
	_, some := r.factor(bag)
	return !some
}

// read returns the ids that a lookup reads.
func (b WeightedBag) read(in Bags) []int32 {
	if !b.Safe || b.Table.MaxNorm.Mode != InPlace {
		return in.IDs
	}
	var ids []int32
	for k, id := range in.IDs {
		if id >= 0 && in.weight(k) > 0 {
			ids = append(ids, id)
		}
	}
	if b.DefaultID != nil {
		ids = append(ids, *b.DefaultID)
	}
	return ids
}

func (b WeightedBag) check(x []float32, in Bags) error {
	if err := b.Table.Check(); err != nil {
		return err
	}
	switch b.Combiner {
	case "", Mean, Sum, SqrtN:
	default:
		return fmt.Errorf("combiner %q is none of %q, %q, %q", b.Combiner, Mean, Sum, SqrtN)
	}
	n, err := in.count(false)
	if err != nil {
		return err
	}
	if len(x) != n*b.Table.Dim() {
		return fmt.Errorf("%d numbers for %d bags of dimension %d", len(x), n, b.Table.Dim())
	}
	if b.DefaultID != nil {
		if id := int(*b.DefaultID); id < 0 || id >= b.Table.Rows() {
			return fmt.Errorf("the default id %d is outside 0 to %d", id, b.Table.Rows()-1)
		}
	}
	err = b.Table.checkIDs(in.IDs)
	var outside *RangeError
	if !b.Safe || !errors.As(err, &outside) || outside.ID >= 0 {
		return err
	}
	for k, id := range in.IDs {
		if int(id) >= b.Table.Rows() {
			return &RangeError{Place: k, ID: int(id), Rows: b.Table.Rows()}
		}
	}
	return nil
}
