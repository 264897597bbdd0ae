package embedding

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"
)

// A Combiner makes one vector of several.
type Combiner string

const (
	Mean  Combiner = "mean"  // Σwe/Σw; the default
	Sum   Combiner = "sum"   // Σwe
	Max   Combiner = "max"   // the largest of each column
	SqrtN Combiner = "sqrtn" // Σwe/√Σw²
)

// Bags says which ids belong together, in one of two ways.
type Bags struct {
	IDs []int32
	// Offsets is where each bag begins: the first at 0, none before the last.
	Offsets []int32
	// Size is the number of ids of each bag, if all have the same.
	Size int
	// Weights holds a factor for each id. nil: they are 1.
	Weights []float32
}

// Bag reads several rows as one, without storing them in between; it is
// torch.nn.EmbeddingBag. A bag without ids gives zeros. Ids of the padding row
// are left out and do not count in a mean. Weights go with Sum only.
type Bag struct {
	Table    *Table
	Combiner Combiner
	// IncludeLastOffset says that Offsets ends with the number of ids, which
	// then begins no bag.
	IncludeLastOffset bool
}

// Count returns the number of bags, or what is wrong with them.
func (b Bag) Count(in Bags) (int, error) {
	n, err := b.count(in)
	if err != nil {
		return 0, fmt.Errorf("bags: %w", err)
	}
	return n, nil
}

// Lookup stores one vector for each bag in dst.
func (b Bag) Lookup(dst []float32, in Bags) error {
	if err := b.check(dst, in); err != nil {
		return fmt.Errorf("look up bags: %w", err)
	}
	b.Table.boundTouched(in.IDs)
	r := b.reducer()
	in.each(b.IncludeLastOffset, func(k, from, to int) {
		r.forward(part(dst, k, b.Table.Dim()), in.between(from, to))
	})
	return nil
}

// Backward returns the gradient of the table for that of what Lookup returned.
// Max has none that is sparse.
func (b Bag) Backward(in Bags, grad []float32) (SparseGrad, error) {
	var g SparseGrad
	err := b.BackwardTo(&g, in, grad)
	return g, err
}

// BackwardTo is Backward into a gradient whose memory is used again.
func (b Bag) BackwardTo(dst *SparseGrad, in Bags, grad []float32) error {
	dst.reset(b.Table.Dim())
	err := b.check(grad, in)
	switch {
	case err != nil:
	case b.Combiner == Max:
		err = fmt.Errorf("gradients of %q are not sparse: use a dense gradient", Max)
	case b.Table.ScaleGradByFreq:
		err = errSparseFrequency
	}
	if err != nil {
		return fmt.Errorf("gradient of bags: %w", err)
	}
	b.gradient(dst, in, grad)
	return nil
}

// BackwardDense adds the gradient to dst, a matrix of the table's shape. That of
// Max goes to the first of the largest; it cannot be scaled by frequency.
func (b Bag) BackwardDense(dst blas32.General, in Bags, grad []float32) error {
	err := b.check(grad, in)
	switch {
	case err != nil:
	case b.Combiner == Max && b.Table.ScaleGradByFreq:
		err = fmt.Errorf("gradients of %q are not scaled by frequency", Max)
	default:
		err = b.Table.checkShape(dst)
	}
	if err != nil {
		return fmt.Errorf("dense gradient of bags: %w", err)
	}
	g := SparseGrad{Dim: b.Table.Dim()}
	b.gradient(&g, in, grad)
	b.Table.addDense(dst, g)
	return nil
}

// BackwardWeights stores in dst the gradient of the weights: 0 for the padding
// row.
func (b Bag) BackwardWeights(dst []float32, in Bags, grad []float32) error {
	err := b.check(grad, in)
	if err == nil && len(dst) != len(in.IDs) {
		err = fmt.Errorf("%d places for the weights of %d ids", len(dst), len(in.IDs))
	}
	if err == nil && b.Combiner != Sum {
		err = errWeights(b.Combiner)
	}
	if err != nil {
		return fmt.Errorf("gradient of weights: %w", err)
	}
	r := b.reducer()
	in.each(b.IncludeLastOffset, func(k, from, to int) {
		r.weightGrad(dst[from:to], in.between(from, to), part(grad, k, b.Table.Dim()))
	})
	return nil
}

