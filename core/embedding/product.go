package embedding

import (
	"fmt"
	"math/rand/v2"

	"nearspace/core/vec"
)

// ProductQuantized cuts vectors into parts and replaces each by the number of
// the nearest of at most 256 centroids, one byte a part. The last part may be
// shorter. Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor
// Search", 2011.
type ProductQuantized struct {
	Centroids []*Table // of each part: centroids × columns of the part
	Codes     []byte   // row by row, one a part
	dim       int
}

// ProductQuantize finds the centroids of parts of so many columns by k-means, in
// so many rounds at most. fastText has 2 columns, 256 centroids and 25 rounds.
func ProductQuantize(t *Table, columns, centroids, rounds int, rng *rand.Rand) (*ProductQuantized, error) {
	if columns < 1 || columns > t.Dim() || centroids < 1 || centroids > 256 || rounds < 1 || t.Rows() < 1 {
		return nil, fmt.Errorf("product quantize: parts of %d columns, %d centroids, %d rounds for a table of %d × %d", columns, centroids, rounds, t.Rows(), t.Dim())
	}
	parts := (t.Dim() + columns - 1) / columns
	p := &ProductQuantized{Codes: make([]byte, t.Rows()*parts), dim: t.Dim()}
	for m := range parts {
		points := t.columns(m*columns, min((m+1)*columns, t.Dim()))
		c, codes := kMeans(points, min(centroids, t.Rows()), rounds, rng)
		p.Centroids = append(p.Centroids, c)
		for i, code := range codes {
			p.Codes[i*parts+m] = byte(code)
		}
	}
	return p, nil
}

func (p *ProductQuantized) Rows() int  { return len(p.Codes) / len(p.Centroids) }
func (p *ProductQuantized) Dim() int   { return p.dim }
func (p *ProductQuantized) Bytes() int { return len(p.Codes) + bytesOf(p.Centroids) }

// Lookup stores the vectors of the ids in dst.
func (p *ProductQuantized) Lookup(dst []float32, ids []int32) error {
	if err := checkLookup(p, dst, ids); err != nil {
		return fmt.Errorf("look up product-quantized: %w", err)
	}
	parts := len(p.Centroids)
	for k, id := range ids {
		y := part(dst, k, p.dim)
		for m, code := range p.Codes[int(id)*parts : (int(id)+1)*parts] {
			y = y[copy(y, p.Centroids[m].Row(int(code))):]
		}
	}
	return nil
}

// kMeans returns centroids and the nearest one of each point: Lloyd's rounds
// from distinct points chosen at random, until nothing changes. A centroid that
// loses all its points moves to the point that is worst off.
func kMeans(points *Table, k, rounds int, rng *rand.Rand) (*Table, []int) {
	centroids := NewTable(k, points.Dim())
	for j, i := range rng.Perm(points.Rows())[:k] {
		copy(centroids.Row(j), points.Row(i))
	}
	nearest, distance := make([]int, points.Rows()), make([]float32, points.Rows())
	assign := func() (changed bool) {
		for i := range points.Rows() {
			best, least := 0, vec.SquaredDistance(points.Row(i), centroids.Row(0))
			for j := 1; j < k; j++ {
				if d := vec.SquaredDistance(points.Row(i), centroids.Row(j)); d < least {
					best, least = j, d
				}
			}
			changed = changed || nearest[i] != best
			nearest[i], distance[i] = best, least
		}
		return changed
	}
	assign()
	sizes := make([]int, k)
	for range rounds {
		clear(sizes)
		clear(centroids.Weights.Data)
		for i, j := range nearest {
			sizes[j]++
			vec.Add(centroids.Row(j), points.Row(i))
		}
		for j, n := range sizes {
			if n > 0 {
				vec.Scale(1/float32(n), centroids.Row(j))
				continue
			}
			worst := 0
			for i, d := range distance {
				if d > distance[worst] {
					worst = i
				}
			}
			copy(centroids.Row(j), points.Row(worst))
			distance[worst] = 0
		}
		if !assign() {
			break
		}
	}
	return centroids, nearest
}
