package lab

import "time"

// A Phase is one part of a run's work, as people read of it.
type Phase struct {
	ID    string
	Title Text
	Unit  Text // of Work.Reach
}

// The phases that runs share.
var (
	ReadingText = Phase{"read", Text{En: "Reading the text", Zh: "读取文本"}, Text{En: "bytes", Zh: "字节"}}
	Numbering   = Phase{"number", Text{En: "Numbering the words", Zh: "为词编号"}, Text{En: "words", Zh: "词"}}
	Phrasing    = Phase{"phrase", Text{En: "Looking for phrases", Zh: "查找词组"}, Text{En: "words", Zh: "词"}}
	Counting    = Phase{"count", Text{En: "Counting co-occurrences", Zh: "统计共现"}, Text{En: "words", Zh: "词"}}
	Filling     = Phase{"fill", Text{En: "Drawing first values", Zh: "抽取初始值"}, Text{En: "words", Zh: "词"}}
	Training    = Phase{"train", Text{En: "Training", Zh: "训练中"}, Text{En: "words", Zh: "词"}}
	Ended       = Phase{"done", Text{En: "Trained", Zh: "训练完成"}, Text{En: "words", Zh: "词"}}
)

// In returns the phase with other units.
func (p Phase) In(unit Text) Phase {
	p.Unit = unit
	return p
}

// Work is what a run consists of, in pieces so small that a page stays alive
// between any two.
type Work interface {
	// Unit does the smallest piece of work of the phase.
	Unit() error
	// Phase says which the run is in; the last one is Ended's.
	Phase() Phase
	// Reach says how far the phase is; total is 0 while it is unknown.
	Reach() (done, total float64)
	// Reports says how many times the losses were renewed, and what they are.
	Reports() (int, []Loss)
}

// Step works for about budget, at least one unit, but not beyond the end of a
// phase, the next report or what a Sharded run waits for, so that whoever drives
// a run sees each. It is a Run's Step.
func (c *Clock) Step(w Work, budget time.Duration) (Progress, error) {
	start := time.Now()
	phase := w.Phase()
	if phase.ID == Ended.ID {
		return c.Progress(w), nil
	}
	before, _ := w.Reach()
	reports, _ := w.Reports()
	for {
		if err := w.Unit(); err != nil {
			return Progress{}, err
		}
		if due, ok := w.(interface{ Due() bool }); ok && due.Due() {
			break
		}
		if now, _ := w.Reports(); now != reports || w.Phase().ID != phase.ID || time.Since(start) >= budget {
			break
		}
	}
	if w.Phase().ID == phase.ID {
		done, _ := w.Reach()
		c.Add(phase.ID, done-before, time.Since(start))
	}
	return c.Progress(w), nil
}

// Progress says how far the work is. At the end its rate is that of the phase
// before.
func (c *Clock) Progress(w Work) Progress {
	phase := w.Phase()
	p := Progress{Phase: phase.ID, Title: phase.Title, Unit: phase.Unit, Rate: c.Rate(phase.ID), End: phase.ID == Ended.ID}
	p.Done, p.Total = w.Reach()
	p.Reports, p.Losses = w.Reports()
	if noting, ok := w.(interface{ Notes() []Text }); ok {
		p.Notes = noting.Notes()
	}
	if p.End {
		p.Rate = c.Rate(Training.ID)
	}
	return p
}
