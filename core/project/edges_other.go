//go:build !wasm

package project

func (u *UMAP) move2(taken []int32, rate float32) { u.move2Go(taken, rate) }
