package embedding

import (
	"fmt"
	"math"
	"math/rand/v2"

	"nearspace/core/vec"
)

// A Filler gives a row its first values.
type Filler func(row []float32)

// Fill gives every row its first values, from the first on, and then sets the
// padding row to zero.
func (t *Table) Fill(fill Filler) {
	for i := range t.Rows() {
		fill(t.Row(i))
	}
	if p := t.padding(); p >= 0 && p < t.Rows() {
		clear(t.Row(p))
	}
}

// Uniform fills the table with numbers of U(−bound, bound), row by row.
// Keras's layer has a bound of .05.
func (t *Table) Uniform(bound float32, rng *rand.Rand) { t.Fill(Uniform(bound, rng)) }

// Normal fills the table with numbers of N(0, std²), row by row. PyTorch's layer
// has a std of 1, BERT .02.
func (t *Table) Normal(std float32, rng *rand.Rand) { t.Fill(Normal(std, rng)) }

// Zeros is the filler of zeros.
func Zeros(row []float32) { clear(row) }

// Uniform is the filler of U(−bound, bound).
func Uniform(bound float32, rng *rand.Rand) Filler {
	return func(row []float32) {
		for k := range row {
			row[k] = (2*rng.Float32() - 1) * bound
		}
	}
}

// Normal is the filler of N(0, std²).
func Normal(std float32, rng *rand.Rand) Filler {
	return func(row []float32) {
		for k := range row {
			row[k] = std * float32(rng.NormFloat64())
		}
	}
}

// TruncatedNormal is Normal with what is further than 2·std from zero drawn
// again. What is left has a standard deviation of .8796·std.
func TruncatedNormal(std float32, rng *rand.Rand) Filler {
	return func(row []float32) {
		for k := range row {
			z := rng.NormFloat64()
			for math.Abs(z) > 2 {
				z = rng.NormFloat64()
			}
			row[k] = std * float32(z)
		}
	}
}

// truncatedStd is the standard deviation of N(0, 1) cut off at ±2.
const truncatedStd = .87962566103423978

// The rules below take the standard deviation from how many numbers an output
// sums up (fan in) and how many a gradient does (fan out). Of a table of V × D,
// PyTorch takes D as fan in and V as fan out, Keras the other way round.

// XavierUniform is the filler of U(±gain·√(6/(fanIn+fanOut))). Glorot and
// Bengio, "Understanding the difficulty of training deep feedforward neural
// networks", 2010.
func XavierUniform(gain float32, fanIn, fanOut int, rng *rand.Rand) Filler {
	return Uniform(gain*root(6/float64(fanIn+fanOut)), rng)
}

// XavierNormal is the filler of N(0, gain²·2/(fanIn+fanOut)).
func XavierNormal(gain float32, fanIn, fanOut int, rng *rand.Rand) Filler {
	return Normal(gain*root(2/float64(fanIn+fanOut)), rng)
}

// KaimingUniform is the filler of U(±gain·√(3/fan)); before a ReLU, gain is √2.
// He, Zhang, Ren and Sun, "Delving Deep into Rectifiers", 2015.
func KaimingUniform(gain float32, fan int, rng *rand.Rand) Filler {
	return Uniform(gain*root(3/float64(fan)), rng)
}

// KaimingNormal is the filler of N(0, gain²/fan).
func KaimingNormal(gain float32, fan int, rng *rand.Rand) Filler {
	return Normal(gain*root(1/float64(fan)), rng)
}

// LeCunUniform is the filler of U(±√(3/fanIn)). LeCun, Bottou, Orr and Müller,
// "Efficient BackProp", 1998.
func LeCunUniform(fanIn int, rng *rand.Rand) Filler { return KaimingUniform(1, fanIn, rng) }

// LeCunNormal is the filler of a truncated normal distribution of variance
// 1/fanIn, as in Keras.
func LeCunNormal(fanIn int, rng *rand.Rand) Filler {
	return TruncatedNormal(root(1/float64(fanIn))/truncatedStd, rng)
}

func root(x float64) float32 { return float32(math.Sqrt(x)) }

// MeanOf is the filler of the mean of the rows that t has now: a new row that
// begins there is near all others and favours none.
func MeanOf(t *Table) Filler {
	mean := t.mean()
	return func(row []float32) { copy(row, mean) }
}

func (t *Table) mean() []float32 {
	sum := make([]float64, t.Dim())
	for i := range t.Rows() {
		for k, v := range t.Row(i) {
			sum[k] += float64(v)
		}
	}
	mean := make([]float32, t.Dim())
	for k, s := range sum {
		mean[k] = float32(s / float64(max(1, t.Rows())))
	}
	return mean
}

// Orthogonal fills the table with gain times a random matrix with orthonormal
// columns, or rows if it has more columns than rows: Gram and Schmidt's, twice
// for each vector, on numbers of N(0, 1), which is evenly distributed over all
// such matrices. Saxe, McClelland and Ganguli, "Exact solutions to the nonlinear
// dynamics of learning in deep linear neural networks", 2014.
func (t *Table) Orthogonal(gain float32, rng *rand.Rand) {
	count, length := t.Dim(), t.Rows()
	if length < count {
		count, length = length, count
	}
	basis := make([][]float32, count)
	normal := Normal(1, rng)
	for j := range basis {
		v := make([]float32, length)
		normal(v)
		for range 2 {
			for _, b := range basis[:j] {
				vec.AddScaled(v, -vec.Dot(v, b), b)
			}
			vec.Scale(1/vec.Norm(v), v)
		}
		basis[j] = v
	}
	for i := range t.Rows() {
		row := t.Row(i)
		for k := range row {
			if t.Rows() < t.Dim() {
				row[k] = gain * basis[i][k]
			} else {
				row[k] = gain * basis[k][i]
			}
		}
	}
}

// FillFrom gives the row of each word the vector that find returns, and rows of
// words without one the values of missing; nil leaves those as they are. It
// returns how many were found. A vector of another length than Dim is an error.
func (t *Table) FillFrom(words []string, find func(word string) []float32, missing Filler) (found int, err error) {
	if len(words) != t.Rows() {
		return 0, fmt.Errorf("fill from pretrained vectors: %d words for %d rows", len(words), t.Rows())
	}
	for i, word := range words {
		switch v := find(word); {
		case v == nil && missing != nil:
			missing(t.Row(i))
		case v == nil:
		case len(v) != t.Dim():
			return found, fmt.Errorf("fill from pretrained vectors: %q has %d numbers, the table %d", word, len(v), t.Dim())
		default:
			copy(t.Row(i), v)
			found++
		}
	}
	return found, nil
}
