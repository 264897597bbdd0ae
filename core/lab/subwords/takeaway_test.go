package subwords

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

func TestTheModelIsTakenAlong(t *testing.T) {
	var r lab.Portable = start(t, setup(story(100), nil))
	if err := r.Take("bin", io.Discard); err == nil || len(r.Takeaways()) != 0 {
		t.Error("a model was taken before there was one")
	}
	labtest.Finish(t, r, time.Hour)
	var file bytes.Buffer
	if err := r.Take(r.Takeaways()[0].ID, &file); err != nil {
		t.Fatal(err)
	}
	model, err := fasttext.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	words, vector := r.Spaces()[0], make([]float32, model.Dim())
	for id := range words.Len() {
		if !model.Vector(vector, words.Label(id)) || !slices.Equal(vector, words.Row(id)) {
			t.Errorf("%s has another vector", words.Label(id))
		}
	}
	var script strings.Builder
	if err := r.Take(lab.Gensim, &script); err != nil || !strings.Contains(script.String(), "min_n=3, max_n=6, bucket=1000") {
		t.Errorf("%v:\n%s", err, &script)
	}
	if err := r.Take("script", io.Discard); err == nil {
		t.Error("an unknown takeaway was made")
	}
}
