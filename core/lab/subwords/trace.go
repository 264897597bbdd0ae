package subwords

import (
	"fmt"
	"strconv"
	"strings"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

// Trace implements lab.Run: one window, from the strings to the rows that move.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace subwords: %w", lab.ErrNotReady)
	}
	place := p.Position
	if p.Text != "" {
		ids, err := r.spaces[0].FindAll([]string{p.Text})
		if err != nil {
			return lab.Trace{}, fmt.Errorf("trace subwords: %w", err)
		}
		for place = range r.corpus.IDs {
			if r.corpus.IDs[place] == int32(ids[0]) {
				break
			}
		}
	}
	if n := len(r.corpus.IDs); place < 0 || place >= n {
		return lab.Trace{}, fmt.Errorf("trace subwords: %w", &lab.ArgumentError{Name: "position", Value: strconv.Itoa(place), Max: float64(n - 1)})
	}
	l := &look{run: r, Window: r.model.Look(place)}
	l.walk()
	text := r.sentence(place)
	return lab.Trace{Title: lab.Text{En: "… " + text + " …", Zh: "…… " + text + " ……"}, Stages: l.stages}, nil
}

// A look is a window as stages.
type look struct {
	*run
	fasttext.Window
	stages []lab.Stage
}

func (l *look) stage(id string, title, help lab.Text, formula string, in, out []lab.Tensor) {
	l.stages = append(l.stages, lab.Stage{ID: id, Title: title, Help: help, Formula: formula, In: in, Out: out})
}

func (l *look) walk() {
	cut := l.ids()
	l.stage("ids", lab.Text{En: "Cut into pieces", Zh: "切成片段"}, lab.Text{
		En: "Each word around the centre is cut into its runs of characters, with < and > at its ends. A piece's hash says which row it has; the word has one of its own.",
		Zh: "中心词周围的每个词都切成连续字符片段，两端加 < 与 >。片段的散列决定其行；词本身另有一行。"},
		`\text{row}(g) = V + \mathrm{hash}(g) \bmod B`, nil, []lab.Tensor{cut})

	rows := l.inRows(l.In, nil)
	l.stage("lookup", lab.Text{En: "Look up", Zh: "查表"}, lab.Text{
		En: "The pieces give rows of the input table, the centre and what it is told from rows of the output table.",
		Zh: "各片段从输入表取行；中心词及其对照从输出表取行。"},
		`z_g = Z[g],\quad c_j = C[j]`, []lab.Tensor{cut}, []lab.Tensor{rows, l.outRows(l.Out, nil)})

	hidden := l.hidden(l.Hidden, nil)
	help := lab.Text{
		En: "Each word is the mean of its pieces.",
		Zh: "每个词是其各片段的平均。"}
	title, formula := lab.Text{En: "Mean", Zh: "取平均"}, `h = \tfrac1{|G|}\sum_{g\in G} z_g`
	switch sum, _ := lab.Combined(l.params.Combine); {
	case l.together() && sum:
		title, formula = lab.Text{En: "Sum", Zh: "求和"}, `h = \sum_{g\in G} z_g`
		help = lab.Text{
			En: "The pieces of all words of the window become one: their sum.",
			Zh: "窗口内所有词的片段合为一行：求和。"}
	case l.together():
		help = lab.Text{
			En: "The pieces of all words of the window become one: their mean.",
			Zh: "窗口内所有词的片段合为一行：取平均。"}
	}
	l.stage("mean", title, help, formula, []lab.Tensor{rows}, []lab.Tensor{hidden})

	scores := l.pairs("S", lab.Text{En: "scores", Zh: "得分"}, l.Scores)
	l.stage("score", lab.Text{En: "Score", Zh: "打分"}, lab.Text{
		En: "Each mean is multiplied with each target: one small matrix product for the whole window.",
		Zh: "每个平均向量与每个目标做点积：整个窗口只需一次小矩阵乘法。"},
		`S_{ij} = h_i \cdot c_j`, []lab.Tensor{hidden, l.outRows(l.Out, nil)}, []lab.Tensor{scores})

	sigmoids := l.pairs("P", lab.Text{En: "probability", Zh: "概率"}, l.Sigmoids)
	errs := l.pairs("G", lab.Text{En: "errors", Zh: "误差"}, l.Errors)
	l.stage("loss", lab.Text{En: "Loss and errors", Zh: "损失与误差"}, lab.Text{
		En: fmt.Sprintf("The sigmoid turns scores into probabilities; what is missing to 1 and to 0 is the error. The loss of this window is %.3f.", l.Loss),
		Zh: fmt.Sprintf("sigmoid 把得分变为概率；与 1 和 0 的差即误差。该窗口的损失为 %.3f。", l.Loss)},
		`P_{ij} = \sigma(S_{ij}),\quad G_{ij} = P_{ij} - y_j,\ y_j\in\{0,1\}`, []lab.Tensor{scores}, []lab.Tensor{sigmoids, errs})

	l.stage("gradient", lab.Text{En: "Gradients", Zh: "梯度"}, lab.Text{
		En: "Each row of a piece gets the whole gradient of each mean that it is part of. fastText does not divide it by the number of pieces, so that a word moves as far as one without pieces.",
		Zh: "片段的行得到它所参与的每个平均向量的全部梯度。fastText 不按片段数均分，使词移动得与没有片段时一样远。"},
		`\frac{\partial L}{\partial h_i} = \sum_j G_{ij}\,c_j,\quad \Delta z_g = \sum_{i:\,g\in G_i} \frac{\partial L}{\partial h_i},\quad \frac{\partial L}{\partial c_j} = \sum_i G_{ij}\,h_i`,
		[]lab.Tensor{errs}, []lab.Tensor{l.hidden(l.Hidden, l.HiddenGrad), l.inRows(l.In, l.InGrad), l.outRows(l.Out, l.OutGrad)})

	l.stage("update", lab.Text{En: "Rows that move", Zh: "移动的行"}, lab.Text{
		En: fmt.Sprintf("The rows move against what they got, by the learning rate, now %.4g. A piece takes all words that have it along, those that this text never shows as well.", l.Rate),
		Zh: fmt.Sprintf("各行沿反方向移动，当前学习率为 %.4g。片段会带动所有含它的词，包括文本中从未出现的词。", l.Rate)},
		`z_g \leftarrow z_g - \eta\,\Delta z_g`,
		[]lab.Tensor{l.inRows(l.In, l.InGrad), l.outRows(l.Out, l.OutGrad)}, []lab.Tensor{l.inRows(l.InAfter, nil), l.outRows(l.OutAfter, nil)})
}

