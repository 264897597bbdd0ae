package format

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

func opener(content []byte) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
}

func read(content string, o Options) (*space.Space, Facts, error) {
	return Read(opener([]byte(content)), "test", o)
}

func zipped(content string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, content)
	w.Close()
	return b.String()
}

// six is the space that the files in testdata hold.
var (
	six   = []string{"the", "naïve", "北京", "new_york", ",", "</s>"}
	sixth = func(i, d int) float32 { return float32(4*i+d-11) / 7 }
)

func checkSix(t *testing.T, name string, s *space.Space, labels []string, near float64) {
	t.Helper()
	if s.Len() != 6 || s.Dim() != 4 || !reflect.DeepEqual(s.Labels(), labels) {
		t.Fatalf("%s: %d × %d, %q", name, s.Len(), s.Dim(), s.Labels())
	}
	for i := range 6 {
		for d, x := range s.Row(i) {
			if want := sixth(i, d); math.Abs(float64(x-want)) > near*math.Abs(float64(want)) {
				t.Errorf("%s: row %d has %v at %d, want %v", name, i, x, d, want)
			}
		}
	}
}

func TestForeignFiles(t *testing.T) {
	numbers := []string{"0", "1", "2", "3", "4", "5"}
	for _, c := range []struct {
		file   string
		labels []string
		near   float64
		want   Facts
	}{
		{"gensim.txt", six, 0, Facts{Format: Word2Vec, Type: "text"}},
		{"gensim.txt.gz", six, 0, Facts{Format: Word2Vec, Type: "text", Gzip: true}},
		{"gensim.bin", six, 0, Facts{Format: Word2VecBinary, Type: "f4"}},
		{"gensim-glove.txt", six, 0, Facts{Format: GloVe, Type: "text"}},
		{"glove.zip", six, 0, Facts{Format: GloVe, Type: "text", Array: "glove.6B.4d.txt"}},
		{"c.npy", numbers, 0, Facts{Format: NumPy, Type: "f4"}},
		{"fortran.npy", numbers, 0, Facts{Format: NumPy, Type: "f4"}},
		{"big-f8.npy", numbers, 0, Facts{Format: NumPy, Type: "f8"}},
		{"f2.npy", numbers, 5e-4, Facts{Format: NumPy, Type: "f2"}},
		{"plain.npz", six, 0, Facts{Format: NumPyZip, Type: "f4", Array: "vectors", Arrays: []Array{{Name: "vectors"}, {Name: "labels"}}}},
		{"packed.npz", six, 5e-4, Facts{Format: NumPyZip, Type: "f2", Array: "embeddings", Arrays: []Array{{Name: "embeddings"}, {Name: "words"}}}},
		{"savetxt.tsv", numbers, 0, Facts{Format: GloVe, Type: "text"}},
		{"two.safetensors", numbers, 4e-3, Facts{Format: SafeTensors, Type: "bf16", Array: "embeddings.weight", Arrays: []Array{
			{"position_ids", "I64", []int{6}}, {"embeddings.weight", "BF16", []int{6, 4}}, {"norm.weight", "F32", []int{4}}}}},
	} {
		content, err := os.ReadFile("testdata/" + c.file)
		if err != nil {
			t.Fatal(err)
		}
		c.want.Rows, c.want.Dim = 6, 4
		for _, size := range []int64{0, int64(len(content))} {
			s, facts, err := Read(opener(content), c.file, Options{Size: size})
			if err != nil {
				t.Fatal(err)
			}
			checkSix(t, c.file, s, c.labels, c.near)
			if !reflect.DeepEqual(facts, c.want) {
				t.Errorf("%s: %+v, want %+v", c.file, facts, c.want)
			}
		}
	}
}

func TestFastTextVectors(t *testing.T) {
	content, _ := os.ReadFile("testdata/fasttext.vec")
	s, facts, err := read(string(content), Options{})
	if err != nil || facts.Format != Word2Vec || s.Len() != 12 || s.Dim() != 4 || s.Row(0)[3] != -.12543 {
		t.Errorf("%+v, %v", facts, err)
	}
}

