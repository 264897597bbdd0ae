package classifier

import (
	"fmt"
	"strings"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

// shownRows is how many rows of a text are walked through.
const shownRows = 40

// Trace implements lab.Run: a text that is learnt from, from its words to the rows
// that move; or one of one's own, as if its most probable label were right.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace the classifier: %w", lab.ErrNotReady)
	}
	w, err := r.walkOf(p)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace the classifier: %w", err)
	}
	title := beginning(w.words)
	return lab.Trace{Title: lab.Same(title + " → " + lab.PlainLabel(r.labels()[w.Label])), Stages: w.stages()}, nil
}

// A walk is a text's training step as stages.
type walk struct {
	*run
	fasttext.TextStep
	words []string
}

func (r *run) walkOf(p lab.Pick) (*walk, error) {
	w := &walk{run: r}
	var has bool
	if p.Text != "" {
		var err error
		if w.words, err = r.cut(p.Text); err != nil {
			return nil, err
		}
		best, err := r.model.PredictTokens(w.words, 1, 0)
		if err != nil {
			return nil, err
		}
		if len(best) > 0 {
			w.TextStep, has = r.texts.LookAt(w.words, best[0].ID)
		}
	} else {
		n := r.texts.Examples().Len()
		if p.Position < 0 || p.Position >= n {
			return nil, &lab.ArgumentError{Name: "position", Value: fmt.Sprint(p.Position), Max: float64(n - 1)}
		}
		w.words, _ = r.texts.Examples().Text(p.Position)
		w.TextStep, has = r.texts.Look(p.Position)
	}
	if !has {
		return nil, &lab.UnknownError{What: "row", ID: strings.Join(w.words, " ")}
	}
	return w, nil
}

func (w *walk) stages() []lab.Stage {
	in, out := w.rows(w.In, nil), w.targets(w.Out, nil)
	hidden := w.one("h", lab.Text{En: "the text", Zh: "文本"}, w.Hidden, nil)
	scores := w.scores("s", lab.Text{En: "scores", Zh: "得分"}, w.Scores)
	chances := w.scores("p", lab.Text{En: "probability", Zh: "概率"}, w.Chances)
	errors := w.scores("g", lab.Text{En: "errors", Zh: "误差"}, w.Errors)
	formula, help := `p_l = \frac{e^{s_l}}{\sum_j e^{s_j}}`, lab.Text{
		En: "Softmax turns the scores into probabilities that add up to 1.",
		Zh: "softmax 把得分变为总和为 1 的概率。"}
	if w.settings.Loss != fasttext.Softmax {
		formula, help = `p_l = \sigma(s_l) = \frac{1}{1+e^{-s_l}}`, lab.Text{
			En: "The sigmoid turns each score into a probability by itself.",
			Zh: "sigmoid 把每个得分单独变为概率。"}
	}
	return []lab.Stage{
		{ID: "lookup", Title: lab.Text{En: "Look up", Zh: "查表"}, Out: []lab.Tensor{in, out},
			Formula: `z_i = Z[i],\quad c_l = C[l]`,
			Help: lab.Text{
				En: fmt.Sprintf("The text has %d rows: of its words and the end of the line, their pieces, and sequences of words, by their hash.", len(w.Rows)),
				Zh: fmt.Sprintf("文本有 %d 行：各词与行尾、词的片段，以及按散列查得的词序列。", len(w.Rows))}},
		{ID: "mean", Title: lab.Text{En: "Mean", Zh: "取平均"}, In: []lab.Tensor{in}, Out: []lab.Tensor{hidden},
			Formula: `h = \tfrac1n\sum_i z_i`,
			Help: lab.Text{
				En: "The text is the mean of its rows. The order of words counts only within sequences.",
				Zh: "文本是各行的平均。词序只在词序列之内起作用。"}},
		{ID: "score", Title: lab.Text{En: "Score", Zh: "打分"}, In: []lab.Tensor{hidden, out}, Out: []lab.Tensor{scores},
			Formula: `s_l = h \cdot c_l`,
			Help: lab.Text{
				En: "It is multiplied with the row of each label, or of each decision on the way.",
				Zh: "与每个标签（或途中每个判断）的行做点积。"}},
		{ID: "probability", Title: lab.Text{En: "Probability", Zh: "概率"}, In: []lab.Tensor{scores}, Out: []lab.Tensor{chances}, Formula: formula, Help: help},
		{ID: "loss", Title: lab.Text{En: "Loss and errors", Zh: "损失与误差"}, In: []lab.Tensor{chances}, Out: []lab.Tensor{errors},
			Formula: `g_l = p_l - y_l,\quad y_l\in\{0,1\}`,
			Help: lab.Text{
				En: fmt.Sprintf("What is missing to 1 and to 0 is the error. The loss of this text is %.3f.", w.Loss),
				Zh: fmt.Sprintf("与 1 和 0 的差即误差。该文本的损失为 %.3f。", w.Loss)}},
		{ID: "gradient", Title: lab.Text{En: "Gradients", Zh: "梯度"}, In: []lab.Tensor{errors},
			Out:     []lab.Tensor{w.one("h", lab.Text{En: "the text", Zh: "文本"}, w.Hidden, w.HiddenGrad), w.rows(w.In, w.InGrad), w.targets(w.Out, w.OutGrad)},
			Formula: `\frac{\partial L}{\partial h} = \sum_l g_l\,c_l,\quad \frac{\partial L}{\partial z_i} = \tfrac1n\frac{\partial L}{\partial h},\quad \frac{\partial L}{\partial c_l} = g_l\,h`,
			Help: lab.Text{
				En: "All rows of the text get the same share of its gradient, and the rows of the labels get the text, by their error.",
				Zh: "文本的各行分得同样的一份梯度；标签的行按误差得到文本向量。"}},
		{ID: "update", Title: lab.Text{En: "Update", Zh: "更新"},
			In:      []lab.Tensor{w.rows(w.In, w.InGrad), w.targets(w.Out, w.OutGrad)},
			Out:     []lab.Tensor{w.rows(w.InAfter, nil), w.targets(w.OutAfter, nil)},
			Formula: `z_i \leftarrow z_i - \eta\,\frac{\partial L}{\partial z_i}`,
			Help: lab.Text{
				En: fmt.Sprintf("The rows move against their gradients by the learning rate, now %.4g.", w.Rate),
				Zh: fmt.Sprintf("各行沿梯度反方向移动，当前学习率为 %.4g。", w.Rate)}},
	}
}

