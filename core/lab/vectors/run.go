package vectors

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"nearspace/core/dataset"
	"nearspace/core/fasttext"
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
	if err := s.CheckFiles(); err != nil {
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
	addingUp = lab.Phase{ID: "fill", Title: lab.Text{En: "Adding up the words' pieces", Zh: "由片段合成词向量"}, Unit: rowsUnit}
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
	loading *loading        // a fastText model, until it has been read
	filling *filling        // its words, until they have their vectors
	model   *fasttext.Model // which also has vectors for other words, and labels
	vectors *space.Space    // not shown before its labels are indexed
	indexed int
	spaces  []*space.Space
	index   lab.Index

	second *lab.VectorReading // the file beside, while it is read
	notes  []lab.Text

	clock lab.Clock
}

// Step implements lab.Run.
func (r *run) Step(budget time.Duration) (lab.Progress, error) {
	p, err := r.clock.Step(r, budget)
	if err != nil {
		return p, fmt.Errorf("vectors: %w", err)
	}
	p.Notes = r.notes
	return p, nil
}

// Unit implements lab.Work.
func (r *run) Unit() error {
	switch {
	case r.loading != nil:
		return r.loadPiece()
	case r.filling != nil:
		return r.fillPiece()
	case r.second != nil:
		return r.secondPiece()
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
	case errors.As(err, &which) && which.Name == "" && len(which.Tables()) > 0:
		o := r.options()
		if o.Array, err = r.array(which.Tables()); err != nil {
			return err
		}
		r.reader = format.NewReader(r.setup.Data.Open, o)
		return nil
	case errors.As(err, &unknown) && unknown.Format == format.FastText:
		return r.load()
	case err != nil:
		return r.rescue(err)
	case done:
		s := r.reader.Space("vectors")
		if s.Len() == 0 {
			return &dataset.SizeError{}
		}
		r.facts = r.reader.Facts()
		return r.take(s)
	}
	phase, _, _ := r.reader.Progress()
	r.phase = map[string]lab.Phase{format.Counting: counting, format.Reading: reading, format.Sifting: sifting}[phase]
	return nil
}

// array returns the name of the array that is wanted, 0: the one with the most
// rows, as of a model's tables that is the one of the words; and notes all.
func (r *run) array(all []format.Array) (string, error) {
	at := r.params.Array - 1
	if at >= len(all) {
		return "", &lab.ParamError{Name: "array", Value: fmt.Sprint(r.params.Array), Max: float64(len(all))}
	}
	if at < 0 {
		at = 0
		for i, a := range all {
			if a.Shape[0] > all[at].Shape[0] {
				at = i
			}
		}
	}
	list := make([]string, len(all))
	for i, a := range all {
		list[i] = fmt.Sprintf("%d %s", i+1, a)
	}
	r.note(lab.Text{
		En: fmt.Sprintf("The file has several arrays: %s. Opened is %s.", strings.Join(list, ", "), all[at].Name),
		Zh: fmt.Sprintf("文件有多个数组：%s。打开的是 %s。", strings.Join(list, "，"), all[at].Name)})
	return all[at].Name, nil
}

func (r *run) note(text lab.Text) { r.notes = append(r.notes, text) }

// rescue keeps what was read before an error, so that one can still ask it.
func (r *run) rescue(err error) error {
	rest := r.reader.Space("vectors")
	r.facts = r.reader.Facts()
	if rest.Len() > 0 {
		r.spaces = []*space.Space{rest}
	}
	return err
}

// take goes on with the rows of the file: to those of the file beside, if there is
// one.
func (r *run) take(s *space.Space) error {
	r.vectors, r.reader, r.phase = s, nil, indexing
	if r.params.Beside == "" {
		return nil
	}
	file, err := r.setup.File(r.params.Beside)
	if err != nil {
		return err
	}
	r.second, err = lab.NewVectorReading(file)
	return err
}

// secondPiece reads the file beside, and at its end makes one space of both.
func (r *run) secondPiece() error {
	other, err := r.second.Unit()
	if err != nil || other == nil {
		return err
	}
	first := r.vectors
	// While they are put together, both stand beside what they make.
	if bytes, most := 8*int64(first.Len()+other.Len())*int64(first.Dim()), r.options().MaxMemory; bytes > most {
		return &dataset.SizeError{Bytes: bytes, Max: most}
	}
	both, err := first.Merge(other, conflicts[r.params.Twice])
	if err != nil {
		return err
	}
	shared := 0
	for id := range other.Len() {
		if at, known := first.Find(other.Label(id)); known && first.Label(at) == other.Label(id) {
			shared++
		}
	}
	r.note(lab.Text{
		En: fmt.Sprintf("%d rows of the first file and %d of the second, of which %d have a label that the first has too: %d in all.", first.Len(), other.Len(), shared, both.Len()),
		Zh: fmt.Sprintf("第一个文件 %d 行，第二个 %d 行，其中 %d 行的标签第一个文件也有：共 %d 行。", first.Len(), other.Len(), shared, both.Len())})
	r.vectors, r.second = both, nil
	return nil
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
	if r.model == nil {
		return nil
	}
	if labels := lab.LabelSpace(r.model); labels != nil {
		r.spaces = append(r.spaces, labels)
	}
	return nil
}

// Phase implements lab.Work.
func (r *run) Phase() lab.Phase {
	if r.second != nil {
		return r.second.Phase()
	}
	return r.phase
}

// Reach implements lab.Work.
func (r *run) Reach() (done, total float64) {
	switch {
	case r.second != nil:
		return r.second.Reach()
	case r.vectors != nil:
		return float64(r.indexed), float64(r.vectors.Len())
	case r.loading != nil:
		return float64(r.loading.done), float64(r.loading.total)
	case r.filling != nil:
		return float64(r.filling.next), float64(r.filling.vectors.Rows)
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
	if r.reader != nil || r.loading != nil || r.model != nil || r.vectors != nil {
		return errors.New("vectors: a run that has begun cannot load a save")
	}
	if err := lab.HeaderOf("vectors", r.setup).CheckHeader(from); err != nil {
		return fmt.Errorf("load vectors: %w", err)
	}
	return nil
}
