package fasttext

import (
	"fmt"
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

	current   Settings // of the trial under way
	training  *Examples
	held      *Examples
	planned   int
	rng       word2vec.Random
	seed      uint64
	run       *Texts // nil: none is under way
	tested    int    // held texts that the run under way has been tested on
	score     Evaluation
	trials    []Trial
	best      int
	bestModel *Model
}

// A Trial is one classifier that was tried.
type Trial struct {
	Settings Settings
	F1       float64 // of the most probable label of each text held out
	Err      error   // with these settings none could be trained
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

// Best returns the best trial and its model, nil before the first is done.
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
	if t.run.Train(texts) {
		return true
	}
	m := t.run.Model()
	from := t.tested
	t.tested = min(from+texts, t.held.Len())
	m.Evaluate(&t.score, t.held, from, t.tested, 1, 0)
	if t.tested < t.held.Len() {
		return true
	}
	return t.end(nil)
}

// begin starts the next trial.
func (t *Tuner) begin() error {
	if len(t.trials) > 0 {
		t.current = t.draw(t.trials[t.best].Settings)
	}
	t.tested, t.score = 0, Evaluation{}
	run, err := NewTexts(t.current, t.training, t.seed)
	t.run = run
	return err
}

// end notes what came of the trial under way.
func (t *Tuner) end(err error) bool {
	trial := Trial{Settings: t.current, F1: t.score.All.F1(), Err: err}
	t.trials = append(t.trials, trial)
	if best := t.trials[t.best]; err == nil && (t.bestModel == nil || best.Err != nil || trial.F1 > best.F1) {
		t.best, t.bestModel = len(t.trials)-1, t.run.Model()
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
	or(&t.Numbers, 100_000_000)
	most := max(float64(t.Numbers/s.Dim-len(t.training.words.all)), 1)
	s.Buckets = int(min(times(buckets, 10_000, 10_000_000, 2, .5), most))
	if s.WordNgrams == 1 && s.MaxN == 0 {
		s.Buckets = 0
	}
	return s
}

// normal returns a number of N(0, 1): Box and Muller, 1958.
func (t *Tuner) normal() float64 {
	u, v := 1-t.rng.Float64(), t.rng.Float64()
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v)
}
