package layer

import (
	"nearspace/core/dataset"
	"nearspace/core/lab"
)

func init() { lab.Register(Layer{}) }

// Layer is the lab.
type Layer struct{}

// Params are the settings of a run. See Fields.
type Params struct {
	Dim              int     `json:"dim"`
	Context          int     `json:"context"`
	Batch            int     `json:"batch"`
	Epochs           int     `json:"epochs"`
	LearningRate     float64 `json:"learningRate"`
	Schedule         string  `json:"schedule"`
	Init             string  `json:"init"`
	Optimizer        string  `json:"optimizer"`
	Combine          string  `json:"combine"`
	Padding          bool    `json:"padding"`
	MaxNormMode      string  `json:"maxNormMode"`
	MaxNorm          float64 `json:"maxNorm"`
	Clip             string  `json:"clip"`
	ClipAt           float64 `json:"clipAt"`
	ScaleByFrequency bool    `json:"scaleByFrequency"`
	WeightDecay      float64 `json:"weightDecay"`
	Dropout          float64 `json:"dropout"`
	Compression      string  `json:"compression"`
	Tied             bool    `json:"tied"`
	MinCount         int     `json:"minCount"`
	MaxWords         int     `json:"maxWords"`
}

// Params implements lab.Lab.
func (Layer) Params() lab.Params {
	return &Params{
		Dim: 8, Context: 3, Batch: 8, Epochs: 20, LearningRate: .1, Schedule: "constant",
		Init: "normal", Optimizer: "adagrad", Combine: "mean", Padding: true,
		MaxNormMode: "none", MaxNorm: 1, Clip: "none", ClipAt: 1, Compression: "none",
		MinCount: 1, MaxWords: 30000,
	}
}

// Fields implements lab.Params.
func (*Params) Fields() []lab.Field { return fields }

