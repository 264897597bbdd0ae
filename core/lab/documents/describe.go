package documents

import (
	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Documents{}) }

// Documents is the lab.
type Documents struct{}

var documentTitle = lab.Text{En: "Document", Zh: "文档"}

var samples = lab.Samples{
	Some: `"1863 Abraham Lincoln Republican" "1864 Abraham Lincoln Republican" "1942 Franklin D Roosevelt Democratic" "1943 Franklin D Roosevelt Democratic" "2002 George W Bush Republican" "2003 George W Bush Republican"`,
	From: "1863 Abraham Lincoln Republican", To: "2002 George W Bush Republican",
	Low: `"1863 Abraham Lincoln Republican"`, High: `"2002 George W Bush Republican"`, Word: "1863 Abraham Lincoln Republican",
}

var questions = append([]lab.Question{
	{ID: "neighbors", Live: true,
		Title: lab.Text{En: "Like this one", Zh: "相似文档"},
		Help: lab.Text{
			En: "Which documents lie nearest to this one?",
			Zh: "哪些文档离这一篇最近？"},
		Arguments: append([]lab.Argument{
			{Name: "word", Kind: lab.LabelArgument, Default: "1863 Abraham Lincoln Republican", Title: documentTitle},
		}, lab.NearArguments...)},
	{ID: "infer", Live: true,
		Title: lab.Text{En: "A new text", Zh: "新文本"},
		Help: lab.Text{
			En: "Type or paste any text: its vector is trained while all else stays as it is, and then compared.",
			Zh: "输入或粘贴任意文本：固定其余一切，训练出它的向量，再作比较。"},
		Arguments: []lab.Argument{
			{Name: "text", Kind: lab.TextArgument, Default: "gold and silver coin in the treasury", Title: lab.Text{En: "Text", Zh: "文本"}},
			{Name: "epochs", Kind: lab.NumberArgument, Default: "50", Min: 1, Max: 1000, Title: lab.Text{En: "Epochs", Zh: "轮数"}},
			lab.CountArgument,
		}},
	{ID: "words", Live: true,
		Title: lab.Text{En: "Its words", Zh: "代表词"},
		Help: lab.Text{
			En: "Which words lie nearest to a document? Asked of documents that were trained with words.",
			Zh: "哪些词离某篇文档最近？仅适用于与词一同训练的文档。"},
		Arguments: []lab.Argument{
			{Name: "document", Kind: lab.LabelArgument, Default: "1863 Abraham Lincoln Republican", Title: documentTitle},
			lab.CountArgument,
		}},
	{ID: "about", Live: true,
		Title: lab.Text{En: "About a word", Zh: "与词相关"},
		Help: lab.Text{
			En: "Which documents lie nearest to a word or a sum of words?",
			Zh: "哪些文档离某个词或若干词之和最近？"},
		Arguments: []lab.Argument{
			{Name: "expression", Kind: lab.ExpressionArgument, Default: "war", Space: "words", Title: lab.Text{En: "Word or expression", Zh: "词或表达式"}},
			lab.CountArgument,
		}},
	{ID: "similarity", Live: true,
		Title: lab.Text{En: "Two documents", Zh: "两篇文档"},
		Help: lab.Text{
			En: "How alike are two documents?",
			Zh: "两篇文档有多相似？"},
		Arguments: []lab.Argument{
			{Name: "a", Kind: lab.LabelArgument, Default: "1863 Abraham Lincoln Republican", Title: documentTitle},
			{Name: "b", Kind: lab.LabelArgument, Default: "2002 George W Bush Republican", Title: lab.Text{En: "and another", Zh: "另一篇"}},
		}},
	lab.GroupQuestion,
}, lab.SpaceQuestions(samples)...)

// Describe implements lab.Lab.
func (Documents) Describe() lab.Description {
	return lab.Description{
		ID: "documents", Group: "language",
		Title: lab.Text{En: "Documents", Zh: "文档"},
		Summary: lab.Text{
			En: "A vector for each line of a text, by paragraph vectors: speeches, verses or messages that say like things end up near each other.",
			Zh: "用段落向量为文本的每一行学习一个向量：内容相近的演讲、经文或消息最终彼此靠近。"},
		Kinds: []string{dataset.KindText},
		Data:  "sotu", View: "map",
		Questions: questions, Examples: examples,
		Chapters: []string{"documents", "words", "going-on", "map", "groups"},
	}
}
