package fasttext

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"

	"nearspace/core/localsgd"
	"nearspace/core/word2vec"
)

// Save writes what training has changed: one may Load it into a new model of the
// same settings and text, which then goes on with the same bits.
func (w *Words) Save(to io.Writer) error {
	f := &writer{w: bufio.NewWriterSize(to, 1<<16)}
	f.int64s(w.words, w.centres, int64(math.Float64bits(w.loss.total)), w.loss.inputs, int64(w.rng),
		int64(math.Float64bits(w.settings.LearningRate)))
	f.int32s(int32(w.filled), int32(w.epoch), int32(w.next), int32(w.place), int32(w.entered), int32(w.left),
		int32(math.Float32bits(w.rate)), int32(len(w.sentence)), int32(len(w.frozen)))
	f.int32s(w.sentence...)
	for _, word := range slices.Sorted(maps.Keys(w.frozen)) {
		f.int32s(word)
		f.floats(w.frozen[word])
	}
	f.floats(w.hidden.Data)
	f.floats(w.before.Data)
	f.floats(w.sizes)
	f.table(w.In)
	f.table(w.Out)
	if !w.part.Alone() {
		s := w.part.State()
		f.int32s(int32(w.part.Index()), int32(w.part.Of()), int32(s.Merges))
		f.int64s(int64(math.Float64bits(s.Travel)), int64(math.Float64bits(s.Apart)))
	}
	err := f.flush()
	if err == nil {
		err = w.part.Save(to)
	}
	if err != nil {
		return fmt.Errorf("save a fastText run: %w", err)
	}
	return nil
}

// Load reads what Save wrote. After an error the model must not be used.
func (w *Words) Load(from io.Reader) error {
	f := &reader{r: from, part: "state", buf: make([]byte, 1<<12)}
	var s state
	s.words, s.centres = f.int64(), f.int64()
	s.loss = lossSum{f.float(), f.int64()}
	s.rng = word2vec.Random(f.int64())
	rate := f.float()
	for _, x := range []*int{&s.filled, &s.epoch, &s.next, &s.place, &s.entered, &s.left} {
		*x = int(f.int32())
	}
	s.rate = math.Float32frombits(uint32(f.int32()))
	length, frozen := int(f.int32()), int(f.int32())
	if f.err == nil {
		if err := w.fits(s, rate, length); err != nil {
			f.fail(err)
		}
	}
	for i := 0; i < length && f.err == nil; i++ {
		id := f.int32()
		if id < 0 || int(id) >= len(w.dictionary.Words) {
			f.failf("word %d of a sentence is outside 0 to %d", id, len(w.dictionary.Words)-1)
		}
		s.sentence = append(s.sentence, id)
	}
	f.part = "frozen words"
	kept := w.readFrozen(f, frozen)
	f.part = "window"
	f.floats(w.hidden.Data)
	f.floats(w.before.Data)
	f.floats(w.sizes)
	f.part = "input table"
	f.table(w.In)
	f.part = "output table"
	f.table(w.Out)
	w.readPart(f, s.words > 0)
	if f.err != nil {
		return fmt.Errorf("load a fastText run: %w", f.err)
	}
	w.state, w.settings.LearningRate, w.frozen = s, rate, kept
	return nil
}

// readPart reads what a shard writes after the tables.
func (w *Words) readPart(f *reader, begun bool) {
	if w.part.Alone() || f.err != nil {
		return
	}
	f.part = "shard"
	index, of, merges := f.int32(), f.int32(), f.int32()
	state := localsgd.State{Merges: int(merges), Travel: f.float(), Apart: f.float()}
	if f.err == nil && (int(index) != w.part.Index() || int(of) != w.part.Of()) {
		f.failf("shard %d of %d, not %d of %d", index, of, w.part.Index(), w.part.Of())
	}
	if f.err == nil {
		if err := w.part.Load(f.r, state, begun); err != nil {
			f.fail(err)
		}
	}
}

