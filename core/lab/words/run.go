package words

import (
	"errors"
	"fmt"
	"io"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/word2vec"
)

// reportWords is how many words of the text lie between two reports of the loss.
const reportWords = 10000

// Start implements lab.Lab.
func (w Words) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("words: parameters of another lab: %T", s.Params)
	}
	if err := lab.Check(p); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	if s.Data.Kind != dataset.KindText {
		return nil, fmt.Errorf("words: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	return &run{setup: s, params: *p, phase: read}, nil
}

type phase int

const (
	read phase = iota
	number
	fill
	train
	ended
)

// run goes through its phases in Step: read the text, number its words, train.
type run struct {
	setup  lab.Setup
	params Params
	phase  phase

	text    *dataset.Text
	builder *corpus.Builder
	buf     []byte

	corpus *corpus.Corpus
	model  *word2vec.SkipGram
	spaces []*space.Space
	saved  io.Reader // a model's state that waits for the text

	report
	clock lab.Clock
}

// report is the loss as it was last taken.
type report struct {
	count int
	loss  float64
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	start := time.Now()
	phase, before := r.phase, r.done()
	for r.phase != ended {
		if err := r.unit(); err != nil {
			return lab.Progress{}, fmt.Errorf("words: %w", err)
		}
		if r.phase != phase || time.Since(start) >= budget {
			break
		}
	}
	if r.phase == phase {
		r.clock.Add(phases[phase].id, r.done()-before, time.Since(start))
	}
	return r.progress(), nil
}

// unit does the smallest piece of work of the phase.
func (r *run) unit() error {
	switch r.phase {
	case read:
		return r.readPiece()
	case number:
		if r.builder.Number(1 << 15) {
			return r.begin()
		}
	case fill:
		if r.model.Train(512); r.model.Filled() {
			r.open()
		}
	case train:
		r.trainPiece()
	}
	return nil
}

func (r *run) readPiece() error {
	if r.text == nil {
		text, err := dataset.OpenText(r.setup.Data)
		if err != nil {
			return err
		}
		r.text = text
		r.buf = make([]byte, 1<<14)
		r.builder = corpus.NewBuilder(corpus.Options{
			KeepCase: r.params.KeepCase, Marks: r.params.Sentences == "marks",
			MinCount: r.params.MinCount, MaxWords: r.params.MaxWords,
		}, r.setup.Segmenter)
	}
	n, err := r.text.Read(r.buf)
	if _, err := r.builder.Write(r.buf[:n]); err != nil {
		return err
	}
	if err == nil {
		return nil
	}
	if err != io.EOF {
		return err
	}
	if err := r.builder.Close(); err != nil {
		return err
	}
	r.phase = number
	return r.text.Close()
}

// begin makes the model when the text is ready, or takes it from the save.
func (r *run) begin() error {
	r.corpus = r.builder.Corpus()
	r.builder, r.buf = nil, nil
	model, err := word2vec.New(r.params.config(), r.corpus, r.setup.Seed)
	if err != nil {
		return err
	}
	if r.saved != nil {
		if err := model.Load(r.saved); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
		r.saved = nil
		model.SetLearningRate(r.params.LearningRate)
	}
	r.model = model
	r.phase = fill
	if r.model.Filled() {
		r.open()
	}
	return nil
}

// open shows the model's spaces when there is something to see.
func (r *run) open() {
	v := r.corpus.Vocabulary
	counts := make([]float32, len(v.Counts))
	for i, c := range v.Counts {
		counts[i] = float32(c)
	}
	for _, s := range []*space.Space{
		space.New("words", space.Input, v.Words, r.model.In.Weights),
		space.New("context", space.Output, v.Words, r.model.Out.Weights),
	} {
		s.Counts = counts
		r.spaces = append(r.spaces, s)
	}
	r.phase = train
	if done, total := r.model.Words(); done == total {
		r.phase = ended
	}
}

func (r *run) trainPiece() {
	more := r.model.Train(64)
	for _, s := range r.spaces {
		s.Touch()
	}
	words, _ := r.model.Words()
	if !more || r.model.BetweenSentences() && words >= int64(r.report.count+1)*reportWords {
		if loss, pairs := r.model.TakeLoss(); pairs > 0 {
			r.loss = loss
		}
		r.report.count = int(words / reportWords)
	}
	if !more {
		r.phase = ended
	}
}

// done returns how far the phase is, in its unit.
func (r *run) done() float64 {
	d, _ := r.reach()
	return d
}

func (r *run) reach() (done, total float64) {
	switch r.phase {
	case read:
		if r.text == nil {
			return 0, float64(r.setup.Data.Bytes)
		}
		return float64(r.text.Done()), float64(r.setup.Data.Bytes)
	case number:
		taken, numbered := r.builder.Tokens()
		return float64(numbered), float64(taken)
	}
	d, t := r.model.Words()
	return float64(d), float64(t)
}

var phases = [...]struct {
	id          string
	title, unit lab.Text
}{
	read:   {"read", lab.Text{En: "Reading the text", Zh: "读取文本"}, lab.Text{En: "bytes", Zh: "字节"}},
	number: {"number", lab.Text{En: "Numbering the words", Zh: "为词编号"}, lab.Text{En: "words", Zh: "词"}},
	fill:   {"fill", lab.Text{En: "Drawing first values", Zh: "抽取初始值"}, lab.Text{En: "words", Zh: "词"}},
	train:  {"train", lab.Text{En: "Training", Zh: "训练中"}, lab.Text{En: "words", Zh: "词"}},
	ended:  {"done", lab.Text{En: "Trained", Zh: "训练完成"}, lab.Text{En: "words", Zh: "词"}},
}

func (r *run) progress() lab.Progress {
	p := phases[r.phase]
	progress := lab.Progress{Phase: p.id, Title: p.title, Unit: p.unit, Rate: r.clock.Rate(p.id), Reports: r.report.count, End: r.phase == ended}
	if r.phase == ended {
		progress.Rate = r.clock.Rate(phases[train].id)
	}
	progress.Done, progress.Total = r.reach()
	if r.loss > 0 {
		progress.Losses = []lab.Loss{{Name: lab.Text{En: "loss", Zh: "损失"}, Value: r.loss}}
	}
	return progress
}

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	next, ok := p.(*Params)
	if !ok {
		return fmt.Errorf("words: parameters of another lab: %T", p)
	}
	if err := lab.Check(next); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	if err := lab.CheckFixed(&r.params, next); err != nil {
		return fmt.Errorf("words: %w", err)
	}
	r.params = *next
	if r.model != nil {
		r.model.SetLearningRate(next.LearningRate)
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
	if err := lab.HeaderOf("words", r.setup).Write(w); err != nil {
		return fmt.Errorf("save words: %w", err)
	}
	if err := r.report.save(w); err != nil {
		return fmt.Errorf("save words: %w", err)
	}
	return r.model.Save(w)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if r.phase != read || r.text != nil {
		return errors.New("words: a run that has begun cannot load a save")
	}
	if err := lab.HeaderOf("words", r.setup).CheckHeader(from); err != nil {
		return fmt.Errorf("load words: %w", err)
	}
	if err := r.report.load(from); err != nil {
		return fmt.Errorf("load words: %w", &lab.DamagedSaveError{Err: err})
	}
	r.saved = from
	return nil
}
