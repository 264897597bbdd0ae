package lab

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"nearspace/core/fasttext"
	"nearspace/core/space"
)

// A Classifier is a supervised fastText model that is asked for labels: one of a
// file, or one in training.
type Classifier struct {
	Model *fasttext.Model
	// Labels are the labels as rows, which answers refer to; nil: there are none.
	Labels *space.Space
	// Tokens cuts a text as those that were learnt from; nil: at white space, as
	// fastText's program does.
	Tokens func(text string) ([]string, error)
	Seed   uint64 // of quantising
}

// sampleTest is some lines of labels and words.
const sampleTest = "__label__food fresh soup __label__music sing a song"

// Arguments of a Classifier's questions.
var (
	MostArgument = Argument{Name: "count", Kind: NumberArgument, Default: "1", Min: 1, Max: 100,
		Title: Text{En: "Labels a text, at most", Zh: "每段文本至多几个标签"}}
	LeastArgument = Argument{Name: "least", Kind: NumberArgument, Default: "0", Min: 0, Max: 1,
		Title: Text{En: "Probability at least", Zh: "概率至少"}}
	TestArgument = Argument{Name: "test", Kind: TextArgument, Default: sampleTest,
		Title: Text{En: "Texts, each after its labels", Zh: "文本，标签在前"}}
	LabelsOfTextArgument = Argument{Name: "count", Kind: NumberArgument, Default: "5", Min: 1, Max: 100, Title: CountArgument.Title}
)

// PlainLabel is a label without the prefix that tells it from words.
func PlainLabel(label string) string { return strings.TrimPrefix(label, fasttext.LabelPrefix) }

// LabelSpace returns the labels of a supervised model as a space of their own, nil
// if they have no vectors.
func LabelSpace(m *fasttext.Model) *space.Space {
	rows, has := m.LabelRows()
	if !has {
		return nil
	}
	names := make([]string, rows.Rows)
	for i, label := range m.Dictionary.Labels {
		names[i] = PlainLabel(label)
	}
	s := space.New("labels", space.Output, names, rows)
	s.Counts = make([]float32, len(names))
	for i, n := range m.Dictionary.LabelCounts {
		s.Counts[i] = float32(n)
	}
	return s
}

// row refers to a label by its number.
func (c Classifier) row(id int) *Row {
	if c.Labels == nil {
		return nil
	}
	return &Row{Space: c.Labels.Name, ID: id}
}

// cut returns the tokens of a text.
func (c Classifier) cut(text string) ([]string, error) {
	if c.Tokens == nil {
		return strings.Fields(text), nil
	}
	return c.Tokens(text)
}

// Predict answers with the most probable labels of the argument text.
func (c Classifier) Predict(q Query) (Answer, []fasttext.Prediction, error) {
	var found []fasttext.Prediction
	var err error
	if c.Tokens == nil {
		found, err = c.Model.Predict(q.Args["text"], int(q.Number("count")), float32(q.Number("least")))
	} else {
		var tokens []string
		if tokens, err = c.Tokens(q.Args["text"]); err == nil {
			found, err = c.Model.PredictTokens(tokens, int(q.Number("count")), float32(q.Number("least")))
		}
	}
	if err != nil {
		return Answer{}, nil, err
	}
	if len(found) == 0 {
		return Answer{Parts: []Part{Prose{Text: Text{
			En: "No label: the text has no word or piece that the model knows, or none is probable enough.",
			Zh: "没有标签：文本中没有模型认识的词或片段，或概率都不够。"}}}}, nil, nil
	}
	ranking := Ranking{Title: Text{En: "Labels of the text", Zh: "文本的标签"}, Score: Text{En: "probability", Zh: "概率"}}
	for _, p := range found {
		ranking.Items = append(ranking.Items, Ranked{Label: PlainLabel(p.Label), Value: float64(p.Probability), Row: c.row(int(p.ID))})
	}
	return Answer{Parts: []Part{ranking}}, found, nil
}

// ExamplesOf reads labelled texts: one a line, or, as a field of one line has them,
// each beginning with its labels.
func (c Classifier) ExamplesOf(test string) (*fasttext.Examples, error) {
	e := &fasttext.Examples{}
	var words, labels []string
	end := func() error {
		if labels == nil && words == nil {
			return nil
		}
		tokens, err := c.cut(strings.Join(words, " "))
		e.Add(tokens, labels)
		words, labels = nil, nil
		return err
	}
	for token := range strings.FieldsSeq(strings.ReplaceAll(test, fasttext.LabelPrefix, " "+fasttext.LabelPrefix)) {
		if !strings.HasPrefix(token, fasttext.LabelPrefix) {
			words = append(words, token)
			continue
		}
		if words != nil {
			if err := end(); err != nil {
				return nil, err
			}
		}
		labels = append(labels, token)
	}
	return e, end()
}

// Evaluate holds a model against labelled texts.
func (c Classifier) Evaluate(m *fasttext.Model, e *fasttext.Examples, q Query, least float32, pace Pace) (fasttext.Evaluation, error) {
	var v fasttext.Evaluation
	for i := 0; i < e.Len(); i += 64 {
		m.Evaluate(&v, e, i, min(e.Len(), i+64), int(q.Number("count")), least)
		if err := pace(); err != nil {
			return v, err
		}
	}
	return v, nil
}

