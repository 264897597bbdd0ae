package embedding

import (
	"fmt"
	"math"
)

// LayerNorm gives each vector the mean 0 and the variance 1, and then a gain and
// a bias for each column:
//
//	x̂ = (x − μ)/√(σ² + ε),  y = γx̂ + β
//
// Ba, Kiros and Hinton, "Layer Normalization", 2016.
type LayerNorm struct {
	Gain, Bias *Table // of one row
	Epsilon    float64
}

// NewLayerNorm returns one with a gain of 1 and a bias of 0. BERT has an epsilon
// of 1e-12, GPT-2 of 1e-5.
func NewLayerNorm(dim int, epsilon float64) *LayerNorm {
	n := &LayerNorm{Gain: NewTable(1, dim), Bias: NewTable(1, dim), Epsilon: epsilon}
	for d := range dim {
		n.Gain.Row(0)[d] = 1
	}
	return n
}

// Tables returns the parameters: gain and bias.
func (n *LayerNorm) Tables() []*Table { return []*Table{n.Gain, n.Bias} }

// Forward stores the normalised vectors of x in dst, which may be x itself.
func (n *LayerNorm) Forward(dst, x []float32) error {
	if err := n.check(dst, x); err != nil {
		return fmt.Errorf("layer norm: %w", err)
	}
	dim, gain, bias := n.Gain.Dim(), n.Gain.Row(0), n.Bias.Row(0)
	for k := 0; k < len(x); k += dim {
		mean, scale := n.moments(x[k : k+dim])
		for d, v := range x[k : k+dim] {
			dst[k+d] = gain[d]*float32((float64(v)-mean)*scale) + bias[d]
		}
	}
	return nil
}

// Backward stores in dx, which may be grad itself, the gradient of x for that of
// what Forward made of it, and returns the gradients of gain and bias:
//
//	∂L/∂γ = Σ g·x̂,  ∂L/∂β = Σ g
//	∂L/∂x = (h − mean(h) − x̂·mean(h·x̂))/√(σ² + ε)  with h = γg
func (n *LayerNorm) Backward(dx, x, grad []float32) ([]SparseGrad, error) {
	if err := n.check(grad, x); err != nil {
		return nil, fmt.Errorf("gradient of layer norm: %w", err)
	}
	if err := n.check(dx, x); err != nil {
		return nil, fmt.Errorf("gradient of layer norm: %w", err)
	}
	dim, gain := n.Gain.Dim(), n.Gain.Row(0)
	dGain, dBias := make([]float64, dim), make([]float64, dim)
	for k := 0; k < len(x); k += dim {
		mean, scale := n.moments(x[k : k+dim])
		var sum, along float64
		for d, v := range x[k : k+dim] {
			g, unit := float64(grad[k+d]), (float64(v)-mean)*scale
			dGain[d] += g * unit
			dBias[d] += g
			sum += g * float64(gain[d])
			along += g * float64(gain[d]) * unit
		}
		sum, along = sum/float64(dim), along/float64(dim)
		for d, v := range x[k : k+dim] {
			h, unit := float64(grad[k+d])*float64(gain[d]), (float64(v)-mean)*scale
			dx[k+d] = float32((h - sum - unit*along) * scale)
		}
	}
	return []SparseGrad{wholeRow(n.Gain, dGain), wholeRow(n.Bias, dBias)}, nil
}

func wholeRow(t *Table, grad []float64) SparseGrad {
	g := SparseGrad{Dim: t.Dim()}
	if t.Frozen {
		return g
	}
	g.Rows = []int32{0}
	for _, v := range grad {
		g.Values = append(g.Values, float32(v))
	}
	return g
}

// moments returns the mean of a vector and 1/√(σ² + ε).
func (n *LayerNorm) moments(x []float32) (mean, scale float64) {
	for _, v := range x {
		mean += float64(v)
	}
	mean /= float64(len(x))
	var variance float64
	for _, v := range x {
		d := float64(v) - mean
		variance += d * d
	}
	return mean, 1 / math.Sqrt(variance/float64(len(x))+n.Epsilon)
}

func (n *LayerNorm) check(y, x []float32) error {
	if len(y) != len(x) || len(x)%n.Gain.Dim() != 0 {
		return fmt.Errorf("%d numbers for %d, in vectors of %d", len(y), len(x), n.Gain.Dim())
	}
	return nil
}
