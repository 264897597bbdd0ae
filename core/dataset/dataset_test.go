package dataset

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/crypto/blake2b"

	"nearspace/core/corpus"
	"nearspace/core/format"
)

func text(name, content, column string) Source {
	return Source{Name: name, Kind: KindText, Bytes: int64(len(content)), Column: column,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func zipped(content string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, content)
	w.Close()
	return b.String()
}

func readAll(t *testing.T, s Source) (string, error) {
	t.Helper()
	r, err := OpenText(s)
	if err != nil {
		return "", err
	}
	defer r.Close()
	got, err := io.ReadAll(iotest.OneByteReader(r))
	return string(got), err
}

const table = "year\ttext\tparty\n1790\tFellow citizens\tnone\r\n1791\tAgain\n1792\t\tx"

func TestText(t *testing.T) {
	for _, c := range []struct{ name, content, column, want string }{
		{"plain", "a\nb", "", "a\nb"},
		{"gzip under any name", zipped("a\nb"), "", "a\nb"},
		{"the column of a table", table, "text", "\nFellow citizens\nAgain\n\n"},
		{"a table in gzip", zipped(table), "year", "\n1790\n1791\n1792\n"},
		{"nothing", "", "", ""},
	} {
		if got, err := readAll(t, text(c.name, c.content, c.column)); err != nil || got != c.want {
			t.Errorf("%s: %q, %v; want %q", c.name, got, err, c.want)
		}
	}
}

func TestALongTableIsReadInPieces(t *testing.T) {
	row := strings.Repeat("word ", 100)
	got, err := readAll(t, text("long", "n\ttext\n"+strings.Repeat("1\t"+row+"\n", 1000), "text"))
	if want := "\n" + strings.Repeat(row+"\n", 1000); err != nil || got != want {
		t.Errorf("%d bytes, %v; want %d", len(got), err, len(want))
	}
}

func TestDamageIsNamed(t *testing.T) {
	whole := zipped(strings.Repeat("some text ", 1000))
	for n := 2; n < len(whole); n++ {
		var damaged *GzipError
		if _, err := readAll(t, text("cut", whole[:n], "")); !errors.As(err, &damaged) {
			t.Fatalf("cut after %d bytes: %v", n, err)
		}
	}
	var column *ColumnError
	if _, err := readAll(t, text("t", "a\tb\n", "text")); !errors.As(err, &column) || column.Line != 1 {
		t.Errorf("no column: %v", err)
	}
	if _, err := readAll(t, text("t", "a\ttext\n1\t2\nonly\n", "text")); !errors.As(err, &column) || column.Line != 3 {
		t.Errorf("a short row: %v", err)
	}
}

func TestInspect(t *testing.T) {
	content := "Ein Satz.\n我们\nlast"
	sum := blake2b.Sum256([]byte(content))
	for name, stored := range map[string]string{"plain": content, "gzip": zipped(content)} {
		calls := 0
		got, err := Inspect(text(name, stored, ""), func(int64) error { calls++; return nil })
		want := Report{Kind: KindText, Hash: hex.EncodeToString(sum[:]), Bytes: int64(len(content)), Lines: 3, Start: content}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestInspectRefusesWhatIsNoText(t *testing.T) {
	pace := func(int64) error { return nil }
	var bad *corpus.TextError
	if _, err := Inspect(text("binary", "abc\nd\x00", ""), pace); !errors.As(err, &bad) || bad.Line != 2 || bad.Byte != 5 {
		t.Errorf("binary: %v", err)
	}
	if _, err := Inspect(text("cut", "abc\xe6\x88", ""), pace); !errors.As(err, &bad) || bad.Byte != 3 {
		t.Errorf("cut within a character: %v", err)
	}
	var size *SizeError
	if _, err := Inspect(text("empty", "", ""), pace); !errors.As(err, &size) {
		t.Errorf("empty: %v", err)
	}
	var pickle *format.PickleError
	if _, err := Inspect(text("model", "\x80\x04\x95", ""), pace); !errors.As(err, &pickle) || !strings.Contains(pickle.Script, `load("model")`) {
		t.Errorf("pickled: %v", err)
	}
	large := text("large", "x", "")
	large.Bytes = MaxBytes + 1
	if _, err := Inspect(large, pace); !errors.As(err, &size) {
		t.Errorf("large: %v", err)
	}
	stop := errors.New("stop")
	if _, err := Inspect(text("long", strings.Repeat("x", 1<<20), ""), func(int64) error { return stop }); err != stop {
		t.Errorf("cancelled: %v", err)
	}
}

func FuzzTable(f *testing.F) {
	f.Add(table)
	f.Add("text\n\n\t\n")
	f.Fuzz(func(t *testing.T, content string) {
		if strings.HasPrefix(content, "\x1f\x8b") {
			return
		}
		got, err := readAll(t, text("fuzz", content, "text"))
		lines := strings.Count(content, "\n")
		if !strings.HasSuffix(content, "\n") && content != "" {
			lines++
		}
		if err == nil && strings.Count(got, "\n") != lines {
			t.Fatalf("%d lines of %q became %q", lines, content, got)
		}
	})
}

func TestWhatStandsBesideAText(t *testing.T) {
	table := "year\ttext\tname\n1790\tfellow citizens\tWashington\n1791\tagain\t" + strings.Repeat("x", 61) + "\n"
	for _, c := range []struct {
		content, column string
		want            []string
	}{
		{table, "text", []string{"", "1790 Washington", "1791"}},
		{"one\ntwo\n", "", nil},
	} {
		text, err := OpenText(Source{Kind: KindText, Column: c.column, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(c.content)), nil }})
		if err != nil {
			t.Fatal(err)
		}
		text.KeepBeside = true
		if _, err := io.ReadAll(text); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(text.Beside(), c.want) {
			t.Errorf("%q: %q, want %q", c.content, text.Beside(), c.want)
		}
	}
}
