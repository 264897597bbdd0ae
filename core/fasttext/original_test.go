//go:build !js

package fasttext

import (
	"bytes"
	"cmp"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Where the original program is installed (or FASTTEXT names it), it reads what is
// written here, and finds the same vectors and predictions in it.
func TestTheOriginalReadsWhatIsWritten(t *testing.T) {
	program, err := exec.LookPath(cmp.Or(os.Getenv("FASTTEXT"), "fasttext"))
	if err != nil {
		t.Skip("there is no program fasttext to read what is written")
	}
	c := companies(t, 60)
	for _, s := range kinds {
		s := small(s)
		s.LearningRate = .5
		m := trained(t, s, c, 1, 1000).Model()
		path := write(t, m)
		out := ask(t, "rain\nstorms\n面包\nbakery\n", program, "print-word-vectors", path)
		for _, line := range out {
			f := strings.Fields(line)
			for k, x := range vectorOf(m, f[0]) {
				if want := number(t, f[k+1]); math.Abs(float64(x)-want) > 1e-4*math.Max(1, math.Abs(want)) {
					t.Errorf("%v, %v: %s has %v, want %v", s.Method, s.Loss, f[0], x, want)
				}
			}
		}
	}
	var classifiers []*Model
	for _, l := range losses {
		classifiers = append(classifiers, classifier(t, likeTheFiles(l), examples(t), 1000).Model())
	}
	whole := large(t).Model()
	cut, err := whole.Cut(300)
	if err != nil {
		t.Fatal(err)
	}
	var many Examples
	for i := range 300 {
		many.AddLine("__label__" + string(rune(0x4e00+i)) + " " + string(rune(0x5e00+i%17)) + " " + string(rune(0x6e00+i%19)))
	}
	manyLabels := classifier(t, Settings{Dim: 6, Buckets: 300, WordNgrams: 2, LearningRate: .5}, &many, 1000).Model()
	classifiers = append(classifiers, whole,
		quantized(t, whole, Quantization{}).Model(), quantized(t, whole, Quantization{Norms: true}).Model(),
		quantized(t, cut, Quantization{Norms: true}).Model(), quantized(t, manyLabels, Quantization{Output: true, Norms: true}).Model())
	questions := lines(t, "ask.txt")
	for i, m := range classifiers {
		out := ask(t, strings.Join(questions, "\n")+"\n", program, "predict-prob", write(t, m), "-", "3")
		for q, line := range out {
			want := map[string]float64{}
			for f := strings.Fields(line); len(f) > 0; f = f[2:] {
				want[f[0]] = number(t, f[1])
			}
			got, err := m.Predict(questions[q], 3, 0)
			if err != nil || len(got) != len(want) {
				t.Fatalf("model %d: %q is %v, want %v", i, questions[q], got, want)
			}
			for _, p := range got {
				if printed := asPrinted(m.Settings.Loss, float64(p.Probability)); math.Abs(printed-want[p.Label]) > 3e-5 {
					t.Errorf("model %d: %q is %s with %.6f, want %.6f", i, questions[q], p.Label, printed, want[p.Label])
				}
			}
		}
	}
}

func write(t *testing.T, m *Model) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "model.bin")
	if err := os.WriteFile(path, written(t, m), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// ask returns the lines that a program answers.
func ask(t *testing.T, input string, program string, args ...string) []string {
	t.Helper()
	cmd := exec.Command(program, args...)
	cmd.Stdin = strings.NewReader(input)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		t.Fatalf("%v: %v: %s", args, err, problem.String())
	}
	return strings.Split(strings.TrimSpace(out.String()), "\n")
}
