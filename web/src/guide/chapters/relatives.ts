import { attempt, both, formula, see, text, type Chapter } from "../chapter";

export const relatives: Chapter = {
	id: "relatives",
	title: both("One-hot, word vectors, attention", "独热、词向量与注意力"),
	labs: ["layer"],
	pages: [
		{
			id: "one-hot",
			title: both("What one-hot lacks", "独热缺少什么"),
			parts: [
				text(
					"The one-hot code gives each of V things an axis of its own. Any two different things are equally unlike: their dot product is 0, their distance √2.",
					"独热编码让 V 个事物各占一个坐标轴。任意两个不同事物同样不相似：点积为 0，距离为 √2。",
				),
				formula(String.raw`x^{(i)}\cdot x^{(j)}=0,\qquad \lVert x^{(i)}-x^{(j)}\rVert=\sqrt2\qquad(i\ne j)`),
				text(
					"So nothing that is learnt about “cat” helps with “dog”. An embedding is what a linear layer makes of these codes: D dense numbers, in which things can be near or far, and what is learnt about one row acts on its neighbours through the layers that read them.",
					"因此关于“猫”学到的东西对“狗”毫无帮助。嵌入就是线性层由这些编码得到的结果：D 个稠密的数，事物在其中可近可远；关于某一行学到的东西，会经由读取它的后续层影响它的近邻。",
				),
				text(
					"The code itself is never stored. An id says where the 1 would be.",
					"编码本身从不存储。编号说明了 1 所在的位置。",
				),
				attempt(
					"A lookup as a one-hot product", "把查表看作独热乘法",
					"lab=layer&data=story&p.init=counting&p.dim=3&seed=1&inside=0&stage=onehot", "stage-onehot",
				),
				see("math-one-hot"),
			],
		},
		{
			id: "layer-and-word-vectors",
			title: both("Word vectors are such a table", "词向量就是这样一张表"),
			parts: [
				text(
					"word2vec (Mikolov and others, 2013), GloVe (Pennington, Socher and Manning, 2014) and fastText (Bojanowski and others, 2017) train an embedding table with as little network around it as possible, and keep the table. In other models the table is a part, made for their task only.",
					"word2vec（Mikolov 等，2013）、GloVe（Pennington、Socher、Manning，2014）和 fastText（Bojanowski 等，2017）用尽量少的网络训练一张嵌入表，并留下这张表。在其他模型中，表只是一个部件，为其任务而学。",
				),
				text(
					"The two meet when a layer begins with vectors from elsewhere: its rows are pretrained, and then frozen or trained on.",
					"两者的结合，是让一层以别处学得的向量为初值：各行已经预训练，然后冻结或继续训练。",
				),
				text(
					"Such vectors are static: “bank” has one row, at the river and in the city. Layers above it, such as attention, make it depend on the sentence.",
					"这样的向量是静态的：无论指河岸还是银行，“bank”都只有一行。其上的层（如注意力）才使它随句子而变。",
				),
				attempt(
					"A table for its own sake", "以表为目的",
					"lab=words&data=sotu&seed=1&step=200&ask=odd&a.words=gold+silver+coin+railroad", "ask",
				),
				attempt(
					"A table for a task", "以任务为目的的表",
					"lab=layer&data=reviews&p.dim=8&seed=1&step=150&tab=map", "map",
				),
			],
		},
		{
			id: "attention",
			title: both("Attention is a soft lookup", "注意力是软性的查表"),
			parts: [
				text(
					"A lookup picks one row by its number. Attention mixes all rows, weighted by how well their keys K fit a query q (Vaswani and others, 2017).",
					"查表按编号取一行。注意力按各行的键 K 与查询 q 的契合程度，将所有行加权混合（Vaswani 等，2017）。",
				),
				formula(String.raw`\text{lookup: }x^{\top}W,\qquad\text{attention: }\operatorname{softmax}\!\left(\tfrac{qK^{\top}}{\sqrt d}\right)V`),
				text(
					"Here x is one-hot, d the length of a key and V the rows to mix. If one score stands far above the others, the softmax is almost one-hot, and attention almost a lookup, by content and not by number.",
					"其中 x 为独热向量，d 为键的长度，V 为待混合的各行。若某个得分远高于其余，softmax 近乎独热，注意力也就近乎按内容而非按编号的查表。",
				),
				text(
					"Transformers do both: they look ids up, add a vector for the position, since attention is blind to order, and then mix. The mean of a bag is the simplest case, in which all weights are equal.",
					"Transformer 两者都用：先按编号查表，再加上位置向量（因为注意力看不到次序），然后混合。词袋的平均是最简单的情形：权重全部相等。",
				),
				attempt(
					"Equal weights: the mean", "权重相等：平均",
					"lab=layer&data=reviews&p.combine=mean&seed=1&inside=0&stage=combine", "stage-combine",
				),
				attempt(
					"One row wins each column: the maximum", "每列一行胜出：最大值",
					"lab=layer&data=reviews&p.combine=max&seed=1&inside=0&stage=combine", "stage-combine",
				),
			],
		},
	],
};
