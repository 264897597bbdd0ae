package word2vec

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// drawn is what a window looks up.
type drawn struct {
	at      int // place of the centre in its sentence
	context []int32
	parts   []int     // which part of a joined input each of the context is; 0: the document's
	targets []int32   // the centre and the distinct negatives, or the centre's path
	labels  []float32 // 1 or 0: what each target's σ should be
	times   []float32 // how often each target counts
	rng     Random    // what is drawn next
}

// block is one window, and the scratch of its step.
type block struct {
	*drawn
	ahead    *drawn // the next one of the sentence, if it is not at 0
	document int32  // of the sentence, as a row of In; −1: none

	scores []float32      // input × target; with room for whole vectors
	hidden blas32.General // CBOW's input, one row as long as those of Out
	errors []float32      // what its words get
	aside  []float32      // frozen rows
}

func newBlock(stride int) block {
	return block{
		drawn: new(drawn), ahead: new(drawn),
		document: -1,
		scores:   make([]float32, vec.MaxRows*vec.MaxRows+vec.Lanes()),
		hidden:   blas32.General{Rows: 1, Cols: stride, Stride: stride, Data: make([]float32, stride)},
		errors:   make([]float32, stride),
	}
}

var first = []int32{0}

// window trains on one centre.
func (m *Model) window() {
	m.advance()
	if len(m.context) == 0 {
		return
	}
	m.shard.Trained(m.rate)
	if m.frozen != nil {
		m.putAside()
		defer m.putBack()
	}
	switch {
	case m.config.Concat:
		m.stepJoined()
	case m.config.Architecture == CBOW:
		m.stepTogether()
	default:
		m.stepApart()
	}
	m.centres++
}

// stepApart trains each word of the context by itself: S = W·Cᵀ.
func (m *Model) stepApart() {
	in, out := m.In.Padded(), m.Out.Padded()
	g := m.scores[:len(m.context)*len(m.targets)]
	vec.RowDots(g, in, m.context, out, m.targets)
	m.score(g)
	vec.RowUpdates(in, m.context, out, m.targets, g)
}

// stepTogether trains the mean or sum of the context.
func (m *Model) stepTogether() {
	in, out := m.In.Padded(), m.Out.Padded()
	scale, share := m.config.weights(len(m.context))
	g, h := m.scores[:len(m.targets)], m.hidden
	vec.RowSum(h.Data, scale, in, m.context)
	vec.RowDots(g, h, first, out, m.targets)
	m.score(g)
	vec.BagUpdates(m.errors, h.Data, out, m.targets, g)
	vec.AddToRows(in, m.context, share, m.errors)
}

// stepJoined trains the rows of the context one after the other, each on its part of
// the error.
func (m *Model) stepJoined() {
	out := m.Out.Padded()
	g, h := m.scores[:len(m.targets)], m.hidden
	m.join(h.Data)
	vec.RowDots(g, h, first, out, m.targets)
	m.score(g)
	vec.BagUpdates(m.errors, h.Data, out, m.targets, g)
	for i, id := range m.context {
		vec.Add(m.In.Row(int(id)), m.part(m.errors, i))
	}
}

// join puts the rows of the context one after the other, and zeros where a place is
// beyond the sentence.
func (m *Model) join(h []float32) {
	clear(h)
	for i, id := range m.context {
		copy(m.part(h, i), m.In.Row(int(id)))
	}
}

// part is that of the context's row i in a joined input.
func (m *Model) part(h []float32, i int) []float32 {
	dim := m.config.Dim
	return h[m.parts[i]*dim:][:dim]
}

// weights returns by what CBOW multiplies the sum of so many rows to get its
// input, and the input's error to get that of each row.
func (c Config) weights(rows int) (scale, share float32) {
	scale, share = 1/float32(rows), 1
	if c.Share {
		share = scale
	}
	if c.Sum {
		scale = 1
	}
	return scale, share
}

// score takes the loss of the scores and turns them into steps:
//
//	g ← rate·times·(label − σ(s))
func (m *Model) score(g []float32) {
	n := len(m.targets)
	lanes := vec.Lanes()
	whole := m.scores[:(len(g)+lanes-1)/lanes*lanes]
	vec.Sigmoid(whole, whole)
	if m.centres%16 == 0 {
		m.loss.add(g, m.labels, m.times)
	}
	labels, times := m.labels[:n], m.times[:n]
	for ; len(g) >= n; g = g[n:] {
		for j, s := range g[:n] {
			g[j] = m.rate * times[j] * (labels[j] - s)
		}
	}
}

