package subwords

import (
	"slices"
	"strconv"

	"nearspace/core/corpus"
	"nearspace/core/fasttext"
	"nearspace/core/lab"
)

// Params are the settings of a run. See Fields.
type Params struct {
	MinN             int     `json:"minN"`
	MaxN             int     `json:"maxN"`
	Buckets          int     `json:"buckets"`
	Architecture     string  `json:"architecture"`
	Loss             string  `json:"loss"`
	Dim              int     `json:"dim"`
	Window           int     `json:"window"`
	Negative         int     `json:"negative"`
	Epochs           int     `json:"epochs"`
	LearningRate     float64 `json:"learningRate"`
	Sample           float64 `json:"sample"`
	NoiseExponent    float64 `json:"noiseExponent"`
	FixedWindow      bool    `json:"fixedWindow"`
	Combine          string  `json:"combine"`
	MinRate          float64 `json:"minRate"`
	MinCount         int     `json:"minCount"`
	MaxWords         int     `json:"maxWords"`
	KeepCase         bool    `json:"keepCase"`
	Sentences        string  `json:"sentences"`
	LeaveOut         string  `json:"leaveOut"`
	Phrases          int     `json:"phrases"`
	PhraseScore      float64 `json:"phraseScore"`
	PhraseCount      int     `json:"phraseCount"`
	PhraseScoring    string  `json:"phraseScoring"`
	PhraseConnectors bool    `json:"phraseConnectors"`
	Workers          int     `json:"workers"`
	From             string  `json:"from"`
	Frozen           bool    `json:"frozen"`
	Then             string  `json:"then"`
}

// Values of the choices.
const (
	SkipGram = "skipgram"
	CBOW     = "cbow"

	Negatives    = lab.Negatives
	Hierarchical = lab.Hierarchical
)

