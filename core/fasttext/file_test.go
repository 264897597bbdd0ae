package fasttext

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// models are the files of testdata, by name without its ending.
func models(t testing.TB) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, pattern := range []string{"*.bin", "*.ftz"} {
		paths, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range paths {
			name := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
			files[name] = readFile(t, path)
		}
	}
	return files
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// lines returns the lines of a file of testdata.
func lines(t testing.TB, name string) []string {
	t.Helper()
	return strings.Split(strings.TrimSpace(string(readFile(t, filepath.Join("testdata", name)))), "\n")
}

func number(t testing.TB, s string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func read(t testing.TB, file []byte, size int64) *Model {
	t.Helper()
	m, err := Read(bytes.NewReader(file), size)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func written(t testing.TB, m *Model) []byte {
	t.Helper()
	var file bytes.Buffer
	if err := m.Write(&file); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

func TestFilesOfTheOriginalHaveItsVectors(t *testing.T) {
	for name, file := range models(t) {
		m := read(t, file, 0)
		v := make([]float32, m.Dim())
		for _, line := range lines(t, name+".vectors") {
			want := strings.Fields(line)
			m.Vector(v, want[0])
			for k, x := range v {
				// It prints five digits.
				if w := number(t, want[k+1]); math.Abs(float64(x)-w) > 1e-5*math.Max(1, math.Abs(w)*5) {
					t.Errorf("%s: the vector of %s is %v, want %v", name, want[0], v, want[1:])
					break
				}
			}
		}
	}
}

func TestFilesOfTheOriginalHaveItsPredictions(t *testing.T) {
	for name, file := range models(t) {
		m := read(t, file, 0)
		if m.Settings.Method != Supervised {
			continue
		}
		ask := lines(t, "ask.txt")
		for i, line := range lines(t, name+".predictions") {
			want := map[string]float64{}
			for f := strings.Fields(line); len(f) > 0; f = f[2:] {
				want[f[0]] = number(t, f[1])
			}
			got, err := m.Predict(ask[i], 3, 0)
			if err != nil || len(got) != len(want) {
				t.Fatalf("%s: %q is %v (%v), want %v", name, ask[i], got, err, want)
			}
			for _, p := range got {
				if printed := asPrinted(m.Settings.Loss, float64(p.Probability)); math.Abs(printed-want[p.Label]) > 3e-5 {
					t.Errorf("%s: %q is %s with probability %v, which it would print as %.6f, not %.6f", name, ask[i], p.Label, p.Probability, printed, want[p.Label])
				}
			}
		}
	}
}

// asPrinted is what the original program makes of a probability: it adds 1e-5,
// and it has σ only at multiples of 1/32, and not beyond ±8.
func asPrinted(l Loss, p float64) float64 {
	if l == OneVsAll || l == NegativeSampling {
		x := math.Log(p / (1 - p))
		switch p = 1 / (1 + math.Exp(-math.Floor(32*x)/32)); {
		case x > 8:
			p = 1
		case x < -8:
			p = 0
		}
	}
	return p + 1e-5
}

func TestAFileIsWrittenAsItWasRead(t *testing.T) {
	for name, file := range models(t) {
		for _, size := range []int64{0, int64(len(file))} {
			again := written(t, read(t, file, size))
			if m := read(t, again, 0); m.Dictionary.kept != nil {
				again = written(t, m) // the order of the n-grams that were kept is free
				file = written(t, read(t, file, 0))
			}
			if !bytes.Equal(again, file) {
				t.Errorf("%s: %d bytes are written, which differ from the %d read", name, len(again), len(file))
			}
		}
	}
}

func TestVersion11HasNoSubwordsInClassifiers(t *testing.T) {
	file := models(t)["supervised-softmax"]
	binary.LittleEndian.PutUint32(file[4:], 11)
	m := read(t, file, 0)
	if got := m.Dictionary.Subwords("rain"); len(got) != 1 {
		t.Errorf("rain has the parts %v", got)
	}
	file = models(t)["skipgram-ns"]
	binary.LittleEndian.PutUint32(file[4:], 11)
	if got := read(t, file, 0).Dictionary.Subwords("rain"); len(got) < 2 {
		t.Errorf("rain has the parts %v", got)
	}
}

func TestAFileCutAnywhereIsRefused(t *testing.T) {
	files := models(t)
	for _, name := range []string{"supervised-softmax", "quantized-qnorm-cutoff"} {
		file, step := files[name], 1
		if testing.Short() {
			step = 7
		}
		for n := 0; n < len(file); n += step {
			if _, err := Read(bytes.NewReader(file[:n]), int64(n%2*n)); err == nil {
				t.Fatalf("%s, cut off after %d bytes, was taken", name, n)
			}
		}
	}
}

func TestABadFileIsNamedWithItsPlace(t *testing.T) {
	whole := models(t)["skipgram-ns"]
	for _, c := range []struct {
		at    int
		value uint32
		want  string
	}{
		{0, 7, "read a fastText model: byte 4, header: the number 793712314 does not stand at the beginning"},
		{4, 13, "read a fastText model: byte 8, header: version 13, not 11 or 12"},
		{8, 0, "read a fastText model: byte 64, header: dimension 0 is outside 1 to 65536"},
		{36, 9, "read a fastText model: byte 64, header: method 9 is outside 1 to 3"},
		{40, 1 << 31, "read a fastText model: byte 64, header: -2147483648 buckets are outside 0 to 1073741823"},
		{64, 3, "read a fastText model: byte 92, dictionary: 3 entries, of them 52 words and 0 labels"},
		{8, 5, "read a fastText model: byte 871, input matrix: it is 112 × 4, not 112 × 5"},
		{40, 1 << 29, "read a fastText model: byte 871, input matrix: it is 112 × 4, not 536870964 × 4"},
	} {
		file := bytes.Clone(whole)
		binary.LittleEndian.PutUint32(file[c.at:], c.value)
		_, err := Read(bytes.NewReader(file), 0)
		if err == nil || err.Error() != c.want {
			t.Errorf("%d at byte %d: %v, want %s", c.value, c.at, err, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range models(f) {
		f.Add(file)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		m, err := Read(bytes.NewReader(file), 0)
		if err != nil {
			return
		}
		v := make([]float32, m.Dim())
		m.Vector(v, "rain天气")
		m.SentenceVector(v, "we cook 面包")
		m.Predict("we cook 面包", 2, 0)
		again := written(t, m)
		if twice := written(t, read(t, again, int64(len(again)))); !bytes.Equal(again, twice) {
			t.Error("reading and writing changes the file")
		}
	})
}

// opener opens a text as the data of a source.
func opener(text string) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(text)), nil }
}

// Whatever a save holds, it is refused, or training goes on from it.
func FuzzLoadWords(f *testing.F) {
	s := Settings{Dim: 2, Buckets: 20, MinN: 2, MaxN: 3, MinCount: 1, Epochs: 2, Window: 2}
	c := text(f, "rain falls today", "we cook soup", "rain and soup")
	fresh := func(t testing.TB) *Words { return newRun(t, s, c, 1) }
	for _, steps := range []int{0, 1, 5} {
		w := fresh(f)
		for range steps {
			w.Train(2)
		}
		var file bytes.Buffer
		if err := w.Save(&file); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
		f.Add(file.Bytes()[:file.Len()/2])
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		w := fresh(t)
		if w.Load(bytes.NewReader(file)) == nil {
			for range 20 {
				w.Train(5)
			}
		}
	})
}

func FuzzLoadTexts(f *testing.F) {
	e, err := ReadExamples(strings.NewReader("__label__a rain falls\n__label__b we cook soup\n__label__a rain\n"))
	if err != nil {
		f.Fatal(err)
	}
	fresh := func(t testing.TB) *Texts {
		c, err := NewTexts(Settings{Dim: 2, Buckets: 20, MinN: 2, MaxN: 3, Epochs: 2}, e, 1)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, steps := range []int{0, 1, 5} {
		c := fresh(f)
		for range steps {
			c.Train(2)
		}
		var file bytes.Buffer
		if err := c.Save(&file); err != nil {
			f.Fatal(err)
		}
		f.Add(file.Bytes())
		f.Add(file.Bytes()[:file.Len()/2])
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		c := fresh(t)
		if c.Load(bytes.NewReader(file)) == nil {
			for range 20 {
				c.Train(5)
			}
		}
	})
}
