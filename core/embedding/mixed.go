package embedding

import (
	"fmt"
	"math"
)

// Mixed gives frequent ids long vectors and rare ones short ones, which a matrix
// for each block of ids brings to one length. Ids stand in the order of their
// frequency, as a vocabulary has them. Ginart, Naumov, Mudigere, Yang and Zou,
// "Mixed Dimension Embeddings with Application to Memory-Efficient
// Recommendation Systems", 2021.
type Mixed struct {
	Blocks []*LowRank
}

// A Block is how many ids have vectors of which dimension.
type Block struct{ IDs, Dim int }

// BlocksByFrequency cuts ids into so many blocks whose sizes double, and gives
// each a dimension by how frequent its ids are on average:
//
//	d = ⌈dim·(mean count/mean count of the first block)^exponent⌉, at least 1
//
// With an exponent of 0 all have dim; the authors take .3.
func BlocksByFrequency(counts []int64, blocks, dim int, exponent float64) ([]Block, error) {
	if blocks < 1 || blocks >= 63 || len(counts) < 1<<blocks-1 || dim < 1 || !(exponent >= 0) {
		return nil, fmt.Errorf("mixed dimensions: %d ids in %d blocks of up to %d columns by an exponent of %v", len(counts), blocks, dim, exponent)
	}
	var list []Block
	var top float64
	from, share := 0, 1<<blocks-1
	for b := range blocks {
		to := len(counts) * (1<<(b+1) - 1) / share
		var sum int64
		for k := from; k < to; k++ {
			if counts[k] < 0 {
				return nil, fmt.Errorf("mixed dimensions: a count of %d at place %d", counts[k], k)
			}
			sum += counts[k]
		}
		mean := float64(sum) / float64(to-from)
		if b == 0 {
			top = mean
		}
		d := dim
		if top > 0 {
			d = int(math.Ceil(float64(dim)*math.Pow(mean/top, exponent) - 1e-9))
		}
		list = append(list, Block{IDs: to - from, Dim: min(dim, max(1, d))})
		from = to
	}
	return list, nil
}

// NewMixed returns a layer of zeros.
func NewMixed(dim int, blocks ...Block) (*Mixed, error) {
	m := &Mixed{}
	for b, block := range blocks {
		l, err := NewLowRank(block.IDs, block.Dim, dim)
		if err != nil {
			return nil, fmt.Errorf("mixed dimensions: block %d: %w", b, err)
		}
		m.Blocks = append(m.Blocks, l)
	}
	if len(blocks) == 0 {
		return nil, fmt.Errorf("mixed dimensions: no block")
	}
	return m, nil
}

// MixDimensions returns the layer with such blocks that comes nearest to a
// table.
func MixDimensions(t *Table, blocks ...Block) (*Mixed, error) {
	m, from := &Mixed{}, 0
	for b, block := range blocks {
		if block.IDs < 1 || from+block.IDs > t.Rows() {
			return nil, fmt.Errorf("mixed dimensions: block %d has %d ids, %d are left", b, block.IDs, t.Rows()-from)
		}
		rows := &Table{Weights: t.Weights}
		rows.Weights.Rows, rows.Weights.Data = block.IDs, t.Weights.Data[from*t.Weights.Stride:]
		l, err := Factorize(rows, block.Dim)
		if err != nil {
			return nil, fmt.Errorf("mixed dimensions: block %d: %w", b, err)
		}
		m.Blocks = append(m.Blocks, l)
		from += block.IDs
	}
	if from != t.Rows() {
		return nil, fmt.Errorf("mixed dimensions: blocks of %d ids for %d rows", from, t.Rows())
	}
	return m, nil
}

func (m *Mixed) Rows() int {
	rows := 0
	for _, l := range m.Blocks {
		rows += l.Rows()
	}
	return rows
}

func (m *Mixed) Dim() int   { return m.Blocks[0].Dim() }
func (m *Mixed) Bytes() int { return bytesOf(m.Tables()) }

// Tables returns the vectors and the matrix of each block.
func (m *Mixed) Tables() []*Table {
	tables := make([]*Table, 0, 2*len(m.Blocks))
	for _, l := range m.Blocks {
		tables = append(tables, l.A, l.B)
	}
	return tables
}

// locate returns the block of an id and its row there.
func (m *Mixed) locate(id int32) (block int, row int32) {
	for int(id) >= m.Blocks[block].Rows() {
		id -= int32(m.Blocks[block].Rows())
		block++
	}
	return block, id
}

// Lookup stores the vectors of the ids in dst.
func (m *Mixed) Lookup(dst []float32, ids []int32) error {
	if err := checkLookup(m, dst, ids); err != nil {
		return fmt.Errorf("look up mixed dimensions: %w", err)
	}
	clear(dst)
	for k, id := range ids {
		b, row := m.locate(id)
		m.Blocks[b].addRow(part(dst, k, m.Dim()), 1, row)
	}
	return nil
}

// BackwardTo implements [Trainable].
func (m *Mixed) BackwardTo(dst []SparseGrad, ids []int32, grad []float32) error {
	if err := checkBackward(m, dst, grad, ids); err != nil {
		return fmt.Errorf("gradient of mixed dimensions: %w", err)
	}
	for b, l := range m.Blocks {
		beginWhole(&dst[2*b+1], l.B)
	}
	for k, id := range ids {
		b, row := m.locate(id)
		m.Blocks[b].pushRow(dst[2*b:2*b+2], 1, row, part(grad, k, m.Dim()))
	}
	return nil
}
