package words

import (
	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/word2vec"
)

func init() { lab.Register(Words{}) }

// Words is the lab.
type Words struct{}

// Params are the settings of a run. See Fields.
type Params struct {
	Dim          int     `json:"dim"`
	Window       int     `json:"window"`
	Negative     int     `json:"negative"`
	Epochs       int     `json:"epochs"`
	MinCount     int     `json:"minCount"`
	MaxWords     int     `json:"maxWords"`
	Sample       float64 `json:"sample"`
	LearningRate float64 `json:"learningRate"`
	KeepCase     bool    `json:"keepCase"`
	Sentences    string  `json:"sentences"`
}

// Params implements lab.Lab.
func (Words) Params() lab.Params {
	return &Params{
		Dim: 100, Window: 5, Negative: 5, Epochs: 5, MinCount: 5, MaxWords: 100000,
		Sample: 1e-3, LearningRate: .025, Sentences: "lines",
	}
}

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	return []lab.Field{
		{Name: "dim", Basic: true, Min: 2, Max: 512, Step: 1, Log: true,
			Title: lab.Text{En: "Dimensions", Zh: "维数"},
			Help: lab.Text{
				En: "How many numbers make up each word's vector. More hold finer distinctions and take longer.",
				Zh: "每个词向量由多少个数组成。越多越能区分细微差别，也越慢。"}},
		{Name: "window", Basic: true, Min: 1, Max: 20, Step: 1,
			Title: lab.Text{En: "Window", Zh: "窗口"}, Unit: lab.Text{En: "words", Zh: "词"},
			Help: lab.Text{
				En: "How far to each side a word looks. Small windows find words that can replace each other, large ones words of one topic.",
				Zh: "每个词向两侧看多远。小窗口找到可互相替换的词，大窗口找到同一主题的词。"}},
		{Name: "negative", Basic: true, Min: 1, Max: 40, Step: 1,
			Title: lab.Text{En: "Negatives", Zh: "负样本"}, Unit: lab.Text{En: "words a window", Zh: "词/窗口"},
			Help: lab.Text{
				En: "How many random words each window learns to tell from the real one.",
				Zh: "每个窗口要学会与真实词区分的随机词的个数。"}},
		{Name: "epochs", Basic: true, Min: 1, Max: 100, Step: 1, Log: true,
			Title: lab.Text{En: "Epochs", Zh: "轮数"},
			Help: lab.Text{
				En: "How often training goes through the text. Small texts need more.",
				Zh: "训练遍历文本的次数。小文本需要更多。"}},
		{Name: "learningRate", Live: true, Min: 1e-4, Max: .5, Step: 1e-4, Log: true,
			Title: lab.Text{En: "Learning rate", Zh: "学习率"},
			Help: lab.Text{
				En: "The size of the first steps; it falls in a straight line to almost nothing. May change during a run.",
				Zh: "起始步长；沿直线下降到接近零。运行中可更改。"}},
		{Name: "sample", Min: 1e-6, Max: 1, Step: 1e-6, Log: true,
			Title: lab.Text{En: "Thin out from", Zh: "下采样阈值"},
			Help: lab.Text{
				En: "Words with a larger share of the text than this are left out at random, so that “the” does not fill every window.",
				Zh: "占文本比例高于此值的词会被随机略去，避免“the”之类的词占满窗口。"}},
		{Name: "minCount", Min: 1, Max: 1000, Step: 1, Log: true,
			Title: lab.Text{En: "Minimum count", Zh: "最低词频"}, Unit: lab.Text{En: "times", Zh: "次"},
			Help: lab.Text{
				En: "Rarer words are dropped: too few examples teach nothing.",
				Zh: "更少见的词会被丢弃：例子太少学不到东西。"}},
		{Name: "maxWords", Min: 2, Max: 1000000, Step: 1, Log: true,
			Title: lab.Text{En: "Vocabulary limit", Zh: "词表上限"}, Unit: lab.Text{En: "words", Zh: "词"},
			Help: lab.Text{
				En: "At most so many words, the most frequent, get a vector.",
				Zh: "最多保留这么多最常见的词。"}},
		{Name: "keepCase",
			Title: lab.Text{En: "Tell Upper from lower case", Zh: "区分大小写"},
			Help: lab.Text{
				En: "Off: March and march are one word.",
				Zh: "关闭时 March 与 march 视为同一个词。"}},
		{Name: "sentences",
			Title: lab.Text{En: "Sentences end at", Zh: "句子结束于"},
			Help: lab.Text{
				En: "Windows do not reach over the end of a sentence.",
				Zh: "窗口不会跨越句子结尾。"},
			Choices: []lab.Choice{
				{Value: "lines", Title: lab.Text{En: "line ends", Zh: "行尾"}},
				{Value: "marks", Title: lab.Text{En: "line ends and . ! ?", Zh: "行尾与 。！？"}},
			}},
	}
}

func (p *Params) config() word2vec.Config {
	return word2vec.Config{
		Dim: p.Dim, Window: p.Window, Negative: p.Negative, Epochs: p.Epochs,
		Sample: p.Sample, LearningRate: p.LearningRate,
	}
}

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