func (l *look) together() bool { return l.params.Architecture == CBOW }

// ids has for each piece of each word the row it stands in.
func (l *look) ids() lab.Tensor {
	t := lab.Tensor{Name: "id", Title: lab.Text{En: "pieces and their rows", Zh: "片段及其行号"}, Columns: []string{"row"}, Space: "pieces"}
	for i, parts := range l.Parts {
		word := l.corpus.Vocabulary.Words[l.Context[i]]
		for _, p := range parts {
			t.Values, t.Rows = append(t.Values, float32(p.Row)), append(t.Rows, p.Row)
			t.Labels = append(t.Labels, word+": "+l.name(p))
		}
	}
	t.Shape = []int{len(t.Values), 1}
	return t
}

// inRows is the rows of the pieces, each once.
func (l *look) inRows(values, gradient []float32) lab.Tensor {
	labels := make([]string, len(l.Rows))
	for i, row := range l.Rows {
		for _, parts := range l.Parts {
			for _, p := range parts {
				if p.Row == row && labels[i] == "" {
					labels[i] = l.name(p)
				}
			}
		}
	}
	return lab.Tensor{Name: "Z", Title: lab.Text{En: "rows of the pieces", Zh: "各片段的行"}, Shape: []int{len(l.Rows), l.model.In.Dim()}, Values: values, Gradient: gradient, Labels: labels, Space: "pieces", Rows: l.Rows}
}

// inputs names the rows of hidden.
func (l *look) inputs() []string {
	if l.together() && len(l.Context) > 0 {
		return []string{"h"}
	}
	return l.labels(l.Context)
}

func (l *look) hidden(values, gradient []float32) lab.Tensor {
	labels := l.inputs()
	return lab.Tensor{Name: "h", Title: lab.Text{En: "means", Zh: "平均向量"}, Shape: []int{len(labels), l.model.In.Dim()}, Values: values, Gradient: gradient, Labels: labels}
}

// outRows is the rows of the targets.
func (l *look) outRows(values, gradient []float32) lab.Tensor {
	title := lab.Text{En: "rows of the centre and the negatives", Zh: "中心词与负样本的行"}
	if l.model.Tree() != nil {
		title = lab.Text{En: "rows of the decisions", Zh: "各判断的行"}
	}
	return lab.Tensor{Name: "C", Title: title, Shape: []int{len(l.Targets), l.model.In.Dim()}, Values: values, Gradient: gradient, Labels: l.targets(), Space: l.spaces[2].Name, Rows: l.Targets}
}

// pairs has a number for each input and target.
func (l *look) pairs(name string, title lab.Text, values []float32) lab.Tensor {
	labels, columns := l.inputs(), l.targets()
	return lab.Tensor{Name: name, Title: title, Shape: []int{len(labels), len(columns)}, Values: values, Labels: labels, Columns: columns}
}

// targets names the words that are told apart, or the decisions with the way that
// is right.
func (l *look) targets() []string {
	if l.model.Tree() == nil {
		return l.labels(l.Targets)
	}
	names := make([]string, len(l.Targets))
	for i, node := range l.Targets {
		names[i] = fmt.Sprintf("%s →%.0f", l.spaces[2].Label(int(node)), l.Labels[i])
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
