package cooccurrence

import (
	"nearspace/core/glove"
	"nearspace/core/lab"
)

// Params are the settings of a run. See Fields.
type Params struct {
	Dim          int     `json:"dim"`
	Window       int     `json:"window"`
	Iterations   int     `json:"iterations"`
	XMax         float64 `json:"xMax"`
	Alpha        float64 `json:"alpha"`
	LearningRate float64 `json:"learningRate"`
	Memory       int     `json:"memory"`
	MinCount     int     `json:"minCount"`
	MaxWords     int     `json:"maxWords"`
	KeepCase     bool    `json:"keepCase"`
	Sentences    string  `json:"sentences"`
	LeaveOut     string  `json:"leaveOut"`
	Workers      int     `json:"workers"`
}

// Params implements lab.Lab.
func (Cooccurrence) Params() lab.Params {
	return &Params{
		Dim: 50, Window: 15, Iterations: 25, XMax: 10, Alpha: .75, LearningRate: .05,
		Memory: 512, MinCount: 5, MaxWords: 50000, Sentences: "lines", LeaveOut: "nothing", Workers: 1,
	}
}

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field {
	return append([]lab.Field{
		{Name: "dim", Basic: true, Min: 2, Max: 512, Step: 1, Log: true,
			Title: lab.Text{En: "Dimensions", Zh: "维数"},
			Help: lab.Text{
				En: "How many numbers make up each word's vector. More fit the counts better and take longer.",
				Zh: "每个词向量由多少个数组成。越多越能拟合计数，也越慢。"}},
		{Name: "window", Basic: true, Min: 1, Max: 50, Step: 1,
			Title: lab.Text{En: "Window", Zh: "窗口"}, Unit: lab.Text{En: "words", Zh: "词"},
			Help: lab.Text{
				En: "How far to each side words count as near. At a distance of d they add 1/d.",
				Zh: "两侧多远之内算作相邻。距离为 d 时计 1/d。"}},
		{Name: "iterations", Basic: true, Min: 1, Max: 200, Step: 1, Log: true,
			Title: lab.Text{En: "Iterations", Zh: "迭代次数"},
			Help: lab.Text{
				En: "How often training goes through the entries of the matrix. The text is read only once.",
				Zh: "训练遍历矩阵各项的次数。文本只读一遍。"}},
		{Name: "xMax", Basic: true, Min: 1, Max: 10000, Step: 1, Log: true,
			Title: lab.Text{En: "Full weight from", Zh: "满权重起点"}, Unit: lab.Text{En: "times", Zh: "次"},
			Help: lab.Text{
				En: "Pairs that occur as often count fully; rarer ones less, since their counts are chance. The authors took 100 for billions of words; a small text wants less.",
				Zh: "出现这么多次的词对计满权重；更少的词对计数近于偶然，权重较小。原作者对数十亿词取 100；小文本宜取更小的值。"}},
		{Name: "alpha", Min: 0, Max: 2, Step: .05,
			Title: lab.Text{En: "Falling weight", Zh: "权重下降的指数"},
			Help: lab.Text{
				En: "A pair that occurs x times has the weight (x/full)ᵅ. 0: all weigh alike.",
				Zh: "出现 x 次的词对权重为 (x/满)ᵅ。0：同等权重。"}},
		{Name: "learningRate", Live: true, Min: 1e-3, Max: 1, Step: 1e-3, Log: true,
			Title: lab.Text{En: "Learning rate", Zh: "学习率"},
			Help: lab.Text{
				En: "The size of the first steps. AdaGrad makes those of each number smaller, the more it has moved. May change during a run.",
				Zh: "起始步长。AdaGrad 使每个数的步长随其累计移动而变小。运行中可更改。"}},
		{Name: "memory", Min: 16, Max: 2048, Step: 1, Log: true,
			Title: lab.Text{En: "Memory for counting", Zh: "计数所用内存"}, Unit: lab.Text{En: "MB", Zh: "MB"},
			Help: lab.Text{
				En: "What does not fit is counted in several passes. Only the matrix itself must fit: eight bytes for each two equal entries, and training needs as much again.",
				Zh: "放不下时分几遍计数。只有矩阵本身必须放得下：每两个相等的项八字节，训练时再加一倍。"}},
		lab.WorkersField,
	}, lab.TextFields...)
}

func (p *Params) counting() glove.Counting {
	return glove.Counting{Window: p.Window, Memory: int64(p.Memory) << 20}
}

func (p *Params) config() glove.Config {
	alpha := p.Alpha
	if alpha == 0 {
		alpha = -1
	}
	return glove.Config{Dim: p.Dim, Iterations: p.Iterations, LearningRate: p.LearningRate, XMax: p.XMax, Alpha: alpha}
}
