package layer

import (
	"fmt"
	"io"
	"slices"
	"time"

	"nearspace/core/embedding"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// Start implements lab.Lab.
func (l Layer) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("layer: parameters of another lab: %T", s.Params)
	}
	if !slices.Contains(l.Describe().Kinds, s.Data.Kind) {
		return nil, fmt.Errorf("layer: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	if err := p.check(s.Data.Kind); err != nil {
		return nil, fmt.Errorf("layer: %w", err)
	}
	return &run{setup: s, params: *p, phase: readingData}, nil
}

// The phases of a run; their units are examples.
var (
	readingData = lab.Phase{ID: "read", Title: lab.Text{En: "Reading the data", Zh: "读取数据"}, Unit: lab.ReadingText.Unit}
	drawing     = lab.Filling.In(examplesUnit)
	training    = lab.Training.In(examplesUnit)
	finishing   = lab.Phase{ID: "finish", Title: lab.Text{En: "Finishing", Zh: "收尾"}, Unit: examplesUnit}
	ended       = lab.Ended.In(examplesUnit)

	examplesUnit = lab.Text{En: "examples", Zh: "例"}
)

// run goes through its phases in Step: read the data, number its words, train.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reader *reader
	task   *task
	model  *model
	spaces []*space.Space
	saved  io.Reader // a model's state that waits for the data

	// A layer without a table is shown by a copy of its rows, which follows it.
	shown *embedding.Table
	fresh int // the next row to copy

	report lab.Report
	clock  lab.Clock
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("layer: %w", err)
	}
	return p, nil
}

// Unit implements lab.Work.
func (r *run) Unit() error {
	switch r.phase {
	case readingData:
		return r.readPiece()
	case lab.Numbering:
		if r.reader.number() {
			return r.begin()
		}
	case drawing:
		if r.model.fill(512) {
			return r.open()
		}
	case training:
		return r.trainPiece()
	case finishing:
		return r.finishPiece()
	}
	return nil
}

func (r *run) readPiece() error {
	if r.reader == nil {
		reader, err := newReader(r.setup.Data, &r.params, r.setup.Seed, r.setup.Segmenter)
		if err != nil {
			return err
		}
		r.reader = reader
	}
	end, err := r.reader.read()
	if end && err == nil {
		r.phase = lab.Numbering
	}
	return err
}

// begin makes the model when the data is ready, or takes it from the save.
func (r *run) begin() error {
	task, err := r.reader.task()
	if err != nil {
		return err
	}
	r.task, r.reader = task, nil
	r.model, err = newModel(r.params, task, r.setup.Seed)
	if err != nil {
		return err
	}
	r.phase = drawing
	if r.saved == nil {
		return nil
	}
	if err := r.model.load(r.saved); err != nil {
		return &lab.DamagedSaveError{Err: err}
	}
	r.saved = nil
	return r.open()
}

// open shows the model's spaces when there is something to see.
func (r *run) open() error {
	m := r.model
	rows := m.table
	if rows == nil {
		r.shown = embedding.NewTable(m.in.Rows(), m.in.Dim())
		rows = r.shown
		if err := r.refresh(rows.Rows()); err != nil {
			return err
		}
	}
	words := space.New("words", space.Input, r.task.words, rows.Weights)
	words.Counts = r.task.counts
	r.spaces = append(r.spaces, words)
	if !r.params.Tied {
		out := space.New("output", space.Output, r.task.outputs, m.out.Weights)
		out.Counts = r.task.noise
		r.spaces = append(r.spaces, out)
	}
	r.phase = training
	if m.batches == m.total() {
		r.phase = finishing
	}
	return nil
}

// refresh copies the next so many rows of a layer that is no table.
func (r *run) refresh(rows int) error {
	if r.shown == nil {
		return nil
	}
	for range rows {
		if err := r.model.in.Lookup(r.shown.Row(r.fresh), []int32{int32(r.fresh)}); err != nil {
			return err
		}
		r.fresh = (r.fresh + 1) % r.shown.Rows()
	}
	return nil
}

// every returns after how many batches the loss is reported: some 200 times in a
// run, more often in a long one.
func (r *run) every() int {
	const examples = 1 << 13
	return max(1, min((r.model.total()+199)/200, examples/r.params.Batch))
}

// trainPiece trains on some 64 examples, but not beyond the next report.
func (r *run) trainPiece() error {
	m := r.model
	for range max(1, 64/r.params.Batch) {
		if err := m.train(); err != nil {
			return err
		}
		if m.batches%r.every() == 0 || m.batches == m.total() {
			r.take()
			break
		}
	}
	if err := r.refresh(64); err != nil {
		return err
	}
	r.touch()
	if m.batches == m.total() {
		r.phase = finishing
	}
	return nil
}

func (r *run) touch() {
	for _, s := range r.spaces {
		s.Touch()
	}
}

// take makes a report of what was summed up.
func (r *run) take() {
	s := r.model.sums
	r.model.sums = sums{}
	r.report.Count++
	r.report.Loss = s.loss / float64(s.examples)
	r.report.Accuracy = float64(s.right) / float64(s.examples)
}

// finishPiece rounds the table if that is wanted, and then reports what the
// examples, or the first of many, have for a loss with it.
func (r *run) finishPiece() error {
	if err := r.refresh(len(r.task.words)); err != nil {
		return err
	}
	m := r.model
	bits := map[string]int{"int8": 8, "int4": 4}[r.params.Compression]
	if bits > 0 && !m.quantized {
		if err := m.quantize(bits); err != nil {
			return err
		}
		m.quantized = true
		const most = 4096
		for from := 0; from < min(most, r.task.size()); from += r.params.Batch {
			r.task.read(&m.work.batch, from, r.params.Batch)
			if err := m.forward(false); err != nil {
				return err
			}
			m.measure()
		}
		r.take()
	}
	r.touch()
	r.phase = ended
	return nil
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase { return r.phase }

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	switch r.phase {
	case readingData:
		if r.reader == nil {
			return 0, float64(r.setup.Data.Bytes)
		}
		return float64(r.reader.done()), float64(r.setup.Data.Bytes)
	case lab.Numbering:
		taken, numbered := r.reader.builder.Tokens()
		return float64(numbered), float64(taken)
	}
	m := r.model
	total = float64(r.task.size()) * float64(r.params.Epochs)
	if m.batches == m.total() {
		return total, total
	}
	return float64(m.batches/m.perEpoch())*float64(r.task.size()) + float64(m.next()), total
}

// Reports implements lab.Work.
func (r *run) Reports() (int, []lab.Loss) {
	losses := r.report.Curve()
	if losses != nil && r.model != nil && r.model.counts() {
		losses = append(losses, lab.Loss{Name: lab.Text{En: "accuracy", Zh: "准确率"}, Value: r.report.Accuracy})
	}
	return r.report.Count, losses
}

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	if err := lab.Change("layer", &r.params, p, func(p *Params) error { return p.check(r.setup.Data.Kind) }); err != nil {
		return err
	}
	if r.model != nil {
		r.model.params = r.params
	}
	return nil
}

// Spaces implements lab.Run.
func (r *run) Spaces() []*space.Space { return r.spaces }

// Save implements lab.Run.
func (r *run) Save(w io.Writer) error {
	if r.spaces == nil {
		return lab.ErrNotReady
	}
	return lab.SaveRun(w, "layer", r.setup, r.report, r.model.save)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := lab.LoadRun(from, "layer", r.setup, r.reader != nil || r.phase != readingData, &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}
