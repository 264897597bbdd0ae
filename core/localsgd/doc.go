// Package localsgd lets several models train one on parts of the same data, each on
// a core of its own, and merges what they have learned every so often: local SGD,
// or parameter mixing. The models have two tables whose rows are multiplied with
// each other, In and Out, and a text of sentences, of which each takes every nth.
//
// A Part is what a model knows of the others; it is told of every window that is
// trained, says when a merge is due and what was changed, and takes what all have
// changed. A Group trains on goroutines; workers that exchange arrays do so with
//
//	for m.Train(1000) || m.Due() {
//		if m.Due() {
//			err := m.Merge(exchange(m.Delta())...)
//		}
//	}
//
// After a merge of all rows the parts have the same tables, bit for bit. What comes
// out depends on how many parts there are and on the seed, not on how fast they are.
//
// # When
//
// There is a merge for every 50,000 words of each part, and there are 80 at least.
// The first come sooner: as the learning rate falls they are farther apart. Rows
// that are in less than one window of 256·n² take part in every eighth, and in the
// last.
//
// # How
//
// The sum of what k parts did to a row would overshoot where they all have gone
// most of the way to where the row is best, as with frequent words; their mean
// would learn too little everywhere else. Which it is depends on the direction.
// Seen from a row of one table, the loss is a bowl whose curvature comes from the
// other table's vectors x that share its windows,
//
//	H = u·Σ x·xᵀ, the sum over those of a window on average,
//
// since the second derivative of −log σ(x·c) for c is σ(1−σ)·x·xᵀ. Were u the most
// that σ(1−σ) can be, ¼, the parts would be thought nearer to the bottom than they
// are, and learn as in fewer epochs; with 1/24 they lose least. Along an axis of
// curvature λ, windows whose rates add up to r go the part 1−ρ of the way to the
// bottom, ρ = exp(−λ·r), and k times as many one after the other the part 1−ρᵏ. So
// what k parts have found in such windows each is added up and multiplied, along
// each axis of H, by
//
//	s = (1 − ρᵏ) / (k·(1 − ρ)),
//
// which is 1, the sum, for flat axes and rare rows, and 1/k, the mean, for steep
// axes and frequent rows. The steepest axes are taken one by one, all others with
// their mean curvature. How many of the windows train a row is not counted but
// expected: it follows from the text.
//
// Stich, "Local SGD Converges Fast and Communicates Little", 2019, has the mean.
package localsgd
