package lab

import "nearspace/core/dataset"

// The parameters that name what a Course has, and whether the words that it gives
// vectors keep them.
var (
	FromField = Field{Name: "from", File: dataset.KindVectors,
		Title: Text{En: "Begin with vectors", Zh: "从已有向量开始"},
		Help: Text{
			En: "Words that a file of vectors has begin there, in its number of dimensions; the others begin at random. Of any kind that the lab Vectors opens.",
			Zh: "向量文件中有的词从该处开始，维数随文件；其余随机开始。“向量”实验能打开的格式皆可。"}}

	FrozenField = Field{Name: "frozen", When: []When{{Name: "from"}},
		Title: Text{En: "Freeze what is found there", Zh: "冻结文件中找到的词"},
		Help: Text{
			En: "Those words stay where the file has them, and the others learn to fit.",
			Zh: "这些词保持在文件中的位置，其余的词学着与之相配。"}}

	ThenField = Field{Name: "then", File: dataset.KindText, Later: true,
		Title: Text{En: "Then train on with", Zh: "然后继续训练"},
		Help: Text{
			En: "After all epochs another text follows, for as many. Its new words join the vocabulary; all others go on from where they are.",
			Zh: "全部轮次之后换另一文本，轮数相同。其中的新词加入词表，其余的词从当前位置继续。"}}
)

// Saying returns the field with other words of help.
func (f Field) Saying(help Text) Field {
	f.Help = help
	return f
}
