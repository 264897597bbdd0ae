package classifier

import (
	"strconv"

	"nearspace/core/corpus"
	"nearspace/core/dataset"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

// Params are the settings of a run. See Fields.
type Params struct {
	WordNgrams    int     `json:"wordNgrams"`
	MinN          int     `json:"minN"`
	MaxN          int     `json:"maxN"`
	Buckets       int     `json:"buckets"`
	Loss          string  `json:"loss"`
	Negative      int     `json:"negative"`
	Dim           int     `json:"dim"`
	Epochs        int     `json:"epochs"`
	LearningRate  float64 `json:"learningRate"`
	MinCount      int     `json:"minCount"`
	MinCountLabel int     `json:"minCountLabel"`

	TextColumn  int  `json:"textColumn"`
	LabelColumn int  `json:"labelColumn"`
	Span        int  `json:"span"`
	Passage     int  `json:"passage"`
	Held        int  `json:"held"`
	KeepCase    bool `json:"keepCase"`

	Trials  int    `json:"trials"`
	Seconds int    `json:"seconds"`
	Metric  string `json:"metric"`
	Of      int    `json:"of"`
	Most    int    `json:"most"`
	Size    int    `json:"size"`

	From   string `json:"from"`
	Frozen bool   `json:"frozen"`
	Then   string `json:"then"`
}

// Values of the choices.
const (
	Softmax      = "softmax"
	OneVsAll     = "ova"
	Hierarchical = lab.Hierarchical
	Negatives    = lab.Negatives

	ByF1        = "f1"
	ByMacroF1   = "macro"
	ByPrecision = "precision"
	ByRecall    = "recall"
)

// Params implements lab.Lab.
func (Classifier) Params() lab.Params {
	return &Params{
		WordNgrams: 1, MinN: 3, Buckets: 200000, Loss: Softmax, Negative: 5, Dim: 50, Epochs: 5, LearningRate: .5, MinCount: 1, MinCountLabel: 1,
		Passage: 100, Held: 10, Metric: ByF1, Most: 1,
	}
}

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	words, times, texts := lab.Text{En: "words", Zh: "词"}, lab.Text{En: "times", Zh: "次"}, lab.Text{En: "% of the texts", Zh: "% 的文本"}
	characters := lab.Text{En: "characters", Zh: "字符"}
	tuned := []lab.When{{Name: "trials"}}
	return []lab.Field{
		{Name: "wordNgrams", Basic: true, Min: 1, Max: 5, Step: 1, Unit: words,
			Title: lab.Text{En: "Longest sequence of words", Zh: "最长词序列"},
			Help: lab.Text{
				En: "Sequences up to this length have rows too, so that “not good” is more than its words. 1: words alone, whose order counts for nothing.",
				Zh: "不超过此长度的词序列也有自己的行，使“not good”不只是两个词之和。1：只有单词，词序不起作用。"}},
		{Name: "loss", Basic: true,
			Title: lab.Text{En: "How labels are told apart", Zh: "如何区分标签"},
			Help: lab.Text{
				En: "Softmax weighs each label against all others. A tree is faster for many labels, and so is negative sampling. One-vs-all asks of each label by itself: a text may have several, or none.",
				Zh: "softmax 将每个标签与其余全部比较。标签很多时，树与负采样更快。一对其余单独判断每个标签：文本可有多个标签，也可没有。"},
			Choices: []lab.Choice{
				{Value: Softmax, Title: lab.Text{En: "against all others: softmax", Zh: "与其余全部比较：softmax"}},
				{Value: OneVsAll, Title: lab.Text{En: "each by itself: one-vs-all", Zh: "各自判断：一对其余"}},
				{Value: Hierarchical, Title: lab.Text{En: "down a tree: hierarchical softmax", Zh: "沿树而下：层次 softmax"}},
				{Value: Negatives, Title: lab.Text{En: "against a few: negative sampling", Zh: "与少数比较：负采样"}},
			}},
		{Name: "negative", Min: 1, Max: 40, Step: 1, When: []lab.When{{Name: "loss", Values: []string{Negatives}}},
			Title: lab.Text{En: "Negatives", Zh: "负样本"}, Unit: lab.Text{En: "labels a text", Zh: "标签/文本"},
			Help: lab.Text{
				En: "How many random labels the right one is told from.",
				Zh: "正确标签要与多少个随机标签区分。"}},
		{Name: "dim", Basic: true, When: []lab.When{{Name: "from", Values: []string{""}}}, Min: 1, Max: 1000, Step: 1, Log: true,
			Title: lab.Text{En: "Dimensions", Zh: "维数"},
			Help: lab.Text{
				En: "How many numbers make up each vector. A classifier needs few: 10 tell a handful of labels apart.",
				Zh: "每个向量由多少个数组成。分类器需要的不多：10 维即可区分几个标签。"}},
		{Name: "epochs", Basic: true, Min: 1, Max: 200, Step: 1, Log: true,
			Title: lab.Text{En: "Epochs", Zh: "轮数"},
			Help: lab.Text{
				En: "How often training goes through the texts. Few texts need more; too many are learnt by heart, which the held-out texts show.",
				Zh: "训练遍历文本的次数。文本少时需要更多；过多则会死记硬背，留出的文本会显示出来。"}},
		{Name: "learningRate", Basic: true, Live: true, Min: 1e-3, Max: 5, Step: 1e-3, Log: true,
			Title: lab.Text{En: "Learning rate", Zh: "学习率"},
			Help: lab.Text{
				En: "The size of the first steps; it falls in a straight line to nothing. May change during a run.",
				Zh: "起始步长；沿直线下降到零。运行中可更改。"}},
		{Name: "held", Basic: true, Min: 0, Max: 50, Step: 1, Unit: texts,
			Title: lab.Text{En: "Held out", Zh: "留出"},
			Help: lab.Text{
				En: "So many are not learnt from, but tested on. Which ones, the seed decides; passages of one text stay together.",
				Zh: "这部分不参与训练，只用于检验。由种子决定是哪些；同一文本的各段不拆开。"}},
		{Name: "minN", Min: 1, Max: 10, Step: 1, Unit: characters, When: []lab.When{{Name: "maxN"}},
			Title: lab.Text{En: "Shortest piece", Zh: "最短片段"},
			Help: lab.Text{
				En: "Words are cut into all runs of characters from this length on.",
				Zh: "词被切成从此长度起的所有连续字符片段。"}},
		{Name: "maxN", Min: 0, Max: 10, Step: 1, Unit: characters,
			Title: lab.Text{En: "Longest piece", Zh: "最长片段"},
			Help: lab.Text{
				En: "Up to this length. Pieces know misspelt and unseen words, and endings. 0: no pieces.",
				Zh: "直到此长度。片段能识别拼错的词、未见过的词和词尾。0：不用片段。"}},
		{Name: "buckets", Min: 1000, Max: 10000000, Step: 1, Log: true, Unit: lab.Text{En: "rows", Zh: "行"},
			Title: lab.Text{En: "Rows for pieces and sequences", Zh: "片段与序列的行数"},
			Help: lab.Text{
				En: "They share so many rows by their hash. Where there are neither pieces nor sequences, there are none.",
				Zh: "它们按散列共用这么多行。没有片段和序列时不设行。"}},
		{Name: "minCount", Min: 1, Max: 1000, Step: 1, Log: true, Unit: times,
			Title: lab.Text{En: "Minimum count", Zh: "最低词频"},
			Help: lab.Text{
				En: "Rarer words get no row of their own.",
				Zh: "更少见的词没有自己的行。"}},
		{Name: "minCountLabel", Min: 1, Max: 1000, Step: 1, Log: true, Unit: times,
			Title: lab.Text{En: "Minimum count of labels", Zh: "标签最低次数"},
			Help: lab.Text{
				En: "Rarer labels are left out, and texts that have no other with them.",
				Zh: "更少见的标签被略去，只有这些标签的文本也被略去。"}},
		{Name: "labelColumn", Min: 0, Max: 1000, Step: 1,
			Title: lab.Text{En: "Column of the label", Zh: "标签所在的列"},
			Help: lab.Text{
				En: "Of a table or of JSONL. 0: found by its name, such as label, sentiment, class, party, type; where all columns hold long texts, the columns' names are the labels. The run lists the columns with their numbers.",
				Zh: "针对表格或 JSONL。0：按名称查找，如 label、sentiment、class、party、type；若各列均为长文本，则以列名为标签。运行会列出各列的编号。"}},
		{Name: "textColumn", Min: 0, Max: 1000, Step: 1,
			Title: lab.Text{En: "Column of the text", Zh: "文本所在的列"},
			Help: lab.Text{
				En: "0: found by its name.",
				Zh: "0：按名称查找。"}},
		{Name: "span", Min: 0, Max: 1000, Step: 1,
			Title: lab.Text{En: "Join numbers to spans of", Zh: "数字合并为区间"},
			Help: lab.Text{
				En: "Labels that are whole numbers, such as years, are joined: with 50, 1863 is 1850–1899. 0: as they are.",
				Zh: "整数标签（如年份）合并为区间：取 50 时，1863 属于 1850–1899。0：保持原样。"}},
		{Name: "passage", Min: 0, Max: 5000, Step: 10, Unit: words,
			Title: lab.Text{En: "Cut into passages of", Zh: "切成段落"},
			Help: lab.Text{
				En: "Longer texts are cut, and each passage has the text's labels. 0: whole texts.",
				Zh: "更长的文本会被切开，每一段带有原文本的标签。0：整篇。"}},
		{Name: "keepCase",
			Title: lab.Text{En: "Tell Upper from lower case", Zh: "区分大小写"},
			Help: lab.Text{
				En: "Off: March and march are one word. Lines with __label__ are taken as they stand, as fastText's program takes them.",
				Zh: "关闭时 March 与 march 视为同一个词。带 __label__ 的行照原样读取，与 fastText 程序一致。"}},
		{Name: "trials", Live: true, Min: 0, Max: 1000, Step: 1, Unit: lab.Text{En: "trials", Zh: "次尝试"},
			Title: lab.Text{En: "Look for settings", Zh: "自动调参"},
			Help: lab.Text{
				En: "So many classifiers are trained first, with other settings each, and tested on the held-out texts; the best settings are taken. Lowering the number ends the search. 0: none.",
				Zh: "先用不同设置训练这么多个分类器，并在留出文本上检验，取最好的设置。调低此数即结束搜索。0：不调参。"}},
		{Name: "seconds", Live: true, Min: 0, Max: 36000, Step: 1, Unit: lab.Text{En: "seconds", Zh: "秒"}, When: tuned,
			Title: lab.Text{En: "Look for at most", Zh: "调参时限"},
			Help: lab.Text{
				En: "Seconds of work, after which the search ends with the trials it has. How many those are depends on the machine; what each tries does not. 0: no limit.",
				Zh: "调参的工作秒数，到时即以已有的尝试结束。能做多少次取决于机器，每次尝试什么则不变。0：不限。"}},
		{Name: "metric", When: tuned,
			Title: lab.Text{En: "The best have", Zh: "评判标准"},
			Help: lab.Text{
				En: "What is compared on the held-out texts.",
				Zh: "在留出文本上比较什么。"},
			Choices: []lab.Choice{
				{Value: ByF1, Title: lab.Text{En: "F1, over all predictions", Zh: "F1（全部预测）"}},
				{Value: ByMacroF1, Title: lab.Text{En: "F1, the mean of the labels'", Zh: "F1（各标签平均）"}},
				{Value: ByPrecision, Title: lab.Text{En: "precision at k", Zh: "精确率 P@k"}},
				{Value: ByRecall, Title: lab.Text{En: "recall at k", Zh: "召回率 R@k"}},
			}},
		{Name: "of", Min: 0, Max: 100000, Step: 1, When: tuned,
			Title: lab.Text{En: "of one label", Zh: "只看一个标签"},
			Help: lab.Text{
				En: "1 is the most frequent, 2 the next one. 0: of all.",
				Zh: "1 为最常见的标签，2 为其次。0：全部标签。"}},
		{Name: "most", Min: 1, Max: 100, Step: 1, When: tuned, Unit: lab.Text{En: "labels a text", Zh: "标签/文本"},
			Title: lab.Text{En: "Predictions, k", Zh: "预测数 k"},
			Help: lab.Text{
				En: "How many labels of each held-out text are predicted.",
				Zh: "每段留出文本预测多少个标签。"}},
		{Name: "size", Min: 0, Max: 1000000, Step: 10, Unit: lab.Text{En: "kB", Zh: "kB"},
			Title: lab.Text{En: "Size of the small model", Zh: "小模型的大小"},
			Help: lab.Text{
				En: "The quantised model (.ftz) keeps its longest rows, trained again, so that it takes no more than this; the search for settings tests such models. 0: all rows.",
				Zh: "量化模型（.ftz）只保留最长的行并重新训练，使其不超过此大小；自动调参时检验的也是这样的模型。0：保留全部行。"}},
		lab.FromField.Saying(lab.Text{
			En: "Words that a file of vectors has begin there, in its number of dimensions; the others begin at random. As fastText's -pretrainedVectors.",
			Zh: "向量文件中有的词从该处开始，维数随文件；其余随机开始。同 fastText 的 -pretrainedVectors。"}),
		lab.FrozenField.Saying(lab.Text{
			En: "Those words' rows stay as the file has them; labels, pieces and other words learn.",
			Zh: "这些词的行保持文件中的值；标签、片段与其他词照常学习。"}),
		lab.ThenField.Saying(lab.Text{
			En: "After all epochs other texts follow, for as many, read by the same columns. Their new words and labels join; down a tree the decisions are made anew, and keep what they have learnt where they part the same labels.",
			Zh: "全部轮次之后换另一批文本，轮数相同，列的取法相同。新词与新标签加入；若用树，则重建判断，划分相同标签的判断保留所学。"}),
	}
}

