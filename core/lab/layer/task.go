package layer

import (
	"errors"
	"io"
	"math/rand/v2"
	"slices"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
)

// padLabel names row 0, which fills up short examples.
const padLabel = "<pad>"

// maxWidth is how many words of an example of labelled or targets data are taken.
const maxWidth = 64

// A task is the examples to learn from.
type task struct {
	kind    string
	words   []string // by id; the first is padLabel
	counts  []float32
	width   int       // ids of an example
	outputs []string  // words, labels or columns, one for each score
	noise   []float32 // how often each output is right; KindTargets has none

	text *corpus.Corpus // KindText: an example for each of its tokens

	bags    []int32   // other kinds: examples × width
	labels  []int32   // KindLabelled
	numbers []float32 // KindTargets: examples × outputs, each column from 0 to 1
	low     []float64 // of each column
	high    []float64
}

// A batch is some examples. Without targets it can only be looked up.
type batch struct {
	n       int
	ids     []int32   // n × width
	classes []int32   // n outputs that are right; KindTargets has none
	numbers []float32 // KindTargets: n × outputs
}

func (b batch) hasTargets() bool { return len(b.classes) > 0 || len(b.numbers) > 0 }

// size returns the number of examples.
func (t *task) size() int {
	if t.kind == dataset.KindText {
		return len(t.text.IDs)
	}
	return len(t.bags) / t.width
}

// read fills a batch, whose memory is used again, with up to n examples from one
// on.
func (t *task) read(b *batch, from, n int) {
	b.n = min(n, t.size()-from)
	b.ids, b.classes, b.numbers = b.ids[:0], b.classes[:0], b.numbers[:0]
	if t.kind != dataset.KindText {
		b.ids = append(b.ids, t.bags[from*t.width:(from+b.n)*t.width]...)
		if t.kind == dataset.KindLabelled {
			b.classes = append(b.classes, t.labels[from:from+b.n]...)
			return
		}
		b.numbers = append(b.numbers, t.numbers[from*len(t.outputs):(from+b.n)*len(t.outputs)]...)
		return
	}
	sentence, at := t.text.At(from)
	for i := range b.n {
		if at == len(sentence) {
			sentence, at = t.text.At(from + i)
		}
		b.addContext(sentence[:at], t.width)
		b.classes = append(b.classes, sentence[at])
		at++
	}
}

// addContext appends the last words of a text, given as ids of its corpus, as
// the ids of an example.
func (b *batch) addContext(before []int32, width int) {
	before = before[max(0, len(before)-width):]
	for _, id := range before {
		b.ids = append(b.ids, id+1)
	}
	for range width - len(before) {
		b.ids = append(b.ids, 0)
	}
}

// A reader makes a task of data, piece by piece.
type reader struct {
	source  dataset.Source
	params  *Params
	seed    uint64
	builder *corpus.Builder

	text *dataset.Text // KindText
	buf  []byte

	rows    *dataset.Rows // other kinds
	lengths []int         // tokens of each row
	ends    []int         // of each row in the corpus
	labels  []string
	numbers [][]float64
	taken   int64
}

func newReader(s dataset.Source, p *Params, seed uint64, segmenter corpus.Segmenter) (*reader, error) {
	r := &reader{source: s, params: p, seed: seed}
	var err error
	if s.Kind == dataset.KindText {
		r.text, err = dataset.OpenText(s)
		r.buf = make([]byte, 1<<14)
	} else {
		r.rows, err = dataset.OpenRows(s)
	}
	if err != nil {
		return nil, err
	}
	r.builder = corpus.NewBuilder(corpus.Options{
		Marks: s.Kind == dataset.KindText, MinCount: p.MinCount, MaxWords: p.MaxWords,
	}, segmenter)
	return r, nil
}

// done returns how many stored bytes were read.
func (r *reader) done() int64 {
	if r.text != nil {
		return r.text.Done()
	}
	return r.rows.Done()
}

// read reads a piece, and returns true after the last.
func (r *reader) read() (bool, error) {
	err := r.piece()
	if err == nil {
		return false, nil
	}
	if err != io.EOF {
		return false, err
	}
	if err := r.builder.Close(); err != nil {
		return false, err
	}
	if r.text != nil {
		return true, r.text.Close()
	}
	return true, r.rows.Close()
}

