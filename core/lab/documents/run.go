package documents

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/space"
	"nearspace/core/word2vec"
)

// Start implements lab.Lab.
func (Documents) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("documents: parameters of another lab: %T", s.Params)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	if s.Data.Kind != dataset.KindText {
		return nil, fmt.Errorf("documents: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	if err := s.CheckShard(p.shards()); err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	if err := s.CheckFiles(); err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	course, err := s.Course(p.given(), p.Then)
	if err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	r := &run{setup: s, params: *p, course: course}
	r.read(s.Data, p.options())
	return r, nil
}

func (p *Params) options() corpus.Options {
	return lab.TextOptions(p.MinCount, p.MaxWords, p.KeepCase, p.Sentences, p.LeaveOut)
}

// run goes through its phases in Step: it reads the text, numbers its words, and
// trains; then, if that is wanted, it does so with the documents of another text.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reading *lab.Reading // until there is a corpus
	corpus  *corpus.Corpus
	phrases *corpus.Phrases // of the first text; nil: none were looked for
	course  *lab.Course
	names   []string  // of the documents
	of      []int32   // the document of each sentence of the text that is trained on
	sizes   []float32 // words of each document
	model   *word2vec.Model
	joined  bool // the model is that of both texts
	opened  bool // the spaces are those of the model
	spaces  []*space.Space
	saved   io.Reader // a model's state that waits for the text

	report lab.Report
	clock  lab.Clock
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("documents: %w", err)
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
	case !r.opened:
		return r.fill()
	}
	r.trainPiece()
	return nil
}

