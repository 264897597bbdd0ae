package layer

import (
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"strconv"

	"nearspace/core/dataset"
	"nearspace/core/embedding"
	"nearspace/core/lab"
	"nearspace/core/vec"
)

// At most so many examples of a batch are shown, and columns of a one-hot matrix
// or rows of a table that is not the layer.
const (
	shownExamples = 8
	shownRows     = 64
	shownOutputs  = 20
)

// Trace implements lab.Run: one batch, step by step, taken by a copy of the
// model.
func (r *run) Trace(p lab.Pick) (lab.Trace, error) {
	trace, err := r.trace(p)
	if err != nil {
		return lab.Trace{}, fmt.Errorf("trace layer: %w", err)
	}
	return trace, nil
}

func (r *run) trace(p lab.Pick) (lab.Trace, error) {
	if r.spaces == nil {
		return lab.Trace{}, lab.ErrNotReady
	}
	var b batch
	if p.Text != "" {
		var err error
		if b, err = r.parse(p.Text); err != nil {
			return lab.Trace{}, err
		}
	} else {
		from := p.Position
		if from == -1 {
			from = r.model.next()
		}
		if from < 0 || from >= r.task.size() {
			return lab.Trace{}, &lab.ArgumentError{Name: "position", Value: fmt.Sprint(from), Max: float64(r.task.size() - 1)}
		}
		r.task.read(&b, from, r.params.Batch)
	}
	m, err := r.model.clone()
	if err != nil {
		return lab.Trace{}, err
	}
	m.batch = b
	l := &look{model: m, shown: min(b.n, shownExamples)}
	if err := l.walk(); err != nil {
		return lab.Trace{}, err
	}
	return lab.Trace{Title: l.title(p), Stages: l.stages}, nil
}

// A look walks a copy of a model through a batch and notes what it sees.
type look struct {
	*model
	shown  int // examples
	stages []lab.Stage
}

func (l *look) walk() error {
	if err := l.forward(true); err != nil {
		return err
	}
	l.idsStage()
	l.lookupStage()
	if err := l.oneHotStage(); err != nil {
		return err
	}
	l.combineStage()
	l.headStage()
	l.lossStage()
	if !l.hasTargets() {
		return nil
	}
	if err := l.backward(); err != nil {
		return err
	}
	l.backwardStage()
	l.rowsStage()
	l.coalesceStage()
	l.clipStage()
	return l.updateStages()
}

func (l *look) add(s lab.Stage) { l.stages = append(l.stages, s) }

func (l *look) title(p lab.Pick) lab.Text {
	if l.n == 1 {
		words := l.task.say(l.batch, 0)
		if l.hasTargets() {
			words += " → " + l.task.sayTarget(l.batch, 0)
		}
		return lab.Same(words)
	}
	if l.shown < l.n {
		return lab.Text{
			En: fmt.Sprintf("A batch of %d examples, of which the first %d are shown", l.n, l.shown),
			Zh: fmt.Sprintf("一批 %d 例，显示前 %d 例", l.n, l.shown)}
	}
	return lab.Text{En: fmt.Sprintf("A batch of %d examples", l.n), Zh: fmt.Sprintf("一批 %d 例", l.n)}
}

// Tensors.

// examples is a matrix with a row for each example shown.
func (l *look) examples(name string, title lab.Text, values, gradient []float32, columns []string) lab.Tensor {
	width := len(values) / l.n
	t := lab.Tensor{Name: name, Title: title, Shape: []int{l.shown, width}, Values: slices.Clone(values[:l.shown*width]), Columns: columns}
	if gradient != nil {
		t.Gradient = slices.Clone(gradient[:l.shown*width])
	}
	for i := range l.shown {
		t.Labels = append(t.Labels, l.task.say(l.batch, i))
	}
	return t
}

// words is a matrix whose rows are rows of the layer.
func (l *look) words(name string, title lab.Text, ids []int32, values, gradient []float32) lab.Tensor {
	t := lab.Tensor{Name: name, Title: title, Shape: []int{len(ids), l.params.Dim}, Values: values, Gradient: gradient, Space: "words", Rows: ids}
	for _, id := range ids {
		t.Labels = append(t.Labels, l.task.words[id])
	}
	return t
}

// outputs is a matrix whose rows are rows of U.
func (l *look) outputs(name string, title lab.Text, ids []int32, values, gradient []float32) lab.Tensor {
	t := lab.Tensor{Name: name, Title: title, Shape: []int{len(ids), len(values) / max(1, len(ids))}, Values: values, Gradient: gradient, Space: "output", Rows: ids}
	for _, id := range ids {
		t.Labels = append(t.Labels, l.task.outputs[id])
	}
	if l.params.Tied {
		t.Space = "words"
		t.Rows = slices.Clone(ids)
		for k := range t.Rows {
			t.Rows[k]++
		}
	}
	return t
}