func TestOneOfSeveralArrays(t *testing.T) {
	content, _ := os.ReadFile("testdata/several.safetensors")
	var which *ArrayError
	if _, _, err := read(string(content), Options{}); !errors.As(err, &which) || len(which.Arrays) != 2 ||
		!strings.Contains(err.Error(), "wte.weight (F32 6 × 4), wpe.weight (F16 2 × 4)") {
		t.Errorf("two to choose from: %v", err)
	}
	if _, _, err := read(string(content), Options{Array: "lm_head"}); !errors.As(err, &which) || which.Name != "lm_head" {
		t.Errorf("one that is not there: %v", err)
	}
	s, _, err := read(string(content), Options{Array: "wpe.weight"})
	if err != nil || s.Len() != 2 || math.Abs(float64(s.Row(1)[0]+1)) > 1e-3 {
		t.Errorf("one of two: %v", err)
	}
}

// npy is an array of zeros.
func npy(descr string, size int, shape ...int) string {
	n := size
	for _, side := range shape {
		n *= side
	}
	text := strings.NewReplacer("[", "", "]", "", " ", ", ").Replace(fmt.Sprint(shape))
	header := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': (%s,), }\n", descr, text)
	return "\x93NUMPY\x01\x00" + string(binary.LittleEndian.AppendUint16(nil, uint16(len(header)))) + header + string(make([]byte, n))
}

func TestTables(t *testing.T) {
	safetensors, _ := os.ReadFile("testdata/several.safetensors")
	plain, _ := os.ReadFile("testdata/plain.npz")
	many := archive("left.npy", npy("<f4", 4, 300, 500), "kinds.npy", npy("<U1", 4, 300), "places.npy", npy(">f8", 8, 2, 3), "ids.npy", npy("<i8", 8, 4, 4), "none.npy", npy("<f4", 4, 0, 3))
	for _, c := range []struct {
		name, content string
		want          []Array
	}{
		{"safetensors", string(safetensors), []Array{{"wte.weight", "F32", []int{6, 4}}, {"wpe.weight", "F16", []int{2, 4}}}},
		{"npz", many, []Array{{"left", "f4", []int{300, 500}}, {"places", "f8", []int{2, 3}}}},
		{"one by its name", string(plain), nil},
		{"a bundle", archive("vectors.tsv", "1\t2\n3\t4\n", "metadata.tsv", "a\nb\n"), nil},
		{"text", "2 2\na 1 2\nb 3 4\n", nil},
		{"damaged", many[:len(many)-9], nil},
	} {
		got, err := Tables(opener([]byte(c.content)), int64(len(c.content)), func() error { return nil })
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, %v", c.name, got, err)
		}
	}
	if s, _, err := read(many, Options{Array: "places"}); err != nil || s.Len() != 2 || s.Dim() != 3 {
		t.Errorf("one of several: %v", err)
	}
	ended := errors.New("ended")
	if _, err := Tables(opener([]byte(many)), int64(len(many)), func() error { return ended }); err != ended {
		t.Errorf("called off: %v", err)
	}
}

