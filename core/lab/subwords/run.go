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
	reading := lab.NewReading(s.Data, s.Segmenter, lab.TextOptions(p.MinCount, p.MaxWords, p.KeepCase, p.Sentences, p.LeaveOut))
	reading.Phrases = lab.PhraseOptions(p.Phrases, p.PhraseScore, p.PhraseCount)
	return &run{setup: s, params: *p, phase: reading.Phase(), reading: reading}, nil
}

// cutting is the phase in which pieces are counted.
var cutting = lab.Phase{ID: "cut", Title: lab.Text{En: "Cutting words into pieces", Zh: "将词切成片段"}, Unit: lab.Training.Unit}

// run goes through its phases in Step: it reads the text, numbers its words, cuts
// them into pieces, and trains.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reading *lab.Reading // until there is a corpus
	corpus  *corpus.Corpus
	phrases *corpus.Phrases // nil: none were looked for
	model   *fasttext.Words
	pieces  *pieces
	spaces  []*space.Space
	saved   io.Reader // a model's state that waits for the text

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
		text, err := r.reading.Unit()
		r.phase = r.reading.Phase()
		if err != nil || text == nil {
			return err
		}
		r.corpus, r.phrases, r.reading = text, r.reading.Found(), nil
		return r.begin()
	case !r.pieces.done():
		if r.pieces.count(100); r.pieces.done() {
			r.open(true)
		}
	case r.spaces == nil:
		r.open(r.model.Train(512))
	default:
		r.trainPiece()
	}
	return nil
}

// begin makes the model when the text is ready, or takes it from the save.
func (r *run) begin() error {
	model, err := fasttext.NewWords(r.params.settings(), r.corpus, r.setup.Seed)
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
	r.pieces = newPieces(r.corpus.Vocabulary, model.Model().Dictionary)
	r.phase = cutting
	return nil
}

// open shows the spaces as soon as there is something to see.
func (r *run) open(more bool) {
	if r.phase = lab.Filling; !r.model.Filled() {
		return
	}
	r.phase = lab.Training
	v := r.corpus.Vocabulary
	r.shown = embedding.NewTable(len(v.Words), r.params.Dim)
	r.stale = len(v.Words)
	r.follow(r.stale)
	words := space.New("words", space.Input, v.Words, r.shown.Weights)
	words.Counts = make([]float32, len(v.Counts))
	for i, c := range v.Counts {
		words.Counts[i] = float32(c)
	}
	r.spaces = []*space.Space{words, r.pieces.space(r.model.In), r.outputs()}
	done, total := r.model.Words()
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
	from, _ := r.model.Words()
	done, more := from, true
	for more && done < from+words {
		more = r.model.Train(words)
		if done, _ = r.model.Words(); !r.model.BetweenSentences() || r.reportDue(done) {
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
		r.report.Count = lab.ReportsUntil(done, r.every(), !more)
	}
	r.rest(more)
}

func (r *run) every() int64 {
	_, total := r.model.Words()
	return lab.WordsPerReport(total)
}

// reportDue says whether so many words lie behind the last report that another
// is to be made.
func (r *run) reportDue(done int64) bool {
	return r.model.BetweenSentences() && done >= int64(r.report.Count+1)*r.every()
}

// rest ends the run if nothing is left.
func (r *run) rest(more bool) {
	if more {
		return
	}
	r.follow(r.stale)
	r.phase = lab.Ended
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase { return r.phase }

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	switch {
	case r.reading != nil:
		return r.reading.Reach()
	case !r.pieces.done():
		return float64(r.pieces.next), float64(len(r.corpus.Vocabulary.Words))
	}
	d, t := r.model.Words()
	return float64(d), float64(t)
}

// Notes implements lab.Work.
func (r *run) Notes() []lab.Text { return lab.NotePhrases(r.phrases) }

// Reports implements lab.Work.
func (r *run) Reports() (int, []lab.Loss) { return r.report.Count, r.report.Curve() }

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
	if r.model == nil {
		return lab.ErrNotReady
	}
	return lab.SaveRun(w, "subwords", r.setup, r.report, r.model.Save)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := lab.LoadRun(from, "subwords", r.setup, r.reading == nil || r.reading.Begun(), &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}
