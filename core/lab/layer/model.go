package layer

import (
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/optim"
	"nearspace/core/vec"
)

// Above softmaxOutputs outputs, scores are made of the right one and of
// negatives only.
const (
	softmaxOutputs = 1000
	negatives      = 5
)

// A model is the layer, its head and their optimizer.
type model struct {
	params    Params
	task      *task
	in        embedding.Layer  // what is looked up
	table     *embedding.Table // it, if it is not compressed
	out       *embedding.Table // U: outputs × dim; a view of the table's rows if they are tied
	bias      *embedding.Table // 1 × outputs; nil with negatives
	noise     *noise           // nil without
	optimizer optim.Optimizer
	fillers   []filling        // of the tables, in the order of their first values
	filler    embedding.Filler // of the table that is being filled

	state
	work
}

// state is what changes while training, besides the tables and what the
// optimizer remembers of them.
type state struct {
	filled    int // rows that have their first values, of all tables
	batches   int // trained on
	random    *rand.PCG
	sums      sums
	quantized bool
}

// sums are of the examples since the last report.
type sums struct {
	loss     float64
	examples int
	right    int // whose largest score was the right one
}

// work is one batch on its way through the model.
type work struct {
	batch

	rows     embedding.Table // a row for each id, as it was looked up
	bags     embedding.Bags  // which of these rows belong together
	combined []float32       // n × dim
	hidden   []float32       // what dropout left of it
	kept     []bool
	targets  []int32   // of each example, with negatives: the right output and the others
	scores   []float32 // n × outputs, or n × targets
	probable []float32 // the same, as probabilities
	losses   []float64 // of each example

	dScores   []float32
	dHidden   []float32
	dCombined []float32
	dRows     embedding.SparseGrad // of rows, by place
	ids       []int32              // whose rows those are
	times     map[int32]int        // how often each occurs
	dTable    embedding.SparseGrad // of the table, by lookup; empty if it is compressed
	grads     []gradient
	values    [][]float32 // of all gradients
	norm      float32     // of all of them before clipping
	rate      float64
	coalescer embedding.Coalescer
}

// gradient is that of one table: as it came, and added up.
type gradient struct {
	name     string
	table    *embedding.Table
	raw, sum embedding.SparseGrad
}

func newModel(p Params, t *task, seed uint64) (*model, error) {
	m := &model{params: p, task: t, optimizer: newOptimizer(p)}
	m.random = rand.NewPCG(seed, 2)
	if err := m.makeLayer(); err != nil {
		return nil, err
	}
	dim, outputs := p.Dim, len(t.outputs)
	if p.Tied {
		// Row 0 fills up and is never the next word.
		w := m.table.Weights
		m.out = &embedding.Table{Weights: blas32.General{Rows: outputs, Cols: w.Cols, Stride: w.Stride, Data: w.Data[w.Stride:]}}
	} else {
		m.out = embedding.NewTable(outputs, dim)
		m.addTable("U", m.out, func(rng *rand.Rand) embedding.Filler {
			return embedding.XavierUniform(1, dim, min(outputs, softmaxOutputs), rng)
		})
	}
	if outputs > softmaxOutputs {
		m.noise = newNoise(t.noise)
	} else {
		m.bias = embedding.NewTable(1, outputs)
		m.addTable("b", m.bias, nil)
	}
	m.rows.Weights.Cols, m.rows.Weights.Stride = dim, dim
	m.times = map[int32]int{}
	return m, nil
}

// addTable makes a table one that trains.
func (m *model) addTable(name string, t *embedding.Table, filler func(*rand.Rand) embedding.Filler) {
	m.grads = append(m.grads, gradient{name: name, table: t})
	m.fillers = append(m.fillers, filling{t, filler})
}

// total returns the number of batches of all epochs.
func (m *model) total() int { return m.perEpoch() * m.params.Epochs }

func (m *model) perEpoch() int { return (m.task.size() + m.params.Batch - 1) / m.params.Batch }

// next returns where the next batch begins.
func (m *model) next() int { return m.batches % m.perEpoch() * m.params.Batch }

func (m *model) rng() *rand.Rand { return rand.New(m.random) }

// train trains on the next batch.
func (m *model) train() error {
	m.task.read(&m.work.batch, m.next(), m.params.Batch)
	if err := m.forward(true); err != nil {
		return err
	}
	m.measure()
	if err := m.backward(); err != nil {
		return err
	}
	m.clip()
	if err := m.update(); err != nil {
		return err
	}
	m.batches++
	return nil
}