func TestRefusedFiles(t *testing.T) {
	var pickle *PickleError
	for _, file := range []string{"gensim.kv", "torch.pt"} {
		content, _ := os.ReadFile("testdata/" + file)
		if _, _, err := read(string(content), Options{}); !errors.As(err, &pickle) || strings.Count(pickle.Script, "\n") != 1 {
			t.Errorf("%s: %v", file, err)
		}
	}
	content, _ := os.ReadFile("testdata/fasttext.bin")
	var unknown *UnknownError
	if _, _, err := read(string(content), Options{}); !errors.As(err, &unknown) || unknown.Format != FastText {
		t.Errorf("a fastText model: %v", err)
	}
	content, _ = os.ReadFile("testdata/int.npy")
	var kind *TypeError
	if _, _, err := read(string(content), Options{}); !errors.As(err, &kind) || kind.Type != "<i8" {
		t.Errorf("whole numbers: %v", err)
	}
	for _, content := range []string{"", "Just a text.\nWith lines.\n", "user\titem\trating\n", "1\t2\t3\n4\t5\t6\n", "a b 1\nc d 2\n", "12 4\nA text after all\n"} {
		if _, _, err := read(content, Options{}); !errors.As(err, &unknown) || unknown.Format != "" {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// lines gives labels and rows as one can read them.
func lines(s *space.Space) string {
	var b strings.Builder
	for i := range s.Len() {
		fmt.Fprintf(&b, "%s %v|", s.Label(i), s.Row(i))
	}
	return b.String()
}

func TestTexts(t *testing.T) {
	for _, c := range []struct{ name, content, want string }{
		{"trailing spaces and tabs", "2 2\na .5 1 \nb\t2  -3e1\t\n", "a [0.5 1]|b [2 -30]|"},
		{"line ends of Windows", "2 2\r\na .5 1\r\nb 2 3\r\n", "a [0.5 1]|b [2 3]|"},
		{"a byte order mark", "\ufeff1 2\na .5 1\n", "a [0.5 1]|"},
		{"no line end at the end", "1 2\na .5 1", "a [0.5 1]|"},
		{"words with spaces", "new york 0.5 0.25\n. . . 0.5 0.125\n2 3 0.5 1.5\nat 0.5 0.5\n", "new york [0.5 0.25]|. . . [0.5 0.125]|2 3 [0.5 1.5]|at [0.5 0.5]|"},
		{"words that are numbers", "1 0.5 0.25\n2 0.25 0.5\n", "1 [0.5 0.25]|2 [0.25 0.5]|"},
		{"words that are separators", ", 0.5 0.25\n; 0.25 0.5\n", ", [0.5 0.25]|; [0.25 0.5]|"},
		{"not UTF-8", "caf\xe9 0.5 0.25\nb 0.25 0.5\n", "caf\ufffd [0.5 0.25]|b [0.25 0.5]|"},
		{"no-break spaces", "a\u00a0b 0.5 0.25\nb\u0085 0.25 0.5\n", "a\u00a0b [0.5 0.25]|b\u0085 [0.25 0.5]|"},
		{"numbers only", "0.5\t0.25\n-1\t0.5\n", "0 [0.5 0.25]|1 [-1 0.5]|"},
		{"empty lines", "a 0.5 0.25\n\nb 0.5 0.5\n\n", "a [0.5 0.25]|b [0.5 0.5]|"},
		{"what C wrote", "2 1\na \x00\x00\x80?\nb \x00\x00\x00@\n", "a [1]|b [2]|"},
		{"csv, a column a number", "word,x,y,count\na,1,2,7\n\"b,\"\"c\"\"\",3,4.5,9\n", `a [1 2]|b,"c" [3 4.5]|`},
		{"csv, a list", "id;text;embedding\n7;so so;\"[1, 2.5]\"\n8;\"two\nlines\";\"[3, 4]\"\n", "so so [1 2.5]|two\nlines [3 4]|"},
		{"csv without names", "a,0.5,0.25\nb,1.5,2\n", "a [0.5 0.25]|b [1.5 2]|"},
		{"tsv, a list", "label\tvector\na\t0.5 0.25\n\"\t1,2\n", "a [0.5 0.25]|\" [1 2]|"},
		{"jsonl", `{"text": "a\u00e9\n\ud83d\ude00", "embedding": [1, -2.5e0]}` + "\r\n\n" + `{"embedding":[3,4],"text":"b","x":{"y":[null,true]}}`, "aé\n😀 [1 -2.5]|b [3 4]|"},
		{"jsonl without labels", `{"v": [1, 2]}` + "\n" + `{"v": [3, 4]}`, "0 [1 2]|1 [3 4]|"},
	} {
		for _, content := range []string{c.content, zipped(c.content)} {
			s, _, err := read(content, Options{})
			if err != nil {
				t.Errorf("%s: %v", c.name, err)
			} else if got := lines(s); got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
		}
	}
}

func TestTheFirstOfEqualLabelsIsKept(t *testing.T) {
	s, facts, err := read("5 2\na 1 2\nb nan 2\na 3 4\nb 5 6\nc inf 1\n", Options{})
	if err != nil || lines(s) != "a [1 2]|b [5 6]|" || facts.Duplicates != 1 || facts.Infinite != 2 || facts.Rows != 5 {
		t.Errorf("%q, %+v, %v", lines(s), facts, err)
	}
}

func TestLimits(t *testing.T) {
	for _, c := range []struct {
		o    Options
		rows int
	}{{Options{MaxRows: 2}, 2}, {Options{MaxMemory: 50}, 3}, {Options{MaxRows: 6, MaxMemory: 96}, 6}, {Options{MaxRows: 9}, 6}} {
		for _, file := range []string{"gensim.txt", "gensim.txt.gz", "gensim.bin", "gensim-glove.txt", "c.npy", "fortran.npy", "plain.npz", "packed.npz", "two.safetensors"} {
			content, _ := os.ReadFile("testdata/" + file)
			s, facts, err := Read(opener(content), file, c.o)
			if err != nil || s.Len() != c.rows || facts.Rows != 6 || facts.Cut != (c.rows < 6) || s.Row(1)[1] == 0 {
				t.Errorf("%s within %+v: %+v, %v", file, c.o, facts, err)
			}
		}
	}
	var memory *MemoryError
	if _, _, err := read("1 4\na 1 2 3 4\n", Options{MaxMemory: 15}); !errors.As(err, &memory) || memory.Need != 16 {
		t.Errorf("%v", err)
	}
}

func TestWhatIsWrongIsNamed(t *testing.T) {
	for _, c := range []struct {
		content string
		want    SyntaxError
	}{
		{"3 2\na 1 2\nb 1 x2\n", SyntaxError{Word2Vec, 3, 14, "number 2 of 2", `"x2"`}},
		{"3 2\na 1 2\nb 1\n", SyntaxError{Word2Vec, 3, 13, "number 2 of 2", "the end of the line"}},
		{"3 2\na 1 2\nb 1 2 \n", SyntaxError{Word2Vec, 4, 17, "row 3 of 3", "the end"}},
		{"9999999999 2\na 1 2\n", SyntaxError{Word2Vec, 3, 19, "row 2 of 9999999999", "the end"}},
		{"a 0.5 1.\nb 0.5 1.\n" + strings.Repeat("c 0.5 1.\n", 20) + "b 0.5\n", SyntaxError{GloVe, 23, 203, "number 2 of 2", "the end of the line"}},
		{"1000000 1\na \x00\x00\x80?\nb \x00", SyntaxError{Word2VecBinary, 0, 19, "row 2 of 1000000", "the end"}},
		{"word,x,y\na,1,2\nb,1,2,3\n" + strings.Repeat("", 20), SyntaxError{}},
		{"word,x,y\n" + strings.Repeat("a,1,2\n", 20) + "b,1,2,3\n", SyntaxError{CSV, 22, 129, "3 columns", "4"}},
		{"word,x,y\n" + strings.Repeat("a,1,2\n", 20) + "b,1,z\n", SyntaxError{CSV, 22, 129, "a number in column y", `"z"`}},
		{"word,x,y\n" + strings.Repeat("a,1,2\n", 20) + "\"b,1,2\nc,3,4\n", SyntaxError{CSV, 22, 129, "the end of a cell in quotes", "none"}},
		{`{"v": [1, 2]}` + "\n" + `{"v": [1, 2, 3]}`, SyntaxError{JSONL, 2, 30, `2 numbers in "v"`, "3"}},
		{`{"v": [1, 2]}` + "\n" + `{"v": [1 2]}`, SyntaxError{JSONL, 2, 23, "a comma or ]", `"2]}"`}},
		{`{"v": [1, 2]}` + "\n" + `{"v": [1, 2`, SyntaxError{JSONL, 2, 25, "a comma or ]", `""`}},
	} {
		_, _, err := read(c.content, Options{})
		var got *SyntaxError
		var unknown *UnknownError
		if c.want.Format == "" {
			if !errors.As(err, &unknown) {
				t.Errorf("%.40q: %v", c.content, err)
			}
			continue
		}
		if !errors.As(err, &got) || *got != c.want {
			t.Errorf("%.40q: %v, want %v", c.content, err, &c.want)
		}
	}
}

func TestWhatWasReadBeforeAnErrorStays(t *testing.T) {
	r := NewReader(opener([]byte("4 2\na 1 2\na 2 3\nb 3 4\nc 5 x\n")), Options{})
	var err error
	for done := false; !done; {
		done, err = r.Step()
	}
	if s := r.Space("rest"); err == nil || lines(s) != "a [1 2]|b [3 4]|" {
		t.Errorf("%q after %v", lines(s), err)
	}
}

// Every file cut off anywhere gives an error, or no more than the whole has.
func TestTruncation(t *testing.T) {
	entries, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		content, _ := os.ReadFile("testdata/" + entry.Name())
		whole, _, _ := Read(opener(content), "whole", Options{Array: "wte.weight"})
		if whole == nil {
			whole, _, _ = Read(opener(content), "whole", Options{})
		}
		for n := range content {
			r := NewReader(opener(content[:n]), Options{Size: int64(n), Array: map[bool]string{true: "wte.weight"}[entry.Name() == "several.safetensors"]})
			var err error
			for done := false; !done; {
				done, err = r.Step()
			}
			s := r.Space("cut")
			if whole == nil {
				if err == nil {
					t.Fatalf("%s cut after %d bytes was read", entry.Name(), n)
				}
				continue
			}
			if s.Len() > whole.Len() || err == nil && s.Len() == whole.Len() && n < len(content)-1 && lines(s) != lines(whole) && s.Labels()[s.Len()-1] != whole.Labels()[whole.Len()-1] {
				t.Fatalf("%s cut after %d bytes: %q", entry.Name(), n, lines(s))
			}
			for i := range max(0, s.Len()-1) { // the last number may be cut within its digits
				if s.Label(i) != whole.Label(i) && s.Label(i) != strconv.Itoa(i) || !reflect.DeepEqual(s.Row(i), whole.Row(i)) && s.Dim() == whole.Dim() {
					t.Fatalf("%s cut after %d bytes: row %d is %s %v", entry.Name(), n, i, s.Label(i), s.Row(i))
				}
			}
		}
	}
}

// A header may claim what it likes: no more is allocated than the file can hold.
func TestHeadersAreNotBelieved(t *testing.T) {
	for _, content := range []string{
		"999999999999 100000\na 1 2\n",
		"999999999999 100000\na \x01\x02\x03",
		string(npyHead("<f4", "999999999, 999999")) + "abc",
		string(npyHead("<f4", "0, 999999")),
		"\x10\x00\x00\x00\x06\x00\x00\x00{",
		"a 0.5 1.5\n" + strings.Repeat("\n", 1<<16),
	} {
		for _, size := range []int64{0, int64(len(content))} {
			r := NewReader(opener([]byte(content)), Options{Size: size})
			for done := false; !done; {
				done, _ = r.Step()
			}
			if n := 4 * cap(r.rows.data); n > 2*len(content)+64 {
				t.Errorf("%.20q: %d bytes were allocated", content, n)
			}
		}
	}
}

func TestColumns(t *testing.T) {
	s, _, err := read("word\tvector\tcount\tclass\tscore\tnote\n"+
		"a\t1 2\t9\tnoun\t.5\tone\nb\t3 4\t8\tverb\t\ttwo\na\t5 6\t7\tverb\t1\tthree\nc\t7 8\t6\tnoun\t2\tfour\nd\t7 9\t6\t\t2\tfour\n", Options{})
	if err != nil {
		t.Fatal(err)
	}
	nan := float32(math.NaN())
	if got := fmt.Sprint(s.Counts, s.Column("class"), s.Column("score"), s.Column("note")); got !=
		fmt.Sprint([]float32{9, 8, 6, 6}, space.Categories{Names: []string{"noun", "verb"}, Codes: []int32{0, 1, 0, -1}}, space.Numbers{.5, nan, 2, 2}, space.Texts{"one", "two", "four", "four"}) {
		t.Error(got)
	}
}

// awkward is a space with labels that formats struggle with, and columns.
func awkward() *space.Space {
	labels := []string{"the", "new york", "北京", "a\tb", `say "x, y"`, "", "two\nlines", "gone", "😀\\", "{"}
	data := make([]float32, 5*len(labels))
	random := rand.New(rand.NewPCG(1, 2))
	for i := range data {
		data[i] = float32(random.NormFloat64()) * float32(math.Pow(10, float64(random.IntN(20)-10)))
	}
	s := space.New("awkward", space.Input, labels, blas32.General{Rows: len(labels), Cols: 5, Stride: 5, Data: data})
	s.Counts = []float32{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	s.SetColumn("kind", space.Categories{Names: []string{"w, x", "y"}, Codes: []int32{0, 1, 0, -1, 1, 0, 0, 1, 1, 0}})
	s.SetColumn("vector", space.Texts{"q", "", "r\"", "s", "t", "u", "v", "w", "x", "y"})
	s.Remove(7)
	return s
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	s := awkward()
	ids := s.Rows(nil)
	for f, precisions := range Formats {
		for _, p := range precisions {
			var b bytes.Buffer
			written, err := Export(&b, s, f, p)
			if err != nil || written.Rows != 9 {
				t.Fatalf("%s %s: %+v, %v", f, p, written, err)
			}
			got, facts, err := read(b.String(), Options{})
			if err != nil {
				t.Errorf("%s %s: %v", f, p, err)
				continue
			}
			if facts.Format != f || got.Len() != 9 || got.Dim() != 5 {
				t.Errorf("%s %s: %+v", f, p, facts)
				continue
			}
			for i, id := range ids {
				same := s.Label(id) == got.Label(i)
				if f == NumPy {
					same = got.Label(i) == fmt.Sprint(i)
				} else if written.Renamed > 0 {
					same = len(s.Label(id)) == len(got.Label(i)) || s.Label(id) == ""
				}
				if !same {
					t.Errorf("%s %s: label %d is %q, want %q", f, p, i, got.Label(i), s.Label(id))
				}
				for d, x := range got.Row(i) {
					want := s.Row(id)[d]
					near := map[Precision]float64{Float32: 0, Float16: math.Max(math.Abs(float64(want))/2047, 0x1p-24), Int8: float64(rowScale(s.Row(id)) * .5001)}[p]
					if math.Abs(float64(want)) < 65504 && math.Abs(float64(x-want)) > near || p == Float32 && x != want {
						t.Errorf("%s %s: row %d has %v, want %v", f, p, i, x, want)
					}
				}
			}
			if f == CSV || f == TSV || f == JSONL || f == Projector {
				if got.Counts == nil || got.Counts[8] != 1 || !reflect.DeepEqual(got.Column("kind"), space.Categories{Names: []string{"w, x", "y"}, Codes: []int32{0, 1, 0, -1, 1, 0, 0, 1, 0}}) {
					t.Errorf("%s: columns %q, counts %v, kinds %v", f, got.Columns(), got.Counts, got.Column("kind"))
				}
			}
		}
	}
}

func archive(files ...string) string {
	var b bytes.Buffer
	z := &zipWriter{w: &b}
	for i := 0; i < len(files); i += 2 {
		z.file(files[i], func(w io.Writer) error { _, err := io.WriteString(w, files[i+1]); return err })
	}
	z.close()
	return b.String()
}

func TestBundles(t *testing.T) {
	for _, c := range []struct {
		name    string
		content string
		o       Options
		want    string // empty: an *ArrayError
	}{
		{"labels only", archive("vectors.tsv", "1\t2\n3\t4\n", "metadata.tsv", "a b\nc\n"), Options{}, "a b [1 2]|c [3 4]|"},
		{"labels by their column", archive("meta.tsv", "id\tword\n7\ta\n8\tb\n", "x.tsv", "1\t2\n3\t4\n"), Options{}, "a [1 2]|b [3 4]|"},
		{"no labels", archive("vectors.tsv", "1\t2\n3\t4\n"), Options{}, "0 [1 2]|1 [3 4]|"},
		{"two tables", archive("x.tsv", "1\t2\n", "y.tsv", "a\n"), Options{}, ""},
		{"two tables, one named", archive("x.tsv", "1\t2\n", "y.tsv", "a\n"), Options{Array: "x.tsv"}, "a [1 2]|"},
		{"raw numbers", archive("meta.tsv", "a\nb\n", "t.bytes", "\x00\x00\x80?\x00\x00\x00@\x00\x00\x40@\x00\x00\x80@", "projector_config.json", `{"x": [1], "embeddings": [{"tensorPath": "y", "tensorShape": [3, 9]}, {"tensorShape": [2, 2], "tensorPath": "t.bytes"}]}`), Options{}, "a [1 2]|b [3 4]|"},
		{"raw numbers alone", archive("t.bytes", "\x00\x00\x80?\x00\x00\x00@", "projector_config.json", `{"embeddings": [{"tensorShape": [2, 1], "tensorPath": "t.bytes"}]}`), Options{}, "0 [1]|1 [2]|"},
		{"raw numbers and written ones", archive("x.tsv", "1\t2\n", "t.bytes", "\x00\x00\x80?", "projector_config.json", "{}"), Options{}, ""},
		{"one file of several", archive("a.txt", "a 0.5 1.5\n", "b.txt", "b 0.5 1.5\n"), Options{Array: "b.txt"}, "b [0.5 1.5]|"},
		{"several files", archive("a.txt", "a 0.5 1.5\n", "b.txt", "b 0.5 1.5\n"), Options{}, ""},
	} {
		s, _, err := read(c.content, c.o)
		var which *ArrayError
		switch {
		case c.want == "" && !errors.As(err, &which):
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && err != nil:
			t.Errorf("%s: %v", c.name, err)
		case c.want != "" && lines(s) != c.want:
			t.Errorf("%s: %q", c.name, lines(s))
		}
	}
	var syntax *SyntaxError
	if _, _, err := read(archive("vectors.tsv", "1\t2\n3\t4\n", "metadata.tsv", "a\n"), Options{}); !errors.As(err, &syntax) {
		t.Errorf("a label too few: %v", err)
	}
	damaged := []byte(archive("vectors.tsv", "1\t2\n3\t4\n"))
	damaged[bytes.Index(damaged, []byte("3\t4"))] = '5'
	if _, _, err := read(string(damaged), Options{}); !errors.As(err, &syntax) || !strings.Contains(syntax.Want, "sum") {
		t.Errorf("another sum: %v", err)
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	s := awkward()
	var refused *WriteError
	if _, err := Export(io.Discard, s, Word2Vec, Float16); !errors.As(err, &refused) {
		t.Errorf("half numbers in text: %v", err)
	}
	if _, err := Export(io.Discard, s, FastText, ""); !errors.As(err, &refused) {
		t.Errorf("a model: %v", err)
	}
	s.Row(3)[2] = float32(math.Inf(1))
	var value *ValueError
	if _, err := Export(io.Discard, s, NumPy, ""); !errors.As(err, &value) || value.Row != 3 {
		t.Errorf("an infinite number: %v", err)
	}
}

func TestParseFloatIsTheNearest(t *testing.T) {
	check := func(text string) {
		t.Helper()
		want, err := strconv.ParseFloat(text, 32)
		got, n := parseFloat([]byte(text))
		if err != nil && n != 0 || err == nil && (n != len(text) || math.Float32bits(got) != math.Float32bits(float32(want))) {
			t.Fatalf("%s is %v (%d bytes), want %v, %v", text, got, n, float32(want), err)
		}
	}
	random := rand.New(rand.NewPCG(3, 4))
	rounds := 200000
	if testing.Short() {
		rounds = 20000
	}
	for range rounds {
		x := math.Float32frombits(random.Uint32())
		if x-x != 0 {
			continue
		}
		digits := random.IntN(17) - 1
		check(strconv.FormatFloat(float64(x), 'e', digits, 32))
		check(strconv.FormatFloat(random.NormFloat64(), 'f', random.IntN(18), 64))
		// Just between two float32s, and a little beside.
		next := math.Float32frombits(math.Float32bits(x) + 1)
		middle := strconv.FormatFloat((float64(x)+float64(next))/2, 'e', -1, 64)
		check(middle)
		check(strings.Replace(middle, "e", "0000001e", 1))
	}
	for _, text := range []string{"0", "-0", "+1.5", ".5", "5.", "1e10", "1E-45", "1e-46", "7.006492321624085e-46", "3.4028235e38", "3.4028236e38", "1e39", "00000000000000000000001", "0.00000000000000000000000123", "16777217", "33554435", "1e99999999999", "-1.17549435e-38"} {
		check(text)
	}
	for _, text := range []string{"", "-", ".", "e5", "1e", "1e+", "x", "0x10", "inf", "nan"} {
		if _, n := parseFloat([]byte(text)); n == len(text) && n > 0 {
			t.Errorf("%q was taken for a number", text)
		}
	}
}

func TestHalves(t *testing.T) {
	for h := range 1 << 16 {
		x := fromHalf(uint16(h))
		if x != x {
			continue
		}
		if back := toHalf(x); back != uint16(h) {
			t.Fatalf("%04x is %v is %04x", h, x, back)
		}
		if h&0x7fff >= 0x7bff {
			continue
		}
		// Between two halves the nearer is taken, in the middle the even one.
		next := fromHalf(uint16(h + 1))
		middle := x/2 + next/2
		even := uint16(h + h&1)
		if got := toHalf(middle); got != even {
			t.Fatalf("%v between %04x and the next is %04x", middle, h, got)
		}
		if got := toHalf(math.Nextafter32(middle, x)); got != uint16(h) {
			t.Fatalf("a little less than %v is %04x, not %04x", middle, got, h)
		}
	}
	if toHalf(1e6) != 0x7c00 || toHalf(-65520) != 0xfc00 || toHalf(65519) != 0x7bff {
		t.Error("what is too large does not become infinite")
	}
}

// Of what is written the same holds, in every format and precision, gzipped too: a
// file that was cut short never tells of rows that were not in it.
func TestTruncationOfWhatIsWritten(t *testing.T) {
	for f, precisions := range Formats {
		for _, p := range precisions {
			var plain, zipped bytes.Buffer
			if _, err := Export(&plain, awkward(), f, p); err != nil {
				t.Fatal(err)
			}
			z := gzip.NewWriter(&zipped)
			z.Write(plain.Bytes())
			z.Close()
			for name, content := range map[string][]byte{"": plain.Bytes(), ".gz": zipped.Bytes()} {
				t.Run(string(f)+string(p)+name, func(t *testing.T) { cutEverywhere(t, content, f) })
			}
		}
	}
}

func cutEverywhere(t *testing.T, content []byte, f Format) {
	var o Options
	if f == NumPyZip || f == SafeTensors {
		o.Array = "vectors"
	}
	whole, _, err := Read(opener(content), "whole", o)
	if err != nil {
		t.Fatal(err)
	}
	step := 1
	if testing.Short() {
		step = 17
	}
	for n := 0; n < len(content); n += step {
		o.Size = int64(n)
		r := NewReader(opener(content[:n]), o)
		for done := false; !done; {
			done, _ = r.Step()
		}
		s := r.Space("cut")
		if s.Len() > whole.Len() {
			t.Fatalf("cut after %d bytes: %d rows of %d", n, s.Len(), whole.Len())
		}
		for i := range max(0, s.Len()-1) { // the last number may be cut within its digits
			if named := s.Label(i) == whole.Label(i) || s.Label(i) == strconv.Itoa(i); !named || s.Dim() == whole.Dim() && !slices.Equal(s.Row(i), whole.Row(i)) {
				t.Fatalf("cut after %d bytes: row %d is %q %v", n, i, s.Label(i), s.Row(i))
			}
		}
	}
}
