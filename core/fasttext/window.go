package fasttext

import (
	"math"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/embedding"
	"nearspace/core/vec"
)

// window is the scratch of one centre.
type window struct {
	hidden blas32.General // vectors of the places in reach, as they learn
	before blas32.General // as they were looked up
	sizes  []float32      // of how many rows each is the mean

	context []int32   // slots of hidden
	targets []int32   // the centre and the distinct negatives, or the centre's path
	labels  []float32 // 1 or 0: what each target's σ should be
	times   []float32 // how often each target counts
	scores  []float32 // input × target; with room for whole vectors

	bag    []float32 // CBOW's input
	errors []float32 // what its words get
}

func newWindow(s Settings) window {
	stride := embedding.NewTable(0, s.Dim).Weights.Stride
	places := 2*s.Window + 1
	return window{
		hidden: embedding.NewTable(places, s.Dim).Padded(),
		before: embedding.NewTable(places, s.Dim).Padded(),
		sizes:  make([]float32, places),
		scores: make([]float32, vec.MaxRows*vec.MaxRows+vec.Lanes()),
		bag:    make([]float32, stride),
		errors: make([]float32, stride),
	}
}

// step trains on one centre.
func (w *Words) step() {
	w.draw()
	if len(w.context) == 0 {
		return
	}
	w.part.Trained(w.rate)
	if w.settings.Method == CBOW {
		w.stepTogether()
	} else {
		w.stepApart()
	}
	w.centres++
}

// stepApart lets each word of the window predict the centre: S = H·Cᵀ.
func (w *Words) stepApart() {
	out := w.Out.Padded()
	g := w.scores[:len(w.context)*len(w.targets)]
	vec.RowDots(g, w.hidden, w.context, out, w.targets)
	w.score(g)
	vec.RowUpdates(w.hidden, w.context, out, w.targets, g)
}

// stepTogether lets the mean of all rows of the window's words predict it,
//
//	h = Σ nᵢ·hᵢ / Σ nᵢ, nᵢ the number of rows of word i,
//
// and gives its error to each; or their sum, or a part of the error.
func (w *Words) stepTogether() {
	out := w.Out.Padded()
	g := w.scores[:len(w.targets)]
	clear(w.bag)
	var rows float32
	for _, slot := range w.context {
		n := w.sizes[slot]
		rows += n
		vec.AddScaled(w.bag, n, w.row(w.hidden, slot))
	}
	scale, share := w.settings.weights(rows)
	vec.Scale(scale, w.bag)
	one := blas32.General{Rows: 1, Cols: len(w.bag), Stride: len(w.bag), Data: w.bag}
	vec.RowDots(g, one, first, out, w.targets)
	w.score(g)
	vec.BagUpdates(w.errors, w.bag, out, w.targets, g)
	vec.AddToRows(w.hidden, w.context, share, w.errors)
}

var first = []int32{0}

// score takes the loss of the scores and turns them into steps:
//
//	g ← rate·times·(label − σ(s))
func (w *Words) score(g []float32) {
	if w.centres%16 == 0 {
		w.loss.add(g, w.labels, w.times)
	}
	lanes := vec.Lanes()
	whole := w.scores[:(len(g)+lanes-1)/lanes*lanes]
	vec.Sigmoid(whole, whole)
	n := len(w.targets)
	labels, times := w.labels[:n], w.times[:n]
	for ; len(g) >= n; g = g[n:] {
		for j, s := range g[:n] {
			g[j] = w.rate * times[j] * (labels[j] - s)
		}
	}
}

// draw fills the window for the next centre: the context, which may be shrunk by a
// random amount, and the targets.
func (w *Words) draw() {
	reach := w.settings.Window
	if !w.settings.FixedWindow {
		reach -= int(w.rng.Below(uint32(w.settings.Window)))
	}
	w.context = w.context[:0]
	for i := max(0, w.place-reach); i < min(len(w.sentence), w.place+reach+1); i++ {
		if i != w.place {
			w.context = append(w.context, w.slot(i))
		}
	}
	w.aim(w.sentence[w.place])
}

// aim takes the targets of a centre.
func (w *Words) aim(centre int32) {
	w.targets, w.labels, w.times = w.targets[:0], w.labels[:0], w.times[:0]
	if w.tree != nil {
		nodes, codes := w.tree.Path(centre)
		for k, node := range nodes {
			w.target(node, float32(codes[k]))
		}
		return
	}
	w.target(centre, 1)
next:
	for range w.settings.Negative {
		id := w.noise.DrawOther(&w.rng, centre)
		for j, t := range w.targets {
			if t == id {
				w.times[j]++
				continue next
			}
		}
		w.target(id, 0)
	}
}

func (w *Words) target(id int32, label float32) {
	w.targets, w.labels, w.times = append(w.targets, id), append(w.labels, label), append(w.times, 1)
}

// lossSum adds up the losses of sampled inputs.
type lossSum struct {
	total  float64
	inputs int64
}

// add takes Σ times·(−log σ(±s)), + where the label is 1.
func (l *lossSum) add(scores, labels, times []float32) {
	n := len(labels)
	for ; len(scores) >= n; scores = scores[n:] {
		for j, s := range scores[:n] {
			l.total += float64(times[j]) * softplus(float64((1-2*labels[j])*s))
		}
		l.inputs++
	}
}

func (l *lossSum) take() (mean float64, inputs int64) {
	sum := *l
	*l = lossSum{}
	if sum.inputs == 0 {
		return 0, 0
	}
	return sum.total / float64(sum.inputs), sum.inputs
}

// softplus is log(1+eˣ) = −log σ(−x).
func softplus(x float64) float64 {
	return max(x, 0) + math.Log1p(math.Exp(-math.Abs(x)))
}