func (r *run) read(text dataset.Source, options corpus.Options) {
	r.reading = lab.NewReading(text, r.setup.Segmenter, options)
	r.reading.KeepBeside = true
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
	r.corpus, r.phrases = text, r.reading.Found()
	r.divide(text)
	if r.reading = nil; r.course.Reads() != nil {
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

// readOn begins to read the second text.
func (r *run) readOn() {
	r.read(r.course.Then, r.course.Keeping(r.params.options(), r.corpus.Vocabulary.Words))
}

// divide makes a document of each line of a text that has words, after those there
// are, and names it by what stands beside it, or by how it begins.
func (r *run) divide(text *corpus.Corpus) {
	beside, line := r.reading.Beside(), int32(-1)
	r.of = nil
	for i, l := range text.Lines {
		if l != line {
			line = l
			name := ""
			if int(l) < len(beside) {
				name = beside[l]
			}
			if name == "" {
				name = beginning(text, i)
			}
			r.names, r.sizes = append(r.names, name), append(r.sizes, 0)
		}
		r.of = append(r.of, int32(len(r.names)-1))
		r.sizes[len(r.names)-1] += float32(len(text.Sentence(i)))
	}
}

// beginning is a sentence's first words.
func beginning(text *corpus.Corpus, sentence int) string {
	const most = 40
	var name strings.Builder
	for _, id := range text.Sentence(sentence) {
		word := text.Vocabulary.Words[id]
		if name.Len() > 0 {
			if utf8.RuneCountInString(name.String())+utf8.RuneCountInString(word) > most {
				name.WriteString(" …")
				break
			}
			name.WriteByte(' ')
		}
		name.WriteString(word)
	}
	return name.String()
}

// begin makes the model when the text is ready, or takes it from the save.
func (r *run) begin() error {
	c := r.params.config()
	if r.course.Dim > 0 {
		c.Dim = r.course.Dim
	}
	model, err := word2vec.NewParagraphs(c, r.corpus, r.of, r.setup.Seed)
	if err != nil {
		return err
	}
	r.model, r.phase = model, lab.Filling
	if r.course.Second {
		return nil // its first rows are drawn again, to be continued
	}
	if err := r.share(); err != nil {
		return err
	}
	return r.load()
}

// share makes the model the part of it that this run trains.
func (r *run) share() error {
	if n := r.params.shards(); n > 1 {
		return r.model.Shard(r.setup.Shard, n)
	}
	return nil
}

// wordsDone returns how many words of the text the model has gone through, and how many
// there are in all epochs, if the other shards are as far.
func (r *run) wordsDone() (done, total int64) {
	done, total = r.model.Words()
	return lab.OfAll(done, total, int64(len(r.corpus.IDs))*int64(r.params.Epochs))
}

// goOn makes the model of the first text one of the second.
func (r *run) goOn(text *corpus.Corpus) error {
	known, earlier := len(r.corpus.Vocabulary.Words), int32(len(r.names))
	r.divide(text)
	of := make([]int32, len(r.of))
	for i, document := range r.of {
		of[i] = document - earlier
	}
	model, err := r.model.ContinueParagraphs(text, of, r.setup.Seed+1)
	if err != nil {
		return err
	}
	r.model, r.corpus, r.reading, r.joined = model, model.Text(), nil, true
	r.course.WentOn(known, r.report.Count)
	if err := r.share(); err != nil {
		return err
	}
	return r.load()
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
		done, total := r.wordsDone()
		r.open(done < total)
	}
	return nil
}

// fill gives some rows their first values, and words those that are given.
func (r *run) fill() error {
	more := r.model.Train(512)
	switch given := r.course.Given(); {
	case !r.model.Filled():
		return nil
	case r.course.Second && !r.joined:
		r.readOn()
		return nil
	case given != nil:
		words, err := r.model.SetVectors(given.Labels(), given.Vectors())
		if err == nil && r.params.Frozen {
			err = r.model.Freeze(words...)
		}
		if err != nil {
			return err
		}
		r.course.Took(len(words))
	}
	r.open(more)
	return nil
}

// open shows the spaces as soon as there is something to see.
func (r *run) open(more bool) {
	r.phase, r.opened = lab.Training, true
	v := r.corpus.Vocabulary
	documents := space.New("documents", space.Input, r.names, r.model.DocumentVectors())
	documents.Counts = r.sizes
	r.spaces = []*space.Space{documents}
	if r.params.Method != DBOW {
		words := space.New("words", space.Output, v.Words, r.model.WordVectors())
		words.Counts = make([]float32, len(v.Counts))
		for i, c := range v.Counts {
			words.Counts[i] = float32(c)
		}
		r.spaces = append(r.spaces, words)
	}
	r.rest(more)
}

func (r *run) rest(more bool) {
	switch {
	case more:
	case r.course.GoesOn():
		r.readOn()
	default:
		r.phase = lab.Ended
	}
}

func (r *run) trainPiece() {
	more := r.model.Train(64)
	for _, s := range r.spaces {
		s.Touch()
	}
	words, total := r.wordsDone()
	if every := lab.WordsPerReport(total); !more || r.model.BetweenSentences() && words >= int64(r.report.Count-r.course.Before+1)*every {
		if loss, inputs := r.model.TakeLoss(); inputs > 0 {
			r.report.Loss = loss
		}
		r.report.Count = r.course.Before + lab.ReportsUntil(words, every, !more)
	}
	r.rest(more || r.model.Due())
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
	d, t := r.wordsDone()
	return float64(d), float64(t)
}

// Notes implements lab.Work.
func (r *run) Notes() []lab.Text {
	notes := lab.NotePhrases(r.phrases)
	if r.spaces != nil {
		notes = append(notes, r.course.Notes(len(r.corpus.Vocabulary.Words), r.joined)...)
	}
	return notes
}

// Reports implements lab.Work.
func (r *run) Reports() (int, []lab.Loss) { return r.report.Count, r.report.Curve() }

// Shards implements lab.Sharded.
func (r *run) Shards() int { return r.params.shards() }

// Due implements lab.Sharded.
func (r *run) Due() bool { return r.opened && r.reading == nil && r.model.Due() }

// Delta implements lab.Sharded.
func (r *run) Delta() []float32 {
	if r.model == nil {
		return nil
	}
	return r.model.Delta()
}

// Merge implements lab.Sharded.
func (r *run) Merge(deltas ...[]float32) error {
	if !r.opened {
		return fmt.Errorf("merge documents: %w", lab.ErrNotReady)
	}
	if err := r.model.Merge(deltas...); err != nil {
		return fmt.Errorf("merge documents: %w", err)
	}
	for _, s := range r.spaces {
		s.Touch()
	}
	done, total := r.wordsDone()
	r.rest(done < total || r.model.Due())
	return nil
}

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	if err := lab.Change("documents", &r.params, p, (*Params).check); err != nil {
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
	return r.course.SaveRun(w, "documents", r.setup, r.report, r.model.Save)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := r.course.LoadRun(from, "documents", r.setup, r.reading == nil || r.reading.Begun(), &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}