// advance draws the next window, and already the one after it, so that its rows
// come into the cache while this one's are computed. Of what was drawn ahead the
// state knows nothing: after Load it is drawn again.
func (m *Model) advance() {
	if m.ahead.at > 0 {
		m.drawn, m.ahead = m.ahead, m.drawn
	} else {
		m.draw(m.drawn, m.place, m.rng)
	}
	m.rng = m.drawn.rng
	m.ahead.at = 0
	if next := m.place + 1; next < len(m.sentence) {
		m.draw(m.ahead, next, m.rng)
		vec.Prefetch(m.Out.Padded(), m.ahead.targets)
		if farthest := next + m.config.Window; farthest < len(m.sentence) { // the others were farthest before
			vec.Prefetch(m.In.Padded(), m.sentence[farthest:farthest+1])
		}
	}
}

// draw makes w the window of a place in the sentence.
func (m *Model) draw(w *drawn, place int, rng Random) {
	w.at, w.rng = place, rng
	m.drawContext(w)
	m.drawTargets(w)
}

func (m *Model) drawTargets(w *drawn) {
	if m.Tree != nil {
		w.targets, w.labels, w.times = m.paths.of(m.sentence[w.at])
	} else {
		m.drawNegatives(w)
	}
}

// drawContext takes the words around, of a window that is shrunk by a random
// amount, and the document.
func (m *Model) drawContext(w *drawn) {
	w.context = w.context[:0]
	if m.document >= 0 {
		w.context = append(w.context, m.document)
		if m.documents.alone {
			return
		}
	}
	reach := m.config.Window
	if !m.config.FixedWindow {
		reach -= int(w.rng.Below(uint32(m.config.Window)))
	}
	from, end := max(0, w.at-reach), min(len(m.sentence), w.at+reach+1)
	w.context = append(w.context, m.sentence[from:w.at]...)
	w.context = append(w.context, m.sentence[w.at+1:end]...)
	if m.config.Concat {
		w.place(len(w.context)-(end-1-from), from-w.at+reach)
	}
}

// place numbers the parts of a joined input: so many of the context are documents,
// and so many places before its words are beyond the sentence.
func (w *drawn) place(documents, beyond int) {
	w.parts = w.parts[:0]
	for i := range w.context {
		if i >= documents {
			i += 1 - documents + beyond
		}
		w.parts = append(w.parts, i)
	}
}

// drawNegatives makes the targets the centre, whose label is 1, and words of
// noise, whose label is 0. One that is the centre itself is drawn again.
func (m *Model) drawNegatives(w *drawn) {
	centre := m.sentence[w.at]
	w.targets, w.labels, w.times = append(w.targets[:0], centre), append(w.labels[:0], 1), append(w.times[:0], 1)
next:
	for range m.config.Negative {
		id := m.noise.DrawOther(&w.rng, centre)
		for j, t := range w.targets {
			if t == id {
				w.times[j]++
				continue next
			}
		}
		w.targets, w.labels, w.times = append(w.targets, id), append(w.labels, 0), append(w.times, 1)
	}
}

// paths are those of a Huffman tree as targets: the inner nodes on a word's path.
// As in word2vec.c it is the way of code 0 that has label 1.
type paths struct {
	tree   *Huffman
	labels []float32 // of all paths, one after the other
	times  []float32 // ones
}

func newPaths(h *Huffman) paths {
	p := paths{tree: h, labels: make([]float32, len(h.codes)), times: make([]float32, h.Deepest())}
	for i, code := range h.codes {
		p.labels[i] = 1 - float32(code)
	}
	for k := range p.times {
		p.times[k] = 1
	}
	return p
}

func (p *paths) of(word int32) (targets []int32, labels, times []float32) {
	from, end := p.tree.path(word)
	return p.tree.nodes[from:end:end], p.labels[from:end:end], p.times[:end-from]
}

// lossSum adds up the losses of sampled inputs.
type lossSum struct {
	total  float64
	inputs int64
}

// add takes −log Π p^times for each input, p being σ where the label is 1 and 1−σ
// where it is 0.
func (l *lossSum) add(sigmoids, labels, times []float32) {
	n := len(labels)
	for ; len(sigmoids) >= n; sigmoids = sigmoids[n:] {
		product := 1.
		for j, s := range sigmoids[:n] {
			p := math.Abs(float64(1-labels[j]-s)) + 1e-9
			for t := times[j]; t > 0; t-- {
				if product *= p; product < 1e-200 {
					l.total -= math.Log(product)
					product = 1
				}
			}
		}
		l.total -= math.Log(product)
		l.inputs++
	}
}

// putAside keeps the frozen rows of the context, putBack undoes what became of
// them.
func (m *Model) putAside() {
	m.aside = m.aside[:0]
	for _, id := range m.context {
		if m.frozen[id] {
			m.aside = append(m.aside, m.In.Row(int(id))...)
		}
	}
}

func (m *Model) putBack() {
	rest := m.aside
	for _, id := range m.context {
		if m.frozen[id] {
			rest = rest[copy(m.In.Row(int(id)), rest):]
		}
	}
}
