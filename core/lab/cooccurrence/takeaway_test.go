package cooccurrence

import (
	"strings"
	"testing"

	"nearspace/core/lab"
)

func TestScriptsRepeatTheRun(t *testing.T) {
	r := start(t, setup(story(50), func(p *Params) {
		p.Dim, p.Window, p.Iterations, p.XMax, p.Alpha, p.LearningRate, p.LeaveOut = 20, 7, 9, 30, .5, .1, lab.Connectors
	}))
	var ids []string
	for _, takeaway := range r.Takeaways() {
		ids = append(ids, takeaway.ID)
	}
	if got, want := strings.Join(ids, " "), "glove pytorch"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for tool, want := range map[string][]string{
		lab.GloVeProgram: {`"-window-size", "7"`, `"-vector-size", "20", "-iter", "9", "-eta", "0.1", "-x-max", "30", "-alpha", "0.5"`, "if kept(word)]", "those that join others"},
		lab.PyTorch:      {"range(1, 7 + 1)", "times / 30", "** 0.5", "initial_accumulator_value=0.1 ** -2", "range(9)", "if kept(word)]"},
	} {
		var script strings.Builder
		if err := r.Take(tool, &script); err != nil {
			t.Fatal(err)
		}
		for _, part := range want {
			if !strings.Contains(script.String(), part) {
				t.Errorf("the script for %s lacks %q:\n%s", tool, part, &script)
			}
		}
	}
	if err := r.Take(lab.Gensim, &strings.Builder{}); err == nil {
		t.Error("gensim was to count")
	}
	var _ lab.Portable = r
}
