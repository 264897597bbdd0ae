package fasttext

import (
	"errors"
	"fmt"
	"slices"

	"nearspace/core/embedding"
	"nearspace/core/space"
	"nearspace/core/vec"
)

// Preset lets a word of the text begin with a vector that comes from elsewhere,
// once Filled is true: its own row becomes what makes the mean of its rows this
// vector. It returns false if the text does not have the word.
func (w *Words) Preset(word string, vector []float32) (known bool, err error) {
	if !w.part.Alone() && w.words > 0 {
		return false, errors.New("preset: the shard has begun, and the others would not know")
	}
	return preset(w.In, w.Filled(), w.dictionary, word, vector)
}

// Freeze lets a word of the text have a vector that comes from elsewhere, as Preset
// does, and keep it. It is the vector that is frozen, the mean of the word's rows:
// its n-grams, which it shares with others, learn from these others alone, and its own
// row makes up for what they learn. So a frozen word stays where it is, and an unknown
// word still gets the vector of pieces that have been trained. Out learns from all.
func (w *Words) Freeze(word string, vector []float32) (known bool, err error) {
	if known, err = w.Preset(word, vector); !known || err != nil {
		return known, err
	}
	if w.frozen == nil {
		w.frozen = map[int32][]float32{}
	}
	id, _ := w.dictionary.ID(word)
	w.frozen[id] = slices.Clone(vector)
	return true, nil
}

// Borrow gives the words that a space has its vectors, by Preset or, frozen, by
// Freeze, and says how many words those are.
func (w *Words) Borrow(given *space.Space, frozen bool) (found int, err error) {
	if frozen {
		return borrow(given, w.Freeze)
	}
	return borrow(given, w.Preset)
}

func borrow(given *space.Space, give func(string, []float32) (bool, error)) (found int, err error) {
	taken := map[string]bool{}
	for id, word := range given.Labels() {
		if taken[word] {
			continue
		}
		known, err := give(word, given.Row(id))
		if err != nil {
			return found, err
		}
		if known {
			taken[word] = true
			found++
		}
	}
	return found, nil
}

// Settle makes the own rows of all frozen words what makes up for their n-grams, which
// training leaves to when it is asked for.
func (w *Words) Settle() {
	for word := range w.frozen {
		w.settle(word)
	}
}

// settle makes the own row of a frozen word what makes up for its n-grams.
func (w *Words) settle(word int32) { balance(w.In, w.parts.of(word), w.frozen[word]) }

// Preset is that of Words. Without subwords it is what the original does with
// pretrained vectors.
func (t *Texts) Preset(word string, vector []float32) (known bool, err error) {
	return preset(t.In, t.Filled(), t.dictionary, word, vector)
}

// Freeze lets a word of the texts begin with a vector, as Preset does, and its own
// row stay. Its n-grams, if there are any, which it shares with others, learn.
func (t *Texts) Freeze(word string, vector []float32) (known bool, err error) {
	if known, err = t.Preset(word, vector); !known || err != nil {
		return known, err
	}
	if t.frozen == nil {
		t.frozen = map[int32]bool{}
	}
	id, _ := t.dictionary.ID(word)
	t.frozen[id] = true
	return true, nil
}

// Borrow is that of Words.
func (t *Texts) Borrow(given *space.Space, frozen bool) (found int, err error) {
	if frozen {
		return borrow(given, t.Freeze)
	}
	return borrow(given, t.Preset)
}

func preset(in *embedding.Table, filled bool, d *Dictionary, word string, vector []float32) (bool, error) {
	switch {
	case len(vector) != in.Dim():
		return false, fmt.Errorf("preset %q: %d numbers for vectors of %d", word, len(vector), in.Dim())
	case !filled:
		return false, fmt.Errorf("preset %q: the rows do not have their first values yet", word)
	}
	if _, known := d.ID(word); !known {
		return false, nil
	}
	balance(in, d.appendSubwords(nil, word), vector)
	return true, nil
}

// balance sets z_w = |G|·v − Σ z_g over the other rows g of a word, the first of
// whose rows is its own.
func balance(in *embedding.Table, rows []int32, vector []float32) {
	own := in.Row(int(rows[0]))
	vec.RowSum(own, -1, in.Weights, rows[1:])
	vec.AddScaled(own, float32(len(rows)), vector)
}
