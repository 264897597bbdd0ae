package layer

import "nearspace/core/lab"

// What a trace says, apart from what it computes. It stands here as data, which
// costs the page a fraction of what code does that puts the same texts together.

type stageText struct {
	id      string
	title   lab.Text
	help    lab.Text
	formula string
}

var stageTexts = []stageText{
	{"ids", lab.Text{En: "Ids", Zh: "编号"},
		lab.Text{
			En: "Each word is a number: the row of the table that is its own. Short examples are filled up with 0.",
			Zh: "每个词是一个编号，即它在表中所占的行。短的例子用 0 补齐。"},
		`\mathrm{ids} \in \{0,\dots,V-1\}^{n\times k}`},
	{"lookup", lab.Text{En: "Look up", Zh: "查表"},
		lab.Text{
			En: "The row of each id is copied out of the table: one row for each place of the batch, equal ids give equal rows.",
			Zh: "按编号从表中复制出各行：批中每个位置一行，相同编号得到相同的行。"},
		`e_j = W[\mathrm{id}_j]`},
	{"onehot", lab.Text{En: "The same as a product", Zh: "等价的矩阵乘法"},
		lab.Text{
			En: "A matrix with a single one in each row, times the table, gives the same rows.",
			Zh: "每行只有一个 1 的矩阵乘以表，得到同样的行。"},
		`E = H\,W,\quad H_{ji} = [\,i = \mathrm{id}_j\,]`},
	{"combine", lab.Text{En: "Combine", Zh: "合并"},
		lab.Text{
			En: "The rows of an example become one vector.",
			Zh: "一个例子的各行合成一个向量。"},
		""},
	{"head", lab.Text{En: "Score", Zh: "打分"},
		lab.Text{
			En: "Each output has a row of its own; its product with the example's vector, plus a bias, is the score.",
			Zh: "每个输出有自己的一行；与例子的向量做点积再加偏置，即为得分。"},
		`s = U h + b`},
	{"loss", lab.Text{En: "Prediction and loss", Zh: "预测与损失"},
		lab.Text{
			En: "The softmax makes probabilities of the scores. The loss is how surprising the right one is.",
			Zh: "softmax 把得分变为概率。损失衡量正确结果有多出乎意料。"},
		`p_c = \frac{e^{s_c}}{\sum_i e^{s_i}},\quad L = -\log p_y`},
	{"backward", lab.Text{En: "Back through the head", Zh: "反向经过输出层"},
		lab.Text{
			En: "What the prediction is off by is the gradient of the scores; the head's rows carry it back to the vector of each example.",
			Zh: "预测的偏差即得分的梯度；经输出层的各行传回每个例子的向量。"},
		`\frac{\partial L}{\partial s} = \tfrac1n(p - y),\quad \frac{\partial L}{\partial h} = U^\top\frac{\partial L}{\partial s},\quad \frac{\partial L}{\partial U} = \frac{\partial L}{\partial s}h^\top`},
	{"rows", lab.Text{En: "Back to the rows", Zh: "反向到各行"},
		lab.Text{
			En: "Each row that was looked up gets its share of the gradient; every other row of the table gets none. A word that occurs twice stands here twice.",
			Zh: "查到的每一行得到自己的一份梯度，表中其余各行没有梯度。出现两次的词在此列两次。"},
		""},
	{"coalesce", lab.Text{En: "Add up repeats", Zh: "合并重复"},
		lab.Text{
			En: "Equal rows are added up: each row of the table now stands once. Only these are handed to the optimizer, however large the table is.",
			Zh: "相同的行相加：表中每行只出现一次。无论表有多大，只把这些交给优化器。"},
		`G_i = \sum_{j:\,\mathrm{id}_j = i} \frac{\partial L}{\partial e_j}`},
	{"clip", lab.Text{En: "Clip", Zh: "裁剪"}, lab.Text{}, `G \leftarrow G\cdot\min\!\left(1, \frac{c}{\lVert G\rVert}\right)`},
	{"optimizer", lab.Text{En: "Optimizer", Zh: "优化器"},
		lab.Text{
			En: "What the optimizer remembers of the touched rows changes with the gradient. Rows that were not touched keep theirs.",
			Zh: "优化器为被触及的行记住的数随梯度而变；未触及的行保持不变。"},
		""},
	{"update", lab.Text{En: "The new table", Zh: "新的表"},
		lab.Text{
			En: "The touched rows move; all others stay as they are. The learning rate is %.4g.",
			Zh: "被触及的行移动，其余各行不变。学习率为 %.4g。"},
		`W_i \leftarrow W_i + \Delta_i`},
}