// Test answers with how many labels of some texts are found.
func (c Classifier) Test(q Query, e *fasttext.Examples, pace Pace) (Answer, error) {
	v, err := c.Evaluate(c.Model, e, q, float32(q.Number("least")), pace)
	if err != nil {
		return Answer{}, err
	}
	return Answer{Parts: []Part{taken(v, e), c.byLabel(v)}}, nil
}

// taken says on how many texts the scores rest.
func taken(v fasttext.Evaluation, e *fasttext.Examples) Prose {
	return Prose{Text: Text{
		En: fmt.Sprintf("%d of %d texts count; the others have no label or no word that the model knows.", v.Texts, e.Len()),
		Zh: fmt.Sprintf("%d / %d 段文本计入；其余没有模型认识的标签或词。", v.Texts, e.Len())}}
}

func (c Classifier) byLabel(v fasttext.Evaluation) Table {
	t := Table{
		Title: Text{En: "What was found", Zh: "结果"},
		Columns: []Text{
			{En: "label", Zh: "标签"}, {En: "precision, %", Zh: "精确率，%"}, {En: "recall, %", Zh: "召回率，%"}, {En: "F1, %", Zh: "F1，%"},
			{En: "right", Zh: "正确标签数"}, {En: "predicted", Zh: "预测数"},
		},
	}
	add := func(name Cell, n fasttext.Count) {
		t.Rows = append(t.Rows, []Cell{name, percent(n.Precision()), percent(n.Recall()), percent(n.F1()),
			NumberCell(float64(n.Right)), NumberCell(float64(n.Predicted))})
	}
	for _, label := range slices.Sorted(maps.Keys(v.Labels)) {
		name := TextCell(PlainLabel(label))
		if c.Labels != nil {
			if id, known := c.Labels.Find(name.Text); known {
				name.Row = c.row(id)
			}
		}
		add(name, v.Labels[label])
	}
	add(TextCell("Σ"), v.All)
	return t
}

func percent(share float64) Cell { return NumberCell(100 * share) }

// Quantizable says why the model is not made small, nil if it is.
func (c Classifier) Quantizable() error {
	_, err := c.Model.Quantize(fasttext.Quantization{Norms: true}, c.Seed)
	return err
}

// Shrink makes the model small: of so many bytes at most, 0 for all rows.
func (c Classifier) Shrink(bytes int, again *fasttext.Examples, pace Pace) (*fasttext.Shrinking, error) {
	z, err := c.Model.Shrink(bytes, again, c.Seed)
	for more := err == nil; more; {
		if more, err = z.Step(16); err != nil {
			break
		}
		if err = pace(); err != nil {
			break
		}
	}
	if err != nil {
		return nil, err
	}
	return z, nil
}

// Small answers with what quantising wins and loses on some texts, in so many
// bytes, and says so too where a model is not made smaller.
func (c Classifier) Small(q Query, e *fasttext.Examples, bytes int, again *fasttext.Examples, pace Pace) (Answer, error) {
	prose := func(text Text) Answer { return Answer{Parts: []Part{Prose{Text: text}}} }
	if _, quantised := c.Model.In.(*fasttext.Quantized); quantised {
		return prose(Text{En: "This model is quantised already.", Zh: "该模型已经量化。"}), nil
	}
	if err := c.Quantizable(); err != nil {
		return prose(Text{
			En: fmt.Sprintf("The model is too small to be made smaller: %d rows are fewer than the 256 values of a byte.", c.Model.In.Rows()),
			Zh: fmt.Sprintf("模型太小，无法再变小：%d 行少于一个字节的 256 个值。", c.Model.In.Rows())}), nil
	}
	z, err := c.Shrink(bytes, again, pace)
	if err != nil {
		return Answer{}, err
	}
	t := Table{
		Title: Text{En: "As it is, and quantised", Zh: "原样与量化后"},
		Columns: []Text{
			{En: "model", Zh: "模型"}, {En: "size, kB", Zh: "大小，kB"}, {En: "precision, %", Zh: "精确率，%"}, {En: "recall, %", Zh: "召回率，%"},
		},
	}
	var v fasttext.Evaluation
	for i, m := range []*fasttext.Model{c.Model, z.Model()} {
		if v, err = c.Evaluate(m, e, q, 0, pace); err != nil {
			return Answer{}, err
		}
		t.Rows = append(t.Rows, []Cell{TextCell([]string{".bin", ".ftz"}[i]), NumberCell(float64(m.Bytes()) / 1000),
			percent(v.All.Precision()), percent(v.All.Recall())})
	}
	parts := []Part{t, taken(v, e)}
	if rows, kept := c.Model.In.Rows(), z.Model().In.Rows(); kept < rows {
		parts = append(parts, Prose{Text: Text{
			En: fmt.Sprintf("%d of %d rows are kept, the longest. The quantised model can be taken along as .ftz.", kept, rows),
			Zh: fmt.Sprintf("保留 %d / %d 行中最长的行。量化后的模型可作为 .ftz 带走。", kept, rows)}})
	} else {
		lost := 100 * z.Distortion()
		parts = append(parts, Prose{Text: Text{
			En: fmt.Sprintf("The rows have changed by %.1f %% of their squared lengths. The quantised model can be taken along as .ftz.", lost),
			Zh: fmt.Sprintf("各行的改变占其长度平方的 %.1f %%。量化后的模型可作为 .ftz 带走。", lost)}})
	}
	return Answer{Parts: parts}, nil
}
