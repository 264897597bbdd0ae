package embedding

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Pruned keeps the numbers of largest magnitude; the others are zero and take no
// room. Han, Pool, Tran and Dally, "Learning both Weights and Connections for
// Efficient Neural Networks", 2015.
type Pruned struct {
	Starts  []int32 // of each row in Columns and Values, and the end
	Columns []uint16
	Values  []float32
	dim     int
}

// Prune keeps a share of 0 to 1 of the table's numbers; of equal magnitudes, the
// first ones.
func Prune(t *Table, keep float64) (*Pruned, error) {
	if !(keep >= 0 && keep <= 1) {
		return nil, fmt.Errorf("prune: a share of %v is outside 0 to 1", keep)
	}
	if t.Dim() > math.MaxUint16+1 {
		return nil, fmt.Errorf("prune: dimension %d is above %d", t.Dim(), math.MaxUint16+1)
	}
	order := make([]int, t.Rows()*t.Dim())
	for at := range order {
		order[at] = at
	}
	magnitude := func(at int) float32 {
		return float32(math.Abs(float64(t.Row(at / t.Dim())[at%t.Dim()])))
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(magnitude(b), magnitude(a)), cmp.Compare(a, b))
	})
	order = order[:int(math.Round(keep*float64(len(order))))]
	slices.Sort(order)

	p := &Pruned{Starts: make([]int32, t.Rows()+1), dim: t.Dim()}
	for _, at := range order {
		i, d := at/t.Dim(), at%t.Dim()
		p.Starts[i+1]++
		p.Columns, p.Values = append(p.Columns, uint16(d)), append(p.Values, t.Row(i)[d])
	}
	for i := range t.Rows() {
		p.Starts[i+1] += p.Starts[i]
	}
	return p, nil
}

func (p *Pruned) Rows() int  { return len(p.Starts) - 1 }
func (p *Pruned) Dim() int   { return p.dim }
func (p *Pruned) Bytes() int { return 4*len(p.Starts) + 2*len(p.Columns) + 4*len(p.Values) }

// Lookup stores the vectors of the ids in dst.
func (p *Pruned) Lookup(dst []float32, ids []int32) error {
	if err := checkLookup(p, dst, ids); err != nil {
		return fmt.Errorf("look up pruned: %w", err)
	}
	clear(dst)
	for k, id := range ids {
		for at := p.Starts[id]; at < p.Starts[id+1]; at++ {
			dst[k*p.dim+int(p.Columns[at])] = p.Values[at]
		}
	}
	return nil
}
