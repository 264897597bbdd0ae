package fasttext

import "fmt"

// A Shrinking makes a classifier small enough for so many bytes: it keeps the
// longest rows of In, trains those again, and quantises them. Step drives it.
type Shrinking struct {
	small     *Model
	again     *Texts // nil: not trained again, or done
	quantizer *Quantizer
	seed      uint64
}

// fewest is how many rows a quantised model has at least.
const fewest = centroidsOfPart

// Shrink begins to make a model small, which stays as it is. With 0 bytes all rows
// are kept. Those of fewer are trained again on the examples, if there are any, as
// the model was. A number of bytes that not even 256 rows fit in is refused.
func (m *Model) Shrink(bytes int, again *Examples, seed uint64) (*Shrinking, error) {
	z := &Shrinking{small: m, seed: seed}
	if rows := m.RowsWithin(bytes); bytes > 0 && rows < m.In.Rows() {
		if rows < fewest {
			return nil, fmt.Errorf("shrink: %d bytes are fewer than the %d that %d rows take", bytes, m.bytesOf(fewest), fewest)
		}
		cut, err := m.Cut(rows)
		if err != nil {
			return nil, fmt.Errorf("shrink: %w", err)
		}
		z.small = cut
		if again != nil {
			if z.again, err = cut.ContinueTexts(m.Settings, again, seed); err != nil {
				return nil, fmt.Errorf("shrink: %w", err)
			}
			return z, nil
		}
	}
	return z, z.quantize()
}

func (z *Shrinking) quantize() (err error) {
	q := Quantization{Norms: true, Output: z.small.Out.Rows() >= centroidsOfPart}
	z.quantizer, err = z.small.Quantize(q, z.seed)
	return err
}

// Step trains on up to so many texts, or does a round of quantising, and returns
// whether anything is left.
func (z *Shrinking) Step(texts int) (more bool, err error) {
	if z.again == nil {
		return z.quantizer.Step(), nil
	}
	if z.again.Train(texts) {
		return true, nil
	}
	z.small, z.again = z.again.Model(), nil
	return true, z.quantize()
}

// Parts is that of the quantizer, 0 of 0 before it begins.
func (z *Shrinking) Parts() (done, total int) {
	if z.quantizer == nil {
		return 0, 0
	}
	return z.quantizer.Parts()
}

// Model returns the small model once nothing is left to do.
func (z *Shrinking) Model() *Model { return z.quantizer.Model() }

// Distortion is that of the quantizer.
func (z *Shrinking) Distortion() float64 { return z.quantizer.Distortion() }

// What a row takes in a quantised model beside its codes: its length, its bucket or
// its word with its count.
const besideCodes = 1 + 12

// bytesOf returns what a quantised model of so many rows takes, about.
func (m *Model) bytesOf(rows int) int {
	dim := m.Dim()
	n := rows*((dim+1)/2+besideCodes) + 4*centroidsOfPart*(dim+1)
	if labels := m.Out.Rows(); labels >= centroidsOfPart {
		n += labels*((dim+1)/2+1) + 4*centroidsOfPart*(dim+1)
	} else {
		n += 4 * labels * dim
	}
	for _, label := range m.Dictionary.Labels {
		n += len(label) + 10
	}
	return n
}

// RowsWithin returns how many rows a quantised model of so many bytes may have,
// about: what the original's program is told as its cutoff.
func (m *Model) RowsWithin(bytes int) int {
	each := (m.Dim()+1)/2 + besideCodes
	return (bytes - m.bytesOf(0)) / each
}
