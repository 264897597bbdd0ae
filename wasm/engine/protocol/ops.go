package protocol

import "nearspace/core/lab"

// Op is one request: its name, a value of its argument struct and one of its
// result, nil where it has none.
type Op struct {
	Name   string
	Args   any
	Result any
}

// Ops lists every request, for the page's types.
var Ops = []Op{
	{"labs", nil, Labs{}},
	{"inspect", Inspect{}, Inspected{}},
	{"start", Start{}, Started{}},
	{"prepare", nil, State{}},
	{"run", Run{}, State{}},
	{"pause", nil, State{}},
	{"step", nil, State{}},
	{"set", Set{}, nil},
	{"ask", Ask{}, lab.Answer{}},
	{"complete", Complete{}, Completed{}},
	{"trace", Look{}, lab.Trace{}},
	{"matrix", Region{}, Rows{}},
	{"scores", Near{}, Scores{}},
	{"project", Project{}, nil},
	{"steer", Steer{}, nil},
	{"leading", Leading{}, Led{}},
	{"judge", Judge{}, Judged{}},
	{"place", Place{}, Placed{}},
	{"drawn", Drawn{}, nil},
	{"group", Group{}, Grouped{}},
	{"regroup", Regroup{}, nil},
	{"name", Name{}, Named{}},
	{"merge", nil, nil},
	{"save", nil, Saved{}},
	{"offers", nil, Offers{}},
	{"join", Join{}, Joined{}},
	{"edit", Edit{}, nil},
	{"export", Export{}, Exported{}},
	{"take", Take{}, Exported{}},
	{"stop", nil, nil},
	{"cancel", Cancel{}, nil},
}

// Attached lists the properties that an op's arguments have beside their struct,
// as TypeScript has them.
var Attached = map[string]string{
	"inspect": "file: Blob",
	"start":   "params: Params; file?: Blob; files?: (Data & { file?: Blob })[]; save?: Uint8Array",
	"set":     "params: Params",
	"join":    "file?: Blob",
	"place":   "file?: Blob",
	"merge":   "deltas: (Float32Array | null)[]",
	"regroup": "codes?: Int32Array",
	"name":    "codes: Int32Array",
	"export":  "rows?: Int32Array",
}

// Events lists every event by its name.
var Events = []struct {
	Name  string
	Event any
}{
	{"ready", ReadyEvent{}},
	{"progress", ProgressEvent{}},
	{"state", StateEvent{}},
	{"space", SpaceEvent{}},
	{"frame", FrameEvent{}},
	{"map", MapEvent{}},
	{"delta", DeltaEvent{}},
	{"panic", PanicEvent{}},
}

// Parts lists the shapes of an answer.
var Parts = []lab.Part{lab.Ranking{}, lab.Table{}, lab.Matrix{}, lab.Series{}, lab.Marked{}, lab.Graph{}, lab.Prose{}}
