package words

import (
	"slices"
	"strconv"

	"nearspace/core/corpus"
	"nearspace/core/fasttext"
	"nearspace/core/glove"
	"nearspace/core/lab"
	"nearspace/core/word2vec"
)

// Params are the settings of a run. See Fields.
type Params struct {
	Family           string  `json:"family"`
	Architecture     string  `json:"architecture"`
	Loss             string  `json:"loss"`
	Dim              int     `json:"dim"`
	Window           int     `json:"window"`
	Negative         int     `json:"negative"`
	Epochs           int     `json:"epochs"`
	MinCount         int     `json:"minCount"`
	MaxWords         int     `json:"maxWords"`
	Sample           float64 `json:"sample"`
	LearningRate     float64 `json:"learningRate"`
	KeepCase         bool    `json:"keepCase"`
	Sentences        string  `json:"sentences"`
	LeaveOut         string  `json:"leaveOut"`
	MinN             int     `json:"minN"`
	MaxN             int     `json:"maxN"`
	Buckets          int     `json:"buckets"`
	NoiseExponent    float64 `json:"noiseExponent"`
	FixedWindow      bool    `json:"fixedWindow"`
	Combine          string  `json:"combine"`
	MinRate          float64 `json:"minRate"`
	XMax             float64 `json:"xMax"`
	Alpha            float64 `json:"alpha"`
	Workers          int     `json:"workers"`
	Phrases          int     `json:"phrases"`
	PhraseScore      float64 `json:"phraseScore"`
	PhraseCount      int     `json:"phraseCount"`
	PhraseScoring    string  `json:"phraseScoring"`
	PhraseConnectors bool    `json:"phraseConnectors"`
	From             string  `json:"from"`
	Frozen           bool    `json:"frozen"`
	Then             string  `json:"then"`
}

// Params implements lab.Lab.
func (Words) Params() lab.Params {
	return &Params{
		Family: Word2vec, Architecture: SkipGram, Loss: Negatives,
		Dim: 100, Window: 5, Negative: 5, Epochs: 5, MinCount: 5, MaxWords: 100000,
		Sample: 1e-3, LearningRate: .025, Sentences: "lines", LeaveOut: "nothing",
		MinN: 3, MaxN: 6, Buckets: 50000, XMax: 10, Alpha: .75, Workers: 1,
		NoiseExponent: .75, Combine: lab.Mean,
		PhraseScoring: lab.ByTypes, PhraseScore: 10, PhraseCount: 5,
	}
}

// Values of the choices.
const (
	Word2vec = lab.Word2vec
	FastText = lab.FastText
	GloVe    = lab.GloVe

	SkipGram = "skipgram"
	CBOW     = "cbow"

	Negatives    = lab.Negatives
	Hierarchical = lab.Hierarchical
)

