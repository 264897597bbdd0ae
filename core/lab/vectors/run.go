package vectors

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/format"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// Start implements lab.Lab.
func (Vectors) Start(s lab.Setup) (lab.Run, error) {
	p, ok := s.Params.(*Params)
	if !ok {
		return nil, fmt.Errorf("vectors: parameters of another lab: %T", s.Params)
	}
	if err := lab.Check(p); err != nil {
		return nil, fmt.Errorf("vectors: %w", err)
	}
	if !slices.Contains(Vectors{}.Describe().Kinds, s.Data.Kind) {
		return nil, fmt.Errorf("vectors: %w", &lab.UnknownError{What: "kind of data", ID: s.Data.Kind})
	}
	return &run{setup: s, params: *p, phase: reading}, nil
}

// The phases of a run beside those of all labs.
var (
	bytesUnit = lab.Text{En: "bytes", Zh: "字节"}
	rowsUnit  = lab.Text{En: "rows", Zh: "行"}

	counting = lab.Phase{ID: "count", Title: lab.Text{En: "Counting the rows", Zh: "统计行数"}, Unit: bytesUnit}
	reading  = lab.Phase{ID: "read", Title: lab.Text{En: "Reading the vectors", Zh: "读取向量"}, Unit: bytesUnit}
	sifting  = lab.Phase{ID: "sift", Title: lab.Text{En: "Looking for repeated labels", Zh: "查找重复标签"}, Unit: rowsUnit}
	filling  = lab.Phase{ID: "fill", Title: lab.Text{En: "Adding up the words' pieces", Zh: "由片段合成词向量"}, Unit: rowsUnit}
	indexing = lab.Phase{ID: "index", Title: lab.Text{En: "Indexing the labels", Zh: "建立标签索引"}, Unit: rowsUnit}
	opened   = lab.Phase{ID: lab.Ended.ID, Title: lab.Text{En: "Opened", Zh: "已打开"}, Unit: rowsUnit}
)

// run goes through its phases in Step: it reads the file and indexes the labels.
type run struct {
	setup  lab.Setup
	params Params
	phase  lab.Phase

	reader  *format.Reader // until all has been read
	facts   format.Facts
	model   *model       // of a fastText file, until its words have their vectors
	vectors *space.Space // not shown before its labels are indexed
	indexed int
	spaces  []*space.Space
	index   lab.Index

	clock lab.Clock
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("vectors: %w", err)
	}
	return p, nil
}

// Unit implements lab.Work.
func (r *run) Unit() error {
	switch {
	case r.model != nil:
		return r.fillPiece()
	case r.vectors == nil:
		return r.readPiece()
	}
	return r.indexPiece()
}

func (r *run) options() format.Options {
	return format.Options{MaxRows: r.params.MaxWords, MaxMemory: int64(r.params.MaxMemory) * 1e6, Size: r.setup.Data.Bytes}
}

func (r *run) readPiece() error {
	if r.reader == nil {
		r.reader = format.NewReader(r.setup.Data.Open, r.options())
	}
	done, err := r.reader.Step()
	var which *format.ArrayError
	var unknown *format.UnknownError
	switch {
	case errors.As(err, &which) && which.Name == "" && largest(which.Arrays) != "":
		o := r.options()
		o.Array = largest(which.Arrays)
		r.reader = format.NewReader(r.setup.Data.Open, o)
		return nil
	case errors.As(err, &unknown) && unknown.Format == format.FastText:
		return r.readModel()
	case err != nil:
		return r.rescue(err)
	case done:
		s := r.reader.Space("vectors")
		if s.Len() == 0 {
			return &dataset.SizeError{}
		}
		r.facts = r.reader.Facts()
		r.take(s)
		return nil
	}
	phase, _, _ := r.reader.Progress()
	r.phase = map[string]lab.Phase{format.Counting: counting, format.Reading: reading, format.Sifting: sifting}[phase]
	return nil
}

// largest returns the name of the array with the most rows: of a model's tables
// that is the one of the words.
func largest(arrays []format.Array) string {
	name, rows := "", 0
	for _, a := range arrays {
		if len(a.Shape) == 2 && a.Shape[0] > rows {
			name, rows = a.Name, a.Shape[0]
		}
	}
	return name
}

// rescue keeps what was read before an error, so that one can still ask it.
func (r *run) rescue(err error) error {
	rest := r.reader.Space("vectors")
	r.facts = r.reader.Facts()
	if rest.Len() > 0 {
		r.spaces = []*space.Space{rest}
	}
	return err
}

func (r *run) take(s *space.Space) {
	r.vectors, r.reader, r.phase = s, nil, indexing
}

// errPiece ends a piece of indexing.
var errPiece = errors.New("the next piece is due")

func (r *run) indexPiece() error {
	if err := r.vectors.Index(func() error { return errPiece }); err == errPiece {
		r.indexed = min(r.vectors.Len(), r.indexed+8192)
		return nil
	}
	r.indexed = r.vectors.Len()
	r.spaces, r.phase = []*space.Space{r.vectors}, opened
	return nil
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase { return r.phase }

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	switch {
	case r.vectors != nil:
		return float64(r.indexed), float64(r.vectors.Len())
	case r.model != nil:
		return float64(r.model.next), float64(r.model.rows)
	case r.reader != nil:
		_, done, total := r.reader.Progress()
		return float64(done), float64(total)
	}
	return 0, float64(r.setup.Data.Bytes)
}

// Reports implements lab.Work: there is nothing to measure on the way.
func (r *run) Reports() (int, []lab.Loss) { return 0, nil }

// Set implements lab.Run.
func (r *run) Set(p lab.Params) error {
	next, ok := p.(*Params)
	if !ok {
		return fmt.Errorf("vectors: parameters of another lab: %T", p)
	}
	if err := lab.Check(next); err != nil {
		return fmt.Errorf("vectors: %w", err)
	}
	if err := lab.CheckFixed(&r.params, next); err != nil {
		return fmt.Errorf("vectors: %w", err)
	}
	return nil
}

// Spaces implements lab.Run.
func (r *run) Spaces() []*space.Space { return r.spaces }

// Save implements lab.Run. There is no state but the setup.
func (r *run) Save(w io.Writer) error {
	if r.spaces == nil {
		return lab.ErrNotReady
	}
	if err := lab.HeaderOf("vectors", r.setup).Write(w); err != nil {
		return fmt.Errorf("save vectors: %w", err)
	}
	return nil
}

// Load implements lab.Run.
func (r *run) Load(from io.Reader) error {
	if r.reader != nil || r.vectors != nil {
		return errors.New("vectors: a run that has begun cannot load a save")
	}
	if err := lab.HeaderOf("vectors", r.setup).CheckHeader(from); err != nil {
		return fmt.Errorf("load vectors: %w", err)
	}
	return nil
}
