package words

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
	Labels: []string{"cat", "unicorn", "stone"},
	Rows:   blas32.General{Rows: 3, Cols: 3, Stride: 3, Data: []float32{1, 2, 3, 4, 5, 6, 7, 8, 9}},
}

func init() { lab.Register(given) }

var (
	vectorFile = dataset.Source{ID: "vec", Name: "three.vec", Kind: dataset.KindVectors, Hash: "3vec"}
	plants     = labtest.Text(strings.Repeat("The cat sleeps under an oak and a fern.\nA fern grows near the oak.\n", 200))
)

// courses are ways that a run may go beside its first text.
var courses = map[string]func(*Params){
	"phrases":   func(p *Params) { p.Phrases, p.PhraseScore = 2, .5 },
	"given":     func(p *Params) { p.From = vectorFile.ID },
	"frozen":    func(p *Params) { p.From, p.Frozen = vectorFile.ID, true },
	"two texts": func(p *Params) { p.Then = plants.ID },
	"by a tree": func(p *Params) { p.Then, p.Loss = plants.ID, Hierarchical },
	"fastText":  func(p *Params) { p.Family, p.Buckets, p.From, p.Then = FastText, 1000, vectorFile.ID, plants.ID },
	"kept pieces": func(p *Params) {
		p.Family, p.Buckets, p.From, p.Frozen, p.Then = FastText, 1000, vectorFile.ID, true, plants.ID
	},
	"a tree of it": func(p *Params) { p.Family, p.Loss, p.Buckets, p.Then = FastText, Hierarchical, 1000, plants.ID },
	"GloVe":        func(p *Params) { p.Family, p.From, p.Frozen, p.LearningRate = GloVe, vectorFile.ID, true, .05 },
	"more counts":  func(p *Params) { p.Family, p.Then, p.LearningRate = GloVe, plants.ID, .05 },
	"all of those": func(p *Params) { p.Phrases, p.From, p.Frozen, p.Then = 1, vectorFile.ID, true, plants.ID },
}

var travels = story(100) + strings.Repeat("The cat saw new york.\nA new york road lies near.\nIn new york they eat.\n", 10)

