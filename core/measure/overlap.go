package measure

import (
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/neighbor"
	"nearspace/core/space"
)

// OverlapScore is how many of their K neighbours words keep from one space to
// another.
type OverlapScore struct {
	K      int
	Shared int // words in both spaces
	Words  []KeptNeighbors
}

// KeptNeighbors is one word: its rows in the two spaces, and how many of its
// neighbours are the same.
type KeptNeighbors struct{ A, B, Kept int }

// Mean returns the share of neighbours kept, 0 if no word was asked.
func (s OverlapScore) Mean() float64 {
	kept := 0
	for _, w := range s.Words {
		kept += w.Kept
	}
	if kept == 0 {
		return 0
	}
	return float64(kept) / float64(len(s.Words)*s.K)
}

// Overlap compares the k nearest words by cosine, among those that both spaces
// have, of as many words as ask says, which are spread evenly over those; 0 asks
// all. Where fewer than k other words are shared, K is their number.
func Overlap(a, b *space.Space, k, ask int, o Options, pace func() error) (OverlapScore, error) {
	va, err := newVocabulary(a, o, pace)
	if err != nil {
		return OverlapScore{}, err
	}
	vb, err := newVocabulary(b, o, pace)
	if err != nil {
		return OverlapScore{}, err
	}
	var rowsA, rowsB []int
	for id, same := range va.same {
		if other, known := vb.first[va.word(a.Label(id))]; known && int(same) == id {
			rowsA, rowsB = append(rowsA, id), append(rowsB, int(other))
		}
	}
	n := len(rowsA)
	score := OverlapScore{K: max(0, min(k, n-1)), Shared: n}
	if ask <= 0 || ask > n {
		ask = n
	}
	asked := make([]int, ask)
	for i := range asked {
		asked[i] = i * n / ask
	}
	nearA, err := nearest(a, rowsA, asked, score.K, pace)
	if err != nil {
		return OverlapScore{}, err
	}
	nearB, err := nearest(b, rowsB, asked, score.K, pace)
	if err != nil {
		return OverlapScore{}, err
	}
	for i, word := range asked {
		score.Words = append(score.Words, KeptNeighbors{rowsA[word], rowsB[word], common(nearA[i], nearB[i])})
	}
	return score, nil
}

// nearest returns the neighbours of some of the rows among all of them, by their
// places.
func nearest(s *space.Space, rows, asked []int, k int, pace func() error) ([][]neighbor.Neighbor, error) {
	all, queries := newMatrix(len(rows), s.Dim()), newMatrix(len(asked), s.Dim())
	for i, id := range rows {
		copy(row(all, i), s.Row(id))
	}
	for i, place := range asked {
		copy(row(queries, i), row(all, place))
	}
	others := func(query, row int) bool { return row != asked[query] }
	return neighbor.NewExact(all).Each(queries, k, neighbor.Cosine, others, pace)
}

func common(a, b []neighbor.Neighbor) int {
	ids := make(map[int]bool, len(a))
	for _, n := range a {
		ids[n.ID] = true
	}
	both := 0
	for _, n := range b {
		if ids[n.ID] {
			both++
		}
	}
	return both
}

func newMatrix(rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: max(1, cols), Data: make([]float32, rows*cols)}
}

func row(m blas32.General, i int) []float32 { return m.Data[i*m.Stride : i*m.Stride+m.Cols] }
