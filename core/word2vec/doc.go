// Package word2vec learns word vectors from text: skip-gram and CBOW, each with
// negative sampling or hierarchical softmax, and paragraph vectors.
//
// For every place of the text the words around it, the window, predict the word
// that stands there, the centre. As in word2vec.c skip-gram has each word of the
// window predict by itself, with the input h = wᵢ, its row of table In. CBOW has
// one input, the mean or the sum of the window's rows.
//
// An input is scored against a few rows of table Out. Negative sampling has a row
// c for each word, and tells the centre o from K words k₁…k_K of noise, drawn in
// proportion to count^.75:
//
//	L = −log σ(h·c_o) − Σₖ log σ(−h·c_k)
//
// Hierarchical softmax has a row for each inner node of a Huffman tree over the
// words. A word's probability is the product of the decisions on its path, so that
// only as many rows are scored as the path is long, and all words' probabilities
// add up to one:
//
//	L = −Σ_n log σ(±h·c_n) over the path's nodes n, + where the code is 0
//
// Either way the gradients are small: with g = σ(h·c) − label, ∂L/∂h = Σ g·c and
// ∂L/∂c = Σ g·h.
//
// The words of one window share their targets, the negatives too. In skip-gram
// the scores of a window are then a small matrix product, W·Cᵀ of window ×
// targets, and its update another two, which package vec computes as blocks. Drawn
// for each pair apart, the same number of negatives costs several times as much
// and learns no better.
//
// Of what gensim's Word2Vec and Doc2Vec may be told and what changes the vectors, a
// few things have no place here:
//
//   - hs and negative at once, the two losses added up: a model here has one table of
//     predictors, and has either;
//   - several tags for a document, and dm_tag_count: a document is one row;
//   - null_word: a joined window has zeros beyond the sentence (NewParagraphs);
//   - hashfxn: first values are drawn from the seed in the order of the rows, so no
//     hash of the word decides on them;
//   - sorted_vocab=0: the corpus numbers words by falling count, always;
//   - max_vocab_size: the corpus counts all words, since it holds the text anyway;
//   - max_final_vocab raises min_count until few enough words are left, of which those
//     of one count stay or go together: corpus.Options.MaxWords keeps just so many;
//   - batch_words: the rate falls from sentence to sentence, not from job to job, and
//     a sentence is cut after 1,000 words as in word2vec.c, not after 10,000.
//
// A trim_rule is corpus.Options.Trim.
//
// Mikolov, Chen, Corrado and Dean, "Efficient Estimation of Word Representations
// in Vector Space", 2013. Mikolov, Sutskever, Chen, Corrado and Dean, "Distributed
// Representations of Words and Phrases and their Compositionality", 2013. Morin
// and Bengio, "Hierarchical Probabilistic Neural Network Language Model", 2005.
// Sharing negatives: Ji, Satish, Li and Dubey, "Parallelizing Word2Vec in Shared
// and Distributed Memory", 2016.
package word2vec
