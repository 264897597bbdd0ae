package cooccurrence

import (
	"fmt"
	"io"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/glove"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// Start implements lab.Lab.
func (Cooccurrence) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("cooccurrence: parameters of another lab: %T", s.Params)
	}
	if err := lab.Check(p); err != nil {
		return nil, fmt.Errorf("cooccurrence: %w", err)
	}
	if s.Data.Kind != dataset.KindText {
		return nil, fmt.Errorf("cooccurrence: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	if err := s.CheckShard(p.Workers); err != nil {
		return nil, fmt.Errorf("cooccurrence: %w", err)
	}
	reading := lab.NewReading(s.Data, s.Segmenter, lab.TextOptions(p.MinCount, p.MaxWords, p.KeepCase, p.Sentences, p.LeaveOut))
	return &run{setup: s, params: *p, phase: reading.Phase(), reading: reading}, nil
}

// run goes through its phases in Step: it reads the text, counts, and trains.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reading *lab.Reading // until there is a corpus
	corpus  *corpus.Corpus
	counter *glove.Counter // until there is a model
	model   *glove.Model
	saved   io.Reader // a model's state that waits for the counts

	spaces []*space.Space
	shown  *embedding.Table // w + w̃ of each word
	next   int              // row of shown to renew
	stale  int              // rows that training may have changed since they were

	totals []float64 // sum of each row of the counts; nil: not asked for yet

	report lab.Report
	clock  lab.Clock
}

// entries is what training counts.
var entries = lab.Text{En: "co-occurrences", Zh: "共现项"}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("cooccurrence: %w", err)
	}
	return p, nil
}

// Unit implements lab.Work.
func (r *run) Unit() error {
	switch {
	case r.reading != nil:
		text, err := r.reading.Unit()
		r.phase = r.reading.Phase()
		if err != nil || text == nil {
			return err
		}
		r.corpus, r.reading, r.phase = text, nil, lab.Counting
		r.counter, err = glove.NewCounter(text, r.params.counting())
		return err
	case r.counter != nil:
		return r.countPiece()
	case r.spaces == nil:
		r.model.Train(512)
		r.open()
	default:
		r.trainPiece()
	}
	return nil
}

// countPiece counts on, and begins the model after the last piece, or takes it from
// the save.
func (r *run) countPiece() error {
	more, err := r.counter.Count(1 << 12)
	if err != nil || more {
		return err
	}
	model, err := glove.New(r.params.config(), r.counter.Counts(), r.setup.Seed)
	if err != nil {
		return err
	}
	if n := r.params.Workers; n > 1 {
		if err := model.Shard(r.setup.Shard, n); err != nil {
			return err
		}
	}
	if r.saved != nil {
		if err := model.Load(r.saved); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
		r.saved = nil
		model.SetLearningRate(r.params.LearningRate)
	}
	r.model, r.counter, r.phase = model, nil, lab.Filling
	r.open()
	return nil
}

// open shows the model's spaces as soon as there is something to see.
func (r *run) open() {
	if !r.model.Filled() {
		return
	}
	v := r.corpus.Vocabulary
	counts := make([]float32, len(v.Counts))
	for i, c := range v.Counts {
		counts[i] = float32(c)
	}
	r.shown = embedding.NewTable(r.model.Words(), r.model.Dim())
	r.spaces = []*space.Space{
		space.New("words", space.Input, v.Words, r.shown.Weights),
		space.New("centre", space.Input, v.Words, r.model.Vectors()),
		space.New("context", space.Output, v.Words, r.model.ContextVectors()),
	}
	for _, s := range r.spaces {
		s.Counts = counts
	}
	r.stale = r.shown.Rows()
	r.follow(r.stale)
	done, total := r.fitted()
	r.rest(done < total)
}

func (r *run) trainPiece() {
	more := r.model.Train(1 << 12)
	r.stale = r.shown.Rows()
	r.follow(256)
	for _, s := range r.spaces {
		s.Touch()
	}
	done, total := r.fitted()
	every := max(1, total/int64(r.params.Iterations)/20)
	if !more || done >= int64(r.report.Count+1)*every {
		if loss, n := r.model.TakeLoss(); n > 0 {
			r.report.Loss = loss
		}
		r.report.Count = lab.ReportsUntil(done, every, !more)
	}
	r.rest(more)
}

// fitted returns how many non-zeros training has gone through, and how many there are
// in all iterations, if the other shards are as far.
func (r *run) fitted() (done, total int64) {
	done, total = r.model.NonZeros()
	return lab.OfAll(done, total, int64(r.model.Counts().NonZeros())*int64(r.params.Iterations))
}

// rest ends the run if nothing is left.
func (r *run) rest(more bool) {
	if r.phase = lab.Training.In(entries); !more {
		r.follow(r.shown.Rows())
		r.phase = lab.Ended.In(entries)
	}
}

// follow makes up to so many rows of shown what training has made of them, and
// returns whether all are.
func (r *run) follow(rows int) bool {
	for ; rows > 0 && r.stale > 0; rows-- {
		r.model.Vector(r.shown.Row(r.next), int32(r.next))
		r.next = (r.next + 1) % r.shown.Rows()
		r.stale--
	}
	return r.stale == 0
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase { return r.phase }

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	var d, t int64
	switch {
	case r.reading != nil:
		return r.reading.Reach()
	case r.counter != nil:
		d, t = r.counter.Reach()
	default:
		d, t = r.fitted()
	}
	return float64(d), float64(t)
}

// Reports implements lab.Work.
func (r *run) Reports() (int, []lab.Loss) { return r.report.Count, r.report.Curve() }

// Shards implements lab.Sharded.
func (r *run) Shards() int { return r.params.Workers }

// Due implements lab.Sharded.
func (r *run) Due() bool { return r.spaces != nil && r.model.Due() }

// Delta implements lab.Sharded.
func (r *run) Delta() []float32 {
	if r.model == nil {
		return nil
	}
	return r.model.Delta()
}

// Merge implements lab.Sharded.
func (r *run) Merge(deltas ...[]float32) error {
	if r.spaces == nil {
		return fmt.Errorf("merge cooccurrence: %w", lab.ErrNotReady)
	}
	if err := r.model.Merge(deltas...); err != nil {
		return fmt.Errorf("merge cooccurrence: %w", err)
	}
	r.stale = r.shown.Rows()
	for _, s := range r.spaces {
		s.Touch()
	}
	done, total := r.fitted()
	r.rest(done < total)
	return nil
}

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	if err := lab.Change("cooccurrence", &r.params, p, func(p *Params) error { return lab.Check(p) }); err != nil {
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
	if r.model == nil {
		return lab.ErrNotReady
	}
	return lab.SaveRun(w, "cooccurrence", r.setup, r.report, r.model.Save)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := lab.LoadRun(from, "cooccurrence", r.setup, r.reading == nil || r.reading.Begun(), &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}
