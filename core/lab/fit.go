package lab

import (
	"fmt"

	"nearspace/core/glove"
)

// A Fit is the training step of one count of co-occurrences, laid open.
type Fit struct {
	glove.Step
	Labels [2]string // of the words I and J
	Spaces [2]string // whose rows they are: of the words as centres, and as context
	Window int       // in which they were counted
}

// Stages returns the step from the count to the update.
func (f *Fit) Stages() []Stage {
	d := len(f.Word) - 1 // after the vector comes the bias
	row := func(side int, values, gradient []float32) Tensor {
		t := Tensor{Name: "w", Title: Text{En: "row of " + f.Labels[0] + " as the centre", Zh: f.Labels[0] + " 作为中心词的行"}, Rows: []int32{int32(f.I)}}
		if side == 1 {
			t = Tensor{Name: "w̃", Title: Text{En: "row of " + f.Labels[1] + " as context", Zh: f.Labels[1] + " 作为上下文词的行"}, Rows: []int32{int32(f.J)}}
		}
		t.Shape, t.Values, t.Labels, t.Space = []int{1, d}, values[:d], []string{f.Labels[side]}, f.Spaces[side]
		if gradient != nil {
			t.Gradient = gradient[:d]
		}
		return t
	}
	numbers := func(name string, title Text, columns []string, values ...float32) Tensor {
		return Tensor{Name: name, Title: title, Shape: []int{1, len(values)}, Values: values, Labels: []string{name}, Columns: columns}
	}
	biases := func(word, context []float32) Tensor {
		return numbers("b", Text{En: "biases", Zh: "偏置"}, []string{"b", "b̃"}, word[d], context[d])
	}
	sums := func(word, context []float32) Tensor {
		return Tensor{Name: "s", Title: Text{En: "sums of squared steps", Zh: "步长平方和"}, Shape: []int{2, d}, Values: append(append([]float32{}, word[:d]...), context[:d]...), Labels: []string{"w", "w̃"}}
	}
	count := numbers("X", Text{En: "how often they meet", Zh: "相遇次数"}, []string{"X"}, f.Count)
	target := numbers("f", Text{En: "target and weight", Zh: "目标与权重"}, []string{"log X", "f(X)"}, f.Target, f.Weight)
	prediction := numbers("p", Text{En: "prediction", Zh: "预测"}, []string{"w·w̃ + b + b̃"}, f.Prediction)
	errors := numbers("e", Text{En: "difference, weighted error, loss", Zh: "差、加权误差、损失"}, []string{"d", "e", "J"}, f.Difference, f.Error, f.Loss)
	before := []Tensor{row(0, f.Word, nil), row(1, f.Context, nil), biases(f.Word, f.Context)}
	products := make([]float32, d)
	for k := range products {
		products[k] = f.Word[k] * f.Context[k]
	}
	shares := Tensor{Name: "w∘w̃", Title: Text{En: "what each dimension brings", Zh: "各维的贡献"}, Shape: []int{1, d}, Values: products, Labels: []string{"wₖ·w̃ₖ"}}
	gradients := []Tensor{row(0, f.Word, f.WordGrad), row(1, f.Context, f.ContextGrad), biases(f.Word, f.Context)}
	gradients[2].Gradient = []float32{f.WordGrad[d], f.ContextGrad[d]}
	return []Stage{
		{ID: "count", Title: Text{En: "Count", Zh: "计数"},
			Help: Text{
				En: fmt.Sprintf("Wherever the two words stand within %d words of each other, one over their distance is added. Training does not see the text again, only this number.", f.Window),
				Zh: fmt.Sprintf("两词相距不超过 %d 个词之处，各加上距离的倒数。训练不再看文本，只看这个数。", f.Window)},
			Formula: `X_{ij} = \sum \tfrac1d`, Out: []Tensor{count}},
		{ID: "target", Title: Text{En: "Target and weight", Zh: "目标与权重"},
			Help: Text{
				En: "The prediction is to be the logarithm of the count. Rare pairs weigh less, since their counts are chance.",
				Zh: "预测值应等于计数的对数。罕见的词对计数近于偶然，权重较小。"},
			Formula: `f(x) = \min\bigl(1, (x/x_{\max})^\alpha\bigr)`, In: []Tensor{count}, Out: []Tensor{target}},
		{ID: "lookup", Title: Text{En: "Look up", Zh: "查表"},
			Help: Text{
				En: "Each word has two rows and two biases, one as the centre and one as context. The vector one uses in the end is the sum of both rows.",
				Zh: "每个词有两行与两个偏置：作为中心词与作为上下文词。最终使用的向量是两行之和。"},
			Formula: `w_i = W[i],\quad \tilde w_j = \tilde W[j]`, Out: before},
		{ID: "score", Title: Text{En: "Predict", Zh: "预测"},
			Help: Text{
				En: "The product of the two rows, and the biases, which take up how frequent each word is by itself.",
				Zh: "两行的点积加上偏置；偏置承担各词自身的频率。"},
			Formula: `p = w_i\cdot\tilde w_j + b_i + \tilde b_j`, In: before, Out: []Tensor{shares, prediction}},
		{ID: "loss", Title: Text{En: "Loss and error", Zh: "损失与误差"},
			Help: Text{
				En: fmt.Sprintf("The prediction is off by %.3f. Times the weight that is the error, cut off at ±100; the loss is %.4f.", f.Difference, f.Loss),
				Zh: fmt.Sprintf("预测偏差为 %.3f，乘以权重即误差（截断在 ±100）；损失为 %.4f。", f.Difference, f.Loss)},
			Formula: `d = p-\log X_{ij},\quad e = f(X_{ij})\,d,\quad J = \tfrac12 f(X_{ij})\,d^2`, In: []Tensor{prediction, target}, Out: []Tensor{errors}},
		{ID: "gradient", Title: Text{En: "Gradients", Zh: "梯度"},
			Help: Text{
				En: "Each row's gradient is the error times the other row; a bias gets the error itself.",
				Zh: "每一行的梯度是误差乘以另一行；偏置的梯度就是误差。"},
			Formula: `\frac{\partial J}{\partial w_i} = e\,\tilde w_j,\quad \frac{\partial J}{\partial\tilde w_j} = e\,w_i,\quad \frac{\partial J}{\partial b_i} = e`,
			In:      []Tensor{errors}, Out: gradients},
		{ID: "update", Title: Text{En: "Update: AdaGrad", Zh: "更新：AdaGrad"},
			Help: Text{
				En: fmt.Sprintf("The learning rate is %.4g. The square of each number's step is added to the sum of those so far, and the step is divided by the root of that sum.", f.Rate),
				Zh: fmt.Sprintf("学习率为 %.4g。每个数的步长先平方计入它至今的平方和，再除以该和的平方根。", f.Rate)},
			Formula: `g = \eta\,e\,\tilde w_j,\quad s \leftarrow s + g^2,\quad w_i \leftarrow w_i - \frac{g}{\sqrt{s}}`,
			In:      append(gradients, sums(f.WordSums, f.ContextSums)),
			Out:     []Tensor{row(0, f.WordAfter, nil), row(1, f.ContextAfter, nil), biases(f.WordAfter, f.ContextAfter), sums(f.WordSumsAfter, f.ContextSumsAfter)}},
	}
}
