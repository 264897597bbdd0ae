package subwords

import (
	"bytes"
	"errors"
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
	Labels: []string{"baker", "unicorn", "stone"},
	Rows:   blas32.General{Rows: 3, Cols: 3, Stride: 3, Data: []float32{1, 2, 3, 4, 5, 6, 7, 8, 9}},
}

func init() { lab.Register(given) }

var (
	vectorFile = dataset.Source{ID: "vectors", Name: "three.vec", Kind: dataset.KindVectors, Hash: "vectors"}
	plants     = labtest.Text(strings.Repeat("the gardener was gardening near the stone\n", 30))
)

// courses are what a run may have beside its text, as changes of its parameters.
var courses = map[string]func(*Params){
	"given":     func(p *Params) { p.From = vectorFile.ID },
	"frozen":    func(p *Params) { p.From, p.Frozen = vectorFile.ID, true },
	"two texts": func(p *Params) { p.Then = plants.ID },
	"CBOW":      func(p *Params) { p.Architecture, p.From, p.Frozen, p.Then = CBOW, vectorFile.ID, true, plants.ID },
	"a tree":    func(p *Params) { p.Loss, p.From, p.Then = Hierarchical, vectorFile.ID, plants.ID },
	"phrases":   func(p *Params) { p.Phrases, p.PhraseScore, p.From, p.Then = 2, 1.5, vectorFile.ID, plants.ID },
}

func courseSetup(change func(*Params)) lab.Setup {
	s := setup(story(60), change)
	s.Files = []dataset.Source{vectorFile, plants}
	return s
}

func rowOf(t *testing.T, r *run, word string) []float32 {
	t.Helper()
	ids, err := r.spaces[0].FindAll([]string{word})
	if err != nil {
		t.Fatal(err)
	}
	return r.spaces[0].Row(ids[0])
}

func TestWordsBeginWithTheVectorsOfAFile(t *testing.T) {
	frozen := start(t, courseSetup(courses["frozen"]))
	progress := labtest.Finish(t, frozen, time.Hour)
	if got := rowOf(t, frozen, "baker"); !slices.Equal(got, []float32{1, 2, 3}) {
		t.Errorf("the frozen baker is at %v", got)
	}
	if note := progress.Notes[0].En; !strings.HasPrefix(note, "2 of ") || !strings.Contains(note, "three.vec") {
		t.Errorf("noted: %s", note)
	}
	// The word's pieces still add up to it.
	parts := ask(t, frozen, "parts", "word", "baker").Parts[2].(lab.Table)
	var sum float64
	for _, row := range parts.Rows {
		sum += *row[1].Number
	}
	if sum < .999 || sum > 1.001 {
		t.Errorf("the shares of baker add up to %v", sum)
	}
	if _, err := frozen.Trace(lab.Pick{Text: "baker"}); err != nil {
		t.Error(err)
	}

	free := start(t, courseSetup(courses["given"]))
	labtest.Finish(t, free, time.Hour)
	if got := rowOf(t, free, "baker"); len(got) != 3 || slices.Equal(got, []float32{1, 2, 3}) {
		t.Errorf("the free baker is at %v", got)
	}
}

func TestAnotherTextBringsItsWords(t *testing.T) {
	first := start(t, courseSetup(nil))
	labtest.Finish(t, first, time.Hour)
	r := start(t, courseSetup(courses["two texts"]))
	var rows []int
	for reports, p := 0, (lab.Progress{}); !p.End; {
		var err error
		if p, err = r.Step(0); err != nil {
			t.Fatal(err)
		}
		if p.Reports < reports {
			t.Fatalf("report %d came after %d", p.Reports, reports)
		}
		reports = p.Reports
		if r.spaces == nil {
			continue
		}
		if n := r.spaces[0].Len(); len(rows) == 0 || rows[len(rows)-1] != n {
			rows = append(rows, n)
		}
		ask(t, r, "parts", "word", "stone") // also while the second text is read and cut
	}
	rowOf(t, r, "gardener")
	if len(rows) != 2 || rows[0] != first.spaces[0].Len() || r.spaces[1].Len() != r.model.In.Rows() {
		t.Errorf("spaces of %v rows, the first text has %d", rows, first.spaces[0].Len())
	}
	if got := r.report.Count; got <= first.report.Count {
		t.Errorf("%d reports in all, %d of the first text", got, first.report.Count)
	}
	if _, err := r.Trace(lab.Pick{Text: "gardener"}); err != nil {
		t.Error(err)
	}
	if note := r.Notes()[0].En; !strings.HasPrefix(note, "test.txt adds ") {
		t.Errorf("noted: %s", note)
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
			for k := range whole.spaces {
				if !slices.Equal(r.spaces[k].Vectors().Data, whole.spaces[k].Vectors().Data) {
					t.Errorf("the space %s differs", r.spaces[k].Name)
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
	s := courseSetup(courses["given"])
	s.Files = nil
	var unknown *lab.UnknownError
	if _, err := (Subwords{}).Start(s); !errors.As(err, &unknown) {
		t.Errorf("a file that is not there: %v", err)
	}
}
