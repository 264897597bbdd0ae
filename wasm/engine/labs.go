//go:build js

package main

// The labs of this build.
import (
	_ "nearspace/core/lab/cooccurrence"
	_ "nearspace/core/lab/documents"
	_ "nearspace/core/lab/layer"
	_ "nearspace/core/lab/subwords"
	_ "nearspace/core/lab/vectors"
	_ "nearspace/core/lab/words"
)