// Notes are what a stage's help says besides, or instead, in a case of its own.
var (
	batchTitle     = lab.Text{En: "A batch of %d examples", Zh: "一批 %d 例"}
	batchShown     = lab.Text{En: ", of which the first %d are shown", Zh: "，显示前 %d 例"}
	composedLookup = lab.Text{
		En: "There is no table with a row for each word: rows are made of what the compressed layer keeps, and then go on like any others.",
		Zh: "没有为每个词存一行的表：各行由压缩层所存的内容算出，之后与普通行无异。"}
	readBounded    = lab.Text{En: " Rows that are too long are shortened in the copy.", Zh: "过长的行在副本中被缩短。"}
	inPlaceBounded = lab.Text{En: " Rows that are too long are first shortened in the table itself.", Zh: "过长的行先在表中被缩短。"}
	afterBounded   = lab.Text{En: " Rows that are now longer than %.4g are shortened.", Zh: "此后长于 %.4g 的行被缩短。"}
	oneHotCosts    = lab.Text{
		En: " For these %d ids that is %d multiplications and %d bytes read and written; looking up is none and %d bytes.",
		Zh: "对这 %d 个编号需 %d 次乘法、读写 %d 字节；查表不需乘法，读写 %d 字节。"}
	oneHotColumns = lab.Text{En: " Of the %d columns only the %d with a one are shown.", Zh: "共 %d 列，只显示含 1 的 %d 列。"}
	padLeftOut    = lab.Text{En: " The padding row is left out and does not count.", Zh: "填充行不参与，也不计数。"}
	padDark       = lab.Text{En: " The padding row stays dark.", Zh: "填充行没有梯度。"}
	drawnScores   = lab.Text{
		En: "Of %d words only the right one and 5 others, drawn by count^¾, are scored: all of them would take most of the time.",
		Zh: "共 %d 个词，只给正确的词和按 词频^¾ 抽取的另外 5 个打分：全部打分会占去大部分时间。"}
	highestScores = lab.Text{En: "All %d words are scored; the highest scores are shown.", Zh: "给全部 %d 个词打分；只显示得分最高者。"}
	tiedRows      = lab.Text{En: " The rows are those of the table itself: they are tied.", Zh: "这些行就是表本身的行：二者共享。"}
	squaredLoss   = lab.Text{
		En: "The sigmoid brings each score between 0 and 1, where the data's numbers were brought as well. The loss is the mean squared difference.",
		Zh: "sigmoid 把得分变到 0 与 1 之间，数据中的数值也缩放到该范围。损失是差的平方的平均。"}
	drawnLoss = lab.Text{
		En: "The sigmoid makes of each score how likely it is the right word. It should be near 1 for the first and near 0 for the others.",
		Zh: "sigmoid 把得分变为“是正确的词”的概率：第一个应接近 1，其余应接近 0。"}
	onlyPrediction = lab.Text{En: "Prediction", Zh: "预测"}
	noTarget       = lab.Text{En: " Without a target there is no loss, and nothing goes back.", Zh: "没有目标就没有损失，也就没有反向传播。"}
	batchLoss      = lab.Text{En: " The loss of the batch is its mean, %.4f.", Zh: "该批的损失为平均值 %.4f。"}
	composedGrads  = lab.Text{En: " Here the gradient has gone on to the tables that rows are made of.", Zh: "此处梯度继续传到构成各行的那些表。"}
	byTimes        = lab.Text{En: " Each is divided by how often its word occurs in the batch.", Zh: "每行除以该词在批中出现的次数。"}
	clipNorm       = lab.Text{
		En: "All gradients of the step, the head's included, are together %.4g long. What is longer than %.4g is shortened to that, here to %.4g; the direction stays.",
		Zh: "这一步的全部梯度（含输出层）合起来长 %.4g。超过 %.4g 时缩短到该长度，此处为 %.4g；方向不变。"}
	clipValue = lab.Text{
		En: "All gradients of the step are together %.4g long. Each number is cut off at ±%.4g, so that the length becomes %.4g and the direction changes.",
		Zh: "这一步的全部梯度合起来长 %.4g。每个数截断在 ±%.4g，总长度变为 %.4g，方向随之改变。"}
	nothingKept = lab.Text{
		En: "Plain gradient descent remembers nothing: only the learning rate stands between gradient and step.",
		Zh: "普通梯度下降什么也不记：梯度乘以学习率即为步长。"}
)

