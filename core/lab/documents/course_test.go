package documents

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/lab/labtest"
)

// given are vectors of 3 dimensions, of a word that no text has too.
var given = labtest.Vectors{
	Labels: []string{"cat", "unicorn", "stone"},
	Rows:   blas32.General{Rows: 3, Cols: 3, Stride: 3, Data: []float32{1, 2, 3, 4, 5, 6, 7, 8, 9}},
}

func init() { lab.Register(given) }

var (
	vectorFile = dataset.Source{ID: "vectors", Name: "three.vec", Kind: dataset.KindVectors, Hash: "vectors"}
	garden     = table("garden", "about\ttext\noaks\t"+strings.Repeat("An oak lies near a stone. ", 12)+"\nferns\t"+strings.Repeat("The fern eats fish. ", 12)+"\n")
)

func table(name, content string) dataset.Source {
	return dataset.Source{
		ID: name, Name: name + ".tsv", Kind: dataset.KindText, Hash: name, Column: "text", Bytes: int64(len(content)),
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil },
	}
}

// courses are what a run may have beside its text, as changes of its parameters.
var courses = map[string]func(*Params){
	"given":           func(p *Params) { p.From = vectorFile.ID },
	"frozen":          func(p *Params) { p.From, p.Frozen = vectorFile.ID, true },
	"two texts":       func(p *Params) { p.Then = garden.ID },
	"PV-DM":           func(p *Params) { p.Method, p.From, p.Frozen, p.Then = DM, vectorFile.ID, true, garden.ID },
	"joined":          func(p *Params) { p.Method, p.Combine, p.From, p.Then = DM, lab.Concat, vectorFile.ID, garden.ID },
	"a sum":           func(p *Params) { p.Method, p.Combine, p.Then = DM, lab.SumShared, garden.ID },
	"alone":           func(p *Params) { p.Method, p.From, p.Then = DBOW, vectorFile.ID, garden.ID },
	"down a tree":     func(p *Params) { p.Loss, p.From, p.Then = Hierarchical, vectorFile.ID, garden.ID },
	"phrases as well": func(p *Params) { p.Phrases, p.PhraseScore, p.Then = 1, 1, garden.ID },
}

func courseSetup(change func(*Params)) lab.Setup {
	s := setup(func(p *Params) {
		p.Epochs = 5
		if change != nil {
			change(p)
		}
	})
	s.Files = []dataset.Source{vectorFile, garden}
	return s
}

func rowOf(t *testing.T, r *run, space int, label string) []float32 {
	t.Helper()
	ids, err := r.spaces[space].FindAll([]string{label})
	if err != nil {
		t.Fatal(err)
	}
	return r.spaces[space].Row(ids[0])
}

func TestWordsBeginWithTheVectorsOfAFile(t *testing.T) {
	for _, name := range []string{"frozen", "PV-DM"} {
		r := start(t, courseSetup(courses[name]))
		progress := labtest.Finish(t, r, time.Hour)
		if got := rowOf(t, r, 1, "cat"); !slices.Equal(got, []float32{1, 2, 3}) {
			t.Errorf("%s: the frozen cat is at %v", name, got)
		}
		if note := progress.Notes[0].En; !strings.HasPrefix(note, "2 of ") || !strings.Contains(note, "three.vec") {
			t.Errorf("%s: noted: %s", name, note)
		}
	}
	free := start(t, courseSetup(courses["given"]))
	labtest.Finish(t, free, time.Hour)
	if got := rowOf(t, free, 1, "cat"); len(got) != 3 || slices.Equal(got, []float32{1, 2, 3}) {
		t.Errorf("the free cat is at %v", got)
	}
	alone := start(t, courseSetup(courses["alone"]))
	labtest.Finish(t, alone, time.Hour)
	if got := alone.spaces[0].Dim(); got != 16 {
		t.Errorf("where words have no vectors, %d dimensions were taken from the file", got)
	}
}

