package words

import (
	"fmt"
	"io"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// Start implements lab.Lab.
func (w Words) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("words: parameters of another lab: %T", s.Params)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	if makers[p.Family] == nil {
		return nil, fmt.Errorf("words: %w", &lab.AbsentError{What: "family", ID: p.Family})
	}
	if s.Data.Kind != dataset.KindText {
		return nil, fmt.Errorf("words: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	if err := s.CheckShard(p.Workers); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	if err := s.CheckFiles(); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	course, err := s.Course(p.From, p.Then)
	if err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	r := &run{setup: s, params: *p, course: course}
	r.read(s.Data, p.text())
	return r, nil
}

// run goes through its phases in Step: it reads the text, numbers its words, and
// trains; then, if that is wanted, it does so with another text.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reading *lab.Reading // until there is a corpus
	corpus  *corpus.Corpus
	phrases *corpus.Phrases // of the first text; nil: none were looked for
	course  *lab.Course
	model   family
	joined  bool // the model is that of both texts
	spaces  []*space.Space
	saved   io.Reader // a model's state that waits for the text

	report lab.Report
	clock  lab.Clock
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("words: %w", err)
	}
	return p, nil
}

// Unit implements lab.Work.
func (r *run) Unit() error {
	switch {
	case r.reading != nil:
		return r.readPiece()
	case r.course.Reads() != nil:
		return r.readVectors()
	case !r.model.Filled():
		more, err := r.model.Train(512)
		if err != nil {
			return err
		}
		r.phase = r.model.phase()
		return r.filled(more)
	}
	return r.trainPiece()
}

func (r *run) read(text dataset.Source, options corpus.Options) {
	r.reading = lab.NewReading(text, r.setup.Segmenter, options)
	r.reading.Phrases = lab.PhraseOptions(r.params.Phrases, r.params.PhraseScoring, r.params.PhraseScore, r.params.PhraseCount, r.params.PhraseConnectors)
	r.phase = r.reading.Phase()
}