// Formulas of cases of their own.
const (
	dropoutFormula   = `,\quad h' = \frac{m\odot h}{1-p},\; m_d \in \{0,1\}`
	dotFormula       = `s_c = u_c \cdot h`
	squaredFormula   = `p = \sigma(s),\quad L = \frac1C\sum_c (p_c-y_c)^2`
	drawnFormula     = `p = \sigma(s),\quad L = -\log p_y - \sum_n \log(1-p_n)`
	squaredGradients = `\frac{\partial L}{\partial s} = \tfrac{2}{nC}(p-y)\,p\,(1-p),\quad \frac{\partial L}{\partial h} = U^\top\frac{\partial L}{\partial s},\quad \frac{\partial L}{\partial U} = \frac{\partial L}{\partial s}h^\top`
	timesFormula     = `G_i = \frac{1}{c_i}\sum_{j:\,\mathrm{id}_j = i} \frac{\partial L}{\partial e_j},\quad c_i = |\{j:\mathrm{id}_j=i\}|`
	clipFormula      = `G_{id} \leftarrow \min(\max(G_{id}, -c), c)`
)

// combiners are the formulas of combining, forward and backward.
var combiners = []struct{ name, forward, backward string }{
	{"mean", `h = \frac{1}{k}\sum_j e_j`, `\frac{\partial L}{\partial e_j} = \frac1k\,\frac{\partial L}{\partial h}`},
	{"sum", `h = \sum_j e_j`, `\frac{\partial L}{\partial e_j} = \frac{\partial L}{\partial h}`},
	{"max", `h_d = \max_j e_{jd}`, `\frac{\partial L}{\partial e_{jd}} = \frac{\partial L}{\partial h_d}\,[\,j = \arg\max_i e_{id}\,]`},
	{"sqrtn", `h = \frac{1}{\sqrt{k}}\sum_j e_j`, `\frac{\partial L}{\partial e_j} = \frac1{\sqrt k}\,\frac{\partial L}{\partial h}`},
}

