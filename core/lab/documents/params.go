package documents

import (
	"slices"

	"nearspace/core/lab"
	"nearspace/core/word2vec"
)

// Params are the settings of a run. See Fields.
type Params struct {
	Method           string  `json:"method"`
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
	DBOW      = "dbow"
	DBOWWords = "dbow-words"
	DM        = "dm"

	Negatives    = lab.Negatives
	Hierarchical = lab.Hierarchical
)

// withWords is where words have vectors.
var withWords = []lab.When{{Name: "method", Values: []string{DBOWWords, DM}}}

// combineField is how a document and the window around a word predict it together.
func combineField() lab.Field {
	f := lab.CombineField.If(lab.When{Name: "method", Values: []string{DM}}).Saying(lab.Text{
		En: "The document's row and the words' become one by their mean or sum. Each then gets the whole error of that, or an equal part: the gradient is an equal part for the mean, and the whole for the sum. One after the other, the window is always whole, one worker trains, and each place has numbers of its own: 2 × window + 1 times as many for each word that is predicted.",
		Zh: "文档的行与各词的行取平均或求和，合为一行。其误差或全部给每一行，或平分：按梯度，平均应平分，求和应给全部。首尾相接时总用整个窗口，只用一个工作线程，每个位置各有自己的数：每个被预测的词的数为 2 × 窗口 + 1 倍。"})
	f.Choices = append(f.Choices[:len(f.Choices):len(f.Choices)], lab.Choice{Value: lab.Concat, Title: lab.Text{En: "one after the other", Zh: "首尾相接"}})
	return f
}

// given is the file of vectors that words begin with.
func (p *Params) given() string {
	if p.Method == DBOW {
		return ""
	}
	return p.From
}

// Params implements lab.Lab.
func (Documents) Params() lab.Params {
	return &Params{
		Method: DBOWWords, Loss: Negatives, Dim: 50, Window: 5, Negative: 5, Epochs: 5, LearningRate: .025, Sample: 1e-3,
		NoiseExponent: .75, Combine: lab.Mean,
		MinCount: 5, MaxWords: 50000, Sentences: "lines", LeaveOut: "nothing",
		PhraseScoring: lab.ByTypes, PhraseScore: 10, PhraseCount: 5, Workers: 1,
	}
}

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	return slices.Concat([]lab.Field{
		{Name: "method", Basic: true,
			Title: lab.Text{En: "What a document does", Zh: "文档的作用"},
			Help: lab.Text{
				En: "It predicts each of its words by itself (PV-DBOW), or together with the window around them (PV-DM). Words beside it put documents and words into one space.",
				Zh: "文档独自预测其中每个词（PV-DBOW），或与词周围的窗口一起预测（PV-DM）。同时训练词，文档与词便处于同一空间。"},
			Choices: []lab.Choice{
				{Value: DBOWWords, Title: lab.Text{En: "predicts alone, words beside it: PV-DBOW", Zh: "独自预测，同时训练词：PV-DBOW"}, With: map[string]string{"learningRate": "0.025"}},
				{Value: DBOW, Title: lab.Text{En: "predicts alone: PV-DBOW", Zh: "独自预测：PV-DBOW"}, With: map[string]string{"learningRate": "0.025", "from": ""}},
				{Value: DM, Title: lab.Text{En: "predicts with the window: PV-DM", Zh: "与窗口一起预测：PV-DM"}, With: map[string]string{"learningRate": "0.05"}},
			}},
		{Name: "dim", Basic: true, When: []lab.When{{Name: "from", Values: []string{""}}}, Min: 2, Max: 512, Step: 1, Log: true,
			Title: lab.Text{En: "Dimensions", Zh: "维数"},
			Help: lab.Text{
				En: "How many numbers make up the vector of each document and word.",
				Zh: "每个文档与词的向量由多少个数组成。"}},
		{Name: "epochs", Basic: true, Min: 1, Max: 200, Step: 1, Log: true,
			Title: lab.Text{En: "Epochs", Zh: "轮数"},
			Help: lab.Text{
				En: "How often training goes through the text. Few or short documents need more.",
				Zh: "训练遍历文本的次数。文档少或短时需要更多。"}},
		{Name: "window", Basic: true, Min: 1, Max: 20, Step: 1, When: withWords,
			Title: lab.Text{En: "Window", Zh: "窗口"}, Unit: lab.Text{En: "words", Zh: "词"},
			Help: lab.Text{
				En: "How far to each side of a word its company reaches.",
				Zh: "一个词的邻词向两侧延伸多远。"}},
		lab.NegativeField,
		lab.LossField,
		lab.RateField,
		lab.MinRateField,
		lab.SampleField,
		lab.NoiseField,
		lab.FixedField.If(withWords...),
		combineField(),
		lab.WorkersField.If(lab.When{Name: "combine", Values: []string{lab.Mean, lab.MeanShared, lab.Sum, lab.SumShared}}),
		lab.FromField.If(withWords...),
		lab.FrozenField.If(withWords...).Saying(lab.Text{
			En: "Those words stay where the file has them; documents and the other words learn to fit.",
			Zh: "这些词保持在文件中的位置；文档与其余的词学着与之相配。"}),
		lab.ThenField.Saying(lab.Text{
			En: "After all epochs another text follows, for as many. Its documents and its new words join; the words go on from where they are, and the documents of the first text stay.",
			Zh: "全部轮次之后换另一文本，轮数相同。其中的文档与新词加入；词从当前位置继续，第一份文本的文档保持不动。"}),
	}, lab.PhraseFields, lab.TextFields)
}

// check reports the first parameter that is out of range or does not go with
// another.
func (p *Params) check() error {
	if err := lab.Check(p); err != nil {
		return err
	}
	return lab.CheckRates(p.LearningRate, p.MinRate)
}

// shards returns how many runs train together. Rows of unlike lengths cannot be merged.
func (p *Params) shards() int {
	if p.config().Concat {
		return 1
	}
	return p.Workers
}

func (p *Params) config() word2vec.Config {
	c := word2vec.Config{
		Dim: p.Dim, Window: p.Window, Negative: p.Negative, Epochs: p.Epochs, Sample: p.Sample, LearningRate: p.LearningRate,
		MinRate: p.MinRate, NoiseExponent: lab.NoiseExponent(p.NoiseExponent), FixedWindow: p.FixedWindow, Words: p.Method == DBOWWords,
	}
	c.Sum, c.Share = lab.Combined(p.Combine)
	if p.Method == DM {
		c.Architecture, c.Concat = word2vec.CBOW, p.Combine == lab.Concat
	}
	if p.Loss == Hierarchical {
		c.Loss = word2vec.HierarchicalSoftmax
	}
	return c
}
