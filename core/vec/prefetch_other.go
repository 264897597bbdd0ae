//go:build !amd64

package vec

func prefetch([]float32) {}
