package typescript

import (
	"os"
	"strings"
	"testing"
)

func TestTheTypesAreFresh(t *testing.T) {
	got, err := os.ReadFile("../../../../web/src/engine/protocol.ts")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != Types() {
		t.Error("web/src/engine/protocol.ts is stale: run make generate")
	}
}

func TestTypes(t *testing.T) {
	types := Types()
	for _, want := range []string{
		"\tcoordinates: Float32Array;",
		"\tproblem: Problem | null;",
		"\tstart: { args: Start & { params: Params; file?: Blob; files?: (Data & { file?: Blob })[]; save?: Uint8Array }; result: Started };",
		"\t| ({ kind: \"prose\" } & Prose);",
		"\tcode: ProblemCode;",
		"\tparts: Part[];",
		"\targs: Record<string, string>;",
	} {
		if !strings.Contains(types, want+"\n") {
			t.Errorf("no line %q", want)
		}
	}
}
