import { attempt, both, formula, see, text, type Chapter } from "../chapter";

export const embedding: Chapter = {
	id: "embedding",
	title: both("What an embedding is", "嵌入是什么"),
	labs: ["layer", "words"],
	pages: [
		{
			id: "what-is",
			title: both("A row of numbers for each thing", "每个事物一行数字"),
			parts: [
				text(
					"Networks compute with numbers, and words, products or users are none. An embedding gives each thing of a finite set a row of D real numbers, its vector. The things are numbered from 0 to V − 1, and their vectors stand below each other in one table W.",
					"网络用数字计算，而词、商品、用户都不是数字。嵌入为有限集合中的每个事物分配一行 D 个实数，即它的向量。事物从 0 到 V − 1 编号，所有向量上下排列成一张表 W。",
				),
				formula(String.raw`e:\{0,\dots,V-1\}\to\mathbb{R}^{D},\qquad e(i)=W_i`),
				text(
					"The number i, the id, only says which row. That id 7 comes after id 6 means nothing.",
					"编号 i 只说明是哪一行。编号 7 排在 6 之后并无含义。",
				),
				text(
					"What a row means is learnt. The rows are parameters; training moves them until the task is solved well, and things that the task treats alike end up with similar rows.",
					"一行的含义是学来的。各行都是参数，训练移动它们，直到任务完成得好；任务中作用相近的事物，最终得到相近的行。",
				),
				attempt(
					"Learn the words of colour names", "学习颜色名称中的词",
					"lab=layer&data=colors&p.dim=8&seed=1&step=190&tab=map", "map",
				),
			],
		},
		{
			id: "what-is-mathematics",
			title: both("Mathematically: a linear map", "从数学看：线性映射"),
			parts: [
				text(
					"All vectors together are a matrix W of V rows and D columns. Let x be the one-hot vector of id i: 1 at place i, 0 everywhere else. Taking row i is then a product.",
					"所有向量合在一起是一个 V 行 D 列的矩阵 W。设 x 为编号 i 的独热向量：第 i 位为 1，其余为 0。取第 i 行就是一次乘法。",
				),
				formula(String.raw`e(i)=W^{\top}x,\qquad x_j=\begin{cases}1&j=i\\0&j\ne i\end{cases}`),
				text(
					"So an embedding is a linear layer without bias whose input is one-hot. It has V·D parameters. Any V vectors can stand in the table; what gives them order is the network that reads them, and that D is far smaller than V.",
					"因此嵌入就是输入为独热向量、没有偏置的线性层，有 V·D 个参数。表中可以放任意 V 个向量；使它们有规律的，是读取它们的网络，以及 D 远小于 V 这一事实。",
				),
				attempt(
					"The product and the lookup, side by side", "并排看乘法与查表",
					"lab=layer&data=story&p.init=counting&p.dim=3&seed=1&inside=0&stage=onehot", "stage-onehot",
				),
				see("math-definition", "one-hot"),
			],
		},
		{
			id: "what-is-geometry",
			title: both("Geometrically: points and directions", "从几何看：点与方向"),
			parts: [
				text(
					"A vector of D numbers is a point in D dimensions. Three measures compare two of them: the dot product sees direction and length, the cosine direction only, the distance how far apart they lie.",
					"D 个数的向量是 D 维空间中的一个点。比较两个向量有三种度量：点积看方向与长度，余弦只看方向，距离看相隔多远。",
				),
				formula(String.raw`\cos(a,b)=\frac{a\cdot b}{\lVert a\rVert\,\lVert b\rVert}`),
				formula(String.raw`\lVert a-b\rVert^2=\lVert a\rVert^2+\lVert b\rVert^2-2\,a\cdot b`),
				text(
					"For vectors of length 1 the last is 2 − 2 cos(a, b), so all three give the same order.",
					"对长度为 1 的向量，后者等于 2 − 2 cos(a, b)，因此三种度量给出相同的次序。",
				),
				text(
					"A single axis seldom means anything: turn all rows by a rotation, and let the next linear layer turn back, and every output is as before. Meaning lies in how the rows lie to each other.",
					"单独一个坐标轴通常没有含义：把所有行一起旋转，再让下一个线性层转回来，每个输出都不变。含义在于各行彼此的位置。",
				),
				attempt(
					"Neighbours of “gold” by cosine", "按余弦看“gold”的近邻",
					"lab=words&data=sotu&seed=1&step=300&ask=neighbors&a.word=gold&a.metric=cosine&select=gold", "ask",
				),
				attempt(
					"The same by dot product", "同样的问题，用点积",
					"lab=words&data=sotu&seed=1&step=300&ask=neighbors&a.word=gold&a.metric=dot&select=gold", "ask",
				),
			],
		},
	],
};
