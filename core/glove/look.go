package glove

import (
	"fmt"
	"math"
	"slices"

	"nearspace/core/vec"
)

// A Step is the training step of one non-zero laid open.
type Step struct {
	I, J       int
	Count      float32 // Xᵢⱼ
	Target     float32 // log Xᵢⱼ
	Weight     float32 // f(Xᵢⱼ)
	Prediction float32 // wᵢ·w̃ⱼ + bᵢ + b̃ⱼ
	Difference float32 // Prediction − Target
	Error      float32 // Weight·Difference, within ±100
	Loss       float32 // ½·Weight·Difference²
	Rate       float32

	// Of the word i as w and b, and of the word j as w̃ and b̃: the vector and,
	// after it, the bias, so Dim+1 numbers each.
	Word, Context           []float32
	WordGrad, ContextGrad   []float32 // ∂Loss/∂…, but of the Error that is cut off
	WordSums, ContextSums   []float32 // AdaGrad's s, before
	WordAfter, ContextAfter []float32
	WordSumsAfter           []float32
	ContextSumsAfter        []float32
}

// Look computes the training step of row i and column j of the counts, as if it
// were the next, on copies. The model is not changed.
func (m *Model) Look(i, j int) (Step, error) {
	if n := m.Words(); i < 0 || i >= n || j < 0 || j >= n {
		return Step{}, fmt.Errorf("look into glove: entry %d, %d of a matrix of %d words", i, j, n)
	}
	s := Step{I: i, J: j, Count: m.counts.At(i, j), Rate: float32(m.config.LearningRate)}
	if s.Count == 0 {
		return Step{}, fmt.Errorf("look into glove: the entry %d, %d is zero", i, j)
	}
	s.Target = float32(math.Log(float64(s.Count)))
	s.Weight = float32(m.config.Weight(float64(s.Count)))
	s.Prediction = m.Predict(i, j)
	s.Difference = s.Prediction - s.Target
	s.Error = max(-vec.MaxError, min(vec.MaxError, s.Weight*s.Difference))
	s.Loss = s.Weight * s.Difference * s.Difference / 2

	d := m.config.Dim
	bias := [parts]int{d, d, d + 1, d + 1} // where a part has it
	read := func(part, row int) []float32 {
		numbers := m.part(part).Row(row)
		return append(slices.Clone(numbers[:d]), numbers[bias[part]])
	}
	s.Word, s.Context = read(wordPart, i), read(contextPart, j)
	s.WordSums, s.ContextSums = read(wordSums, i), read(contextSums, j)
	for _, sums := range [][]float32{s.WordSums, s.ContextSums} {
		for k := range sums {
			sums[k]++
		}
	}
	s.WordGrad, s.WordAfter, s.WordSumsAfter = adagrad(s.Word, s.WordSums, s.Context, s.Error, s.Rate)
	s.ContextGrad, s.ContextAfter, s.ContextSumsAfter = adagrad(s.Context, s.ContextSums, s.Word, s.Error, s.Rate)
	return s, nil
}

// adagrad returns the gradient of a row, whose last number is a bias, and what the
// row and its sums become. See the package's comment.
func adagrad(row, sums, other []float32, e, rate float32) (grad, after, sumsAfter []float32) {
	grad, after, sumsAfter = make([]float32, len(row)), slices.Clone(row), slices.Clone(sums)
	for k := range row {
		if grad[k] = e; k < len(row)-1 {
			grad[k] = e * other[k]
		}
		g := rate * grad[k]
		sumsAfter[k] += g * g
		after[k] -= g / float32(math.Sqrt(float64(sumsAfter[k])))
	}
	return grad, after, sumsAfter
}
