package glove_test

import (
	"fmt"
	"math"
	"strings"

	"nearspace/core/corpus"
	"nearspace/core/glove"
)

func Example() {
	text, err := corpus.Read(strings.NewReader("the cat eats fish\nthe dog eats meat\n"), corpus.Options{MinCount: 1}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	counter, err := glove.NewCounter(text, glove.Counting{Window: 2})
	for more := true; more && err == nil; {
		more, err = counter.Count(1000)
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	counts := counter.Counts()
	words := text.Vocabulary.Words
	model, err := glove.New(glove.Config{Dim: 4, Iterations: 500, XMax: 1}, counts, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for model.Train(1000) {
	}
	columns, x := counts.Row(2)
	for k, j := range columns {
		fmt.Printf("%s beside %s: %.1f, fitted %.1f\n", words[2], words[j], x[k], math.Exp(float64(model.Predict(2, int(j)))))
	}
	// Output:
	// cat beside the: 1.0, fitted 1.0
	// cat beside eats: 1.0, fitted 1.0
	// cat beside fish: 0.5, fitted 0.5
}
