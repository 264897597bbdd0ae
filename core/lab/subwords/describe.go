package subwords

import (
	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Subwords{}) }

// Subwords is the lab.
type Subwords struct{}

var countArgument = lab.Argument{
	Name: "count", Kind: lab.NumberArgument, Default: "12", Min: 1, Max: 100,
	Title: lab.Text{En: "How many", Zh: "个数"},
}

// word is an argument that takes any string.
func word(name, standard string, title lab.Text) lab.Argument {
	return lab.Argument{Name: name, Kind: lab.TextArgument, Default: standard, Title: title}
}

var samples = lab.Samples{
	Some: "nation nations national farmer farmers farming rail railroad railroads", From: "farmer", To: "railroad", Low: "war", High: "peace", Word: "railroad",
}

var questions = append([]lab.Question{
	{ID: "parts", Live: true,
		Title: lab.Text{En: "Take apart", Zh: "拆词"},
		Help: lab.Text{
			En: "Type any word, one that does not exist as well: which pieces is it the mean of, and how much does each bring to its vector?",
			Zh: "输入任意词，哪怕不存在：它是哪些片段的平均？每个片段对其向量贡献多少？"},
		Arguments: []lab.Argument{word("word", "unconstitutionality", lab.Text{En: "Any word", Zh: "任意词"}), countArgument}},
	{ID: "neighbors", Live: true,
		Title: lab.Text{En: "Neighbours", Zh: "近邻"},
		Help: lab.Text{
			En: "Which words of the text lie nearest to this one, whether it occurs there or not?",
			Zh: "无论文本中是否出现过，哪些词离它最近？"},
		Arguments: append([]lab.Argument{word("word", "railroading", lab.Text{En: "Any word", Zh: "任意词"})}, lab.NearArguments...)},
	{ID: "compare", Live: true,
		Title: lab.Text{En: "Two spellings", Zh: "两种拼写"},
		Help: lab.Text{
			En: "How alike are two strings, and how much of it comes from pieces that they share?",
			Zh: "两个字符串有多相似？其中多少来自共有的片段？"},
		Arguments: []lab.Argument{
			word("a", "labor", lab.Text{En: "One spelling", Zh: "一种拼写"}),
			word("b", "labour", lab.Text{En: "and another", Zh: "另一种拼写"}),
		}},
	{ID: "pieces", Live: true,
		Title: lab.Text{En: "Nearest pieces", Zh: "最近的片段"},
		Help: lab.Text{
			En: "Which pieces, of any word of the text, lie nearest to this word?",
			Zh: "文本所有词的片段中，哪些离这个词最近？"},
		Arguments: []lab.Argument{word("word", "farmer", lab.Text{En: "Any word", Zh: "任意词"}), countArgument}},
	{ID: "expression", Live: true,
		Title: lab.Text{En: "Analogy and sums", Zh: "类比与加减"},
		Help: lab.Text{
			En: "Add and subtract words of the text: a - b + c asks what is to c as a is to b. Endings are what pieces know best.",
			Zh: "文本中词的加减：a - b + c 表示“c 之于什么，正如 b 之于 a”。片段最懂词尾变化。"},
		Arguments: []lab.Argument{
			{Name: "expression", Kind: lab.ExpressionArgument, Default: "nations - nation + citizen", Title: lab.Text{En: "Expression", Zh: "表达式"}},
			countArgument,
		}},
}, lab.SpaceQuestions(samples)...)

// Describe implements lab.Lab.
func (Subwords) Describe() lab.Description {
	return lab.Description{
		ID: "subwords", Group: "language",
		Title: lab.Text{En: "Subwords", Zh: "子词"},
		Summary: lab.Text{
			En: "Words as the mean of their pieces, as fastText has them: every string has a vector, whether it occurs in the text or not.",
			Zh: "像 fastText 那样把词看作其片段的平均：任何字符串都有向量，无论文本中是否出现。"},
		Kinds: []string{dataset.KindText},
		Data:  "sotu", View: "map",
		Questions: questions, Examples: examples,
		Chapters: []string{"subwords", "skip-gram", "going-on", "map"},
	}
}

// examples are checked by a test that trains on the data.
var examples = []lab.Example{
	{Data: "sotu", Query: lab.NewQuery("neighbors", "word", "railroading"),
		Title: lab.Text{En: "Railroading never occurs: what is near it?", Zh: "“railroading”从未出现：它附近有什么？"}, Expect: []string{"railroad", "railroads"}},
	{Data: "sotu", Query: lab.NewQuery("neighbors", "word", "goverment"),
		Title: lab.Text{En: "And near goverment, misspelt?", Zh: "拼错的“goverment”附近呢？"}, Expect: []string{"government", "governments"}},
	{Data: "sotu", Query: lab.NewQuery("pieces", "word", "farmer"),
		Title: lab.Text{En: "Which pieces are near farmer?", Zh: "哪些片段靠近“farmer”？"}, Expect: []string{"<farm", "farm", "farme", "<farme", "farmer"}},
	{Data: "sotu", Query: lab.NewQuery("expression", "expression", "nations - nation + citizen"),
		Title: lab.Text{En: "nation is to nations as citizen is to …", Zh: "nation 之于 nations，正如 citizen 之于……"}, Expect: []string{"citizens"}},
	{Data: "sotu", Query: lab.NewQuery("path", "from", "ship", "to", "child"),
		Title: lab.Text{En: "By spelling, how does a ship lead to a child?", Zh: "凭拼写，ship 怎样走到 child？"}, Every: []string{"ships", "chips"}},
	{Data: "sotu", Query: lab.NewQuery("closer", "word", "war", "other", "peace"),
		Title: lab.Text{En: "By spelling, which words are nearer to war than peace is?", Zh: "凭拼写，哪些词比 peace 更接近 war？"}, Every: []string{"wartime", "warsaw"}},
	{Data: "sotu", Query: lab.NewQuery("axis", "low", "farm", "high", "army"),
		Title: lab.Text{En: "The farm at one end, the army at the other", Zh: "一端是农场，另一端是军队"}, Every: []string{"crop", "volunteers"}},
	{Data: "sotu", Query: lab.NewQuery("distances", "rows", "farmer farmers farming soldier soldiers army"),
		Title: lab.Text{En: "Farmers and soldiers: which are nearest?", Zh: "农民与士兵：哪两个最近？"}, Every: []string{"Nearest are soldier and soldiers"}},
	{Data: "sotu", Query: lab.NewQuery("beside", "word", "farmer"),
		Title: lab.Text{En: "Farmer among words, and among pieces", Zh: "“farmer”在词中与在片段中"}, Every: []string{"farmers", "<farm"}},
	{Data: "wordnet", Query: lab.NewQuery("neighbors", "word", "mathematicalness"),
		Title: lab.Text{En: "What is near mathematicalness?", Zh: "“mathematicalness”附近有什么？"}, Expect: []string{"mathematical", "mathematics", "mathematically", "mathematician"}},
	{Data: "bible", Query: lab.NewQuery("neighbors", "word", "wickedly"),
		Title: lab.Text{En: "What is near wickedly?", Zh: "“wickedly”附近有什么？"}, Expect: []string{"wicked", "wickedness"}},
}
