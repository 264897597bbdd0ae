package classifier

import (
	"encoding/binary"
	"fmt"
	"io"
	"strconv"
	"time"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

var searching = lab.Phase{ID: "tune", Title: lab.Text{En: "Looking for settings", Zh: "自动调参"}, Unit: lab.Text{En: "trials", Zh: "次尝试"}}

// tuning is the search for settings, before training.
type tuning struct {
	tuner   *fasttext.Tuner
	planned int
	elapsed time.Duration // of work
	done    bool
}

// mostNumbers bounds the models that are tried: 80 MB.
const mostNumbers = 20_000_000

func (r *run) newTuning(planned int) (*tuning, error) {
	tuner, err := fasttext.NewTuner(r.begun(), r.training, r.held, planned, r.setup.Seed)
	if err != nil {
		return nil, err
	}
	tuner.Numbers, tuner.Predictions, tuner.Bytes = mostNumbers, r.params.Most, 1000*r.params.Size
	tuner.Score = r.score
	return &tuning{tuner: tuner, planned: planned}, nil
}

// score is the metric that is wanted.
func (r *run) score(v *fasttext.Evaluation) float64 {
	count := v.All
	if labels := r.labels(); r.params.Of > 0 && r.params.Of <= len(labels) {
		count = v.Labels[labels[r.params.Of-1]]
	}
	switch r.params.Metric {
	case ByPrecision:
		return count.Precision()
	case ByRecall:
		return count.Recall()
	case ByMacroF1:
		if r.params.Of == 0 {
			return macro(v)
		}
	}
	return count.F1()
}

// macro is the mean F1 of the labels that were right of any text.
func macro(v *fasttext.Evaluation) float64 {
	sum, n := 0.0, 0
	for _, label := range sortedLabels(v) {
		if c := v.Labels[label]; c.Right > 0 {
			sum += c.F1()
			n++
		}
	}
	return sum / float64(max(n, 1))
}

// tune does a piece of the search, and at its end takes the best settings.
func (r *run) tune() error {
	t := r.tuning
	began := time.Now()
	more := t.tuner.Step(16)
	t.elapsed += time.Since(began)
	limit := time.Duration(r.params.Seconds) * time.Second
	if more && len(t.tuner.Trials()) < r.params.Trials && (limit == 0 || t.elapsed < limit) {
		return nil
	}
	t.done, r.opened = true, false
	r.takeBest()
	return r.make()
}

// takeBest trains on with the settings that were found.
func (r *run) takeBest() {
	if best, _ := r.tuning.tuner.Best(); len(r.tuning.tuner.Trials()) > 0 && best.Err == nil {
		r.settings = best.Settings
	}
}

// found says which settings are the best so far.
func (t *tuning) found() lab.Text {
	best, _ := t.tuner.Best()
	n := len(t.tuner.Trials())
	if n == 0 || best.Err != nil {
		return lab.Text{En: "No trial is done yet.", Zh: "尚未完成任何尝试。"}
	}
	s := best.Settings
	pieces, pieceszh := "no pieces", "无片段"
	if s.MaxN > 0 {
		pieces, pieceszh = fmt.Sprintf("pieces of %d to %d characters", s.MinN, s.MaxN), fmt.Sprintf("%d 至 %d 个字符的片段", s.MinN, s.MaxN)
	}
	return lab.Text{
		En: fmt.Sprintf("The best of %d trials has %.3f: %d epochs, learning rate %.3g, %d dimensions, sequences of %d words, %s, %d rows for both.", n, best.Score, s.Epochs, s.LearningRate, s.Dim, s.WordNgrams, pieces, s.Buckets),
		Zh: fmt.Sprintf("%d 次尝试中最好的为 %.3f：%d 轮，学习率 %.3g，%d 维，词序列最长 %d，%s，共用 %d 行。", n, best.Score, s.Epochs, s.LearningRate, s.Dim, s.WordNgrams, pieceszh, s.Buckets)}
}

// save writes where the search is.
func (t *tuning) save(w io.Writer) error {
	b := binary.LittleEndian.AppendUint64(nil, uint64(t.planned))
	b = binary.LittleEndian.AppendUint64(b, uint64(t.elapsed))
	if _, err := w.Write(b); err != nil {
		return err
	}
	return t.tuner.Save(w)
}

func (r *run) loadTuning(from io.Reader, done bool) error {
	var b [16]byte
	if _, err := io.ReadFull(from, b[:]); err != nil {
		return err
	}
	planned := binary.LittleEndian.Uint64(b[:])
	if planned < 1 || planned > mostTrials {
		return fmt.Errorf("%d trials, at most %d are possible", planned, mostTrials)
	}
	t, err := r.newTuning(int(planned))
	if err != nil {
		return err
	}
	t.elapsed, t.done = time.Duration(binary.LittleEndian.Uint64(b[8:])), done
	r.tuning = t
	return t.tuner.Load(from)
}

const mostTrials = 1000

// trials lists what was tried, the best first.
func (r *run) trials() lab.Answer {
	if r.tuning == nil {
		return said(lab.Text{
			En: "No settings were looked for. With a number of trials the next run does.",
			Zh: "没有调参。设定尝试次数后，下次运行会调参。"})
	}
	t := lab.Table{Title: lab.Text{En: "Trials, the best first", Zh: "各次尝试，最好的在前"}, Columns: []lab.Text{
		{En: "trial", Zh: "序号"}, {En: "score", Zh: "得分"}, {En: "kB", Zh: "kB"}, {En: "epochs", Zh: "轮数"}, {En: "rate", Zh: "学习率"}, {En: "dimensions", Zh: "维数"},
		{En: "sequences", Zh: "词序列"}, {En: "pieces", Zh: "片段"}, {En: "rows", Zh: "行数"}}}
	tried := r.tuning.tuner.Trials()
	scores := make([]float64, len(tried))
	for i, trial := range tried {
		if scores[i] = trial.Score; trial.Err != nil {
			scores[i] = -1
		}
	}
	for _, i := range falling(scores) {
		trial := tried[i]
		s := trial.Settings
		score, size := lab.NumberCell(trial.Score), lab.NumberCell(float64(trial.Bytes)/1000)
		if trial.Err != nil {
			score, size = lab.TextCell("–"), lab.TextCell("–")
		}
		pieces := "–"
		if s.MaxN > 0 {
			pieces = fmt.Sprintf("%d–%d", s.MinN, s.MaxN)
		}
		t.Rows = append(t.Rows, []lab.Cell{lab.NumberCell(float64(i + 1)), score, size, lab.NumberCell(float64(s.Epochs)), lab.NumberCell(s.LearningRate),
			lab.NumberCell(float64(s.Dim)), lab.NumberCell(float64(s.WordNgrams)), lab.TextCell(pieces), lab.NumberCell(float64(s.Buckets))})
	}
	return lab.Answer{Parts: []lab.Part{lab.Prose{Text: r.tuning.found()}, t}, Params: r.tuning.params()}
}

// params are the best settings so far as parameters of a run that looks for no others;
// nil before there are any.
func (t *tuning) params() map[string]string {
	best, _ := t.tuner.Best()
	if len(t.tuner.Trials()) == 0 || best.Err != nil {
		return nil
	}
	s, itoa := best.Settings, strconv.Itoa
	found := map[string]string{
		"trials": "0", "epochs": itoa(s.Epochs), "learningRate": strconv.FormatFloat(s.LearningRate, 'g', -1, 64), "dim": itoa(s.Dim),
		"wordNgrams": itoa(s.WordNgrams), "maxN": itoa(max(s.MaxN, 0)),
	}
	if s.MaxN > 0 {
		found["minN"] = itoa(s.MinN)
	}
	if s.Buckets > 0 {
		found["buckets"] = itoa(s.Buckets)
	}
	return found
}
