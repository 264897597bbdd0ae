package embedding_test

import (
	"fmt"
	"math/rand/v2"

	"nearspace/core/embedding"
)

func ExampleTable() {
	table := embedding.NewTable(3, 2)
	for i := range 3 {
		copy(table.Row(i), []float32{float32(i), float32(10 * i)})
	}
	y := make([]float32, 4)
	if err := table.Lookup(y, []int32{2, 1}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(y)
	fmt.Println(table.Lookup(y, []int32{2, 3}))
	// Output:
	// [2 20 1 10]
	// look up: id 3 at place 1 is outside 0 to 2
}

func ExampleSparseGrad_Coalesce() {
	table := embedding.NewTable(1000, 2)
	g, err := table.Backward([]int32{7, 3, 7}, []float32{1, 1, 2, 2, 4, 4})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Println(g.Rows, g.Values)
	fmt.Println(g.Coalesce().Rows, g.Coalesce().Values)
	// Output:
	// [7 3 7] [1 1 2 2 4 4]
	// [3 7] [2 2 5 5]
}

func ExampleBag() {
	table := embedding.NewTable(4, 1)
	for i := range 4 {
		table.Row(i)[0] = float32(i)
	}
	y := make([]float32, 3)
	bag := embedding.Bag{Table: table, Combiner: embedding.Mean}
	err := bag.Lookup(y, embedding.Bags{IDs: []int32{1, 3, 2}, Offsets: []int32{0, 2, 2}})
	fmt.Println(y, err)
	// Output: [2 0 2] <nil>
}

func ExampleGather() {
	input := embedding.Array[float32]{Shape: []int{2, 2}, Data: []float32{1, 2, 3, 4}}
	index := embedding.Array[int32]{Shape: []int{2, 2}, Data: []int32{0, 0, 1, 0}}
	out, err := embedding.Gather(input, 1, index)
	fmt.Println(out.Data, err)
	// Output: [1 1 4 3] <nil>
}

func ExampleTable_OneHotCost() {
	table := embedding.NewTable(30_000, 100)
	fmt.Printf("%+v\n%+v\n", table.OneHotCost(1), table.LookupCost(1))
	// Output:
	// {Multiplications:3000000 Bytes:12120400}
	// {Multiplications:0 Bytes:804}
}

func ExampleCompare() {
	table := embedding.NewTable(1000, 64)
	table.Normal(1, rand.New(rand.NewPCG(1, 2)))
	q, err := embedding.Quantize(table, 8)
	if err != nil {
		fmt.Println(err)
	}
	s, err := embedding.Compare(q, table)
	fmt.Printf("%d of %d bytes saved, %.1f%% off, %v\n", s.Saved(), s.Original, 100*s.Relative, err)
	// Output: 184000 of 256000 bytes saved, 0.5% off, <nil>
}

func ExampleDynamic() {
	table := embedding.NewTable(1, 8) // row 0: unknown words
	words := embedding.NewDynamic[string](table, embedding.Normal(.1, rand.New(rand.NewPCG(1, 2))))
	ids := make([]int32, 4)
	err := words.Use(ids, []string{"sea", "ship", "sea", "sail"})
	fmt.Println(ids, table.Rows(), err)
	from, err := words.Evict(2, embedding.LeastFrequent)
	fmt.Println(from, err)
	// Output:
	// [1 2 1 3] 4 <nil>
	// [0 1 3] <nil>
}

func ExampleBERTInput() {
	input := embedding.NewBERTInput(1000, 64, rand.New(rand.NewPCG(1, 2)))
	ids, types := []int32{101, 7, 102, 0}, []int32{0, 0, 0, 0}
	y := make([]float32, len(ids)*64)
	err := input.Forward(y, ids, types, 4)
	fmt.Println(len(input.Tables()), err)
	// Output: 5 <nil>
}
