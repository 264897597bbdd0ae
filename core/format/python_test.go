//go:build !js

package format

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// pythonWith returns a Python that has a module.
func pythonWith(t *testing.T, module string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("gensim takes seconds to begin")
	}
	for _, name := range []string{"python3", "/usr/bin/python3"} {
		if path, err := exec.LookPath(name); err == nil && exec.Command(path, "-c", "import "+module).Run() == nil {
			return path
		}
	}
	t.Skipf("there is no python3 with %s to read what is written", module)
	return ""
}

// readers print each row of a file as a label and numbers, as many digits as a
// float32 has.
var readers = []struct {
	format    Format
	precision Precision
	module    string
	labels    bool
	script    string
}{
	{Word2Vec, Float32, "gensim", true, `
from gensim.models import KeyedVectors
k = KeyedVectors.load_word2vec_format(path, binary=False)
rows = [(w, k[w]) for w in k.index_to_key]`},
	{Word2VecBinary, Float32, "gensim", true, `
from gensim.models import KeyedVectors
k = KeyedVectors.load_word2vec_format(path, binary=True)
rows = [(w, k[w]) for w in k.index_to_key]`},
	{GloVe, Float32, "gensim", true, `
from gensim.models import KeyedVectors
k = KeyedVectors.load_word2vec_format(path, binary=False, no_header=True)
rows = [(w, k[w]) for w in k.index_to_key]`},
	{NumPy, Float32, "numpy", false, `
import numpy
rows = [(str(i), v) for i, v in enumerate(numpy.load(path))]`},
	{NumPy, Float16, "numpy", false, `
import numpy
rows = [(str(i), v) for i, v in enumerate(numpy.load(path))]`},
	{NumPyZip, Float32, "numpy", true, `
import numpy
z = numpy.load(path)
rows = list(zip(z["labels"], z["vectors"]))`},
	{NumPyZip, Int8, "numpy", true, `
import numpy
z = numpy.load(path)
rows = list(zip(z["labels"], z["vectors"] * z["scale"][:, None]))`},
}

// Where there is a Python with gensim and numpy, they read what is written here, and
// find the same rows.
func TestPythonReadsWhatIsWritten(t *testing.T) {
	labels := []string{"the", "北京", "naïve", "😀", "a"}
	data := []float32{1, -2.5, 3e-6, .1, -7, 65504, .3333333, 0, 1e-20, 2, 4, 8, -.5, .25, 1.5}
	s := space.New("words", space.Input, labels, blas32.General{Rows: 5, Cols: 3, Stride: 3, Data: data})
	for _, c := range readers {
		t.Run(string(c.format)+" "+string(c.precision), func(t *testing.T) {
			python := pythonWith(t, c.module)
			var file bytes.Buffer
			if _, err := Export(&file, s, c.format, c.precision); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "vectors"+c.format.Extension())
			if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			script := "import sys\npath = sys.argv[1]" + c.script + `
sys.stdout.reconfigure(encoding="utf-8")
for label, row in rows:
    print(label, *("%.9g" % float(x) for x in row))`
			out, err := exec.Command(python, "-c", script, path).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			if len(lines) != s.Len() {
				t.Fatalf("%d rows: %s", len(lines), out)
			}
			for i, line := range lines {
				fields := strings.Fields(line)
				if want := s.Label(i); c.labels && fields[0] != want {
					t.Errorf("row %d is %s, want %s", i, fields[0], want)
				}
				for k, want := range s.Row(i) {
					got, err := strconv.ParseFloat(fields[k+1], 32)
					if err != nil || !asNear(float32(got), want, c.precision, rowScale(s.Row(i))) {
						t.Errorf("%s has %v at %d, want %v", s.Label(i), fields[k+1], k, want)
					}
				}
			}
		})
	}
}

// asNear says whether a number is as near to another as a precision brings it.
func asNear(got, want float32, p Precision, scale float32) bool {
	off := max(got-want, want-got)
	switch p {
	case Float16:
		return off <= max(want, -want)/1024+1e-7
	case Int8:
		return off <= scale*.5001
	}
	return off == 0
}