var fields = []lab.Field{
	{Name: "dim", Basic: true, Min: 1, Max: 256, Step: 1, Log: true,
		Title: lab.Text{En: "Dimensions", Zh: "维数"},
		Help: lab.Text{
			En: "How many numbers make up each row of the table.",
			Zh: "表中每一行由多少个数组成。"}},
	{Name: "init", Basic: true,
		Title: lab.Text{En: "First values", Zh: "初始值"},
		Help: lab.Text{
			En: "What stands in the table before training. Orthogonal has columns at right angles, counting writes row and column so that one can follow each number, zero makes all words alike.",
			Zh: "训练前表中的值。“正交”使各列互相垂直；“计数”写入行号与列号，便于跟踪每个数；“零”使所有词相同。"},
		Choices: []lab.Choice{
			{Value: "normal", Title: lab.Text{En: "normal, N(0, 1): PyTorch's", Zh: "正态 N(0, 1)：PyTorch 的默认"}},
			{Value: "uniform", Title: lab.Text{En: "uniform, ±0.05: Keras's", Zh: "均匀 ±0.05：Keras 的默认"}},
			{Value: "truncated", Title: lab.Text{En: "truncated normal, 0.02: BERT's", Zh: "截断正态 0.02：BERT 的默认"}},
			{Value: "xavier", Title: lab.Text{En: "Xavier (Glorot), uniform", Zh: "Xavier（Glorot）均匀"}},
			{Value: "kaiming", Title: lab.Text{En: "Kaiming (He), uniform", Zh: "Kaiming（He）均匀"}},
			{Value: "lecun", Title: lab.Text{En: "LeCun, normal", Zh: "LeCun 正态"}},
			{Value: "orthogonal", Title: lab.Text{En: "orthogonal", Zh: "正交"}},
			{Value: "counting", Title: lab.Text{En: "counting: row + column/10", Zh: "计数：行 + 列/10"}},
			{Value: "zero", Title: lab.Text{En: "zero", Zh: "零"}},
		}},
	{Name: "optimizer", Basic: true,
		Title: lab.Text{En: "Optimizer", Zh: "优化器"},
		Help: lab.Text{
			En: "The rule by which rows move along their gradients. All but plain SGD remember something of each row.",
			Zh: "各行沿梯度移动的规则。除普通 SGD 外，都会为每一行记住一些数。"},
		Choices: []lab.Choice{
			{Value: "sgd", Title: lab.Text{En: "SGD", Zh: "SGD"}},
			{Value: "momentum", Title: lab.Text{En: "momentum", Zh: "动量"}},
			{Value: "nesterov", Title: lab.Text{En: "Nesterov momentum", Zh: "Nesterov 动量"}},
			{Value: "adagrad", Title: lab.Text{En: "Adagrad", Zh: "Adagrad"}},
			{Value: "rowwise", Title: lab.Text{En: "row-wise Adagrad: one number a row", Zh: "按行 Adagrad：每行一个数"}},
			{Value: "rmsprop", Title: lab.Text{En: "RMSProp", Zh: "RMSProp"}},
			{Value: "adam", Title: lab.Text{En: "Adam", Zh: "Adam"}},
			{Value: "adamw", Title: lab.Text{En: "AdamW: decay apart (0.01 if it is 0)", Zh: "AdamW：独立的权重衰减（为 0 时取 0.01）"}},
			{Value: "sparseadam", Title: lab.Text{En: "SparseAdam, PyTorch's", Zh: "SparseAdam（PyTorch）"}},
			{Value: "lazyadam", Title: lab.Text{En: "lazy Adam: a clock for each row", Zh: "惰性 Adam：每行各自计步"}},
			{Value: "ftrl", Title: lab.Text{En: "FTRL", Zh: "FTRL"}},
		}},
	{Name: "learningRate", Basic: true, Live: true, Min: 1e-4, Max: 10, Step: 1e-4, Log: true,
		Title: lab.Text{En: "Learning rate", Zh: "学习率"},
		Help: lab.Text{
			En: "The size of the steps. May change during a run.",
			Zh: "步长。运行中可更改。"}},
	{Name: "epochs", Basic: true, Min: 1, Max: 1000, Step: 1, Log: true,
		Title: lab.Text{En: "Epochs", Zh: "轮数"},
		Help: lab.Text{
			En: "How often training goes through the examples.",
			Zh: "训练遍历全部例子的次数。"}},
	{Name: "batch", Basic: true, Min: 1, Max: 1024, Step: 1, Log: true,
		Title: lab.Text{En: "Batch", Zh: "批量"}, Unit: lab.Text{En: "examples", Zh: "例"},
		Help: lab.Text{
			En: "How many examples make one step together. Their gradients are averaged.",
			Zh: "多少个例子合为一步；其梯度取平均。"}},
	{Name: "combine", Basic: true,
		Title: lab.Text{En: "Rows become one by", Zh: "合并各行的方式"},
		Help: lab.Text{
			En: "How the rows of an example's words are combined: their mean, sum, largest number of each column, or sum divided by the root of how many they are.",
			Zh: "一个例子中各词的行如何合成一个向量：平均、求和、逐列取最大，或和除以个数的平方根。"},
		Choices: []lab.Choice{
			{Value: "mean", Title: lab.Text{En: "mean", Zh: "平均"}}, {Value: "sum", Title: lab.Text{En: "sum", Zh: "求和"}},
			{Value: "max", Title: lab.Text{En: "largest", Zh: "最大"}}, {Value: "sqrtn", Title: lab.Text{En: "sum/√n", Zh: "和/√n"}},
		}},
	{Name: "padding", Basic: true,
		Title: lab.Text{En: "Row 0 is padding", Zh: "第 0 行为填充"},
		Help: lab.Text{
			En: "On: id 0, which fills up short examples, is left out of what is combined, starts at zero and gets no gradient. Off: it is a row like any other and trains.",
			Zh: "打开时，用于补齐短例子的 id 0 不参与合并，初始为零且没有梯度；关闭时它与其他行一样参与训练。"}},
	{Name: "context", Basic: true, Min: 1, Max: 8, Step: 1,
		Title: lab.Text{En: "Words before", Zh: "上文词数"}, Unit: lab.Text{En: "words", Zh: "词"},
		Help: lab.Text{
			En: "Of a text: from how many words the next one is predicted. Other data takes all words of an example.",
			Zh: "对文本：由前面多少个词预测下一个词。其他数据取例子中的所有词。"}},
	{Name: "compression", Basic: true,
		Title: lab.Text{En: "Compression", Zh: "压缩"},
		Help: lab.Text{
			En: "What stands in for the table. Hashing, quotient and remainder, low rank, mixed dimensions and LoRA train as they are. With 8 or 4 bits the table trains in 32 and is rounded once, when training ends.",
			Zh: "用什么代替整张表。哈希、商与余数、低秩、混合维数和 LoRA 直接参与训练。8 位或 4 位时，表以 32 位训练，结束时取整一次。"},
		Choices: []lab.Choice{
			{Value: "none", Title: lab.Text{En: "none", Zh: "无"}},
			{Value: "hash", Title: lab.Text{En: "hashing: two of a quarter as many rows, added", Zh: "哈希：从四分之一的行中取两行相加"}},
			{Value: "qr", Title: lab.Text{En: "quotient × remainder", Zh: "商 × 余数"}},
			{Value: "lowrank", Title: lab.Text{En: "low rank: a quarter of the dimensions", Zh: "低秩：四分之一的维数"}},
			{Value: "mixed", Title: lab.Text{En: "mixed dimensions: fewer for rare words", Zh: "混合维数：罕见词更少"}},
			{Value: "lora", Title: lab.Text{En: "LoRA: a frozen table and a low-rank change", Zh: "LoRA：冻结的表加低秩改动"}},
			{Value: "int8", Title: lab.Text{En: "8 bits, at the end", Zh: "结束时取 8 位"}},
			{Value: "int4", Title: lab.Text{En: "4 bits, at the end", Zh: "结束时取 4 位"}},
		}},
	{Name: "tied",
		Title: lab.Text{En: "Tie input and output", Zh: "输入输出共享"},
		Help: lab.Text{
			En: "Of a text: the table's rows also score the next word, instead of a table of their own.",
			Zh: "对文本：用同一张表的行给下一个词打分，不另设输出表。"}},
	{Name: "schedule",
		Title: lab.Text{En: "Schedule", Zh: "学习率变化"},
		Help: lab.Text{
			En: "How the learning rate changes: not at all; in a line or along a cosine to a thousandth; halved each fifth of the run; rising for a tenth of the run and then falling in a line, or with the root.",
			Zh: "学习率如何变化：不变；沿直线或余弦降至千分之一；每五分之一减半；先在前十分之一上升，再沿直线或按平方根下降。"},
		Choices: []lab.Choice{
			{Value: "constant", Title: lab.Text{En: "constant", Zh: "不变"}}, {Value: "linear", Title: lab.Text{En: "linear", Zh: "线性"}},
			{Value: "cosine", Title: lab.Text{En: "cosine", Zh: "余弦"}}, {Value: "step", Title: lab.Text{En: "in steps", Zh: "阶梯"}},
			{Value: "warmup", Title: lab.Text{En: "warm up, then linear", Zh: "预热后线性"}}, {Value: "invsqrt", Title: lab.Text{En: "warm up, then 1/√t", Zh: "预热后 1/√t"}},
		}},
	{Name: "maxNormMode",
		Title: lab.Text{En: "Bound the rows' length", Zh: "限制行的长度"},
		Help: lab.Text{
			En: "When a row that is too long is shortened: as it is read, in a copy (TensorFlow); in the table, before it is read (PyTorch); in the table, after a step (Keras).",
			Zh: "过长的行何时被缩短：读取时在副本中（TensorFlow）；读取前在表中（PyTorch）；更新后在表中（Keras）。"},
		Choices: []lab.Choice{
			{Value: "none", Title: lab.Text{En: "never", Zh: "从不"}}, {Value: "read", Title: lab.Text{En: "as it is read", Zh: "读取时"}},
			{Value: "inplace", Title: lab.Text{En: "before it is read", Zh: "读取前"}}, {Value: "after", Title: lab.Text{En: "after a step", Zh: "更新后"}},
		}},
	{Name: "maxNorm", Min: .01, Max: 100, Step: .01, Log: true,
		Title: lab.Text{En: "Greatest length", Zh: "最大长度"},
		Help: lab.Text{
			En: "The length that no row may exceed, if they are bounded.",
			Zh: "限制时，行的长度不得超过此值。"}},
	{Name: "clip",
		Title: lab.Text{En: "Clip gradients", Zh: "梯度裁剪"},
		Help: lab.Text{
			En: "Large gradients are cut off: each number by itself, or all of a step together so that their direction stays.",
			Zh: "截断过大的梯度：逐个数截断，或整步一起缩短而方向不变。"},
		Choices: []lab.Choice{
			{Value: "none", Title: lab.Text{En: "no", Zh: "否"}}, {Value: "value", Title: lab.Text{En: "each number", Zh: "逐个数"}}, {Value: "norm", Title: lab.Text{En: "the whole step", Zh: "整步"}},
		}},
	{Name: "clipAt", Min: 1e-4, Max: 100, Step: 1e-4, Log: true,
		Title: lab.Text{En: "Clip at", Zh: "裁剪阈值"},
		Help: lab.Text{
			En: "The greatest number, or the greatest length, that is left.",
			Zh: "允许的最大数值或最大长度。"}},
	{Name: "scaleByFrequency",
		Title: lab.Text{En: "Divide by frequency", Zh: "按频率缩放"},
		Help: lab.Text{
			En: "The gradient of a word is divided by how often it occurs in the batch.",
			Zh: "词的梯度除以它在该批中出现的次数。"}},
	{Name: "weightDecay", Min: 0, Max: 1, Step: 1e-4,
		Title: lab.Text{En: "Weight decay", Zh: "权重衰减"},
		Help: lab.Text{
			En: "How strongly rows that are stepped are drawn to zero.",
			Zh: "被更新的行向零收缩的强度。"}},
	{Name: "dropout", Min: 0, Max: .9, Step: .05,
		Title: lab.Text{En: "Dropout", Zh: "随机失活"}, Unit: lab.Text{En: "share", Zh: "比例"},
		Help: lab.Text{
			En: "The share of the combined numbers that is set to zero at random while training.",
			Zh: "训练时合并后的数中随机置零的比例。"}},
	{Name: "minCount", Min: 1, Max: 1000, Step: 1, Log: true,
		Title: lab.Text{En: "Minimum count", Zh: "最低词频"}, Unit: lab.Text{En: "times", Zh: "次"},
		Help: lab.Text{
			En: "Rarer words are dropped.",
			Zh: "更少见的词会被丢弃。"}},
	{Name: "maxWords", Min: 2, Max: 1000000, Step: 1, Log: true,
		Title: lab.Text{En: "Vocabulary limit", Zh: "词表上限"}, Unit: lab.Text{En: "words", Zh: "词"},
		Help: lab.Text{
			En: "At most so many words, the most frequent, get a row.",
			Zh: "最多保留这么多最常见的词。"}},
}