// one is a tensor of one row.
func (w *walk) one(name string, title lab.Text, values, gradient []float32) lab.Tensor {
	return lab.Tensor{Name: name, Title: title, Shape: []int{1, len(values)}, Values: values, Gradient: gradient, Labels: []string{name}}
}

// rows are the first rows of the text.
func (w *walk) rows(values, gradient []float32) lab.Tensor {
	n, dim := min(shownRows, len(w.Rows)), w.model.Dim()
	t := lab.Tensor{Name: "Z", Title: lab.Text{En: "rows of the text", Zh: "文本的各行"}, Shape: []int{n, dim}, Values: values[:n*dim]}
	if gradient != nil {
		t.Gradient = gradient[:n*dim]
	}
	words := w.model.Dictionary.Words
	for _, row := range w.Rows[:n] {
		name := fmt.Sprintf("#%d", int(row)-len(words))
		if int(row) < len(words) {
			name = words[row]
		}
		t.Labels = append(t.Labels, name)
	}
	return t
}

// targets are the rows that it is multiplied with.
func (w *walk) targets(values, gradient []float32) lab.Tensor {
	t := lab.Tensor{Name: "C", Title: lab.Text{En: "rows of the labels", Zh: "标签的行"}, Shape: []int{len(w.Targets), w.model.Dim()}, Values: values, Gradient: gradient, Labels: w.names()}
	if w.settings.Loss != fasttext.HierarchicalSoftmax {
		t.Space, t.Rows = w.spaces[1].Name, w.Targets
	}
	return t
}

func (w *walk) scores(name string, title lab.Text, values []float32) lab.Tensor {
	return lab.Tensor{Name: name, Title: title, Shape: []int{1, len(values)}, Values: values, Labels: []string{name}, Columns: w.names()}
}

// names are those of the targets: labels, or decisions with the way that is right.
func (w *walk) names() []string {
	names := make([]string, len(w.Targets))
	for i, target := range w.Targets {
		if w.settings.Loss == fasttext.HierarchicalSoftmax {
			names[i] = fmt.Sprintf("%d →%.0f", target, w.Right[i])
		} else {
			names[i] = lab.PlainLabel(w.model.Dictionary.Labels[target])
		}
	}
	return names
}
