package classifier

import (
	"slices"

	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Classifier{}) }

// Classifier is the lab.
type Classifier struct{}

var kinds = []string{dataset.KindText, dataset.KindLabelled}

// Values of the argument that says which texts are tested.
const (
	heldTexts = "held"
	ownTexts  = "own"
)

var samples = lab.Samples{Some: "economic farmers jobs energy army navy", From: "jobs", To: "navy", Low: "republican", High: "soviet", Word: "jobs"}

var onArgument = lab.Argument{Name: "on", Kind: lab.ChoiceArgument, Default: heldTexts, Title: lab.Text{En: "On which texts", Zh: "用哪些文本"}, Choices: []lab.Choice{
	{Value: heldTexts, Title: lab.Text{En: "those held out", Zh: "留出的文本"}},
	{Value: ownTexts, Title: lab.Text{En: "one's own", Zh: "自己的文本"}},
}}

// ownTest is the blank for one's own.
var ownTest = func() lab.Argument {
	a := lab.TestArgument
	a.When = []lab.When{{Name: "on", Values: []string{ownTexts}}}
	return a
}()

// wordQuestions are those of any words that make sense of words with labels.
var wordQuestions = slices.DeleteFunc(lab.WordQuestions("economic", "jobs + energy", "army navy ships jobs", "army", "navy"), func(q lab.Question) bool {
	return q.ID != "neighbors" && q.ID != "expression" && q.ID != "groups"
})

var questions = slices.Concat([]lab.Question{
	{ID: "predict", Live: true,
		Title: lab.Text{En: "Predict labels", Zh: "预测标签"},
		Help: lab.Text{
			En: "Which labels has this text, how probable is each, and which words speak for the first?",
			Zh: "这段文本有哪些标签？概率各是多少？哪些词支持第一个标签？"},
		Arguments: []lab.Argument{
			{Name: "text", Kind: lab.TextArgument, Default: "clean energy and health care create jobs for working families", Title: lab.Text{En: "Any text", Zh: "任意文本"}},
			lab.LabelsOfTextArgument, lab.LeastArgument,
		}},
	{ID: "test", Live: true,
		Title: lab.Text{En: "Test", Zh: "检验"},
		Help: lab.Text{
			En: "How many labels does it find, of each label how many, and which does it take for which? With one label a text, precision is P@1; with k, P@k and R@k.",
			Zh: "能找对多少标签？每个标签各多少？把哪个误判为哪个？每段一个标签时精确率即 P@1；k 个时即 P@k 与 R@k。"},
		Arguments: []lab.Argument{onArgument, ownTest, lab.MostArgument, lab.LeastArgument}},
	{ID: "pull", Live: true,
		Title: lab.Text{En: "Words for a label", Zh: "标签的词"},
		Help: lab.Text{
			En: "Which words speak most for this label, and which against it? Each is multiplied by the label's row, less the mean of the others'.",
			Zh: "哪些词最支持这个标签？哪些最反对？以词的行乘以该标签的行减去其余标签行的平均。"},
		Arguments: []lab.Argument{
			{Name: "label", Kind: lab.LabelArgument, Default: "Republican", Space: "labels", Title: lab.Text{En: "Label", Zh: "标签"}},
			lab.CountArgument,
			{Name: "least", Kind: lab.NumberArgument, Default: "5", Min: 1, Max: 1e6, Title: lab.Text{En: "Words that occur at least", Zh: "词至少出现次数"}},
		}},
	{ID: "mistakes", Live: true,
		Title: lab.Text{En: "Mistakes", Zh: "误判"},
		Help: lab.Text{
			En: "Which held-out texts does it get wrong, and how sure is it?",
			Zh: "哪些留出文本判错了？把握有多大？"},
		Arguments: []lab.Argument{lab.CountArgument}},
	{ID: "small", Live: true,
		Title: lab.Text{En: "Make it small", Zh: "变小"},
		Help: lab.Text{
			En: "Parts of rows become one byte each (product quantisation), and of fewer rows the longest stay, trained again. What is won in size, and what is lost on the texts?",
			Zh: "把各行的片段变为一个字节（乘积量化）；若限制大小，则保留最长的行并重新训练。体积省多少？文本上损失多少？"},
		Arguments: []lab.Argument{onArgument, ownTest, lab.MostArgument,
			{Name: "size", Kind: lab.NumberArgument, Default: "0", Min: 0, Max: 1e6, Title: lab.Text{En: "kB at most, 0: all rows", Zh: "至多 kB，0 为全部行"}},
		}},
	{ID: "trials", Live: true,
		Title: lab.Text{En: "Settings tried", Zh: "试过的设置"},
		Help: lab.Text{
			En: "What came of each trial of the search for settings.",
			Zh: "自动调参的各次结果。"}},
}, wordQuestions, lab.SpaceQuestions(samples))

