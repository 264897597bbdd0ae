package words

import (
	"fmt"
	"strings"

	"nearspace/core/lab"
)

// Trace implements lab.Run: one window, step by step.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace words: %w", lab.ErrNotReady)
	}
	place := p.Position
	if p.Text != "" {
		ids, err := r.spaces[0].FindAll([]string{p.Text})
		if err != nil {
			return lab.Trace{}, fmt.Errorf("trace words: %w", err)
		}
		for place = range r.corpus.IDs {
			if r.corpus.IDs[place] == int32(ids[0]) {
				break
			}
		}
	}
	if n := len(r.corpus.IDs); place < 0 || place >= n {
		return lab.Trace{}, fmt.Errorf("trace words: %w", &lab.ArgumentError{Name: "position", Value: fmt.Sprint(place), Max: float64(n - 1)})
	}
	stages, err := r.model.stages(r, place)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace words: %w", err)
	}
	text := r.sentence(place)
	return lab.Trace{Title: lab.Text{En: "… " + text + " …", Zh: "…… " + text + " ……"}, Stages: stages}, nil
}

// windowStages is a window of a model that predicts words.
func (r *run) windowStages(w window) []lab.Stage {
	l := &look{window: w, dim: r.params.Dim, context: r.labels(w.context), targets: r.targetNames(w), outputs: r.spaces[1].Name}
	l.walk()
	return l.stages
}

// A look is a window as stages.
type look struct {
	window
	dim              int
	context, targets []string
	outputs          string // the space of the rows that predict
	stages           []lab.Stage
}

func (l *look) stage(id string, title, help lab.Text, formula string, in, out []lab.Tensor) {
	l.stages = append(l.stages, lab.Stage{ID: id, Title: title, Help: help, Formula: formula, In: in, Out: out})
}

func (l *look) walk() {
	before := []lab.Tensor{l.inRows(l.in, nil), l.outRows(l.out, nil)}
	l.stage("lookup", lab.Text{En: "Look up", Zh: "查表"}, l.lookupHelp(), `w_i = W[i],\quad c_j = C[j]`, nil, before)

	scored := l.inRows(l.in, nil)
	if l.hidden != nil {
		help, formula := l.hiddenHelp()
		l.stage("hidden", lab.Text{En: "Add up", Zh: "合并"}, help, formula, []lab.Tensor{scored}, []lab.Tensor{l.inputs(l.hidden, nil)})
		scored = l.inputs(l.hidden, nil)
	}
	scores := l.pairs("S", lab.Text{En: "scores", Zh: "得分"}, l.scores)
	l.stage("score", lab.Text{En: "Score", Zh: "打分"}, lab.Text{
		En: "Each input is multiplied with each target: one small matrix product for the whole window.",
		Zh: "每个输入与每个目标做点积：整个窗口只需一次小矩阵乘法。"},
		`S_{ij} = h_i \cdot c_j`, []lab.Tensor{scored, l.outRows(l.out, nil)}, []lab.Tensor{scores})

	sigmoids := l.pairs("P", lab.Text{En: "probability", Zh: "概率"}, l.sigmoids)
	l.stage("probability", lab.Text{En: "Probability", Zh: "概率"}, l.probabilityHelp(),
		`P_{ij} = \sigma(S_{ij}) = \frac{1}{1+e^{-S_{ij}}}`, []lab.Tensor{scores}, []lab.Tensor{sigmoids})

	errs := l.pairs("G", lab.Text{En: "errors", Zh: "误差"}, l.errs)
	l.stage("loss", lab.Text{En: "Loss and errors", Zh: "损失与误差"}, lab.Text{
		En: fmt.Sprintf("What is missing to 1 and to 0 is the error. The loss of this window is %.3f.", l.loss),
		Zh: fmt.Sprintf("与 1 和 0 的差即误差。该窗口的损失为 %.3f。", l.loss)},
		`G_{ij} = P_{ij} - y_j,\quad y_j\in\{0,1\}`, []lab.Tensor{sigmoids}, []lab.Tensor{errs})

	gradients := []lab.Tensor{l.inRows(l.in, l.inGrad), l.outRows(l.out, l.outGrad)}
	if l.hiddenGrad != nil {
		gradients = append([]lab.Tensor{l.inputs(l.hidden, l.hiddenGrad)}, gradients...)
	}
	l.stage("gradient", lab.Text{En: "Gradients", Zh: "梯度"}, lab.Text{
		En: "Only the rows that were looked up get a gradient; all others stay as they are.",
		Zh: "只有被查到的行得到梯度，其余各行保持不变。"},
		`\frac{\partial L}{\partial h_i} = \sum_j G_{ij}\,c_j,\quad \frac{\partial L}{\partial c_j} = \sum_i G_{ij}\,h_i`,
		[]lab.Tensor{errs}, gradients)
	l.stage("update", lab.Text{En: "Update", Zh: "更新"}, lab.Text{
		En: fmt.Sprintf("The rows move against their gradients by the learning rate, now %.4g.", l.rate),
		Zh: fmt.Sprintf("各行沿梯度反方向移动，当前学习率为 %.4g。", l.rate)},
		`w_i \leftarrow w_i - \eta\,\frac{\partial L}{\partial w_i}`,
		[]lab.Tensor{l.inRows(l.in, l.inGrad), l.outRows(l.out, l.outGrad)}, []lab.Tensor{l.inRows(l.inAfter, nil), l.outRows(l.outAfter, nil)})
}

