package subwords

import (
	"fmt"
	"io"
	"time"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// Start implements lab.Lab.
func (Subwords) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("subwords: parameters of another lab: %T", s.Params)
	}
	if err := p.check(); err != nil {
		return nil, fmt.Errorf("subwords: %w", err)
	}
	if s.Data.Kind != dataset.KindText {
		return nil, fmt.Errorf("subwords: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	if err := s.CheckShard(p.Workers); err != nil {
		return nil, fmt.Errorf("subwords: %w", err)
	}
	if err := s.CheckFiles(); err != nil {
		return nil, fmt.Errorf("subwords: %w", err)
	}
	course, err := s.Course(p.From, p.Then)
	if err != nil {
		return nil, fmt.Errorf("subwords: %w", err)
	}
	r := &run{setup: s, params: *p, course: course}
	r.read(s.Data, p.text())
	return r, nil
}

// cutting is the phase in which pieces are counted.
var cutting = lab.Phase{ID: "cut", Title: lab.Text{En: "Cutting words into pieces", Zh: "将词切成片段"}, Unit: lab.Training.Unit}

// learnt is a text and what is learnt of it.
type learnt struct {
	corpus *corpus.Corpus
	model  *fasttext.Words
	pieces *pieces
	joined bool // it is both texts
}

// words returns how many words of the text the model has gone through, and how many
// there are in all epochs, if the other shards are as far.
func (r *run) words() (done, total int64) {
	done, total = r.model.Words()
	return lab.OfAll(done, total, int64(len(r.corpus.IDs))*int64(r.params.Epochs))
}

// run goes through its phases in Step: it reads the text, numbers its words, cuts
// them into pieces, and trains; then, if that is wanted, it does so with another text.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reading *lab.Reading    // until there is a corpus
	phrases *corpus.Phrases // of the first text; nil: none were looked for
	course  *lab.Course
	learnt
	coming *learnt // until its words are cut
	opened bool    // the spaces are those of the model
	spaces []*space.Space
	saved  io.Reader // a model's state that waits for the text

	// A word's vector is no row of a table. It is shown by a copy, which follows
	// what training makes of its pieces.
	shown *embedding.Table
	next  int // the word to copy
	stale int // words that may have changed since they were copied

	report lab.Report
	clock  lab.Clock
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("subwords: %w", err)
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
	case r.coming != nil:
		return r.cut()
	case !r.opened:
		return r.fill()
	}
	r.trainPiece()
	return nil
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

// readOn begins to read the second text.
func (r *run) readOn() {
	r.read(r.course.Then, r.course.Keeping(r.params.text(), r.corpus.Vocabulary.Words))
}

// settings are the parameters with the dimensions of the vectors that the words begin
// with.
func (r *run) settings() fasttext.Settings {
	s := r.params.settings()
	if r.course.Dim > 0 {
		s.Dim = r.course.Dim
	}
	return s
}

// begin makes the model when the text is ready.
func (r *run) begin() error {
	model, err := fasttext.NewWords(r.settings(), r.corpus, r.setup.Seed)
	if err != nil {
		return err
	}
	if r.course.Second { // a save has what became of it
		r.model = model
		r.readOn()
		return nil
	}
	if err := r.share(model); err != nil {
		return err
	}
	return r.prepare(learnt{corpus: r.corpus, model: model})
}

// share makes a model the part of it that this run trains.
func (r *run) share(model *fasttext.Words) error {
	if r.params.Workers == 1 {
		return nil
	}
	return model.Shard(r.setup.Shard, r.params.Workers)
}

// goOn makes the model of the first text one of the second.
func (r *run) goOn(text *corpus.Corpus) error {
	next, err := r.model.Continue(r.settings(), text, r.setup.Seed+1)
	if err != nil {
		return err
	}
	r.reading = nil
	if err := r.share(next); err != nil {
		return err
	}
	return r.prepare(learnt{corpus: next.Text(), model: next, joined: true})
}

// prepare takes the model from the save, if there is one, and begins to cut the words.
func (r *run) prepare(next learnt) error {
	if r.saved != nil {
		if err := next.model.Load(r.saved); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
		r.saved = nil
		next.model.SetLearningRate(r.params.LearningRate)
	}
	next.pieces = newPieces(next.corpus.Vocabulary, next.model.Model().Dictionary)
	r.coming, r.phase = &next, cutting
	return nil
}

// cut cuts some words, and after the last trains the model that waited for it.
func (r *run) cut() error {
	if r.coming.pieces.count(100); !r.coming.pieces.done() {
		return nil
	}
	if r.coming.joined {
		r.course.WentOn(len(r.corpus.Vocabulary.Words), r.report.Count)
	}
	r.learnt, r.coming, r.opened = *r.coming, nil, false
	if r.phase = lab.Filling; r.model.Filled() {
		r.open(true)
	}
	return nil
}

