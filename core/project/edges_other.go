//go:build !wasm

package project

func (u *UMAP) move2(taken []int32, rate float32) { u.move2Go(taken, rate) }

func due(places []int32, x []float32, now float32, first int32) int {
	return dueGo(places, x, now, first)
}
