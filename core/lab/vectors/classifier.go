package vectors

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

// texts in a test are some lines of labels and words.
const sampleTest = "__label__food fresh soup __label__music sing a song"

var (
	mostArgument = lab.Argument{Name: "count", Kind: lab.NumberArgument, Default: "1", Min: 1, Max: 100,
		Title: lab.Text{En: "Labels a text, at most", Zh: "每段文本至多几个标签"}}
	leastArgument = lab.Argument{Name: "least", Kind: lab.NumberArgument, Default: "0", Min: 0, Max: 1,
		Title: lab.Text{En: "Probability at least", Zh: "概率至少"}}
	testArgument = lab.Argument{Name: "test", Kind: lab.TextArgument, Default: sampleTest,
		Title: lab.Text{En: "Texts, each after its labels", Zh: "文本，标签在前"}}
)

// modelQuestions are answered by files that are fastText models.
var modelQuestions = []lab.Question{
	{ID: "pieces", Live: true,
		Title: lab.Text{En: "Take apart", Zh: "拆词"},
		Help: lab.Text{
			En: "Of a fastText model: which pieces is a word, known or not, the mean of, and how much does each bring to its vector?",
			Zh: "对 fastText 模型：一个词（无论见过与否）是哪些片段的平均？每个片段贡献多少？"},
		Arguments: []lab.Argument{{Name: "word", Kind: lab.TextArgument, Default: "blue", Title: lab.Text{En: "Any word", Zh: "任意词"}}, lab.CountArgument}},
	{ID: "predict", Live: true,
		Title: lab.Text{En: "Predict labels", Zh: "预测标签"},
		Help: lab.Text{
			En: "Of a supervised fastText model: which labels has this text, and how probable is each?",
			Zh: "对有监督的 fastText 模型：这段文本有哪些标签？概率各是多少？"},
		Arguments: []lab.Argument{
			{Name: "text", Kind: lab.TextArgument, Default: "fresh soup", Title: lab.Text{En: "Any text", Zh: "任意文本"}},
			{Name: "count", Kind: lab.NumberArgument, Default: "5", Min: 1, Max: 100, Title: lab.Text{En: "How many", Zh: "个数"}},
			leastArgument,
		}},
	{ID: "test", Live: true,
		Title: lab.Text{En: "Test the labels", Zh: "检验标签"},
		Help: lab.Text{
			En: "Of a supervised fastText model: texts with their right labels, as its program has them (__label__food fresh soup). How many does it find?",
			Zh: "对有监督的 fastText 模型：给出带正确标签的文本，写法同其程序（__label__food fresh soup）。能找对多少？"},
		Arguments: []lab.Argument{testArgument, mostArgument, leastArgument}},
	{ID: "small", Live: true,
		Title: lab.Text{En: "Make it small", Zh: "变小"},
		Help: lab.Text{
			En: "Of a supervised fastText model: parts of rows become one byte each (product quantisation). What is won in size, and what is lost on the texts of a test?",
			Zh: "对有监督的 fastText 模型：把各行的片段变为一个字节（乘积量化）。体积省多少？检验文本上损失多少？"},
		Arguments: []lab.Argument{testArgument, mostArgument}},
}

func (r *run) classifier() (no lab.Answer, ok bool) {
	switch {
	case r.model == nil:
		return prose(lab.Text{
			En: "This file is a list of vectors. Labels are predicted by a supervised fastText model (.bin or .ftz).",
			Zh: "该文件只是向量表。预测标签需要有监督的 fastText 模型（.bin 或 .ftz）。"}), false
	case r.model.Settings.Method != fasttext.Supervised:
		return prose(lab.Text{
			En: fmt.Sprintf("This fastText model learnt words (%s), not labels.", r.model.Settings.Method),
			Zh: fmt.Sprintf("该 fastText 模型学的是词（%s），没有标签。", r.model.Settings.Method)}), false
	}
	return no, true
}

func (r *run) predict(q lab.Query) (lab.Answer, error) {
	if no, ok := r.classifier(); !ok {
		return no, nil
	}
	found, err := r.model.Predict(q.Args["text"], int(q.Number("count")), float32(q.Number("least")))
	if err != nil {
		return lab.Answer{}, err
	}
	if len(found) == 0 {
		return prose(lab.Text{
			En: "No label: the text has no word or piece that the model knows, or none is probable enough.",
			Zh: "没有标签：文本中没有模型认识的词或片段，或概率都不够。"}), nil
	}
	ranking := lab.Ranking{Title: lab.Text{En: "Labels of the text", Zh: "文本的标签"}, Score: lab.Text{En: "probability", Zh: "概率"}}
	for _, p := range found {
		item := lab.Ranked{Label: plain(p.Label), Value: float64(p.Probability)}
		if len(r.spaces) > 1 {
			item.Row = &lab.Row{Space: r.spaces[1].Name, ID: int(p.ID)}
		}
		ranking.Items = append(ranking.Items, item)
	}
	return lab.Answer{Parts: []lab.Part{ranking}}, nil
}

// examplesOf reads labelled texts: one a line, or, as a field of one line has them,
// each beginning with its labels.
func examplesOf(test string) (*fasttext.Examples, error) {
	var lines strings.Builder
	inWords := false
	for token := range strings.FieldsSeq(strings.ReplaceAll(test, fasttext.LabelPrefix, " "+fasttext.LabelPrefix)) {
		label := strings.HasPrefix(token, fasttext.LabelPrefix)
		if label && inWords {
			lines.WriteByte('\n')
		}
		inWords = !label
		lines.WriteString(token + " ")
	}
	return fasttext.ReadExamples(strings.NewReader(lines.String()))
}

