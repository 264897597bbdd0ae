package project

// takeEdges is written in WebAssembly itself: in a loop within a loop Go's compiler
// keeps in memory what lives beside them. All rows that edges join are below rows,
// and there is an edge and a random point at least.
//
//go:noescape
func takeEdges(y *[2]float32, rows, apart int, froms, tos *int32, every, due *float32, taken *int32, n, negatives int, attract, repel *curve, draw uint64, rate float32) uint64

func (u *UMAP) move2(taken []int32, rate float32) {
	if len(taken) == 0 {
		return
	}
	y := pairs(u.y)
	u.draw = takeEdges(&y[0], len(y), int(float64(len(y))*golden), &u.froms[0], &u.tos[0], &u.every[0], &u.due[0], &taken[0], len(taken), u.s.Negatives, u.attract, u.repel, u.draw, rate)
}

// dueOf4 is dueGo of n numbers, four at least and four by four, whose places all fit.
//
//go:noescape
func dueOf4(places *int32, x *float32, n int, now float32, first int32) int

func due(places []int32, x []float32, now float32, first int32) int {
	whole := len(x) &^ 3
	if whole == 0 {
		return dueGo(places, x, now, first)
	}
	places = places[:len(x)]
	n := dueOf4(&places[0], &x[0], whole, now, first)
	return n + dueGo(places[n:], x[whole:], now, first+int32(whole))
}
