package words

import (
	"encoding/binary"
	"fmt"
	"io"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/lab"
)

// course is how a run came to be where it is, beside its model.
type course struct {
	dim    int    // of the vectors that its words began with; 0: none were given
	found  int    // words that had one
	second bool   // it trains on with another text
	hash   string // that text's
	known  int    // words that it had before
	before int    // reports before
}

// Bounds of what a file and a save may say.
const (
	mostDim  = 2048
	mostHash = 1 << 10
)

// readOn begins to read the second text. What the first has taught is kept, however
// rare it is there.
func (r *run) readOn() {
	first := r.corpus.Vocabulary.Words
	known := make(map[string]bool, len(first))
	for _, word := range first {
		known[word] = true
	}
	options := r.params.text()
	trim := options.Trim
	options.Trim = func(word string, count int64) corpus.Decision {
		switch {
		case known[word]:
			return corpus.Keep
		case trim != nil:
			return trim(word, count)
		}
		return corpus.ByCount
	}
	r.read(r.then(), options)
}

// then and from are the second text and the file of vectors, where there are such.
func (r *run) then() dataset.Source { return r.file(r.params.goesOn(), r.params.Then) }
func (r *run) from() dataset.Source { return r.file(r.params.begins(), r.params.From) }

func (r *run) file(wanted bool, id string) dataset.Source {
	if !wanted {
		return dataset.Source{}
	}
	file, _ := r.setup.File(id)
	return file
}

// goOn makes the model of the first text one of the second.
func (r *run) goOn(text *corpus.Corpus) error {
	known := len(r.corpus.Vocabulary.Words)
	model, joined, err := r.model.(continuing).after(r.shaped(), text, r.setup.Seed+1, r.setup.Shard)
	if err != nil {
		return err
	}
	r.model, r.corpus, r.reading, r.joined = model, joined, nil, true
	if !r.second {
		r.second, r.hash, r.known, r.before = true, r.then().Hash, known, r.report.Count
	}
	r.phase = model.phase()
	return r.load()
}

// Notes implements lab.Work.
func (r *run) Notes() []lab.Text {
	notes := lab.NotePhrases(r.phrases)
	if r.dim > 0 && r.spaces != nil {
		words := r.known
		if !r.second {
			words = len(r.corpus.Vocabulary.Words)
		}
		notes = append(notes, lab.Text{
			En: fmt.Sprintf("%d of %d words begin with the vectors of %s.", r.found, words, r.from().Name),
			Zh: fmt.Sprintf("%d / %d 个词从 %s 的向量开始。", r.found, words, r.from().Name)})
	}
	if r.joined && r.spaces != nil {
		fresh := len(r.corpus.Vocabulary.Words) - r.known
		notes = append(notes, lab.Text{
			En: fmt.Sprintf("%s adds %d new words to %d.", r.then().Name, fresh, r.known),
			Zh: fmt.Sprintf("%s 在 %d 个词之外新增 %d 个词。", r.then().Name, r.known, fresh)})
	}
	return notes
}

func (c *course) save(w io.Writer) error {
	second := 0
	if c.second {
		second = 1
	}
	var b []byte
	for _, n := range []int{c.dim, c.found, second, c.known, c.before, len(c.hash)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	_, err := w.Write(append(b, c.hash...))
	return err
}

// load reads what save wrote; what is cut off is a *lab.DamagedSaveError.
func (c *course) load(from io.Reader) error {
	var b [24]byte
	if _, err := io.ReadFull(from, b[:]); err != nil {
		return &lab.DamagedSaveError{Err: err}
	}
	n := func(i int) int { return int(binary.LittleEndian.Uint32(b[4*i:])) }
	switch {
	case n(0) > mostDim:
		return &lab.DamagedSaveError{Err: fmt.Errorf("vectors of %d dimensions, %d are possible", n(0), mostDim)}
	case n(5) > mostHash:
		return &lab.DamagedSaveError{Err: fmt.Errorf("a hash of %d bytes", n(5))}
	}
	hash := make([]byte, n(5))
	if _, err := io.ReadFull(from, hash); err != nil {
		return &lab.DamagedSaveError{Err: err}
	}
	*c = course{dim: n(0), found: n(1), second: n(2) == 1, known: n(3), before: n(4), hash: string(hash)}
	return nil
}
