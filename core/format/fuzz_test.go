package format

import (
	"bytes"
	"os"
	"reflect"
	"testing"
)

// Whatever the bytes are: no panic, no more memory than allowed, rows that are
// finite under labels that differ, and, written again, the same rows.
func FuzzRead(f *testing.F) {
	entries, _ := os.ReadDir("testdata")
	for _, entry := range entries {
		if content, err := os.ReadFile("testdata/" + entry.Name()); err == nil {
			f.Add(content, "")
		}
	}
	for format, precisions := range Formats {
		for _, p := range precisions {
			var b bytes.Buffer
			Export(&b, awkward(), format, p)
			f.Add(b.Bytes(), "vectors")
		}
	}
	var b bytes.Buffer
	ExportBundle(&b, awkward(), Float32, Bundle{Sprite: []byte("png"), Tile: 8, Bookmarks: []byte("[]")})
	f.Add(b.Bytes(), "")
	f.Add([]byte("id;text;embedding\n7;so so;\"[1, 2.5]\"\n8;\"two\nlines\";\"[3, 4]\"\n"), "")
	f.Fuzz(func(t *testing.T, content []byte, array string) {
		const memory = 1 << 16
		r := NewReader(opener(content), Options{MaxMemory: memory, Array: array, Size: int64(len(content))})
		var err error
		for done := false; !done; {
			done, err = r.Step()
		}
		if n := 4 * cap(r.rows.data); n > memory {
			t.Fatalf("%d bytes were allocated", n)
		}
		s := r.Space("fuzz")
		seen := map[string]bool{}
		for i, label := range s.Labels() {
			if seen[label] || !finite(s.Row(i)) {
				t.Fatalf("row %d is %q %v", i, label, s.Row(i))
			}
			seen[label] = true
		}
		if err != nil || s.Len() == 0 {
			return
		}
		for _, format := range []Format{SafeTensors, JSONL} {
			var b bytes.Buffer
			if _, err := Export(&b, s, format, Float32); err != nil {
				t.Fatal(err)
			}
			again, _, err := Read(opener(b.Bytes()), "again", Options{})
			if err != nil {
				if format == JSONL && s.Dim() < 2 {
					continue // a list of one number is none
				}
				t.Fatalf("%s: %v", format, err)
			}
			if !reflect.DeepEqual(again.Labels(), s.Labels()) || lines(again) != lines(s) {
				t.Fatalf("%s: %q became %q", format, lines(s), lines(again))
			}
		}
	})
}

func FuzzJSON(f *testing.F) {
	f.Add(`{"a": [1, -2.5e3, "x\u00e9\ud83d\ude00\n", {"b": null, "c": [true, false]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		j := &jsonText{b: []byte(text)}
		j.skip(0)
		j.end()
		if j.at > len(text) {
			t.Fatalf("%q was read to %d", text, j.at)
		}
	})
}
