package format

import (
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

func noPace(int64) error { return nil }

func metadata(t *testing.T, content string, header Header, rows int) *Metadata {
	t.Helper()
	m, err := ReadMetadata(opener([]byte(content)), header, rows, noPace)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func labelled(labels ...string) *space.Space {
	n := len(labels)
	return space.New("rows", space.Input, labels, blas32.General{Rows: n, Cols: 1, Stride: 1, Data: make([]float32, n)})
}

func TestMetadataIsATableOrALabelALine(t *testing.T) {
	for name, c := range map[string]struct {
		content string
		header  Header
		rows    int
		columns string
		want    int
	}{
		"one column has no header":           {"a\nb\nc\n", FindHeader, 3, "label", 3},
		"unless only then it fits":           {"word\na\nb\nc\n", FindHeader, 3, "word", 3},
		"several have one":                   {"word\tkind\na\tx\nb\ty\n", FindHeader, 2, "word kind", 2},
		"unless only without one it fits":    {"a\tx\nb\ty\n", FindHeader, 2, "1 2", 2},
		"a name over numbers is one anyway":  {"word\tyear\na\t1990\nb\t1991\n", FindHeader, 3, "word year", 2},
		"or it is said":                      {"a\tx\nb\ty\n", WithHeader, 2, "a x", 1},
		"or said that there is none":         {"word\tkind\na\tx\n", NoHeader, 1, "1 2", 2},
		"commas, quotes and lines in a cell": {"word,note\na,\"x, \"\"y\"\"\nz\"\nb,\n", FindHeader, 2, "word note", 2},
		"semicolons":                         {"word;kind\na;x,y\n", FindHeader, 1, "word kind", 1},
		"commas in labels are no separators": {"Paris, France\nBonn\nRome, Italy, Europe\n", FindHeader, 3, "label", 3},
		"objects, each with what it has":     {"{\"word\": \"a\", \"n\": 1.5}\n{\"kind\": \"x\", \"word\": \"b\"}\n", FindHeader, 2, "word n kind", 2},
		"empty lines and a byte order mark":  {"\ufeffword\tkind\r\n\r\na\tx\r\n\n", FindHeader, 1, "word kind", 1},
		"names that are there get another":   {"x\tx\tX\n1\t2\t3\n", FindHeader, 1, "x x2 X3", 1},
		"the last line may lack its end":     {"word\tkind\na\tx", FindHeader, 1, "word kind", 1},
	} {
		m := metadata(t, c.content, c.header, c.rows)
		if got := strings.Join(m.Columns(), " "); got != c.columns || m.Rows != c.want {
			t.Errorf("%s: %q, %d rows", name, got, m.Rows)
		}
	}
}

func TestBadMetadataNamesTheLine(t *testing.T) {
	for content, line := range map[string]int{
		"word\tkind\na\tx\nb\n":     3,
		"word,kind\na,\"x\nb,y\n":   2,
		"{\"word\": \"a\"}\n{oh}\n": 2,
		"":                          1,
		"\x89PNG\r\n\x1a\n\x00\x00": 1,
	} {
		_, err := ReadMetadata(opener([]byte(content)), FindHeader, 2, noPace)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || syntax.Line != line || syntax.Format != MetadataFormat {
			t.Errorf("%q: %v", content, err)
		}
	}
	stopped := errors.New("stopped")
	long := strings.Repeat("a\tb\n", 1<<16)
	if _, err := ReadMetadata(opener([]byte(long)), FindHeader, 2, func(int64) error { return stopped }); !errors.Is(err, stopped) {
		t.Errorf("%v", err)
	}
}

func TestJoinFindsOutHow(t *testing.T) {
	for name, c := range map[string]struct {
		labels  []string
		content string
		by      string
		found   int
		lost    int
		kinds   []int32 // codes of the column kind
	}{
		"in their order":                         {[]string{"a", "b", "c"}, "word\tkind\na\tx\nb\ty\nc\tx\n", ByRow, 3, 0, []int32{0, 1, 0}},
		"by labels, since they stand in another": {[]string{"a", "b", "c"}, "word\tkind\nc\tx\nb\ty\na\tx\n", ByLabel, 3, 0, []int32{0, 1, 0}},
		"by labels, since some are others":       {[]string{"a", "b", "c"}, "word\tkind\nb\tx\nq\ty\nr\ty\nb\ty\na\ty\n", ByLabel, 2, 2, []int32{0, 1, -1}},
		"but for upper and lower case":           {[]string{"a", "b", "c"}, "word\tkind\nA\tx\nC\tx\n", ByLabel, 2, 0, []int32{0, -1, 0}},
		"by whichever column has them":           {[]string{"a", "b", "c"}, "kind\tid\nx\tc\nx\tb\n", ByLabel, 2, 0, []int32{-1, 0, 0}},
	} {
		s := labelled(c.labels...)
		j, err := metadata(t, c.content, FindHeader, s.Len()).Join(s, FindJoin, "")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if j.By != c.by || j.Found != c.found || j.Lost != c.lost || !slices.Equal(s.Columns(), []string{"kind"}) {
			t.Errorf("%s: %+v, %q", name, j, s.Columns())
			continue
		}
		if got := kindCodes(s); !slices.Equal(got, c.kinds) {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// kindCodes numbers what stands in the column kind in the order of its rows.
func kindCodes(s *space.Space) []int32 {
	c := s.Column("kind")
	codes, known := []int32{}, map[string]int32{"": -1}
	for id := range s.Len() {
		text, _ := cellText(c, id)
		if _, ok := known[text]; !ok {
			known[text] = int32(len(known)) - 1
		}
		codes = append(codes, known[text])
	}
	return codes
}

func TestJoinSaysWhatDoesNotFit(t *testing.T) {
	s := labelled("a", "b", "c")
	j, err := metadata(t, "word\tkind\na\tx\na\ty\nq\tx\n\tz\nr\tx\n", FindHeader, 3).Join(s, ByLabel, "word")
	if err != nil || j.Rows != 5 || j.Vectors != 3 || j.Again != 1 || j.Lost != 3 || !slices.Equal(j.Unknown, []string{"q", "", "r"}) {
		t.Errorf("%+v, %v", j, err)
	}
	var neither *JoinError
	if _, err := metadata(t, "word\tkind\nq\tx\nr\tx\n", FindHeader, 3).Join(s, FindJoin, ""); !errors.As(err, &neither) || neither.Rows != 2 || neither.Vectors != 3 {
		t.Errorf("%v", err)
	}
	if j, err := metadata(t, "word\tkind\nq\tx\nr\tx\n", FindHeader, 3).Join(s, ByRow, ""); err != nil || j.Found != 2 {
		t.Errorf("as one says it: %+v, %v", j, err)
	}
	var column *space.ColumnError
	if _, err := metadata(t, "word\tkind\nq\tx\n", FindHeader, 3).Join(s, ByLabel, "name"); !errors.As(err, &column) {
		t.Errorf("%v", err)
	}
}

// Rows 1 and 3 were left out of the vectors, as happens where numbers are not
// finite.
func TestRowsWithoutLabelsGetThem(t *testing.T) {
	s := labelled("0", "2", "4")
	j, err := metadata(t, "name\tyear\tvectors\nzero\t1\ta\none\t2\ta\ntwo\t3\tb\nthree\t4\tb\nfour\t5\tb\n", FindHeader, 5).Join(s, FindJoin, "")
	if err != nil || j.By != ByRow || !j.Named || j.Found != 3 || j.Lost != 2 {
		t.Fatalf("%+v, %v", j, err)
	}
	if !slices.Equal(s.Labels(), []string{"zero", "two", "four"}) || !slices.Equal(s.Column("year").(space.Numbers), []float32{1, 3, 5}) {
		t.Errorf("%q, %v", s.Labels(), s.Column("year"))
	}
}

func TestColumnsThatAreThereStay(t *testing.T) {
	s := labelled("a", "b")
	s.SetColumn("kind", space.Texts{"p", "q"})
	j, err := metadata(t, "word,kind,size\nb,x,2\na,y,\n", FindHeader, 2).Join(s, FindJoin, "")
	if err != nil || !slices.Equal(s.Columns(), []string{"kind", "kind2", "size"}) || !slices.Equal(j.Columns, []string{"kind2", "size"}) {
		t.Fatalf("%q, %+v, %v", s.Columns(), j, err)
	}
	if size := s.Column("size").(space.Numbers); !math.IsNaN(float64(size[0])) || size[1] != 2 {
		t.Errorf("%v", size)
	}
}

// Whatever the bytes are: no panic, columns as long as the metadata has rows and,
// joined, as the space has.
func FuzzMetadata(f *testing.F) {
	for _, content := range []string{"a\nb\n", "word\tkind\na\tx\n", "a,\"b\nc\"\n", "{\"word\": \"a\", \"n\": [1]}\n", "\ufeffid;x\n1;2\n"} {
		f.Add([]byte(content), "", "", "")
	}
	f.Fuzz(func(t *testing.T, content []byte, header, by, column string) {
		m, err := ReadMetadata(func() (io.ReadCloser, error) { return opener(content)() }, Header(header), 2, noPace)
		if err != nil {
			return
		}
		for _, labels := range [][]string{{"a", "b"}, {"0", "1"}, {"1", "3"}} {
			s := labelled(labels...)
			j, err := m.Join(s, by, column)
			if err != nil {
				continue
			}
			if j.Found > 2 || j.Lost > m.Rows || len(s.Columns()) > len(m.Columns()) {
				t.Fatalf("%+v of %d rows", j, m.Rows)
			}
			for _, name := range s.Columns() {
				if s.Column(name).Len() != 2 {
					t.Fatalf("column %q has %d rows", name, s.Column(name).Len())
				}
			}
		}
	})
}
