package lab

import "nearspace/core/word2vec"

// Values of LossField.
const (
	Negatives    = "negative"
	Hierarchical = "hierarchical"
)

// Values of CombineField.
const (
	Mean       = "mean"
	MeanShared = "mean-shared"
	Sum        = "sum"
	SumShared  = "sum-shared"
	Concat     = "concat" // of paragraph vectors
)

// Parameters of labs whose models predict words from words around them: of their
// Params' fields Loss and Combine, strings, Negative, an int, NoiseExponent,
// LearningRate, MinRate and Sample, float64s, and FixedWindow, a bool.
var (
	LossField = Field{Name: "loss",
		Title: Text{En: "Against what", Zh: "与什么相比"},
		Help: Text{
			En: "A right word is told from a few random ones, or found by decisions on the way down a tree of all words.",
			Zh: "把正确的词与少数随机词区分开，或沿包含所有词的树逐级判断而找到它。"},
		Choices: []Choice{
			{Value: Negatives, Title: Text{En: "random words: negative sampling", Zh: "随机词：负采样"}},
			{Value: Hierarchical, Title: Text{En: "a tree: hierarchical softmax", Zh: "树：层次 softmax"}},
		}}
	NegativeField = Field{Name: "negative", Min: 1, Max: 40, Step: 1, When: []When{{Name: "loss", Values: []string{Negatives}}},
		Title: Text{En: "Negatives", Zh: "负样本"}, Unit: Text{En: "words a window", Zh: "词/窗口"},
		Help: Text{
			En: "How many random words each window learns to tell from the real one.",
			Zh: "每个窗口要学会与真实词区分的随机词的个数。"}}
	RateField = Field{Name: "learningRate", Live: true, Min: 1e-4, Max: 1, Step: 1e-4, Log: true,
		Title: Text{En: "Learning rate", Zh: "学习率"},
		Help: Text{
			En: "The size of the first steps; it falls in a straight line to almost nothing. May change during a run.",
			Zh: "起始步长；沿直线下降到接近零。运行中可更改。"}}
	SampleField = Field{Name: "sample", Min: 1e-6, Max: 1, Step: 1e-6, Log: true,
		Title: Text{En: "Thin out from", Zh: "下采样阈值"},
		Help: Text{
			En: "Words with a larger share of the text than this are left out at random, so that “the” does not fill every window.",
			Zh: "占文本比例高于此值的词会被随机略去，避免“the”之类的词占满窗口。"}}
	NoiseField = Field{Name: "noiseExponent", Min: -1, Max: 1, Step: .05, When: []When{{Name: "loss", Values: []string{Negatives}}},
		Title: Text{En: "Noise by counts to the power", Zh: "噪声：词频的幂"},
		Help: Text{
			En: "A word that occurs n times is drawn as a negative in proportion to nᵃ. 1: as in the text; 0: all alike; below 0: rare ones more. word2vec takes 0.75, fastText 0.5.",
			Zh: "出现 n 次的词被抽作负样本的机会与 nᵃ 成正比。1：与文本相同；0：机会均等；小于 0：偏向少见词。word2vec 取 0.75，fastText 取 0.5。"}}
	FixedField = Field{Name: "fixedWindow",
		Title: Text{En: "Always the whole window", Zh: "总用整个窗口"},
		Help: Text{
			En: "Off: each window is cut to a random width, so that near words count more than far ones.",
			Zh: "关闭时每个窗口随机缩小，使近处的词比远处的词更重要。"}}
	MinRateField = Field{Name: "minRate", Min: 0, Max: .1, Step: 1e-4,
		Title: Text{En: "Learning rate at the end", Zh: "最终学习率"},
		Help: Text{
			En: "What the rate falls to with the last word. 0: to almost nothing.",
			Zh: "到最后一个词时学习率降到的值。0：接近零。"}}
	CombineField = Field{Name: "combine",
		Title: Text{En: "The window predicts by", Zh: "窗口如何合并"},
		Help: Text{
			En: "Its rows become one by their mean or sum. Each then gets the whole error of that, or an equal part: the gradient is an equal part for the mean, and the whole for the sum.",
			Zh: "窗口的各行取平均或求和，合为一行。其误差或全部给每一行，或平分：按梯度，平均应平分，求和应给全部。"},
		Choices: []Choice{
			{Value: Mean, Title: Text{En: "mean, whole error: word2vec", Zh: "平均，误差全给：word2vec"}},
			{Value: MeanShared, Title: Text{En: "mean, error shared", Zh: "平均，误差平分"}},
			{Value: Sum, Title: Text{En: "sum, whole error", Zh: "求和，误差全给"}},
			{Value: SumShared, Title: Text{En: "sum, error shared: gensim", Zh: "求和，误差平分：gensim"}},
		}}
)

// NoiseExponent is what a model's configuration has for that of a form, in which 0
// is no default but itself.
func NoiseExponent(a float64) float64 {
	if a == 0 {
		return word2vec.EvenNoise
	}
	return a
}

// Combined says what a value of CombineField means: the rows are summed, and the error
// is shared among them.
func Combined(value string) (sum, share bool) {
	return value == Sum || value == SumShared, value == MeanShared || value == SumShared
}

// CheckRates refuses a learning rate that would rise.
func CheckRates(start, end float64) error {
	if end > start {
		return &ConflictError{Name: "minRate", Value: number(end), OtherName: "learningRate", OtherValue: number(start)}
	}
	return nil
}

// If returns the field as it counts under further conditions.
func (f Field) If(when ...When) Field {
	f.When = append(when[:len(when):len(when)], f.When...)
	return f
}

// AtOnce returns the field as one that is shown at once.
func (f Field) AtOnce() Field {
	f.Basic = true
	return f
}
