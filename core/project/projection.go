package project

import (
	"fmt"
	"math"
	"reflect"
	"slices"

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

// Reach returns the distance from the middle of a map within which about nine of
// ten of its points lie, by some thousand of them: what coordinates are divided
// by to be of the size of a Live map's.
func Reach(coordinates []float32, dimensions int) float64 {
	n := len(coordinates) / dimensions
	middle := middleOf(coordinates, dimensions)
	var distances []float64
	for i := 0; i < n; i += 1 + n/2000 {
		var square float64
		for j, v := range coordinates[i*dimensions : (i+1)*dimensions] {
			square += (float64(v) - middle[j]) * (float64(v) - middle[j])
		}
		distances = append(distances, math.Sqrt(square))
	}
	if distances == nil {
		return 0
	}
	slices.Sort(distances)
	return distances[len(distances)*9/10]
}

// A Stage is how far a piece of work is. IDs are prepare, neighbors, graph,
// start, rows and rounds.
type Stage struct {
	ID          string
	Done, Total int
}

// Settings are what a map is made by; zeros are the defaults. A field that a
// method does not list does nothing there.
type Settings struct {
	Dimensions int          `json:"dimensions"` // 2 or 3; 0: 2
	Seed       uint64       `json:"seed"`
	Metric     space.Metric `json:"metric"` // "": cosine

	// Of maps of neighbours.
	Sphere      bool    `json:"sphere"`      // rows about their mean, at length 1, before anything else; of pca too
	Whiten      bool    `json:"whiten"`      // rows with equal variance along all their axes; of pca too
	Start       string  `json:"start"`       // pca, t-SNE's default, spectral, UMAP's, or random
	Labels      []int32 `json:"-"`           // classes of rows, −1: unknown; of discriminants too
	Supervision float64 `json:"supervision"` // 0, labels do not count, to 1, classes come apart
	Rate        float64 `json:"rate"`        // of a step; 0: t-SNE's max(n/exaggeration/4, 50), UMAP's 1
	Rounds      int     `json:"rounds"`      // 0: t-SNE's 1000, UMAP's 500 to 200 by the number of rows

	// Of t-SNE.
	Perplexity       float64 `json:"perplexity"`       // 0: 30
	SecondPerplexity float64 `json:"secondPerplexity"` // of a mixture of two scales; 0: none
	Exaggeration     float64 `json:"exaggeration"`     // of the attraction in the first 250 rounds; 0: 12
	Forces           string  `json:"forces"`           // exact, tree or grid; "": by size
	Angle            float64 `json:"angle"`            // of the tree; 0: .5

	// Of UMAP.
	Neighbors int     `json:"neighbors"` // 0: 15, the row itself among them
	MinDist   float64 `json:"minDist"`   // 0: .1; points nearer than that are near enough
	Spread    float64 `json:"spread"`    // 0: 1
	Negatives int     `json:"negatives"` // 0: 5

	// Of axes.
	Space *space.Space `json:"-"`
	Poles []Poles      `json:"poles"` // an axis each

	// Of pca and dimensions.
	Columns []int `json:"columns"` // which axes or dimensions are the coordinates; none: the first
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
		return fmt.Sprintf("setting %s: %q is none of %q", e.Name, e.Value, e.Choices)
	}
	return fmt.Sprintf("setting %s: %s is outside %v to %v", e.Name, e.Value, e.Min, e.Max)
}

// A Setting describes one field of Settings by its name in JSON.
type Setting struct {
	Name    string   `json:"name"`
	Default float64  `json:"default"` // of a number
	Min     float64  `json:"min"`
	Max     float64  `json:"max"`
	Step    float64  `json:"step"`    // 0: any
	Log     bool     `json:"log"`     // a slider that moves by factors
	Choices []string `json:"choices"` // of a text; the default first
}

// A Method describes a kind of map.
type Method struct {
	ID       string    `json:"id"`
	Settings []Setting `json:"settings"` // those it has use for, beside dimensions and seed
}

// A Kind is a method and what makes its maps.
type Kind struct {
	Method
	make func(dim int, s Settings) (Projection, error)
}

// Kinds are those that one may choose from. A program holds the code of the kinds
// that it names, and no other.
type Kinds []Kind

// Leading returns the kinds that show the leading axes: live follows rows that are
// trained at once, pca places all in one pass.
func Leading() Kinds {
	return Kinds{
		{Method{"live", nil}, func(dim int, s Settings) (Projection, error) {
			l := NewLive(dim, s.Dimensions, s.Seed)
			// At unit length rows of so few numbers all lie on a circle or a ball.
			l.Raw = dim <= s.Dimensions
			return l, nil
		}},
		{Method{"pca", []Setting{sphere, whiten}}, func(dim int, s Settings) (Projection, error) {
			if err := s.columns(dim); err != nil {
				return nil, err
			}
			c := NewComponents(s.Columns, s.Seed)
			c.Whitened = s.Whiten
			if s.Sphere {
				c.Sphere = new(Sphere)
			}
			return c, nil
		}},
	}
}

var (
	metrics = Setting{Name: "metric", Choices: []string{string(space.Cosine), string(space.Euclidean), string(space.Dot), string(Correlation)}}
	sphere  = Setting{Name: "sphere", Max: 1, Step: 1}
	whiten  = Setting{Name: "whiten", Max: 1, Step: 1}
	shared  = []Setting{
		metrics, sphere, whiten,
		{Name: "supervision", Max: 1, Step: .05},
		{Name: "rounds", Max: 10000, Step: 50},
	}
)