func courseSetup(change func(*Params)) lab.Setup {
	s := setup(travels, change)
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

func TestPhrasesAreWords(t *testing.T) {
	r := start(t, courseSetup(courses["phrases"]))
	progress := labtest.Finish(t, r, time.Hour)
	rowOf(t, r, "new_york")
	if note := progress.Notes[0].En; !strings.Contains(note, " phrases, such as ") {
		t.Errorf("noted: %s", note)
	}
}

func TestPhrasesAreScoredAsOneWants(t *testing.T) {
	text := strings.Repeat("the bank of england lends gold to new york\n", 10) + strings.Repeat("gold new york bank england\n", 2)
	for _, c := range []struct {
		scoring    string
		score      float64
		connectors bool
		want       bool // that bank_of_england is one
	}{
		{lab.NPMI, .5, true, true},
		{lab.NPMI, .5, false, false},
		{lab.NPMI, .99, true, false},
		{lab.ByTokens, 2, true, true},
		{lab.ByTypes, 2, true, false}, // there are fewer types than tokens
	} {
		r := start(t, setup(text, func(p *Params) {
			p.Phrases, p.PhraseScoring, p.PhraseScore, p.PhraseConnectors, p.PhraseCount = 1, c.scoring, c.score, c.connectors, 5
		}))
		labtest.Finish(t, r, time.Hour)
		if _, there := r.spaces[0].Find("bank_of_england"); there != c.want {
			t.Errorf("%+v: it is there: %v of %q", c, there, r.spaces[0].Labels())
		}
	}
}

func TestNumbersAndConnectorsAreLeftOut(t *testing.T) {
	for leaveOut, want := range map[string][]string{"nothing": {"1990", "of"}, lab.Numbers: {"of"}, lab.Connectors: nil} {
		r := start(t, setup(strings.Repeat("the war of 1990 ended\n", 10), func(p *Params) { p.LeaveOut = leaveOut }))
		labtest.Finish(t, r, time.Hour)
		for _, word := range []string{"1990", "of"} {
			if _, there := r.spaces[0].Find(word); there != slices.Contains(want, word) {
				t.Errorf("%s is left out: %q is there: %v", leaveOut, word, there)
			}
		}
		if _, there := r.spaces[0].Find("war"); !there {
			t.Errorf("%s is left out, and war too", leaveOut)
		}
	}
}

func TestWordsBeginWithTheVectorsOfAFile(t *testing.T) {
	r := start(t, courseSetup(courses["frozen"]))
	progress := labtest.Finish(t, r, time.Hour)
	if got := rowOf(t, r, "cat"); !slices.Equal(got, []float32{1, 2, 3}) {
		t.Errorf("the frozen cat is at %v", got)
	}
	if got := rowOf(t, r, "dog"); len(got) != 3 || slices.Equal(got, []float32{0, 0, 0}) {
		t.Errorf("the dog is at %v", got)
	}
	if want := "2 of "; !strings.HasPrefix(progress.Notes[0].En, want) || !strings.Contains(progress.Notes[0].En, "three.vec") {
		t.Errorf("noted: %s", progress.Notes[0].En)
	}
	free := start(t, courseSetup(courses["given"]))
	labtest.Finish(t, free, time.Hour)
	if got := rowOf(t, free, "cat"); slices.Equal(got, []float32{1, 2, 3}) {
		t.Error("the free cat did not move")
	}
}

func TestAnotherTextBringsItsWords(t *testing.T) {
	first := start(t, courseSetup(nil))
	labtest.Finish(t, first, time.Hour)
	r := start(t, courseSetup(courses["two texts"]))
	spaces := map[int]bool{}
	for reports, p := 0, (lab.Progress{}); !p.End; {
		var err error
		if p, err = r.Step(time.Hour); err != nil {
			t.Fatal(err)
		}
		if p.Reports < reports {
			t.Fatalf("report %d came after %d", p.Reports, reports)
		}
		reports = p.Reports
		if r.spaces != nil {
			spaces[r.spaces[0].Len()] = true
		}
	}
	rowOf(t, r, "fern")
	if n := first.spaces[0].Len(); len(spaces) != 2 || !spaces[n] || r.spaces[0].Label(n-1) != first.spaces[0].Label(n-1) {
		t.Errorf("spaces of %v rows, the first text has %d", spaces, n)
	}
	if got := r.report.Count; got <= first.report.Count {
		t.Errorf("%d reports in all, %d of the first text", got, first.report.Count)
	}
	if _, err := r.Trace(lab.Pick{Text: "fern"}); err != nil {
		t.Error(err)
	}
	if note := r.Notes()[0].En; !strings.HasPrefix(note, "test.txt adds ") {
		t.Errorf("noted: %s", note)
	}
}

func TestGloVeFitsTheCountsOfBothTexts(t *testing.T) {
	r := start(t, courseSetup(courses["more counts"]))
	counting := false
	for p := (lab.Progress{}); !p.End; {
		var err error
		if p, err = r.Step(time.Microsecond); err != nil {
			t.Fatal(err)
		}
		if m, made := r.model.(*counted); made && r.joined && m.Model == nil && !counting {
			counting = true
			if _, err := r.Trace(lab.Pick{Text: "cat"}); !errors.Is(err, lab.ErrNotReady) {
				t.Errorf("a step of a model that is not there: %v", err)
			}
			if err := r.Save(new(bytes.Buffer)); !errors.Is(err, lab.ErrNotReady) {
				t.Errorf("a save of a model that is not there: %v", err)
			}
			rowOf(t, r, "cat") // the first text's vectors are still shown
		}
	}
	if !counting {
		t.Error("the second text was counted in one step")
	}
	counts := r.model.(*counted).Counts()
	at := func(a, b string) float32 {
		ids, err := r.spaces[0].FindAll([]string{a, b})
		if err != nil {
			t.Fatal(err)
		}
		return counts.At(ids[0], ids[1])
	}
	// Only the first text speaks of York, only the second of ferns.
	for _, pair := range [][2]string{{"new", "york"}, {"fern", "oak"}} {
		if at(pair[0], pair[1]) == 0 {
			t.Errorf("%v never meet", pair)
		}
	}
}

func TestFrozenWordsOfEveryFamilyStay(t *testing.T) {
	for _, name := range []string{"GloVe", "kept pieces"} {
		r := start(t, courseSetup(courses[name]))
		labtest.Finish(t, r, time.Hour)
		if got := rowOf(t, r, "cat"); !slices.Equal(got, []float32{1, 2, 3}) {
			t.Errorf("%s: the frozen cat is at %v", name, got)
		}
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
				if steps%97 == 0 {
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

func TestASaveOfTheFirstTextGoesOnToAnother(t *testing.T) {
	whole := start(t, courseSetup(courses["two texts"]))
	labtest.Finish(t, whole, time.Hour)
	first := start(t, courseSetup(nil))
	labtest.Finish(t, first, time.Hour)
	var file, other bytes.Buffer
	if err := first.Save(&file); err != nil {
		t.Fatal(err)
	}
	r := start(t, courseSetup(courses["two texts"]))
	if err := r.Load(&file); err != nil {
		t.Fatal(err)
	}
	labtest.Finish(t, r, time.Hour)
	if !slices.Equal(r.spaces[0].Vectors().Data, whole.spaces[0].Vectors().Data) {
		t.Error("the vectors differ")
	}

	if err := r.Save(&other); err != nil {
		t.Fatal(err)
	}
	var different *lab.OtherSaveError
	if err := start(t, courseSetup(nil)).Load(&other); !errors.As(err, &different) || different.Field != "then" {
		t.Errorf("a run of one text took the save of two: %v", err)
	}
}

func TestASaveNamesTheFileOfVectors(t *testing.T) {
	r := start(t, courseSetup(courses["given"]))
	labtest.Finish(t, r, time.Hour)
	var file bytes.Buffer
	if err := r.Save(&file); err != nil {
		t.Fatal(err)
	}
	s := courseSetup(courses["given"])
	s.Files[0].Hash = "another"
	var different *lab.OtherSaveError
	if err := start(t, s).Load(&file); !errors.As(err, &different) || different.Field != "data" {
		t.Errorf("%v", err)
	}
	s.Files = nil
	var unknown *lab.UnknownError
	if _, err := (Words{}).Start(s); !errors.As(err, &unknown) {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestShardsTakeEveryCourse(t *testing.T) {
	for name, change := range courses {
		t.Run(name, func(t *testing.T) {
			shards := together(t, 2, func(int) time.Duration { return time.Hour }, func(p *Params) { change(p) })
			labtest.Agree(t, shards...)
		})
	}
}
