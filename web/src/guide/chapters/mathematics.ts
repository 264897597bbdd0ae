import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

export const mathematics: Chapter = {
	id: "mathematics",
	title: both("The mathematics", "数学"),
	labs: ["layer"],
	pages: [
		{
			id: "math-definition",
			title: both("Definition, matrix, dimensions", "定义、矩阵、维度"),
			parts: [
				text(
					"Let I be a set of V things, numbered from 0. An embedding of dimension D is a map from I to ℝ^D; as I is finite, it is the same as a matrix, whose rows are its values.",
					"设 I 为 V 个事物的集合，从 0 编号。D 维嵌入是从 I 到 ℝ^D 的映射；由于 I 有限，它等同于一个以其取值为行的矩阵。",
				),
				formula(String.raw`W\in\mathbb{R}^{V\times D},\qquad e(i)=W_{i,:}`),
				text(
					"A batch of N ids is a matrix X with one one-hot row for each, and the layer’s output is a product.",
					"一批 N 个编号构成矩阵 X，每个编号一行独热向量；该层的输出就是一次乘法。",
				),
				formula(String.raw`Y=XW,\qquad X\in\{0,1\}^{N\times V},\;Y\in\mathbb{R}^{N\times D}`),
				table(
					[both("symbol", "符号"), both("meaning", "含义")],
					[same("V"), both("things, rows of the table", "事物数，表的行数")],
					[same("D"), both("dimension, columns of the table", "维数，表的列数")],
					[same("N"), both("ids in a batch, B examples × L", "批次中的编号数，B 个样本 × L")],
					[same("r"), both("rank of W, at most min(V, D)", "W 的秩，至多 min(V, D)")],
				),
				attempt("See W", "看 W", "lab=layer&data=story&p.init=counting&p.dim=3&seed=1&tab=matrix", "matrix"),
			],
		},
		{
			id: "math-one-hot",
			title: both("One-hot product or lookup", "独热乘法还是查表"),
			parts: [
				text(
					"In the product XW almost every term is 0 times something. One term of each sum is left:",
					"乘积 XW 中几乎每一项都是 0 乘某数。每个和只剩一项：",
				),
				formula(String.raw`Y_{kd}=\sum_{j=0}^{V-1}X_{kj}W_{jd}=W_{i_k d}`),
				text(
					"The two are equal to the bit, since adding zeros changes nothing. Their costs are not.",
					"两者逐位相等，因为加零不改变任何东西。开销却不同。",
				),
				table(
					[both("way", "方式"), both("work", "计算"), both("memory for X", "X 的内存")],
					[both("product", "乘法"), same("O(N·V·D)"), same("O(N·V)")],
					[both("lookup", "查表"), same("O(N·D)"), same("O(N)")],
				),
				text(
					"For 1,000 ids of the 11,606 words of the speeches at 100 dimensions: 1,160,600,000 multiplications, or 100,000 numbers copied.",
					"以演说集 11,606 个词、100 维、1,000 个编号为例：1,160,600,000 次乘法，或复制 100,000 个数。",
				),
				attempt("What each costs here", "此处各自的开销", "lab=layer&data=colors&p.dim=8&seed=1&ask=cost", "ask"),
				attempt("Both ways", "两种方式", "lab=layer&data=story&p.init=counting&p.dim=3&seed=1&inside=0&stage=onehot", "stage-onehot"),
			],
		},
		{
			id: "math-gradient",
			title: both("The gradient matrix", "梯度矩阵"),
			parts: [
				text(
					"Let G hold the gradients of the output, one row for each id. The product rule gives that of the table:",
					"设 G 为输出的梯度，每个编号一行。由乘积的求导得到表的梯度：",
				),
				formula(String.raw`\frac{\partial L}{\partial W}=X^{\top}G,\qquad G=\frac{\partial L}{\partial Y}\in\mathbb{R}^{N\times D}`),
				text(
					"X transposed adds each row of G to the row of its id: scatter-add, the reverse of gather. At most min(N, V) rows are not zero. How often each id occurs stands in",
					"X 的转置把 G 的每一行加到其编号所对应的行：即 scatter-add，gather 的逆向。至多 min(N, V) 行非零。各编号出现的次数见于",
				),
				formula(String.raw`X^{\top}X=\operatorname{diag}(n_0,\dots,n_{V-1}),\qquad\sum_j n_j=N`),
				text(
					"This matrix is diagonal because no place holds two ids. So rows of W do not mix in this layer: what one row learns reaches another only through the rest of the network.",
					"它是对角矩阵，因为没有一处同时有两个编号。因此 W 的各行在这一层互不混合：一行所学，只能经由网络的其余部分影响另一行。",
				),
				attempt("Which rows a batch touches", "一个批次涉及哪些行", "lab=layer&data=colors&p.batch=8&p.dim=4&seed=1&inside=0&stage=rows", "stage-rows"),
				see("backward"),
			],
		},
		{
			id: "math-sparse-update",
			title: both("The sparse update", "稀疏更新"),
			parts: [
				text(
					"A step of SGD with rate η changes only the U ≤ N different rows of the batch; S is the set of their numbers.",
					"学习率为 η 的一步 SGD 只改变批次中 U ≤ N 个不同的行；S 为这些行号的集合。",
				),
				formula(String.raw`W_j\leftarrow W_j-\eta\sum_{k:\,i_k=j}G_k\quad(j\in S)`),
				table(
					[both("step", "步骤"), both("dense", "稠密"), both("sparse", "稀疏")],
					[both("gradient", "梯度"), same("O(V·D + N·D)"), same("O(N·D)")],
					[both("adding up", "同行相加"), same("–"), same("O(N log N + N·D)")],
					[both("update", "更新"), same("O(V·D)"), same("O(U·D)")],
				),
				text(
					"For SGD and Adagrad without weight decay both give the same weights, since a gradient of zero changes nothing. For momentum and Adam they do not: memory decays also in rows that were not read, and moves them. Sparse rules leave such rows alone.",
					"对不带权重衰减的 SGD 与 Adagrad，两者得到相同的权重，因为零梯度不改变任何东西。动量与 Adam 则不同：没有读到的行，其记忆也会衰减并推动该行。稀疏规则则不动这些行。",
				),
				attempt("Only these rows change", "只有这些行改变", "lab=layer&data=colors&p.optimizer=sgd&p.batch=8&p.dim=4&seed=1&inside=0&stage=update", "stage-update"),
				see("which-adam", "why-sparse"),
			],
		},
	],
};
