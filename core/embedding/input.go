package embedding

import (
	"fmt"
	"math/rand/v2"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/blas32"

	"nearspace/core/vec"
)

// BERTInput is what BERT puts before its first layer:
//
//	LayerNorm(word + position + token type)
//
// followed, in training, by a dropout of .1 (optim.Dropout). Devlin, Chang, Lee
// and Toutanova, "BERT", 2019.
type BERTInput struct {
	Word, Position, TokenType *Table
	Norm                      *LayerNorm
}

// NewBERTInput returns BERT's layer for so many words: N(0, .02²), 512 positions,
// 2 token types, word 0 the padding, an epsilon of 1e-12.
func NewBERTInput(words, dim int, rng *rand.Rand) *BERTInput {
	b := &BERTInput{
		Word: NewTable(words, dim), Position: NewTable(512, dim), TokenType: NewTable(2, dim),
		Norm: NewLayerNorm(dim, 1e-12),
	}
	b.Word.PaddingIdx = new(0)
	for _, t := range []*Table{b.Word, b.Position, b.TokenType} {
		t.Normal(.02, rng)
	}
	return b
}

// Tables returns the parameters: words, positions, token types, gain, bias.
func (b *BERTInput) Tables() []*Table {
	return append([]*Table{b.Word, b.Position, b.TokenType}, b.Norm.Tables()...)
}

// Forward stores a vector for each id in dst. Sequences of one length stand one
// after the other; types has the token type of each id.
func (b *BERTInput) Forward(dst []float32, ids, types []int32, length int) error {
	if err := b.sum(dst, ids, types, length); err != nil {
		return fmt.Errorf("bert input: %w", err)
	}
	return b.Norm.Forward(dst, dst)
}

// Backward returns the gradients of Tables for that of what Forward stored.
func (b *BERTInput) Backward(ids, types []int32, length int, grad []float32) ([]SparseGrad, error) {
	x := make([]float32, len(ids)*b.Word.Dim())
	if err := b.sum(x, ids, types, length); err != nil {
		return nil, fmt.Errorf("gradient of bert input: %w", err)
	}
	norm, err := b.Norm.Backward(x, x, grad)
	if err != nil {
		return nil, fmt.Errorf("gradient of bert input: %w", err)
	}
	return b.inputs(ids, types, length).backward(x, norm)
}

func (b *BERTInput) sum(dst []float32, ids, types []int32, length int) error {
	if len(types) != len(ids) {
		return fmt.Errorf("%d token types for %d ids", len(types), len(ids))
	}
	return b.inputs(ids, types, length).forward(dst, length)
}

func (b *BERTInput) inputs(ids, types []int32, length int) inputs {
	return inputs{{b.Word, ids}, {b.Position, positionsOf(ids, length)}, {b.TokenType, types}}
}

// GPT2Input is what GPT-2 puts before its first layer and after its last one:
//
//	x = word + position,  logits = h·wordᵀ
//
// The output weights are the word table's own (see [Table.Logits]). Radford, Wu,
// Child, Luan, Amodei and Sutskever, "Language Models are Unsupervised Multitask
// Learners", 2019.
type GPT2Input struct {
	Word, Position *Table
}

// NewGPT2Input returns GPT-2's layer for so many words: N(0, .02²) and, for 1024
// positions, N(0, .01²).
func NewGPT2Input(words, dim int, rng *rand.Rand) *GPT2Input {
	g := &GPT2Input{Word: NewTable(words, dim), Position: NewTable(1024, dim)}
	g.Word.Normal(.02, rng)
	g.Position.Normal(.01, rng)
	return g
}

// Tables returns the parameters: words and positions.
func (g *GPT2Input) Tables() []*Table { return []*Table{g.Word, g.Position} }

// Forward stores a vector for each id in dst. Sequences of one length stand one
// after the other.
func (g *GPT2Input) Forward(dst []float32, ids []int32, length int) error {
	if err := g.inputs(ids, length).forward(dst, length); err != nil {
		return fmt.Errorf("gpt-2 input: %w", err)
	}
	return nil
}

