package vectors

import (
	"slices"

	"nearspace/core/dataset"
	"nearspace/core/lab"
	"nearspace/core/space"
)

func init() { lab.Register(Vectors{}) }

// Vectors is the lab.
type Vectors struct{}

// Params are the settings of a run. See Fields.
type Params struct {
	MaxWords  int `json:"maxWords"`
	MaxMemory int `json:"maxMemory"`

	Array  int    `json:"array"`
	Beside string `json:"beside"`
	Twice  string `json:"twice"`
}

// What becomes of a label that both files have.
const (
	keepFirst = "first"
	takeLast  = "last"
	keepBoth  = "both"
)

var conflicts = map[string]space.Conflict{keepFirst: space.KeepFirst, takeLast: space.TakeLast, keepBoth: space.KeepAll}

// Params implements lab.Lab.
func (Vectors) Params() lab.Params {
	return &Params{MaxWords: 200000, MaxMemory: 1000, Twice: keepFirst}
}

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	return []lab.Field{
		{Name: "maxWords", Basic: true, Min: 10, Max: 5000000, Step: 1, Log: true,
			Title: lab.Text{En: "Rows at most", Zh: "最多行数"}, Unit: lab.Text{En: "rows", Zh: "行"},
			Help: lab.Text{
				En: "Of a longer file the first rows are taken, which in most are the most frequent words.",
				Zh: "文件更长时只取前面的行，通常是最常见的词。"}},
		{Name: "array", Arrays: true, Max: 1000, Step: 1,
			Title: lab.Text{En: "Array of the file", Zh: "文件中的数组"},
			Help: lab.Text{
				En: "Of an .npz or a .safetensors file with several: which one. 0 is the one with the most rows.",
				Zh: "若 .npz 或 .safetensors 文件含多个数组：取哪一个。0 为行数最多者。"}},
		{Name: "beside", File: dataset.KindVectors,
			Title: lab.Text{En: "A second file, as one with it", Zh: "合并第二个文件"},
			Help: lab.Text{
				En: "Its rows follow those of the first; both must have as many dimensions.",
				Zh: "其行接在第一个文件之后；两者维数须相同。"}},
		{Name: "twice", When: []lab.When{{Name: "beside"}},
			Title: lab.Text{En: "Labels in both", Zh: "两个文件都有的标签"},
			Help: lab.Text{
				En: "Which row stays of a label that both files have.",
				Zh: "两个文件都有的标签保留哪一行。"},
			Choices: []lab.Choice{
				{Value: keepFirst, Title: lab.Text{En: "the first file's row", Zh: "第一个文件的行"}},
				{Value: takeLast, Title: lab.Text{En: "the second file's row", Zh: "第二个文件的行"}},
				{Value: keepBoth, Title: lab.Text{En: "both rows", Zh: "两行都保留"}},
			}},
		{Name: "maxMemory", Min: 10, Max: 2000, Step: 10, Log: true,
			Title: lab.Text{En: "Memory at most", Zh: "最多内存"}, Unit: lab.Text{En: "MB", Zh: "MB"},
			Help: lab.Text{
				En: "For the numbers, four bytes each; a fastText model takes its own size and that of its words' vectors. A browser's tab has some thousands of megabytes for everything.",
				Zh: "数值所占内存，每个四字节；fastText 模型占其自身大小加上各词向量的大小。浏览器标签页总共只有几千兆字节可用。"}},
	}
}

var samples = lab.Samples{Some: "red orange yellow green blue purple pink brown", From: "red", To: "blue", Low: "black", High: "white", Word: "pink"}

var questions = slices.Concat(lab.WordQuestions("blue", "red + yellow", "red orange yellow blue", "red orange", "green blue"), lab.SpaceQuestions(samples), []lab.Question{
	lab.IndexQuestion("blue"),
	{ID: "facts", Live: true,
		Title: lab.Text{En: "About the file", Zh: "文件概况"},
		Help: lab.Text{
			En: "What was found in it, how long its rows are, and whether they point everywhere or all one way.",
			Zh: "文件里有什么，各行有多长，方向是散布各处还是偏向一边。"}},
}, modelQuestions)

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
	{Data: "colors", Query: lab.NewQuery("path", "from", "red", "to", "blue", "metric", "euclidean"),
		Title: lab.Text{En: "How does red turn into blue?", Zh: "红色怎样一步步变成蓝色？"}, Every: []string{"royal purple", "indigo"}},
	{Data: "colors", Query: lab.NewQuery("closer", "word", "orange", "other", "red"),
		Title: lab.Text{En: "Which colours are nearer to orange than red is?", Zh: "哪些颜色比 red 更接近 orange？"}, Every: []string{"pumpkin orange", "burnt orange"}},
	{Data: "colors", Query: lab.NewQuery("axis", "low", "red orange brown", "high", "blue cyan teal"),
		Title: lab.Text{En: "From warm to cold", Zh: "从暖色到冷色"}, Every: []string{"dark red", "bright blue"}},
	{Data: "colors", Query: lab.NewQuery("distances", "rows", "red orange yellow green blue purple pink brown", "metric", "euclidean"),
		Title: lab.Text{En: "Of eight colours, which are nearest, which farthest?", Zh: "八种颜色中，哪两种最近，哪两种最远？"}, Every: []string{"red and orange", "blue and yellow"}},
	{Data: "colors", Query: lab.NewQuery("index", "word", "pink", "metric", "euclidean", "ef", "10"),
		Title: lab.Text{En: "What does an index find near pink?", Zh: "索引能找到“pink”附近的什么？"}, Expect: []string{"bubblegum pink", "pinky", "bubblegum"}},
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
		Chapters: []string{"pretrained-vectors", "scores", "take-with-you", "near-rows", "map", "groups"},
	}
}
