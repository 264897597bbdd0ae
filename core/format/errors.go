package format

import (
	"fmt"
	"strconv"
	"strings"
)

// A SyntaxError says where a file is not what its format asks for. Line is 0 in
// a file that is no text; Byte counts the expanded bytes from 0.
type SyntaxError struct {
	Format    Format
	Line      int
	Byte      int64
	Want, Got string
}

func (e *SyntaxError) Error() string {
	place := fmt.Sprintf("byte %d", e.Byte)
	if e.Line > 0 {
		place = fmt.Sprintf("line %d, %s", e.Line, place)
	}
	return fmt.Sprintf("%s: %s is expected, not %s", place, e.Want, e.Got)
}

// An UnknownError says that a file is of no format that is read here. Format is
// set if it is known all the same.
type UnknownError struct{ Format Format }

func (e *UnknownError) Error() string {
	if e.Format == FastText {
		return "a fastText model is no list of vectors: package fasttext reads it"
	}
	return "this is the beginning of no known file of vectors"
}

// A PickleError refuses a file that Python would run as a program. Script
// converts it.
type PickleError struct{ Script string }

// For returns the error with the file's name in the script.
func (e *PickleError) For(name string) *PickleError {
	return &PickleError{strings.ReplaceAll(e.Script, `"FILE"`, strconv.Quote(name))}
}

func (e *PickleError) Error() string {
	return "pickled Python objects are not read; convert them with: " + strings.ReplaceAll(e.Script, "\n", "; ")
}

// What turns pickled files into ones that are read.
const (
	gensimScript = "from gensim.utils import SaveLoad\n" +
		`m = SaveLoad.load("FILE"); getattr(m, "wv", m).save_word2vec_format("vectors.bin", binary=True)`
	torchScript = "import torch, numpy as np\n" +
		`w = torch.load("FILE", map_location="cpu"); np.save("vectors.npy", w["embedding.weight"].float().numpy())`
)

// An ArrayError says that a file has no array of the name asked for, or several
// to choose from. Arrays lists them with their shapes.
type ArrayError struct {
	Name   string // asked for; empty: none
	Arrays []Array
}

// List spells the arrays, with commas between.
func (e *ArrayError) List() string {
	list := make([]string, len(e.Arrays))
	for i, a := range e.Arrays {
		list[i] = a.String()
	}
	return strings.Join(list, ", ")
}

// Tables returns those that can be rows: of two dimensions, with one row at least.
func (e *ArrayError) Tables() []Array {
	var tables []Array
	for _, a := range e.Arrays {
		if len(a.Shape) == 2 && a.Shape[0] > 0 {
			tables = append(tables, a)
		}
	}
	return tables
}

func (e *ArrayError) Error() string {
	all := e.List()
	switch {
	case all == "":
		return "there is no array of numbers with two dimensions"
	case e.Name == "":
		return "which array is meant: " + all + "?"
	}
	return fmt.Sprintf("there is no array %q of two dimensions among %s", e.Name, all)
}

// An Array is one of several in a file.
type Array struct {
	Name  string
	Type  string
	Shape []int // nil if it has not been looked at
}

func (a Array) String() string {
	if a.Shape == nil {
		return a.Name
	}
	return fmt.Sprintf("%s (%s %s)", a.Name, a.Type, spellShape(a.Shape))
}

func spellShape(shape []int) string {
	s := make([]string, len(shape))
	for i, n := range shape {
		s[i] = fmt.Sprint(n)
	}
	return strings.Join(s, " × ")
}

// A TypeError says that an array's numbers are of a type that is not read.
type TypeError struct{ Array, Type, Want string }

func (e *TypeError) Error() string {
	return fmt.Sprintf("array %q holds %s, not %s", e.Array, e.Type, e.Want)
}

// A MemoryError says that not even one row fits what may be allocated.
type MemoryError struct{ Need, Max int64 }

func (e *MemoryError) Error() string {
	return fmt.Sprintf("a row takes %d bytes, more than the %d there may be", e.Need, e.Max)
}
