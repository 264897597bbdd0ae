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
// Around the table stand what reads it in other ways and what changes it:
//
//	Bag, WeightedBag              several rows as one: sum, mean, max, sqrtn
//	Gather, Sharded, OneHot       the same reading along any dimension, from parts, and as a product
//	Sinusoidal, Rotary, RelativeBias, LayerNorm, BERTInput, GPT2Input
//	                              what a transformer puts between ids and its first layer
//	Hashed, QuotientRemainder, LowRank, Mixed, LoRA
//	                              tables made of smaller ones, which train
//	Quantized, ProductQuantized, Pruned
//	                              tables in fewer bytes, which are only read
//	Dynamic                       rows that come and go with their keys
//
// Conventions, once for all: the destination comes first; a batch of n vectors
// is n·D numbers, row by row; what is called Backward returns a gradient, what
// is called BackwardTo stores it in one that is reused, and both look only at
// their arguments and the table's present weights, so they are to be called
// before the step that changes it. Bad input is an error that names the numbers.
//
// The semantics are those of torch.nn.Embedding; where other layers differ, the
// difference is a named mode.
package embedding