// composed says whether the compression is made of tables that train.
func (p *Params) composed() bool {
	switch p.Compression {
	case "hash", "qr", "lowrank", "mixed", "lora":
		return true
	}
	return false
}

// check reports the first parameter that is out of range or does not go with
// another.
func (p *Params) check(kind string) error {
	if err := lab.Check(p); err != nil {
		return err
	}
	for _, c := range []struct {
		conflict                           bool
		name, value, otherName, otherValue string
	}{
		{p.Tied && kind != dataset.KindText, "tied", "true", "data", kind},
		{p.Tied && p.composed(), "tied", "true", "compression", p.Compression},
		{p.composed() && p.MaxNormMode != "none", "compression", p.Compression, "maxNormMode", p.MaxNormMode},
		{p.composed() && p.ScaleByFrequency, "scaleByFrequency", "true", "compression", p.Compression},
		{p.Combine == "max" && p.ScaleByFrequency, "scaleByFrequency", "true", "combine", "max"},
		{p.Optimizer == "sparseadam" && p.WeightDecay > 0, "weightDecay", "above 0", "optimizer", p.Optimizer},
	} {
		if c.conflict {
			return &lab.ConflictError{Name: c.name, Value: c.value, OtherName: c.otherName, OtherValue: c.otherValue}
		}
	}
	return nil
}

