package format_test

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"nearspace/core/format"
	"nearspace/core/space"
)

// Vectors as GloVe publishes them, read and written for NumPy.
func Example() {
	text := "king 0.5 0.25 1\nqueen 0.5 -0.25 1\nnew york 0.25 0.75 0\n"
	open := func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader([]byte(text))), nil }
	words, facts, err := format.Read(open, "words", format.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(facts.Format, words.Len(), words.Dim())
	for _, n := range words.Nearest(words.Row(0), 1, space.Cosine, []int{0}) {
		fmt.Printf("%s %.2f\n", words.Label(n.ID), n.Score)
	}
	var file bytes.Buffer
	written, err := format.Export(&file, words, format.NumPyZip, format.Float16)
	fmt.Println(written.Rows, err)
	// Output:
	// glove 3 3
	// queen 0.90
	// 3 <nil>
}

// A file in pieces, as a page reads one.
func ExampleReader() {
	file := "testdata/gensim.bin"
	r := format.NewReader(func() (io.ReadCloser, error) { return os.Open(file) }, format.Options{MaxRows: 3})
	for done := false; !done; {
		var err error
		if done, err = r.Step(); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(r.Space("gensim").Labels(), r.Facts().Cut)
	// Output: [the naïve 北京] true
}
