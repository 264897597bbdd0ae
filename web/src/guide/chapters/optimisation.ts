import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

export const optimisation: Chapter = {
	id: "optimisation",
	title: both("Optimisation", "优化"),
	labs: ["layer"],
	pages: [
		{
			id: "initialisation",
			title: both("Initialisation", "初始化"),
			parts: [
				text(
					"The first values decide how long rows are, and so how large the first scores. If numbers have standard deviation σ, a row has length of about σ√D.",
					"初值决定各行的长度，也就决定最初得分的大小。若各数的标准差为 σ，则一行的长度约为 σ√D。",
				),
				table(
					[both("layer", "层"), both("numbers", "各数"), same("σ")],
					[same("PyTorch"), same("N(0, 1)"), same("1")],
					[same("Keras"), same("U(−0.05, 0.05)"), same("0.029")],
					[same("BERT"), same("N(0, 0.02²)"), same("0.02")],
					[same("word2vec"), same("U(−½/D, ½/D)"), same("0.289/D")],
				),
				formula(String.raw`\text{Xavier: }\sigma^2=\frac{2}{\text{fan in}+\text{fan out}}`),
				text(
					"Xavier’s rule (Glorot and Bengio, 2010) and He’s (2015) count how many numbers a unit adds up. A lookup adds up none: V in their place makes rows needlessly short.",
					"Xavier 规则（Glorot、Bengio，2010）与 He 规则（2015）按一个单元要相加多少个数来定标度。查表不做加法：把 V 代入，只会使行短得没有必要。",
				),
				text(
					"Zeros can work, as rows get different gradients. If what they are multiplied with is zero too, no row ever moves.",
					"全零也可行，因为各行的梯度不同。但若与之相乘的也是零，各行就永远不动。",
				),
				attempt("Normal", "正态", "lab=layer&data=colors&p.init=normal&seed=1&tab=matrix", "param-init"),
				attempt("Xavier", "Xavier", "lab=layer&data=colors&p.init=xavier&seed=1&tab=matrix", "param-init"),
				attempt("Zero", "全零", "lab=layer&data=colors&p.init=zero&seed=1&step=100&tab=matrix", "param-init"),
				attempt("Zero twice: tied weights", "两处皆零：权重绑定", "lab=layer&data=story&p.tied=true&p.init=zero&seed=1&step=100&tab=matrix", "matrix"),
			],
		},
		{
			id: "normalisation",
			title: both("Normalisation", "归一化"),
			parts: [
				text(
					"Lengths of rows drift as they train: what is read often gets many steps. Three remedies.",
					"训练中各行的长度会漂移：常被读取的行更新多。有三种办法。",
				),
				text(
					"Unit length, when comparing: the cosine leaves length out. Max-norm, while training: long rows are cut. LayerNorm, inside the network: each vector y is shifted to mean μ = 0 and scaled to variance σ² = 1, then stretched by γ and moved by β, which are learnt (Ba, Kiros and Hinton, 2016).",
					"比较时化为单位长度：余弦不计长度。训练时限制最大范数：过长的行被缩短。网络内部用 LayerNorm：把每个向量 y 平移到均值 μ = 0、缩放到方差 σ² = 1，再乘以学得的 γ、加上学得的 β（Ba、Kiros、Hinton，2016）。",
				),
				formula(String.raw`\operatorname{LN}(y)=\gamma\odot\frac{y-\mu}{\sqrt{\sigma^2+\varepsilon}}+\beta`),
				text(
					"BERT applies it to the sum of word, position and token type, with ε = 10⁻¹², before dropout. GPT-2’s embeddings go without.",
					"BERT 将它用于词、位置与片段类型三者之和，ε = 10⁻¹²，其后为 dropout。GPT-2 的嵌入不用它。",
				),
				attempt("How long rows are", "各行有多长", "lab=layer&data=reviews&seed=1&step=150&ask=norms", "ask"),
				attempt("Not longer than 1", "长度不超过 1", "lab=layer&data=reviews&p.maxNormMode=after&p.maxNorm=1&seed=1&step=150&ask=norms", "param-maxNorm"),
				attempt("Compare without length", "比较时不计长度", "lab=words&data=sotu&seed=1&step=300&ask=neighbors&a.word=the&a.metric=cosine", "ask"),
				attempt("Compare with length", "比较时计入长度", "lab=words&data=sotu&seed=1&step=300&ask=neighbors&a.word=the&a.metric=dot", "ask"),
			],
		},
		{
			id: "dimension",
			title: both("Dimension", "维数"),
			parts: [
				text(
					"With D too small, different things must share places. With D too large, rare rows have more numbers than examples to learn them from, and memory and time grow in proportion.",
					"D 太小，不同事物只能挤在一起。D 太大，罕见行的数字比可供学习的例子还多，内存与时间也成比例增长。",
				),
				text(
					"D also bounds what a head can say. The scores of N examples for V words are a product of an N × D and a D × V matrix (Yang and others, 2018), b apart:",
					"D 也限制输出头的表达能力。N 个样本对 V 个词的得分，除偏置 b 外，是 N × D 与 D × V 两个矩阵之积（Yang 等，2018）：",
				),
				formula(String.raw`\operatorname{rank}(H A^{\top})\le D`),
				text(
					"Word vectors commonly have 50 to 300, BERT’s base model 768. Few categories need few: for red, green and blue, 3 may do. Measure on data held out, and take the smallest D beyond which nothing is gained.",
					"词向量通常为 50 到 300 维，BERT 基础模型为 768 维。类别少则维数可少：红、绿、蓝三色，3 维或已足够。在留出的数据上衡量，取再增大也无收益的最小 D。",
				),
				attempt("Colours in 2 dimensions", "二维的颜色", "lab=layer&data=colors&p.dim=2&seed=1&step=190&tab=map", "chart"),
				attempt("In 8", "八维", "lab=layer&data=colors&p.dim=8&seed=1&step=190&tab=map", "chart"),
				attempt("How many are in use?", "实际用到多少维？", "lab=layer&data=colors&p.dim=32&seed=1&step=190&ask=spectrum", "ask"),
				attempt("Words in 10 dimensions", "十维的词", "lab=words&data=sotu&p.dim=10&seed=1&step=300&ask=neighbors&a.word=gold", "param-dim"),
			],
		},
		{
			id: "optimizers",
			title: both("Optimizers", "优化器"),
			parts: [
				text(
					"An optimizer turns a gradient g into a step. η is the learning rate, s what it remembers; squares and roots go number by number.",
					"优化器把梯度 g 变为一步。η 为学习率，s 为记忆；平方与开方逐个数进行。",
				),
				formula(String.raw`\text{SGD: }w\leftarrow w-\eta g`),
				formula(String.raw`\text{Adagrad: }s\leftarrow s+g^2,\quad w\leftarrow w-\frac{\eta\,g}{\sqrt s+\varepsilon}`),
				text(
					"In Adagrad (Duchi, Hazan and Singer, 2011) rows seen seldom have small s and take large steps: what rare words need. RMSProp forgets old squares; Adam (Kingma and Ba, 2015) keeps a running mean of g as well.",
					"在 Adagrad（Duchi、Hazan、Singer，2011）中，少见的行 s 小、步长大，正合罕见词之需。RMSProp 会忘掉旧的平方；Adam（Kingma、Ba，2015）还保留 g 的滑动平均。",
				),
				table(
					[both("remembers for each weight", "每个权重记住的数"), both("optimizer", "优化器")],
					[both("nothing", "无"), same("sgd")],
					[same("1 / D"), same("rowwise")],
					[same("1"), same("momentum, nesterov, adagrad, rmsprop")],
					[same("2"), same("adam, adamw, sparseadam, ftrl")],
				),
				attempt("SGD", "SGD", "lab=layer&data=colors&p.optimizer=sgd&p.learningRate=0.1&seed=1&inside=0&stage=optimizer", "stage-optimizer"),
				attempt("Adagrad", "Adagrad", "lab=layer&data=colors&p.optimizer=adagrad&p.learningRate=0.1&seed=1&inside=0&stage=optimizer", "stage-optimizer"),
				attempt("Adam", "Adam", "lab=layer&data=colors&p.optimizer=adam&p.learningRate=0.01&seed=1&inside=0&stage=optimizer", "stage-optimizer"),
				see("which-adam", "which-learning-rate"),
			],
		},
		{
			id: "compression",
			title: both("Smaller tables", "更小的表"),
			parts: [
				text("Where V·D numbers are too many, fewer can stand for them.", "V·D 个数太多时，可用更少的数来代表。"),
				formula(String.raw`\text{hash: }e(i)=W_{h(i)},\quad h(i)\in\{0,\dots,m-1\}`),
				formula(String.raw`\text{quotient–remainder: }e(i)=P_{\lfloor i/m\rfloor}\odot Q_{i\bmod m}`),
				formula(String.raw`\text{low rank: }W=AB,\quad A\in\mathbb{R}^{V\times r},\;B\in\mathbb{R}^{r\times D}`),
				text(
					"Hashing lets things share rows; here two hashes each pick one, and both are added. Two small tables P and Q give each a combination of its own (Shi and others, 2020). Low rank keeps V·r + r·D: for the speeches with r = 10, 117,060 of 1,160,600.",
					"哈希让多个事物共用行；这里用两个哈希各取一行，再相加。P、Q 两张小表让每个事物有自己的组合（Shi 等，2020）。低秩只存 V·r + r·D 个数：演说集取 r = 10 时，由 1,160,600 减为 117,060。",
				),
				text(
					"Quantising stores each number in 8 or 4 bits beside a scale. LoRA (Hu and others, 2022) freezes W and learns a low-rank addition.",
					"量化用 8 或 4 位存每个数，另存一个标度。LoRA（Hu 等，2022）冻结 W，只学一个低秩的增量。",
				),
				attempt("Hashed", "哈希", "lab=layer&data=colors&p.compression=hash&seed=1&step=190&tab=map", "param-compression"),
				attempt("Low rank", "低秩", "lab=layer&data=colors&p.compression=lowrank&seed=1&step=190&tab=map", "param-compression"),
				attempt("Eight bits", "八位", "lab=layer&data=colors&p.compression=int8&seed=1&step=200&tab=matrix", "param-compression"),
			],
		},
	],
};
