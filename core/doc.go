// Package core is the map of the engine: everything that learns, searches and
// answers, in pure Go, with no page and no browser. It runs natively, where go
// test proves it, and as WebAssembly in a worker, where people use it.
//
// A package imports only packages that stand before it in this list; a test
// reads the list from here and the arrows from the code. Packages on one line
// do not import each other.
//
//	numbers
//		vec
//		cluster
//	learning
//		embedding
//		optim
//		autodiff
//		nn
//	spaces
//		neighbor
//		space
//	material
//		corpus
//		format
//		dataset
//	models
//		localsgd
//		word2vec
//		fasttext glove classify tag translate transformer
//		recommend walk kge gnn contrast series policy
//	views
//		project
//		measure
//		align debias retrofit attack explain
//	labs
//		lab
//		lab/labtest
//		lab/...
package core