func TestAnotherTextBringsItsDocuments(t *testing.T) {
	first := start(t, courseSetup(nil))
	labtest.Finish(t, first, time.Hour)
	r := start(t, courseSetup(courses["two texts"]))
	for reports, p := 0, (lab.Progress{}); !p.End; {
		var err error
		if p, err = r.Step(0); err != nil {
			t.Fatal(err)
		}
		if p.Reports < reports {
			t.Fatalf("report %d came after %d", p.Reports, reports)
		}
		reports = p.Reports
	}
	if n, m := r.spaces[0].Len(), first.spaces[0].Len(); n != m+2 || r.spaces[0].Label(n-1) != "ferns" || r.spaces[0].Counts[n-1] == 0 {
		t.Errorf("%d documents, %d of the first text", n, m)
	}
	for id := range first.spaces[0].Len() {
		if !slices.Equal(r.spaces[0].Row(id), first.spaces[0].Row(id)) {
			t.Errorf("the document %s has moved", first.spaces[0].Label(id))
		}
	}
	rowOf(t, r, 1, "fern")
	if slices.Equal(rowOf(t, r, 1, "fish"), rowOf(t, first, 1, "fish")) {
		t.Error("the fish has not moved")
	}
	trace, err := r.Trace(lab.Pick{Text: "ferns"})
	if err != nil || !strings.HasPrefix(trace.Title.En, "ferns: ") {
		t.Errorf("%q, %v", trace.Title.En, err)
	}
	if note := r.Notes()[0].En; !strings.HasPrefix(note, "garden.tsv adds ") {
		t.Errorf("noted: %s", note)
	}
	if _, err := r.Ask(lab.NewQuery("infer", "text", "the fern eats fish"), labtest.NoPace); err != nil {
		t.Error(err)
	}
}

func TestEveryCourseGivesTheSameBitsInSlicesAndFromSaves(t *testing.T) {
	for name, change := range courses {
		t.Run(name, func(t *testing.T) {
			whole := start(t, courseSetup(change))
			want := labtest.Finish(t, whole, time.Hour)
			r := start(t, courseSetup(change))
			// A save is taken and gone on from ever so often.
			for steps := 1; ; steps++ {
				p, err := r.Step(0)
				if err != nil {
					t.Fatal(err)
				}
				if p.End {
					if p.Losses[0] != want.Losses[0] || p.Reports != want.Reports || !slices.Equal(p.Notes, want.Notes) {
						t.Errorf("%+v, want %+v", p, want)
					}
					break
				}
				if steps%41 == 0 {
					r = resumed(t, r, change)
				}
			}
			for k, s := range whole.spaces {
				if !slices.Equal(r.spaces[k].Vectors().Data, s.Vectors().Data) || !slices.Equal(r.spaces[k].Labels(), s.Labels()) {
					t.Errorf("the space %s differs", s.Name)
				}
			}
		})
	}
}

// resumed is a run that goes on from the save of another, or that one itself if it
// cannot be saved yet.
func resumed(t *testing.T, r *run, change func(*Params)) *run {
	t.Helper()
	var file bytes.Buffer
	if err := r.Save(&file); errors.Is(err, lab.ErrNotReady) {
		return r
	} else if err != nil {
		t.Fatal(err)
	}
	next := start(t, courseSetup(change))
	if err := next.Load(&file); err != nil {
		t.Fatal(err)
	}
	for next.spaces == nil {
		if _, err := next.Step(0); err != nil {
			t.Fatal(err)
		}
	}
	return next
}

func TestASaveOfTwoTextsWantsBoth(t *testing.T) {
	r := start(t, courseSetup(courses["two texts"]))
	labtest.Finish(t, r, time.Hour)
	var file bytes.Buffer
	if err := r.Save(&file); err != nil {
		t.Fatal(err)
	}
	var different *lab.OtherSaveError
	if err := start(t, courseSetup(nil)).Load(&file); !errors.As(err, &different) || different.Field != "then" {
		t.Errorf("a run of one text took the save of two: %v", err)
	}
}
