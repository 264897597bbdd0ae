package lab

import (
	"io"
	"reflect"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/space"
)

// A Lab is one experiment: it says what it is, and starts runs.
type Lab interface {
	Describe() Description
	// Params returns a pointer to a fresh struct of defaults.
	Params() Params
	// Start checks the setup and returns a run that has done no work yet.
	Start(Setup) (Run, error)
}

// Description is what a visitor reads before a run exists.
type Description struct {
	ID        string     `json:"id"` // in links; lower case, no spaces
	Group     string     `json:"group"`
	Title     Text       `json:"title"`
	Summary   Text       `json:"summary"`
	Kinds     []string   `json:"kinds"` // kinds of data, as in dataset.Source
	Data      string     `json:"data"`  // the built-in set that the lab opens with
	View      string     `json:"view"`  // what it is first seen as: map or matrix
	Questions []Question `json:"questions"`
	Examples  []Example  `json:"examples"`
	Chapters  []string   `json:"chapters"` // pages of the guide that speak of it
}

// An Example is a question known to have a sensible answer on a built-in data
// set: of the labels in Expect at least one is among the answer's first, and all that
// is in Every stands somewhere in the answer.
type Example struct {
	Data   string   `json:"data"`
	Query  Query    `json:"query"`
	Title  Text     `json:"title"`
	Expect []string `json:"expect"`
	Every  []string `json:"every"`
}

// Setup is what a run starts from.
type Setup struct {
	Data      dataset.Source
	Params    Params
	Seed      uint64
	Files     []dataset.Source // further data, which parameters name (Field.File)
	Segmenter corpus.Segmenter // nil: corpus's own fallback
	Shard     int              // of a Sharded run, from 0
}

// File returns the data that a parameter names.
func (s Setup) File(id string) (dataset.Source, error) {
	for _, f := range s.Files {
		if f.ID == id {
			return f, nil
		}
	}
	return dataset.Source{}, &UnknownError{What: "file", ID: id}
}

// CheckFiles reports the first parameter that names data which is not there.
func (s Setup) CheckFiles() error {
	v := reflect.ValueOf(s.Params).Elem()
	for _, f := range s.Params.Fields() {
		if f.File == "" {
			continue
		}
		if id := byName(v, f.Name).String(); id != "" {
			if _, err := s.File(id); err != nil {
				return err
			}
		}
	}
	return nil
}

// A Run is one training run, driven in slices so that a page stays alive. It is
// not safe for concurrent use.
type Run interface {
	// Step works for about budget, at least for the smallest unit there is,
	// and says how far it came. The first phases read the data. After the last
	// unit it does nothing.
	Step(budget time.Duration) (Progress, error)
	// Set changes parameters that may change during a run (Field.Live).
	Set(Params) error
	// Spaces returns live views of what has been learnt; none before the data
	// has been read.
	Spaces() []*space.Space
	// Ask answers one of the lab's questions. It calls pace between small
	// pieces of long work.
	Ask(q Query, pace Pace) (Answer, error)
	// Trace walks one example through the model, on copies: nothing is trained
	// by looking.
	Trace(Pick) (Trace, error)
	// Save writes the state, not the data. It may be called between any two
	// slices.
	Save(io.Writer) error
	// Load replaces the state of a run that has not stepped yet by a saved one
	// of the same setup. The next steps read the data again and then go on
	// with the bits that the saved run would have had.
	Load(io.Reader) error
}

// Pace is called between small pieces of long work. It may rest meanwhile, and
// returns an error when the work is no longer wanted, which is handed on.
type Pace func() error

// Progress says how far a run is. Total is 0 while it is unknown.
type Progress struct {
	Phase   string  `json:"phase"` // id: read, sort, train, done …
	Title   Text    `json:"title"`
	Unit    Text    `json:"unit"` // of Done and Total
	Done    float64 `json:"done"`
	Total   float64 `json:"total"`
	Rate    float64 `json:"rate"`    // units per second of work in this phase
	Reports int     `json:"reports"` // how many times Losses was renewed: the run's step as links count it
	Losses  []Loss  `json:"losses"`  // means over the last report's examples
	Notes   []Text  `json:"notes"`   // what the run has to say of its data
	End     bool    `json:"end"`     // nothing is left to do
}

// A Loss is one named curve's latest value.
type Loss struct {
	Name  Text    `json:"name"`
	Value float64 `json:"value"`
}