var countArgument = lab.Argument{
	Name: "count", Kind: lab.NumberArgument, Default: "10", Min: 1, Max: 100,
	Title: lab.Text{En: "How many", Zh: "个数"},
}

var samples = lab.Samples{Some: "red green blue pink purple dark light", From: "red", To: "blue", Low: "dark", High: "light", Word: "pink"}

var questions = append([]lab.Question{
	{ID: "predict", Live: true,
		Title: lab.Text{En: "Predict", Zh: "预测"},
		Help: lab.Text{
			En: "What does the model make of these words: the next word, the label, or the numbers?",
			Zh: "模型由这些词得出什么：下一个词、标签，还是数值？"},
		Arguments: []lab.Argument{
			{Name: "text", Kind: lab.TextArgument, Default: "the", Title: lab.Text{En: "Words", Zh: "词"}},
			countArgument,
		}},
	{ID: "neighbors", Live: true,
		Title: lab.Text{En: "Neighbours", Zh: "近邻"},
		Help: lab.Text{
			En: "Which rows of the table lie nearest to this one?",
			Zh: "表中哪些行离这一行最近？"},
		Arguments: append([]lab.Argument{{Name: "word", Kind: lab.LabelArgument, Default: "the", Title: lab.Text{En: "Word", Zh: "词"}}}, lab.NearArguments...)},
	{ID: "norms", Live: true,
		Title: lab.Text{En: "Lengths of the rows", Zh: "行的长度"},
		Help: lab.Text{
			En: "How long are the rows, and are those of frequent words longer?",
			Zh: "各行有多长？常见词的行是否更长？"}},
	{ID: "spectrum", Live: true,
		Title: lab.Text{En: "Directions in use", Zh: "用到的方向"},
		Help: lab.Text{
			En: "How many dimensions does the table really use, and what would fewer lose?",
			Zh: "表实际用到多少维？更少的维数会损失什么？"}},
	{ID: "cost", Live: true,
		Title: lab.Text{En: "What it costs", Zh: "代价"},
		Help: lab.Text{
			En: "Looking up against multiplying by a one-hot matrix, for this table and batch; and what each compression would save.",
			Zh: "对这张表和批量，查表与独热矩阵乘法的对比；以及各种压缩能省多少。"}},
}, lab.SpaceQuestions(samples)...)

