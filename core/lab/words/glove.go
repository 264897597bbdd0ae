package words

import (
	"fmt"
	"io"
	"strconv"

	"nearspace/core/corpus"
	"nearspace/core/glove"
	"nearspace/core/lab"
	"nearspace/core/space"
)

// counted is GloVe: it counts how often words meet, then fits the counts. What is
// shown is the sum of each word's two vectors.
type counted struct {
	*glove.Model // nil while it counts
	shown
	counter *glove.Counter
	params  *Params
	text    *corpus.Corpus
	seed    uint64
	saved   io.Reader // a model's state that waits for the counts
}

func newCounted(p *Params, text *corpus.Corpus, seed uint64) (family, error) {
	counter, err := glove.NewCounter(text, glove.Counting{Window: p.Window})
	if err != nil {
		return nil, err
	}
	return &counted{counter: counter, params: p, text: text, seed: seed}, nil
}

var (
	counting = lab.Phase{ID: "count", Title: lab.Text{En: "Counting neighbours", Zh: "统计邻词"}, Unit: lab.Training.Unit}
	fitting  = lab.Training.In(lab.Text{En: "pairs", Zh: "词对"})
)

func (m *counted) Train(places int) (bool, error) {
	if m.Model == nil {
		more, err := m.counter.Count(places)
		if err == nil && !more {
			err = m.begin()
		}
		return true, err
	}
	m.touch()
	return m.Model.Train(16 * places), nil
}

// begin makes the model when all is counted.
func (m *counted) begin() error {
	model, err := glove.New(m.params.glove(), m.counter.Counts(), m.seed)
	if err != nil {
		return err
	}
	m.counter = nil
	if m.saved != nil {
		if err := model.Load(m.saved); err != nil {
			return &lab.DamagedSaveError{Err: err}
		}
		m.saved = nil
	}
	model.SetLearningRate(m.params.LearningRate)
	m.Model, m.shown = model, newShown(model.Words(), m.params.Dim, model.Vector)
	return nil
}

func (m *counted) Filled() bool { return m.Model != nil && m.Model.Filled() }

func (m *counted) phase() lab.Phase {
	switch {
	case m.Model == nil:
		return counting
	case !m.Filled():
		return lab.Filling.In(fitting.Unit)
	}
	return fitting
}

func (m *counted) reach() (done, total int64) {
	if m.Model == nil {
		return m.counter.Reach()
	}
	return m.NonZeros()
}

// every makes some two hundred reports of a run.
func (m *counted) every() int64 {
	_, total := m.NonZeros()
	return max(1, total/200)
}

func (*counted) BetweenSentences() bool { return true }

func (*counted) Due() bool { return false }

func (m *counted) SetLearningRate(rate float64) {
	if m.Model != nil {
		m.Model.SetLearningRate(rate)
	}
}

func (m *counted) Save(w io.Writer) error {
	if m.Model == nil {
		return lab.ErrNotReady
	}
	return m.Model.Save(w)
}

// Load keeps the state until all is counted.
func (m *counted) Load(from io.Reader) error {
	m.saved = from
	return nil
}

func (m *counted) spaces(v *corpus.Vocabulary) []*space.Space {
	return []*space.Space{
		m.space(v),
		space.New("row", space.Input, v.Words, m.Vectors()),
		space.New("context", space.Output, v.Words, m.ContextVectors()),
	}
}

// stages fits the word at a place and the one after it, or before the last.
func (m *counted) stages(r *run, place int) ([]lab.Stage, error) {
	sentence, at := r.corpus.At(place)
	if len(sentence) < 2 {
		return nil, &lab.ArgumentError{Name: "position", Value: strconv.Itoa(place), Max: float64(len(r.corpus.IDs) - 1)}
	}
	other := at + 1
	if other == len(sentence) {
		other = at - 1
	}
	step, err := m.Look(int(sentence[at]), int(sentence[other]))
	if err != nil {
		return nil, err
	}
	f := fit{Step: step, dim: m.Dim(), word: r.labels(sentence[at : at+1]), context: r.labels(sentence[other : other+1])}
	return f.stages(), nil
}

// A fit is the step of one count as stages.
type fit struct {
	glove.Step
	dim           int
	word, context []string
}