func (r *reader) piece() error {
	if r.text != nil {
		n, err := r.text.Read(r.buf)
		if _, err := r.builder.Write(r.buf[:n]); err != nil {
			return err
		}
		return err
	}
	for range 64 {
		row, err := r.rows.Next()
		if err != nil {
			return err
		}
		if _, err := r.builder.Write([]byte(row.Text + "\n")); err != nil {
			return err
		}
		taken, _ := r.builder.Tokens()
		r.lengths = append(r.lengths, int(taken-r.taken))
		r.taken = taken
		r.labels, r.numbers = append(r.labels, row.Label), append(r.numbers, row.Numbers)
	}
	return nil
}

// number turns a piece of what was read into ids, and returns true after the
// last.
func (r *reader) number() bool {
	if r.text != nil {
		return r.builder.Number(1 << 15)
	}
	// Rows are numbered one by one, so that each is known by what the corpus has
	// got with it.
	for range 512 {
		if len(r.ends) == len(r.lengths) {
			return r.builder.Number(1)
		}
		r.builder.Number(r.lengths[len(r.ends)])
		r.ends = append(r.ends, len(r.builder.Corpus().IDs))
	}
	return false
}

var errNoExamples = errors.New("no row has a word that is frequent enough")

// task returns the task once all is numbered.
func (r *reader) task() (*task, error) {
	c := r.builder.Corpus()
	t := &task{kind: r.source.Kind, words: slices.Concat([]string{padLabel}, c.Vocabulary.Words), counts: []float32{0}}
	for _, n := range c.Vocabulary.Counts {
		t.counts = append(t.counts, float32(n))
	}
	if t.kind == dataset.KindText {
		t.text, t.width, t.outputs, t.noise = c, r.params.Context, c.Vocabulary.Words, t.counts[1:]
		return t, nil
	}
	start := 0
	for _, end := range r.ends {
		t.width = min(maxWidth, max(t.width, end-start))
		start = end
	}
	if t.kind == dataset.KindTargets {
		t.outputs = r.rows.Columns()
		t.scale(r.numbers)
	}
	// Files are often sorted by their label: the examples stand in a random
	// order, the same in every epoch.
	labels := map[string]int32{}
	for _, i := range rand.New(rand.NewPCG(r.seed, 1)).Perm(len(r.ends)) {
		start := 0
		if i > 0 {
			start = r.ends[i-1]
		}
		if r.ends[i] == start {
			continue
		}
		r.add(t, labels, i, c.IDs[start:r.ends[i]])
	}
	if len(t.bags) == 0 {
		return nil, errNoExamples
	}
	if t.kind == dataset.KindLabelled && len(t.outputs) < 2 {
		return nil, &dataset.OneLabelError{Label: t.outputs[0]}
	}
	return t, nil
}

// add appends the example of row i.
func (r *reader) add(t *task, labels map[string]int32, i int, ids []int32) {
	ids = ids[:min(len(ids), t.width)]
	for _, id := range ids {
		t.bags = append(t.bags, id+1)
	}
	for range t.width - len(ids) {
		t.bags = append(t.bags, 0)
	}
	if t.kind == dataset.KindTargets {
		for j, x := range r.numbers[i] {
			t.numbers = append(t.numbers, t.toUnit(j, x))
		}
		return
	}
	label, known := labels[r.labels[i]]
	if !known {
		label = int32(len(t.outputs))
		labels[r.labels[i]] = label
		t.outputs, t.noise = append(t.outputs, r.labels[i]), append(t.noise, 0)
	}
	t.noise[label]++
	t.labels = append(t.labels, label)
}

// scale takes the range of each column of numbers.
func (t *task) scale(rows [][]float64) {
	t.low, t.high = make([]float64, len(t.outputs)), make([]float64, len(t.outputs))
	for i, row := range rows {
		for j, x := range row {
			if i == 0 {
				t.low[j], t.high[j] = x, x
			}
			t.low[j], t.high[j] = min(t.low[j], x), max(t.high[j], x)
		}
	}
}

func (t *task) toUnit(column int, x float64) float32 {
	if t.high[column] == t.low[column] {
		return 0
	}
	return float32((x - t.low[column]) / (t.high[column] - t.low[column]))
}

func (t *task) fromUnit(column int, p float32) float64 {
	return t.low[column] + float64(p)*(t.high[column]-t.low[column])
}
