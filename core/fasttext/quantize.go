package fasttext

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"nearspace/core/embedding"
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// A Quantization says how a classifier is made small. Its zero value is the
// original's default.
type Quantization struct {
	Columns int  // of a part, which becomes one byte; 2
	Norms   bool // keeps the lengths of the rows apart, a byte each
	Output  bool // the output matrix too, which takes 256 labels
}

// What the original learns centroids with.
const (
	centroidRounds = 25
	centroidRows   = 1 << 16 // at most; more are sampled
)

// A Quantizer replaces a model's numbers by codes. Step drives it.
type Quantizer struct {
	model *Model
	steps []*codebook // what is left to find
	total int
	in    *Quantized
	out   *Quantized // nil: stays as it is
}

// Quantize begins to quantise a supervised model, which stays as it is.
func (m *Model) Quantize(q Quantization, seed uint64) (*Quantizer, error) {
	or(&q.Columns, 2)
	in, ok := m.In.(Dense)
	out, okOut := m.Out.(Dense)
	switch {
	case m.Settings.Method != Supervised || !ok || !okOut:
		return nil, fmt.Errorf("quantise: a model that is %v or quantised is not made small", m.Settings.Method)
	case q.Columns < 1 || q.Columns > m.Dim():
		return nil, fmt.Errorf("quantise: parts of %d columns are outside 1 to %d", q.Columns, m.Dim())
	case in.Rows() < centroidsOfPart:
		return nil, fmt.Errorf("quantise: %d rows are fewer than the %d values of a byte", in.Rows(), centroidsOfPart)
	case q.Output && out.Rows() < centroidsOfPart:
		return nil, fmt.Errorf("quantise: %d labels are fewer than the %d values of a byte", out.Rows(), centroidsOfPart)
	}
	z := &Quantizer{model: m}
	rng := word2vec.NewRandom(seed)
	z.in = z.add(in.Table, q.Columns, q.Norms, &rng)
	if q.Output {
		z.out = z.add(out.Table, min(2, m.Dim()), q.Norms, &rng)
	}
	z.total = len(z.steps)
	return z, nil
}

// add takes a table on, with a codebook for each part and one for the norms.
func (z *Quantizer) add(t *embedding.Table, columns int, norms bool, rng *word2vec.Random) *Quantized {
	q := &Quantized{rows: t.Rows(), parts: newQuantizer(t.Dim(), columns)}
	parts := q.parts.count()
	q.codes = make([]byte, t.Rows()*parts)
	var lengths []float32
	if norms {
		lengths = make([]float32, t.Rows())
		for i := range lengths {
			lengths[i] = vec.Norm(t.Row(i))
		}
		q.normCodes, q.norms = make([]byte, t.Rows()), newQuantizer(1, 1)
		z.steps = append(z.steps, newCodebook(q.norms, 0, func(dst []float32, i int) { dst[0] = lengths[i] }, q.normCodes, 1, rng))
	}
	for m := range parts {
		from := m * columns
		z.steps = append(z.steps, newCodebook(q.parts, m, func(dst []float32, i int) {
			copy(dst, t.Row(i)[from:])
			if norms && lengths[i] > 0 {
				vec.Scale(1/lengths[i], dst)
			}
		}, q.codes, parts, rng))
	}
	return q
}

func newQuantizer(dim, columns int) quantizer {
	return quantizer{dim, columns, make([]float32, dim*centroidsOfPart)}
}

// Step does one round of k-means for one part, or gives some rows their codes, and
// returns whether anything is left.
func (z *Quantizer) Step() bool {
	if len(z.steps) > 0 && !z.steps[0].round() {
		z.steps = z.steps[1:]
	}
	return len(z.steps) > 0
}

// Parts returns how many parts of vectors have their codes, and how many there
// are.
func (z *Quantizer) Parts() (done, total int) { return z.total - len(z.steps), z.total }

// Model returns the quantised model once Step has returned false.
func (z *Quantizer) Model() *Model {
	m := *z.model
	m.In = z.in
	if z.out != nil {
		m.Out = z.out
	}
	return &m
}