// rowsOf copies rows of a table.
func rowsOf(t *embedding.Table, ids []int32) []float32 {
	var values []float32
	for _, id := range ids {
		values = append(values, t.Row(int(id))...)
	}
	return values
}

// places returns the ids that are shown.
func (l *look) places() []int32 { return slices.Clone(l.batch.ids[:l.shown*l.task.width]) }

// distinct returns the ids shown, each once, in rising order.
func (l *look) distinct() []int32 {
	ids := l.places()
	slices.Sort(ids)
	return slices.Compact(ids)
}

// rightOutputs returns the rows of U that are shown: all, or those that the
// examples shown are about.
func (l *look) shownOutputs() []int32 {
	var ids []int32
	switch {
	case l.noise != nil && l.hasTargets():
		ids = slices.Clone(l.targets[:l.shown*(1+negatives)])
	case len(l.task.outputs) <= shownRows:
		for c := range l.task.outputs {
			ids = append(ids, int32(c))
		}
	case l.hasTargets():
		ids = slices.Clone(l.classes[:l.shown])
	default:
		return l.best()
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// best returns the outputs with the highest scores for the first example.
func (l *look) best() []int32 {
	ids := make([]int32, len(l.task.outputs))
	for c := range ids {
		ids[c] = int32(c)
	}
	scores := part(l.scores, 0, len(ids))
	slices.SortStableFunc(ids, func(a, b int32) int {
		switch {
		case scores[a] > scores[b]:
			return -1
		case scores[a] < scores[b]:
			return 1
		}
		return 0
	})
	return ids[:min(len(ids), shownOutputs)]
}

// Forward.

func (l *look) idsStage() {
	ids := make([]float32, len(l.batch.ids))
	for i, id := range l.batch.ids {
		ids[i] = float32(id)
	}
	l.add(lab.Stage{ID: "ids", Title: lab.Text{En: "Ids", Zh: "编号"},
		Help: lab.Text{
			En: "Each word is a number: the row of the table that is its own. Short examples are filled up with 0.",
			Zh: "每个词是一个编号，即它在表中所占的行。短的例子用 0 补齐。"},
		Formula: `\mathrm{ids} \in \{0,\dots,V-1\}^{n\times k}`,
		Out:     []lab.Tensor{l.examples("ids", lab.Text{En: "ids of the words", Zh: "词的编号"}, ids, nil, nil)}})
}

func (l *look) looked() lab.Tensor {
	ids := l.places()
	return l.words("E", lab.Text{En: "looked-up rows", Zh: "查到的行"}, ids, slices.Clone(l.rows.Weights.Data[:len(ids)*l.params.Dim]), nil)
}

func (l *look) lookupStage() {
	help := lab.Text{
		En: "The row of each id is copied out of the table: one row for each place of the batch, equal ids give equal rows.",
		Zh: "按编号从表中复制出各行：批中每个位置一行，相同编号得到相同的行。"}
	switch {
	case l.table == nil:
		help = lab.Text{
			En: "There is no table with a row for each word: rows are made of what the compressed layer keeps, and then go on like any others.",
			Zh: "没有为每个词存一行的表：各行由压缩层所存的内容算出，之后与普通行无异。"}
	case l.params.MaxNormMode == "read":
		help.En += " Rows that are too long are shortened in the copy."
		help.Zh += "过长的行在副本中被缩短。"
	case l.params.MaxNormMode == "inplace":
		help.En += " Rows that are too long are first shortened in the table itself."
		help.Zh += "过长的行先在表中被缩短。"
	}
	l.add(lab.Stage{ID: "lookup", Title: lab.Text{En: "Look up", Zh: "查表"}, Help: help,
		Formula: `e_j = W[\mathrm{id}_j]`, Out: []lab.Tensor{l.looked()}})
}

func (l *look) oneHotStage() error {
	ids, columns := l.places(), l.distinct()
	dim, v := l.params.Dim, len(l.task.words)
	if v <= shownRows {
		columns = make([]int32, v)
		for i := range columns {
			columns[i] = int32(i)
		}
	}
	w := embedding.NewTable(len(columns), dim)
	for k, id := range columns {
		if err := l.in.Lookup(w.Row(k), []int32{id}); err != nil {
			return err
		}
	}
	hot := make([]float32, len(ids)*len(columns))
	local := make([]int32, len(ids))
	for i, id := range ids {
		k, _ := slices.BinarySearch(columns, id)
		hot[i*len(columns)+k], local[i] = 1, int32(k)
	}
	product := make([]float32, len(ids)*dim)
	if _, err := w.OneHot(product, local); err != nil {
		return err
	}
	lookup, oneHot := costs(v, dim, len(ids))
	left := lab.Text{}
	if len(columns) < v {
		left = lab.Text{
			En: fmt.Sprintf(" Of the %d columns only the %d with a one are shown.", v, len(columns)),
			Zh: fmt.Sprintf("共 %d 列，只显示含 1 的 %d 列。", v, len(columns))}
	}
	h := lab.Tensor{Name: "H", Title: lab.Text{En: "one-hot matrix", Zh: "独热矩阵"}, Shape: []int{len(ids), len(columns)}, Values: hot}
	for _, id := range ids {
		h.Labels = append(h.Labels, l.task.words[id])
	}
	for _, id := range columns {
		h.Columns = append(h.Columns, l.task.words[id])
	}
	l.add(lab.Stage{ID: "onehot", Title: lab.Text{En: "The same as a product", Zh: "等价的矩阵乘法"},
		Help: lab.Text{
			En: fmt.Sprintf("A matrix with a single one in each row, times the table, gives the same rows. For these %d ids that is %d multiplications and %d bytes read and written; looking up is none and %d bytes.%s", len(ids), oneHot.Multiplications, oneHot.Bytes, lookup.Bytes, left.En),
			Zh: fmt.Sprintf("每行只有一个 1 的矩阵乘以表，得到同样的行。对这 %d 个编号需 %d 次乘法、读写 %d 字节；查表不需乘法，读写 %d 字节。%s", len(ids), oneHot.Multiplications, oneHot.Bytes, lookup.Bytes, left.Zh)},
		Formula: `E = H\,W,\quad H_{ji} = [\,i = \mathrm{id}_j\,]`,
		In:      []lab.Tensor{h, l.words("W", lab.Text{En: "rows of the table", Zh: "表的行"}, columns, tight(w), nil)},
		Out:     []lab.Tensor{l.words("HW", lab.Text{En: "their product", Zh: "乘积"}, ids, product, nil)}})
	return nil
}

// costs are those of reading so many rows of a table of v × dim in two ways.
func costs(v, dim, ids int) (lookup, oneHot embedding.Cost) {
	var t embedding.Table
	t.Weights.Rows, t.Weights.Cols = v, dim
	return t.LookupCost(ids), t.OneHotCost(ids)
}

// tight returns a table's numbers without the elements of padding.
func tight(t *embedding.Table) []float32 {
	var values []float32
	for i := range t.Rows() {
		values = append(values, t.Row(i)...)
	}
	return values
}

var combineFormulas = map[string]string{
	"mean":  `h = \frac{1}{k}\sum_j e_j`,
	"sum":   `h = \sum_j e_j`,
	"max":   `h_d = \max_j e_{jd}`,
	"sqrtn": `h = \frac{1}{\sqrt{k}}\sum_j e_j`,
}

func (l *look) combinedTensor(gradient []float32) lab.Tensor {
	return l.examples("h", lab.Text{En: "one vector for each example", Zh: "每例一个向量"}, l.combined, gradient, nil)
}

// hiddenTensor is what the head gets.
func (l *look) hiddenTensor(gradient []float32) lab.Tensor {
	if l.params.Dropout == 0 {
		return l.combinedTensor(gradient)
	}
	return l.examples("h′", lab.Text{En: "after dropout", Zh: "随机失活之后"}, l.hidden, gradient, nil)
}

func (l *look) combineStage() {
	help := lab.Text{
		En: "The rows of an example become one vector.",
		Zh: "一个例子的各行合成一个向量。"}
	if l.params.Padding {
		help.En += " The padding row is left out and does not count."
		help.Zh += "填充行不参与，也不计数。"
	}
	stage := lab.Stage{ID: "combine", Title: lab.Text{En: "Combine", Zh: "合并"}, Help: help,
		Formula: combineFormulas[l.params.Combine], In: []lab.Tensor{l.looked()}, Out: []lab.Tensor{l.combinedTensor(nil)}}
	if l.params.Dropout > 0 {
		stage.Formula += `,\quad h' = \frac{m\odot h}{1-p},\; m_d \in \{0,1\}`
		stage.Out = append(stage.Out, l.hiddenTensor(nil))
	}
	l.add(stage)
}

// scoreTensor is of the scores, or of what has their shape.
func (l *look) scoreTensor(name string, title lab.Text, values, gradient []float32) lab.Tensor {
	if l.noise != nil && l.hasTargets() {
		columns := []string{"right"}
		for j := range negatives {
			columns = append(columns, fmt.Sprintf("other %d", j+1))
		}
		return l.examples(name, title, values, gradient, columns)
	}
	if l.noise == nil {
		return l.examples(name, title, values, gradient, l.task.outputs)
	}
	// Too many to show: the highest of the first example.
	best := l.best()
	t := lab.Tensor{Name: name, Title: title, Shape: []int{l.shown, len(best)}}
	for i := range l.shown {
		t.Labels = append(t.Labels, l.task.say(l.batch, i))
		for _, c := range best {
			t.Values = append(t.Values, part(values, i, len(l.task.outputs))[c])
		}
	}
	for _, c := range best {
		t.Columns = append(t.Columns, l.task.outputs[c])
	}
	return t
}

func (l *look) headTensors() []lab.Tensor {
	ids := l.shownOutputs()
	tensors := []lab.Tensor{l.outputs("U", lab.Text{En: "rows of the outputs", Zh: "输出的行"}, ids, rowsOf(l.out, ids), nil)}
	if l.bias != nil && len(l.task.outputs) <= shownRows {
		tensors = append(tensors, l.biasTensor(slices.Clone(l.bias.Row(0)), nil))
	}
	return tensors
}

func (l *look) biasTensor(values, gradient []float32) lab.Tensor {
	return lab.Tensor{Name: "b", Title: lab.Text{En: "bias", Zh: "偏置"}, Shape: []int{1, len(values)}, Values: values, Gradient: gradient, Columns: l.task.outputs}
}

func (l *look) headStage() {
	stage := lab.Stage{ID: "head", Title: lab.Text{En: "Score", Zh: "打分"},
		Help: lab.Text{
			En: "Each output has a row of its own; its product with the example's vector, plus a bias, is the score.",
			Zh: "每个输出有自己的一行；与例子的向量做点积再加偏置，即为得分。"},
		Formula: `s = U h + b`,
		In:      append([]lab.Tensor{l.hiddenTensor(nil)}, l.headTensors()...),
		Out:     []lab.Tensor{l.scoreTensor("s", lab.Text{En: "scores", Zh: "得分"}, l.scores, nil)}}
	if l.noise != nil {
		stage.Formula = `s_c = u_c \cdot h`
		stage.Help = lab.Text{
			En: fmt.Sprintf("Of %d words only the right one and %d others, drawn by count^¾, are scored: all of them would take most of the time.", len(l.task.outputs), negatives),
			Zh: fmt.Sprintf("共 %d 个词，只给正确的词和按 词频^¾ 抽取的另外 %d 个打分：全部打分会占去大部分时间。", len(l.task.outputs), negatives)}
		if !l.hasTargets() {
			stage.Help = lab.Text{
				En: fmt.Sprintf("All %d words are scored; the highest scores are shown.", len(l.task.outputs)),
				Zh: fmt.Sprintf("给全部 %d 个词打分；只显示得分最高者。", len(l.task.outputs))}
		}
	}
	if l.params.Tied {
		stage.Help.En += " The rows are those of the table itself: they are tied."
		stage.Help.Zh += "这些行就是表本身的行：二者共享。"
	}
	l.add(stage)
}

func (l *look) lossStage() {
	stage := lab.Stage{ID: "loss", Title: lab.Text{En: "Prediction and loss", Zh: "预测与损失"},
		In: []lab.Tensor{l.scoreTensor("s", lab.Text{En: "scores", Zh: "得分"}, l.scores, nil)}}
	switch {
	case l.task.kind == dataset.KindTargets:
		stage.Formula = `p = \sigma(s),\quad L = \frac1C\sum_c (p_c-y_c)^2`
		stage.Help = lab.Text{
			En: "The sigmoid brings each score between 0 and 1, where the data's numbers were brought as well. The loss is the mean squared difference.",
			Zh: "sigmoid 把得分变到 0 与 1 之间，数据中的数值也缩放到该范围。损失是差的平方的平均。"}
	case l.noise != nil && l.hasTargets():
		stage.Formula = `p = \sigma(s),\quad L = -\log p_y - \sum_n \log(1-p_n)`
		stage.Help = lab.Text{
			En: "The sigmoid makes of each score how likely it is the right word. It should be near 1 for the first and near 0 for the others.",
			Zh: "sigmoid 把得分变为“是正确的词”的概率：第一个应接近 1，其余应接近 0。"}
	default:
		stage.Formula = `p_c = \frac{e^{s_c}}{\sum_i e^{s_i}},\quad L = -\log p_y`
		stage.Help = lab.Text{
			En: "The softmax makes probabilities of the scores. The loss is how surprising the right one is.",
			Zh: "softmax 把得分变为概率。损失衡量正确结果有多出乎意料。"}
	}
	stage.Out = append(stage.Out, l.scoreTensor("p", lab.Text{En: "prediction", Zh: "预测"}, l.probable, nil))
	if !l.hasTargets() {
		stage.Title = lab.Text{En: "Prediction", Zh: "预测"}
		stage.Help.En += " Without a target there is no loss, and nothing goes back."
		stage.Help.Zh += "没有目标就没有损失，也就没有反向传播。"
		l.add(stage)
		return
	}
	stage.Out = append(stage.Out, l.targetTensor())
	losses := make([]float32, l.n)
	var mean float64
	for i, x := range l.losses {
		losses[i] = float32(x)
		mean += x / float64(l.n)
	}
	stage.Out = append(stage.Out, l.examples("L", lab.Text{En: "loss of each example", Zh: "每例的损失"}, losses, nil, nil))
	stage.Help.En += fmt.Sprintf(" The loss of the batch is its mean, %.4f.", mean)
	stage.Help.Zh += fmt.Sprintf("该批的损失为平均值 %.4f。", mean)
	l.add(stage)
}

func (l *look) targetTensor() lab.Tensor {
	title := lab.Text{En: "targets", Zh: "目标"}
	if l.task.kind == dataset.KindTargets {
		return l.examples("y", title, l.numbers, nil, l.task.outputs)
	}
	right := make([]float32, len(l.scores))
	width := len(l.scores) / l.n
	for i := range l.n {
		c := 0
		if l.noise == nil {
			c = int(l.classes[i])
		}
		right[i*width+c] = 1
	}
	return l.scoreTensor("y", title, right, nil)
}

// Backward.

func (l *look) backwardStage() {
	stage := lab.Stage{ID: "backward", Title: lab.Text{En: "Back through the head", Zh: "反向经过输出层"},
		Formula: `\frac{\partial L}{\partial s} = \tfrac1n(p - y),\quad \frac{\partial L}{\partial h} = U^\top\frac{\partial L}{\partial s},\quad \frac{\partial L}{\partial U} = \frac{\partial L}{\partial s}h^\top`,
		Help: lab.Text{
			En: "What the prediction is off by is the gradient of the scores; the head's rows carry it back to the vector of each example.",
			Zh: "预测的偏差即得分的梯度；经输出层的各行传回每个例子的向量。"},
		In: []lab.Tensor{l.scoreTensor("s", lab.Text{En: "scores", Zh: "得分"}, l.scores, l.dScores)}}
	if l.task.kind == dataset.KindTargets {
		stage.Formula = `\frac{\partial L}{\partial s} = \tfrac{2}{nC}(p-y)\,p\,(1-p),\quad \frac{\partial L}{\partial h} = U^\top\frac{\partial L}{\partial s},\quad \frac{\partial L}{\partial U} = \frac{\partial L}{\partial s}h^\top`
	}
	stage.Out = []lab.Tensor{l.hiddenTensor(l.dHidden)}
	if l.params.Dropout > 0 {
		stage.Out = append(stage.Out, l.combinedTensor(l.dCombined))
	}
	stage.Out = append(stage.Out, l.headGradients()...)
	l.add(stage)
}

// headGradients are U and b as they are, with their gradients.
func (l *look) headGradients() []lab.Tensor {
	g, first := l.outGrad()
	sum := g.Coalesce()
	ids := l.shownOutputs()
	var gradient []float32
	for _, id := range ids {
		gradient = append(gradient, find(sum, first+id)...)
	}
	tensors := []lab.Tensor{l.outputs("U", lab.Text{En: "rows of the outputs", Zh: "输出的行"}, ids, rowsOf(l.out, ids), gradient)}
	if l.bias != nil && len(l.task.outputs) <= shownRows {
		tensors = append(tensors, l.biasTensor(slices.Clone(l.bias.Row(0)), slices.Clone(l.grads[len(l.grads)-1].raw.Values)))
	}
	return tensors
}

// find returns the gradient of a row of a coalesced gradient, zeros if it has
// none.
func find(g embedding.SparseGrad, row int32) []float32 {
	if k, found := slices.BinarySearch(g.Rows, row); found {
		return g.Row(k)
	}
	return make([]float32, g.Dim)
}

var rowsFormulas = map[string]string{
	"mean":  `\frac{\partial L}{\partial e_j} = \frac1k\,\frac{\partial L}{\partial h}`,
	"sum":   `\frac{\partial L}{\partial e_j} = \frac{\partial L}{\partial h}`,
	"max":   `\frac{\partial L}{\partial e_{jd}} = \frac{\partial L}{\partial h_d}\,[\,j = \arg\max_i e_{id}\,]`,
	"sqrtn": `\frac{\partial L}{\partial e_j} = \frac1{\sqrt k}\,\frac{\partial L}{\partial h}`,
}

// rowGradients is the gradient of each place shown that has one.
func (l *look) rowGradients() lab.Tensor {
	var ids []int32
	var values, gradient []float32
	for k, place := range l.dRows.Rows {
		if int(place) < l.shown*l.task.width {
			ids = append(ids, l.batch.ids[place])
			values = append(values, l.rows.Row(int(place))...)
			gradient = append(gradient, l.dRows.Row(k)...)
		}
	}
	return l.words("E", lab.Text{En: "looked-up rows", Zh: "查到的行"}, ids, values, gradient)
}

func (l *look) rowsStage() {
	help := lab.Text{
		En: "Each row that was looked up gets its share of the gradient; every other row of the table gets none. A word that occurs twice stands here twice.",
		Zh: "查到的每一行得到自己的一份梯度，表中其余各行没有梯度。出现两次的词在此列两次。"}
	if l.params.Padding {
		help.En += " The padding row stays dark."
		help.Zh += "填充行没有梯度。"
	}
	l.add(lab.Stage{ID: "rows", Title: lab.Text{En: "Back to the rows", Zh: "反向到各行"}, Help: help,
		Formula: rowsFormulas[l.params.Combine], In: []lab.Tensor{l.combinedTensor(l.dCombined)}, Out: []lab.Tensor{l.rowGradients()}})
}

// layerGrads returns the gradients of the table, or of the tables that stand for
// it.
func (l *look) layerGrads() []gradient {
	var grads []gradient
	for _, g := range l.grads {
		if g.table != l.out && g.table != l.bias {
			grads = append(grads, g)
		}
	}
	return grads
}

// touched returns which rows of a table are shown.
func (l *look) touched(g gradient) []int32 {
	if g.table != l.table {
		return g.sum.Rows[:min(len(g.sum.Rows), shownRows)]
	}
	var ids []int32
	for _, id := range l.distinct() {
		if _, found := slices.BinarySearch(g.sum.Rows, id); found {
			ids = append(ids, id)
		}
	}
	return ids
}

// tableTensor is rows of a table of the layer.
func (l *look) tableTensor(g gradient, title lab.Text, ids []int32, values, gradient []float32) lab.Tensor {
	if g.table == l.table {
		return l.words(g.name, title, ids, values, gradient)
	}
	t := lab.Tensor{Name: g.name, Title: title, Shape: []int{len(ids), g.table.Dim()}, Values: values, Gradient: gradient}
	for _, id := range ids {
		t.Labels = append(t.Labels, strconv.Itoa(int(id)))
	}
	return t
}

func (l *look) sums(name string, title lab.Text) []lab.Tensor {
	var tensors []lab.Tensor
	for _, g := range l.layerGrads() {
		ids := l.touched(g)
		var gradient []float32
		for _, id := range ids {
			gradient = append(gradient, find(g.sum, id)...)
		}
		t := l.tableTensor(g, title, ids, rowsOf(g.table, ids), gradient)
		t.Name += name
		tensors = append(tensors, t)
	}
	return tensors
}

func (l *look) coalesceStage() {
	help := lab.Text{
		En: "Equal rows are added up: each row of the table now stands once. Only these are handed to the optimizer, however large the table is.",
		Zh: "相同的行相加：表中每行只出现一次。无论表有多大，只把这些交给优化器。"}
	formula := `G_i = \sum_{j:\,\mathrm{id}_j = i} \frac{\partial L}{\partial e_j}`
	switch {
	case l.table == nil:
		help.En += " Here the gradient has gone on to the tables that rows are made of."
		help.Zh += "此处梯度继续传到构成各行的那些表。"
	case l.params.ScaleByFrequency:
		formula = `G_i = \frac{1}{c_i}\sum_{j:\,\mathrm{id}_j = i} \frac{\partial L}{\partial e_j},\quad c_i = |\{j:\mathrm{id}_j=i\}|`
		help.En += " Each is divided by how often its word occurs in the batch."
		help.Zh += "每行除以该词在批中出现的次数。"
	}
	out := l.sums("", lab.Text{En: "gradient of the table", Zh: "表的梯度"})
	if l.table != nil {
		times := map[int32]float32{}
		for _, id := range l.ids {
			times[id]++
		}
		ids := out[0].Rows
		counts := lab.Tensor{Name: "c", Title: lab.Text{En: "times in the batch", Zh: "批中出现次数"}, Shape: []int{len(ids), 1}, Labels: out[0].Labels, Space: "words", Rows: ids}
		for _, id := range ids {
			counts.Values = append(counts.Values, times[id])
		}
		out = append(out, counts)
	}
	l.add(lab.Stage{ID: "coalesce", Title: lab.Text{En: "Add up repeats", Zh: "合并重复"}, Help: help, Formula: formula,
		In: []lab.Tensor{l.rowGradients()}, Out: out})
}

// norm returns that of all gradients together.
func (l *look) allNorm() float32 {
	var sum float64
	for _, g := range l.grads {
		sum += float64(vec.Dot(g.sum.Values, g.sum.Values))
	}
	return float32(math.Sqrt(sum))
}

func (l *look) clipStage() {
	before, norm := l.sums("", lab.Text{En: "before", Zh: "之前"}), l.allNorm()
	l.clip()
	if l.params.Clip == "none" {
		return
	}
	after := l.allNorm()
	stage := lab.Stage{ID: "clip", Title: lab.Text{En: "Clip", Zh: "裁剪"},
		Formula: `G \leftarrow G\cdot\min\!\left(1, \frac{c}{\lVert G\rVert}\right)`,
		Help: lab.Text{
			En: fmt.Sprintf("All gradients of the step, the head's included, are together %.4g long. What is longer than %.4g is shortened to that; the direction stays.", norm, l.params.ClipAt),
			Zh: fmt.Sprintf("这一步的全部梯度（含输出层）合起来长 %.4g。超过 %.4g 时缩短到该长度，方向不变。", norm, l.params.ClipAt)},
		In: before, Out: l.sums("", lab.Text{En: "after", Zh: "之后"})}
	if l.params.Clip == "value" {
		stage.Formula = `G_{id} \leftarrow \min(\max(G_{id}, -c), c)`
		stage.Help = lab.Text{
			En: fmt.Sprintf("Each number is cut off at ±%.4g. The length of all falls from %.4g to %.4g, and the direction changes.", l.params.ClipAt, norm, after),
			Zh: fmt.Sprintf("每个数截断在 ±%.4g。总长度由 %.4g 变为 %.4g，方向随之改变。", l.params.ClipAt, norm, after)}
	}
	stage.Out = append(stage.Out, lab.Tensor{Name: "‖G‖", Title: lab.Text{En: "lengths", Zh: "长度"}, Shape: []int{3, 1},
		Values: []float32{norm, float32(l.params.ClipAt), after}, Labels: []string{"before", "limit", "after"}})
	l.add(stage)
}

// remembers says what an optimizer keeps of a row, in the order in which it
// keeps it: so many numbers of each name, as long as the row or a single one.
var remembers = map[string][]struct {
	name   string
	single bool
}{
	"momentum":   {{"b", false}},
	"nesterov":   {{"b", false}},
	"adagrad":    {{"s", false}},
	"rowwise":    {{"s", true}},
	"rmsprop":    {{"v", false}},
	"adam":       {{"m", false}, {"v", false}},
	"adamw":      {{"m", false}, {"v", false}},
	"sparseadam": {{"m", false}, {"v", false}},
	"lazyadam":   {{"m", false}, {"v", false}, {"t", true}},
	"ftrl":       {{"z", false}, {"n", false}},
}

var optimizerFormulas = map[string]string{
	"sgd":        `W_i \leftarrow W_i - \eta\,G_i`,
	"momentum":   `b \leftarrow \mu b + G,\quad W \leftarrow W - \eta\,b`,
	"nesterov":   `b \leftarrow \mu b + G,\quad W \leftarrow W - \eta\,(G + \mu b)`,
	"adagrad":    `s \leftarrow s + G^2,\quad W \leftarrow W - \eta\,\frac{G}{\sqrt{s}+\epsilon}`,
	"rowwise":    `s \leftarrow s + \tfrac1D\lVert G\rVert^2,\quad W \leftarrow W - \eta\,\frac{G}{\sqrt{s}+\epsilon}`,
	"rmsprop":    `v \leftarrow \alpha v + (1-\alpha)G^2,\quad W \leftarrow W - \eta\,\frac{G}{\sqrt{v}+\epsilon}`,
	"adam":       `m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W \leftarrow W - \eta\,\frac{m/(1-\beta_1^t)}{\sqrt{v/(1-\beta_2^t)}+\epsilon}`,
	"adamw":      `W \leftarrow (1-\eta\lambda)W,\quad m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W \leftarrow W - \eta\,\frac{m/(1-\beta_1^t)}{\sqrt{v/(1-\beta_2^t)}+\epsilon}`,
	"sparseadam": `m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W \leftarrow W - \eta\,\frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\,\frac{m}{\sqrt{v}+\epsilon}`,
	"lazyadam":   `t_i \leftarrow t_i + 1,\; m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W_i \leftarrow W_i - \eta\,\frac{m/(1-\beta_1^{t_i})}{\sqrt{v/(1-\beta_2^{t_i})}+\epsilon}`,
	"ftrl":       `z \leftarrow z + G - \frac{\sqrt{n+G^2}-\sqrt n}{\eta}W,\; n \leftarrow n + G^2,\quad W \leftarrow \frac{-z}{(\beta+\sqrt n)/\eta + \lambda_2}`,
}

// state returns what the optimizer remembers of the rows of the layer.
func (l *look) remembered() ([]lab.Tensor, error) {
	var tensors []lab.Tensor
	for _, g := range l.layerGrads() {
		ids := l.touched(g)
		pick := &rowPicker{wanted: ids, rows: map[int32][]float32{}}
		if err := l.optimizer.Save(pick, g.table); err != nil {
			return nil, err
		}
		from := 0
		for _, kept := range remembers[l.params.Optimizer] {
			width := g.table.Dim()
			if kept.single {
				width = 1
			}
			t := l.tableTensor(g, lab.Text{En: "remembered of each row", Zh: "为每行记住的数"}, ids, nil, nil)
			t.Name, t.Shape = kept.name, []int{len(ids), width}
			if g.table != l.table {
				t.Name += " of " + g.name
			}
			for _, id := range ids {
				t.Values = append(t.Values, pick.rows[id][from:from+width]...)
			}
			from += width
			tensors = append(tensors, t)
		}
	}
	return tensors, nil
}

// A rowPicker takes some rows out of what an optimizer saves of a table: a
// header, then each row in a piece of its own.
type rowPicker struct {
	wanted []int32 // rising
	rows   map[int32][]float32
	pieces int
}

func (p *rowPicker) Write(b []byte) (int, error) {
	row := int32(p.pieces - 1)
	p.pieces++
	if _, found := slices.BinarySearch(p.wanted, row); found {
		values := make([]float32, len(b)/4)
		for k := range values {
			values[k] = math.Float32frombits(binary.LittleEndian.Uint32(b[4*k:]))
		}
		p.rows[row] = values
	}
	return len(b), nil
}

func (l *look) updateStages() error {
	kept, err := l.remembered()
	if err != nil {
		return err
	}
	gradients := l.sums("", lab.Text{En: "gradient of the table", Zh: "表的梯度"})
	before, head := l.weights(lab.Text{En: "before", Zh: "之前"}), l.headTensors()
	if err := l.update(); err != nil {
		return err
	}
	after, err := l.remembered()
	if err != nil {
		return err
	}
	rate := lab.Tensor{Name: "η", Title: lab.Text{En: "learning rate", Zh: "学习率"}, Shape: []int{1, 1}, Values: []float32{float32(l.rate)}}
	help := lab.Text{
		En: "What the optimizer remembers of the touched rows changes with the gradient. Rows that were not touched keep theirs.",
		Zh: "优化器为被触及的行记住的数随梯度而变；未触及的行保持不变。"}
	if len(kept) == 0 {
		help = lab.Text{
			En: "Plain gradient descent remembers nothing: only the learning rate stands between gradient and step.",
			Zh: "普通梯度下降什么也不记：梯度乘以学习率即为步长。"}
	}
	l.add(lab.Stage{ID: "optimizer", Title: lab.Text{En: "Optimizer", Zh: "优化器"}, Help: help,
		Formula: optimizerFormulas[l.params.Optimizer], In: append(gradients, kept...), Out: append(after, rate)})

	help = lab.Text{
		En: fmt.Sprintf("The touched rows move; all others stay as they are. The learning rate is %.4g.", l.rate),
		Zh: fmt.Sprintf("被触及的行移动，其余各行不变。学习率为 %.4g。", l.rate)}
	if l.params.MaxNormMode == "after" {
		help.En += fmt.Sprintf(" Rows that are now longer than %.4g are shortened.", l.params.MaxNorm)
		help.Zh += fmt.Sprintf("此后长于 %.4g 的行被缩短。", l.params.MaxNorm)
	}
	l.add(lab.Stage{ID: "update", Title: lab.Text{En: "The new table", Zh: "新的表"}, Help: help,
		Formula: `W_i \leftarrow W_i + \Delta_i`,
		In:      append(before, head...), Out: append(l.weights(lab.Text{En: "after", Zh: "之后"}), l.headTensors()...)})
	return nil
}

// weights are the touched rows of the layer as they are now.
func (l *look) weights(title lab.Text) []lab.Tensor {
	var tensors []lab.Tensor
	for _, g := range l.layerGrads() {
		ids := l.touched(g)
		tensors = append(tensors, l.tableTensor(g, title, ids, rowsOf(g.table, ids), nil))
	}
	return tensors
}
