import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

export const questions: Chapter = {
	id: "questions",
	title: both("Questions and answers", "问与答"),
	labs: ["layer", "words"],
	pages: [
		{
			id: "which-dimension",
			title: both("Which dimension should I take?", "维数取多少？"),
			parts: [
				text(
					"Begin small and double, watching the loss on data held out. Stop when it no longer falls. For word vectors 50 to 300 is usual; for a few dozen categories 4 to 16 is often enough.",
					"从小开始，每次加倍，观察留出数据上的损失；不再下降就停。词向量常用 50 到 300；几十个类别常常 4 到 16 就够。",
				),
				text(
					"Too few: neighbours are unrelated things that had to share a place. Too many: rare rows stay near their random start, since they get few steps, and training loss falls while held-out loss rises.",
					"太少：近邻是被迫挤在一处的无关事物。太多：罕见行更新次数少，停留在随机初值附近，训练损失下降而留出损失上升。",
				),
				text(
					"Compare runs with the same seed and data, and change nothing else.",
					"比较时种子与数据相同，其余不变。",
				),
				attempt("2 dimensions", "2 维", "lab=layer&data=colors&p.dim=2&seed=1&step=190", "chart"),
				attempt("4 dimensions", "4 维", "lab=layer&data=colors&p.dim=4&seed=1&step=190", "chart"),
				attempt("32 dimensions", "32 维", "lab=layer&data=colors&p.dim=32&seed=1&step=190", "chart"),
				see("dimension"),
			],
		},
		{
			id: "which-learning-rate",
			title: both("Which learning rate?", "学习率取多少？"),
			parts: [
				text(
					"Try powers of ten. Too low, the loss hardly falls; too high, it jumps or grows. Take about a third of the largest rate that still falls steadily. Adam’s steps are about as large as the rate whatever the gradient, so it wants a small one, 0.001 to 0.01; SGD’s scale with the gradient and want more.",
					"按十的幂试。太低，损失几乎不降；太高，损失跳动或上升。取仍能平稳下降的最大值的三分之一左右。Adam 的步长与梯度大小无关，约等于学习率，因此宜小，0.001 到 0.01；SGD 的步长随梯度缩放，需要更大的值。",
				),
				text(
					"A schedule lowers the rate so that rows come to rest; with a warm-up it begins low, while Adam’s averages are still rough. A cosine goes from η₀ to 0 over T steps:",
					"学习率计划逐步降低学习率，使各行安定下来；预热则从低开始，因为 Adam 的平均起初还很粗糙。余弦计划在 T 步内从 η₀ 降到 0：",
				),
				formula(String.raw`\eta_t=\tfrac{\eta_0}{2}\left(1+\cos\tfrac{\pi t}{T}\right)`),
				attempt("Adam, 0.001", "Adam，0.001", "lab=layer&data=colors&p.optimizer=adam&p.learningRate=0.001&seed=1&step=190", "chart"),
				attempt("Adam, 0.01", "Adam，0.01", "lab=layer&data=colors&p.optimizer=adam&p.learningRate=0.01&seed=1&step=190", "chart"),
				attempt("With a cosine", "用余弦计划", "lab=layer&data=colors&p.optimizer=adam&p.learningRate=0.01&p.schedule=cosine&seed=1&step=190", "param-schedule"),
			],
		},
		{
			id: "why-nan",
			title: both("Why do my vectors become NaN?", "向量为什么变成 NaN？"),
			parts: [
				text(
					"Almost always because steps are too large: rows grow, so do scores and gradients, each step overshoots more, until a number is beyond what 32 bits hold. Infinity minus infinity is then NaN, “not a number”, and spreads to every row it meets.",
					"几乎总是因为步长太大：行变大，得分与梯度随之变大，每一步越过得更多，直到超出 32 位所能表示的范围。无穷减无穷得 NaN（“非数”），并传染给它遇到的每一行。",
				),
				formula(String.raw`w\leftarrow w-\eta\,a\,w=(1-\eta a)\,w`),
				text(
					"Here the loss is ½aw², and w grows if ηa > 2: the steeper the loss, the smaller the rate η must be. Lower the rate by ten, or clip by norm. Other causes: the logarithm or root of zero in a loss of one’s own, a division by the count of an empty bag, NaN in the data.",
					"此处损失为 ½aw²，若 ηa > 2，w 就会增大：损失越陡，学习率 η 就须越小。把学习率降到十分之一，或按范数裁剪。其他原因：自写的损失中对零取对数或开方、除以空袋的个数、数据中本有 NaN。",
				),
				attempt("SGD with rate 10 on sums: too much", "对总和用 SGD，学习率 10：太大", "lab=layer&data=story&p.combine=sum&p.optimizer=sgd&p.learningRate=10&seed=1&step=20", "chart"),
				attempt("The same, clipped", "同样设置，加裁剪", "lab=layer&data=story&p.combine=sum&p.optimizer=sgd&p.learningRate=10&p.clip=norm&p.clipAt=0.1&seed=1&step=100", "param-clip"),
				attempt("Rate 0.5", "学习率 0.5", "lab=layer&data=story&p.combine=sum&p.optimizer=sgd&p.learningRate=0.5&seed=1&step=100", "param-learningRate"),
				see("clipping"),
			],
		},
		{
			id: "do-i-overfit",
			title: both("How do I know that I overfit?", "怎么知道过拟合了？"),
			parts: [
				text(
					"The loss on the training data keeps falling while the loss on data held out rises. The first alone proves nothing: sixty short reviews can be learnt by heart.",
					"训练数据上的损失不断下降，而留出数据上的损失上升。只看前者说明不了什么：六十条短评可以死记下来。",
				),
				text(
					"Embedding tables are prone to it, as each rare word has D numbers of its own and few examples. This lab shows the training loss only, so ask about sentences that are not in the data. “The dialogue of a performance” says nothing good or bad; a model that is nine tenths sure of it has learnt words by heart.",
					"嵌入表容易过拟合，因为每个罕见词都有自己的 D 个数，例子却很少。本实验只显示训练损失，因此要用数据之外的句子来问。“the dialogue of a performance”（一场演出的对白）不含褒贬；模型若有九成把握，便是死记了词。",
				),
				text(
					"What helps, in this order: more data, fewer dimensions, stopping earlier, dropout, weight decay, pretrained rows that stay frozen.",
					"有效的办法，依次为：更多数据、更少维数、提早停止、dropout、权重衰减、冻结的预训练行。",
				),
				attempt("64 dimensions, nothing held back", "64 维，毫无约束", "lab=layer&data=reviews&p.dim=64&p.optimizer=adam&p.learningRate=0.01&seed=1&step=150&ask=predict&a.text=the+dialogue+of+a+performance", "ask"),
				attempt("8 dimensions, dropout, weight decay", "8 维，加 dropout 与权重衰减", "lab=layer&data=reviews&p.dim=8&p.dropout=0.3&p.weightDecay=0.01&p.optimizer=adam&p.learningRate=0.05&seed=1&step=150&ask=predict&a.text=the+dialogue+of+a+performance", "ask"),
				see("regularisation"),
			],
		},
		{
			id: "what-is-padding-for",
			title: both("What is padding for?", "填充有什么用？"),
			parts: [
				text(
					"A batch is a rectangle, sentences are not. Short ones are filled up with an id that stands for nothing. Its row is read like any other, but must not learn, and should not count:",
					"批次是矩形，句子却长短不一。短句用一个不代表任何东西的编号填满。它的行照常读出，但不应学习，也不应计入：",
				),
				formula(String.raw`\text{mean}=\frac{1}{\#\{k:i_k\ne p\}}\sum_{k:\,i_k\ne p}W_{i_k}`),
				text(
					"Here p is the padding id. Without it, the mean of a short sentence is drawn to the padding row, and that row, being in every batch, gets more steps than any other: the model may then go by the length.",
					"其中 p 为填充编号。若不这样处理，短句的平均会被拉向填充行；而该行每批都在，更新最多：模型便可能只凭句长判断。",
				),
				text(
					"Attention needs a mask as well, so that no weight goes to padded places.",
					"注意力还需要掩码，使填充处不得权重。",
				),
				attempt("Padding left out", "略去填充", "lab=layer&data=reviews&p.padding=true&p.combine=mean&seed=1&inside=0&stage=combine", "param-padding"),
				attempt("Padding as a word like others", "把填充当作普通词", "lab=layer&data=reviews&p.padding=false&p.combine=mean&seed=1&inside=0&stage=combine", "param-padding"),
				see("pytorch-options"),
			],
		},
		{
			id: "why-sparse",
			title: both("Why sparse gradients?", "为什么用稀疏梯度？"),
			parts: [
				text(
					"Because nearly all of a dense one is zeros. A batch of 8 sentences with 10 words reads at most 80 rows. With 11,606 words at 100 dimensions, the dense gradient has 1,160,600 numbers, the sparse one 8,000 or fewer.",
					"因为稠密梯度几乎全是零。8 句、每句 10 词的一批，至多读 80 行。11,606 个词、100 维时，稠密梯度有 1,160,600 个数，稀疏梯度至多 8,000 个。",
				),
				text(
					"Not only memory is saved: with a sparse rule the optimizer too works on those rows only, so a step costs the same however large the table grows.",
					"省的不只是内存：用稀疏规则时，优化器也只处理这些行，因此无论表多大，一步的开销都相同。",
				),
				text(
					"It does not pay for a small table, where a dense pass is simpler and as fast, nor for tied weights, whose head gives every row a gradient anyway.",
					"小表不值得：稠密计算更简单，也一样快。权重绑定也不值得：输出头反正会给每一行梯度。",
				),
				attempt("Real size: the speeches", "真实规模：演说集", "lab=layer&data=sotu&p.batch=8&seed=1&inside=0&stage=rows", "stage-rows"),
				attempt("What it saves", "省了多少", "lab=layer&data=sotu&p.batch=8&seed=1&ask=cost", "ask"),
				see("math-sparse-update"),
			],
		},
		{
			id: "which-adam",
			title: both("Adam, SparseAdam or LazyAdam?", "Adam、SparseAdam 还是 LazyAdam？"),
			parts: [
				text(
					"Adam steps by its memory, also where the gradient is zero. Two steps with rate 0.1: the first reads row 1, the second row 2, each with gradient 1. How far each row has moved after both:",
					"Adam 按记忆走步，梯度为零处也走。两步，学习率 0.1：第一步读第 1 行，第二步读第 2 行，梯度均为 1。两步之后各行移动的距离：",
				),
				table(
					[both("optimizer", "优化器"), both("row 1", "第 1 行"), both("row 2", "第 2 行")],
					[same("adam"), same("0.1670"), same("0.0744")],
					[same("sparseadam"), same("0.1000"), same("0.0744")],
					[same("lazyadam"), same("0.1000"), same("0.1000")],
				),
				text(
					"Adam moves row 1 again though nobody read it. SparseAdam leaves it, and counts steps for the whole table, so row 2’s first step is corrected as a second one. LazyAdam here keeps a count for each row.",
					"Adam 又移动了没有被读到的第 1 行。SparseAdam 不动它，但步数按整张表计，因此第 2 行的第一步按第二步来校正。这里的 LazyAdam 为每行单独计数。",
				),
				text(
					"Names vary: TensorFlow’s LazyAdam counts as SparseAdam does.",
					"名称不一：TensorFlow 的 LazyAdam 与 SparseAdam 计数方式相同。",
				),
				attempt("Adam", "Adam", "lab=layer&data=story&p.optimizer=adam&p.learningRate=0.1&p.batch=1&seed=1&inside=0&stage=optimizer", "stage-optimizer"),
				attempt("SparseAdam", "SparseAdam", "lab=layer&data=story&p.optimizer=sparseadam&p.learningRate=0.1&p.batch=1&seed=1&inside=0&stage=optimizer", "stage-optimizer"),
				attempt("LazyAdam", "LazyAdam", "lab=layer&data=story&p.optimizer=lazyadam&p.learningRate=0.1&p.batch=1&seed=1&inside=0&stage=optimizer", "stage-optimizer"),
			],
		},
		{
			id: "why-max-norm",
			title: both("When does max-norm help?", "最大范数何时有用？"),
			parts: [
				text(
					"When dot products are used and some rows run away: often read, they grow long and win every comparison, whatever their direction. A bound makes direction count again. Dropout and high learning rates go well with it (Srivastava and others, 2014).",
					"当使用点积，而某些行一路变长时：它们常被读取，越长越在每次比较中取胜，与方向无关。设上限可让方向重新起作用。它与 dropout 和较高的学习率搭配效果好（Srivastava 等，2014）。",
				),
				text(
					"When rows are compared by cosine only, it changes little. Below the length that rows would take anyway, it limits how sure the model can be.",
					"若只按余弦比较，它作用不大。若上限低于各行自然的长度，模型的把握就受到限制。",
				),
				text(
					"In place, as PyTorch has it, a lookup changes the table. If a loss also uses the weights themselves, before the lookup, clone them for that.",
					"PyTorch 的就地方式会在查表时改动表。若损失在查表之前还直接用到权重，应为此先克隆一份。",
				),
				attempt("Unbounded", "不限", "lab=layer&data=reviews&p.maxNormMode=none&p.optimizer=adam&p.learningRate=0.05&seed=1&step=150&ask=norms", "ask"),
				attempt("Not longer than 1", "长度不超过 1", "lab=layer&data=reviews&p.maxNormMode=after&p.maxNorm=1&p.optimizer=adam&p.learningRate=0.05&seed=1&step=150&ask=norms", "ask"),
				see("max-norm"),
			],
		},
		{
			id: "when-to-freeze",
			title: both("When should I freeze a table?", "何时冻结嵌入表？"),
			parts: [
				text(
					"When its rows come from much more data than you have. If you train on, the words of your few examples move and the others stay: “good” may drift away from “great”, which only occurs in the test.",
					"当它的行来自远多于你手头的数据时。若继续训练，你那少量例子中的词会移动，其余不动：“good”可能会远离只在测试中出现的“great”。",
				),
				text(
					"Train on when you have much data, or when the words mean something else in it. Common middle ways: freeze first and train the head, then train all with a rate ten times smaller; or freeze the table and learn a low-rank addition, LoRA.",
					"数据多，或其中的词另有所指时，就继续训练。常见的折中：先冻结只训练输出头，再以十分之一的学习率训练全部；或冻结表，只学一个低秩增量（LoRA）。",
				),
				formula(String.raw`W=W_0+\tfrac{\alpha}{r}AB,\qquad W_0\text{ frozen}`),
				text("A and B have r columns and r rows; α sets the strength.", "A 有 r 列，B 有 r 行；α 为强度。"),
				attempt("A frozen table with LoRA", "冻结的表加 LoRA", "lab=layer&data=reviews&p.compression=lora&seed=1&inside=0&stage=update", "stage-update"),
				attempt("All rows free", "各行皆可动", "lab=layer&data=reviews&p.compression=none&seed=1&inside=0&stage=update", "stage-update"),
			],
		},
		{
			id: "how-to-initialise",
			title: both("How should I initialise?", "怎样初始化？"),
			parts: [
				text(
					"Ask what reads the rows. If a LayerNorm follows, the scale hardly matters. If the rows go straight into dot products and a softmax, begin small: N(0, 1) at 100 dimensions makes scores of about ±10, and the softmax is sure of nonsense before it has learnt anything.",
					"先看谁来读这些行。其后有 LayerNorm，标度几乎无关紧要。若直接进入点积与 softmax，应从小值开始：100 维的 N(0, 1) 使得分达 ±10 左右，softmax 还没学就对胡说深信不疑。",
				),
				formula(String.raw`a,b\sim\mathcal N(0,\sigma^2)^D\;\Rightarrow\;\operatorname{std}(a\cdot b)=\sigma^2\sqrt D`),
				text(
					"For words you have vectors for, use them. A row added later may begin at the mean of all rows: near to everything, in favour of nothing. Zero is for the padding row, and for one of two tables that are multiplied, never both.",
					"有现成向量的词就用现成的。后加的行可从所有行的平均开始：离一切都近，不偏向任何一个。零用于填充行，也可用于相乘的两张表之一，但不可两张都为零。",
				),
				attempt("Tied weights, N(0, 1)", "权重绑定，N(0, 1)", "lab=layer&data=story&p.tied=true&p.init=normal&p.dim=32&seed=1&step=20", "chart"),
				attempt("The same, small uniform", "同样设置，小的均匀分布", "lab=layer&data=story&p.tied=true&p.init=uniform&p.dim=32&seed=1&step=20", "chart"),
				see("initialisation"),
			],
		},
		{
			id: "which-batch-size",
			title: both("Which batch size?", "批大小取多少？"),
			parts: [
				text(
					"The gradient of a batch is an average over its examples, so its noise falls with the root of the batch size B, while the work grows with B. Small batches take more and noisier steps from the same data, large ones keep the machine busier.",
					"一批的梯度是各样本的平均，因此噪声随批大小 B 的平方根下降，而计算量随 B 增长。小批次用同样的数据走更多、更嘈杂的步；大批次让机器更充分地工作。",
				),
				formula(String.raw`\operatorname{std}(\bar g)=\frac{\operatorname{std}(g)}{\sqrt B}`),
				text(
					"For a table there is one thing more. A rare word is in few batches; in a large batch it is one example among B, and its row’s gradient is divided by B. With SGD such rows then hardly move. Adagrad or Adam make up for it, or a larger rate with the larger batch.",
					"对嵌入表还有一点。罕见词只在少数批次中出现；在大批次里它只是 B 个样本之一，其行的梯度被除以 B。用 SGD 时这些行几乎不动。Adagrad 或 Adam 可以弥补，或随批次增大学习率。",
				),
				attempt("SGD, batches of 2", "SGD，每批 2 个", "lab=layer&data=colors&p.optimizer=sgd&p.learningRate=1&p.batch=2&seed=1&step=100", "chart"),
				attempt("SGD, batches of 64", "SGD，每批 64 个", "lab=layer&data=colors&p.optimizer=sgd&p.learningRate=1&p.batch=64&seed=1&step=100", "chart"),
				attempt("Adagrad, batches of 64", "Adagrad，每批 64 个", "lab=layer&data=colors&p.optimizer=adagrad&p.learningRate=0.1&p.batch=64&seed=1&step=100", "param-optimizer"),
			],
		},
		{
			id: "why-frequent-words-crowd",
			title: both("Why do frequent words crowd together?", "高频词为什么挤在一起？"),
			parts: [
				text(
					"They keep company with everything, so nothing in particular pulls them apart. “The”, “of” and “and” stand next to nearly every word, are pulled in all directions, and end up alike.",
					"它们与什么都相伴，因而没有什么特别的东西把它们分开。“the”“of”“and”几乎与每个词相邻，被拉向各个方向，最终彼此相似。",
				),
				text(
					"Besides, all vectors of a table tend to share one direction, and how far a vector lies along it follows the word’s frequency (Mu and Viswanath, 2018). They recommend taking away the mean μ and the first few principal components u:",
					"此外，一张表的所有向量往往共有一个方向，沿该方向的远近与词频相关（Mu、Viswanath，2018）。他们建议减去均值 μ 与前几个主成分 u：",
				),
				formula(String.raw`w'=(w-\mu)-\sum_{k=1}^{d}\bigl(u_k\cdot(w-\mu)\bigr)\,u_k`),
				text("Leaving frequent words out more often thins the crowd as well. These runs take about half a minute.", "更多地略去高频词也能疏散它们。这些运行约需半分钟。"),
				attempt("Neighbours of “the”", "“the”的近邻", "lab=words&data=sotu&seed=1&step=880&ask=neighbors&a.word=the&select=the", "ask"),
				attempt("Where they are on the map", "它们在地图上的位置", "lab=words&data=sotu&seed=1&step=880&select=the", "map"),
				attempt("Frequent words thinned out", "疏散高频词", "lab=words&data=sotu&p.sample=0.0001&seed=1&step=880&ask=neighbors&a.word=the&select=the", "param-sample"),
				see("thinning"),
			],
		},
	],
};
