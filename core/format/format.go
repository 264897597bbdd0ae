package format

import (
	"bytes"
	"encoding/binary"
	"path"
	"strconv"
)

// A Format is a layout of vector files.
type Format string

const (
	Word2Vec       Format = "word2vec" // text with a header; fastText's .vec too
	Word2VecBinary Format = "word2vec-binary"
	GloVe          Format = "glove" // text without a header
	NumPy          Format = "npy"
	NumPyZip       Format = "npz"
	SafeTensors    Format = "safetensors"
	Projector      Format = "projector" // vectors.tsv, metadata.tsv and projector_config.json in one zip
	CSV            Format = "csv"
	TSV            Format = "tsv" // the projector's vectors.tsv too
	JSONL          Format = "jsonl"

	// Zip is an archive of one of the above; what it holds is known once its
	// end has been read.
	Zip Format = "zip"

	// FastText is fastText's own .bin, a model rather than a list of vectors:
	// package fasttext reads it, and NewReader refuses it.
	FastText Format = "fasttext"
	// Pickle is a program that Python runs when it loads the file, Torch an archive
	// with one; they are refused.
	Pickle Format = "pickle"
	Torch  Format = "torch"
)

const (
	fastTextMagic = 793712314
	maxDim        = 1 << 20
)

// Detect tells the format by the first 64 KiB of a file, expanded if it was
// gzipped, or the whole of a smaller one, and of a text the dimensions too; else
// they are 0. It returns "" if they are the beginning of none.
func Detect(start []byte) (f Format, dim int) {
	has := func(magic string) bool { return bytes.HasPrefix(start, []byte(magic)) }
	switch {
	case has("\x93NUMPY"):
		return NumPy, 0
	case has(localMagic):
		return detectZip(start), 0
	case len(start) >= 8 && binary.LittleEndian.Uint32(start) == fastTextMagic:
		return FastText, 0
	case len(start) >= 2 && start[0] == 0x80 && start[1] >= 2 && start[1] <= 5:
		return Pickle, 0
	case len(start) > 9 && start[8] == '{' && binary.LittleEndian.Uint64(start) <= maxHeader:
		return SafeTensors, 0
	}
	return detectText(start)
}

// detectZip tells by the first file's name whether an archive is worth a look:
// documents and programs are archives too.
func detectZip(start []byte) Format {
	if len(start) < 30 {
		return ""
	}
	name := start[30:min(len(start), 30+int(binary.LittleEndian.Uint16(start[26:])))]
	switch path.Ext(string(name)) {
	case ".npy", ".tsv", ".bytes", ".json", ".txt", ".vec", ".csv", ".jsonl", ".bin", ".safetensors", ".gz":
		return Zip
	case ".pkl":
		return Torch
	}
	if bytes.HasSuffix(name, []byte("/")) {
		return Zip
	}
	return ""
}

func detectText(start []byte) (Format, int) {
	lines := sampleLines(start)
	if len(lines) == 0 {
		return "", 0
	}
	if first := bytes.TrimSpace(lines[0]); len(first) > 0 && first[0] == '{' {
		if l, ok := jsonLayout(lines); ok {
			return JSONL, l.dim
		}
		return "", 0
	}
	if _, dim, ok := word2vecHeader(lines[0]); ok {
		_, rest, _ := bytes.Cut(start, []byte("\n"))
		switch {
		case numbersAtEnd(firstLine(rest), dim) == dim:
			return Word2Vec, dim
		case !plainText(rest):
			return Word2VecBinary, dim
		}
	}
	if l, ok := spacedLayout(lines); ok {
		return GloVe, l.dim
	}
	if l, ok := tableLayout(lines); ok {
		if l.separator == '\t' {
			return TSV, l.dim
		}
		return CSV, l.dim
	}
	return "", 0
}

// Refused returns why files of a format are not read here, nil if they are.
func (f Format) Refused() error {
	switch f {
	case "", FastText:
		return &UnknownError{f}
	case Pickle:
		return &PickleError{gensimScript}
	case Torch:
		return &PickleError{torchScript}
	}
	return nil
}

// sampleLines returns the first whole lines; of a file with one line only, that.
func sampleLines(start []byte) [][]byte {
	const most = 20
	var lines [][]byte
	start = bytes.TrimPrefix(start, []byte("\ufeff"))
	for len(lines) < most {
		line, rest, whole := bytes.Cut(start, []byte("\n"))
		if !whole && (len(line) == 0 || len(lines) > 0) {
			break
		}
		lines = append(lines, bytes.TrimSuffix(line, []byte("\r")))
		start = rest
	}
	return lines
}

func firstLine(b []byte) []byte {
	line, _, _ := bytes.Cut(b, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r"))
}

// word2vecHeader reads "V D".
func word2vecHeader(line []byte) (rows, dim int, ok bool) {
	fields := bytes.Fields(line)
	if len(fields) != 2 {
		return 0, 0, false
	}
	rows, err := strconv.Atoi(string(fields[0]))
	if err != nil || rows < 0 {
		return 0, 0, false
	}
	dim, err = strconv.Atoi(string(fields[1]))
	return rows, dim, err == nil && dim > 0 && dim <= maxDim
}

// numbersAtEnd counts the numbers that a line ends with, up to so many.
func numbersAtEnd(line []byte, most int) int {
	n := 0
	for n < most {
		line = bytes.TrimRight(line, " \t")
		at := bytes.LastIndexAny(line, " \t") + 1
		if !isNumber(line[at:]) {
			break
		}
		line = line[:at]
		n++
	}
	return n
}

// plainText says that there are no bytes that text does not have.
func plainText(b []byte) bool {
	for _, c := range b {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' {
			return false
		}
	}
	return len(bytes.ToValidUTF8(b, nil)) >= len(b)-3 // a character may be cut off
}
