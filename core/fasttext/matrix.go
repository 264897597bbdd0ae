package fasttext

import (
	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// A Matrix holds the rows of a model, as numbers or as codes.
type Matrix interface {
	Rows() int
	Dim() int
	Bytes() int                       // of what it holds
	AddRow(dst []float32, i int32)    // adds row i to dst
	Dot(i int32, x []float32) float32 // multiplies row i and x
}

// Dense is a Matrix of numbers.
type Dense struct{ *embedding.Table }

// AddRow implements Matrix.
func (d Dense) AddRow(dst []float32, i int32) { vec.Add(dst, d.Row(int(i))) }

// Dot implements Matrix.
func (d Dense) Dot(i int32, x []float32) float32 { return vec.Dot(d.Row(int(i)), x) }

// centroidsOfPart is how many values a part of a vector is rounded to: a byte's.
const centroidsOfPart = 256

// Quantized is a Matrix each of whose rows is cut into parts of a few columns,
// and each part replaced by the number of the nearest of 256 centroids of that
// part; the last part may be shorter. With Norms, rows are of length 1 and their
// length is a code as well. Jégou, Douze and Schmid, "Product Quantization for
// Nearest Neighbor Search", 2011.
type Quantized struct {
	codes []byte // row by row, one a part
	parts quantizer

	normCodes []byte    // one a row; nil: rows have their own length
	norms     quantizer // of one column

	rows int
}

// A quantizer holds the centroids of each part, part by part.
type quantizer struct {
	dim, columns int // of a vector, of a part
	centroids    []float32
}

func (q quantizer) count() int { return (q.dim + q.columns - 1) / q.columns }

// centroid returns the numbers that a code of part m stands for.
func (q quantizer) centroid(m int, code byte) []float32 {
	n := min(q.columns, q.dim-m*q.columns)
	at := m*q.columns*centroidsOfPart + int(code)*n
	return q.centroids[at : at+n]
}

// Rows implements Matrix.
func (q *Quantized) Rows() int { return q.rows }

// Dim implements Matrix.
func (q *Quantized) Dim() int { return q.parts.dim }

// Bytes implements Matrix.
func (q *Quantized) Bytes() int {
	return len(q.codes) + len(q.normCodes) + 4*(len(q.parts.centroids)+len(q.norms.centroids))
}

// Norms says whether the lengths of the rows are kept apart.
func (q *Quantized) Norms() bool { return q.normCodes != nil }

func (q *Quantized) norm(i int32) float32 {
	if q.normCodes == nil {
		return 1
	}
	return q.norms.centroid(0, q.normCodes[i])[0]
}

// AddRow implements Matrix.
func (q *Quantized) AddRow(dst []float32, i int32) {
	norm, n := q.norm(i), q.parts.count()
	for m, code := range q.codes[int(i)*n : (int(i)+1)*n] {
		for k, v := range q.parts.centroid(m, code) {
			dst[m*q.parts.columns+k] += norm * v
		}
	}
}

// Dot implements Matrix.
func (q *Quantized) Dot(i int32, x []float32) float32 {
	var sum float32
	n := q.parts.count()
	for m, code := range q.codes[int(i)*n : (int(i)+1)*n] {
		for k, v := range q.parts.centroid(m, code) {
			sum += v * x[m*q.parts.columns+k]
		}
	}
	return sum * q.norm(i)
}
