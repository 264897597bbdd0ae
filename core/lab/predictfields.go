package lab

// Values of LossField.
const (
	Negatives    = "negative"
	Hierarchical = "hierarchical"
)

// Parameters of labs whose models predict words from words around them: of their
// Params' fields Loss, a string, Negative, an int, and LearningRate and Sample,
// float64s.
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
)

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
