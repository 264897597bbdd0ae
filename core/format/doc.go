// Package format reads and writes files of vectors: word2vec's text and binary,
// fastText's .vec, GloVe's text, NumPy's .npy and .npz, safetensors, the
// TensorFlow projector's bundle, and tables (CSV, TSV, JSONL) with a vector in
// each row.
//
// What a file is, is found from its first bytes and not from its name; a gzipped
// file is expanded first. A [Reader] takes it in pieces, so that a page stays
// alive, and gives a [space.Space]. [Export] writes one.
//
// A file is opened once to read it and, where nothing in its beginning says how
// many rows there are, once before that, to count: then the rows are allocated
// once, as large as they will be, instead of growing, which would hold them
// twice. What a header claims is believed only as far as the bytes that follow
// could bear it out.
//
// Rows with a label that came before are left out and counted, as gensim does. A
// file that is damaged or cut off gives an error that names the place, and what
// was read before it can still be had.
package format
