package classifier

import (
	"fmt"
	"io"
	"slices"
	"time"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/vec"
)

// Start implements lab.Lab.
func (Classifier) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("classifier: parameters of another lab: %T", s.Params)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("classifier: %w", err)
	}
	if !slices.Contains(kinds, s.Data.Kind) {
		return nil, fmt.Errorf("classifier: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	if err := s.CheckFiles(); err != nil {
		return nil, fmt.Errorf("classifier: %w", err)
	}
	course, err := s.Course(p.From, p.Then)
	if err != nil {
		return nil, fmt.Errorf("classifier: %w", err)
	}
	return &run{setup: s, params: *p, course: course, phase: readingTexts, coming: &s.Data, held: &fasttext.Examples{}}, nil
}

// The phases of a run beside those of all labs.
var (
	textsUnit = lab.Text{En: "texts", Zh: "段文本"}

	readingTexts = lab.ReadingText
	training     = lab.Training.In(textsUnit)
	filling      = lab.Filling.In(textsUnit)
	sorting      = lab.Phase{ID: "sort", Title: lab.Text{En: "Asking each word for its label", Zh: "看每个词偏向哪个标签"}, Unit: lab.Training.Unit}
	ended        = lab.Ended.In(textsUnit)
)

// run goes through its phases in Step: it reads the texts, looks for settings if
// that is wanted, and trains; then, if that is wanted, it does so with other texts.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	coming   *dataset.Source // the texts to be read next
	reading  *reading        // while texts are read
	cut      func(text string) ([]string, error)
	notes    []lab.Text // of what was read
	training *fasttext.Examples
	held     *fasttext.Examples
	course   *lab.Course
	tuning   *tuning // nil: no settings are looked for
	settings fasttext.Settings

	texts    *fasttext.Texts // in training
	model    *fasttext.Model // what it has come to
	checking *checking       // nil: no report is being made
	joined   bool            // the model is that of both sources
	known    int             // labels of the first
	opened   bool            // the spaces are those of the model
	spaces   []*space.Space
	saved    io.Reader // a state that waits for the texts

	// A word's vector is no row of a table where it has pieces, nor is a label's in a
	// tree. They are shown by copies, words first.
	shown *embedding.Table
	next  int     // the row to copy
	asked int     // words whose label is known
	codes []int32 // the labels that words speak for

	report lab.Report
	clock  lab.Clock
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("classifier: %w", err)
	}
	return p, nil
}

// Unit implements lab.Work.
func (r *run) Unit() error {
	switch {
	case r.coming != nil:
		source := *r.coming
		r.coming = nil
		return r.open(source)
	case r.reading != nil:
		return r.readPiece()
	case r.course.Reads() != nil:
		return r.readVectors()
	case !r.opened:
		return r.fill()
	case r.searches():
		return r.tune()
	case r.checking != nil:
		r.check()
	case r.phase.ID == sorting.ID:
		r.sort()
	default:
		r.trainPiece()
	}
	return nil
}

func (r *run) readPiece() error {
	more, err := r.reading.step()
	if more || err != nil {
		return err
	}
	read := r.reading
	r.notes, r.reading = append(r.notes, read.about()...), nil
	if r.texts != nil {
		return r.goOn(read.training)
	}
	if read.training.Labels() < 2 {
		label := ""
		if read.training.Len() > 0 {
			_, labels := read.training.Text(0)
			label = lab.PlainLabel(labels[0])
		}
		return &dataset.OneLabelError{Label: label}
	}
	r.training = read.training
	if r.course.Reads() != nil {
		return nil
	}
	return r.begin()
}

func (r *run) readVectors() error {
	phase, done, err := r.course.Unit()
	if r.phase = phase; err != nil || !done {
		return err
	}
	return r.begin()
}

// begun are the settings that the parameters say, with the dimensions of the vectors
// that the words begin with.
func (r *run) begun() fasttext.Settings {
	s := r.params.settings()
	if r.course.Dim > 0 {
		s.Dim = r.course.Dim
	}
	return s
}

// begin looks for settings or makes the model, once the texts are read, or goes on
// from the save.
func (r *run) begin() error {
	r.settings = r.begun()
	if r.saved != nil {
		if err := r.loadBefore(); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
	} else if r.params.Trials > 0 && r.held.Len() > 0 {
		var err error
		if r.tuning, err = r.newTuning(r.params.Trials); err != nil {
			return err
		}
	}
	return r.make()
}

// searches says that settings are yet to be found. There is a model with the ones to
// begin with meanwhile, so that there is something to see before any work is asked
// for.
func (r *run) searches() bool { return r.tuning != nil && !r.tuning.done }