// examples are checked by a test that trains on the data.
var examples = []lab.Example{
	{Data: "colors", Query: lab.NewQuery("predict", "text", "dark green"),
		Title: lab.Text{En: "Which colour is dark green?", Zh: "“dark green” 是什么颜色？"}, Expect: []string{"pine", "tree green", "navy green", "darkish green", "dark grass green"}},
	{Data: "colors", Query: lab.NewQuery("predict", "text", "light dusty rose"),
		Title: lab.Text{En: "And a name that is not in the list?", Zh: "列表中没有的名字呢？"}, Expect: []string{"pinkish grey", "faded pink", "pale rose", "soft pink"}},
	{Data: "colors", Query: lab.NewQuery("neighbors", "word", "pink"),
		Title: lab.Text{En: "What is near pink?", Zh: "“pink”附近有什么？"}, Expect: []string{"rose", "pinkish", "fuchsia", "candy", "carnation", "bubblegum"}},
	{Data: "colors", Query: lab.NewQuery("closer", "word", "pink", "other", "red"),
		Title: lab.Text{En: "Which words are nearer to pink than red is?", Zh: "哪些词比 red 更接近 pink？"}, Every: []string{"rose", "bubblegum"}},
	{Data: "reviews", Query: lab.NewQuery("predict", "text", "a wonderful story"),
		Title: lab.Text{En: "Is this praise?", Zh: "这是好评吗？"}, Expect: []string{"positive"}},
	{Data: "story", Query: lab.NewQuery("predict", "text", "the cat eats"),
		Title: lab.Text{En: "The cat eats …", Zh: "The cat eats ……"}, Expect: []string{"fish", "meat", "the"}},
}

// Describe implements lab.Lab.
func (Layer) Describe() lab.Description {
	return lab.Description{
		ID: "layer", Group: "layer",
		Title: lab.Text{En: "The layer", Zh: "嵌入层"},
		Summary: lab.Text{
			En: "A microscope on the embedding layer: which rows a batch looks up, what gradient comes back to each, and how they move.",
			Zh: "嵌入层的显微镜：一批例子查了哪些行，各行得到怎样的梯度，又如何移动。"},
		Kinds: []string{dataset.KindTargets, dataset.KindLabelled, dataset.KindText},
		Data:  "colors", View: "matrix",
		Questions: questions, Examples: examples,
		Chapters: []string{"layer-structure", "forward", "backward", "optimizers", "compression"},
	}
}