func (r *run) readPiece() error {
	text, err := r.reading.Unit()
	r.phase = r.reading.Phase()
	switch {
	case err != nil || text == nil:
		return err
	case r.corpus != nil:
		return r.goOn(text)
	}
	r.corpus, r.phrases, r.reading = text, r.reading.Found(), nil
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

// begin makes the model when the text is ready, or takes it from the save.
func (r *run) begin() error {
	model, err := makers[r.params.Family](r.shaped(), r.corpus, r.setup.Seed, r.setup.Shard)
	if err != nil {
		return err
	}
	r.model = model
	r.phase = model.phase()
	if r.course.Second {
		return nil // its first rows are drawn again, to be continued
	}
	return r.load()
}

// shaped are the parameters with the dimensions of the vectors that the words
// begin with.
func (r *run) shaped() *Params {
	p := r.params
	if r.course.Dim > 0 {
		p.Dim = r.course.Dim
	}
	return &p
}

// load takes the model from the save, if there is one.
func (r *run) load() error {
	if r.saved != nil {
		if err := r.model.Load(r.saved); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
		r.saved = nil
		r.model.SetLearningRate(r.params.LearningRate)
	}
	if r.model.Filled() {
		done, total := r.model.reach()
		r.open(done < total)
	}
	return nil
}

// filled is called while the model gets its first values.
func (r *run) filled(more bool) error {
	switch {
	case !r.model.Filled():
		return nil
	case r.course.Second && !r.joined:
		r.readOn()
		return nil
	case r.course.Given() != nil:
		found, err := r.model.(borrower).borrow(r.course.Given(), r.params.Frozen)
		if err != nil {
			return err
		}
		r.course.Took(found)
	}
	r.open(more)
	return nil
}

// open shows the model's spaces as soon as there is something to see.
func (r *run) open(more bool) {
	v := r.corpus.Vocabulary
	counts := make([]float32, len(v.Counts))
	for i, c := range v.Counts {
		counts[i] = float32(c)
	}
	r.spaces = r.model.spaces(v)
	for _, s := range r.spaces {
		if s.Len() == len(counts) {
			s.Counts = counts
		}
	}
	r.rest(more)
}

// rest ends the run if nothing is left.
func (r *run) rest(more bool) {
	if more {
		return
	}
	r.model.follow(len(r.corpus.Vocabulary.Words))
	if r.course.GoesOn() {
		r.readOn()
		return
	}
	r.phase = lab.Ended.In(r.model.phase().Unit)
}

// A piece of training is so many words of the text; to sum up what is shown of a
// word takes about as long as to train on one, so that fewer rows are copied.
const (
	piece  = 128
	copied = 32
)

// trainSome trains on a piece, of several sentences if they are short, but not
// beyond the next report.
func (r *run) trainSome() (more bool, err error) {
	from, _ := r.model.reach()
	for done := from; done < from+piece; {
		if more, err = r.model.Train(piece); !more || err != nil || r.model.Due() || !r.model.BetweenSentences() || r.reportDue() {
			return more, err
		}
		done, _ = r.model.reach()
	}
	return more, nil
}

// reportDue says whether so many words lie behind the last report that another
// is to be made.
func (r *run) reportDue() bool {
	done, _ := r.model.reach()
	return r.model.BetweenSentences() && done >= int64(r.report.Count-r.course.Before+1)*r.model.every()
}

func (r *run) trainPiece() error {
	more, err := r.trainSome()
	if err != nil {
		return err
	}
	r.model.follow(copied)
	for _, s := range r.spaces {
		s.Touch()
	}
	if !more || r.reportDue() {
		done, _ := r.model.reach()
		if loss, inputs := r.model.TakeLoss(); inputs > 0 {
			r.report.Loss = loss
		}
		r.report.Count = r.course.Before + lab.ReportsUntil(done, r.model.every(), !more)
	}
	r.rest(more || r.model.Due())
	return nil
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase { return r.phase }

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	switch {
	case r.reading != nil:
		return r.reading.Reach()
	case r.course.Reads() != nil:
		return r.course.Reads().Reach()
	}
	d, t := r.model.reach()
	return float64(d), float64(t)
}

// Reports implements lab.Work.
func (r *run) Reports() (int, []lab.Loss) { return r.report.Count, r.report.Curve() }

// Shards implements lab.Sharded.
func (r *run) Shards() int { return r.params.Workers }

// Due implements lab.Sharded.
func (r *run) Due() bool { return r.model != nil && r.model.Due() }

// Delta implements lab.Sharded.
func (r *run) Delta() []float32 {
	if r.model == nil {
		return nil
	}
	return r.model.Delta()
}

// Merge implements lab.Sharded.
func (r *run) Merge(deltas ...[]float32) error {
	if r.model == nil {
		return fmt.Errorf("merge words: %w", lab.ErrNotReady)
	}
	if err := r.model.Merge(deltas...); err != nil {
		return fmt.Errorf("merge words: %w", err)
	}
	for _, s := range r.spaces {
		s.Touch()
	}
	done, total := r.model.reach()
	r.rest(done < total || r.model.Due())
	return nil
}

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	if err := lab.Change("words", &r.params, p, (*Params).check); err != nil {
		return err
	}
	if r.model != nil {
		r.model.SetLearningRate(r.params.LearningRate)
	}
	return nil
}

// Spaces implements lab.Run.
func (r *run) Spaces() []*space.Space { return r.spaces }

// Save implements lab.Run.
func (r *run) Save(w io.Writer) error {
	if r.model == nil || r.saved != nil {
		return lab.ErrNotReady
	}
	return r.course.SaveRun(w, "words", r.setup, r.report, r.model.Save)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := r.course.LoadRun(from, "words", r.setup, r.reading == nil || r.reading.Begun(), &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}