// Params implements lab.Lab.
func (Subwords) Params() lab.Params {
	return &Params{
		MinN: 3, MaxN: 6, Buckets: 200000, Architecture: SkipGram, Loss: Negatives,
		Dim: 100, Window: 5, Negative: 5, Epochs: 5, LearningRate: .05, Sample: 1e-4,
		NoiseExponent: .5, Combine: lab.Mean,
		MinCount: 5, MaxWords: 100000, Sentences: "lines", LeaveOut: "nothing", PhraseScoring: lab.ByTypes, PhraseScore: 10, PhraseCount: 5, Workers: 1,
	}
}

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	characters := lab.Text{En: "characters", Zh: "字符"}
	return slices.Concat([]lab.Field{
		{Name: "minN", Basic: true, Min: 1, Max: 10, Step: 1, Unit: characters,
			Title: lab.Text{En: "Shortest piece", Zh: "最短片段"},
			Help: lab.Text{
				En: "A word is cut into all runs of characters from this length on. < and > mark its two ends and count as characters.",
				Zh: "词被切成从此长度起的所有连续字符片段。< 与 > 标记词的两端，也算字符。"}},
		{Name: "maxN", Basic: true, Min: 1, Max: 10, Step: 1, Unit: characters,
			Title: lab.Text{En: "Longest piece", Zh: "最长片段"},
			Help: lab.Text{
				En: "Up to this length. Short pieces are endings and stems; long ones are almost words. For Chinese, 1 and 2 are enough.",
				Zh: "直到此长度。短片段多为词缀与词干，长片段近于整词。中文用 1 和 2 即可。"}},
		{Name: "buckets", Basic: true, Min: 100, Max: 2000000, Step: 100, Log: true,
			Title: lab.Text{En: "Rows for pieces", Zh: "片段的行数"}, Unit: lab.Text{En: "rows", Zh: "行"},
			Help: lab.Text{
				En: "The pieces share so many rows by their hash. With few rows unlike pieces collide; two million rows of 100 are 800 MB.",
				Zh: "各片段按散列共用这么多行。行太少时不相干的片段会相撞；两百万行、100 维为 800 MB。"}},
		{Name: "architecture", Basic: true,
			Title: lab.Text{En: "Who predicts", Zh: "由谁预测"},
			Help: lab.Text{
				En: "Skip-gram lets each word of the window predict by itself; CBOW lets the pieces of all of them together, which is faster and needs more text.",
				Zh: "skip-gram 让窗口中的每个词各自预测；CBOW 让所有词的片段合在一起预测，更快，但需要更多文本。"},
			Choices: []lab.Choice{
				{Value: SkipGram, Title: lab.Text{En: "each word: skip-gram", Zh: "每个词：skip-gram"}},
				{Value: CBOW, Title: lab.Text{En: "the window: CBOW", Zh: "整个窗口：CBOW"}},
			}},
		lab.LossField,
		{Name: "dim", Basic: true, When: []lab.When{{Name: "from", Values: []string{""}}}, Min: 2, Max: 512, Step: 1, Log: true,
			Title: lab.Text{En: "Dimensions", Zh: "维数"},
			Help: lab.Text{
				En: "How many numbers make up each vector. More hold finer distinctions and take longer.",
				Zh: "每个向量由多少个数组成。越多越能区分细微差别，也越慢。"}},
		{Name: "window", Min: 1, Max: 20, Step: 1,
			Title: lab.Text{En: "Window", Zh: "窗口"}, Unit: lab.Text{En: "words", Zh: "词"},
			Help: lab.Text{
				En: "How far to each side a word looks.",
				Zh: "每个词向两侧看多远。"}},
		lab.NegativeField,
		{Name: "epochs", Basic: true, Min: 1, Max: 100, Step: 1, Log: true,
			Title: lab.Text{En: "Epochs", Zh: "轮数"},
			Help: lab.Text{
				En: "How often training goes through the text. Small texts need more.",
				Zh: "训练遍历文本的次数。小文本需要更多。"}},
		lab.RateField,
		lab.MinRateField,
		lab.SampleField,
		lab.NoiseField,
		lab.FixedField,
		lab.CombineField.If(lab.When{Name: "architecture", Values: []string{CBOW}}),
		lab.WorkersField,
		lab.FromField.Saying(lab.Text{
			En: "Words that a file of vectors has begin there, in its number of dimensions: each word's own row makes up for its pieces. The others begin at random.",
			Zh: "向量文件中有的词从该处开始，维数随文件：词自己的行补足它的片段。其余随机开始。"}),
		lab.FrozenField.Saying(lab.Text{
			En: "Those words' vectors stay where the file has them. Their pieces learn from other words that they are part of.",
			Zh: "这些词的向量保持在文件中的位置；它们的片段向含有这些片段的其他词学习。"}),
		lab.ThenField.Saying(lab.Text{
			En: "After all epochs another text follows, for as many. Its new words join the vocabulary, made of pieces that have already learnt; down the tree there is no place for them, and they are left out.",
			Zh: "全部轮次之后换另一文本，轮数相同。其中的新词由已学过的片段组成，加入词表；分层 softmax 的树中没有它们的位置，故略去。"}),
	}, lab.PhraseFields, lab.TextFields)
}

// check reports the first parameter that is out of range or does not go with
// another.
func (p *Params) check() error {
	if err := lab.Check(p); err != nil {
		return err
	}
	if err := lab.CheckRates(p.LearningRate, p.MinRate); err != nil {
		return err
	}
	if p.MinN > p.MaxN {
		return &lab.ConflictError{Name: "minN", Value: strconv.Itoa(p.MinN), OtherName: "maxN", OtherValue: strconv.Itoa(p.MaxN)}
	}
	return nil
}

// text is what is read of a text.
func (p *Params) text() corpus.Options {
	return lab.TextOptions(p.MinCount, p.MaxWords, p.KeepCase, p.Sentences, p.LeaveOut)
}

func (p *Params) settings() fasttext.Settings {
	s := fasttext.Settings{
		Method: fasttext.SkipGram, Loss: fasttext.NegativeSampling,
		Dim: p.Dim, Window: p.Window, Negative: p.Negative, Epochs: p.Epochs, Sample: p.Sample, LearningRate: p.LearningRate,
		MinN: p.MinN, MaxN: p.MaxN, Buckets: p.Buckets,
		MinRate: p.MinRate, NoiseExponent: lab.NoiseExponent(p.NoiseExponent), FixedWindow: p.FixedWindow,
	}
	s.Sum, s.Share = lab.Combined(p.Combine)
	if p.Architecture == CBOW {
		s.Method = fasttext.CBOW
	}
	if p.Loss == Hierarchical {
		s.Loss = fasttext.HierarchicalSoftmax
	}
	return s
}
