package words

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

func TestFastTextsModelIsTakenAlong(t *testing.T) {
	r := start(t, setup(story(200), families["fastText"]))
	labtest.Finish(t, r, time.Hour)
	var file bytes.Buffer
	if err := r.Take("bin", &file); err != nil {
		t.Fatal(err)
	}
	model, err := fasttext.Read(bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		t.Fatal(err)
	}
	vector := make([]float32, model.Dim())
	words := r.spaces[0]
	for id := range words.Len() {
		if !model.Vector(vector, words.Label(id)) || !slices.Equal(vector, words.Row(id)) {
			t.Errorf("%s has another vector", words.Label(id))
		}
	}
}

func TestWhatIsTakenAlongFitsTheFamily(t *testing.T) {
	ids := func(change func(*Params)) string {
		r := start(t, setup(story(50), change))
		labtest.Finish(t, r, time.Hour)
		var ids []string
		for _, takeaway := range r.Takeaways() {
			ids = append(ids, takeaway.ID)
			var file strings.Builder
			if err := r.Take(takeaway.ID, &file); err != nil || file.Len() == 0 {
				t.Errorf("%s: %d bytes, %v", takeaway.ID, file.Len(), err)
			}
		}
		return strings.Join(ids, " ")
	}
	for name, want := range map[string]string{
		"skip-gram": "gensim fasttext pytorch", "CBOW by the tree": "gensim fasttext", "fastText": "bin gensim fasttext", "GloVe": "glove pytorch",
	} {
		if got := ids(families[name]); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	r := start(t, setup(story(50), nil))
	labtest.Finish(t, r, time.Hour)
	var file strings.Builder
	if err := r.Take("bin", &file); err == nil || !strings.Contains(err.Error(), "takeaway") {
		t.Errorf("a model of fastText's was made of word2vec's: %v", err)
	}
	var _ lab.Portable = r
}