// Distortion returns by how much quantising has changed the rows of In,
//
//	Σ ‖x − x̂‖² / Σ ‖x‖²:
//
// 0 is nothing, 1 as much as leaving them out.
func (z *Quantizer) Distortion() float64 {
	in := z.model.In
	x, y := make([]float32, in.Dim()), make([]float32, in.Dim())
	var lost, all float64
	for i := range int32(in.Rows()) {
		clear(x)
		clear(y)
		in.AddRow(x, i)
		z.in.AddRow(y, i)
		lost += float64(vec.SquaredDistance(x, y))
		all += float64(vec.Dot(x, x))
	}
	if all == 0 {
		return 0
	}
	return lost / all
}

// Bytes returns how much the model's matrices and its words take.
func (m *Model) Bytes() int {
	n := m.In.Bytes() + m.Out.Bytes() + 8*len(m.Dictionary.kept)
	for _, words := range [][]string{m.Dictionary.Words, m.Dictionary.Labels} {
		for _, w := range words {
			n += len(w) + 10 // the end, the count and the kind
		}
	}
	return n
}

// A codebook finds the centroids of one part by k-means, and then the code of
// each row.
type codebook struct {
	part      func(dst []float32, row int) // its numbers in a row
	columns   int
	centroids [][]float32 // column by column, so that all are compared at once
	store     func(column, centroid int, v float32)
	codes     []byte // of all rows: code i stands at i·stride + offset
	stride    int
	offset    int
	rows      int

	sample  []float32 // row by row
	nearest []byte    // of each row of the sample
	done    int       // rounds
	coded   int       // rows that have their code
	rng     *word2vec.Random

	halves, scores []float32 // −‖c‖²/2; x·c − ‖c‖²/2
}

func newCodebook(q quantizer, m int, part func([]float32, int), codes []byte, stride int, rng *word2vec.Random) *codebook {
	c := &codebook{
		part: part, columns: len(q.centroid(m, 0)), codes: codes, stride: stride, offset: m, rows: len(codes) / stride, rng: rng,
		store:  func(column, centroid int, v float32) { q.centroid(m, byte(centroid))[column] = v },
		halves: make([]float32, centroidsOfPart), scores: make([]float32, centroidsOfPart),
	}
	for range c.columns {
		c.centroids = append(c.centroids, make([]float32, centroidsOfPart))
	}
	return c
}

// round does the next round and returns whether there is another. The first takes
// a sample of rows, and 256 of them as centroids; the last ones give all rows
// their codes.
func (c *codebook) round() bool {
	switch c.done {
	case 0:
		c.begin()
	case centroidRounds:
		return c.encode(centroidRows)
	}
	c.measure()
	for i := range c.nearest {
		c.nearest[i] = c.closest(c.sample[i*c.columns : (i+1)*c.columns])
	}
	c.move()
	c.done++
	return true
}

func (c *codebook) begin() {
	n := min(c.rows, centroidRows)
	order := make([]int32, c.rows)
	for i := range order {
		order[i] = int32(i)
	}
	for i := range n { // the first n of a shuffle
		j := i + int(c.rng.Below(uint32(c.rows-i)))
		order[i], order[j] = order[j], order[i]
	}
	c.sample, c.nearest = make([]float32, n*c.columns), make([]byte, n)
	for i, row := range order[:n] {
		c.part(c.sample[i*c.columns:(i+1)*c.columns], int(row))
	}
	for k := range c.columns {
		for j := range centroidsOfPart {
			c.centroids[k][j] = c.sample[j*c.columns+k]
		}
	}
}

// measure computes −‖c‖²/2 of the centroids.
func (c *codebook) measure() {
	clear(c.halves)
	for _, column := range c.centroids {
		for j, v := range column {
			c.halves[j] -= v * v / 2
		}
	}
}

// closest returns the centroid next to x, which has the largest x·c − ‖c‖²/2.
func (c *codebook) closest(x []float32) byte {
	copy(c.scores, c.halves)
	for k, v := range x {
		vec.AddScaled(c.scores, v, c.centroids[k])
	}
	best, at := c.scores[0], 0
	for j, s := range c.scores {
		if s > best {
			best, at = s, j
		}
	}
	return byte(at)
}

