// Package protocol is what the page and the engine's worker say to each other.
//
// The page sends a [Request] and gets one reply with its id: a result, or a
// problem. Besides, the worker sends events. Each op has an argument struct and
// a result struct here, from which the page's TypeScript types are generated.
// Arrays of numbers travel as one transferred typed array; []float32 becomes a
// Float32Array, []int32 an Int32Array, []uint32 a Uint32Array, []byte a
// Uint8Array, and a list of many strings one [Strings].
//
//	op        arguments     result
//	labs      –             Labs
//	inspect   Inspect       Inspected     reads a dropped file, touches nothing
//	start     Start         Started       a new run, before its first step; with a
//	                                      property save, continuing that one
//	prepare   –             State         reads the data, up to the first training step
//	run       Run           –             trains on; progress events follow
//	pause     –             State         answers within 100 ms
//	step      –             State         trains to the next report, then pauses
//	set       Set           –             parameters that may change
//	ask       Ask           lab.Answer
//	complete  Complete      Completed     labels that begin with a text
//	trace     Look          lab.Trace
//	matrix    Region        Rows          the numbers of some rows of a space
//	scores    Near          Scores        how near all rows are to one
//	project   Project       –             what the run's frames show
//	steer     Steer         –             stops the map, goes on, shakes it
//	leading   Leading       Led           the axes of a space's PCA
//	judge     Judge         Judged        how faithful the map is
//	place     Place         Placed        where further vectors are on the map
//	drawn     Drawn         –             acknowledges a frame: the next may come
//	group     Group         Grouped       finds groups of rows; training goes on
//	regroup   Regroup       –             the groups of a space are others, or none
//	name      Name          Named         names for whatever groups of rows
//	merge     –             –             what all shards of a run have changed
//	save      –             Saved
//	offers    –             Offers        what may be taken along
//	join      Join          Joined        metadata for a space's rows; a space event follows
//	edit      Edit          –             other labels and values; a space event follows
//	export    Export        Exported      a space as a file
//	take      Take          Exported      one of the run's own files
//	stop      –             –             forgets the run
//	cancel    Cancel        –             ends another request that is under way
//
// All ops but labs, inspect, start and cancel name a run.
package protocol

import (
	"nearspace/core/lab"
	"nearspace/core/project"
)

// Version grows when a page and an engine of different builds could not talk.
const Version = 1

// A Request is one call. Args is the op's argument struct as an object.
type Request struct {
	ID  int    `json:"id"`
	Op  string `json:"op"`
	Run int    `json:"run"`
}

// A Problem is an error as the page phrases it: a code of [Codes], arguments for
// the phrase's blanks, and the place. Message is the engine's own English, for
// the log.
type Problem struct {
	Code    string            `json:"code"`
	Args    map[string]string `json:"args"`
	Where   string            `json:"where"` // op or field, as "start.params.dim"
	Message string            `json:"message"`
}

// Strings is a list of strings as one UTF-8 blob: string i is
// Bytes[Offsets[i]:Offsets[i+1]].
type Strings struct {
	Bytes   []byte   `json:"bytes"`
	Offsets []uint32 `json:"offsets"`
}

// Labs is all that the page needs to offer every lab.
type Labs struct {
	Version int              `json:"version"`
	Build   string           `json:"build"`
	Variant string           `json:"variant"` // of the kernels: simd or scalar
	Labs    []LabInfo        `json:"labs"`
	Maps    []project.Method `json:"maps"` // what a space can be shown by
}

// LabInfo is one lab with its form; Defaults holds the parameters by name.
type LabInfo struct {
	Description lab.Description `json:"description"`
	Fields      []lab.Field     `json:"fields"`
	Defaults    lab.Params      `json:"defaults"`
}

// Data names what a run learns from: a file of the site by URL, or a File or
// Blob that the page holds (an extra property "file" of the object).
type Data struct {
	ID     string `json:"id"` // of the manifest, or the hash
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Hash   string `json:"hash"`   // a digest of the expanded bytes, hexadecimal
	Bytes  int    `json:"bytes"`  // as stored, for progress; 0 if unknown
	Column string `json:"column"` // of a table, that holds the text; empty: plain text
	URL    string `json:"url"`    // empty: the file is attached
}

