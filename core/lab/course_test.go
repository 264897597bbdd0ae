package lab

import (
	"bytes"
	"errors"
	"testing"

	"nearspace/core/dataset"
)

// FuzzCourse looks for saves that break the reading of a course.
func FuzzCourse(f *testing.F) {
	then := dataset.Source{ID: "abc", Hash: "abc"}
	var file bytes.Buffer
	if err := (&Course{Then: then, Dim: 3, Found: 2, Second: true, Known: 7, Before: 200}).save(&file); err != nil {
		f.Fatal(err)
	}
	f.Add(file.Bytes())
	f.Fuzz(func(t *testing.T, save []byte) {
		c := Course{Then: then}
		var damaged *DamagedSaveError
		var other *OtherSaveError
		if err := c.load(bytes.NewReader(save)); err != nil && !errors.As(err, &damaged) && !errors.As(err, &other) {
			t.Errorf("%v", err)
		}
		if c.Dim > mostGivenDim {
			t.Errorf("%+v", c)
		}
	})
}
