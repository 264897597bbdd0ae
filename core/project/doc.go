// Package project makes maps: two or three coordinates for each row of a space.
//
// Every map is a [Projection], driven in slices: Step works for about so many
// units and says when there is a frame to show, with the same bits however it is
// sliced; Renew says that the rows have changed, after which the points go on from
// where they are. [New] makes one by the name of its [Method] and [Settings].
//
// Along axes: [PCA] is principal component analysis: the axes along which the
// rows vary most, the eigenvectors of their covariance. [Live] is the same for
// rows that are being trained: each update takes one step of subspace iteration
//
//	Q ← orthonormal basis of Cov·Q
//
// from the last basis, and turns the new axes to agree with the last ones, so
// that points move because their vectors did and not because an axis flipped.
// [Linear] is a map along given axes: between two sets of words, random, the rows'
// own, or those that tell classes apart.
//
// By neighbours: [TSNE] and [UMAP] weigh the nearest rows of each and let points
// attract each other by these weights while all others push them away. Both can
// be started from a map, perturbed, and supervised by labels.
//
// Every map gives further rows a place ([Placer]) and stays as it is.
//
// [Judge] says how faithful a map is, and each of its points. Before
// anything else [Sphere] turns rows into directions from their mean, and [Whitening]
// makes them vary alike along all axes.
//
// Halko, Martinsson and Tropp, "Finding structure with randomness", 2011;
// Schönemann, "A generalized solution of the orthogonal Procrustes problem",
// 1966.
package project