// Inspect reads the attached file through once.
type Inspect struct {
	Name string `json:"name"`
}

// Inspected is what a readable file was found to be.
type Inspected struct {
	Kind   string      `json:"kind"`
	Hash   string      `json:"hash"`
	Bytes  int         `json:"bytes"` // expanded
	Lines  int         `json:"lines"`
	Start  string      `json:"start"`  // its first characters
	Column string      `json:"column"` // of a table, that holds the text
	Arrays []FileArray `json:"arrays"` // that one of is to be chosen
}

// FileArray is one of several in a file of vectors.
type FileArray struct {
	Name string `json:"name"`
	Rows int    `json:"rows"`
	Dim  int    `json:"dim"`
}

// Start begins a run, with the number of the request if that has one. The object's "params" holds the lab's parameters by name,
// "files", if it is there, the further data that these name, and "save", if it is
// there, a Uint8Array with the state to go on from.
type Start struct {
	Lab   string `json:"lab"`
	Data  Data   `json:"data"`
	Seed  int    `json:"seed"`
	Shard int    `json:"shard"` // of a run that several engines share, from 0
}

// Started names the new run. Of Shards engines each trains one part: they are
// started alike but for their shard, and told what all have changed by merge
// whenever each has sent its delta event.
type Started struct {
	Run    int `json:"run"`
	Shards int `json:"shards"`
}

// Run trains until the report with number Until, or to the end if it is 0.
type Run struct {
	Until int `json:"until"`
}

// State of a run: ready, running, paused, ended or failed.
type State struct {
	State    string       `json:"state"`
	Progress lab.Progress `json:"progress"`
	Problem  *Problem     `json:"problem"`
}

// Set carries all parameters; the object's "params" holds them by name. Those
// that may not change during a run must be as they are.
type Set struct{}

// Ask puts a question. Beside is a run whose spaces may be compared with those of
// the one that is asked, 0 for none.
type Ask struct {
	Query  lab.Query `json:"query"`
	Beside int       `json:"beside"`
}

// Complete asks for labels of a space (empty: the first) that begin with Prefix.
type Complete struct {
	Space  string `json:"space"`
	Prefix string `json:"prefix"`
	Limit  int    `json:"limit"`
}

// Completed lists labels, most frequent first.
type Completed struct {
	Labels []string `json:"labels"`
	Rows   []int32  `json:"rows"`
}

// Look picks an example to walk through.
type Look struct {
	Pick lab.Pick `json:"pick"`
}

// Region asks for Count rows of a space (empty: the first) from row From on.
type Region struct {
	Space string `json:"space"`
	From  int    `json:"from"`
	Count int    `json:"count"`
}

// Rows are rows of a space as they are now, one after the other; fewer than were
// asked for at its end. Total is how many the space has.
type Rows struct {
	Total   int       `json:"total"`
	Dim     int       `json:"dim"`
	From    int       `json:"from"`
	Values  []float32 `json:"values"`
	Version int       `json:"version"` // grows with each change of the space
}

// Near asks for the scores of all rows of a space (empty: the first) with one of
// them, by a metric: cosine, dot or euclidean.
type Near struct {
	Space  string `json:"space"`
	Row    int    `json:"row"`
	Metric string `json:"metric"`
}

// Scores has a number for each row.
type Scores struct {
	Values []float32 `json:"values"`
}

// A run has two maps, 0 and 1, so that one can be seen beside the other.

