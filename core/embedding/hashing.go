package embedding

import (
	"fmt"

	"nearspace/core/vec"
)

// Hashed is a table of few rows, the buckets, for many ids. The vector of an id
// is the sum of the rows that its hashes point to,
//
//	y = Σⱼ T[hⱼ(id) mod buckets],
//
// so that with two hashes only ids that collide in both cannot be told apart.
// Weinberger, Dasgupta, Langford, Smola and Attenberg, "Feature Hashing for
// Large Scale Multitask Learning", 2009; several hashes: Svenstrup, Hansen and
// Winther, "Hash Embeddings for Efficient Word Representations", 2017.
type Hashed struct {
	Table  *Table
	Hashes int
	IDs    int // how many there are
}

// NewHashed returns a layer of zeros.
func NewHashed(ids, buckets, dim, hashes int) (*Hashed, error) {
	if ids < 1 || buckets < 1 || dim < 1 || hashes < 1 {
		return nil, fmt.Errorf("hashed layer: %d ids in %d buckets of dimension %d by %d hashes", ids, buckets, dim, hashes)
	}
	return &Hashed{Table: NewTable(buckets, dim), Hashes: hashes, IDs: ids}, nil
}

// HashTable returns the layer that comes nearest to a table: with one hash,
// each bucket is the mean of its rows.
func HashTable(t *Table, buckets, hashes int) (*Hashed, error) {
	h, err := NewHashed(t.Rows(), buckets, t.Dim(), hashes)
	if err != nil {
		return nil, err
	}
	shared, users := make([][]float32, buckets), make([][]int32, buckets)
	for b := range shared {
		shared[b] = h.Table.Row(b)
	}
	for i := range t.Rows() {
		for j := range hashes {
			b := h.Bucket(int32(i), j)
			users[b] = append(users[b], int32(i))
		}
	}
	rounds := 1
	if hashes > 1 {
		rounds = 20
	}
	fitSums(t, shared, users, rounds)
	return h, nil
}

// Bucket returns where the j-th hash of an id points.
func (h *Hashed) Bucket(id int32, j int) int32 {
	// Steele, Lea and Flood's SplitMix64, the j-th number from the id as seed.
	x := uint64(id)*0xd1342543de82ef95 + uint64(j+1)*0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	return int32(x % uint64(h.Table.Rows()))
}

func (h *Hashed) Rows() int        { return h.IDs }
func (h *Hashed) Dim() int         { return h.Table.Dim() }
func (h *Hashed) Bytes() int       { return h.Table.Bytes() }
func (h *Hashed) Tables() []*Table { return []*Table{h.Table} }

// Lookup stores the vectors of the ids in dst.
func (h *Hashed) Lookup(dst []float32, ids []int32) error {
	if err := checkLookup(h, dst, ids); err != nil {
		return fmt.Errorf("look up hashed: %w", err)
	}
	clear(dst)
	for k, id := range ids {
		for j := range h.Hashes {
			vec.Add(part(dst, k, h.Dim()), h.Table.Row(int(h.Bucket(id, j))))
		}
	}
	return nil
}

// BackwardTo implements [Trainable].
func (h *Hashed) BackwardTo(dst []SparseGrad, ids []int32, grad []float32) error {
	if err := checkBackward(h, dst, grad, ids); err != nil {
		return fmt.Errorf("gradient of hashed: %w", err)
	}
	for k, id := range ids {
		for j := range h.Hashes {
			h.Table.push(&dst[0], h.Bucket(id, j), 1, part(grad, k, h.Dim()))
		}
	}
	return nil
}
