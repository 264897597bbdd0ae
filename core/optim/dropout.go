package optim

import (
	"fmt"
	"math/rand/v2"
)

// Dropout sets numbers to zero with probability P and divides the others by 1−P,
// so that their expectation stays; outside of training one leaves it out. BERT's
// input layer is followed by one of .1. Srivastava, Hinton, Krizhevsky,
// Sutskever and Salakhutdinov, "Dropout", 2014.
type Dropout struct{ P float32 }

// Apply changes x and stores in kept, of x's length, which numbers stayed.
func (d Dropout) Apply(x []float32, kept []bool, rng *rand.Rand) error {
	if err := d.check(x, kept); err != nil {
		return err
	}
	for i := range x {
		kept[i] = rng.Float32() >= d.P
	}
	d.scale(x, kept)
	return nil
}

// Backward changes the gradient of what Apply left into that of what it was
// given.
func (d Dropout) Backward(grad []float32, kept []bool) error {
	if err := d.check(grad, kept); err != nil {
		return err
	}
	d.scale(grad, kept)
	return nil
}

func (d Dropout) scale(x []float32, kept []bool) {
	for i, stays := range kept {
		if stays {
			x[i] /= 1 - d.P
		} else {
			x[i] = 0
		}
	}
}

func (d Dropout) check(x []float32, kept []bool) error {
	if err := checkShare("probability", d.P); err != nil {
		return fmt.Errorf("dropout: %w", err)
	}
	if len(x) != len(kept) {
		return fmt.Errorf("dropout: %d places for %d numbers", len(kept), len(x))
	}
	return nil
}

// WordDropout replaces whole ids with probability P by another: that of an
// unknown word, which thereby learns what to be when a word is unknown, or the
// padding row. Iyyer, Manjunatha, Boyd-Graber and Daumé, "Deep Unordered
// Composition Rivals Syntactic Methods for Text Classification", 2015.
type WordDropout struct {
	P  float32
	By int32
}

// Apply stores in dst, which may be ids itself, what is left of the ids.
func (d WordDropout) Apply(dst, ids []int32, rng *rand.Rand) error {
	if err := checkShare("probability", d.P); err != nil {
		return fmt.Errorf("word dropout: %w", err)
	}
	if len(dst) != len(ids) {
		return fmt.Errorf("word dropout: %d places for %d ids", len(dst), len(ids))
	}
	for k, id := range ids {
		if rng.Float32() < d.P {
			id = d.By
		}
		dst[k] = id
	}
	return nil
}
