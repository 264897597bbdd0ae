package project

import (
	"math"

	"nearspace/core/space"
)

// A conditional is how near the neighbours of a row are to it, as a distribution
// with a given perplexity,
//
//	p[j] = e^(−β·d[j]) / Σ,  −Σ p·ln p = ln perplexity,
//
// where d is the squared distance of Euclidean, and the distance of the other
// metrics: between unit vectors 1 − cos is half the squared distance.
type conditional struct {
	squared bool
	d, p    []float64 // scratch
}

func newConditional(metric space.Metric, k int) *conditional {
	return &conditional{metric == space.Euclidean, make([]float64, k), make([]float64, k)}
}

// add adds share·p to dst.
func (c *conditional) add(dst []float32, found []neighbor, perplexity, share float64) {
	least, mean := math.Inf(1), 0.
	for j, to := range found {
		d := float64(to.distance)
		if c.squared {
			d *= d
		}
		c.d[j] = d
		least = min(least, d)
		mean += d / float64(len(found))
	}
	for j := range c.d {
		c.d[j] -= least
	}
	c.search(math.Log(perplexity), mean-least)
	for j, p := range c.p {
		dst[j] += float32(share * p)
	}
}

// search finds p of an entropy by Newton's rule on ln β, kept between bounds:
//
//	dH/d ln β = −β²·Var_p(d)
func (c *conditional) search(entropy, mean float64) {
	const enough = 1e-5
	low, high := -100., 100.
	at := 0.
	if mean > 0 {
		at = -math.Log(mean)
		low, high = at-50, at+50
	}
	for range 60 {
		h, slope := c.entropy(math.Exp(at))
		if math.Abs(h-entropy) < enough || mean == 0 {
			return
		}
		if h > entropy {
			low = at
		} else {
			high = at
		}
		next := at - (h-entropy)/slope
		if !(next > low && next < high) {
			next = (low + high) / 2
		}
		at = next
	}
}

// entropy computes p, and returns its entropy and how that changes with ln β.
func (c *conditional) entropy(beta float64) (h, slope float64) {
	var sum, first, second float64
	for j, d := range c.d {
		p := math.Exp(-beta * d)
		c.p[j] = p
		sum += p
		first += p * d
		second += p * d * d
	}
	for j := range c.p {
		c.p[j] /= sum
	}
	first, second = first/sum, second/sum
	return math.Log(sum) + beta*first, -beta * beta * (second - first*first)
}
