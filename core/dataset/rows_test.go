package dataset

import (
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"

	"nearspace/core/corpus"
)

func rowsOf(kind, content, column string) ([]Row, []string, error) {
	s := text("t", content, column)
	s.Kind = kind
	r, err := OpenRows(s)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	var rows []Row
	for {
		row, err := r.Next()
		if err == io.EOF {
			return rows, r.Columns(), nil
		}
		if err != nil {
			return rows, nil, err
		}
		rows = append(rows, row)
	}
}

func TestRows(t *testing.T) {
	for _, c := range []struct {
		name, kind, content, column string
		want                        []Row
		columns                     []string
	}{
		{"tabs", KindTargets, "name\tred\tblue\ndark red\t100\t0\r\n\n\"sky\t0\t2.5e2", "",
			[]Row{{2, "dark red", "", []float64{100, 0}}, {4, `"sky`, "", []float64{0, 250}}}, []string{"red", "blue"}},
		{"the text anywhere", KindTargets, "x,word,y\n1,a,2\n", "", []Row{{2, "a", "", []float64{1, 2}}}, []string{"x", "y"}},
		{"the text by its name", KindTargets, "id,word,y\n1,7,2\n", "word", []Row{{2, "7", "", []float64{1, 2}}}, []string{"id", "y"}},
		{"commas and quotes", KindLabelled, "\ufefflabel,text\ngood,\"a \"\"fine\"\", long\nday\"\nbad , 5\" nails ,", "",
			nil, nil},
		{"quoted over lines", KindLabelled, "\ufefflabel,text\ngood,\"a \"\"fine\"\", long\nday\"\nbad , 5\" nails \n", "",
			[]Row{{2, `a "fine", long day`, "good", nil}, {4, `5" nails`, "bad", nil}}, []string{"label"}},
		{"semicolons", KindLabelled, "Text;Sentiment\nso, so;0\n", "", []Row{{2, "so, so", "0", nil}}, []string{"Sentiment"}},
		{"two columns, one of them named", KindLabelled, "sentence\tmood\na\tb\n", "", []Row{{2, "a", "b", nil}}, []string{"mood"}},
		{"gzip", KindLabelled, zipped("text\tlabel\na\tb\n"), "", []Row{{2, "a", "b", nil}}, []string{"label"}},
	} {
		rows, columns, err := rowsOf(c.kind, c.content, c.column)
		if c.columns == nil {
			var fields *FieldsError
			if !errors.As(err, &fields) || fields.Line != 4 {
				t.Errorf("%s: %v", c.name, err)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(rows, c.want) || !reflect.DeepEqual(columns, c.columns) {
			t.Errorf("%s: %+v, %q, %v", c.name, rows, columns, err)
		}
	}
}

func TestWhatIsWrongWithARowIsNamed(t *testing.T) {
	long := strings.Repeat("a\t1\n", 100)
	for _, c := range []struct {
		kind, content string
		want          error
	}{
		{KindTargets, "name\tx\n" + long + "b\ttwo\n", &CellError{102, "x", "two"}},
		{KindTargets, "name\tx\n" + long + "b\tNaN\n", &CellError{102, "x", "NaN"}},
		{KindTargets, "name\tx\n" + long + "b\t\n", &CellError{102, "x", ""}},
		{KindTargets, "name\tx\n" + long + "\t2\n", &CellError{102, "name", ""}},
		{KindTargets, "name\tx\n" + long + "b\n", &FieldsError{102, 1, 2}},
		{KindTargets, "name\tword\na\tb\n", &CellError{2, "word", "b"}},
		{KindTargets, "x\ty\n1\t2\n", &ColumnError{"text", 1, 2}},
		{KindTargets, "name\na\n", &ColumnError{"number", 1, 1}},
		{KindLabelled, "a,b,c\n1,2,3\n", &ColumnError{"text", 1, 3}},
		{KindLabelled, "text,b,c\n1,2,3\n", &ColumnError{"label", 1, 3}},
		{KindLabelled, "text,label\n\"a,b\nc,d\n", &QuoteError{2}},
		{KindLabelled, "text,label\n\"a\"b,c\n", &QuoteError{2}},
		{KindLabelled, "", &SizeError{}},
		{KindLabelled, "text,label\na,b\n\xff,c\n", &corpus.TextError{Line: 3, Byte: 15, Got: 0xff}},
	} {
		_, _, err := rowsOf(c.kind, c.content, "")
		for {
			next := errors.Unwrap(err)
			if next == nil {
				break
			}
			err = next
		}
		if !reflect.DeepEqual(err, c.want) {
			t.Errorf("%q: %v, want %v", c.content[max(0, len(c.content)-30):], err, c.want)
		}
	}
	var column *ColumnError
	if _, _, err := rowsOf(KindLabelled, "text,label\na,b\n", "review"); !errors.As(err, &column) || column.Column != "review" {
		t.Errorf("a column that is not there: %v", err)
	}
	if _, err := OpenRows(text("t", "a", "")); err == nil {
		t.Error("a plain text was taken for a table")
	}
}

func TestInspectTellsTheKind(t *testing.T) {
	many := strings.Repeat("a long enough row of words\t1.5\t2\n", 5000)
	for _, c := range []struct{ content, kind, column string }{
		{"just\ta text\nwith\ttabs", KindText, ""},
		{"One day, it rained.\nThe next, it did not.\n", KindText, ""},
		{"text,label\na,b\n", KindLabelled, "text"},
		{"id\treview\tsentiment\n1\tso so\t0\n", KindLabelled, "review"},
		{"name\tred\na\t1\nb\t2\n", KindTargets, "name"},
		{"name\tred\na\t1\n", KindText, ""}, // a single row says too little
		{"name\tred\na\t1\nb\tx\n", KindText, ""},
		{"name\tred\tname\na\t1\t2\nb\t2\t3\n", KindText, ""},
		{"x\ty\n1\t2\n3\t4\n", KindText, ""},
		{"name\tx\ty\n" + many, KindTargets, "name"},
		{"text,label\na\n", KindText, ""},
		{"2 3\na 1 2 3\nb 4 5 6\n", KindVectors, ""},
		{"2 3\nof two lines\nand three words\n", KindText, ""},
		{"the 0.1 0.2\n, 0.3 0.4\n", KindVectors, ""},
		{"1 2 0.5\n3 4 1\n", KindText, ""}, // links with weights
		{`{"text": "a", "embedding": [1, 2]}`, KindVectors, ""},
		{`{"text": "a", "label": "b"}`, KindText, ""},
		{"id,text,embedding\n1,a,\"[1, 2]\"\n", KindVectors, ""},
		{"text\tlabel\tvector\na\tb\t1 2\n", KindLabelled, "text"},
		{"name" + strings.Repeat(",x", 16), KindText, ""},
		{"name\ta" + strings.Repeat("\t.5", 16) + "\nb\tc" + strings.Repeat("\t1", 16) + "\n", KindVectors, ""},
		{"\x93NUMPY\x01\x00", KindVectors, ""},
		{"PK\x03\x04" + strings.Repeat("\x00", 22) + "\x0b\x00\x00\x00vectors.npy", KindVectors, ""},
	} {
		got, err := Inspect(text("t", c.content, ""), func(int64) error { return nil })
		if err != nil || got.Kind != c.kind || got.Column != c.column {
			t.Errorf("%.40q is %q by %q, %v; want %q by %q", c.content, got.Kind, got.Column, err, c.kind, c.column)
		}
	}
}

// What Inspect takes for a table can be read as one, and every row is whole.
func FuzzRows(f *testing.F) {
	f.Add("text,label\na,\"b\"\"c\"\n\"d\ne\",f\n")
	f.Add("name\tred\na\t1\nb\t2\n")
	f.Add("\ufeffname;x\n\"a;\n;\n")
	f.Fuzz(func(t *testing.T, content string) {
		if strings.HasPrefix(content, "\x1f\x8b") {
			return
		}
		kind, column := kindOf(content)
		for _, k := range []string{KindLabelled, KindTargets} {
			rows, columns, err := rowsOf(k, content, "")
			last := 1
			for _, row := range rows {
				if row.Line <= last || row.Text == "" || k == KindLabelled && row.Label == "" || columns != nil && k == KindTargets && len(row.Numbers) != len(columns) {
					t.Fatalf("%q: row %+v after line %d", content, row, last)
				}
				last = row.Line
			}
			if k == kind && len(rows) == 0 && err == nil {
				t.Fatalf("%q was taken for %s by %q and has no rows", content, kind, column)
			}
		}
	})
}
