package project

import (
	"fmt"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/space"
)

// A Projection is a map in the making. It is driven in slices, shows each of its
// rounds, and goes on from where it is when the rows change.
type Projection interface {
	// Step works on the map of the rows of m for about so many units, of a
	// microsecond or so in a browser each, at most to the end of a round, and
	// returns whether the coordinates are new. If m has other numbers of rows
	// than before, that is a Renew.
	Step(m blas32.General, units int) (frame bool, err error)
	// Renew says that the rows are not what they were. Points stay where they
	// are and move on from there.
	Renew()
	// Settled says that Step has nothing left to do until Renew.
	Settled() bool
	// Stage says what Step works on.
	Stage() Stage
	// Dimensions returns how many coordinates a point has.
	Dimensions() int
	// Coordinates returns those of all points, row by row, valid until the next
	// Step; none before the first frame.
	Coordinates() []float32
}

// A Stage is how far a piece of work is. IDs are prepare, neighbors, graph,
// start, rows and rounds.
type Stage struct {
	ID          string
	Done, Total int
}

// Settings are what a map is made by; zeros are the defaults. Fields that a
// method has no use for do nothing.
type Settings struct {
	Dimensions int          `json:"dimensions"` // 2 or 3; 0: 2
	Seed       uint64       `json:"seed"`
	Metric     space.Metric `json:"metric"` // "": cosine
	Whiten     bool         `json:"whiten"` // take the rows with equal variance along all axes

	// Of t-SNE and UMAP.
	Start       string    `json:"start"`       // pca (t-SNE's default), spectral (UMAP's) or random
	From        []float32 `json:"-"`           // coordinates to start from instead
	Labels      []int32   `json:"-"`           // classes of rows, −1: unknown
	Supervision float64   `json:"supervision"` // 0, labels do not count, to 1, classes come apart
	Rate        float64   `json:"rate"`        // step size; 0: t-SNE's max(n/exaggeration/4, 50), UMAP's 1
	Rounds      int       `json:"rounds"`      // 0: t-SNE's 1000, UMAP's 500 up to 2500 rows, then fewer

	// Of t-SNE.
	Perplexity       float64 `json:"perplexity"`       // 0: 30
	SecondPerplexity float64 `json:"secondPerplexity"` // of a mixture of two scales; 0: none
	Exaggeration     float64 `json:"exaggeration"`     // of the attraction in the first rounds; 0: 12
	Forces           string  `json:"forces"`           // exact, tree or grid; "": by size
	Angle            float64 `json:"angle"`            // of the tree; 0: .5

	// Of UMAP.
	Neighbors int     `json:"neighbors"` // 0: 15
	MinDist   float64 `json:"minDist"`   // 0: .1; nearer than that points are not pushed apart
	Spread    float64 `json:"spread"`    // 0: 1
	Negatives int     `json:"negatives"` // 0: 5
}

// Values of Settings.
const (
	StartPCA      = "pca"
	StartSpectral = "spectral"
	StartRandom   = "random"

	ForcesExact = "exact"
	ForcesTree  = "tree"
	ForcesGrid  = "grid"
)

// A SettingError says which setting is not what it may be.
type SettingError struct {
	Name, Value string
	Min, Max    float64
	Choices     []string // of a text
}

func (e *SettingError) Error() string {
	if e.Choices != nil {
		return fmt.Sprintf("%s: %q is none of %q", e.Name, e.Value, e.Choices)
	}
	return fmt.Sprintf("%s: %s is outside %v to %v", e.Name, e.Value, e.Min, e.Max)
}

// A Method is a kind of map and the settings it has use for.
type Method struct {
	ID       string                    `json:"id"`
	Settings []Setting                 `json:"settings"`
	New      func(Settings) Projection `json:"-"`
}

// A Setting describes one of Settings by its name in JSON.
type Setting struct {
	Name    string   `json:"name"`
	Default float64  `json:"default"`
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Step    float64  `json:"step"`
	Log     bool     `json:"log"`     // a slider that moves by factors
	Choices []string `json:"choices"` // of a text, the default first
}
