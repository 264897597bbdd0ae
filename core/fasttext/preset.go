package fasttext

import (
	"fmt"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// Preset lets a word of the text begin with a vector that comes from elsewhere,
// once Filled is true: its own row becomes what makes the mean of its rows this
// vector. It returns false if the text does not have the word.
func (w *Words) Preset(word string, vector []float32) (known bool, err error) {
	return preset(w.In, w.Filled(), w.dictionary, word, vector)
}

// Preset is that of Words. Without subwords it is what the original does with
// pretrained vectors.
func (t *Texts) Preset(word string, vector []float32) (known bool, err error) {
	return preset(t.In, t.Filled(), t.dictionary, word, vector)
}

// preset sets z_w = |G|·v − Σ z_g over the other rows g of the word.
func preset(in *embedding.Table, filled bool, d *Dictionary, word string, vector []float32) (bool, error) {
	switch {
	case len(vector) != in.Dim():
		return false, fmt.Errorf("preset %q: %d numbers for vectors of %d", word, len(vector), in.Dim())
	case !filled:
		return false, fmt.Errorf("preset %q: the rows do not have their first values yet", word)
	}
	id, known := d.ID(word)
	if !known {
		return false, nil
	}
	rows := d.appendSubwords(nil, word)
	own := in.Row(int(id))
	vec.RowSum(own, -1, in.Weights, rows[1:])
	vec.AddScaled(own, float32(len(rows)), vector)
	return true, nil
}
