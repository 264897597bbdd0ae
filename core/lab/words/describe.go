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
	{Data: "sotu", Query: lab.NewQuery("path", "from", "letters", "to", "ships"),
		Title: lab.Text{En: "Which words lead from letters to ships?", Zh: "哪些词从 letters 通向 ships？"}, Every: []string{"steamers"}},
	{Data: "sotu", Query: lab.NewQuery("closer", "word", "war", "other", "peace"),
		Title: lab.Text{En: "Which words are nearer to war than peace is?", Zh: "哪些词比 peace 更接近 war？"}, Every: []string{"wars", "conflict"}},
	{Data: "sotu", Query: lab.NewQuery("axis", "low", "thereof aforesaid hereafter whilst", "high", "jobs tonight kids today"),
		Title: lab.Text{En: "Words of old speeches, words of new ones", Zh: "旧时演讲的用词与今日的用词"}, Every: []string{"expressly", "skills"}},
	{Data: "sotu", Query: lab.NewQuery("axis", "low", "gold silver coin currency", "high", "army navy soldiers troops"),
		Title: lab.Text{En: "Money at one end, arms at the other", Zh: "一端是货币，另一端是军队"}, Every: []string{"coinage", "volunteers"}},
	{Data: "sotu", Query: lab.NewQuery("distances", "rows", "gold silver wheat cotton army navy"),
		Title: lab.Text{En: "Metals, crops, forces: which are farthest apart?", Zh: "金属、作物、军队：哪两个最远？"}, Every: []string{"farthest navy and silver"}},
	{Data: "sotu", Query: lab.NewQuery("beside", "word", "war"),
		Title: lab.Text{En: "War beside its like, and beside its company", Zh: "“war”的同类与同伴"}, Every: []string{"conflict", "1812"}},
	{Data: "wordnet", Query: lab.NewQuery("neighbors", "word", "mammal"),
		Title: lab.Text{En: "What is near mammal?", Zh: "“mammal”附近有什么？"}, Expect: []string{"mammals", "carnivorous", "marsupial", "quadruped", "rodent", "eutherian", "placental"}},
	{Data: "wordnet", Query: lab.NewQuery("path", "from", "gold", "to", "soldier"),
		Title: lab.Text{En: "How does gold lead to a soldier?", Zh: "从 gold 怎样走到 soldier？"}, Every: []string{"medal"}},
	{Data: "wordnet", Query: lab.NewQuery("closer", "word", "mammal", "other", "bird"),
		Title: lab.Text{En: "What is nearer to mammal than bird is?", Zh: "什么比 bird 更接近 mammal？"}, Every: []string{"carnivorous", "herbivorous"}},
	{Data: "wordnet", Query: lab.NewQuery("axis", "low", "plant tree flower", "high", "animal bird fish"),
		Title: lab.Text{En: "Plants at one end, animals at the other", Zh: "一端是植物，另一端是动物"}, Every: []string{"shrub", "animals"}},
	{Data: "wordnet", Query: lab.NewQuery("distances", "rows", "dog cat rose oak piano violin"),
		Title: lab.Text{En: "Animals, plants, instruments: which are nearest?", Zh: "动物、植物、乐器：哪两个最近？"}, Every: []string{"piano", "violin"}},
	{Data: "bible", Query: lab.NewQuery("neighbors", "word", "moses"),
		Title: lab.Text{En: "Who is near Moses?", Zh: "“moses”附近有谁？"}, Expect: []string{"aaron", "joshua", "commanded", "eleazar"}},
	{Data: "bible", Query: lab.NewQuery("path", "from", "water", "to", "fire"),
		Title: lab.Text{En: "How does water lead to fire?", Zh: "从 water 怎样走到 fire？"}, Every: []string{"lake", "brimstone"}},
	{Data: "bible", Query: lab.NewQuery("closer", "word", "peter", "other", "jesus"),
		Title: lab.Text{En: "Who is nearer to Peter than Jesus is?", Zh: "谁比 jesus 更接近 peter？"}, Every: []string{"simon", "john"}},
	{Data: "bible", Query: lab.NewQuery("axis", "low", "he him his man", "high", "she her woman wife"),
		Title: lab.Text{En: "He at one end, she at the other", Zh: "一端是他，另一端是她"}, Every: []string{"husband"}},
	{Data: "bible", Query: lab.NewQuery("distances", "rows", "moses aaron david saul jesus peter"),
		Title: lab.Text{En: "Who are farthest apart?", Zh: "哪两个人相距最远？"}, Every: []string{"farthest jesus and aaron"}},
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
