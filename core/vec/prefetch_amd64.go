package vec

// prefetch asks for each line of x's memory.
//
//go:noescape
func prefetch(x []float32)
