package lab

import "nearspace/core/corpus"

// TextFields are the parameters of a lab that reads a text as a corpus: of its
// Params' fields MinCount and MaxWords, ints, KeepCase, a bool, and Sentences, a
// string. They follow the lab's own.
var TextFields = []Field{
	{Name: "minCount", Min: 1, Max: 1000, Step: 1, Log: true,
		Title: Text{En: "Minimum count", Zh: "最低词频"}, Unit: Text{En: "times", Zh: "次"},
		Help: Text{
			En: "Rarer words are dropped: too few examples teach nothing.",
			Zh: "更少见的词会被丢弃：例子太少学不到东西。"}},
	{Name: "maxWords", Min: 2, Max: 1000000, Step: 1, Log: true,
		Title: Text{En: "Vocabulary limit", Zh: "词表上限"}, Unit: Text{En: "words", Zh: "词"},
		Help: Text{
			En: "At most so many words, the most frequent, get a vector.",
			Zh: "最多保留这么多最常见的词。"}},
	{Name: "keepCase",
		Title: Text{En: "Tell Upper from lower case", Zh: "区分大小写"},
		Help: Text{
			En: "Off: March and march are one word.",
			Zh: "关闭时 March 与 march 视为同一个词。"}},
	{Name: "sentences",
		Title: Text{En: "Sentences end at", Zh: "句子结束于"},
		Help: Text{
			En: "Windows do not reach over the end of a sentence.",
			Zh: "窗口不会跨越句子结尾。"},
		Choices: []Choice{
			{Value: "lines", Title: Text{En: "line ends", Zh: "行尾"}},
			{Value: "marks", Title: Text{En: "line ends and . ! ?", Zh: "行尾与 。！？"}},
		}},
}

// TextOptions returns what these parameters mean for a corpus.
func TextOptions(minCount, maxWords int, keepCase bool, sentences string) corpus.Options {
	return corpus.Options{KeepCase: keepCase, Marks: sentences == "marks", MinCount: minCount, MaxWords: maxWords}
}
