// Package optim changes parameters along their gradients. A rule for embedding
// tables touches only the rows that a sparse gradient names, so that a step
// costs what the batch costs, however large the table.
package optim
