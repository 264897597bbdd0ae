package classifier

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

// What a run has beside its spaces.
const (
	takeModel    = "model"
	takeSmall    = "small"
	takeTraining = "training"
	takeHeld     = "held"
	takeScript   = "script"
)

// Takeaways implements lab.Portable.
func (r *run) Takeaways() []lab.Takeaway {
	if r.spaces == nil {
		return nil
	}
	all := []lab.Takeaway{{ID: takeModel, File: "classifier.bin",
		Title: lab.Text{En: "Model for fastText", Zh: "fastText 模型"},
		Help: lab.Text{
			En: "Words, pieces and labels as fastText's program reads them.",
			Zh: "词、片段与标签，可由 fastText 程序读取。"}}}
	if r.classifier().Quantizable() == nil {
		all = append(all, lab.Takeaway{ID: takeSmall, File: "classifier.ftz",
			Title: lab.Text{En: "Model for fastText, quantised", Zh: "fastText 模型，量化"},
			Help: lab.Text{
				En: "Two numbers become one byte, in the size that the settings say.",
				Zh: "每两个数变为一个字节，大小按设置。"}})
	}
	all = append(all, lab.Takeaway{ID: takeTraining, File: "train.txt",
		Title: lab.Text{En: "Texts to learn from", Zh: "训练文本"},
		Help: lab.Text{
			En: "A line each, with __label__ before labels, cut as they were learnt from.",
			Zh: "每行一段，标签前有 __label__，按训练时的方式切分。"}})
	if r.held.Len() > 0 {
		all = append(all, lab.Takeaway{ID: takeHeld, File: "test.txt",
			Title: lab.Text{En: "Texts held out", Zh: "留出的文本"},
			Help: lab.Text{
				En: "The same of those that are tested on.",
				Zh: "用于检验的文本，格式相同。"}})
	}
	if r.params.From == "" && !r.joined {
		all = append(all, lab.Takeaway{ID: takeScript, File: "train_fasttext.py",
			Title: lab.Text{En: "Script for fastText", Zh: "fastText 脚本"},
			Help: lab.Text{
				En: "Trains, tests and quantises with the same settings by fastText's own program, on these texts or any others.",
				Zh: "用 fastText 自己的程序以同样的设置训练、检验并量化，可用这些文本或其他文本。"}})
	}
	return all
}

// Take implements lab.Portable.
func (r *run) Take(id string, w io.Writer) error {
	if r.spaces == nil {
		return fmt.Errorf("take the classifier along: %w", lab.ErrNotReady)
	}
	if err := r.take(id, w); err != nil {
		return fmt.Errorf("take the classifier along as %s: %w", id, err)
	}
	return nil
}

func (r *run) take(id string, w io.Writer) error {
	switch id {
	case takeModel:
		return r.model.Write(w)
	case takeSmall:
		rest := func() error {
			_, err := w.Write(nil) // which may rest
			return err
		}
		z, err := r.classifier().Shrink(1000*r.params.Size, r.texts.Examples(), rest)
		if err != nil {
			return err
		}
		return z.Model().Write(w)
	case takeTraining:
		return lines(w, r.texts.Examples())
	case takeHeld:
		return lines(w, r.held)
	case takeScript:
		_, err := io.WriteString(w, script(r.settings, r.cutoff()))
		return err
	}
	return &lab.UnknownError{What: "takeaway", ID: id}
}

// cutoff is how many rows the small model keeps; 0: all.
func (r *run) cutoff() int {
	if rows := r.model.RowsWithin(1000 * r.params.Size); r.params.Size > 0 && rows < r.model.In.Rows() {
		return rows
	}
	return 0
}

func lines(to io.Writer, e *fasttext.Examples) error {
	w := bufio.NewWriter(to)
	for i := range e.Len() {
		if err := e.WriteLine(w, i); err != nil {
			return err
		}
	}
	return w.Flush()
}

var lossNames = map[fasttext.Loss]string{
	fasttext.Softmax: "softmax", fasttext.OneVsAll: "ova", fasttext.HierarchicalSoftmax: "hs", fasttext.NegativeSampling: "ns",
}

// script returns a Python program that trains with the same settings.
func script(s fasttext.Settings, cutoff int) string {
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	pieces := [2]int{s.MinN, s.MaxN}
	if s.MaxN < 0 {
		pieces = [2]int{}
	}
	small := ""
	if cutoff > 0 {
		small = fmt.Sprintf(`, "-cutoff", "%d", "-retrain"`, cutoff)
	}
	return strings.NewReplacer(
		"{dim}", strconv.Itoa(s.Dim), "{epochs}", strconv.Itoa(s.Epochs), "{rate}", number(s.LearningRate), "{loss}", lossNames[s.Loss],
		"{negative}", strconv.Itoa(s.Negative), "{minCount}", strconv.Itoa(s.MinCount), "{minCountLabel}", strconv.Itoa(s.MinCountLabel),
		"{wordNgrams}", strconv.Itoa(s.WordNgrams), "{minN}", strconv.Itoa(pieces[0]), "{maxN}", strconv.Itoa(pieces[1]), "{buckets}", strconv.Itoa(max(s.Buckets, 1)),
		"{small}", small,
	).Replace(classifierScript)
}

const classifierScript = `# A classifier of texts by fastText's own program:
# python3 train_fasttext.py TRAINING TEST MODEL
#
# Both texts are lines with __label__ before each label; cut words and write them as
# they are to be, for the program cuts at white space only. MODEL.bin, MODEL.ftz and
# MODEL.vec are written.
import subprocess
import sys

training, test, model = sys.argv[1:]
# One thread repeats a run exactly; more are faster.
subprocess.run([
    "fasttext", "supervised", "-input", training, "-output", model,
    "-dim", "{dim}", "-epoch", "{epochs}", "-lr", "{rate}", "-loss", "{loss}", "-neg", "{negative}",
    "-minCount", "{minCount}", "-minCountLabel", "{minCountLabel}", "-wordNgrams", "{wordNgrams}",
    "-minn", "{minN}", "-maxn", "{maxN}", "-bucket", "{buckets}", "-thread", "1"], check=True)
subprocess.run(["fasttext", "test-label", model + ".bin", test], check=True)
subprocess.run([
    "fasttext", "quantize", "-input", training, "-output", model, "-qnorm"{small}], check=True)
subprocess.run(["fasttext", "test", model + ".ftz", test], check=True)
`
