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
	w := r.model.Look(place)
	dim := r.model.In.Dim()
	context, targets := r.labels(w.Context), r.labels(w.Targets)
	rows := func(name string, title lab.Text, space string, ids []int32, labels []string, values, gradient []float32) lab.Tensor {
		return lab.Tensor{Name: name, Title: title, Shape: []int{len(ids), dim}, Values: values, Gradient: gradient, Labels: labels, Space: space, Rows: ids}
	}
	pairs := func(name string, title lab.Text, values []float32) lab.Tensor {
		return lab.Tensor{Name: name, Title: title, Shape: []int{len(context), len(targets)}, Values: values, Labels: context, Columns: targets}
	}
	in := func(values, gradient []float32) lab.Tensor {
		return rows("W", lab.Text{En: "rows of the words in the window", Zh: "窗口内各词的行"}, "words", w.Context, context, values, gradient)
	}
	out := func(values, gradient []float32) lab.Tensor {
		return rows("C", lab.Text{En: "rows of the centre and the negatives", Zh: "中心词与负样本的行"}, "context", w.Targets, targets, values, gradient)
	}
	scores := pairs("S", lab.Text{En: "scores", Zh: "得分"}, w.Scores)
	sigmoids := pairs("P", lab.Text{En: "probability that the pair is real", Zh: "该词对为真的概率"}, w.Sigmoids)
	errs := pairs("G", lab.Text{En: "errors", Zh: "误差"}, w.Errors)
	return lab.Trace{
		Title: lab.Text{En: "… " + r.sentence(place) + " …", Zh: "…… " + r.sentence(place) + " ……"},
		Stages: []lab.Stage{
			{ID: "lookup", Title: lab.Text{En: "Look up", Zh: "查表"},
				Help: lab.Text{
					En: "The words around the centre give rows of the input table. The centre and some random words, the negatives, give rows of the output table.",
					Zh: "中心词周围的词从输入表取行；中心词与若干随机负样本从输出表取行。"},
				Formula: `w_i = W[i],\quad c_j = C[j]`, Out: []lab.Tensor{in(w.In, nil), out(w.Out, nil)}},
			{ID: "score", Title: lab.Text{En: "Score", Zh: "打分"},
				Help: lab.Text{
					En: "Each word of the window is multiplied with each target: one small matrix product for the whole window.",
					Zh: "窗口内每个词与每个目标做点积：整个窗口只需一次小矩阵乘法。"},
				Formula: `S_{ij} = w_i \cdot c_j`, In: []lab.Tensor{in(w.In, nil), out(w.Out, nil)}, Out: []lab.Tensor{scores}},
			{ID: "probability", Title: lab.Text{En: "Probability", Zh: "概率"},
				Help: lab.Text{
					En: "The sigmoid turns a score into how likely the pair is a real one. The first column should be near 1, the others near 0.",
					Zh: "sigmoid 把得分变为该词对为真的概率。第一列应接近 1，其余应接近 0。"},
				Formula: `P_{ij} = \sigma(S_{ij}) = \frac{1}{1+e^{-S_{ij}}}`, In: []lab.Tensor{scores}, Out: []lab.Tensor{sigmoids}},
			{ID: "loss", Title: lab.Text{En: "Loss and errors", Zh: "损失与误差"},
				Help: lab.Text{
					En: fmt.Sprintf("What is missing to 1 and to 0 is the error. The loss of this window is %.3f.", w.Loss),
					Zh: fmt.Sprintf("与 1 和 0 的差即误差。该窗口的损失为 %.3f。", w.Loss)},
				Formula: `G_{ij} = P_{ij} - [\,j\text{ is the centre}\,]`, In: []lab.Tensor{sigmoids}, Out: []lab.Tensor{errs}},
			{ID: "gradient", Title: lab.Text{En: "Gradients", Zh: "梯度"},
				Help: lab.Text{
					En: "Only the rows that were looked up get a gradient; all others stay as they are.",
					Zh: "只有被查到的行得到梯度，其余各行保持不变。"},
				Formula: `\frac{\partial L}{\partial w_i} = \sum_j G_{ij}\,c_j,\quad \frac{\partial L}{\partial c_j} = \sum_i G_{ij}\,w_i`,
				In:      []lab.Tensor{errs}, Out: []lab.Tensor{in(w.In, w.InGrad), out(w.Out, w.OutGrad)}},
			{ID: "update", Title: lab.Text{En: "Update", Zh: "更新"},
				Help: lab.Text{
					En: fmt.Sprintf("The rows move against their gradients by the learning rate, now %.4g.", w.Rate),
					Zh: fmt.Sprintf("各行沿梯度反方向移动，当前学习率为 %.4g。", w.Rate)},
				Formula: `w_i \leftarrow w_i - \eta\,\frac{\partial L}{\partial w_i}`,
				In:      []lab.Tensor{in(w.In, w.InGrad), out(w.Out, w.OutGrad)}, Out: []lab.Tensor{in(w.InAfter, nil), out(w.OutAfter, nil)}},
		},
	}, nil
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
