package words

import (
	"slices"

	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Words{}) }

// Words is the lab.
type Words struct{}

var samples = lab.Samples{
	Some: "gold silver coin army navy soldiers wheat cotton corn", From: "gold", To: "soldiers", Low: "war", High: "peace", Word: "war",
}

var questions = slices.Concat(lab.WordQuestions("war", "his - he + our", "gold silver coin railroad", "army", "navy"), lab.SpaceQuestions(samples), []lab.Question{{
	ID: "centre", Live: true,
	Title: lab.Text{En: "What is in between?", Zh: "中间是什么词？"},
	Help: lab.Text{
		En: "Which word does the model expect among these? Asked of word2vec.",
		Zh: "模型认为这些词中间应是哪个词？仅适用于 word2vec。"},
	Arguments: []lab.Argument{
		{Name: "words", Kind: lab.TextArgument, Default: "gold and coin", Title: lab.Text{En: "Words of a window", Zh: "窗口中的词"}},
		lab.CountArgument,
	},
}})

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
		Chapters: []string{"words", "skip-gram", "cbow", "hierarchical-softmax", "phrases", "going-on", "choosing-settings", "map", "groups"},
	}
}
