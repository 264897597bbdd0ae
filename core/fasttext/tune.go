package fasttext

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"

	"nearspace/core/word2vec"
)

// A Tuner looks for the settings with which a classifier is best on texts that it
// has not learned from: it tries the given ones, then others drawn around the
// best so far, first from afar, then ever closer. Step drives it; whoever drives
// it watches the clock.
type Tuner struct {
	// Share says how much of the time that there is has gone, from 0 to 1. nil:
	// the share of the trials, so that a seed gives the same trials everywhere.
	Share func() float64
	// Numbers bounds the size of a model's input matrix; 0: 100 million.
	Numbers int
	// Predictions is how many labels of each text are predicted; 0: 1.
	Predictions int
	// Score says how good what came of the held texts is; nil: F1 over all labels.
	Score func(*Evaluation) float64
	// Bytes is what a model may take: each is made as small before it is tested
	// (Shrink). 0: as large as it is.
	Bytes int

	current    Settings // of the trial under way
	training   *Examples
	held       *Examples
	planned    int
	rng        word2vec.Random
	seed       uint64
	run        *Texts     // nil: none is under way
	shrinking  *Shrinking // of the run, once it is done
	model      *Model     // what has come of the run; nil: it is under way
	tested     int        // held texts that the model has been tested on
	evaluation Evaluation
	trials     []Trial
	best       int
	bestModel  *Model
}

// A Trial is one classifier that was tried.
type Trial struct {
	Settings Settings
	Score    float64 // on the texts held out
	Bytes    int     // of the model
	Err      error   // with these settings none could be trained, or made as small
}

// NewTuner returns a tuner that learns from some texts, tests on others, and
// wants to make so many trials.
func NewTuner(base Settings, training, held *Examples, trials int, seed uint64) (*Tuner, error) {
	base.Method = Supervised
	base = base.withDefaults()
	switch err := base.check(); {
	case err != nil:
		return nil, fmt.Errorf("tune: %w", err)
	case trials < 1:
		return nil, fmt.Errorf("tune: %d trials are less than 1", trials)
	case held.Len() == 0:
		return nil, fmt.Errorf("tune: no text is held out")
	}
	t := &Tuner{current: base, training: training, held: held, planned: trials, rng: word2vec.NewRandom(seed), seed: seed}
	if err := t.begin(); err != nil {
		return nil, fmt.Errorf("tune: %w", err)
	}
	return t, nil
}

// Trials returns the trials that are done.
func (t *Tuner) Trials() []Trial { return t.trials }

// Best returns the best trial and its model, which is nil before the first is done
// and after Load.
func (t *Tuner) Best() (Trial, *Model) {
	if len(t.trials) == 0 {
		return Trial{}, nil
	}
	return t.trials[t.best], t.bestModel
}

// Step works through up to so many texts, and returns whether trials are left.
func (t *Tuner) Step(texts int) bool {
	if len(t.trials) >= t.planned {
		return false
	}
	if t.run == nil {
		if err := t.begin(); err != nil {
			return t.end(err)
		}
	}
	if t.model == nil {
		if err := t.train(texts); err != nil {
			return t.end(err)
		}
		return true
	}
	from := t.tested
	t.tested = min(from+texts, t.held.Len())
	t.model.Evaluate(&t.evaluation, t.held, from, t.tested, max(t.Predictions, 1), 0)
	if t.tested < t.held.Len() {
		return true
	}
	return t.end(nil)
}

// train goes on with the run under way, or with making its model small.
func (t *Tuner) train(texts int) (err error) {
	switch {
	case t.shrinking != nil:
		more, err := t.shrinking.Step(texts)
		if err == nil && !more {
			t.model = t.shrinking.Model()
		}
		return err
	case t.run.Train(texts):
	case t.Bytes > 0:
		t.shrinking, err = t.run.Model().Shrink(t.Bytes, t.training, t.seed)
	default:
		t.model = t.run.Model()
	}
	return err
}

// Reach returns how far the trial under way is, from 0 to 1: training is most of it.
func (t *Tuner) Reach() float64 {
	if t.run == nil {
		return 0
	}
	done, total := t.run.Texts()
	return float64(done) / float64(total)
}

// begin starts the next trial.
func (t *Tuner) begin() error {
	if len(t.trials) > 0 {
		t.current = t.draw(t.trials[t.best].Settings)
	}
	return t.start()
}

// start starts a trial of the current settings.
func (t *Tuner) start() error {
	t.tested, t.evaluation = 0, Evaluation{}
	t.model, t.shrinking = nil, nil
	run, err := NewTexts(t.current, t.training, t.seed)
	t.run = run
	return err
}

// end notes what came of the trial under way.
func (t *Tuner) end(err error) bool {
	trial := Trial{Settings: t.current, Err: err}
	if err == nil {
		trial.Score, trial.Bytes = t.evaluation.All.F1(), t.model.Bytes()
		if t.Score != nil {
			trial.Score = t.Score(&t.evaluation)
		}
	}
	t.trials = append(t.trials, trial)
	if best := t.trials[t.best]; err == nil && (len(t.trials) == 1 || best.Err != nil || trial.Score > best.Score) {
		t.best, t.bestModel = len(t.trials)-1, t.model
	}
	t.run = nil
	return len(t.trials) < t.planned
}

