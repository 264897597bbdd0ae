package optim_test

import (
	"fmt"

	"nearspace/core/embedding"
	"nearspace/core/optim"
)

// A lookup, the gradient of what it returned, and a step on the rows that were
// looked up.
func Example() {
	table := embedding.NewTable(1000, 2)
	ids, y := []int32{7, 7}, make([]float32, 4)
	if err := table.Lookup(y, ids); err != nil {
		fmt.Println(err)
	}
	grad, err := table.Backward(ids, []float32{1, 2, 1, 2})
	if err != nil {
		fmt.Println(err)
	}
	var o optim.Optimizer = &optim.SGD{LearningRate: .5}
	fmt.Println(o.StepSparse(table, grad), table.Row(7), table.Row(8))
	// Output: <nil> [-1 -2] [0 0]
}

func ExampleAdam() {
	table := embedding.NewTable(3, 1)
	adam := &optim.Adam{}
	schedule := optim.WarmUp{Length: 2, Then: optim.Stairs{Start: .1, Factor: .5, Every: 4}}
	for step := range 3 {
		adam.SetLearningRate(schedule.At(float64(step)))
		g := embedding.SparseGrad{Dim: 1, Rows: []int32{1}, Values: []float32{1}}
		if err := adam.StepSparse(table, g); err != nil {
			fmt.Println(err)
		}
		fmt.Printf("%.3f ", table.Row(1)[0])
	}
	// Output: 0.000 -0.050 -0.150
}

func ExampleClipGlobalNorm() {
	a, b := []float32{3}, []float32{4}
	fmt.Println(optim.ClipGlobalNorm(1, a, b), a, b)
	// Output: 5 [0.6] [0.8]
}
