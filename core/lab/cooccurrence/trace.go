package cooccurrence

import (
	"fmt"
	"strings"

	"nearspace/core/glove"
	"nearspace/core/lab"
)

// Trace implements lab.Run: the step of one entry. A position is a place of the
// text, whose word is taken with the one beside it; a text is a pair of words, or
// one, which is taken with what stands beside it most.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, fmt.Errorf("trace cooccurrence: %w", lab.ErrNotReady)
	}
	i, j, title, err := r.pick(p)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace cooccurrence: %w", err)
	}
	step, err := r.model.Look(i, j)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace cooccurrence: %w", err)
	}
	return lab.Trace{Title: title, Stages: r.stages(step)}, nil
}

// pick returns the entry that a pick means.
func (r *run) pick(p lab.Pick) (i, j int, title lab.Text, err error) {
	named := func(i, j int) (int, int, lab.Text, error) {
		a, b := r.label(i), r.label(j)
		return i, j, lab.Text{En: a + " beside " + b, Zh: a + " 与 " + b + " 相邻"}, nil
	}
	if p.Text != "" {
		ids, err := r.spaces[0].FindAll(lab.LabelsOf(p.Text))
		if err != nil {
			return 0, 0, lab.Text{}, err
		}
		switch len(ids) {
		case 0:
			return 0, 0, lab.Text{}, &lab.ArgumentError{Name: "text"}
		case 1:
			columns, x := r.model.Counts().Row(ids[0])
			if len(x) == 0 {
				return 0, 0, lab.Text{}, fmt.Errorf("no word stands beside %q", p.Text)
			}
			most := 0
			for k := range x {
				if x[k] > x[most] {
					most = k
				}
			}
			return named(ids[0], int(columns[most]))
		}
		return named(ids[0], ids[1])
	}
	if p.Position < 0 {
		i, j, ok := r.model.Next()
		if !ok {
			return 0, 0, lab.Text{}, &lab.ArgumentError{Name: "position", Value: fmt.Sprint(p.Position), Max: float64(len(r.corpus.IDs) - 1)}
		}
		return named(i, j)
	}
	return r.inText(p.Position)
}

// inText returns the entry of the word at a place and the next one, or the one
// before at the end of a sentence. A word alone has none: the text goes on.
func (r *run) inText(place int) (i, j int, title lab.Text, err error) {
	n := len(r.corpus.IDs)
	for p := place; p >= 0 && p < n; p++ {
		sentence, at := r.corpus.At(p)
		other := at + 1
		if other == len(sentence) {
			other = at - 1
		}
		if other < 0 {
			continue
		}
		var words []string
		for k := max(0, at-6); k < min(len(sentence), at+7); k++ {
			word := r.label(int(sentence[k]))
			if k == at || k == other {
				word = "[" + word + "]"
			}
			words = append(words, word)
		}
		text := strings.Join(words, " ")
		return int(sentence[at]), int(sentence[other]), lab.Text{En: "… " + text + " …", Zh: "…… " + text + " ……"}, nil
	}
	return 0, 0, lab.Text{}, &lab.ArgumentError{Name: "position", Value: fmt.Sprint(place), Max: float64(n - 1)}
}

