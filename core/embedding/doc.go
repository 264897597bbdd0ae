// Package embedding is the embedding layer: a matrix W ∈ ℝ^{V×D} whose row i is
// the vector of the thing with id i.
//
// Forward, a lookup copies rows: y = W[i], which is the product of W's
// transpose with the one-hot vector of i at the cost of one copy instead of
// V·D multiplications. Backward, the gradient of W is zero outside the rows
// that were looked up,
//
//	∂L/∂W[i] = Σ over the places k with ids[k] = i of ∂L/∂y[k],
//
// so it is kept as those rows only ([SparseGrad]), and an optimizer of package
// optim touches only those. Every model of the project keeps its parameters in
// a [Table], so that every one can be looked into the same way.
//
// The semantics are those of torch.nn.Embedding; where other layers differ, the
// difference is a named mode.
package embedding
