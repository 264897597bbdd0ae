// Package optim changes parameters along their gradients. A rule for embedding
// tables touches only the rows that a sparse gradient names, so that a step
// costs what the batch costs, however large the table.
//
// Every parameter is an [embedding.Table]; that of a dense layer is one whose
// gradient is dense. An [Optimizer] is a rule and what it remembers of the rows
// of each table that it has stepped: momentum, sums of squares, counts. That
// grows with the table, goes with its rows when they move, and is saved and
// loaded to the bit.
//
// Step takes a dense gradient and changes every row. StepSparse changes the rows
// of the gradient, repeated ones by their sum, and lets all others rest. Where a
// gradient of zero changes nothing (SGD, Adagrad, FTRL without weight decay) the
// two are the same step; where it does, because a memory decays or weights do,
// they are the same if every row is in the gradient.
//
// Conventions, once for all: w are weights, g is their gradient, t counts the
// steps of a table, and square roots and products go column by column. A
// LearningRate has no default: 0 changes nothing. Other fields that are 0 stand
// for the default beside them. WeightDecay λ takes g + λw for g, except where
// decay is said to be decoupled. Values that make no sense are errors.
package optim
