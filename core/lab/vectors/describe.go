package vectors

import (
	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Vectors{}) }

// Vectors is the lab.
type Vectors struct{}

// Params are the settings of a run. See Fields.
type Params struct {
	MaxWords  int `json:"maxWords"`
	MaxMemory int `json:"maxMemory"`
}

// Params implements lab.Lab.
func (Vectors) Params() lab.Params { return &Params{MaxWords: 200000, MaxMemory: 1000} }

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	return []lab.Field{
		{Name: "maxWords", Basic: true, Min: 10, Max: 5000000, Step: 1, Log: true,
			Title: lab.Text{En: "Rows at most", Zh: "最多行数"}, Unit: lab.Text{En: "rows", Zh: "行"},
			Help: lab.Text{
				En: "Of a longer file the first rows are taken, which in most are the most frequent words.",
				Zh: "文件更长时只取前面的行，通常是最常见的词。"}},
		{Name: "maxMemory", Min: 10, Max: 2000, Step: 10, Log: true,
			Title: lab.Text{En: "Memory at most", Zh: "最多内存"}, Unit: lab.Text{En: "MB", Zh: "MB"},
			Help: lab.Text{
				En: "For the numbers, four bytes each. A browser's tab has some thousands of megabytes for everything.",
				Zh: "数值所占内存，每个四字节。浏览器标签页总共只有几千兆字节可用。"}},
	}
}

var questions = append(lab.WordQuestions("blue", "red + yellow", "red orange yellow blue", "red orange", "green blue"), []lab.Question{
	{ID: "facts", Live: true,
		Title: lab.Text{En: "About the file", Zh: "文件概况"},
		Help: lab.Text{
			En: "What was found in it, how long its rows are, and whether they point everywhere or all one way.",
			Zh: "文件里有什么，各行有多长，方向是散布各处还是偏向一边。"}},
	{ID: "analogies", Live: true,
		Title: lab.Text{En: "Score: analogies", Zh: "评分：类比"},
		Help: lab.Text{
			En: "How many analogies come out right: capitals, peoples, sexes and forms of English words, or your own, four words each with semicolons between. Questions with a word that is missing are left out and counted.",
			Zh: "有多少类比答对：首都、民族、性别与英语词形，或自己的题目（每题四个词，以分号分隔）。含未知词的题目略去并计数。"},
		Arguments: []lab.Argument{
			{Name: "test", Kind: lab.TextArgument, Default: builtIn, Title: lab.Text{En: "Questions", Zh: "题目"}},
			{Name: "rule", Kind: lab.ChoiceArgument, Default: "add", Title: lab.Text{En: "How the three go together", Zh: "三者如何合并"}, Choices: []lab.Choice{
				{Value: "add", Title: lab.Text{En: "added: 3CosAdd", Zh: "相加：3CosAdd"}},
				{Value: "mul", Title: lab.Text{En: "multiplied: 3CosMul", Zh: "相乘：3CosMul"}},
			}},
			{Name: "limit", Kind: lab.NumberArgument, Default: "30000", Min: 100, Max: 5000000,
				Title: lab.Text{En: "Among the first so many rows", Zh: "仅在前多少行中"}},
		}},
	{ID: "outliers", Live: true,
		Title: lab.Text{En: "Score: outliers", Zh: "评分：离群词"},
		Help: lab.Text{
			En: "Eight words of a kind and one that does not belong, again and again: is it found?",
			Zh: "八个同类词加一个不属于该类的词，反复多次：能否找出它？"}},
	{ID: "pairs", Live: true,
		Title: lab.Text{En: "Score: word similarity", Zh: "评分：词语相似度"},
		Help: lab.Text{
			En: "Do cosines go with what people say? Two words and a number each, with semicolons between, as in WordSim-353 or SimLex-999.",
			Zh: "余弦与人的判断是否一致？每条为两个词和一个数，以分号分隔，如 WordSim-353 或 SimLex-999。"},
		Arguments: []lab.Argument{
			{Name: "test", Kind: lab.TextArgument, Title: lab.Text{En: "Pairs", Zh: "词对"}},
		}},
}...)

// builtIn is the argument that asks the tests of package measure.
const builtIn = "built-in"

// examples are checked by a test that reads the data.
var examples = []lab.Example{
	{Data: "colors", Query: lab.NewQuery("neighbors", "word", "pink", "metric", "euclidean"),
		Title: lab.Text{En: "What is near pink?", Zh: "“pink”附近有什么？"}, Expect: []string{"bubblegum pink", "pinky", "bubblegum"}},
	{Data: "colors", Query: lab.NewQuery("expression", "expression", "red + yellow"),
		Title: lab.Text{En: "Red and yellow make …", Zh: "红加黄是……"}, Expect: []string{"rust orange", "dark orange", "burnt orange"}},
	{Data: "colors", Query: lab.NewQuery("expression", "expression", `"dark blue" - blue + green`),
		Title: lab.Text{En: "blue is to dark blue as green is to …", Zh: "blue 之于 dark blue，正如 green 之于……"}, Expect: []string{"forest green", "british racing green", "hunter green"}},
	{Data: "colors", Query: lab.NewQuery("odd", "words", "red orange yellow blue"),
		Title: lab.Text{En: "Red, orange, yellow, blue: which is odd?", Zh: "红、橙、黄、蓝：哪个不同？"}, Expect: []string{"blue"}},
}

// Describe implements lab.Lab.
func (Vectors) Describe() lab.Description {
	return lab.Description{
		ID: "vectors", Group: "language",
		Title: lab.Text{En: "Vectors", Zh: "向量"},
		Summary: lab.Text{
			En: "Vectors from a file: word2vec, GloVe, fastText, NumPy, safetensors or a table. Ask them, see them, score them.",
			Zh: "来自文件的向量：word2vec、GloVe、fastText、NumPy、safetensors 或表格。可提问、查看和评分。"},
		Kinds: []string{dataset.KindVectors, dataset.KindTargets},
		Data:  "colors", View: "map",
		Questions: questions, Examples: examples,
		Chapters: []string{"pretrained-vectors", "scores", "take-with-you", "map"},
	}
}
