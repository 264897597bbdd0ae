package word2vec_test

import (
	"fmt"
	"strings"

	"nearspace/core/corpus"
	"nearspace/core/word2vec"
)

func Example() {
	day, night := "sun shines by day light\n", "moon glows by night dark\n"
	text, err := corpus.Read(strings.NewReader(strings.Repeat(day+night, 200)), corpus.Options{}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := word2vec.New(word2vec.Config{Architecture: word2vec.CBOW, Dim: 10, Window: 1, Sample: -1}, text, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	for m.Train(1000) {
	}
	words := text.Vocabulary.Words
	id := map[string]int32{}
	for i, w := range words {
		id[w] = int32(i)
	}
	probabilities, err := m.Predict([]int32{id["by"], id["light"]})
	if err != nil {
		fmt.Println(err)
		return
	}
	best := 0
	for i, p := range probabilities {
		if p > probabilities[best] {
			best = i
		}
	}
	done, total := m.Words()
	fmt.Printf("%d of %d words; by … light: %s\n", done, total, words[best])
	// Output:
	// 10000 of 10000 words; by … light: day
}

func ExampleShards() {
	text, err := corpus.Read(strings.NewReader(strings.Repeat("sun shines by day light\nmoon glows by night dark\n", 200)), corpus.Options{}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	shards, err := word2vec.NewShards(word2vec.Config{Dim: 10}, text, 1, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	rounds := 1
	for shards.Train() {
		rounds++
	}
	fmt.Println(rounds, "merges of all rows of", len(shards), "shards for", len(shards.Model().In.Row(0)), "dimensions")
	// Output:
	// 10 merges of all rows of 2 shards for 10 dimensions
}
