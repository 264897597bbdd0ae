package labtest

import (
	"errors"
	"io"
	"time"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/lab"
	"nearspace/core/space"
)

// Vectors stands for the lab "vectors", which labs do not import: it has read a
// file, whatever that is, when it is first told to.
type Vectors struct {
	Labels []string
	Rows   blas32.General
}

// Describe implements lab.Lab.
func (Vectors) Describe() lab.Description { return lab.Description{ID: "vectors"} }

type none struct{}

func (none) Fields() []lab.Field { return nil }

// Params implements lab.Lab.
func (Vectors) Params() lab.Params { return &none{} }

// Start implements lab.Lab.
func (v Vectors) Start(lab.Setup) (lab.Run, error) { return &opening{vectors: v}, nil }

// opening is a run that opens them.
type opening struct {
	vectors Vectors
	spaces  []*space.Space
}

var errStandIn = errors.New("a stand-in has only vectors")

func (r *opening) Step(time.Duration) (lab.Progress, error) {
	r.spaces = []*space.Space{space.New("vectors", space.Input, r.vectors.Labels, r.vectors.Rows)}
	return lab.Progress{End: true}, nil
}
func (*opening) Set(lab.Params) error                        { return errStandIn }
func (r *opening) Spaces() []*space.Space                    { return r.spaces }
func (*opening) Ask(lab.Query, lab.Pace) (lab.Answer, error) { return lab.Answer{}, errStandIn }
func (*opening) Trace(lab.Pick) (lab.Trace, error)           { return lab.Trace{}, errStandIn }
func (*opening) Save(io.Writer) error                        { return errStandIn }
func (*opening) Load(io.Reader) error                        { return errStandIn }
