package words

import (
	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Words{}) }

// Words is the lab.
type Words struct{}

var countArgument = lab.Argument{
	Name: "count", Kind: lab.NumberArgument, Default: "12", Min: 1, Max: 100,
	Title: lab.Text{En: "How many", Zh: "个数"},
}

var questions = []lab.Question{
	{ID: "neighbors", Live: true,
		Title: lab.Text{En: "Neighbours", Zh: "近邻"},
		Help: lab.Text{
			En: "Which words lie nearest to this one?",
			Zh: "哪些词离这个词最近？"},
		Arguments: []lab.Argument{
			{Name: "word", Kind: lab.LabelArgument, Default: "war", Title: lab.Text{En: "Word", Zh: "词"}},
			{Name: "metric", Kind: lab.ChoiceArgument, Default: "cosine", Title: lab.Text{En: "Measure", Zh: "度量"},
				Choices: lab.MetricChoices},
			countArgument,
		}},
	{ID: "expression", Live: true,
		Title: lab.Text{En: "Analogy and sums", Zh: "类比与加减"},
		Help: lab.Text{
			En: "Add and subtract words: a - b + c asks what is to c as a is to b. Numbers weigh, parentheses group, quotes hold a label together.",
			Zh: "词的加减：a - b + c 表示“c 之于什么，正如 b 之于 a”。数字为权重，括号可分组，引号括住整个标签。"},
		Arguments: []lab.Argument{
			{Name: "expression", Kind: lab.ExpressionArgument, Default: "his - he + our", Title: lab.Text{En: "Expression", Zh: "表达式"}},
			countArgument,
		}},
	{ID: "odd", Live: true,
		Title: lab.Text{En: "Odd one out", Zh: "找不同"},
		Help: lab.Text{
			En: "Which of these words belongs least with the others?",
			Zh: "这些词中哪一个最不合群？"},
		Arguments: []lab.Argument{
			{Name: "words", Kind: lab.TextArgument, Default: "gold silver coin railroad", Title: lab.Text{En: "Words, with spaces between", Zh: "词（以空格分隔）"}},
		}},
	{ID: "similarity", Live: true,
		Title: lab.Text{En: "Similarity", Zh: "相似度"},
		Help: lab.Text{
			En: "How alike are two words, or two groups of words?",
			Zh: "两个词或两组词有多相似？"},
		Arguments: []lab.Argument{
			{Name: "a", Kind: lab.TextArgument, Default: "army", Title: lab.Text{En: "One word or more", Zh: "一个或多个词"}},
			{Name: "b", Kind: lab.TextArgument, Default: "navy", Title: lab.Text{En: "and others", Zh: "另外的词"}},
		}},
}

// examples are checked by a test that trains on the data.
var examples = []lab.Example{
	{Data: "sotu", Query: lab.NewQuery("neighbors", "word", "war"),
		Title: lab.Text{En: "What is near war?", Zh: "“war”附近有什么？"}, Expect: []string{"wars", "civil", "hostilities", "conflict", "peace"}},
	{Data: "sotu", Query: lab.NewQuery("neighbors", "word", "gold"),
		Title: lab.Text{En: "What is near gold?", Zh: "“gold”附近有什么？"}, Expect: []string{"silver", "coin", "bullion", "coinage"}},
	{Data: "sotu", Query: lab.NewQuery("neighbors", "word", "soviet"),
		Title: lab.Text{En: "What is near Soviet?", Zh: "“soviet”附近有什么？"}, Expect: []string{"union", "communist", "ussr", "aggression"}},
	{Data: "sotu", Query: lab.NewQuery("expression", "expression", "his - he + our"),
		Title: lab.Text{En: "he is to his as our is to …", Zh: "he 之于 his，正如 our 之于……"}, Expect: []string{"we", "my", "own", "their", "the"}},
	{Data: "sotu", Query: lab.NewQuery("odd", "words", "gold silver coin railroad"),
		Title: lab.Text{En: "Gold, silver, coin, railroad: which is odd?", Zh: "gold、silver、coin、railroad：哪个不同？"}, Expect: []string{"railroad"}},
	{Data: "wordnet", Query: lab.NewQuery("neighbors", "word", "mammal"),
		Title: lab.Text{En: "What is near mammal?", Zh: "“mammal”附近有什么？"}, Expect: []string{"mammals", "carnivorous", "marsupial", "quadruped", "rodent", "eutherian", "placental"}},
	{Data: "bible", Query: lab.NewQuery("neighbors", "word", "moses"),
		Title: lab.Text{En: "Who is near Moses?", Zh: "“moses”附近有谁？"}, Expect: []string{"aaron", "joshua", "commanded", "eleazar"}},
}

// Describe implements lab.Lab.
func (Words) Describe() lab.Description {
	return lab.Description{
		ID: "words", Group: "language",
		Title: lab.Text{En: "Words", Zh: "词"},
		Summary: lab.Text{
			En: "Word vectors from a text: words that stand in like company end up near each other.",
			Zh: "由文本学习词向量：处境相似的词最终彼此靠近。"},
		Kinds: []string{dataset.KindText},
		Data:  "sotu", View: "map",
		Questions: questions, Examples: examples,
		Chapters: []string{"words", "skip-gram", "map"},
	}
}
