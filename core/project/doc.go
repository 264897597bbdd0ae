// Package project makes maps: two or three coordinates for each row of a space.
//
// [PCA] is principal component analysis: the axes along which the rows vary
// most, the eigenvectors of their covariance. [Live] is the same for rows that
// are being trained: each update takes one step of subspace iteration
//
//	Q ← orthonormal basis of Cov·Q
//
// from the last basis, and turns the new axes to agree with the last ones, so
// that points move because their vectors did and not because an axis flipped.
//
// Every map has one shape: Step works through so many rows and says whether it
// has come to an end, with the same bits however the rows are sliced, and
// Coordinates are row by row, in the order of the matrix.
//
// Halko, Martinsson and Tropp, "Finding structure with randomness", 2011;
// Schönemann, "A generalized solution of the orthogonal Procrustes problem",
// 1966.
package project
