package lab

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/space"
)

// A Course is what a run has beside its text: a file of vectors that words begin
// with, and another text that it goes on with. Where there is neither, it is zero.
type Course struct {
	From, Then dataset.Source

	Dim    int  // of the vectors that the words began with; 0: none were given
	Found  int  // words that had one
	Second bool // the run trains on with the other text
	Known  int  // words that it had before
	Before int  // reports before

	vectors *VectorReading // until they are read
	given   *space.Space   // until they are taken
}

// Bounds of what a file and a save may say.
const (
	mostGivenDim = 2048
	mostHash     = 1 << 10
)

// Course returns the course of a run, by the ids of the two files among the
// setup's; "" is none. CheckFiles has found them.
func (s Setup) Course(from, then string) (*Course, error) {
	c := &Course{}
	c.From, _ = s.File(from)
	c.Then, _ = s.File(then)
	if !c.Begins() {
		return c, nil
	}
	var err error
	c.vectors, err = NewVectorReading(c.From)
	return c, err
}

// Begins says that words begin with a file's vectors, GoesOn that the run has yet to
// go on with another text.
func (c *Course) Begins() bool { return c.From.ID != "" }
func (c *Course) GoesOn() bool { return c.Then.ID != "" && !c.Second }

// Reads returns the reading of the vectors while it goes on, or nil.
func (c *Course) Reads() *VectorReading { return c.vectors }

// Unit reads a piece of the vectors, and says what was done and whether that was the
// last.
func (c *Course) Unit() (phase Phase, done bool, err error) {
	given, err := c.vectors.Unit()
	phase = c.vectors.Phase()
	if err != nil || given == nil {
		return phase, false, err
	}
	if given.Dim() > mostGivenDim {
		return phase, false, &ParamError{Name: "dim", Value: strconv.Itoa(given.Dim()), Min: 1, Max: mostGivenDim}
	}
	c.given, c.vectors, c.Dim = given, nil, given.Dim()
	return phase, true, nil
}

// Given returns the vectors that wait to be taken, or nil.
func (c *Course) Given() *space.Space { return c.given }

// Took says of how many words vectors were given.
func (c *Course) Took(found int) { c.given, c.Found = nil, found }

// Keeping are the options of reading the other text: what the first has taught is
// kept, however rare it is there.
func (c *Course) Keeping(options corpus.Options, words []string) corpus.Options {
	known := make(map[string]bool, len(words))
	for _, word := range words {
		known[word] = true
	}
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
	return options
}

// WentOn says that the other text is trained on from now on, if it was not before.
func (c *Course) WentOn(known, reports int) {
	if !c.Second {
		c.Second, c.Known, c.Before = true, known, reports
	}
}

// Notes says how many of the words began with vectors, and, once the other text has
// joined, how many it adds.
func (c *Course) Notes(words int, joined bool) []Text {
	var notes []Text
	first := words
	if c.Second {
		first = c.Known
	}
	if c.Dim > 0 {
		notes = append(notes, Text{
			En: fmt.Sprintf("%d of %d words begin with the vectors of %s.", c.Found, first, c.From.Name),
			Zh: fmt.Sprintf("%d / %d 个词从 %s 的向量开始。", c.Found, first, c.From.Name)})
	}
	if joined {
		notes = append(notes, Text{
			En: fmt.Sprintf("%s adds %d new words to %d.", c.Then.Name, words-c.Known, c.Known),
			Zh: fmt.Sprintf("%s 在 %d 个词之外新增 %d 个词。", c.Then.Name, c.Known, words-c.Known)})
	}
	return notes
}

// SaveRun writes the save of a run, with where its course is, if that is a place that
// a run can go on from: not while vectors wait to be taken.
func (c *Course) SaveRun(w io.Writer, labID string, s Setup, report Report, model func(io.Writer) error) error {
	if c.given != nil {
		return ErrNotReady
	}
	return SaveRun(w, labID, s, report, func(w io.Writer) error {
		if err := c.save(w); err != nil {
			return err
		}
		return model(w)
	})
}

// LoadRun reads what SaveRun wrote up to the model's state, as the package's LoadRun
// does. The vectors, which the state has, are not read any more. A save of another text
// to go on with is an *OtherSaveError.
func (c *Course) LoadRun(from io.Reader, labID string, s Setup, begun bool, report *Report) error {
	if err := LoadRun(from, labID, s, begun, report); err != nil {
		return err
	}
	if err := c.load(from); err != nil {
		return fmt.Errorf("load %s: %w", labID, err)
	}
	c.vectors = nil
	return nil
}

func (c *Course) save(w io.Writer) error {
	second, hash := 0, ""
	if c.Second {
		second, hash = 1, c.Then.Hash
	}
	var b []byte
	for _, n := range []int{c.Dim, c.Found, second, c.Known, c.Before, len(hash)} {
		b = binary.LittleEndian.AppendUint32(b, uint32(n))
	}
	_, err := w.Write(append(b, hash...))
	return err
}

func (c *Course) load(from io.Reader) error {
	var b [24]byte
	if _, err := io.ReadFull(from, b[:]); err != nil {
		return &DamagedSaveError{Err: err}
	}
	n := func(i int) int { return int(binary.LittleEndian.Uint32(b[4*i:])) }
	switch {
	case n(0) > mostGivenDim:
		return &DamagedSaveError{Err: fmt.Errorf("vectors of %d dimensions, %d are possible", n(0), mostGivenDim)}
	case n(5) > mostHash:
		return &DamagedSaveError{Err: fmt.Errorf("a hash of %d bytes", n(5))}
	}
	hash := make([]byte, n(5))
	if _, err := io.ReadFull(from, hash); err != nil {
		return &DamagedSaveError{Err: err}
	}
	if second := n(2) == 1; second && string(hash) != c.Then.Hash {
		return &OtherSaveError{Field: "then", Got: string(hash), Want: c.Then.Hash}
	}
	c.Dim, c.Found, c.Second, c.Known, c.Before = n(0), n(1), n(2) == 1, n(3), n(4)
	return nil
}