// draw returns settings near these. What stands for a size is multiplied by
// 2^(σ·N(0,1)), and what counts gets σ·N(0,1) added; σ falls from the first of
// the two given to the second.
func (t *Tuner) draw(s Settings) Settings {
	share := float64(len(t.trials)) / float64(t.planned)
	if t.Share != nil {
		share = min(max(t.Share(), 0), 1)
	}
	times := func(x, least, most, from, to float64) float64 {
		return min(max(x*math.Exp2((from+(to-from)*share)*t.normal()), least), most)
	}
	plus := func(x, least, most, from, to float64) int {
		return int(math.Round(min(max(x+(from+(to-from)*share)*t.normal(), least), most)))
	}
	s.Epochs = int(math.Round(times(float64(s.Epochs), 1, 100, 2.8, 1)))
	s.LearningRate = times(s.LearningRate, .01, 5, 1.9, .5)
	s.Dim = int(math.Round(times(float64(s.Dim), 1, 1000, 1.4, .3)))
	s.WordNgrams = plus(float64(s.WordNgrams), 1, 5, 2, .5)
	s.MinN = [...]int{0, 2, 3}[t.rng.Below(3)]
	s.MaxN = 0
	if s.MinN > 0 {
		s.MaxN = s.MinN + 3
	}
	buckets := float64(s.Buckets)
	if buckets == 0 {
		buckets = 2_000_000
	}
	or(&t.Numbers, mostNumbers)
	most := max(float64(t.Numbers/s.Dim-len(t.training.words.all)), 1)
	s.Buckets = int(min(times(buckets, 10_000, 10_000_000, 2, .5), most))
	if s.WordNgrams == 1 && s.MaxN == 0 {
		s.Buckets = 0
	}
	return s
}

// Save writes the trials that are done and what the one under way tries, which
// begins anew when they are loaded.
func (t *Tuner) Save(to io.Writer) error {
	f := &writer{w: bufio.NewWriterSize(to, 1<<12)}
	f.int64s(int64(t.rng), int64(len(t.trials)), int64(t.best))
	begun := int32(0)
	if t.run != nil {
		begun = 1
	}
	f.int32s(begun)
	f.drawn(t.current)
	for _, trial := range t.trials {
		f.drawn(trial.Settings)
		failed := int64(0)
		if trial.Err != nil {
			failed = 1
		}
		f.int64s(int64(math.Float64bits(trial.Score)), int64(trial.Bytes), failed)
	}
	if err := f.flush(); err != nil {
		return fmt.Errorf("save a search for settings: %w", err)
	}
	return nil
}

// errEarlier stands for the error of a trial that was loaded.
var errEarlier = errors.New("no model could be trained or made as small")

// Load reads what Save wrote into a tuner of the same texts and settings. After an
// error it must not be used.
func (t *Tuner) Load(from io.Reader) error {
	f := &reader{r: from, part: "trials", buf: make([]byte, 1<<12)}
	t.rng = word2vec.Random(f.int64())
	trials, best := f.int64(), f.int64()
	begun := f.int32() == 1
	if f.err == nil && (trials < 0 || best < 0 || best >= max(trials, 1)) {
		f.failf("%d trials, of which %d is the best", trials, best)
	}
	drawn := t.room()
	t.current = drawn(f, t.current)
	t.trials, t.best, t.run, t.bestModel = nil, int(best), nil, nil
	for i := int64(0); i < trials && f.err == nil; i++ {
		trial := Trial{Settings: drawn(f, t.current), Score: f.float(), Bytes: int(f.int64())}
		if f.int64() != 0 {
			trial.Err = errEarlier
		}
		t.trials = append(t.trials, trial)
	}
	if f.err == nil && begun {
		if err := t.start(); err != nil {
			f.fail(err)
		}
	}
	if f.err != nil {
		return fmt.Errorf("load a search for settings: %w", f.err)
	}
	return nil
}

// drawn writes what draw changes of settings.
func (f *writer) drawn(s Settings) {
	f.int64s(int64(s.Epochs), int64(math.Float64bits(s.LearningRate)), int64(s.Dim), int64(s.WordNgrams), int64(s.MinN), int64(s.MaxN), int64(s.Buckets))
}

// room returns how they are read: no model of them is larger than what draw allows
// or than the first one.
func (t *Tuner) room() func(*reader, Settings) Settings {
	or(&t.Numbers, mostNumbers)
	numbers := func(s Settings) int64 { return int64(s.Buckets+len(t.training.words.all)) * int64(s.Dim) }
	most := max(int64(t.Numbers), numbers(t.current), 1000*int64(len(t.training.words.all)+1))
	return func(f *reader, s Settings) Settings {
		s.Epochs, s.LearningRate, s.Dim, s.WordNgrams = int(f.int64()), f.float(), int(f.int64()), int(f.int64())
		s.MinN, s.MaxN, s.Buckets = int(f.int64()), int(f.int64()), int(f.int64())
		if f.err != nil {
			return s
		}
		if err := s.check(); err != nil {
			f.fail(err)
		} else if n := numbers(s); n > most {
			f.failf("a table of %d numbers, at most %d are possible", n, most)
		}
		return s
	}
}

// mostNumbers is what a model's input matrix has at most.
const mostNumbers = 100_000_000

// normal returns a number of N(0, 1): Box and Muller, 1958.
func (t *Tuner) normal() float64 {
	u, v := 1-t.rng.Float64(), t.rng.Float64()
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v)
}
