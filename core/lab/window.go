package lab

import (
	"cmp"
	"fmt"
)

// A Window is a training step of a model that predicts words, laid open: rows are
// looked up, perhaps put together, and scored with targets of which one is right,
// or with the decisions on the way to the right one.
type Window struct {
	Dim  int
	Rows TableRows // what was looked up
	// Inputs names what is scored: each row, or each of Hidden.
	Inputs             []string
	Hidden, HiddenGrad []float32 // what the rows were put together to; nil: they are scored themselves
	HiddenDim          int       // of Hidden and Targets, if they are longer than the rows
	HiddenHelp         Text      // how, and the formula for it
	HiddenFormula      string
	Targets            TableRows
	Decisions          bool // the targets are decisions
	Scores             []float32
	Sigmoids, Errors   []float32 // inputs × targets
	Loss               float64
	Rate               float32
	LookupHelp         Text
}

// TableRows are rows of a table before and after a step, one after the other.
type TableRows struct {
	Title                   Text
	Name                    string // of the table in formulas
	Labels                  []string
	Space                   string // empty: the table is no space
	IDs                     []int32
	Before, Gradient, After []float32
}

func (t TableRows) tensor(dim int, values, gradient []float32) Tensor {
	tensor := Tensor{Name: t.Name, Title: t.Title, Shape: []int{len(t.Labels), dim}, Values: values, Gradient: gradient, Labels: t.Labels}
	if t.Space != "" {
		tensor.Space, tensor.Rows = t.Space, t.IDs
	}
	return tensor
}

// Stages returns the step from lookup to update.
func (w *Window) Stages() []Stage {
	dim := cmp.Or(w.HiddenDim, w.Dim)
	in, out := w.Rows.tensor(w.Dim, w.Rows.Before, nil), w.Targets.tensor(dim, w.Targets.Before, nil)
	stages := []Stage{{ID: "lookup", Title: Text{En: "Look up", Zh: "查表"}, Help: w.LookupHelp, Formula: `w_i = W[i],\quad c_j = C[j]`, Out: []Tensor{in, out}}}

	scored := in
	if w.Hidden != nil {
		scored = w.hidden(nil)
		title := Text{En: "Add up", Zh: "合并"}
		if w.HiddenDim > 0 {
			title = Text{En: "Join", Zh: "拼接"}
		}
		stages = append(stages, Stage{ID: "hidden", Title: title, Help: w.HiddenHelp, Formula: w.HiddenFormula, In: []Tensor{in}, Out: []Tensor{scored}})
	}
	scores := w.pairs("S", Text{En: "scores", Zh: "得分"}, w.Scores)
	sigmoids := w.pairs("P", Text{En: "probability", Zh: "概率"}, w.Sigmoids)
	errs := w.pairs("G", Text{En: "errors", Zh: "误差"}, w.Errors)
	gradients := []Tensor{w.Rows.tensor(w.Dim, w.Rows.Before, w.Rows.Gradient), w.Targets.tensor(dim, w.Targets.Before, w.Targets.Gradient)}
	moved := gradients
	if w.HiddenGrad != nil {
		gradients = append([]Tensor{w.hidden(w.HiddenGrad)}, gradients...)
	}
	return append(stages,
		Stage{ID: "score", Title: Text{En: "Score", Zh: "打分"},
			Help: Text{
				En: "Each input is multiplied with each target: one small matrix product for the whole window.",
				Zh: "每个输入与每个目标做点积：整个窗口只需一次小矩阵乘法。"},
			Formula: `S_{ij} = h_i \cdot c_j`, In: []Tensor{scored, out}, Out: []Tensor{scores}},
		Stage{ID: "probability", Title: Text{En: "Probability", Zh: "概率"}, Help: w.probabilityHelp(),
			Formula: `P_{ij} = \sigma(S_{ij}) = \frac{1}{1+e^{-S_{ij}}}`, In: []Tensor{scores}, Out: []Tensor{sigmoids}},
		Stage{ID: "loss", Title: Text{En: "Loss and errors", Zh: "损失与误差"},
			Help: Text{
				En: fmt.Sprintf("What is missing to 1 and to 0 is the error. The loss of this window is %.3f.", w.Loss),
				Zh: fmt.Sprintf("与 1 和 0 的差即误差。该窗口的损失为 %.3f。", w.Loss)},
			Formula: `G_{ij} = P_{ij} - y_j,\quad y_j\in\{0,1\}`, In: []Tensor{sigmoids}, Out: []Tensor{errs}},
		Stage{ID: "gradient", Title: Text{En: "Gradients", Zh: "梯度"},
			Help: Text{
				En: "Only the rows that were looked up get a gradient; all others stay as they are.",
				Zh: "只有被查到的行得到梯度，其余各行保持不变。"},
			Formula: `\frac{\partial L}{\partial h_i} = \sum_j G_{ij}\,c_j,\quad \frac{\partial L}{\partial c_j} = \sum_i G_{ij}\,h_i`,
			In:      []Tensor{errs}, Out: gradients},
		Stage{ID: "update", Title: Text{En: "Update", Zh: "更新"},
			Help: Text{
				En: fmt.Sprintf("The rows move against their gradients by the learning rate, now %.4g.", w.Rate),
				Zh: fmt.Sprintf("各行沿梯度反方向移动，当前学习率为 %.4g。", w.Rate)},
			Formula: `w_i \leftarrow w_i - \eta\,\frac{\partial L}{\partial w_i}`,
			In:      moved, Out: []Tensor{w.Rows.tensor(w.Dim, w.Rows.After, nil), w.Targets.tensor(dim, w.Targets.After, nil)}},
	)
}

func (w *Window) probabilityHelp() Text {
	if w.Decisions {
		return Text{
			En: "The sigmoid turns a score into how likely this decision goes the first way. The product along the path is the probability of the centre.",
			Zh: "sigmoid 把得分变为该判断走第一条路的概率。沿路相乘即得中心词的概率。"}
	}
	return Text{
		En: "The sigmoid turns a score into how likely the pair is a real one. The first column should be near 1, the others near 0.",
		Zh: "sigmoid 把得分变为该词对为真的概率。第一列应接近 1，其余应接近 0。"}
}

// hidden is what is scored, where that is no row of a table.
func (w *Window) hidden(gradient []float32) Tensor {
	return Tensor{Name: "h", Title: Text{En: "what predicts", Zh: "用于预测的向量"}, Shape: []int{len(w.Inputs), cmp.Or(w.HiddenDim, w.Dim)}, Values: w.Hidden, Gradient: gradient, Labels: w.Inputs}
}

// pairs has a number for each input and target.
func (w *Window) pairs(name string, title Text, values []float32) Tensor {
	return Tensor{Name: name, Title: title, Shape: []int{len(w.Inputs), len(w.Targets.Labels)}, Values: values, Labels: w.Inputs, Columns: w.Targets.Labels}
}