// Project says which space the run's frames show and how: by a method of Labs'
// Maps, with those of its settings that are not the defaults. Column names a
// column of classes, if classes count; Axes are one "end | end" for each coordinate
// of the method axes, an end being words, or rows by number as in "@3 17"; Columns
// say which axes of pca or which dimensions the coordinates are, none being the
// first. Off ends the frames.
type Project struct {
	Map        int                `json:"map"`
	Space      string             `json:"space"`
	Method     string             `json:"method"`
	Dimensions int                `json:"dimensions"`
	Numbers    map[string]float64 `json:"numbers"`
	Texts      map[string]string  `json:"texts"`
	Column     string             `json:"column"`
	Axes       []string           `json:"axes"`
	Columns    []int              `json:"columns"`
	Off        bool               `json:"off"`
}

// Steer stops the map's work or lets it go on, has it make so many rounds more,
// and moves each point at random by about so much of the map's size.
type Steer struct {
	Map     int     `json:"map"`
	Pause   bool    `json:"pause"`
	Rounds  int     `json:"rounds"`
	Perturb float64 `json:"perturb"`
}

// Leading asks for so many of the axes along which a space spreads most.
type Leading struct {
	Space  string `json:"space"`
	Count  int    `json:"count"`
	Sphere bool   `json:"sphere"` // of rows about their mean, at length 1
}

// Led are these axes, in the order of their shares.
type Led struct {
	Axes []LeadingAxis `json:"axes"`
}

// A LeadingAxis is its share of the whole spread, the rows farthest to either end,
// and the dimensions that load most on it with their loadings: the axis's part in
// them times the standard deviation along it.
type LeadingAxis struct {
	Share      float64   `json:"share"`
	Low        []int     `json:"low"`
	High       []int     `json:"high"`
	Dimensions []int     `json:"dimensions"`
	Loadings   []float32 `json:"loadings"`
}

// Judge asks how faithful a map is where it stands, by so many neighbours and a
// metric of the space: cosine, dot, euclidean or correlation. All looks at every
// point, however many there are.
type Judge struct {
	Map       int    `json:"map"`
	Neighbors int    `json:"neighbors"`
	Metric    string `json:"metric"`
	All       bool   `json:"all"`
}

// Judged is what was found: figures of the whole map over the Looked of its Rows
// that were looked at, and those of each point, NaN where it was not.
type Judged struct {
	Neighbors  int     `json:"neighbors"`
	Looked     int     `json:"looked"`
	Rows       int     `json:"rows"`
	Trust      float64 `json:"trust"`
	Continuity float64 `json:"continuity"`
	Preserved  float64 `json:"preserved"`
	Shepard    float64 `json:"shepard"`

	Trusts       []float32 `json:"trusts"`
	Continuities []float32 `json:"continuities"`
	Shares       []float32 `json:"shares"` // preserved
	Shepards     []float32 `json:"shepards"`
}

// Place asks where further vectors are on a map, which stays as it is: what the
// answer to a query is about, or, with "file" in the object, so many rows at most of
// that file of vectors, which is called Name.
type Place struct {
	Map   int       `json:"map"`
	Query lab.Query `json:"query"`
	Name  string    `json:"name"`
	Most  int       `json:"most"`
}

// Placed are the places: Coordinates has Labels × Dimensions numbers, on the map of
// the space's frame with that version or the next. Of is how many rows the file has.
type Placed struct {
	Space       string    `json:"space"`
	Version     int       `json:"version"`
	Labels      Strings   `json:"labels"`
	Dimensions  int       `json:"dimensions"`
	Coordinates []float32 `json:"coordinates"`
	Of          int       `json:"of"`
}

// Drawn acknowledges the frame of that version.
type Drawn struct {
	Map     int    `json:"map"`
	Space   string `json:"space"`
	Version int    `json:"version"`
}

// Group asks for groups of a space's rows (empty: the first), of their vectors or,
// if Map, of where they are on the run's map: by the method kmeans into so many
// Groups, or by hdbscan into those of at least MinSize rows. MinSamples 0 is as
// MinSize.
type Group struct {
	Space      string `json:"space"`
	Method     string `json:"method"`
	Map        bool   `json:"map"`
	Metric     string `json:"metric"` // cosine or euclidean
	Groups     int    `json:"groups"`
	MinSize    int    `json:"minSize"`
	MinSamples int    `json:"minSamples"`
	Leaves     bool   `json:"leaves"`
	Seed       int    `json:"seed"`
	Keep       bool   `json:"keep"` // as the groups of the space; else they are only judged
}