// All returns all kinds of maps: the leading ones, those of neighbours, and those
// along other axes.
func All() Kinds {
	return append(Leading(),
		Kind{Method{"tsne", slices.Concat([]Setting{
			{Name: "perplexity", Default: 30, Min: 2, Max: 500, Log: true},
			{Name: "secondPerplexity", Max: 500},
			{Name: "exaggeration", Default: 12, Min: 1, Max: 50, Step: 1},
			{Name: "rate", Max: 1e5, Log: true},
			{Name: "start", Choices: []string{StartPCA, StartSpectral, StartRandom}},
			{Name: "forces", Choices: []string{"", ForcesExact, ForcesTree, ForcesGrid}},
			{Name: "angle", Default: .5, Min: .1, Max: 1, Step: .05},
		}, shared)}, func(_ int, s Settings) (Projection, error) { return NewTSNE(s), nil }},
		Kind{Method{"umap", slices.Concat([]Setting{
			{Name: "neighbors", Default: 15, Min: 2, Max: 200, Step: 1, Log: true},
			{Name: "minDist", Default: .1, Min: .001, Max: 1, Step: .001},
			{Name: "spread", Default: 1, Min: .1, Max: 5, Step: .1},
			{Name: "negatives", Default: 5, Min: 1, Max: 20, Step: 1},
			{Name: "rate", Default: 1, Min: .01, Max: 5, Log: true},
			{Name: "start", Choices: []string{StartSpectral, StartPCA, StartRandom}},
		}, shared)}, func(_ int, s Settings) (Projection, error) { return NewUMAP(s), nil }},
		Kind{Method{"random", []Setting{metrics}}, func(_ int, s Settings) (Projection, error) {
			return NewRandomProjection(s.Dimensions, s.Metric, s.Seed), nil
		}},
		Kind{Method{"dimensions", []Setting{metrics}}, func(dim int, s Settings) (Projection, error) {
			if err := s.columns(dim); err != nil {
				return nil, err
			}
			return NewDimensions(s.Columns, s.Metric), nil
		}},
		Kind{Method{"axes", nil}, func(_ int, s Settings) (Projection, error) {
			if s.Space == nil || len(s.Poles) != s.Dimensions {
				return nil, &SettingError{Name: "poles", Value: fmt.Sprint(len(s.Poles)), Min: float64(s.Dimensions), Max: float64(s.Dimensions)}
			}
			return NewAxes(s.Space, s.Poles), nil
		}},
		Kind{Method{"discriminants", []Setting{metrics}}, func(_ int, s Settings) (Projection, error) {
			return NewDiscriminants(s.Labels, s.Dimensions, s.Metric), nil
		}},
	)
}

// Methods describes them.
func (k Kinds) Methods() []Method {
	methods := make([]Method, len(k))
	for i := range k {
		methods[i] = k[i].Method
	}
	return methods
}

// check reports the first setting that is not what the method's may be. Zero is
// the default of each.
func (s *Settings) check(m Method) error {
	fields := reflect.ValueOf(s).Elem()
	for _, f := range m.Settings {
		var number float64
		switch v := byName(fields, f.Name); v.Kind() {
		case reflect.String:
			if text := v.String(); text != "" && !slices.Contains(f.Choices, text) {
				return &SettingError{Name: f.Name, Value: text, Choices: f.Choices}
			}
		case reflect.Int:
			number = float64(v.Int())
		case reflect.Float64:
			number = v.Float()
		}
		if number != 0 && !(number >= f.Min && number <= f.Max) {
			return &SettingError{Name: f.Name, Value: fmt.Sprint(number), Min: f.Min, Max: f.Max}
		}
	}
	return nil
}

// columns sets those that are shown if none are chosen, and checks that there are
// as many as coordinates.
func (s *Settings) columns(dim int) error {
	if s.Columns == nil {
		for j := range s.Dimensions {
			s.Columns = append(s.Columns, min(j, dim-1))
		}
	}
	if n := len(s.Columns); n != s.Dimensions {
		return &SettingError{Name: "columns", Value: fmt.Sprintf("%d numbers", n), Min: float64(s.Dimensions), Max: float64(s.Dimensions)}
	}
	for _, column := range s.Columns {
		if column < 0 || column >= dim {
			return &SettingError{Name: "columns", Value: fmt.Sprint(column), Max: float64(dim - 1)}
		}
	}
	return nil
}

// byName returns the field whose json tag is name.
func byName(v reflect.Value, name string) reflect.Value {
	for i := range v.NumField() {
		if v.Type().Field(i).Tag.Get("json") == name {
			return v.Field(i)
		}
	}
	panic(fmt.Sprintf("project: there is no setting %q", name))
}

// New returns a map of any kind by its ID: see [Kinds.New].
func New(method string, dim int, s Settings) (Projection, error) { return All().New(method, dim, s) }

// New returns a map, of a kind by its ID, of rows of a dimension. No work is done
// before its first Step. An error is a *SettingError.
func (k Kinds) New(method string, dim int, s Settings) (Projection, error) {
	at := slices.IndexFunc(k, func(kind Kind) bool { return kind.ID == method })
	if at < 0 {
		var ids []string
		for _, kind := range k {
			ids = append(ids, kind.ID)
		}
		return nil, &SettingError{Name: "method", Value: method, Choices: ids}
	}
	if s.Dimensions = or(s.Dimensions, 2); s.Dimensions < 2 || s.Dimensions > 3 {
		return nil, &SettingError{Name: "dimensions", Value: fmt.Sprint(s.Dimensions), Min: 2, Max: 3}
	}
	if err := s.check(k[at].Method); err != nil {
		return nil, err
	}
	return k[at].make(dim, s)
}