func (w *Words) readFrozen(f *reader, n int) map[int32][]float32 {
	if f.err == nil && (n < 0 || n > len(w.dictionary.Words)) {
		f.failf("%d words of %d", n, len(w.dictionary.Words))
	}
	var frozen map[int32][]float32
	for i := 0; i < n && f.err == nil; i++ {
		word, kept := f.int32(), make([]float32, w.In.Dim())
		f.floats(kept)
		if word < 0 || int(word) >= len(w.dictionary.Words) {
			f.failf("word %d is outside 0 to %d", word, len(w.dictionary.Words)-1)
		}
		if frozen == nil {
			frozen = map[int32][]float32{}
		}
		frozen[word] = kept
	}
	return frozen
}

func (w *Words) fits(s state, rate float64, length int) error {
	switch {
	case !(rate > 0):
		return fmt.Errorf("learning rate %v is not positive", rate)
	case s.filled < 0 || s.filled > w.In.Rows():
		return fmt.Errorf("%d rows filled of %d", s.filled, w.In.Rows())
	case s.epoch < 0 || s.epoch > w.settings.Epochs:
		return fmt.Errorf("epoch %d is outside 0 to %d", s.epoch, w.settings.Epochs)
	case s.next < 0 || s.next >= len(w.text.Ends)+w.part.Of():
		return fmt.Errorf("sentence %d is outside 0 to %d", s.next, len(w.text.Ends)+w.part.Of()-1)
	case length < 0 || length > len(w.text.IDs):
		return fmt.Errorf("a sentence of %d words in a text of %d", length, len(w.text.IDs))
	case s.place < 0 || s.place > length:
		return fmt.Errorf("place %d is outside 0 to %d", s.place, length)
	case s.left < 0 || s.left > s.place || s.entered < s.place || s.entered > min(length, s.left+w.hidden.Rows):
		return fmt.Errorf("places %d to %d are looked up around %d of %d", s.left, s.entered, s.place, length)
	}
	return nil
}

// Save writes what training has changed: one may Load it into a new classifier of
// the same settings and examples, which then goes on with the same bits.
func (t *Texts) Save(to io.Writer) error {
	f := &writer{w: bufio.NewWriterSize(to, 1<<16)}
	f.int64s(int64(t.seed), int64(t.rng), t.tokens, int64(math.Float64bits(t.loss.total)), t.loss.inputs,
		int64(math.Float64bits(t.settings.LearningRate)))
	f.int32s(int32(t.filled), int32(t.epoch), int32(t.next), int32(len(t.frozen)))
	f.int32s(slices.Sorted(maps.Keys(t.frozen))...)
	f.table(t.In)
	f.table(t.Out)
	if err := f.flush(); err != nil {
		return fmt.Errorf("save a fastText classifier: %w", err)
	}
	return nil
}

// Load reads what Save wrote. After an error the classifier must not be used.
func (t *Texts) Load(from io.Reader) error {
	f := &reader{r: from, part: "state", buf: make([]byte, 1<<12)}
	var s textState
	seed := uint64(f.int64())
	s.rng, s.tokens = word2vec.Random(f.int64()), f.int64()
	s.loss = lossSum{f.float(), f.int64()}
	rate := f.float()
	s.filled, s.epoch, s.next = int(f.int32()), int(f.int32()), int(f.int32())
	frozen := int(f.int32())
	switch {
	case f.err != nil:
	case !(rate > 0):
		f.failf("learning rate %v is not positive", rate)
	case s.filled < 0 || s.filled > t.In.Rows():
		f.failf("%d rows filled of %d", s.filled, t.In.Rows())
	case s.epoch < 0 || s.epoch > t.settings.Epochs:
		f.failf("epoch %d is outside 0 to %d", s.epoch, t.settings.Epochs)
	case s.next < 0 || s.next > t.examples.Len():
		f.failf("text %d is outside 0 to %d", s.next, t.examples.Len())
	case frozen < 0 || frozen > len(t.dictionary.Words):
		f.failf("%d frozen words of %d", frozen, len(t.dictionary.Words))
	}
	var kept map[int32]bool
	for i := 0; i < frozen && f.err == nil; i++ {
		if kept == nil {
			kept = map[int32]bool{}
		}
		kept[f.int32()] = true
	}
	f.part = "input table"
	f.table(t.In)
	f.part = "output table"
	f.table(t.Out)
	if f.err != nil {
		return fmt.Errorf("load a fastText classifier: %w", f.err)
	}
	t.textState, t.seed, t.settings.LearningRate, t.frozen = s, seed, rate, kept
	t.shuffle()
	return nil
}