func (f *fit) stages() []lab.Stage {
	count := f.number("X", lab.Text{En: "how often they meet, a distance of d counting 1/d", Zh: "相遇次数（距离 d 计 1/d）"}, f.Count)
	target := f.number("log X", lab.Text{En: "what is to be predicted", Zh: "要预测的值"}, f.Target)
	prediction := f.number("p", lab.Text{En: "what is predicted", Zh: "预测值"}, f.Prediction)
	weight := f.number("f", lab.Text{En: "weight of the pair", Zh: "词对的权重"}, f.Weight)
	e := f.number("e", lab.Text{En: "weighted error", Zh: "加权误差"}, f.Error)
	before := []lab.Tensor{f.row("w", f.Word, f.WordGrad), f.column("w̃", f.Context, f.ContextGrad)}
	return []lab.Stage{
		{ID: "lookup", Title: lab.Text{En: "Look up", Zh: "查表"},
			Help: lab.Text{
				En: "The word gives its row, the word beside it its context row; the last number of each is its bias.",
				Zh: "该词给出它的行，邻词给出它的上下文行；每行最后一个数是偏置。"},
			Formula: `w_i = W[i],\quad \tilde w_j = \tilde W[j]`, Out: []lab.Tensor{f.row("w", f.Word, nil), f.column("w̃", f.Context, nil), count, target}},
		{ID: "score", Title: lab.Text{En: "Predict", Zh: "预测"},
			Help: lab.Text{
				En: "Their product and biases predict the logarithm of how often the two meet.",
				Zh: "二者的点积与偏置预测相遇次数的对数。"},
			Formula: `p = w_i\cdot\tilde w_j + b_i + \tilde b_j`, In: []lab.Tensor{f.row("w", f.Word, nil), f.column("w̃", f.Context, nil)}, Out: []lab.Tensor{prediction, target}},
		{ID: "loss", Title: lab.Text{En: "Loss and error", Zh: "损失与误差"},
			Help: lab.Text{
				En: fmt.Sprintf("Rare pairs weigh less, since their counts are chance. The loss of this pair is %.3f.", f.Loss),
				Zh: fmt.Sprintf("罕见词对的计数近于偶然，权重较小。该词对的损失为 %.3f。", f.Loss)},
			Formula: `e = f(X)\,(p - \log X),\quad L = \tfrac12 f(X)\,(p-\log X)^2`, In: []lab.Tensor{prediction, target, weight}, Out: []lab.Tensor{e}},
		{ID: "gradient", Title: lab.Text{En: "Gradients", Zh: "梯度"},
			Help: lab.Text{
				En: "Each row gets the other one times the error.",
				Zh: "每一行得到另一行乘以误差。"},
			Formula: `\frac{\partial L}{\partial w_i} = e\,\tilde w_j,\quad \frac{\partial L}{\partial \tilde w_j} = e\,w_i`, In: []lab.Tensor{e}, Out: before},
		{ID: "update", Title: lab.Text{En: "Update by AdaGrad", Zh: "用 AdaGrad 更新"},
			Help: lab.Text{
				En: fmt.Sprintf("Each number has its own rate: %.4g over the root of the squares of its steps so far.", f.Rate),
				Zh: fmt.Sprintf("每个数有自己的学习率：%.4g 除以它以往各步平方和的根。", f.Rate)},
			Formula: `g = \eta\,\partial L,\quad w \leftarrow w - \frac{g}{\sqrt s},\quad s \leftarrow s + g^2`,
			In:      append(before, f.row("s", f.WordSums, nil), f.column("s̃", f.ContextSums, nil)),
			Out:     []lab.Tensor{f.row("w", f.WordAfter, nil), f.column("w̃", f.ContextAfter, nil), f.row("s", f.WordSumsAfter, nil), f.column("s̃", f.ContextSumsAfter, nil)}},
	}
}

func (f *fit) number(name string, title lab.Text, x float32) lab.Tensor {
	return lab.Tensor{Name: name, Title: title, Shape: []int{1, 1}, Values: []float32{x}, Labels: []string{f.word[0] + ", " + f.context[0]}}
}

// row and column are what belongs to the word and to the one beside it.
func (f *fit) row(name string, values, gradient []float32) lab.Tensor {
	return f.vector(name, "row", f.word, f.I, values, gradient)
}

func (f *fit) column(name string, values, gradient []float32) lab.Tensor {
	return f.vector(name, "context", f.context, f.J, values, gradient)
}

func (f *fit) vector(name, space string, labels []string, id int, values, gradient []float32) lab.Tensor {
	return lab.Tensor{
		Name: name, Title: lab.Text{En: "vector and bias", Zh: "向量与偏置"}, Shape: []int{1, f.dim + 1},
		Values: values, Gradient: gradient, Labels: labels, Space: space, Rows: []int32{int32(id)},
	}
}
