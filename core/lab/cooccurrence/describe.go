package cooccurrence

import (
	"slices"

	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Cooccurrence{}) }

// Cooccurrence is the lab.
type Cooccurrence struct{}

// wordArgument takes a word of the text.
func wordArgument(name, standard string, title lab.Text) lab.Argument {
	return lab.Argument{Name: name, Kind: lab.LabelArgument, Default: standard, Title: title}
}

var oneWord = lab.Text{En: "Word", Zh: "词"}

// What the matrix shows.
const (
	frequent = "frequent"
	around   = "around"
	logs     = "log"
	chance   = "chance"
	fitted   = "fitted"
)

var samples = lab.Samples{
	Some: "gold silver coin army navy soldiers wheat cotton corn", From: "gold", To: "soldiers", Low: "war", High: "peace", Word: "gold",
}

var questions = slices.Concat([]lab.Question{
	{ID: "matrix", Live: true,
		Title: lab.Text{En: "The matrix", Zh: "共现矩阵"},
		Help: lab.Text{
			En: "How often do words stand near each other? A picture of the part of the matrix that belongs to some words.",
			Zh: "词与词相邻有多频繁？显示矩阵中若干词对应的部分。"},
		Arguments: []lab.Argument{
			{Name: "which", Kind: lab.ChoiceArgument, Default: around, Title: lab.Text{En: "Of which words", Zh: "哪些词"}, Choices: []lab.Choice{
				{Value: around, Title: lab.Text{En: "a word and its company", Zh: "一个词及其同伴"}},
				{Value: frequent, Title: lab.Text{En: "the most frequent", Zh: "最常见的词"}},
			}},
			wordArgument("word", "gold", lab.Text{En: "The word, if it is about one", Zh: "若针对某个词：该词"}),
			{Name: "count", Kind: lab.NumberArgument, Default: "24", Min: 2, Max: 100, Title: lab.Text{En: "How many words", Zh: "词数"}},
			{Name: "values", Kind: lab.ChoiceArgument, Default: logs, Title: lab.Text{En: "What it shows", Zh: "显示什么"}, Choices: []lab.Choice{
				{Value: logs, Title: lab.Text{En: "how often: log(1 + X)", Zh: "频次：log(1 + X)"}},
				{Value: chance, Title: lab.Text{En: "above chance: positive PMI", Zh: "高于偶然：正 PMI"}},
				{Value: fitted, Title: lab.Text{En: "what the vectors make of log X", Zh: "向量给出的 log X"}},
			}},
		}},
	{ID: "ratios", Live: true,
		Title: lab.Text{En: "Two words' company", Zh: "两个词的同伴"},
		Help: lab.Text{
			En: "Which words stand beside the one rather than the other? Ratios of probabilities are what GloVe's vectors are made to hold.",
			Zh: "哪些词更常与其一而非其二相邻？GloVe 的向量正是要表达这些概率之比。"},
		Arguments: []lab.Argument{
			wordArgument("a", "army", lab.Text{En: "One word", Zh: "一个词"}),
			wordArgument("b", "navy", lab.Text{En: "and another", Zh: "另一个词"}),
			{Name: "count", Kind: lab.NumberArgument, Default: "8", Min: 1, Max: 50, Title: lab.Text{En: "How many for each", Zh: "每边个数"}},
		}},
	{ID: "fit", Live: true,
		Title: lab.Text{En: "Fit of a word", Zh: "一个词的拟合"},
		Help: lab.Text{
			En: "What do the vectors predict for the pairs of a word, and what should it be?",
			Zh: "对一个词的各词对，向量预测为何，应为何？"},
		Arguments: []lab.Argument{wordArgument("word", "gold", oneWord), lab.CountArgument}},
	{ID: "worst", Live: true,
		Title: lab.Text{En: "Worst fitted", Zh: "拟合最差的词对"},
		Help: lab.Text{
			En: "Which pairs of words carry most of what is left of the loss?",
			Zh: "剩余损失主要来自哪些词对？"},
		Arguments: []lab.Argument{lab.CountArgument}},
	{ID: "weights", Live: true,
		Title: lab.Text{En: "Weights", Zh: "权重"},
		Help: lab.Text{
			En: "How much does a pair weigh that occurs so often, and which counts make up the whole?",
			Zh: "出现若干次的词对权重多大？总权重由哪些频次构成？"}},
}, lab.WordQuestions("gold", "his - he + our", "gold silver coin railroad", "army", "navy"), lab.SpaceQuestions(samples))

// examples are checked by a test that trains on the data.
var examples = []lab.Example{
	{Data: "sotu", Query: lab.NewQuery("matrix", "word", "gold"),
		Title: lab.Text{En: "Who keeps company with gold?", Zh: "谁与“gold”为伴？"}, Expect: []string{"silver", "coin", "bullion"}},
	{Data: "sotu", Query: lab.NewQuery("ratios", "a", "army", "b", "navy"),
		Title: lab.Text{En: "What is the army's and not the navy's?", Zh: "什么属于陆军而不属于海军？"}, Expect: []string{"regular", "officers", "recruiting", "corps"}},
	{Data: "sotu", Query: lab.NewQuery("neighbors", "word", "silver"),
		Title: lab.Text{En: "What is near silver?", Zh: "“silver”附近有什么？"}, Expect: []string{"gold", "coin", "coinage", "bullion"}},
	{Data: "sotu", Query: lab.NewQuery("closer", "word", "war", "other", "peace"),
		Title: lab.Text{En: "Which words are nearer to war than peace is?", Zh: "哪些词比 peace 更接近 war？"}, Every: []string{"waged", "against"}},
	{Data: "sotu", Query: lab.NewQuery("axis", "low", "gold silver coin currency", "high", "army navy soldiers troops"),
		Title: lab.Text{En: "Money at one end, arms at the other", Zh: "一端是货币，另一端是军队"}, Every: []string{"depreciated", "navy"}},
	{Data: "sotu", Query: lab.NewQuery("distances", "rows", "gold silver wheat cotton army navy"),
		Title: lab.Text{En: "Metals, crops, forces: which are nearest?", Zh: "金属、作物、军队：哪两个最近？"}, Every: []string{"army", "navy"}},
	{Data: "sotu", Query: lab.NewQuery("beside", "word", "gold"),
		Title: lab.Text{En: "Gold as a word, and as company", Zh: "“gold”作为词与作为同伴"}, Every: []string{"silver", "bullion"}},
	{Data: "wordnet", Query: lab.NewQuery("neighbors", "word", "red"),
		Title: lab.Text{En: "What is near red?", Zh: "“red”附近有什么？"}, Expect: []string{"yellow", "white", "blue", "green", "orange", "purple", "brown"}},
	{Data: "bible", Query: lab.NewQuery("neighbors", "word", "moses"),
		Title: lab.Text{En: "Who is near Moses?", Zh: "“moses”附近有谁？"}, Expect: []string{"aaron", "joshua", "commanded", "eleazar"}},
}

// Describe implements lab.Lab.
func (Cooccurrence) Describe() lab.Description {
	return lab.Description{
		ID: "cooccurrence", Group: "language",
		Title: lab.Text{En: "Co-occurrence", Zh: "共现"},
		Summary: lab.Text{
			En: "Count how often words stand near each other, see the matrix, and fit vectors to it: GloVe.",
			Zh: "统计词与词相邻的频次，查看矩阵，再用向量拟合它：GloVe。"},
		Kinds: []string{dataset.KindText},
		Data:  "sotu", View: "map",
		Questions: questions, Examples: examples,
		Chapters: []string{"glove", "words", "map"},
	}
}