// Describe implements lab.Lab.
func (Classifier) Describe() lab.Description {
	return lab.Description{
		ID: "classifier", Group: "language",
		Title: lab.Text{En: "Classifier", Zh: "文本分类"},
		Summary: lab.Text{
			En: "Texts with labels, learnt as fastText does: tables, JSONL or lines with __label__. See which words speak for which label, look for settings, make the model small.",
			Zh: "像 fastText 那样学习带标签的文本：表格、JSONL 或带 __label__ 的行。看哪些词偏向哪个标签，自动调参，压缩模型。"},
		Kinds: kinds,
		Data:  "sotu", View: "map",
		Questions: questions, Examples: examples,
		Chapters: []string{"classifying", "word-sequences", "label-losses", "settings-search", "small-models", "going-on", "map"},
	}
}

// examples are checked by a test that trains on the data.
var examples = []lab.Example{
	{Data: "sotu", Query: lab.NewQuery("predict", "text", "clean energy and health care create jobs for working families"),
		Title: lab.Text{En: "Whose speech is about clean energy and jobs?", Zh: "谈清洁能源与就业的是哪党的演讲？"}, Expect: []string{"Democratic"}},
	{Data: "sotu", Query: lab.NewQuery("pull", "label", "Democratic-Republican"),
		Title: lab.Text{En: "Which words spoke for the Democratic-Republicans?", Zh: "哪些词偏向民主共和党？"}, Expect: []string{"militia", "colonies", "spain", "millions", "manufactures"}},
	{Data: "sotu", Query: lab.NewQuery("test"),
		Title: lab.Text{En: "How many held-out passages does it get right?", Zh: "留出的段落判对多少？"}, Every: []string{"Republican", "Democratic"}},
	{Data: "wordnet", Query: lab.NewQuery("predict", "text", "relating to or resembling a king"),
		Title: lab.Text{En: "Relating to or resembling a king: which kind of word?", Zh: "“relating to or resembling a king”：哪类词？"}, Expect: []string{"adj"}},
	{Data: "wordnet", Query: lab.NewQuery("pull", "label", "adv"),
		Title: lab.Text{En: "Which words tell the gloss of an adverb?", Zh: "哪些词表明是副词的释义？"}, Expect: []string{"manner"}},
	{Data: "bible", Query: lab.NewQuery("pull", "label", "asv"),
		Title: lab.Text{En: "Which words tell the American translation?", Zh: "哪些词表明是美国译本？"}, Expect: []string{"jehovah"}},
	{Data: "bible", Query: lab.NewQuery("predict", "text", "And Jehovah spake unto Moses, saying, Speak to the peoples"),
		Title: lab.Text{En: "Of which translation is this verse?", Zh: "这一节出自哪个译本？"}, Expect: []string{"asv"}},
	{Data: "reviews", Query: lab.NewQuery("predict", "text", "a wonderful story with lovely songs", "count", "1"),
		Title: lab.Text{En: "A wonderful story with lovely songs: praise or blame?", Zh: "“a wonderful story with lovely songs”：褒还是贬？"}, Expect: []string{"positive"}},
}