// Grouped is what was found: for each row its group, −1 none, and how far in it is
// (of hdbscan). It is a column of the space too. A group that shares most rows with
// one of the last time keeps its number and name.
type Grouped struct {
	Space         string    `json:"space"`
	Column        string    `json:"column"`
	Version       int       `json:"version"` // of the space whose rows were grouped
	Reports       int       `json:"reports"` // how far the run was
	Codes         []int32   `json:"codes"`
	Probabilities []float32 `json:"probabilities"`
	Names         []string  `json:"names"`
	Silhouette    float64   `json:"silhouette"` // NaN of fewer than two groups
	Approximate   bool      `json:"approximate"`
}

// Regroup calls the groups of a space otherwise. With "codes" in the object, the group
// of each row, −1 none, they are those instead; without names there are none.
type Regroup struct {
	Space string   `json:"space"`
	Names []string `json:"names"`
}

// Name asks for names of groups of rows; the object's "codes" holds the group of
// each, −1 none.
type Name struct {
	Space string `json:"space"`
}

// Named are the names by the groups' codes.
type Named struct {
	Names []string `json:"names"`
}

// Saved is a run's state, in pieces one after the other, and how far the run was; the data is named by its hash
// only.
type Saved struct {
	Pieces   [][]byte     `json:"pieces"`
	Progress lab.Progress `json:"progress"`
}

// Offers is what may be taken along of a run: each of its spaces in each of the
// formats, and files that only this run makes.
type Offers struct {
	Spaces    []string       `json:"spaces"`
	Formats   []FormatOffer  `json:"formats"`
	Takeaways []lab.Takeaway `json:"takeaways"`
}

// FormatOffer is one format of vector files. Extension begins with a dot;
// Precisions are the types of numbers that it may have, the exact one first.
type FormatOffer struct {
	ID         string   `json:"id"`
	Extension  string   `json:"extension"`
	Precisions []string `json:"precisions"`
}

// Export asks for a space (empty: the first) as a file. With "rows" in the object,
// the ids of some, it has only these, in that order. A projector's bundle has a
// picture of tiles, of so many pixels a side, and bookmarks with "sprite" and
// "bookmarks" in it, a PNG and a JSON file as bytes.
type Export struct {
	Space     string `json:"space"`
	Format    string `json:"format"`
	Precision string `json:"precision"`
	Tile      int    `json:"tile"`
}

// Join gives a space (empty: the first) the columns of the attached file, after
// what an earlier one and edits brought was taken away; Remove does only that. What
// is empty is found out: whether there is a header (yes, no), whether rows belong
// together by their order or by labels (row, label), and the column of those.
type Join struct {
	Space  string `json:"space"`
	Header string `json:"header"`
	By     string `json:"by"`
	Column string `json:"column"`
	Remove bool   `json:"remove"`
}

// Joined says what came of it. Columns are those of the file and Added what the
// space's new ones are called. Of Rows in the file Lost belong to no vector, of
// which Unknown are the first few labels, and Again repeat a label; of Vectors
// Found are spoken of. Named says that rows without labels got them.
type Joined struct {
	Header  bool     `json:"header"`
	By      string   `json:"by"`
	Column  string   `json:"column"`
	Columns []string `json:"columns"`
	Added   []string `json:"added"`
	Rows    int      `json:"rows"`
	Vectors int      `json:"vectors"`
	Found   int      `json:"found"`
	Lost    int      `json:"lost"`
	Unknown []string `json:"unknown"`
	Again   int      `json:"again"`
	Named   bool     `json:"named"`
}

// Edit changes what is known of a space's rows (empty: the first): all of it, or
// nothing if something cannot be put.
type Edit struct {
	Space   string   `json:"space"`
	Changes []Change `json:"changes"`
}

