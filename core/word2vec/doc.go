// Package word2vec learns word vectors by skip-gram with negative sampling.
//
// Each word has two vectors, w in table In and c in table Out. For every place
// of the text, with the centre word o, each word i of the window around it and
// K words k₁…k_K drawn from the noise distribution, the loss is
//
//	L = Σᵢ ( −log σ(wᵢ·c_o) − Σₖ log σ(−wᵢ·c_k) ),
//
// whose gradients are small: with g = σ(w·c) − [c is the centre's],
// ∂L/∂w = Σ g·c and ∂L/∂c = Σ g·w. As in word2vec.c it is the context word's
// row that predicts the centre.
//
// The words of one window share their negatives. The scores of a window are
// then a small matrix product, W·Cᵀ of window × (1+K), and its update another
// two, which package vec computes as blocks; drawn for each pair apart, the same
// number of negatives costs several times as much and learns no better.
//
// Mikolov, Sutskever, Chen, Corrado and Dean, "Distributed Representations of
// Words and Phrases and their Compositionality", 2013. Sharing negatives: Ji,
// Satish, Li and Dubey, "Parallelizing Word2Vec in Shared and Distributed
// Memory", 2016.
package word2vec