// evaluate holds a model against labelled texts.
func evaluate(m *fasttext.Model, e *fasttext.Examples, q lab.Query, least float32, pace lab.Pace) (fasttext.Evaluation, error) {
	var v fasttext.Evaluation
	for i := 0; i < e.Len(); i += 64 {
		m.Evaluate(&v, e, i, min(e.Len(), i+64), int(q.Number("count")), least)
		if err := pace(); err != nil {
			return v, err
		}
	}
	return v, nil
}

func (r *run) test(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	if no, ok := r.classifier(); !ok {
		return no, nil
	}
	e, err := examplesOf(q.Args["test"])
	if err != nil {
		return lab.Answer{}, err
	}
	v, err := evaluate(r.model, e, q, float32(q.Number("least")), pace)
	if err != nil {
		return lab.Answer{}, err
	}
	return lab.Answer{Parts: []lab.Part{taken(v, e), r.byLabel(v)}}, nil
}

// taken says on how many texts the scores rest.
func taken(v fasttext.Evaluation, e *fasttext.Examples) lab.Prose {
	return lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("%d of %d texts count; the others have no label or no word that the model knows.", v.Texts, e.Len()),
		Zh: fmt.Sprintf("%d / %d 段文本计入；其余没有模型认识的标签或词。", v.Texts, e.Len())}}
}

func (r *run) byLabel(v fasttext.Evaluation) lab.Table {
	t := lab.Table{
		Title: lab.Text{En: "What was found", Zh: "结果"},
		Columns: []lab.Text{
			{En: "label", Zh: "标签"}, {En: "precision, %", Zh: "精确率，%"}, {En: "recall, %", Zh: "召回率，%"}, {En: "F1, %", Zh: "F1，%"},
			{En: "right", Zh: "正确标签数"}, {En: "predicted", Zh: "预测数"},
		},
	}
	add := func(name lab.Cell, c fasttext.Count) {
		t.Rows = append(t.Rows, []lab.Cell{name, percent(c.Precision()), percent(c.Recall()), percent(c.F1()),
			lab.NumberCell(float64(c.Right)), lab.NumberCell(float64(c.Predicted))})
	}
	for _, label := range slices.Sorted(maps.Keys(v.Labels)) {
		name := lab.TextCell(plain(label))
		if len(r.spaces) > 1 {
			if id, known := r.spaces[1].Find(name.Text); known {
				name.Row = &lab.Row{Space: r.spaces[1].Name, ID: id}
			}
		}
		add(name, v.Labels[label])
	}
	add(lab.TextCell("Σ"), v.All)
	return t
}

func percent(share float64) lab.Cell { return lab.NumberCell(100 * share) }

// quantizable says why the model is not made small, nil if it is.
func (r *run) quantizable() error {
	_, err := r.model.Quantize(fasttext.Quantization{Norms: true}, r.setup.Seed)
	return err
}

func (r *run) quantized(pace lab.Pace) (*fasttext.Quantizer, error) {
	z, err := r.model.Quantize(fasttext.Quantization{Norms: true}, r.setup.Seed)
	if err != nil {
		return nil, err
	}
	for z.Step() {
		if err := pace(); err != nil {
			return nil, err
		}
	}
	return z, nil
}

// small says what quantising wins and loses.
func (r *run) small(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	if no, ok := r.classifier(); !ok {
		return no, nil
	}
	if _, quantised := r.model.In.(*fasttext.Quantized); quantised {
		return prose(lab.Text{En: "This model is quantised already.", Zh: "该模型已经量化。"}), nil
	}
	if err := r.quantizable(); err != nil {
		return prose(lab.Text{
			En: fmt.Sprintf("The model is too small to be made smaller: %d rows are fewer than the 256 values of a byte.", r.model.In.Rows()),
			Zh: fmt.Sprintf("模型太小，无法再变小：%d 行少于一个字节的 256 个值。", r.model.In.Rows())}), nil
	}
	e, err := examplesOf(q.Args["test"])
	if err != nil {
		return lab.Answer{}, err
	}
	z, err := r.quantized(pace)
	if err != nil {
		return lab.Answer{}, err
	}
	t := lab.Table{
		Title: lab.Text{En: "As it is, and quantised", Zh: "原样与量化后"},
		Columns: []lab.Text{
			{En: "model", Zh: "模型"}, {En: "size, kB", Zh: "大小，kB"}, {En: "precision, %", Zh: "精确率，%"}, {En: "recall, %", Zh: "召回率，%"},
		},
	}
	var v fasttext.Evaluation
	for i, m := range []*fasttext.Model{r.model, z.Model()} {
		if v, err = evaluate(m, e, q, 0, pace); err != nil {
			return lab.Answer{}, err
		}
		t.Rows = append(t.Rows, []lab.Cell{lab.TextCell([]string{".bin", ".ftz"}[i]), lab.NumberCell(float64(m.Bytes()) / 1000),
			percent(v.All.Precision()), percent(v.All.Recall())})
	}
	lost := 100 * z.Distortion()
	return lab.Answer{Parts: []lab.Part{t, taken(v, e), lab.Prose{Text: lab.Text{
		En: fmt.Sprintf("The rows have changed by %.1f %% of their squared lengths. The quantised model can be taken along as .ftz.", lost),
		Zh: fmt.Sprintf("各行的改变占其长度平方的 %.1f %%。量化后的模型可作为 .ftz 带走。", lost)}}}}, nil
}
