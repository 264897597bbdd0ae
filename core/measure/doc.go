// Package measure judges a space of words by tests whose answers are known.
//
// [Analogies]: a is to b as c is to which word? The answer is the row x for which
//
//	cos(x,b) − cos(x,a) + cos(x,c)                 3CosAdd
//	cos'(x,b)·cos'(x,c) / (cos'(x,a) + 10⁻⁶)       3CosMul, cos' = (1+cos)/2
//
// is largest, a, b and c left out. [Pairs]: how well do cosines go with how
// similar people say two words are (Pearson's and Spearman's correlation)?
// [Outliers]: does the word that does not belong stand farthest from the others?
// [Purity]: do clusters hold words of one kind each? [AdjustedRand]: are two
// groupings the same? [Overlap]: how many neighbours do words keep from one space
// to another?
//
// Words are matched, limited and skipped as gensim's evaluate_word_analogies and
// evaluate_word_pairs do it, so that figures can stand beside each other: upper
// and lower case alike, the first row of a spelling, the first 300,000 rows only,
// and questions with an unknown word left out but counted.
//
// Mikolov, Yih and Zweig, "Linguistic regularities in continuous space word
// representations", 2013; Levy and Goldberg, "Linguistic regularities in sparse
// and explicit word representations", 2014; Camacho-Collados and Navigli, "Find
// the word that does not belong", 2016.
package measure