// rules are the optimizers: what each remembers of a row, in the order in which
// it is kept, as letters of which t alone is a single number, and its formula.
var rules = []struct {
	name, remembers string
	single          bool // one number for the whole row
	formula         string
}{
	{"sgd", "", false, `W_i \leftarrow W_i - \eta\,G_i`},
	{"momentum", "b", false, `b \leftarrow \mu b + G,\quad W \leftarrow W - \eta\,b`},
	{"nesterov", "b", false, `b \leftarrow \mu b + G,\quad W \leftarrow W - \eta\,(G + \mu b)`},
	{"adagrad", "s", false, `s \leftarrow s + G^2,\quad W \leftarrow W - \eta\,\frac{G}{\sqrt{s}+\epsilon}`},
	{"rowwise", "s", true, `s \leftarrow s + \tfrac1D\lVert G\rVert^2,\quad W \leftarrow W - \eta\,\frac{G}{\sqrt{s}+\epsilon}`},
	{"rmsprop", "v", false, `v \leftarrow \alpha v + (1-\alpha)G^2,\quad W \leftarrow W - \eta\,\frac{G}{\sqrt{v}+\epsilon}`},
	{"adam", "mv", false, `m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W \leftarrow W - \eta\,\frac{m/(1-\beta_1^t)}{\sqrt{v/(1-\beta_2^t)}+\epsilon}`},
	{"adamw", "mv", false, `W \leftarrow (1-\eta\lambda)W,\quad m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W \leftarrow W - \eta\,\frac{m/(1-\beta_1^t)}{\sqrt{v/(1-\beta_2^t)}+\epsilon}`},
	{"sparseadam", "mv", false, `m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W \leftarrow W - \eta\,\frac{\sqrt{1-\beta_2^t}}{1-\beta_1^t}\,\frac{m}{\sqrt{v}+\epsilon}`},
	{"lazyadam", "mvt", false, `t_i \leftarrow t_i + 1,\; m \leftarrow \beta_1 m + (1-\beta_1)G,\; v \leftarrow \beta_2 v + (1-\beta_2)G^2,\quad W_i \leftarrow W_i - \eta\,\frac{m/(1-\beta_1^{t_i})}{\sqrt{v/(1-\beta_2^{t_i})}+\epsilon}`},
	{"ftrl", "zn", false, `z \leftarrow z + G - \frac{\sqrt{n+G^2}-\sqrt n}{\eta}W,\; n \leftarrow n + G^2,\quad W \leftarrow \frac{-z}{(\beta+\sqrt n)/\eta + \lambda_2}`},
}

// tensorTexts are the titles of tensors.
var tensorTexts = [...]lab.Text{
	idsTensor:      {En: "ids of the words", Zh: "词的编号"},
	lookedTensor:   {En: "looked-up rows", Zh: "查到的行"},
	oneHotTensor:   {En: "one-hot matrix", Zh: "独热矩阵"},
	tableTensor:    {En: "rows of the table", Zh: "表的行"},
	productTensor:  {En: "their product", Zh: "乘积"},
	combinedTensor: {En: "one vector for each example", Zh: "每例一个向量"},
	hiddenTensor:   {En: "after dropout", Zh: "随机失活之后"},
	outputTensor:   {En: "rows of the outputs", Zh: "输出的行"},
	biasTensor:     {En: "bias", Zh: "偏置"},
	scoreTensor:    {En: "scores", Zh: "得分"},
	predictTensor:  {En: "prediction", Zh: "预测"},
	targetTensor:   {En: "targets", Zh: "目标"},
	lossTensor:     {En: "loss of each example", Zh: "每例的损失"},
	gradientTensor: {En: "gradient of the table", Zh: "表的梯度"},
	timesTensor:    {En: "times in the batch", Zh: "批中出现次数"},
	beforeTensor:   {En: "before", Zh: "之前"},
	afterTensor:    {En: "after", Zh: "之后"},
	lengthTensor:   {En: "lengths", Zh: "长度"},
	keptTensor:     {En: "remembered of each row", Zh: "为每行记住的数"},
	rateTensor:     {En: "learning rate", Zh: "学习率"},
}

const (
	idsTensor = iota
	lookedTensor
	oneHotTensor
	tableTensor
	productTensor
	combinedTensor
	hiddenTensor
	outputTensor
	biasTensor
	scoreTensor
	predictTensor
	targetTensor
	lossTensor
	gradientTensor
	timesTensor
	beforeTensor
	afterTensor
	lengthTensor
	keptTensor
	rateTensor
)