func (b Bag) gradient(dst *SparseGrad, in Bags, grad []float32) {
	r := b.reducer()
	in.each(b.IncludeLastOffset, func(k, from, to int) {
		r.backward(dst, in.between(from, to), part(grad, k, b.Table.Dim()))
	})
}

func (b Bag) reducer() *reducer { return newReducer(b.Table, b.Combiner, false) }

func (b Bag) check(x []float32, in Bags) error {
	n, err := b.count(in)
	if err != nil {
		return err
	}
	if len(x) != n*b.Table.Dim() {
		return fmt.Errorf("%d numbers for %d bags of dimension %d", len(x), n, b.Table.Dim())
	}
	return nil
}

func (b Bag) count(in Bags) (int, error) {
	if err := b.Table.Check(); err != nil {
		return 0, err
	}
	switch b.Combiner {
	case "", Mean, Max, SqrtN:
		if in.Weights != nil {
			return 0, errWeights(b.Combiner)
		}
	case Sum:
	default:
		return 0, fmt.Errorf("combiner %q is none of %q, %q, %q, %q", b.Combiner, Mean, Sum, Max, SqrtN)
	}
	n, err := in.count(b.IncludeLastOffset)
	if err != nil {
		return 0, err
	}
	return n, b.Table.checkIDs(in.IDs)
}

func errWeights(c Combiner) error {
	if c == "" {
		c = Mean
	}
	return fmt.Errorf("weights go with %q, not with %q", Sum, c)
}

// count returns the number of bags, or what is wrong with their bounds.
func (in Bags) count(includeLast bool) (int, error) {
	ids := len(in.IDs)
	if in.Weights != nil && len(in.Weights) != ids {
		return 0, fmt.Errorf("%d weights for %d ids", len(in.Weights), ids)
	}
	switch {
	case in.Offsets != nil && in.Size != 0:
		return 0, fmt.Errorf("%d offsets for ids that are in bags of %d", len(in.Offsets), in.Size)
	case in.Offsets == nil && in.Size == 0:
		return 0, fmt.Errorf("%d ids with neither offsets nor a size of the bags", ids)
	case in.Size < 0:
		return 0, fmt.Errorf("bags of %d ids", in.Size)
	case in.Size > 0 && ids%in.Size != 0:
		return 0, fmt.Errorf("%d ids in bags of %d", ids, in.Size)
	case in.Size > 0:
		return ids / in.Size, nil
	}
	last := len(in.Offsets) - 1
	switch {
	case last < 0 && includeLast:
		return 0, fmt.Errorf("no offset, where the last is to be the number of ids, %d", ids)
	case last < 0 && ids > 0:
		return 0, fmt.Errorf("no offset for %d ids", ids)
	case last < 0:
		return 0, nil
	case in.Offsets[0] != 0:
		return 0, fmt.Errorf("the first offset is %d, not 0", in.Offsets[0])
	}
	for k, o := range in.Offsets {
		if int(o) > ids {
			return 0, fmt.Errorf("offset %d at place %d is beyond the %d ids", o, k, ids)
		}
		if k > 0 && o < in.Offsets[k-1] {
			return 0, fmt.Errorf("offset %d at place %d is before the last, %d", o, k, in.Offsets[k-1])
		}
	}
	if !includeLast {
		return last + 1, nil
	}
	if int(in.Offsets[last]) != ids {
		return 0, fmt.Errorf("the last offset is %d, not the number of ids, %d", in.Offsets[last], ids)
	}
	return last, nil
}

// each visits the bags: the k-th holds the ids from, …, to−1.
func (in Bags) each(includeLast bool, visit func(k, from, to int)) {
	if in.Size > 0 {
		for k := range len(in.IDs) / in.Size {
			visit(k, k*in.Size, (k+1)*in.Size)
		}
		return
	}
	for k, from := range in.Offsets {
		to := len(in.IDs)
		if k+1 < len(in.Offsets) {
			to = int(in.Offsets[k+1])
		} else if includeLast {
			return
		}
		visit(k, int(from), to)
	}
}

// between returns a single bag.
func (in Bags) between(from, to int) Bags {
	one := Bags{IDs: in.IDs[from:to]}
	if in.Weights != nil {
		one.Weights = in.Weights[from:to]
	}
	return one
}

func (in Bags) weight(k int) float32 {
	if in.Weights == nil {
		return 1
	}
	return in.Weights[k]
}

func part(x []float32, k, dim int) []float32 { return x[k*dim : (k+1)*dim : (k+1)*dim] }