// check reports the first parameter that is out of range or does not go with
// another.
func (p *Params) check() error {
	if err := lab.Check(p); err != nil {
		return err
	}
	itoa := strconv.Itoa
	switch {
	case p.MaxN > 0 && p.MinN > p.MaxN:
		return &lab.ConflictError{Name: "minN", Value: itoa(p.MinN), OtherName: "maxN", OtherValue: itoa(p.MaxN)}
	case p.Trials > 0 && p.Held == 0:
		return &lab.ConflictError{Name: "trials", Value: itoa(p.Trials), OtherName: "held", OtherValue: "0"}
	case p.TextColumn > 0 && p.TextColumn == p.LabelColumn:
		return &lab.ConflictError{Name: "textColumn", Value: itoa(p.TextColumn), OtherName: "labelColumn", OtherValue: itoa(p.LabelColumn)}
	}
	return nil
}

func (p *Params) columns() dataset.Columns {
	return dataset.Columns{Text: p.TextColumn, Label: p.LabelColumn}
}

func (p *Params) words() corpus.Options { return corpus.Options{KeepCase: p.KeepCase} }

var losses = map[string]fasttext.Loss{
	Softmax: fasttext.Softmax, OneVsAll: fasttext.OneVsAll, Hierarchical: fasttext.HierarchicalSoftmax, Negatives: fasttext.NegativeSampling,
}

func (p *Params) settings() fasttext.Settings {
	s := fasttext.Settings{
		Method: fasttext.Supervised, Loss: losses[p.Loss], Dim: p.Dim, Epochs: p.Epochs, LearningRate: p.LearningRate, Negative: p.Negative,
		MinCount: p.MinCount, MinCountLabel: p.MinCountLabel, WordNgrams: p.WordNgrams, Buckets: p.Buckets, MaxN: -1,
	}
	if p.MaxN > 0 {
		s.MinN, s.MaxN = p.MinN, p.MaxN
	}
	return s
}