// fill gives some rows their first values, and words those that are given.
func (r *run) fill() error {
	more := r.model.Train(512)
	if !r.model.Filled() {
		return nil
	}
	if given := r.course.Given(); given != nil {
		found, err := r.model.Borrow(given, r.params.Frozen)
		if err != nil {
			return err
		}
		r.course.Took(found)
	}
	r.open(more)
	return nil
}

// open shows the spaces as soon as there is something to see.
func (r *run) open(more bool) {
	r.phase, r.opened = lab.Training, true
	v := r.corpus.Vocabulary
	r.shown = embedding.NewTable(len(v.Words), r.model.In.Dim())
	r.next, r.stale = 0, len(v.Words)
	r.follow(r.stale)
	words := space.New("words", space.Input, v.Words, r.shown.Weights)
	words.Counts = make([]float32, len(v.Counts))
	for i, c := range v.Counts {
		words.Counts[i] = float32(c)
	}
	r.spaces = []*space.Space{words, r.pieces.space(r.model.In), r.outputs()}
	done, total := r.words()
	r.rest(more && done < total)
}

// outputs is the rows that predict: each word's, or each decision's of the tree.
func (r *run) outputs() *space.Space {
	v, weights := r.corpus.Vocabulary, r.model.Out.Weights
	if r.model.Tree() == nil {
		return space.New("context", space.Output, v.Words, weights)
	}
	names := r.decisions()
	weights.Rows = len(names)
	return space.New("decisions", space.Output, names, weights)
}

// decisions names each inner node of the tree by the most frequent word on either
// side.
func (r *run) decisions() []string {
	sides := make([][2]string, len(r.corpus.Vocabulary.Words)-1)
	for id, word := range r.corpus.Vocabulary.Words {
		nodes, codes := r.model.Tree().Path(int32(id))
		for i, node := range nodes {
			if side := &sides[node][codes[i]]; *side == "" {
				*side = word
			}
		}
	}
	names := make([]string, len(sides))
	for i, s := range sides {
		names[i] = s[0] + " | " + s[1]
	}
	return names
}

// follow copies up to so many words' vectors and returns whether all are what
// training has made of them.
func (r *run) follow(words int) bool {
	for ; words > 0 && r.stale > 0; words-- {
		r.model.Vector(r.shown.Row(r.next), int32(r.next))
		r.next = (r.next + 1) % r.shown.Rows()
		r.stale--
	}
	return r.stale == 0
}

// trainPiece trains on some words of the text. To sum up a word's pieces for the
// map takes about as long as to train on it, so that fewer are copied.
func (r *run) trainPiece() {
	const words, copies = 128, 32
	from, _ := r.words()
	done, more := from, true
	for more && done < from+words && !r.model.Due() {
		more = r.model.Train(words)
		if done, _ = r.words(); !r.model.BetweenSentences() || r.reportDue(done) {
			break
		}
	}
	r.stale = r.shown.Rows()
	r.follow(copies)
	for _, s := range r.spaces {
		s.Touch()
	}
	if !more || r.reportDue(done) {
		if loss, inputs := r.model.TakeLoss(); inputs > 0 {
			r.report.Loss = loss
		}
		r.report.Count = r.course.Before + lab.ReportsUntil(done, r.every(), !more)
	}
	r.rest(more || r.model.Due())
}

func (r *run) every() int64 {
	_, total := r.words()
	return lab.WordsPerReport(total)
}

// reportDue says whether so many words lie behind the last report that another
// is to be made.
func (r *run) reportDue(done int64) bool {
	return r.model.BetweenSentences() && done >= int64(r.report.Count-r.course.Before+1)*r.every()
}

// rest ends the run if nothing is left.
func (r *run) rest(more bool) {
	if more {
		return
	}
	r.follow(r.stale)
	r.model.Settle()
	if r.course.GoesOn() {
		r.readOn()
		return
	}
	r.phase = lab.Ended
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
	case r.coming != nil:
		return float64(r.coming.pieces.next), float64(len(r.coming.corpus.Vocabulary.Words))
	}
	d, t := r.words()
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
func (r *run) Shards() int { return r.params.Workers }

// Due implements lab.Sharded.
func (r *run) Due() bool { return r.opened && r.reading == nil && r.coming == nil && r.model.Due() }

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
		return fmt.Errorf("merge subwords: %w", lab.ErrNotReady)
	}
	if err := r.model.Merge(deltas...); err != nil {
		return fmt.Errorf("merge subwords: %w", err)
	}
	r.stale = r.shown.Rows()
	for _, s := range r.spaces {
		s.Touch()
	}
	done, total := r.words()
	r.rest(done < total || r.model.Due())
	return nil
}

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	if err := lab.Change("subwords", &r.params, p, (*Params).check); err != nil {
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
	if r.pieces == nil || r.saved != nil {
		return lab.ErrNotReady
	}
	return r.course.SaveRun(w, "subwords", r.setup, r.report, r.model.Save)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := r.course.LoadRun(from, "subwords", r.setup, r.reading == nil || r.reading.Begun(), &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}
