package lab

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"nearspace/core/corpus"
)

// TextFields are the parameters of a lab that reads a text as a corpus: of its
// Params' fields MinCount and MaxWords, ints, KeepCase, a bool, and Sentences and
// LeaveOut, strings. They follow the lab's own.
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
	{Name: "leaveOut",
		Title: Text{En: "Leave out", Zh: "略去"},
		Help: Text{
			En: "These get no vector, and what stands around them moves together.",
			Zh: "这些词没有向量，其两侧的词靠拢。"},
		Choices: []Choice{
			{Value: "nothing", Title: Text{En: "nothing", Zh: "不略去"}},
			{Value: Numbers, Title: Text{En: "numbers and signs", Zh: "数字与符号"}},
			{Value: Connectors, Title: Text{En: "those, and words like “the” and “of”", Zh: "以上以及 the、of 等词"}},
		}},
}

// What may be left out of a text: words without letters, and those that mostly join
// others besides.
const (
	Numbers    = "numbers"
	Connectors = "connectors"
)

// dropped decides about words as a parameter LeaveOut says.
func dropped(leaveOut string) func(word string, count int64) corpus.Decision {
	left := map[string]bool{}
	switch leaveOut {
	case Numbers:
	case Connectors:
		for _, word := range corpus.EnglishConnectors() {
			left[word] = true
		}
	default:
		return nil
	}
	return func(word string, _ int64) corpus.Decision {
		if left[strings.ToLower(word)] || !strings.ContainsFunc(word, unicode.IsLetter) {
			return corpus.Discard
		}
		return corpus.ByCount
	}
}

// TextOptions returns what these parameters mean for a corpus.
func TextOptions(minCount, maxWords int, keepCase bool, sentences, leaveOut string) corpus.Options {
	return corpus.Options{KeepCase: keepCase, Marks: sentences == "marks", MinCount: minCount, MaxWords: maxWords, Trim: dropped(leaveOut)}
}

// Values of a parameter PhraseScoring, corpus's ways to score.
const (
	ByTypes  = "types"
	ByTokens = "tokens"
	NPMI     = "npmi"
)

// PhraseFields are those of a lab whose text may have phrases: of its Params'
// fields Phrases and PhraseCount, ints, PhraseScoring, a string, PhraseScore, a
// float64, and PhraseConnectors, a bool.
var PhraseFields = []Field{
	{Name: "phrases", Min: 0, Max: 4, Step: 1,
		Title: Text{En: "Look for phrases", Zh: "查找词组"}, Unit: Text{En: "times", Zh: "遍"},
		Help: Text{
			En: "Words that stand side by side more often than chance become one, such as united_states. Each further time may make longer ones. 0: none.",
			Zh: "相邻出现远多于偶然的词合成一个词，如 united_states。每多一遍，词组可更长。0：不查找。"}},
	{Name: "phraseScoring", When: phrased,
		Title: Text{En: "Phrases are scored by", Zh: "词组评分方式"},
		Help: Text{
			En: "How much more often than by chance two words meet: a factor that grows with the vocabulary or with the text, or a share of what is possible.",
			Zh: "两个词相遇比偶然多出多少：随词表或随文本增大的倍数，或占可能值的比例。"},
		Choices: []Choice{
			{Value: ByTypes, Title: Text{En: "distinct words: gensim", Zh: "不同词数：gensim"}, With: map[string]string{"phraseScore": "10"}},
			{Value: ByTokens, Title: Text{En: "all words: word2vec", Zh: "总词数：word2vec"}, With: map[string]string{"phraseScore": "100"}},
			{Value: NPMI, Title: Text{En: "mutual information, at most 1: NPMI", Zh: "互信息，至多为 1：NPMI"}, With: map[string]string{"phraseScore": "0.5"}},
		}},
	{Name: "phraseScore", Min: .1, Max: 1000, Step: .1, Log: true, When: phrased,
		Title: Text{En: "Phrases score above", Zh: "词组得分高于"},
		Help: Text{
			En: "A lower bound makes more phrases.",
			Zh: "越低词组越多。"}},
	{Name: "phraseCount", Min: 1, Max: 1000, Step: 1, Log: true, When: phrased,
		Title: Text{En: "Phrases occur at least", Zh: "词组至少出现"}, Unit: Text{En: "times", Zh: "次"},
		Help: Text{
			En: "Pairs that are rarer are chance.",
			Zh: "更少见的词对只是偶然。"}},
	{Name: "phraseConnectors", When: phrased,
		Title: Text{En: "Across “of”, “the” and their like", Zh: "可含 of、the 等词"},
		Help: Text{
			En: "Such words may stand inside a phrase, as in bank_of_england, but neither begin nor end one.",
			Zh: "这些词可在词组中间，如 bank_of_england，但不能在开头或结尾。"}},
}

var phrased = []When{{Name: "phrases"}}

// PhraseOptions returns what these parameters mean for a corpus.
func PhraseOptions(passes int, scoring string, score float64, count int, connectors bool) corpus.PhraseOptions {
	o := corpus.PhraseOptions{Passes: passes, Threshold: score, MinCount: count}
	switch scoring {
	case ByTokens:
		o.Scoring = corpus.ByTokens
	case NPMI:
		o.Scoring = corpus.NPMI
	}
	if connectors {
		o.Connectors = corpus.EnglishConnectors()
	}
	return o
}

// NotePhrases says how many phrases were found in a text, and names those that are
// met most; nothing, if none were looked for.
func NotePhrases(found *corpus.Phrases) []Text {
	if found == nil {
		return nil
	}
	list := found.List()
	slices.SortStableFunc(list, func(a, b corpus.Phrase) int { return cmp.Compare(b.Count, a.Count) })
	var names []string
	for _, phrase := range list[:min(5, len(list))] {
		names = append(names, phrase.Text)
	}
	if len(names) == 0 {
		return []Text{{En: "No phrases were found.", Zh: "没有找到词组。"}}
	}
	return []Text{{
		En: fmt.Sprintf("%d phrases, such as %s.", len(list), strings.Join(names, ", ")),
		Zh: fmt.Sprintf("%d 个词组，如 %s。", len(list), strings.Join(names, "、"))}}
}
