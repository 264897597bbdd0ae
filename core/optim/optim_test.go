package optim

import (
	"testing"

	"nearspace/core/embedding"
)

func TestSGDTouchesOnlyTheRowsOfTheGradient(t *testing.T) {
	table := embedding.NewTable(3, 2)
	g := embedding.SparseGrad{Dim: 2, Rows: []int32{2, 0, 2}, Values: []float32{1, 2, 4, 8, 16, 32}}
	SGD{LearningRate: .5}.StepSparse(table, g)
	want := [][]float32{{-2, -4}, {0, 0}, {-8.5, -17}}
	for i, row := range want {
		for k, v := range row {
			if got := table.Row(i)[k]; got != v {
				t.Errorf("row %d, column %d: %v, want %v", i, k, got, v)
			}
		}
	}
}

func TestLinear(t *testing.T) {
	l := Linear{Start: 1, End: .25}
	for done, want := range map[float64]float64{0: 1, .5: .625, 1: .25, 2: .25} {
		if got := l.At(done); got != want {
			t.Errorf("at %v: %v, want %v", done, got, want)
		}
	}
}
