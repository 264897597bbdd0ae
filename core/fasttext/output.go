package fasttext

import (
	"fmt"
	"slices"

	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/corpus"
	"nearspace/core/embedding"
	"nearspace/core/vec"
	"nearspace/core/word2vec"
)

// output is a classifier's loss: it scores labels for a hidden vector and learns
// from the right ones. All losses end alike: with g the step of each score they
// looked at, h moves by Σ g·c and c by g·h.
type output struct {
	loss  Loss
	table *embedding.Table // a row for each label, or inner node of the tree
	tree  *word2vec.Huffman
	noise word2vec.Noise
	drawn int // negatives

	all     []int32 // every row
	targets []int32
	labels  []float32 // 1 or 0, what the σ of each target should be
	times   []float32 // how often each counts
	scores  []float32
}

func newOutput(s Settings, table *embedding.Table, counts []int64) (*output, error) {
	o := &output{loss: s.Loss, table: table, drawn: s.Negative, scores: make([]float32, max(len(counts), vec.MaxRows))}
	switch s.Loss {
	case HierarchicalSoftmax:
		o.tree = word2vec.NewHuffman(counts)
		if deepest := o.tree.Deepest(); deepest > vec.MaxRows {
			return nil, fmt.Errorf("the rarest label is %d decisions deep in the Huffman tree, at most %d are possible", deepest, vec.MaxRows)
		}
	case NegativeSampling:
		noise := corpus.Vocabulary{Counts: counts}
		o.noise = word2vec.NewNoise(noise.NoiseWeights(s.NoiseExponent))
	default:
		for i := range counts {
			o.all = append(o.all, int32(i))
		}
	}
	return o, nil
}

// learn moves the rows towards giving the labels to h, stores in move what h is
// to move by, and returns the loss. Only one-vs-all heeds all labels of a text;
// the others take one of them at random.
func (o *output) learn(move, h []float32, labels []int32, rate float32, rng *word2vec.Random) float64 {
	var right int32
	if o.loss != OneVsAll {
		right = labels[0]
		if len(labels) > 1 {
			right = labels[rng.Below(uint32(len(labels)))]
		}
	}
	out := o.table.Padded()
	var g []float32
	var loss float64
	switch o.loss {
	case Softmax:
		o.targets, g = o.all, o.scores[:len(o.all)]
		vec.Dots(g, out, 0, h)
		score := g[right]
		loss = softmax(g) - float64(score)
		// g ← rate·([label is right] − p)
		vec.Scale(-rate, g)
		g[right] += rate
	case OneVsAll:
		o.targets, g = o.all, o.scores[:len(o.all)]
		vec.Dots(g, out, 0, h)
		o.labels, o.times = o.labels[:0], o.times[:0]
		for range g {
			o.labels, o.times = append(o.labels, 0), append(o.times, 1)
		}
		for _, l := range labels {
			o.labels[l] = 1
		}
		loss = o.errors(g, rate)
	default:
		o.aim(right, rng)
		g = o.scores[:len(o.targets)]
		vec.RowDots(g, blas32.General{Rows: 1, Cols: len(h), Stride: len(h), Data: h}, first, out, o.targets)
		loss = o.errors(g, rate)
	}
	vec.BagUpdates(move, h, out, o.targets, g)
	return loss
}

// errors turns scores into steps, g ← rate·times·(label − σ(s)), and returns
// Σ times·(−log σ(±s)), + where the label is 1.
func (o *output) errors(g []float32, rate float32) float64 {
	var loss float64
	for j, s := range g {
		loss += float64(o.times[j]) * softplus(float64((1-2*o.labels[j])*s))
	}
	vec.Sigmoid(g, g)
	for j, p := range g {
		g[j] = rate * o.times[j] * (o.labels[j] - p)
	}
	return loss
}

// aim takes the targets of a label: the nodes on its path, or itself and others
// drawn at random.
func (o *output) aim(right int32, rng *word2vec.Random) {
	o.targets, o.labels, o.times = o.targets[:0], o.labels[:0], o.times[:0]
	if o.loss == HierarchicalSoftmax {
		nodes, codes := o.tree.Path(right)
		for k, node := range nodes {
			o.target(node, float32(codes[k]))
		}
		return
	}
	o.target(right, 1)
	for range o.drawn {
		id := o.noise.DrawOther(rng, right)
		if j := slices.Index(o.targets, id); j >= 0 {
			o.times[j]++
		} else {
			o.target(id, 0)
		}
	}
}

func (o *output) target(id int32, label float32) {
	o.targets, o.labels, o.times = append(o.targets, id), append(o.labels, label), append(o.times, 1)
}
