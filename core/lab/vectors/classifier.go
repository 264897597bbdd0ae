package vectors

import (
	"fmt"

	"nearspace/core/fasttext"
	"nearspace/core/lab"
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
			lab.LabelsOfTextArgument,
			lab.LeastArgument,
		}},
	{ID: "test", Live: true,
		Title: lab.Text{En: "Test the labels", Zh: "检验标签"},
		Help: lab.Text{
			En: "Of a supervised fastText model: texts with their right labels, as its program has them (__label__food fresh soup). How many does it find?",
			Zh: "对有监督的 fastText 模型：给出带正确标签的文本，写法同其程序（__label__food fresh soup）。能找对多少？"},
		Arguments: []lab.Argument{lab.TestArgument, lab.MostArgument, lab.LeastArgument}},
	{ID: "small", Live: true,
		Title: lab.Text{En: "Make it small", Zh: "变小"},
		Help: lab.Text{
			En: "Of a supervised fastText model: parts of rows become one byte each (product quantisation). What is won in size, and what is lost on the texts of a test?",
			Zh: "对有监督的 fastText 模型：把各行的片段变为一个字节（乘积量化）。体积省多少？检验文本上损失多少？"},
		Arguments: []lab.Argument{lab.TestArgument, lab.MostArgument}},
}

func (r *run) classifier() (c lab.Classifier, no lab.Answer, ok bool) {
	switch {
	case r.model == nil:
		return c, prose(lab.Text{
			En: "This file is a list of vectors. Labels are predicted by a supervised fastText model (.bin or .ftz).",
			Zh: "该文件只是向量表。预测标签需要有监督的 fastText 模型（.bin 或 .ftz）。"}), false
	case r.model.Settings.Method != fasttext.Supervised:
		return c, prose(lab.Text{
			En: fmt.Sprintf("This fastText model learnt words (%s), not labels.", r.model.Settings.Method),
			Zh: fmt.Sprintf("该 fastText 模型学的是词（%s），没有标签。", r.model.Settings.Method)}), false
	}
	c = lab.Classifier{Model: r.model, Seed: r.setup.Seed}
	if len(r.spaces) > 1 {
		c.Labels = r.spaces[1]
	}
	return c, no, true
}

// label answers the questions about labels.
func (r *run) label(q lab.Query, pace lab.Pace) (lab.Answer, error) {
	c, no, ok := r.classifier()
	if !ok {
		return no, nil
	}
	if q.Question == "predict" {
		answer, _, err := c.Predict(q)
		return answer, err
	}
	e, err := c.ExamplesOf(q.Args["test"])
	if err != nil {
		return lab.Answer{}, err
	}
	if q.Question == "small" {
		return c.Small(q, e, 0, nil, pace)
	}
	return c.Test(q, e, pace)
}
