package optim

import (
	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// SGD is stochastic gradient descent: w ← w − lr·g. Its rule is linear in g, so
// rows that occur repeatedly need no adding up first.
type SGD struct {
	LearningRate float32
}

// StepSparse applies the gradient to the rows that it names.
func (o SGD) StepSparse(t *embedding.Table, g embedding.SparseGrad) {
	for k, row := range g.Rows {
		vec.AddScaled(t.Row(int(row)), -o.LearningRate, g.Row(k))
	}
}
