package lab

import (
	"time"

	"nearspace/core/dataset"
	"nearspace/core/space"
)

// A VectorReading reads a file of vectors, piece by piece, for a run that begins
// from them. It is a run of the lab "vectors", which knows the formats; where that
// lab is not at hand, there is none.
type VectorReading struct {
	run  Run
	last Progress
}

// NewVectorReading returns a reading of a file that has not begun.
func NewVectorReading(file dataset.Source) (*VectorReading, error) {
	vectors, err := Find("vectors")
	if err != nil {
		return nil, err
	}
	run, err := vectors.Start(Setup{Data: file, Params: vectors.Params()})
	if err != nil {
		return nil, err
	}
	return &VectorReading{run: run}, nil
}

// Unit reads the next piece, and returns the vectors after the last.
func (r *VectorReading) Unit() (*space.Space, error) {
	var err error
	if r.last, err = r.run.Step(time.Nanosecond); err != nil || !r.last.End {
		return nil, err
	}
	return r.run.Spaces()[0], nil
}

// Phase says what is done with the file.
func (r *VectorReading) Phase() Phase { return Phase{"vectors", r.last.Title, r.last.Unit} }

// Reach says how far the phase is.
func (r *VectorReading) Reach() (done, total float64) { return r.last.Done, r.last.Total }
