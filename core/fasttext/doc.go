// Package fasttext learns vectors of words from their spelling, and classifies
// texts by the mean of such vectors.
//
// A word is the bag of its n-grams: with the marks < and > at its ends, the word
// where has, of three characters, <wh whe her ere re>. Each n-gram has a row of
// table In, which it shares with all others of the same hash, and each known word
// one of its own besides. The word's vector is the mean of its rows,
//
//	h = 1/|G| · Σ_g z_g,
//
// so that words written alike have similar vectors from the start, and a word
// that was never seen has one too. [Words] trains them as package word2vec does,
// with h in the place of the word's row; [Texts] trains a linear classifier whose
// h is the mean over the words, subwords and word n-grams of a whole text.
//
// A [Model] is what both come to, and what a .bin file of the original program
// holds; it is read, used, written and trained further here.
//
// Bojanowski, Grave, Joulin and Mikolov, "Enriching Word Vectors with Subword
// Information", 2017. Joulin, Grave, Bojanowski and Mikolov, "Bag of Tricks for
// Efficient Text Classification", 2017. Quantised: Joulin and others,
// "FastText.zip", 2016.
package fasttext