// measure adds the batch to the sums.
func (m *model) measure() {
	for i, l := range m.losses {
		m.sums.loss += l
		if m.counts() && m.right(i) {
			m.sums.right++
		}
	}
	m.sums.examples += m.n
}

// counts says whether an example can be right or wrong.
func (m *model) counts() bool { return m.noise == nil && m.task.kind != dataset.KindTargets }

func (m *model) right(i int) bool {
	scores := part(m.scores, i, len(m.task.outputs))
	return scores[m.classes[i]] >= slices.Max(scores)
}

// forward computes the loss of the batch.
func (m *model) forward(training bool) error {
	dim := m.params.Dim
	w := &m.rows.Weights
	w.Rows, w.Data = len(m.batch.ids), resize(w.Data, len(m.batch.ids)*dim)
	if err := m.in.Lookup(w.Data, m.batch.ids); err != nil {
		return err
	}
	m.bags.IDs, m.bags.Offsets = m.bags.IDs[:0], m.bags.Offsets[:0]
	for place, id := range m.batch.ids {
		if place%m.task.width == 0 {
			m.bags.Offsets = append(m.bags.Offsets, int32(len(m.bags.IDs)))
		}
		if id != 0 || !m.params.Padding {
			m.bags.IDs = append(m.bags.IDs, int32(place))
		}
	}
	m.combined = resize(m.combined, m.n*dim)
	if err := m.bag().Lookup(m.combined, m.bags); err != nil {
		return err
	}
	m.hidden = append(m.hidden[:0], m.combined...)
	m.kept = resize(m.kept, len(m.hidden))
	if training && m.params.Dropout > 0 {
		if err := m.dropout().Apply(m.hidden, m.kept, m.rng()); err != nil {
			return err
		}
	}
	m.head()
	if m.hasTargets() {
		m.lose()
	}
	return nil
}

// bag combines the rows that were looked up, which it takes for a table.
func (m *model) bag() embedding.Bag {
	return embedding.Bag{Table: &m.rows, Combiner: embedding.Combiner(m.params.Combine)}
}

func (m *model) dropout() optim.Dropout { return optim.Dropout{P: float32(m.params.Dropout)} }

// head makes scores, and of them probabilities.
func (m *model) head() {
	if m.noise != nil && m.hasTargets() {
		m.scoreTargets()
		return
	}
	outputs := len(m.task.outputs)
	m.scores = resize(m.scores, m.n*outputs)
	scores := general(m.scores, m.n, outputs)
	blas32.Gemm(blas.NoTrans, blas.Trans, 1, general(m.hidden, m.n, m.params.Dim), m.out.Weights, 0, scores)
	m.probable = resize(m.probable, len(m.scores))
	for i := range m.n {
		s, p := part(m.scores, i, outputs), part(m.probable, i, outputs)
		if m.bias != nil {
			vec.Add(s, m.bias.Row(0))
		}
		if m.task.kind == dataset.KindTargets {
			vec.Sigmoid(p, s)
		} else {
			softmax(p, s)
		}
	}
}

// scoreTargets scores the right output of each example and others, which it
// draws.
func (m *model) scoreTargets() {
	const n = 1 + negatives
	m.targets = m.targets[:0]
	m.scores = resize(m.scores, m.n*n)
	for i := range m.n {
		m.targets = append(m.targets, m.classes[i])
		for range negatives {
			m.targets = append(m.targets, m.noise.draw(m.random, m.classes[i]))
		}
		h := part(m.hidden, i, m.params.Dim)
		for j, target := range part(m.targets, i, n) {
			m.scores[i*n+j] = vec.Dot(h, m.out.Row(int(target)))
		}
	}
	m.probable = resize(m.probable, len(m.scores))
	vec.Sigmoid(m.probable, m.scores)
}

// lose computes the loss of each example, and the gradient of the mean of them
// with respect to the scores.
func (m *model) lose() {
	width := len(m.scores) / m.n
	m.losses = resize(m.losses, m.n)
	m.dScores = append(m.dScores[:0], m.probable...)
	for i := range m.n {
		s, p, d := part(m.scores, i, width), part(m.probable, i, width), part(m.dScores, i, width)
		switch {
		case m.task.kind == dataset.KindTargets:
			m.losses[i] = squaredError(d, p, part(m.numbers, i, width))
		case m.noise != nil:
			m.losses[i] = softplus(-float64(s[0]))
			for _, x := range s[1:] {
				m.losses[i] += softplus(float64(x))
			}
			d[0]--
		default:
			m.losses[i] = logSumExp(s) - float64(s[m.classes[i]])
			d[m.classes[i]]--
		}
	}
	vec.Scale(1/float32(m.n), m.dScores)
}

