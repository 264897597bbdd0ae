package dataset

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"golang.org/x/crypto/blake2b"

	"nearspace/core/corpus"
)

// MaxBytes is how much stored data a source of one's own may have.
const MaxBytes = 200 << 20

// A Report is what data was found to be.
type Report struct {
	Kind   string
	Column string // of a table of texts, that holds them
	Hash   string // BLAKE2b-256 of the expanded bytes, in hexadecimal
	Bytes  int64  // expanded
	Lines  int
	Start  string // the first characters
}

// A SizeError says that data is empty, or larger than may be taken.
type SizeError struct{ Bytes, Max int64 }

func (e *SizeError) Error() string {
	if e.Bytes == 0 {
		return "there is no text in it"
	}
	return fmt.Sprintf("%d bytes are more than %d", e.Bytes, e.Max)
}

// Inspect reads data of one's own through once before anything uses it: the
// whole of it must be text. It calls pace about every 64 KiB with the number of
// stored bytes read; an error of pace ends it.
func Inspect(s Source, pace func(done int64) error) (Report, error) {
	if s.Bytes > MaxBytes {
		return Report{}, fmt.Errorf("inspect %s: %w", s.Name, &SizeError{s.Bytes, MaxBytes})
	}
	st, err := openStream(s)
	if err != nil {
		return Report{}, fmt.Errorf("inspect: %w", err)
	}
	defer st.Close()
	// SHA-256 would bring the standard library's certified module along, with
	// ciphers and generators: 50 kB of the page. Without a key there is no error.
	hash, _ := blake2b.New256(nil)
	var check corpus.Checker
	var report Report
	var start []byte // enough to tell the kind by
	buf := make([]byte, 1<<16)
	for {
		n, err := st.Read(buf)
		piece := buf[:n]
		hash.Write(piece)
		report.Bytes += int64(n)
		if _, err := check.Write(piece); err != nil {
			return Report{}, fmt.Errorf("inspect %s: %w", s.Name, err)
		}
		start = append(start, piece[:min(n, cap(buf)-len(start))]...)
		if err == io.EOF {
			break
		}
		if err != nil {
			return Report{}, fmt.Errorf("inspect %s: %w", s.Name, err)
		}
		if err := pace(st.counter.n); err != nil {
			return Report{}, err
		}
	}
	if err := check.Close(); err != nil {
		return Report{}, fmt.Errorf("inspect %s: %w", s.Name, err)
	}
	if report.Bytes == 0 {
		return Report{}, fmt.Errorf("inspect %s: %w", s.Name, &SizeError{})
	}
	report.Lines = check.Lines()
	report.Start = strings.ToValidUTF8(string(start[:min(200, len(start))]), "")
	if int64(len(start)) < report.Bytes {
		start = start[:bytes.LastIndexByte(start, '\n')+1]
	}
	report.Kind, report.Column = kindOf(string(start))
	report.Hash = hex.EncodeToString(hash.Sum(nil))
	return report, nil
}