// make makes the model.
func (r *run) make() error {
	if r.course.Dim > 0 {
		r.settings.Dim = r.course.Dim // whatever was tried
	}
	texts, err := fasttext.NewTexts(r.settings, r.training, r.setup.Seed)
	if err != nil {
		return err
	}
	r.texts = texts
	if r.course.Second { // a save has what became of it
		r.readOn()
		return nil
	}
	return r.prepare()
}

// readOn begins to read the second texts.
func (r *run) readOn() { r.coming, r.phase = &r.course.Then, readingTexts }

// goOn makes the model of the first texts one of the second.
func (r *run) goOn(more *fasttext.Examples) error {
	words := len(r.texts.Model().Dictionary.Words)
	r.known = len(r.labels())
	if r.tuning == nil {
		r.settings.LearningRate = r.params.LearningRate
	}
	next, err := r.texts.Model().ContinueTexts(r.settings, more, r.setup.Seed+1)
	if err != nil {
		return err
	}
	r.texts, r.joined, r.opened = next, true, false
	r.course.WentOn(words, r.report.Count)
	return r.prepare()
}

// prepare takes the model from the save, if there is one.
func (r *run) prepare() error {
	if r.saved != nil {
		if err := r.texts.Load(r.saved); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
		r.saved = nil
		if r.tuning == nil {
			r.texts.SetLearningRate(r.params.LearningRate)
		}
	}
	if r.phase = filling; r.texts.Filled() {
		r.show()
	}
	return nil
}

// fill gives some rows their first values, and words those that are given.
func (r *run) fill() error {
	r.texts.Train(512)
	if !r.texts.Filled() {
		return nil
	}
	if given := r.course.Given(); given != nil && !r.searches() {
		found, err := r.texts.Borrow(given, r.params.Frozen)
		if err != nil {
			return err
		}
		r.course.Took(found)
	}
	r.show()
	return nil
}

// labels are the labels with their prefix, as the model numbers them.
func (r *run) labels() []string {
	if r.texts != nil {
		return r.texts.Model().Dictionary.Labels
	}
	return r.training.FrequentLabels(r.params.MinCountLabel)
}

// show opens the spaces as soon as there is something to see.
func (r *run) show() {
	r.phase, r.opened = training, true
	r.model = r.texts.Model()
	d := r.model.Dictionary
	r.shown = embedding.NewTable(len(d.Words)+len(d.Labels), r.model.Dim())
	r.codes = make([]int32, len(d.Words))
	r.next, r.asked = 0, 0
	r.follow(r.shown.Rows())
	r.name(false)
	if r.searches() {
		r.phase = searching
		return
	}
	if _, total := r.texts.Texts(); r.report.Count >= r.reportsUntil(total) {
		r.rest(false)
		for r.phase.ID == sorting.ID { // a link to the last report leads to the end at once
			r.sort()
		}
	}
}

// name makes the spaces: of words, of labels, and of both. At the end words know
// which label they speak for.
func (r *run) name(speaking bool) {
	d := r.model.Dictionary
	n, all := len(d.Words), r.shown.Weights
	part := func(from, end int) blas32.General {
		return blas32.General{Rows: end - from, Cols: all.Cols, Stride: all.Stride, Data: all.Data[from*all.Stride : end*all.Stride]}
	}
	counts := make([]float32, all.Rows)
	for i, c := range slices.Concat(d.Counts, d.LabelCounts) {
		counts[i] = float32(c)
	}
	plain := make([]string, len(d.Labels))
	for i, label := range d.Labels {
		plain[i] = lab.PlainLabel(label)
	}
	words := space.New("words", space.Input, d.Words, part(0, n))
	labels := space.New("labels", space.Output, plain, part(n, all.Rows))
	both := space.New("words and labels", space.Input, slices.Concat(d.Words, d.Labels), part(0, all.Rows))
	words.Counts, labels.Counts, both.Counts = counts[:n:n], counts[n:], counts
	if speaking {
		codes := slices.Clone(r.codes)
		for i := range plain {
			codes = append(codes, int32(i))
		}
		words.SetColumn("label", space.Categories{Names: plain, Codes: codes[:n:n]})
		both.SetColumn("label", space.Categories{Names: plain, Codes: codes})
	}
	r.spaces = []*space.Space{words, labels, both}
}

// follow copies so many rows.
func (r *run) follow(rows int) {
	words := len(r.model.Dictionary.Words)
	for ; rows > 0; rows-- {
		switch row := r.shown.Row(r.next); {
		case r.next >= words:
			r.model.LabelRow(row, int32(r.next-words))
		case r.settings.MaxN > 0:
			r.model.Vector(row, r.model.Dictionary.Words[r.next])
		default:
			copy(row, r.texts.In.Row(r.next))
		}
		r.next = (r.next + 1) % r.shown.Rows()
	}
}