func (l *look) lookupHelp() lab.Text {
	switch {
	case l.parts != nil:
		return lab.Text{
			En: "The words around the centre give the rows of their pieces: the word itself and its runs of characters, with < and > for its ends.",
			Zh: "中心词周围的词给出其各片段的行：词本身与连续的字符片段，< 与 > 表示词的两端。"}
	case l.outputs == "decisions":
		return lab.Text{
			En: "The words around the centre give rows of the input table. The way to the centre in the tree gives a row for each decision on it.",
			Zh: "中心词周围的词从输入表取行；树中通往中心词的路上，每个判断取一行。"}
	}
	return lab.Text{
		En: "The words around the centre give rows of the input table. The centre and some random words, the negatives, give rows of the output table.",
		Zh: "中心词周围的词从输入表取行；中心词与若干随机负样本从输出表取行。"}
}

func (l *look) hiddenHelp() (help lab.Text, formula string) {
	switch {
	case l.parts == nil:
		return lab.Text{
			En: "The rows of the whole window become one: their mean.",
			Zh: "整个窗口的各行合为一行：取平均。"}, `h = \tfrac1n\sum_i w_i`
	case l.together:
		return lab.Text{
			En: "The pieces of all words of the window become one: their mean.",
			Zh: "窗口内所有词的片段合为一行：取平均。"}, `h = \tfrac1n\sum_g z_g`
	}
	return lab.Text{
		En: "Each word is the mean of its pieces.",
		Zh: "每个词是其各片段的平均。"}, `h_i = \tfrac1{|G_i|}\sum_{g\in G_i} z_g`
}

func (l *look) probabilityHelp() lab.Text {
	if l.outputs == "decisions" {
		return lab.Text{
			En: "The sigmoid turns a score into how likely this decision goes the first way. The product along the path is the probability of the centre.",
			Zh: "sigmoid 把得分变为该判断走第一条路的概率。沿路相乘即得中心词的概率。"}
	}
	return lab.Text{
		En: "The sigmoid turns a score into how likely the pair is a real one. The first column should be near 1, the others near 0.",
		Zh: "sigmoid 把得分变为该词对为真的概率。第一列应接近 1，其余应接近 0。"}
}

// inRows is rows of the words' table, or of that of their pieces.
func (l *look) inRows(values, gradient []float32) lab.Tensor {
	t := lab.Tensor{Name: "W", Title: lab.Text{En: "rows of the words in the window", Zh: "窗口内各词的行"}, Shape: []int{len(l.rows), l.dim}, Values: values, Gradient: gradient, Labels: l.context, Space: "words", Rows: l.rows}
	if l.parts != nil {
		t.Name, t.Title, t.Labels = "Z", lab.Text{En: "rows of the pieces", Zh: "各片段的行"}, l.parts
		t.Space, t.Rows = "", nil
	}
	return t
}

// inputs is what is scored, where that is no row of a table.
func (l *look) inputs(values, gradient []float32) lab.Tensor {
	labels := l.context
	if l.together {
		labels = []string{"h"}
	}
	return lab.Tensor{Name: "h", Title: lab.Text{En: "what predicts", Zh: "用于预测的向量"}, Shape: []int{len(labels), l.dim}, Values: values, Gradient: gradient, Labels: labels}
}

// outRows is rows of the centre and the negatives, or of the decisions.
func (l *look) outRows(values, gradient []float32) lab.Tensor {
	title := lab.Text{En: "rows of the centre and the negatives", Zh: "中心词与负样本的行"}
	if l.outputs == "decisions" {
		title = lab.Text{En: "rows of the decisions", Zh: "各判断的行"}
	}
	return lab.Tensor{Name: "C", Title: title, Shape: []int{len(l.window.targets), l.dim}, Values: values, Gradient: gradient, Labels: l.targets, Space: l.outputs, Rows: l.window.targets}
}

// pairs has a number for each input and target.
func (l *look) pairs(name string, title lab.Text, values []float32) lab.Tensor {
	labels := l.context
	if l.together {
		labels = []string{"h"}
	}
	return lab.Tensor{Name: name, Title: title, Shape: []int{len(labels), len(l.targets)}, Values: values, Labels: labels, Columns: l.targets}
}

// targetNames are the words that are told apart, or the decisions with the way
// that is right.
func (r *run) targetNames(w window) []string {
	if r.spaces[1].Name == "context" {
		return r.labels(w.targets)
	}
	names := make([]string, len(w.targets))
	for i, id := range w.targets {
		way := " →1"
		if w.labels[i] == 1 {
			way = " →0"
		}
		names[i] = r.spaces[1].Label(int(id)) + way
	}
	return names
}

func (r *run) labels(ids []int32) []string {
	labels := make([]string, len(ids))
	for i, id := range ids {
		labels[i] = r.corpus.Vocabulary.Words[id]
	}
	return labels
}

// sentence returns the words around a place, the centre in brackets.
func (r *run) sentence(place int) string {
	ids, at := r.corpus.At(place)
	from, end := max(0, at-r.params.Window), min(len(ids), at+r.params.Window+1)
	words := r.labels(ids[from:end])
	words[at-from] = "[" + words[at-from] + "]"
	return strings.Join(words, " ")
}
