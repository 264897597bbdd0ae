import { attempt, both, formula, same, see, table, text, type Chapter } from "../chapter";

export const backward: Chapter = {
	id: "backward-pass",
	title: both("Backward pass", "反向传播"),
	labs: ["layer"],
	pages: [
		{
			id: "backward",
			title: both("Gradients go back to their rows", "梯度回到各自的行"),
			parts: [
				text(
					"The head hands back a gradient g for each vector that the lookup returned. Copying has derivative 1, so a row’s gradient is the sum over the places k where it was read.",
					"输出头为查表返回的每个向量交回一个梯度 g。复制的导数为 1，因此一行的梯度，是它被读到的各处 k 之和。",
				),
				formula(String.raw`\frac{\partial L}{\partial W_j}=\sum_{k:\,i_k=j}g_k,\qquad g_k=\frac{\partial L}{\partial y_k}`),
				text(
					"A row that the batch did not read has gradient 0. Ids have none: they are no quantities.",
					"批次没有读到的行，梯度为 0。编号没有梯度：它们不是数量。",
				),
				text(
					"If several rows were combined, their vector’s gradient is shared out first. A sum gives it whole to each row; a mean of n gives each 1/n; a maximum gives each column to the row that won it.",
					"若多行曾被合并，先分配合并向量的梯度：总和给每行全部；n 行的平均给每行 1/n；最大值把每列的梯度给该列胜出的行。",
				),
				attempt("From the loss to the rows", "从损失到各行", "lab=layer&data=colors&p.dim=4&p.combine=mean&seed=1&inside=0&stage=backward", "stage-backward"),
				attempt("With the maximum", "改用最大值", "lab=layer&data=colors&p.dim=4&p.combine=max&seed=1&inside=0&stage=backward", "stage-backward"),
			],
		},
		{
			id: "coalesce",
			title: both("Rows and values, then added up", "行与值，再相加"),
			parts: [
				text(
					"The gradient is kept as a list of rows and values, one entry for each id read: sparse, and a repeated id stands in it repeatedly. Coalescing adds these entries up. In our example, ids 1, 3, 1 with the loss ½Σy²:",
					"梯度保存为“行—值”列表，每个读到的编号一项：它是稀疏的，重复的编号重复出现。合并同行把这些项相加。例如编号 1、3、1，损失为 ½Σy²：",
				),
				table(
					[both("row", "行"), both("as it comes", "原样"), both("coalesced", "合并后")],
					[same("1"), same("1, 1.1, 1.2"), same("2, 2.2, 2.4")],
					[same("3"), same("3, 3.1, 3.2"), same("3, 3.1, 3.2")],
					[same("1"), same("1, 1.1, 1.2"), both("in the first", "并入首行")],
				),
				text(
					"Plain SGD may take the list as it comes, as its step is linear in the gradient. Rules that square it, as Adam, must have the sum: (a + b)² is not a² + b².",
					"普通 SGD 可直接使用未合并的列表，因为它的步长与梯度成线性。像 Adam 那样要平方的规则必须用总和：(a + b)² 不等于 a² + b²。",
				),
				text(
					"Scaling by frequency divides a row’s sum by how often it occurred in the batch.",
					"按频率缩放，是把一行的总和除以它在批次中出现的次数。",
				),
				attempt("Before and after adding up", "相加之前与之后", "lab=layer&data=story&p.batch=16&seed=1&inside=0&stage=coalesce", "stage-coalesce"),
				attempt("Scaled by frequency", "按频率缩放", "lab=layer&data=story&p.batch=16&p.scaleByFrequency=true&seed=1&inside=0&stage=coalesce", "param-scaleByFrequency"),
			],
		},
		{
			id: "clipping",
			title: both("Clipping", "梯度裁剪"),
			parts: [
				text(
					"One odd batch can give a huge gradient and throw rows far off. Clipping bounds it before the optimizer sees it, by value or by norm.",
					"一个异常批次可能给出巨大的梯度，把各行抛得很远。裁剪在优化器使用之前限制它：按值或按范数。",
				),
				formula(String.raw`\text{value: }g\leftarrow\min(\max(g,-c),c)`),
				formula(String.raw`\text{norm: }g\leftarrow g\cdot\min\!\left(1,\frac{c}{\lVert g\rVert}\right)`),
				text(
					"By value, each number is cut by itself, and the direction may turn. By norm, all shrink alike and the direction stays (Pascanu, Mikolov and Bengio, 2013). Both need the coalesced gradient.",
					"按值时，每个数单独截断，方向可能改变。按范数时，全体等比缩小，方向不变（Pascanu、Mikolov、Bengio，2013）。两者都要用合并后的梯度。",
				),
				text(
					"In the example, the gradient (2, 2.2, 2.4), (3, 3.1, 3.2) has norm 6.592. A norm of 1 leaves (0.303, 0.334, 0.364) of the first row; a value of 2.5 leaves that row alone and cuts the other to (2.5, 2.5, 2.5).",
					"例中梯度 (2, 2.2, 2.4)、(3, 3.1, 3.2) 的范数为 6.592。限范数为 1 时，第一行变为 (0.303, 0.334, 0.364)；限值为 2.5 时，该行不变，另一行截为 (2.5, 2.5, 2.5)。",
				),
				attempt("Clip by norm", "按范数裁剪", "lab=layer&data=colors&p.clip=norm&p.clipAt=0.1&seed=1&inside=0&stage=clip", "stage-clip"),
				attempt("Clip by value", "按值裁剪", "lab=layer&data=colors&p.clip=value&p.clipAt=0.1&seed=1&inside=0&stage=clip", "stage-clip"),
			],
		},
		{
			id: "regularisation",
			title: both("Weight decay and dropout", "权重衰减与 dropout"),
			parts: [
				text(
					"Weight decay pulls weights to zero: the loss gets a term for their size, λ says how strong.",
					"权重衰减把权重拉向零：损失加上一项权重大小，λ 为强度。",
				),
				formula(String.raw`L'=L+\tfrac{\lambda}{2}\lVert W\rVert^2\;\Rightarrow\;g'=g+\lambda w`),
				text(
					"In a sparse step only the rows of the batch decay, so rare words keep long rows. AdamW takes the decay from the weights directly, so that Adam’s division does not bend it (Loshchilov and Hutter, 2019).",
					"稀疏更新中只有批次内的行衰减，因此罕见词的行较长。AdamW 直接从权重中减去衰减量，不受 Adam 除法的影响（Loshchilov、Hutter，2019）。",
				),
				text(
					"Dropout sets each number of the vectors to zero with probability p while training and multiplies the others by 1/(1 − p), so the head cannot rely on any one of them (Srivastava and others, 2014).",
					"Dropout 在训练时以概率 p 把向量中的每个数置零，其余乘以 1/(1 − p)，使输出头不能依赖其中任何一个（Srivastava 等，2014）。",
				),
				attempt("Strong decay", "强衰减", "lab=layer&data=reviews&p.optimizer=adamw&p.weightDecay=0.1&seed=1&step=150&tab=matrix", "param-weightDecay"),
				attempt("Half of all numbers dropped", "丢弃一半", "lab=layer&data=reviews&p.dropout=0.5&seed=1&step=150", "param-dropout"),
				see("do-i-overfit"),
			],
		},
		{
			id: "max-norm",
			title: both("Three things called max-norm", "三种都叫最大范数"),
			parts: [
				text(
					"A bound m on the length of a row. Libraries mean different things by it; here each is a mode.",
					"对行的长度设上限 m。各库含义不同；这里各为一种模式。",
				),
				formula(String.raw`w\leftarrow w\cdot\frac{m}{\lVert w\rVert}\quad\text{if }\lVert w\rVert>m`),
				table(
					[both("mode", "模式"), both("what is bounded, when", "何时限制什么"), both("as in", "如同")],
					[same("read"), both("the copy that is returned; the table stays, and the gradient goes through the bound", "返回的副本；表不变，梯度穿过该限制"), same("tf.nn.embedding_lookup")],
					[same("inplace"), both("the rows about to be read, in the table; no gradient", "表中将被读取的行；无梯度"), same("torch.nn.Embedding")],
					[same("after"), both("the table, after a step", "一步之后的表"), both("Keras constraint", "Keras 约束")],
				),
				text(
					"Row 3 of the example, (3, 3.1, 3.2), has length 5.371. With m = 2 it becomes (1.117, 1.154, 1.192).",
					"例中第 3 行 (3, 3.1, 3.2) 长 5.371。m = 2 时变为 (1.117, 1.154, 1.192)。",
				),
				attempt("On reading", "读取时", "lab=layer&data=story&p.init=counting&p.dim=3&p.maxNormMode=read&p.maxNorm=2&seed=1&inside=0&stage=lookup", "param-maxNormMode"),
				attempt("In place", "就地", "lab=layer&data=story&p.init=counting&p.dim=3&p.maxNormMode=inplace&p.maxNorm=2&seed=1&inside=0&stage=lookup", "param-maxNormMode"),
				attempt("After the step", "更新后", "lab=layer&data=story&p.init=counting&p.dim=3&p.maxNormMode=after&p.maxNorm=2&seed=1&inside=0&stage=update", "param-maxNormMode"),
			],
		},
	],
};
