package space

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/blas/blas32"
)

func three() *Space {
	return New("three", Input, []string{"a", "b", "c"}, blas32.General{Rows: 3, Cols: 1, Stride: 1, Data: []float32{1, 2, 3}})
}

func put3(t *testing.T, s *Space, column string, texts ...string) {
	t.Helper()
	if err := s.Put(column, []int{0, 1, 2}[:len(texts)], texts); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsPutMakesAColumnOfItsKind(t *testing.T) {
	s := three()
	put3(t, s, "size", "1", "", "2.5")
	if got := s.Column("size").(Numbers); got[0] != 1 || !math.IsNaN(float64(got[1])) || got[2] != 2.5 {
		t.Errorf("numbers: %v", got)
	}
	put3(t, s, "tag", "x", "y", "x")
	put3(t, s, "tag", "z", "")
	if got := s.Column("tag").(Categories); !slices.Equal(got.Names, []string{"x", "y", "z"}) || !slices.Equal(got.Codes, []int32{2, -1, 0}) {
		t.Errorf("categories: %+v", got)
	}
	s.SetColumn("note", Texts{"", "", ""})
	put3(t, s, "note", "one")
	if got := s.Column("note").(Texts); got[0] != "one" {
		t.Errorf("texts: %q", got)
	}
}

func TestLabelsThatArePutAreFound(t *testing.T) {
	labels := []string{"a", "b", "c"}
	s := New("three", Input, labels, blas32.General{Rows: 3, Cols: 1, Stride: 1, Data: make([]float32, 3)})
	s.Find("a")
	put3(t, s, "", "first")
	if _, ok := s.Find("a"); ok {
		t.Error("the old label is still found")
	}
	if id, ok := s.Find("first"); !ok || id != 0 {
		t.Error("the new label is not found")
	}
	if labels[0] != "a" {
		t.Error("the model's own list was changed")
	}
}

func TestNothingIsPutIfAnythingCannotBe(t *testing.T) {
	s := three()
	put3(t, s, "size", "1", "2", "3")
	for _, c := range []struct {
		column string
		rows   []int
		texts  []string
	}{
		{"size", []int{0, 1}, []string{"9", "many"}},
		{"size", []int{0, 3}, []string{"9", "9"}},
		{"size", []int{0}, []string{"inf"}},
		{"", []int{0, 1}, []string{"x", ""}},
	} {
		var wrong *PutError
		if err := s.Put(c.column, c.rows, c.texts); !errors.As(err, &wrong) {
			t.Errorf("%+v: %v", c, err)
		}
	}
	if got := s.Column("size").(Numbers); got[0] != 1 || s.Label(0) != "a" {
		t.Errorf("%v, %q", got, s.Label(0))
	}
}

func TestWhatWasKnownComesBack(t *testing.T) {
	s := three()
	put3(t, s, "tag", "x", "y", "z")
	before := s.Known()
	put3(t, s, "tag", "q", "q", "q")
	put3(t, s, "", "first")
	s.RemoveColumn("tag")
	put3(t, s, "more", "1")
	if !s.SetKnown(before) {
		t.Fatal("the rows are the same")
	}
	if got := s.Column("tag").(Categories); s.Label(0) != "a" || !slices.Equal(got.Names, []string{"x", "y", "z"}) || s.Column("more") != nil {
		t.Errorf("%q, %+v", s.Labels(), got)
	}
	s.Append([]string{"d"}, blas32.General{Rows: 4, Cols: 1, Stride: 1, Data: make([]float32, 4)})
	if s.SetKnown(before) {
		t.Error("what was known of three rows was taken for four")
	}
}

func TestColumnsLeaveTheVersion(t *testing.T) {
	s := three()
	version := s.Version()
	put3(t, s, "tag", "x")
	s.RemoveColumn("tag")
	if s.Version() != version {
		t.Error("maps would be made anew")
	}
}
