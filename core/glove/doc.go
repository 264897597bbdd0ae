// Package glove learns word vectors from how often words stand near each other.
//
// [Counter] goes through a text once and counts X, the symmetric matrix of
// co-occurrences: two words at a distance of d, within the window and one
// sentence, add 1/d to their entry. Words that are not in the vocabulary are not
// there, neither as words nor in the distance. [Model] then gives each word two
// vectors, w and w̃, and two biases, b and b̃, such that
//
//	wᵢ·w̃ⱼ + bᵢ + b̃ⱼ ≈ log Xᵢⱼ
//
// for all non-zeros, by weighted least squares:
//
//	J = ½ Σ f(Xᵢⱼ)·(wᵢ·w̃ⱼ + bᵢ + b̃ⱼ − log Xᵢⱼ)², f(x) = min(1, (x/x_max)^α).
//
// As X is symmetric, w and w̃ differ only by their first values, and what one uses
// is their sum. J is minimised by AdaGrad, non-zero after non-zero: with
// e = f·(… − log X) within ±100 and the step g = η·e·w̃ⱼ,
//
//	s ← s + g², wᵢ ← wᵢ − g/√s, where s is 1 at first.
//
// The rate is within the sums, as in the authors' program, which takes the root
// before a step's own square is added. Eight entries of a row take their steps
// together here, and by that order a frequent word's row may run away.
//
// One half of X is kept, row by row, and each of its entries trains both products
// it stands for, so that a non-zero takes 4 bytes, and 8 while training. A tile of
// 64 entries, which are of one or a few rows, is the piece that is shuffled: what
// they share, the row's two vectors and their sums, stays in registers (see
// [vec.FitRow]). The order of the tiles is a permutation that is computed, not
// kept.
//
// Pennington, Socher and Manning, "GloVe: Global Vectors for Word Representation",
// 2014. AdaGrad: Duchi, Hazan and Singer, "Adaptive Subgradient Methods", 2011.
package glove
