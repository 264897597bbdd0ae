package embedding

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/blas/blas32"
)

// Positions that are learned are a Table like any other, whose ids are:

// PositionIDs fills dst with the positions of sequences of one length, which
// stand one after the other: 0, 1, …, length−1, 0, 1, …
func PositionIDs(dst []int32, length int) error {
	if length < 1 || len(dst)%length != 0 {
		return fmt.Errorf("positions: %d places for sequences of %d", len(dst), length)
	}
	for k := range dst {
		dst[k] = int32(k % length)
	}
	return nil
}

// theta is the base of the wave lengths of sinusoidal and rotary positions.
const theta = 10000

// Sinusoidal stores in row p of dst the code of position first+p:
//
//	dst[p][2i]   = sin((first+p)/10000^(2i/D))
//	dst[p][2i+1] = cos((first+p)/10000^(2i/D))
//
// Vaswani and others, "Attention Is All You Need", 2017.
func Sinusoidal(dst blas32.General, first int) {
	for p := range dst.Rows {
		row := rowOf(dst, p)
		for i := 0; i < len(row); i += 2 {
			sin, cos := math.Sincos(float64(first+p) / math.Pow(theta, float64(i)/float64(len(row))))
			row[i] = float32(sin)
			if i+1 < len(row) {
				row[i+1] = float32(cos)
			}
		}
	}
}

// RotaryLayout says which two numbers of a vector are turned together. Weights
// trained with one layout give nonsense with the other.
type RotaryLayout string

const (
	Interleaved RotaryLayout = "interleaved" // 2i and 2i+1, as published
	RotateHalf  RotaryLayout = "rotate-half" // i and i+Dim/2, as GPT-NeoX and Llama have it
)

// Rotary turns queries and keys by angles that grow with the position, so that
// their products depend on how far apart they are only. Pair i of position p is
// turned by p·θ^(−2i/Dim):
//
//	a ← a·cos − b·sin,  b ← a·sin + b·cos
//
// Su, Lu, Pan, Murtadha, Wen and Liu, "RoFormer", 2021.
type Rotary struct {
	Dim    int     // of a head; even
	Theta  float64 // 10000
	Layout RotaryLayout
}

// Rotate turns the vectors of x in place. For each position it has the same
// number of heads, one after the other.
func (r Rotary) Rotate(x []float32, positions []int32) error {
	if err := r.turn(x, positions, 1); err != nil {
		return fmt.Errorf("rotary positions: %w", err)
	}
	return nil
}

// Backward changes the gradient of what Rotate left into that of what it was
// given: it turns back.
func (r Rotary) Backward(grad []float32, positions []int32) error {
	if err := r.turn(grad, positions, -1); err != nil {
		return fmt.Errorf("gradient of rotary positions: %w", err)
	}
	return nil
}

func (r Rotary) turn(x []float32, positions []int32, direction float64) error {
	if r.Dim < 2 || r.Dim%2 != 0 {
		return fmt.Errorf("dimension %d is not even", r.Dim)
	}
	if r.Layout != Interleaved && r.Layout != RotateHalf {
		return fmt.Errorf("layout %q is neither %q nor %q", r.Layout, Interleaved, RotateHalf)
	}
	if len(positions) == 0 && len(x) == 0 {
		return nil
	}
	if len(positions) == 0 || len(x)%(len(positions)*r.Dim) != 0 {
		return fmt.Errorf("%d numbers for %d positions in heads of %d", len(x), len(positions), r.Dim)
	}
	base := r.Theta
	if base == 0 {
		base = theta
	}
	width := len(x) / len(positions)
	for i := range r.Dim / 2 {
		a, b := 2*i, 2*i+1
		if r.Layout == RotateHalf {
			a, b = i, i+r.Dim/2
		}
		speed := direction * math.Pow(base, -2*float64(i)/float64(r.Dim))
		for k, p := range positions {
			s, c := math.Sincos(float64(p) * speed)
			sin, cos := float32(s), float32(c)
			for head := k * width; head < (k+1)*width; head += r.Dim {
				u, v := x[head+a], x[head+b]
				x[head+a], x[head+b] = u*cos-v*sin, u*sin+v*cos
			}
		}
	}
	return nil
}

// RelativeBias adds to the score of a query and a key a number that depends on
// how far apart they are: Table has a row for each bucket of distances and a
// column for each head. Near distances have a bucket each, far ones share them
// on a logarithmic scale. Raffel and others, "Exploring the Limits of Transfer
// Learning with a Unified Text-to-Text Transformer" (T5), 2020, has 32 buckets.
type RelativeBias struct {
	Table       *Table
	MaxDistance int // from which on all share the last bucket; 128
	// Bidirectional gives keys after the query buckets of their own: half of
	// all. Otherwise they share that of distance 0, since they are masked.
	Bidirectional bool
}

// Bucket returns the row of a distance, key − query.
func (b RelativeBias) Bucket(distance int) int {
	buckets, first := b.Table.Rows(), 0
	if b.Bidirectional {
		buckets /= 2
		if distance > 0 {
			first = buckets
		}
		distance = max(distance, -distance)
	} else {
		distance = max(0, -distance)
	}
	exact := buckets / 2
	if distance < exact {
		return first + distance
	}
	share := math.Log(float64(distance)/float64(exact)) / math.Log(float64(b.maxDistance())/float64(exact))
	// Where the share is a whole number of buckets, rounding must not lose one.
	far := exact + int(share*float64(buckets-exact)+1e-9)
	return first + min(far, buckets-1)
}

func (b RelativeBias) maxDistance() int {
	if b.MaxDistance == 0 {
		return 128
	}
	return b.MaxDistance
}

// Forward stores heads × queries × keys biases in dst.
func (b RelativeBias) Forward(dst []float32, queries, keys int) error {
	if err := b.check(dst, queries, keys); err != nil {
		return fmt.Errorf("relative bias: %w", err)
	}
	for i := range queries {
		for j := range keys {
			for h, v := range b.Table.Row(b.Bucket(j - i)) {
				dst[(h*queries+i)*keys+j] = v
			}
		}
	}
	return nil
}

// Backward returns the gradient of the table.
func (b RelativeBias) Backward(queries, keys int, grad []float32) (SparseGrad, error) {
	g := SparseGrad{Dim: b.Table.Dim()}
	if err := b.check(grad, queries, keys); err != nil {
		return g, fmt.Errorf("gradient of relative bias: %w", err)
	}
	if b.Table.Frozen {
		return g, nil
	}
	beginWhole(&g, b.Table)
	for i := range queries {
		for j := range keys {
			row := g.Row(b.Bucket(j - i))
			for h := range row {
				row[h] += grad[(h*queries+i)*keys+j]
			}
		}
	}
	return g, nil
}

func (b RelativeBias) check(x []float32, queries, keys int) error {
	least := 2
	if b.Bidirectional {
		least = 4
	}
	if b.Table.Rows() < least || b.maxDistance() <= b.Table.Rows()/least {
		return fmt.Errorf("%d buckets for distances up to %d", b.Table.Rows(), b.maxDistance())
	}
	if queries < 0 || keys < 0 || len(x) != b.Table.Dim()*queries*keys {
		return fmt.Errorf("%d numbers for %d heads of %d queries and %d keys", len(x), b.Table.Dim(), queries, keys)
	}
	return nil
}