func (r *run) stages(s glove.Step) []lab.Stage {
	d := r.model.Dim()
	row := func(name string, title lab.Text, space string, id int, values, gradient []float32) lab.Tensor {
		t := lab.Tensor{Name: name, Title: title, Shape: []int{1, d}, Values: values[:d], Labels: []string{r.label(id)}, Space: space, Rows: []int32{int32(id)}}
		if gradient != nil {
			t.Gradient = gradient[:d]
		}
		return t
	}
	centre := func(values, gradient []float32) lab.Tensor {
		return row("w", lab.Text{En: "row of " + r.label(s.I) + " as the centre", Zh: r.label(s.I) + " 作为中心词的行"}, "centre", s.I, values, gradient)
	}
	context := func(values, gradient []float32) lab.Tensor {
		return row("w̃", lab.Text{En: "row of " + r.label(s.J) + " as context", Zh: r.label(s.J) + " 作为上下文词的行"}, "context", s.J, values, gradient)
	}
	biases := func(word, other, wordGrad, otherGrad []float32) lab.Tensor {
		t := numbers("b", lab.Text{En: "biases", Zh: "偏置"}, []string{"b", "b̃"}, word[d], other[d])
		if wordGrad != nil {
			t.Gradient = []float32{wordGrad[d], otherGrad[d]}
		}
		return t
	}
	sums := func(name string, word, other []float32) lab.Tensor {
		return lab.Tensor{Name: name, Title: lab.Text{En: "sums of squared steps", Zh: "步长平方和"}, Shape: []int{2, d}, Values: append(append([]float32{}, word[:d]...), other[:d]...), Labels: []string{"w", "w̃"}}
	}
	count := numbers("X", lab.Text{En: "the entry of the matrix", Zh: "矩阵中的项"}, []string{"X"}, s.Count)
	target := numbers("f", lab.Text{En: "target and weight", Zh: "目标与权重"}, []string{"log X", "f(X)"}, s.Target, s.Weight)
	predicted := numbers("p", lab.Text{En: "prediction", Zh: "预测"}, []string{"w·w̃ + b + b̃"}, s.Prediction)
	errors := numbers("e", lab.Text{En: "difference, weighted error, loss", Zh: "差、加权误差、损失"}, []string{"d", "e", "J"}, s.Difference, s.Error, s.Loss)
	before := []lab.Tensor{centre(s.Word, nil), context(s.Context, nil), biases(s.Word, s.Context, nil, nil)}
	products := make([]float32, d)
	for k := range products {
		products[k] = s.Word[k] * s.Context[k]
	}
	shares := lab.Tensor{Name: "w∘w̃", Title: lab.Text{En: "what each dimension brings", Zh: "各维的贡献"}, Shape: []int{1, d}, Values: products, Labels: []string{"wₖ·w̃ₖ"}}
	gradients := []lab.Tensor{centre(s.Word, s.WordGrad), context(s.Context, s.ContextGrad), biases(s.Word, s.Context, s.WordGrad, s.ContextGrad)}
	return []lab.Stage{
		{ID: "count", Title: lab.Text{En: "Count", Zh: "计数"},
			Help: lab.Text{
				En: fmt.Sprintf("Wherever the two words stand within %d words of each other, one over their distance is added. Training does not see the text again, only this number.", r.params.Window),
				Zh: fmt.Sprintf("两词相距不超过 %d 个词之处，各加上距离的倒数。训练不再看文本，只看这个数。", r.params.Window)},
			Formula: `X_{ij} = \sum \tfrac1d`, Out: []lab.Tensor{count}},
		{ID: "target", Title: lab.Text{En: "Target and weight", Zh: "目标与权重"},
			Help: lab.Text{
				En: "The prediction is to be the logarithm of the count. Rare pairs weigh less, since their counts are chance.",
				Zh: "预测值应等于计数的对数。罕见的词对计数近于偶然，权重较小。"},
			Formula: `f(x) = \min\bigl(1, (x/x_{\max})^\alpha\bigr)`, In: []lab.Tensor{count}, Out: []lab.Tensor{target}},
		{ID: "lookup", Title: lab.Text{En: "Look up", Zh: "查表"},
			Help: lab.Text{
				En: "Each word has two rows and two biases, one as the centre and one as context. The vector one uses in the end is the sum of both rows.",
				Zh: "每个词有两行与两个偏置：作为中心词与作为上下文词。最终使用的向量是两行之和。"},
			Formula: `w_i = W[i],\quad \tilde w_j = \tilde W[j]`, Out: before},
		{ID: "prediction", Title: lab.Text{En: "Prediction", Zh: "预测"},
			Help: lab.Text{
				En: "The product of the two rows, and the biases, which take up how frequent each word is by itself.",
				Zh: "两行的点积加上偏置；偏置承担各词自身的频率。"},
			Formula: `p = w_i\cdot\tilde w_j + b_i + \tilde b_j`, In: before, Out: []lab.Tensor{shares, predicted}},
		{ID: "loss", Title: lab.Text{En: "Loss and error", Zh: "损失与误差"},
			Help: lab.Text{
				En: fmt.Sprintf("The prediction is off by %.3f. Times the weight that is the error, cut off at ±100; the loss is %.4f.", s.Difference, s.Loss),
				Zh: fmt.Sprintf("预测偏差为 %.3f，乘以权重即误差（截断在 ±100）；损失为 %.4f。", s.Difference, s.Loss)},
			Formula: `d = p-\log X_{ij},\quad e = f(X_{ij})\,d,\quad J = \tfrac12 f(X_{ij})\,d^2`, In: []lab.Tensor{predicted, target}, Out: []lab.Tensor{errors}},
		{ID: "gradient", Title: lab.Text{En: "Gradients", Zh: "梯度"},
			Help: lab.Text{
				En: "Each row's gradient is the error times the other row; a bias gets the error itself.",
				Zh: "每一行的梯度是误差乘以另一行；偏置的梯度就是误差。"},
			Formula: `\frac{\partial J}{\partial w_i} = e\,\tilde w_j,\quad \frac{\partial J}{\partial\tilde w_j} = e\,w_i,\quad \frac{\partial J}{\partial b_i} = e`,
			In:      []lab.Tensor{errors}, Out: gradients},
		{ID: "update", Title: lab.Text{En: "Update: AdaGrad", Zh: "更新：AdaGrad"},
			Help: lab.Text{
				En: fmt.Sprintf("The learning rate is %.4g. Each number's step is divided by the root of the sum of its squared steps so far, and then adds to that sum.", s.Rate),
				Zh: fmt.Sprintf("学习率为 %.4g。每个数的步长除以它至今步长平方和的平方根，再计入该和。", s.Rate)},
			Formula: `g = \eta\,e\,\tilde w_j,\quad w_i \leftarrow w_i - \frac{g}{\sqrt{s}},\quad s \leftarrow s + g^2`,
			In:      append(gradients, sums("s", s.WordSums, s.ContextSums)),
			Out:     []lab.Tensor{centre(s.WordAfter, nil), context(s.ContextAfter, nil), biases(s.WordAfter, s.ContextAfter, nil, nil), sums("s", s.WordSumsAfter, s.ContextSumsAfter)}},
	}
}

// numbers is a tensor of single numbers, each with its name.
func numbers(name string, title lab.Text, columns []string, values ...float32) lab.Tensor {
	return lab.Tensor{Name: name, Title: title, Shape: []int{1, len(values)}, Values: values, Labels: []string{name}, Columns: columns}
}