// Change puts texts into some rows of a column, which is made if it is not there;
// without a name it is the labels. Remove takes the column away instead.
type Change struct {
	Column string   `json:"column"`
	Rows   []int    `json:"rows"`
	Texts  []string `json:"texts"`
	Remove bool     `json:"remove"`
}

// Take asks for one of the run's own files.
type Take struct {
	ID string `json:"id"`
}

// Exported is a file in pieces, one after the other. Of a space it says how many
// rows there are, and how many of their labels had to be changed for the format.
type Exported struct {
	Pieces  [][]byte `json:"pieces"`
	Rows    int      `json:"rows"`
	Renamed int      `json:"renamed"`
}

// Cancel names the request to end.
type Cancel struct {
	ID int `json:"id"`
}

// Events. Each is sent as {event: name, run, ...fields}.

// ReadyEvent says that the engine takes requests.
type ReadyEvent struct {
	Version int `json:"version"`
}

// ProgressEvent comes some five to ten times a second while a run or a request works.
// Points are the reports since the last event of the run: for each its number,
// the speed, and the losses in the order of Progress.
type ProgressEvent struct {
	Run      int          `json:"run"`
	Request  int          `json:"request"` // 0: of the run's training
	State    string       `json:"state"`
	Progress lab.Progress `json:"progress"`
	Points   []float32    `json:"points"`
}

// StateEvent comes when a run's state changed by itself: it ended or failed.
// Points are as in ProgressEvent.
type StateEvent struct {
	Run    int       `json:"run"`
	State  State     `json:"state"`
	Points []float32 `json:"points"`
}

// SpaceEvent says that a run has a space, or that what is known of its rows changed.
type SpaceEvent struct {
	Run    int       `json:"run"`
	Name   string    `json:"name"`
	Role   string    `json:"role"`
	Rows   int       `json:"rows"`
	Dim    int       `json:"dim"`
	Labels Strings   `json:"labels"`
	Counts []float32 `json:"counts"` // how often each row occurs; empty if unknown
	// Columns are what else is known of each row, in the order it came.
	Columns []Column `json:"columns"`
}

// Column is what is known of each row by a name: categories, of which Codes are
// places in Names and −1 is unknown; numbers, NaN unknown; or texts.
type Column struct {
	Name    string    `json:"name"`
	Kind    string    `json:"kind"` // categories, numbers or texts
	Names   Strings   `json:"names"`
	Codes   []int32   `json:"codes"`
	Numbers []float32 `json:"numbers"`
	Texts   Strings   `json:"texts"`
}

// MapEvent says how far a map is that takes more than one pass: at which of its
// stages (prepare, neighbors, graph, start, rounds), or what went wrong.
type MapEvent struct {
	Run     int      `json:"run"`
	Map     int      `json:"map"`
	Space   string   `json:"space"`
	Stage   string   `json:"stage"`
	Done    int      `json:"done"`
	Total   int      `json:"total"`
	Settled bool     `json:"settled"`
	Version int      `json:"version"` // of the frame that shows it
	Grown   bool     `json:"grown"`   // from points of other rows, shaken, or by further rounds: from its start it may lie otherwise
	Problem *Problem `json:"problem"`
}

// DeltaEvent is what a shard has changed since the last merge. It trains no
// further before the next.
type DeltaEvent struct {
	Run    int       `json:"run"`
	Values []float32 `json:"values"`
}

// FrameEvent is a picture of a space: Coordinates has Rows × Dimensions numbers.
// The next frame comes after this one was acknowledged by drawn.
type FrameEvent struct {
	Run         int       `json:"run"`
	Map         int       `json:"map"`
	Space       string    `json:"space"`
	Version     int       `json:"version"`
	Reports     int       `json:"reports"`
	Dimensions  int       `json:"dimensions"`
	Coordinates []float32 `json:"coordinates"`
	Explained   []float32 `json:"explained"` // share of the variance, per axis
}

// PanicEvent is the last thing a broken engine says.
type PanicEvent struct {
	Run     int    `json:"run"`
	Lab     string `json:"lab"`
	Message string `json:"message"`
	Stack   string `json:"stack"`
}