// backward computes the gradient of each table.
func (m *model) backward() error {
	for k := range m.grads {
		g := &m.grads[k].raw
		g.Dim, g.Rows, g.Values = m.grads[k].table.Dim(), g.Rows[:0], g.Values[:0]
	}
	m.dHidden = resize(m.dHidden, len(m.hidden))
	if m.noise != nil {
		m.headTargetsBackward()
	} else {
		m.headBackward()
	}
	m.dCombined = append(m.dCombined[:0], m.dHidden...)
	if m.params.Dropout > 0 {
		if err := m.dropout().Backward(m.dCombined, m.kept); err != nil {
			return err
		}
	}
	if err := m.combineBackward(); err != nil {
		return err
	}
	if err := m.lookupBackward(); err != nil {
		return err
	}
	for k := range m.grads {
		m.coalescer.CoalesceTo(&m.grads[k].sum, m.grads[k].raw)
	}
	return nil
}

// outGrad returns where the gradient of U goes, and which row of that table its
// first one is.
func (m *model) outGrad() (*embedding.SparseGrad, int32) {
	if m.params.Tied {
		return &m.grads[0].raw, 1
	}
	for k := range m.grads {
		if m.grads[k].table == m.out {
			return &m.grads[k].raw, 0
		}
	}
	panic("layer: the head has no table")
}

// headBackward: ∂L/∂h = ∂L/∂s·U, ∂L/∂U = (∂L/∂s)ᵀ·h, ∂L/∂b = Σ ∂L/∂s.
func (m *model) headBackward() {
	dim, outputs := m.params.Dim, len(m.task.outputs)
	dScores, hidden := general(m.dScores, m.n, outputs), general(m.hidden, m.n, dim)
	blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, dScores, m.out.Weights, 0, general(m.dHidden, m.n, dim))

	g, first := m.outGrad()
	for c := range outputs {
		g.Rows = append(g.Rows, first+int32(c))
	}
	g.Values = resize(g.Values, outputs*dim)
	blas32.Gemm(blas.Trans, blas.NoTrans, 1, dScores, hidden, 0, general(g.Values, outputs, dim))

	b := &m.grads[len(m.grads)-1].raw
	b.Rows, b.Values = append(b.Rows, 0), append(b.Values, part(m.dScores, 0, outputs)...)
	for i := 1; i < m.n; i++ {
		vec.Add(b.Values, part(m.dScores, i, outputs))
	}
}

func (m *model) headTargetsBackward() {
	const n = 1 + negatives
	dim := m.params.Dim
	g, first := m.outGrad()
	clear(m.dHidden)
	for i := range m.n {
		h, dh := part(m.hidden, i, dim), part(m.dHidden, i, dim)
		for j, target := range part(m.targets, i, n) {
			d := m.dScores[i*n+j]
			vec.AddScaled(dh, d, m.out.Row(int(target)))
			g.Rows, g.Values = append(g.Rows, first+target), append(g.Values, h...)
			vec.Scale(d, g.Row(len(g.Rows)-1))
		}
	}
}

// combineBackward computes the gradient of the rows that were looked up.
func (m *model) combineBackward() error {
	if m.params.Combine != string(embedding.Max) {
		return m.bag().BackwardTo(&m.dRows, m.bags, m.dCombined)
	}
	// The gradient of the largest is dense: rows that were it nowhere have zeros,
	// and are left out here.
	dim := m.params.Dim
	dense := general(make([]float32, m.rows.Rows()*dim), m.rows.Rows(), dim)
	if err := m.bag().BackwardDense(dense, m.bags, m.dCombined); err != nil {
		return err
	}
	g := &m.dRows
	g.Dim, g.Rows, g.Values = dim, g.Rows[:0], g.Values[:0]
	for _, place := range m.bags.IDs {
		row := part(dense.Data, int(place), dim)
		if slices.ContainsFunc(row, func(v float32) bool { return v != 0 }) {
			g.Rows, g.Values = append(g.Rows, place), append(g.Values, row...)
		}
	}
	return nil
}

