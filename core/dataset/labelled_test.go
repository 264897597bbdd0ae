package dataset

import (
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"

	"nearspace/core/format"
)

func labelledOf(content, column string, c Columns) (texts []LabelledText, l *Labelled, err error) {
	l, err = OpenLabelled(text("t", content, column), c)
	if err != nil {
		return nil, nil, err
	}
	defer l.Close()
	for {
		next, err := l.Next()
		if err == io.EOF {
			return texts, l, nil
		}
		if err != nil {
			return texts, l, err
		}
		texts = append(texts, next)
	}
}

func TestLabelled(t *testing.T) {
	const two = "kjv\tasv\nIn the beginning God created heaven\tIn the beginning God created heavens\n"
	for _, c := range []struct {
		name, content, column string
		chosen                Columns
		want                  []LabelledText
		columns               Columns // found
		skipped               int
	}{
		{"lines", "__label__a  one two\n\nthree __label__b __label__c\nnone\n__label__d\n", "", Columns{},
			[]LabelledText{{1, "one two", []string{"a"}}, {3, "three", []string{"b", "c"}}}, Columns{}, 2},
		{"a table by its names", "year\tparty\ttext\n1790\tnone\tFellow citizens\n1791\t\tx\n", "", Columns{},
			[]LabelledText{{2, "Fellow citizens", []string{"none"}}}, Columns{3, 2}, 1},
		{"other columns", "year\tparty\ttext\n1790\tnone\tFellow citizens\n", "text", Columns{Label: 1},
			[]LabelledText{{2, "Fellow citizens", []string{"1790"}}}, Columns{3, 1}, 0},
		{"quotes", "genre,plot\nodd,\"a, b\nc\"\n", "", Columns{},
			[]LabelledText{{2, "a, b c", []string{"odd"}}}, Columns{2, 1}, 0},
		{"each column", two, "kjv", Columns{},
			[]LabelledText{{2, "In the beginning God created heaven", []string{"kjv"}}, {2, "In the beginning God created heavens", []string{"asv"}}}, Columns{Label: EachColumn}, 0},
		{"jsonl", `{"label": ["x", 3], "text": "a\u00e9", "n": {"text": "no"}}` + "\n" + `{"text": "b", "label": true}` + "\n" + `{"text": "c", "label": null}`, "", Columns{},
			[]LabelledText{{1, "aé", []string{"x", "3"}}, {2, "b", []string{"true"}}}, Columns{2, 1}, 1},
		{"gzip", zipped("text\tlabel\na\tb\n"), "", Columns{}, []LabelledText{{2, "a", []string{"b"}}}, Columns{1, 2}, 0},
	} {
		got, l, err := labelledOf(c.content, c.column, c.chosen)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		_, columns := l.Columns()
		if l.Form() == LabelledLines {
			columns = Columns{}
		}
		if !reflect.DeepEqual(got, c.want) || columns != c.columns || l.Skipped() != c.skipped {
			t.Errorf("%s: %+v by %+v, %d skipped; want %+v by %+v, %d", c.name, got, columns, l.Skipped(), c.want, c.columns, c.skipped)
		}
	}
}

func TestWrongLabelledDataIsNamed(t *testing.T) {
	for _, c := range []struct {
		content string
		chosen  Columns
		want    error
	}{
		{"", Columns{}, &SizeError{}},
		{"a,b,c\n1,2,3\n", Columns{}, &ColumnError{"text", 1, 3}},
		{"text,b,c\n1,2,3\n", Columns{}, &ColumnError{"label", 1, 3}},
		{"text,b\n1,2\n", Columns{Label: 3}, &ColumnError{"3", 1, 2}},
		{"just a line\n", Columns{}, &ColumnError{"text", 1, 1}},
		{"text,label\na,b\nc\n", Columns{}, &FieldsError{3, 1, 2}},
		{`{"text": "a", "label": "b"}` + "\n" + `{"text": a}`, Columns{}, &format.SyntaxError{Format: format.JSONL, Line: 2, Byte: 9, Want: "a value", Got: `"a}"`}},
	} {
		_, _, err := labelledOf(c.content, "", c.chosen)
		for e := err; e != nil; e = errors.Unwrap(e) {
			err = e
		}
		if !reflect.DeepEqual(err, c.want) {
			t.Errorf("%q: %#v, want %#v", c.content, err, c.want)
		}
	}
}

// Whatever there is, each text that is read has a label, in the order of its lines.
func FuzzLabelled(f *testing.F) {
	f.Add("__label__a b\nc\n")
	f.Add("text,label\na,\"b\"\"c\"\n")
	f.Add(`{"text": "a", "label": ["b", 1e3]}` + "\n")
	f.Fuzz(func(t *testing.T, content string) {
		if strings.HasPrefix(content, "\x1f\x8b") {
			return
		}
		texts, _, _ := labelledOf(content, "", Columns{})
		for _, x := range texts {
			if x.Text == "" || len(x.Labels) == 0 || slices.Contains(x.Labels, "") {
				t.Fatalf("%q: %+v", content, x)
			}
		}
		if !slices.IsSortedFunc(texts, func(a, b LabelledText) int { return a.Line - b.Line }) {
			t.Fatalf("%q: %+v", content, texts)
		}
	})
}
