package lab

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/fasttext"
	"nearspace/core/format"
	"nearspace/core/measure"
	"nearspace/core/project"
	"nearspace/core/space"
)

type toy struct {
	Size int     `json:"size"`
	Rate float64 `json:"rate"`
	Mode string  `json:"mode"`
}

func (*toy) Fields() []Field {
	return []Field{
		{Name: "size", Min: 1, Max: 9},
		{Name: "rate", Min: .1, Max: 1, Live: true},
		{Name: "mode", Choices: []Choice{{Value: "a"}, {Value: "b"}}},
	}
}

func TestCheckNamesTheParameter(t *testing.T) {
	if err := Check(&toy{3, .5, "a"}); err != nil {
		t.Error(err)
	}
	for name, p := range map[string]*toy{"size": {10, .5, "a"}, "rate": {3, math.NaN(), "a"}, "mode": {3, .5, "c"}} {
		var wrong *ParamError
		if err := Check(p); !errors.As(err, &wrong) || wrong.Name != name {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOnlyLiveParametersMayChange(t *testing.T) {
	if err := CheckFixed(&toy{3, .5, "a"}, &toy{3, .7, "a"}); err != nil {
		t.Error(err)
	}
	var fixed *FixedParamError
	if err := CheckFixed(&toy{3, .5, "a"}, &toy{4, .5, "a"}); !errors.As(err, &fixed) || fixed.Name != "size" {
		t.Errorf("%v", err)
	}
}

func TestFill(t *testing.T) {
	questions := []Question{{ID: "near", Arguments: []Argument{
		{Name: "word", Kind: LabelArgument},
		{Name: "count", Kind: NumberArgument, Default: "10", Min: 1, Max: 50},
		{Name: "by", Kind: ChoiceArgument, Default: "x", Choices: []Choice{{Value: "x"}}},
	}}}
	got, err := Fill(questions, NewQuery("near", "word", " war "))
	if err != nil || got.Args["word"] != "war" || got.Number("count") != 10 {
		t.Errorf("%v, %v", got, err)
	}
	for _, args := range []map[string]string{
		{}, {"word": "a", "count": "51"}, {"word": "a", "count": "x"}, {"word": "a", "by": "y"}, {"word": "a", "far": "1"},
	} {
		if _, err := Fill(questions, Query{Question: "near", Args: args}); err == nil {
			t.Errorf("%v was taken", args)
		}
	}
	if _, err := Fill(questions, Query{Question: "far"}); err == nil {
		t.Error("an unknown question was taken")
	}
}

func TestASaveBelongsToItsSetup(t *testing.T) {
	setup := Setup{Data: dataset.Source{Hash: "abc"}, Params: &toy{3, .5, "a"}, Seed: 7}
	var file bytes.Buffer
	if err := HeaderOf("toy", setup).Write(&file); err != nil {
		t.Fatal(err)
	}
	whole := file.Bytes()
	setup.Params = &toy{3, .9, "a"}
	if err := HeaderOf("toy", setup).CheckHeader(bytes.NewReader(whole)); err != nil {
		t.Error(err)
	}
	for field, change := range map[string]func(*Setup){
		"seed":       func(s *Setup) { s.Seed = 8 },
		"data":       func(s *Setup) { s.Data.Hash = "abd" },
		"parameters": func(s *Setup) { s.Params = &toy{4, .9, "a"} },
	} {
		other := setup
		change(&other)
		var got *OtherSaveError
		if err := HeaderOf("toy", other).CheckHeader(bytes.NewReader(whole)); !errors.As(err, &got) || got.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	for n := range whole {
		var damaged *DamagedSaveError
		if err := HeaderOf("toy", setup).CheckHeader(bytes.NewReader(whole[:n])); !errors.As(err, &damaged) {
			t.Fatalf("a header cut off after %d bytes: %v", n, err)
		}
	}
}

func TestEveryErrorHasItsCodeAndArguments(t *testing.T) {
	for code, err := range map[string]error{
		"parameterRange":    &ParamError{Name: "dim", Value: "0", Min: 1, Max: 9},
		"parameterChoice":   &ParamError{Name: "mode", Choices: []string{"a"}},
		"parameterFixed":    &FixedParamError{"dim"},
		"parameterConflict": &ConflictError{"tied", "true", "data", "labelled"},
		"emptyCell":         &dataset.CellError{Line: 2, Column: "red"},
		"noNumber":          &dataset.CellError{Line: 2, Column: "red", Got: "x"},
		"wrongCells":        &dataset.FieldsError{Line: 2},
		"oneLabel":          &dataset.OneLabelError{Label: "good"},
		"openQuote":         &dataset.QuoteError{Line: 2},
		"unknown":           &UnknownError{"lab", "x"},
		"argumentMissing":   &ArgumentError{Name: "word"},
		"argumentNumber":    &ArgumentError{Name: "count", Value: "x"},
		"notText":           &corpus.TextError{Line: 1},
		"tooFewWords":       &corpus.TooFewWordsError{},
		"damagedGzip":       &dataset.GzipError{Err: errors.New("x")},
		"noColumn":          &dataset.ColumnError{},
		"tooLarge":          &dataset.SizeError{Bytes: 5},
		"empty":             &dataset.SizeError{},
		"unknownLabels":     &space.UnknownLabelError{Labels: []string{"x"}},
		"expression":        &space.ExpressionError{},
		"otherSave":         &OtherSaveError{},
		"damagedSave":       &DamagedSaveError{errors.New("x")},
		"noDirection":       space.ErrNoDirection,
		"noPath":            space.ErrNoPath,
		"noRows":            ErrNoRows,
		"oneSpace":          ErrOneSpace,
		"notReady":          ErrNotReady,
		"cancelled":         ErrCancelled,
		"badVectors":        &format.SyntaxError{Format: format.GloVe, Line: 2},
		"unknownVectors":    &format.UnknownError{},
		"pickle":            &format.PickleError{Script: "x"},
		"whichArray":        &format.ArrayError{Name: "x"},
		"arrayType":         &format.TypeError{Array: "x"},
		"rowTooLarge":       &format.MemoryError{Need: 2, Max: 1},
		"rowNotFinite":      &format.ValueError{Row: 1},
		"noPlace":           &project.PlaceError{Shown: true, Rows: 2, Dim: 3, Want: 4},
		"noVector":          ErrNoVector,
		"notWritten":        &format.WriteError{Format: format.GloVe},
		"badModel":          &fasttext.FileError{Err: errors.New("x")},
		"badTest":           &measure.LineError{Line: 2},
		"unexpected":        errors.New("x"),
	} {
		got := ProblemOf(fmt.Errorf("while testing: %w", err))
		if got.Code != code {
			t.Errorf("%v is %s, want %s", err, got.Code, code)
		}
		for _, name := range Codes[code] {
			if _, ok := got.Args[name]; !ok {
				t.Errorf("%s lacks %s", code, name)
			}
		}
	}
}

// counting is work of twenty units, reported every five.
type counting struct{ n int }

func (c *counting) Unit() error               { c.n++; return nil }
func (c *counting) Reach() (float64, float64) { return float64(c.n), 20 }
func (c *counting) Reports() (int, []Loss) {
	return c.n / 5, []Loss{{Value: float64(c.n)}}
}
func (c *counting) Phase() Phase {
	if c.n == 20 {
		return Ended
	}
	return Training
}

func TestAStepEndsAtEachReport(t *testing.T) {
	var clock Clock
	work := &counting{}
	for report := 1; report <= 4; report++ {
		p, err := clock.Step(work, time.Hour)
		if err != nil || p.Reports != report || p.Done != float64(5*report) || p.End != (report == 4) {
			t.Errorf("after %d steps: %+v, %v", report, p, err)
		}
	}
	if p, err := clock.Step(work, time.Hour); err != nil || !p.End || work.n != 20 || p.Rate == 0 {
		t.Errorf("after the end: %+v, %v", p, err)
	}
}

func TestTheSmallestStepIsOneUnit(t *testing.T) {
	var clock Clock
	work := &counting{}
	if _, err := clock.Step(work, 0); err != nil || work.n != 1 {
		t.Errorf("%d units, %v", work.n, err)
	}
}