// move puts each centroid to the mean of the points next to it. One that has none
// takes half of another's, which is chosen by how many it has.
func (c *codebook) move() {
	var sizes [centroidsOfPart]int
	for _, column := range c.centroids {
		clear(column)
	}
	for i, j := range c.nearest {
		sizes[j]++
		for k, v := range c.sample[i*c.columns : (i+1)*c.columns] {
			c.centroids[k][j] += v
		}
	}
	for j, n := range sizes {
		for k := range c.centroids {
			if n > 0 {
				c.centroids[k][j] /= float32(n)
			}
		}
	}
	for j := range sizes {
		if sizes[j] == 0 {
			c.split(&sizes, j)
		}
	}
}

// split gives centroid j half of the points of one that has many: both stand
// beside where it stood.
func (c *codebook) split(sizes *[centroidsOfPart]int, j int) {
	at := int(c.rng.Below(uint32(len(c.nearest))))
	from := 0
	for ; from < centroidsOfPart-1 && at >= sizes[from]; from++ {
		at -= sizes[from]
	}
	const beside = 1e-7
	for k := range c.centroids {
		v := c.centroids[k][from]
		c.centroids[k][j], c.centroids[k][from] = v+beside, v-beside
	}
	sizes[j] = sizes[from] / 2
	sizes[from] -= sizes[j]
}

// encode gives so many rows their codes.
func (c *codebook) encode(rows int) bool {
	if c.coded == 0 {
		c.sample, c.nearest = nil, nil
		c.measure()
		for k, column := range c.centroids {
			for j, v := range column {
				c.store(k, j, v)
			}
		}
	}
	x := make([]float32, c.columns)
	for end := min(c.rows, c.coded+rows); c.coded < end; c.coded++ {
		c.part(x, c.coded)
		c.codes[c.coded*c.stride+c.offset] = c.closest(x)
	}
	return c.coded < c.rows
}

// Cut returns a model that has only the n rows of In that are longest: the
// others' words and n-grams count for nothing. The end of the line stays. It can
// be trained further (ContinueTexts), and must be quantised before it is written.
func (m *Model) Cut(n int) (*Model, error) {
	in, ok := m.In.(Dense)
	d := m.Dictionary
	switch {
	case m.Settings.Method != Supervised || !ok || d.kept != nil:
		return nil, fmt.Errorf("cut: a model that is %v, quantised or already cut is not cut", m.Settings.Method)
	case n < 1 || n >= in.Rows():
		return nil, fmt.Errorf("cut: %d rows are outside 1 to %d", n, in.Rows()-1)
	}
	rows := m.longest(in, n)
	words, _ := slices.BinarySearch(rows, int32(len(d.Words))) // so many of the rows are words'
	cut := Dictionary{Labels: d.Labels, LabelCounts: d.LabelCounts, Tokens: d.Tokens, kept: map[int32]int32{}}
	table := embedding.NewTable(n, m.Dim())
	for i, row := range rows {
		copy(table.Row(i), in.Row(int(row)))
		if i < words {
			cut.Words, cut.Counts = append(cut.Words, d.Words[row]), append(cut.Counts, d.Counts[row])
		} else {
			cut.kept[row-int32(len(d.Words))] = int32(i - words)
		}
	}
	made, err := newDictionary(cut, m.Settings)
	if err != nil {
		return nil, fmt.Errorf("cut: %w", err)
	}
	out := m.Out
	if o, ok := out.(Dense); ok { // which training on may change
		copied := embedding.NewTable(o.Rows(), o.Dim())
		copy(copied.Weights.Data, o.Weights.Data)
		out = Dense{copied}
	}
	return &Model{Settings: m.Settings, Dictionary: made, In: Dense{table}, Out: out}, nil
}

// longest returns the n longest rows, in their order.
func (m *Model) longest(in Dense, n int) []int32 {
	norms, rows := make([]float64, in.Rows()), make([]int32, in.Rows())
	for i := range rows {
		norms[i], rows[i] = float64(vec.Norm(in.Row(i))), int32(i)
	}
	if end, known := m.Dictionary.ID(EndOfLine); known {
		norms[end] = math.Inf(1)
	}
	slices.SortStableFunc(rows, func(a, b int32) int { return cmp.Compare(norms[b], norms[a]) })
	rows = slices.Clone(rows[:n])
	slices.Sort(rows)
	return rows
}