// Backward returns the gradients of Tables for that of what Forward stored. That
// of the words is without what comes from the logits.
func (g *GPT2Input) Backward(ids []int32, length int, grad []float32) ([]SparseGrad, error) {
	return g.inputs(ids, length).backward(grad, nil)
}

func (g *GPT2Input) inputs(ids []int32, length int) inputs {
	return inputs{{g.Word, ids}, {g.Position, positionsOf(ids, length)}}
}

func positionsOf(ids []int32, length int) []int32 {
	positions := make([]int32, len(ids))
	if length < 1 || PositionIDs(positions, length) != nil {
		return nil // forward says what is wrong
	}
	return positions
}

// inputs are tables whose rows are added up.
type inputs []struct {
	table *Table
	ids   []int32
}

func (in inputs) forward(dst []float32, length int) error {
	if n := len(in[0].ids); length < 1 || n%length != 0 {
		return fmt.Errorf("%d ids in sequences of %d", n, length)
	}
	row := make([]float32, len(dst))
	clear(dst)
	for _, p := range in {
		if err := p.table.Lookup(row, p.ids); err != nil {
			return err
		}
		vec.Add(dst, row)
	}
	return nil
}

func (in inputs) backward(grad []float32, others []SparseGrad) ([]SparseGrad, error) {
	grads := make([]SparseGrad, len(in), len(in)+len(others))
	for k, p := range in {
		if err := p.table.BackwardTo(&grads[k], p.ids, grad); err != nil {
			return nil, err
		}
	}
	return append(grads, others...), nil
}

// Logits stores n × V scores in dst, the products of the n vectors of h with all
// rows: an output layer whose weights are the table itself. Press and Wolf,
// "Using the Output Embedding to Improve Language Models", 2017.
func (t *Table) Logits(dst, h []float32) error {
	n, err := t.checkLogits(dst, h)
	if err != nil {
		return fmt.Errorf("logits: %w", err)
	}
	if n > 0 {
		blas32.Gemm(blas.NoTrans, blas.Trans, 1, matrix(h, n, t.Dim()), t.Weights, 0, matrix(dst, n, t.Rows()))
	}
	return nil
}

// LogitsBackward stores the gradient of h in dh and adds that of the table, a
// dense one, to dW; dW.Data may be nil if it is not wanted. The gradient of a
// lookup in the same table comes on top by [SparseGrad.AddTo].
func (t *Table) LogitsBackward(dh []float32, dW blas32.General, h, grad []float32) error {
	n, err := t.checkLogits(grad, h)
	if err == nil && len(dh) != len(h) {
		err = fmt.Errorf("%d numbers for the gradient of %d", len(dh), len(h))
	}
	if err == nil && dW.Data != nil {
		err = t.checkShape(dW)
	}
	if err != nil {
		return fmt.Errorf("gradient of logits: %w", err)
	}
	if n == 0 {
		return nil
	}
	g := matrix(grad, n, t.Rows())
	blas32.Gemm(blas.NoTrans, blas.NoTrans, 1, g, t.Weights, 0, matrix(dh, n, t.Dim()))
	if dW.Data != nil && !t.Frozen {
		blas32.Gemm(blas.Trans, blas.NoTrans, 1, g, matrix(h, n, t.Dim()), 1, dW)
	}
	return nil
}

func (t *Table) checkLogits(scores, h []float32) (n int, err error) {
	n = len(h) / t.Dim()
	if len(h) != n*t.Dim() || len(scores) != n*t.Rows() {
		return 0, fmt.Errorf("%d scores of %d rows for %d numbers in vectors of %d", len(scores), t.Rows(), len(h), t.Dim())
	}
	return n, nil
}

func matrix(data []float32, rows, cols int) blas32.General {
	return blas32.General{Rows: rows, Cols: cols, Stride: cols, Data: data}
}
