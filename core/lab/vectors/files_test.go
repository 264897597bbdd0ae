package vectors

import (
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
	"nearspace/core/space"
)

func TestWhichArrayOfSeveral(t *testing.T) {
	content, err := os.ReadFile("../../format/testdata/several.safetensors")
	if err != nil {
		t.Fatal(err)
	}
	chosen := func(array int) (*run, lab.Progress, error) {
		s := setup(string(content))
		s.Params.(*Params).Array = array
		r := start(t, s)
		for {
			p, err := r.Step(time.Hour)
			if err != nil || p.End {
				return r, p, err
			}
		}
	}
	largest, p, err := chosen(0)
	if err != nil || len(p.Notes) != 1 || !strings.Contains(p.Notes[0].En, "Opened is "+largest.facts.Array) {
		t.Fatalf("%+v, %v", p.Notes, err)
	}
	seen := map[string]int{}
	for i := 1; ; i++ {
		r, _, err := chosen(i)
		var outside *lab.ParamError
		if errors.As(err, &outside) {
			if outside.Name != "array" || outside.Max != float64(i-1) {
				t.Errorf("%v", err)
			}
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		seen[r.facts.Array] = r.spaces[0].Len()
	}
	if len(seen) < 2 || seen[largest.facts.Array] != 6 {
		t.Errorf("%v", seen)
	}
}

// beside is the setup of a file with a second one.
func beside(first, second, twice string) lab.Setup {
	s := setup(first)
	s.Files = []dataset.Source{{ID: "b", Name: "b.vec", Kind: dataset.KindVectors, Hash: "b", Bytes: int64(len(second)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(second)), nil }}}
	p := s.Params.(*Params)
	p.Beside, p.Twice = "b", twice
	return s
}

func TestTwoFilesAreOne(t *testing.T) {
	const first, second = "3 2\ncat 1 2\ndog 3 4\nfern 5 6\n", "2 2\ndog 7 8\nstone 9 1\n"
	for _, c := range []struct {
		twice  string
		labels []string
		data   []float32
	}{
		{keepFirst, []string{"cat", "dog", "fern", "stone"}, []float32{1, 2, 3, 4, 5, 6, 9, 1}},
		{takeLast, []string{"cat", "dog", "fern", "stone"}, []float32{1, 2, 7, 8, 5, 6, 9, 1}},
		{keepBoth, []string{"cat", "dog", "fern", "dog", "stone"}, []float32{1, 2, 3, 4, 5, 6, 7, 8, 9, 1}},
	} {
		for _, budget := range []time.Duration{0, time.Hour} {
			r := start(t, beside(first, second, c.twice))
			p := labtest.Finish(t, r, budget)
			s := r.Spaces()[0]
			if !slices.Equal(s.Labels(), c.labels) || !slices.Equal(s.Vectors().Data, c.data) {
				t.Errorf("%s: %q, %v", c.twice, s.Labels(), s.Vectors().Data)
			}
			if len(p.Notes) != 1 || !strings.Contains(p.Notes[0].En, "of which 1 have") {
				t.Errorf("%+v", p.Notes)
			}
		}
	}
	var merge *space.MergeError
	_, err := open(start(t, beside(first, "1 3\ncat 1 2 3\n", keepFirst)), time.Hour)
	if !errors.As(err, &merge) || lab.ProblemOf(err).Code != "noMerge" {
		t.Errorf("of other dimensions: %v", err)
	}
	s := beside(first, second, keepFirst)
	s.Files = nil
	var unknown *lab.UnknownError
	if _, err := (Vectors{}).Start(s); !errors.As(err, &unknown) {
		t.Errorf("a file that is not there: %v", err)
	}
	// A model keeps its pieces beside the words of another file.
	r := start(t, beside(modelFile(t, "skipgram-ns.bin"), "1 4\nunicorn 1 2 3 4\n", keepFirst))
	labtest.Finish(t, r, 0)
	if _, known := r.spaces[0].Find("unicorn"); !known || r.model == nil {
		t.Error("the unicorn is not there")
	}
}