// trainPiece trains on some texts, up to the next report.
func (r *run) trainPiece() {
	const copies = 32
	texts := int64(16)
	if r.params.Passage == 0 {
		texts = 1
	}
	done, total := r.texts.Texts()
	due := int64(r.report.Count-r.course.Before+1) * r.every()
	if done >= min(due, total) {
		r.checking = &checking{}
		return
	}
	r.texts.Train(int(min(texts, min(due, total)-done)))
	r.follow(min(copies, r.shown.Rows()))
	for _, s := range r.spaces {
		s.Touch()
	}
}

// every is how many texts lie between two reports.
func (r *run) every() int64 {
	_, total := r.texts.Texts()
	return max(1, (total+reports-1)/reports)
}

const reports = 100 // of a run

// checking is a report in the making: held-out texts, evenly chosen, are predicted.
type checking struct {
	at    int
	score fasttext.Evaluation
}

const checked = 256 // held-out texts at most

func (r *run) check() {
	c := r.checking
	n := min(checked, r.held.Len())
	for end := min(n, c.at+16); c.at < end; c.at++ {
		i := c.at * r.held.Len() / n
		r.model.Evaluate(&c.score, r.held, i, i+1, 1, 0)
	}
	if c.at < n {
		return
	}
	r.checking = nil
	if loss, texts := r.texts.TakeLoss(); texts > 0 {
		r.report.Loss = loss
	}
	r.report.Accuracy = c.score.All.Precision()
	done, total := r.texts.Texts()
	if done == total && !r.course.GoesOn() {
		r.rest(false) // the last report leads to the end, which sort comes to
		return
	}
	r.report.Count = r.reportsUntil(done)
	r.rest(done < total)
}

func (r *run) reportsUntil(done int64) int {
	_, total := r.texts.Texts()
	return r.course.Before + lab.ReportsUntil(done, r.every(), done == total)
}

// rest ends the run if nothing is left.
func (r *run) rest(more bool) {
	if more {
		return
	}
	r.follow(r.shown.Rows())
	if r.course.GoesOn() {
		r.readOn()
		return
	}
	r.phase = sorting
}

// sort asks some words which label they speak for: that whose row has the largest
// product with theirs.
func (r *run) sort() {
	words, labels := len(r.codes), r.shown.Rows()-len(r.codes)
	scores := make([]float32, labels)
	for end := min(words, r.asked+1+8192/labels); r.asked < end; r.asked++ {
		for l := range scores {
			scores[l] = vec.Dot(r.shown.Row(words+l), r.shown.Row(r.asked))
		}
		for l, score := range scores {
			if score > scores[r.codes[r.asked]] {
				r.codes[r.asked] = int32(l)
			}
		}
	}
	if r.asked == words {
		r.name(true)
		done, _ := r.texts.Texts()
		r.report.Count, r.phase = r.reportsUntil(done), ended
	}
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase { return r.phase }

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	switch {
	case r.reading != nil:
		return float64(r.reading.texts.Done()), float64(r.reading.total)
	case r.course.Reads() != nil:
		return r.course.Reads().Reach()
	case r.searches() && r.opened:
		return float64(len(r.tuning.tuner.Trials())) + r.tuning.tuner.Reach(), float64(min(r.tuning.planned, r.params.Trials))
	case r.texts == nil:
		return 0, float64(r.setup.Data.Bytes)
	case r.phase.ID == sorting.ID:
		return float64(r.asked), float64(len(r.codes))
	}
	d, t := r.texts.Texts()
	return float64(d), float64(t)
}

// Notes implements lab.Work.
func (r *run) Notes() []lab.Text {
	notes := slices.Clone(r.notes)
	if r.tuning != nil {
		notes = append(notes, r.tuning.found())
	}
	if r.opened {
		d := r.model.Dictionary
		notes = append(notes, r.course.Notes(len(d.Words), r.joined)...)
		if r.joined && len(d.Labels) > r.known {
			notes = append(notes, lab.Text{
				En: fmt.Sprintf("%d new labels.", len(d.Labels)-r.known),
				Zh: fmt.Sprintf("新增 %d 个标签。", len(d.Labels)-r.known)})
		}
	}
	return notes
}

// Reports implements lab.Work.
func (r *run) Reports() (int, []lab.Loss) {
	curves := r.report.Curve()
	if curves != nil && r.held != nil && r.held.Len() > 0 {
		curves = append(curves, lab.Loss{Name: lab.Text{En: "right, held out", Zh: "留出正确率"}, Value: r.report.Accuracy})
	}
	return r.report.Count, curves
}

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	before := r.params.LearningRate
	if err := lab.Change("classifier", &r.params, p, (*Params).check); err != nil {
		return err
	}
	if r.texts != nil && r.params.LearningRate != before {
		r.texts.SetLearningRate(r.params.LearningRate)
	}
	return nil
}

// Spaces implements lab.Run.
func (r *run) Spaces() []*space.Space { return r.spaces }