// Which fields count for which family.
var (
	predicting = []lab.When{{Name: "family", Values: []string{Word2vec, FastText}}}
	subwords   = []lab.When{{Name: "family", Values: []string{FastText}}}
	fitted     = []lab.When{{Name: "family", Values: []string{GloVe}}}
	summed     = append(predicting[:1:1], lab.When{Name: "architecture", Values: []string{CBOW}})
)

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	return slices.Concat([]lab.Field{
		{Name: "family", Basic: true,
			Title: lab.Text{En: "Family", Zh: "家族"},
			Help: lab.Text{
				En: "word2vec predicts words from words. fastText makes words of their pieces. GloVe counts first and fits the counts.",
				Zh: "word2vec 由词预测词；fastText 由词的片段组成词；GloVe 先计数再拟合。"},
			Choices: []lab.Choice{
				{Value: Word2vec, Title: lab.Same("word2vec"), With: map[string]string{"learningRate": "0.025", "epochs": "5", "window": "5", "sample": "0.001", "noiseExponent": "0.75"}},
				{Value: FastText, Title: lab.Same("fastText"), With: map[string]string{"learningRate": "0.05", "epochs": "5", "window": "5", "sample": "0.0001", "noiseExponent": "0.5"}},
				{Value: GloVe, Title: lab.Same("GloVe"), With: map[string]string{"learningRate": "0.05", "epochs": "25", "window": "15"}},
			}},
		{Name: "architecture", Basic: true, When: predicting,
			Title: lab.Text{En: "Who predicts", Zh: "由谁预测"},
			Help: lab.Text{
				En: "Skip-gram lets each word of the window predict by itself; CBOW lets all of them together, which is faster and needs more text.",
				Zh: "skip-gram 让窗口中的每个词各自预测；CBOW 让它们合在一起预测，更快，但需要更多文本。"},
			Choices: []lab.Choice{
				{Value: SkipGram, Title: lab.Text{En: "each word: skip-gram", Zh: "每个词：skip-gram"}, With: map[string]string{"learningRate": "0.025"}},
				{Value: CBOW, Title: lab.Text{En: "the window: CBOW", Zh: "整个窗口：CBOW"}, With: map[string]string{"learningRate": "0.05"}},
			}},
		lab.LossField.AtOnce().If(predicting...),
		{Name: "dim", Basic: true, When: []lab.When{{Name: "from", Values: []string{""}}}, Min: 2, Max: 512, Step: 1, Log: true,
			Title: lab.Text{En: "Dimensions", Zh: "维数"},
			Help: lab.Text{
				En: "How many numbers make up each word's vector. More hold finer distinctions and take longer.",
				Zh: "每个词向量由多少个数组成。越多越能区分细微差别，也越慢。"}},
		{Name: "window", Basic: true, Min: 1, Max: 20, Step: 1,
			Title: lab.Text{En: "Window", Zh: "窗口"}, Unit: lab.Text{En: "words", Zh: "词"},
			Help: lab.Text{
				En: "How far to each side a word looks. Small windows find words that can replace each other, large ones words of one topic.",
				Zh: "每个词向两侧看多远。小窗口找到可互相替换的词，大窗口找到同一主题的词。"}},
		lab.NegativeField.AtOnce().If(predicting...),
		{Name: "epochs", Basic: true, Min: 1, Max: 100, Step: 1, Log: true,
			Title: lab.Text{En: "Epochs", Zh: "轮数"},
			Help: lab.Text{
				En: "How often training goes through the text. Small texts need more.",
				Zh: "训练遍历文本的次数。小文本需要更多。"}},
		lab.RateField,
		lab.MinRateField.If(predicting...),
		lab.SampleField.If(predicting...),
		lab.NoiseField.If(predicting...),
		lab.FixedField.If(predicting...),
		lab.CombineField.If(summed...),
		{Name: "minN", When: subwords, Min: 1, Max: 10, Step: 1,
			Title: lab.Text{En: "Shortest piece", Zh: "最短片段"}, Unit: lab.Text{En: "characters", Zh: "字符"},
			Help: lab.Text{
				En: "A word is also the sum of its runs of characters from this length on.",
				Zh: "词也由从此长度起的连续字符片段相加而成。"}},
		{Name: "maxN", When: subwords, Min: 1, Max: 10, Step: 1,
			Title: lab.Text{En: "Longest piece", Zh: "最长片段"}, Unit: lab.Text{En: "characters", Zh: "字符"},
			Help: lab.Text{
				En: "Up to this length. For Chinese, 1 and 2 are enough.",
				Zh: "直到此长度。中文用 1 和 2 即可。"}},
		{Name: "buckets", When: subwords, Min: 1000, Max: 2000000, Step: 1000, Log: true,
			Title: lab.Text{En: "Rows for pieces", Zh: "片段的行数"}, Unit: lab.Text{En: "rows", Zh: "行"},
			Help: lab.Text{
				En: "The pieces share so many rows by their hash. Two million rows of 100 are 800 MB.",
				Zh: "各片段按散列共用这么多行。两百万行、100 维为 800 MB。"}},
		{Name: "xMax", When: fitted, Min: 1, Max: 10000, Step: 1, Log: true,
			Title: lab.Text{En: "Full weight from", Zh: "满权重起点"}, Unit: lab.Text{En: "times", Zh: "次"},
			Help: lab.Text{
				En: "Pairs that occur as often count fully; rarer ones less, since their counts are chance. 100 is usual for billions of words.",
				Zh: "出现这么多次的词对计满权重；更少的词对计数近于偶然，权重较小。数十亿词的文本常用 100。"}},
		{Name: "alpha", When: fitted, Min: 0, Max: 2, Step: .05,
			Title: lab.Text{En: "Falling weight", Zh: "权重下降的指数"},
			Help: lab.Text{
				En: "A pair that occurs x times has the weight (x/full)ᵅ. 0: all weigh alike.",
				Zh: "出现 x 次的词对权重为 (x/满)ᵅ。0：同等权重。"}},
		lab.WorkersField,
		lab.FromField,
		lab.FrozenField.Saying(lab.Text{
			En: "Those words stay where the file has them, and the others learn to fit. With fastText, pieces that they share learn from the others alone.",
			Zh: "这些词保持在文件中的位置，其余的词学着与之相配。在 fastText 中，共用的片段只向其余的词学习。"}),
		lab.ThenField.Saying(lab.Text{
			En: "After all epochs another text follows, for as many; with GloVe, the counts of both together. Its new words join the vocabulary; all others go on from where they are.",
			Zh: "全部轮次之后换另一文本，轮数相同；GloVe 则拟合两者合计的计数。其中的新词加入词表，其余的词从当前位置继续。"}),
	}, lab.PhraseFields, lab.TextFields)
}

// text is what is read of a text.
func (p *Params) text() corpus.Options {
	return lab.TextOptions(p.MinCount, p.MaxWords, p.KeepCase, p.Sentences, p.LeaveOut)
}

// check reports the first parameter that is out of range or does not go with
// another.
func (p *Params) check() error {
	if err := lab.Check(p); err != nil {
		return err
	}
	if p.Family != GloVe {
		if err := lab.CheckRates(p.LearningRate, p.MinRate); err != nil {
			return err
		}
	}
	if p.Family == FastText && p.MinN > p.MaxN {
		return &lab.ConflictError{Name: "minN", Value: strconv.Itoa(p.MinN), OtherName: "maxN", OtherValue: strconv.Itoa(p.MaxN)}
	}
	return nil
}

// begins says that the words begin with a file's vectors, goesOn that another text
// follows.
func (p *Params) begins() bool { return p.From != "" }
func (p *Params) goesOn() bool { return p.Then != "" }

func (p *Params) word2vec() word2vec.Config {
	c := word2vec.Config{
		Dim: p.Dim, Window: p.Window, Negative: p.Negative, Epochs: p.Epochs, Sample: p.Sample, LearningRate: p.LearningRate,
		MinRate: p.MinRate, NoiseExponent: lab.NoiseExponent(p.NoiseExponent), FixedWindow: p.FixedWindow,
	}
	c.Sum, c.Share = lab.Combined(p.Combine)
	if p.Architecture == CBOW {
		c.Architecture = word2vec.CBOW
	}
	if p.Loss == Hierarchical {
		c.Loss = word2vec.HierarchicalSoftmax
	}
	return c
}

func (p *Params) glove() glove.Config {
	c := glove.Config{Dim: p.Dim, Iterations: p.Epochs, LearningRate: p.LearningRate, XMax: p.XMax, Alpha: p.Alpha}
	if c.Alpha == 0 {
		c.Alpha = -1
	}
	return c
}

func (p *Params) fasttext() fasttext.Settings {
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
