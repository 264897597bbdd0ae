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
	if err := lab.Check(p); err != nil {
		return nil, fmt.Errorf("documents: %w", err)
	}
	if s.Data.Kind != dataset.KindText {
		return nil, fmt.Errorf("documents: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	reading := lab.NewReading(s.Data, s.Segmenter, p.options())
	reading.KeepBeside = true
	reading.Phrases = lab.PhraseOptions(p.Phrases, p.PhraseScore, p.PhraseCount)
	return &run{setup: s, params: *p, phase: reading.Phase(), reading: reading}, nil
}

func (p *Params) options() corpus.Options {
	return lab.TextOptions(p.MinCount, p.MaxWords, p.KeepCase, p.Sentences, p.LeaveOut)
}

// run goes through its phases in Step: it reads the text, numbers its words, and
// trains.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reading *lab.Reading // until there is a corpus
	corpus  *corpus.Corpus
	phrases *corpus.Phrases // nil: none were looked for
	names   []string        // of the documents
	of      []int32         // the document of each sentence
	model   *word2vec.Model
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
		text, err := r.reading.Unit()
		r.phase = r.reading.Phase()
		if err != nil || text == nil {
			return err
		}
		r.corpus = text
		r.divide(r.reading.Beside())
		r.phrases, r.reading = r.reading.Found(), nil
		return r.begin()
	case r.spaces == nil:
		r.open(r.model.Train(512))
	default:
		r.trainPiece()
	}
	return nil
}

// divide makes a document of each line that has words, and names it by what
// stands beside it, or by how it begins.
func (r *run) divide(beside []string) {
	line := int32(-1)
	for i, l := range r.corpus.Lines {
		if l != line {
			line = l
			name := ""
			if int(l) < len(beside) {
				name = beside[l]
			}
			if name == "" {
				name = r.beginning(i)
			}
			r.names = append(r.names, name)
		}
		r.of = append(r.of, int32(len(r.names)-1))
	}
}

// beginning is a sentence's first words.
func (r *run) beginning(sentence int) string {
	const most = 40
	var name strings.Builder
	for _, id := range r.corpus.Sentence(sentence) {
		word := r.corpus.Vocabulary.Words[id]
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
	model, err := word2vec.NewParagraphs(r.params.config(), r.corpus, r.of, r.setup.Seed)
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
	r.phase = lab.Filling
	done, total := model.Words()
	r.open(done < total)
	return nil
}

// open shows the spaces as soon as there is something to see.
func (r *run) open(more bool) {
	if !r.model.Filled() {
		return
	}
	r.phase = lab.Training
	v := r.corpus.Vocabulary
	documents := space.New("documents", space.Input, r.names, r.model.DocumentVectors())
	documents.Counts = make([]float32, len(r.names))
	for i, d := range r.of {
		documents.Counts[d] += float32(len(r.corpus.Sentence(i)))
	}
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
	if !more {
		r.phase = lab.Ended
	}
}

func (r *run) trainPiece() {
	more := r.model.Train(64)
	for _, s := range r.spaces {
		s.Touch()
	}
	words, total := r.model.Words()
	if every := lab.WordsPerReport(total); !more || r.model.BetweenSentences() && words >= int64(r.report.Count+1)*every {
		if loss, inputs := r.model.TakeLoss(); inputs > 0 {
			r.report.Loss = loss
		}
		r.report.Count = lab.ReportsUntil(words, every, !more)
	}
	r.rest(more)
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase { return r.phase }

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	if r.reading != nil {
		return r.reading.Reach()
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
	if err := lab.Change("documents", &r.params, p, func(p *Params) error { return lab.Check(p) }); err != nil {
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
	return lab.SaveRun(w, "documents", r.setup, r.report, r.model.Save)
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if err := lab.LoadRun(from, "documents", r.setup, r.reading == nil || r.reading.Begun(), &r.report); err != nil {
		return err
	}
	r.saved = from
	return nil
}