// lookupBackward computes the gradient of the table, or of the tables that it is
// made of.
func (m *model) lookupBackward() error {
	m.ids = m.ids[:0]
	for _, place := range m.dRows.Rows {
		m.ids = append(m.ids, m.batch.ids[place])
	}
	if m.table == nil {
		layer := m.in.(embedding.Trainable)
		grads := make([]embedding.SparseGrad, len(layer.Tables()))
		for k := range grads {
			grads[k] = m.grads[k].raw
		}
		if err := layer.BackwardTo(grads, m.ids, m.dRows.Values); err != nil {
			return err
		}
		for k := range grads {
			m.grads[k].raw = grads[k]
		}
		return nil
	}
	// Tied rows have had the head's gradient before.
	g := &m.dTable
	if err := m.table.BackwardTo(g, m.ids, m.dRows.Values); err != nil {
		return err
	}
	if m.params.ScaleByFrequency {
		m.scaleByFrequency(*g)
	}
	into := &m.grads[0].raw
	into.Rows, into.Values = append(into.Rows, g.Rows...), append(into.Values, g.Values...)
	return nil
}

// scaleByFrequency divides the gradient of each row by how often it occurs.
// [embedding.Table.ScaleGradByFreq] has this for dense gradients only.
func (m *model) scaleByFrequency(g embedding.SparseGrad) {
	clear(m.times)
	for _, row := range g.Rows {
		m.times[row]++
	}
	for k, row := range g.Rows {
		vec.Scale(1/float32(m.times[row]), g.Row(k))
	}
}

// clip bounds the gradients of all tables together.
func (m *model) clip() {
	m.values = m.values[:0]
	for _, g := range m.grads {
		m.values = append(m.values, g.sum.Values)
	}
	limit := float32(m.params.ClipAt)
	switch m.params.Clip {
	case "value":
		for _, v := range m.values {
			optim.ClipValue(v, limit)
		}
	case "norm":
		m.norm = optim.ClipGlobalNorm(limit, m.values...)
	}
}

// update has the optimizer change the tables.
func (m *model) update() error {
	m.rate = m.learningRate()
	m.optimizer.SetLearningRate(m.rate)
	for _, g := range m.grads {
		if err := m.optimizer.StepSparse(g.table, g.sum); err != nil {
			return err
		}
	}
	return nil
}

// quantize replaces the table by what so few bits keep of it.
func (m *model) quantize(bits int) error {
	q, err := embedding.Quantize(m.table, bits)
	if err != nil {
		return err
	}
	for i := range m.table.Rows() {
		if err := q.Lookup(m.table.Row(i), []int32{int32(i)}); err != nil {
			return err
		}
	}
	return nil
}

func softmax(p, s []float32) {
	largest := slices.Max(s)
	var sum float64
	for j, x := range s {
		e := math.Exp(float64(x - largest))
		p[j] = float32(e)
		sum += e
	}
	vec.Scale(float32(1/sum), p)
}

func logSumExp(s []float32) float64 {
	largest := slices.Max(s)
	var sum float64
	for _, x := range s {
		sum += math.Exp(float64(x - largest))
	}
	return float64(largest) + math.Log(sum)
}

// softplus is log(1+eˣ) = −log σ(−x).
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}

// squaredError returns Σ(p−y)²/C and stores its gradient by the scores in d.
func squaredError(d, p, y []float32) float64 {
	var sum float64
	for j := range p {
		e := p[j] - y[j]
		sum += float64(e) * float64(e)
		d[j] = 2 * e * p[j] * (1 - p[j]) / float32(len(p))
	}
	return sum / float64(len(p))
}

// noise draws outputs by count^¾.
type noise struct{ sums []float64 }

func newNoise(counts []float32) *noise {
	n := &noise{make([]float64, len(counts))}
	var sum float64
	for i, c := range counts {
		sum += math.Pow(float64(c), .75)
		n.sums[i] = sum
	}
	return n
}

// draw returns an output other than one.
func (n *noise) draw(random *rand.PCG, other int32) int32 {
	for {
		at := float64(random.Uint64()>>11) / (1 << 53) * n.sums[len(n.sums)-1]
		i, _ := slices.BinarySearch(n.sums, at)
		if i = min(i, len(n.sums)-1); int32(i) != other {
			return int32(i)
		}
	}
}

//go:noinline
func general(data []float32, rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}

func part[T any](x []T, i, width int) []T { return x[i*width : (i+1)*width : (i+1)*width] }

// resize returns a slice of n, in s if there is room. What it holds is of no
// meaning.
func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
