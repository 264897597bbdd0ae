package dataset

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/blake2b"

	"nearspace/core/corpus"
	"nearspace/core/format"
)

// How much stored data a source of one's own may have. Of vectors, the first
// ones of a larger file are read.
const (
	MaxBytes       = 200 << 20
	MaxVectorBytes = 8 << 30
)

// A Report is what data was found to be.
type Report struct {
	Kind   string
	Column string         // of a table of texts, that holds them
	Hash   string         // BLAKE2b-256 of the expanded bytes, in hexadecimal
	Bytes  int64          // expanded
	Lines  int            // of text
	Start  string         // the first characters
	Format format.Format  // of vectors
	Arrays []format.Array // to choose from, the first MaxArrays
}

// MaxArrays is from how many arrays of a file one can choose.
const MaxArrays = 1000

// A SizeError says that data is empty, or larger than may be taken.
type SizeError struct{ Bytes, Max int64 }

func (e *SizeError) Error() string {
	if e.Bytes == 0 {
		return "there is no text in it"
	}
	return fmt.Sprintf("%d bytes are more than %d", e.Bytes, e.Max)
}

// Inspect reads data of one's own through once before anything uses it, and tells
// what it is. What is no file of vectors must be text as a whole. It calls pace
// about every 64 KiB with the number of stored bytes read; an error of pace ends
// it.
func Inspect(s Source, pace func(done int64) error) (Report, error) {
	st, err := openStream(s)
	if err != nil {
		return Report{}, fmt.Errorf("inspect: %w", err)
	}
	defer st.Close()
	var ended error
	report, err := inspect(s, st, func(done int64) error {
		ended = pace(done)
		return ended
	})
	if err != nil && ended == nil {
		err = fmt.Errorf("inspect %s: %w", s.Name, err)
	}
	return report, err
}

func inspect(s Source, st *format.Stream, pace func(done int64) error) (Report, error) {
	start, err := st.Peek(piece)
	if err != nil {
		return Report{}, err
	}
	report, err := begun(s.Name, start)
	if err != nil {
		return Report{}, err
	}
	most := int64(MaxBytes)
	if report.Kind == KindVectors {
		most = MaxVectorBytes
	}
	if s.Bytes > most {
		return Report{}, &SizeError{s.Bytes, most}
	}
	// SHA-256 would bring the standard library's certified module along, with
	// ciphers and generators: 50 kB of the page. Without a key there is no error.
	hash, _ := blake2b.New256(nil)
	var check corpus.Checker
	buf := make([]byte, piece)
	for {
		n, err := st.Read(buf)
		hash.Write(buf[:n])
		report.Bytes += int64(n)
		if report.Kind != KindVectors {
			if _, err := check.Write(buf[:n]); err != nil {
				return Report{}, err
			}
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			return Report{}, err
		}
		if err := pace(st.Stored()); err != nil {
			return Report{}, err
		}
	}
	if report.Kind != KindVectors {
		if err := check.Close(); err != nil {
			return Report{}, err
		}
		report.Lines = check.Lines()
	}
	if report.Bytes == 0 {
		return Report{}, &SizeError{}
	}
	report.Hash = hex.EncodeToString(hash.Sum(nil))
	if report.Format == format.Zip || report.Format == format.SafeTensors {
		report.Arrays, err = format.Tables(s.Open, s.Bytes, func() error { return pace(st.Stored()) })
		report.Arrays = report.Arrays[:min(len(report.Arrays), MaxArrays)]
	}
	return report, err
}

// piece is how much is read at a time, and looked at to tell the kind.
const piece = 1 << 16

// begun says what data is by its beginning.
func begun(name string, start []byte) (Report, error) {
	f, dim := format.Detect(start)
	if pickle := (*format.PickleError)(nil); errors.As(f.Refused(), &pickle) {
		return Report{}, pickle.For(name)
	}
	whole := start
	if len(start) == piece {
		whole = start[:bytes.LastIndexByte(start, '\n')+1]
	}
	report := Report{Start: strings.ToValidUTF8(string(start[:min(200, len(start))]), "")}
	// A table of few numbers a row is one of texts and what is known of them, such
	// as colours, which is read as vectors where those are wanted.
	const few = 16
	if table := f == format.CSV || f == format.TSV; f == "" || table && dim < few {
		report.Kind, report.Column = kindOf(string(whole))
		if f == "" || report.Kind != KindText {
			return report, nil
		}
	}
	report.Kind, report.Column, report.Format = KindVectors, "", f
	return report, nil
}
